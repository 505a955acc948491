"""What the Facturation tab says of a school year: rows, totals, calls, what blocks. Qt-free."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from imuse_desk.domain.argent import INSECABLE, euros, montant
from imuse_desk.domain.dates import date_fr, mois_fr
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.tarifs.explication import titre_zone
from imuse_desk.domain.tarifs.resultat import LOCATIONS
from imuse_desk.services.facturation.compte_famille import CompteFamille
from imuse_desk.services.facturation.registre_famille import BlocRegistre
from imuse_desk.services.facturation.registres import EcheanceVue, LigneFacturee, RegistreVu
from imuse_desk.services.lectures.facturation import (
    INSCRIPTIONS,
    LOUE,
    REINSCRIPTION,
    Blocage,
    BlocAnnee,
    FacturationVue,
)
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant

COLONNES = (
    Colonne("enfant", "Élève", 130, est_triable=False),
    Colonne("article", "Article", 222, est_triable=False),
    Colonne("base", "Base de calcul", 200, est_triable=False, est_etirable=True),
    Colonne("etat", "État", 104, est_triable=False),
    Colonne("montant", "Montant\u00a0€", 92, "droite", est_triable=False),
)
FOYER = "Foyer"
ORIGINES = {
    INSCRIPTIONS: "d’après les inscriptions",
    REINSCRIPTION: "d’après la réinscription en cours",
    LOUE: "d’après les contrats de location",
}


def cellules(ligne: LigneFacturee) -> Sequence[Cellule]:
    """A row of a ledger."""
    return (
        _qui(ligne),
        Cellule(ligne.libelle),
        Cellule(ligne.detail, Genre.SECOND) if ligne.detail else vide(),
        puce("Provisoire", "warn", "hourglass-medium") if ligne.est_provisoire else vide(),
        cellule_montant(montant(ligne.montant_centimes)),
    )


def _qui(ligne: LigneFacturee) -> Cellule:
    if not ligne.enfant:
        return Cellule(FOYER, Genre.SECOND)
    return Cellule(ligne.enfant, Genre.FORT, second=f"rang {ligne.rang}" if ligne.rang > 1 else "")


@dataclass(frozen=True, slots=True)
class AnneeMontree:
    """A school year of one ledger: what was written there, and what is still to be billed."""

    annee: str
    registre: BlocRegistre | None
    prevision: BlocAnnee | None


def annees(vue: FacturationVue, compte: CompteFamille, nature: Nature) -> tuple[AnneeMontree, ...]:
    """The years of a ledger, newest first; a year that is billed has no forecast any more."""
    registres = {bloc.annee_id: bloc for bloc in compte.blocs if bloc.nature is nature}
    factures = {ident for ident, bloc in registres.items() if bloc.facture_centimes > 0}
    previsions = {b.annee_id: b for b in vue.blocs if b.annee_id not in factures and not _est_vaine(b, registres)}
    libelles = {ident: b.annee for ident, b in registres.items()} | {ident: b.annee for ident, b in previsions.items()}
    return tuple(
        AnneeMontree(libelle, registres.get(ident), previsions.get(ident))
        for ident, libelle in sorted(libelles.items(), key=lambda paire: paire[1], reverse=True)
    )


def _est_vaine(bloc: BlocAnnee, registres: Container[int]) -> bool:
    """A closed year that has a ledger has nothing to announce."""
    return bloc.est_close and bloc.annee_id in registres


def titre_prevision(bloc: BlocAnnee) -> str:
    """The name of the card: a year still to be billed is never taken for a bill."""
    return f"Facturation {bloc.annee}" if bloc.est_close else f"Prévision {bloc.annee}, non facturée"


def origine(bloc: BlocAnnee) -> str:
    """Where the lines of the year come from."""
    if bloc.est_close:
        return "Année close"
    return ORIGINES[bloc.origine]


def etat(bloc: BlocAnnee) -> tuple[str, Ton, str]:
    """The chip of the year."""
    if bloc.est_close:
        return ("Close", "neutral", "lock-simple")
    if bloc.blocages:
        return ("Prix à déterminer", "warn", "warning")
    if bloc.est_provisoire and any(r.lignes for r in bloc.registres):
        return ("Provisoire", "warn", "hourglass-medium")
    return ("À facturer", "info", "receipt") if bloc.total_centimes else ("", "neutral", "")


def phrase_vide(bloc: BlocAnnee, cle: str) -> str:
    """Why a ledger of the year has no line, and what to do."""
    if bloc.est_close:
        return f"L’année {bloc.annee} est close{INSECABLE}: rien n’y sera plus facturé."
    if bloc.prix is None:
        return ""
    if cle == LOCATIONS:
        return f"Aucune location d’instrument en {bloc.annee}."
    if bloc.origine == REINSCRIPTION:
        return f"Aucun cours n’est encore demandé pour {bloc.annee}{INSECABLE}: cochez-les dans Réinscription (Ctrl+3)."
    return f"Aucun cours facturable en {bloc.annee}."


def total(registre: RegistreVu) -> str:
    """The total of a ledger, or that it is not known: never 0 by default."""
    return "non déterminé" if registre.total_centimes is None else euros(registre.total_centimes)


def _quand(echeance: EcheanceVue) -> str:
    """A day or a month before the amount; nothing where the call is not dated."""
    if echeance.le is None:
        return ""
    return f"{mois_fr(echeance.le)} " if echeance.est_mois else f"{date_fr(echeance.le)} "


def phrase_echeances(bloc: BlocAnnee, registre: RegistreVu) -> str:
    """The calls in a sentence, with the month of the first invoice of a year to come where no call is dated."""
    calls = registre.echeances
    if not calls:
        return ""
    debut = ""
    if bloc.origine == REINSCRIPTION and bloc.premiere_facture and calls[0].le is None:
        debut = f" (première facture en {bloc.premiere_facture})"
    fois = "En une fois" if len(calls) == 1 else f"En {len(calls)} fois"
    return f"{fois}{debut}{INSECABLE}: {' · '.join(_quand(e) + euros(e.montant_centimes) for e in calls)}"


def phrase_blocage(blocage: Blocage, bloc: BlocAnnee) -> str:
    """What keeps a price from being known, and how to put it right."""
    if blocage.code == "grille_absente":
        return (
            f"Aucune grille tarifaire n’est en vigueur pour {bloc.annee} ({bloc.site}). "
            "La direction en met une en vigueur dans Outils › Grilles tarifaires."
        )
    if blocage.code == "indetermine":
        return (
            f"{blocage.enfant}{INSECABLE}: aucune ligne de la table des articles ne convient au cours "
            f"«{INSECABLE}{blocage.detail}{INSECABLE}». Complétez la table dans Outils › Grilles tarifaires."
        )
    if blocage.code == "parts":
        return (
            f"{blocage.enfant}{INSECABLE}: les parts des deux foyers dépassent 100{INSECABLE}%. "
            "Corrigez-les dans la fiche de l’élève (Ctrl+2)."
        )
    if blocage.code == "refus_foyer":
        return "La grille ne donne pas de prix pour les frais du foyer. Vérifiez-la dans Outils › Grilles tarifaires."
    return f"{blocage.enfant}{INSECABLE}: {blocage.detail[0].lower()}{blocage.detail[1:]}"


def notes(bloc: BlocAnnee) -> tuple[str, ...]:
    """What is said beside the amounts: children who have not answered, courses that are not counted."""
    dites = []
    if bloc.sans_reponse and any(r.lignes for r in bloc.registres):
        verbe = "n’a pas encore répondu" if len(bloc.sans_reponse) == 1 else "n’ont pas encore répondu"
        dites.append(f"{_et(bloc.sans_reponse)} {verbe}{INSECABLE}: le rang de chaque enfant peut changer.")
    if bloc.non_comptes:
        dites.append(f"Cours arrêtés ou en congé, non comptés{INSECABLE}: {', '.join(bloc.non_comptes)}.")
    return tuple(dites)


def _et(mots: Sequence[str]) -> str:
    return mots[0] if len(mots) == 1 else f"{', '.join(mots[:-1])} et {mots[-1]}"


def phrase_aucun_bloc(vue: FacturationVue) -> str:
    """What to do where a household has nothing to bill."""
    if vue.dossier_id is not None:
        return "Ouvrez la réinscription et cochez les cours demandés : leur prix apparaît ici aussitôt."
    return "Personne n’est inscrit dans cette famille. Inscrivez un élève depuis l’onglet Élève (Ctrl+2)."


def puces(vue: FacturationVue) -> tuple[tuple[str, Ton, str], ...]:
    """Chips of the header: zone, then the newest quotient with its year, where it may be read."""
    prix = [(bloc.annee, bloc.prix) for bloc in vue.blocs if bloc.prix is not None]
    dites: list[tuple[str, Ton, str]] = []
    zone = next((p.zone.code for _, p in prix if p.zone.code), None)
    if zone is not None:
        dites.append((titre_zone(zone), "neutral", "map-pin"))
    for annee, vu in prix:
        if vu.quotient.centimes is not None:
            dites.append((f"QF {annee}{INSECABLE}: {montant(vu.quotient.centimes)}", "neutral", "scales"))
            break
    return tuple(dites)
