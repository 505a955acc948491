"""A document judged by the family of rules that its row of the table of pieces asks for."""

from collections.abc import Callable, Mapping

from imuse_desk.domain.verification.constats import Attente, Constat, Document
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.regles import juger_avis, juger_caf, juger_domicile

_JUGES: Mapping[Controle, Callable[[Document, Attente], tuple[Constat, ...]]] = {
    Controle.DOMICILE: juger_domicile,
    Controle.CAF: juger_caf,
    Controle.AVIS: juger_avis,
}


def juger(controle: Controle, document: Document, attente: Attente) -> tuple[Constat, ...]:
    """What the rules of a row find on a document; nothing where the row asks for none."""
    juge = _JUGES.get(controle)
    return juge(document, attente) if juge is not None else ()
