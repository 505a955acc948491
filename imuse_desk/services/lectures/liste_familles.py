"""The list of families: ids in the order shown, rows by page, counts by state."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, cast, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Campagne,
    Dossier,
    DossierEleve,
    Eleve,
    Foyer,
    Lien,
    Personne,
    PieceRecue,
    Terme,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.regularisation import au_plafond
from imuse_desk.services.lectures.listes_dossiers import (
    Filtre,
    ListeIds,
    campagne_du_site,
    etat_le_plus_urgent,
    mots_dans,
    par_terme,
    sans_reponse,
)
from imuse_desk.services.lectures.suivi_campagne import doit_des_pieces
from imuse_desk.services.lectures.veille import pieces_a_verifier, reponses_a_valider

PIECES, SANS_REPONSE, ARCHIVEES = "pieces", "sans_reponse", "archivees"
PLAFOND = "plafond"
A_VERIFIER, A_VALIDER = "a_verifier", "a_valider"


@dataclass(frozen=True, slots=True)
class LigneFamille:
    """A row of the list: the head of the household, its children, the state that asks most of the desk."""

    id: int
    nom: str
    prenom: str
    enfants: tuple[str, ...]
    etat: EtatDossier | None
    est_archivee: bool
    est_autre_site: bool


@cas_d_usage(Permission.CONSULTER)
def lister_familles(ctx: Contexte, filtre: Filtre = Filtre()) -> ListeIds:  # noqa: B008  frozen default
    """Ids of the families in the order shown: the site's, or with a text the network's, the site first."""
    archivees = ARCHIVEES in filtre.pastilles
    conditions: list[ColumnElement[bool]] = [Foyer.archive_a.is_not(None) if archivees else Foyer.archive_a.is_(None)]
    conditions += [_PASTILLES[p](ctx) for p in filtre.pastilles if p in _PASTILLES]
    if filtre.texte.strip():
        conditions.append(_texte(filtre.texte))
    else:
        conditions.append(Foyer.site_id == ctx.site_id)
    colonne = Foyer.numero if filtre.tri == "numero" else Foyer.cle
    ordre = [colonne.asc(), Foyer.id] if filtre.est_croissant else [colonne.desc(), Foyer.id.desc()]
    if filtre.texte.strip():
        ordre.insert(0, cast(Foyer.site_id != ctx.site_id, Integer))
    with ctx.lire() as session:
        ids = list(session.execute(select(Foyer.id).where(*conditions).order_by(*ordre)).scalars())
        if not filtre.pastilles and not filtre.texte.strip():
            return ListeIds(ids, len(ids))
        if filtre.total is not None:
            return ListeIds(ids, filtre.total)
        total = select(func.count()).select_from(Foyer).where(Foyer.site_id == ctx.site_id, Foyer.archive_a.is_(None))
        return ListeIds(ids, session.execute(total).scalar_one())


def compter_familles(session: Session, ctx: Contexte, pastille: str) -> int:
    """How many families of the site the list would show under a pill alone."""
    conditions = [Foyer.archive_a.is_(None), Foyer.site_id == ctx.site_id, _PASTILLES[pastille](ctx)]
    return int(session.execute(select(func.count(Foyer.id)).where(*conditions)).scalar_one())


def _texte(saisie: str) -> ColumnElement[bool]:
    """The head's name, another adult, the number, a phone, an e-mail, or a child's name."""
    des_adultes = select(Terme.objet_id).where(par_terme("foyer", saisie))
    des_enfants = (
        select(Lien.foyer_id)
        .join(Eleve, Eleve.personne_id == Lien.personne_id)
        .join(Terme, Terme.objet_id == Eleve.id)
        .where(par_terme("eleve", saisie), Lien.au_le.is_(None))
    )
    mots = mots_dans(Foyer.cle, saisie)
    du_nom = mots[0]
    for mot in mots[1:]:
        du_nom &= mot
    return or_(du_nom, Foyer.id.in_(des_adultes), Foyer.id.in_(des_enfants))


def _pieces_manquantes(ctx: Contexte) -> ColumnElement[bool]:
    return Foyer.id.in_(
        select(Dossier.foyer_id)
        .join(DossierEleve, DossierEleve.dossier_id == Dossier.id)
        .where(Dossier.campagne_id == campagne_du_site(ctx.site_id), doit_des_pieces())
    )


def _familles_sans_reponse(ctx: Contexte) -> ColumnElement[bool]:
    personnes = select(Eleve.personne_id).where(sans_reponse(ctx))
    return Foyer.id.in_(select(Lien.foyer_id).where(Lien.au_le.is_(None), Lien.personne_id.in_(personnes)))


def _pieces_a_verifier(ctx: Contexte) -> ColumnElement[bool]:
    return Foyer.id.in_(select(PieceRecue.foyer_id).where(pieces_a_verifier(ctx)))


def _a_valider(ctx: Contexte) -> ColumnElement[bool]:
    return Foyer.id.in_(
        select(Dossier.foyer_id)
        .join(DossierEleve, DossierEleve.dossier_id == Dossier.id)
        .join(Campagne, Campagne.id == Dossier.campagne_id)
        .where(reponses_a_valider(ctx))
    )


def _au_plafond(ctx: Contexte) -> ColumnElement[bool]:
    return au_plafond(ctx.site_id, ctx.annee_id)


_PASTILLES = {
    PIECES: _pieces_manquantes,
    SANS_REPONSE: _familles_sans_reponse,
    A_VERIFIER: _pieces_a_verifier,
    A_VALIDER: _a_valider,
    PLAFOND: _au_plafond,
}


@cas_d_usage(Permission.CONSULTER)
def lire_lignes_familles(ctx: Contexte, ids: Sequence[int]) -> tuple[LigneFamille, ...]:
    """Rows of a page of the list, in two statements."""
    with ctx.lire() as session:
        tetes = session.execute(
            select(Foyer.id, Foyer.libelle, Foyer.archive_a, Foyer.site_id, Personne.nom, Personne.prenom)
            .outerjoin(Lien, (Lien.foyer_id == Foyer.id) & Lien.au_le.is_(None) & (Lien.role != "enfant"))
            .outerjoin(Personne, Personne.id == Lien.personne_id)
            .where(Foyer.id.in_(ids))
            .order_by(Foyer.id, Lien.rang, Lien.id)
        ).all()
        enfants = session.execute(
            select(Lien.foyer_id, Personne.prenom, DossierEleve.etat, Dossier.foyer_id)
            .join(Personne, Personne.id == Lien.personne_id)
            .join(Eleve, Eleve.personne_id == Personne.id)
            .outerjoin(
                DossierEleve,
                (DossierEleve.eleve_id == Eleve.id) & (DossierEleve.campagne_id == campagne_du_site(ctx.site_id)),
            )
            .outerjoin(Dossier, Dossier.id == DossierEleve.dossier_id)
            .where(Lien.foyer_id.in_(ids), Lien.au_le.is_(None), Eleve.archive_a.is_(None))
            .order_by(Personne.naissance_le, Eleve.id)
        ).all()
    prenoms: defaultdict[int, list[str]] = defaultdict(list)
    etats: defaultdict[int, list[str]] = defaultdict(list)
    for foyer_id, prenom, etat, repond_chez in enfants:
        prenoms[foyer_id].append(prenom)
        if etat:
            etats[foyer_id].append(etat if repond_chez == foyer_id else EtatDossier(etat).sans_les_pieces)
    lignes: dict[int, LigneFamille] = {}
    for t in tetes:
        if t.id not in lignes:
            etat_vu = etat_le_plus_urgent(etats[t.id])
            autre_site = t.site_id != ctx.site_id
            nom, prenom = (t.libelle, "") if t.nom is None else (t.nom, t.prenom)
            enfants_vus = tuple(prenoms[t.id])
            lignes[t.id] = LigneFamille(t.id, nom, prenom, enfants_vus, etat_vu, t.archive_a is not None, autre_site)
    return tuple(lignes[i] for i in ids if i in lignes)


@cas_d_usage(Permission.CONSULTER)
def compter_etats(ctx: Contexte) -> dict[EtatDossier, int]:
    """Pupils of the site's latest campaign by state, for the Accueil."""
    requete = (
        select(DossierEleve.etat, func.count())
        .where(DossierEleve.campagne_id == campagne_du_site(ctx.site_id))
        .group_by(DossierEleve.etat)
    )
    with ctx.lire() as session:
        return {EtatDossier(etat): n for etat, n in session.execute(requete)}


@cas_d_usage(Permission.CONSULTER)
def foyer_par_numero(ctx: Contexte, numero: str) -> int:
    """Id of the household with this number, typed with or without its zeros. Raises Invalide(numero, foyer_inconnu)."""
    net = numero.strip()
    with ctx.lire() as session:
        trouve = session.execute(select(Foyer.id).where(Foyer.numero.in_((net, net.zfill(5))))).scalar()
    if trouve is None:
        raise Invalide("numero", "foyer_inconnu", numero=net[:20])
    return trouve
