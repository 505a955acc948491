"""What fields propose: towns by postcode or name, schools, professions, from what the base holds."""

from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Refus
from imuse_desk.domain.roles import Role
from imuse_desk.models import CommuneTerritoire, Ecole, Eleve, Personne
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.propositions import proposer_ecoles, proposer_professions, proposer_villes
from tests.fabriques import MIDI, Maison


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    maison = Maison(base, tmp_path / "depot").batir()
    for nom in ("Valmont", "Perrin", "Roussel"):
        maison.foyer(nom)
    maison.foyer("Loin", cp="33000")
    maison.ajouter(
        CommuneTerritoire(
            site_id=maison.ids["site"], cp="54998", ville="Éloyes-sur-Rive", cle="eloyes sur rive", du_le=MIDI.date()
        )
    )  # fmt: skip
    for nom, cle in (("École Jules Verne", "ecole jules verne"), ("Collège Verlaine", "college verlaine")):
        maison.ajouter(Ecole(nom=nom, cle=cle, cp="54999", ville="Rives-sur-Aulne"))
    for rang, mots in enumerate(("Infirmière", "infirmière", "Ingénieur", "Infirmière", "")):
        maison.ajouter(Personne(nom=f"P{rang}", cle=f"p{rang}", profession=mots))
    return maison


def test_towns_by_postcode_and_by_name_without_accents(maison: Maison) -> None:
    ctx = maison.ctx()
    assert proposer_villes(ctx, "549") == (("54999", "Rives-sur-Aulne"), ("54998", "Éloyes-sur-Rive"))
    assert proposer_villes(ctx, "eloy") == (("54998", "Éloyes-sur-Rive"),)
    assert proposer_villes(ctx, "RIVES") == (("54999", "Rives-sur-Aulne"),)
    assert proposer_villes(ctx, "zzz") == ()


def test_schools_by_any_word(maison: Maison) -> None:
    assert proposer_ecoles(maison.ctx(), "ver jul") == (("École Jules Verne", "Rives-sur-Aulne"),)
    assert [nom for nom, _ in proposer_ecoles(maison.ctx(), "ver")] == ["Collège Verlaine", "École Jules Verne"]
    assert proposer_ecoles(maison.ctx(), "100%") == ()


def test_a_school_written_on_cards_is_proposed_after_those_of_the_list(maison: Maison) -> None:
    for rang, mots in enumerate(("Collège Verne", "Collège Verlaine", "Collège Verne", "École du Bois")):
        enfant = maison.ajouter(Personne(nom=f"E{rang}", cle=f"e{rang}"))
        maison.ajouter(Eleve(personne_id=enfant, etablissement_scolaire=mots))
    assert [nom for nom, _ in proposer_ecoles(maison.ctx(), "ver")] == [
        "Collège Verlaine",
        "École Jules Verne",
        "Collège Verne",
    ]
    assert proposer_ecoles(maison.ctx(), "ecole bois") == (("École du Bois", ""),)


def test_professions_the_most_used_first(maison: Maison) -> None:
    assert proposer_professions(maison.ctx(), "inf") == ("Infirmière", "infirmière")
    assert proposer_professions(maison.ctx(), "nieur") == ()


def test_a_teacher_is_told_nothing(maison: Maison) -> None:
    with pytest.raises(Refus):
        proposer_villes(maison.ctx(Role.ENSEIGNANT), "549")
