"""The time that a person gives to a piece: only while the window is in use, and never more than a minute of silence."""

import time
from collections.abc import Callable

SILENCE_S = 60.0


class Chronometre:
    """``demarrer()`` for each piece, ``activite()`` at each key or move; ``ms`` is what was really given."""

    def __init__(self, horloge: Callable[[], float] = time.monotonic) -> None:
        self._horloge = horloge
        self._cumul = 0.0
        self._dernier = horloge()
        self._marche = True

    def demarrer(self) -> None:
        """Another piece is shown."""
        self._cumul, self._dernier = 0.0, self._horloge()

    def activite(self) -> None:
        """The person does something."""
        self._cumul += self._depuis()
        self._dernier = self._horloge()

    def arreter(self) -> None:
        """Another window is in use."""
        self.activite()
        self._marche = False

    def reprendre(self) -> None:
        """The window is in use again."""
        self._dernier = self._horloge()
        self._marche = True

    @property
    def ms(self) -> int:
        """Milliseconds given to the piece so far."""
        return round((self._cumul + self._depuis()) * 1000)

    def _depuis(self) -> float:
        return min(self._horloge() - self._dernier, SILENCE_S) if self._marche else 0.0
