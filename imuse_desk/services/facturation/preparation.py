"""What each household of a site would be billed for a year, and why some are left out: nothing is written here.

A household is billed on its active enrolments, through the engine that prices the re-enrolment. Reasons to leave one
out are codes: ``grille_absente``, ``sans_tarif`` (a course without item, or a refusal of the grid), ``deja_facturee``,
``provisoire`` (the option holds ceilings back), ``sous_minimum``, ``rien`` (nothing of this kind to bill),
``plan_hors_regle`` (what was agreed breaks the rule of the year).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.pieces import HORS_APPEL, Nature, Serie
from imuse_desk.domain.reglages import (
    DESISTEMENT_JUSQU_AU,
    ECHEANCES_JOURS,
    FACTURE_MINIMUM,
    FACTURER_PROVISOIRES,
    MODE_APPEL,
    MOYEN_ECHEANCES,
    PART_ECHEANCES,
)
from imuse_desk.domain.tarifs.proration import echeances
from imuse_desk.models import Annee, Eleve, Foyer, Inscription, Lien, PieceEmise
from imuse_desk.models.parmi import est_parmi
from imuse_desk.services.facturation.imputations import repris_par_avoirs
from imuse_desk.services.facturation.lecture_accords import lire_accords
from imuse_desk.services.facturation.registres import Accord, EcheanceVue, LigneFacturee, RegistreVu, registre_de
from imuse_desk.services.lectures.annee_inscrite import charges_inscrites, est_facturee, limite_des_departs
from imuse_desk.services.lectures.facturation import prix_inscrit
from imuse_desk.services.locations.facturation import contrats_de, foyers_loueurs, lignes_de_location
from imuse_desk.services.reglages import lire_reglages
from imuse_desk.services.reinscription.faits import Charge
from imuse_desk.services.tarification import bareme

MORCEAU = 1000
N_APPELS = "n_appels"
LOCATION_SEULE = "Location sans inscription"
"""Why a household that follows no course is billed: said in the preview."""
CLES = (MODE_APPEL, FACTURE_MINIMUM, FACTURER_PROVISOIRES, PART_ECHEANCES, ECHEANCES_JOURS, MOYEN_ECHEANCES)


@dataclass(frozen=True, slots=True)
class Appel:
    """What is called: a site's, of a year and kind; ``numero`` is the rank of the call in the year, from 1."""

    site_id: int
    annee_id: int
    nature: Nature
    numero: int = 1


@dataclass(frozen=True, slots=True)
class Regles:
    """How a site bills in a year: n calls or one, parts, their days and means, the least amount in cents, ceilings."""

    est_n_appels: bool
    parts: int
    jours: tuple[str, ...]
    minimum_centimes: int
    facture_provisoires: bool
    moyen: str


@dataclass(frozen=True, slots=True)
class Preparee:
    """A household's invoice to come, or why there is none (``exclusion`` and its ``detail``); amounts in cents.

    ``accord``: the way of paying agreed with it; ``parts_max``: how many parts the rule of the year allows.
    """

    foyer_id: int
    lignes: tuple[LigneFacturee, ...] = ()
    total_centimes: int = 0
    echeances: tuple[EcheanceVue, ...] = ()
    est_provisoire: bool = False
    exclusion: str = ""
    detail: str = ""
    charge: Charge | None = None
    accord: Accord | None = None
    parts_max: int | None = None


def lire_regles(session: Session, site_id: int, annee_id: int) -> Regles:
    """The rules of billing of a site and year, as its settings say."""
    lus = lire_reglages(session, CLES, site_id, annee_id)
    return Regles(
        lus[MODE_APPEL.cle] == N_APPELS,
        max(1, int(lus[PART_ECHEANCES.cle])),
        tuple(lus[ECHEANCES_JOURS.cle]),
        int(lus[FACTURE_MINIMUM.cle]),
        bool(lus[FACTURER_PROVISOIRES.cle]),
        str(lus[MOYEN_ECHEANCES.cle]),
    )


def foyers_a_facturer(session: Session, appel: Appel) -> list[int]:
    """The households of a site that have a pupil to bill in the year, in the order of their numbers.

    A call of rentals has those who hire without any enrolment too.
    """
    debut_le = session.execute(select(Annee.debut_le).where(Annee.id == appel.annee_id)).scalar_one()
    reglages = lire_reglages(session, (DESISTEMENT_JUSQU_AU,), appel.site_id, appel.annee_id)
    facturee = est_facturee(limite_des_departs(reglages, debut_le))
    inscrits = (
        select(Lien.foyer_id)
        .join(Eleve, Eleve.personne_id == Lien.personne_id)
        .join(Inscription, Inscription.eleve_id == Eleve.id)
        .where(Inscription.annee_id == appel.annee_id, facturee, Lien.role == "enfant")
    )
    a_facturer = [Foyer.id.in_(inscrits)]
    if appel.nature is Nature.LOCATIONS:
        a_facturer.append(Foyer.id.in_(foyers_loueurs(appel.annee_id)))
    return list(
        session.execute(
            select(Foyer.id)
            .where(
                Foyer.site_id == appel.site_id,
                or_(*a_facturer),
            )
            .order_by(Foyer.numero)
        ).scalars()
    )


@dataclass(frozen=True, slots=True)
class FactureNette:
    """An invoice and what its credit notes took back (negative) and leave of it, in cents."""

    facture_id: int
    affiche: str
    net_centimes: int
    avoirs_centimes: int = 0


def factures_nettes(session: Session, *conditions: ColumnElement[bool]) -> dict[int, list[FactureNette]]:
    """The invoices of a tariff that meet these conditions and that no credit note undid whole, by household."""
    trouvees: dict[int, list[FactureNette]] = defaultdict(list)
    for x in session.execute(_requete_nettes().where(*conditions)):
        trouvees[x.foyer_id].append(FactureNette(x.id, x.affiche, int(x.net), int(x.avoirs)))
    return trouvees


@cache
def _requete_nettes() -> Select[int, int, str, int, int]:
    avoirs = repris_par_avoirs()
    net = PieceEmise.total_centimes + avoirs
    return (
        select(PieceEmise.foyer_id, PieceEmise.id, PieceEmise.affiche, net.label("net"), avoirs.label("avoirs"))
        .where(PieceEmise.serie == Serie.FACTURE, PieceEmise.appel != HORS_APPEL, net != 0)
        .order_by(PieceEmise.foyer_id, PieceEmise.id)
    )


def deja_factures(session: Session, appel: Appel, foyers: Sequence[int], *, est_n_appels: bool) -> dict[int, str]:
    """Those that hold an invoice of this kind and year, or of this call where there are several; its number."""
    conditions = [
        est_parmi(PieceEmise.foyer_id, foyers), PieceEmise.annee_id == appel.annee_id, PieceEmise.nature == appel.nature
    ]  # fmt: skip
    if est_n_appels:
        conditions.append(PieceEmise.appel == appel.numero)
    return {foyer_id: pieces[-1].affiche for foyer_id, pieces in factures_nettes(session, *conditions).items()}


def preparer(
    session: Session, appel: Appel, foyers: Sequence[int], jour: date, *, avec_factures: bool = False
) -> Iterator[Preparee]:
    """Prepare the invoices of these households, in their order; ``avec_factures`` prices those already billed too."""
    regles = lire_regles(session, appel.site_id, appel.annee_id)
    for debut in range(0, len(foyers), MORCEAU):
        morceau = foyers[debut : debut + MORCEAU]
        deja = {} if avec_factures else deja_factures(session, appel, morceau, est_n_appels=regles.est_n_appels)
        loues = lignes_de_location(session, appel.annee_id, morceau) if appel.nature is Nature.LOCATIONS else {}
        a_lire = [f for f in morceau if f not in deja]
        accords = (
            {} if regles.est_n_appels else lire_accords(session, appel.site_id, appel.annee_id, appel.nature, a_lire)
        )
        charges = charges_inscrites(session, a_lire, appel.annee_id, jour, sans_inscription=set(loues))
        for foyer_id in morceau:
            if foyer_id in deja:
                yield Preparee(foyer_id, exclusion="deja_facturee", detail=deja[foyer_id])
            elif (charge := charges.get(foyer_id)) is None:
                yield Preparee(foyer_id, exclusion="sans_inscription")
            else:
                contrats = contrats_de(charge, loues[foyer_id]) if foyer_id in loues else ()
                yield _a_venir(_preparer(charge, appel, regles, contrats, accords.get(foyer_id)), jour)


def _preparer(
    charge: Charge, appel: Appel, regles: Regles, contrats: Sequence[LigneFacturee], accord: Accord | None
) -> Preparee:
    foyer_id = charge.tete.foyer_id
    prix = prix_inscrit(charge, montrer_revenus=True)
    if prix is None:
        return Preparee(foyer_id, exclusion="grille_absente")
    grille = bareme(charge.tete.grille_contenu or "", "", 0, charge.petites.tables, charge.tete.debut_le).grille
    registre = registre_de(appel.nature, prix, grille, regles.parts, charge.tete.debut_le.year, regles.jours, contrats)
    registre = registre.avec(accord)
    if registre.total_centimes is None:
        sans = [f"{e.prenom}{INSECABLE}: {c}" for e in prix.enfants for c in (*e.indetermines, *_raisons(e.refus))]
        return Preparee(foyer_id, exclusion="sans_tarif", detail=", ".join(sans))
    if not registre.lignes or (regles.est_n_appels and appel.numero > regles.parts):
        return Preparee(foyer_id, exclusion="rien")
    preparee = _appeler(registre, foyer_id, charge, appel, regles)
    if contrats and not any(enfant.lignes for enfant in charge.enfants_de(foyer_id)):
        preparee = replace(preparee, detail=LOCATION_SEULE)
    if registre.accord is not None and registre.est_hors_regle:
        detail = f"{registre.accord.nombre} fois, {registre.parts_max} au plus pour {euros(preparee.total_centimes)}"
        return replace(preparee, exclusion="plan_hors_regle", detail=detail)
    if preparee.est_provisoire and not regles.facture_provisoires:
        return replace(preparee, exclusion="provisoire")
    if 0 <= preparee.total_centimes < regles.minimum_centimes:
        detail = f"{euros(preparee.total_centimes)} < {euros(regles.minimum_centimes)}"
        return replace(preparee, exclusion="sous_minimum", detail=detail)
    return preparee


def _a_venir(preparee: Preparee, jour: date) -> Preparee:
    """A part whose day has passed is due on receipt."""
    if not any(e.le is not None and e.le < jour for e in preparee.echeances):
        return preparee
    parts = (replace(e, le=None) if e.le is not None and e.le < jour else e for e in preparee.echeances)
    return replace(preparee, echeances=tuple(parts))


def _raisons(refus: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (article for article, _raison in refus)


def _appeler(registre: RegistreVu, foyer_id: int, charge: Charge, appel: Appel, regles: Regles) -> Preparee:
    """The whole year with its parts, or the part of each line that this call asks for."""
    lignes, plan = registre.lignes, registre.echeances
    if regles.est_n_appels:
        lignes = tuple(_part(ligne, appel.numero, regles.parts) for ligne in lignes)
        plan = plan[appel.numero - 1 : appel.numero]
    total = sum(ligne.montant_centimes for ligne in lignes)
    if regles.est_n_appels:
        plan = tuple(replace(e, rang=1, montant_centimes=total) for e in plan)
    plan = tuple(replace(e, moyen=regles.moyen) for e in plan) if regles.moyen else plan
    return Preparee(
        foyer_id,
        lignes,
        total,
        plan,
        any(x.est_provisoire for x in lignes),
        charge=charge,
        accord=registre.accord,
        parts_max=registre.parts_max,
    )


def _part(ligne: LigneFacturee, appel: int, parts: int) -> LigneFacturee:
    """A line cut in as many calls; the parts of a line sum to it."""
    montant_centimes = echeances(ligne.montant_centimes, parts)[appel - 1]
    return replace(ligne, montant_centimes=montant_centimes, appel=(appel, parts, ligne.montant_centimes))
