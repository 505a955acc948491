"""Valider: the deposit of a family, its refusals said where they are, the accusé opened at once."""

import uuid
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.reinscription import DossierVu
from imuse_desk.services.reinscription import accuse, feuilles, fiche
from imuse_desk.services.reinscription.valider import DeclarationAcceptee, Depose, ReponseVue, Valider, valider
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.reinscription.declaration import Acceptation
from imuse_desk.views.reinscription.saisies import Saisies


class Depot(QObject):
    """``deposee(Depose)`` once the base holds it; ``refuse(erreur)`` keeps the form as it is."""

    deposee = Signal(object)
    refuse = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget) -> None:
        super().__init__(parent)
        self._executant, self._bus, self._fenetre = executant, bus, parent
        self._demande: Demande | None = None
        self._en_cours = False

    @property
    def demande(self) -> Demande | None:
        """The dialog that asks why the deadline is overridden, while it is open."""
        return self._demande

    @property
    def est_en_cours(self) -> bool:
        """One click deposits once."""
        return self._en_cours

    @property
    def dossier_id(self) -> int:
        """The dossier last deposited, or under way."""
        return self._commande.dossier_id

    def valider(self, ctx: Contexte, dossier: DossierVu, acceptation: Acceptation, saisies: Saisies) -> None:
        """Deposit every child in *En saisie*; past the deadline, who may override is asked for a reason."""
        eleves = tuple(
            ReponseVue(e.dossier_eleve_id, saisies.version(e.dossier_eleve_id))
            for e in dossier.enfants
            if e.etat is EtatDossier.EN_SAISIE and e.dossier_eleve_id is not None and not e.repond_ailleurs
        )
        declaration = DeclarationAcceptee(acceptation.par, acceptation.le, acceptation.moyen)
        self._commande = Valider(dossier.dossier_id, eleves, declaration, operation_id=uuid.uuid4())
        self._ctx = ctx
        if dossier.est_close and dossier.peut_deroger:
            self._demande = Demande(
                self._fenetre,
                "Réinscription hors délai",
                "La campagne est close. Dites pourquoi ce dossier est accepté\u00a0: le motif et votre nom "
                "sont conservés.",
                "Valider par dérogation",
                [("derogation", "&Motif", ZoneTexte(2, 200), True)],
            )
            self._demande.validee.connect(self._deroger)
            self._demande.finished.connect(self._fermee)
            self._demande.open()
        else:
            self._envoyer(self._commande)

    @Slot(object)
    def _deroger(self, valeurs: dict[str, Any]) -> None:
        c = self._commande
        self._envoyer(Valider(c.dossier_id, c.eleves, c.declaration, valeurs["derogation"], c.operation_id))

    def _envoyer(self, commande: Valider) -> None:
        ctx = self._ctx
        self._en_cours = True
        self._executant.ecrire(lambda: valider(ctx, commande), self._fait, self._rate)

    @Slot(object)
    def _fait(self, fait: Fait[Depose]) -> None:
        self._en_cours = False
        if self._demande is not None:
            self._demande.accept()
        self._bus.publier(fait.changements)
        self.deposee.emit(fait.resultat)

    @Slot(object)
    def _rate(self, erreur: Exception) -> None:
        self._en_cours = False
        if self._demande is not None:
            self._demande.refuser(erreur)
        else:
            self.refuse.emit(erreur)

    @Slot(int)
    def _fermee(self, _resultat: int) -> None:
        self._demande = None

    # ---- papers

    def ouvrir_accuse(self, ctx: Contexte, dossier_id: int, papier_id: int | None) -> None:
        """Show the accusé kept; make it first if its PDF could not be made at the deposit."""

        def lire() -> tuple[str, bytes]:
            ident = papier_id if papier_id is not None else accuse.produire(ctx, dossier_id).resultat
            return accuse.lire_papier(ctx, ident)

        self._executant.ecrire(lire, self.montrer_papier, self._papier_rate)

    def ouvrir_fiche(self, ctx: Contexte, dossier_id: int) -> None:
        """Show the form filled in with what is known, for the family to sign."""
        self._executant.lire(
            lambda: fiche.imprimer_fiche(ctx, dossier_id), self.montrer_papier, self._papier_rate, cle="fiche"
        )

    def ouvrir_feuilles(self, ctx: Contexte, dossier_id: int, lignes: frozenset[feuilles.Ligne]) -> None:
        """Show the cover sheets of the rows asked."""
        self._executant.lire(
            lambda: feuilles.imprimer_feuilles(ctx, dossier_id, lignes), self.montrer_papier, self._papier_rate,
            cle="feuilles",
        )  # fmt: skip

    @Slot(object)
    def _papier_rate(self, erreur: Exception) -> None:
        self.refuse.emit(erreur)

    @Slot(object)
    def montrer_papier(self, papier: tuple[str, bytes]) -> None:
        """Open a paper in its window."""
        nom, octets = papier
        FenetrePapier(self._executant, nom, octets, self._fenetre).show()
