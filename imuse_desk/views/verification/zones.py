"""Where on the pages each rule was looked at: the printed value rather than the seal that vouches for it."""

from imuse_desk.domain.verification.constats import Regle
from imuse_desk.domain.verification.noms import est_meme_nom
from imuse_desk.services.lectures.poste import FaitPoste, PiecePoste, ValeurLue
from imuse_desk.views.verification import mots
from imuse_desk.views.verification.document import Zone

_COMPAREES = {Regle.REVENU: "revenu", Regle.PARTS: "parts", Regle.QUOTIENT: "quotient", Regle.NOM: "declarant_1"}


def zones(piece: PiecePoste, courante: int) -> list[Zone]:
    """One zone a rule; where several share a place (the seal), the current one, else the least respected, is shown."""
    par_lieu: dict[tuple[int, tuple[float, ...]], Zone] = {}
    for rang, fait in enumerate(piece.liste):
        lieu = _lieu(piece, fait)
        if lieu is None or lieu.page is None or lieu.boite is None:
            continue
        ton = mots.RESULTATS.get(fait.resultat, mots.RESULTATS[""])[1]
        zone = Zone(rang + 1, lieu.page, lieu.boite, ton, rang == courante)
        cle = (lieu.page, lieu.boite)
        tenue = par_lieu.get(cle)
        if tenue is None or _poids(zone) > _poids(tenue):
            par_lieu[cle] = zone
    return list(par_lieu.values())


def _poids(zone: Zone) -> tuple[bool, int]:
    return zone.est_courante, {"bad": 2, "info": 1}.get(zone.ton, 0)


def _lieu(piece: PiecePoste, fait: FaitPoste) -> ValeurLue | None:
    """The first place where a sealed value is printed, else where the fact itself stands.

    Names sealed together are printed here and there: that of a name is where the same one stands.
    """
    sien = ValeurLue(fait.valeur, fait.page, fait.boite)
    if fait.source != "scelle":
        return sien
    cle = _COMPAREES.get(Regle(fait.regle), "")
    imprimes = next((c.imprimes for c in piece.comparaison if c.cle == cle), ())
    if fait.regle == Regle.NOM:
        imprimes = tuple(vu for vu in imprimes if est_meme_nom(vu.texte, fait.valeur))
    return imprimes[0] if imprimes else sien
