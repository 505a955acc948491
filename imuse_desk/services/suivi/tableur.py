"""The sheet of a course in a workbook and back: exported, then compared with the sheet before anything is written.

What the teacher changed in the file is what differs from what the file held when it was made: a cell that he left
alone never brings an old mark back over a newer one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.evaluations import APPRECIATION_MAX
from imuse_desk.domain.notes import ecrire_nombre, ecrire_saisie, lire_note
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.infra.classeur_notes import (
    CLE_TEXTE,
    COLONNE_NOM,
    COLONNE_REF,
    LIGNE_CLES,
    LIGNE_MARQUE,
    ORIGINE,
    PAGE,
    PREMIERE,
    PREMIERE_NOTE,
    ClasseurNotes,
    ColonneNotes,
    LigneNotes,
    ecrire_classeur_notes,
)
from imuse_desk.infra.lecture_xlsx import CelluleLue, Page, lire_classeur
from imuse_desk.models import Cours
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.suivi.acces import exiger_cours
from imuse_desk.services.suivi.criteres import CritereVu
from imuse_desk.services.suivi.evaluations import lire_appreciation
from imuse_desk.services.suivi.feuille import EleveNote, FeuilleVue, composer_feuille

FORMAT = 1
VIDE = CelluleLue("")


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that the file changes: what stands on the sheet now, what the file says.

    ``critere_id`` None is the comment. ``est_bougee``: somebody changed it here since the file was made.
    """

    inscription_id: int
    critere_id: int | None
    eleve: str
    case: str
    ancien: str
    nouveau: str
    est_bougee: bool = False


@dataclass(frozen=True, slots=True)
class Ecartee:
    """Something of the file that is left aside, and why: a code of the messages with its parameters."""

    eleve: str
    case: str
    dit: str
    erreur: Invalide | RegleMetier


@dataclass(frozen=True, slots=True)
class Comparaison:
    """What taking the file would do; nothing is written."""

    differences: tuple[Difference, ...]
    ecartees: tuple[Ecartee, ...]


@cas_d_usage(Permission.NOTER)
def exporter_feuille(ctx: Contexte, cours_id: int, periode_id: int, creneau_id: int | None, chemin: Path) -> int:
    """Write the sheet in a workbook; how many pupils is the answer.

    Raises Introuvable, RegleMetier(autre_site | disque_plein | fichier_ouvert_ailleurs | fichier_refuse).
    """
    vue, cours_ref = _lire(ctx, cours_id, periode_id, creneau_id)
    colonnes = (*(_colonne(critere) for critere in vue.criteres), _colonne_texte())
    lignes = tuple(LigneNotes(str(eleve.ref), _nom(eleve), tuple(_textes(vue, eleve).values())) for eleve in vue.eleves)
    limite = vue.periode.saisie_jusqu_au
    contenu = ClasseurNotes(
        titre=vue.cours,
        sous_titre=vue.periode.libelle,
        consigne="Saisissez les notes et les appréciations dans les cases encadrées, puis reprenez ce fichier dans le "
        f"logiciel{f' avant le {date_fr(limite)}' if limite is not None else ''}. Abs. et le motif pour un absent.",
        marque=json.dumps(_marque(vue, cours_ref), sort_keys=True),
        colonnes=colonnes,
        lignes=lignes,
        texte_max=APPRECIATION_MAX,
    )
    ecrire_classeur_notes(contenu, chemin)
    return len(lignes)


@cas_d_usage(Permission.NOTER)
def comparer_classeur(
    ctx: Contexte, cours_id: int, periode_id: int, creneau_id: int | None, chemin: Path
) -> Comparaison:  # fmt: skip
    """Read a workbook back and tell what it would change on the sheet.

    Raises Introuvable, RegleMetier(autre_site | feuille_fermee | classeur_illisible | classeur_trop_grand |
    classeur_etranger | classeur_autre_feuille | classeur_colonne | fichier_refuse).
    """
    vue, cours_ref = _lire(ctx, cours_id, periode_id, creneau_id)
    if vue.fermee:
        raise RegleMetier("feuille_fermee", periode=vue.periode.libelle)
    pages = lire_classeur(chemin)
    page, origine = pages.get(PAGE), pages.get(ORIGINE)
    if page is None or origine is None:
        raise RegleMetier("classeur_etranger")
    _verifier_marque(page, vue, cours_ref)
    return _comparer(vue, page, origine, _colonnes_du_fichier(page))


def _lire(ctx: Contexte, cours_id: int, periode_id: int, creneau_id: int | None) -> tuple[FeuilleVue, str]:
    with ctx.lire() as session:
        exiger_cours(ctx, session, cours_id)
        return (
            composer_feuille(session, ctx, cours_id, periode_id, creneau_id),
            str(session.get_one(Cours, cours_id).ref),
        )


def _colonne(critere: CritereVu) -> ColonneNotes:
    echelle = critere.echelle
    if echelle.est_nombre:
        aide = f"Note de 0 à {ecrire_nombre(echelle.maximum)}, de {ecrire_nombre(echelle.pas)} en "
        aide += f"{ecrire_nombre(echelle.pas)}\u00a0; ou Abs. et le motif."
        titre = f"{critere.libelle} / {ecrire_nombre(echelle.maximum)}"
        return ColonneNotes(str(critere.id), titre, aide, echelle.maximum)
    codes = ", ".join(v.code for v in echelle.valeurs)
    return ColonneNotes(str(critere.id), critere.libelle, f"{codes}\u00a0; ou Abs. et le motif.")


def _colonne_texte() -> ColonneNotes:
    return ColonneNotes(CLE_TEXTE, "Appréciation", f"{APPRECIATION_MAX} caractères au plus.")


def _nom(eleve: EleveNote) -> str:
    return f"{eleve.nom} {eleve.prenom}".strip()


def _textes(vue: FeuilleVue, eleve: EleveNote) -> dict[str, str]:
    """The text of each column by its key."""
    notes = zip(vue.criteres, eleve.cellules, strict=True)
    return {str(c.id): ecrire_saisie(cellule.note, c.echelle) for c, cellule in notes} | {CLE_TEXTE: eleve.appreciation}


def _marque(vue: FeuilleVue, cours_ref: str) -> dict[str, object]:
    """Which sheet a file is of; the fingerprint covers the columns and their scales."""
    formes = [
        [c.id, c.libelle, c.echelle.genre, c.echelle.maximum, c.echelle.pas, [v.code for v in c.echelle.valeurs]]
        for c in vue.criteres
    ]
    empreinte = hashlib.sha256(json.dumps(formes).encode()).hexdigest()[:16]
    return {
        "imuse-desk": FORMAT, "cours": cours_ref, "periode": vue.periode.id, "nom": vue.cours,
        "nom_periode": vue.periode.libelle, "empreinte": empreinte,
    }  # fmt: skip


def _verifier_marque(page: Page, vue: FeuilleVue, cours_ref: str) -> None:
    try:
        lue = json.loads(page.get((LIGNE_MARQUE, COLONNE_REF), VIDE).texte)
    except ValueError:
        lue = None
    if not isinstance(lue, dict) or lue.get("imuse-desk") != FORMAT:
        raise RegleMetier("classeur_etranger")
    attendue = _marque(vue, cours_ref)
    if (lue.get("cours"), lue.get("periode")) != (attendue["cours"], attendue["periode"]):
        raise RegleMetier(
            "classeur_autre_feuille", cours=str(lue.get("nom"))[:80], periode=str(lue.get("nom_periode"))[:60]
        )
    if lue.get("empreinte") != attendue["empreinte"]:
        raise RegleMetier("classeur_perime")


def _colonnes_du_fichier(page: Page) -> dict[str, int]:
    """The place of each column of the file by its key."""
    return {
        cellule.texte: colonne
        for (ligne, colonne), cellule in page.items()
        if ligne == LIGNE_CLES and colonne >= PREMIERE_NOTE
    }


def _comparer(vue: FeuilleVue, page: Page, origine: Page, places: Mapping[str, int]) -> Comparaison:
    cles = {str(c.id): c for c in vue.criteres}
    manquantes = [*(c.libelle for cle, c in cles.items() if cle not in places)]
    if manquantes or CLE_TEXTE not in places:
        raise RegleMetier("classeur_colonne", colonne=(manquantes or ["Appréciation"])[0])
    siennes = _colonnes_du_fichier(origine)
    origines = {
        cellule.texte: ligne
        for (ligne, colonne), cellule in origine.items()
        if colonne == COLONNE_REF and ligne >= PREMIERE
    }
    eleves = {str(eleve.ref): eleve for eleve in vue.eleves}
    differences: list[Difference] = []
    ecartees: list[Ecartee] = []
    vus: set[str] = set()
    for ligne in sorted({ligne for ligne, _ in page if ligne >= PREMIERE}):
        ref, nom = page.get((ligne, COLONNE_REF), VIDE).texte, page.get((ligne, COLONNE_NOM), VIDE).texte
        dites = {cle: page.get((ligne, place), VIDE) for cle, place in places.items()}
        eleve = eleves.get(ref)
        if eleve is None or ref in vus:
            if any(cellule.texte for cellule in dites.values()) or nom:
                code = "classeur_double" if ref in vus else "classeur_eleve"
                ecartees.append(Ecartee(nom or "—", "", "", RegleMetier(code)))
            continue
        vus.add(ref)
        if plier(nom) != plier(_nom(eleve)):
            ecartees.append(Ecartee(_nom(eleve), "Nom", nom, RegleMetier("classeur_nom", nom=_nom(eleve))))
        depart = origines.get(ref, -1)
        avant = {cle: origine.get((depart, place), VIDE).texte for cle, place in siennes.items()}
        _comparer_eleve(vue, eleve, dites, avant, differences, ecartees)
    return Comparaison(tuple(differences), tuple(ecartees))


def _comparer_eleve(
    vue: FeuilleVue, eleve: EleveNote, dites: Mapping[str, CelluleLue], avant: Mapping[str, str],
    differences: list[Difference], ecartees: list[Ecartee],
) -> None:  # fmt: skip
    criteres = {str(c.id): c for c in vue.criteres}
    actuels = _textes(vue, eleve)
    for cle, actuel in actuels.items():
        critere = criteres.get(cle)
        case = critere.libelle if critere is not None else "Appréciation"
        cellule = dites[cle]
        if cellule.est_formule:
            ecartees.append(Ecartee(_nom(eleve), case, cellule.texte, RegleMetier("classeur_formule")))
            continue
        try:
            if critere is not None:
                nouveau = ecrire_saisie(lire_note(cellule.texte, critere.echelle, case), critere.echelle)
            else:
                nouveau = lire_appreciation(cellule.texte, case)
        except Invalide as erreur:
            ecartees.append(Ecartee(_nom(eleve), case, cellule.texte, erreur))
            continue
        if nouveau in {avant.get(cle, ""), actuel}:
            continue  # he left it alone, or both say the same
        bougee = actuel != avant.get(cle, "")
        ident = critere.id if critere is not None else None
        differences.append(Difference(eleve.inscription_id, ident, _nom(eleve), case, actuel, nouveau, bougee))
