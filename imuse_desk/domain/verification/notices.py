"""The notices of income of a household, over the files that bring them: pages that did not fit in the first file, the
notice of each parent on its row, the income printed in one file beside the one sealed in another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from imuse_desk.domain.argent import euros
from imuse_desk.domain.verification.constats import Constat, EtatRegle, Lieu, Regle
from imuse_desk.domain.verification.regles import juger_pages

SUITE, PARENT_1, PARENT_2 = 0, 1, 2
NON_LUS = frozenset({"", "non_lu", "non_lue", "sans_sceau"})
"""Details of a rule that found nothing in a file."""
_DU_PREMIER = (Regle.SCEAU, Regle.NATURE, Regle.ANNEE, Regle.NOM, Regle.REVENU, Regle.PARTS)
"""What the first file of a notice says for those that follow it."""


@dataclass(frozen=True, slots=True)
class Feuillet:
    """A file of a notice, on the row of parent 1, of parent 2, or of the pages that follow.

    ``marques`` are its (n, total); ``reference`` what tells notices apart, empty where not read; ``declarants`` the
    names read and ``connus`` the ranks of the adults whom they name; ``imprimes`` the incomes printed on it.
    """

    piece_id: int
    parent: int
    pages: int
    attendues: int | None
    marques: tuple[tuple[int, int], ...]
    reference: str
    declarants: tuple[str, ...]
    connus: frozenset[int]
    revenu_scelle: int | None
    imprimes: tuple[tuple[int, Lieu], ...]
    constats: tuple[Constat, ...]


def juger_notices(feuillets: Sequence[Feuillet], *, adultes: int, est_commune: bool) -> dict[int, tuple[Constat, ...]]:
    """What holds of each file once all of them are looked at together.

    ``adultes``: how many are in the household; ``est_commune``: one notice for both.
    """
    groupes = {p: [f for f in feuillets if f.parent == p] for p in (PARENT_1, PARENT_2)}
    juges: dict[int, tuple[Constat, ...]] = {}
    for suite in (f for f in feuillets if f.parent == SUITE):
        parent = _parent_de(suite, groupes)
        if parent is None:
            seule = Constat(Regle.PAGES, EtatRegle.A_VERIFIER, str(suite.pages), "", "suite_de_qui")
            juges[suite.piece_id] = _avec(suite.constats, seule)
        else:
            groupes[parent].append(suite)
    for parent, groupe in groupes.items():
        for notice in _par_notice(groupe):
            lequel = _lequel(parent, notice, groupes[PARENT_1], adultes=adultes, est_commune=est_commune)
            juges |= {f.piece_id: _avec(constats, lequel) for f, constats in _ensemble(notice)}
    return juges


def _par_notice(groupe: Sequence[Feuillet]) -> list[list[Feuillet]]:
    """The files of a row, notice by notice: both parents' may have been brought on it.

    Two first files of two references are two notices; what follows goes with the one of its reference, of its
    declarants, else with one that lacks pages.
    """
    notices: dict[str, list[Feuillet]] = {f.reference: [] for f in groupe if f.reference and _est_premier(f)}
    if len(notices) < 2:
        return [list(groupe)] if groupe else []
    for f in groupe:
        notices.get(f.reference, []).append(f)
    for suite in (f for f in groupe if f.reference not in notices):
        siennes = [n for n in notices.values() if suite.connus & frozenset().union(*(f.connus for f in n))]
        incompletes = [n for n in notices.values() if _manque(n)]
        (siennes or incompletes or list(notices.values()))[0].append(suite)
    return list(notices.values())


def _est_premier(feuillet: Feuillet) -> bool:
    """It bears the seal, or the mark of the first page."""
    return feuillet.revenu_scelle is not None or any(rang == 1 for rang, _ in feuillet.marques)


def _parent_de(suite: Feuillet, groupes: dict[int, list[Feuillet]]) -> int | None:
    """Whose notice goes on in a file: by its reference, its declarants, else the only one that lacks pages."""
    presents = {p: [f for f in groupe if f.parent == p] for p, groupe in groupes.items() if groupe}
    for p, groupe in presents.items():
        if suite.reference and suite.reference in {f.reference for f in groupe}:
            return p
    if suite.connus:
        siens = [p for p, groupe in presents.items() if suite.connus & frozenset().union(*(f.connus for f in groupe))]
        if len(siens) == 1:
            return siens[0]
    if len(presents) == 1:
        return next(iter(presents))
    incomplets = [p for p, groupe in presents.items() if _manque(groupe)]
    return incomplets[0] if len(incomplets) == 1 else None


def _manque(groupe: Sequence[Feuillet]) -> bool:
    return sum(f.pages for f in groupe) < (groupe[0].attendues or 1)


def _lequel(
    parent: int, groupe: Sequence[Feuillet], premiers: Sequence[Feuillet], *, adultes: int, est_commune: bool
) -> Constat:
    """The notice on a row is that of the parent whom the row asks for."""
    dit = f"Parent {parent}"
    connus = frozenset().union(*(f.connus for f in groupe))
    references = {f.reference for f in groupe if f.reference}
    if parent == PARENT_2 and references & {f.reference for f in premiers}:
        return Constat(Regle.PARENT, EtatRegle.NON_CONFORME, "Parent 1", dit, "meme_avis")
    if not connus:
        return Constat(Regle.PARENT, EtatRegle.A_VERIFIER, "", dit, "non_lu")
    if parent == PARENT_2 and connus == {0}:
        return Constat(Regle.PARENT, EtatRegle.A_VERIFIER, "Parent 1", dit, "autre_parent")
    if parent == PARENT_1 and connus == {1} and adultes > 1 and not est_commune:
        return Constat(Regle.PARENT, EtatRegle.A_VERIFIER, "Parent 2", dit, "autre_parent")
    return Constat(Regle.PARENT, EtatRegle.CONFORME, dit, dit)


def _ensemble(groupe: Sequence[Feuillet]) -> Iterable[tuple[Feuillet, tuple[Constat, ...]]]:
    """The files of one notice: their pages counted together, each answered by the first where it says nothing."""
    if len(groupe) == 1:
        return [(groupe[0], groupe[0].constats)]
    marques = [marque for f in groupe for marque in f.marques]
    pages = juger_pages(sum(f.pages for f in groupe), marques, groupe[0].attendues or 1)
    if not pages.detail:
        pages = replace(pages, detail=f"fichiers:{len(groupe)}")
    premier = next((f for f in groupe if f.revenu_scelle is not None), None) or groupe[0]
    juges = []
    for f in groupe:
        constats = _avec(f.constats, pages)
        if f is not premier:
            constats = _completer(constats, premier.constats)
            constats = _avec(constats, _concorde(f, premier))
        juges.append((f, constats))
    return juges


def _completer(constats: Sequence[Constat], premiers: Sequence[Constat]) -> tuple[Constat, ...]:
    """A file that goes on says little: what it does not say, the first one says."""
    dits = {c.regle: c for c in premiers}
    return tuple(
        replace(dits[c.regle], detail="premier_fichier", lieu=None)
        if c.regle in _DU_PREMIER and c.regle in dits and _est_muet(c)
        else c
        for c in constats
    )


def _est_muet(constat: Constat) -> bool:
    return constat.etat is EtatRegle.A_VERIFIER and constat.detail in NON_LUS


def _concorde(suite: Feuillet, premier: Feuillet) -> Constat:
    """The income printed in a file that goes on, beside the one that the first seals or prints."""
    voulu = premier.revenu_scelle
    if voulu is None and premier.imprimes:
        voulu = premier.imprimes[0][0]
    for centimes, lieu in suite.imprimes:
        if voulu is not None and centimes != voulu:
            return Constat(Regle.CONCORDANCE, EtatRegle.NON_CONFORME, euros(centimes), euros(voulu), "differe", lieu)
    sien = next((c for c in premier.constats if c.regle is Regle.CONCORDANCE), None)
    if sien is None:
        return Constat(Regle.CONCORDANCE, EtatRegle.A_VERIFIER, detail="non_lu")
    return replace(sien, detail="premier_fichier", lieu=None)


def _avec(constats: Sequence[Constat], nouveau: Constat) -> tuple[Constat, ...]:
    """The same, one rule said anew."""
    return (*(c for c in constats if c.regle is not nouveau.regle), nouveau)
