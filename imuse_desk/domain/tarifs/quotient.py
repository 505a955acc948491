"""How a quotient is reckoned from a tax notice or a CAF scale, with its arithmetic shown.

The value printed on the paper is the reference; this is for a household without one, and to check. Each way of
reckoning is data: a formula with, for the CAF's, its scale of parts.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from imuse_desk.domain.argent import INSECABLE, MONTANT_MAX_CENTIMES, demi_sup, euros
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.tarifs.explication import nombre

MOIS_PAR_AN = 12
_PARTS = re.compile(r"[0-9]{1,3}([.,][0-9]{1,3})?")


@dataclass(frozen=True)
class BaremeParts:
    """Parts of a household: the adults together, then each child in order (the last value repeats)."""

    adultes: Fraction
    enfants: tuple[Fraction, ...]
    enfant_handicape: Fraction

    def parts(self, enfants: int, enfants_handicapes: int = 0) -> Fraction:
        """Sum the parts of a household; raises Invalide on impossible numbers."""
        if not 0 <= enfants_handicapes <= enfants:
            raise Invalide("enfants", "enfants_impossible")
        total = self.adultes + self.enfant_handicape * enfants_handicapes
        return total + sum((self.enfants[min(i, len(self.enfants) - 1)] for i in range(enfants)), Fraction(0))


@dataclass(frozen=True)
class FormuleQuotient:
    """(yearly resources / 12 + monthly benefits) / parts; ``bareme`` is None when the notice gives the parts."""

    code: str
    ressources: str
    a_prestations: bool
    bareme: BaremeParts | None = None


BAREME_CAF = BaremeParts(Fraction(2), (Fraction(1, 2), Fraction(1, 2), Fraction(1), Fraction(1, 2)), Fraction(1, 2))
FORMULES = {
    formule.code: formule
    for formule in (
        FormuleQuotient(
            "caf_monthly", "ressources annuelles avant abattement de 10\u00a0%", a_prestations=True, bareme=BAREME_CAF
        ),
        FormuleQuotient("tax_based", "revenu fiscal de référence", a_prestations=True),
        FormuleQuotient("tax_only", "revenu fiscal de référence", a_prestations=False),
    )
}


@dataclass(frozen=True)
class QuotientCalcule:
    """A quotient in cents and what made it."""

    formule: FormuleQuotient
    annuel_centimes: int
    prestations_centimes: int
    parts: Fraction
    quotient_centimes: int

    def arithmetique(self) -> str:
        """Write the arithmetic in French, figures only."""
        mensuel = f"{euros(self.annuel_centimes)} ÷ {MOIS_PAR_AN}"
        dividende = f"({mensuel} + {euros(self.prestations_centimes)})" if self.formule.a_prestations else mensuel
        parts = f"{nombre(self.parts)}{INSECABLE}{'part' if self.parts < 2 else 'parts'}"
        return f"{dividende} ÷ {parts} = {euros(self.quotient_centimes)}"

    def expliquer(self) -> str:
        """Tell in one sentence where the quotient comes from."""
        return f"Quotient calculé d’après {self.formule.ressources}{INSECABLE}: {self.arithmetique()}."


def lire_parts(texte: str) -> Fraction:
    """Read the parts of a notice as typed (``2,5``); raises Invalide(parts, parts_impossible)."""
    net = texte.strip()
    if not _PARTS.fullmatch(net):
        raise Invalide("parts", "parts_impossible")
    parts = Fraction(net.replace(",", "."))
    if parts <= 0:
        raise Invalide("parts", "parts_impossible")
    return parts


def calculer_quotient(
    formule: FormuleQuotient, annuel_centimes: int, parts: Fraction, prestations_centimes: int = 0
) -> QuotientCalcule:
    """Reckon a monthly quotient, rounded half-up to the cent.

    Raises Invalide on ``annuel``, ``parts`` or ``prestations`` when they are impossible or not part of the formula,
    and on ``annuel`` when the quotient is more than an amount may be.
    """
    if annuel_centimes < 0:
        raise Invalide("annuel", "montant_negatif")
    if parts <= 0:
        raise Invalide("parts", "parts_impossible")
    if prestations_centimes < 0 or (prestations_centimes and not formule.a_prestations):
        raise Invalide("prestations", "prestations_hors_formule")
    exact = (Fraction(annuel_centimes, MOIS_PAR_AN) + prestations_centimes) / parts
    quotient = demi_sup(exact)
    if quotient > MONTANT_MAX_CENTIMES:
        raise Invalide("annuel", "montant_trop_grand", maximum=MONTANT_MAX_CENTIMES)
    return QuotientCalcule(formule, annuel_centimes, prestations_centimes, parts, quotient)
