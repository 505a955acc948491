"""What the Réinscription screen shows, as plain rows. Qt-free: the presenter fills them, the widgets show them."""

from dataclasses import dataclass

from imuse_desk.views.common.jetons import Ton


@dataclass(frozen=True, slots=True)
class CreneauAffiche:
    """A weekly time in the list of a row; a full one is shown as n/n and can't be chosen."""

    creneau_id: int
    texte: str
    places: str
    est_complet: bool


@dataclass(frozen=True, slots=True)
class CoursAffiche:
    """A row of the top table; ``phrase`` stands in place of the list where there is nothing to choose."""

    cours_id: int | None
    cours: str
    cursus: str
    ha: str
    cycle: str
    suivant: str
    actif: str
    est_cochee: bool
    a_case: bool
    suit_cursus: bool
    phrase: str
    aide: str
    icone: str
    creneaux: tuple[CreneauAffiche, ...]
    creneau_id: int | None
    doit_choisir: bool
    est_ajoute: bool


@dataclass(frozen=True, slots=True)
class ConditionAffichee:
    """One of the four conditions: a word, what it is about, why."""

    genre: str
    mot: str
    titre: str
    detail: str
    origine: str
    ton: Ton
    icone: str


@dataclass(frozen=True, slots=True)
class FichierAffiche:
    """A file received; ``note`` says how a document made here came to be, or when it was destroyed."""

    piece_id: int
    version: int
    nom: str
    date: str
    heure: str
    taille: str
    etat: str
    ton: Ton
    icone: str
    alerte: str
    est_acceptee: bool
    est_a_verifier: bool
    sha256: str
    note: str = ""
    est_detruit: bool = False


@dataclass(frozen=True, slots=True)
class PieceAffichee:
    """A row of *pièces à fournir* with the files that answer it."""

    type_id: int
    eleve_id: int | None
    nom: str
    exigence: str
    aide: str
    etat: str
    ton: Ton
    icone: str
    est_sans_objet: bool
    fichiers: tuple[FichierAffiche, ...]
    est_consultable: bool = True
