"""Issue pieces: numbers, sealed contents, lines, plans and entries, in the transaction of whoever calls."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.pieces import Compte, Journal, Nature, Serie, numero_affiche, sceller, texte_canonique
from imuse_desk.models import EcheancePiece, Ecriture, LignePiece, PieceEmise, PlanPiece, Regie
from imuse_desk.models.parmi import est_parmi
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.facturation.actes import exiger_periode_ouverte
from imuse_desk.services.facturation.contenu import Contenu
from imuse_desk.services.facturation.numerotation import prendre, rattacher


@dataclass(frozen=True, slots=True)
class AEmettre:
    """A piece to issue: whose, in which block, its content; a credit note names the invoice that it corrects."""

    foyer_id: int
    contenu: Contenu
    libelle: str
    lot_id: int | None = None
    appel: int = 1
    origine_id: int | None = None
    motif: str = ""


@dataclass(frozen=True, slots=True)
class Bloc:
    """Where the pieces stand: régie, site, school year, kind, and the day they bear."""

    regie: Regie
    site_id: int
    annee_id: int
    nature: Nature
    le: date


@dataclass(frozen=True, slots=True)
class Emise:
    """A piece that was issued; its total in cents."""

    piece_id: int
    foyer_id: int
    affiche: str
    total_centimes: int


def emettre(unite: Unite, serie: Serie, bloc: Bloc, pieces: Sequence[AEmettre]) -> list[Emise]:
    """Issue pieces of one series in their order, with their lines, plans and entries: all of them, or none.

    Raises RegleMetier(date_avant_derniere_piece: le, derniere | mois_clos: le, au).
    """
    if not pieces:
        return []
    session = unite.session
    exiger_periode_ouverte(session, bloc.regie.id, bloc.le)
    rangees = list(_rangees(unite, serie, bloc, pieces))
    _ecrire(unite, PieceEmise, rangees)
    ids = session.scalars(
        select(PieceEmise.id)
        .where(
            PieceEmise.regie_id == bloc.regie.id, PieceEmise.serie == serie, PieceEmise.rang >= rangees[0]["rang"]
        )
        .order_by(PieceEmise.rang)
    ).all()  # fmt: skip
    emises = [
        Emise(piece_id, r["foyer_id"], r["affiche"], r["total_centimes"])
        for piece_id, r in zip(ids, rangees, strict=True)
    ]
    contenus = [(e, a.contenu) for e, a in zip(emises, pieces, strict=True)]
    _ecrire(unite, LignePiece, [ligne for e, contenu in contenus for ligne in _lignes(e, contenu)])
    _ecrire_plans(unite, contenus)
    if serie is not Serie.RECU:  # what a receipt moves depends on how it was paid
        ventes = [x for e, a in zip(emises, pieces, strict=True) for x in _ecritures(unite, bloc, e, a)]
        _ecrire(unite, Ecriture, ventes)
    for emise in emises:
        unite.touche("facture", emise.piece_id)
        unite.touche("foyer", emise.foyer_id)
    return emises


def _rangees(unite: Unite, serie: Serie, bloc: Bloc, pieces: Sequence[AEmettre]) -> Iterator[dict[str, Any]]:
    """The rows, each sealed after the one before; the head of the chain is written last."""
    exercice = bloc.le.year
    numeros = prendre(unite.session, bloc.regie.id, serie, exercice, len(pieces))
    _exiger_la_suite(unite, serie, bloc, numeros.rang - 1)
    precedente = numeros.precedente
    for rang, piece in enumerate(pieces):
        numero = numeros.premier + rang
        affiche = numero_affiche(exercice, bloc.regie.code, serie, numero)
        contenu = {**piece.contenu, "numero": affiche, "serie": str(serie), "emise_le": bloc.le.isoformat()}
        contenu |= {"agent": unite.auteur.agent, "motif": piece.motif}
        texte = texte_canonique(contenu)
        empreinte = sceller(precedente, texte)
        yield {
            "regie_id": bloc.regie.id, "serie": str(serie), "exercice": exercice, "numero": numero,
            "affiche": affiche, "rang": numeros.rang + rang, "site_id": bloc.site_id, "annee_id": bloc.annee_id,
            "nature": str(bloc.nature), "foyer_id": piece.foyer_id, "lot_id": piece.lot_id, "appel": piece.appel,
            "origine_id": piece.origine_id, "libelle": piece.libelle, "motif": piece.motif, "emise_le": bloc.le,
            "emise_a": unite.maintenant, "total_centimes": contenu["total"],
            "est_provisoire": bool(contenu.get("est_provisoire")), "contenu": texte, "precedente": precedente,
            "empreinte": empreinte, "operation_id": unite.operation_id, "agent": unite.auteur.agent,
        }  # fmt: skip
        precedente = empreinte
    rattacher(unite.session, bloc.regie.id, serie, numeros.rang + len(pieces) - 1, precedente)


def _exiger_la_suite(unite: Unite, serie: Serie, bloc: Bloc, dernier: int) -> None:
    """Numbers follow dates: a clock set back, or a day typed too early, is refused."""
    le = unite.session.execute(
        select(PieceEmise.emise_le).where(
            PieceEmise.regie_id == bloc.regie.id, PieceEmise.serie == serie, PieceEmise.rang == dernier
        )
    ).scalar()
    if le is not None and bloc.le < le:
        raise RegleMetier("date_avant_derniere_piece", le=bloc.le, derniere=le)


def _ecrire(unite: Unite, modele: Any, rangees: Sequence[Mapping[str, Any]]) -> None:
    """Rows of a table through its bare statement: a batch writes too many for the session to look at each."""
    if rangees:
        unite.session.flush()
        unite.session.connection().execute(insert(modele.__table__), rangees)


def _lignes(emise: Emise, contenu: Contenu) -> Iterator[dict[str, Any]]:
    lignes = [(groupe["eleve_id"], ligne) for groupe in contenu.get("groupes", ()) for ligne in groupe["lignes"]]
    for rang, (eleve_id, ligne) in enumerate(lignes, start=1):
        yield {
            "piece_id": emise.piece_id, "rang": rang, "eleve_id": eleve_id, "article": ligne["article"],
            "libelle": ligne["libelle"], "periode": ligne.get("periode", ""), "base": ligne["base"],
            "montant_centimes": ligne["montant"],
        }  # fmt: skip


def _ecrire_plans(unite: Unite, contenus: Sequence[tuple[Emise, Contenu]]) -> None:
    """The first plan of each invoice, as it prints it."""
    avec = [(emise, contenu) for emise, contenu in contenus if contenu.get("echeances")]
    if not avec:
        return
    plans = [
        {
            "piece_id": e.piece_id,
            "numero": 1,
            "motif": contenu.get("accord", {}).get("motif", ""),
            "auteur": unite.auteur.agent,
            "a": unite.maintenant,
        }
        for e, contenu in avec
    ]
    _ecrire(unite, PlanPiece, plans)
    ids = unite.session.scalars(
        select(PlanPiece.id)
        .where(est_parmi(PlanPiece.piece_id, [e.piece_id for e, _ in avec]))
        .order_by(PlanPiece.piece_id)
    ).all()
    parts = [
        {
            "plan_id": plan_id, "rang": part["rang"], "le": date.fromisoformat(part["le"]) if part["le"] else None,
            "moyen": part.get("moyen", ""), "montant_centimes": part["montant"],
        }
        for plan_id, (_, contenu) in zip(ids, avec, strict=True)
        for part in contenu["echeances"]
    ]  # fmt: skip
    _ecrire(unite, EcheancePiece, parts)


def _ecritures(unite: Unite, bloc: Bloc, emise: Emise, piece: AEmettre) -> Iterator[dict[str, Any]]:
    """The household owes the total of the piece, or is owed what it takes back; nothing where it is zero."""
    if emise.total_centimes == 0:
        return
    comptes = (Compte.FAMILLES, Compte.PRODUITS)
    debit, credit = comptes if emise.total_centimes > 0 else comptes[::-1]
    yield {
        "operation_id": unite.operation_id, "regie_id": bloc.regie.id, "site_id": bloc.site_id,
        "foyer_id": emise.foyer_id, "annee_id": bloc.annee_id, "nature": str(bloc.nature), "le": bloc.le,
        "journal": str(Journal.VENTES), "compte_debit": str(debit), "compte_credit": str(credit),
        "montant_centimes": abs(emise.total_centimes), "piece_id": emise.piece_id,
        "libelle": f"{piece.libelle} {emise.affiche}",
    }  # fmt: skip


def relire(piece: PieceEmise) -> Contenu:
    """The content of an issued piece, read back from its sealed text."""
    contenu: Contenu = json.loads(piece.contenu)
    return contenu
