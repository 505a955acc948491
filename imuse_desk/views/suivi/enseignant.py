"""The courses of the week, a teacher's own or the site's, and the pupils of the one chosen."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from imuse_desk.domain.textes import plier
from imuse_desk.services.lectures.suivi import EleveDuCours, MesCours, MonCours
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.textes import texte
from imuse_desk.views.suivi.largeurs import partager_largeur
from imuse_desk.views.suivi.presentateur import (
    COLONNES_ENSEIGNANT,
    COLONNES_SES_ELEVES,
    COLONNES_SITE,
    cellules_cours_du_site,
    cellules_eleve,
    cellules_mon_cours,
    compte,
    sous_titre_cours,
)
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


class VueMesCours(QWidget):
    """``cours_choisi(creneau_id)`` asks for the pupils of a weekly time; ``montrer_eleves`` shows them."""

    cours_choisi = Signal(object)
    cours_ouvert = Signal(object)  # the weekly time to work on
    eleve_choisi = Signal(object)  # the pupil of the row chosen, None for none
    eleve_ouvert = Signal(object)

    def __init__(self, *, du_site: bool = False, parent: QWidget | None = None) -> None:
        """``du_site``: every course of the site, with its teachers, for the secretariat and the direction."""
        super().__init__(parent)
        self._du_site = du_site
        self._cours: dict[int, MonCours] = {}
        self._vise: int | None = None
        self.titre = texte("Cours du site" if du_site else "Mes cours", "titre")
        self.sous_titre = texte("", "libelle")
        self.compte = texte("", "second")
        self.carte_cours = Carte("Cours de la semaine", pleine_largeur=True)
        self.table = TableListe("Mes cours")
        self.modele = ModeleFixe(COLONNES_SITE if du_site else COLONNES_ENSEIGNANT, self)
        self.filtre = QLineEdit()
        self.filtre.setPlaceholderText("Filtrer\u00a0: cours, jour, salle, enseignant…")
        self.filtre.setAccessibleName("Filtrer les cours")
        self.ouvrir = primaire("&Ouvrir le cours", "arrow-right")
        self.eleves: tuple[EleveDuCours, ...] = ()
        self.carte_eleves = Carte("Élèves", pleine_largeur=True)
        self.detail = texte("", "second", replie=True)
        self.table_eleves = TableListe("Élèves du cours")
        self.modele_eleves = ModeleFixe(COLONNES_SES_ELEVES, self)
        self._composer()
        self.table.choix_change.connect(self._choisi)
        self.table.ouverte.connect(self.cours_ouvert)
        self.ouvrir.clicked.connect(self._ouvrir_choisi)
        self.filtre.textChanged.connect(self._remplir)
        self.table_eleves.choix_change.connect(self.eleve_choisi)
        self.table_eleves.ouverte.connect(self.eleve_ouvert)

    def poser_notes(self, notes: QWidget) -> None:
        """Take what is shown of the pupil chosen, under the pupils."""
        self._droite.addWidget(notes)

    def _composer(self) -> None:
        self.table.brancher(self.modele)
        partager_largeur(self.table, self.modele)
        self.table_eleves.brancher(self.modele_eleves)
        partager_largeur(self.table_eleves, self.modele_eleves)
        self.table_eleves.poser_vide(EtatVide("student", "Aucun élève", "Aucun élève n’est inscrit à cet horaire."))
        self.table.poser_vide(EtatVide("funnel-x", "Aucun cours ne correspond", "Effacez ou changez le filtre."))
        self.filtre.setVisible(self._du_site)
        self.carte_cours.outils.addWidget(self.compte)
        self.carte_cours.ajouter(self.table, 1)
        marge = QHBoxLayout()
        marge.setContentsMargins(16, 0, 16, 0)
        marge.addWidget(self.detail)
        self.carte_eleves.ajouter(marge)
        self.carte_eleves.ajouter(self.table_eleves, 1)
        entete = QHBoxLayout()
        entete.setSpacing(8)
        entete.addWidget(self.titre)
        entete.addWidget(self.sous_titre)
        entete.addStretch(1)
        entete.addWidget(self.filtre, 1)
        entete.addWidget(self.ouvrir)
        corps = QHBoxLayout()
        corps.setSpacing(16)
        corps.addWidget(self.carte_cours, 4 if self._du_site else 1)
        self._droite = QVBoxLayout()
        self._droite.setSpacing(12)
        self._droite.addWidget(self.carte_eleves, 1)
        corps.addLayout(self._droite, 3 if self._du_site else 1)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 12, 24, 12)
        colonne.setSpacing(12)
        colonne.addLayout(entete)
        colonne.addLayout(corps, 1)

    def montrer(self, mes_cours: MesCours) -> None:
        """Bind the week; the course chosen stays chosen where it is still there, else the first one is."""
        self._cours = {c.creneau_id: c for c in mes_cours.cours}
        self.sous_titre.setText(mes_cours.annee)
        self._remplir()

    @Slot()
    def _remplir(self) -> None:
        """The courses whose words hold each word typed."""
        garde = self.table.choisi()
        cherche = plier(self.filtre.text()).split()
        montres = [
            c for c in self._cours.values() if all(mot in plier(f"{c.cours} {sous_titre_cours(c)}") for mot in cherche)
        ]
        cellules = cellules_cours_du_site if self._du_site else cellules_mon_cours
        self.compte.setText(compte(len(montres), "cours", "cours"))
        self.modele.poser((c.creneau_id, cellules(c)) for c in montres)
        idents = [c.creneau_id for c in montres]
        choisi = garde if garde in idents else next(iter(idents), None)
        if choisi is not None:
            self.table.choisir(choisi)
        self.ouvrir.setEnabled(choisi is not None)
        self._choisi(choisi)

    @Slot()
    def _ouvrir_choisi(self) -> None:
        if self.cours_montre is not None:
            self.cours_ouvert.emit(self.cours_montre)

    def cours_de(self, creneau_id: int) -> MonCours | None:
        """One of the weekly times bound."""
        return self._cours.get(creneau_id)

    @property
    def cours_montre(self) -> int | None:
        """The weekly time whose pupils are shown."""
        choisi = self.table.choisi()
        return choisi if choisi in self._cours else None

    def viser(self, eleve_id: int) -> None:
        """The pupil to choose as soon as the pupils of his course are shown."""
        self._vise = eleve_id

    @Slot(object)
    def montrer_cours(self, creneau_id: int) -> None:
        """Choose one of the weekly times."""
        if self.table.choisir(creneau_id):
            self._choisi(creneau_id)

    def montrer_eleves(self, eleves: tuple[EleveDuCours, ...]) -> None:
        """Bind the pupils of the course chosen."""
        self.eleves = eleves
        self.modele_eleves.poser((e.eleve_id, cellules_eleve(e)) for e in eleves)
        if self._vise is not None and self.table_eleves.choisir(self._vise):
            self.table_eleves.setFocus(Qt.FocusReason.OtherFocusReason)
            self._vise = None

    @Slot(object)
    def _choisi(self, creneau_id: int | None) -> None:
        cours = self._cours.get(creneau_id) if creneau_id is not None else None
        self.carte_eleves.titre.setText(f"Élèves de {cours.cours}" if cours else "Élèves")
        self.detail.setText(sous_titre_cours(cours) if cours else "")
        self.modele_eleves.poser(())
        if cours is not None:
            self.cours_choisi.emit(cours.creneau_id)
