"""Another plan for an issued invoice: it sums to the total, keeps what is settled, and moves what is past due."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, RegleMetier
from imuse_desk.domain.pieces import Serie
from imuse_desk.models import PieceEmise
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.plans import (
    AccorderPlan,
    PartPlan,
    PlanVu,
    accorder_plan,
    imprimer_plan,
    lire_plan,
    parts_mensuelles,
)
from imuse_desk.services.relances.dus import lire_dus
from tests.fabriques import Maison
from tests.printing.exemples import normaliser, textes
from tests.services.facturation.outils import facturee, payer, sans_faute

VU = PlanVu(1, "26FC00001", 1, date(2026, 11, 29), 76_000, 76_000, 1, (), "")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return facturee(base, tmp_path)


def piece(maison: Maison) -> int:
    with maison.base.lire() as session:
        return session.scalars(select(PieceEmise.id).where(PieceEmise.serie == Serie.FACTURE)).one()


def du(maison: Maison, jour: date) -> int:
    """What is past due."""
    with maison.base.lire() as session:
        return sum(x.du_centimes for x in lire_dus(session, maison.ids["site"], jour))


def dans(maison: Maison, jours: int) -> str:
    return f"{maison.ctx().aujourdhui() + timedelta(days=jours):%d/%m/%Y}"


@given(st.integers(1, 500_000), st.integers(0, 499_999), st.integers(1, 12))
def test_parts_sum_to_the_total_whatever_is_settled(total: int, regle: int, nombre: int) -> None:
    vu = PlanVu(1, "F", 1, date(2026, 1, 31), total, max(total - regle, 1), 1, (), "")
    parts = parts_mensuelles(vu, nombre, date(2026, 12, 31))
    assert sum(p.montant_centimes for p in parts) == total
    jours = [p.le for p in parts if p.le is not None]
    assert jours == sorted(jours)


def test_the_remainder_is_on_the_first_part_and_months_keep_their_end() -> None:
    parts = parts_mensuelles(VU, 3, date(2027, 1, 31))
    assert parts == (
        PartPlan(date(2027, 1, 31), 25_334), PartPlan(date(2027, 2, 28), 25_333), PartPlan(date(2027, 3, 31), 25_333)
    )  # fmt: skip


def test_it_takes_the_place_of_the_one_before_and_nothing_is_past_due(maison: Maison) -> None:
    payer(maison, "especes", 10_000)
    ctx, avant = maison.ctx(), lire_plan(maison.ctx(), piece(maison))
    plus_tard = avant.emise_le + timedelta(days=1)
    assert du(maison, plus_tard) == 66_000
    accorder_plan(ctx, AccorderPlan(piece(maison), avant.numero, 4, dans(maison, 400), "Chômage", "virement"))
    vu = lire_plan(ctx, piece(maison))
    assert (vu.numero, vu.motif, len(vu.parts)) == (avant.numero + 1, "Chômage", 5)
    assert (vu.parts[0].montant_centimes, vu.reste_centimes) == (10_000, 66_000)
    assert du(maison, plus_tard) == 0
    nom, octets = imprimer_plan(ctx, piece(maison))
    mots = normaliser("\n".join(textes(octets)))
    assert nom == "echeancier_26FC00001.pdf"
    assert "Il reste 660,00 € à régler." in mots
    assert mots.count("165,00 €, virement") == 4
    sans_faute(maison)


@pytest.mark.parametrize(
    ("nombre", "jours", "motif", "champ"),
    [(0, 30, "Chômage", "nombre"), (13, 30, "Chômage", "nombre"), (3, -1, "Chômage", "premiere_le"),
     (3, 900, "Chômage", "premiere_le"), (3, 30, " ", "motif")],
)  # fmt: skip
def test_what_is_typed_is_checked(maison: Maison, nombre: int, jours: int, motif: str, champ: str) -> None:
    vu = lire_plan(maison.ctx(), piece(maison))
    with pytest.raises(FormulaireInvalide) as refus:
        accorder_plan(maison.ctx(), AccorderPlan(vu.piece_id, vu.numero, nombre, dans(maison, jours), motif))
    assert [e.champ for e in refus.value.erreurs] == [champ]
    assert lire_plan(maison.ctx(), vu.piece_id) == vu


def test_two_desks_and_a_settled_invoice(maison: Maison) -> None:
    ctx, ident = maison.ctx(), piece(maison)
    demande = AccorderPlan(ident, lire_plan(ctx, ident).numero, 2, dans(maison, 30), "Chômage")
    accorder_plan(ctx, demande)
    with pytest.raises(Conflit):
        accorder_plan(ctx, demande)
    payer(maison, "especes", 76_000)
    with pytest.raises(RegleMetier, match="facture_soldee"):
        accorder_plan(ctx, AccorderPlan(ident, demande.numero + 1, 2, dans(maison, 30), "Chômage"))
