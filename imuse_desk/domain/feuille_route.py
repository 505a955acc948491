"""What the barcode of a cover sheet (feuille de route) says: which row of which dossier the pages behind it belong to.

Nothing of a person stands in it: numbers of the base, a mark of the dossier's reference (another base has another one),
and two check digits (ISO 7064, MOD 97-10). A text that is not exactly what ``texte`` writes is not one of ours.
"""

import re
from dataclasses import dataclass

PREFIXE = "IDR1"
_NOMBRE = r"(0|[1-9]\d{0,8})"
_FORME = re.compile(rf"{PREFIXE}-{_NOMBRE}-{_NOMBRE}-{_NOMBRE}-{_NOMBRE}-{_NOMBRE}-([0-9A-F]{{4}})-(\d\d)")


@dataclass(frozen=True, slots=True)
class FeuilleRoute:
    """A row of a dossier's table of pieces; ``eleve_id`` is 0 for a piece of the household."""

    site_id: int
    annee_id: int
    dossier_id: int
    type_id: int
    eleve_id: int
    marque: str

    @property
    def texte(self) -> str:
        """What the barcode holds."""
        corps = self._corps()
        return f"{corps}-{98 - _reste(corps + '00'):02}"

    def _corps(self) -> str:
        nombres = (self.site_id, self.annee_id, self.dossier_id, self.type_id, self.eleve_id)
        return "-".join((PREFIXE, *map(str, nombres), self.marque))


def lire_feuille(texte: str) -> FeuilleRoute | None:
    """The row that a barcode names; None for any other code, or one whose check digits are wrong."""
    trouve = _FORME.fullmatch(texte)
    if trouve is None or _reste(texte) != 1:
        return None
    site, annee, dossier, type_, eleve = (int(nombre) for nombre in trouve.groups()[:5])
    return FeuilleRoute(site, annee, dossier, type_, eleve, trouve[6])


def marque_de(reference: str) -> str:
    """The mark of a dossier, from its public reference."""
    return reference.replace("-", "")[:4].upper()


def _reste(texte: str) -> int:
    """Letters count from 10 (A) to 35 (Z), hyphens not at all."""
    return int("".join(str(int(signe, 36)) for signe in texte if signe != "-")) % 97
