"""Which rules judge the files of a row of the table of pieces, and which of them stop an acceptance without a reason.

Both are data of the site and year: towns differ. What stands here is where a site begins from.
"""

from collections.abc import Mapping
from enum import StrEnum

from imuse_desk.domain.verification.constats import Regle
from imuse_desk.domain.verification.hebergement import Part


class Controle(StrEnum):
    """The family of rules that a row of the table asks for."""

    AUCUN = "aucun"
    DOMICILE = "domicile"
    CAF = "caf"
    AVIS = "avis"
    IDENTITE = "identite"


BLOQUANTES: Mapping[Controle, tuple[Regle, ...]] = {
    Controle.AUCUN: (),
    Controle.DOMICILE: (Regle.SCEAU, Regle.NATURE, Regle.DATE, Regle.NOM, Regle.ENSEMBLE),
    Controle.CAF: (Regle.EMETTEUR, Regle.NATURE, Regle.DATE),
    Controle.AVIS: (
        Regle.SCEAU, Regle.NATURE, Regle.ANNEE, Regle.PAGES, Regle.NOM, Regle.REVENU, Regle.CONCORDANCE,
    ),
    Controle.IDENTITE: (Regle.NATURE, Regle.DATE),
}  # fmt: skip
"""The rules whose failure stops an acceptance, until a site says otherwise."""
REGLES: Mapping[Controle, tuple[Regle, ...]] = {
    Controle.AUCUN: (),
    Controle.DOMICILE: (
        Regle.SCEAU, Regle.NATURE, Regle.DATE, Regle.NOM, Regle.ADRESSE, Regle.HEBERGEANT, Regle.ENSEMBLE,
    ),
    Controle.CAF: (Regle.EMETTEUR, Regle.NATURE, Regle.DATE, Regle.MOIS, Regle.NOM, Regle.QUOTIENT),
    Controle.AVIS: (
        Regle.SCEAU, Regle.NATURE, Regle.ANNEE, Regle.PAGES, Regle.NOM, Regle.PARENT, Regle.REVENU, Regle.CONCORDANCE,
        Regle.PARTS,
    ),
    Controle.IDENTITE: (Regle.NATURE, Regle.NOM, Regle.DATE),
}  # fmt: skip
"""The rules that each family looks at, in the order of a checklist."""
_DE_LA_PART: Mapping[Part, tuple[Regle, ...]] = {
    Part.HEBERGEMENT: (Regle.NATURE, Regle.DATE, Regle.NOM, Regle.ADRESSE, Regle.HEBERGEANT, Regle.ENSEMBLE),
    Part.IDENTITE_HOTE: (Regle.NATURE, Regle.DATE, Regle.HEBERGEANT),
    Part.DOMICILE_HOTE: (Regle.SCEAU, Regle.NATURE, Regle.DATE, Regle.ADRESSE, Regle.HEBERGEANT),
}


def regles_de(controle: Controle, part: Part) -> tuple[Regle, ...]:
    """The rules that look at a paper by the part that it plays: nobody asks an identity paper for an address.

    The host's papers bear the host's name, never the household's.
    """
    if controle is not Controle.DOMICILE:
        return REGLES[controle]
    seule = tuple(regle for regle in REGLES[controle] if regle not in (Regle.HEBERGEANT, Regle.ENSEMBLE))
    return _DE_LA_PART.get(part, seule)
