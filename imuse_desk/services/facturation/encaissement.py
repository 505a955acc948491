"""Money at the counter: a payment, what it settles, and its receipt at once."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, Invalide
from imuse_desk.domain.pieces import FamilleMode, GenreReglement, Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Annee,
    Foyer,
    ModeReglement,
    Regie,
    RegieMode,
    Reglement,
)
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.actes import exiger_nomme, exiger_periode_ouverte
from imuse_desk.services.facturation.comptes import compte_de, inscrire_reglement
from imuse_desk.services.facturation.contenu import Contenu, lire_maison
from imuse_desk.services.facturation.emission import AEmettre, Bloc, emettre
from imuse_desk.services.facturation.imputations import (
    FactureOuverte,
    Part,
    factures_ouvertes,
    imputer_reglement,
    repartir,
    verrouiller,
)
from imuse_desk.services.facturation.numerotation import regie_de
from imuse_desk.services.facturation.payeurs import PayeurNomme, nommer_payeur

ENCAISSEMENT_MAX_CENTIMES = 10_000_000
"""A payment larger than 100 000 € is a typing mistake."""


@dataclass(frozen=True, slots=True)
class Titre:
    """One cheque, or the whole of what is given another way; cents, and what a cheque bears."""

    montant_centimes: int
    banque: str = ""
    tireur: str = ""
    numero: str = ""


@dataclass(frozen=True, slots=True)
class Encaisser:
    """A payment: whose, how, what was given, what it settles (the oldest invoices first where nothing is said).

    What settles nothing is an advance of ``annee_id`` and ``nature``. Who paid where it is not the household: an
    organisation (``payeur_id``), another household (``payeur_foyer_id``), or a name as typed (``payeur``).
    """

    foyer_id: int
    mode_id: int
    titres: tuple[Titre, ...]
    annee_id: int
    nature: Nature
    parts: tuple[Part, ...] | None = None
    payeur: str = ""
    payeur_id: int | None = None
    payeur_foyer_id: int | None = None
    reference: str = ""
    encaisse_le: date | None = None

    @property
    def total_centimes(self) -> int:
        """What was given."""
        return sum(titre.montant_centimes for titre in self.titres)


@cas_d_usage(Permission.ENCAISSER)
def encaisser(ctx: Contexte, demande: Encaisser, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Record a payment and its receipt; gives the receipt's id.

    Raises Introuvable, FormulaireInvalide, Invalide(montant | mode | numero | date | parts), RegleMetier(...).
    """

    def ecrire(unite: Unite) -> int:
        return encaisser_dans(unite, ctx, demande)

    return ctx.ecrire("encaisser", ecrire, operation_id)


def encaisser_dans(unite: Unite, ctx: Contexte, demande: Encaisser) -> int:
    """The same, in the transaction of whoever calls."""
    session = unite.session
    foyer = session.get(Foyer, demande.foyer_id)
    if foyer is None:
        raise Introuvable("foyer", demande.foyer_id)
    verrouiller(session, [foyer.id])
    le = demande.encaisse_le or ctx.aujourdhui()
    if le > ctx.aujourdhui():
        raise Invalide("date", "date_a_venir")
    regie = regie_de(session, foyer.site_id)
    exiger_nomme(session, regie, ctx.agent, ctx.aujourdhui())
    exiger_periode_ouverte(session, regie.id, le)
    mode = _mode(session, regie, demande)
    ouvertes = factures_ouvertes(session, foyer.id)
    parts = _parts(demande, ouvertes)
    avant = {x.facture_id: x for x in ouvertes}
    payeur = nommer_payeur(unite, foyer, demande.payeur, demande.payeur_id, demande.payeur_foyer_id)
    reglees = [(avant[p.facture_id], p) for p in parts]
    contenu = _contenu(unite, regie, foyer, demande, mode, payeur, reglees, le)
    bloc = Bloc(regie, foyer.site_id, demande.annee_id, demande.nature, ctx.aujourdhui())
    [recu] = emettre(unite, Serie.RECU, bloc, [AEmettre(foyer.id, contenu, "Règlement")])
    reglements = _ecrire_reglements(unite, regie, foyer, demande, payeur, recu.piece_id, le)
    _imputer(unite, demande, reglements, parts, avant)
    libelle = f"{mode.libelle} {recu.affiche}"
    inscrire_reglement(
        unite, replace(bloc, le=le), recu, compte_de(mode.famille), libelle, _par_bloc(demande, parts, avant)
    )
    return recu.piece_id


def _mode(session: Session, regie: Regie, demande: Encaisser) -> ModeReglement:
    """The mode, if the régie may cash it; and what it asks of each title."""
    mode = session.get(ModeReglement, demande.mode_id)
    if mode is None or mode.archive_a is not None:
        raise Introuvable("mode", demande.mode_id)
    permis = session.execute(
        select(RegieMode.id).where(RegieMode.regie_id == regie.id, RegieMode.mode_id == mode.id)
    ).scalar()
    if permis is None:
        raise Invalide("mode", "mode_non_autorise", mode=mode.libelle, regie=regie.nom)
    _exiger_titres(regie, mode, demande)
    return mode


def _exiger_titres(regie: Regie, mode: ModeReglement, demande: Encaisser) -> None:
    """What is given is an amount, within the limits, and a cheque bears what it must."""
    if not demande.titres or any(t.montant_centimes <= 0 for t in demande.titres):
        raise Invalide("montant", "montant_nul")
    if demande.total_centimes > ENCAISSEMENT_MAX_CENTIMES:
        raise Invalide("montant", "montant_trop_grand", maximum=ENCAISSEMENT_MAX_CENTIMES)
    if mode.famille == FamilleMode.ESPECES and demande.total_centimes > regie.especes_max_centimes:
        raise Invalide("montant", "especes_trop_grandes", maximum_centimes=regie.especes_max_centimes)
    if mode.famille == FamilleMode.CHEQUE:
        for titre in demande.titres:
            if not titre.numero.strip():
                raise Invalide("numero", "cheque_sans_numero")
            if not titre.banque.strip():
                raise Invalide("banque", "cheque_sans_banque")
    elif len(demande.titres) > 1:
        raise Invalide("montant", "un_seul_titre", mode=mode.libelle)


def _parts(demande: Encaisser, ouvertes: Sequence[FactureOuverte]) -> list[Part]:
    """What is settled: what was asked, checked, or the oldest invoices until the money is spent."""
    if demande.parts is None:
        return list(repartir(demande.total_centimes, ouvertes))
    restes = {x.facture_id: x.reste_centimes for x in ouvertes}
    for part in demande.parts:
        reste = restes.get(part.facture_id, 0)
        if not 0 < part.montant_centimes <= reste:
            raise Invalide("parts", "part_trop_grande", reste_centimes=reste)
        restes[part.facture_id] = reste - part.montant_centimes
    if sum(p.montant_centimes for p in demande.parts) > demande.total_centimes:
        raise Invalide("parts", "parts_trop_grandes", total_centimes=demande.total_centimes)
    return list(demande.parts)


def _par_bloc(
    demande: Encaisser, parts: Sequence[Part], avant: dict[int, FactureOuverte]
) -> dict[tuple[int, str], int]:
    """How much goes to each block of the ledger; the advance to the one that was named."""
    blocs: dict[tuple[int, str], int] = defaultdict(int)
    for part in parts:
        facture = avant[part.facture_id]
        blocs[facture.annee_id, facture.nature] += part.montant_centimes
    avance = demande.total_centimes - sum(p.montant_centimes for p in parts)
    if avance:
        blocs[demande.annee_id, str(demande.nature)] += avance
    return blocs


def _contenu(
    unite: Unite, regie: Regie, foyer: Foyer, demande: Encaisser, mode: ModeReglement, payeur: PayeurNomme,
    parts: Sequence[tuple[FactureOuverte, Part]], le: date,
) -> Contenu:  # fmt: skip
    """What the receipt prints."""
    annee = unite.session.get_one(Annee, demande.annee_id).libelle
    maison = lire_maison(unite.session, regie, foyer.site_id, annee, demande.nature, "Règlement")
    return {
        "version": 1,
        "emetteur": maison.emetteur,
        "regie": maison.regie,
        "annee": annee,
        "nature": str(demande.nature),
        "objet": "Règlement",
        "dossier": foyer.numero,
        "famille": foyer.libelle,
        "payeur": payeur.nom,
        "payeur_siret": payeur.siret,
        "mode": mode.libelle,
        "reference": demande.reference.strip(),
        "encaisse_le": le.isoformat(),
        "titres": [
            {"montant": t.montant_centimes, "banque": t.banque, "tireur": t.tireur, "numero": t.numero}
            for t in demande.titres
        ],
        "factures": [
            {
                "numero": f.affiche, "du_le": f.emise_le.isoformat(), "total": f.total_centimes,
                "deja": f.total_centimes - f.reste_centimes, "montant": p.montant_centimes,
            }
            for f, p in parts
        ],
        "avance": demande.total_centimes - sum(p.montant_centimes for _, p in parts),
        "total": demande.total_centimes,
    }  # fmt: skip


def _ecrire_reglements(
    unite: Unite, regie: Regie, foyer: Foyer, demande: Encaisser, payeur: PayeurNomme, piece_id: int, le: date
) -> list[Reglement]:
    reglements = [
        Reglement(
            regie_id=regie.id, site_id=foyer.site_id, foyer_id=foyer.id, piece_id=piece_id,
            payeur_id=payeur.payeur_id, payeur=payeur.nom, mode_id=demande.mode_id,
            genre=GenreReglement.ENCAISSEMENT, montant_centimes=titre.montant_centimes, encaisse_le=le,
            encaisse_a=unite.maintenant, banque=titre.banque.strip(), tireur=titre.tireur.strip(),
            numero_titre=titre.numero.strip(), reference=demande.reference.strip(), operation_id=unite.operation_id,
            agent=unite.auteur.agent,
        )
        for titre in demande.titres
    ]  # fmt: skip
    unite.session.add_all(reglements)
    unite.session.flush()
    return reglements


def _imputer(
    unite: Unite, demande: Encaisser, reglements: Sequence[Reglement], parts: Sequence[Part],
    avant: dict[int, FactureOuverte],
) -> None:  # fmt: skip
    """Spread the parts over the cheques in their order; what is left of each is an advance."""
    restants = [[p.facture_id, p.montant_centimes] for p in parts]
    for reglement in reglements:
        libre = reglement.montant_centimes
        while libre and restants:
            facture_id, voulu = restants[0]
            pris = min(libre, voulu)
            facture = avant[facture_id]
            imputer_reglement(unite, reglement, facture_id, facture.annee_id, facture.nature, pris)
            libre -= pris
            restants[0][1] -= pris
            if not restants[0][1]:
                restants.pop(0)
        if libre:
            imputer_reglement(unite, reglement, None, demande.annee_id, str(demande.nature), libre)
