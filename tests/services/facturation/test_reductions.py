"""Reductions granted by hand: what they take off, never more than is owed, and who may grant them."""

from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import FormulaireInvalide, Introuvable, Refus
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.lot import apercu_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.rectification import lister_ecarts
from imuse_desk.services.facturation.reductions import Accorder, accorder, lire_reductions, retirer
from imuse_desk.services.lectures.facturation import lire_facturation
from tests.fabriques import Maison
from tests.services.facturation.outils import a_facturer, facturer


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """400 € for Lina, 360 € for Noé."""
    return a_facturer(base, tmp_path / "depot")


def demande(
    maison: Maison, genre: str, valeur: str, plafond: str = "", enfant: str = "", motif: str = "Aide"
) -> Accorder:
    eleve_id = maison.ids[enfant] if enfant else None
    return Accorder(maison.ids["Valmont"], maison.ids["source"], eleve_id, genre, valeur, plafond, motif)


def donner(maison: Maison, *quoi: str, **autres: str) -> int:
    return accorder(maison.ctx(Role.DIRECTION), demande(maison, *quoi, **autres)).resultat


def lignes(maison: Maison) -> list[tuple[str, int, str]]:
    vue = lire_facturation(maison.ctx(), maison.ids["Valmont"])
    registre = next(b for b in vue.blocs if b.annee_id == maison.ids["source"]).registre("cotisations")
    assert registre.total_centimes == sum(x.montant_centimes for x in registre.lignes)
    assert sum(e.montant_centimes for e in registre.echeances) == registre.total_centimes
    return [(x.libelle, x.montant_centimes, x.base.replace("\u00a0", " ")) for x in registre.lignes[2:]]


def total(maison: Maison) -> int:
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)
    return apercu_lot(maison.ctx(), appel).total_centimes


@pytest.mark.parametrize(
    ("accordees", "attendu"),
    [
        ([("pourcent", "50")], 38_000),
        ([("pourcent", "50", "100")], 66_000),
        ([("pourcent", "33", "", "Noé")], 76_000 - 11_880),
        ([("montant", "60,50")], 69_950),
        ([("montant", "5000")], 0),
        ([("pourcent", "100", "", "Lina"), ("montant", "1000")], 0),
        ([("montant", "1000", "", "Lina"), ("pourcent", "10")], 36_000 - 3_600),
    ],
)
def test_what_is_granted_is_taken_off(maison: Maison, accordees: list[tuple[str, ...]], attendu: int) -> None:
    for quoi in accordees:
        donner(maison, *quoi)
    assert 76_000 + sum(montant for _, montant, _ in lignes(maison)) == attendu
    if attendu:
        assert total(maison) == attendu


def test_the_line_says_the_decision_and_not_the_reason(maison: Maison) -> None:
    donner(maison, "pourcent", "50", "100", motif="Situation difficile")
    jour = maison.ctx().aujourdhui()
    [(libelle, montant, base)] = lignes(maison)
    assert (libelle, montant) == ("Réduction accordée", -10_000)
    assert base == f"50 % de 760,00 €, plafond 100,00 €, décision du {jour:%d/%m/%Y}"
    donner(maison, "pourcent", "100")
    assert lignes(maison)[1][0] == "Exonération"


def test_one_granted_after_the_invoice_is_a_rectification(maison: Maison) -> None:
    facturer(maison)
    donner(maison, "montant", "60")
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)
    [ecart] = lister_ecarts(maison.ctx(), appel).ecarts
    assert (ecart.facture_centimes, ecart.nouveau_centimes) == (76_000, 70_000)


def test_it_is_withdrawn_with_a_reason_and_once(maison: Maison) -> None:
    ctx, reduction_id = maison.ctx(Role.DIRECTION), donner(maison, "montant", "60", enfant="Noé")
    [vue] = lire_reductions(ctx, maison.ids["Valmont"]).accordees
    assert (vue.eleve, vue.valeur, vue.motif) == ("Noé", 6_000, "Aide")
    with pytest.raises(FormulaireInvalide):
        retirer(ctx, reduction_id, "  ")
    retirer(ctx, reduction_id, "Erreur de famille")
    assert lignes(maison) == []
    with pytest.raises(Introuvable):
        retirer(ctx, reduction_id, "Encore")


@pytest.mark.parametrize(
    ("genre", "valeur", "plafond", "motif", "champs"),
    [
        ("pourcent", "101", "", "Aide", {"valeur"}),
        ("pourcent", "", "", "Aide", {"valeur"}),
        ("montant", "-5", "", "Aide", {"valeur"}),
        ("montant", "0", "abc", "", {"valeur", "plafond", "motif"}),
    ],
)
def test_bad_input_names_its_fields(
    maison: Maison, genre: str, valeur: str, plafond: str, motif: str, champs: set[str]
) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        donner(maison, genre, valeur, plafond, motif=motif)
    assert {e.champ for e in refus.value.erreurs} == champs
    assert lignes(maison) == []


def test_the_direction_alone_grants(maison: Maison) -> None:
    for role in (Role.SECRETARIAT, Role.REGISSEUR):
        with pytest.raises(Refus):
            accorder(maison.ctx(role), demande(maison, "montant", "60"))
