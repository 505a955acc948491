"""A price that moved after the invoice, by the rule of the year: what of the former price stays, and from which day.

The day is the deposit of the paper behind the quotient, the change of residence, else the one that the person gives.
Rentals are priced by their contracts and courses by their own entry or departure: their lines move whole.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import INSECABLE, demi_sup, euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.reglages import EFFET_PIECE_TARDIVE
from imuse_desk.domain.tarifs.champs import UN, ZERO
from imuse_desk.domain.tarifs.changement import Effet, Periodes, Tranche, arrondir, changer_de_prix, part_echue
from imuse_desk.models import EcheancePiece, PieceEmise, PieceRecue, PlanPiece, Quotient, StatutResidence
from imuse_desk.services.facturation.avoirs import restes_par_ligne
from imuse_desk.services.facturation.contenu import Contenu
from imuse_desk.services.facturation.preparation import Appel, FactureNette, Preparee, Regles
from imuse_desk.services.facturation.registres import LigneFacturee
from imuse_desk.services.reglages import lire_reglage
from imuse_desk.services.reinscription.faits import Charge
from imuse_desk.services.tarification import bareme

DEPOT_PIECE, RESIDENCE, SAISIE = "depot", "residence", "saisie"
GARDEES = {
    Effet.DEPOT: ", périodes déjà commencées à l’ancien tarif",
    Effet.ECHEANCE: ", échéances déjà dues à l’ancien tarif",
}
NOUVEAU = ", nouveau tarif"
LIBELLE_MAX = 150
PARTS_MAX = 12
"""A share of more parts than this is written as a percentage."""


@dataclass(frozen=True, slots=True)
class Applique:
    """The effect on a household's price, the day it counts from and where that day comes from (``depot``,
    ``residence``, ``saisie``); ``plein_centimes`` is the new price of the whole year."""  # noqa: D209

    effet: Effet
    plein_centimes: int
    le: date | None = None
    origine: str = ""

    @property
    def suite(self) -> str:
        """From when the new price holds, for papers and screens; empty where it holds for the whole year."""
        if self.le is None:
            return ""
        apres = "de l’échéance qui suit le" if self.effet is Effet.ECHEANCE else "du"
        return f"nouveau tarif à partir {apres}{INSECABLE}{date_fr(self.le)}"

    def sceller(self) -> Contenu:
        """What the new invoice keeps of it."""
        if self.le is None:
            return {}
        return {"effet": {"code": str(self.effet), "le": self.le.isoformat(), "plein": self.plein_centimes}}


@dataclass(frozen=True, slots=True)
class RegleEffet:
    """The rule of the site and year, the rules of billing, the day that is given where none is known, today."""

    effet: Effet
    regles: Regles
    le: date
    jour: date
    fuseau: str


def effet_de(session: Session, appel: Appel) -> Effet:
    """The effect that holds in a site and year for a ledger."""
    if appel.nature is not Nature.COTISATIONS:
        return Effet.RETROACTIF
    return Effet(lire_reglage(session, EFFET_PIECE_TARDIVE, appel.site_id, appel.annee_id))


def gardes_a_part(session: Session, factures: Mapping[int, Sequence[FactureNette]], *conditions: Any) -> dict[int, int]:
    """By household, what invoices already put right leave out of the price of the year: former less new, in cents."""
    de_qui = {f.facture_id: foyer for foyer, pieces in factures.items() for f in pieces}
    requete = select(PieceEmise.id, PieceEmise.contenu, PieceEmise.total_centimes).where(
        PieceEmise.contenu.contains('"effet":'), *conditions
    )
    gardes: dict[int, int] = defaultdict(int)
    for x in session.execute(requete):
        if x.id in de_qui:
            gardes[de_qui[x.id]] += x.total_centimes - json.loads(x.contenu)["effet"]["plein"]
    return gardes


def appliquer(
    session: Session, appel: Appel, regle: RegleEffet, bouges: Sequence[Preparee],
    factures: Mapping[int, Sequence[FactureNette]],
) -> Iterator[tuple[Preparee, Applique]]:  # fmt: skip
    """The invoices to come of households whose price moved, as the rule of the year makes them."""
    if regle.effet is Effet.RETROACTIF or not bouges:
        yield from ((p, Applique(Effet.RETROACTIF, p.total_centimes)) for p in bouges)
        return
    lu = _Lu.lire(session, appel, [p.foyer_id for p in bouges], factures, regle)
    for p in bouges:
        le, origine = lu.jours.get(p.foyer_id, (regle.le, SAISIE))
        lignes = p.lignes
        if p.charge is not None:
            lignes = _Compte(p, p.charge, appel, regle, le).lignes(lu.lignes[p.foyer_id], lu.echu(p.foyer_id, le))
        total = sum(ligne.montant_centimes for ligne in lignes)
        yield replace(p, lignes=lignes, total_centimes=total), Applique(regle.effet, p.total_centimes, le, origine)


# ---- what was billed


@dataclass(frozen=True, slots=True)
class LigneAvant:
    """A line of an invoice and the pupil it is for; ``reste`` is what its credit notes leave of it, in cents."""

    eleve_id: int | None
    contenu: Contenu
    reste: int

    @property
    def annuel(self) -> tuple[Fraction, Fraction, Fraction]:
        """What it costs a year, exactly, and the stretch it covers."""
        if (tranche := self.contenu.get("tranche")) is not None:
            montant = self.contenu["montant"]
            reste = Fraction(self.reste, montant) if montant else UN
            return Fraction(tranche["annuel"]) * reste, Fraction(tranche["de"]), Fraction(tranche["a"])
        part = Fraction(self.contenu.get("part", 1))
        return (Fraction(self.reste) / part if part else ZERO), ZERO, part


def lignes_avant(session: Session, factures: Mapping[int, Sequence[FactureNette]]) -> dict[int, list[LigneAvant]]:
    """By household, what credit notes leave of the lines of its invoices, in their order."""
    nettes = {f.facture_id: (foyer, f.net_centimes) for foyer, pieces in factures.items() for f in pieces}
    lues: dict[int, list[LigneAvant]] = {foyer: [] for foyer in factures}
    requete = select(PieceEmise.id, PieceEmise.contenu, PieceEmise.total_centimes).where(PieceEmise.id.in_(nettes))
    for x in session.execute(requete.order_by(PieceEmise.id)).all():
        contenu, (foyer, net) = json.loads(x.contenu), nettes[x.id]
        restes = {} if net == x.total_centimes else restes_par_ligne(session, x.id, contenu)
        lignes = [(groupe["eleve_id"], ligne) for groupe in contenu["groupes"] for ligne in groupe["lignes"]]
        for rang, (eleve_id, ligne) in enumerate(lignes, start=1):
            lues[foyer].append(LigneAvant(eleve_id, ligne, restes.get(rang, ligne["montant"])))
    return lues


@dataclass(frozen=True, slots=True)
class _Lu:
    """By household: the lines that were billed, the parts of their plans, the day of the change where it is known."""

    lignes: Mapping[int, list[LigneAvant]]
    parts: Mapping[int, list[tuple[date | None, int]]]
    jours: Mapping[int, tuple[date, str]]

    @classmethod
    def lire(
        cls, session: Session, appel: Appel, foyers: Sequence[int], factures: Mapping[int, Sequence[FactureNette]],
        regle: RegleEffet,
    ) -> "_Lu":  # fmt: skip
        de_qui = {f.facture_id: foyer for foyer in foyers for f in factures[foyer]}
        parts: dict[int, list[tuple[date | None, int]]] = defaultdict(list)
        if regle.effet is Effet.ECHEANCE:
            for piece_id, siennes in _plans(session, list(de_qui)).items():
                parts[de_qui[piece_id]] += siennes
        emises: dict[int, datetime] = {}
        for x in session.execute(select(PieceEmise.id, PieceEmise.emise_a).where(PieceEmise.id.in_(de_qui))):
            emises[de_qui[x.id]] = max(x.emise_a, emises.get(de_qui[x.id], x.emise_a))
        lignes = lignes_avant(session, {foyer: factures[foyer] for foyer in foyers})
        return cls(lignes, parts, _jours_connus(session, appel.annee_id, emises, regle))

    def echu(self, foyer_id: int, le: date) -> int:
        """What the plans asked for on that day, in cents."""
        return sum(montant for quand, montant in self.parts.get(foyer_id, ()) if quand is None or quand <= le)


def _plans(session: Session, pieces: Sequence[int]) -> dict[int, list[tuple[date | None, int]]]:
    """The parts of the newest plan of each invoice."""
    requete = (
        select(PlanPiece.piece_id, PlanPiece.numero, EcheancePiece.le, EcheancePiece.montant_centimes)
        .join(EcheancePiece, EcheancePiece.plan_id == PlanPiece.id)
        .where(PlanPiece.piece_id.in_(pieces))
        .order_by(PlanPiece.piece_id, PlanPiece.numero, EcheancePiece.rang)
    )
    lus: dict[int, dict[int, list[tuple[date | None, int]]]] = defaultdict(lambda: defaultdict(list))
    for x in session.execute(requete):
        lus[x.piece_id][x.numero].append((x.le, x.montant_centimes))
    return {piece: plans[max(plans)] for piece, plans in lus.items()}


def _jours_connus(
    session: Session, annee_id: int, emises: Mapping[int, datetime], regle: RegleEffet
) -> dict[int, tuple[date, str]]:
    """The day of what changed since the invoice of each household, where the base knows it; a paper comes first."""
    jours: dict[int, tuple[date, str]] = {}
    statuts = select(StatutResidence.foyer_id, StatutResidence.du_le, StatutResidence.a).where(
        StatutResidence.foyer_id.in_(emises), StatutResidence.du_le <= regle.jour
    )
    for x in session.execute(statuts.order_by(StatutResidence.du_le, StatutResidence.id)):
        if x.a > emises[x.foyer_id]:
            jours[x.foyer_id] = x.du_le, RESIDENCE
    quotients = (
        select(Quotient.foyer_id, Quotient.a, PieceRecue.depose_a)
        .join(PieceRecue, PieceRecue.id == Quotient.piece_id)
        .where(Quotient.foyer_id.in_(emises), Quotient.annee_id == annee_id, Quotient.annule_a.is_(None))
        .order_by(Quotient.id)
    )
    for x in session.execute(quotients):
        if x.a > emises[x.foyer_id]:
            jours[x.foyer_id] = x.depose_a.astimezone(ZoneInfo(regle.fuseau)).date(), DEPOT_PIECE
    return jours


# ---- what is billed again


@dataclass(frozen=True, slots=True)
class _Compte:
    """A household's new price, cut by the rule of the year on a day."""

    preparee: Preparee
    charge: Charge
    appel: Appel
    regle: RegleEffet
    le: date

    def lignes(self, avant: Sequence[LigneAvant], echu_centimes: int) -> tuple[LigneFacturee, ...]:
        """The lines of the new invoice: former price, then new one, where it moved."""
        anciennes, nouvelles, parts = _anciennes(avant), _nouvelles(self.preparee.lignes), 0
        if self.regle.effet is Effet.ECHEANCE:
            part = part_echue(anciennes, echu_centimes)
            tranches = changer_de_prix(anciennes, nouvelles, lambda _t: part)
        else:
            periodes = self._periodes()
            parts = periodes.nombre
            tranches = changer_de_prix(anciennes, nouvelles, self._coupe(periodes))
        prenoms = {ligne.eleve_id: ligne.enfant for ligne in self.preparee.lignes}
        return tuple(
            _gardee(avant[t.indice], prenoms, t, montant, self.regle.effet, parts)
            if t.est_ancienne
            else _nouvelle(self.preparee.lignes[t.indice], t, montant, parts)
            for t, montant in zip(tranches, arrondir(tranches), strict=True)
            if montant or not t.est_ancienne
        )

    def _periodes(self) -> Periodes:
        tete = self.charge.tete
        grille = bareme(tete.grille_contenu or "", "", 0, self.charge.petites, tete.debut_le)
        return Periodes(tete.debut_le, tete.fin_le, grille.grille.proration, grille.debuts)

    def _coupe(self, periodes: Periodes) -> Callable[[Tranche], Fraction]:
        """The periods begun on that day, within what this call asks for of the year."""
        regles = self.regle.regles
        appels, rang = (regles.parts, self.appel.numero - 1) if regles.est_n_appels else (1, 0)

        def coupe(tranche: Tranche) -> Fraction:
            sejour, _part = self.preparee.lignes[tranche.indice].sejour
            return min(UN, max(ZERO, periodes.commencee(self.le, sejour) * appels - rang))

        return coupe


def _anciennes(avant: Sequence[LigneAvant]) -> list[Tranche]:
    places: Counter[Any] = Counter()
    tranches = []
    for indice, ligne in enumerate(avant):
        cle = (ligne.eleve_id, ligne.contenu["article"])
        place = ligne.contenu.get("tranche", {}).get("place", places[cle])
        if "tranche" not in ligne.contenu or Fraction(ligne.contenu["tranche"]["de"]) == 0:
            places[cle] += 1
        tranches.append(Tranche(cle, indice, *ligne.annuel, est_ancienne=True, place=place))
    return tranches


def _nouvelles(lignes: Sequence[LigneFacturee]) -> list[Tranche]:
    places: Counter[Any] = Counter()
    tranches = []
    for indice, ligne in enumerate(lignes):
        cle, (_sejour, part) = (ligne.eleve_id, ligne.article), ligne.sejour
        annuel = Fraction(ligne.montant_centimes) / part if part else ZERO
        tranches.append(Tranche(cle, indice, annuel, a=part, place=places[cle]))
        places[cle] += 1
    return tranches


def _gardee(
    avant: LigneAvant,
    prenoms: Mapping[int | None, str],
    tranche: Tranche,
    montant_centimes: int,
    effet: Effet,
    parts: int,
) -> LigneFacturee:
    """What stays of a line at the former price; one that stayed already keeps its words."""
    c = avant.contenu
    libelle, base = c["libelle"], c["base"]
    if not libelle.endswith(tuple(GARDEES.values())):
        libelle = f"{libelle.removesuffix(NOUVEAU)[:LIBELLE_MAX]}{GARDEES[effet]}"
        base = _dire_part(tranche, parts)
    return LigneFacturee(
        avant.eleve_id, prenoms.get(avant.eleve_id, ""), c["article"], libelle, montant_centimes, base, c["rang"],
        tranche=tranche, periode=c.get("periode", ""),
    )  # fmt: skip


def _nouvelle(ligne: LigneFacturee, tranche: Tranche, montant_centimes: int, parts: int) -> LigneFacturee:
    if not tranche.de:
        return ligne
    part = _dire_part(tranche, parts)
    base = f"{part} ({ligne.base})" if ligne.base else part
    libelle = f"{ligne.libelle[:LIBELLE_MAX]}{NOUVEAU}"
    return replace(ligne, libelle=libelle, montant_centimes=montant_centimes, source=base, tranche=tranche)


def _dire_part(tranche: Tranche, parts: int) -> str:
    """``6/10 de 400,00 €``: the periods or the days of the year, else a percentage."""
    part, annuel = tranche.a - tranche.de, euros(demi_sup(tranche.annuel))
    if (part * parts).denominator == 1 and parts:
        return f"{part * parts}/{parts} de {annuel}"
    if part.denominator <= PARTS_MAX:
        return f"{part} de {annuel}"
    pour_cent = demi_sup(part * 10_000)
    return f"{pour_cent // 100},{pour_cent % 100:02d}{INSECABLE}% de {annuel}"
