"""Words of the campaign's overview and of its acts: columns, cells, counts. Qt-free."""

from collections.abc import Sequence

from imuse_desk.domain.argent import grouper
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.services.campagne.relances import ARelancer, MotifRelance, PlanRelance
from imuse_desk.services.lectures.listes_dossiers import en_capitales
from imuse_desk.services.lectures.suivi_campagne import PIECES, ComptesSuivi, LigneSuivi
from imuse_desk.views.common.familles_listees import puce_etat
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, case, nom, vide

ELEVES = Mots("élève", "élèves")
TOUS = "tous"
FILTRES = [(TOUS, "Tous"), *((e.value, e.libelle) for e in EtatDossier), (PIECES, "Pièces manquantes")]
COLONNES = (
    Colonne("nom", "Élève", 176),
    Colonne("etat", "Réponse", 132),
    Colonne("cours", "Cours", 180, est_etirable=True),
    Colonne("enseignant", "Enseignants", 130),
    Colonne("telephone", "Téléphones", 168, est_triable=False),
    Colonne("email", "E-mails", 176, est_triable=False),
    Colonne("pieces", "Pièces manquantes", 140),
    Colonne("relance", "Relancé le", 100, nature=Nature.DATE),
    Colonne("famille", "Famille", 150, est_montree=False),
    Colonne("numero", "N° de dossier", 96, est_montree=False),
    Colonne("naissance", "Né(e) le", 96, nature=Nature.DATE, est_montree=False),
    Colonne("age", "Âge", 60, "droite", nature=Nature.NOMBRE, est_montree=False),
    Colonne("ville", "Ville", 120, est_montree=False),
)


COCHE = "coche"
COLONNES_RELANCEES = (
    Colonne(COCHE, "", 34, est_triable=False),
    Colonne("famille", "Famille", 150, est_triable=False, est_etirable=True),
    Colonne("par", "Par", 70, est_triable=False),
    Colonne("pieces", "Pièces", 60, "droite", est_triable=False),
    Colonne("deja", "Écrit le", 92, est_triable=False),
)
"""The households of a reminder."""


def cellules_relancee(famille: ARelancer, *, est_cochee: bool) -> Sequence[Cellule]:
    """A household of a reminder, ticked when it is written to."""
    par = "Courriel" if famille.courriel else "Lettre"
    return (
        case(est_cochee=est_cochee),
        Cellule(famille.famille, Genre.FORT),
        Cellule(par) if famille.courriel or famille.a_une_adresse else Cellule(par, second="sans adresse"),
        Cellule(str(famille.pieces)) if famille.pieces else vide(),
        Cellule(date_fr(famille.deja_le), Genre.SECOND) if famille.deja_le else vide(),
    )


def cellules(ligne: LigneSuivi) -> Sequence[Cellule]:
    """A row of the overview."""
    suite = (ligne.cours, ligne.enseignants, ligne.telephones, ligne.courriels, ligne.pieces)
    return (
        nom(en_capitales(ligne.nom), ligne.prenom),
        puce_etat(ligne.etat),
        *(Cellule(mots, Genre.SECOND) if mots else vide() for mots in suite),
        Cellule(date_fr(ligne.relance_le), Genre.SECOND) if ligne.relance_le else vide(),
    )


def nombres(comptes: ComptesSuivi) -> dict[str, int]:
    """What each pill would show."""
    par_etat = {etat.value: n for etat, n in comptes.etats.items()}
    return {TOUS: sum(par_etat.values()), **par_etat, PIECES: comptes.pieces}


def compte(n: int, un: str, plusieurs: str) -> str:
    """``1 lettre``, ``14 lettres``."""
    return Mots(un, plusieurs).compte(n)


def phrase_plan(retenu: PlanRelance, plan: PlanRelance) -> str:
    """``132 familles : 118 par courriel, 14 par lettre``, of those kept in the plan; else why there is none."""
    n, c, lettres = len(retenu.foyers), len(retenu.courriels), len(retenu.lettres)
    if n == 0:
        return _aucune(plan)
    parts = [f"{grouper(str(k))} par {mots}" for k, mots in ((c, "courriel"), (lettres, "lettre")) if k]
    return f"{compte(n, 'famille', 'familles')}\u00a0: {', '.join(parts)}"


def _aucune(plan: PlanRelance) -> str:
    """There is nobody to write to, everybody was written to already, or the person unticked them."""
    n = len(plan.foyers)
    if n == 0:
        return "Aucune famille à relancer"
    if any(foyer.deja_le is None for foyer in plan.foyers):
        return "Aucune famille cochée"
    return "La famille a déjà été relancée" if n == 1 else f"Les {grouper(str(n))} familles ont déjà été relancées"


def remarques_plan(plan: PlanRelance, deja: int = 0) -> str:
    """What the person must know before sending; ``deja`` households were lately written to for the same pieces."""
    dites = []
    if deja:
        pluriel = deja > 1
        suite = "sont décochées\u00a0: elles ont" if pluriel else "est décochée\u00a0: elle a"
        dites.append(f"{compte(deja, 'famille', 'familles')} {suite} reçu la même demande il y a peu.")
    dites += _ecartes(plan)
    if plan.lettres and not plan.courriel_regle:
        dites.append("Le courriel n’est pas réglé\u00a0: tout part par lettre.")
    elif plan.lettres:
        dites.append("Les familles sans adresse e-mail reçoivent une lettre.")
    sans = sum(not f.a_une_adresse for f in plan.lettres)
    if sans:
        dites.append(f"{compte(sans, 'lettre', 'lettres')} sans adresse postale complète.")
    return "\n".join(dites)


def _ecartes(plan: PlanRelance) -> list[str]:
    """Why pupils of the list are not written about."""
    dites = []
    if plan.pas_deposes:
        pluriel = plan.pas_deposes > 1
        qui = "n’ont pas encore déposé leur réinscription" if pluriel else "n’a pas encore déposé sa réinscription"
        suite = "leurs pièces se demandent" if pluriel else "ses pièces se demandent"
        dites.append(f"{ELEVES.compte(plan.pas_deposes)} {qui}\u00a0: {suite} après le dépôt.")
    autres = plan.ecartes - plan.pas_deposes
    if autres > 0 and plan.motif is MotifRelance.PIECES:
        verbe = "n’ont aucune pièce" if autres > 1 else "n’a aucune pièce"
        dites.append(f"{ELEVES.compte(autres)} {verbe} à fournir.")
    elif autres > 0:
        verbe = "ne sont pas concernés" if autres > 1 else "n’est pas concerné"
        dites.append(f"{ELEVES.compte(autres)} de la liste {verbe} par ce rappel.")
    return dites


def verbe_envoyer(plan: PlanRelance | None) -> str:
    """``Envoyer 118 courriels, imprimer 14 lettres``."""
    c, lettres = (len(plan.courriels), len(plan.lettres)) if plan is not None else (0, 0)
    dits = [f"&Envoyer {compte(c, 'courriel', 'courriels')}"] if c or not lettres else []
    if lettres:
        dits.append(f"{'imprimer' if dits else '&Imprimer'} {compte(lettres, 'lettre', 'lettres')}")
    return ", ".join(dits) if c or lettres else "&Envoyer"
