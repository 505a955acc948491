"""E-mail addresses: read strictly and without DNS; a domain without a dot is only a warning (it can be recorded)."""

from email_validator import EmailNotValidError, validate_email

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.textes import nettoyer

LONGUEUR_MAX = 254


def lire_courriel(texte: str, *, champ: str = "email") -> tuple[str, Invalide | None]:
    """Normalise an e-mail address; the warning courriel_sans_point does not refuse it.

    Raises Invalide: courriel_sans_arobase, courriel_invalide, texte_trop_long(longueur, maximum).
    """
    net = nettoyer(texte)
    if not net:
        return "", None
    if len(net) > LONGUEUR_MAX:
        raise Invalide(champ, "texte_trop_long", longueur=len(net), maximum=LONGUEUR_MAX)
    local, arobase, domaine = net.rpartition("@")
    if not arobase:
        raise Invalide(champ, "courriel_sans_arobase")
    sans_point = bool(domaine) and "." not in domaine
    complet = f"{local}@{domaine}.fr" if sans_point else net
    try:
        lu = validate_email(complet, check_deliverability=False, strict=True)
    except EmailNotValidError as erreur:
        raise Invalide(champ, "courriel_invalide") from erreur
    if sans_point:
        return f"{lu.local_part}@{domaine.lower()}", Invalide(champ, "courriel_sans_point")
    return lu.normalized, None
