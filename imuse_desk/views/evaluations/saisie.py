"""A sheet of marks being edited, Qt-free: what was read, typed, refused, not yet written; undo and redo.

A cell is (row, column): a column is the rank of a criterion, or ``APPRECIATION``. What is typed and cannot be a mark
stays in its cell with its error, and is never sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from imuse_desk.domain.collage import APPRECIATION, Cible, Feuillet
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.notes import Note, ecrire_moyenne, ecrire_note, ecrire_saisie, lire_note
from imuse_desk.services.suivi.criteres import Bilan, CritereVu, bilan
from imuse_desk.services.suivi.evaluations import (
    EcrireNotes,
    NoteEcrite,
    TexteEcrit,
    cle_note,
    cle_texte,
    lire_appreciation,
)
from imuse_desk.services.suivi.feuille import EleveNote, FeuilleVue

Place = tuple[int, int]
ANNULATIONS_MAX = 200


@dataclass(slots=True)
class Case:
    """A cell: what is known to be valid, the version read, what was refused in its place and why."""

    note: Note | None = None
    version: int = 0
    refuse: str = ""
    erreur: Invalide | None = None


@dataclass(slots=True)
class Texte:
    """A comment: the same."""

    texte: str = ""
    version: int = 0
    refuse: str = ""
    erreur: Invalide | None = None


@dataclass(slots=True)
class Rangee:
    """A pupil's row."""

    eleve: EleveNote
    cases: list[Case]
    texte: Texte
    bilan: Bilan

    @property
    def nom(self) -> str:
        """His whole name."""
        return f"{self.eleve.nom} {self.eleve.prenom}".strip()


@dataclass(frozen=True, slots=True)
class Ecart:
    """A cell that another desk wrote meanwhile: both texts."""

    rang: int
    colonne: int
    sienne: str
    autre: str


@dataclass
class FeuilleSaisie:
    """The sheet on show and what waits to be written."""

    feuille: FeuilleVue
    creneau_id: int = 0
    rangees: list[Rangee] = field(default_factory=list)
    _attente: dict[str, str] = field(default_factory=dict)
    _en_vol: dict[str, str] = field(default_factory=dict)
    _faits: list[list[tuple[Place, str, str]]] = field(default_factory=list)
    _defaits: list[list[tuple[Place, str, str]]] = field(default_factory=list)
    _par_cle: dict[str, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Bind the rows read."""
        self.rangees = [self._rangee(eleve) for eleve in self.feuille.eleves]
        colonnes = (*range(len(self.criteres)), APPRECIATION)
        self._par_cle = {self.cle((r, c)): (r, c) for r in range(len(self.rangees)) for c in colonnes}

    def _rangee(self, eleve: EleveNote) -> Rangee:
        cases = [Case(cellule.note, cellule.version) for cellule in eleve.cellules]
        return Rangee(eleve, cases, Texte(eleve.appreciation, eleve.version_appreciation), eleve.bilan)

    # ---- reading

    @property
    def cle_feuille(self) -> tuple[int, int, int]:
        """Which sheet it is: course, period, weekly time."""
        return self.feuille.cours_id, self.feuille.periode.id, self.creneau_id

    def rang_de(self, inscription_id: int | None) -> int | None:
        """The row of a pupil."""
        return next((r for r, x in enumerate(self.rangees) if x.eleve.inscription_id == inscription_id), None)

    @property
    def criteres(self) -> Sequence[CritereVu]:
        """The columns."""
        return self.feuille.criteres

    @property
    def est_fermee(self) -> bool:
        """Nothing may be written."""
        return bool(self.feuille.fermee)

    def edite(self, rang: int, colonne: int) -> str:
        """The text that a cell is edited and copied as."""
        rangee = self.rangees[rang]
        if colonne == APPRECIATION:
            return rangee.texte.refuse or rangee.texte.texte
        case = rangee.cases[colonne]
        return case.refuse or ecrire_saisie(case.note, self.criteres[colonne].echelle)

    def montre(self, rang: int, colonne: int) -> str:
        """What a cell of a criterion shows."""
        case = self.rangees[rang].cases[colonne]
        return case.refuse or ecrire_note(case.note, self.criteres[colonne].echelle)

    def moyenne(self, rang: int) -> str:
        """The average of a pupil; none while one of his cells is refused."""
        rangee = self.rangees[rang]
        echelle = rangee.bilan.echelle
        if echelle is None or any(case.erreur is not None for case in rangee.cases):
            return "\u2014"
        return ecrire_moyenne(rangee.bilan.moyenne, echelle)

    def erreur(self, rang: int, colonne: int) -> Invalide | None:
        """Why a cell is refused."""
        rangee = self.rangees[rang]
        return rangee.texte.erreur if colonne == APPRECIATION else rangee.cases[colonne].erreur

    def erreurs(self) -> list[tuple[Place, Invalide]]:
        """Every cell refused, in the order of the sheet."""
        colonnes = (*range(len(self.criteres)), APPRECIATION)
        return [
            ((rang, colonne), erreur)
            for rang in range(len(self.rangees))
            for colonne in colonnes
            if (erreur := self.erreur(rang, colonne)) is not None
        ]

    def refusees(self) -> dict[str, list[Any]]:
        """What is refused, by cell: the text and the version that it was typed over, as plain JSON."""
        return {self.cle(place): [self.edite(*place), self._objet(place).version] for place, _ in self.erreurs()}

    def reprendre(self, gardees: Mapping[str, Sequence[Any]]) -> bool:
        """Put back what was refused before, in the cells that nobody wrote since; whether there was any."""
        rangs = set()
        for cle, (texte, version) in gardees.items():
            place = self.place(cle)
            if place is None or cle in self._attente or cle in self._en_vol or self.erreur(*place) is not None:
                continue
            if self._objet(place).version == version:
                self._poser(place, texte)
                rangs.add(place[0])
        self._recompter(rangs)
        return bool(rangs)

    def vides(self) -> tuple[int, int]:
        """Cells without a mark nor an absence, and pupils without a comment, of those who are still there."""
        presents = [r for r in self.rangees if r.eleve.parti_le is None]
        notes = sum(case.note is None for rangee in presents for case in rangee.cases)
        return notes, sum(not rangee.texte.texte for rangee in presents)

    def feuillet(self) -> Feuillet:
        """What a pasted block is placed on."""
        return Feuillet(
            [(r.eleve.nom, r.eleve.prenom) for r in self.rangees], [c.libelle for c in self.criteres], self._est_note
        )

    def _est_note(self, texte: str, colonne: int) -> bool:
        try:
            lire_note(texte, self.criteres[colonne].echelle)
        except Invalide as erreur:
            return erreur.code not in {"note_illisible", "note_inconnue"}
        return True

    # ---- typing

    def saisir(self, cibles: Iterable[Cible]) -> list[Place]:
        """Put texts in cells, as one act that can be undone; the cells that changed."""
        acte = [
            ((c.rang, c.colonne), avant, c.texte) for c in cibles if (avant := self.edite(c.rang, c.colonne)) != c.texte
        ]
        if not acte:
            return []
        self._faits.append(acte)
        del self._faits[:-ANNULATIONS_MAX]
        self._defaits.clear()
        for place, _avant, texte in acte:
            self._poser(place, texte)
        return self._touchees(acte)

    def defaire(self) -> list[Place]:
        """Undo the last act."""
        return self._rejouer(self._faits, self._defaits, est_retour=True)

    def refaire(self) -> list[Place]:
        """Do again what was undone last."""
        return self._rejouer(self._defaits, self._faits, est_retour=False)

    def _rejouer(
        self, source: list[list[tuple[Place, str, str]]], vers: list[list[tuple[Place, str, str]]], *, est_retour: bool
    ) -> list[Place]:
        if not source:
            return []
        acte = source.pop()
        vers.append(acte)
        for place, avant, apres in acte:
            self._poser(place, avant if est_retour else apres)
        return self._touchees(acte)

    def _touchees(self, acte: Sequence[tuple[Place, str, str]]) -> list[Place]:
        self._recompter({place[0] for place, _, _ in acte})
        return [place for place, _, _ in acte]

    def _recompter(self, rangs: Iterable[int]) -> None:
        """The averages of these rows."""
        for rang in rangs:
            rangee = self.rangees[rang]
            notes = {
                c.id: case.note for c, case in zip(self.criteres, rangee.cases, strict=True) if case.note is not None
            }
            rangee.bilan = bilan(self.criteres, notes)

    def _poser(self, place: Place, texte: str) -> None:
        rang, colonne = place
        rangee = self.rangees[rang]
        ident = rangee.eleve.inscription_id
        objet: Case | Texte
        if colonne == APPRECIATION:
            objet, cle = rangee.texte, cle_texte(ident)
        else:
            objet, cle = rangee.cases[colonne], cle_note(ident, self.criteres[colonne].id)
        try:
            if isinstance(objet, Texte):
                objet.texte = lire_appreciation(texte, cle)
            else:
                objet.note = lire_note(texte, self.criteres[colonne].echelle, cle)
        except Invalide as erreur:
            objet.refuse, objet.erreur = texte, erreur
            return
        objet.refuse, objet.erreur = "", None
        self._attente[cle] = texte

    # ---- writing

    @property
    def attend(self) -> bool:
        """Something typed is not written yet."""
        return bool(self._attente or self._en_vol)

    @property
    def est_a_garder(self) -> bool:
        """Something typed here would be lost with it: not written yet, or refused."""
        return self.attend or bool(self.erreurs())

    def prendre(self) -> EcrireNotes | None:
        """What to write now, None while a writing is on its way or nothing waits."""
        if self._en_vol or not self._attente:
            return None
        self._en_vol, self._attente = self._attente, {}
        notes, textes = [], []
        for cle, texte in self._en_vol.items():
            rang, colonne = self._par_cle[cle]
            rangee = self.rangees[rang]
            if colonne == APPRECIATION:
                textes.append(TexteEcrit(rangee.eleve.inscription_id, texte, rangee.texte.version))
            else:
                critere = self.criteres[colonne]
                notes.append(NoteEcrite(rangee.eleve.inscription_id, critere.id, texte, rangee.cases[colonne].version))
        return EcrireNotes(self.feuille.cours_id, self.feuille.periode.id, tuple(notes), tuple(textes))

    def ecrit(self, versions: dict[str, int]) -> None:
        """What was on its way is written."""
        self._en_vol = {}
        for cle, version in versions.items():
            self._objet(self._par_cle[cle]).version = version

    def pas_ecrit(self) -> None:
        """It was refused as a whole: it waits again, under what was typed since."""
        self._attente = {**self._en_vol, **self._attente}
        self._en_vol = {}

    def abandonner(self, cles: Iterable[str]) -> None:
        """Forget what waits for these cells."""
        for cle in cles:
            self._attente.pop(cle, None)

    def refuser(self, erreurs: Iterable[Invalide]) -> None:
        """What the base refused stays in its cell with its error."""
        for erreur in erreurs:
            objet = self._objet(self._par_cle[erreur.champ])
            objet.refuse, objet.erreur = self._attente.pop(erreur.champ, ""), erreur

    def tout_abandonner(self) -> None:
        """Forget all that waits."""
        self._attente = {}

    def oublier(self) -> None:
        """Another person sits down: what this one typed, and could undo, is his; what is on its way goes on."""
        self.tout_abandonner()
        self._faits, self._defaits = [], []
        for place, _ in self.erreurs():
            objet = self._objet(place)
            objet.refuse, objet.erreur = "", None

    def relire(self, feuille: FeuilleVue) -> "FeuilleSaisie":
        """The same sheet as another desk left it: what is typed here and not written yet stays over it.

        The undo list goes where pupils or criteria changed; refused texts go with their cell.
        """
        neuve = FeuilleSaisie(feuille, self.creneau_id)
        gardees: list[Place] = []
        for cle, place in neuve._par_cle.items():
            ancienne = self._par_cle.get(cle)
            if ancienne is None:
                continue
            if cle in self._attente or cle in self._en_vol:
                neuve._poser(place, self._attente.get(cle, self._en_vol.get(cle, "")))
                # over the version that the person saw: what another desk wrote since is told, not written over
                neuve._objet(place).version = self._objet(ancienne).version
                gardees.append(place)
            if self.erreur(*ancienne) is not None:
                neuve._poser(place, self.edite(*ancienne))
                gardees.append(place)
        neuve._attente = {cle: texte for cle, texte in self._attente.items() if cle in neuve._par_cle}
        neuve._en_vol = {cle: texte for cle, texte in self._en_vol.items() if cle in neuve._par_cle}
        neuve._recompter({rang for rang, _ in gardees})
        if self._par_cle == neuve._par_cle:
            neuve._faits, neuve._defaits = self._faits, self._defaits
        return neuve

    def ecarts(self, champs: dict[str, tuple[str, str]]) -> list[Ecart]:
        """What a conflict says, by place."""
        return [Ecart(*self._par_cle[cle], sienne, autre) for cle, (sienne, autre) in champs.items()]

    def place(self, cle: str) -> Place | None:
        """Where a cell of this name stands."""
        return self._par_cle.get(cle)

    def cle(self, place: Place) -> str:
        """The name of a cell in errors and conflicts."""
        ident = self.rangees[place[0]].eleve.inscription_id
        return cle_texte(ident) if place[1] == APPRECIATION else cle_note(ident, self.criteres[place[1]].id)

    def _objet(self, place: Place) -> Case | Texte:
        rangee = self.rangees[place[0]]
        return rangee.texte if place[1] == APPRECIATION else rangee.cases[place[1]]
