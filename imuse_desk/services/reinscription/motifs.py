"""Why a piece is refused: the motives that the program gives until the site writes its own.

A motive is known by its words, which the refused piece keeps: a letter finds by them what to ask the family.
"""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.champs_fusion import CLES_MOTIF
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.gabarits import verifier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.hebergement import Part
from imuse_desk.infra.saisie.grilles import lire_yaml
from imuse_desk.models import MotifRefus, PieceRecue, TypePiece
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.offre.fiche import Fiche, LectureFiche

SUITE = ". "
"""Between a motive and what the person adds to it."""
MOIS_VALIDITE = 3
"""Months that a paper stays good where its row of the table says nothing."""
_MOIS = "{piece.mois}"
"""What a motive may name: the months that a paper of its row stays good."""


@dataclass(frozen=True, slots=True)
class Motif:
    """A motive in short, and as the letter words it: what is wrong, what to bring."""

    code: str
    controle: Controle
    libelle: str
    texte: str

    def de_mois(self, mois: int) -> "Motif":
        """Of a row whose papers stay good so many months."""
        return replace(self, libelle=self.libelle.replace(_MOIS, str(mois)), texte=self.texte.replace(_MOIS, str(mois)))

    def trouver(self, motif: str) -> tuple["Motif", str] | None:
        """Read the motive at the head of what was written on a piece, and the words that follow it."""
        forme = re.escape(self.libelle).replace(re.escape(_MOIS), r"(\d{1,3})")
        trouve = re.match(rf"{forme}(?:$|{re.escape(SUITE)})", motif)
        if trouve is None:
            return None
        return (self.de_mois(int(trouve[1])) if trouve.lastindex else self), motif[trouve.end() :]


@cache
def motifs_livres() -> tuple[Motif, ...]:
    """The motives that every site begins with."""
    texte = (files("imuse_desk.resources") / "motifs_refus.yaml").read_text(encoding="utf-8")
    lus: Any = lire_yaml(texte, "motifs_refus.yaml")
    return tuple(Motif(m["code"], Controle(m["controle"]), m["libelle"], m["texte"]) for m in lus)


def motifs_de(session: Session, site_id: int, *, avec_archives: bool = False) -> tuple[Motif, ...]:
    """The motives of a site in their order; those put aside last, where they are asked for."""
    m = MotifRefus
    requete = select(m).where(m.site_id == site_id).order_by(m.archive_a.is_not(None), m.ordre, m.id)
    siens = session.scalars(requete).all()
    if not siens:
        return motifs_livres()
    return tuple(
        Motif(x.code, Controle(x.controle), x.libelle, x.texte) for x in siens if avec_archives or x.archive_a is None
    )


def pour(motifs: Sequence[Motif], controle: Controle) -> tuple[Motif, ...]:
    """Those that fit a piece judged by ``controle``: its own, then those of any piece."""
    communs = tuple(m for m in motifs if m.controle is Controle.AUCUN)
    siens = () if controle is Controle.AUCUN else tuple(m for m in motifs if m.controle is controle)
    return siens + communs


def texte_du_motif(
    motif: str, motifs: Sequence[Motif], mois: int = MOIS_VALIDITE, remplir: Callable[[str], str] = str
) -> str:
    """What the letter says of a piece refused for ``motif``, several in a row, with the words that are not listed.

    The months said when it was refused are said again, else ``mois``; ``remplir`` fills the other fields of a text.
    """
    for connu in motifs:
        if (trouve := connu.trouver(motif)) is not None:
            lu, suite = trouve
            texte = remplir(lu.de_mois(mois).texte)
            return f"{texte} {texte_du_motif(suite, motifs, mois, remplir)}" if suite else texte
    return motif


@cas_d_usage(Permission.DECIDER_PIECE)
def lire_motifs_de(ctx: Contexte, piece_id: int) -> tuple[Motif, ...]:
    """What this piece may be refused for; none for a piece that is not there."""
    with ctx.lire() as session:
        ligne = session.execute(
            select(PieceRecue.site_id, PieceRecue.nature, TypePiece.controle, TypePiece.mois_validite)
            .join(TypePiece, TypePiece.id == PieceRecue.type_id)
            .where(PieceRecue.id == piece_id)
        ).first()
        if ligne is None:
            return ()
        siens = pour(motifs_de(session, ligne.site_id), Controle(ligne.controle))
        if ligne.nature == Part.IDENTITE_HOTE:
            siens = (*(m for m in motifs_de(session, ligne.site_id) if m.controle is Controle.IDENTITE), *siens)
    return tuple(m.de_mois(ligne.mois_validite or MOIS_VALIDITE) for m in siens)


# ---- settings


def _lire(lecture: LectureFiche) -> dict[str, Any]:
    controle = str(lecture.champs.get("controle") or "")
    if controle not in set(Controle):
        lecture.lecteur.refuser("controle", "choix_obligatoire")
    texte = lecture.lecteur.texte("texte", lecture.champs.get("texte", ""), 600, obligatoire=True, bloc=True)
    try:
        verifier(texte, CLES_MOTIF, champ="texte")
    except Invalide as erreur:
        lecture.lecteur.erreurs.append(erreur)
    return {
        "code": lecture.texte("code", 30, obligatoire=True).lower(),
        "controle": controle,
        "libelle": lecture.texte("libelle", 160, obligatoire=True),
        "texte": texte,
        "ordre": lecture.entier("ordre", 0, 999) or 0,
    }


def _garder_les_autres(unite: Unite, motif: MotifRefus) -> None:
    """The first motive that a site writes joins those that it had from the program."""
    if unite.session.scalar(
        select(MotifRefus.id).where(MotifRefus.site_id == motif.site_id, MotifRefus.id != motif.id)
    ):
        return
    unite.session.add_all(m for m in _lignes(motif.site_id) if m.code != motif.code)


def _lignes(site_id: int) -> list[MotifRefus]:
    return [
        MotifRefus(site_id=site_id, code=m.code, controle=m.controle, libelle=m.libelle, texte=m.texte, ordre=ordre)
        for ordre, m in enumerate(motifs_livres(), start=1)
    ]


MOTIF_REFUS = Fiche(
    "motif_refus", MotifRefus, _lire, "code", ("site_id", "code"),
    portee=lambda ctx: {"site_id": ctx.site_id}, apres=_garder_les_autres,
)  # fmt: skip


@cas_d_usage(Permission.MODIFIER_TARIF)
def reprendre_motifs(ctx: Contexte, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Write the motives of the program as the site's own, to change them; how many is the result.

    Raises RegleMetier(table_deja_remplie).
    """

    def ecrire(unite: Unite) -> int:
        if unite.session.scalar(select(MotifRefus.id).where(MotifRefus.site_id == ctx.site_id)):
            raise RegleMetier("table_deja_remplie")
        lignes = _lignes(ctx.site_id)
        unite.session.add_all(lignes)
        unite.session.flush()
        unite.touche("motif_refus", ctx.site_id)
        return len(lignes)

    return ctx.ecrire("reprendre_motifs_refus", ecrire, operation_id)
