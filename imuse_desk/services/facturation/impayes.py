"""Cheques that the bank gave back: the fee billed for one, and its letter."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.champs_fusion import CHEQUE_IMPAYE
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.pieces import HORS_APPEL, GenreReglement, Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Foyer, PieceEmise, Regie, Reglement
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.faits_fusion import reunir_faits
from imuse_desk.services.etablissement.fusion import Destinataire, adresse_de, fusionner
from imuse_desk.services.etablissement.gabarits import texte_en_vigueur
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from imuse_desk.services.facturation.contenu import VERSION, lire_maison
from imuse_desk.services.facturation.emission import AEmettre, Bloc, emettre

FRAIS = "Frais de chèque impayé"
ARTICLE, LETTRE = "frais_impaye", "lettre"


def facturer_frais(unite: Unite, ctx: Contexte, cheque: Reglement) -> None:
    """Bill the fee of a cheque given back, on an invoice of its own in the block where it had paid; due on receipt."""
    session = unite.session
    regie, recu = session.get_one(Regie, cheque.regie_id), session.get_one(PieceEmise, cheque.piece_id)
    frais = regie.frais_impaye_centimes
    if frais <= 0:
        return
    bloc = Bloc(regie, cheque.site_id, recu.annee_id, Nature(recu.nature), ctx.aujourdhui())
    foyer, annee = session.get_one(Foyer, cheque.foyer_id), session.get_one(Annee, bloc.annee_id).libelle
    maison = lire_maison(session, regie, bloc.site_id, annee, bloc.nature, FRAIS)
    base = f"chèque {_numero(cheque)}de {euros(cheque.montant_centimes)}, reçu {recu.affiche}"
    ligne = {
        "article": ARTICLE, "libelle": FRAIS, "base": base, "rang": 1, "est_provisoire": False, "montant": frais,
    }  # fmt: skip
    contenu = {
        "version": VERSION, "emetteur": maison.emetteur, "regie": maison.regie, "annee": annee,
        "nature": str(bloc.nature), "objet": FRAIS, "dossier": foyer.numero, "famille": foyer.libelle,
        "adresse": asdict(adresse_de(reunir_faits(session, ctx, [foyer.id]).foyers[foyer.id])),
        "groupes": [{"eleve_id": None, "nom": "Foyer", "detail": "", "lignes": [ligne]}],
        "echeances": [{"rang": 1, "le": None, "montant": frais}], "est_provisoire": False, "total": frais,
    }  # fmt: skip
    emettre(unite, Serie.FACTURE, bloc, [AEmettre(foyer.id, contenu, FRAIS, appel=HORS_APPEL)])


def _numero(cheque: Reglement) -> str:
    return f"n°{INSECABLE}{cheque.numero_titre} " if cheque.numero_titre else ""


@cas_d_usage(Permission.EMETTRE)
def lettre_impaye(ctx: Contexte, piece_id: int) -> tuple[str, bytes]:
    """The letter of a cheque given back, by the id of the opposite receipt: the name of its file, and its bytes.

    Raises Introuvable, RegleMetier(lettre_non_imprimable).
    """
    with ctx.lire() as session:
        cheque = session.scalars(
            select(Reglement).where(Reglement.piece_id == piece_id, Reglement.genre == GenreReglement.IMPAYE)
        ).first()
        if cheque is None:
            raise Introuvable("recu", piece_id)
        ctx.exiger_sur(cheque.site_id, Permission.EMETTRE)
        oppose, foyer_id = session.get_one(PieceEmise, piece_id), cheque.foyer_id
        champs = _champs(session, cheque)
        modele = texte_en_vigueur(session, cheque.site_id, CHEQUE_IMPAYE, LETTRE)
    textes = fusionner(ctx, modele, [Destinataire(foyer_id)], {foyer_id: champs})
    return f"cheque_impaye_{oppose.affiche}.pdf", imprimer_lettres(ctx, textes)


def _champs(session: Session, cheque: Reglement) -> Mapping[str, str]:
    """What this letter alone says."""
    frais = session.scalars(
        select(PieceEmise).where(
            PieceEmise.operation_id == cheque.operation_id, PieceEmise.serie == Serie.FACTURE,
            PieceEmise.appel == HORS_APPEL,
        )
    ).first()  # fmt: skip
    dus = f" {euros(frais.total_centimes)} de frais s’y ajoutent (facture {frais.affiche})." if frais else ""
    banque = f" ({cheque.banque})" if cheque.banque else ""
    return {
        "impaye.cheque": f"chèque {_numero(cheque)}de {euros(-cheque.montant_centimes)}{banque}",
        "impaye.montant": euros(-cheque.montant_centimes),
        "impaye.le": date_fr(cheque.encaisse_le),
        "impaye.frais": dus,
    }
