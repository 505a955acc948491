"""The *Fiches de réinscription à signer* of the pupils shown, by teacher: how many, then one PDF."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from imuse_desk.services.campagne.fiches import (
    SANS_ENSEIGNANT,
    FicheASigner,
    imprimer_fiches_a_signer,
    lister_fiches_a_signer,
)
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.campagne.mots import compte
from imuse_desk.views.common.avancement import Avancement
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Annule, Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px


class DialogueFiches(QDialog):
    """``DialogueFiches(executant, bus, ctx, eleve_ids, parent).open()``."""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, eleve_ids: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._fiches: Sequence[FicheASigner] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Fiches de réinscription à signer")
        self.setMinimumWidth(px(520))
        self.phrase = texte("Lecture de la liste…", "second", replie=True)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.avancement = Avancement(executant)
        self.renoncer = secondaire("Re&noncer")
        self.produire = primaire("&Produire les fiches", "file-pdf")
        self.produire.setEnabled(False)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        colonne.addWidget(texte("Fiches de réinscription à signer", "titre_carte"))
        for contenu in (self.phrase, self.echec, self.avancement):
            colonne.addWidget(contenu)
        colonne.addLayout(rangee_actions(None, self.renoncer, self.produire))
        self.renoncer.clicked.connect(self.reject)
        self.produire.clicked.connect(self._produire)
        self.produire.setDefault(True)
        executant.lire(partial(lister_fiches_a_signer, ctx, tuple(eleve_ids)), self._listees, self._refuse)

    @Slot(object)
    def _listees(self, fiches: Sequence[FicheASigner]) -> None:
        self._fiches = fiches
        n = len(fiches)
        profs = {f.enseignant for f in fiches}
        seuls = sum(f.enseignant == SANS_ENSEIGNANT for f in fiches)
        mots = [compte(len(profs - {SANS_ENSEIGNANT}), "enseignant", "enseignants")]
        if seuls:
            mots.append(f"{compte(seuls, 'famille', 'familles')} sans enseignant à la fin")
        self.phrase.setText(
            f"{compte(n, 'fiche', 'fiches')}\u00a0: {', '.join(mots)}. Elles sont rangées par enseignant puis par "
            "famille\u00a0; une famille n’en a qu’une, chez son premier enseignant."
            if n
            else "Aucune famille dans cette liste."
        )
        self.produire.setText(f"&Produire {compte(n, 'fiche', 'fiches')}" if n else "&Produire les fiches")
        self.produire.setEnabled(n > 0)

    @Slot()
    def _produire(self) -> None:
        self.echec.hide()
        self.produire.setEnabled(False)
        faire = partial(_imprimer, self._ctx, self._fiches)
        self.avancement.lancer("Mise en page des fiches…", faire, self._produites, self._refuse)

    @Slot(object)
    def _produites(self, octets: bytes) -> None:
        self.avancement.finir()
        self._bus.dire(f"{compte(len(self._fiches), 'fiche prête', 'fiches prêtes')} à imprimer")
        FenetrePapier(self._executant, "fiches_a_signer.pdf", octets, self.parentWidget()).show()
        self.accept()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.avancement.finir()
        self.produire.setEnabled(bool(self._fiches))
        if not isinstance(erreur, Annule):
            self.echec.montrer("bad", texte_erreur(erreur).court)
            self.echec.show()

    def reject(self) -> None:
        """Stop what is being made."""
        self.avancement.annuler()
        super().reject()


def _imprimer(ctx: Contexte, fiches: Sequence[FicheASigner], jeton: Jeton) -> bytes:
    return imprimer_fiches_a_signer(ctx, fiches, jeton.avancer)
