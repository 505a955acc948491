"""The till: counted when it opens and when it closes, what is missing or left over entered at once, and its alerts."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.pieces import Compte, GenreActe, GenreBordereau, Journal
from imuse_desk.domain.roles import Permission
from imuse_desk.models import ActeRegie, Ecriture, ModeReglement, Regie, Reglement
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.actes import (
    dernier_acte,
    exiger_nomme,
    inscrire_acte,
    relire_acte,
    tenir_regie,
)
from imuse_desk.services.facturation.bordereaux import a_remettre, exiger_coupures
from imuse_desk.services.facturation.comptes import est_recette
from imuse_desk.services.facturation.numerotation import regie_de

COMPTES_DE_CAISSE = (GenreActe.OUVERTURE, GenreActe.ARRETE)
COMPTEES = (*COMPTES_DE_CAISSE, GenreActe.REMISE_SERVICE)
"""The acts that state what the till held: a handing over repeats the count that it began with."""


@dataclass(frozen=True, slots=True)
class Mouvement:
    """An amount and how many operations made it (None: not counted, as the float)."""

    libelle: str
    montant_centimes: int
    nombre: int | None = None


@dataclass(frozen=True, slots=True)
class Alerte:
    """``encaisse`` over its ceiling or ``cheques`` kept too long: the amount in cents, the limit, how many."""

    code: str
    montant_centimes: int
    limite: int
    nombre: int = 0


@dataclass(frozen=True, slots=True)
class EtatCaisse:
    """The till now: what it should hold by movement since it was last counted, the receipts by way of paying."""

    regie: str
    est_ouverte: bool
    depuis_le: date | None
    mouvements: tuple[Mouvement, ...]
    modes: tuple[Mouvement, ...]
    alertes: tuple[Alerte, ...]
    comptages: tuple["ComptageVu", ...]

    @property
    def theorique_centimes(self) -> int:
        """What the till should hold."""
        return sum(mouvement.montant_centimes for mouvement in self.mouvements)


@dataclass(frozen=True, slots=True)
class ComptageVu:
    """The till as it was counted once: in cents; ``ecart`` above zero is too much."""

    acte_id: int
    rang: int
    genre: GenreActe
    le: date
    theorique_centimes: int
    compte_centimes: int
    motif: str
    agent: str

    @property
    def ecart_centimes(self) -> int:
        """Counted less expected."""
        return self.compte_centimes - self.theorique_centimes


@dataclass(frozen=True, slots=True)
class Comptoir:
    """What the counter says before cash is taken."""

    est_ouverte: bool
    alertes: tuple[Alerte, ...]


@cas_d_usage(Permission.ENCAISSER)
def lire_caisse(ctx: Contexte) -> EtatCaisse:
    """The till of the site's régie, and the last times it was counted."""
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        dernier = dernier_acte(session, regie.id, *COMPTES_DE_CAISSE)
        return EtatCaisse(
            regie.nom, _est_ouverte(dernier), dernier.le if dernier else None, _mouvements(session, regie, dernier),
            _modes(session, regie.id, dernier), _alertes(session, regie, ctx.aujourdhui()),
            _comptages(session, regie.id),
        )  # fmt: skip


@cas_d_usage(Permission.ENCAISSER)
def lire_comptoir(ctx: Contexte) -> Comptoir:
    """Whether the till is open, and what it warns of."""
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        dernier = dernier_acte(session, regie.id, *COMPTES_DE_CAISSE)
        return Comptoir(_est_ouverte(dernier), _alertes(session, regie, ctx.aujourdhui()))


@cas_d_usage(Permission.ENCAISSER)
def compter_caisse(
    ctx: Contexte, genre: GenreActe, comptage: tuple[tuple[int, int], ...], motif: str = "",
    operation_id: uuid.UUID | None = None,
) -> Fait[int]:  # fmt: skip
    """Open the till or close its day by counting all it holds; the difference is entered, with its reason.

    Gives the id of the act. Raises Invalide(comptage | motif), RegleMetier(caisse_ouverte | caisse_fermee | non_nomme).
    """
    exiger_coupures(comptage)

    def ecrire(unite: Unite) -> int:
        session = unite.session
        regie = regie_de(session, ctx.site_id)
        tenir_regie(session, regie.id)
        exiger_nomme(session, regie, ctx.agent, ctx.aujourdhui())
        dernier = dernier_acte(session, regie.id, *COMPTES_DE_CAISSE)
        if _est_ouverte(dernier) is (genre is GenreActe.OUVERTURE):
            raise RegleMetier("caisse_ouverte" if genre is GenreActe.OUVERTURE else "caisse_fermee")
        return compter_dans(unite, ctx, regie, genre, comptage, motif).id

    return ctx.ecrire("compter_caisse", ecrire, operation_id)


def _est_ouverte(dernier: ActeRegie | None) -> bool:
    return dernier is not None and dernier.genre == GenreActe.OUVERTURE


def compter_dans(
    unite: Unite, ctx: Contexte, regie: Regie, genre: GenreActe, comptage: tuple[tuple[int, int], ...], motif: str
) -> ActeRegie:
    """The same, in the transaction of whoever holds the régie. Raises Invalide(motif: ecart_sans_motif)."""
    session, le, motif = unite.session, ctx.aujourdhui(), motif.strip()
    dernier = dernier_acte(session, regie.id, *COMPTES_DE_CAISSE)
    mouvements, modes = _mouvements(session, regie, dernier), _modes(session, regie.id, dernier)
    theorique = sum(m.montant_centimes for m in mouvements)
    compte = sum(valeur * combien for valeur, combien in comptage)
    if compte != theorique:
        if not motif:
            raise Invalide("motif", "ecart_sans_motif", ecart_centimes=compte - theorique)
        comptes = (Compte.CAISSE, Compte.ECARTS)
        debit, credit = comptes if compte > theorique else comptes[::-1]
        session.add(
            Ecriture(
                operation_id=unite.operation_id, regie_id=regie.id, site_id=ctx.site_id, le=le, journal=Journal.CAISSE,
                compte_debit=debit, compte_credit=credit, montant_centimes=abs(compte - theorique),
                libelle="Écart de caisse",
            )
        )  # fmt: skip
        session.flush()
    contenu = {
        "fonds": regie.fonds_centimes, "theorique": theorique, "compte": compte, "comptage": comptage, "motif": motif,
        "mouvements": [[m.libelle, m.montant_centimes, m.nombre] for m in mouvements],
        "modes": [[m.libelle, m.montant_centimes, m.nombre] for m in modes],
        "derniere_ecriture": session.execute(
            select(func.max(Ecriture.id)).where(Ecriture.regie_id == regie.id)
        ).scalar() or 0,
        "dernier_reglement": session.execute(
            select(func.max(Reglement.id)).where(Reglement.regie_id == regie.id)
        ).scalar() or 0,
    }  # fmt: skip
    return inscrire_acte(unite, regie, genre, le, contenu, montant_centimes=compte)


def theorique_dans(session: Session, regie: Regie) -> int:
    """What the till should hold now, in cents."""
    return regie.fonds_centimes + solde_compte(session, regie.id, Compte.CAISSE)


def _mouvements(session: Session, regie: Regie, dernier: ActeRegie | None) -> tuple[Mouvement, ...]:
    """The float and what the account of the till did, from the last count on."""
    jusque = relire_acte(dernier)["derniere_ecriture"] if dernier else 0
    sens = case((Ecriture.compte_debit == Compte.CAISSE, Ecriture.montant_centimes), else_=-Ecriture.montant_centimes)
    quoi = case(
        (Ecriture.id <= jusque, "solde"),
        (Ecriture.compte_debit == Compte.DEPOT_DE_FONDS, "remis"),
        (Ecriture.compte_debit == Compte.CAISSE, "recu"),
        else_="rendu",
    )
    requete = (
        select(quoi.label("quoi"), func.sum(sens).label("somme"), func.count().label("n"))
        .where(
            Ecriture.regie_id == regie.id,
            or_(Ecriture.compte_debit == Compte.CAISSE, Ecriture.compte_credit == Compte.CAISSE),
        )
        .group_by(quoi)
    )
    lus = {x.quoi: (int(x.somme), int(x.n)) for x in session.execute(requete)}
    vide = (0, 0)
    return (
        Mouvement("Fonds de caisse", regie.fonds_centimes),
        Mouvement("Solde au dernier comptage", lus.get("solde", vide)[0]),
        Mouvement("Encaissements", *lus.get("recu", vide)),
        Mouvement("Annulations et remboursements", *lus.get("rendu", vide)),
        Mouvement("Dégagements", *lus.get("remis", vide)),
    )


def _modes(session: Session, regie_id: int, dernier: ActeRegie | None) -> tuple[Mouvement, ...]:
    """What was cashed by each way of paying since the last count."""
    depuis = relire_acte(dernier)["dernier_reglement"] if dernier else 0
    requete = (
        select(ModeReglement.libelle, func.sum(Reglement.montant_centimes).label("somme"), func.count().label("n"))
        .join(ModeReglement, ModeReglement.id == Reglement.mode_id)
        .where(Reglement.regie_id == regie_id, Reglement.id > depuis, est_recette())
        .group_by(ModeReglement.id, ModeReglement.libelle, ModeReglement.ordre)
        .order_by(ModeReglement.ordre, ModeReglement.id)
    )
    return tuple(Mouvement(x.libelle, int(x.somme), int(x.n)) for x in session.execute(requete))


def solde_compte(session: Session, regie_id: int, compte: Compte, au: date | None = None) -> int:
    """What an account holds, or held at the end of a day, in cents."""
    sens = case((Ecriture.compte_debit == compte, Ecriture.montant_centimes), else_=-Ecriture.montant_centimes)
    touche = or_(Ecriture.compte_debit == compte, Ecriture.compte_credit == compte)
    requete = select(func.coalesce(func.sum(sens), 0)).where(Ecriture.regie_id == regie_id, touche)
    if au is not None:
        requete = requete.where(Ecriture.le <= au)
    return int(session.execute(requete).scalar_one())


def _alertes(session: Session, regie: Regie, le: date) -> tuple[Alerte, ...]:
    """The cash over the ceiling of the constituting act, and the cheques kept longer than their delay."""
    alertes = []
    if regie.encaisse_max_centimes is not None:
        encaisse = solde_compte(session, regie.id, Compte.CAISSE)
        if encaisse >= regie.encaisse_max_centimes:
            alertes.append(Alerte("encaisse", encaisse, regie.encaisse_max_centimes))
    avant = le - timedelta(days=regie.delai_cheques_jours)
    vieux = [x for x in a_remettre(session, regie.id, GenreBordereau.CHEQUES) if x.encaisse_le < avant]
    if vieux:
        total = sum(x.montant_centimes for x in vieux)
        alertes.append(Alerte("cheques", total, regie.delai_cheques_jours, len(vieux)))
    return tuple(alertes)


def _comptages(session: Session, regie_id: int) -> tuple[ComptageVu, ...]:
    """The last counts, newest first."""
    requete = (
        select(ActeRegie)
        .where(ActeRegie.regie_id == regie_id, ActeRegie.genre.in_(COMPTEES))
        .order_by(ActeRegie.id.desc())
        .limit(200)
    )
    vus = []
    for acte in session.scalars(requete):
        lu = relire_acte(acte)
        genre = GenreActe(acte.genre)
        vus.append(
            ComptageVu(acte.id, acte.rang, genre, acte.le, lu["theorique"], lu["compte"], lu["motif"], acte.agent)
        )
    return tuple(vus)
