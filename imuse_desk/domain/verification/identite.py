"""An identity paper: whose it is, and whether it was still valid on the day of the deposit.

Its machine-readable lines prove the date of expiry; without them what is printed beside its labels is read.
"""

from collections.abc import Sequence
from datetime import date

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.verification import lecture
from imuse_desk.domain.verification.constats import (
    ETATS_NOM,
    Attente,
    Constat,
    Document,
    EtatRegle,
    Lieu,
    Regle,
    Source,
    lieu_de,
    lieu_lu,
)
from imuse_desk.domain.verification.lecture import Lu, Nature
from imuse_desk.domain.verification.mrz import MrzLue, lire_mrz
from imuse_desk.domain.verification.noms import trouver
from imuse_desk.domain.verification.page import Page, apres

LIBELLES_EXPIRATION = ("Date d’expiration", "Valable jusqu’au", "Expire le", "Date of expiry", "Expiry date")
LIBELLES_NOM = ("Nom", "Nom de famille", "Surname")
LIBELLES_PRENOM = ("Prénoms", "Prénom", "Given names")


def juger_identite(document: Document, attente: Attente) -> tuple[Constat, ...]:
    """An identity paper of somebody of the household: kind, name, expiry."""
    mrz = lire_mrz(document.pages, attente.depot)
    nom = _nom_de(mrz) or nom_du_titre(document.pages)
    constat = Constat(Regle.NOM, EtatRegle.A_VERIFIER, detail="non_lu")
    if nom is not None:
        etat, detail = ETATS_NOM[trouver(nom.texte, attente.identites)[0]]
        constat = Constat(Regle.NOM, etat, nom.texte, "", detail, lieu_de(nom))
    nature = _nature(document)
    if mrz is not None:
        nature = Constat(Regle.NATURE, EtatRegle.CONFORME, Nature.IDENTITE.value, lieu=_lieu(mrz))
    return nature, constat, _expiration(document.pages, attente.depot, mrz)


def _lieu(mrz: MrzLue) -> Lieu:
    return Lieu(Source(mrz.source), mrz.page, mrz.boite)


def _nom_de(mrz: MrzLue | None) -> Lu | None:
    if mrz is None or not mrz.mrz.nom:
        return None
    return Lu(f"{mrz.mrz.nom} {mrz.mrz.prenoms}".strip(), mrz.page, mrz.boite, mrz.source)


def nom_du_titre(pages: Sequence[Page]) -> Lu | None:
    """Name and first names, as printed beside their labels."""
    nom = _apres_un_de(pages, LIBELLES_NOM)
    prenom = _apres_un_de(pages, LIBELLES_PRENOM)
    if nom is None:
        return None
    return Lu(f"{nom.texte} {prenom.texte if prenom is not None else ''}".strip(), nom.page, nom.boite, nom.source)


def _apres_un_de(pages: Sequence[Page], libelles: Sequence[str]) -> Lu | None:
    for page in pages:
        for libelle in libelles:
            for suite in apres(page, libelle):
                return Lu(suite.texte.strip().strip(","), page.numero, suite.boite, page.source)
    return None


def _nature(document: Document) -> Constat:
    lue = lecture.nature(document.pages)
    if lue is Nature.IDENTITE:
        return Constat(Regle.NATURE, EtatRegle.CONFORME, lue.value, lieu=lieu_lu(document.pages))
    if lue is Nature.INCONNUE:
        return Constat(Regle.NATURE, EtatRegle.A_VERIFIER, detail="non_lue")
    return Constat(Regle.NATURE, EtatRegle.NON_CONFORME, lue.value, detail="non_acceptee", lieu=lieu_lu(document.pages))


def _expiration(pages: Sequence[Page], depot: date, mrz: MrzLue | None) -> Constat:
    """Valid on the day of the deposit: the machine-readable lines prove it, else what is printed says it."""
    attendu = date_fr(depot)
    if mrz is not None and mrz.mrz.expire_le is not None:
        etat, detail = juger_expiration(mrz.mrz.expire_le, depot)
        return Constat(Regle.DATE, etat, date_fr(mrz.mrz.expire_le), attendu, detail, _lieu(mrz))
    trouvee = lecture.date_apres(pages, LIBELLES_EXPIRATION)
    if trouvee is None:
        return Constat(Regle.DATE, EtatRegle.A_VERIFIER, "", attendu, "non_lue")
    jour, lu = trouvee
    etat, detail = juger_expiration(jour, depot)
    return Constat(Regle.DATE, etat, date_fr(jour), attendu, detail, lieu_de(lu))


def juger_expiration(jour: date, depot: date) -> tuple[EtatRegle, str]:
    """Good until the end of its last day."""
    return (EtatRegle.CONFORME, "") if jour >= depot else (EtatRegle.NON_CONFORME, "expiree")
