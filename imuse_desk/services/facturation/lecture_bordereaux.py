"""The slips that a régie closed, and the paper of one: the library of the papers is loaded only when one is made."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.pieces import GenreBordereau, Serie, numero_affiche
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Bordereau, Foyer, LigneBordereau, PieceEmise, Regie, Reglement
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.numerotation import regie_de

if TYPE_CHECKING:
    from imuse_desk.printing.bordereau import Bordereau as Papier

TITRES = {
    GenreBordereau.CHEQUES: "Remise de chèques",
    GenreBordereau.ESPECES: "Dégagement d’espèces",
    GenreBordereau.TITRES: "Remise de chèques-vacances",
}
"""The titles of the papers; a reconciliation carries nothing to anybody and has no paper."""


@dataclass(frozen=True, slots=True)
class BordereauVu:
    """A closed slip: its number as printed, its count and its total in cents."""

    bordereau_id: int
    numero: str
    genre: GenreBordereau
    le: date
    nombre: int
    total_centimes: int
    observations: str
    agent: str

    @property
    def a_un_papier(self) -> bool:
        """Whether it is remitted with a paper."""
        return self.genre in TITRES


@cas_d_usage(Permission.ENCAISSER)
def lister_bordereaux(ctx: Contexte) -> tuple[BordereauVu, ...]:
    """The slips of the site's régie, newest first."""
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        requete = select(Bordereau).where(Bordereau.regie_id == regie.id).order_by(Bordereau.id.desc())
        return tuple(
            BordereauVu(
                b.id, _numero(b, regie), GenreBordereau(b.genre), b.le, b.nombre, b.total_centimes, b.observations,
                b.agent,
            )
            for b in session.scalars(requete)
        )  # fmt: skip


def _numero(bordereau: Bordereau, regie: Regie) -> str:
    return numero_affiche(bordereau.exercice, regie.code, Serie.BORDEREAU, bordereau.numero)


@cas_d_usage(Permission.ENCAISSER)
def papier_bordereau(ctx: Contexte, bordereau_id: int) -> tuple[str, bytes]:
    """The paper of a slip of the site's régie: the name of its file, and its bytes.

    Raises Introuvable, RegleMetier(bordereau_sans_papier), or Invalide where a name holds a character the faces lack.
    """
    from imuse_desk.printing.bordereau import produire_bordereau

    with ctx.lire() as session:
        bordereau = session.get(Bordereau, bordereau_id)
        regie = regie_de(session, ctx.site_id)
        if bordereau is None or bordereau.regie_id != regie.id:
            raise Introuvable("bordereau", bordereau_id)
        if GenreBordereau(bordereau.genre) not in TITRES:
            raise RegleMetier("bordereau_sans_papier")
        papier = _composer(ctx, session, bordereau, regie)
    return f"bordereau_{papier.numero}.pdf", produire_bordereau(papier)


def _composer(ctx: Contexte, session: Session, bordereau: Bordereau, regie: Regie) -> "Papier":
    from imuse_desk.printing.bordereau import Bordereau as Papier
    from imuse_desk.printing.bordereau import ChequeRemis, TitresRemis
    from imuse_desk.printing.visas import Coupure
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    genre = GenreBordereau(bordereau.genre)
    lignes = _lignes(session, bordereau.id)
    faits = [("Du", date_fr(bordereau.le))]
    if regie.iban:
        faits.append(("Compte", regie.iban))
    faits.append(("Régisseur", bordereau.agent))
    return Papier(
        emetteur=lire_emetteur(session, ctx.depot, ctx.site_id),
        titre=TITRES[genre],
        numero=_numero(bordereau, regie),
        faits=tuple(faits),
        cheques=tuple(
            ChequeRemis(x.tireur or x.payeur, x.banque, x.numero_titre, x.affiche, x.montant_centimes)
            for x in lignes
            if genre is GenreBordereau.CHEQUES
        ),
        titres=tuple(
            TitresRemis(x.payeur or x.libelle, 1, x.montant_centimes, x.affiche)
            for x in lignes
            if genre is GenreBordereau.TITRES
        ),
        coupures=tuple(Coupure(valeur, n) for valeur, n in bordereau.comptage or () if n),
        note=bordereau.observations,
    )


def _lignes(session: Session, bordereau_id: int) -> list[Any]:
    requete = (
        select(
            Reglement.tireur, Reglement.payeur, Reglement.banque, Reglement.numero_titre, Reglement.montant_centimes,
            PieceEmise.affiche, Foyer.libelle,
        )
        .join(LigneBordereau, LigneBordereau.reglement_id == Reglement.id)
        .join(PieceEmise, PieceEmise.id == Reglement.piece_id)
        .join(Foyer, Foyer.id == Reglement.foyer_id)
        .where(LigneBordereau.bordereau_id == bordereau_id)
        .order_by(Reglement.id)
    )  # fmt: skip
    return list(session.execute(requete))
