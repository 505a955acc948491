"""What a payment settles, invoice by invoice, and the cheques entered so far: two small tables of the counter entry."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.services.facturation.encaissement import Titre
from imuse_desk.services.facturation.imputations import FactureOuverte
from imuse_desk.views.common.boutons import Bouton, icone_seule
from imuse_desk.views.common.champs import EditeurMontant
from imuse_desk.views.common.textes import MontantTexte, TexteElide, texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.facturation.saisie_encaissement import mots_cheque

LARGEUR_PART = 96


class TableParts(QWidget):
    """``poser(open invoices)``, then ``montrer({invoice: cents})``; ``modifiee`` when the person types a part."""

    modifiee = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contenu")
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 4, 0, 0)
        colonne.setSpacing(4)
        self._corps = QVBoxLayout()
        colonne.addLayout(self._corps)
        self._erreur = texte("", "erreur", replie=True)
        self._erreur.hide()
        colonne.addWidget(self._erreur)
        self._grille: QWidget | None = None
        self._ouvertes: tuple[FactureOuverte, ...] = ()
        self.editeurs: dict[int, EditeurMontant] = {}

    def poser(self, ouvertes: Sequence[FactureOuverte]) -> None:
        """Show these invoices; nothing moves where they are those on show."""
        if tuple(ouvertes) == self._ouvertes and self._grille is not None:
            return
        self._ouvertes = tuple(ouvertes)
        if self._grille is not None:
            self._corps.removeWidget(self._grille)
            self._grille.hide()
            self._grille.deleteLater()
        self._grille = QWidget()
        self._grille.setObjectName("contenu")
        grille = QGridLayout(self._grille)
        grille.setContentsMargins(0, 0, 0, 0)
        grille.setHorizontalSpacing(8)
        grille.setVerticalSpacing(4)
        grille.setColumnStretch(0, 1)
        self.editeurs = {}
        for rang, mots in enumerate(("Affecter à", "Reste\u00a0€", "Affecté\u00a0€")):
            grille.addWidget(texte(mots, "entete_colonne"), 0, rang, _cote(rang))
        for rang, facture in enumerate(self._ouvertes, start=1):
            numero = texte(facture.affiche)
            numero.setToolTip(f"Facture du {date_fr(facture.emise_le)}")
            grille.addWidget(numero, rang, 0)
            grille.addWidget(MontantTexte(montant(facture.reste_centimes)), rang, 1)
            editeur = EditeurMontant()
            editeur.setAccessibleName(f"Part affectée à la facture {facture.affiche}")
            editeur.setFixedWidth(px(LARGEUR_PART))
            editeur.modifiee.connect(self.modifiee)
            grille.addWidget(editeur, rang, 2)
            self.editeurs[facture.facture_id] = editeur
        self._corps.addWidget(self._grille)
        self.setVisible(bool(self._ouvertes))

    def montrer(self, parts: dict[int, int]) -> None:
        """Write the parts, without a word to the screen."""
        for facture_id, editeur in self.editeurs.items():
            editeur.poser_valeur(parts.get(facture_id, 0))

    def lire(self) -> dict[int, int]:
        """The parts typed. Raises Invalide on one that cannot be read."""
        return {facture_id: editeur.valeur() or 0 for facture_id, editeur in self.editeurs.items()}

    def dire(self, phrase: str) -> None:
        """Say what is wrong under the parts; nothing hides it."""
        self._erreur.setText(phrase)
        self._erreur.setVisible(bool(phrase))
        for editeur in self.editeurs.values():
            marquer(editeur, "etat", "erreur" if phrase else "")

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid typing."""
        for editeur in self.editeurs.values():
            editeur.lecture_seule(est_lecture=est_lecture)


def _cote(rang: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if rang else Qt.AlignmentFlag.AlignLeft


class ListeCheques(QWidget):
    """Cheques given together and entered already; ``retire(rank)``."""

    retire = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contenu")
        self._grille = QGridLayout(self)
        self._grille.setContentsMargins(0, 0, 0, 0)
        self._grille.setVerticalSpacing(2)
        self._grille.setColumnStretch(0, 1)
        self.boutons: list[Bouton] = []
        self._mots: list[TexteElide] = []
        self._cheques: tuple[Titre, ...] = ()
        self.hide()

    @property
    def mots(self) -> list[str]:
        """What is shown."""
        return [etiquette.accessibleName() for etiquette in self._mots]

    def montrer(self, cheques: Sequence[Titre], *, est_lecture: bool) -> bool:
        """Replace the cheques shown; whether they are others."""
        for bouton in self.boutons:
            bouton.setEnabled(not est_lecture)
        if self._cheques == tuple(cheques):
            return False
        self._cheques = tuple(cheques)
        for widget in (*self._mots, *self.boutons):
            self._grille.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._mots, self.boutons = [], []
        for rang, titre in enumerate(cheques):
            etiquette = TexteElide("second")
            self._grille.addWidget(etiquette, rang, 0)
            etiquette.montrer(mots_cheque(titre))
            retirer = icone_seule("x", f"Retirer le chèque {titre.numero}")
            retirer.setProperty("rang", rang)
            retirer.setEnabled(not est_lecture)
            retirer.clicked.connect(self._retirer)
            self._grille.addWidget(retirer, rang, 1)
            self._mots.append(etiquette)
            self.boutons.append(retirer)
        self.setVisible(bool(cheques))
        return True

    @Slot()
    def _retirer(self) -> None:
        bouton = self.sender()
        if isinstance(bouton, Bouton):
            self.retire.emit(int(bouton.property("rang")))
