"""Whom the counter proposes as the payer: adults of the household, its children's other one, organisations."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.payeurs import GenrePayeur
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import Foyer, Lien, Payeur, Personne
from imuse_desk.services.contexte import Contexte, cas_d_usage

_ICI = aliased(Lien)
_LA = aliased(Lien)

MAXIMUM = 8
ADULTE, AUTRE_FOYER = "adulte du foyer", "autre foyer de l’enfant"


@dataclass(frozen=True, slots=True)
class PayeurPropose:
    """Somebody who may pay: the name that the receipt will bear, what tells it apart, and what it is."""

    nom: str
    detail: str
    payeur_id: int | None = None
    foyer_id: int | None = None


@cas_d_usage(Permission.CONSULTER)
def proposer_payeurs(ctx: Contexte, foyer_id: int, texte: str = "") -> tuple[PayeurPropose, ...]:
    """Who has every word typed, the nearest to the household first; without a word, its own and the organisations."""
    mots = plier(texte).split()
    with ctx.lire() as session:
        proches = [p for p in _proches(session, ctx, foyer_id) if _a_les_mots(p, mots)]
        suite = [*_organismes(session, mots), *(_foyers(session, foyer_id, mots) if mots else ())]
    connus = {p.foyer_id for p in proches if p.foyer_id is not None}
    return tuple([*proches, *(p for p in suite if p.foyer_id is None or p.foyer_id not in connus)][:MAXIMUM])


def _a_les_mots(propose: PayeurPropose, mots: list[str]) -> bool:
    cle = plier(f"{propose.nom} {propose.detail}")
    return all(mot in cle for mot in mots)


def _proches(session: Session, ctx: Contexte, foyer_id: int) -> Iterator[PayeurPropose]:
    """The adults of the household, then the other households of its children."""
    jour = ctx.aujourdhui()

    def tient(lien: type[Lien]) -> ColumnElement[bool]:
        return (lien.du_le <= jour) & (lien.au_le.is_(None) | (lien.au_le >= jour))

    adultes = (
        select(Personne.prenom, Personne.nom)
        .join(Lien, Lien.personne_id == Personne.id)
        .where(Lien.foyer_id == foyer_id, Lien.role != "enfant", tient(Lien))
        .order_by(Lien.rang, Lien.id)
    )
    for prenom, nom in session.execute(adultes):
        yield PayeurPropose(f"{prenom} {nom}".strip(), ADULTE)
    autres = (
        select(Foyer.id, Foyer.libelle, Foyer.numero)
        .join(_LA, _LA.foyer_id == Foyer.id)
        .join(_ICI, _ICI.personne_id == _LA.personne_id)
        .where(
            _ICI.foyer_id == foyer_id, _ICI.role == "enfant", _LA.role == "enfant", Foyer.id != foyer_id, tient(_ICI),
            tient(_LA),
        )
        .group_by(Foyer.id, Foyer.libelle, Foyer.numero)
        .order_by(Foyer.numero)
    )  # fmt: skip
    for x in session.execute(autres):
        yield PayeurPropose(x.libelle, f"{AUTRE_FOYER}, {x.numero}", foyer_id=x.id)


def _organismes(session: Session, mots: list[str]) -> Iterator[PayeurPropose]:
    requete = select(Payeur).where(Payeur.cle != "", Payeur.archive_a.is_(None)).order_by(Payeur.cle)
    for mot in mots:
        requete = requete.where(or_(Payeur.cle.contains(mot, autoescape=True), Payeur.siret.startswith(mot)))
    for o in session.scalars(requete.limit(MAXIMUM)):
        detail = ", ".join(m for m in (GenrePayeur(o.genre).libelle, o.ville) if m)
        yield PayeurPropose(o.organisme, detail, payeur_id=o.id)


def _foyers(session: Session, sauf: int, mots: list[str]) -> Iterator[PayeurPropose]:
    requete = select(Foyer).where(Foyer.archive_a.is_(None), Foyer.id != sauf).order_by(Foyer.cle, Foyer.numero)
    for mot in mots:
        requete = requete.where(or_(Foyer.cle.contains(mot, autoescape=True), Foyer.numero == mot))
    for foyer in session.scalars(requete.limit(MAXIMUM)):
        yield PayeurPropose(foyer.libelle, f"dossier {foyer.numero}", foyer_id=foyer.id)
