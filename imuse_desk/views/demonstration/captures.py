"""Photograph every screen and paper, light and dark, so that all of them can be looked at side by side.

A screen more is one line of ``SCENES``. Every picture is 1366×768: a smaller window stands in the middle, over the main
window where it belongs to it. The pages of a paper are added as they print.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.documents.client import Lecteur
from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.theme import Choix, appliquer_theme, couleur
from imuse_desk.views.demonstration import (
    scenes_absences,
    scenes_bannette,
    scenes_bureau,
    scenes_campagne,
    scenes_confiance,
    scenes_conservation,
    scenes_courriers,
    scenes_cours,
    scenes_dossiers,
    scenes_etablissement,
    scenes_facturation,
    scenes_listes,
    scenes_locations,
    scenes_offre,
    scenes_papiers,
    scenes_papiers_regie,
    scenes_portes,
    scenes_regie,
    scenes_registres,
    scenes_resume,
    scenes_suivi,
    scenes_verification,
)
from imuse_desk.views.demonstration.plateau import FAMILLES, Plateau
from imuse_desk.views.demonstration.scene import (
    HAUTEUR,
    LARGEUR,
    Fabrique,
    SceneImpossible,
    donnees_temporaires,
    sans_ecran,
)

THEMES: tuple[Choix, ...] = ("clair", "sombre")
LARGEUR_PAGE = 1240  # A4 at 150 points an inch
REPOS_MS = 60  # layouts settle
VOILE = 110  # alpha of the ground laid over the window behind a dialog


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture's name, and the function that brings the screen to its state and returns it, shown."""

    nom: str
    preparer: Callable[[Plateau], QWidget]


SCENES: tuple[Scene, ...] = (
    Scene("connexion", scenes_portes.connexion),
    Scene("connexion-refusee", scenes_portes.connexion_refusee),
    Scene("mot-de-passe-perdu", scenes_portes.mot_de_passe_perdu),
    Scene("mot-de-passe-perdu-code", scenes_portes.mot_de_passe_perdu_code),
    Scene("premier-demarrage", scenes_portes.premier_demarrage),
    Scene("premier-demarrage-erreurs", scenes_portes.premier_demarrage_erreurs),
    Scene("erreur-demarrage", scenes_portes.erreur_demarrage),
    Scene("incident", scenes_portes.incident),
    Scene("accueil", scenes_dossiers.accueil),
    Scene("recherche", scenes_dossiers.recherche),
    Scene("liste-vide", scenes_dossiers.liste_vide),
    Scene("resume", scenes_resume.resume),
    Scene("resume-calme", scenes_resume.resume_calme),
    Scene("resume-depose", scenes_resume.resume_depose),
    Scene("resume-vide", scenes_resume.resume_vide),
    Scene("resume-archive", scenes_resume.resume_archive),
    Scene("resume-noms-longs", scenes_resume.resume_noms_longs),
    Scene("resume-sans-revenus", scenes_resume.resume_sans_revenus),
    Scene("famille", scenes_dossiers.famille),
    Scene("famille-eleves", scenes_dossiers.famille_eleves),
    Scene("famille-noms-longs", scenes_dossiers.famille_noms_longs),
    Scene("famille-erreurs", scenes_dossiers.famille_erreurs),
    Scene("famille-brouillon", scenes_dossiers.famille_brouillon),
    Scene("famille-conflit", scenes_dossiers.famille_conflit),
    Scene("eleve", scenes_dossiers.eleve),
    Scene("eleve-cours", scenes_dossiers.eleve_cours),
    Scene("eleve-historique", scenes_dossiers.eleve_historique),
    Scene("eleve-deux-foyers", scenes_dossiers.eleve_deux_foyers),
    Scene("eleve-noms-longs", scenes_dossiers.eleve_noms_longs),
    Scene("reinscription-sans-reponse", scenes_dossiers.reinscription_sans_reponse),
    Scene("reinscription-en-saisie", scenes_dossiers.reinscription_en_saisie),
    Scene("reinscription-complets", scenes_dossiers.reinscription_complets),
    Scene("reinscription-incomplete", scenes_dossiers.reinscription_incomplete),
    Scene("reinscription-a-verifier", scenes_dossiers.reinscription_a_verifier),
    Scene("reinscription-deposee", scenes_dossiers.reinscription_deposee),
    Scene("reinscription-validee", scenes_dossiers.reinscription_validee),
    Scene("reinscription-refus", scenes_dossiers.reinscription_refus),
    Scene("reinscription-deux-foyers", scenes_dossiers.reinscription_deux_foyers),
    Scene("reinscription-autre-site", scenes_dossiers.reinscription_autre_site),
    Scene("bannette", scenes_bannette.bannette),
    Scene("bannette-perdue", scenes_bannette.bannette_perdue),
    Scene("assemblage", scenes_bannette.assemblage),
    Scene("reinscription-noms-longs", scenes_dossiers.reinscription_noms_longs),
    Scene("demande-conge", scenes_dossiers.demande_conge),
    Scene("demande-quotient", scenes_dossiers.demande_quotient),
    Scene("piece", scenes_dossiers.piece),
    Scene("piece-active", scenes_dossiers.piece_active),
    Scene("piece-refusee", scenes_dossiers.piece_refusee),
    Scene("facturation", scenes_dossiers.facturation),
    Scene("suivi", scenes_dossiers.suivi),
    Scene("cours-du-site", scenes_suivi.cours_du_site),
    Scene("cours-ouvert", scenes_suivi.cours_ouvert),
    Scene("appel", scenes_suivi.appel),
    Scene("appel-photos", scenes_suivi.appel_photos),
    Scene("feuille-du-mois", scenes_suivi.feuille_du_mois),
    Scene("absences-cours", scenes_absences.du_cours),
    Scene("absences-courriers", scenes_absences.courriers),
    Scene("absences-ecoles", scenes_absences.ecoles),
    Scene("absences-enseignants", scenes_absences.enseignants),
    Scene("absences-echelle", scenes_absences.echelle),
    Scene("notes", scenes_suivi.notes),
    Scene("evaluations-eleve", scenes_suivi.evaluations_eleve),
    Scene("bulletins", scenes_suivi.bulletins),
    Scene("bulletins-vides", scenes_suivi.bulletins_vides),
    Scene("relecture", scenes_suivi.relecture),
    Scene("reglages-evaluations", scenes_suivi.reglages_evaluations),
    Scene("enseignant", scenes_dossiers.enseignant),
    Scene("simulateur", scenes_portes.simulateur),
    Scene("grilles", scenes_portes.grilles),
    Scene("grilles-correspondances", scenes_portes.grilles_correspondances),
    Scene("utilisateurs", scenes_portes.utilisateurs),
    Scene("utilisateurs-nouveau", scenes_portes.utilisateurs_nouveau),
    Scene("mot-de-passe", scenes_portes.mot_de_passe),
    Scene("courriel", scenes_portes.courriel),
    Scene("confiance-vide", scenes_confiance.confiance_vide),
    Scene("confiance", scenes_confiance.confiance),
    Scene("confiance-emetteurs", scenes_confiance.confiance_emetteurs),
    Scene("confiance-import", scenes_confiance.confiance_import),
    Scene("verification-ecart", scenes_verification.ecart),
    Scene("verification-refus", scenes_verification.refus),
    Scene("verification", scenes_verification.propre),
    Scene("verification-a-lire", scenes_verification.a_lire),
    Scene("etablissement", scenes_etablissement.etablissement),
    Scene("etablissement-territoire", scenes_etablissement.etablissement_territoire),
    Scene("etablissement-documents", scenes_etablissement.etablissement_documents),
    Scene("etablissement-modeles", scenes_etablissement.etablissement_modeles),
    Scene("etablissement-modeles-faute", scenes_etablissement.etablissement_modeles_faute),
    Scene("courriers-vide", scenes_courriers.courriers_vide),
    Scene("courriers-filtre", scenes_courriers.courriers_filtre),
    Scene("courriers", scenes_courriers.courriers),
    Scene("courriers-refus", scenes_courriers.courriers_refus),
    Scene("courriers-noms-longs", scenes_courriers.courriers_noms_longs),
    Scene("famille-courriers", scenes_courriers.famille_courriers),
    Scene("famille-courriers-vide", scenes_courriers.famille_courriers_vide),
    Scene("famille-courriers-noms-longs", scenes_courriers.famille_courriers_noms_longs),
    Scene("resume-note", scenes_bureau.resume_note),
    Scene("famille-bloc-notes", scenes_bureau.famille_bloc_notes),
    Scene("eleve-bloc-notes", scenes_bureau.eleve_bloc_notes),
    Scene("a-traiter", scenes_bureau.a_traiter),
    Scene("recents", scenes_bureau.recents),
    Scene("reinscriptions-a-valider", scenes_bureau.reinscriptions_a_valider),
    Scene("dossier-a-cote", scenes_bureau.dossier_a_cote),
    Scene("liste-selection", scenes_listes.selection),
    Scene("liste-groupee", scenes_listes.groupee),
    Scene("liste-colonnes", scenes_listes.colonnes),
    Scene("liste-ecrire", scenes_listes.ecrire),
    Scene("liste-ecrire-etiquettes", scenes_listes.etiquettes),
    Scene("liste-imprimee", scenes_listes.imprimee),
    Scene("offre-cours", scenes_offre.cours),
    Scene("offre-passages", scenes_offre.passages),
    Scene("offre-chevauchements", scenes_offre.chevauchements),
    Scene("offre-vacances", scenes_offre.vacances),
    Scene("offre-duplication", scenes_offre.duplication),
    Scene("eleve-changement", scenes_offre.changement),
    Scene("carte-cours", scenes_cours.cours),
    Scene("carte-enseignant", scenes_cours.enseignant),
    Scene("carte-salle", scenes_cours.salle),
    Scene("campagne-suivi", scenes_campagne.suivi),
    Scene("campagne-suivi-pieces", scenes_campagne.suivi_pieces),
    Scene("campagne-relance", scenes_campagne.relance),
    Scene("campagne-demande-pieces", scenes_campagne.demande_pieces),
    Scene("campagne-fiches", scenes_campagne.fiches),
    Scene("campagne-cloture", scenes_campagne.cloture),
    Scene("campagne-dates", scenes_campagne.dates),
    Scene("campagne-pieces", scenes_campagne.pieces),
    Scene("campagne-motifs", scenes_campagne.motifs),
    Scene("campagne-regles", scenes_campagne.regles),
    Scene("campagne-declaration", scenes_campagne.declaration),
    Scene("regie-appel", scenes_regie.appel),
    Scene("regie-appel-confirmation", scenes_regie.appel_confirmation),
    Scene("regie-appel-arrete", scenes_regie.appel_arrete),
    Scene("regie-appel-emis", scenes_regie.appel_emis),
    Scene("regie-appel-exclusions", scenes_regie.appel_exclusions),
    Scene("regie-bordereaux", scenes_regie.bordereaux),
    Scene("regie-bordereaux-especes", scenes_regie.bordereaux_especes),
    Scene("regie-bordereaux-vide", scenes_regie.bordereaux_vide),
    Scene("regie-caisse", scenes_regie.caisse),
    Scene("regie-versement", scenes_regie.versement),
    Scene("regie-verifier", scenes_regie.verifier),
    Scene("regie-rectifications", scenes_registres.rectifications),
    Scene("facturation-regularisation", scenes_registres.regularisation),
    Scene("regie-rectification", scenes_registres.rectification),
    Scene("regie-relances", scenes_registres.relances),
    Scene("regie-niveaux", scenes_registres.niveaux),
    Scene("regie-payeurs", scenes_registres.payeurs),
    Scene("regie-reglements", scenes_registres.reglements),
    Scene("regie-soldes", scenes_registres.soldes),
    Scene("regie-ecritures", scenes_registres.ecritures),
    Scene("regie-regles", scenes_regie.regles),
    Scene("facturation-reductions", scenes_facturation.reductions),
    Scene("registre", scenes_facturation.registre),
    Scene("registre-sans-caisse", scenes_facturation.registre_sans_caisse),
    Scene("registre-soldee", scenes_facturation.registre_soldee),
    Scene("registre-noms-longs", scenes_facturation.registre_noms_longs),
    Scene("encaisser-cheque", scenes_facturation.encaisser_cheque),
    Scene("encaisser-especes", scenes_facturation.encaisser_especes),
    Scene("encaisser-erreurs", scenes_facturation.encaisser_erreurs),
    Scene("registre-avoir", scenes_facturation.avoir),
    Scene("registre-impaye", scenes_facturation.impaye),
    Scene("registre-papier-facture", scenes_facturation.papier_facture),
    Scene("registre-papier-recu", scenes_facturation.papier_recu),
    Scene("instruments", scenes_locations.parc),
    Scene("instruments-attente", scenes_locations.attente),
    Scene("conservation-echues", scenes_conservation.echues),
    Scene("conservation-bordereaux", scenes_conservation.bordereaux),
    Scene("papier-elimination", scenes_conservation.papier),
    Scene("raccourcis", scenes_portes.raccourcis),
    Scene("a-propos", scenes_portes.a_propos),
    Scene("licence", scenes_papiers.licence),
    Scene("composants", scenes_portes.composants),
    Scene("papier-fiche", scenes_papiers.fiche),
    Scene("papier-feuilles-de-route", scenes_papiers.feuilles_de_route),
    Scene("papier-accuse", scenes_papiers.accuse),
    Scene("papier-accuse-fratrie", scenes_papiers.accuse_fratrie),
    Scene("papier-accuse-noms-longs", scenes_papiers.accuse_noms_longs),
    Scene("papier-estimation", scenes_papiers.estimation),
    Scene("papier-lettre", scenes_papiers.lettre),
    Scene("papier-attestation", scenes_papiers.attestation),
    Scene("papier-emploi-du-temps", scenes_papiers.emploi_du_temps),
    Scene("papier-fiche-eleve", scenes_papiers.fiche_eleve),
    Scene("papier-etiquettes", scenes_papiers.etiquettes),
    Scene("papier-journee", scenes_papiers.journee),
    Scene("papier-liste-de-classe", scenes_papiers.liste_de_classe),
    *(Scene(f"papier-{nom}", scenes_papiers_regie.papier(nom)) for nom in scenes_papiers_regie.PAPIERS),
    Scene("papiers-etiquettes", scenes_papiers.dialogue_etiquettes),
)


def capturer(repertoire: Path, fabrique: Fabrique) -> int:
    """Photograph every scene; 0 when done, 1 with the scene that failed on the error output.

    Each theme has its own walk: a switch dresses every window again, which takes longer than making a scene.
    """
    sans_ecran()
    for theme in THEMES:
        with donnees_temporaires() as donnees:
            programme = fabrique(FAMILLES)
            plateau = Plateau.preparer(programme.executant, donnees)
            try:
                photographier_scenes(plateau, repertoire, theme)
            except SceneImpossible as echec:
                sys.stderr.write(f"captures interrompues\u00a0: {echec}\n")
                return 1
            finally:
                programme.fermer()
                plateau.fermer()
    return 0


def photographier_scenes(plateau: Plateau, repertoire: Path, theme: Choix, scenes: Sequence[Scene] = SCENES) -> None:
    """Write ``NNN_nom_theme.png`` of each scene, and the pages of papers. Raises SceneImpossible naming the scene."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("no application")
    appliquer_theme(application, theme)
    repertoire.mkdir(parents=True, exist_ok=True)
    rangs = {scene: rang for rang, scene in enumerate(SCENES, 1)}
    for scene in scenes:
        debut = repertoire / f"{rangs.get(scene, 0):03d}_{scene.nom}"
        try:
            _photographier(scene.preparer(plateau), debut, theme)
            plateau.ranger()
        except (SceneImpossible, ErreurMetier) as echec:
            raise SceneImpossible(f"{scene.nom}\u00a0: {echec}") from echec
        except Exception as echec:
            echec.add_note(f"scene {scene.nom}")
            raise


def _photographier(fenetre: QWidget, debut: Path, theme: Choix) -> None:
    QTest.qWait(REPOS_MS)
    _enregistrer(composer(fenetre).toImage(), f"{debut}_{theme}.png")
    if isinstance(fenetre, FenetrePapier) and theme == THEMES[0]:
        _rendre_pages(fenetre.chemin, debut)


def composer(fenetre: QWidget) -> QPixmap:
    """A window on a ground of the pictures' size: in the middle if smaller, over its main window if it has one."""
    toile = QPixmap(LARGEUR, HAUTEUR)
    toile.fill(couleur("canvas"))
    peintre = QPainter(toile)
    parent = fenetre.parentWidget()
    if parent is not None and parent.window().isVisible():
        peintre.drawPixmap(0, 0, parent.window().grab())
        voile = couleur("canvas")
        voile.setAlpha(VOILE)
        peintre.fillRect(toile.rect(), voile)
    image = fenetre.grab()
    cadre = QRect(QPoint(0, 0), image.deviceIndependentSize().toSize())
    cadre.moveCenter(toile.rect().center())
    peintre.drawPixmap(cadre.topLeft(), image)
    if cadre.width() < LARGEUR:
        peintre.setPen(couleur("border"))
        peintre.drawRect(cadre.adjusted(-1, -1, 0, 0))
    peintre.end()
    return toile


def _rendre_pages(chemin: Path, debut: Path) -> None:
    lecteur = Lecteur(chemin)
    try:
        for numero in range(1, lecteur.pages + 1):
            page = lecteur.rendre(numero, LARGEUR_PAGE)
            image = QImage(page.octets, page.width, page.height, page.stride, QImage.Format.Format_RGB888)
            _enregistrer(image, f"{debut}_page{numero}.png")
    finally:
        lecteur.close()


def _enregistrer(image: QImage, chemin: str) -> None:
    if not image.save(chemin):
        raise SceneImpossible(f"l’image {Path(chemin).name} n’a pas pu être écrite")
