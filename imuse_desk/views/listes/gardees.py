"""« Mes listes »: the person's ways of showing a list, kept with the account; chosen, named, renamed, deleted."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.listes_enregistrees import (
    Disposition,
    ListesGardees,
    enregistrer_liste,
    garder_derniere,
    lire_listes,
    renommer_liste,
    supprimer_liste,
)
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant

PAUSE_MS = 900
RIEN = ListesGardees(None, {})


class ListesDuCompte(QObject):
    """Reads and writes what the account keeps of one list. ``lues`` comes once, when somebody enters."""

    lues = Signal(object)  # Disposition as last left, or None
    dit = Signal(str)

    def __init__(self, liste: str, executant: Executant, fenetre: QWidget) -> None:
        super().__init__(fenetre)
        self._liste, self._executant, self._fenetre = liste, executant, fenetre
        self._ctx: Contexte | None = None
        self.gardees = RIEN
        self.derniere: Disposition | None = None
        self.demande: Demande | None = None
        self.confirmation: Confirmation | None = None
        self._annoncer = False
        self._ancien = ""
        self._a_nommer = Disposition()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ecrire)

    @property
    def peut(self) -> bool:
        """Whether there is an account to keep lists with."""
        return self._ctx is not None and self._ctx.compte_id is not None

    def entrer(self, ctx: Contexte) -> None:
        """Somebody enters: read what is kept, then ``lues``."""
        self.garder_maintenant()
        self._ctx, self.gardees, self.derniere, self._annoncer = ctx, RIEN, None, True
        self._relire()

    def _relire(self) -> None:
        if self._ctx is not None:
            self._executant.lire(
                partial(lire_listes, self._ctx, self._liste), self._lues, self._illisible, cle="listes"
            )

    @Slot(object)
    def _lues(self, gardees: ListesGardees) -> None:
        self.gardees = gardees
        if self._annoncer:
            self._annoncer, self.derniere = False, gardees.derniere
            self.lues.emit(gardees.derniere)

    @Slot(object)
    def _illisible(self, _erreur: Exception) -> None:
        if self._annoncer:
            self._annoncer = False
            self.lues.emit(None)

    # ---- as last left

    def garder(self, disposition: Disposition) -> None:
        """Keep the list as it is now, after a pause; nothing is written when nothing changed."""
        if self.peut and disposition != self.derniere:
            self.derniere = disposition
            self._pause.start()

    def garder_maintenant(self) -> None:
        """Somebody leaves: what waits is written."""
        if self._pause.isActive():
            self._pause.stop()
            self._ecrire()

    @Slot()
    def _ecrire(self) -> None:
        if self._ctx is not None and self.derniere is not None and not self._executant.est_ferme:
            self._executant.ecrire(partial(garder_derniere, self._ctx, self._liste, self.derniere), self._garde)

    @Slot(object)
    def _garde(self, _rien: object) -> None:
        """Kept; nothing to show."""

    # ---- under a name

    def demander_nom(self, disposition: Disposition, nom: str = "") -> None:
        """Ask for the name under which the list is kept."""
        self._a_nommer = disposition
        phrase = "Ses colonnes, son tri, ses filtres et son regroupement reviendront d’un clic."
        self._demander("Enregistrer cette liste", phrase, "&Enregistrer la liste", nom)

    def demander_autre_nom(self, nom: str) -> None:
        """Ask for another name."""
        self._demander("Renommer la liste", "", "&Renommer la liste", nom, ancien=nom)

    def _demander(self, titre: str, phrase: str, verbe: str, nom: str, ancien: str = "") -> None:
        self._ancien = ancien
        champ = ("nom", "&Nom", LigneTexte(60), True)
        self.demande = Demande(self._fenetre, titre, phrase, verbe, [champ])
        self.demande.poser({"nom": nom})
        self.demande.validee.connect(self._nomme)
        self.demande.open()

    @Slot(object)
    def _nomme(self, valeurs: dict[str, Any]) -> None:
        if self._ctx is None:
            return
        if self._ancien:
            faire = partial(renommer_liste, self._ctx, self._liste, self._ancien, valeurs["nom"])
        else:
            faire = partial(enregistrer_liste, self._ctx, self._liste, valeurs["nom"], self._a_nommer)
        self._executant.ecrire(faire, self._nommee, self._refusee)

    @Slot(object)
    def _nommee(self, nom: str) -> None:
        self._relire()
        self.dit.emit(f"Liste «\u00a0{nom}\u00a0» {'renommée' if self._ancien else 'enregistrée'}")
        if self.demande is not None:
            self.demande.accept()
            self.demande = None

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        if self.demande is not None:
            self.demande.refuser(erreur)

    def demander_suppression(self, nom: str) -> None:
        """Ask before a list is forgotten."""
        self._ancien = nom
        self.confirmation = Confirmation(
            self._fenetre, f"Supprimer la liste «\u00a0{nom}\u00a0»\u00a0?",
            "Seule sa présentation disparaît\u00a0: aucune fiche n’est touchée.", "&Supprimer la liste",
            nom_icone="trash", est_danger=True,
        )  # fmt: skip
        self.confirmation.accepted.connect(self._supprimer)
        self.confirmation.open()

    @Slot()
    def _supprimer(self) -> None:
        if self._ctx is not None:
            faire = partial(supprimer_liste, self._ctx, self._liste, self._ancien)
            self._executant.ecrire(faire, self._supprimee)

    @Slot(object)
    def _supprimee(self, _rien: object) -> None:
        self.dit.emit(f"Liste «\u00a0{self._ancien}\u00a0» supprimée")
        self._relire()
