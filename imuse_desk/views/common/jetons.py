"""Design tokens: the colours of the light and dark themes, and the measure of contrast between two of them.

Screens never write a colour: they name a token. The roles and the floor of 4.5:1 (3:1 for outlines) are checked by a
test that recomputes every pair from this table.
"""

from dataclasses import dataclass
from typing import Literal

Ton = Literal["ok", "warn", "bad", "info", "neutral"]


@dataclass(frozen=True, slots=True)
class Jetons:
    """One theme: every colour as ``#RRGGBB``."""

    nom: str
    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    rule: str
    field: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_fill: str
    accent_fill_hover: str
    accent_soft: str
    on_fill: str
    bad_fill: str
    bad_fill_hover: str
    scroll: str
    canvas: str
    ok: str
    ok_ground: str
    warn: str
    warn_ground: str
    bad: str
    bad_ground: str
    info: str
    info_ground: str
    neutral: str
    neutral_ground: str

    @property
    def est_sombre(self) -> bool:
        """Whether this is the dark theme."""
        return self.nom == "sombre"

    def couleur(self, jeton: str) -> str:
        """Colour of a token by its name (``text2``, ``ok_ground``…)."""
        return str(getattr(self, jeton))

    def ton(self, ton: Ton) -> tuple[str, str]:
        """Text and ground of a state."""
        return self.couleur(ton), self.couleur(f"{ton}_ground")


CLAIR = Jetons(
    nom="clair",
    window="#F3F4F7",
    surface="#FFFFFF",
    sunken="#F7F8FA",
    hover="#EEF1F6",
    border="#DDE1E8",
    rule="#E8EBF0",
    field="#838D9C",
    text="#18212F",
    text2="#4A5566",
    text3="#5F6B7C",
    accent="#3550B5",
    accent_fill="#3550B5",
    accent_fill_hover="#2B429A",
    accent_soft="#E8ECFA",
    on_fill="#FFFFFF",
    bad_fill="#B3261E",
    bad_fill_hover="#941C16",
    scroll="#BBC3CF",
    canvas="#D6DAE1",
    ok="#14663A",
    ok_ground="#E2F3E8",
    warn="#7F4A00",
    warn_ground="#FCEFD6",
    bad="#AE1F1A",
    bad_ground="#FCE7E5",
    info="#0A5766",
    info_ground="#DCF0F4",
    neutral="#465162",
    neutral_ground="#EAEDF2",
)

SOMBRE = Jetons(
    nom="sombre",
    window="#14171C",
    surface="#1C2027",
    sunken="#181C22",
    hover="#262B34",
    border="#323945",
    rule="#2A303A",
    field="#6E7989",
    text="#E9ECF1",
    text2="#B9C1CD",
    text3="#98A3B3",
    accent="#A3B5FF",
    accent_fill="#4A63C8",
    accent_fill_hover="#4059BC",
    accent_soft="#27304F",
    on_fill="#FFFFFF",
    bad_fill="#B83A32",
    bad_fill_hover="#A2322B",
    scroll="#474F5C",
    canvas="#0E1014",
    ok="#83D9A6",
    ok_ground="#193425",
    warn="#F3C47A",
    warn_ground="#3A2C14",
    bad="#FFA79F",
    bad_ground="#43211F",
    info="#86D6E8",
    info_ground="#143640",
    neutral="#BAC2CE",
    neutral_ground="#2C323C",
)


def _luminance(couleur: str) -> float:
    canaux = (int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5))
    rouge, vert, bleu = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def contraste(une: str, autre: str) -> float:
    """WCAG 2 contrast ratio of two ``#RRGGBB`` colours, 1 to 21."""
    claire, foncee = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (claire + 0.05) / (foncee + 0.05)
