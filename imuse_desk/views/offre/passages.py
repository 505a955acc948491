"""A block of individual lessons divided into turns: a time and a length for each pupil, the minutes left live."""

from collections.abc import Callable
from datetime import time
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from imuse_desk.domain.dates import heure_fr, jour_heure, lire_heure
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.horaires import Passage, premier_passage_libre, verifier_passages
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.offre.passages import BlocVu, FixerPassages, PassageVu, fixer_passages, lire_bloc
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.saisie_confirmee import SaisieConfirmee
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px


class DialoguePassages(SaisieConfirmee):
    """``DialoguePassages(parent, executant, ctx, creneau_id)`` then ``open()``; ``recorde(fait)``."""

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte, creneau_id: int) -> None:
        super().__init__(parent, executant, "Heures de passage", largeur=520)
        self._ctx, self._creneau_id = ctx, creneau_id
        self._bloc: BlocVu | None = None
        self._rangees: list[tuple[PassageVu, LigneTexte, LigneTexte]] = []
        self.reste = texte("", "second")
        contenu = QWidget()
        contenu.setObjectName("contenu")
        self._grille = QGridLayout(contenu)
        self._grille.setHorizontalSpacing(12)
        self._grille.setVerticalSpacing(8)
        self._grille.setColumnStretch(0, 1)
        defile = QScrollArea()
        defile.setAccessibleName("Passages des élèves")
        defile.setWidgetResizable(True)
        defile.setMinimumHeight(px(280))
        defile.setWidget(contenu)
        self.corps.addWidget(self.reste)
        self.corps.addWidget(defile, 1)
        self.remplir = secondaire("&Placer les autres", "magic-wand")
        self.boutons.insertWidget(0, self.remplir)
        self.remplir.clicked.connect(self._remplir)
        executant.lire(partial(lire_bloc, ctx, creneau_id), self._lu, self.refuser)

    @Slot(object)
    def _lu(self, bloc: BlocVu) -> None:
        self._bloc = bloc
        fin = Passage(bloc.debut, bloc.duree_min).en_clair().rpartition("– ")[2]
        self.titre.setText(f"{bloc.cours}, {jour_heure(bloc.jour, bloc.debut)} – {fin}")
        modifiable = self._ctx.peut(Permission.MODIFIER_FAMILLE)
        for rang, passage in enumerate(bloc.passages):
            nom = f"{passage.prenom} {passage.nom}"
            heure, duree = LigneTexte(8, "heure"), LigneTexte(3)
            heure.poser_brut(heure_fr(passage.heure) if passage.heure is not None else "")
            duree.poser_brut(str(passage.duree_min))
            heure.setAccessibleName(f"Heure de passage de {nom}")
            duree.setAccessibleName(f"Minutes de {nom}")
            self._grille.addWidget(texte(nom), rang, 0)
            for place, champ, largeur in ((1, heure, 84), (2, duree, 60)):
                champ.setFixedWidth(px(largeur))
                champ.lecture_seule(est_lecture=not modifiable)
                champ.modifiee.connect(self._tape)
                self._grille.addWidget(champ, rang, place)
            self._grille.addWidget(texte("min", "second"), rang, 3)
            self._rangees.append((passage, heure, duree))
        self._grille.setRowStretch(max(1, len(bloc.passages)), 1)
        for bouton in (self.remplir, self.enregistrer):
            bouton.setVisible(modifiable and bool(bloc.passages))
        if not bloc.passages:
            self._grille.addWidget(texte("Aucun élève dans ce bloc.", "second"), 0, 0)
        elif modifiable:
            self._rangees[0][1].setFocus()
        self._change()

    def _voulus(self) -> list[tuple[PassageVu, time | None, int]]:
        """What is typed; raises Invalide on an hour or a length that cannot be read."""
        voulus = []
        for passage, heure, duree in self._rangees:
            lue = lire_heure(heure.text()) if heure.text().strip() else None
            minutes = duree.text().strip()
            if not minutes.isdecimal() or not 5 <= int(minutes[:4]) <= 240:
                raise Invalide("duree", "entier_hors_bornes", minimum=5, maximum=240)
            voulus.append((passage, lue, int(minutes)))
        return voulus

    @Slot()
    def _tape(self) -> None:
        self.toucher()
        self._change()

    @Slot()
    def _change(self) -> None:
        bloc = self._bloc
        if bloc is None:
            return
        self.douter()
        self.remplir.setEnabled(any(not heure.text().strip() for _passage, heure, _duree in self._rangees))
        try:
            pris = [Passage(h, d, f"{p.prenom} {p.nom}") for p, h, d in self._voulus() if h is not None]
            restantes = verifier_passages(Passage(bloc.debut, bloc.duree_min, bloc.cours), pris)
        except (Invalide, RegleMetier) as erreur:
            self.dire(erreur)
            self.enregistrer.setEnabled(False)
            return
        self.alerte.hide()
        self.enregistrer.setEnabled(True)
        self.reste.setText(f"{restantes} min libre{'s' if restantes > 1 else ''} sur {bloc.duree_min}")

    @Slot()
    def _remplir(self) -> None:
        """Give the first free turn to each pupil without one, in the order of the list."""
        bloc = self._bloc
        try:
            voulus = self._voulus()
        except Invalide as erreur:
            self.dire(erreur)
            return
        if bloc is None:
            return
        pris = [Passage(h, d) for _p, h, d in voulus if h is not None]
        for (_passage, heure, duree), (_vu, lue, _minutes) in zip(self._rangees, voulus, strict=True):
            if lue is None:
                minutes = int(duree.text())
                libre = premier_passage_libre(Passage(bloc.debut, bloc.duree_min), pris, minutes)
                if libre is not None:
                    heure.poser_brut(heure_fr(libre))
                    pris.append(Passage(libre, minutes))
        self._tape()

    def acte(self, _valeurs: dict[str, Any]) -> Callable[[], Fait[Any]] | None:
        """Fix the turns."""
        try:
            voulus = tuple((p.affectation_id, h, d) for p, h, d in self._voulus())
        except Invalide as erreur:
            self.dire(erreur)
            return None
        return partial(fixer_passages, self._ctx, FixerPassages(self._creneau_id, voulus, self.est_confirme))
