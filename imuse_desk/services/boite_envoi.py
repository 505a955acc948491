"""The threads that send: the outbox, pass after pass, and the one-time codes, which are never written down."""

import threading
from collections.abc import Callable
from datetime import datetime

from imuse_desk.domain.comptes import DUREE_CODE
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.infra.depot import Rangement
from imuse_desk.infra.journal import journal
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import Courriel, EtatEnvoi
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import horloge_systeme
from imuse_desk.services.courrier import Papiers, Transport, envoyer_en_attente
from imuse_desk.services.mot_de_passe import CodeAEnvoyer
from imuse_desk.services.reglages_courriel import transport_en_vigueur

INTERVALLE_S = 20.0
_REPRISES_CODE_S = (0.0, 15.0, 60.0)


class BoiteEnvoi(threading.Thread):
    """Sends what is due every twenty seconds, and at once when woken; a base or server away is tried again later."""

    def __init__(
        self,
        base: Base,
        depot: Rangement,
        coffre: Coffre,
        poste: str,
        *,
        horloge: Callable[[], datetime] = horloge_systeme,
        papiers: Papiers | None = None,
        intervalle_s: float = INTERVALLE_S,
    ) -> None:
        super().__init__(name="boite_envoi", daemon=True)
        self._base = base
        self._depot = depot
        self._coffre = coffre
        self._poste = poste
        self._horloge = horloge
        self._papiers = papiers
        self._intervalle_s = intervalle_s
        self._reveil = threading.Event()
        self._arret = False

    def reveiller(self) -> None:
        """Something was just put in the outbox."""
        self._reveil.set()

    def arreter(self, attente_s: float = 2.0) -> None:
        """Ask to stop and wait a little; a sending under way is left to the next start."""
        self._arret = True
        self._reveil.set()
        if self.is_alive():
            self.join(attente_s)

    def run(self) -> None:
        """One pass, then wait."""
        while not self._arret:
            self._passer()
            self._reveil.wait(self._intervalle_s)
            self._reveil.clear()

    def _passer(self) -> None:
        try:
            transport = transport_en_vigueur(self._base, self._coffre)
            if transport is None:
                return
            bilan = envoyer_en_attente(
                self._base, self._depot, transport, self._poste, self._horloge, papiers=self._papiers
            )
        except ErreurMetier as erreur:
            journal.warning("boîte d’envoi : %s", erreur.code)
            return
        if bilan.envoyes or bilan.remis or bilan.echoues:
            journal.info("boîte d’envoi : %d partis, %d remis, %d échoués", bilan.envoyes, bilan.remis, bilan.echoues)


class ExpediteurCodes:
    """Sends one-time codes from memory, at once, three times at most; it never says whether there was one to send."""

    def __init__(self, transport: Transport, *, reprises_s: tuple[float, ...] = _REPRISES_CODE_S) -> None:
        self._transport = transport
        self._reprises_s = reprises_s
        self._fils: list[threading.Thread] = []

    def __call__(self, code: CodeAEnvoyer) -> None:
        """Begin to send; returns at once."""
        fil = threading.Thread(target=self._envoyer, args=(code,), name="code_acces", daemon=True)
        self._fils.append(fil)
        fil.start()

    def attendre(self, attente_s: float) -> None:
        """Wait for what is being sent."""
        for fil in self._fils:
            fil.join(attente_s)

    def _envoyer(self, code: CodeAEnvoyer) -> None:
        courriel = courriel_de_code(code)
        for pause in self._reprises_s:
            if pause:
                threading.Event().wait(pause)
            resultat = self._transport.envoyer(courriel)
            if resultat.etat is not EtatEnvoi.TEMPORAIRE:
                break
        if resultat.etat is not EtatEnvoi.ACCEPTE:
            journal.warning("code non envoyé : %s", resultat.code)


def courriel_de_code(code: CodeAEnvoyer) -> Courriel:
    """The e-mail that carries a code."""
    expire = code.expire_a.astimezone()
    corps = (
        f"Bonjour {code.nom},\n\nVoici le code pour choisir un nouveau mot de passe dans imuse_desk\u00a0:\n\n"
        f"    {code.code}\n\n"
        f"Il sert une fois, jusqu’au {date_fr(expire.date())} à {expire:%H:%M}. Saisissez-le dans la fenêtre "
        "«\u00a0Mot de passe perdu\u00a0».\n\nSi vous n’avez rien demandé, ignorez ce message\u00a0: "
        "votre mot de passe ne change pas."
        "\n"
    )
    reference = f"code-{code.expire_a:%Y%m%d%H%M%S%f}"
    return Courriel(code.destinataire, "Votre code pour imuse_desk", corps, reference, code.expire_a - DUREE_CODE)
