"""The price card: an amount that explains itself. "Pourquoi ce montant ?" unfolds rule, arithmetic and adjustments.

``PanneauPrix().montrer(PrixAffiche(…))``; the rows are plain words, made by whoever knows the price.
"""

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.textes import MontantTexte, filet, texte
from imuse_desk.views.common.theme import marquer


@dataclass(frozen=True, slots=True)
class LigneAffichee:
    """A line: label, amount as shown, and the grey sentences that explain it."""

    libelle: str
    montant: str
    explications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupeAffiche:
    """A child's lines (or the household's), with their subtotal."""

    nom: str
    lignes: tuple[LigneAffichee, ...]
    total: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrixAffiche:
    """Everything the card shows; ``etat`` is its chip (*Provisoire*, *Définitif*…), ``faits`` why as a whole."""

    titre: str
    montant: str
    etat: str
    ton: Ton
    icone: str
    source: str = ""
    faits: tuple[str, ...] = ()
    groupes: tuple[GroupeAffiche, ...] = ()
    total: str = ""
    avertissement: str = ""
    echeances: str = ""


class PanneauPrix(Carte):
    """Rows are labels built once and bound again."""

    def __init__(self, parent: QWidget | None = None, *, est_deplie: bool = False) -> None:
        super().__init__("", parent)
        self.corps.setSpacing(6)
        self._titre = texte("", "libelle", replie=True)
        self._puce = Puce("", parent=self)
        self._montant = texte("", "prix")
        self.pourquoi = lien("Pourquoi ce montant\u00a0?", "caret-right-bold")
        self.pourquoi.setCheckable(True)
        self._source = texte("", "second")
        self._bandeau = Bandeau("warn", "")
        self._bandeau.hide()
        self._echeances = texte("", "aide", replie=True)
        self._total = _Rangee("fort")
        haut = QHBoxLayout()
        haut.addWidget(self._titre, 1)
        haut.addWidget(self._puce)
        self.ajouter(haut)
        self.ajouter(self._montant)
        lien_source = QHBoxLayout()
        lien_source.addWidget(self.pourquoi)
        lien_source.addStretch(1)
        lien_source.addWidget(self._source)
        self.ajouter(lien_source)
        self._detail = QWidget()
        self._colonne = QVBoxLayout(self._detail)
        self._colonne.setContentsMargins(0, 0, 0, 0)
        self._colonne.setSpacing(4)
        self._rangees: list[_Rangee] = []
        self._traits: list[QFrame] = []
        self.ajouter(self._detail)
        self.ajouter(self._bandeau)
        self.ajouter(filet())
        self.ajouter(self._total)
        self.ajouter(self._echeances)
        self.pourquoi.clicked.connect(self._plier)
        self.pourquoi.setChecked(est_deplie)
        self._plier()

    def montrer(self, prix: PrixAffiche) -> None:
        """Bind a price."""
        self._titre.setText(prix.titre)
        self._puce.montrer(prix.etat, prix.ton, prix.icone)
        self._montant.setText(prix.montant)
        self._montant.setAccessibleName(f"{prix.titre}\u00a0: {prix.montant}")
        self._source.setText(prix.source)
        self.pourquoi.setVisible(bool(prix.groupes or prix.faits))
        mots = [(fait, "", "aide") for fait in prix.faits]
        for groupe in prix.groupes:
            mots.append((groupe.nom, groupe.total, "fort"))
            if groupe.note:
                mots.append((groupe.note, "", "aide"))
            for ligne in groupe.lignes:
                mots.append((ligne.libelle, ligne.montant, ""))
                mots.extend((phrase, "", "aide") for phrase in ligne.explications)
        self._lier(mots)
        self._total.montrer("Total du foyer", prix.total, "fort")
        self._total.setVisible(bool(prix.total))
        self._bandeau.montrer("warn", prix.avertissement)
        self._bandeau.setVisible(bool(prix.avertissement))
        self._echeances.setText(prix.echeances)
        self._echeances.setVisible(bool(prix.echeances))

    def _lier(self, mots: list[tuple[str, str, str]]) -> None:
        while len(self._rangees) < len(mots):
            rangee = _Rangee()
            self._rangees.append(rangee)
            self._colonne.addWidget(rangee)
        for rang, rangee in enumerate(self._rangees):
            rangee.setVisible(rang < len(mots))
            if rang < len(mots):
                libelle, montant, role = mots[rang]
                rangee.montrer(libelle, montant, role, est_tete=role == "fort")

    @property
    def lignes(self) -> list[str]:
        """The rows shown, as text: label, then amount."""
        return [rangee.mots for rangee in self._rangees if not rangee.isHidden()]

    @Slot()
    def _plier(self) -> None:
        deplie = self.pourquoi.isChecked()
        self._detail.setVisible(deplie)
        poser_icone(self.pourquoi, "caret-down-bold" if deplie else "caret-right-bold", "accent", 12, apres=4)


class _Rangee(QWidget):
    """A label that wraps, an amount on its right."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        self._trait = filet()
        self._trait.hide()
        colonne.addWidget(self._trait)
        self._rangee = QHBoxLayout()
        rangee = self._rangee
        rangee.setSpacing(8)
        colonne.addLayout(rangee)
        self._libelle: QLabel = texte("", "", replie=True)
        self._montant = MontantTexte("")
        rangee.addWidget(self._libelle, 1)
        rangee.addWidget(self._montant)
        self._role = role

    def montrer(self, libelle: str, montant: str, role: str, *, est_tete: bool = False) -> None:
        """Bind words; ``role`` is one of the sheet's, ``est_tete`` begins a group under a rule."""
        self._trait.setVisible(est_tete)
        self._rangee.setContentsMargins(0, 8 if est_tete else 0 if role == "aide" else 2, 0, 0)
        marquer(self._libelle, "role", role)
        marquer(self._montant, "role", "fort" if role == "fort" else "")
        self._libelle.setText(libelle)
        self._montant.setText(montant)

    @property
    def mots(self) -> str:
        """What the row says."""
        return f"{self._libelle.text()} {self._montant.text()}".strip()
