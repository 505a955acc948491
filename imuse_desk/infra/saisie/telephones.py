"""Phone numbers as people type them: France first, then the overseas departments; a note may follow the number.

``(valeur, alerte)``: what is stored, and a warning that never refuses. Only letters inside the number are refused.
"""

import re

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.textes import chiffres, nettoyer

REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT")
LONGUEUR_MAX = 60
CHIFFRES_ATTENDUS = 10
DE_FICTION = ("019900", "026191", "035301", "046571", "053649", "063998")  # kept by the ARCEP for works of fiction

_AVEC_NOTE = re.compile(
    r"^(?P<numero>[+0-9][0-9 .\-/()\u00a0\u202f]*?)[\s,;:–—-]*(?:\((?P<note>[^()]*)\)|(?P<nue>[^\W\d_].*))$"
)
_ECRITURE = re.compile(r"[+0-9 .\-/()]*")


def lire_telephone(texte: str, *, champ: str = "telephone") -> tuple[str, Invalide | None]:
    """Normalise a phone number: ``0612345678 maman`` → ``06 12 34 56 78 (maman)``, with a warning that says so.

    Warnings: telephone_note(numero, note), telephone_court/telephone_long(chiffres, attendus), telephone_inconnu.
    Raises Invalide: telephone_lettres, texte_trop_long(longueur, maximum).
    """
    net = nettoyer(texte).replace("\u00a0", " ").replace("\u202f", " ")
    if not net:
        return "", None
    if len(net) > LONGUEUR_MAX:
        raise Invalide(champ, "texte_trop_long", longueur=len(net), maximum=LONGUEUR_MAX)
    numero, note = _separer(net)
    if not _ECRITURE.fullmatch(numero) or not chiffres(numero):
        raise Invalide(champ, "telephone_lettres", texte=net)
    valeur, alerte = _normaliser(numero, champ)
    if not note:
        return valeur, alerte
    if alerte is None:
        alerte = Invalide(champ, "telephone_note", numero=valeur, note=note)
    return f"{valeur} ({note})"[:LONGUEUR_MAX], alerte


def numero_seul(valeur: str) -> str:
    """The number of a stored value, without its note (whose digits must not be searched)."""
    return _separer(valeur)[0]


def _separer(net: str) -> tuple[str, str]:
    trouve = _AVEC_NOTE.match(net)
    if trouve is None:
        return net, ""
    note = trouve["note"] if trouve["note"] is not None else trouve["nue"]
    if not any(c.isalpha() for c in note) or len(chiffres(trouve["numero"])) < 6:
        return net, ""
    return trouve["numero"].strip(), note.strip(" ()")


def _normaliser(numero: str, champ: str) -> tuple[str, Invalide | None]:
    """The number as France writes it, or international where a foreign or overseas code was typed."""
    import phonenumbers

    serre = chiffres(numero)
    est_international = numero.startswith("+") or (serre.startswith("00") and len(serre) > CHIFFRES_ATTENDUS)
    brut = f"+{serre[2:]}" if est_international and not numero.startswith("+") else numero
    for region in REGIONS:
        try:
            lu = phonenumbers.parse(brut, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number_for_region(lu, region) and not (est_international and lu.country_code != 33):
            return phonenumbers.format_number(lu, phonenumbers.PhoneNumberFormat.NATIONAL), None
        if est_international and phonenumbers.is_valid_number(lu):
            return phonenumbers.format_number(lu, phonenumbers.PhoneNumberFormat.INTERNATIONAL), None
    return _inconnu(numero, champ, est_international=est_international)


def _inconnu(numero: str, champ: str, *, est_international: bool) -> tuple[str, Invalide | None]:
    """A number that no plan knows: kept as typed, in pairs where it has ten digits."""
    serre = chiffres(numero)
    combien = len(serre)
    if est_international:
        return numero, Invalide(champ, "telephone_inconnu", numero=numero)
    if combien == CHIFFRES_ATTENDUS:
        paires = " ".join(serre[i : i + 2] for i in range(0, combien, 2))
        return paires, None if serre.startswith(DE_FICTION) else Invalide(champ, "telephone_inconnu", numero=paires)
    code = "telephone_court" if combien < CHIFFRES_ATTENDUS else "telephone_long"
    return numero, Invalide(champ, code, chiffres=combien, attendus=CHIFFRES_ATTENDUS)
