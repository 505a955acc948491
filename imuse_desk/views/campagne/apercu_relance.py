"""What each household would read, one at a time with arrows."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.campagne.relances import ARelancer, PlanRelance
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.fusion import Modele
from imuse_desk.views.common.apercu_fusion import LETTRE, ApercuFusion
from imuse_desk.views.common.boutons import icone_seule
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.textes import TexteElide, texte

PERSONNE = "Personne n’est à relancer dans cette liste."


class ApercuRelance(ApercuFusion):
    """``montrer(plan, courriel, lettre)``: each household with the text of the way that reaches it."""

    def __init__(self, executant: Executant, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(executant, ctx, PERSONNE, parent)
        self._foyers: Sequence[ARelancer] = ()
        self._modeles: tuple[Modele, Modele] | None = None
        self._rang = 0
        self.precedent = icone_seule("caret-left", "Famille précédente", "Alt+Left")
        self.suivant = icone_seule("caret-right", "Famille suivante", "Alt+Right")
        self.rang = texte("", "fort")
        self.famille = TexteElide("second")
        for outil in (self.precedent, self.rang, self.suivant):
            self.haut.addWidget(outil)
        self.haut.addWidget(self.famille, 1)
        self.precedent.clicked.connect(self._vers_precedent)
        self.suivant.clicked.connect(self._vers_suivant)
        self.vider(PERSONNE)

    def montrer(self, plan: PlanRelance, courriel: Modele, lettre: Modele) -> None:
        """Show these households with these texts; the place in the list stays."""
        self._ctx = self._ctx.sur(annee_id=plan.annee_id)
        self._foyers, self._modeles = plan.foyers, (courriel, lettre)
        self._aller(self._rang)

    def aller_a(self, foyer_id: int) -> None:
        """Show the text of this household, if it is written to."""
        rang = next((n for n, f in enumerate(self._foyers) if f.foyer_id == foyer_id), None)
        if rang is not None:
            self._aller(rang)

    def vider(self, phrase: str) -> None:
        """Nothing to show, and why."""
        self._foyers = ()
        self._vide = phrase
        self._aller(0)

    def _aller(self, rang: int) -> None:
        n = len(self._foyers)
        self._rang = max(0, min(rang, n - 1))
        self.rang.setText(f"{self._rang + 1} / {n}" if n else "")
        self.precedent.setEnabled(self._rang > 0)
        self.suivant.setEnabled(self._rang + 1 < n)
        self.voir.setVisible(False)
        if not n or self._modeles is None:
            self.famille.montrer("")
            self.poser_destinataire(None)
            return
        qui = self._foyers[self._rang]
        self.famille.montrer(qui.famille)
        modele = self._modeles[0 if qui.courriel else 1]
        self.poser_canal("courriel" if qui.courriel else LETTRE)
        self.poser_texte(modele.sujet, modele.corps)
        self.poser_destinataire(qui.destinataire)

    @Slot()
    def _vers_precedent(self) -> None:
        self._aller(self._rang - 1)

    @Slot()
    def _vers_suivant(self) -> None:
        self._aller(self._rang + 1)
