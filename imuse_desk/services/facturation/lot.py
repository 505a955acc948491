"""The batch call: previewed, issued in chunks of whole invoices, stopped and resumed without a gap or a double.

Each chunk is one transaction. A stop (cancel, fault, kill, full disk) leaves whole chunks; the batch, which holds the
list of households and the totals that were previewed, is then resumed. A household whose price is no longer the one
that was shown is left out and named: nobody is billed what nobody saw.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.pieces import HORS_APPEL, Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Annee,
    EcheancePiece,
    Ecriture,
    Foyer,
    LignePiece,
    LotFacturation,
    PieceEmise,
    PlanPiece,
    Site,
)
from imuse_desk.models.parmi import est_parmi
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.avances import imputer_avances
from imuse_desk.services.facturation.contenu import contenu_facture, lire_maison
from imuse_desk.services.facturation.emission import AEmettre, Bloc, emettre
from imuse_desk.services.facturation.imputations import verrouiller
from imuse_desk.services.facturation.numerotation import regie_de
from imuse_desk.services.facturation.preparation import Appel, Preparee, foyers_a_facturer, preparer
from imuse_desk.services.facturation.registres import Accord
from imuse_desk.services.facturation.suivi_lot import etat_lot

TRANCHE = 500
"""Households billed in one transaction: the base is never held longer than a moment."""
TABLES = tuple(m.__tablename__ for m in (PieceEmise, LignePiece, PlanPiece, EcheancePiece, Ecriture))
"""What a batch fills."""
ORDINAUX = {1: "Premier", 2: "Deuxième", 3: "Troisième", 4: "Quatrième", 5: "Cinquième", 6: "Sixième"}

Avancer = Callable[[int, int], None]
"""Told how many households are done and of how many; raises to stop between two chunks."""


@dataclass(frozen=True, slots=True)
class LigneApercu:
    """A household in the preview: its total in cents, what last year's invoices came to, or why it is left out."""

    foyer_id: int
    numero: str
    famille: str
    total_centimes: int
    precedent_centimes: int
    est_provisoire: bool
    exclusion: str = ""
    detail: str = ""
    accord: Accord | None = None


@dataclass(frozen=True, slots=True)
class Apercu:
    """What the call would issue: counts and totals first, then each household."""

    appel: Appel
    libelle: str
    site: str
    annee: str
    lignes: tuple[LigneApercu, ...]
    lot_id: int | None = None

    @property
    def a_emettre(self) -> tuple[LigneApercu, ...]:
        """The households that will receive an invoice."""
        return tuple(x for x in self.lignes if not x.exclusion)

    @property
    def total_centimes(self) -> int:
        """What all the invoices come to."""
        return sum(x.total_centimes for x in self.a_emettre)

    @property
    def exclusions(self) -> dict[str, int]:
        """How many households each reason leaves out."""
        return dict(Counter(x.exclusion for x in self.lignes if x.exclusion))


@dataclass(frozen=True, slots=True)
class Bilan:
    """What a batch issued over all its chunks, pieces and cents, and the households left aside this time with why."""

    lot_id: int
    emises: int
    total_centimes: int
    ecartees: list[tuple[int, str]]


def libelle_appel(nature: Nature, numero: int) -> str:
    """What the papers and the ledger call it: ``Premier appel de cotisation``."""
    quoi = "cotisation" if nature is Nature.COTISATIONS else "location"
    return f"{ORDINAUX.get(numero, f'{numero}ᵉ')} appel de {quoi}"


@cas_d_usage(Permission.EMETTRE)
def apercu_lot(ctx: Contexte, appel: Appel) -> Apercu:
    """Price every household of the site: who is billed, how much, who is left out and why. Nothing is written.

    Raises Introuvable, RegleMetier(autre_site).
    """
    ctx.exiger_sur(appel.site_id, Permission.EMETTRE)
    with ctx.lire() as session:
        return _apercu(session, appel, ctx.aujourdhui())


def _apercu(session: Session, appel: Appel, jour: date) -> Apercu:
    annee = session.get(Annee, appel.annee_id)
    site = session.get(Site, appel.site_id)
    if annee is None or site is None:
        raise Introuvable("annee" if annee is None else "site", appel.annee_id)
    foyers = foyers_a_facturer(session, appel)
    du_site = select(Foyer.id, Foyer.numero, Foyer.libelle).where(Foyer.site_id == appel.site_id)
    noms = {foyer_id: (numero, libelle) for foyer_id, numero, libelle in session.execute(du_site)}
    avant = _factures_avant(session, appel, annee)
    lignes = tuple(
        LigneApercu(
            p.foyer_id, *noms[p.foyer_id], p.total_centimes, avant.get(p.foyer_id, 0), p.est_provisoire, p.exclusion,
            p.detail, p.accord,
        )
        for p in preparer(session, appel, foyers, jour)
    )  # fmt: skip
    lot_id = session.execute(select(LotFacturation.id).where(*_du_lot(appel))).scalar()
    return Apercu(appel, libelle_appel(appel.nature, appel.numero), site.nom, annee.libelle, lignes, lot_id)


def _du_lot(appel: Appel) -> Iterator[Any]:
    yield LotFacturation.site_id == appel.site_id
    yield LotFacturation.annee_id == appel.annee_id
    yield LotFacturation.nature == appel.nature
    yield LotFacturation.appel == appel.numero


def _factures_avant(session: Session, appel: Appel, annee: Annee) -> dict[int, int]:
    """What each household was billed for the year before, its credit notes taken off."""
    precedente = session.execute(
        select(Annee.id).where(Annee.debut_le < annee.debut_le).order_by(Annee.debut_le.desc()).limit(1)
    ).scalar()
    if precedente is None:
        return {}
    requete = (
        select(PieceEmise.foyer_id, func.sum(PieceEmise.total_centimes))
        .where(
            PieceEmise.annee_id == precedente,
            PieceEmise.site_id == appel.site_id,
            PieceEmise.nature == appel.nature,
            PieceEmise.appel != HORS_APPEL,
            PieceEmise.serie.in_([Serie.FACTURE, Serie.AVOIR]),
        )
        .group_by(PieceEmise.foyer_id)
    )
    return {foyer_id: int(somme) for foyer_id, somme in session.execute(requete)}


@cas_d_usage(Permission.EMETTRE)
def ouvrir_lot(ctx: Contexte, apercu: Apercu, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Record the batch that was previewed, before its first invoice; gives its id.

    Raises RegleMetier(lot_vide | lot_existe: lot | autre_site).
    """
    ctx.exiger_sur(apercu.appel.site_id, Permission.EMETTRE)
    if not apercu.a_emettre:
        raise RegleMetier("lot_vide")

    def ecrire(unite: Unite) -> int:
        deja = unite.session.execute(select(LotFacturation.id).where(*_du_lot(apercu.appel))).scalar()
        if deja is not None:
            raise RegleMetier("lot_existe", lot=deja)
        lot = LotFacturation(
            site_id=apercu.appel.site_id, annee_id=apercu.appel.annee_id, nature=apercu.appel.nature,
            appel=apercu.appel.numero, libelle=apercu.libelle, emise_le=ctx.aujourdhui(),
            foyers=[[x.foyer_id, x.total_centimes] for x in apercu.a_emettre], agent=ctx.agent, a=unite.maintenant,
        )  # fmt: skip
        unite.session.add(lot)
        unite.session.flush()
        unite.touche("lot", lot.id)
        return lot.id

    return ctx.ecrire("ouvrir_lot", ecrire, operation_id)


@cas_d_usage(Permission.EMETTRE)
def poursuivre_lot(ctx: Contexte, lot_id: int, avancer: Avancer = lambda _fait, _total: None) -> Bilan:
    """Issue what a batch still has to issue, chunk by chunk; whatever stops it leaves whole chunks behind.

    The same call resumes it. Raises Introuvable, RegleMetier, and whatever ``avancer`` raises.
    """
    etat = etat_lot(ctx, lot_id)
    prevus, restants = len(etat.prevus), list(etat.restants.items())
    ecartees: list[tuple[int, str]] = []
    avancer(prevus - len(restants), prevus)
    for debut in range(0, len(restants), TRANCHE):
        tranche = restants[debut : debut + TRANCHE]
        fait = _emettre_tranche(ctx, lot_id, tranche)
        ecartees += [(foyer_id, raison) for foyer_id, raison in fait.resultat]
        if debut == 0 and len(restants) > TRANCHE:
            ctx.base.compter(*TABLES)
        avancer(prevus - len(restants) + debut + len(tranche), prevus)
    etat = etat_lot(ctx, lot_id)
    return Bilan(lot_id, len(etat.faits), etat.total_centimes, ecartees)


def _emettre_tranche(ctx: Contexte, lot_id: int, tranche: Sequence[tuple[int, int]]) -> Fait[list[list[Any]]]:
    def ecrire(unite: Unite) -> list[list[Any]]:
        session = unite.session
        lot = session.get_one(LotFacturation, lot_id)
        appel = Appel(lot.site_id, lot.annee_id, Nature(lot.nature), lot.appel)
        regie = regie_de(session, lot.site_id)
        annee = session.get_one(Annee, lot.annee_id).libelle
        maison = lire_maison(session, regie, lot.site_id, annee, appel.nature, lot.libelle)
        attendus = dict(tranche)
        verrouiller(session, attendus)
        deja = _faits(session, lot_id, attendus)
        a_faire = [foyer_id for foyer_id in attendus if foyer_id not in deja]
        retenues, ecartees = _trier(preparer(session, appel, a_faire, ctx.aujourdhui()), attendus)
        bloc = Bloc(regie, lot.site_id, lot.annee_id, appel.nature, ctx.aujourdhui())
        pieces = [
            AEmettre(p.foyer_id, contenu_facture(maison, p), lot.libelle, lot_id=lot_id, appel=lot.appel)
            for p in retenues
        ]
        emettre(unite, Serie.FACTURE, bloc, pieces)
        imputer_avances(unite, [p.foyer_id for p in retenues], lot.annee_id, appel.nature)
        return ecartees

    return ctx.ecrire("emettre_factures", ecrire)


def _trier(preparees: Iterable[Preparee], attendus: dict[int, int]) -> tuple[list[Preparee], list[list[Any]]]:
    """Those whose price is the one shown, and the others with why they are left aside."""
    retenues, ecartees = [], []
    for preparee in preparees:
        if preparee.exclusion:
            ecartees.append([preparee.foyer_id, preparee.exclusion])
        elif preparee.total_centimes != attendus[preparee.foyer_id]:
            ecartees.append([preparee.foyer_id, "montant_change"])
        else:
            retenues.append(preparee)
    return retenues, ecartees


def _faits(session: Session, lot_id: int, parmi: Iterable[int]) -> set[int]:
    """Those of these households that the batch has billed."""
    requete = select(PieceEmise.foyer_id).where(PieceEmise.lot_id == lot_id, est_parmi(PieceEmise.foyer_id, parmi))
    return set(session.execute(requete).scalars())
