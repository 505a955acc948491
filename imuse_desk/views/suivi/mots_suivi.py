"""Words under the card of a pupil's course: who gave the opinion and until when, averages, results. Qt-free."""

from collections.abc import Mapping, Sequence

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Conflit
from imuse_desk.domain.evaluations import Avis
from imuse_desk.services.lectures.fiche_suivi import EquivalenceVue, FicheSuivi
from imuse_desk.services.suivi.resultats import Mot
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, vide

SANS_AVIS, AUCUN = "Pas encore donné", "—"
COLONNES = (
    Colonne("etablissement", "Établissement", 220, est_triable=False, est_etirable=True),
    Colonne("discipline", "Discipline", 150, est_triable=False),
    Colonne("le", "Date", 90, est_triable=False),
    Colonne("resultat", "Résultat", 190, est_triable=False),
    Colonne("mention", "Mention", 130, est_triable=False),
)
_CHAMPS = {
    "avis": "avis", "commentaire": "commentaire", "niveau_propose_id": "niveau", "presente_examen": "examen",
    "resultat": "résultat", "mention": "mention", "admission": "admission", "lettre": "lettre", "le": "date",
}  # fmt: skip


def choix(mots: Sequence[Mot], actuel: str) -> list[tuple[str, str]]:
    """The words of a list; one since archived stays choosable where it was chosen."""
    libelles = [mot.libelle for mot in mots]
    if actuel and actuel not in libelles:
        libelles.append(actuel)
    return [("", AUCUN), *((libelle, libelle) for libelle in libelles)]


def dire_avis(fiche: FicheSuivi) -> str:
    """Who gave it, and until when a teacher may."""
    limite = f"Les enseignants donnent leurs avis jusqu’au {date_fr(fiche.limite)}."
    if fiche.avis.a is None:
        return limite
    return f"Donné par {fiche.avis.par} le {date_fr(fiche.avis.a.astimezone().date())}. {limite}"


def dire_moyennes(fiche: FicheSuivi) -> str:
    """``Semestre 1 : 4,86 / 5,00 · A · Très bien``, one period a line."""
    if not fiche.moyennes:
        return "Aucune moyenne cette année."
    lignes = (
        f"{m.periode}\u00a0: " + " · ".join(mot for mot in (m.moyenne, m.lettre, m.mention) if mot)
        for m in fiche.moyennes
    )
    return "\n".join(lignes)


def dire_resultat(fiche: FicheSuivi, *, sans_mots: bool) -> str:
    """Who wrote it; where the words of the house are kept when it has none."""
    if fiche.peut_noter and sans_mots:
        return "Ajoutez les mots de l’établissement dans Réglages › Évaluations."
    return f"Noté par {fiche.resultat.par}." if fiche.resultat.par else ""


def dire_note(fait: Mapping[str, int]) -> str:
    """What a result did to the dossiers filed."""
    if fait["a_revoir"]:
        return "Résultat enregistré\u00a0: l’horaire demandé ne convient plus, voyez Bulletins › Horaires à revoir"
    if fait["dossiers"]:
        return "Résultat enregistré, niveau mis à jour dans la réinscription"
    return "Résultat enregistré"


def dire_conflit(conflit: Conflit) -> str:
    """What another desk wrote meanwhile."""
    siens = ", ".join(f"{_CHAMPS.get(champ, champ)} {_dit(sien)}" for champ, (_, sien) in conflit.champs.items())
    qui, quoi = conflit.auteur or "Un autre poste", siens or "autre chose"
    return f"{qui} a écrit entre-temps\u00a0: {quoi}. Enregistrez de nouveau pour garder votre saisie."


def _dit(valeur: object) -> str:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if valeur in (None, ""):
        return "vide"
    return Avis(str(valeur)).libelle.lower() if valeur in set(Avis) else f"«\u00a0{valeur}\u00a0»"


def cellules(vue: EquivalenceVue) -> Sequence[Cellule]:
    """An equivalence."""
    return (
        Cellule(vue.etablissement),
        Cellule(vue.discipline),
        Cellule(date_fr(vue.le), Genre.SECOND),
        Cellule(" · ".join(mot for mot in (vue.resultat, vue.lettre) if mot)),
        Cellule(vue.mention, Genre.SECOND) if vue.mention else vide(),
    )
