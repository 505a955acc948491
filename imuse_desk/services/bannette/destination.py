"""Where a scan belongs: told by its cover sheet, proposed by the name that a seal holds, or chosen by hand."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.feuille_route import FeuilleRoute, marque_de
from imuse_desk.domain.reinscription import EtatPiece, Exigence
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.constats import Document
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.noms import Accord, Identite, trouver
from imuse_desk.domain.verification.regles import noms_scelles
from imuse_desk.infra.sceaux import table
from imuse_desk.models import Dossier, Lien, Personne, TypePiece
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.reinscription import DossierVu, PieceLigne, lire_dossier, lire_dossier_par_id
from imuse_desk.services.reinscription.ouverture import derniere_campagne, lien_du_jour
from imuse_desk.services.verification.sceaux import SceauVu


@dataclass(frozen=True, slots=True)
class Destination:
    """A row of a dossier; ``type_id`` is None where only the family is known."""

    dossier_id: int
    foyer_id: int
    famille: str
    dossier: str
    type_id: int | None = None
    eleve_id: int | None = None
    piece: str = ""


@dataclass(frozen=True, slots=True)
class NomScelle:
    """The name that a valid seal holds, where it tells no household, and the code of why."""

    nom: str
    probleme: str


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def par_feuille(ctx: Contexte, feuille: FeuilleRoute) -> Destination | str:
    """The row that a cover sheet names, or the code of why it can't be followed."""
    if feuille.site_id != ctx.site_id:
        return "feuille_autre_site"
    try:
        dossier = lire_dossier_par_id(ctx, feuille.dossier_id)
    except RegleMetier:
        return "feuille_inconnue"
    with ctx.lire() as session:
        reference = session.execute(select(Dossier.ref).where(Dossier.id == feuille.dossier_id)).scalar_one()
    if marque_de(str(reference)) != feuille.marque or dossier.site_id != feuille.site_id:
        return "feuille_inconnue"
    if dossier.annee_cible_id != feuille.annee_id:
        return "feuille_autre_annee"
    cle = (feuille.type_id, feuille.eleve_id or None)
    ligne = next((p for p in dossier.pieces if (p.type_id, p.eleve_id) == cle), None)
    return "feuille_sans_ligne" if ligne is None else vers(dossier, ligne)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def par_sceau(ctx: Contexte, vu: SceauVu) -> Destination | NomScelle | None:
    """The only household whose adult a valid seal names, with the row that the paper answers; None without a name."""
    noms = tuple(noms_scelles(Document(pages=(), pages_comptees=0, verdict=vu.verdict, sceau=vu.sceau)))
    if not noms or vu.sceau is None:
        return None
    genre = table().types.get(vu.sceau.genre)
    with ctx.lire() as session:
        dossiers = _du_nom(ctx, session, noms)
        controle = genre.usage if genre is not None and genre.usage in set(Controle) else ""
        types = _types(session, ctx.site_id, controle)
    if len(dossiers) != 1:
        nom = " ".join(noms[0].replace("/", " ").split())
        return NomScelle(nom, "sceau_plusieurs_familles" if dossiers else "sceau_sans_famille")
    dossier = lire_dossier_par_id(ctx, dossiers.pop())
    lignes = [p for p in dossier.pieces if p.type_id in types and p.exigence is not Exigence.SANS_OBJET]
    manque = [p for p in lignes if p.etat is EtatPiece.A_FOURNIR]
    return vers(dossier, next(iter(manque or lignes), None))


def _du_nom(ctx: Contexte, session: Session, noms: tuple[str, ...]) -> set[int]:
    """Dossiers of the site's newest campaign with an adult of one of these names."""
    campagne = session.execute(derniere_campagne(ctx.site_id)).scalar_one_or_none()
    if campagne is None:
        return set()
    adultes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for dossier_id, nom, prenom in session.execute(
        select(Dossier.id, Personne.nom, Personne.prenom)
        .join(Lien, Lien.foyer_id == Dossier.foyer_id)
        .join(Personne, Personne.id == Lien.personne_id)
        .where(Dossier.campagne_id == campagne.id, Lien.role != "enfant", lien_du_jour(ctx.aujourdhui()))
    ):
        adultes[dossier_id].append((nom, prenom))
    return {
        dossier_id
        for dossier_id, personnes in adultes.items()
        for lu in noms
        if trouver(lu, [Identite(tuple(nom for nom, _ in personnes), (prenom,)) for _, prenom in personnes])[0]
        is Accord.MEME
    }


def _types(session: Session, site_id: int, controle: str) -> frozenset[int]:
    if not controle:
        return frozenset()
    requete = select(TypePiece.id).where(TypePiece.site_id == site_id, TypePiece.controle == controle)
    return frozenset(session.execute(requete).scalars())


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def lignes_de_famille(ctx: Contexte, foyer_id: int) -> tuple[Destination, ...]:
    """The rows that a household's dossier may receive, those that lack a file first; raises as ``lire_dossier``."""
    dossier = lire_dossier(ctx, foyer_id=foyer_id)
    lignes = sorted(
        (p for p in dossier.pieces if p.exigence is not Exigence.SANS_OBJET),
        key=lambda p: p.etat is not EtatPiece.A_FOURNIR,
    )
    return tuple(vers(dossier, ligne) for ligne in lignes)


def vers(dossier: DossierVu, ligne: PieceLigne | None) -> Destination:
    """A row of a dossier as a destination."""
    numero = dossier.numero or dossier.annee_cible
    if ligne is None:
        return Destination(dossier.dossier_id, dossier.foyer_id, dossier.famille, numero)
    piece = f"{ligne.libelle} · {ligne.prenom}" if ligne.prenom else ligne.libelle
    return Destination(
        dossier.dossier_id, dossier.foyer_id, dossier.famille, numero, ligne.type_id, ligne.eleve_id, piece
    )
