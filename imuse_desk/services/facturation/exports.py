"""The sheets of the régie: entries, balances, payments — typed rows, for a file, a paper or the clipboard.

*Export des écritures*: each entry is two lines, a debit and a credit of the same amount, so that the columns balance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.feuille import ColonneFeuille, Feuille, Nature, Section, Valeur
from imuse_desk.domain.pieces import Compte, GenreReglement, Serie, numero_affiche
from imuse_desk.domain.pieces import Nature as Registre
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Annee,
    Bordereau,
    Ecriture,
    Foyer,
    LigneBordereau,
    ModeReglement,
    PieceEmise,
    Reglement,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.comptes import sens_familles
from imuse_desk.services.facturation.numerotation import regie_de

GENRES = {
    GenreReglement.ENCAISSEMENT: "Encaissement",
    GenreReglement.ANNULATION: "Annulation",
    GenreReglement.IMPAYE: "Impayé",
    GenreReglement.REMBOURSEMENT: "Remboursement",
}
MONTANTS = Nature.MONTANT


@dataclass(frozen=True, slots=True)
class Periode:
    """From a day to a day, both included."""

    du: date
    au: date


def colonnes(*decrites: tuple[str, str, Nature], sommables: Sequence[str] | None = None) -> tuple[ColonneFeuille, ...]:
    """The columns of a sheet by key, heading and nature; every amount sums but where the keys that do are named."""
    return tuple(
        ColonneFeuille(cle, titre, nature, est_sommable=nature is MONTANTS if sommables is None else cle in sommables)
        for cle, titre, nature in decrites
    )


ECRITURES = colonnes(
    ("journal", "Journal", Nature.TEXTE), ("numero", "Numéro", Nature.NOMBRE), ("date", "Date", Nature.DATE),
    ("compte", "Compte", Nature.TEXTE), ("dossier", "Dossier", Nature.TEXTE), ("famille", "Famille", Nature.TEXTE),
    ("piece", "Pièce", Nature.TEXTE), ("libelle", "Libellé", Nature.TEXTE), ("debit", "Débit", MONTANTS),
    ("credit", "Crédit", MONTANTS),
)  # fmt: skip
SOLDES = colonnes(
    ("dossier", "Dossier", Nature.TEXTE), ("famille", "Famille", Nature.TEXTE), ("annee", "Année", Nature.TEXTE),
    ("registre", "Registre", Nature.TEXTE), ("debit", "Débit", MONTANTS), ("credit", "Crédit", MONTANTS),
    ("solde", "Solde", MONTANTS),
)  # fmt: skip
REGLEMENTS = colonnes(
    ("date", "Date", Nature.DATE), ("recu", "Reçu", Nature.TEXTE), ("genre", "Genre", Nature.TEXTE),
    ("dossier", "Dossier", Nature.TEXTE), ("famille", "Famille", Nature.TEXTE), ("payeur", "Payeur", Nature.TEXTE),
    ("mode", "Mode", Nature.TEXTE), ("banque", "Banque", Nature.TEXTE), ("titre", "Numéro", Nature.TEXTE),
    ("reference", "Référence", Nature.TEXTE), ("bordereau", "Bordereau", Nature.TEXTE),
    ("montant", "Montant", MONTANTS),
)  # fmt: skip


@cas_d_usage(Permission.EMETTRE)
def exporter_ecritures(ctx: Contexte, periode: Periode) -> Feuille:
    """The entries of the régie between two days, in the order they were written."""
    with ctx.lire() as session:
        rangees = list(_ecritures(session, regie_de(session, ctx.site_id).id, periode))
    return Feuille("Écritures", ECRITURES, (Section("", rangees),))


def _ecritures(session: Session, regie_id: int, periode: Periode) -> Iterator[Sequence[Valeur]]:
    requete = (
        select(
            Ecriture.id, Ecriture.journal, Ecriture.le, Ecriture.compte_debit, Ecriture.compte_credit,
            Ecriture.montant_centimes, Ecriture.libelle, Foyer.numero, Foyer.libelle.label("famille"),
            PieceEmise.affiche,
        )
        .outerjoin(Foyer, Foyer.id == Ecriture.foyer_id)
        .outerjoin(PieceEmise, PieceEmise.id == Ecriture.piece_id)
        .where(Ecriture.regie_id == regie_id, Ecriture.le.between(periode.du, periode.au))
        .order_by(Ecriture.id)
    )  # fmt: skip
    for x in session.execute(requete):
        tete = (x.journal, x.id, x.le)
        suite = (x.numero or "", x.famille or "", x.affiche or "", x.libelle)
        yield (*tete, x.compte_debit, *suite, x.montant_centimes, None)
        yield (*tete, x.compte_credit, *suite, None, x.montant_centimes)


@cas_d_usage(Permission.EMETTRE)
def exporter_soldes(ctx: Contexte) -> Feuille:
    """What each household of the site owes by school year and ledger; blocks that are settled stay out."""
    debit = func.sum(case((Ecriture.compte_debit == Compte.FAMILLES, Ecriture.montant_centimes), else_=0))
    requete = (
        select(
            Foyer.numero, Foyer.libelle, Annee.libelle.label("annee"), Ecriture.nature, debit.label("debit"),
            func.sum(sens_familles()).label("solde"),
        )
        .join(Foyer, Foyer.id == Ecriture.foyer_id)
        .join(Annee, Annee.id == Ecriture.annee_id)
        .where(Foyer.site_id == ctx.site_id)
        .group_by(Foyer.id, Foyer.numero, Foyer.libelle, Annee.libelle, Annee.debut_le, Ecriture.nature)
        .having(func.sum(sens_familles()) != 0)
        .order_by(Foyer.numero, Annee.debut_le, Ecriture.nature)
    )  # fmt: skip
    with ctx.lire() as session:
        rangees = [
            (x.numero, x.libelle, x.annee, Registre(x.nature).libelle, int(x.debit), int(x.debit - x.solde),
             int(x.solde))
            for x in session.execute(requete)
        ]  # fmt: skip
    return Feuille("Soldes", SOLDES, (Section("", rangees),), un="solde", plusieurs="soldes")


@cas_d_usage(Permission.EMETTRE)
def exporter_reglements(ctx: Contexte, periode: Periode) -> Feuille:
    """What the régie received between two days, and what was undone, with the slip of each."""
    requete = (
        select(
            Reglement.encaisse_le, PieceEmise.affiche, Reglement.genre, Foyer.numero, Foyer.libelle, Reglement.payeur,
            ModeReglement.libelle.label("mode"), Reglement.banque, Reglement.numero_titre, Reglement.reference,
            Bordereau.exercice, Bordereau.numero.label("bordereau"), Reglement.montant_centimes,
        )
        .join(PieceEmise, PieceEmise.id == Reglement.piece_id)
        .join(Foyer, Foyer.id == Reglement.foyer_id)
        .join(ModeReglement, ModeReglement.id == Reglement.mode_id)
        .outerjoin(LigneBordereau, LigneBordereau.reglement_id == Reglement.id)
        .outerjoin(Bordereau, Bordereau.id == LigneBordereau.bordereau_id)
        .order_by(Reglement.id)
    )  # fmt: skip
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        sienne = Reglement.regie_id == regie.id
        rangees = [
            (x.encaisse_le, x.affiche, GENRES[GenreReglement(x.genre)], x.numero, x.libelle, x.payeur, x.mode, x.banque,
             x.numero_titre, x.reference,
             numero_affiche(x.exercice, regie.code, Serie.BORDEREAU, x.bordereau) if x.bordereau else "",
             x.montant_centimes)
            for x in session.execute(requete.where(sienne, Reglement.encaisse_le.between(periode.du, periode.au)))
        ]  # fmt: skip
    return Feuille("Règlements", REGLEMENTS, (Section("", rangees),), un="règlement", plusieurs="règlements")
