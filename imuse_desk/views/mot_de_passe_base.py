"""The server of the base wants a password: asked over the opening window, kept only in a real key ring."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.services.cle_serveur import FAUX, CleServeur
from imuse_desk.views.common.champs import CaseACocher
from imuse_desk.views.common.demande import Champ, Demande
from imuse_desk.views.mot_de_passe import LigneMotDePasse

RETENIR = "&Retenir dans le trousseau de ce poste"
SANS_TROUSSEAU = "Ce poste n’a pas de trousseau sûr\u00a0: le mot de passe sera demandé à chaque démarrage."


class DialogueMotDePasseBase(Demande):
    """``saisi`` once the password was given to ``cle``; ``renonce(erreur)`` when the person leaves it."""

    saisi = Signal()
    renonce = Signal(object)

    def __init__(self, parent: QWidget | None, cle: CleServeur, erreur: ErreurMetier) -> None:
        self._cle, self._erreur = cle, erreur
        champs: list[Champ] = [("mot_de_passe", "&Mot de passe", LigneMotDePasse(), True)]
        if cle.peut_retenir:
            champs.append(("retenir", "", CaseACocher(RETENIR), False))
        phrase = f"Le serveur de la base demande le mot de passe de {cle.qui}."
        if not cle.peut_retenir:
            phrase = f"{phrase} {SANS_TROUSSEAU}"
        super().__init__(parent, "Mot de passe de la base", phrase, "Ou&vrir la base", champs)
        if erreur.code == FAUX:
            self.refuser(erreur)
        self.validee.connect(self._prendre)
        self.rejected.connect(self._renoncer)

    @Slot(object)
    def _prendre(self, valeurs: dict[str, object]) -> None:
        self._cle.saisir(str(valeurs["mot_de_passe"]), est_a_retenir=bool(valeurs.get("retenir")))
        self.accept()
        self.saisi.emit()

    @Slot()
    def _renoncer(self) -> None:
        self.renonce.emit(self._erreur)
