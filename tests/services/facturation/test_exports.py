"""The sheets of the régie: they balance, and say what the ledgers say."""

import csv
from datetime import date
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Refus
from imuse_desk.domain.pieces import GenreBordereau, GenreReglement
from imuse_desk.domain.roles import Role
from imuse_desk.infra.fichiers_listes import ecrire_fichier
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.bordereaux import Remise, remettre
from imuse_desk.services.facturation.exports import (
    Periode,
    exporter_ecritures,
    exporter_reglements,
    exporter_soldes,
)
from imuse_desk.services.facturation.opposes import defaire_reglement
from tests.fabriques import Maison
from tests.services.facturation.outils import facturee, payer, reglement

TOUJOURS = Periode(date(2000, 1, 1), date(2100, 1, 1))


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """760 € billed; 300 € by cheque, remitted, then unpaid; 100 € in cash."""
    maison = facturee(base, tmp_path)
    payer(maison, "cheque", 30_000)
    ctx = maison.ctx(Role.REGISSEUR)
    remettre(ctx, Remise(GenreBordereau.CHEQUES, (reglement(maison),)))
    defaire_reglement(ctx, reglement(maison), GenreReglement.IMPAYE, "Sans provision")
    payer(maison, "especes", 10_000, payeur="=CSE du Val")
    return maison


def test_entries_balance_and_name_each_account(maison: Maison) -> None:
    feuille = exporter_ecritures(maison.ctx(), TOUJOURS)
    debits, credits_ = (
        sum(int(str(x[rang])) for x in feuille.sections[0].rangees if x[rang] is not None) for rang in (8, 9)
    )
    assert debits == credits_ == 76_000 + 30_000 + 30_000 + 30_000 + 10_000
    assert [x[3] for x in feuille.sections[0].rangees] == [
        "familles", "produits", "cheques", "familles", "depot_de_fonds", "cheques", "familles", "depot_de_fonds",
        "caisse", "familles",
    ]  # fmt: skip
    assert exporter_ecritures(maison.ctx(), Periode(date(2000, 1, 1), date(2000, 1, 2))).nombre == 0


def test_balances_and_payments(maison: Maison) -> None:
    [solde] = exporter_soldes(maison.ctx()).sections[0].rangees
    assert solde[1:] == ("Famille Valmont", "2025-2026", "Cotisations", 106_000, 40_000, 66_000)
    feuille = exporter_reglements(maison.ctx(), TOUJOURS)
    assert [(x[2], x[10], x[11]) for x in feuille.sections[0].rangees] == [
        ("Encaissement", f"{maison.ctx().aujourdhui():%y}BR00001", 30_000), ("Impayé", "", -30_000),
        ("Encaissement", "", 10_000),
    ]  # fmt: skip


def test_the_file_is_typed_and_runs_no_formula(maison: Maison, tmp_path: Path) -> None:
    fichier = tmp_path / "règlements.csv"
    ecrire_fichier(exporter_reglements(maison.ctx(), TOUJOURS), fichier, lambda _fait, _total: None)
    assert fichier.read_bytes().startswith(b"\xef\xbb\xbf")
    with fichier.open(encoding="utf-8-sig", newline="") as flux:
        lignes = list(csv.reader(flux, delimiter=";"))
    assert lignes[1][-1] == "300,00"
    assert lignes[2][-1] == "-300,00"
    assert "=CSE" in lignes[3][5]
    assert not lignes[3][5].startswith("=")


def test_who_may_take_them(maison: Maison) -> None:
    for role in (Role.ENSEIGNANT, Role.ADMINISTRATION):
        with pytest.raises(Refus):
            exporter_soldes(maison.ctx(role))
