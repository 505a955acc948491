"""How each kind of row gets its weekly time, and what Valider asks for."""

import pytest

from imuse_desk.domain.enseignement import ModeAffectation, laisse_choisir
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.models import Cursus
from imuse_desk.services.lectures.vues_reinscription import LigneVue
from imuse_desk.services.reinscription.saisie import CoursEnPlus, LigneSaisie, SaisirReponse, ajouter_cours, saisir
from imuse_desk.services.reinscription.valider import valider
from tests.fabriques import Maison
from tests.services.reinscription.outils import cocher, commande_valider, deposer, enfant, ouvrir

M = ModeAffectation


@pytest.mark.parametrize(
    ("mode", "ha", "specialite", "attendu"),
    [
        (M.CHOISI, "", "musique", True),
        (M.CHOISI, "", "danse", True),
        (M.CHOISI, "CHAM", "musique", False),
        (M.SUIT_CURSUS, "", "musique", True),
        (M.SUIT_CURSUS, "", "theatre", True),
        (M.SUIT_CURSUS, "CHAM", "musique", False),
        (M.SUIT_CURSUS, "", "danse", False),
        (M.ATTRIBUE, "", "musique", False),
        (M.CLASSE_PARTENAIRE, "CHAM", "musique", False),
        (M.NIVEAU, "", "danse", False),
    ],
)
def test_who_picks_a_time(mode: ModeAffectation, ha: str, specialite: str, attendu: bool) -> None:
    assert laisse_choisir(mode, ha, specialite) is attendu


def _choeur(maison: Maison, *, ha: str = "", cursus: str = "MUS", places: int = 10, temps: int = 2) -> None:
    """A choir that follows the cursus, with several times next year; Lina sings in it."""
    for annee in ("source", "cible"):
        maison.cours("CHO", "CHO", annee=annee, cursus=cursus, mode=M.SUIT_CURSUS, ha=ha, libelle="Chœur")
    for jour, nom in ((5, "cho_ven"), (6, "cho_sam"))[:temps]:
        maison.creneau(nom, "cible:CHO", jour, "18:30", capacite=places)
    maison.inscrire("Lina", "CHO")


def _ligne(maison: Maison, cours: str) -> LigneVue:
    return next(x for x in enfant(ouvrir(maison), "Lina").lignes if x.cours == cours)


def _choisir(maison: Maison, code: str, creneau: str | None) -> None:
    vu = enfant(ouvrir(maison), "Lina")
    ligne = LigneSaisie(maison.ids[code], est_demandee=True, creneau_id=maison.ids[creneau] if creneau else None)
    saisir(maison.ctx(), SaisirReponse(vu.dossier_eleve_id or 0, vu.version, (ligne,)))


def test_a_follower_with_several_times_owes_a_choice(maison: Maison) -> None:
    _choeur(maison)
    cocher(maison, "Lina")
    ligne = _ligne(maison, "Chœur")
    assert (ligne.mention, ligne.suit_cursus, ligne.a_case) == ("choisir", True, False)
    assert ligne.doit_choisir
    with pytest.raises(RegleMetier) as refus:
        valider(maison.ctx(), commande_valider(maison, "Lina"))
    assert (refus.value.code, refus.value.params) == ("creneau_a_choisir", {"eleve": "Lina", "cours": "Chœur"})
    _choisir(maison, "cible:CHO", "cho_sam")
    valider(maison.ctx(), commande_valider(maison, "Lina"))
    assert _ligne(maison, "Chœur").creneau_id == maison.ids["cho_sam"]


def test_a_follower_not_asked_owes_nothing(maison: Maison) -> None:
    _choeur(maison)
    assert not _ligne(maison, "Chœur").doit_choisir


def test_a_partner_class_offers_no_time(maison: Maison) -> None:
    _choeur(maison, ha="CHAM")
    cocher(maison, "Lina")
    ligne = _ligne(maison, "Chœur")
    assert (ligne.mention, ligne.suit_cursus, ligne.creneaux) == ("classe_partenaire", True, ())
    assert not ligne.doit_choisir
    with pytest.raises(RegleMetier, match="creneau_sans_objet"):
        _choisir(maison, "cible:CHO", "cho_ven")
    valider(maison.ctx(), commande_valider(maison, "Lina"))


def test_a_follower_of_a_dance_cursus_goes_by_level(maison: Maison) -> None:
    maison.inscrire("Lina", "DCL1.1")
    _choeur(maison, cursus="DAN")
    _choisir(maison, "cible:DCL1.2", None)
    ligne = _ligne(maison, "Chœur")
    assert (ligne.mention, ligne.suit_cursus, ligne.est_demandee, ligne.creneaux) == ("niveau", True, True, ())


def test_a_follower_alone_in_its_cursus_has_a_tick(maison: Maison) -> None:
    maison.garder("PC", Cursus(code="PC", libelle="Pratiques collectives", specialite="musique"))
    _choeur(maison, cursus="PC")
    ligne = _ligne(maison, "Chœur")
    assert (ligne.suit_cursus, ligne.a_case, ligne.mention) == (False, True, "choisir")


def test_the_only_time_is_taken_by_itself(maison: Maison) -> None:
    _choeur(maison, temps=1, places=1)
    cocher(maison, "Lina")
    ligne = _ligne(maison, "Chœur")
    assert (ligne.creneau_id, ligne.doit_choisir) == (maison.ids["cho_ven"], False)
    deposer(maison, "Lina")
    maison.inscrire("Noé", "CHO")
    cocher(maison, "Noé", "fm_jeu")
    sien = next(x for x in enfant(ouvrir(maison), "Noé").lignes if x.cours == "Chœur")
    assert (sien.mention, sien.creneau_id, sien.doit_choisir) == ("plus_de_place", None, False)


def test_the_only_time_of_an_added_course_is_taken_too(maison: Maison) -> None:
    maison.cours("PC-JAZ", "JAZ", libelle="Big band")
    maison.creneau("big", "cible:PC-JAZ", 2, "19:00")
    vu = enfant(ouvrir(maison), "Lina")
    ajouter_cours(maison.ctx(), CoursEnPlus(vu.dossier_eleve_id or 0, vu.version, maison.ids["cible:PC-JAZ"]))
    assert _ligne(maison, "Big band").creneau_id == maison.ids["big"]
