"""The batch call: preview, chunks of whole invoices, stop and resume; nobody is billed unseen."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Update, func, select, update

from imuse_desk.domain.argent import euros
from imuse_desk.domain.erreurs import Refus, RegleMetier
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.reglages import (
    ECHEANCES_JOURS,
    FACTURE_MINIMUM,
    FACTURER_PROVISOIRES,
    MODE_APPEL,
    PART_ECHEANCES,
)
from imuse_desk.domain.roles import Role
from imuse_desk.models import (
    EcheancePiece,
    Ecriture,
    LignePiece,
    PieceEmise,
    PlanPiece,
    RegleArticle,
    RegleZone,
)
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation import lot as module_lot
from imuse_desk.services.facturation.avoirs import emettre_avoir
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.lot import Apercu, Bilan, apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.suivi_lot import etat_lot
from imuse_desk.services.facturation.verification import verifier
from tests.bases import BaseDemo
from tests.fabriques import Maison, maison_valmont
from tests.services.facturation.outils import a_facturer
from tests.services.lectures.outils import pieces_de_cette_annee, relever, tarif_de_cette_annee


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return a_facturer(base, tmp_path / "depot")


def appel(maison: Maison, numero: int = 1) -> Appel:
    return Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS, numero)


def facturer(ctx: Contexte, quoi: Appel) -> Bilan:
    return poursuivre_lot(ctx, ouvrir_lot(ctx, apercu_lot(ctx, quoi)).resultat)


def factures(base: Base) -> list[PieceEmise]:
    with base.lire() as session:
        return list(session.scalars(select(PieceEmise).order_by(PieceEmise.serie, PieceEmise.rang)))


def sans_faute(base: Base) -> None:
    with base.lire() as session:
        assert verifier(session).fautes == []


def test_a_family_is_billed_once_with_its_lines_plan_and_entry(maison: Maison) -> None:
    ctx = maison.ctx()
    apercu = apercu_lot(ctx, appel(maison))
    assert (apercu.libelle, apercu.total_centimes) == ("Premier appel de cotisation", 76_000)
    [ligne] = apercu.a_emettre
    assert (ligne.famille, ligne.total_centimes, ligne.est_provisoire) == ("Famille Valmont", 76_000, False)
    bilan = poursuivre_lot(ctx, ouvrir_lot(ctx, apercu).resultat)
    assert (bilan.emises, bilan.total_centimes, bilan.ecartees) == (1, 76_000, [])
    assert etat_lot(ctx, bilan.lot_id).restants == {}, "nothing is left to issue"
    [piece] = factures(maison.base)
    assert (piece.affiche, piece.total_centimes) == (f"{ctx.aujourdhui().year % 100:02d}FC00001", 76_000)
    contenu = relire(piece)
    assert [x["montant"] for g in contenu["groupes"] for x in g["lignes"]] == [40_000, 36_000]
    assert contenu["groupes"][0]["lignes"][0]["base"] == "QF 2\u202f500,00\u00a0€ × 16\u00a0% = 400,00\u00a0€"
    with maison.base.lire() as session:
        assert session.scalars(select(LignePiece.montant_centimes).order_by(LignePiece.rang)).all() == [40_000, 36_000]
        parts = session.scalars(
            select(EcheancePiece.montant_centimes).join(PlanPiece).order_by(EcheancePiece.rang)
        ).all()
        assert parts == [25_334, 25_333, 25_333]
        ecriture = session.scalars(select(Ecriture)).one()
        assert (ecriture.compte_debit, ecriture.compte_credit) == ("familles", "produits")
        assert (ecriture.montant_centimes, ecriture.foyer_id) == (76_000, maison.ids["Valmont"])
    sans_faute(maison.base)


def test_parts_bear_the_days_of_the_site_and_one_that_is_past_is_due_on_receipt(maison: Maison) -> None:
    maison.regler(ECHEANCES_JOURS.cle, ["09-15", "02-15", "04-30"])
    maison.horloge.instant = datetime(2025, 11, 20, 12, tzinfo=UTC)
    facturer(maison.ctx(), appel(maison))
    with maison.base.lire() as session:
        jours = session.scalars(select(EcheancePiece.le).order_by(EcheancePiece.rang)).all()
    assert jours == [None, date(2026, 2, 15), date(2026, 4, 30)]


def test_nobody_is_billed_twice(maison: Maison) -> None:
    ctx = maison.ctx()
    facturer(ctx, appel(maison))
    apercu = apercu_lot(ctx, appel(maison))
    assert apercu.a_emettre == ()
    [exclue] = [x for x in apercu.lignes if x.exclusion == "deja_facturee"]
    assert exclue.detail == factures(maison.base)[0].affiche
    with pytest.raises(RegleMetier, match="lot_vide"):
        ouvrir_lot(ctx, apercu)
    assert apercu_lot(ctx, appel(maison, 2)).a_emettre == (), "a later call bills those who were not"


def test_the_same_call_is_opened_once(maison: Maison) -> None:
    ctx = maison.ctx()
    apercu = apercu_lot(ctx, appel(maison))
    ouvrir_lot(ctx, apercu)
    with pytest.raises(RegleMetier, match="lot_existe"):
        ouvrir_lot(ctx, apercu)


def test_a_ceiling_is_billed_and_says_so_or_is_held_back(base: Base, tmp_path: Path) -> None:
    maison = maison_valmont(base, tmp_path / "depot")
    tarif_de_cette_annee(maison)
    pieces_de_cette_annee(maison)
    [ligne] = apercu_lot(maison.ctx(), appel(maison)).a_emettre
    assert (ligne.total_centimes, ligne.est_provisoire) == (114_000, True)
    maison.regler(FACTURER_PROVISOIRES.cle, valeur=False)
    assert apercu_lot(maison.ctx(), appel(maison)).exclusions == {"provisoire": 1}


def test_under_the_minimum_nothing_is_billed(maison: Maison) -> None:
    maison.regler(FACTURE_MINIMUM.cle, 80_000)
    apercu = apercu_lot(maison.ctx(), appel(maison))
    assert apercu.exclusions == {"sous_minimum": 1}
    assert apercu.lignes[0].detail == f"{euros(76_000)} < {euros(80_000)}"


def test_n_calls_of_a_year_sum_to_the_year(maison: Maison) -> None:
    maison.regler(MODE_APPEL.cle, "n_appels")
    maison.regler(PART_ECHEANCES.cle, 3)
    ctx = maison.ctx()
    for numero in (1, 2, 3):
        assert facturer(ctx, appel(maison, numero)).emises == 1
    totaux = [p.total_centimes for p in factures(maison.base)]
    assert totaux == [25_334, 25_333, 25_333]
    assert sum(totaux) == 76_000
    assert apercu_lot(ctx, appel(maison, 4)).exclusions == {"rien": 1}
    sans_faute(maison.base)


def test_a_price_that_moved_since_the_preview_is_left_aside(maison: Maison) -> None:
    ctx = maison.ctx()
    lot = ouvrir_lot(ctx, apercu_lot(ctx, appel(maison))).resultat
    relever(maison, "Valmont", 200_000)
    bilan = poursuivre_lot(ctx, lot)
    assert (bilan.emises, bilan.ecartees) == (0, [(maison.ids["Valmont"], "montant_change")])


def test_who_may_bill(maison: Maison) -> None:
    assert apercu_lot(maison.ctx(Role.REGISSEUR), appel(maison)).a_emettre
    for role in (Role.ENSEIGNANT, Role.ADMINISTRATION):
        with pytest.raises(Refus):
            apercu_lot(maison.ctx(role), appel(maison))


def test_a_clock_set_back_gives_no_number(maison: Maison) -> None:
    ctx = maison.ctx()
    facturer(ctx, appel(maison))
    [piece] = factures(maison.base)
    emettre_avoir(ctx, piece.id, "Erreur de saisie")
    maison.horloge.instant -= timedelta(days=40)
    with pytest.raises(RegleMetier, match="date_avant_derniere_piece"):
        facturer(maison.ctx(), appel(maison, 2))
    assert len(factures(maison.base)) == 2
    sans_faute(maison.base)


def _arreter_apres(n: int) -> Callable[[int, int], None]:
    def avancer(fait: int, _total: int) -> None:
        if fait >= n:
            raise InterruptedError

    return avancer


@pytest.mark.parametrize(
    ("change", "raison"),
    [
        (update(RegleZone).where(RegleZone.ordre == 1).values(zone="outside"), "montant_change"),
        (update(RegleArticle).values(article="INCONNU"), "sans_tarif"),
    ],
    ids=["zone", "article"],
)
def test_a_row_of_the_tables_that_moves_after_the_preview_is_seen(maison: Maison, change: Update, raison: str) -> None:
    ctx = maison.ctx()
    lot = ouvrir_lot(ctx, apercu_lot(ctx, appel(maison))).resultat
    with maison.base.moteur.begin() as connexion:
        connexion.execute(change)
    assert poursuivre_lot(ctx, lot).ecartees == [(maison.ids["Valmont"], raison)]
    assert factures(maison.base) == []


def test_a_batch_that_stops_leaves_whole_chunks_and_is_resumed(
    base_demo: BaseDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module_lot, "TRANCHE", 7)
    ctx = base_demo.contexte(Role.SECRETARIAT)
    quoi = Appel(ctx.site_id, ctx.annee_id, Nature.COTISATIONS)
    apercu: Apercu = apercu_lot(ctx, quoi)
    assert len(apercu.a_emettre) > 15
    lot = ouvrir_lot(ctx, apercu).resultat
    with pytest.raises(InterruptedError):
        poursuivre_lot(ctx, lot, _arreter_apres(14))
    assert len(etat_lot(ctx, lot).faits) == 14
    sans_faute(base_demo.base)
    bilan = poursuivre_lot(ctx, lot)
    assert (bilan.emises, bilan.total_centimes) == (len(apercu.a_emettre), apercu.total_centimes)
    with base_demo.base.lire() as session:
        numeros = session.scalars(select(PieceEmise.numero).order_by(PieceEmise.rang)).all()
        assert numeros == list(range(1, len(apercu.a_emettre) + 1))
        doubles = session.execute(
            select(PieceEmise.foyer_id).group_by(PieceEmise.foyer_id).having(func.count() > 1)
        ).all()
        assert doubles == []
        assert session.scalars(select(PieceEmise.serie).distinct()).all() == [Serie.FACTURE]
    sans_faute(base_demo.base)
