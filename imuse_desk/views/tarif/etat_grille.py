"""What the grids' window says of the grid on show: its state, its faults, where each one is. Qt-free."""

from collections.abc import Mapping, Sequence
from typing import Any

from imuse_desk.domain.tarifs.erreurs import Probleme
from imuse_desk.services.lectures.grilles import CadreGrilles, GrilleLue, VersionGrille
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.tarif.brouillon import Examen
from imuse_desk.views.tarif.liste_versions import phrase_version
from imuse_desk.views.tarif.mots import phrase_probleme
from imuse_desk.views.tarif.page_exemples import compte

ARTICLES, AJUSTEMENTS, ENSEMBLE = range(3)


def bande(examen: Examen) -> tuple[Ton, str, list[tuple[str, str]]] | None:
    """The band over the grid: its first fault, else the examples that do not come out, else nothing."""
    fautes, ecarts = len(examen.problemes), len(examen.ecarts)
    if fautes:
        debut = f"{fautes} fautes, dont " if fautes > 1 else ""
        return "bad", debut + phrase_probleme(examen.problemes[0]), [("faute", "Voir")]
    if ecarts:
        mots = f"{ecarts} exemples ne donnent pas" if ecarts > 1 else "Un exemple ne donne pas"
        return "warn", f"{mots} le montant attendu.", [("exemples", "Voir")]
    return None


def situer(faute: Probleme, donnees: Mapping[str, Any]) -> tuple[int, int, int]:
    """Where to show a fault: tab (items, adjustments, the grid as a whole), row, rule."""
    articles, ajustements = (
        [str(e.get("code")) for e in donnees.get(cle, [])] for cle in ("items", "adjustments")
    )  # fmt: skip
    for onglet, cle, codes in ((ARTICLES, "items", articles), (AJUSTEMENTS, "adjustments", ajustements)):
        if faute.article in codes:
            return onglet, codes.index(faute.article), _rang(faute.cle, "rules")
        if faute.cle.startswith(f"{cle}["):
            return onglet, _rang(faute.cle, cle), _rang(faute.cle, "rules")
    return ENSEMBLE, 0, 0


def _rang(chemin: str, cle: str) -> int:
    rang = chemin.partition(f"{cle}[")[2].partition("]")[0]
    return int(rang) if rang.isdigit() else 0


def puce_etat(version: VersionGrille | None, *, est_modifie: bool) -> tuple[str, Ton, str]:
    """The chip of the grid on show."""
    if est_modifie:
        return "À enregistrer", "warn", "pencil-simple"
    if version is None:
        return "", "neutral", ""
    if version.est_en_vigueur:
        return "En vigueur", "ok", "check-circle"
    return "Pas en vigueur", "neutral", "clock-counter-clockwise"


def phrase_etat(
    annonce: str, examen: Examen, version: VersionGrille | None, cadre: CadreGrilles | None, lue: GrilleLue | None
) -> str:
    """The line at the bottom: what was done, the examples, who made the version, why it is in force."""
    mots: Sequence[str] = (
        annonce,
        compte(examen) if examen.grille else "",
        phrase_version(version, cadre.fuseau) if version is not None and cadre is not None else "",
        *(f"mise en vigueur par {m.agent}\u00a0: {m.motif}" for m in (lue.mises_en_vigueur[:1] if lue else ())),
    )
    return " · ".join(filter(None, mots))
