"""The folded words under which persons, households, courses and teachers are found from the first letter."""

from imuse_desk.domain.textes import chiffres, plier

LONGUEUR_TERME = 120
CHIFFRES_TELEPHONE = 9
CHIFFRES_FIN = 4  # fewer last digits would find too many people
ENVERS = "#"  # before a number written backwards: no folded word begins so


def termes_personne(
    nom: str, prenom: str, *, telephones: tuple[str, ...] = (), email: str = "", autres: tuple[str, ...] = ()
) -> frozenset[str]:
    """Both orders of names, each word of the name, phone tail (9 digits), e-mail, other references (file number)."""
    cle_nom, cle_prenom = plier(nom), plier(prenom)
    termes = {f"{cle_nom} {cle_prenom}".strip(), f"{cle_prenom} {cle_nom}".strip()}
    mots = cle_nom.split()
    termes.update(" ".join([*mots[i:], cle_prenom]).strip() for i in range(1, len(mots)))
    termes.update(termes_telephone(telephones))
    if email:
        termes.add(plier(email))
    termes.update(plier(autre) for autre in autres if autre)
    return frozenset(t[:LONGUEUR_TERME] for t in termes if t)


def termes_telephone(telephones: tuple[str, ...]) -> frozenset[str]:
    """Numbers as typed at the desk: with the leading 0, without it, and backwards, to be found by their last digits."""
    termes: set[str] = set()
    for telephone in telephones:
        queue = chiffres(telephone)[-CHIFFRES_TELEPHONE:]
        if len(queue) >= CHIFFRES_FIN:
            termes.update({queue, "0" + queue, ENVERS + queue[::-1]})
    return frozenset(termes)


def termes_libelle(libelle: str, code: str = "") -> frozenset[str]:
    """A course or a discipline: its label from each word on, and its code."""
    mots = plier(libelle).split()
    termes = {" ".join(mots[i:]) for i in range(len(mots))}
    if code:
        termes.add(plier(code))
    return frozenset(t[:LONGUEUR_TERME] for t in termes if t)


def prefixes_requete(saisie: str) -> tuple[str, ...]:
    """What to look for from what was typed: the folded text, its digits where it is a phone number, their end."""
    pliee = plier(saisie)[:LONGUEUR_TERME]
    numeros = chiffres(saisie)
    if numeros and len(numeros) >= 3 and not any(c.isalpha() for c in saisie):
        queue = numeros[-CHIFFRES_TELEPHONE:] if len(numeros) > CHIFFRES_TELEPHONE + 1 else numeros
        fin = (ENVERS + numeros[::-1],) if CHIFFRES_FIN <= len(numeros) <= CHIFFRES_TELEPHONE else ()
        return (queue, *fin, pliee) if queue != pliee else (queue, *fin)
    return (pliee,) if pliee else ()
