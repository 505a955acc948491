"""What a grid says and never computes: place, season, sources, what is missing, notes."""

import json
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ZoneTexte
from imuse_desk.views.common.defilement import Defilement
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tarif.brouillon import Brouillon
from imuse_desk.views.tarif.forme import Champ, Forme
from imuse_desk.views.tarif.mots import CLES

_TEXTES = (
    Champ("place", "Lieu", "texte"),
    Champ("season", "Saison", "texte"),
    Champ("kind_of_school", "Établissement", "texte"),
    Champ("status", "État", "texte"),
)
_LISTES = ("notes", "sources", "missing", "constraints")
_CALCULES = {
    "id", "basis", "terms", "months", "reference_date", "items", "adjustments", "ranking", "proration",
    "instalment_plans", "examples", "consistency",
}  # fmt: skip


class PageNotes(QWidget):
    """``poser(brouillon)``; a list is edited one entry a line, anything deeper is shown."""

    modifiee = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._donnees: dict[str, Any] = {}
        self.forme = Forme(_TEXTES, {}, colonnes=2)
        self.zones: dict[str, ZoneTexte] = {}
        carte = Carte("Origine")
        carte.ajouter(self.forme)
        carte_listes = Carte("Notes, une par ligne")
        grille = QGridLayout()
        grille.setHorizontalSpacing(16)
        grille.setVerticalSpacing(4)
        for rang, cle in enumerate(_LISTES):
            zone = ZoneTexte(4)
            zone.setProperty("cle", cle)
            mots = CLES[cle][:1].upper() + CLES[cle][1:]
            zone.setAccessibleName(mots)
            zone.modifiee.connect(self._ecrire)
            self.zones[cle] = zone
            grille.addWidget(texte(mots, "libelle"), 2 * (rang // 2), rang % 2)
            grille.addWidget(zone, 2 * (rang // 2) + 1, rang % 2)
        carte_listes.ajouter(grille)
        self.autres = ZoneTexte(8)
        self.autres.setAccessibleName("Autres indications du fichier")
        self.autres.lecture_seule(est_lecture=True)
        self._carte_autres = Carte("Autres indications du fichier, gardées telles quelles")
        self._carte_autres.ajouter(self.autres)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(Defilement("Notes", carte, carte_listes, self._carte_autres))
        self.forme.modifiee.connect(self.modifiee)

    def poser(self, brouillon: Brouillon) -> None:
        """Show the notes of a draft."""
        self._donnees = brouillon.donnees
        self.forme.poser(self._donnees)
        for cle, zone in self.zones.items():
            valeur = self._donnees.get(cle)
            lignes = valeur if isinstance(valeur, list) else [valeur] if valeur else []
            zone.poser_valeur("\n".join(v if isinstance(v, str) else _ecrit(v) for v in lignes))
            zone.lecture_seule(est_lecture=not _est_simple(valeur))
        connues = {*_CALCULES, *_LISTES, *(c.cle for c in _TEXTES)}
        autres = {cle: valeur for cle, valeur in self._donnees.items() if cle not in connues}
        self.autres.poser_valeur("\n".join(f"{CLES.get(c, c)}\u00a0: {_ecrit(v)}" for c, v in autres.items()))
        self._carte_autres.setVisible(bool(autres))

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        self.forme.figer(est_lecture=est_lecture)
        for cle, zone in self.zones.items():
            zone.lecture_seule(est_lecture=est_lecture or not _est_simple(self._donnees.get(cle)))

    @Slot()
    def _ecrire(self) -> None:
        zone = self.sender()
        cle = str(zone.property("cle")) if zone is not None else ""
        if cle not in self.zones:
            return
        lignes = [ligne.strip() for ligne in self.zones[cle].brut().splitlines() if ligne.strip()]
        if lignes:
            self._donnees[cle] = lignes
        else:
            self._donnees.pop(cle, None)
        self.modifiee.emit()


def _ecrit(valeur: Any) -> str:
    return valeur if isinstance(valeur, str) else json.dumps(valeur, ensure_ascii=False, default=str)


def _est_simple(valeur: Any) -> bool:
    """A list of texts, or one text: what one line each can hold."""
    est_liste = isinstance(valeur, list) and all(isinstance(v, str) for v in valeur)
    return valeur is None or isinstance(valeur, str) or est_liste
