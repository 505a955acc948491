"""The answer of an inspection, the same for every file whatever its state."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

Etat = Literal["lisible", "protege", "abime", "vide", "pas_un_pdf", "trop_complexe", "trop_gros", "introuvable"]
ETATS: tuple[Etat, ...] = get_args(Etat)


@dataclass(frozen=True)
class Examen:
    """Facts on one file: ``pages``, ``octets`` and ``sha256`` are None when they can't be known without risk."""

    fichier: str
    etat: Etat
    code: str
    message: str
    pages: int | None = None
    octets: int | None = None
    sha256: str | None = None
    faits: dict[str, Any] = field(default_factory=dict)

    def en_dict(self) -> dict[str, Any]:
        """Every field in order, ready for JSON."""
        return asdict(self)
