"""What a simple card of the settings is: its table, how its form is read, what makes it unique, what still uses it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from imuse_desk.models import Modele
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.saisie import Lecteur

Champs: TypeAlias = Mapping[str, Any]
"""Fields of a form by their keys: texts as typed, booleans, ids."""


@dataclass(frozen=True, slots=True)
class LectureFiche:
    """What reading a form needs: who asks, the reading session, the reader that gathers the errors."""

    ctx: Contexte
    session: Session
    lecteur: Lecteur
    champs: Champs

    def texte(self, champ: str, maximum: int, *, obligatoire: bool = False) -> str:
        """A cleaned text of the form."""
        return self.lecteur.texte(champ, self.champs.get(champ, ""), maximum, obligatoire=obligatoire)

    def entier(self, champ: str, minimum: int, maximum: int, *, obligatoire: bool = False) -> int | None:
        """A whole number of the form, None if empty."""
        lu = self.lecteur.entier(champ, str(self.champs.get(champ) or ""), minimum, maximum)
        if lu is None and obligatoire and not any(e.champ == champ for e in self.lecteur.erreurs):
            self.lecteur.refuser(champ, "champ_obligatoire")
        return lu


Lecture: TypeAlias = Callable[[LectureFiche], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Fiche:
    """A kind of card.

    ``lire`` turns the typed fields into columns; ``portee`` gives the columns set once from the context (the site…);
    ``unique`` lists the columns that no two living cards share, told under the first field of the form that names it;
    ``limites`` restricts its list where none of its columns does; ``usages`` counts what still uses a card, by the
    words that a refusal shows; ``avant`` refuses changes, column by column as (new, former), that would belie what was
    written with the card; ``en_champs`` turns its columns into the fields of its form.
    """

    genre: str
    modele: type[Modele]
    lire: Lecture
    champ_unique: str
    unique: tuple[str, ...]
    portee: Callable[[Contexte], dict[str, Any]] = field(default=lambda _ctx: {})
    usages: Callable[[Session, int], Mapping[str, int]] = field(default=lambda _session, _ident: {})
    apres: Callable[[Unite, Any], None] = field(default=lambda _unite, _objet: None)
    limites: Callable[[Contexte], Sequence[ColumnElement[bool]]] = field(default=lambda _ctx: ())
    avant: Callable[[Session, Any, Mapping[str, tuple[Any, Any]]], None] = field(
        default=lambda _session, _objet, _ecarts: None
    )
    en_champs: Callable[[dict[str, Any]], dict[str, Any]] = field(default=dict)
