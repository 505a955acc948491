"""A stored piece with what its household's file and its row of the table lead to expect of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import age
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.verification.adresses import AdresseLue
from imuse_desk.domain.verification.constats import Attente, Source
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.hebergement import Part
from imuse_desk.domain.verification.noms import Identite
from imuse_desk.models import Adresse, Campagne, Lien, Personne, PieceRecue, Site, TypePiece
from imuse_desk.services.reinscription.motifs import MOIS_VALIDITE
from imuse_desk.services.verification.dire import reste_a_voir

MAJORITE = 18
MARIES = "Marié(e)"
_ADULTES_SEULS = frozenset({Controle.CAF, Controle.AVIS})
"""Papers of income bear no child's name."""


@dataclass(frozen=True, slots=True)
class PieceALire:
    """A piece: its file, its row, and what is expected of it."""

    piece_id: int
    site_id: int
    foyer_id: int
    annee_id: int
    sha256: str
    nom: str
    code: str
    controle: Controle
    part: Part
    est_lue: bool
    est_lue_par_ocr: bool
    reste_a_voir: bool
    attente: Attente


def charger_piece(session: Session, piece_id: int) -> PieceALire:
    """Raises Introuvable (unknown or withdrawn), RegleMetier(piece_detruite) once its file was destroyed."""
    trouvee = session.execute(
        select(PieceRecue, TypePiece, Site.fuseau, Campagne.annee_revenus)
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .join(Site, Site.id == PieceRecue.site_id)
        .outerjoin(
            Campagne, and_(Campagne.site_id == PieceRecue.site_id, Campagne.annee_cible_id == PieceRecue.annee_id)
        )
        .where(PieceRecue.id == piece_id, PieceRecue.retiree_a.is_(None))
    ).first()
    if trouvee is None:
        raise Introuvable("piece", piece_id)
    piece, genre, fuseau, annee_revenus = trouvee
    if piece.purge_a is not None:
        raise RegleMetier("piece_detruite")
    controle, depot = Controle(genre.controle), piece.depose_a.astimezone(ZoneInfo(fuseau)).date()
    part = part_dite(piece.nature)
    personnes = _personnes(session, piece.foyer_id, depot)
    attente = Attente(
        depot=depot,
        identites=_identites(personnes, depot, adultes_seuls=controle in _ADULTES_SEULS),
        adresses=_adresses(session, piece.foyer_id, [p.id for p in personnes], depot),
        natures=tuple(genre.natures or ()),
        mois_validite=genre.mois_validite or MOIS_VALIDITE,
        annee_revenus=annee_revenus,
        pages=genre.pages,
        adultes=sum(p.role != "enfant" for p in personnes),
        est_identite=controle is Controle.IDENTITE or part is Part.IDENTITE_HOTE,
    )
    return PieceALire(
        piece_id, piece.site_id, piece.foyer_id, piece.annee_id, piece.sha256, piece.nom_original, genre.code, controle,
        part, piece.lue_a is not None, Source.OCR.value in (piece.lecture or {}).get("pages", ()),
        reste_a_voir(piece.lecture or {}), attente,
    )  # fmt: skip


def part_dite(nature: str) -> Part:
    """The part that is kept with a piece."""
    return Part(nature) if nature in set(Part) else Part.SEULE


def _personnes(session: Session, foyer_id: int, jour: date) -> list[Any]:
    """Who lived in the household that day, adults first."""
    lignes = session.execute(
        select(
            Personne.id, Personne.nom, Personne.prenom, Personne.naissance_le, Personne.situation_familiale, Lien.role
        )
        .join(Lien, Lien.personne_id == Personne.id)
        .where(Lien.foyer_id == foyer_id, Lien.du_le <= jour, or_(Lien.au_le.is_(None), Lien.au_le >= jour))
        .order_by(Lien.role == "enfant", Lien.rang, Personne.id)
    ).all()  # fmt: skip
    return list(lignes)


def _identites(personnes: Iterable[Any], jour: date, *, adultes_seuls: bool) -> tuple[Identite, ...]:
    """The names that may stand on a paper; a married person may be named after the other adult of the household."""
    tous = list(personnes)
    adultes = [p for p in tous if p.role != "enfant"]
    identites = []
    for personne in tous:
        est_adulte = personne.role != "enfant"
        if adultes_seuls and not est_adulte and not _est_majeur(personne.naissance_le, jour):
            continue
        noms = [personne.nom]
        if est_adulte and personne.situation_familiale == MARIES:
            noms += [autre.nom for autre in adultes if autre.id != personne.id]
        identites.append(Identite(tuple(dict.fromkeys(noms)), (personne.prenom,)))
    return tuple(identites)


def _est_majeur(naissance: date | None, jour: date) -> bool:
    return naissance is not None and age(naissance, jour) >= MAJORITE


def _adresses(session: Session, foyer_id: int, personnes: list[int], jour: date) -> tuple[AdresseLue, ...]:
    """The addresses of that day: the household's, then those that its people have of their own."""
    lignes = session.execute(
        select(Adresse.numero, Adresse.voie, Adresse.cp, Adresse.ville)
        .where(
            or_(Adresse.foyer_id == foyer_id, Adresse.personne_id.in_(personnes)),
            Adresse.du_le <= jour,
            or_(Adresse.au_le.is_(None), Adresse.au_le >= jour),
        )
        .order_by(Adresse.personne_id.is_not(None), Adresse.id)
    ).all()
    return tuple(AdresseLue(f"{a.numero} {a.voie}".strip(), a.cp, a.ville) for a in lignes)
