"""The park: what happens to the instruments, and the list that shows where each stands today."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import lire_montant_facultatif
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.locations import (
    EN_ATTENTE,
    Designation,
    EtatAssurance,
    EtatInstrument,
    Evenement,
    Situation,
    assurance,
    convient,
    nommer,
    situation,
)
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import AttenteLocation, ContratLocation, Eleve, EvenementInstrument, Instrument, Personne
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.locations.demandeurs import Demandeur, demandeurs
from imuse_desk.services.saisie import Lecteur


@dataclass(frozen=True, slots=True)
class InstrumentVu:
    """An instrument of the list; the pupil, household and due day are those of the contract under way.

    A hire that is renewed shows its newest contract. ``premier`` is the first of the waiting list for it, hired or
    not; ``assurance`` is None where nobody hires it; ``est_a_reviser``: its overhaul is due, wherever it is.
    """

    instrument_id: int
    inventaire: str
    type: str
    taille: str
    marque: str
    serie: str
    valeur_centimes: int
    etat: EtatInstrument
    situation: Situation
    revision_le: date | None
    contrat_id: int | None
    foyer_id: int | None
    eleve: str
    au_le: date | None
    achete_le: date | None
    observations: str
    photo_sha256: str
    version: int
    premier: Demandeur | None
    assurance_jusqu_au: date | None
    assurance: EtatAssurance | None
    a_attestation: bool
    est_a_reviser: bool

    @property
    def nom(self) -> str:
        """Its name in a sentence."""
        return nommer(self.type, self.taille, self.inventaire)


@dataclass(frozen=True, slots=True)
class EvenementVu:
    """A line of the history of an instrument; its cost in cents."""

    evenement_id: int
    le: date
    genre: Evenement
    detail: str
    cout_centimes: int | None
    agent: str


@cas_d_usage(Permission.CONSULTER)
def lister_parc(ctx: Contexte) -> tuple[InstrumentVu, ...]:
    """The instruments of the site consulted, by type, size and inventory number."""
    jour = ctx.aujourdhui()
    c = ContratLocation
    en_cours = and_(
        c.instrument_id == Instrument.id, c.annule_le.is_(None), or_(c.rendu_le.is_(None), c.rendu_le > jour)
    )
    dernier = select(func.max(c.id)).where(en_cours).correlate(Instrument).scalar_subquery()
    requete = (
        select(
            Instrument.id, Instrument.inventaire, Instrument.type, Instrument.taille, Instrument.marque,
            Instrument.serie, Instrument.valeur_centimes, Instrument.etat, Instrument.reforme_le,
            Instrument.en_reparation_le, Instrument.revision_le, Instrument.achete_le, Instrument.observations,
            Instrument.photo_sha256, Instrument.version, c.id.label("contrat_id"), c.foyer_id, c.du_le,
            c.au_le, c.assurance_jusqu_au, c.attestation_id, Personne.nom, Personne.prenom,
        )
        .outerjoin(c, c.id == dernier)
        .outerjoin(Eleve, Eleve.id == c.eleve_id)
        .outerjoin(Personne, Personne.id == Eleve.personne_id)
        .where(Instrument.site_id == ctx.site_id)
        .order_by(Instrument.type, Instrument.taille, Instrument.inventaire)
    )  # fmt: skip
    with ctx.lire() as session:
        attendent = demandeurs(session, ctx)
        return tuple(
            InstrumentVu(
                x.id, x.inventaire, x.type, x.taille, x.marque, x.serie, x.valeur_centimes, EtatInstrument(x.etat),
                situation(
                    jour, reforme_le=x.reforme_le, en_reparation_le=x.en_reparation_le, revision_le=x.revision_le,
                    du_le=x.du_le, au_le=x.au_le,
                ),
                x.revision_le, x.contrat_id, x.foyer_id, f"{x.prenom or ''} {x.nom or ''}".strip(), x.au_le,
                x.achete_le, x.observations, x.photo_sha256, x.version,
                next((d for d in attendent if convient((d.type, d.taille), (x.type, x.taille))), None),
                x.assurance_jusqu_au,
                assurance(x.assurance_jusqu_au, jour) if x.contrat_id is not None else None,
                x.attestation_id is not None,
                x.revision_le is not None and x.revision_le <= jour and x.reforme_le is None,
            )
            for x in session.execute(requete)
        )  # fmt: skip


def demandes_de(session: Session, eleve_id: int) -> Sequence[AttenteLocation]:
    """What a pupil waits for."""
    a = AttenteLocation
    return session.scalars(select(a).where(a.eleve_id == eleve_id, a.etat.in_(EN_ATTENTE))).all()


@cas_d_usage(Permission.CONSULTER)
def lire_historique(ctx: Contexte, instrument_id: int) -> tuple[EvenementVu, ...]:
    """What happened to an instrument, newest first."""
    e = EvenementInstrument
    requete = (
        select(e.id, e.le, e.genre, e.detail, e.cout_centimes, e.agent)
        .where(e.instrument_id == instrument_id)
        .order_by(e.le.desc(), e.id.desc())
    )
    with ctx.lire() as session:
        return tuple(
            EvenementVu(x.id, x.le, Evenement(x.genre), x.detail, x.cout_centimes, x.agent)
            for x in session.execute(requete)
        )


@dataclass(frozen=True, slots=True)
class NoterEvenement:
    """Something that happened to an instrument, as typed; ``prochaine`` is the day of the next overhaul."""

    instrument_id: int
    genre: Evenement
    detail: str = ""
    cout: str = ""
    etat: EtatInstrument | None = None
    prochaine: str = ""


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def noter_evenement(ctx: Contexte, commande: NoterEvenement, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Write it in the history and on the card.

    Raises FormulaireInvalide, Introuvable, RegleMetier(instrument_loue: eleve, au_le) for one hired that would leave.
    """
    jour = ctx.aujourdhui()
    lecteur = Lecteur(jour)
    detail = lecteur.texte("detail", commande.detail, 300)
    prochaine_le = lecteur.date("prochaine", commande.prochaine)
    cout_centimes = None
    try:
        cout_centimes = lire_montant_facultatif(commande.cout, "cout", negatif=False)
    except Invalide as erreur:
        lecteur.erreurs.append(erreur)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        instrument = exiger_instrument(unite.session, ctx, commande.instrument_id)
        if commande.genre is Evenement.REFORME:
            exiger_libre(unite.session, instrument.id)
            instrument.reforme_le = jour
        elif commande.genre is Evenement.REPARATION:
            instrument.en_reparation_le = jour
        elif commande.genre is Evenement.REMISE:
            instrument.en_reparation_le = None
        elif commande.genre is Evenement.REVISION:
            instrument.revision_le = prochaine_le
        if commande.etat is not None:
            instrument.etat = commande.etat
        noter(unite, instrument.id, commande.genre, jour, detail, cout_centimes)
        return instrument.id

    return ctx.ecrire("noter_evenement", ecrire, operation_id)


def exiger_instrument(session: Session, ctx: Contexte, instrument_id: int) -> Instrument:
    """The card, of the site consulted. Raises Introuvable, RegleMetier(autre_site)."""
    instrument = session.get(Instrument, instrument_id)
    if instrument is None:
        raise Introuvable("instrument", instrument_id)
    if instrument.site_id != ctx.site_id:
        raise RegleMetier("autre_site")
    return instrument


def exiger_libre(session: Session, instrument_id: int) -> None:
    """Raise RegleMetier(instrument_loue: eleve, au_le) while a contract holds the instrument."""
    tenu = session.execute(
        select(Personne.prenom, Personne.nom, ContratLocation.au_le)
        .join(Eleve, Eleve.personne_id == Personne.id)
        .join(ContratLocation, ContratLocation.eleve_id == Eleve.id)
        .where(
            ContratLocation.instrument_id == instrument_id,
            ContratLocation.annule_le.is_(None),
            ContratLocation.rendu_le.is_(None),
        )
    ).first()
    if tenu is not None:
        raise RegleMetier("instrument_loue", eleve=f"{tenu.prenom} {tenu.nom}".strip(), au=date_fr(tenu.au_le))


def noter(
    unite: Unite, instrument_id: int, genre: Evenement, le: date, detail: str, cout_centimes: int | None = None
) -> None:
    """Add a line to the history of an instrument and say that it changed."""
    unite.session.add(
        EvenementInstrument(
            instrument_id=instrument_id, genre=genre, le=le, detail=nettoyer(detail)[:300],
            cout_centimes=cout_centimes, agent=unite.auteur.agent, a=unite.maintenant,
        )
    )  # fmt: skip
    unite.touche("instrument", instrument_id)


def designer(instrument: Instrument) -> Designation:
    """What an instrument is today, as a contract keeps it."""
    return Designation(**{champ.name: getattr(instrument, champ.name) for champ in fields(Designation)})
