"""A value that a person reads on the paper and types: read by its kind, then judged as the machine's own would be."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from imuse_desk.domain.argent import euros, lire_montant, montant
from imuse_desk.domain.dates import date_fr, lire_date
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.textes import nettoyer
from imuse_desk.domain.verification.adresses import AdresseLue
from imuse_desk.domain.verification.constats import ETATS_NOM, Attente, Constat, EtatRegle, Lieu, Regle, Source
from imuse_desk.domain.verification.dates import Fraicheur, fraicheur, premier_jour_admis
from imuse_desk.domain.verification.hebergement import hote_dementi
from imuse_desk.domain.verification.identite import juger_expiration
from imuse_desk.domain.verification.noms import trouver
from imuse_desk.domain.verification.regles import juger_adresse

VALIDITE_IDENTITE = 20
"""Years ahead that an identity paper may still be valid."""
SAISI = Lieu(Source.SAISI)
_MOIS = re.compile(r"^(\d{1,2})\s?[/.\- ]\s?(\d{4})$")
_CP_VILLE = re.compile(r"[,\s]\s*(\d{5})\b[,\s]*(.*)$")
_ANNEE = re.compile(r"^(19|20)\d{2}$")


class GenreSaisie(StrEnum):
    """How a value is typed."""

    DATE = "date"
    MOIS = "mois"
    ANNEE = "annee"
    MONTANT = "montant"
    PARTS = "parts"
    TEXTE = "texte"


SAISIES: Mapping[str, GenreSaisie] = {
    Regle.DATE: GenreSaisie.DATE,
    Regle.MOIS: GenreSaisie.MOIS,
    Regle.ANNEE: GenreSaisie.ANNEE,
    Regle.QUOTIENT: GenreSaisie.MONTANT,
    Regle.REVENU: GenreSaisie.MONTANT,
    Regle.PARTS: GenreSaisie.PARTS,
    Regle.NOM: GenreSaisie.TEXTE,
    Regle.ADRESSE: GenreSaisie.TEXTE,
    Regle.HEBERGEANT: GenreSaisie.TEXTE,
}
"""The rules whose value a person may type; the others are confirmed or not."""


def juger_saisie(regle: Regle, texte: str, attente: Attente, aujourdhui: date) -> Constat:
    """Read and judge a typed value.

    Raises Invalide on ``valeur``: valeur_vide, mois_illisible, annee_illisible, parts_impossible, or a code of
    ``lire_date`` and ``lire_montant``; ValueError for a rule without a value.
    """
    genre, net = SAISIES.get(regle), nettoyer(texte)
    if genre is None:
        raise ValueError(regle)
    if not net:
        raise Invalide("valeur", "valeur_vide")
    match genre:
        case GenreSaisie.DATE:
            return _date(net, attente, aujourdhui)
        case GenreSaisie.MOIS:
            return _mois(net, attente)
        case GenreSaisie.ANNEE:
            return _annee(net, attente)
        case GenreSaisie.MONTANT:
            centimes = lire_montant(net, "valeur", negatif=False)
            return Constat(regle, EtatRegle.CONFORME, euros(centimes), lieu=SAISI, centimes=centimes)
        case GenreSaisie.PARTS:
            return _parts(net)
        case GenreSaisie.TEXTE:
            return _texte(regle, net, attente)


def _date(net: str, attente: Attente, aujourdhui: date) -> Constat:
    if attente.est_identite:
        jour = lire_date(net, aujourdhui, champ="valeur", annees_a_venir=VALIDITE_IDENTITE)
        etat, detail = juger_expiration(jour, attente.depot)
        return Constat(Regle.DATE, etat, date_fr(jour), date_fr(attente.depot), detail, SAISI)
    jour = lire_date(net, aujourdhui, champ="valeur", annees_a_venir=1)
    verdict = fraicheur(jour, attente.depot, attente.mois_validite)
    etat = EtatRegle.CONFORME if verdict is Fraicheur.ADMISE else EtatRegle.NON_CONFORME
    premier = premier_jour_admis(attente.depot, attente.mois_validite)
    detail = "" if etat is EtatRegle.CONFORME else verdict.value
    return Constat(Regle.DATE, etat, date_fr(jour), date_fr(premier), detail, SAISI)


def _mois(net: str, attente: Attente) -> Constat:
    trouve = _MOIS.match(net)
    if trouve is None or not 1 <= int(trouve[1]) <= 12:
        raise Invalide("valeur", "mois_illisible")
    etat = EtatRegle.CONFORME if int(trouve[2]) == attente.depot.year else EtatRegle.NON_CONFORME
    return Constat(Regle.MOIS, etat, f"{int(trouve[1]):02}/{trouve[2]}", str(attente.depot.year), "", SAISI)


def _annee(net: str, attente: Attente) -> Constat:
    if not _ANNEE.match(net):
        raise Invalide("valeur", "annee_illisible")
    attendue = str(attente.annee_revenus or "")
    est_conforme = net == attendue or not attendue
    etat = EtatRegle.CONFORME if est_conforme else EtatRegle.NON_CONFORME
    return Constat(Regle.ANNEE, etat, net, attendue, "" if est_conforme else "autre_annee", SAISI)


def _parts(net: str) -> Constat:
    try:
        centiemes = lire_montant(net, "valeur", negatif=False)
    except Invalide as faute:
        raise Invalide("valeur", "parts_impossible") from faute
    if not 0 < centiemes <= 3000 or centiemes % 25:
        raise Invalide("valeur", "parts_impossible")
    return Constat(Regle.PARTS, EtatRegle.CONFORME, montant(centiemes), lieu=SAISI, centimes=centiemes)


def _texte(regle: Regle, net: str, attente: Attente) -> Constat:
    """A name and an address are compared with the household, a host's name with the papers that go with this one."""
    if regle is Regle.HEBERGEANT:
        dementi = hote_dementi(net, attente.hotes)
        if dementi:
            return Constat(regle, EtatRegle.NON_CONFORME, net[:300], dementi, "autre_personne", SAISI)
        return Constat(regle, EtatRegle.CONFORME, net[:300], lieu=SAISI)
    if regle is Regle.ADRESSE:
        return _adresse(net, attente)
    etat, detail = ETATS_NOM[trouver(net, attente.identites)[0]]
    return Constat(Regle.NOM, etat, net[:300], "", detail, SAISI)


def _adresse(net: str, attente: Attente) -> Constat:
    """A street, its postcode and town if they were typed; a household without an address has nothing to compare."""
    if not attente.adresses:
        return Constat(Regle.ADRESSE, EtatRegle.CONFORME, net[:300], lieu=SAISI)
    trouve = _CP_VILLE.search(net)
    tapee = AdresseLue(net[: trouve.start()], trouve[1], trouve[2]) if trouve is not None else None
    paires = [(tapee or AdresseLue(net, connue.cp, connue.ville), connue) for connue in attente.adresses]
    return juger_adresse(net[:300], paires, SAISI)
