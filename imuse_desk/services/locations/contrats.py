"""Rental contracts: signed at the price of the year of rental, given back."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import INSECABLE, euros, lire_montant_facultatif
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.locations import (
    EtatAttente,
    EtatGarantie,
    EtatInstrument,
    Evenement,
    PrixLocation,
    depasse,
    dire_limite,
    ordinal,
    prix_de_location,
)
from imuse_desk.domain.reglages import RENOUVELLEMENTS_MAX
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer, plier
from imuse_desk.models import (
    ContratLocation,
    Eleve,
    Foyer,
    Instrument,
    Lien,
    Personne,
    TarifLocation,
)
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.locations.parc import demandes_de, designer, exiger_instrument, exiger_libre, noter
from imuse_desk.services.reglages import lire_reglage
from imuse_desk.services.saisie import Lecteur


@dataclass(frozen=True, slots=True)
class Louer:
    """A contract to sign, as typed: an empty price is that of the table, a typed one says ``prix convenu``.

    ``derogation`` is why one renewal too many is granted, for who may.
    """

    instrument_id: int
    eleve_id: int
    du: str
    au: str
    prix: str = ""
    garantie: str = ""
    est_garantie_remise: bool = False
    assurance: str = ""
    derogation: str = ""


@dataclass(frozen=True, slots=True)
class Rendre:
    """An instrument brought back: how it is, what is noted, the damage that one proposes to bill."""

    contrat_id: int
    etat: EtatInstrument
    constat: str = ""
    frais: str = ""
    garantie: EtatGarantie = EtatGarantie.RENDUE


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def louer(ctx: Contexte, commande: Louer, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Sign a contract for the year consulted; gives its id.

    Raises FormulaireInvalide, Introuvable, RegleMetier(autre_site | instrument_loue | instrument_indisponible |
    location_sans_prix: type, rang | location_chevauchee | eleve_sans_foyer | renouvellements_epuises).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    du_le, au_le = lecteur.date("du", commande.du), lecteur.date("au", commande.au)
    assurance_le = lecteur.date("assurance", commande.assurance)
    montants = {}
    for champ, ecrit in (("prix", commande.prix), ("garantie", commande.garantie)):
        try:
            montants[champ] = lire_montant_facultatif(ecrit, champ, negatif=False)
        except Invalide as erreur:
            lecteur.erreurs.append(erreur)
    for champ, lu in (("du", du_le), ("au", au_le)):
        if lu is None and not any(e.champ == champ for e in lecteur.erreurs):
            lecteur.refuser(champ, "champ_obligatoire")
    if du_le is not None and au_le is not None and au_le < du_le:
        lecteur.refuser("au", "date_avant_debut")
    lecteur.conclure()
    if du_le is None or au_le is None:  # told above
        raise Invalide("du", "champ_obligatoire")

    def ecrire(unite: Unite) -> int:
        session = unite.session
        instrument = exiger_instrument(session, ctx, commande.instrument_id)
        if instrument.reforme_le is not None or instrument.en_reparation_le is not None:
            raise RegleMetier("instrument_indisponible", numero=instrument.inventaire)
        exiger_libre(session, instrument.id)
        contrat = ContratLocation(
            site_id=ctx.site_id, annee_id=ctx.annee_id, instrument_id=instrument.id, eleve_id=commande.eleve_id,
            foyer_id=foyer_de_location(session, commande.eleve_id, ctx.site_id), du_le=du_le, au_le=au_le,
            garantie_centimes=montants["garantie"] or 0, assurance_jusqu_au=assurance_le,
            garantie_etat=EtatGarantie.CONSERVEE if commande.est_garantie_remise else EtatGarantie.ABSENTE,
        )  # fmt: skip
        contrat.signe_le = ctx.aujourdhui()
        rang = _rang(session, commande.eleve_id, instrument.type, ctx.annee_id)
        accord = exiger_renouvelable(session, ctx, ctx.annee_id, rang, commande.derogation)
        signer(unite, contrat, instrument, Accord(rang, montants["prix"], accord))
        _servir(unite, commande.eleve_id, instrument)
        return contrat.id

    return ctx.ecrire("louer", ecrire, operation_id)


@dataclass(frozen=True, slots=True)
class Accord:
    """What a contract is signed at: the year of rental, the price agreed (None: the table's), why it is granted."""

    rang: int
    convenu_centimes: int | None = None
    derogation: str = ""


def signer(unite: Unite, contrat: ContratLocation, instrument: Instrument, accord: Accord) -> None:
    """Give the contract its price and what it is signed for, and write it; the instrument's history says so."""
    contrat.rang = accord.rang
    contrat.instrument_signe = asdict(designer(instrument))
    if accord.convenu_centimes is not None:
        contrat.prix_centimes = accord.convenu_centimes
        contrat.regle_prix = f"prix convenu{INSECABLE}: {euros(accord.convenu_centimes)}"
    else:
        trouve = prix_du_site(unite.session, contrat.site_id, contrat.annee_id, instrument.type, accord.rang)
        if trouve is None:
            raise RegleMetier("location_sans_prix", type=instrument.type, rang=accord.rang)
        contrat.prix_centimes, contrat.regle_prix = trouve
    unite.session.add(contrat)
    unite.session.flush()
    detail = f"Contrat {contrat.id}, du {date_fr(contrat.du_le)} au {date_fr(contrat.au_le)}"
    if accord.derogation:
        detail = f"{detail}, dérogation{INSECABLE}: {accord.derogation}"
    noter(unite, instrument.id, Evenement.LOCATION, contrat.du_le, detail)
    toucher_contrat(unite, contrat)


def exiger_renouvelable(session: Session, ctx: Contexte, annee_id: int, rang: int, derogation: str) -> str:
    """Why a year of rental beyond the limit of the site is granted; empty where it is not beyond.

    Raises RegleMetier(renouvellements_epuises: rang, limite) without a reason, Refus where one may not give it.
    """
    limite = lire_reglage(session, RENOUVELLEMENTS_MAX, ctx.site_id, annee_id)
    if not depasse(rang, limite):
        return ""
    raison = nettoyer(derogation)[:200]
    if not raison:
        raise RegleMetier("renouvellements_epuises", rang=ordinal(rang), limite=dire_limite(limite))
    ctx.exiger(Permission.DEROGER)
    return raison


def prix_du_site(session: Session, site_id: int, annee_id: int, type_: str, rang: int) -> tuple[int, str] | None:
    """The price of the table of a site and year, with its rule; None where it has none."""
    t = TarifLocation
    lignes = session.execute(
        select(t.type, t.rang, t.prix_centimes).where(t.site_id == site_id, t.annee_id == annee_id)
    )
    return prix_de_location([PrixLocation(*ligne) for ligne in lignes], type_, rang)


def _rang(session: Session, eleve_id: int, type_: str, annee_id: int) -> int:
    """The year of rental: one more than the other years in which the pupil hired an instrument of this type."""
    annees = session.execute(
        select(func.count(func.distinct(ContratLocation.annee_id)))
        .join(Instrument, Instrument.id == ContratLocation.instrument_id)
        .where(
            ContratLocation.eleve_id == eleve_id, ContratLocation.annee_id != annee_id, Instrument.type == type_,
            ContratLocation.annule_le.is_(None),
        )
    ).scalar_one()  # fmt: skip
    return annees + 1


def foyer_de_location(session: Session, eleve_id: int, site_id: int) -> int:
    """The household that signs: the pupil's main one. Raises RegleMetier(eleve_sans_foyer)."""
    foyer_id = session.execute(
        select(Lien.foyer_id)
        .join(Eleve, Eleve.personne_id == Lien.personne_id)
        .join(Foyer, Foyer.id == Lien.foyer_id)
        .where(Eleve.id == eleve_id, Lien.role == "enfant", Lien.au_le.is_(None), Foyer.site_id == site_id)
        .order_by(Lien.est_principal.desc(), Lien.id)
        .limit(1)
    ).scalar()
    if foyer_id is None:
        raise RegleMetier("eleve_sans_foyer")
    return foyer_id


def _servir(unite: Unite, eleve_id: int, instrument: Instrument) -> None:
    """The pupil no longer waits for what he has just hired."""
    for demande in demandes_de(unite.session, eleve_id):
        if plier(demande.type) == plier(instrument.type):
            demande.etat, demande.instrument_id = EtatAttente.SERVIE, instrument.id
            unite.touche("attente_location", demande.id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def rendre(ctx: Contexte, commande: Rendre, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Close a contract: the instrument is free again, and damage is only proposed for billing.

    Raises FormulaireInvalide, Introuvable, RegleMetier(contrat_clos | location_renouvelee: du).
    """
    jour = ctx.aujourdhui()
    lecteur = Lecteur(jour)
    constat = lecteur.texte("constat", commande.constat, 300)
    frais_centimes = None
    try:
        frais_centimes = lire_montant_facultatif(commande.frais, "frais", negatif=False)
    except Invalide as erreur:
        lecteur.erreurs.append(erreur)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        contrat, instrument = contrat_ouvert(unite.session, ctx, commande.contrat_id)
        if contrat.precedent_id is not None and contrat.du_le > jour:
            raise RegleMetier("location_renouvelee", du=date_fr(contrat.du_le))
        contrat.rendu_le = max(jour, contrat.du_le)
        contrat.etat_retour, contrat.constat_retour = commande.etat, constat
        contrat.frais_proposes_centimes = frais_centimes or 0
        if contrat.garantie_etat == EtatGarantie.CONSERVEE:
            contrat.garantie_etat = commande.garantie
        instrument.etat = commande.etat
        detail = f"{commande.etat.libelle}. {constat}".strip()
        noter(unite, instrument.id, Evenement.RETOUR, contrat.rendu_le, detail, frais_centimes)
        toucher_contrat(unite, contrat)
        return contrat.id

    return ctx.ecrire("rendre", ecrire, operation_id)


def contrat_ouvert(session: Session, ctx: Contexte, contrat_id: int) -> tuple[ContratLocation, Instrument]:
    """A contract under way with its instrument. Raises Introuvable, RegleMetier(contrat_clos | autre_site)."""
    contrat = session.get(ContratLocation, contrat_id)
    if contrat is None:
        raise Introuvable("contrat_location", contrat_id)
    if contrat.rendu_le is not None or contrat.annule_le is not None:
        raise RegleMetier("contrat_clos")
    return contrat, exiger_instrument(session, ctx, contrat.instrument_id)


def toucher_contrat(unite: Unite, contrat: ContratLocation) -> None:
    """Say that a contract changed, with its pupil and household."""
    unite.touche("contrat_location", contrat.id)
    unite.touche("foyer", contrat.foyer_id)
    unite.touche("eleve", contrat.eleve_id)


@dataclass(frozen=True, slots=True)
class EleveALouer:
    """A pupil who may hire: enrolled at the site in the year consulted."""

    eleve_id: int
    nom: str
    naissance_le: date | None


@cas_d_usage(Permission.CONSULTER)
def eleves_a_louer(ctx: Contexte) -> tuple[EleveALouer, ...]:
    """The pupils of the site's households, by name."""
    requete = (
        select(Eleve.id, Personne.nom, Personne.prenom, Personne.naissance_le)
        .join(Personne, Personne.id == Eleve.personne_id)
        .join(Lien, Lien.personne_id == Personne.id)
        .join(Foyer, Foyer.id == Lien.foyer_id)
        .where(
            Foyer.site_id == ctx.site_id, Lien.role == "enfant", Lien.au_le.is_(None), Eleve.archive_a.is_(None)
        )
        .distinct()
        .order_by(Personne.nom, Personne.prenom, Eleve.id)
    )  # fmt: skip
    with ctx.lire() as session:
        return tuple(EleveALouer(x.id, f"{x.nom} {x.prenom}".strip(), x.naissance_le) for x in session.execute(requete))
