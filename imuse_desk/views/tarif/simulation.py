"""A simulation in words: what was typed, the price with its reasons, the paper. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from imuse_desk.domain.argent import INSECABLE, euros, montant
from imuse_desk.domain.dates import age
from imuse_desk.domain.nombres import ordinal
from imuse_desk.domain.tarifs.calcul import simuler
from imuse_desk.domain.tarifs.ecriture import exporter_grille
from imuse_desk.domain.tarifs.explication import expliquer, expliquer_refus, expliquer_remise, titre_zone
from imuse_desk.domain.tarifs.modele import EleveTarif, FoyerTarif, Grille
from imuse_desk.domain.tarifs.proration import Echeance, PlanEcheances, echeancier
from imuse_desk.domain.tarifs.quotient import FORMULES, FormuleQuotient
from imuse_desk.domain.tarifs.resultat import Facturation, LigneTarif, Refuse, ResultatTarif
from imuse_desk.services.lectures.grilles import BaseSimulation
from imuse_desk.services.quotients import FORMULE_PAR_DEFAUT
from imuse_desk.services.tarification import bareme
from imuse_desk.views.common.prix import GroupeAffiche, LigneAffichee, PrixAffiche
from imuse_desk.views.tarif.mots import resumer_plan

MOIS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
CommunLu = tuple[str, int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class EleveSaisi:
    """A pupil as typed: age or birth date, tags, year of rental, items."""

    nom: str
    age: int | None = None
    naissance_le: date | None = None
    etiquettes: tuple[str, ...] = ()
    annee_location: int | None = None
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saisie:
    """A household as typed; ``quotient_centimes`` None is unknown, ``arithmetique`` tells how it was reckoned."""

    zone: str | None = None
    origine_zone: str = ""
    quotient_centimes: int | None = None
    arithmetique: str = ""
    eleves: tuple[EleveSaisi, ...] = ()
    fautes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offre:
    """A grid ready for the simulator."""

    base: BaseSimulation
    grille: Grille
    reference_le: date
    zones: tuple[tuple[str, str], ...]
    etiquettes: tuple[str, ...]
    articles: tuple[tuple[str, str], ...]
    plans: tuple[tuple[PlanEcheances, str], ...]
    a_locations: bool
    formule: FormuleQuotient

    @property
    def annee(self) -> str:
        """The school year."""
        return self.base.grille.version.annee

    @property
    def source(self) -> str:
        """The version by name."""
        version = self.base.grille.version
        return f"{version.libelle}, version {version.numero}"


def preparer(base: BaseSimulation) -> Offre:
    """Read the version, list what can be chosen; raises GrilleInvalide."""
    version = base.grille.version
    lu = bareme(base.grille.contenu, version.libelle, version.numero, base.tables, date(base.debut, 9, 1))
    grille = lu.grille
    conditions = [r.condition for a in grille.articles for r in a.regles] + [a.condition for a in grille.ajustements]
    zones = dict.fromkeys([z for c in conditions for z in c.zones or ()] + [r.t3 for r in base.tables.zones])
    etiquettes = dict.fromkeys(
        e
        for c in conditions
        for e in (*(c.toutes_etiquettes or ()), *(c.une_etiquette or ()), *(c.aucune_etiquette or ()))
    )
    return Offre(
        base,
        grille,
        lu.reference_le,
        tuple((z, titre_zone(z)) for z in zones),
        tuple(etiquettes),
        tuple((a.code, a.libelle or a.code) for a in grille.articles if not a.est_automatique),
        _plans(base, grille),
        a_locations=any(c.annee_location is not None for c in conditions),
        formule=FORMULES.get(base.formule, FORMULES[FORMULE_PAR_DEFAUT]),
    )


def _plans(base: BaseSimulation, grille: Grille) -> tuple[tuple[PlanEcheances, str], ...]:
    """The plans of the grid with their words; where it has none, the number of calls that the site proposes."""
    if not grille.plans:
        return ((PlanEcheances(parts=base.echeances), f"{base.echeances} fois (réglage du site)"),)
    ecrits = exporter_grille(grille)["instalment_plans"]
    return tuple(zip(grille.plans, map(resumer_plan, ecrits), strict=True))


def calculer(offre: Offre, saisie: Saisie) -> ResultatTarif | None:
    """Price what was typed; None while nothing was chosen or something can't be read."""
    if saisie.fautes or not any(e.articles for e in saisie.eleves):
        return None
    return simuler(offre.grille, _foyer(offre, saisie))


def _foyer(offre: Offre, saisie: Saisie) -> FoyerTarif:
    return FoyerTarif(
        zone=saisie.zone,
        quotient=None if saisie.quotient_centimes is None else Fraction(saisie.quotient_centimes, 100),
        eleves=tuple(
            EleveTarif(
                age=_age(offre, e),
                etiquettes=e.etiquettes,
                annee_location=e.annee_location,
                articles=e.articles,
            )
            for e in saisie.eleves
        ),
    )


def _age(offre: Offre, eleve: EleveSaisi) -> Fraction | None:
    if eleve.naissance_le is not None:
        return Fraction(age(eleve.naissance_le, offre.reference_le))
    return None if eleve.age is None else Fraction(eleve.age)


def afficher(offre: Offre, saisie: Saisie, resultat: ResultatTarif | None, plan: PlanEcheances | None) -> PrixAffiche:
    """The price card of a simulation."""
    titre = f"Droits de scolarité {offre.annee}"
    if resultat is None:
        attente = " ".join(saisie.fautes) or "Choisissez une prestation pour au moins un élève."
        return PrixAffiche(titre, "—", "À saisir", "neutral", "pencil-simple", offre.source, avertissement=attente)
    faits = tuple(f"{nom}{INSECABLE}: {valeur}" for nom, valeur in faits_de(offre, saisie))
    if isinstance(resultat, Refuse):
        return PrixAffiche(
            titre, "—", "Indéterminé", "bad", "warning-circle", offre.source, faits,
            avertissement=" ".join(_refus(saisie, resultat)),
        )  # fmt: skip
    est_inconnu = saisie.quotient_centimes is None
    return PrixAffiche(
        titre=titre,
        montant=euros(resultat.total_centimes),
        etat="Provisoire" if est_inconnu else "Estimation",
        ton="warn" if est_inconnu else "info",
        icone="hourglass-medium" if est_inconnu else "scales",
        source=offre.source,
        faits=faits,
        groupes=_groupes(saisie, resultat),
        total=euros(resultat.total_centimes),
        avertissement="Quotient inconnu\u00a0: les prix qui en dépendent sont au plafond." if est_inconnu else "",
        echeances=phrase_echeances(echeancier(plan, resultat.total_centimes, offre.base.debut)) if plan else "",
    )


def faits_de(offre: Offre, saisie: Saisie) -> tuple[tuple[str, str], ...]:
    """What a simulation rests on, as label and value."""
    zone = dict(offre.zones).get(saisie.zone or "", saisie.zone or "aucune")
    quotient = "inconnu, tarif plafond"
    if saisie.quotient_centimes is not None:
        quotient = montant(saisie.quotient_centimes)
    if saisie.arithmetique:
        quotient = f"{quotient} ({saisie.arithmetique})"
    return (
        ("Zone tarifaire", f"{zone}{', ' + saisie.origine_zone if saisie.origine_zone else ''}"),
        ("Quotient", quotient),
        ("Âges au", f"{offre.reference_le:%d/%m/%Y}"),
    )


def _refus(saisie: Saisie, resultat: Refuse) -> list[str]:
    phrases = []
    for motif in resultat.motifs:
        nom = f"{saisie.eleves[motif.eleve].nom}{INSECABLE}: " if motif.eleve is not None else ""
        phrases.append(nom + expliquer_refus(replace(motif, eleve=None)))
    return phrases


def _groupes(saisie: Saisie, resultat: Facturation) -> tuple[GroupeAffiche, ...]:
    groupes = []
    for rang, eleve in enumerate(saisie.eleves):
        lignes = [x for x in resultat.lignes if x.eleve == rang]
        if lignes:
            total = sum(x.montant_centimes for x in lignes)
            groupes.append(GroupeAffiche(eleve.nom, tuple(_ligne(x) for x in lignes), euros(total), _rang(lignes)))
    communs = _communs(resultat)
    if communs:
        lignes_communes = tuple(LigneAffichee(mots, euros(prix), phrases) for mots, prix, phrases in communs)
        groupes.append(GroupeAffiche("Foyer", lignes_communes, euros(sum(prix for _, prix, _ in communs))))
    return tuple(groupes)


def _rang(lignes: Sequence[LigneTarif]) -> str:
    rang = max(x.rang for x in lignes)
    return "" if rang == 1 else f"{ordinal(rang)} élève"


def _ligne(ligne: LigneTarif) -> LigneAffichee:
    return LigneAffichee(ligne.libelle or ligne.article, euros(ligne.montant_centimes), _raisons(ligne))


def _raisons(ligne: LigneTarif) -> tuple[str, ...]:
    """The arithmetic first, then the rule; the amount itself stands on the right."""
    regle, prix, *reste = expliquer(ligne)[:-1]
    return (prix, regle, *reste)


def _communs(resultat: Facturation) -> list[CommunLu]:
    lignes = [(x.libelle or x.article, x.montant_centimes, _raisons(x)) for x in resultat.lignes if x.eleve is None]
    return lignes + [(r.libelle or r.code, r.montant_centimes, (expliquer_remise(r),)) for r in resultat.remises]


def phrase_echeances(calls: Sequence[Echeance]) -> str:
    """``3 échéances : 149,77 € en nov., janv. et mars``; the first is told apart when it takes the remainder."""
    if len(calls) < 2:
        le = calls[0].le if calls else None
        return f"1 échéance{' en ' + MOIS[le.month - 1] if le else ''}"
    mois = [MOIS[c.le.month - 1] for c in calls if c.le is not None]
    quand = f" en {', '.join(mois[:-1])} et {mois[-1]}" if len(mois) == len(calls) else ""
    premier, suivant = calls[0].montant_centimes, calls[1].montant_centimes
    if premier == suivant:
        return f"{len(calls)} échéances{INSECABLE}: {euros(premier)}{quand}"
    return f"{len(calls)} échéances{INSECABLE}: {euros(premier)} puis {euros(suivant)}{quand}"


Lignes = tuple[CommunLu, ...]


def groupes_papier(saisie: Saisie, resultat: Facturation) -> tuple[tuple[tuple[str, Lignes], ...], Lignes]:
    """Groups and adjustments of the printed estimate."""
    groupes = tuple(
        (
            eleve.nom,
            tuple(
                (x.libelle or x.article, x.montant_centimes, _raisons(x)) for x in resultat.lignes if x.eleve == rang
            ),
        )
        for rang, eleve in enumerate(saisie.eleves)
    )
    return tuple(g for g in groupes if g[1]), tuple(_communs(resultat))
