"""The declaration: its text, who accepted it, when and how; the agent acts for somebody and says for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.lectures.reinscription import DossierVu
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, EditeurDate, ListeChoix, Saisie
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer, px

MOYENS = (
    ("guichet", "au guichet"),
    ("papier", "signature papier"),
    ("courriel", "courriel"),
    ("telephone", "téléphone"),
)


@dataclass(frozen=True, slots=True)
class Acceptation:
    """Who accepted, when, how."""

    par: str
    le: date
    moyen: str


class CarteDeclaration(Carte):
    """One row: tick, adult, date, means; ``changee`` at each edit. ``acceptation()`` gives what is filled in.

    What was ticked for a dossier and not deposited comes back when the dossier does.
    """

    changee = Signal()
    lecture_demandee = Signal()

    def __init__(self, aujourdhui: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__("Déclaration", parent)
        self.lire = lien("Lire le texte", "file-text")
        self.outils.addWidget(self.lire)
        self.case = CaseACocher("Déclaration acceptée par")
        self.par = ListeChoix()
        self.par.setAccessibleName("Personne qui accepte la déclaration")
        self.le = EditeurDate(aujourdhui)
        self.le.setAccessibleName("Date d’acceptation")
        self.le.setFixedWidth(px(110))
        self.moyen = ListeChoix(MOYENS)
        self.moyen.setAccessibleName("Moyen d’acceptation")
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        rangee.addWidget(self.case)
        rangee.addWidget(self.par, 2)
        self._le_mot = texte("le", "libelle")
        rangee.addWidget(self._le_mot)
        rangee.addWidget(self.le)
        rangee.addWidget(self.moyen, 1)
        self.ajouter(rangee)
        self.resume = texte("", "second", replie=True)
        self.erreur = texte("", "erreur", replie=True)
        self.ajouter(self.resume)
        self.ajouter(self.erreur)
        self._dossier_id = 0
        self._gardes: dict[int, list[Any]] = {}
        self._defaut: list[Any] = []
        self._champs: tuple[Saisie, ...] = (self.case, self.par, self.le, self.moyen)
        for widget in (self.case, self.par, self.le, self.moyen):
            widget.modifiee.connect(self._modifiee)
        self.lire.clicked.connect(self._lire)
        self._aujourdhui = aujourdhui

    def montrer(self, dossier: DossierVu, *, est_modifiable: bool) -> None:
        """Bind a dossier; what was being typed for the same dossier stays."""
        declaration = dossier.declaration
        self.par.poser_choix([(nom, nom) for nom in dossier.responsables])
        if dossier.dossier_id != self._dossier_id:
            self._changer_dossier(dossier)
        numero = f"version {declaration.numero}" if declaration.numero else "aucun texte pour cette année"
        self.lire.setEnabled(bool(declaration.texte))
        fait = ""
        if declaration.acceptee_par and declaration.acceptee_le:
            moyen = dict(MOYENS).get(declaration.moyen, declaration.moyen)
            fait = (
                f"Déclaration acceptée par {declaration.acceptee_par} le {date_fr(declaration.acceptee_le)} "
                f"({moyen}), saisie par {declaration.agent}. "
            )
        self.resume.setText(
            f"{fait}Grille tarifaire, règlements pédagogique et intérieur, assurance responsabilité civile ({numero})."
        )
        for widget in (self.case, self.par, self.le, self.moyen):
            widget.setVisible(est_modifiable)
        self._le_mot.setVisible(est_modifiable)
        self._date()
        self.setAccessibleDescription(fait)

    def _changer_dossier(self, dossier: DossierVu) -> None:
        """Keep what was typed for the dossier left, bring back what was typed for the one that comes."""
        if self._dossier_id and self.est_modifiee:
            self._gardes[self._dossier_id] = self.brut()
        self._dossier_id = dossier.dossier_id
        self._defaut = [False, next(iter(dossier.responsables), None), date_fr(self._aujourdhui()), "guichet"]
        self._poser(self._gardes.pop(dossier.dossier_id, self._defaut))

    def brut(self) -> list[Any]:
        """What the fields hold, readable or not."""
        return [champ.brut() for champ in self._champs]

    @property
    def est_modifiee(self) -> bool:
        """Something was filled in and is not deposited."""
        return bool(self._defaut) and self.brut() != self._defaut

    def reprendre(self, brut: list[Any]) -> None:
        """Show again what ``brut`` gave."""
        self._poser(brut)
        self.changee.emit()

    def _poser(self, brut: list[Any]) -> None:
        for champ, valeur in zip(self._champs, brut, strict=True):
            champ.poser_brut(valeur)

    def oublier(self) -> None:
        """Another person sits down: nothing that was typed stays."""
        self._gardes.clear()
        self._defaut = []
        self._dossier_id = 0

    def deposee(self, dossier_id: int) -> None:
        """The dossier is deposited: its next acceptance begins anew."""
        self._gardes.pop(dossier_id, None)
        if dossier_id == self._dossier_id:
            self._poser(self._defaut)

    @property
    def manque(self) -> str:
        """What lacks before the declaration is accepted, nothing when it is."""
        if not self.case.valeur():
            return "faites accepter la déclaration"
        if not self.par.valeur():
            return "indiquez qui accepte la déclaration"
        return "" if self._date() else "corrigez la date de la déclaration"

    def acceptation(self) -> Acceptation | None:
        """What is filled in, None while something lacks."""
        le = self._date()
        if self.manque or le is None:
            return None
        return Acceptation(str(self.par.valeur()), le, str(self.moyen.valeur()))

    def viser(self) -> None:
        """Give the focus to what lacks."""
        cible: QWidget = self.case
        if self.case.valeur():
            cible = self.le if self.par.valeur() else self.par
        cible.setFocus(Qt.FocusReason.OtherFocusReason)

    def _date(self) -> date | None:
        """The date typed; one that can't be read, or is to come, is said under the row."""
        le, faute = None, ""
        try:
            le = self._lire_date()
        except Invalide as erreur:
            faute = texte_erreur(erreur).court
        faute = faute if self.case.valeur() else ""
        self.erreur.setText(faute)
        self.erreur.setVisible(bool(faute))
        marquer(self.le, "etat", "erreur" if faute else "")
        self.le.setAccessibleDescription(faute)
        return le

    def _lire_date(self) -> date:
        le = self.le.valeur()
        if le is None:
            raise Invalide("acceptee_le", "date_vide")
        if le > self._aujourdhui():
            raise Invalide("acceptee_le", "date_future")
        return le

    @Slot()
    def _modifiee(self) -> None:
        self.changee.emit()

    @Slot()
    def _lire(self) -> None:
        self.lecture_demandee.emit()
