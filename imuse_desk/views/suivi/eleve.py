"""A pupil's courses of the year: the table, and the pages of the course chosen (Suivi · Évaluations · Absence)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.services.lectures.suivi import CoursDuSuivi, SuiviEleve
from imuse_desk.views.common.boutons import discret, icone_seule, lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.defilement import zone_defilante
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.textes import poser_elide, texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.suivi.largeurs import partager_largeur
from imuse_desk.views.suivi.pages import Page, Pages
from imuse_desk.views.suivi.presentateur import COLONNES_ELEVE, ETATS, cellules_cours, compte, fiche_cours
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

LARGEUR_LIBELLE = 124


class FicheCours(Carte):
    """The card of a course: three columns of labels and words; built once, filled for each course."""

    def __init__(self) -> None:
        super().__init__("Cours")
        self.puce = Puce("", parent=self)
        self.outils.addWidget(self.puce)
        self._grille = QGridLayout()
        self._grille.setHorizontalSpacing(12)
        self._grille.setVerticalSpacing(8)
        for colonne in range(3):
            self._grille.setColumnMinimumWidth(2 * colonne, LARGEUR_LIBELLE)
            self._grille.setColumnStretch(2 * colonne + 1, 1)
        self._mots: dict[tuple[int, int], tuple[QLabel, QLabel]] = {}
        self.ajouter(self._grille)

    def montrer(self, cours: CoursDuSuivi) -> None:
        """Bind a course."""
        self.titre.setText(f"{cours.cours} · {cours.cursus}")
        self.setAccessibleName(f"Cours {cours.cours}")
        self.puce.montrer(*ETATS[cours.etat])
        for colonne, lignes in enumerate(fiche_cours(cours)):
            for rang, (libelle, mots) in enumerate(lignes):
                etiquette, valeur = self._paire(colonne, rang)
                etiquette.setText(libelle)
                valeur.setText(mots)
                valeur.setAccessibleName(f"{libelle}\u00a0: {mots}")

    def _paire(self, colonne: int, rang: int) -> tuple[QLabel, QLabel]:
        if (colonne, rang) not in self._mots:
            paire = texte("", "libelle"), texte("", replie=True)
            haut = Qt.AlignmentFlag.AlignTop
            self._grille.addWidget(paire[0], rang, 2 * colonne, haut)
            self._grille.addWidget(paire[1], rang, 2 * colonne + 1, haut)
            self._mots[colonne, rang] = paire
        return self._mots[colonne, rang]

    def valeur(self, libelle: str) -> str:
        """The words beside a label."""
        return next(v.text() for e, v in self._mots.values() if e.text() == libelle)


class VueSuiviEleve(QWidget):
    """``enfant_demande(eleve_id)`` from the arrows, ``famille_demandee`` and ``retour_demande`` from their buttons."""

    enfant_demande = Signal(object)
    famille_demandee = Signal()
    retour_demande = Signal()

    def __init__(
        self, pages: Sequence[Page[CoursDuSuivi]] = (), dessous: Page[CoursDuSuivi] | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """``pages``: what follows the card of a course, each under a sub-tab; ``dessous`` stands under that card."""
        super().__init__(parent)
        self._suivi: SuiviEleve | None = None
        self._eleves: Sequence[tuple[int, str]] = ()
        self.retour = discret("Élèves du cours", "caret-left")
        self.titre = texte("", "titre")
        self.sous_titre = texte("", "libelle")
        self.famille = lien("")
        self.precedent = icone_seule("caret-left", "Élève précédent", "Alt+Up")
        self.suivant = icone_seule("caret-right", "Élève suivant", "Alt+Down")
        self.rang = texte("", "libelle")
        self.compte = texte("", "second")
        self.carte = Carte("Cours suivis", pleine_largeur=True)
        self.table = TableListe("Cours suivis")
        self.modele = ModeleFixe(COLONNES_ELEVE, self)
        self.fiche = FicheCours()
        fiche = QWidget()
        colonne = QVBoxLayout(fiche)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        colonne.addWidget(self.fiche)
        self._dessous = dessous
        if dessous is not None:
            colonne.addWidget(dessous.widget)
        colonne.addStretch(1)
        entrer = dessous.entrer if dessous is not None else None
        self.pages = Pages("Suivi de l’élève", (Page("Suivi", fiche, self._ouvrir_fiche, entrer), *pages))
        self.vide = EtatVide("music-notes", "Aucun cours suivi", "")
        self._composer()
        self.precedent.clicked.connect(self._vers_precedent)
        self.suivant.clicked.connect(self._vers_suivant)
        self.famille.clicked.connect(self.famille_demandee)
        self.retour.clicked.connect(self.retour_demande)
        self.table.choix_change.connect(self._montrer_cours)

    def _composer(self) -> None:
        entete = QHBoxLayout()
        entete.setSpacing(8)
        for widget in (self.retour, self.titre, self.sous_titre, self.famille):
            entete.addWidget(widget)
        entete.addStretch(1)
        for widget in (self.precedent, self.rang, self.suivant):
            entete.addWidget(widget)
        self.carte.outils.addWidget(self.compte)
        self.table.brancher(self.modele)
        partager_largeur(self.table, self.modele)
        self.carte.ajouter(self.table)
        contenu = QWidget()
        corps = QVBoxLayout(contenu)
        corps.setContentsMargins(0, 0, 0, 0)
        corps.setSpacing(12)
        corps.addWidget(self.carte)
        corps.addWidget(self.pages, 1)
        corps.addWidget(self.vide)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 8, 24, 12)
        colonne.setSpacing(8)
        self.precedent.setMinimumHeight(px(30))
        colonne.addLayout(entete)
        colonne.addWidget(zone_defilante(contenu), 1)

    def montrer(
        self, suivi: SuiviEleve, eleves: Sequence[tuple[int, str]], famille: str = "", cours_id: int | None = None
    ) -> None:
        """Bind a pupil's courses, among the pupils to go through; a teacher sees no family.

        ``cours_id`` is the course to choose; without it the one chosen stays, where it is still there.
        """
        autre_eleve = self._suivi is None or self._suivi.eleve_id != suivi.eleve_id
        garde = None if autre_eleve else self.table.choisi()
        if cours_id is not None:
            garde = next((c.inscription_id for c in suivi.cours if c.cours_id == cours_id), garde)
        self._suivi, self._eleves = suivi, eleves
        poser_elide(self.titre, f"{suivi.prenom} {suivi.nom}".strip(), 420)
        self.sous_titre.setText(f"Suivi {suivi.annee} · famille" if famille else f"Suivi {suivi.annee}")
        poser_elide(self.famille, famille, 260)
        self.famille.setAccessibleName(f"Ouvrir la famille {famille}")
        self.famille.setVisible(bool(famille))
        self.retour.setVisible(not famille)
        ids = [ident for ident, _ in self._eleves]
        rang = ids.index(suivi.eleve_id) if suivi.eleve_id in ids else 0
        self.rang.setText(f"{rang + 1} / {len(ids)}")
        for widget in (self.precedent, self.rang, self.suivant):
            widget.setVisible(len(ids) > 1)
        self.modele.poser((c.inscription_id, cellules_cours(c)) for c in suivi.cours)
        self.table.figer_hauteur()
        self.compte.setText(compte(len(suivi.cours), "cours", "cours"))
        self.carte.setVisible(bool(suivi.cours))
        self.vide.setVisible(not suivi.cours)
        self.vide.dire(
            "Aucun cours suivi",
            f"{suivi.prenom} ne suit aucun cours en {suivi.annee}. "
            "Choisissez une autre année en haut de la fenêtre, ou ouvrez sa réinscription (Ctrl+3).",
        )
        premier = suivi.cours[0].inscription_id if suivi.cours else None
        if garde is None or not self.table.choisir(garde):
            garde = premier
            if premier is not None:
                self.table.choisir(premier)
        self._montrer_cours(garde)

    def _ouvrir_fiche(self, cours: CoursDuSuivi) -> None:
        self.fiche.montrer(cours)
        if self._dessous is not None:
            self._dessous.ouvrir(cours)

    @Slot(object)
    def _montrer_cours(self, inscription_id: int | None) -> None:
        cours = (
            next((c for c in self._suivi.cours if c.inscription_id == inscription_id), None) if self._suivi else None
        )
        self.pages.setVisible(cours is not None)
        if cours is not None:
            self.pages.ouvrir(cours)

    @Slot()
    def _vers_precedent(self) -> None:
        self._aller(-1)

    @Slot()
    def _vers_suivant(self) -> None:
        self._aller(1)

    def _aller(self, pas: int) -> None:
        ids = [ident for ident, _ in self._eleves]
        if self._suivi is not None and self._suivi.eleve_id in ids:
            self.enfant_demande.emit(ids[(ids.index(self._suivi.eleve_id) + pas) % len(ids)])
