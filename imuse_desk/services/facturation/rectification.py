"""Prices that moved after the invoice: the families concerned, and what puts each right — an avoir and a new invoice.

A late paper, a quotient, a residence status or a course changes what the year costs. Nothing issued is edited: what is
left of the invoices of the block is taken back by credit notes, the new price is billed from the day that the rule of
the year says (``effets``), and what was paid settles the new invoice. It is one transaction: a family never stands
between the two.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.pieces import Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.changement import Effet
from imuse_desk.domain.tarifs.proration import echeances
from imuse_desk.models import Annee, Foyer, Imputation, PieceEmise
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.avances import imputer_avances, liberer_reglements
from imuse_desk.services.facturation.avoirs import annuler
from imuse_desk.services.facturation.contenu import contenu_facture, lire_maison
from imuse_desk.services.facturation.effets import (
    Applique,
    RegleEffet,
    appliquer,
    effet_de,
    gardes_a_part,
    lignes_avant,
)
from imuse_desk.services.facturation.emission import AEmettre, Bloc, emettre
from imuse_desk.services.facturation.imputations import verrouiller
from imuse_desk.services.facturation.numerotation import regie_de
from imuse_desk.services.facturation.preparation import (
    Appel,
    FactureNette,
    Preparee,
    factures_nettes,
    lire_regles,
    preparer,
)
from imuse_desk.services.facturation.registres import EcheanceVue, detailler

RECTIFICATION = "Facture rectifiée"


@dataclass(frozen=True, slots=True)
class Ecart:
    """A household whose price is no longer what it was billed; cents, the plan of the invoice to come.

    ``nouveau_centimes`` is what the new invoice asks for, as ``applique`` makes it. ``exclusion``: why it has no price
    any more (the invoices are then only taken back by hand).
    """

    foyer_id: int
    numero: str
    famille: str
    factures: tuple[str, ...]
    facture_centimes: int
    nouveau_centimes: int
    regle_centimes: int
    est_provisoire: bool
    applique: Applique
    echeances: tuple[EcheanceVue, ...] = ()
    exclusion: str = ""
    avoirs_centimes: int = 0

    @property
    def a_un_avoir(self) -> bool:
        """A credit note was granted by hand on its invoices: the new one would ask for it again."""
        return self.avoirs_centimes != 0

    @property
    def difference_centimes(self) -> int:
        """What the household owes more, or less."""
        return self.nouveau_centimes - self.facture_centimes

    @property
    def est_sans_effet(self) -> bool:
        """The new price holds from a day after which nothing is left to bill: no piece would change anything."""
        return self.applique.le is not None and not self.difference_centimes


@dataclass(frozen=True, slots=True)
class Rectifier:
    """Put a household right: the new total that was shown, and why.

    ``le``: the day from which the new price holds where the base knows none, today by default. ``malgre_avoir``: the
    person saw that a credit note was granted on these invoices, and bills what it had taken back.
    """

    appel: Appel
    foyer_id: int
    nouveau_centimes: int
    motif: str
    le: date | None = None
    malgre_avoir: bool = False


@dataclass(frozen=True, slots=True)
class Ecarts:
    """The rule of the year, and the households whose price moved."""

    effet: Effet
    ecarts: tuple[Ecart, ...]


@cas_d_usage(Permission.EMETTRE)
def lister_ecarts(ctx: Contexte, appel: Appel, le: date | None = None) -> Ecarts:
    """The billed households of a site whose price moved, the largest difference first; nothing is written.

    ``le``: the day from which the new price holds where the base knows none, today by default.
    """
    with ctx.lire() as session:
        trouves = [cas.ecart for cas in _ecarts(session, ctx, appel, le)]
        effet = effet_de(session, appel)
    return Ecarts(effet, tuple(sorted(trouves, key=lambda e: (-abs(e.difference_centimes), e.numero))))


@cas_d_usage(Permission.EMETTRE)
def lire_ecart(ctx: Contexte, appel: Appel, foyer_id: int) -> Ecart | None:
    """What a household would be billed again, from today where the base knows no day; None: nothing moved."""
    with ctx.lire() as session:
        cas = next(iter(_ecarts(session, ctx, appel, None, [foyer_id])), None)
    return cas.ecart if cas is not None else None


@dataclass(frozen=True, slots=True)
class Comparaison:
    """What is billed and what would be, line by line: (pupil or nothing and item, how it was reached, cents)."""

    ecart: Ecart
    avant: tuple[tuple[str, str, int], ...]
    apres: tuple[tuple[str, str, int], ...]


@cas_d_usage(Permission.EMETTRE)
def comparer(ctx: Contexte, appel: Appel, foyer_id: int, le: date | None = None) -> Comparaison:
    """Both invoices of a household side by side. Raises RegleMetier(rien_a_rectifier)."""
    with ctx.lire() as session:
        cas = next(iter(_ecarts(session, ctx, appel, le, [foyer_id])), None)
        if cas is None:
            raise RegleMetier("rien_a_rectifier")
        prenoms = {x.eleve_id: x.enfant for x in cas.preparee.lignes if x.enfant}
        avant = [
            (
                _nommer(prenoms.get(x.eleve_id, ""), x.contenu["libelle"]),
                detailler(x.contenu.get("periode", ""), x.contenu["base"]),
                x.reste,
            )
            for x in lignes_avant(session, {foyer_id: cas.factures})[foyer_id]
        ]
    apres = [
        (_nommer(prenoms.get(x.eleve_id, ""), x.libelle), x.detail, x.montant_centimes) for x in cas.preparee.lignes
    ]
    return Comparaison(cas.ecart, tuple(avant), tuple(apres))


def _nommer(enfant: str, libelle: str) -> str:
    return f"{enfant} · {libelle}" if enfant else libelle


@dataclass(frozen=True, slots=True)
class _Cas:
    """A household concerned, as it is billed and as it would be."""

    ecart: Ecart
    factures: tuple[FactureNette, ...]
    preparee: Preparee


def _ecarts(
    session: Session, ctx: Contexte, appel: Appel, le: date | None, foyers: Sequence[int] | None = None
) -> list[_Cas]:
    jour, regles = ctx.aujourdhui(), lire_regles(session, appel.site_id, appel.annee_id)
    regle = RegleEffet(effet_de(session, appel), regles, le or jour, jour, ctx.fuseau)
    if regles.est_n_appels and regle.effet is Effet.ECHEANCE:
        return []  # the calls to come are at the new price
    conditions = [
        PieceEmise.annee_id == appel.annee_id,
        PieceEmise.site_id == appel.site_id,
        PieceEmise.nature == appel.nature,
    ]
    if regles.est_n_appels:
        conditions.append(PieceEmise.appel == appel.numero)
    if foyers is not None:
        conditions.append(PieceEmise.foyer_id.in_(foyers))
    factures = factures_nettes(session, *conditions)
    nettes = {f: sum(x.net_centimes for x in pieces) for f, pieces in factures.items()}
    gardes = gardes_a_part(session, factures, PieceEmise.libelle == RECTIFICATION, *conditions)
    billes = [f for f, net in nettes.items() if net]
    bouges = [
        p
        for p in preparer(session, appel, billes, jour, avec_factures=True)
        if _sans_prix(p) or p.total_centimes != nettes[p.foyer_id] - gardes.get(p.foyer_id, 0)
    ]
    noms = {x.id: x for x in session.execute(select(Foyer.id, Foyer.numero, Foyer.libelle).where(Foyer.id.in_(billes)))}
    encaisses = _encaisses(session, appel, billes)
    trouves = []
    for p, applique in appliquer(session, appel, regle, bouges, factures):
        regle_centimes, foyer, pieces = encaisses.get(p.foyer_id, 0), noms[p.foyer_id], factures[p.foyer_id]
        plan = plan_rectifie(p.echeances, p.total_centimes, regle_centimes, jour)
        ecart = Ecart(
            p.foyer_id, foyer.numero, foyer.libelle, tuple(x.affiche for x in pieces), nettes[p.foyer_id],
            p.total_centimes, regle_centimes, p.est_provisoire, applique, plan, p.exclusion if _sans_prix(p) else "",
            sum(x.avoirs_centimes for x in pieces),
        )  # fmt: skip
        trouves.append(_Cas(ecart, tuple(pieces), p))
    return trouves


def _sans_prix(preparee: Preparee) -> bool:
    """A household under the minimum, or held back, still has a price."""
    return preparee.charge is None


def _encaisses(session: Session, appel: Appel, foyers: Sequence[int]) -> dict[int, int]:
    """What payments brought to the block, advances included."""
    requete = (
        select(Imputation.foyer_id, func.sum(Imputation.montant_centimes))
        .where(
            Imputation.foyer_id.in_(foyers),
            Imputation.annee_id == appel.annee_id,
            Imputation.nature == appel.nature,
            Imputation.reglement_id.is_not(None),
        )
        .group_by(Imputation.foyer_id)
    )
    return {foyer_id: int(somme) for foyer_id, somme in session.execute(requete)}


def plan_rectifie(
    prevues: Sequence[EcheanceVue], total_centimes: int, regle_centimes: int, jour: date
) -> tuple[EcheanceVue, ...]:
    """The new plan, which sums to the total: what is paid first, the rest over the parts whose day has not passed."""
    deja = min(max(regle_centimes, 0), max(total_centimes, 0))
    reste = total_centimes - deja
    a_venir = [e for e in prevues if e.le is None or e.le >= jour]
    parts = [EcheanceVue(0, None, False, deja)] if deja else []  # noqa: FBT003
    if reste > 0:
        cibles = (a_venir or [EcheanceVue(0, None, False, 0)])[:reste]  # noqa: FBT003  # no part of nothing
        montants = echeances(reste, len(cibles))
        parts += [replace(cible, montant_centimes=m) for cible, m in zip(cibles, montants, strict=True)]
    return tuple(replace(part, rang=rang) for rang, part in enumerate(parts, start=1))


@cas_d_usage(Permission.EMETTRE)
def rectifier(ctx: Contexte, commande: Rectifier, operation_id: uuid.UUID | None = None) -> Fait[dict[str, list[int]]]:
    """Take back what is left of the household's invoices and bill the new price; gives the ids of both kinds of pieces.

    Raises Invalide(motif), RegleMetier(rien_a_rectifier | montant_change: nouveau_centimes | sans_tarif_rectifie
    | sans_effet_rectifie | avoir_accorde: avoirs_centimes).
    """
    motif = commande.motif.strip()
    if not motif:
        raise Invalide("motif", "motif_obligatoire")

    def ecrire(unite: Unite) -> dict[str, list[int]]:
        return _rectifier(unite, ctx, commande, motif)

    return ctx.ecrire("rectifier", ecrire, operation_id)


@dataclass(frozen=True, slots=True)
class Rectifiees:
    """The households put right, and those left as they were, with the code of the reason."""

    faites: tuple[int, ...]
    ecartees: tuple[tuple[int, str], ...]
    changements: Changements


@cas_d_usage(Permission.EMETTRE)
def rectifier_toutes(
    ctx: Contexte, commandes: Sequence[Rectifier], operation_id: uuid.UUID,
    avancer: Callable[[int, int], None] = lambda _fait, _total: None,
) -> Rectifiees:  # fmt: skip
    """Put many households right, each in its own transaction; what moved since it was shown is left aside.

    A stop (``avancer`` raises, lost server) leaves whole households only; asked again with the same ``operation_id``,
    what was done is not done twice. Raises Invalide(motif), and what the base raises.
    """
    faites: list[int] = []
    ecartees: list[tuple[int, str]] = []
    objets: set[tuple[str, int]] = set()
    for rang, commande in enumerate(commandes, start=1):
        avancer(rang - 1, len(commandes))
        try:
            fait = rectifier(ctx, commande, uuid.uuid5(operation_id, str(commande.foyer_id)))
        except RegleMetier as refus:
            ecartees.append((commande.foyer_id, refus.code))
        else:
            faites.append(commande.foyer_id)
            objets |= fait.changements.objets
    avancer(len(commandes), len(commandes))
    return Rectifiees(tuple(faites), tuple(ecartees), Changements("rectifier", frozenset(objets)))


def _rectifier(unite: Unite, ctx: Contexte, commande: Rectifier, motif: str) -> dict[str, list[int]]:
    session, appel, jour = unite.session, commande.appel, ctx.aujourdhui()
    verrouiller(session, [commande.foyer_id])
    cas = next(iter(_ecarts(session, ctx, appel, commande.le, [commande.foyer_id])), None)
    if cas is None:
        raise RegleMetier("rien_a_rectifier")
    ecart = cas.ecart
    if ecart.exclusion:
        raise RegleMetier("sans_tarif_rectifie")
    if ecart.nouveau_centimes != commande.nouveau_centimes:
        raise RegleMetier("montant_change", nouveau_centimes=ecart.nouveau_centimes)
    if ecart.est_sans_effet:
        raise RegleMetier("sans_effet_rectifie")
    if ecart.a_un_avoir and not commande.malgre_avoir:
        raise RegleMetier("avoir_accorde", avoirs_centimes=-ecart.avoirs_centimes)
    avoirs = []
    for ancienne in cas.factures:
        liberer_reglements(unite, ancienne.facture_id)
        avoirs.append(annuler(unite, jour, ancienne.facture_id, motif).piece_id)
    regie = regie_de(session, appel.site_id)
    annee = session.get_one(Annee, appel.annee_id).libelle
    objet = f"{RECTIFICATION}, {ecart.applique.suite}" if ecart.applique.suite else RECTIFICATION
    maison = lire_maison(session, regie, appel.site_id, annee, appel.nature, objet)
    nouvelle = replace(cas.preparee, echeances=ecart.echeances)
    bloc = Bloc(regie, appel.site_id, appel.annee_id, appel.nature, jour)
    contenu = contenu_facture(maison, nouvelle) | ecart.applique.sceller()
    piece = AEmettre(commande.foyer_id, contenu, RECTIFICATION, appel=appel.numero, motif=motif)
    [facture] = emettre(unite, Serie.FACTURE, bloc, [piece])
    imputer_avances(unite, [commande.foyer_id], appel.annee_id, appel.nature)
    return {"avoirs": avoirs, "factures": [facture.piece_id]}
