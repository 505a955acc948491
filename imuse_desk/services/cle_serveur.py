"""The password of a server's base on this desk: typed, or kept in the system's key ring, never in an address."""

from collections.abc import Callable

from sqlalchemy import URL

from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models.passerelle import Base

FAUX = "base_mot_de_passe_faux"
CODES = frozenset({"base_mot_de_passe", FAUX})
"""Refusals of a server that another password may lift."""
ESSAIS = 3


class CleServeur:
    """``lire()`` to open; ``saisir()`` after a refusal; ``confirmer()`` once the base answered."""

    def __init__(self, coffre: Coffre, url: URL) -> None:
        self._coffre = coffre
        self.url = url
        self._typee: str | None = None
        self._est_a_retenir = False

    @property
    def peut_retenir(self) -> bool:
        """Whether this desk has a key ring that keeps secrets."""
        return self._coffre.est_durable

    @property
    def qui(self) -> str:
        """Whose password it is, as shown beside the question."""
        personne = f"{self.url.username} sur " if self.url.username else ""
        return f"{personne}{self.url.host or 'ce poste'}"

    @property
    def _nom(self) -> str:
        return "base:" + self.url.set(drivername="postgresql", password=None).render_as_string()

    def lire(self) -> str | None:
        """The password typed, else the one kept; None for a base of this computer."""
        if self.url.get_backend_name() == "sqlite":
            return None
        return self._typee if self._typee is not None else self._coffre.lire(self._nom)

    def saisir(self, mot_de_passe: str, *, est_a_retenir: bool) -> None:
        """Take what the person typed; kept only once it opened the base."""
        self._typee, self._est_a_retenir = mot_de_passe, est_a_retenir and self.peut_retenir

    def confirmer(self) -> None:
        """The base opened: keep what was typed where that was asked, and drop one that no longer opened it."""
        if self._typee is None:
            return
        if self._est_a_retenir:
            self._coffre.ecrire(self._nom, self._typee)
        elif self.peut_retenir:
            self._coffre.oublier(self._nom)


def ouvrir_avec_cle(cle: CleServeur, demander: Callable[[str], str | None]) -> Base:
    """Open a base for a command: the password kept, else what ``demander(whose)`` answers, three times at most.

    Raises BaseRefusee and what opening a base raises; nothing typed in a terminal is kept.
    """
    if cle.url.get_backend_name() == "sqlite":
        return Base.ouvrir(cle.url)
    restants = ESSAIS
    while True:
        base = Base.ouvrir(cle.url, mot_de_passe=cle.lire())
        try:
            with base.lire() as session:
                session.connection()
            return base
        except ErreurMetier as erreur:
            base.fermer()
            saisi = demander(cle.qui) if erreur.code in CODES and restants else None
            if saisi is None:
                raise
            restants -= 1
            cle.saisir(saisi, est_a_retenir=False)
