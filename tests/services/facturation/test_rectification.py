"""A price that moved after the invoice: who is concerned, and what puts it right at once."""

import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.pieces import GenreReglement, Nature, Serie
from imuse_desk.domain.roles import Role
from imuse_desk.models import EcheancePiece, PieceEmise, PlanPiece
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.imputations import factures_ouvertes
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.rectification import (
    Ecart,
    Rectifier,
    lister_ecarts,
    plan_rectifie,
    rectifier,
    rectifier_toutes,
)
from imuse_desk.services.facturation.registres import EcheanceVue
from tests.fabriques import Maison
from tests.services.facturation.outils import a_facturer, facturee, facturer, payer, reglement, sans_faute
from tests.services.facturation.test_encaissement import bloc
from tests.services.lectures.outils import relever


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """A family billed 760 €, 300 € of which are paid; then its quotient falls from 2,500 € to 2,000 €."""
    maison = facturee(base, tmp_path)
    payer(maison, "cheque", 30_000)
    return maison


def appel(maison: Maison) -> Appel:
    return Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)


def ecarts(maison: Maison) -> tuple[Ecart, ...]:
    return lister_ecarts(maison.ctx(), appel(maison)).ecarts


def corriger(maison: Maison, nouveau: int, motif: str = "Quotient reçu en retard") -> dict[str, list[int]]:
    return rectifier(
        maison.ctx(), Rectifier(appel(maison), maison.ids["Valmont"], nouveau, motif)
    ).resultat  # fmt: skip


def test_the_families_concerned_are_listed_with_both_amounts(maison: Maison) -> None:
    assert ecarts(maison) == ()
    relever(maison, "Valmont", 200_000)
    [ecart] = ecarts(maison)
    assert (ecart.facture_centimes, ecart.nouveau_centimes, ecart.difference_centimes) == (76_000, 60_800, -15_200)
    assert (ecart.regle_centimes, ecart.exclusion) == (30_000, "")
    assert ecart.echeances[0].montant_centimes == 30_000
    assert sum(e.montant_centimes for e in ecart.echeances) == 60_800


def test_an_avoir_and_a_new_invoice_at_once(maison: Maison) -> None:
    relever(maison, "Valmont", 200_000)
    pieces = corriger(maison, 60_800)
    vu = bloc(maison)
    assert (vu.facture_centimes, vu.regle_centimes, vu.solde_centimes) == (60_800, 30_000, 30_800)
    with maison.base.lire() as session:
        [ouverte] = factures_ouvertes(session, maison.ids["Valmont"])
        assert (ouverte.facture_id, ouverte.reste_centimes) == (pieces["factures"][0], 30_800)
        avoir = session.get_one(PieceEmise, pieces["avoirs"][0])
        assert (avoir.total_centimes, avoir.motif) == (-76_000, "Quotient reçu en retard")
        contenu = relire(session.get_one(PieceEmise, pieces["factures"][0]))
        assert sum(e["montant"] for e in contenu["echeances"]) == 60_800
        parts = session.scalars(
            select(EcheancePiece.montant_centimes).join(PlanPiece).where(PlanPiece.piece_id == pieces["factures"][0])
        )
        assert sum(parts) == 60_800
    assert ecarts(maison) == ()
    with pytest.raises(RegleMetier, match="rien_a_rectifier"):
        corriger(maison, 60_800)
    sans_faute(maison)


def test_a_payment_that_bounces_afterwards_is_owed_on_the_new_invoice(maison: Maison) -> None:
    relever(maison, "Valmont", 200_000)
    pieces = corriger(maison, 60_800)
    defaire_reglement(maison.ctx(Role.REGISSEUR), reglement(maison), GenreReglement.IMPAYE, "Sans provision")
    with maison.base.lire() as session:
        [ouverte] = factures_ouvertes(session, maison.ids["Valmont"])
        assert (ouverte.facture_id, ouverte.reste_centimes) == (pieces["factures"][0], 60_800)
    assert bloc(maison).solde_centimes == 60_800
    sans_faute(maison)


def test_paid_more_than_the_new_price_is_in_the_familys_favour(maison: Maison) -> None:
    payer(maison, "especes", 46_000)
    relever(maison, "Valmont", 200_000)
    corriger(maison, 60_800)
    assert bloc(maison).solde_centimes == -15_200
    with maison.base.lire() as session:
        assert factures_ouvertes(session, maison.ids["Valmont"]) == []
    sans_faute(maison)


def test_what_was_not_shown_is_not_billed(maison: Maison) -> None:
    relever(maison, "Valmont", 200_000)
    with pytest.raises(RegleMetier, match="montant_change"):
        corriger(maison, 60_799)
    with pytest.raises(Invalide):
        corriger(maison, 60_800, "  ")
    with maison.base.lire() as session:
        requete = select(PieceEmise.serie).where(PieceEmise.serie != Serie.RECU)
        assert session.scalars(requete).all() == [Serie.FACTURE]
    sans_faute(maison)


def test_many_are_put_right_one_transaction_each(base: Base, tmp_path: Path) -> None:
    """A stop leaves whole households; the same act again does nothing twice, and what moved is left aside."""
    maison = a_facturer(base, tmp_path / "depot")

    def ajouter(m: Maison) -> None:
        m.foyer("Sorel", adultes=2, enfants_a_charge=1, a_imposition_commune=True)
        m.eleve("Paul", "Sorel", naissance=date(2013, 3, 12), rang=0, cours=("COR", "FM1.1", "ORC"))

    maison.d_un_coup(ajouter)
    relever(maison, "Sorel", 250_000)
    facturer(maison)
    relever(maison, "Valmont", 200_000)
    relever(maison, "Sorel", 200_000)
    commandes = [Rectifier(appel(maison), e.foyer_id, e.nouveau_centimes, "Retard") for e in ecarts(maison)]
    assert len(commandes) == 2
    clic = uuid.uuid4()

    def arreter(fait: int, _total: int) -> None:
        if fait == 1:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        rectifier_toutes(maison.ctx(), commandes, clic, arreter)
    assert [e.foyer_id for e in ecarts(maison)] == [commandes[1].foyer_id]
    fausse = replace(commandes[1], nouveau_centimes=1)
    bilan = rectifier_toutes(maison.ctx(), [commandes[0], fausse], clic)
    assert (bilan.faites, bilan.ecartees) == ((commandes[0].foyer_id,), ((fausse.foyer_id, "montant_change"),))
    assert rectifier_toutes(maison.ctx(), commandes, clic).faites == tuple(c.foyer_id for c in commandes)
    assert ecarts(maison) == ()
    sans_faute(maison)


PARTS = st.lists(st.dates(date(2025, 9, 1), date(2026, 8, 31)), max_size=12, unique=True)


@given(dates=PARTS, total=st.integers(0, 500_000), regle=st.integers(-1_000, 600_000))
def test_the_new_plan_sums_to_the_total(dates: list[date], total: int, regle: int) -> None:
    jour = date(2026, 2, 1)
    prevues = [EcheanceVue(r, le, False, 0) for r, le in enumerate(sorted(dates), start=1)]
    plan = plan_rectifie(prevues, total, regle, jour)
    assert sum(e.montant_centimes for e in plan) == total
    assert all(e.montant_centimes > 0 for e in plan)
    assert all(e.le is None or e.le >= jour for e in plan)
    assert [e.rang for e in plan] == list(range(1, len(plan) + 1))


def test_a_credit_note_granted_by_hand_is_not_asked_again_unseen(maison: Maison) -> None:
    """The price of the household did not move: what was granted would be billed again."""
    with maison.base.lire() as session:
        [ouverte] = factures_ouvertes(session, maison.ids["Valmont"])
    emettre_avoir(maison.ctx(), ouverte.facture_id, "Geste commercial", [LigneAvoir(1, 10_000)])
    [ecart] = ecarts(maison)
    assert (ecart.avoirs_centimes, ecart.difference_centimes) == (-10_000, 10_000)
    commande = Rectifier(appel(maison), ecart.foyer_id, ecart.nouveau_centimes, "Retard")
    with pytest.raises(RegleMetier, match="avoir_accorde"):
        rectifier(maison.ctx(), commande)
    bilan = rectifier_toutes(maison.ctx(), [commande], uuid.uuid4())
    assert (bilan.faites, bilan.ecartees) == ((), ((ecart.foyer_id, "avoir_accorde"),))
    rectifier(maison.ctx(), replace(commande, malgre_avoir=True))
    assert ecarts(maison) == ()
    sans_faute(maison)
