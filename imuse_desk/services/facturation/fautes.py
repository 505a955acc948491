"""What a check of the base looked at, and what it found."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Faute:
    """Something that does not add up: a code, the piece or the counter it is about, figures in words."""

    code: str
    ou: str
    detail: str = ""


@dataclass(slots=True)
class Releve:
    """What was looked at, and the faults."""

    pieces: int = 0
    ecritures: int = 0
    reglements: int = 0
    actes: int = 0
    fautes: list[Faute] = field(default_factory=list)
