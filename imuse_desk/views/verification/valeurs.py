"""The card of the compared values: sealed, printed here and there, known of the household, and the zone in picture."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from imuse_desk.services.lectures.poste import PiecePoste
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.textes import filet, texte
from imuse_desk.views.common.theme import Graisse, largeur, marquer, police, px
from imuse_desk.views.verification import mots

LARGEUR_EXTRAIT, HAUTEUR_EXTRAIT = 150, 26
LARGEUR_CASES, CASES_MAX = 360, 440
"""What the columns of values share; beside the names of the lines the panel has no more, in large text."""
LIGNES_MAX = 3
_MOTS = re.compile(r"[^ -]+[ -]?|-")
DROITE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CarteValeurs(Carte):
    """``montrer(piece)`` fills the table; ``montrer_extrait`` puts the picture of the current zone in its head."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Comparer les valeurs", parent, pleine_largeur=True)
        self._vu = texte("", "second")
        self.extrait = QLabel()
        self.extrait.setObjectName("extrait")
        self.extrait.setAccessibleName("Image de la zone")
        for widget in (self._vu, self.extrait):
            widget.hide()
            self.outils.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grille = QGridLayout()
        self._grille.setContentsMargins(16, 0, 16, 8)
        self._grille.setHorizontalSpacing(12)
        self._grille.setVerticalSpacing(0)
        self._grille.setColumnStretch(0, 1)
        self.ajouter(self._grille)

    def montrer(self, piece: PiecePoste) -> None:
        """Bind a piece; without anything to compare the card goes."""
        while (article := self._grille.takeAt(0)) is not None:
            if (widget := article.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        table = mots.comparaison(piece)
        if table.lignes:
            for colonne, tete in enumerate(table.tetes, 1):
                etiquette = texte(tete, "entete_colonne")
                etiquette.setAlignment(DROITE)
                etiquette.setFixedHeight(px(24))
                self._grille.addWidget(etiquette, 0, colonne)
        for rang, (nom, cases) in enumerate(table.lignes):
            trait = filet()
            self._grille.addWidget(trait, 2 * rang + 1, 0, 1, len(table.tetes) + 1)
            etiquette = texte(nom, "second")
            etiquette.setFixedHeight(px(25))
            self._grille.addWidget(etiquette, 2 * rang + 2, 0)
            for colonne, case in enumerate(cases, 1):
                self._grille.addWidget(_case(case, len(cases)), 2 * rang + 2, colonne)
        self.setVisible(bool(table.lignes))

    def montrer_extrait(self, vu: tuple[int, QPixmap] | None) -> None:
        """Put the picture of a zone beside the values."""
        est_la = vu is not None and not vu[1].isNull()
        if vu is not None and est_la:
            page, image = vu
            ratio = image.devicePixelRatio()
            tenue = image.scaled(
                round(px(LARGEUR_EXTRAIT) * ratio), round(px(HAUTEUR_EXTRAIT) * ratio),
                Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation,
            )  # fmt: skip
            tenue.setDevicePixelRatio(ratio)
            self.extrait.setPixmap(tenue)
            self._vu.setText(f"Vu page {page}")
        for widget in (self._vu, self.extrait):
            widget.setVisible(est_la)


def _case(case: mots.Case, colonnes: int) -> QLabel:
    etiquette = texte(f"≠ {case.texte}" if case.differe else case.texte, "fort" if case.differe else "")
    if case.differe:
        marquer(etiquette, "ton", "bad")
    etiquette.setFont(police(10, Graisse.DemiBold if case.est_scellee else Graisse.Normal, tabulaire=True))
    etiquette.setAlignment(DROITE)
    entier, place = etiquette.text(), largeur(LARGEUR_CASES // colonnes, CASES_MAX // colonnes)
    etiquette.setText(_replier(entier, etiquette.fontMetrics(), place))
    etiquette.setAccessibleName(entier)
    etiquette.setToolTip(entier)
    return etiquette


def _replier(dit: str, metrique: QFontMetrics, place: int) -> str:
    """Words on three lines at most, cut after a space or a hyphen; a line with no room is elided."""
    lignes = [""]
    for mot in _MOTS.findall(dit):
        essai = lignes[-1] + mot
        if lignes[-1] and len(lignes) < LIGNES_MAX and metrique.horizontalAdvance(essai.rstrip()) > place:
            lignes.append(mot)
        else:
            lignes[-1] = essai
    return "\n".join(metrique.elidedText(ligne.rstrip(), Qt.TextElideMode.ElideRight, place) for ligne in lignes)
