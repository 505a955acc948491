"""Choose by hand where a document goes: a family found by its name, then the row of its pieces."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.bannette.destination import Destination, lignes_de_famille
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.recherche import Resultats, rechercher
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.completion import Completion
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant

PROPOSEES = 8


class ChoixDestination(Demande):
    """``choisie(destination)`` when a row was chosen; what was proposed is shown first."""

    choisie = Signal(object)

    def __init__(
        self, executant: Executant, ctx: Contexte, document: str, proposee: Destination | None, parent: QWidget
    ) -> None:
        self._executant, self._ctx = executant, ctx
        self._famille, self._lignes = LigneTexte(120), ListeChoix()
        champs = [("famille", "&Famille", self._famille, True), ("ligne", "&Pièce", self._lignes, True)]
        aides = {"famille": "Nom, téléphone ou numéro\u00a0; choisissez dans la liste."}
        super().__init__(parent, f"Ranger {document}", "", "Ranger", champs, aides=aides)
        self._completion = Completion(self._famille)
        self._completion.recherche.connect(self._chercher)
        self._completion.choisie.connect(self._prendre)
        self.validee.connect(self._choisir)
        self._voulue = proposee
        if proposee is not None:
            self._famille.setText(proposee.famille)
            self._prendre(proposee.foyer_id)

    @Slot(str)
    def _chercher(self, texte: str) -> None:
        self._executant.lire(partial(rechercher, self._ctx, texte, PROPOSEES), self._trouvees, cle="familles")

    @Slot(object)
    def _trouvees(self, resultats: Resultats) -> None:
        lignes = [ligne for groupe in resultats.groupes if groupe.genre == "foyer" for ligne in groupe.lignes]
        self._completion.proposer([
            (ligne.id, " · ".join(m for m in (f"{ligne.fort} {ligne.suite}".strip(), ligne.detail) if m))
            for ligne in lignes
        ])  # fmt: skip

    @Slot(object)
    def _prendre(self, foyer_id: int) -> None:
        self._executant.lire(partial(lignes_de_famille, self._ctx, foyer_id), self._lues, self.refuser, cle="lignes")

    @Slot(object)
    def _lues(self, lignes: Sequence[Destination]) -> None:
        """The rows of the family now named; the one proposed, else the first that lacks a file, is chosen."""
        self._lignes.poser_choix([(ligne, ligne.piece) for ligne in lignes])
        self._lignes.poser_valeur(self._voulue if self._voulue in lignes else next(iter(lignes), None))

    @Slot(object)
    def _choisir(self, valeurs: dict[str, Destination]) -> None:
        self.choisie.emit(valeurs["ligne"])
        self.accept()
