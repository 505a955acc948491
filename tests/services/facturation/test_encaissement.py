"""Payments, slips and ledgers: what is owed is the sum of what was done, in whatever order it was done."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from imuse_desk.domain.erreurs import ErreurMetier, Invalide, Refus, RegleMetier
from imuse_desk.domain.pieces import GenreBordereau, GenreReglement, Nature, Serie
from imuse_desk.domain.roles import Role
from imuse_desk.models import PieceEmise, RegieMode, Reglement
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from imuse_desk.services.facturation.bordereaux import Remise, lister_a_remettre, remettre
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.encaissement import Titre, encaisser
from imuse_desk.services.facturation.imputations import Part, factures_ouvertes
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.services.facturation.registre_famille import BlocRegistre, soldes
from imuse_desk.services.facturation.verification import verifier
from tests.fabriques import Maison
from tests.services.facturation.outils import demande, facturee, mode, payer, reglement, sans_faute


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """A family billed 760 €."""
    return facturee(base, tmp_path)


def bloc(maison: Maison) -> BlocRegistre:
    return next(
        b for b in lire_compte(maison.ctx(), maison.ids["Valmont"]).blocs
        if (b.annee_id, b.nature) == (maison.ids["source"], Nature.COTISATIONS)
    )  # fmt: skip


def test_a_part_is_paid_and_the_ledger_says_what_is_left(maison: Maison) -> None:
    """The manual's example: something is called, a part is paid, the rest is owed."""
    recu = payer(maison, "en_ligne", 55_500, reference="000003")
    vu = bloc(maison)
    assert (vu.facture_centimes, vu.regle_centimes, vu.solde_centimes) == (76_000, 55_500, 20_500)
    assert [(x.numero[2:4], x.debit_centimes, x.credit_centimes, x.solde_centimes) for x in vu.lignes] == [
        ("RC", 0, 55_500, 20_500),
        ("FC", 76_000, 0, 76_000),
    ]
    assert (vu.lignes[0].mode, vu.lignes[0].reference, vu.lignes[0].est_remis) == ("Paiement en ligne", "000003", False)
    with maison.base.lire() as session:
        contenu = relire(session.get_one(PieceEmise, recu))
        assert contenu["factures"][0] == {
            "numero": vu.lignes[1].numero, "du_le": vu.lignes[1].le.isoformat(), "total": 76_000, "deja": 0,
            "montant": 55_500,
        }  # fmt: skip
        assert [x.reste_centimes for x in factures_ouvertes(session, maison.ids["Valmont"])] == [20_500]
    sans_faute(maison)


def test_several_cheques_make_one_receipt_and_are_remitted_each(maison: Maison) -> None:
    payer(maison, "cheque", 30_000, 30_000, 20_000)
    vu = bloc(maison)
    assert (vu.regle_centimes, vu.solde_centimes, len(vu.lignes)) == (80_000, -4_000, 2)
    ctx = maison.ctx(Role.REGISSEUR)
    attendus = lister_a_remettre(ctx, GenreBordereau.CHEQUES)
    assert [(x.montant_centimes, x.numero) for x in attendus] == [
        (30_000, "0000001"), (30_000, "0000002"), (20_000, "0000003"),
    ]  # fmt: skip
    remettre(ctx, Remise(GenreBordereau.CHEQUES, tuple(x.reglement_id for x in attendus[:2])))
    assert not bloc(maison).lignes[0].est_remis, "one of the cheques is still here"
    remettre(ctx, Remise(GenreBordereau.CHEQUES, (attendus[2].reglement_id,)))
    assert bloc(maison).lignes[0].est_remis
    with pytest.raises(RegleMetier, match="deja_remis"):
        remettre(ctx, Remise(GenreBordereau.CHEQUES, (attendus[2].reglement_id,)))
    sans_faute(maison)


def test_cash_is_counted(maison: Maison) -> None:
    payer(maison, "especes", 12_345)
    ctx = maison.ctx(Role.REGISSEUR)
    [vu] = lister_a_remettre(ctx, GenreBordereau.ESPECES)
    with pytest.raises(Invalide, match="comptage_faux"):
        remettre(ctx, Remise(GenreBordereau.ESPECES, (vu.reglement_id,), ((10_000, 1), (2_000, 1))))
    juste = ((10_000, 1), (2_000, 1), (200, 1), (100, 1), (20, 2), (5, 1))
    remettre(ctx, Remise(GenreBordereau.ESPECES, (vu.reglement_id,), juste))
    sans_faute(maison)


def test_an_unpaid_cheque_opens_the_debt_again_even_once_remitted(maison: Maison) -> None:
    payer(maison, "cheque", 76_000)
    ctx = maison.ctx(Role.REGISSEUR)
    remettre(ctx, Remise(GenreBordereau.CHEQUES, (reglement(maison),)))
    assert bloc(maison).solde_centimes == 0
    with pytest.raises(RegleMetier, match="annulation_apres_remise"):
        defaire_reglement(ctx, reglement(maison), GenreReglement.ANNULATION, "Erreur")
    maison.horloge.instant += timedelta(days=20)
    ctx = maison.ctx(Role.REGISSEUR)
    defaire_reglement(ctx, reglement(maison), GenreReglement.IMPAYE, "Sans provision")
    vu = bloc(maison)
    assert (vu.solde_centimes, vu.lignes[0].libelle, vu.lignes[0].debit_centimes) == (76_000, "Impayé", 76_000)
    assert vu.lignes[0].le == ctx.aujourdhui()
    with maison.base.lire() as session:
        assert [x.reste_centimes for x in factures_ouvertes(session, maison.ids["Valmont"])] == [76_000]
    with pytest.raises(RegleMetier, match="reglement_deja_annule"):
        defaire_reglement(ctx, reglement(maison), GenreReglement.IMPAYE, "Encore")
    sans_faute(maison)


def test_an_advance_before_any_invoice(maison: Maison) -> None:
    autre = maison.foyer("Duhamel")
    payer(maison, "virement", 10_000, foyer_id=autre)
    [vu] = lire_compte(maison.ctx(), autre).blocs
    assert (vu.facture_centimes, vu.solde_centimes) == (0, -10_000)
    with maison.base.lire() as session:
        assert soldes(session) == {maison.ids["Valmont"]: 76_000, autre: -10_000}
    sans_faute(maison)


@pytest.mark.parametrize(
    ("code", "montants", "autres", "champ"),
    [
        ("especes", (0,), {}, "montant"),
        ("especes", (-5,), {}, "montant"),
        ("especes", (100, 100), {}, "montant"),
        ("especes", (10_000_001,), {}, "montant"),
        ("cheque", (), {}, "montant"),
        ("cheque", (100,), {"titres": (Titre(100, banque="B"),)}, "numero"),
        ("cheque", (100,), {"titres": (Titre(100, numero="1"),)}, "banque"),
        ("especes", (100,), {"parts": (Part(1, 101),)}, "parts"),
        ("especes", (100_000,), {"parts": (Part(1, 76_001),)}, "parts"),
        ("especes", (100,), {"parts": (Part(99, 50),)}, "parts"),
    ],
)
def test_each_field_says_what_is_wrong(
    maison: Maison, code: str, montants: tuple[int, ...], autres: dict[str, object], champ: str
) -> None:
    with pytest.raises(Invalide) as refus:
        payer(maison, code, *montants, **autres)
    assert refus.value.champ == champ
    assert bloc(maison).regle_centimes == 0


def test_a_day_to_come_and_a_mode_that_the_regie_may_not_cash(maison: Maison) -> None:
    with pytest.raises(Invalide, match="date_a_venir"):
        payer(maison, "especes", 100, encaisse_le=maison.ctx().aujourdhui() + timedelta(days=1))

    def oter(session: object) -> None:
        session.query(RegieMode).where(RegieMode.mode_id == mode(maison, "carte")).delete()  # type: ignore[attr-defined]

    maison.ecrire(oter)
    with pytest.raises(Invalide, match="mode_non_autorise"):
        payer(maison, "carte", 100)


def test_only_the_regisseur_cashes(maison: Maison) -> None:
    for role in (Role.SECRETARIAT, Role.DIRECTION, Role.ADMINISTRATION, Role.ENSEIGNANT):
        with pytest.raises(Refus):
            encaisser(maison.ctx(role), demande(maison, "especes", 100))


ACTES = st.lists(
    st.tuples(st.sampled_from(["payer", "cheques", "avoir", "defaire", "impaye", "remettre"]), st.integers(1, 90_000)),
    max_size=14,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actes=ACTES)
def test_what_is_owed_is_the_sum_of_what_was_done(
    tmp_path_factory: pytest.TempPathFactory, modele_sqlite: Path, actes: list[tuple[str, int]]
) -> None:
    """Σ debit − Σ credit = balance, whatever the order of operations; and the base checks itself."""
    from imuse_desk.models.moteur import lire_url

    dossier = tmp_path_factory.mktemp("actes")
    (dossier / "b.db").write_bytes(modele_sqlite.read_bytes())
    base = Base.ouvrir(lire_url(str(dossier / "b.db")))
    maison = facturee(base, dossier)
    attendu = 76_000
    ctx = maison.ctx(Role.REGISSEUR, Role.SECRETARIAT)
    for acte, nombre in actes:
        try:
            attendu += _jouer(maison, acte, nombre)
        except ErreurMetier:
            continue
    vu = bloc(maison)
    assert vu.solde_centimes == attendu
    assert sum(x.debit_centimes for x in vu.lignes) - sum(x.credit_centimes for x in vu.lignes) == attendu
    with base.lire() as session:
        assert soldes(session)[maison.ids["Valmont"]] == attendu
        assert verifier(session).fautes == []
    del ctx
    base.fermer()


def _jouer(maison: Maison, acte: str, nombre: int) -> int:
    """One operation; what it adds to the balance."""
    ctx = maison.ctx(Role.REGISSEUR, Role.SECRETARIAT)
    with maison.base.lire() as session:
        recus = session.execute(select(Reglement.id, Reglement.montant_centimes)).all()
        facture_id = session.execute(select(PieceEmise.id).where(PieceEmise.serie == Serie.FACTURE)).scalar_one()
    if acte == "payer":
        payer(maison, "especes", nombre)
        return -nombre
    if acte == "cheques":
        payer(maison, "cheque", nombre, nombre + 1)
        return -(2 * nombre + 1)
    if acte == "avoir":
        emettre_avoir(ctx, facture_id, "Essai", [LigneAvoir(1 + nombre % 2, nombre)])
        return -nombre
    if acte == "remettre":
        vus = lister_a_remettre(ctx, GenreBordereau.CHEQUES)
        remettre(ctx, Remise(GenreBordereau.CHEQUES, tuple(x.reglement_id for x in vus)))
        return 0
    ident, montant_centimes = recus[nombre % len(recus)] if recus else (0, 0)
    genre = GenreReglement.ANNULATION if acte == "defaire" else GenreReglement.IMPAYE
    defaire_reglement(ctx, ident, genre, "Essai")
    return montant_centimes
