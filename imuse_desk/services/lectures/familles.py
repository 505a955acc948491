"""A household's card, read in eight statements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.dates import plus_mois
from imuse_desk.domain.erreurs import Introuvable
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
)
from imuse_desk.services import fiche_famille as fiche
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.fiche_famille import SaisieFamille
from imuse_desk.services.lectures.listes_dossiers import (
    de_l_annee,
)

_ADULTE = aliased(Personne)
_LIEN_ADULTE = aliased(Lien)

ECRAN = "famille"
MAJORITE = 18 * 12


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
        chez_lui, vu = du_foyer == foyer_id, EtatDossier(etat)
        reponses[eleve_id], annee = vu if chez_lui else vu.sans_les_pieces, libelle
        if chez_lui:
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
    lignes = session.execute(
        select(Lien.personne_id, Foyer.id, Foyer.libelle, Lien.part, Adresse, _ADULTE.nom, _ADULTE.prenom)
        .join(Foyer, Foyer.id == Lien.foyer_id)
        .outerjoin(Adresse, (Adresse.foyer_id == Foyer.id) & Adresse.au_le.is_(None))
        .outerjoin(
            _LIEN_ADULTE,
            (_LIEN_ADULTE.foyer_id == Foyer.id) & _LIEN_ADULTE.au_le.is_(None) & (_LIEN_ADULTE.role != "enfant"),
        )
        .outerjoin(_ADULTE, _ADULTE.id == _LIEN_ADULTE.personne_id)
        .where(Lien.personne_id.in_(personnes), Lien.foyer_id != foyer_id, Lien.au_le.is_(None))
        .order_by(Lien.id, _LIEN_ADULTE.rang)
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
