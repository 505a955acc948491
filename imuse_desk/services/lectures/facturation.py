"""What a household will be billed and why: the year under way from its enrolments, the next one from its dossier.

A year where it only hires is read from its rental contracts.
Nothing is issued here; each block is a school year priced through the same engine as the re-enrolment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from imuse_desk.domain.enseignement import EtatInscription
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.reglages import ECHEANCES_JOURS, PART_ECHEANCES, PREMIERE_FACTURE
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.explication import expliquer_refus
from imuse_desk.domain.tarifs.resultat import MotifRefus
from imuse_desk.models import Annee, ContratLocation, Eleve, Foyer, Inscription, Lien
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.lecture_accords import lire_accords
from imuse_desk.services.facturation.registres import REGISTRES, Accord, LigneFacturee, RegistreVu, registre_de
from imuse_desk.services.lectures.annee_inscrite import (
    charge_inscrite,
    charges_inscrites,
    cours_non_comptes,
    limite_des_departs,
)
from imuse_desk.services.locations.facturation import contrats_de, lignes_de_location
from imuse_desk.services.reglages import lire_reglages
from imuse_desk.services.reinscription.charge import chercher
from imuse_desk.services.reinscription.exigences import PieceDue
from imuse_desk.services.reinscription.faits import Charge
from imuse_desk.services.reinscription.prix import PrixVu, dues_de, prix_de
from imuse_desk.services.tarification import bareme

INSCRIPTIONS, REINSCRIPTION, LOUE = "inscriptions", "reinscription", "loue"


@dataclass(frozen=True, slots=True)
class Blocage:
    """Why a price is not known: ``grille_absente``, ``indetermine`` (a course without item), ``refus``, ``parts``."""

    code: str
    enfant: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class BlocAnnee:
    """A school year of the household, priced from its enrolments, the dossier being filled in, or what it hires."""

    annee_id: int
    annee: str
    origine: str
    site: str
    est_close: bool
    registres: tuple[RegistreVu, ...]
    blocages: tuple[Blocage, ...]
    sans_reponse: tuple[str, ...]
    non_comptes: tuple[str, ...]
    premiere_facture: str
    prix: PrixVu | None

    @property
    def total_centimes(self) -> int | None:
        """Both ledgers, None where anything has no price."""
        totaux = [r.total_centimes for r in self.registres]
        return None if self.prix is None or None in totaux else sum(t for t in totaux if t is not None)

    @property
    def est_provisoire(self) -> bool:
        """Something may still move the amounts."""
        return self.prix is not None and self.prix.est_provisoire

    def registre(self, cle: str) -> RegistreVu:
        """One of the two ledgers."""
        return next(r for r in self.registres if r.cle == cle)


@dataclass(frozen=True, slots=True)
class FacturationVue:
    """A household's years, newest first; ``dossier_id`` is the re-enrolment under way, where there is one."""

    foyer_id: int
    famille: str
    dossier_id: int | None
    lit_revenus: bool
    blocs: tuple[BlocAnnee, ...]


@dataclass(frozen=True, slots=True)
class _Lu:
    """One year read: the charge to price and what is said beside the price."""

    charge: Charge
    origine: str
    sans_reponse: tuple[str, ...]
    non_comptes: tuple[str, ...]
    reglages: dict[str, Any]
    contrats: tuple[LigneFacturee, ...]
    accords: dict[str, Accord]


@cas_d_usage(Permission.CONSULTER)
def lire_facturation(ctx: Contexte, foyer_id: int) -> FacturationVue:
    """The year consulted and the campaign's two years, each once. Raises Introuvable.

    Without the permission to read incomes, amounts are given and nothing tells the quotient.
    """
    jour = ctx.aujourdhui()
    montrer = ctx.peut(Permission.LIRE_REVENUS)
    with ctx.lire() as session:
        famille = session.execute(select(Foyer.libelle).where(Foyer.id == foyer_id)).scalar()
        if famille is None:
            raise Introuvable("foyer", foyer_id)
        dossier = chercher(session, jour, "foyer", foyer_id)
        voulues = {ctx.annee_id}
        if dossier is not None:
            voulues |= {dossier.tete.annee_source_id, dossier.tete.annee_cible_id}
        blocs = []
        for annee in _annees(session, foyer_id, voulues):
            if annee.etat == "close":
                if annee.a_des_inscriptions or annee.a_des_locations:
                    blocs.append(_bloc_clos(annee))
                continue
            lu = _lire_annee(session, foyer_id, annee, dossier, jour)
            if lu is not None:
                blocs.append(_bloc(lu, montrer_revenus=montrer))
    dossier_id = dossier.tete.dossier_id if dossier is not None else None
    return FacturationVue(foyer_id, famille, dossier_id, montrer, tuple(blocs))


@cas_d_usage(Permission.CONSULTER)
def chiffrer_annee(ctx: Contexte, foyer_id: int, annee_id: int) -> PrixVu | None:
    """Price a household's enrolments of a year; None where it has none, or where no grid is in force."""
    with ctx.lire() as session:
        charge = charge_inscrite(session, foyer_id, annee_id, ctx.aujourdhui())
    if charge is None:
        return None
    return prix_inscrit(charge, montrer_revenus=ctx.peut(Permission.LIRE_REVENUS))


@dataclass(frozen=True, slots=True)
class _Annee:
    """A year to show."""

    id: int
    libelle: str
    etat: str
    a_des_inscriptions: bool
    a_des_locations: bool


def _annees(session: Session, foyer_id: int, voulues: Iterable[int]) -> list[_Annee]:
    """The years asked for, newest first, and whether the household's pupils are enrolled or hire in each."""
    inscrits = exists().where(
        Inscription.annee_id == Annee.id,
        Inscription.etat != EtatInscription.CONGE,
        Inscription.eleve_id == Eleve.id,
        Lien.personne_id == Eleve.personne_id,
        Lien.foyer_id == foyer_id,
    )
    loue = ContratLocation.foyer_id == foyer_id, ContratLocation.annee_id == Annee.id
    locations = exists().where(*loue, ContratLocation.annule_le.is_(None))
    lignes = session.execute(
        select(Annee.id, Annee.libelle, Annee.etat, inscrits.label("inscrits"), locations.label("locations"))
        .where(Annee.id.in_(sorted(voulues)))
        .order_by(Annee.debut_le.desc())
    )
    return [_Annee(x.id, x.libelle, x.etat, bool(x.inscrits), bool(x.locations)) for x in lignes]


def _lire_annee(session: Session, foyer_id: int, annee: _Annee, dossier: Charge | None, jour: date) -> _Lu | None:
    """The enrolments of the year where there are some, else the dossier that prepares it, else what is hired."""
    charge = charge_inscrite(session, foyer_id, annee.id, jour) if annee.a_des_inscriptions else None
    origine = INSCRIPTIONS
    muets: tuple[str, ...] = ()
    arretes: tuple[str, ...] = ()
    if charge is not None:
        limite = limite_des_departs(charge.petites.reglages, charge.tete.debut_le)
        arretes = cours_non_comptes(session, [e.eleve_id for e in charge.enfants_de(foyer_id)], annee.id, limite)
    elif dossier is not None and dossier.tete.annee_cible_id == annee.id:
        charge, origine = dossier, REINSCRIPTION
        muets = tuple(
            e.prenom
            for e in charge.enfants_de(foyer_id)
            if e.etat is EtatDossier.SANS_REPONSE and (e.suivis or e.lignes)
        )
    elif annee.a_des_locations:
        charges = charges_inscrites(session, [foyer_id], annee.id, jour, sans_inscription=[foyer_id])
        charge, origine = charges.get(foyer_id), LOUE
    if charge is None:
        return None
    cles = lire_reglages(session, (PART_ECHEANCES, PREMIERE_FACTURE, ECHEANCES_JOURS), charge.tete.site_id, annee.id)
    contrats = contrats_de(charge, lignes_de_location(session, annee.id, [foyer_id]).get(foyer_id, ()))
    accords = {
        str(nature): accord
        for nature in Nature
        for accord in lire_accords(session, charge.tete.site_id, annee.id, nature, [foyer_id]).values()
    }
    return _Lu(charge, origine, muets, arretes, cles, contrats, accords)


def _prix(lu: _Lu, *, montrer_revenus: bool) -> PrixVu | None:
    charge = lu.charge
    if lu.origine == REINSCRIPTION:
        return prix_de(charge, dues_de(charge), montrer_revenus=montrer_revenus)
    return prix_inscrit(charge, montrer_revenus=montrer_revenus)


def prix_inscrit(charge: Charge, *, montrer_revenus: bool) -> PrixVu | None:
    """The price of enrolled pupils, at the ceiling while a paper that it rests on lacks."""
    return prix_de(charge, _dues_inscrites(charge), montrer_revenus=montrer_revenus, dues_ailleurs=_dues_inscrites)


def _dues_inscrites(charge: Charge, foyer_id: int | None = None) -> tuple[PieceDue, ...]:
    """The pieces still owed; none for a quotient recorded without its paper: it was judged outside the program."""
    foyer = charge.foyers[foyer_id or charge.tete.foyer_id]
    est_releve = foyer.quotient_id is not None and foyer.quotient_piece_id is None
    return () if est_releve else dues_de(charge, foyer.foyer_id)


# ---- from the price to the lines of two ledgers


def _bloc_clos(annee: _Annee) -> BlocAnnee:
    """A closed year is not priced again."""
    return BlocAnnee(annee.id, annee.libelle, INSCRIPTIONS, "", True, (), (), (), (), "", None)  # noqa: FBT003


def _bloc(lu: _Lu, *, montrer_revenus: bool) -> BlocAnnee:
    tete = lu.charge.tete
    prix = _prix(lu, montrer_revenus=montrer_revenus)
    registres: tuple[RegistreVu, ...] = ()
    if prix is not None:
        grille = bareme(tete.grille_contenu or "", "", 0, lu.charge.petites.tables, tete.debut_le).grille
        nombre = int(lu.reglages[PART_ECHEANCES.cle])
        jours = lu.reglages[ECHEANCES_JOURS.cle]
        debut = tete.debut_le.year
        registres = tuple(
            registre_de(cle, prix, grille, nombre, debut, jours, lu.contrats).avec(lu.accords.get(cle))
            for cle in REGISTRES
        )
    return BlocAnnee(
        annee_id=tete.annee_cible_id,
        annee=tete.annee_cible,
        origine=lu.origine,
        site=tete.site_nom,
        est_close=False,
        registres=registres,
        blocages=(Blocage("grille_absente"),) if prix is None else _blocages(prix),
        sans_reponse=lu.sans_reponse,
        non_comptes=lu.non_comptes,
        premiere_facture=str(lu.reglages[PREMIERE_FACTURE.cle]),
        prix=prix,
    )


def _blocages(prix: PrixVu) -> tuple[Blocage, ...]:
    trouves: list[Blocage] = []
    for enfant in prix.enfants:
        trouves += [Blocage("indetermine", enfant.prenom, cours) for cours in enfant.indetermines]
        trouves += [Blocage("refus", enfant.prenom, _refus(*refus)) for refus in enfant.refus]
        if enfant.total_centimes is None and not enfant.indetermines and not enfant.refus:
            trouves.append(Blocage("parts", enfant.prenom))
    if prix.raison == "refus" and not trouves:
        trouves.append(Blocage("refus_foyer"))
    return tuple(trouves)


def _refus(article: str, raison: str) -> str:
    return expliquer_refus(MotifRefus(article, None, raison))
