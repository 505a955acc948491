"""What a write touched: the record that tells every open view (and every other desk) whether to refresh."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changements:
    """The operation's name and the (kind, id) pairs that it touched; kinds are table names (``foyer``, ``eleve``…)."""

    operation: str
    objets: frozenset[tuple[str, int]] = field(default_factory=frozenset)

    @property
    def genres(self) -> frozenset[str]:
        """Kinds of object touched."""
        return frozenset(genre for genre, _ in self.objets)

    def touche(self, genre: str, ident: int | None = None) -> bool:
        """Tell whether this kind (and, where given, this very object) was touched."""
        if ident is None:
            return genre in self.genres
        return (genre, ident) in self.objets
