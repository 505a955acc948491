"""New pupils take the path of a re-enrolment, with dates of their own."""

from datetime import timedelta

import pypdfium2 as pdfium
import pytest

from imuse_desk.domain.erreurs import Introuvable, Refus, RegleMetier
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Campagne
from imuse_desk.services.reinscription import accuse
from imuse_desk.services.reinscription.nouvelles import InscrireNouvelEleve, inscrire_nouvel_eleve, lire_nouveaux
from imuse_desk.services.reinscription.saisie import (
    CoursEnPlus,
    LigneSaisie,
    SaisirReponse,
    ajouter_cours,
    lire_cours_ajoutables,
    saisir,
)
from imuse_desk.services.reinscription.valider import valider
from tests.fabriques import FERME, Maison
from tests.services.reinscription.outils import commande_valider, deposer, enfant, ouvrir


@pytest.fixture
def nouvelle(maison: Maison) -> Maison:
    """A family that follows nothing: Zoé alone."""
    maison.foyer("Perrin")
    maison.eleve("Zoé", "Perrin")
    return maison


def _inscrire(maison: Maison, prenom: str = "Zoé", foyer: str = "Perrin") -> None:
    inscrire_nouvel_eleve(maison.ctx(), InscrireNouvelEleve(maison.ids[foyer], maison.ids[prenom]))


def _demander(maison: Maison, foyer: str = "Perrin", prenom: str = "Zoé") -> None:
    vu = enfant(ouvrir(maison, foyer), prenom)
    assert vu.dossier_eleve_id is not None
    choisi = next(c for c in lire_cours_ajoutables(maison.ctx(), vu.dossier_eleve_id) if c.libelle == "FM1.2")
    version = ajouter_cours(
        maison.ctx(), CoursEnPlus(vu.dossier_eleve_id, vu.version, choisi.cours_id)
    ).resultat["version"]  # fmt: skip
    ligne = LigneSaisie(choisi.cours_id, est_demandee=True, creneau_id=choisi.creneaux[0].creneau_id)
    saisir(maison.ctx(), SaisirReponse(vu.dossier_eleve_id, version, (ligne,)))


def _dates(maison: Maison, ouvre: int, ferme: int) -> None:
    """New pupils from so many days after the campaign's end to so many."""

    def ecrire(session: object) -> None:
        campagne = session.get_one(Campagne, maison.ids["campagne"])  # type: ignore[attr-defined]
        campagne.nouvelles_ouvre_a = FERME + timedelta(days=ouvre)
        campagne.nouvelles_ferme_a = FERME + timedelta(days=ferme)

    maison.ecrire(ecrire)


def test_a_new_pupil_is_enrolled_to_the_acknowledgement(nouvelle: Maison) -> None:
    foyer_id = nouvelle.ids["Perrin"]
    with pytest.raises(RegleMetier, match="aucun_eleve_de_l_annee"):
        ouvrir(nouvelle, "Perrin")
    assert lire_nouveaux(nouvelle.ctx(), foyer_id) == ((nouvelle.ids["Zoé"], "Zoé"),)
    _inscrire(nouvelle)
    zoe = enfant(ouvrir(nouvelle, "Perrin"), "Zoé")
    assert (zoe.etat, zoe.est_nouveau, zoe.lignes, zoe.conditions) == (EtatDossier.EN_SAISIE, True, (), ())
    assert lire_nouveaux(nouvelle.ctx(), foyer_id) == ()
    _demander(nouvelle)
    depose = valider(nouvelle.ctx(), commande_valider(nouvelle, "Zoé", foyer="Perrin")).resultat
    assert depose.accuse_erreur == ""
    assert depose.accuse_id is not None
    _nom, octets = accuse.lire_papier(nouvelle.ctx(), depose.accuse_id)
    texte = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(octets))
    assert "Inscription 2026-2027" in texte
    assert "demande d’inscription" in texte
    assert "éinscription" not in texte


def test_a_new_sibling_joins_the_family_s_dossier(maison: Maison) -> None:
    maison.eleve("Zoé", "Valmont", rang=3)
    avant = ouvrir(maison)
    assert avant.nouveaux == ((maison.ids["Zoé"], "Zoé"),)
    _inscrire(maison, foyer="Valmont")
    apres = ouvrir(maison)
    assert apres.dossier_id == avant.dossier_id
    assert [(e.prenom, e.est_nouveau) for e in apres.enfants] == [("Lina", False), ("Noé", False), ("Zoé", True)]
    assert apres.nouveaux == ()


def test_new_pupils_have_dates_of_their_own(nouvelle: Maison) -> None:
    _dates(nouvelle, 2, 30)
    _inscrire(nouvelle)
    _demander(nouvelle)
    assert ouvrir(nouvelle, "Perrin").est_pas_ouverte
    with pytest.raises(RegleMetier, match="campagne_pas_ouverte"):
        valider(nouvelle.ctx(), commande_valider(nouvelle, "Zoé", foyer="Perrin"))
    nouvelle.horloge.instant = FERME + timedelta(days=3)
    assert not ouvrir(nouvelle, "Perrin").est_close
    assert ouvrir(nouvelle).est_close  # those who re-enrol had to answer before
    with pytest.raises(RegleMetier, match="campagne_close"):
        deposer(nouvelle, "Lina")
    assert valider(nouvelle.ctx(), commande_valider(nouvelle, "Zoé", foyer="Perrin")).resultat.numero
    nouvelle.horloge.instant = FERME + timedelta(days=31)
    assert enfant(ouvrir(nouvelle, "Perrin"), "Zoé").depose_a is not None


def test_nobody_enters_a_campaign_twice(nouvelle: Maison) -> None:
    _inscrire(nouvelle)
    with pytest.raises(RegleMetier, match="deja_dans_la_campagne"):
        _inscrire(nouvelle)
    ouvrir(nouvelle)
    with pytest.raises(RegleMetier, match="deja_dans_la_campagne"):
        _inscrire(nouvelle, "Lina", "Valmont")


def test_a_pupil_of_another_household_or_without_the_right_is_refused(nouvelle: Maison) -> None:
    with pytest.raises(Introuvable):
        _inscrire(nouvelle, "Zoé", "Valmont")
    with pytest.raises(Refus):
        inscrire_nouvel_eleve(
            nouvelle.ctx(Role.ENSEIGNANT), InscrireNouvelEleve(nouvelle.ids["Perrin"], nouvelle.ids["Zoé"])
        )


def test_a_child_of_two_households_answers_in_the_main_one(nouvelle: Maison) -> None:
    nouvelle.lier("Zoé", "Valmont", principal=False, part=50)
    _inscrire(nouvelle, "Zoé", "Valmont")
    assert enfant(ouvrir(nouvelle, "Perrin"), "Zoé").dossier_eleve_id is not None
    assert enfant(ouvrir(nouvelle), "Zoé").repond_ailleurs
