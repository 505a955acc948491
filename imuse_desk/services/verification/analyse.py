"""A received piece read and judged: what the machine finds becomes facts beside the piece, and a person decides.

The document is opened before the writing, in its own process; the writing is short and holds the piece's row, so that
two desks that read the same file leave one set of facts.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sqlalchemy import Select, select, update

from imuse_desk.documents.client import Lecteur
from imuse_desk.documents.messages import PHRASES
from imuse_desk.documents.moteurs import disponible
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.constats import Constat, EtatRegle, Regle, Source
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.hebergement import Part, hote_de, part_proposee, parts_qui_suivent
from imuse_desk.domain.verification.jugement import juger
from imuse_desk.infra.sceaux import Magasin
from imuse_desk.models import PieceRecue, TypePiece
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.verification.attente import PieceALire, charger_piece, part_dite
from imuse_desk.services.verification.confiance import charger_magasin
from imuse_desk.services.verification.dire import SCANS, dire_constats, dire_document, dire_ensemble, reste_a_voir
from imuse_desk.services.verification.empreintes import AVIS, identifiants, ranger, signaler
from imuse_desk.services.verification.ensembles import rejuger, tenir_foyer
from imuse_desk.services.verification.faits import verdict_tenu
from imuse_desk.services.verification.lecture import lire_par_etapes

POSTE_INAPTE = "documents_indisponible"
"""Nothing can be opened on this computer: the piece stays to read, for another desk."""

DEJA_LUE = "deja_lue"
"""Another desk read the piece: nothing was opened here."""


@dataclass(frozen=True, slots=True)
class _Lue:
    """What a reading brings: the JSON kept with the piece, what tells the paper from others, never kept as it is."""

    dit: dict[str, Any]
    identifiants: dict[str, bytes] = field(default_factory=dict)
    a_ocr: bool = False


def _rien() -> None:
    """Nothing to do between two pages."""


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def analyser(
    ctx: Contexte,
    piece_id: int,
    operation_id: uuid.UUID | None = None,
    *,
    ocr: bool = False,
    si_a_lire: bool = False,
    etape: Callable[[], None] = _rien,
) -> Fait[dict[str, Any]]:
    """Read a piece and write what was found; again, it adds only what changed and nothing that a person confirmed.

    ``ocr`` reads the scanned pages too, some seconds each: ``etape`` is called between two and may raise to stop. What
    pictures said once is kept where a later reading cannot read them. ``si_a_lire``: unless it was read since.

    The result holds ``etat`` (conforme, non_conforme, a_verifier, ``DEJA_LUE``; empty where its part was said since:
    it is still to read), ``nouveaux``, how many facts were written, and ``a_ocr``: this computer could read
    pages that were not read. A file that cannot be read leaves a fact of the rule *lecture*.

    Raises Introuvable, Refus, RegleMetier(autre_site | piece_detruite | documents_indisponible).
    """
    with ctx.lire() as session:
        piece = charger_piece(session, piece_id)
        magasin = charger_magasin(session)
    ctx.exiger_sur(piece.site_id, Permission.MODIFIER_FAMILLE)
    if si_a_lire and piece.est_lue and not (ocr and piece.reste_a_voir):
        deja = {"piece_id": piece_id, "etat": DEJA_LUE, "nouveaux": 0, "a_ocr": False}
        return Fait(deja, Changements("", frozenset()))
    try:
        lue = _lire(ctx, piece, magasin, etape, ocr=ocr or piece.est_lue_par_ocr)
    except (RegleMetier, Introuvable) as refus:
        if refus.code == POSTE_INAPTE:
            raise
        lue = _illisible(refus)
    return ctx.ecrire("analyser_piece", partial(_ecrire, piece, lue), operation_id)


def _lire(ctx: Contexte, piece: PieceALire, magasin: Magasin, etape: Callable[[], None], *, ocr: bool) -> _Lue:
    lecteur = Lecteur(partial(ctx.depot.ouvrir, piece.sha256))
    try:
        for document in lire_par_etapes(lecteur, magasin, ctx.aujourdhui(), ocr=ocr):  # noqa: B007  # the last is whole
            if ocr:
                etape()
    finally:
        lecteur.close()
    part = piece.part
    if part is Part.SEULE and piece.controle is Controle.DOMICILE:
        part = part_proposee(document.pages, piece.attente.depot)
    attente = replace(piece.attente, est_identite=piece.attente.est_identite or part is Part.IDENTITE_HOTE)
    juges = juger(piece.controle, document, attente, part)
    dit = dire_document(document, piece.controle, attente)
    dit["constats"] = dire_constats((Constat(Regle.LECTURE, EtatRegle.CONFORME), *juges))
    suivent = [autre.value for autre in parts_qui_suivent(part, document.pages, piece.attente.depot)]
    hote = hote_de(part, document, juges)
    dit["ensemble"] = dire_ensemble(document, attente) | {"part": part.value, "hote": hote, "suivent": suivent}
    dit[SCANS] = 0 if piece.controle is Controle.AUCUN else sum(page.est_scan for page in document.pages)
    return _Lue(dit, identifiants(document, piece.controle), a_ocr=not ocr and dit[SCANS] > 0 and disponible())


def _est_moins_lue(dite: Mapping[str, Any], tenue: Any) -> bool:
    """Pages whose picture was read before are not read now: there is no engine here."""
    avant = tenue.get("pages", ()) if isinstance(tenue, Mapping) else ()
    maintenant = dite.get("pages", ())
    return Source.OCR.value in avant and Source.OCR.value not in maintenant and "illisible" not in dite


def _illisible(refus: RegleMetier | Introuvable) -> _Lue:
    """A file that cannot be read: a person looks at it."""
    code = "fichier_introuvable" if isinstance(refus, Introuvable) else refus.code
    constat = Constat(Regle.LECTURE, EtatRegle.A_VERIFIER, PHRASES.get(code, ""), detail=code)
    return _Lue({"illisible": code, "constats": dire_constats([constat])})


def _ecrire(piece: PieceALire, lue: _Lue, unite: Unite) -> dict[str, Any]:
    session, piece_id = unite.session, piece.piece_id
    tenir_foyer(unite, piece.foyer_id)
    tenue = session.execute(
        select(PieceRecue.retiree_a, PieceRecue.purge_a, PieceRecue.lue_a, PieceRecue.lecture, PieceRecue.nature).where(
            PieceRecue.id == piece_id
        )
    ).one()
    if tenue.retiree_a is not None or tenue.purge_a is not None:
        raise Introuvable("piece", piece_id)
    if tenue.lue_a is None and part_dite(tenue.nature) is not piece.part:
        # a person said meanwhile what the paper is: it stays to read, by the rules of that part
        return {"piece_id": piece_id, "etat": "", "nouveaux": 0, "a_ocr": False}
    gardees = ranger(unite, piece_id, lue.identifiants)
    dit = dict(lue.dit)
    if "ensemble" in dit:
        dit["ensemble"] = dit["ensemble"] | {"reference": gardees.get(AVIS, "")}
    nouveaux = 0
    if tenue.lue_a is None or (tenue.lecture != dit and not _est_moins_lue(dit, tenue.lecture)):
        # apart from the row's version: who has the piece before his eyes may still decide
        session.execute(update(PieceRecue).where(PieceRecue.id == piece_id).values(lue_a=unite.maintenant, lecture=dit))
        unite.touche("piece", piece_id)
        unite.touche("foyer", piece.foyer_id)
        nouveaux += 1
    nouveaux += rejuger(unite, piece.foyer_id, piece.annee_id, piece.site_id)
    nouveaux += signaler(unite, piece_id)
    session.flush()
    etat = session.execute(select(verdict_tenu()).where(PieceRecue.id == piece_id)).scalar_one()
    return {"piece_id": piece_id, "etat": etat, "nouveaux": nouveaux, "a_ocr": lue.a_ocr}


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def a_analyser(ctx: Contexte) -> tuple[int, ...]:
    """The pieces of the site that wait for a reading, the oldest first."""
    with ctx.lire() as session:
        ids = session.scalars(_en_attente(ctx, PieceRecue.id).where(PieceRecue.lue_a.is_(None))).all()
    return tuple(ids)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def scans_a_lire(ctx: Contexte) -> tuple[int, ...]:
    """The pieces of the site whose pictures were left unread, the oldest first; none where no engine runs here."""
    if not disponible():
        return ()
    requete = (
        _en_attente(ctx, PieceRecue.id, PieceRecue.lecture[SCANS], PieceRecue.lecture["pages"])
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .where(PieceRecue.lue_a.is_not(None), TypePiece.controle != Controle.AUCUN)
    )
    with ctx.lire() as session:
        lignes = session.execute(requete).all()
    return tuple(ident for ident, scans, pages in lignes if reste_a_voir({SCANS: scans, "pages": pages}))


def _en_attente(ctx: Contexte, *colonnes: Any) -> Select[Any]:
    return (
        select(*colonnes)
        .where(
            PieceRecue.site_id == ctx.site_id,
            PieceRecue.retiree_a.is_(None),
            PieceRecue.purge_a.is_(None),
            PieceRecue.etat == EtatPiece.A_VERIFIER,
        )
        .order_by(PieceRecue.depose_a, PieceRecue.id)
    )
