"""What a dossier is made of once read: frozen rows, shared by the screen, the price, the pieces and the deposit.

What is read by the thousand is a named tuple: a row of the driver becomes one without a step per field.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.locations import Loue
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.tarifs.proration import ANNEE_ENTIERE, Sejour
from imuse_desk.domain.territoire import Commune


class Tete(NamedTuple):
    """The dossier, its campaign, its house and what is in force there."""

    dossier_id: int
    version: int
    numero: str | None
    foyer_id: int
    revenus_declines_par: str
    revenus_declines_le: date | None
    revenus_declines_agent: str
    campagne_id: int
    ouvre_a: datetime
    ferme_a: datetime
    pieces_jusqu_a: datetime
    nouvelles_ouvre_a: datetime | None
    nouvelles_ferme_a: datetime | None
    annee_revenus: int
    site_id: int
    site_nom: str
    fuseau: str
    site_cp: str
    site_ville: str
    annee_source_id: int
    annee_source: str
    annee_cible_id: int
    annee_cible: str
    debut_le: date
    fin_le: date
    grille_id: int | None
    grille_numero: int | None
    grille_libelle: str | None
    grille_contenu: str | None
    texte_id: int | None
    texte_numero: int | None
    texte: str | None
    declaration_id: int | None
    acceptee_par: str | None
    acceptee_le: date | None
    moyen: str | None
    declaration_agent: str | None
    declaration_a: datetime | None
    accuse_id: int | None
    accuse_sha256: str | None

    def fenetre(self, *, nouveau: bool) -> tuple[datetime, datetime]:
        """First and last instants when a new pupil, or one who already follows courses, may be deposited."""
        if nouveau:
            return self.nouvelles_ouvre_a or self.ouvre_a, self.nouvelles_ferme_a or self.ferme_a
        return self.ouvre_a, self.ferme_a


class Membre(NamedTuple):
    """A person in a household, with the pupil's answer where there is one."""

    foyer_id: int
    personne_id: int
    role: str
    rang: int
    part: int
    est_principal: bool
    est_responsable_legal: bool
    recoit_courriers: bool
    recoit_factures: bool
    est_restreint: bool
    civilite: str
    nom: str
    prenom: str
    sexe: str
    naissance_le: date | None
    email: str
    mobile: str
    tel_domicile: str
    eleve_id: int | None
    dossier_eleve_id: int | None
    de_dossier_id: int | None
    etat: str | None
    version: int | None
    motif: str | None
    motif_le: date | None
    motif_auteur: str | None
    depose_a: datetime | None
    valide_a: datetime | None
    valide_par: str | None


class FaitsFoyer(NamedTuple):
    """A household as the tariff and the pieces see it; amounts in cents."""

    foyer_id: int
    numero: str
    libelle: str
    enfants_a_charge: int | None
    a_imposition_commune: bool | None
    cp: str | None
    ville: str | None
    voie: str
    complement: str | None
    pays: str | None
    statut: str | None
    statut_motif: str | None
    zone: str | None
    zone_motif: str | None
    zone_auteur: str | None
    quotient_id: int | None
    quotient_genre: str | None
    quotient_centimes: int | None
    quotient_le: date | None
    quotient_piece_id: int | None
    revenus_declines_le: date | None


class CoursSuivi(NamedTuple):
    """A course followed in the source year, its level and the one that comes after (``est_acquis``: by a result)."""

    inscription_id: int
    eleve_id: int
    cours_id: int
    site_id: int
    etat: str
    libelle: str
    cursus_id: int
    cursus: str
    specialite: str
    discipline_id: int
    discipline: str
    ha: str
    mode: str
    niveau_id: int | None
    niveau: str | None
    cycle: int | None
    suivant_id: int | None
    suivant: str | None
    suivant_cycle: int | None
    est_acquis: bool = False


class Ligne(NamedTuple):
    """A line already written: a course of the target year, asked or not."""

    ligne_id: int
    dossier_eleve_id: int
    inscription_id: int | None
    cours_id: int
    niveau_id: int | None
    niveau: str | None
    cycle: int | None
    est_sous_reserve: bool
    creneau_id: int | None
    est_demandee: bool
    ordre: int
    sejour: Sejour = ANNEE_ENTIERE


@dataclass(frozen=True, slots=True)
class CreneauOffert:
    """A weekly time of the offer and its seats."""

    creneau_id: int
    jour: int
    debut: time
    duree_min: int
    salle: str
    enseignants: tuple[str, ...]
    capacite: int
    prises: int
    du_le: date | None
    au_le: date | None

    @property
    def libres(self) -> int:
        """Seats left."""
        return max(0, self.capacite - self.prises)


@dataclass(frozen=True, slots=True)
class CoursOffert:
    """A course of the target year with its weekly times."""

    cours_id: int
    code: str
    libelle: str
    cursus_id: int
    cursus: str
    cursus_code: str
    specialite: str
    discipline_id: int
    discipline: str
    discipline_code: str
    est_individuelle: bool
    niveau_id: int | None
    niveau: str | None
    cycle: int | None
    ha: str
    mode: str
    site_id: int
    site_nom: str
    precedent_id: int | None
    est_pour_adultes: bool
    creneaux: tuple[CreneauOffert, ...] = ()

    def creneau(self, creneau_id: int | None) -> CreneauOffert | None:
        """One of its weekly times."""
        return next((c for c in self.creneaux if c.creneau_id == creneau_id), None)


@dataclass(frozen=True, slots=True)
class TypeFait:
    """A row of the table of pieces."""

    type_id: int
    code: str
    libelle: str
    aide: str
    rattachement: str
    exigence: str
    effet: str
    regle: dict[str, Any]
    natures: Any
    pages: int | None
    mois_validite: int | None


@dataclass(frozen=True, slots=True)
class PieceFait:
    """A file received and not withdrawn; ``verdict`` is what its facts make of it, empty until it is read.

    ``purge_a``: it was destroyed then, by the list ``bordereau``.
    """

    piece_id: int
    version: int
    type_id: int
    foyer_id: int
    eleve_id: int | None
    nom_original: str
    nom_range: str
    sha256: str
    octets: int
    pages: int | None
    examen: Any
    depose_a: datetime
    depose_par: str
    derogation: str
    etat: str
    motif: str
    decide_par: str
    decide_a: datetime | None
    verdict: str = ""
    purge_a: datetime | None = None
    bordereau: int | None = None


@dataclass(frozen=True, slots=True)
class ConditionFait:
    """A condition noted for a pupil by hand, or computed from the base (then without author)."""

    dossier_eleve_id: int
    genre: str
    etat: str
    source: str
    detail: str
    motif: str
    auteur: str
    a: datetime | None


@dataclass(frozen=True, slots=True)
class AvisFait:
    """A course that a pupil follows in the source year, and what its teacher says of next year, None so far."""

    dossier_eleve_id: int
    cours: str
    avis: str | None
    a: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The small tables that price every household of a site and year alike: tariff (a), (b), (c), settings, territory.

    Each reading is equal to itself alone: what is worked out once for many households never outlives the tables that
    it was worked out from.
    """

    articles: tuple[Any, ...] = ()
    zones: tuple[Any, ...] = ()
    etiquettes: tuple[Any, ...] = ()
    reglages: dict[str, Any] = field(default_factory=dict)
    communes: tuple[Commune, ...] = ()


@dataclass(frozen=True, slots=True)
class Petites:
    """The tables of a site and year, and the small rows of the households: tags, reductions, conditions.

    ``locations`` are the rental contracts of the pupils who answer; ``a_un_parc``: the site hires instruments;
    ``avis`` what the teachers of the source year say; ``absences`` count, by answer, the unjustified absences of the
    source year, and say when that changed.
    """

    tables: Tables = field(default_factory=Tables)
    manuelles: tuple[Any, ...] = ()
    reductions: tuple[Any, ...] = ()
    conditions: tuple[ConditionFait, ...] = ()
    locations: tuple[tuple[int, Loue], ...] = ()
    a_un_parc: bool = False
    avis: tuple[AvisFait, ...] = ()
    absences: tuple[tuple[int, int, datetime], ...] = ()

    @property
    def reglages(self) -> dict[str, Any]:
        """The settings of the site and year."""
        return self.tables.reglages


_ETATS: dict[str | None, EtatDossier] = {None: EtatDossier.SANS_REPONSE, **{str(etat): etat for etat in EtatDossier}}


@dataclass(frozen=True, slots=True)
class Enfant:
    """A pupil of the household with everything about his answer."""

    membre: Membre
    suivis: tuple[CoursSuivi, ...]
    lignes: tuple[Ligne, ...]
    parts: dict[int, Membre]

    @property
    def eleve_id(self) -> int:
        """The pupil."""
        return self.membre.eleve_id or 0

    @property
    def etat(self) -> EtatDossier:
        """Where his answer stands; a pupil without a row has not answered."""
        return _ETATS[self.membre.etat]

    @property
    def prenom(self) -> str:
        """First name, or the name of somebody who has none."""
        return self.membre.prenom or self.membre.nom

    @property
    def est_nouveau(self) -> bool:
        """A pupil who follows nothing in the source year: he enrols, the others re-enrol."""
        return not self.suivis


@dataclass(frozen=True, slots=True)
class Charge:
    """A dossier read whole, with the other household of shared children."""

    tete: Tete
    foyers: dict[int, FaitsFoyer]
    membres: tuple[Membre, ...]
    enfants: tuple[Enfant, ...]
    offre: dict[int, CoursOffert]
    types: tuple[TypeFait, ...]
    pieces: tuple[PieceFait, ...]
    petites: Petites

    @property
    def foyer(self) -> FaitsFoyer:
        """The household of the dossier."""
        return self.foyers[self.tete.foyer_id]

    @property
    def du_dossier(self) -> tuple[Enfant, ...]:
        """The pupils who answer in this dossier."""
        return tuple(e for e in self.enfants if e.membre.de_dossier_id == self.tete.dossier_id)

    def adultes(self, foyer_id: int) -> tuple[Membre, ...]:
        """The responsible persons of a household, in its order."""
        return tuple(m for m in self.membres if m.foyer_id == foyer_id and m.role != "enfant")

    def enfants_de(self, foyer_id: int) -> tuple[Enfant, ...]:
        """Every pupil linked to a household, whichever dossier holds the answer."""
        return tuple([e for e in self.enfants if foyer_id in e.parts])

    def enfant(self, dossier_eleve_id: int) -> Enfant:
        """One pupil of the dossier; raises Introuvable."""
        for enfant in self.du_dossier:
            if enfant.membre.dossier_eleve_id == dossier_eleve_id:
                return enfant
        raise Introuvable("dossier", dossier_eleve_id)
