"""The usual table of required pieces, as manuals for families list them: where a site begins from."""

from dataclasses import dataclass, field
from typing import Any

from imuse_desk.domain.verification.constats import Regle
from imuse_desk.domain.verification.controles import BLOQUANTES, Controle

_RESIDENTS = {"residence": ["resident", "assimile"]}
_FISCALES_JOURS = 60
"""Days after the end of the year that papers of income are kept: the tariff is final by then."""
_AVIS = ["avis d’imposition", "avis de non-imposition"]


@dataclass(frozen=True, slots=True)
class FichePiece:
    """A row of the table; fields are the columns of ``type_piece``."""

    code: str
    libelle: str
    aide: str
    natures: list[str]
    effet: str
    regle: dict[str, Any] = field(default_factory=dict)
    exigence: str = "obligatoire"
    rattachement: str = "foyer"
    pages: int | None = None
    mois_validite: int | None = None
    controle: Controle = Controle.AUCUN
    bloquantes: list[Regle] = field(default_factory=list)
    conserver_jours: int | None = None


PIECES = (
    FichePiece(
        "domicile",
        "Justificatif de domicile de moins de 3 mois",
        "Quittance de loyer, facture d’électricité, de gaz, d’eau ou d’internet, au nom de l’élève ou du responsable "
        "légal. Personne hébergée\u00a0: attestation d’hébergement, pièce d’identité et justificatif de l’hébergeant.",
        [
            "quittance de loyer",
            "facture d’électricité",
            "facture de gaz",
            "facture d’eau",
            "facture d’internet",
            "attestation d’hébergement",
        ],
        "bloque",
        mois_validite=3,
        controle=Controle.DOMICILE,
        bloquantes=[*BLOQUANTES[Controle.DOMICILE]],
    ),
    FichePiece(
        "caf",
        "Attestation de paiement CAF avec quotient familial",
        "De l’année en cours et de moins de 3 mois, délivrée par la CAF. Obligatoire à partir de deux enfants à charge "
        "de moins de 20 ans\u00a0; sinon, si vous en bénéficiez.",
        ["attestation de paiement CAF", "attestation de quotient familial CAF"],
        "tarif",
        {**_RESIDENTS, "enfants_min": 2},
        mois_validite=3,
        controle=Controle.CAF,
        bloquantes=[*BLOQUANTES[Controle.CAF]],
        conserver_jours=_FISCALES_JOURS,
    ),
    FichePiece(
        "avis_1",
        "Avis d’imposition, parent 1",
        "Sur les revenus de l’avant-dernière année, les quatre pages. De l’élève majeur, du couple ou du parent 1.",
        _AVIS,
        "tarif",
        _RESIDENTS,
        pages=4,
        controle=Controle.AVIS,
        bloquantes=[*BLOQUANTES[Controle.AVIS]],
        conserver_jours=_FISCALES_JOURS,
    ),
    FichePiece(
        "avis_2",
        "Avis d’imposition, parent 2",
        "Couple non marié, ou parents séparés en garde alternée\u00a0: l’avis du second parent, les quatre pages.",
        _AVIS,
        "tarif",
        {**_RESIDENTS, "parent": 2},
        pages=4,
        controle=Controle.AVIS,
        bloquantes=[*BLOQUANTES[Controle.AVIS]],
        conserver_jours=_FISCALES_JOURS,
    ),
    FichePiece(
        "avis_suite",
        "Avis d’imposition, suite",
        "Les pages qui n’ont pas tenu dans le premier fichier.",
        _AVIS,
        "tarif",
        _RESIDENTS,
        exigence="si_benefice",
        controle=Controle.AVIS,
        bloquantes=[Regle.NATURE],
        conserver_jours=_FISCALES_JOURS,
    ),
    FichePiece(
        "certificat_danse",
        "Certificat médical de danse",
        "Certificat de non-contre-indication à la pratique de la danse, au nom de l’élève.",
        ["certificat médical"],
        "bloque",
        {"specialite": "danse"},
        rattachement="eleve",
        mois_validite=12,
    ),
)
