"""What the house granted by hand takes off a household's fees: never more than they are."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from imuse_desk.domain.argent import INSECABLE, demi_sup, euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.services.reinscription.faits import Charge
from imuse_desk.services.tarification import LignePrix, RemisePrix

if TYPE_CHECKING:
    from imuse_desk.services.reinscription.prix import PrixEnfant

ENTIERE = 100


def reductions_accordees(
    charge: Charge, foyer_id: int, enfants: Sequence["PrixEnfant"], lignes_foyer: Sequence[LignePrix],
    remises: Sequence[RemisePrix],
) -> Iterator[RemisePrix]:  # fmt: skip
    """The reductions of a household for the year, in the order of the decisions; rentals are not concerned."""
    par_eleve = {e.eleve_id: _somme(e.lignes) for e in enfants}
    du_foyer = sum(par_eleve.values()) + _somme(lignes_foyer) + sum(x.montant_centimes for x in remises)
    for reduction in charge.petites.reductions:
        if reduction.n1 != foyer_id:
            continue
        base = du_foyer if reduction.n2 is None else min(par_eleve.get(reduction.n2, 0), du_foyer)
        montant = _montant(reduction, max(base, 0))
        if not montant:
            continue
        du_foyer -= montant
        if reduction.n2 is not None:
            par_eleve[reduction.n2] -= montant
        libelle = "Exonération" if montant == base else "Réduction accordée"
        yield RemisePrix("REDUCTION", libelle, -montant, _expliquer(reduction, base), reduction.n2)


def _somme(lignes: Iterable[LignePrix]) -> int:
    return sum(x.montant_centimes for x in lignes if x.nature != "rental")


def _montant(reduction: Any, base: int) -> int:
    """What it takes off, in cents: a share or an amount, within its ceiling and what is owed."""
    voulu = demi_sup(Fraction(base * reduction.n3, ENTIERE)) if reduction.t1 == "pourcent" else reduction.n3
    return min(voulu, base, base if reduction.n4 is None else reduction.n4)


def _expliquer(reduction: Any, base: int) -> str:
    quoi = euros(reduction.n3)
    if reduction.t1 == "pourcent":
        quoi = f"{reduction.n3}{INSECABLE}% de {euros(base)}"
    plafond = "" if reduction.n4 is None else f", plafond {euros(reduction.n4)}"
    return f"{quoi}{plafond}, décision du{INSECABLE}{date_fr(reduction.du_le)}"
