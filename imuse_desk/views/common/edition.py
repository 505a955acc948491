"""What is being edited, Qt-free: the record read, what was typed over it, its draft, the two sides of a conflict."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.conflit import ChampEnConflit, Cote

NOUVEAU = "nouveau"


@dataclass(frozen=True, slots=True)
class Metier:
    """The use cases of one kind of card, so that families and pupils share one way of editing."""

    genre: str
    ecran: str
    ouvrir: Callable[[Contexte, int], Any]
    creer: Callable[[Contexte, Any], Any]
    modifier: Callable[[Contexte, int, str, Any], Any]
    archiver: Callable[[Contexte, int], Any]
    en_json: Callable[[Any], dict[str, Any]]
    de_json: Callable[[Mapping[str, Any]], Any]
    differences: Callable[[Any, Any], dict[str, tuple[Any, Any]]]
    libelle: Callable[[str, Any], str]
    ecrire: Callable[[str, Any], str]


@dataclass(slots=True)
class Edition:
    """One card being edited. ``base`` is what was read, ``saisie`` what the form holds; equal, nothing is to record."""

    metier: Metier
    ident: int | None = None
    version: str = ""
    base: Any = None
    saisie: Any = None
    brouillon_a: datetime | None = None
    surnom: str = field(default="")

    @property
    def objet(self) -> str:
        """Key of the draft."""
        return NOUVEAU if self.ident is None else str(self.ident)

    @property
    def est_ouverte(self) -> bool:
        """A card is on show."""
        return self.base is not None

    @property
    def est_modifiee(self) -> bool:
        """The form differs from what was read."""
        return self.est_ouverte and self.saisie != self.base

    def ouvrir(self, ident: int | None, version: str, base: Any) -> None:
        """Take a record that was read, or an empty one for a new card."""
        self.ident, self.version, self.base, self.saisie = ident, version, base, base
        self.brouillon_a = None

    def fermer(self) -> None:
        """No card is on show."""
        self.ident, self.version, self.base, self.saisie, self.brouillon_a = None, "", None, None, None

    def contenu(self) -> dict[str, Any]:
        """The draft: what was typed, and over which version."""
        ecrire = self.metier.en_json
        return {"version": self.version, "base": ecrire(self.base), "saisie": ecrire(self.saisie)}

    def reprendre(self, contenu: Mapping[str, Any], a: datetime) -> None:
        """Take a draft back: its own version and base, so that what changed since shows as a conflict."""
        lire = self.metier.de_json
        self.version, self.base = str(contenu["version"]), lire(contenu["base"])
        self.saisie, self.brouillon_a = lire(contenu["saisie"]), a

    def conflits(self, leur: Any) -> list[ChampEnConflit]:
        """Fields where the form and the other desk's record differ; what one side alone changed is already chosen."""
        miens = set(self.metier.differences(self.saisie, self.base))
        leurs = set(self.metier.differences(leur, self.base))
        champs = []
        for cle, (mien, autre) in self.metier.differences(self.saisie, leur).items():
            choix: Cote | None = None
            if cle not in leurs:
                choix = "mien"
            elif cle not in miens:
                choix = "leur"
            libelle, ecrire = self.metier.libelle(cle, self.saisie), self.metier.ecrire
            champs.append(ChampEnConflit(cle, libelle, ecrire(cle, mien), ecrire(cle, autre), choix))
        return champs
