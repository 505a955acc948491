"""The courses of a site, year after year: weekly times opened as pupils come, teachers and rooms without clash."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from imuse_desk.models import (
    Affectation,
    Cours,
    Creneau,
    CreneauEnseignant,
    Enseignant,
    Inscription,
    Occupation,
    Place,
    Salle,
)
from imuse_desk.services.demonstration.catalogue import (
    BLOCS_INDIVIDUELS,
    FICHES,
    HEURES_ADULTES,
    HEURES_COLLECTIVES,
    LIBELLES_DISCIPLINES,
    PAR_CODE,
    FicheCours,
)
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.demonstration.gens import Gens, civilite
from imuse_desk.services.demonstration.maison import AnneeCree, Maison, SiteCree
from imuse_desk.services.demonstration.noms import SALLES

Plage = tuple[int, int, int]
"""Day, start and end in minutes."""


@dataclass(slots=True)
class Bloc:
    """A weekly time of one year, with the seats taken so far; ``jumeau`` is the same one next year."""

    creneau_id: int
    fiche: FicheCours
    jour: int
    debut: int
    duree: int
    capacite: int
    prises: int = 0
    jumeau: "Bloc | None" = None

    @property
    def est_plein(self) -> bool:
        """No seat is left."""
        return self.prises >= self.capacite

    def prochaine_plage(self) -> Plage:
        """When the next pupil would come: the whole time, or a turn of an individual block."""
        passage = self.fiche.passage_min
        if passage is None:
            return self.jour, self.debut, self.debut + self.duree
        debut = self.debut + self.prises * passage
        return self.jour, debut, debut + passage


@dataclass(frozen=True, slots=True)
class Enseigne:
    """A teacher with the room of his or her own."""

    enseignant_id: int
    personne_id: int
    nom: str
    prenom: str
    salle_id: int


@dataclass(slots=True)
class _Annuel:
    """What a site offers in one year."""

    cours: dict[str, int] = field(default_factory=dict)
    blocs: dict[str, list[Bloc]] = field(default_factory=lambda: defaultdict(list))
    rangs: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Offre:
    """One site's courses for every year; ``annees`` go from the oldest to next year's."""

    def __init__(self, ecrivain: Ecrivain, gens: Gens, maison: Maison, site: SiteCree) -> None:
        self._ecrivain = ecrivain
        self._gens = gens
        self._maison = maison
        self.site = site
        self._salles = 0
        self.enseignants: dict[str, list[Enseigne]] = defaultdict(list)
        self._annuels = {annee.rang: _Annuel() for annee in maison.annees}
        self._ouvrir_les_cours()
        for fiche in FICHES:
            self._ouvrir_bloc(fiche, 0)

    def _ouvrir_les_cours(self) -> None:
        for fiche in FICHES:
            precedent: int | None = None
            for annee in self._maison.annees:
                precedent = self._ecrivain.ajouter(
                    Cours,
                    annee_id=annee.id,
                    site_id=self.site.id,
                    cursus_id=self._maison.cursus[fiche.cursus],
                    discipline_id=self._maison.disciplines[fiche.discipline],
                    niveau_id=self._maison.niveaux[fiche.cursus, fiche.niveau] if fiche.niveau else None,
                    code=fiche.code,
                    libelle=fiche.libelle,
                    ha=fiche.ha,
                    mode=fiche.mode.value,
                    est_pour_adultes=fiche.est_pour_adultes or fiche.cursus in {"PC", "ATA"},
                    precedent_id=precedent,
                )
                self._annuels[annee.rang].cours[fiche.code] = precedent
                if annee.rang >= 0:
                    discipline = LIBELLES_DISCIPLINES[fiche.discipline]
                    self._gens.rendre_cours_trouvable(precedent, fiche.libelle, fiche.code, discipline)

    def cours_id(self, code: str, rang: int) -> int:
        """The course of a year; ``rang`` 0 is the current year, 1 the next one, negative the past ones."""
        return self._annuels[rang].cours[code]

    def _ouvrir_bloc(self, fiche: FicheCours, rang: int) -> Bloc:
        """Open one more weekly time; one of the current year is offered again next year."""
        bloc = self._creer_bloc(fiche, rang)
        if rang == 0:
            bloc.jumeau = self._creer_bloc(fiche, 1)
        return bloc

    def _creer_bloc(self, fiche: FicheCours, rang: int) -> Bloc:
        annuel = self._annuels[rang]
        groupe, heures = _heures(fiche)
        numero = annuel.rangs[groupe]
        annuel.rangs[groupe] += 1
        jour, debut, duree = heures[numero % len(heures)]
        qui = self._enseignant(groupe, numero // len(heures))
        minutes = duree or fiche.duree_min
        creneau_id = self._ecrivain.ajouter(
            Creneau,
            cours_id=annuel.cours[fiche.code],
            jour=jour,
            debut=_heure(debut),
            duree_min=minutes,
            passage_min=fiche.passage_min,
            salle_id=qui.salle_id,
        )
        self._ecrivain.ajouter(CreneauEnseignant, creneau_id=creneau_id, enseignant_id=qui.enseignant_id)
        capacite = minutes // fiche.passage_min if fiche.passage_min else fiche.capacite
        bloc = Bloc(creneau_id, fiche, jour, debut, minutes, capacite)
        annuel.blocs[fiche.code].append(bloc)
        return bloc

    def _enseignant(self, groupe: str, indice: int) -> Enseigne:
        connus = self.enseignants[groupe]
        while len(connus) <= indice:
            identite = self._gens.adulte(self._gens.nom())
            email = self._gens.email(identite, "conservatoires.example")
            telephone = self._gens.mobile()
            personne_id = self._gens.ecrire(identite, civilite=civilite(identite), email=email, mobile=telephone)
            enseignant_id = self._ecrivain.ajouter(Enseignant, personne_id=personne_id)
            self._gens.rendre_trouvable("enseignant", enseignant_id, identite, telephones=(telephone,), email=email)
            salle_id = self._salle()
            connus.append(Enseigne(enseignant_id, personne_id, identite.nom, identite.prenom, salle_id))
        return connus[indice]

    def _salle(self) -> int:
        rang, self._salles = self._salles, self._salles + 1
        etage, indice = divmod(rang, len(SALLES))
        nom = f"Salle {SALLES[indice]}" if not etage else f"Studio {SALLES[indice]} {etage + 1}"
        return self._ecrivain.ajouter(Salle, site_id=self.site.id, nom=nom, capacite=60)

    def choisir(self, code: str, rang: int, occupees: Iterable[Plage]) -> tuple[Bloc, Plage]:
        """A weekly time with room left that fits the pupil's week, opened where none does; the seat is counted."""
        prises = tuple(occupees)
        for bloc in self._annuels[rang].blocs[code]:
            if not bloc.est_plein and _convient(plage := bloc.prochaine_plage(), prises):
                bloc.prises += 1
                return bloc, plage
        for _ in range(8):
            bloc = self._ouvrir_bloc(PAR_CODE[code], min(rang, 0))
            if rang == 1 and bloc.jumeau is not None:
                bloc = bloc.jumeau
            if _convient(plage := bloc.prochaine_plage(), prises):
                break
        bloc.prises += 1
        return bloc, plage

    def inscrire(self, eleve_id: int, code: str, niveau_id: int | None, annee: AnneeCree, occupees: list[Plage]) -> int:
        """Enrol a pupil in a course of a year with a weekly time; returns the enrolment."""
        bloc, plage = self.choisir(code, annee.rang, occupees)
        occupees.append(plage)
        inscription_id = self._ecrivain.ajouter(
            Inscription,
            eleve_id=eleve_id,
            cours_id=self.cours_id(code, annee.rang),
            annee_id=annee.id,
            site_id=self.site.id,
            niveau_id=niveau_id,
            du_le=annee.rentree_le,
            au_le=annee.fin_le if annee.rang < 0 else None,
        )
        passage = bloc.fiche.passage_min
        self._ecrivain.ajouter(
            Affectation,
            inscription_id=inscription_id,
            creneau_id=bloc.creneau_id,
            du_le=annee.rentree_le,
            au_le=annee.fin_le if annee.rang < 0 else None,
            heure_passage=_heure(plage[1]) if passage else None,
            duree_min=passage,
        )
        if annee.rang == 0:
            self.asseoir(bloc, eleve_id, self._maison.horloge, "Aline Martin")
        return inscription_id

    def asseoir(self, bloc: Bloc, eleve_id: int, quand: datetime, qui: str) -> None:
        """Write the seat that ``choisir`` counted."""
        self._ecrivain.ajouter(Place, creneau_id=bloc.creneau_id, eleve_id=eleve_id, prise_a=quand, prise_par=qui)

    def compter_les_places(self) -> None:
        """Write the counters of this year's and next year's weekly times, once nobody else comes."""
        for rang in (0, 1):
            for blocs in self._annuels[rang].blocs.values():
                for bloc in blocs:
                    self._ecrivain.ajouter(
                        Occupation, creneau_id=bloc.creneau_id, capacite=bloc.capacite, prises=bloc.prises
                    )


def _heures(fiche: FicheCours) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """The teachers that give a course, and their weekly times (length 0: the course's own)."""
    if fiche.passage_min:
        return fiche.discipline, BLOCS_INDIVIDUELS
    if fiche.cursus in {"PC", "ATA"}:
        return f"{fiche.discipline} adultes", tuple((jour, debut, 0) for jour, debut in HEURES_ADULTES)
    return fiche.discipline, tuple((jour, debut, 0) for jour, debut in HEURES_COLLECTIVES)


def _convient(plage: Plage, occupees: tuple[Plage, ...]) -> bool:
    jour, debut, fin = plage
    return all(jour != j or fin <= d or f <= debut for j, d, f in occupees)


def _heure(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)
