"""What was read of a document, as plain JSON: kept with the piece, and printed by ``piece examiner``.

``valeurs`` is the table that the station compares: each value sealed, then each place where it is printed (page, box),
then what the household's file says. Tax numbers and references are no part of it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from imuse_desk.domain.argent import montant
from imuse_desk.domain.verification import lecture
from imuse_desk.domain.verification.constats import Attente, Constat, Document, EtatRegle, Lieu, Regle, Source
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.lecture import Lu
from imuse_desk.domain.verification.mrz import lire_mrz
from imuse_desk.domain.verification.noms import Accord, comparer, trouver
from imuse_desk.domain.verification.page import Boite
from imuse_desk.domain.verification.regles import noms_scelles, parts_en_centiemes
from imuse_desk.infra.sceaux import table

_MONTANTS = {"revenu": ("41", "Revenu fiscal de référence"), "parts": ("43", "Nombre de parts")}

SCANS = "scans_a_lire"
"""How many pages are pictures that no engine looked at."""


def dire_document(document: Document, controle: Controle, attente: Attente | None = None) -> dict[str, Any]:
    """Kind, how each page was read, the seal without its secrets, the values side by side."""
    valeurs: list[dict[str, Any]] = []
    if controle is Controle.AVIS:
        valeurs += [_montant(document, cle, *ou) for cle, ou in _MONTANTS.items()]
    if controle is Controle.CAF:
        imprimes = [_imprime(centimes, lu) for centimes, lu in lecture.montants(document.pages, "Quotient familial")]
        valeurs.append({"cle": "quotient", "scelle": None, "imprimes": imprimes, "fichier": ""})
    valeurs += _noms(document, attente)
    return {
        "nature": lecture.nature(document.pages).value,
        "pages": [page.source if page.lignes else "" for page in document.pages],
        "tours": [page.tour for page in document.pages],
        "pages_comptees": document.pages_comptees,
        "sceau": _sceau(document),
        "valeurs": valeurs,
    }


def reste_a_voir(lecture: Mapping[str, Any]) -> bool:
    """Whether pictures were left unread; readings of a former version did not count them."""
    scans, pages = lecture.get(SCANS), lecture.get("pages") or ()
    return bool(scans) if scans is not None else "" in pages and Source.OCR.value not in pages


def dire_mrz(document: Document, jour: date) -> dict[str, Any] | None:
    """The machine-readable lines of an identity paper; printed only: what the rules keep of them is enough."""
    lue = lire_mrz(document.pages, jour)
    if lue is None:
        return None
    mrz = lue.mrz
    return {
        "genre": mrz.genre.value,
        "pays": mrz.pays,
        "nom": mrz.nom,
        "prenoms": mrz.prenoms,
        "naissance": mrz.naissance.isoformat() if mrz.naissance is not None else None,
        "expire_le": mrz.expire_le.isoformat() if mrz.expire_le is not None else None,
        "source": lue.source,
        "page": lue.page,
        "boite": _boite(lue.boite),
    }


def dire_constats(constats: Iterable[Constat]) -> list[dict[str, Any]]:
    """The rules looked at, one object each."""
    return [
        {
            "regle": constat.regle.value, "resultat": constat.etat.value, "valeur": constat.valeur,
            "attendu": constat.attendu, "detail": constat.detail, "centimes": constat.centimes, **_ou(constat.lieu),
        }
        for constat in constats
    ]  # fmt: skip


def lire_constats(dits: Iterable[Mapping[str, Any]]) -> tuple[Constat, ...]:
    """The rules of ``dire_constats`` again."""
    return tuple(
        Constat(
            Regle(dit["regle"]), EtatRegle(dit["resultat"]), dit["valeur"], dit["attendu"], dit["detail"],
            lire_lieu(dit) if dit["source"] else None, dit["centimes"],
        )
        for dit in dits
    )  # fmt: skip


def lire_lieu(dit: Mapping[str, Any]) -> Lieu:
    """Where a value stands, as it was said."""
    boite = dit["boite"]
    return Lieu(Source(dit["source"]), dit["page"], (boite[0], boite[1], boite[2], boite[3]) if boite else None)


def dire_ensemble(document: Document, attente: Attente) -> dict[str, Any]:
    """What the other papers of the household are judged with: marks, names, the adults whom they name."""
    noms = list(noms_scelles(document)) or [bloc.nom.texte for bloc in lecture.destinataires(document.pages)]
    connus = {rang for nom in noms for rang, qui in enumerate(attente.identites) if comparer(nom, qui) is Accord.MEME}
    return {
        "marques": [[rang, total] for rang, total, _ in lecture.marques(document.pages)],
        "noms": noms,
        "connus": sorted(connus),
        "adultes": attente.adultes,
    }


def dire_sceau(document: Document) -> dict[str, Any]:
    """The seal whole, its fields and their secrets too; those of a code that is not valid are a reading aid only."""
    dit = _sceau(document)
    sceau = document.sceau
    if sceau is None:
        return dit
    genre = table().types.get(sceau.genre)
    return dit | {
        "version": sceau.version,
        "type_libelle": genre.libelle if genre is not None else "",
        "autorite": sceau.autorite,
        "certificat": sceau.certificat,
        "emis_le": sceau.emis_le and sceau.emis_le.isoformat(),
        "signe_le": sceau.signe_le and sceau.signe_le.isoformat(),
        "champs": dict(sceau.champs),
        "coupes": list(sceau.coupes),
        "manquants": list(sceau.manquants(table())),
    }


def _sceau(document: Document) -> dict[str, Any]:
    verdict, sceau = document.verdict, document.sceau
    return {
        "etat": verdict.etat.value,
        "raison": verdict.raison,
        "emetteur": verdict.emetteur,
        "revocation_du": verdict.revocation_du.isoformat() if verdict.revocation_du is not None else None,
        "type": sceau.genre if sceau is not None else "",
        "page": document.page_du_sceau,
        "boite": _boite(document.boite_du_sceau),
    }


def _montant(document: Document, cle: str, identifiant: str, libelle: str) -> dict[str, Any]:
    scelle = None
    if document.scelle is not None:
        brut = document.scelle.champs.get(identifiant, "")
        centimes = parts_en_centiemes(brut)
        if centimes is not None:
            scelle = {"valeur": montant(centimes), "centimes": centimes, **_ou(document.lieu_du_sceau)}
    imprimes = [_imprime(centimes, lu) for centimes, lu in lecture.montants(document.pages, libelle)]
    return {"cle": cle, "scelle": scelle, "imprimes": imprimes, "fichier": ""}


def _imprime(centimes: int, lu: Lu) -> dict[str, Any]:
    return {"valeur": montant(centimes), "centimes": centimes, **_lu(lu)}


def _noms(document: Document, attente: Attente | None) -> list[dict[str, Any]]:
    """Each sealed name, and each printed one, with the person of the household that it meets."""
    scelles = list(noms_scelles(document))
    imprimes = [{"valeur": bloc.nom.texte, **_lu(bloc.nom)} for bloc in lecture.destinataires(document.pages)]
    lignes: list[dict[str, Any]] = []
    for rang in range(max(len(scelles), 1 if imprimes else 0)):
        scelle = {"valeur": scelles[rang], **_ou(document.lieu_du_sceau)} if rang < len(scelles) else None
        siens = imprimes if rang == 0 else []
        lu = scelle["valeur"] if scelle is not None else siens[0]["valeur"]
        lignes.append(
            {"cle": f"declarant_{rang + 1}", "scelle": scelle, "imprimes": siens, "fichier": _connu(str(lu), attente)}
        )
    return lignes


def _connu(lu: str, attente: Attente | None) -> str:
    """The person of the household whom a name names."""
    if attente is None:
        return ""
    accord, rang = trouver(lu, attente.identites)
    if rang is None or accord is Accord.AUTRE:
        return ""
    personne = attente.identites[rang]
    return f"{personne.noms[0]} {personne.prenoms[0]}".strip()


def _ou(lieu: Lieu | None) -> dict[str, Any]:
    if lieu is None:
        return {"source": "", "page": None, "boite": None}
    return {"source": lieu.source.value, "page": lieu.page, "boite": _boite(lieu.boite)}


def _lu(lu: Lu) -> dict[str, Any]:
    return {"source": lu.source, "page": lu.page, "boite": _boite(lu.boite)}


def _boite(boite: Boite | None) -> list[float] | None:
    return [round(x, 1) for x in boite] if boite is not None else None
