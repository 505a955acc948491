"""The till, the closed months, who may cash, and money to class: balanced and sealed on both databases."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide, RegleMetier
from imuse_desk.domain.pieces import Compte, GenreActe, GenreBordereau, GenreReglement
from imuse_desk.domain.roles import Role
from imuse_desk.models import ActeRegie, Ecriture, Foyer, Nomination, Regie, Reglement
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.a_classer import Recette, classer, lire_a_classer, recevoir_a_classer
from imuse_desk.services.facturation.bordereaux import Remise, lister_a_remettre, remettre
from imuse_desk.services.facturation.caisse import compter_caisse, lire_caisse, lire_comptoir, solde_compte
from imuse_desk.services.facturation.clotures import cloturer, lire_clotures
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.facturation.opposes import defaire_reglement
from tests.fabriques import Maison
from tests.services.facturation.outils import facturee, mode, payer, reglement, regler_regie, sans_faute

CINQUANTE = ((5_000, 1),)


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """A family billed 760 €."""
    return facturee(base, tmp_path)


@pytest.fixture
def ctx(maison: Maison) -> Contexte:
    return maison.ctx(Role.REGISSEUR)


def _dossier(maison: Maison) -> str:
    with maison.base.lire() as session:
        return session.get_one(Foyer, maison.ids["Valmont"]).numero


def _executer(ordre: str, session: Session) -> None:
    session.execute(text(ordre))


def _solde(maison: Maison, compte: Compte) -> int:
    with maison.base.lire() as session:
        return solde_compte(session, session.scalars(select(Regie.id)).one(), compte)


def _avancer(maison: Maison, jours: int) -> None:
    maison.horloge.instant += timedelta(days=jours)


def test_a_day_at_the_till(maison: Maison, ctx: Contexte) -> None:
    """Opened with its float, cashed, remitted in part, counted short: the difference is entered once."""
    regler_regie(maison, fonds_centimes=5_000)
    assert not lire_comptoir(ctx).est_ouverte
    compter_caisse(ctx, GenreActe.OUVERTURE, CINQUANTE)
    with pytest.raises(RegleMetier, match="caisse_ouverte"):
        compter_caisse(ctx, GenreActe.OUVERTURE, CINQUANTE)
    payer(maison, "especes", 12_000)
    payer(maison, "especes", 3_000)
    payer(maison, "cheque", 20_000)
    defaire_reglement(ctx, reglement(maison, 1), GenreReglement.ANNULATION, "erreur de famille")
    [attendu] = lister_a_remettre(ctx, GenreBordereau.ESPECES)
    remettre(ctx, Remise(GenreBordereau.ESPECES, (attendu.reglement_id,), ((10_000, 1), (2_000, 1))))
    payer(maison, "especes", 1_000)
    etat = lire_caisse(ctx)
    assert [(m.montant_centimes, m.nombre) for m in etat.mouvements] == [
        (5_000, None), (0, None), (16_000, 3), (-3_000, 1), (-12_000, 1),
    ]  # fmt: skip
    assert [(m.libelle, m.montant_centimes) for m in etat.modes] == [("Espèces", 13_000), ("Chèque", 20_000)]
    with pytest.raises(Invalide, match="ecart_sans_motif"):
        compter_caisse(ctx, GenreActe.ARRETE, CINQUANTE)
    compter_caisse(ctx, GenreActe.ARRETE, ((5_000, 1), (500, 1)), "rendu de monnaie")
    assert _solde(maison, Compte.CAISSE) == 500
    assert _solde(maison, Compte.ECARTS) == 500
    vu = lire_caisse(ctx).comptages[0]
    assert (vu.genre, vu.rang, vu.theorique_centimes, vu.ecart_centimes) == (GenreActe.ARRETE, 1, 6_000, -500)
    compter_caisse(ctx, GenreActe.OUVERTURE, ((5_000, 1), (500, 1)))
    assert lire_caisse(ctx).modes == ()
    sans_faute(maison)


def test_the_counter_warns_of_the_ceiling_and_of_old_cheques(maison: Maison, ctx: Contexte) -> None:
    regler_regie(maison, encaisse_max_centimes=20_000, delai_cheques_jours=2)
    payer(maison, "especes", 19_999)
    payer(maison, "cheque", 5_000, 6_000)
    assert lire_comptoir(ctx).alertes == ()
    payer(maison, "especes", 1)
    _avancer(maison, 3)
    assert [(a.code, a.montant_centimes, a.nombre) for a in lire_comptoir(ctx).alertes] == [
        ("encaisse", 20_000, 0), ("cheques", 11_000, 2),
    ]  # fmt: skip


def test_cash_is_limited(maison: Maison) -> None:
    regler_regie(maison, especes_max_centimes=30_000)
    with pytest.raises(Invalide, match="especes_trop_grandes"):
        payer(maison, "especes", 30_001)
    payer(maison, "especes", 30_000)


def test_only_the_persons_named_cash(maison: Maison, ctx: Contexte) -> None:
    with maison.base.lire() as session:
        regie_id = session.scalars(select(Regie.id)).one()
    jour = ctx.aujourdhui()
    maison.ajouter(Nomination(regie_id=regie_id, nom="Paul Renard", qualite="regisseur", du_le=jour))
    for acte in (
        lambda: payer(maison, "especes", 1_000),
        lambda: compter_caisse(ctx, GenreActe.OUVERTURE, ()),
        lambda: recevoir_a_classer(ctx, Recette(mode(maison, "virement"), 1_000, jour)),
    ):
        with pytest.raises(RegleMetier, match="non_nomme"):
            acte()
    maison.ajouter(
        Nomination(regie_id=regie_id, nom=ctx.agent, qualite="mandataire", du_le=jour, au_le=jour + timedelta(days=1))
    )
    payer(maison, "especes", 1_000)
    _avancer(maison, 2)
    with pytest.raises(RegleMetier, match="non_nomme"):
        payer(maison, "especes", 1_000)


def test_a_closed_month_takes_nothing_more(maison: Maison, ctx: Contexte) -> None:
    """The service refuses, the triggers refuse, and a cheque that comes back later is dated the day it does."""
    payer(maison, "cheque", 20_000)
    assert lire_clotures(ctx).a_clore is None, "the month is not over"
    _avancer(maison, 20)
    mai = date(2026, 5, 31)
    assert lire_clotures(ctx).a_clore == mai
    with pytest.raises(RegleMetier, match="cloture_impossible"):
        cloturer(ctx, date(2026, 6, 30))
    cloturer(ctx, mai)
    with pytest.raises(RegleMetier, match="mois_clos"):
        payer(maison, "cheque", 5_000, encaisse_le=mai)
    payer(maison, "cheque", 5_000, encaisse_le=date(2026, 6, 1))
    with pytest.raises(Invalide, match="date_a_venir"):
        payer(maison, "cheque", 5_000, encaisse_le=ctx.aujourdhui() + timedelta(days=1))
    defaire_reglement(ctx, reglement(maison), GenreReglement.IMPAYE, "sans provision")
    with maison.base.lire() as session:
        assert session.scalars(select(Reglement.encaisse_le).order_by(Reglement.id)).all()[-1] == ctx.aujourdhui()
        ecriture = session.scalars(select(Ecriture)).first()
        assert ecriture is not None
        champs = {c.name: getattr(ecriture, c.name) for c in Ecriture.__table__.columns if c.name != "id"}
    with pytest.raises(RegleMetier, match="periode_close"):
        maison.ajouter(Ecriture(**{**champs, "le": mai}))
    for ordre in ("UPDATE acte_regie SET le = '2026-04-30'", "DELETE FROM acte_regie"):
        with pytest.raises((RegleMetier, DBAPIError), match="inalterable"):
            maison.ecrire(partial(_executer, ordre))
    [vue] = lire_clotures(ctx).closes
    assert (vue.rang, vue.au, vue.total_centimes) == (1, mai, 96_000)
    sans_faute(maison)


def test_the_acts_are_chained(maison: Maison, ctx: Contexte) -> None:
    compter_caisse(ctx, GenreActe.OUVERTURE, ())
    compter_caisse(ctx, GenreActe.ARRETE, ())
    compter_caisse(ctx, GenreActe.OUVERTURE, ())
    with maison.base.lire() as session:
        un, deux = session.scalars(select(ActeRegie).where(ActeRegie.genre == "ouverture").order_by(ActeRegie.rang))
        assert (un.precedente, deux.precedente, deux.rang) == ("", un.empreinte, 2)
        champs = {c.name: getattr(deux, c.name) for c in ActeRegie.__table__.columns if c.name not in ("id", "ref")}
    with pytest.raises(RegleMetier, match="piece_discontinue"):
        maison.ajouter(ActeRegie(**{**champs, "rang": 3}))


def test_money_without_a_name_waits_then_settles_a_family(maison: Maison, ctx: Contexte) -> None:
    jour = ctx.aujourdhui()
    with pytest.raises(FormulaireInvalide):
        recevoir_a_classer(ctx, Recette(None, 0, jour + timedelta(days=1)))
    acte_id = recevoir_a_classer(ctx, Recette(mode(maison, "virement"), 76_000, jour, "VIR VALMONT")).resultat
    assert (_solde(maison, Compte.A_CLASSER), lire_a_classer(ctx).total_centimes) == (-76_000, 76_000)
    recu = classer(ctx, acte_id, _dossier(maison)).resultat
    assert recu > 0
    assert (_solde(maison, Compte.A_CLASSER), lire_a_classer(ctx).recettes) == (0, ())
    assert _solde(maison, Compte.ATTENTE) == 76_000
    assert lire_compte(ctx, maison.ids["Valmont"]).solde_centimes == 0
    with pytest.raises(RegleMetier, match="deja_classee"):
        classer(ctx, acte_id, _dossier(maison))
    sans_faute(maison)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    gestes=st.lists(
        st.tuples(st.sampled_from(["especes", "virement", "compter", "classer"]), st.integers(1, 30_000)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_whatever_is_done_the_accounts_balance(maison: Maison, gestes: list[tuple[str, int]]) -> None:
    """The sum of all accounts is nothing, and the till holds what was counted last and came since."""
    ctx = maison.ctx(Role.REGISSEUR)
    for quoi, montant in gestes:
        if quoi == "especes":
            payer(maison, "especes", montant)
        elif quoi == "virement":
            recevoir_a_classer(ctx, Recette(mode(maison, "virement"), montant, None))
        elif quoi == "classer":
            for recette in lire_a_classer(ctx).recettes:
                classer(ctx, recette.acte_id, _dossier(maison))
        else:
            genre = GenreActe.ARRETE if lire_comptoir(ctx).est_ouverte else GenreActe.OUVERTURE
            compter_caisse(ctx, genre, ((1, montant),), "comptage")
            assert lire_caisse(ctx).theorique_centimes == montant
    assert sum(_solde(maison, compte) for compte in Compte) == 0
    assert _solde(maison, Compte.A_CLASSER) == -lire_a_classer(ctx).total_centimes
    sans_faute(maison)
