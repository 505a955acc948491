"""A child of two households: each pays its share of its own price."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from imuse_desk.domain.argent import demi_sup
from imuse_desk.domain.erreurs import Invalide

Cote = Literal["a", "b"]


def part_foyer(prix_centimes: int, part: Decimal | Fraction | int) -> int:
    """Give the share (in per cent) of one line, rounded half-up; raises Invalide out of 0 to 100."""
    fraction = Fraction(part)
    if not 0 <= fraction <= 100:
        raise Invalide("part", "part_hors_bornes", minimum=0, maximum=100)
    return demi_sup(prix_centimes * fraction / 100)


def parts_deux_foyers(
    prix_a_centimes: int,
    prix_b_centimes: int,
    part_a: Decimal | Fraction | int,
    part_b: Decimal | Fraction | int,
    principal: Cote = "a",
) -> tuple[int, int]:
    """Share one line between two households, each at its own price and percentage, rounded half-up.

    Where both prices are equal and the shares make 100 %, the child's main household takes the rest, so that the sum
    is the price: 401.01 at 50/50 gives 200.51 to the other and 200.50 to the main one. Raises Invalide when a share is
    out of 0 to 100 or both go beyond 100 %.
    """
    somme = Fraction(part_a) + Fraction(part_b)
    du_a, du_b = part_foyer(prix_a_centimes, part_a), part_foyer(prix_b_centimes, part_b)
    if somme > 100:
        raise Invalide("part", "parts_plus_de_cent")
    if prix_a_centimes != prix_b_centimes or somme != 100:
        return du_a, du_b
    return (prix_a_centimes - du_b, du_b) if principal == "a" else (du_a, prix_a_centimes - du_a)
