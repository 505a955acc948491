"""Check the acts of the régies: their chains, the counts of the till and the closings against the entries."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.argent import euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.pieces import Compte, GenreActe, sceller
from imuse_desk.models import ActeRegie, ChaineActes, Ecriture, PieceEmise
from imuse_desk.services.facturation.caisse import COMPTES_DE_CAISSE, solde_compte
from imuse_desk.services.facturation.clotures import DATEES, resumer
from imuse_desk.services.facturation.fautes import Faute, Releve

_REPONSE = aliased(ActeRegie)

NOMS = {
    GenreActe.OUVERTURE: "ouverture de caisse",
    GenreActe.ARRETE: "arrêté de caisse",
    GenreActe.CLOTURE: "clôture",
    GenreActe.REMISE_SERVICE: "remise de service",
    GenreActe.A_CLASSER: "recette à classer",
    GenreActe.CLASSEMENT: "classement",
    GenreActe.DEMANDE: "demande de remboursement",
    GenreActe.REMBOURSEMENT: "remboursement",
}


def verifier_actes(session: Session, releve: Releve) -> Iterator[Faute]:
    """Every act of every régie, in the order of its chain."""
    requete = select(ActeRegie).order_by(ActeRegie.regie_id, ActeRegie.genre, ActeRegie.rang)
    comptages: dict[int, list[ActeRegie]] = defaultdict(list)
    demandes: dict[int, int] = defaultdict(int)
    derniers: dict[tuple[int, str], ActeRegie] = {}
    for (regie_id, genre), groupe in groupby(session.scalars(requete), key=lambda a: (a.regie_id, a.genre)):
        actes = list(groupe)
        releve.actes += len(actes)
        derniers[regie_id, genre] = actes[-1]
        fautes = list(_chaine(actes))
        yield from fautes
        if any(faute.code == "contenu_illisible" for faute in fautes):
            continue
        if genre == GenreActe.CLOTURE:
            yield from _clotures(session, actes)
        elif genre in COMPTES_DE_CAISSE:
            comptages[regie_id] += actes
        elif genre == GenreActe.DEMANDE:
            demandes[regie_id] += sum(acte.montant_centimes for acte in actes)
            demandes[regie_id] -= _abandonne(session, regie_id)
    yield from _tetes(session, derniers)
    for regie_id, actes in comptages.items():
        yield from _comptages(session, regie_id, sorted(actes, key=lambda a: a.id))
    for regie_id, demande in demandes.items():
        compte = -solde_compte(session, regie_id, Compte.REMBOURSEMENTS)
        if compte != demande:
            detail = f"{euros(demande)} demandés, {euros(compte)} selon les écritures"
            yield Faute("remboursements_faux", "demandes de remboursement", detail)


def _nom(acte: ActeRegie) -> str:
    return f"{NOMS[GenreActe(acte.genre)]} {acte.rang}"


def _chaine(actes: Sequence[ActeRegie]) -> Iterator[Faute]:
    """The acts of one kind: their places, their fingerprints, and the columns that repeat the sealed text."""
    rang, precedente = 0, ""
    for acte in actes:
        rang += 1
        if acte.rang != rang:
            yield Faute("trou", _nom(acte), f"numéro {acte.rang} où {rang} est attendu")
        if acte.precedente != precedente:
            yield Faute("chaine_rompue", _nom(acte), "ne suit pas l’acte d’avant")
        if sceller(acte.precedente, acte.contenu) != acte.empreinte:
            yield Faute("contenu_modifie", _nom(acte), "le texte scellé n’a plus son empreinte")
        yield from _colonnes(acte)
        rang, precedente = acte.rang, acte.empreinte


def _tetes(session: Session, derniers: Mapping[tuple[int, str], ActeRegie]) -> Iterator[Faute]:
    """The head of each chain is its last act: the last ones cannot vanish unseen, nor all of a kind."""
    tetes = {(tete.regie_id, tete.genre): tete for tete in session.scalars(select(ChaineActes))}
    for cle in sorted({*tetes, *derniers}):
        tete, acte, nom = tetes.get(cle), derniers.get(cle), NOMS[GenreActe(cle[1])]
        if tete is None:
            yield Faute("chaine_rompue", nom, "rien ne dit quel est le dernier acte")
        elif acte is None or acte.rang < tete.rang:
            trouve = f"le dernier trouvé est le {acte.rang}" if acte else "aucun n’est trouvé"
            yield Faute("dernier_acte_absent", f"{nom} {tete.rang}", f"{tete.rang} inscrits, {trouve}")
        elif (acte.rang, acte.empreinte) != (tete.rang, tete.empreinte):
            yield Faute("chaine_rompue", _nom(acte), f"le dernier acte n’est pas celui du rang {tete.rang}")


def _colonnes(acte: ActeRegie) -> Iterator[Faute]:
    try:
        lu = json.loads(acte.contenu)
        dit = (lu["genre"], lu["rang"], lu["le"], lu["montant"], lu["agent"])
    except (ValueError, KeyError, TypeError):
        yield Faute("contenu_illisible", _nom(acte))
        return
    if dit != (acte.genre, acte.rang, acte.le.isoformat(), acte.montant_centimes, acte.agent):
        yield Faute("colonnes_modifiees", _nom(acte), "la ligne ne dit plus ce que dit le texte scellé")


def _comptages(session: Session, regie_id: int, actes: Sequence[ActeRegie]) -> Iterator[Faute]:
    """What the till should have held follows from the entries before; what was counted, once the gap is entered."""
    sens = case((Ecriture.compte_debit == Compte.CAISSE, Ecriture.montant_centimes), else_=-Ecriture.montant_centimes)
    requete = (
        select(Ecriture.id, Ecriture.operation_id, sens.label("montant"))
        .where(
            Ecriture.regie_id == regie_id,
            or_(Ecriture.compte_debit == Compte.CAISSE, Ecriture.compte_credit == Compte.CAISSE),
        )
        .order_by(Ecriture.id)
    )
    ecritures = session.execute(requete).all()
    solde, lues = 0, 0
    for acte in actes:
        lu = json.loads(acte.contenu)
        ecart = 0
        while lues < len(ecritures) and ecritures[lues].id <= lu["derniere_ecriture"]:
            solde += ecritures[lues].montant
            if ecritures[lues].operation_id == acte.operation_id:
                ecart += ecritures[lues].montant
            lues += 1
        for quoi, dit, attendu in (
            ("théoriques", lu["theorique"], lu["fonds"] + solde - ecart),
            ("comptés", lu["compte"], lu["fonds"] + solde),
        ):
            if dit != attendu:
                yield Faute("caisse_fausse", _nom(acte), f"{euros(dit)} {quoi}, {euros(attendu)} selon les écritures")


def _abandonne(session: Session, regie_id: int) -> int:
    """What the requests that were given up had asked for: their answer carries no amount."""
    requete = (
        select(func.coalesce(func.sum(ActeRegie.montant_centimes), 0))
        .join(_REPONSE, _REPONSE.origine_id == ActeRegie.id)
        .where(
            ActeRegie.regie_id == regie_id, ActeRegie.genre == GenreActe.DEMANDE,
            _REPONSE.genre == GenreActe.REMBOURSEMENT, _REPONSE.montant_centimes == 0,
        )
    )  # fmt: skip
    return int(session.execute(requete).scalar_one())


def _clotures(session: Session, actes: Sequence[ActeRegie]) -> Iterator[Faute]:
    """A closed month took nothing more, its entries are those that were sealed, and its pieces too."""
    apres: date | None = None
    for acte in actes:
        lu = json.loads(acte.contenu)
        tardives = list(_tardives(session, acte, lu.get("derniers", {})))
        yield from tardives
        relu = resumer(session, acte.regie_id, apres, acte.le)
        if not tardives and any(relu[cle] != lu[cle] for cle in relu):
            detail = "les écritures du mois ne sont plus celles qui ont été closes"
            if (relu["nombre"], relu["total"]) != (lu["nombre"], lu["total"]):
                detail = (
                    f"{lu['nombre']} écritures et {euros(lu['total'])} à la clôture, {relu['nombre']} et "
                    f"{euros(relu['total'])} maintenant"
                )
            yield Faute("cloture_fausse", _nom(acte), detail)
        yield from _ancres(session, acte, lu["chaines"])
        apres = acte.le


def _tardives(session: Session, acte: ActeRegie, derniers: dict[str, int]) -> Iterator[Faute]:
    """What was written after the closing and dated in what it closed."""
    for nom, modele, jour in DATEES:
        if modele.__tablename__ not in derniers:
            continue
        requete = (
            select(modele.id, jour.label("jour"))
            .where(modele.regie_id == acte.regie_id, modele.id > derniers[modele.__tablename__], jour <= acte.le)
            .order_by(modele.id)
        )
        for x in session.execute(requete):
            detail = f"du {date_fr(x.jour)}, après la clôture du {date_fr(acte.le)}"
            yield Faute("mois_clos", f"{nom} {x.id}", detail)


def _ancres(session: Session, acte: ActeRegie, chaines: Any) -> Iterator[Faute]:
    """The last piece of each series when the month was closed still bears the same fingerprint."""
    for serie, rang, empreinte in chaines:
        if not rang:
            continue
        piece = session.execute(
            select(PieceEmise.affiche, PieceEmise.empreinte).where(
                PieceEmise.regie_id == acte.regie_id, PieceEmise.serie == serie, PieceEmise.rang == rang
            )
        ).one_or_none()
        if piece is None or piece.empreinte != empreinte:
            ou = piece.affiche if piece else f"{serie}, rang {rang}"
            yield Faute("chaine_rompue", ou, f"n’est plus la pièce scellée par la clôture du {date_fr(acte.le)}")
