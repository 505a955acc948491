"""Two desks changed one card: field, yours, theirs, what is kept. Nothing is overwritten in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import discret, primaire, secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.repliable import rangee_repliable
from imuse_desk.views.common.textes import poser_elide, texte

Cote = Literal["mien", "leur"]
LARGEUR_TITRE, LARGEUR_VALEUR = 420, 250


@dataclass(frozen=True, slots=True)
class ChampEnConflit:
    """One differing field; ``choix`` is empty where both sides changed it and somebody must decide."""

    cle: str
    libelle: str
    mien: str
    leur: str
    choix: Cote | None


class PanneauConflit(QWidget):
    """``montrer(titre, auteur, champs)``; ``choisi({cle: "mien" | "leur"})`` or ``renonce``."""

    choisi = Signal(object)
    renonce = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._champs: Sequence[ChampEnConflit] = ()
        self._groupes: dict[str, QButtonGroup] = {}
        self._puces: dict[str, Puce] = {}
        self._auteur = ""
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 12, 24, 12)
        colonne.setSpacing(12)
        self.titre = texte("", "titre")
        self.bandeau = Bandeau("warn", "")
        self.carte = Carte(pleine_largeur=True)
        self._reste = texte("", "second", replie=True)
        self.tout_leur = secondaire("Tout de l’autre poste")
        self.tout_mien = secondaire("Toute ma saisie")
        self.garder = primaire("Enregistrer ces choix", "check")
        self.retour = discret("Revenir à ma saisie")
        entete = QHBoxLayout()
        entete.addWidget(self.titre)
        entete.addStretch(1)
        entete.addWidget(Puce("Modifiée ailleurs", "warn", "users", self))
        colonne.addLayout(entete)
        colonne.addWidget(self.bandeau)
        colonne.addWidget(self.carte, 1)
        colonne.addWidget(self._reste)
        colonne.addWidget(rangee_repliable([self.retour], [self.tout_leur, self.tout_mien, self.garder]))
        self.tout_leur.clicked.connect(self._prendre_leur)
        self.tout_mien.clicked.connect(self._prendre_mien)
        self.garder.clicked.connect(self._conclure)
        self.retour.clicked.connect(self._renoncer)
        self.retour.setToolTip("Revenir à ma saisie (Échap)")
        sur_echap(self, self._renoncer)

    def montrer(self, titre: str, auteur: str, champs: Sequence[ChampEnConflit]) -> None:
        """Show the fields that differ, those that only one side changed already chosen."""
        self._champs, self._auteur = champs, auteur or "l’autre poste"
        poser_elide(self.titre, titre, LARGEUR_TITRE)
        n = len(champs)
        self.bandeau.montrer(
            "warn",
            f"Cette fiche a été modifiée par un autre poste pendant votre saisie. {self._auteur} a enregistré "
            f"d’autres valeurs dans {n} champ{'s' if n > 1 else ''}. "
            "Rien n’est écrasé\u00a0: choisissez champ par champ.",
        )
        self.tout_leur.setText(f"Tout de {self._auteur}")
        while (vieux := self.carte.corps.takeAt(0)) is not None:
            if (ancien := vieux.widget()) is not None:
                ancien.deleteLater()
        self.carte.ajouter(self._grille(), 1)
        self._compter()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802, D102
        super().showEvent(event)
        a_choisir = (groupe.button(1) for groupe in self._groupes.values() if groupe.checkedId() == -1)
        next(a_choisir, self.garder).setFocus()

    def _grille(self) -> QScrollArea:
        contenu = QWidget()
        contenu.setObjectName("contenu")
        grille = QGridLayout(contenu)
        grille.setContentsMargins(16, 8, 16, 12)
        grille.setHorizontalSpacing(16)
        grille.setVerticalSpacing(12)
        for colonne, mots in enumerate(("Champ", "Votre saisie", f"Enregistré par {self._auteur}", "Vous gardez")):
            grille.addWidget(texte(mots, "titre_carte"), 0, colonne)
        self._groupes, self._puces = {}, {}
        for rang, champ in enumerate(self._champs, 1):
            grille.addWidget(texte(champ.libelle, "libelle"), rang, 0)
            groupe = QButtonGroup(contenu)
            for colonne, mots in ((1, champ.mien), (2, champ.leur)):
                bouton = QRadioButton()
                poser_elide(bouton, mots.replace("&", "&&") or "(vide)", LARGEUR_VALEUR)
                bouton.setAccessibleName(
                    f"{champ.libelle}, {'votre saisie' if colonne == 1 else self._auteur}\u00a0: {mots}"
                )
                groupe.addButton(bouton, colonne)
                grille.addWidget(bouton, rang, colonne)
            if champ.choix is not None:
                groupe.button(1 if champ.choix == "mien" else 2).setChecked(True)
            groupe.idClicked.connect(self._choix_fait)
            puce = Puce("À choisir", "warn", "warning", contenu)
            grille.addWidget(puce, rang, 3)
            self._groupes[champ.cle], self._puces[champ.cle] = groupe, puce
        grille.setRowStretch(len(self._champs) + 1, 1)
        grille.setColumnStretch(1, 1)
        grille.setColumnStretch(2, 1)
        zone = QScrollArea()
        zone.setWidgetResizable(True)
        zone.setFrameShape(QScrollArea.Shape.NoFrame)
        zone.setWidget(contenu)
        zone.setAccessibleName("Champs modifiés des deux côtés")
        zone.viewport().setAutoFillBackground(False)
        return zone

    @Slot(int)
    def _choix_fait(self, _colonne: int) -> None:
        self._compter()

    @Slot()
    def _prendre_leur(self) -> None:
        self._tout(2)

    @Slot()
    def _prendre_mien(self) -> None:
        self._tout(1)

    def _tout(self, colonne: int) -> None:
        for groupe in self._groupes.values():
            groupe.button(colonne).setChecked(True)
        self._compter()

    def _compter(self) -> None:
        restes = []
        for champ in self._champs:
            colonne, puce = self._groupes[champ.cle].checkedId(), self._puces[champ.cle]
            if colonne == 1:
                puce.montrer("La vôtre", "info", "user")
            elif colonne == 2:
                puce.montrer(f"Celle de {self._auteur}", "info", "users")
            else:
                puce.montrer("À choisir", "warn", "warning")
                restes.append(champ.libelle)
        n = len(restes)
        pluriel = "s" if n > 1 else ""
        self._reste.setText(f"Il reste {n} champ{pluriel} à choisir\u00a0: {', '.join(restes)}" if restes else "")
        self.garder.setEnabled(not restes)

    @Slot()
    def _conclure(self) -> None:
        self.choisi.emit({cle: "mien" if g.checkedId() == 1 else "leur" for cle, g in self._groupes.items()})

    @Slot()
    def _renoncer(self) -> None:
        self.renonce.emit()
