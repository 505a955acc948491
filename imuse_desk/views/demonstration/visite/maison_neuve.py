"""A house made from nothing: its first account, its offer, one family, the campaign, one re-enrolment deposited."""

from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from imuse_desk.domain.reinscription import DEPOSES
from imuse_desk.services.lectures.reinscription import lire_dossier
from imuse_desk.views.campagne.fenetre import FenetreCampagne
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.onglet_dossier import OngletDossier
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, taper, touche
from imuse_desk.views.demonstration.visite.recit import Etapes, Recit
from imuse_desk.views.eleve.changement import DialogueChangement
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.offre.duplication import DialogueDuplication
from imuse_desk.views.offre.fenetre import FenetreOffre
from imuse_desk.views.offre.horaire import DialogueHoraire
from imuse_desk.views.premier_demarrage import FenetrePremierDemarrage

IDENTIFIANT, MOT_DE_PASSE = "a.martin", "harpe-moulin-dune-77"
CTRL, MAJ = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DECLARATION = "Le reglement interieur et la grille tarifaire sont acceptes."


class MaisonNeuve(Recit):
    """Done means that the base holds the deposited re-enrolment of the first pupil."""

    def etapes(self) -> Etapes:
        """From the first start to the first deposit."""
        return (
            ("premier-demarrage", self.decrire_la_maison),
            ("etablissement-cree", self.creer_la_maison),
            ("maison-vide", self.entrer),
            ("cursus", self.creer_la_nomenclature),
            ("cours-et-horaire", self.creer_le_cours),
            ("offre-dupliquee", self.dupliquer),
            ("famille-neuve", self.creer_la_famille),
            ("eleve-neuf", self.creer_l_eleve),
            ("cours-ajoute", self.ajouter_le_cours),
            ("campagne-ouverte", self.ouvrir_la_campagne),
            ("pieces-demandees", self.remplir_les_pieces),
            ("declaration-publiee", self.publier_la_declaration),
            ("premiere-reinscription", self.reinscrire),
            ("premier-depot", self.deposer),
        )

    # ---- the house

    def decrire_la_maison(self) -> QWidget:
        """Name, site, first account."""
        self.programme.demarrer()
        fenetre = self.fenetre(FenetrePremierDemarrage, "le premier démarrage ne s’ouvre pas")
        self.remplir(fenetre.formulaire, nom="Conservatoire des Trois Rives")
        for nom, mots in (("Code du site 1", "RIV"), ("Nom du site 1", "Rives-sur-Aulne")):
            taper(next(w for w in fenetre.findChildren(QLineEdit) if w.accessibleName() == nom), mots)
        self.remplir(
            fenetre.formulaire, identifiant=IDENTIFIANT, nom_compte="Aline Martin", email="aline.martin@example.org",
            nouveau=MOT_DE_PASSE, encore=MOT_DE_PASSE,
        )  # fmt: skip
        return fenetre

    def creer_la_maison(self) -> QWidget:
        """Create it; the sign-in window follows."""
        fenetre = self.fenetre(FenetrePremierDemarrage, "le premier démarrage s’est fermé")
        cliquer(fenetre.valider)
        attendre(lambda: isinstance(self.programme.fenetre, FenetreConnexion), "l’établissement n’est pas créé", 60)
        return self.presenter(IDENTIFIANT, MOT_DE_PASSE)

    # ---- the offer

    def _page(self, fenetre: Any, nom: str) -> Any:
        page = fenetre.page(nom)
        self.calme(f"la page {nom} ne se lit pas")
        return page

    def creer_la_nomenclature(self) -> QWidget:
        """Cursus, discipline, room, teacher."""
        touche(self.principale, Qt.Key.Key_O, CTRL | MAJ)
        offre = self.fenetre(FenetreOffre, "l’offre ne s’ouvre pas")
        for nom, champs in (
            ("Disciplines", {"code": "COR", "libelle": "Cor"}),
            ("Salles", {"nom": "Ravel", "capacite": "30"}),
            ("Enseignants", {"nom": "Roussel", "prenom": "Denis"}),
            ("Cursus", {"code": "MUS", "libelle": "Musique"}),
        ):
            page = self._page(offre, nom)
            self.remplir(page.formulaire, **champs)
            cliquer(page.enregistrer)
            self.calme(f"{nom}\u00a0: rien ne s’enregistre")
            if page.modele.rowCount() != 1:
                raise SceneImpossible(f"{nom}\u00a0: la fiche n’est pas créée")
        return offre

    def creer_le_cours(self) -> QWidget:
        """A course of the year with its weekly time."""
        offre = self.fenetre(FenetreOffre, "l’offre s’est fermée")
        page = self._page(offre, "Cours")
        page.relire()
        self.calme("les cours ne se lisent pas")
        self.remplir(page.formulaire, libelle="Cor 1re annee", code="COR-1")
        self.choisir(page.formulaire.widget("cursus_id"), "Musique")
        self.choisir(page.formulaire.widget("discipline_id"), "Cor")
        cliquer(page.enregistrer)
        attendre(page.ajouter_horaire.isVisible, "le cours n’est pas créé")
        cliquer(page.ajouter_horaire)
        dialogue = self.fenetre(DialogueHoraire, "l’horaire ne se saisit pas")
        self.remplir(dialogue.formulaire, debut="17h30", capacite="12")
        self.choisir(dialogue.formulaire.widget("enseignants").findChildren(ListeChoix)[0], "Roussel")
        self.choisir(dialogue.formulaire.widget("salle_id"), "Ravel")
        cliquer(dialogue.enregistrer)
        attendre(lambda: page.modele_horaires.rowCount() == 1, "l’horaire n’est pas enregistré")
        return offre

    def dupliquer(self) -> QWidget:
        """Copy the offer to the next year."""
        offre = self.fenetre(FenetreOffre, "l’offre s’est fermée")
        cliquer(offre.dupliquer)
        dialogue = self.fenetre(DialogueDuplication, "la copie ne se propose pas")
        attendre(dialogue.dupliquer.isEnabled, "rien à copier")
        cliquer(dialogue.dupliquer)
        attendre(lambda: "Offre dupliquée" in offre.barre.phrase, "l’offre n’est pas dupliquée")
        self.calme("l’offre ne se relit pas")
        return offre

    # ---- a family, a pupil, his course

    def _dossier(self, onglet: Onglet) -> OngletDossier:
        page = self.principale.pages[onglet]
        if not isinstance(page, OngletDossier):
            raise SceneImpossible("l’onglet manque")
        return page

    def creer_la_famille(self) -> QWidget:
        """Ctrl+1, Ctrl+N, the mother and the address."""
        self.fenetre(FenetreOffre, "l’offre s’est fermée").close()
        touche(self.revenir(), Qt.Key.Key_1, CTRL)
        touche(self.principale, Qt.Key.Key_N, CTRL)
        page = self._dossier(Onglet.FAMILLE)
        self.calme("la fiche ne s’ouvre pas")
        self.remplir(
            page.fiche.form, nom="Valmont", prenom="Camille", foyer_numero="7", foyer_voie="rue des Aubepines",
            foyer_cp="54999", foyer_ville="Rives-sur-Aulne", mobile="06 39 98 12 34",
        )  # fmt: skip
        cliquer(page.fiche.enregistrer)
        self.calme("la famille ne s’enregistre pas")
        attendre(lambda: page.edition.ident is not None, "la famille n’est pas créée")
        return self.principale

    def creer_l_eleve(self) -> QWidget:
        """Ctrl+2, Ctrl+N, the child."""
        touche(self.principale, Qt.Key.Key_2, CTRL)
        self.calme("l’onglet Élève ne vient pas")
        touche(self.principale, Qt.Key.Key_N, CTRL)
        page = self._dossier(Onglet.ELEVE)
        self.calme("la fiche de l’élève ne s’ouvre pas")
        self.remplir(page.fiche.form, prenom="Lina", naissance="12/03/2014")
        cliquer(page.fiche.enregistrer)
        self.calme("l’élève ne s’enregistre pas")
        attendre(lambda: page.edition.ident is not None, "l’élève n’est pas créé")
        return self.principale

    def ajouter_le_cours(self) -> QWidget:
        """Élève › Cours, the course of the year."""
        page = self.principale.pages[Onglet.ELEVE]
        if not isinstance(page, OngletEleve):
            raise SceneImpossible("l’onglet Élève manque")
        page.fiche.onglets.setCurrentIndex(1)
        cours = page.fiche.page_cours
        attendre(cours.ajouter.isVisible, "aucun cours ne peut être ajouté")
        cliquer(cours.ajouter)
        dialogue = self.fenetre(DialogueChangement, "le cours ne se choisit pas")
        self.choisir(dialogue.formulaire.widget("cours_id"), "Cor")
        self.calme("les horaires ne se lisent pas")
        self.choisir(dialogue.formulaire.widget("creneau_id"), "17:30")
        cliquer(dialogue.enregistrer)
        attendre(lambda: cours.modele.rowCount() == 1, "le cours n’est pas ajouté")
        self.calme("la fiche ne se relit pas")
        return self.principale

    # ---- the campaign

    def ouvrir_la_campagne(self) -> QWidget:
        """Its dates: since yesterday, for a month."""
        touche(self.revenir(), Qt.Key.Key_A, CTRL | MAJ)
        fenetre = self.fenetre(FenetreCampagne, "la campagne ne s’ouvre pas")
        page = self._page(fenetre, "Dates")
        jour = datetime.now(UTC).date()
        self.choisir(page.annee, "-")
        self.remplir(
            page.formulaire, du_le=f"{jour - timedelta(days=1):%d/%m/%Y}",
            au_le=f"{jour + timedelta(days=30):%d/%m/%Y}", pieces_jusqu_au=f"{jour + timedelta(days=40):%d/%m/%Y}",
        )  # fmt: skip
        cliquer(page.enregistrer)
        attendre(lambda: page.campagne is not None, "la campagne n’est pas ouverte")
        return fenetre

    def remplir_les_pieces(self) -> QWidget:
        """The usual table."""
        fenetre = self.fenetre(FenetreCampagne, "la campagne s’est fermée")
        page = self._page(fenetre, "Pièces à fournir")
        cliquer(page.remplir)
        attendre(lambda: page.modele.rowCount() > 1, "la table des pièces reste vide")
        return fenetre

    def publier_la_declaration(self) -> QWidget:
        """The text that the family accepts."""
        fenetre = self.fenetre(FenetreCampagne, "la campagne s’est fermée")
        page = self._page(fenetre, "Déclaration")
        taper(page.formulaire.widget("texte"), DECLARATION)
        cliquer(page.publier)
        attendre(lambda: page.modele.rowCount() == 1, "la déclaration n’est pas publiée")
        return fenetre

    # ---- the re-enrolment

    def reinscrire(self) -> QWidget:
        """Ctrl+3: tick the course, choose its time, accept the declaration."""
        self.fenetre(FenetreCampagne, "la campagne s’est fermée").close()
        touche(self.revenir(), Qt.Key.Key_3, CTRL)
        self.onglet.relire()
        attendre(lambda: self.onglet.dossier is not None, "la famille n’est pas dans la campagne")
        self.tout_demander()
        case = self.onglet.declaration.case
        case.setFocus()
        touche(case, Qt.Key.Key_Space)
        return self.principale

    def deposer(self) -> QWidget:
        """Valider."""
        cliquer(self.onglet.valider)
        self.calme("le dépôt ne finit pas")
        return self.principale

    def verifier(self) -> None:
        """The answer is deposited in the base."""
        dossier = self.onglet.dossier
        relu = lire_dossier(self.onglet.contexte, foyer_id=dossier.foyer_id) if dossier is not None else None
        if relu is None or not relu.numero or any(e.etat not in DEPOSES for e in relu.enfants):
            raise SceneImpossible(f"la première réinscription n’est pas déposée\u00a0: {self.onglet.bandeau.phrase}")
