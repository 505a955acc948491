"""What is done with the files that arrive: read one by one, filed one by one, then put away in their sub-folder."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from imuse_desk.domain.erreurs import ErreurMetier, RegleMetier
from imuse_desk.infra.bannette import ECARTES, RANGES, Arrive, deplacer, exiger_inchange
from imuse_desk.services.bannette.destination import Destination
from imuse_desk.services.bannette.parties import Partie, lire_fichier
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.reinscription.pieces import ImporterPieces, PieceImportee, importer
from imuse_desk.views.bannette.lignes import DECIDABLES, FINIS, Etat, Ligne
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import remede_document, texte_erreur

ABSENTS = frozenset({"bannette_injoignable", "fichier_introuvable"})
"""The file, or the whole folder, cannot be reached for now."""


class Classement(QObject):
    """``lignes`` and ``change`` when they move; ``tardive(ident)``: the deadline is over, a reason is needed."""

    change = Signal()
    tardive = Signal(int)

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QObject) -> None:
        super().__init__(parent)
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self.lignes: dict[int, Ligne] = {}
        self._connus: dict[Path, Arrive] = {}
        self._a_lire: deque[Path] = deque()
        self._lecture: Arrive | None = None
        self._a_ranger: deque[tuple[int, str]] = deque()
        self._rangement: int | None = None
        self._a_deplacer: dict[Path, str] = {}
        self._absents: set[int] = set()
        self._dernier = 0
        self._est_automatique = False

    @property
    def en_attente(self) -> int:
        """Documents that wait for somebody."""
        return sum(ligne.etat in DECIDABLES | {Etat.ILLISIBLE} for ligne in self.lignes.values())

    def oublier(self) -> None:
        """Another folder: nothing of the former one stays on show."""
        for reste in (self.lignes, self._connus, self._a_lire, self._a_ranger, self._a_deplacer, self._absents):
            reste.clear()
        self.change.emit()

    def automatiser(self, *, est_automatique: bool) -> None:
        """File by itself what bears a cover sheet, from now on and what waits already."""
        self._est_automatique = est_automatique
        if est_automatique:
            self.ranger_les_surs()

    @Slot()
    def ranger_les_surs(self) -> None:
        """File everything that bears a cover sheet."""
        for ligne in list(self.lignes.values()):
            if ligne.est_sure:
                self.ranger(ligne.ident)

    # ---- arrival

    def recevoir(self, prets: tuple[Arrive, ...], presents: frozenset[Path]) -> None:
        """Files that are whole; those that went away by another hand leave the list."""
        for chemin in [c for c in self._connus if c not in presents]:
            self._retirer(chemin)
        for arrive in prets:
            if self._connus.get(arrive.chemin) != arrive:
                self._retirer(arrive.chemin)
                self._connus[arrive.chemin] = arrive
                self._accueillir(arrive)
        for chemin in list(self._a_deplacer):
            self._deplacer(chemin)
        self._retrouver()
        self.change.emit()
        self._lire_suivant()

    def _retrouver(self) -> None:
        """What could not be reached is there again: to file, or to read, as it was before."""
        lignes = [self.lignes[ident] for ident in sorted(self._absents) if ident in self.lignes]
        self._absents.clear()
        for ligne in lignes:
            if ligne.etat is Etat.A_RANGER:
                self.lignes[ligne.ident] = replace(ligne, phrase="")
            elif ligne.etat is Etat.ILLISIBLE:
                self.lignes[ligne.ident] = replace(ligne, etat=Etat.A_LIRE, phrase="")
                self._a_lire.append(ligne.chemin)
        if lignes and self._est_automatique:
            self.ranger_les_surs()

    def _accueillir(self, arrive: Arrive) -> None:
        """A file to read, or one that says why it cannot be."""
        defaut = arrive.defaut or ("" if arrive.octets else "bannette_vide")
        if defaut:
            phrase = _phrase(RegleMetier(defaut, fichier=arrive.chemin.name))
            self._ajouter(Ligne(0, arrive.chemin, Etat.ILLISIBLE, phrase=phrase))
        else:
            self._ajouter(Ligne(0, arrive.chemin))
            self._a_lire.append(arrive.chemin)

    def _ajouter(self, ligne: Ligne) -> None:
        self._dernier += 1
        self.lignes[self._dernier] = replace(ligne, ident=self._dernier)

    def _retirer(self, chemin: Path) -> None:
        """Forget a file, but for what was filed of it."""
        self._connus.pop(chemin, None)
        self._a_deplacer.pop(chemin, None)
        for ligne in [x for x in self.lignes.values() if x.chemin == chemin and x.etat not in FINIS]:
            del self.lignes[ligne.ident]

    def relire(self, ident: int) -> None:
        """Open again a file that could not be read."""
        ligne = self.lignes[ident]
        self._poser(replace(ligne, etat=Etat.A_LIRE, phrase=""))
        self._a_lire.append(ligne.chemin)
        self._lire_suivant()

    def _lire_suivant(self) -> None:
        while self._lecture is None and self._a_lire:
            self._lecture = self._connus.get(self._a_lire.popleft())
            if self._lecture is not None:
                lire = partial(lire_fichier, self._ctx, self._lecture.chemin)
                self._executant.lire(lire, self._lu, self._illisible)

    def _attendue(self) -> Ligne | None:
        """The line that waited for the reading that ends; none where another file took the place of the one read."""
        lu, self._lecture = self._lecture, None
        if lu is None or self._connus.get(lu.chemin) != lu:
            return None
        return next((x for x in self.lignes.values() if x.chemin == lu.chemin and x.etat is Etat.A_LIRE), None)

    @Slot(object)
    def _lu(self, parties: tuple[Partie, ...]) -> None:
        attendue = self._attendue()
        if attendue is not None:
            self._decouper(attendue, parties)
        self.change.emit()
        if self._est_automatique:
            self.ranger_les_surs()
        self._lire_suivant()

    def _decouper(self, lue: Ligne, parties: tuple[Partie, ...]) -> None:
        """The documents of a file take its place in the list, which stays in the order of arrival."""
        lignes = list(self.lignes.values())
        self.lignes.clear()
        for ligne in lignes:
            if ligne.ident != lue.ident:
                self.lignes[ligne.ident] = ligne
                continue
            for partie in parties:
                self._ajouter(Ligne(0, partie.chemin, Etat.A_RANGER, partie, partie.destination))

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        attendue = self._attendue()
        if attendue is not None:
            if isinstance(erreur, ErreurMetier) and erreur.code in ABSENTS:
                self._absents.add(attendue.ident)
            self._poser(replace(attendue, etat=Etat.ILLISIBLE, phrase=_phrase(erreur)))
        self._lire_suivant()

    # ---- filing

    def choisir(self, ident: int, destination: Destination) -> None:
        """Somebody chose the row: file it there."""
        self._poser(replace(self.lignes[ident], destination=destination))
        self.ranger(ident)

    def ranger(self, ident: int, derogation: str = "") -> None:
        """Import a document on its row, behind those asked before."""
        ligne = self.lignes[ident]
        if ligne.est_rangeable:
            self._poser(replace(ligne, etat=Etat.EN_COURS, phrase=""))
            self._a_ranger.append((ident, derogation))
            self._ranger_suivant()

    def ecarter(self, ident: int) -> None:
        """Leave a document out; its file is put aside, never destroyed."""
        ligne = self.lignes[ident]
        if ligne.etat in DECIDABLES | {Etat.ILLISIBLE}:
            self._poser(replace(ligne, etat=Etat.ECARTEE, phrase=""))
            self._finir(ligne.chemin)

    def _ranger_suivant(self) -> None:
        while self._rangement is None and self._a_ranger:
            ident, derogation = self._a_ranger.popleft()
            ligne = self.lignes.get(ident)
            if ligne is None or ligne.partie is None or ligne.destination is None or ligne.destination.type_id is None:
                continue
            cible, lu = ligne.destination, self._connus[ligne.chemin]
            commande = ImporterPieces(
                cible.dossier_id, ligne.destination.type_id, (ligne.partie.source,), cible.eleve_id, derogation
            )
            self._rangement = ident
            self._executant.travailler(
                _import(self._ctx, commande, lu), self._range, self._rate, est_ecriture=False
            )  # fmt: skip

    @Slot(object)
    def _range(self, fait: Fait[list[PieceImportee]]) -> None:
        ident, self._rangement = self._rangement, None
        self._bus.publier(fait.changements)
        recue = fait.resultat[0]
        ligne = self.lignes.get(ident or 0)
        if ligne is not None:
            if recue.est_recue:
                self._poser(replace(ligne, etat=Etat.RANGEE))
            elif recue.code == "deja_la":
                self._poser(replace(ligne, etat=Etat.DEJA_LA, phrase="Ce document est déjà là, sur la même pièce."))
            elif recue.code in ABSENTS:
                self._garder_a_ranger(ligne, RegleMetier(recue.code))
            else:
                phrase = f"{recue.message[:1].upper()}{recue.message[1:]}. {remede_document(recue.code)}"
                self._poser(replace(ligne, etat=Etat.REFUSEE, phrase=phrase.rstrip()))
            self._finir(ligne.chemin)
        self._ranger_suivant()

    @Slot(object)
    def _rate(self, erreur: Exception) -> None:
        ident, self._rangement = self._rangement, None
        ligne = self.lignes.get(ident or 0)
        if ligne is not None and isinstance(erreur, ErreurMetier) and erreur.code in ABSENTS:
            self._garder_a_ranger(ligne, erreur)
        elif ligne is not None:
            self._poser(replace(ligne, etat=Etat.REFUSEE, phrase=_phrase(erreur)))
            if isinstance(erreur, ErreurMetier) and erreur.code == "pieces_closes":
                self.tardive.emit(ligne.ident)
        self._ranger_suivant()

    def _garder_a_ranger(self, ligne: Ligne, absence: ErreurMetier) -> None:
        """The folder is away: nothing is wrong with the document, which waits until it is back."""
        self._absents.add(ligne.ident)
        self._poser(replace(ligne, etat=Etat.A_RANGER, phrase=_phrase(absence)))

    # ---- putting away

    def _finir(self, chemin: Path) -> None:
        """Every document of the file was dealt with: the file goes to its sub-folder."""
        etats = {ligne.etat for ligne in self.lignes.values() if ligne.chemin == chemin and chemin in self._connus}
        if etats and etats <= FINIS:
            self._a_deplacer[chemin] = ECARTES if etats == {Etat.ECARTEE} else RANGES
            self._deplacer(chemin)

    def _deplacer(self, chemin: Path) -> None:
        self._executant.lire(
            partial(_mettre, self._connus[chemin], self._a_deplacer[chemin]),
            self._deplace,
            self._reste,
            cle=f"deplacer {chemin}",
        )

    @Slot(object)
    def _deplace(self, mis: "tuple[Path, Path | ErreurMetier]") -> None:
        """The file is away, or stays and is tried again at the next look, which its lines say."""
        chemin, ou = mis
        phrase = ""
        if isinstance(ou, ErreurMetier):
            phrase = f"Rangé, mais le fichier est resté dans la bannette. {_phrase(ou)}"
        else:
            self._a_deplacer.pop(chemin, None)
            self._connus.pop(chemin, None)
        for ligne in [x for x in self.lignes.values() if x.chemin == chemin and x.etat in FINIS]:
            self._poser(replace(ligne, phrase=phrase or (ligne.phrase if ligne.etat is Etat.DEJA_LA else "")))

    @Slot(object)
    def _reste(self, _erreur: Exception) -> None:
        """Something else failed: the next look tries again."""

    def _poser(self, ligne: Ligne) -> None:
        self.lignes[ligne.ident] = ligne
        self.change.emit()


def _import(ctx: Contexte, commande: ImporterPieces, lu: Arrive) -> Callable[[Any], Fait[list[PieceImportee]]]:
    """What goes to a row is what was read for it, never a later scan of the same name."""

    def faire(_jeton: Any) -> Fait[list[PieceImportee]]:
        exiger_inchange(lu)
        return importer(ctx, commande)

    return faire


def _mettre(lu: Arrive, sous_dossier: str) -> "tuple[Path, Path | ErreurMetier]":
    """A later scan of the same name stays in the folder: it is not filed yet."""
    try:
        exiger_inchange(lu)
        return lu.chemin, deplacer(lu.chemin, sous_dossier)
    except ErreurMetier as refus:
        return lu.chemin, refus


def _phrase(erreur: Exception) -> str:
    message = texte_erreur(erreur)
    return message.court
