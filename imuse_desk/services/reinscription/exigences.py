"""Which pieces a household owes, and why: the table of pieces applied to its facts (nothing is read here)."""

from collections.abc import Sequence
from dataclasses import dataclass

from imuse_desk.domain.reinscription import Effet, EtatPiece, Exigence, PieceVue
from imuse_desk.services.reinscription.faits import PieceFait, TypeFait


@dataclass(frozen=True, slots=True)
class FaitsExigence:
    """The facts of a household that the table looks at; ``statut_origine`` says where the residence comes from."""

    statut: str
    statut_origine: str
    enfants_a_charge: int | None
    eleves: int
    a_imposition_commune: bool | None
    adultes: int


@dataclass(frozen=True, slots=True)
class EnfantExigence:
    """A pupil, the arts that he asks for (or follows, before he answers), and whether he answers in this dossier."""

    eleve_id: int
    prenom: str
    specialites: frozenset[str]
    repond_ici: bool = True


@dataclass(frozen=True, slots=True)
class PieceDue:
    """A row of *pièces à fournir*; ``raison`` is a code, ``params`` what its sentence needs."""

    type: TypeFait
    eleve_id: int | None
    prenom: str
    exigence: Exigence
    raison: str
    params: dict[str, object]
    fichiers: tuple[PieceFait, ...]

    @property
    def etat(self) -> EtatPiece:
        """State of the row from its files: something unseen, else something accepted, else refused."""
        etats = {EtatPiece(f.etat) for f in self.fichiers}
        for etat in (EtatPiece.A_VERIFIER, EtatPiece.ACCEPTEE, EtatPiece.REFUSEE):
            if etat in etats:
                return etat
        return EtatPiece.A_FOURNIR

    @property
    def effet(self) -> Effet:
        """What its lack does."""
        return Effet(self.type.effet)

    def vue(self) -> PieceVue:
        """What the state of the dossier looks at."""
        return PieceVue(self.etat, self.exigence, self.effet)


def exigences(
    types: Sequence[TypeFait], faits: FaitsExigence, enfants: Sequence[EnfantExigence], pieces: Sequence[PieceFait]
) -> tuple[PieceDue, ...]:
    """Apply the table: one row a household's piece, one a pupil for a pupil's piece that concerns somebody."""
    dues: list[PieceDue] = []
    for genre in types:
        if genre.rattachement == "eleve":
            dues += [_pour_eleve(genre, faits, enfant, pieces) for enfant in enfants if enfant.repond_ici]
        else:
            arts = frozenset(art for enfant in enfants for art in enfant.specialites)
            exigence, raison, params = juger(genre, faits, arts)
            fichiers = tuple(p for p in pieces if p.type_id == genre.type_id and p.eleve_id is None)
            dues.append(PieceDue(genre, None, "", exigence, raison, params, fichiers))
    return tuple(dues)


def _pour_eleve(genre: TypeFait, faits: FaitsExigence, enfant: EnfantExigence, pieces: Sequence[PieceFait]) -> PieceDue:
    exigence, raison, params = juger(genre, faits, enfant.specialites)
    fichiers = tuple(p for p in pieces if p.type_id == genre.type_id and p.eleve_id == enfant.eleve_id)
    return PieceDue(genre, enfant.eleve_id, enfant.prenom, exigence, raison, params, fichiers)


def juger(
    genre: TypeFait, faits: FaitsExigence, specialites: frozenset[str]
) -> tuple[Exigence, str, dict[str, object]]:
    """Requirement of one type with its reason: residence and speciality set it aside, too few children soften it."""
    regle = genre.regle
    residences = regle.get("residence")
    if residences and faits.statut not in residences:
        return Exigence.SANS_OBJET, "residence", {"statut": faits.statut, "origine": faits.statut_origine}
    specialite = regle.get("specialite")
    if specialite and specialite not in specialites:
        return Exigence.SANS_OBJET, "specialite", {"specialite": specialite}
    if regle.get("parent") == 2:
        verdict = _second_parent(faits)
        if verdict is not None:
            return Exigence.SANS_OBJET, verdict, {}
    minimum = regle.get("enfants_min")
    if minimum:
        nombre = faits.eleves if faits.enfants_a_charge is None else faits.enfants_a_charge
        params: dict[str, object] = {"n": nombre, "minimum": minimum, "connu": faits.enfants_a_charge is not None}
        if nombre < minimum:
            return Exigence.SI_BENEFICE, "enfants_a_charge", params
        return Exigence(genre.exigence), "enfants_a_charge", params
    if regle.get("parent") == 2 and faits.a_imposition_commune is None:
        return Exigence(genre.exigence), "imposition_inconnue", {}
    return Exigence(genre.exigence), "toujours", {}


def _second_parent(faits: FaitsExigence) -> str | None:
    """Why the second parent's notice is not owed: nobody else in the household, or one notice for both."""
    if faits.adultes < 2:
        return "parent_seul"
    return "imposition_commune" if faits.a_imposition_commune else None
