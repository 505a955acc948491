"""Payments undone by an opposite one, dated today, with a reason: what was settled is owed again."""

import uuid
from collections import defaultdict

from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.pieces import Compte, GenreReglement, Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import LigneBordereau, ModeReglement, PieceEmise, Regie, Reglement
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.actes import exiger_nomme
from imuse_desk.services.facturation.comptes import compte_de, inscrire_reglement
from imuse_desk.services.facturation.contenu import Contenu
from imuse_desk.services.facturation.emission import AEmettre, Bloc, emettre, relire
from imuse_desk.services.facturation.impayes import facturer_frais
from imuse_desk.services.facturation.imputations import imputations_nettes, imputer_reglement, verrouiller

LIBELLES = {
    GenreReglement.ANNULATION: "Annulation",
    GenreReglement.IMPAYE: "Impayé",
    GenreReglement.REMBOURSEMENT: "Remboursement",
}


@cas_d_usage(Permission.ENCAISSER)
def defaire_reglement(
    ctx: Contexte, reglement_id: int, genre: GenreReglement, motif: str, operation_id: uuid.UUID | None = None,
    *, avec_frais: bool = False,
) -> Fait[int]:  # fmt: skip
    """Undo a payment by an opposite one, dated today: a mistake, money given back, a cheque that came back unpaid.

    What it had settled is owed again; ``avec_frais`` bills besides what the régie asks for an unpaid cheque. Gives the
    id of the opposite receipt.
    Raises Introuvable, Invalide(motif), RegleMetier(reglement_deja_annule | annulation_apres_remise).
    """
    if not motif.strip():
        raise Invalide("motif", "motif_obligatoire")
    if genre is GenreReglement.ENCAISSEMENT:
        message = "an opposite payment is no payment"
        raise ValueError(message)

    def ecrire(unite: Unite) -> int:
        return _defaire(unite, ctx, reglement_id, genre, motif.strip(), avec_frais=avec_frais)

    return ctx.ecrire("defaire_reglement", ecrire, operation_id)


def _defaire(
    unite: Unite, ctx: Contexte, reglement_id: int, genre: GenreReglement, motif: str, *, avec_frais: bool
) -> int:  # fmt: skip
    session = unite.session
    reglement = session.get(Reglement, reglement_id)
    if reglement is None or reglement.genre != GenreReglement.ENCAISSEMENT:
        raise Introuvable("reglement", reglement_id)
    verrouiller(session, [reglement.foyer_id])
    deja = session.execute(select(Reglement.id).where(Reglement.annule_id == reglement_id)).scalar()
    if deja is not None:
        raise RegleMetier("reglement_deja_annule")
    est_remis = session.execute(select(LigneBordereau.id).where(LigneBordereau.reglement_id == reglement_id)).scalar()
    if est_remis is not None and genre is GenreReglement.ANNULATION:
        raise RegleMetier("annulation_apres_remise")
    mode = session.get_one(ModeReglement, reglement.mode_id)
    exiger_nomme(session, session.get_one(Regie, reglement.regie_id), ctx.agent, ctx.aujourdhui())
    compte = Compte.DEPOT_DE_FONDS if est_remis is not None else compte_de(mode.famille)
    oppose_id = opposer(unite, ctx, reglement, genre, motif, compte)
    if avec_frais and genre is GenreReglement.IMPAYE:
        facturer_frais(unite, ctx, reglement)
    return oppose_id


def opposer(
    unite: Unite, ctx: Contexte, reglement: Reglement, genre: GenreReglement, motif: str, compte: Compte
) -> int:
    """Write the opposite of a payment, against the account where its money stands; gives its receipt's id."""
    session = unite.session
    recu = session.get_one(PieceEmise, reglement.piece_id)
    regie = session.get_one(Regie, reglement.regie_id)
    nettes = imputations_nettes(session, reglement.id)
    contenu = _contenu_oppose(recu, reglement, genre)
    bloc = Bloc(regie, reglement.site_id, recu.annee_id, Nature(recu.nature), ctx.aujourdhui())
    libelle = LIBELLES[genre]
    piece = AEmettre(reglement.foyer_id, contenu, libelle, origine_id=recu.id, motif=motif)
    [oppose] = emettre(unite, Serie.RECU, bloc, [piece])
    defait = Reglement(
        regie_id=regie.id, site_id=reglement.site_id, foyer_id=reglement.foyer_id, piece_id=oppose.piece_id,
        payeur_id=reglement.payeur_id, payeur=reglement.payeur, mode_id=reglement.mode_id, genre=genre,
        montant_centimes=-reglement.montant_centimes, encaisse_le=ctx.aujourdhui(), encaisse_a=unite.maintenant,
        banque=reglement.banque, tireur=reglement.tireur, numero_titre=reglement.numero_titre,
        reference=reglement.reference, annule_id=reglement.id, motif=motif, operation_id=unite.operation_id,
        agent=unite.auteur.agent,
    )  # fmt: skip
    session.add(defait)
    session.flush()
    blocs: dict[tuple[int, str], int] = defaultdict(int)
    for facture_id, annee_id, nature, montant_centimes in nettes:
        imputer_reglement(unite, defait, facture_id, annee_id, nature, -montant_centimes)
        blocs[annee_id, nature] -= montant_centimes
    inscrire_reglement(unite, bloc, oppose, compte, f"{libelle} {recu.affiche}", blocs)
    return oppose.piece_id


def _contenu_oppose(recu: PieceEmise, reglement: Reglement, genre: GenreReglement) -> Contenu:
    contenu = relire(recu)
    titre = {
        "montant": -reglement.montant_centimes, "banque": reglement.banque, "tireur": reglement.tireur,
        "numero": reglement.numero_titre,
    }  # fmt: skip
    return {
        **contenu, "objet": str(genre), "corrige": {"numero": recu.affiche, "du_le": recu.emise_le.isoformat()},
        "titres": [titre], "factures": [], "avance": 0, "total": -reglement.montant_centimes,
    }  # fmt: skip
