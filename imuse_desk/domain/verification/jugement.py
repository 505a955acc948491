"""A document judged by the family of rules that its row of the table of pieces asks for."""

from collections.abc import Callable, Mapping

from imuse_desk.domain.verification.constats import NATURES_SCELLEES, Attente, Constat, Document, Regle
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.hebergement import Part, juger_attestation
from imuse_desk.domain.verification.identite import juger_identite
from imuse_desk.domain.verification.lecture import Nature
from imuse_desk.domain.verification.lecture import nature as lire_nature
from imuse_desk.domain.verification.regles import juger_avis, juger_caf, juger_domicile

_JUGES: Mapping[Controle, Callable[[Document, Attente], tuple[Constat, ...]]] = {
    Controle.DOMICILE: juger_domicile,
    Controle.CAF: juger_caf,
    Controle.AVIS: juger_avis,
    Controle.IDENTITE: juger_identite,
}


def juger(controle: Controle, document: Document, attente: Attente, part: Part = Part.SEULE) -> tuple[Constat, ...]:
    """What the rules of a row find on a document, by the part that it plays; nothing where the row asks for none."""
    if controle is Controle.DOMICILE and part is Part.IDENTITE_HOTE:
        return juger_identite(document, attente)
    if controle is Controle.DOMICILE and part is Part.HEBERGEMENT:
        dits = {c.regle: c for c in juger_domicile(document, attente)}
        return *(dits[regle] for regle in (Regle.NATURE, Regle.DATE)), *juger_attestation(document, attente)
    juge = _JUGES.get(controle)
    return juge(document, attente) if juge is not None else ()


def controle_de(document: Document) -> Controle:
    """The family of rules that suits a document, where no row of the table says it.

    A scan without a word says by its seal what it is, whoever sealed it: the rules tell then whether it holds.
    """
    nature, sceau = lire_nature(document.pages), document.sceau
    if nature is Nature.INCONNUE and sceau is not None:
        nature = NATURES_SCELLEES.get(sceau.genre, nature)
    if nature in (Nature.AVIS, Nature.NON_IMPOSITION, Nature.DECLARATIVE):
        return Controle.AVIS
    if nature in (Nature.CAF_PAIEMENT, Nature.CAF_QUOTIENT):
        return Controle.CAF
    return Controle.AUCUN if nature is Nature.INCONNUE else Controle.DOMICILE
