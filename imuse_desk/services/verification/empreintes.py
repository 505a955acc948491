"""The same paper brought twice, by one household or by two: told by keyed hashes, never by the numbers themselves.

The key is drawn once for the base and never changed: a hash means nothing elsewhere. Only the number of the other
household's dossier is said of it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.verification import lecture
from imuse_desk.domain.verification.constats import Constat, Document, EtatRegle, Regle
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.models import (
    Campagne,
    Dossier,
    EmpreintePiece,
    Etablissement,
    FaitVerifie,
    Foyer,
    PieceRecue,
    Reglage,
    TypePiece,
)
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.admission import ORIGINE
from imuse_desk.services.verification.faits import ecrire_constats

_SIENNE = aliased(EmpreintePiece)
_AUTRE = aliased(EmpreintePiece)

CLE = "cle_empreintes"
SCEAU, ALLOCATAIRE, AVIS = "sceau", "allocataire", "avis"


def identifiants(document: Document, controle: Controle) -> dict[str, bytes]:
    """What tells a paper from any other: its sealed bytes, the allocataire, the notice and its year."""
    trouves: dict[str, bytes] = {}
    sceau = document.sceau
    if sceau is not None:
        trouves[SCEAU] = sceau.message
    if controle is Controle.CAF:
        trouves[ALLOCATAIRE] = lecture.numero_apres(document.pages, "allocataire").encode()
    if controle is Controle.AVIS:
        champs: Mapping[str, str] = sceau.champs if sceau is not None else {}
        reference = champs.get("44", "") or lecture.numero_apres(document.pages, "Référence de l’avis")
        trouves[AVIS] = "".join(c for c in reference.upper() if c.isalnum()).encode()
    return {genre: valeur for genre, valeur in trouves.items() if valeur}


def ranger(unite: Unite, piece_id: int, trouves: Mapping[str, bytes]) -> dict[str, str]:
    """Keep the hashes of a piece in the place of those it had; the base's key is held until the writing ends.

    So two desks that read the same paper at once do so one after the other, and the second sees the first.
    """
    cle = _tenir_cle(unite)
    valeurs = {
        genre: hmac.new(cle, genre.encode() + b"\0" + valeur, hashlib.sha256).hexdigest()
        for genre, valeur in trouves.items()
    }
    gardees = {
        e.genre: e for e in unite.session.scalars(select(EmpreintePiece).where(EmpreintePiece.piece_id == piece_id))
    }
    for genre, gardee in gardees.items():
        if genre not in valeurs:
            unite.session.delete(gardee)
    for genre, valeur in valeurs.items():
        if genre in gardees:
            gardees[genre].valeur = valeur
        else:
            unite.session.add(EmpreintePiece(piece_id=piece_id, genre=genre, valeur=valeur))
    unite.session.flush()
    return valeurs


def _tenir_cle(unite: Unite) -> bytes:
    session = unite.session
    session.execute(select(Etablissement.id).with_for_update(key_share=True)).all()
    cle = session.scalar(select(Reglage.valeur).where(Reglage.cle == CLE))
    if cle is None:
        cle = secrets.token_hex(32)
        session.add(Reglage(cle=CLE, valeur=cle))
        session.flush()
    return bytes.fromhex(cle)


def signaler(unite: Unite, piece_id: int) -> int:
    """Write on a piece, and on those of other households that are the same paper, where it was seen too."""
    nouveaux, autres = _signaler(unite, piece_id)
    for autre in autres:
        nouveaux += _signaler(unite, autre)[0]
    return nouveaux


def _signaler(unite: Unite, piece_id: int) -> tuple[int, list[int]]:
    """Write on one piece; gives how many facts are new, and the pieces of other households."""
    session = unite.session
    piece = session.execute(
        select(PieceRecue.foyer_id, PieceRecue.annee_id, PieceRecue.sha256).where(PieceRecue.id == piece_id)
    ).one()
    memes = exists().where(
        _SIENNE.piece_id == piece_id,
        _AUTRE.piece_id == PieceRecue.id,
        _AUTRE.genre == _SIENNE.genre,
        _AUTRE.valeur == _SIENNE.valeur,
        or_(PieceRecue.foyer_id != piece.foyer_id, _AUTRE.genre == SCEAU),
    )
    lignes = session.execute(
        select(PieceRecue.id, PieceRecue.foyer_id, TypePiece.libelle)
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .where(
            PieceRecue.id != piece_id,
            PieceRecue.retiree_a.is_(None),
            or_(_du_meme_fichier(session, piece_id, piece.sha256), and_(PieceRecue.annee_id == piece.annee_id, memes)),
        )
        .order_by(PieceRecue.id)
    ).all()
    ailleurs = [ligne for ligne in lignes if ligne.foyer_id != piece.foyer_id]
    numeros = numeros_dossiers(session, {ligne.foyer_id for ligne in ailleurs}, piece.annee_id)
    ici = dict.fromkeys(ligne.libelle for ligne in lignes if ligne.foyer_id == piece.foyer_id)
    constats = [
        _constat(unite, piece_id, Regle.AUTRE_FOYER, numeros),
        _constat(unite, piece_id, Regle.MEME_FICHIER, list(ici)),
    ]
    nouveaux = ecrire_constats(unite, piece_id, [c for c in constats if c is not None])
    if nouveaux:
        unite.touche("piece", piece_id)
        unite.touche("foyer", piece.foyer_id)
    return nouveaux, [ligne.id for ligne in ailleurs]


def _du_meme_fichier(session: Session, piece_id: int, sha256: str) -> ColumnElement[bool]:
    """The same bytes, or a page made of the same photo."""
    faites_de = FaitVerifie.regle == ORIGINE
    origines = session.scalars(select(FaitVerifie.valeur).where(FaitVerifie.piece_id == piece_id, faites_de)).all()
    empreintes = {sha256, *origines}
    partagees = select(FaitVerifie.piece_id).where(faites_de, FaitVerifie.valeur.in_(empreintes))
    return PieceRecue.sha256.in_(empreintes) | PieceRecue.id.in_(partagees)


def _constat(unite: Unite, piece_id: int, regle: Regle, vus: list[str]) -> Constat | None:
    """What was seen; that nothing is seen any more is said only where something was."""
    if vus:
        return Constat(regle, EtatRegle.A_VERIFIER, ", ".join(vus))
    dit = exists().where(FaitVerifie.piece_id == piece_id, FaitVerifie.regle == regle.value)
    return Constat(regle, EtatRegle.CONFORME) if unite.session.scalar(select(dit)) else None


def numeros_dossiers(session: Session, foyers: Iterable[int], annee_id: int) -> list[str]:
    """Other households' dossier numbers of a year, and nothing else of them; the file number where none was given."""
    dossiers = (
        select(Dossier.foyer_id, Dossier.numero)
        .join(Campagne, Campagne.id == Dossier.campagne_id)
        .where(Campagne.annee_cible_id == annee_id)
        .subquery()
    )
    lignes = session.execute(
        select(Foyer.numero, dossiers.c.numero)
        .outerjoin(dossiers, dossiers.c.foyer_id == Foyer.id)
        .where(Foyer.id.in_(sorted(foyers)))
    )
    return sorted({str(dossier or numero) for numero, dossier in lignes})
