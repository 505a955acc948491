"""Rules of the accounts: names to sign in with, passwords, one-time codes, and how wrong tries are slowed down."""

import re
import secrets
import unicodedata
from datetime import timedelta
from itertools import pairwise

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.mots import MOTS
from imuse_desk.domain.textes import plier

LONGUEUR_IDENTIFIANT = (3, 60)
LONGUEUR_MAX_MOT_DE_PASSE = 200
ESSAIS_LIBRES = 5  # wrong passwords before the first wait
ATTENTE_S = (30, 900)  # first and longest wait, doubling from one to the other
ESSAIS_PAR_CODE = 5
CODES_PAR_HEURE = 3
DUREE_CODE = timedelta(hours=24)
MOT_DE_PASSE_DEMONSTRATION = "demo-imuse-2026"  # of every account of a demonstration base, shown at sign-in

_IDENTIFIANT = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
_ALPHABET_CODE = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0, 1, which are read for each other
_LONGUEUR_CODE = 8
_MOTS_PAR_PHRASE = 5
_EVIDENTS = frozenset({"motdepasse", "azertyuiop", "qwertyuiop", "conservatoire", "musique", "imusedesk", "password"})
_CHIFFRES = "0123456789"


def lire_identifiant(texte: str) -> str:
    """The name to sign in with: lower case letters without accents, digits, dot, hyphen.

    Raises Invalide("identifiant", identifiant_longueur | identifiant_caracteres).
    """
    net = cle_identifiant(texte)
    minimum, maximum = LONGUEUR_IDENTIFIANT
    if not minimum <= len(net) <= maximum:
        raise Invalide("identifiant", "identifiant_longueur", minimum=minimum, maximum=maximum)
    if not _IDENTIFIANT.fullmatch(net):
        raise Invalide("identifiant", "identifiant_caracteres")
    return net


def cle_identifiant(texte: str) -> str:
    """What is compared at sign-in: no spaces around, no case."""
    return unicodedata.normalize("NFKC", texte[:200]).strip().casefold()


def normaliser_mot_de_passe(texte: str) -> str:
    """The same password from every keyboard: composed accents; spaces count."""
    return unicodedata.normalize("NFKC", texte)


def verifier_mot_de_passe(
    mot_de_passe: str, minimum: int, *, identifiant: str = "", nom: str = "", champ: str = "mot_de_passe"
) -> None:
    """Refuse a password that is too short or that anybody would try first.

    Raises Invalide(champ, mot_de_passe_court(minimum) | texte_trop_long | mot_de_passe_evident).
    """
    net = normaliser_mot_de_passe(mot_de_passe)
    if len(net) < minimum:
        raise Invalide(champ, "mot_de_passe_court", minimum=minimum)
    if len(net) > LONGUEUR_MAX_MOT_DE_PASSE:
        raise Invalide(champ, "texte_trop_long", longueur=len(net), maximum=LONGUEUR_MAX_MOT_DE_PASSE)
    if _est_evident(net, identifiant, nom):
        raise Invalide(champ, "mot_de_passe_evident")


def _est_evident(mot_de_passe: str, identifiant: str, nom: str) -> bool:
    """One or two characters repeated, a run of the alphabet or of digits, a common word, or the person's own name."""
    replie = _sans_signes(mot_de_passe)
    proches = {_sans_signes(mot).strip(_CHIFFRES) for mot in (identifiant, nom)} - {""}
    return len(set(mot_de_passe)) <= 2 or replie.strip(_CHIFFRES) in _EVIDENTS | proches or _est_suite(mot_de_passe)


def _sans_signes(texte: str) -> str:
    return re.sub(r"[^a-z0-9]", "", plier(texte))


def _est_suite(texte: str) -> bool:
    ecarts = {ord(b) - ord(a) for a, b in pairwise(texte)}
    return ecarts <= {1, -9} or ecarts <= {-1, 9}


def phrase_secrete() -> str:
    """A pass phrase of five words drawn at random (about 40 bits), easy to copy from paper."""
    return "-".join(secrets.choice(MOTS) for _ in range(_MOTS_PAR_PHRASE))


def nouveau_code() -> str:
    """A one-time code, as ``K7QM-2RTX`` (about 40 bits)."""
    tirage = "".join(secrets.choice(_ALPHABET_CODE) for _ in range(_LONGUEUR_CODE))
    return f"{tirage[:4]}-{tirage[4:]}"


def lire_code(texte: str) -> str:
    """A code as typed or pasted: no case, spaces or hyphens."""
    return re.sub(r"[^A-Z0-9]", "", texte[:60].upper())


def attente_apres(echecs: int) -> timedelta | None:
    """How long sign-in waits after this many wrong passwords in a row; None below the limit."""
    if echecs < ESSAIS_LIBRES:
        return None
    premiere, maximum = ATTENTE_S
    doublements = min(echecs - ESSAIS_LIBRES, 16)
    return timedelta(seconds=min(premiere * 2**doublements, maximum))
