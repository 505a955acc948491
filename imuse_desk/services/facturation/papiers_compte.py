"""The papers of a household's account: its relevé, and what each payer paid for a school year, attested.

Both are read from the entries as they stand: they may be made again, so no printing of them is counted.
The library of the papers is heavy: it is loaded here only when one is made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Foyer, Imputation, ModeReglement, PieceEmise, Reglement, Site
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.faits_fusion import reunir_faits
from imuse_desk.services.etablissement.fusion import adresse_de, enumerer
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.registre_famille import LigneRegistre, registres_de

OBJETS = {Nature.COTISATIONS: "les droits de scolarité", Nature.LOCATIONS: "la location d’instruments"}
NOTE_CHEQUES = "Les chèques sont comptés à leur réception, sous réserve d’encaissement."


@dataclass(frozen=True, slots=True)
class PapierCompte:
    """A paper made now: the name of its file and its bytes."""

    nom: str
    octets: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PayeurVu:
    """Who paid something for a school year."""

    annee_id: int
    annee: str
    payeur: str


@dataclass(slots=True)
class _Recu:
    """What a receipt settled for the year, what was given back taken off."""

    le: date
    numero: str
    mode: str
    montant_centimes: int = 0
    natures: set[Nature] = field(default_factory=set)
    factures: dict[str, PieceEmise] = field(default_factory=dict)


@cas_d_usage(Permission.CONSULTER)
def lister_payeurs(ctx: Contexte, foyer_id: int) -> tuple[PayeurVu, ...]:
    """Who an attestation may be made for, the newest year first."""
    with ctx.lire() as session:
        lues = session.execute(_versements(foyer_id)).all()
    nets: dict[PayeurVu, int] = {}
    for x in lues:
        cle = PayeurVu(x.annee_id, x.annee, x.payeur)
        nets[cle] = nets.get(cle, 0) + x.montant
    return tuple(sorted((p for p, net in nets.items() if net > 0), key=lambda p: (p.annee, p.payeur), reverse=True))


@cas_d_usage(Permission.CONSULTER)
def faire_releve(
    ctx: Contexte, foyer_id: int, annee_id: int | None = None, nature: Nature | None = None
) -> PapierCompte:
    """The account of a household, oldest entry first: one year and ledger, or all. Raises Introuvable, Invalide."""
    from imuse_desk.printing.adresse import AdressePostale
    from imuse_desk.printing.releve import BlocReleve, Releve, produire_releve
    from imuse_desk.services.etablissement.emetteur import lire_emetteur
    from imuse_desk.services.papiers.lecture import nom_de_fichier

    with ctx.lire() as session:
        foyer = _foyer(session, foyer_id)
        blocs = [
            bloc
            for bloc in reversed(registres_de(session, foyer_id))
            if annee_id in {None, bloc.annee_id} and nature in {None, bloc.nature}
        ]
        ou = adresse_de(reunir_faits(session, ctx, [foyer_id]).foyers[foyer_id])
        papier = Releve(
            emetteur=lire_emetteur(session, ctx.depot, foyer.site_id),
            adresse=AdressePostale(ou.noms, ou.complement, ou.voie, ou.ville, ou.pays),
            famille=foyer.libelle,
            dossier=foyer.numero,
            arrete_le=ctx.aujourdhui(),
            blocs=tuple(
                BlocReleve(f"{bloc.annee} · {bloc.nature.libelle}", tuple(map(_ecriture, reversed(bloc.lignes))))
                for bloc in blocs
            ),
            note=NOTE_CHEQUES,
        )
    precisions = (blocs[0].annee, str(nature)) if annee_id is not None and nature is not None and blocs else ()
    return PapierCompte(nom_de_fichier("releve", foyer.numero, *precisions), produire_releve(papier))


def _ecriture(ligne: LigneRegistre) -> Any:
    from imuse_desk.printing.releve import EcritureReleve

    return EcritureReleve(
        ligne.le, ligne.libelle, ligne.numero, ligne.debit_centimes, ligne.credit_centimes,
        ligne.mode if ligne.serie is Serie.RECU else "", ligne.est_remis,
    )  # fmt: skip


@cas_d_usage(Permission.CONSULTER)
def attester_reglement(ctx: Contexte, foyer_id: int, annee_id: int, payeur: str) -> PapierCompte:
    """What a payer paid for a school year of a household, what was undone or given back taken off.

    Raises Introuvable, Invalide, RegleMetier(rien_a_attester).
    """
    from imuse_desk.printing.attestation_reglement import (
        AttestationReglement,
        ReglementAtteste,
        produire_attestation_reglement,
    )
    from imuse_desk.services.etablissement.emetteur import lire_emetteur, lire_signature
    from imuse_desk.services.papiers.attestation import sceller
    from imuse_desk.services.papiers.lecture import nom_de_fichier

    with ctx.lire() as session:
        foyer, annee = _foyer(session, foyer_id), session.get(Annee, annee_id)
        if annee is None:
            raise Introuvable("annee", annee_id)
        recus = _recus(session, foyer_id, annee_id, payeur)
        if not recus:
            raise RegleMetier("rien_a_attester", payeur=payeur, annee=annee.libelle)
        natures = [nature for nature in Nature if any(nature in recu.natures for recu in recus)]
        papier = AttestationReglement(
            emetteur=lire_emetteur(session, ctx.depot, foyer.site_id),
            annee=annee.libelle,
            payeur=payeur,
            objet=f"{' et '.join(OBJETS[nature] for nature in natures)} de l’année {annee.libelle}",
            reglements=tuple(ReglementAtteste(x.le, x.numero, x.mode, _objet(x), x.montant_centimes) for x in recus),
            fait_a=session.get_one(Site, foyer.site_id).ville,
            fait_le=ctx.aujourdhui(),
            signature=lire_signature(session, ctx.depot, foyer.site_id),
            eleves=_eleves(piece for recu in recus for piece in recu.factures.values()),
            dossier=foyer.numero,
        )
    nom = nom_de_fichier("attestation_reglement", annee.libelle, payeur)
    return PapierCompte(nom, produire_attestation_reglement(sceller(papier)))


def _foyer(session: Session, foyer_id: int) -> Foyer:
    foyer = session.get(Foyer, foyer_id)
    if foyer is None:
        raise Introuvable("foyer", foyer_id)
    return foyer


def _versements(foyer_id: int) -> Any:
    """What each payment settles by year, ledger and invoice; an opposite entry counts with what it undoes."""
    premier, recu = aliased(Reglement), aliased(PieceEmise)
    return (
        select(
            premier.payeur, premier.encaisse_le, ModeReglement.libelle.label("mode"), recu.id.label("recu_id"),
            recu.affiche, Imputation.annee_id, Annee.libelle.label("annee"), Imputation.nature, Imputation.facture_id,
            func.sum(Imputation.montant_centimes).label("montant"),
        )
        .join(Reglement, Reglement.id == Imputation.reglement_id)
        .join(premier, premier.id == func.coalesce(Reglement.annule_id, Reglement.id))
        .join(recu, recu.id == premier.piece_id)
        .join(ModeReglement, ModeReglement.id == premier.mode_id)
        .join(Annee, Annee.id == Imputation.annee_id)
        .where(Imputation.foyer_id == foyer_id)
        .group_by(
            premier.payeur, premier.encaisse_le, ModeReglement.libelle, recu.id, recu.affiche, Imputation.annee_id,
            Annee.libelle, Imputation.nature, Imputation.facture_id,
        )
        .having(func.sum(Imputation.montant_centimes) != 0)
        .order_by(premier.encaisse_le, recu.id, Imputation.facture_id)
    )  # fmt: skip


def _recus(session: Session, foyer_id: int, annee_id: int, payeur: str) -> list[_Recu]:
    """The receipts of a payer that still settle something of the year, oldest first."""
    lues = [x for x in session.execute(_versements(foyer_id)) if (x.annee_id, x.payeur) == (annee_id, payeur)]
    recus: dict[int, _Recu] = {}
    for x in lues:
        recu = recus.setdefault(x.recu_id, _Recu(x.encaisse_le, x.affiche, x.mode))
        recu.montant_centimes += x.montant
        recu.natures.add(Nature(x.nature))
        if x.facture_id is not None:
            facture = session.get_one(PieceEmise, x.facture_id)
            recu.factures[facture.affiche] = facture
    rendus = [recu for recu in recus.values() if recu.montant_centimes]
    return rendus if sum(recu.montant_centimes for recu in rendus) > 0 else []


def _objet(recu: _Recu) -> str:
    if recu.montant_centimes < 0:
        return "remboursement"
    numeros = list(recu.factures)
    return f"facture{'s' if len(numeros) > 1 else ''} {enumerer(numeros)}" if numeros else "avance"


def _eleves(factures: Iterable[PieceEmise]) -> tuple[str, ...]:
    """The pupils that the invoices name, each once."""
    groupes: Sequence[Any] = [groupe for piece in factures for groupe in relire(piece)["groupes"]]
    return tuple(dict.fromkeys(groupe["nom"] for groupe in groupes if groupe["eleve_id"] is not None))
