"""The threads that send: the outbox, pass after pass, and the one-time codes, which are never written down."""

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

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
LONGUEUR_POSTE = 60
ATTENTE_CODES_S = 3.0
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
        self._poste = f"{poste[:LONGUEUR_POSTE]} · courrier"  # its own: the desk sees what it wrote, like any other's
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
    """Sends one-time codes from memory, at once, three times at most; it never says whether there was one to send.

    A code stands nowhere in clear, so it cannot outlive the program: ``finir_les_codes`` tries a last time on leaving,
    and the window that asks for a code says that it leaves from this desk.
    """

    _en_cours: ClassVar[list[threading.Thread]] = []
    _fin: ClassVar[threading.Event] = threading.Event()

    def __init__(self, transport: Transport, *, reprises_s: tuple[float, ...] = _REPRISES_CODE_S) -> None:
        self._transport = transport
        self._reprises_s = reprises_s

    def __call__(self, code: CodeAEnvoyer) -> None:
        """Begin to send; returns at once."""
        fil = threading.Thread(target=self._envoyer, args=(code,), name="code_acces", daemon=True)
        self._en_cours[:] = [*(f for f in self._en_cours if f.is_alive()), fil]
        fil.start()

    @classmethod
    def attendre(cls, attente_s: float, *, est_fin: bool = False) -> None:
        """Wait for what is being sent; ``est_fin`` makes those that pause before another try do it now, the last."""
        if est_fin:
            cls._fin.set()
        limite = time.monotonic() + attente_s
        for fil in cls._en_cours:
            fil.join(max(0.0, limite - time.monotonic()))
        cls._fin.clear()

    def _envoyer(self, code: CodeAEnvoyer) -> None:
        courriel = courriel_de_code(code)
        for pause in self._reprises_s:
            est_dernier = pause > 0 and self._fin.wait(pause)
            resultat = self._transport.envoyer(courriel)
            if est_dernier or resultat.etat is not EtatEnvoi.TEMPORAIRE:
                break
        if resultat.etat is not EtatEnvoi.ACCEPTE:
            journal.warning("code non envoyé : %s", resultat.code)


def finir_les_codes(attente_s: float = ATTENTE_CODES_S) -> None:
    """The program is closing: codes not sent yet have one more try, a few seconds at most."""
    ExpediteurCodes.attendre(attente_s, est_fin=True)


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
