"""What merged letters say of households, pupils and the house: read in a few statements for any number of them."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import jour_heure
from imuse_desk.domain.reglages import PIECES_DELAI_JOURS
from imuse_desk.models import (
    Adresse,
    Affectation,
    Annee,
    Campagne,
    Cours,
    Creneau,
    Dossier,
    Eleve,
    Etablissement,
    Foyer,
    Inscription,
    Lien,
    Niveau,
    Personne,
    Site,
)
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reglages import lire_reglage
from imuse_desk.services.reinscription.exigences import PieceDue
from imuse_desk.services.reinscription.lecture_charge import JOUR, dernier_de, lien_en_cours
from imuse_desk.services.reinscription.manquantes import pieces_manquantes
from imuse_desk.services.reinscription.motifs import Motif, motifs_de

DES_PIECES = frozenset({"dossier.pieces", "dossier.a_completer", "dossier.consequence"})
"""The fields that ask what each household owes."""


@dataclass(frozen=True, slots=True)
class MembreLu:
    """Somebody of a household; ``eleve_id`` for a pupil, adult or child."""

    foyer_id: int
    role: str
    recoit_courriers: bool
    civilite: str
    prenom: str
    nom: str
    email: str
    mobile: str
    tel_domicile: str
    naissance_le: date | None
    eleve_id: int | None

    @property
    def complet(self) -> str:
        """First name and name."""
        return f"{self.prenom} {self.nom}".strip()


@dataclass(slots=True)
class FoyerLu:
    """A household with its address and its members, in its order."""

    id: int
    numero: str
    libelle: str
    voie: str
    complement: str
    cp: str
    ville: str
    pays: str
    dossier: str = ""
    membres: list[MembreLu] = field(default_factory=list)
    pieces: tuple[PieceDue, ...] = ()

    @property
    def adultes(self) -> list[MembreLu]:
        """Those whom letters are for: who receive them, else the first responsable; a pupil alone for himself."""
        grands = [m for m in self.membres if m.role != "enfant"] or self.membres
        return [m for m in grands if m.recoit_courriers] or grands[:1]

    @property
    def eleves(self) -> list[MembreLu]:
        """The pupils of the household."""
        return [m for m in self.membres if m.eleve_id is not None]


@dataclass(frozen=True, slots=True)
class CoursLu:
    """A course followed: ``horaire`` empty while the time is not known."""

    libelle: str
    niveau: str
    horaire: str


@dataclass(frozen=True, slots=True)
class MaisonLue:
    """The house, the site that writes, the year consulted and the newest campaign of the site (None: none yet)."""

    nom: str
    site: Any
    annee: str
    campagne: Any
    motifs: tuple[Motif, ...] = ()
    delai_pieces_jours: int = 0


@dataclass(frozen=True, slots=True)
class Faits:
    """Everything that the templates may say."""

    maison: MaisonLue
    foyers: dict[int, FoyerLu]
    cours: dict[int, list[CoursLu]]


def foyers_des_eleves(session: Session, eleves: Sequence[int], jour: date) -> dict[int, int]:
    """The main household of each pupil."""
    lignes = session.execute(
        select(Eleve.id, Lien.foyer_id)
        .join(Lien, Lien.personne_id == Eleve.personne_id)
        .where(Eleve.id.in_(eleves), lien_en_cours(Lien))
        .order_by(Lien.est_principal, Lien.id.desc()),  # the main one last: it stays
        {"jour": jour},
    )
    return {ligne.id: ligne.foyer_id for ligne in lignes}


def reunir_faits(
    session: Session, ctx: Contexte, foyers: Sequence[int], voulus: AbstractSet[str] = frozenset()
) -> Faits:  # fmt: skip
    """Read them; the fields of a dossier cost nothing where no template asks for them (``voulus``)."""
    jour = ctx.aujourdhui()
    maison = _maison(ctx, session)
    lus = {ligne.id: FoyerLu(*ligne) for ligne in session.execute(_requete_foyers(foyers), {"jour": jour})}
    for ligne in session.execute(_requete_membres(list(lus)), {"jour": jour}):
        lus[ligne.foyer_id].membres.append(MembreLu(*ligne))
    eleves = sorted({m.eleve_id for f in lus.values() for m in f.eleves if m.eleve_id is not None})
    if "dossier.numero" in voulus and maison.campagne is not None:
        for foyer_id, numero in session.execute(_requete_numeros(maison.campagne.id, list(lus))):
            lus[foyer_id].dossier = numero
    if voulus & DES_PIECES and maison.campagne is not None:
        for foyer_id, dues in pieces_manquantes(session, maison.campagne.id, list(lus), jour).items():
            lus[foyer_id].pieces = dues
    return Faits(maison, lus, _cours(ctx, session, eleves))


def _maison(ctx: Contexte, session: Session) -> MaisonLue:
    nom = session.execute(select(Etablissement.nom)).scalar_one()
    campagne = session.execute(
        select(
            Campagne.id,
            Campagne.ouvre_a,
            Campagne.ferme_a,
            Campagne.pieces_jusqu_a,
            Annee.libelle,
            Annee.id.label("annee_id"),
        )
        .join(Annee, Annee.id == Campagne.annee_cible_id)
        .where(Campagne.site_id == ctx.site_id)
        .order_by(Campagne.ouvre_a.desc())
        .limit(1)
    ).first()
    annee = session.get(Annee, ctx.annee_id)
    delai = int(lire_reglage(session, PIECES_DELAI_JOURS, ctx.site_id, campagne.annee_id)) if campagne else 0
    motifs = motifs_de(session, ctx.site_id, avec_archives=True)
    site = session.get_one(Site, ctx.site_id)
    return MaisonLue(nom, site, annee.libelle if annee else "", campagne, motifs, delai)


def _requete_foyers(foyers: Sequence[int]) -> Any:
    adresse = dernier_de(Adresse, Adresse.foyer_id == Foyer.id, Adresse.du_le <= JOUR, Adresse.au_le.is_(None))
    voie = func.trim(func.coalesce(Adresse.numero, "") + " " + func.coalesce(Adresse.voie, ""))
    return (
        select(
            Foyer.id, Foyer.numero, Foyer.libelle, voie.label("voie"), func.coalesce(Adresse.complement, ""),
            func.coalesce(Adresse.cp, ""), func.coalesce(Adresse.ville, ""), func.coalesce(Adresse.pays, ""),
        )
        .outerjoin(Adresse, Adresse.id == adresse)
        .where(Foyer.id.in_(foyers))
    )  # fmt: skip


def _requete_numeros(campagne_id: int, foyers: Sequence[int]) -> Any:
    return select(Dossier.foyer_id, Dossier.numero).where(
        Dossier.campagne_id == campagne_id, Dossier.foyer_id.in_(foyers), Dossier.numero.is_not(None)
    )


def _requete_membres(foyers: Sequence[int]) -> Any:
    """The members of households; an adult under restriction is written to by nobody and named nowhere."""
    return (
        select(
            Lien.foyer_id, Lien.role, Lien.recoit_courriers, Personne.civilite, Personne.prenom, Personne.nom,
            Personne.email, Personne.mobile, Personne.tel_domicile, Personne.naissance_le, Eleve.id,
        )
        .join(Personne, Personne.id == Lien.personne_id)
        .outerjoin(Eleve, and_(Eleve.personne_id == Personne.id, Eleve.archive_a.is_(None)))
        .where(
            Lien.foyer_id.in_(foyers), lien_en_cours(Lien),
            or_(Personne.est_restreint.is_(False), Lien.role == "enfant"),
        )
        .order_by(Lien.foyer_id, Lien.rang, Lien.id)
    )  # fmt: skip


def _cours(ctx: Contexte, session: Session, eleves: Sequence[int]) -> dict[int, list[CoursLu]]:
    """What each pupil follows in the year consulted, with the time that holds."""
    jour = ctx.aujourdhui()
    en_cours = and_(
        Affectation.inscription_id == Inscription.id, or_(Affectation.au_le.is_(None), Affectation.au_le >= jour)
    )
    lignes = session.execute(
        select(
            Inscription.id, Inscription.eleve_id, Cours.libelle, Niveau.libelle.label("niveau"), Creneau.jour,
            func.coalesce(Affectation.heure_passage, Creneau.debut).label("debut"),
        )
        .join(Cours, Cours.id == Inscription.cours_id)
        .outerjoin(Niveau, Niveau.id == func.coalesce(Inscription.niveau_id, Cours.niveau_id))
        .outerjoin(Affectation, en_cours)
        .outerjoin(Creneau, Creneau.id == Affectation.creneau_id)
        .where(
            Inscription.eleve_id.in_(eleves), Inscription.annee_id == ctx.annee_id, Inscription.etat != "arretee"
        )
        .order_by(Inscription.eleve_id, Inscription.id, Affectation.id)
    )  # fmt: skip
    vus: set[int] = set()
    cours: dict[int, list[CoursLu]] = defaultdict(list)
    for ligne in lignes:
        if ligne.id in vus:
            continue
        vus.add(ligne.id)
        horaire = jour_heure(ligne.jour, ligne.debut) if ligne.jour is not None else ""
        cours[ligne.eleve_id].append(CoursLu(ligne.libelle, ligne.niveau or "", horaire))
    return cours
