"""A closing and a payment of its month at the same instant, on a server: each waits for the other."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.models import ActeRegie
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation import clotures, encaissement
from imuse_desk.services.facturation.actes import relire_acte
from imuse_desk.services.facturation.clotures import cloturer
from tests.fabriques import Maison
from tests.services.facturation.outils import facturee, payer, sans_faute
from tests.services.simultane import ensemble

MAI = date(2026, 5, 31)


@pytest.fixture
def maison(base_pg: Base, tmp_path: Path) -> Maison:
    """Billed in May; the month is over."""
    maison = facturee(base_pg, tmp_path)
    maison.horloge.instant += timedelta(days=20)
    return maison


def test_a_closing_waits_for_the_payment_that_came_first(maison: Maison, monkeypatch: pytest.MonkeyPatch) -> None:
    """The payment has seen the month open: what the closing seals holds it."""
    paiement, cloture = ensemble(
        monkeypatch, encaissement, "factures_ouvertes",
        lambda: payer(maison, "especes", 5_000, encaisse_le=MAI),
        lambda: cloturer(maison.ctx(Role.REGISSEUR), MAI),
    )  # fmt: skip
    assert (paiement.exception(), cloture.exception()) == (None, None)
    with maison.base.lire() as session:
        contenu = relire_acte(session.scalars(select(ActeRegie)).one())
    assert contenu["comptes"]["caisse"] == [5_000, 0]
    sans_faute(maison)


def test_a_payment_waits_for_the_closing_that_came_first(maison: Maison, monkeypatch: pytest.MonkeyPatch) -> None:
    cloture, paiement = ensemble(
        monkeypatch, clotures, "resumer",
        lambda: cloturer(maison.ctx(Role.REGISSEUR), MAI),
        lambda: payer(maison, "especes", 5_000, encaisse_le=MAI),
    )  # fmt: skip
    assert cloture.exception() is None
    erreur = paiement.exception()
    assert isinstance(erreur, RegleMetier)
    assert erreur.code == "mois_clos"
    sans_faute(maison)
