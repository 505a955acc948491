"""Families read: the list by ids and pages, and a household's card in eight statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.dates import plus_mois
from imuse_desk.domain.erreurs import Introuvable, Invalide
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Adresse,
    Annee,
    Brouillon,
    Campagne,
    Cours,
    Dossier,
    DossierEleve,
    Eleve,
    Foyer,
    Inscription,
    Lien,
    Niveau,
    Personne,
    PieceExigee,
    PieceRecue,
    Quotient,
    Site,
    Terme,
)
from imuse_desk.services import fiche_famille as fiche
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.fiche_famille import SaisieFamille
from imuse_desk.services.lectures.listes_dossiers import (
    Filtre,
    ListeIds,
    annee_source_du_site,
    campagne_du_site,
    de_l_annee,
    etat_le_plus_urgent,
    mots_dans,
    par_terme,
)

ECRAN = "famille"
PIECES, SANS_REPONSE, ARCHIVEES = "pieces", "sans_reponse", "archivees"
MAJORITE = 18 * 12


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


@dataclass(frozen=True, slots=True)
class AdresseVue:
    """A dated address as one block of text."""

    texte: str
    du_le: date
    au_le: date | None
    est_confidentielle: bool


@dataclass(frozen=True, slots=True)
class StatutVu:
    """A dated residence status, with its motive and author."""

    statut: str
    motif: str
    preuve: str
    du_le: date
    auteur: str


@dataclass(frozen=True, slots=True)
class AutreFoyer:
    """A child's other household, without its incomes; its address is absent where it is confidential."""

    foyer_id: int
    libelle: str
    responsables: str
    adresse: str
    est_confidentiel: bool
    part: int


@dataclass(frozen=True, slots=True)
class EnfantVu:
    """A pupil of the household."""

    eleve_id: int
    personne_id: int
    nom: str
    prenom: str
    naissance_le: date | None
    cours: tuple[str, ...]
    etat: EtatDossier | None
    part: int
    est_principal: bool
    est_responsable: bool
    majeur_le: date | None
    autre: AutreFoyer | None


@dataclass(frozen=True, slots=True)
class QuotientVu:
    """The household's latest quotient, in cents, with its kind and the document's date."""

    centimes: int
    genre: str
    date_document_le: date | None
    annee: str


@dataclass(frozen=True, slots=True)
class FicheFamille:
    """A household's card. ``saisie`` is the form, ``version`` goes back with it; no ``quotient`` without the right."""

    id: int
    numero: str
    libelle: str
    site_id: int
    site_nom: str
    saisie: SaisieFamille
    version: str
    modifie_a: datetime | None
    modifie_par: str
    archive_a: datetime | None
    est_modifiable: bool
    adresses: tuple[AdresseVue, ...]
    statuts: tuple[StatutVu, ...]
    enfants: tuple[EnfantVu, ...]
    annee_reinscription: str
    pieces_acceptees: int
    pieces_exigees: int
    quotient: QuotientVu | None
    brouillon: Any
    brouillon_a: datetime | None


# ---- the list


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
        total = select(func.count()).select_from(Foyer).where(Foyer.site_id == ctx.site_id, Foyer.archive_a.is_(None))
        return ListeIds(ids, session.execute(total).scalar_one())


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
        .where(Dossier.campagne_id == campagne_du_site(ctx.site_id), DossierEleve.etat == EtatDossier.INCOMPLETE)
    )


def sans_reponse(ctx: Contexte) -> ColumnElement[bool]:
    """Pupils of the campaign's source year at the site who have not answered: no row, or a row that says so."""
    ont_repondu = select(DossierEleve.eleve_id).where(
        DossierEleve.campagne_id == campagne_du_site(ctx.site_id), DossierEleve.etat != EtatDossier.SANS_REPONSE
    )
    inscrits = select(Inscription.eleve_id).where(
        Inscription.annee_id == annee_source_du_site(ctx.site_id),
        Inscription.site_id == ctx.site_id,
        Inscription.etat == "active",
    )
    return Eleve.id.in_(inscrits) & Eleve.id.not_in(ont_repondu)


def _familles_sans_reponse(ctx: Contexte) -> ColumnElement[bool]:
    personnes = select(Eleve.personne_id).where(sans_reponse(ctx))
    return Foyer.id.in_(select(Lien.foyer_id).where(Lien.au_le.is_(None), Lien.personne_id.in_(personnes)))


_PASTILLES = {PIECES: _pieces_manquantes, SANS_REPONSE: _familles_sans_reponse}


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
            select(Lien.foyer_id, Personne.prenom, DossierEleve.etat)
            .join(Personne, Personne.id == Lien.personne_id)
            .join(Eleve, Eleve.personne_id == Personne.id)
            .outerjoin(
                DossierEleve,
                (DossierEleve.eleve_id == Eleve.id) & (DossierEleve.campagne_id == campagne_du_site(ctx.site_id)),
            )
            .where(Lien.foyer_id.in_(ids), Lien.au_le.is_(None), Eleve.archive_a.is_(None))
            .order_by(Personne.naissance_le, Eleve.id)
        ).all()
    prenoms: defaultdict[int, list[str]] = defaultdict(list)
    etats: defaultdict[int, list[str]] = defaultdict(list)
    for foyer_id, prenom, etat in enfants:
        prenoms[foyer_id].append(prenom)
        if etat:
            etats[foyer_id].append(etat)
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


# ---- the card


@cas_d_usage(Permission.CONSULTER)
def ouvrir_famille(ctx: Contexte, foyer_id: int) -> FicheFamille:
    """Everything that the card shows, in at most eight statements. Raises Introuvable."""
    with ctx.lire() as session:
        tete = session.execute(
            select(Foyer, Site.nom, Brouillon.contenu, Brouillon.a, Annee.debut_le, Annee.fin_le)
            .join(Site, Site.id == Foyer.site_id)
            .outerjoin(Annee, Annee.id == ctx.annee_id)
            .outerjoin(
                Brouillon,
                (Brouillon.compte_id == (ctx.compte_id or 0))
                & (Brouillon.ecran == ECRAN)
                & (Brouillon.objet == str(foyer_id)),
            )
            .where(Foyer.id == foyer_id)
        ).first()
        if tete is None:
            raise Introuvable("foyer", foyer_id)
        foyer, site_nom, brouillon, brouillon_a, debut, fin = tete
        etat = fiche.charger(session, foyer_id)
        reponses, annee, acceptees, exigees = _reponses(session, foyer_id)
        enfants = _enfants(session, ctx, foyer_id, reponses, (debut, fin))
        quotient = _quotient(session, foyer_id) if ctx.peut(Permission.LIRE_REVENUS) else None
        modifie_a, modifie_par = etat.modification
        return FicheFamille(
            id=foyer_id,
            numero=foyer.numero,
            libelle=foyer.libelle,
            site_id=foyer.site_id,
            site_nom=site_nom,
            saisie=fiche.saisie_de(etat),
            version=etat.version,
            modifie_a=modifie_a,
            modifie_par=modifie_par,
            archive_a=foyer.archive_a,
            est_modifiable=foyer.archive_a is None
            and Permission.MODIFIER_FAMILLE in ctx.permissions_sur(foyer.site_id),
            adresses=tuple(
                AdresseVue(ecrire_adresse(a), a.du_le, a.au_le, a.est_confidentielle) for a in etat.adresses
            ),
            statuts=tuple(StatutVu(s.statut, s.motif, s.preuve, s.du_le, s.auteur) for s in etat.statuts),
            enfants=enfants,
            annee_reinscription=annee,
            pieces_acceptees=acceptees,
            pieces_exigees=exigees,
            quotient=quotient,
            brouillon=brouillon,
            brouillon_a=brouillon_a,
        )


def ecrire_adresse(adresse: Any) -> str:
    """An address on one line: ``14 bis, rue des Ormes, 92190 Meudon``."""
    rue = ", ".join(x for x in (adresse.numero, adresse.voie) if x)
    ville = f"{adresse.cp} {adresse.ville}".strip()
    pays = adresse.pays if adresse.pays not in {"", "FR"} else ""
    return ", ".join(x for x in (rue, adresse.complement, ville, pays) if x)


def _reponses(session: Session, foyer_id: int) -> tuple[dict[int, EtatDossier], str, int, int]:
    """Where the re-enrolment of each child stands in the latest campaign, its year, pieces accepted and asked."""
    exigees = select(func.count()).select_from(PieceExigee).where(PieceExigee.exigence == "obligatoire")
    acceptees = exigees.join(PieceRecue, PieceRecue.id == PieceExigee.piece_id).where(PieceRecue.etat == "acceptee")
    lignes = session.execute(
        select(
            DossierEleve.eleve_id,
            DossierEleve.etat,
            Annee.libelle,
            acceptees.where(PieceExigee.dossier_id == Dossier.id).correlate(Dossier).scalar_subquery(),
            exigees.where(PieceExigee.dossier_id == Dossier.id).correlate(Dossier).scalar_subquery(),
            Dossier.foyer_id,
        )
        .join(Dossier, Dossier.id == DossierEleve.dossier_id)
        .join(Campagne, Campagne.id == DossierEleve.campagne_id)
        .join(Annee, Annee.id == Campagne.annee_cible_id)
        .join(Eleve, Eleve.id == DossierEleve.eleve_id)
        .join(Lien, (Lien.personne_id == Eleve.personne_id) & (Lien.foyer_id == foyer_id) & Lien.au_le.is_(None))
        .order_by(Campagne.ouvre_a)
    )
    reponses: dict[int, EtatDossier] = {}
    annee, faites, voulues = "", 0, 0
    for eleve_id, etat, libelle, acceptes, exiges, du_foyer in lignes:
        reponses[eleve_id], annee = EtatDossier(etat), libelle
        if du_foyer == foyer_id:
            faites, voulues = acceptes, exiges
    return reponses, annee, faites, voulues


def _enfants(
    session: Session,
    ctx: Contexte,
    foyer_id: int,
    reponses: dict[int, EtatDossier],
    annee: tuple[date | None, date | None],
) -> tuple[EnfantVu, ...]:
    lignes = session.execute(
        select(Lien, Personne, Eleve.id, Cours.libelle, Niveau.libelle)
        .join(Personne, Personne.id == Lien.personne_id)
        .join(Eleve, Eleve.personne_id == Personne.id)
        .outerjoin(
            Inscription,
            (Inscription.eleve_id == Eleve.id) & de_l_annee(ctx.annee_id) & (Inscription.etat == "active"),
        )
        .outerjoin(Cours, Cours.id == Inscription.cours_id)
        .outerjoin(Niveau, Niveau.id == Inscription.niveau_id)
        .where(Lien.foyer_id == foyer_id, Lien.au_le.is_(None), Eleve.archive_a.is_(None))
        .order_by(Personne.naissance_le, Eleve.id, Inscription.id)
    ).all()
    autres = _autres_foyers(session, foyer_id, {ligne[1].id for ligne in lignes}) if lignes else {}
    cours: defaultdict[int, list[str]] = defaultdict(list)
    for _, _, eleve_id, libelle, niveau in lignes:
        if libelle:
            cours[eleve_id].append(libelle if not niveau or niveau in libelle else f"{libelle} {niveau}")
    vus: dict[int, EnfantVu] = {}
    for lien, p, eleve_id, _, _ in lignes:
        vus.setdefault(
            eleve_id,
            EnfantVu(
                eleve_id=eleve_id,
                personne_id=p.id,
                nom=p.nom,
                prenom=p.prenom,
                naissance_le=p.naissance_le,
                cours=tuple(cours[eleve_id]),
                etat=reponses.get(eleve_id),
                part=lien.part,
                est_principal=lien.est_principal,
                est_responsable=lien.role != "enfant",
                majeur_le=majeur_dans(p.naissance_le, *annee),
                autre=autres.get(p.id),
            ),
        )
    return tuple(vus.values())


def majeur_dans(naissance: date | None, debut: date | None, fin: date | None) -> date | None:
    """The eighteenth birthday where it falls in a school year."""
    if naissance is None or debut is None or fin is None:
        return None
    jour = plus_mois(naissance, MAJORITE)
    return jour if debut <= jour <= fin else None


def _autres_foyers(session: Session, foyer_id: int, personnes: set[int]) -> dict[int, AutreFoyer]:
    """The other household of each child: who heads it and, unless confidential, where it lives. No incomes."""
    adulte, lien_adulte = aliased(Personne), aliased(Lien)
    lignes = session.execute(
        select(Lien.personne_id, Foyer.id, Foyer.libelle, Lien.part, Adresse, adulte.nom, adulte.prenom)
        .join(Foyer, Foyer.id == Lien.foyer_id)
        .outerjoin(Adresse, (Adresse.foyer_id == Foyer.id) & Adresse.au_le.is_(None))
        .outerjoin(
            lien_adulte,
            (lien_adulte.foyer_id == Foyer.id) & lien_adulte.au_le.is_(None) & (lien_adulte.role != "enfant"),
        )
        .outerjoin(adulte, adulte.id == lien_adulte.personne_id)
        .where(Lien.personne_id.in_(personnes), Lien.foyer_id != foyer_id, Lien.au_le.is_(None))
        .order_by(Lien.id, lien_adulte.rang)
    ).all()
    par_personne: defaultdict[int, list[Any]] = defaultdict(list)
    for ligne in lignes:
        par_personne[ligne[0]].append(ligne)
    autres: dict[int, AutreFoyer] = {}
    for personne_id, siennes in par_personne.items():
        _, ident, libelle, part, adresse, _, _ = siennes[0]
        noms = dict.fromkeys(f"{x.prenom} {x.nom}".strip() for x in siennes if x.nom and x[1] == ident)
        confidentiel = bool(adresse is not None and adresse.est_confidentielle)
        ou = "" if adresse is None or confidentiel else ecrire_adresse(adresse)
        autres[personne_id] = AutreFoyer(ident, libelle, ", ".join(noms), ou, confidentiel, part)
    return autres


def _quotient(session: Session, foyer_id: int) -> QuotientVu | None:
    ligne = session.execute(
        select(Quotient.centimes, Quotient.genre, Quotient.date_document_le, Annee.libelle)
        .join(Annee, Annee.id == Quotient.annee_id)
        .where(Quotient.foyer_id == foyer_id, Quotient.annule_a.is_(None))
        .order_by(Annee.debut_le.desc(), Quotient.id.desc())
        .limit(1)
    ).first()
    return QuotientVu(*ligne) if ligne else None
