"""Money that a family is owed: asked of the ordonnateur by a sealed act, which takes it off the account at once.

The régie pays nothing itself: the credit moves to the account of refunds, comes back if the request is given up.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.pieces import Compte, FamilleMode, GenreActe, GenreReglement, Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.iban import lire_iban
from imuse_desk.models import ActeRegie, Annee, Foyer, Imputation, ModeReglement, PieceEmise, Regie, Reglement
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.actes import exiger_nomme, inscrire_acte, prendre_acte, relire_acte, tenir_regie
from imuse_desk.services.facturation.avances import avances_de
from imuse_desk.services.facturation.comptes import inscrire_reglement
from imuse_desk.services.facturation.contenu import Contenu, lire_maison
from imuse_desk.services.facturation.emission import AEmettre, Bloc, Emise, emettre
from imuse_desk.services.facturation.imputations import imputer_reglement, verrouiller
from imuse_desk.services.facturation.numerotation import regie_de
from imuse_desk.services.facturation.opposes import opposer
from imuse_desk.services.facturation.registre_famille import soldes

_SUITE = aliased(ActeRegie)

TEXTE = 160
QUI_PAIE = "Virement par l’ordonnateur"


class EtatDemande(StrEnum):
    """What became of a request."""

    DEMANDEE = "demandee"
    VERSEE = "versee"
    ANNULEE = "annulee"


@dataclass(frozen=True, slots=True)
class Source:
    """What the credit comes from: a receipt or a credit note, its day, its block, how much of it is asked; cents."""

    numero: str
    le: date
    annee_id: int
    annee: str
    nature: Nature
    montant_centimes: int


@dataclass(frozen=True, slots=True)
class Credit:
    """What may be given back to a household at most, in cents, and what it comes from, oldest first."""

    foyer_id: int
    famille: str
    maximum_centimes: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class DemandeRemboursement:
    """A request as typed."""

    foyer_id: int
    montant_centimes: int | None
    iban: str
    titulaire: str
    motif: str


@dataclass(frozen=True, slots=True)
class RemboursementVu:
    """A request and what became of it, on which day; ``suite`` is why it was given up."""

    acte_id: int
    numero: str
    le: date
    dossier: str
    famille: str
    montant_centimes: int
    motif: str
    etat: EtatDemande
    etat_le: date
    suite: str


@cas_d_usage(Permission.ENCAISSER)
def lire_credit(ctx: Contexte, foyer_id: int) -> Credit:
    """What a household may be given back now. Raises Introuvable."""
    with ctx.lire() as session:
        return _credit(session, foyer_id)


@cas_d_usage(Permission.ENCAISSER)
def demander_remboursement(
    ctx: Contexte, demande: DemandeRemboursement, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Ask the ordonnateur to give money back; it leaves the household's account at once. Gives the act's id.

    Raises Introuvable, FormulaireInvalide, Invalide(montant: remboursement_trop_grand), RegleMetier(non_nomme).
    """
    net = _lire(demande)

    def ecrire(unite: Unite) -> int:
        session, le = unite.session, ctx.aujourdhui()
        verrouiller(session, [net.foyer_id])
        foyer = session.get(Foyer, net.foyer_id)
        if foyer is None:
            raise Introuvable("foyer", net.foyer_id)
        regie = regie_de(session, foyer.site_id)
        tenir_regie(session, regie.id)
        exiger_nomme(session, regie, ctx.agent, le)
        credit, montant = _credit(session, foyer.id), net.montant_centimes or 0
        if montant > credit.maximum_centimes:
            raise Invalide("montant", "remboursement_trop_grand", maximum_centimes=credit.maximum_centimes)
        sources = tuple(_prendre(credit.sources, montant))
        contenu = {
            "famille": foyer.libelle, "dossier": foyer.numero, "regie": regie.nom, "iban": net.iban,
            "titulaire": net.titulaire, "motif": net.motif,
            "sources": [
                [x.numero, x.le.isoformat(), f"{x.nature.libelle} {x.annee}", x.montant_centimes] for x in sources
            ],
        }  # fmt: skip
        acte = inscrire_acte(unite, regie, GenreActe.DEMANDE, le, contenu, montant_centimes=montant, foyer_id=foyer.id)
        _oter_du_compte(unite, regie, foyer, sources, acte, f"Demande {numero_demande(acte)} · {net.motif}")
        return acte.id

    return ctx.ecrire("demander_remboursement", ecrire, operation_id)


@cas_d_usage(Permission.ENCAISSER)
def constater_remboursement(ctx: Contexte, acte_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Say that the ordonnateur paid. Raises Introuvable, RegleMetier(demande_close | non_nomme)."""

    def ecrire(unite: Unite) -> int:
        regie, demande = _a_suivre(unite, ctx, acte_id)
        return inscrire_acte(
            unite, regie, GenreActe.REMBOURSEMENT, ctx.aujourdhui(), {"etat": str(EtatDemande.VERSEE), "motif": ""},
            montant_centimes=demande.montant_centimes, foyer_id=demande.foyer_id, origine_id=demande.id,
        ).id  # fmt: skip

    return ctx.ecrire("constater_remboursement", ecrire, operation_id)


@cas_d_usage(Permission.ENCAISSER)
def annuler_demande(ctx: Contexte, acte_id: int, motif: str, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Give a request up: its amount is the household's again.

    Raises Introuvable, Invalide(motif), RegleMetier(demande_close | non_nomme).
    """
    motif = motif.strip()
    if not motif:
        raise Invalide("motif", "motif_obligatoire")

    def ecrire(unite: Unite) -> int:
        regie, demande = _a_suivre(unite, ctx, acte_id)
        reglement = unite.session.scalars(
            select(Reglement).where(
                Reglement.operation_id == demande.operation_id, Reglement.genre == GenreReglement.REMBOURSEMENT
            )
        ).one()
        opposer(unite, ctx, reglement, GenreReglement.ANNULATION, motif, Compte.REMBOURSEMENTS)
        return inscrire_acte(
            unite, regie, GenreActe.REMBOURSEMENT, ctx.aujourdhui(), {"etat": str(EtatDemande.ANNULEE), "motif": motif},
            foyer_id=demande.foyer_id, origine_id=demande.id,
        ).id  # fmt: skip

    return ctx.ecrire("annuler_demande", ecrire, operation_id)


@cas_d_usage(Permission.ENCAISSER)
def lister_remboursements(ctx: Contexte) -> tuple[RemboursementVu, ...]:
    """The requests of the site's régie, newest first."""
    with ctx.lire() as session:
        requete = (
            select(ActeRegie, _SUITE)
            .outerjoin(_SUITE, _SUITE.origine_id == ActeRegie.id)
            .where(ActeRegie.regie_id == regie_de(session, ctx.site_id).id, ActeRegie.genre == GenreActe.DEMANDE)
            .order_by(ActeRegie.id.desc())
        )
        return tuple(_vu(demande, reponse) for demande, reponse in session.execute(requete))


def numero_demande(acte: ActeRegie) -> str:
    """``2026-0003``: the year and the rank among the requests of the régie."""
    return f"{acte.le.year}-{acte.rang:04d}"


def _vu(demande: ActeRegie, reponse: ActeRegie | None) -> RemboursementVu:
    lu, suite = relire_acte(demande), relire_acte(reponse) if reponse else {"etat": "demandee", "motif": ""}
    return RemboursementVu(
        demande.id, numero_demande(demande), demande.le, lu["dossier"], lu["famille"], demande.montant_centimes,
        lu["motif"], EtatDemande(suite["etat"]), (reponse or demande).le, suite["motif"],
    )  # fmt: skip


def _lire(demande: DemandeRemboursement) -> DemandeRemboursement:
    fautes: list[Invalide] = []
    iban = demande.iban.strip()
    if (demande.montant_centimes or 0) <= 0:
        fautes.append(Invalide("montant", "montant_nul"))
    for champ, valeur in (("titulaire", demande.titulaire), ("motif", demande.motif), ("iban", iban)):
        if not valeur.strip():
            fautes.append(Invalide(champ, "champ_obligatoire"))
    if iban:
        try:
            iban = lire_iban(iban)
        except Invalide as erreur:
            fautes.append(erreur)
    if fautes:
        raise FormulaireInvalide(fautes)
    return replace(demande, iban=iban, titulaire=demande.titulaire.strip()[:TEXTE], motif=demande.motif.strip()[:TEXTE])


def _credit(session: Session, foyer_id: int) -> Credit:
    """Advances that nothing asks for any more: never more than the balance in the household's favour."""
    foyer = session.get(Foyer, foyer_id)
    if foyer is None:
        raise Introuvable("foyer", foyer_id)
    sources = tuple(_sources(session, foyer_id))
    en_faveur = max(0, -soldes(session, [foyer_id]).get(foyer_id, 0))
    return Credit(foyer_id, foyer.libelle, min(en_faveur, sum(x.montant_centimes for x in sources)), sources)


def _sources(session: Session, foyer_id: int) -> Iterator[Source]:
    blocs = session.execute(
        select(Imputation.annee_id, Annee.libelle, Imputation.nature)
        .join(Annee, Annee.id == Imputation.annee_id)
        .where(Imputation.foyer_id == foyer_id, Imputation.facture_id.is_(None))
        .group_by(Imputation.annee_id, Annee.libelle, Annee.debut_le, Imputation.nature)
        .order_by(Annee.debut_le, Imputation.nature)
    ).all()
    for annee_id, annee, nature in blocs:
        for avance in avances_de(session, [foyer_id], annee_id, Nature(nature))[foyer_id]:
            piece_id = avance.avoir_id
            if avance.reglement_id is not None:
                piece_id = session.get_one(Reglement, avance.reglement_id).piece_id
            piece = session.get_one(PieceEmise, piece_id)
            yield Source(piece.affiche, piece.emise_le, annee_id, annee, Nature(nature), avance.reste_centimes)


def _prendre(sources: tuple[Source, ...], montant_centimes: int) -> Iterator[Source]:
    """As much of the oldest as is asked."""
    for source in sources:
        pris = min(source.montant_centimes, montant_centimes)
        if pris:
            yield replace(source, montant_centimes=pris)
            montant_centimes -= pris


def _oter_du_compte(
    unite: Unite, regie: Regie, foyer: Foyer, sources: tuple[Source, ...], acte: ActeRegie, motif: str
) -> None:
    """A numbered opposite of money received, and one entry a block towards the account of refunds."""
    session, montant = unite.session, acte.montant_centimes
    blocs: dict[tuple[int, str], int] = defaultdict(int)
    for source in sources:
        blocs[source.annee_id, str(source.nature)] -= source.montant_centimes
    premiere = sources[0]
    bloc = Bloc(regie, foyer.site_id, premiere.annee_id, premiere.nature, acte.le)
    piece = AEmettre(
        foyer.id, _contenu(session, regie, foyer, premiere, montant, acte.le), "Remboursement", motif=motif
    )
    [emise] = emettre(unite, Serie.RECU, bloc, [piece])
    reglement = _rendre(unite, regie, foyer, emise, acte.le, motif)
    for (annee_id, nature), somme in blocs.items():
        imputer_reglement(unite, reglement, None, annee_id, nature, somme)
    libelle = f"Demande de remboursement {numero_demande(acte)}"
    inscrire_reglement(unite, bloc, emise, Compte.REMBOURSEMENTS, libelle, blocs)


def _contenu(session: Session, regie: Regie, foyer: Foyer, source: Source, montant_centimes: int, le: date) -> Contenu:
    maison = lire_maison(session, regie, foyer.site_id, source.annee, source.nature, "Remboursement")
    return {
        "version": 1, "emetteur": maison.emetteur, "regie": maison.regie, "annee": source.annee,
        "nature": str(source.nature), "objet": str(GenreReglement.REMBOURSEMENT), "dossier": foyer.numero,
        "famille": foyer.libelle, "payeur": foyer.libelle, "mode": QUI_PAIE, "reference": "",
        "encaisse_le": le.isoformat(), "factures": [], "avance": -montant_centimes, "total": -montant_centimes,
        "titres": [{"montant": -montant_centimes, "banque": "", "tireur": "", "numero": ""}],
    }  # fmt: skip


def _rendre(unite: Unite, regie: Regie, foyer: Foyer, emise: Emise, le: date, motif: str) -> Reglement:
    virement = select(ModeReglement.id).where(ModeReglement.famille == FamilleMode.VIREMENT)
    mode_id = unite.session.execute(virement.order_by(ModeReglement.ordre, ModeReglement.id).limit(1)).scalar()
    if mode_id is None:
        mode_id = unite.session.execute(select(func.min(ModeReglement.id))).scalar_one()
    reglement = Reglement(
        regie_id=regie.id, site_id=foyer.site_id, foyer_id=foyer.id, piece_id=emise.piece_id, payeur=foyer.libelle,
        mode_id=mode_id, genre=GenreReglement.REMBOURSEMENT, montant_centimes=emise.total_centimes, encaisse_le=le,
        encaisse_a=unite.maintenant, motif=motif, operation_id=unite.operation_id, agent=unite.auteur.agent,
    )  # fmt: skip
    unite.session.add(reglement)
    unite.session.flush()
    return reglement


def _a_suivre(unite: Unite, ctx: Contexte, acte_id: int) -> tuple[Regie, ActeRegie]:
    """A request that waits, its household and its régie held."""
    session = unite.session
    regie = regie_de(session, ctx.site_id)
    demande = prendre_acte(session, regie.id, GenreActe.DEMANDE, acte_id)
    if demande.foyer_id is not None:
        verrouiller(session, [demande.foyer_id])
    tenir_regie(session, regie.id)
    exiger_nomme(session, regie, ctx.agent, ctx.aujourdhui())
    if session.execute(select(ActeRegie.id).where(ActeRegie.origine_id == demande.id)).scalar() is not None:
        raise RegleMetier("demande_close", numero=numero_demande(demande))
    return regie, demande
