"""The conditions of a rule: a row each, its key from a closed list, its value with the codes already known."""

from collections.abc import Mapping
from typing import Any, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from imuse_desk.views.common.boutons import Bouton, icone_seule, lien
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer
from imuse_desk.views.tarif.champs_grille import champ_condition
from imuse_desk.views.tarif.forme import Connus, saisie
from imuse_desk.views.tarif.mots import CONDITIONS
from imuse_desk.views.tarif.saisies import SaisieChoix, SaisieGrille


class EditeurConditions(QWidget):
    """``poser(regle)`` shows and changes ``regle["when"]``; no condition at all means "in every case"."""

    modifiee = Signal()

    def __init__(
        self, connus: Connus, parent: QWidget | None = None, *, cle: str = "when", vide: str = "Dans tous les cas"
    ) -> None:
        super().__init__(parent)
        self.setObjectName("contenu")
        self._connus, self._cle, self._est_fige = connus, cle, False
        self._parent: dict[str, Any] = {}
        self._lignes: list[tuple[SaisieChoix, QWidget, Bouton]] = []
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(4)
        self._vide = texte(vide, "second")
        colonne.addWidget(self._vide)
        self._boite = QWidget()
        self._boite.setObjectName("contenu")
        self._grille = QGridLayout(self._boite)
        self._grille.setContentsMargins(0, 0, 0, 0)
        self._grille.setHorizontalSpacing(8)
        self._grille.setVerticalSpacing(4)
        self._grille.setColumnStretch(1, 1)
        colonne.addWidget(self._boite)
        self._note = texte("", "erreur", replie=True)
        self._note.hide()
        colonne.addWidget(self._note)
        self.ajouter = lien("Ajouter une condition", "plus", petit=True)
        self.ajouter.clicked.connect(self._ajouter)
        colonne.addWidget(self.ajouter, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def lignes(self) -> list[tuple[SaisieChoix, QWidget]]:
        """Key and value of each row."""
        return [(cle, valeur) for cle, valeur, _ in self._lignes]

    def poser(self, parent: dict[str, Any]) -> None:
        """Show the conditions of a rule."""
        self._parent = parent
        self._etablir(dict(parent.get(self._cle) or {}))
        self.montrer_fautes({})

    def montrer_fautes(self, fautes: Mapping[str, str]) -> None:
        """Say what is wrong with a row (by its key), or with all."""
        phrases = [f"{CONDITIONS.get(cle, cle)}\u00a0: {mots}" if cle else mots for cle, mots in fautes.items()]
        self._note.setText("\n".join(phrases))
        self._note.setVisible(bool(phrases))
        for cle, valeur, _ in self._lignes:
            phrase = fautes.get(str(cle.lue()), "")
            valeur.setAccessibleDescription(phrase)
            marquer(valeur.focusProxy() or valeur, "etat", "erreur" if phrase else "")

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        self._est_fige = est_lecture
        self.ajouter.setVisible(not est_lecture)
        for cle, valeur, retirer in self._lignes:
            cle.figer(est_lecture=est_lecture)
            cast("SaisieGrille", valeur).figer(est_lecture=est_lecture)
            retirer.setVisible(not est_lecture)

    def _etablir(self, quand: dict[str, Any]) -> None:
        for ligne in self._lignes:
            for widget in ligne:
                self._grille.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._lignes = []
        for rang, (cle, valeur) in enumerate(quand.items()):
            choix = SaisieChoix([(c, mots) for c, mots in CONDITIONS.items() if c == cle or c not in quand])
            choix.poser(cle)
            choix.setAccessibleName(f"Condition {rang + 1}")
            champ = champ_condition(cle)
            edit = saisie(champ, self._connus)
            edit.setAccessibleName(champ.libelle)
            cast("SaisieGrille", edit).poser(valeur)
            retirer = icone_seule("x", f"Retirer la condition {rang + 1}")
            for colonne, widget in enumerate((choix, edit, retirer)):
                self._grille.addWidget(widget, rang, colonne)
                widget.show()
            choix.modifiee.connect(self._changer_cle)
            cast("SaisieGrille", edit).modifiee.connect(self._ecrire)
            retirer.clicked.connect(self._retirer)
            self._lignes.append((choix, edit, retirer))
        suivre_le_regard(self.window())
        self._vide.setVisible(not quand)
        self._boite.setVisible(bool(quand))
        self.figer(est_lecture=self._est_fige)

    def _quand(self) -> dict[str, Any]:
        return {str(cle.lue()): cast("SaisieGrille", valeur).lue() for cle, valeur, _ in self._lignes}

    def _garder(self, quand: dict[str, Any]) -> None:
        if quand:
            self._parent[self._cle] = quand
        else:
            self._parent.pop(self._cle, None)
        self.modifiee.emit()

    @Slot()
    def _ecrire(self) -> None:
        self._garder(self._quand())

    @Slot()
    def _ajouter(self) -> None:
        quand = self._quand()
        libre = next((cle for cle in CONDITIONS if cle not in quand), None)
        if libre is not None:
            quand[libre] = None
            self._etablir(quand)
            self._lignes[-1][0].setFocus()
            self._garder(quand)

    @Slot()
    def _changer_cle(self) -> None:
        """Another key begins without a value: the old one meant something else."""
        avant = list((self._parent.get(self._cle) or {}).items())
        quand = {
            str(ligne[0].lue()): valeur if ligne[0].lue() == cle else None
            for ligne, (cle, valeur) in zip(self._lignes, avant, strict=True)
        }
        self._etablir(quand)
        self._garder(quand)

    @Slot()
    def _retirer(self) -> None:
        bouton = self.sender()
        rang = next((r for r, ligne in enumerate(self._lignes) if ligne[2] is bouton), None)
        if rang is not None:
            quand = self._quand()
            quand.pop(str(self._lignes[rang][0].lue()))
            self._etablir(quand)
            self._garder(quand)
