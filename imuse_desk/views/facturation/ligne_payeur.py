"""*Payé par*: a line that proposes who may pay; left empty it is the household, and a name may be typed as it is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from imuse_desk.domain.textes import plier
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.payeurs import SaisieOrganisme, creer_organisme
from imuse_desk.services.lectures.payeurs import PayeurPropose, proposer_payeurs
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.completion import Completion
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.facturation.organisme import DemandeOrganisme, lue


@dataclass(frozen=True, slots=True)
class PayeurChoisi:
    """Who pays, as the request names it; an empty name is the household."""

    nom: str
    payeur_id: int | None = None
    foyer_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Nouveau:
    """The proposal that opens a card to fill in."""

    nom: str


class LignePayeur(LigneTexte):
    """``recherche(text)`` while one types, at once on the down key or the arrow; ``valeur()`` is a ``PayeurChoisi``."""

    recherche = Signal(str)
    nouveau = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(160, "la famille", parent)
        self._connus: dict[str, PayeurPropose] = {}
        self._completion = Completion(self)
        self._completion.recherche.connect(self.recherche)
        self._completion.choisie.connect(self._prendre)
        self._fleche = QAction("Qui peut payer", self)
        poser_icone(self._fleche, "caret-down-bold", "text2", 12)
        self._fleche.setToolTip("Qui peut payer (flèche bas)")
        self.addAction(self._fleche, QLineEdit.ActionPosition.TrailingPosition)
        self._fleche.triggered.connect(self._tout_proposer)

    def valeur(self) -> PayeurChoisi:
        """Who was chosen, or the name typed."""
        saisi = self.text().strip()
        connu = self._connus.get(saisi)
        return PayeurChoisi(connu.nom, connu.payeur_id, connu.foyer_id) if connu is not None else PayeurChoisi(saisi)

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing and choosing."""
        super().lecture_seule(est_lecture=est_lecture)
        self._fleche.setEnabled(not est_lecture)

    def proposer(self, saisi: str, proposes: Sequence[PayeurPropose]) -> None:
        """Show who may pay; an organisation that nobody bears the name of may be added."""
        lignes: list[tuple[object, str]] = [(p, f"{p.nom} · {p.detail}") for p in proposes]
        if saisi and plier(saisi) not in {plier(p.nom) for p in proposes}:
            lignes.append((_Nouveau(saisi), f"Nouvel organisme «\u00a0{saisi}\u00a0»…"))
        self._completion.proposer(lignes)

    def choisir(self, propose: PayeurPropose) -> None:
        """Write somebody in the line, as if it had been typed."""
        mots = f"{propose.nom} · {propose.detail}" if propose.foyer_id is not None else propose.nom
        self._connus[mots] = propose
        self.setText(mots)
        self.setCursorPosition(0)
        self.modifiee.emit()

    @Slot(object)
    def _prendre(self, valeur: object) -> None:
        if isinstance(valeur, PayeurPropose):
            self.choisir(valeur)
        elif isinstance(valeur, _Nouveau):
            self.setText(valeur.nom)
            self.nouveau.emit(valeur.nom)

    @Slot()
    def _tout_proposer(self) -> None:
        self.setFocus()
        self.recherche.emit("" if self.text().strip() in self._connus else self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102
        if event.key() == Qt.Key.Key_Down and not self.isReadOnly():
            self._tout_proposer()
        else:
            super().keyPressEvent(event)


class ChoixPayeur(QObject):
    """What serves the line: it reads who may pay for the household on show, and records an organisation."""

    def __init__(self, executant: Executant, bus: Bus, ligne: LignePayeur) -> None:
        super().__init__(ligne)
        self._executant, self._bus, self._ligne = executant, bus, ligne
        self._ctx: Contexte | None = None
        self._foyer_id: int | None = None
        self._saisi = ""
        self._ajoute = SaisieOrganisme()
        self._operation_id = uuid.uuid4()
        self.demande: DemandeOrganisme | None = None
        ligne.recherche.connect(self._chercher)
        ligne.nouveau.connect(self._demander)

    def montrer(self, ctx: Contexte, foyer_id: int) -> None:
        """Whose payment is typed."""
        self._ctx, self._foyer_id = ctx, foyer_id

    @Slot(str)
    def _chercher(self, saisi: str) -> None:
        if self._ctx is not None and self._foyer_id is not None and not self._ligne.isReadOnly():
            self._saisi = saisi
            lire = partial(proposer_payeurs, self._ctx, self._foyer_id, saisi)
            self._executant.lire(lire, self._lus, cle="payeurs_proposes")

    @Slot(object)
    def _lus(self, proposes: tuple[PayeurPropose, ...]) -> None:
        self._ligne.proposer(self._saisi, proposes)

    @Slot(str)
    def _demander(self, nom: str) -> None:
        self._operation_id = uuid.uuid4()
        saisie = SaisieOrganisme(nom=nom)
        self.demande = DemandeOrganisme(self._ligne.window(), "Nouvel organisme", "&Ajouter", saisie)
        self.demande.validee.connect(self._creer)
        self.demande.finished.connect(self._fermee)
        self.demande.open()

    @Slot()
    def _fermee(self) -> None:
        self.demande = None

    @Slot(object)
    def _creer(self, valeurs: dict[str, Any]) -> None:
        if self._ctx is not None:
            self._ajoute = lue(valeurs)
            acte = partial(creer_organisme, self._ctx, self._ajoute, self._operation_id)
            self._executant.ecrire(acte, self._cree, self._refuse)

    @Slot(object)
    def _cree(self, fait: Fait[int]) -> None:
        self._ligne.choisir(PayeurPropose(self._ajoute.nom, "", payeur_id=fait.resultat))
        if self.demande is not None:
            self.demande.accept()
        self._bus.publier(fait.changements)
        self._bus.dire(f"{self._ajoute.nom} ajouté aux payeurs")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if self.demande is not None:
            self.demande.refuser(erreur)
