"""From the courses followed to the lines of next year: course that continues, level, how a time is got."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from imuse_desk.domain.enseignement import ModeAffectation, laisse_choisir
from imuse_desk.domain.horaires import Lecon
from imuse_desk.domain.tarifs.proration import ANNEE_ENTIERE, Sejour
from imuse_desk.services.reinscription.faits import Charge, CoursOffert, CoursSuivi, CreneauOffert, Enfant, Ligne


@dataclass(frozen=True, slots=True)
class LigneDemande:
    """A row of the top table: the course followed, the one of next year, its level, its weekly time.

    ``cours`` is None where the course followed is not offered next year: such a row cannot be asked.
    """

    suivi: CoursSuivi | None
    cours: CoursOffert | None
    ligne_id: int | None
    niveau_id: int | None
    niveau: str
    cycle: int | None
    est_sous_reserve: bool
    est_demandee: bool
    creneau_id: int | None
    ordre: int
    sejour: Sejour = ANNEE_ENTIERE

    @property
    def creneau(self) -> CreneauOffert | None:
        """The weekly time chosen."""
        return self.cours.creneau(self.creneau_id) if self.cours else None

    @property
    def suit_cursus(self) -> bool:
        """The row has no tick of its own."""
        return self.cours is not None and self.cours.mode == ModeAffectation.SUIT_CURSUS

    @property
    def choisit(self) -> bool:
        """A weekly time is picked among those offered."""
        cours = self.cours
        if cours is None or not cours.creneaux:
            return False
        return laisse_choisir(ModeAffectation(cours.mode), cours.ha, cours.specialite)

    @property
    def doit_choisir(self) -> bool:
        """A time is still to be picked: some have room, none is chosen; with none left the house assigns one."""
        libres = self.cours is not None and any(c.libres for c in self.cours.creneaux)
        return self.est_demandee and self.choisit and self.creneau_id is None and libres

    def lecon(self) -> Lecon | None:
        """When it takes place, where that is known: the time chosen, or the only one of an assigned course.

        An individual lesson is a turn inside its teacher's block, fixed with the family later: the block is no lesson.
        """
        if self.cours is None:
            return None
        fixe = self.creneau
        attribue = not self.choisit and not self.cours.est_individuelle
        if fixe is None and attribue and len(self.cours.creneaux) == 1:
            fixe = self.cours.creneaux[0]
        if fixe is None:
            return None
        return Lecon(
            self.cours.libelle, fixe.jour, fixe.debut, fixe.duree_min, fixe.salle, self.cours.site_nom, fixe.du_le,
            fixe.au_le,
        )  # fmt: skip


def lignes_de(charge: Charge, enfant: Enfant) -> tuple[LigneDemande, ...]:
    """The rows of a pupil: those written, then the courses followed that have none yet."""
    suivis = {s.inscription_id: s for s in enfant.suivis}
    rangees = [
        _ecrite(charge, ligne, suivis.pop(ligne.inscription_id, None) if ligne.inscription_id else None)
        for ligne in enfant.lignes
    ]
    pris = {r.cours.cours_id for r in rangees if r.cours}
    for ordre, suivi in enumerate(suivis.values(), start=len(rangees)):
        nouvelle = _proposer(suivi, charge.offre.values(), ordre)
        if nouvelle.cours is None or nouvelle.cours.cours_id not in pris:
            rangees.append(nouvelle)
            pris |= {nouvelle.cours.cours_id} if nouvelle.cours else set()
    return tuple(rangees)


def lignes_demandees(charge: Charge, enfant: Enfant) -> tuple[LigneDemande, ...]:
    """The rows that a pupil asks for: all are written, a row that is only proposed asks for nothing."""
    suivis = {s.inscription_id: s for s in enfant.suivis}
    return tuple(
        _ecrite(charge, ligne, suivis.get(ligne.inscription_id) if ligne.inscription_id else None)
        for ligne in enfant.lignes
        if ligne.est_demandee
    )


def cours_demandes(charge: Charge, enfant: Enfant) -> Iterator[tuple[CoursOffert, Ligne]]:
    """The courses that a pupil asks for, with the row of each: what his price looks at."""
    for ligne in enfant.lignes:
        if ligne.est_demandee and (cours := charge.offre.get(ligne.cours_id)) is not None:
            yield cours, ligne


def _ecrite(charge: Charge, ligne: Ligne, suivi: CoursSuivi | None) -> LigneDemande:
    return LigneDemande(
        suivi,
        charge.offre.get(ligne.cours_id),
        ligne.ligne_id,
        ligne.niveau_id,
        ligne.niveau or "",
        ligne.cycle,
        ligne.est_sous_reserve,
        ligne.est_demandee,
        ligne.creneau_id,
        ligne.ordre,
        ligne.sejour,
    )


def _proposer(suivi: CoursSuivi, offre: Iterable[CoursOffert], ordre: int) -> LigneDemande:
    """The row of a course followed: next level, subject to the result where the cycle changes and none is known."""
    niveau_id, niveau, cycle = suivi.niveau_id, suivi.niveau, suivi.cycle
    if suivi.suivant_id is not None:
        niveau_id, niveau, cycle = suivi.suivant_id, suivi.suivant, suivi.suivant_cycle
    return LigneDemande(
        suivi=suivi,
        cours=cours_suivant(suivi, niveau_id, list(offre)),
        ligne_id=None,
        niveau_id=niveau_id,
        niveau=niveau or "",
        cycle=cycle,
        est_sous_reserve=suivi.suivant_id is not None and suivi.suivant_cycle != suivi.cycle and not suivi.est_acquis,
        est_demandee=False,
        creneau_id=None,
        ordre=ordre,
    )


def cours_suivant(suivi: CoursSuivi, niveau_id: int | None, offre: Sequence[CoursOffert]) -> CoursOffert | None:
    """Next year's course, on the same site: of the next level where courses have one, else the one that continues."""
    memes = [
        c for c in offre
        if c.cursus_id == suivi.cursus_id and c.discipline_id == suivi.discipline_id and c.ha == suivi.ha
    ]  # fmt: skip
    memes = [c for c in memes if c.site_id == suivi.site_id] or memes
    memes.sort(key=lambda c: (c.precedent_id != suivi.cours_id, c.code))
    for convient in (
        lambda c: c.niveau_id is not None and c.niveau_id == niveau_id,
        lambda c: c.niveau_id is None and c.precedent_id == suivi.cours_id,
        lambda c: c.niveau_id is None,
        lambda c: c.precedent_id == suivi.cours_id,
    ):
        trouve = next((c for c in memes if convient(c)), None)
        if trouve is not None:
            return trouve
    return None


def suivre_cursus(lignes: Sequence[LigneDemande]) -> frozenset[int]:
    """Cursus that a pupil asks for: those where a row with a tick of its own is ticked."""
    return frozenset(r.cours.cursus_id for r in lignes if r.cours is not None and r.est_demandee and not r.suit_cursus)


def cursus_avec_case(lignes: Sequence[LigneDemande]) -> frozenset[int]:
    """Cursus where some row has a tick of its own: the others follow it."""
    return frozenset(r.cours.cursus_id for r in lignes if r.cours is not None and not r.suit_cursus)
