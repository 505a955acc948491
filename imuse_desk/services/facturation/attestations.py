"""What each payer paid for a school year, attested: for a household, or an organisation for all those it pays for.

Read from the entries as they stand: an attestation may be made again, so no printing of it is counted.
The library of the papers is heavy: it is loaded here only when one is made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.siret import lire_siret
from imuse_desk.models import Annee, Foyer, Imputation, ModeReglement, Payeur, PieceEmise, Reglement, Site
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.fusion import enumerer
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.papiers_compte import PapierCompte, lire_foyer

_PREMIER = aliased(Reglement)
"""The payment itself, or the one that an opposite entry undoes."""
_RECU = aliased(PieceEmise)

OBJETS = {Nature.COTISATIONS: "les droits de scolarité", Nature.LOCATIONS: "la location d’instruments"}


@dataclass(frozen=True, slots=True)
class PayeurVu:
    """Who paid something for a school year; ``payeur_id`` where an organisation or another household did."""

    annee_id: int
    annee: str
    payeur: str
    payeur_id: int | None = None


@dataclass(slots=True)
class _Recu:
    """What a receipt settled for the year, what was given back taken off."""

    le: date
    numero: str
    mode: str
    famille: str = ""
    montant_centimes: int = 0
    natures: set[Nature] = field(default_factory=set)
    factures: dict[str, PieceEmise] = field(default_factory=dict)


@cas_d_usage(Permission.CONSULTER)
def lister_payeurs(ctx: Contexte, foyer_id: int) -> tuple[PayeurVu, ...]:
    """Who an attestation may be made for, the newest year first."""
    with ctx.lire() as session:
        lues = session.execute(_versements(Imputation.foyer_id == foyer_id)).all()
    nets: dict[PayeurVu, int] = {}
    for x in lues:
        cle = PayeurVu(x.annee_id, x.annee, x.payeur, x.payeur_id)
        nets[cle] = nets.get(cle, 0) + x.montant
    return tuple(sorted((p for p, net in nets.items() if net > 0), key=lambda p: (p.annee, p.payeur), reverse=True))


@cas_d_usage(Permission.CONSULTER)
def attester_reglement(
    ctx: Contexte, foyer_id: int, annee_id: int, payeur: str, payeur_id: int | None = None
) -> PapierCompte:
    """What a payer paid for a school year of a household, what was undone or given back taken off.

    Raises Introuvable, Invalide, RegleMetier(rien_a_attester).
    """
    with ctx.lire() as session:
        foyer = lire_foyer(session, foyer_id)
        lues = [x for x in session.execute(_versements(Imputation.foyer_id == foyer_id)) if x.annee_id == annee_id]
        siennes = [x for x in lues if (x.payeur_id, x.payeur) == (payeur_id, payeur)]
        recus = _recus(session, siennes)
        precisions = _precisions(session, payeur_id)
        return _produire(ctx, session, foyer.site_id, annee_id, payeur, recus, precisions, foyer.numero)


@cas_d_usage(Permission.CONSULTER)
def attester_organisme(ctx: Contexte, payeur_id: int, annee_id: int) -> PapierCompte:
    """What an organisation paid for a school year at the site consulted, for all its families.

    Raises Introuvable, Invalide, RegleMetier(rien_a_attester).
    """
    with ctx.lire() as session:
        organisme = session.get(Payeur, payeur_id)
        if organisme is None or not organisme.organisme:
            raise Introuvable("payeur", payeur_id)
        siens = (_PREMIER.payeur_id == payeur_id) & (Reglement.site_id == ctx.site_id)
        requete = _versements(siens & (Imputation.annee_id == annee_id))
        recus = _recus(session, session.execute(requete).all(), avec_famille=True)
        precisions = _precisions(session, payeur_id)
        return _produire(ctx, session, ctx.site_id, annee_id, organisme.organisme, recus, precisions)


def _precisions(session: Session, payeur_id: int | None) -> tuple[str, ...]:
    """What tells an organisation apart: its address and its SIRET; nothing of another household."""
    organisme = session.get(Payeur, payeur_id) if payeur_id is not None else None
    if organisme is None or not organisme.organisme:
        return ()
    ville = f"{organisme.cp} {organisme.ville}".strip()
    siret = f"SIRET {lire_siret(organisme.siret)}" if organisme.siret else ""
    return tuple(mots for mots in (organisme.complement, organisme.voie, ville, siret) if mots)


def _produire(
    ctx: Contexte, session: Session, site_id: int, annee_id: int, payeur: str, recus: Sequence[_Recu],
    precisions: tuple[str, ...], dossier: str = "",
) -> PapierCompte:  # fmt: skip
    from imuse_desk.printing.attestation_reglement import (
        AttestationReglement,
        ReglementAtteste,
        produire_attestation_reglement,
    )
    from imuse_desk.services.etablissement.emetteur import lire_emetteur, lire_signature
    from imuse_desk.services.papiers.attestation import sceller
    from imuse_desk.services.papiers.lecture import nom_de_fichier

    annee = session.get(Annee, annee_id)
    if annee is None:
        raise Introuvable("annee", annee_id)
    if not recus:
        raise RegleMetier("rien_a_attester", payeur=payeur, annee=annee.libelle)
    natures = [nature for nature in Nature if any(nature in recu.natures for recu in recus)]
    papier = AttestationReglement(
        emetteur=lire_emetteur(session, ctx.depot, site_id),
        annee=annee.libelle,
        payeur=payeur,
        objet=f"{' et '.join(OBJETS[nature] for nature in natures)} de l’année {annee.libelle}",
        reglements=tuple(ReglementAtteste(x.le, x.numero, x.mode, _objet(x), x.montant_centimes) for x in recus),
        fait_a=session.get_one(Site, site_id).ville,
        fait_le=ctx.aujourdhui(),
        signature=lire_signature(session, ctx.depot, site_id),
        eleves=_eleves(piece for recu in recus for piece in recu.factures.values()),
        dossier=dossier,
        precisions=precisions,
    )
    nom = nom_de_fichier("attestation_reglement", annee.libelle, payeur)
    return PapierCompte(nom, produire_attestation_reglement(sceller(papier)))


def _versements(condition: ColumnElement[bool]) -> Any:
    """What each payment settles by year, ledger and invoice; an opposite entry counts with what it undoes.

    An organisation bears today's name.
    """
    # a bound value would make two expressions of it for PostgreSQL, which groups by it
    payeur = func.coalesce(func.nullif(Payeur.organisme, literal_column("''")), _PREMIER.payeur)
    return (
        select(
            payeur.label("payeur"), _PREMIER.payeur_id, _PREMIER.encaisse_le, ModeReglement.libelle.label("mode"),
            _RECU.id.label("recu_id"), _RECU.affiche, Foyer.libelle.label("famille"), Imputation.annee_id,
            Annee.libelle.label("annee"), Imputation.nature, Imputation.facture_id,
            func.sum(Imputation.montant_centimes).label("montant"),
        )
        .join(Reglement, Reglement.id == Imputation.reglement_id)
        .join(_PREMIER, _PREMIER.id == func.coalesce(Reglement.annule_id, Reglement.id))
        .join(_RECU, _RECU.id == _PREMIER.piece_id)
        .join(Foyer, Foyer.id == Imputation.foyer_id)
        .join(ModeReglement, ModeReglement.id == _PREMIER.mode_id)
        .join(Annee, Annee.id == Imputation.annee_id)
        .outerjoin(Payeur, Payeur.id == _PREMIER.payeur_id)
        .where(condition)
        .group_by(
            payeur, _PREMIER.payeur_id, _PREMIER.encaisse_le, ModeReglement.libelle, _RECU.id, _RECU.affiche,
            Foyer.libelle, Imputation.annee_id, Annee.libelle, Imputation.nature, Imputation.facture_id,
        )
        .having(func.sum(Imputation.montant_centimes) != 0)
        .order_by(_PREMIER.encaisse_le, _RECU.id, Imputation.facture_id)
    )  # fmt: skip


def _recus(session: Session, lues: Iterable[Any], *, avec_famille: bool = False) -> list[_Recu]:
    """The receipts that still settle something, oldest first."""
    recus: dict[int, _Recu] = {}
    for x in lues:
        recu = recus.setdefault(x.recu_id, _Recu(x.encaisse_le, x.affiche, x.mode, x.famille if avec_famille else ""))
        recu.montant_centimes += x.montant
        recu.natures.add(Nature(x.nature))
        if x.facture_id is not None:
            facture = session.get_one(PieceEmise, x.facture_id)
            recu.factures[facture.affiche] = facture
    rendus = [recu for recu in recus.values() if recu.montant_centimes]
    return rendus if sum(recu.montant_centimes for recu in rendus) > 0 else []


def _objet(recu: _Recu) -> str:
    """What a receipt paid; whose it is, where the paper holds several families."""
    numeros = list(recu.factures)
    if recu.montant_centimes < 0:
        quoi = "remboursement"
    else:
        quoi = f"facture{'s' if len(numeros) > 1 else ''} {enumerer(numeros)}" if numeros else "avance"
    return f"{recu.famille}, {quoi}" if recu.famille else quoi


def _eleves(factures: Iterable[PieceEmise]) -> tuple[str, ...]:
    """The pupils that the invoices name, each once."""
    groupes: Sequence[Any] = [groupe for piece in factures for groupe in relire(piece)["groupes"]]
    return tuple(dict.fromkeys(groupe["nom"] for groupe in groupes if groupe["eleve_id"] is not None))
