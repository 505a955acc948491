"""The declaration: its text, who accepted it, when and how; the agent acts for somebody and says for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.lectures.reinscription import DossierVu
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, EditeurDate, ListeChoix
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px

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
    """One row: tick, adult, date, means; ``changee`` at each edit. ``acceptation()`` gives what is filled in."""

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
        rangee.addWidget(texte("le", "libelle"))
        rangee.addWidget(self.le)
        rangee.addWidget(self.moyen, 1)
        self.ajouter(rangee)
        self.resume = texte("", "second", replie=True)
        self.erreur = texte("", "erreur", replie=True)
        self.ajouter(self.resume)
        self.ajouter(self.erreur)
        self._dossier_id = 0
        for widget in (self.case, self.par, self.le, self.moyen):
            widget.modifiee.connect(self._modifiee)
        self.lire.clicked.connect(self._lire)
        self._aujourdhui = aujourdhui

    def montrer(self, dossier: DossierVu, *, est_modifiable: bool) -> None:
        """Bind a dossier; what was being typed for the same dossier stays."""
        declaration = dossier.declaration
        if dossier.dossier_id != self._dossier_id:
            self._dossier_id = dossier.dossier_id
            self.par.poser_choix([(nom, nom) for nom in dossier.responsables])
            self.par.poser_valeur(next(iter(dossier.responsables), None))
            self.case.poser_valeur(False)  # noqa: FBT003 - the value of a tick
            self.le.poser_valeur(self._aujourdhui())
            self.moyen.poser_valeur("guichet")
            self.erreur.hide()
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
        self.setAccessibleDescription(fait)

    def acceptation(self) -> Acceptation | None:
        """What is filled in, None while the box is not ticked or a field can't be read (said under the row)."""
        if not self.case.valeur():
            return None
        try:
            le = self.le.valeur()
        except Invalide as erreur:
            self.erreur.setText(texte_erreur(erreur).phrase)
            self.erreur.show()
            return None
        self.erreur.hide()
        par = self.par.valeur()
        return Acceptation(str(par), le, str(self.moyen.valeur())) if par and le else None

    @Slot()
    def _modifiee(self) -> None:
        self.changee.emit()

    @Slot()
    def _lire(self) -> None:
        self.lecture_demandee.emit()
