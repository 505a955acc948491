"""The seal of a document: found by the documents process, read and judged here."""

from dataclasses import dataclass
from datetime import date

from imuse_desk.documents.client import CodeTrouve, Lecteur
from imuse_desk.domain.confiance import EtatSceau, VerdictSceau
from imuse_desk.domain.sceau import Sceau
from imuse_desk.infra.sceaux import Magasin, examiner


@dataclass(frozen=True, slots=True)
class SceauVu:
    """What was found, what it says where it can be read, and what is thought of it."""

    verdict: VerdictSceau
    trouve: CodeTrouve | None = None
    sceau: Sceau | None = None


def lire_sceau(lecteur: Lecteur, magasin: Magasin, jour: date) -> SceauVu:
    """Look for a code on an open document and judge it. Raises RegleMetier where the document cannot be read."""
    trouve = lecteur.code()
    if trouve is None:
        return SceauVu(VerdictSceau(EtatSceau.PAS_DE_CODE))
    sceau, verdict = examiner(trouve.octets, magasin, jour)
    return SceauVu(verdict, trouve, sceau)
