"""What the re-enrolment screen shows: frozen rows, words and rights already decided."""

from dataclasses import dataclass
from datetime import date, datetime, time

from imuse_desk.domain.reinscription import (
    Action,
    Effet,
    EtatCondition,
    EtatDossier,
    EtatPiece,
    Exigence,
    GenreCondition,
)
from imuse_desk.services.reinscription.prix import PrixVu


@dataclass(frozen=True, slots=True)
class CreneauVu:
    """A weekly time of the list *Cours disponible*; ``horaire`` is ``mer. 14:00 – 15:15``."""

    creneau_id: int
    horaire: str
    jour: int
    debut: time
    salle: str
    enseignants: str
    libres: int
    prises: int
    capacite: int


@dataclass(frozen=True, slots=True)
class LigneVue:
    """A row of the top table.

    ``mention``: ``choisir`` · ``plus_de_place`` (all full: the house assigns) · ``attribue`` (plus de cours
    disponible) · ``classe_partenaire`` · ``niveau`` · ``non_propose`` (not offered next year: cannot be asked).
    ``suit_cursus``: the row is asked with its cursus, whatever the way its time is got.
    """

    cours_id: int | None
    inscription_id: int | None
    cursus: str
    cours: str
    cours_suivi: str
    ha: str
    cycle: str
    cycle_suivant: str
    est_sous_reserve: bool
    est_active: bool
    a_case: bool
    suit_cursus: bool
    est_demandee: bool
    est_ajoutee: bool
    mention: str
    doit_choisir: bool
    creneau_id: int | None
    creneaux: tuple[CreneauVu, ...]
    complets: tuple[CreneauVu, ...]
    horaire_fixe: str = ""


@dataclass(frozen=True, slots=True)
class ConditionVue:
    """One of the conditions asked; ``etat`` None = not noted yet."""

    genre: GenreCondition
    etat: EtatCondition | None
    est_bloquante: bool
    source: str = ""
    detail: str = ""
    motif: str = ""
    auteur: str = ""
    a: datetime | None = None


@dataclass(frozen=True, slots=True)
class FichierVu:
    """A file on a row of pieces.

    ``alertes`` are (rule, value) of what the machine saw and somebody should look at; ``provenance`` says how a
    document made here came to be.
    ``verdict`` is what the facts make of it (conforme, non_conforme, a_verifier), empty until the machine read it.
    ``detruit_a`` is when its file was destroyed, by the list ``bordereau``.
    """

    piece_id: int
    version: int
    nom: str
    sha256: str
    depose_a: datetime
    depose_par: str
    derogation: str
    octets: int
    mo: float
    pages: int | None
    etat: EtatPiece
    motif: str
    decide_par: str
    decide_a: datetime | None
    alertes: tuple[tuple[str, str], ...]
    provenance: tuple[tuple[str, str], ...] = ()
    verdict: str = ""
    detruit_a: datetime | None = None
    bordereau: int | None = None


@dataclass(frozen=True, slots=True)
class PieceLigne:
    """A row of *pièces à fournir*; ``raison`` and ``params`` say why it is owed, optional or without object."""

    type_id: int
    code: str
    libelle: str
    aide: str
    eleve_id: int | None
    prenom: str
    exigence: Exigence
    raison: str
    params: dict[str, object]
    effet: Effet
    etat: EtatPiece
    pages_attendues: int | None
    fichiers: tuple[FichierVu, ...]


@dataclass(frozen=True, slots=True)
class EnfantVu:
    """A pupil, n of N, his answer and what may be done to it.

    ``repond_ailleurs``: shown for this household's share only, ``tenu_par`` names the other one, which answers; why an
    answer is what it is and the conditions stay there.
    """

    n: int
    total: int
    eleve_id: int
    personne_id: int
    dossier_eleve_id: int | None
    version: int
    nom: str
    prenom: str
    sexe: str
    naissance_le: date | None
    age: int | None
    devient_majeur: bool
    etat: EtatDossier
    motif: str
    motif_le: date | None
    motif_auteur: str
    depose_a: datetime | None
    valide_a: datetime | None
    valide_par: str
    lignes: tuple[LigneVue, ...]
    conditions: tuple[ConditionVue, ...]
    actions: frozenset[Action]
    est_nouveau: bool
    obstacles: tuple[tuple[str, str], ...]
    repond_ailleurs: bool
    tenu_par: str = ""


@dataclass(frozen=True, slots=True)
class DeclarationVue:
    """The text in force, and the last acceptance."""

    texte_id: int | None
    numero: int | None
    texte: str
    acceptee_par: str = ""
    acceptee_le: date | None = None
    moyen: str = ""
    agent: str = ""
    a: datetime | None = None


@dataclass(frozen=True, slots=True)
class DossierVu:
    """A family's re-enrolment as the screen shows it, for the campaign's year whatever year is consulted.

    Not ``peut_saisir``: the person's role only reads, or ``est_autre_site``: it would write on the site consulted.
    """

    dossier_id: int
    version: int
    numero: str
    foyer_id: int
    foyer_numero: str
    famille: str
    campagne_id: int
    site_id: int
    site: str
    fuseau: str
    annee_source: str
    annee_cible_id: int
    annee_cible: str
    ouvre_a: datetime
    ferme_a: datetime
    pieces_jusqu_a: datetime
    est_pas_ouverte: bool
    est_close: bool
    est_pieces_closes: bool
    statut_residence: str
    statut_origine: str
    enfants: tuple[EnfantVu, ...]
    nouveaux: tuple[tuple[int, str], ...]  # pupils of the household who are not asked: (eleve_id, first name)
    pieces: tuple[PieceLigne, ...]
    prix: PrixVu | None
    declaration: DeclarationVue
    revenus_declines_par: str
    revenus_declines_le: date | None
    accuse_id: int | None
    responsables: tuple[str, ...]
    peut_saisir: bool
    est_autre_site: bool
    peut_decider: bool
    peut_deroger: bool
    lit_revenus: bool


@dataclass(frozen=True, slots=True)
class FaitVu:
    """A fact seen on a piece: the one of its rule that holds.

    ``detail`` is the code of a reason; ``page`` (from 1) and ``boite`` (points) say where the value stands.
    """

    regle: str
    resultat: str
    valeur: str
    source: str
    confirme_par: str
    a: datetime
    attendu: str = ""
    detail: str = ""
    page: int | None = None
    boite: tuple[float, float, float, float] | None = None
    centimes: int | None = None
