"""Scenes of the desk's day: notepad, what waits, the dossiers opened lately, a second dossier beside."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.services.documents_dossier import ImporterDocuments, importer_documents
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.notes import EcrireNote, GenreSujet, SaisieNote, ecrire_note
from imuse_desk.services.reinscription.fiche import imprimer_fiche
from imuse_desk.services.taches import NoterTache, noter_tache
from imuse_desk.views.bureau.fenetre import FenetreATraiter
from imuse_desk.views.bureau.recents import FenetreRecents
from imuse_desk.views.common.onglet_dossier import OngletDossier
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import touche
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.fenetre_dossier import FenetreDossier
from imuse_desk.views.navigation import Onglet

NOTES = (
    SaisieNote("Gaucher\u00a0: prévoir un instrument adapté.", "note", est_epinglee=True, visibilite="tous"),
    SaisieNote("A appelé pour étaler le règlement en six fois. Réponse promise avant vendredi.", "appel"),
    SaisieNote("Venue au guichet avec l’avis d’imposition, original rendu.", "visite"),
    SaisieNote("Accord pour un second cursus, à revoir en juin.", "decision"),
)


def _noter(plateau: Plateau, sujet: GenreSujet, ident: int) -> None:
    ctx = plateau.contexte()
    for saisie in reversed(NOTES):
        ecrire_note(ctx, EcrireNote(sujet, ident, saisie))


def _rappeler(plateau: Plateau, foyer_id: int) -> None:
    ctx = plateau.contexte()
    jour = ctx.aujourdhui()
    eleve_id = ouvrir_famille(ctx, foyer_id).enfants[0].eleve_id
    for libelle, dans, sien in (
        ("Rappeler au sujet de l’échéancier", 0, True),
        ("Demander l’attestation d’assurance", 3, False),
        ("Vérifier le certificat médical de danse", 21, False),
    ):
        echeance = f"{jour + timedelta(days=dans):%d/%m/%Y}"
        cible = (foyer_id, None) if sien else (None, eleve_id)
        noter_tache(ctx, NoterTache(libelle, echeance, ctx.compte_id if sien else None, *cible))


def _famille(plateau: Plateau) -> int:
    """A family with notes and things to remember."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, 2, neuve=True)
    _noter(plateau, "foyer", foyer_id)
    _rappeler(plateau, foyer_id)
    ctx = plateau.contexte()
    papier = imprimer_fiche(ctx, plateau.dossier(foyer_id).dossier_id)[1]
    chemin = plateau.dossier_fichiers / "Certificat médical.pdf"
    chemin.write_bytes(papier)
    importer_documents(ctx, ImporterDocuments("foyer", foyer_id, (chemin,)))
    return foyer_id


def _sur_le_bloc_notes(plateau: Plateau, rang: Onglet) -> None:
    onglets = plateau.onglet(rang, OngletDossier).fiche.onglets
    onglets.setCurrentIndex(onglets.count() - 1)
    plateau.calme("le bloc-notes ne s’affiche pas")


def resume_note(plateau: Plateau) -> QWidget:
    """A pinned note over the counter summary."""
    return plateau.ouvrir("foyer", _famille(plateau), Onglet.FAMILLE)


def famille_bloc_notes(plateau: Plateau) -> QWidget:
    """The notepad of a family."""
    fenetre = plateau.ouvrir("foyer", _famille(plateau), Onglet.FAMILLE)
    plateau.onglet(Onglet.FAMILLE, OngletFamille).montrer_la_fiche()
    _sur_le_bloc_notes(plateau, Onglet.FAMILLE)
    return fenetre


def eleve_bloc_notes(plateau: Plateau) -> QWidget:
    """The notepad of a pupil."""
    foyer_id = _famille(plateau)
    eleve_id = ouvrir_famille(plateau.contexte(), foyer_id).enfants[0].eleve_id
    _noter(plateau, "eleve", eleve_id)
    fenetre = plateau.ouvrir("eleve", eleve_id, Onglet.ELEVE)
    _sur_le_bloc_notes(plateau, Onglet.ELEVE)
    return fenetre


def a_traiter(plateau: Plateau) -> QWidget:
    """What waits, day by day."""
    _famille(plateau)
    plateau.entrer().entete.a_traiter.click()
    return plateau.trouver(FenetreATraiter)


def recents(plateau: Plateau) -> QWidget:
    """The dossiers opened lately."""
    for foyer_id in list(plateau.familles())[:6]:
        plateau.ouvrir("foyer", foyer_id.id, Onglet.FAMILLE)
    touche(plateau.principale, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    return plateau.trouver(FenetreRecents)


def reinscriptions_a_valider(plateau: Plateau) -> QWidget:
    """The re-enrolments that wait to be validated, from the Accueil."""
    fenetre = plateau.entrer()
    plateau.onglet(Onglet.FAMILLE, OngletFamille).accueil.attente_demandee.emit("dossiers")
    plateau.calme("la liste ne se remplit pas")
    return fenetre


def dossier_a_cote(plateau: Plateau) -> QWidget:
    """A second dossier in a window beside."""
    plateau.ouvrir("foyer", _famille(plateau), Onglet.FAMILLE)
    plateau.principale.a_cote.click()
    return plateau.trouver(FenetreDossier)
