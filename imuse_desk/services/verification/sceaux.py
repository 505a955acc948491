"""The seal of a document: found by the documents process, read and judged here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from imuse_desk.documents.client import CodeTrouve, Lecteur
from imuse_desk.domain.confiance import EtatSceau, VerdictSceau
from imuse_desk.domain.sceau import Sceau
from imuse_desk.infra.sceaux import Magasin, examiner, table


@dataclass(frozen=True, slots=True)
class SceauVu:
    """What was found, what it says where it can be read, and what is thought of it."""

    verdict: VerdictSceau
    trouve: CodeTrouve | None = None
    sceau: Sceau | None = None

    def en_dict(self) -> dict[str, Any]:
        """Ready for JSON; the values of a code that is not valid are a reading aid only."""
        verdict = self.verdict
        dit: dict[str, Any] = {"etat": verdict.etat.value, "raison": verdict.raison}
        if verdict.etat.est_valide:
            dit["emetteur"] = verdict.emetteur
            dit["revocation_du"] = verdict.revocation_du and verdict.revocation_du.isoformat()
        if self.trouve is not None:
            dit |= {"page": self.trouve.page, "boite": list(self.trouve.boite)}
        if self.sceau is not None:
            dit |= _dire(self.sceau)
        return dit


def _dire(sceau: Sceau) -> dict[str, Any]:
    genre = table().types.get(sceau.genre)
    return {
        "version": sceau.version,
        "type": sceau.genre,
        "type_libelle": genre.libelle if genre is not None else "",
        "autorite": sceau.autorite,
        "certificat": sceau.certificat,
        "emis_le": sceau.emis_le and sceau.emis_le.isoformat(),
        "signe_le": sceau.signe_le and sceau.signe_le.isoformat(),
        "champs": dict(sceau.champs),
        "coupes": list(sceau.coupes),
        "manquants": list(sceau.manquants(table())),
    }


def lire_sceau(lecteur: Lecteur, magasin: Magasin, jour: date) -> SceauVu:
    """Look for a code on an open document and judge it. Raises RegleMetier where the document cannot be read."""
    trouve = lecteur.code()
    if trouve is None:
        return SceauVu(VerdictSceau(EtatSceau.PAS_DE_CODE))
    sceau, verdict = examiner(trouve.octets, magasin, jour)
    return SceauVu(verdict, trouve, sceau)
