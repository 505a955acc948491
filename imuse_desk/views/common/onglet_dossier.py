"""A tab with a list on the left and a card on the right: opening, drafts, recording, conflicts.

A subclass gives the ``Metier`` (use cases), the list's words and columns, and fills the card.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import instant_fr
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Invalide
from imuse_desk.domain.roles import Permission
from imuse_desk.services.brouillons import garder_brouillon, jeter_brouillon, lire_brouillon
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.conflit import PanneauConflit
from imuse_desk.views.common.edition import Edition, Metier
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.fiche_editee import FicheEditee
from imuse_desk.views.common.liste_fiche import LARGEUR, LARGEUR_MAX, ListeFiche
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.onglet_liste import OngletListe
from imuse_desk.views.common.theme import largeur, px

PAUSE_BROUILLON_MS = 1_200


class OngletDossier(OngletListe):
    """List, card, conflict: see ``OngletFamille`` and ``OngletEleve``."""

    nouvelle_fermee = Signal()  # Esc closed a new card: the current dossier comes back
    fiche_fermee = Signal()  # Esc on a dossier's card
    fiche_montree = Signal(object)  # the record on show: its id, None for a new one or none

    def __init__(
        self,
        executant: Executant,
        bus: Bus,
        metier: Metier,
        liste: ListeFiche,
        fiche: FicheEditee,
        accueil: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(executant, bus, liste, parent)
        self.metier = metier
        self.fiche, self.accueil = fiche, accueil
        self.edition = Edition(metier)
        self.vue: Any = None
        self._voulu: int | None = None
        self._est_chargement = False
        self.conflit = PanneauConflit()
        self._leur: Any = None
        self.pile = QStackedWidget()
        self.pile.setMinimumWidth(px(460))  # the pages fold, elide or scroll: none asks the window for more
        for page in (accueil, fiche, self.conflit):
            self.pile.addWidget(page)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(0)
        liste.setFixedWidth(largeur(LARGEUR, LARGEUR_MAX))
        rangee.addWidget(liste)
        rangee.addWidget(self.pile, 1)
        self._garde = QTimer(self, singleShot=True, interval=PAUSE_BROUILLON_MS)
        self._brancher()

    def _brancher(self) -> None:
        fiche = self.fiche
        self._garde.timeout.connect(self.garder)
        fiche.form.modifie.connect(self.saisie_modifiee)
        fiche.enregistrer.clicked.connect(self.enregistrer)
        fiche.abandonner.clicked.connect(self.abandonner)
        fiche.archiver.clicked.connect(self._demander_archivage)
        self.conflit.choisi.connect(self._conflit_tranche)
        self.conflit.renonce.connect(self._conflit_renonce)
        sur_echap(fiche, self.echapper)
        self.liste.nouveau_demande.connect(self.nouveau)
        self.liste.table.choix_change.connect(self._choisie)

    # ---- who, where

    @property
    def ident_montre(self) -> int | None:
        """The card on show, if any."""
        return self.edition.ident

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year: the list is read again, the card is closed (its draft is kept)."""
        self.garder_maintenant()
        self._ctx = ctx
        self.fiche.horloge = ctx.aujourdhui
        self.edition.fermer()
        self.vue, self._voulu = None, None
        self.pile.setCurrentWidget(self.accueil)
        peut = ctx.peut(Permission.MODIFIER_FAMILLE)
        self.liste.nouveau.setVisible(peut)
        self.liste.table.clearSelection()
        self.relister()
        self.outils.entrer(ctx)

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """Show the current dossier of the window, or the Accueil."""
        ident = self.ident_de(situation) if situation is not None else None
        if ident is None:
            self.fermer()
        elif ident != self.edition.ident or not self.edition.est_ouverte:
            self.ouvrir(ident)
        elif not self.edition.est_modifiee:
            self.relire()

    def ident_de(self, situation: Situation) -> int | None:
        """The card to show for a dossier."""
        raise NotImplementedError

    def objets_changes(self, changements: Changements) -> None:
        """Refresh the rows and the card that a write touched; what is being typed stays."""
        if self._ctx is None:
            return
        ids = [ident for genre, ident in changements.objets if genre == self.metier.genre]
        if ids:
            self.modele.rafraichir(ids)
            if any(self.modele.rang(ident) is None for ident in ids):
                self.relister()
        if self.concerne(changements) and not self.edition.est_modifiee:
            self.relire()

    def concerne(self, changements: Changements) -> bool:
        """Whether a write touched what the card shows."""
        return self.edition.ident is not None and changements.touche(self.metier.genre, self.edition.ident)

    @Slot(object)
    def _choisie(self, ident: int | None) -> None:
        if ident is not None and ident != self.edition.ident:
            self.ouvrir(ident)
            self.bus.choisir(self.metier.genre, ident)

    # ---- opening

    def ouvrir(self, ident: int) -> None:
        """Open a card; what was being typed on another one is kept as its draft."""
        self.garder_maintenant()
        self._voulu = ident
        self.relire()

    def relire(self) -> None:
        """Read the card again."""
        ident = self._voulu
        if ident is not None:
            self.executant.lire(
                partial(self.metier.ouvrir, self.contexte, ident), self._lue, self._illisible, cle="fiche"
            )

    @Slot(object)
    def _lue(self, vue: Any) -> None:
        if vue.id != self._voulu or (self.edition.ident == vue.id and self.edition.est_modifiee):
            return
        self.vue = vue
        self.edition.ouvrir(vue.id, vue.version, vue.saisie)
        if vue.brouillon is not None and vue.est_modifiable:
            self.edition.reprendre(vue.brouillon, vue.brouillon_a)
        self._montrer()
        self.liste.table.choisir(vue.id)

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        self.bus.refuser(texte_erreur(erreur).court)

    def _montrer(self) -> None:
        self._est_chargement = True
        self.fiche.form.effacer_erreurs()
        self.fiche.bandeau.hide()
        self.montrer_fiche()
        self.fiche.montrer_volets(est_enregistree=self.edition.ident is not None)
        self.fiche_montree.emit(self.edition.ident)
        self.pile.setCurrentWidget(self.page())
        self._est_chargement = False
        self.montrer_etat()

    def page(self) -> QWidget:
        """What is looked at once the card is read."""
        return self.fiche

    def montrer_fiche(self) -> None:
        """Bind ``self.vue`` (None for a new card) and ``self.edition.saisie`` into the card."""
        raise NotImplementedError

    def lire_saisie(self) -> Any:
        """The form's content as one frozen value."""
        raise NotImplementedError

    def saisie_neuve(self) -> Any:
        """What a new card starts from."""
        raise NotImplementedError

    @Slot()
    def nouveau(self) -> None:
        """Begin a new card, or take its draft back."""
        self.garder_maintenant()
        self._voulu, self.vue = None, None
        self.edition.ouvrir(None, "", self.saisie_neuve())
        ecran = self.metier.ecran
        self.executant.lire(
            partial(lire_brouillon, self.contexte, ecran, self.edition.objet), self._brouillon_lu, cle="fiche"
        )

    @Slot(object)
    def _brouillon_lu(self, brouillon: Any) -> None:
        if brouillon is not None:
            self.edition.reprendre(brouillon.contenu, brouillon.a)
        self._montrer()
        self.fiche.form.viser_premier()

    def fermer(self) -> None:
        """Close the card: the Accueil comes back."""
        self.garder_maintenant()
        self.edition.fermer()
        self.vue, self._voulu = None, None
        self.fiche_montree.emit(None)
        self.pile.setCurrentWidget(self.accueil)

    @Slot()
    def echapper(self) -> None:
        """Esc on the card: it closes and asks nothing, since a draft keeps what was typed."""
        garde = self.edition.est_modifiee and self.est_modifiable
        self._garde.stop()
        self.garder()
        if garde:
            self.bus.dire("Brouillon gardé\u00a0: rien n’est perdu, rouvrez la fiche pour le reprendre")
        if self.edition.ident is None:
            self.fermer()
            self.nouvelle_fermee.emit()
        else:
            self.fiche_fermee.emit()

    # ---- typing, drafts

    @property
    def est_modifiable(self) -> bool:
        """Whether the person may edit the card on show."""
        return self.vue is None or bool(self.vue.est_modifiable)

    def a_un_brouillon(self) -> bool:
        """Whether something typed is not recorded."""
        return self.edition.est_modifiee

    @Slot()
    def saisie_modifiee(self) -> None:
        """The person typed: the buffer follows, the draft is kept after a pause."""
        if self._est_chargement or not self.edition.est_ouverte:
            return
        self.edition.saisie = self.lire_saisie()
        if self.edition.est_modifiee:
            self._garde.start()
        self.montrer_etat()

    @Slot()
    def garder(self) -> None:
        """Keep the draft now."""
        if not self.edition.est_modifiee or not self.est_modifiable or self.executant.est_ferme:
            return
        edition = self.edition
        faire = partial(garder_brouillon, self.contexte, self.metier.ecran, edition.objet, edition.contenu())
        self.executant.ecrire(faire, self._brouillon_garde)

    def garder_maintenant(self) -> None:
        """Keep the draft before something else is shown."""
        if self._garde.isActive():
            self._garde.stop()
            self.garder()

    @Slot(object)
    def _brouillon_garde(self, a: datetime) -> None:
        if self.edition.est_modifiee:
            self.edition.brouillon_a = a
            self.montrer_etat()

    @Slot()
    def abandonner(self) -> None:
        """Give up what was typed: the card shows what is recorded."""
        self._garde.stop()
        faire = partial(jeter_brouillon, self.contexte, self.metier.ecran, self.edition.objet)
        self.executant.ecrire(faire, self._abandonne)

    @Slot(object)
    def _abandonne(self, _rien: object) -> None:
        ident = self.edition.ident
        self.edition.fermer()
        self.bus.dire("Brouillon abandonné")
        if ident is None:
            self.fermer()
        else:
            self._voulu = ident
            self.relire()

    def montrer_etat(self) -> None:
        """The bottom line and the buttons follow what was typed."""
        fiche, edition = self.fiche, self.edition
        modifiable = self.est_modifiable
        fiche.form.lecture_seule(est_lecture=not modifiable)
        fiche.enregistrer.setVisible(modifiable)
        fiche.dire_verbe(est_neuve=self.vue is None)
        fiche.abandonner.setVisible(edition.est_modifiee and modifiable)
        fiche.archiver.setVisible(self.vue is not None and modifiable and not edition.est_modifiee)
        if edition.est_modifiee:
            phrase = "Non enregistré"
            if edition.brouillon_a is not None:
                heure = edition.brouillon_a.astimezone(self._fuseau)
                phrase = f"Brouillon gardé à {heure:%H:%M}, rien n’est perdu si vous quittez"
            fiche.dire_etat(phrase, "floppy-disk")
        elif self.vue is not None and self.vue.modifie_a is not None:
            quand = instant_fr(self.vue.modifie_a, self._fuseau)
            fiche.dire_etat(f"Modifié le {quand} par {self.vue.modifie_par}", "clock-counter-clockwise")
        else:
            fiche.dire_etat("", "clock-counter-clockwise")
        self.montrer_puces()

    def montrer_puces(self) -> None:
        """Chips of the header."""
        raise NotImplementedError

    @property
    def _fuseau(self) -> ZoneInfo:
        return ZoneInfo(self.contexte.fuseau)

    # ---- recording

    @Slot()
    def enregistrer(self) -> None:
        """Record (Ctrl+S); an unchanged card says so and writes nothing."""
        edition = self.edition
        if not edition.est_ouverte or not self.est_modifiable:
            return
        edition.saisie = self.lire_saisie()
        if edition.ident is not None and not edition.est_modifiee:
            self.bus.dire("Aucune modification à enregistrer")
            return
        self._garde.stop()
        self.fiche.enregistrer.setEnabled(False)
        if edition.ident is None:
            faire = self.commande_creer()
        else:
            faire = partial(self.metier.modifier, self.contexte, edition.ident, edition.version, edition.saisie)
        self.executant.ecrire(faire, self._enregistree, self._refusee)

    def commande_creer(self) -> Any:
        """The use case of a new card, ready to run."""
        return partial(self.metier.creer, self.contexte, self.edition.saisie)

    @Slot(object)
    def _enregistree(self, fait: Fait[int]) -> None:
        self.fiche.enregistrer.setEnabled(True)
        etait_neuve, objet = self.edition.ident is None, self.edition.objet
        self.edition.fermer()
        self.executant.ecrire(partial(jeter_brouillon, self.contexte, self.metier.ecran, objet), self._brouillon_jete)
        self._voulu = int(fait.resultat)
        self.relire()
        self.bus.publier(fait.changements)
        self.bus.dire("Fiche créée" if etait_neuve else "Éléments modifiés")
        if etait_neuve:
            self.relister()
            self.bus.choisir(self.metier.genre, self._voulu)

    @Slot(object)
    def _brouillon_jete(self, _rien: object) -> None:
        """The draft of a recorded card is gone; nothing to show."""

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self.fiche.enregistrer.setEnabled(True)
        self.garder()
        if isinstance(erreur, FormulaireInvalide):
            self.montrer_erreurs(erreur.erreurs)
        elif isinstance(erreur, Conflit) and self.edition.ident is not None:
            ident = self.edition.ident
            self.executant.lire(partial(self.metier.ouvrir, self.contexte, ident), self._conflit_lu, self._illisible)
        else:
            self.fiche.form.bandeau.montrer("bad", texte_erreur(erreur).court)
            self.fiche.form.bandeau.show()

    def montrer_erreurs(self, erreurs: Sequence[Invalide]) -> None:
        """Show the errors by their fields."""
        self.fiche.form.montrer_erreurs(erreurs)

    # ---- conflict

    @Slot(object)
    def _conflit_lu(self, vue: Any) -> None:
        self._leur = vue
        champs = self.edition.conflits(vue.saisie)
        if not champs:
            self._reprendre_leur(vue.saisie)
            return
        self.conflit.montrer(self.fiche.titre.toolTip() or self.fiche.titre.text(), vue.modifie_par, champs)
        self.pile.setCurrentWidget(self.conflit)

    @Slot(object)
    def _conflit_tranche(self, choix: dict[str, str]) -> None:
        leurs = {cle for cle, cote in choix.items() if cote == "leur"}
        self._reprendre_leur(self.fusionner(self.edition.saisie, self._leur.saisie, leurs))
        self.enregistrer()

    def fusionner(self, mienne: Any, leur: Any, cles: set[str]) -> Any:
        """The form with the other desk's value for these fields."""
        return replace(mienne, **{cle: getattr(leur, cle) for cle in cles})

    def _reprendre_leur(self, saisie: Any) -> None:
        """Go on over the other desk's record with what was chosen."""
        vue = self._leur
        self.vue = vue
        self.edition.ouvrir(vue.id, vue.version, vue.saisie)
        self.edition.saisie = saisie
        self._montrer()

    @Slot()
    def _conflit_renonce(self) -> None:
        self.pile.setCurrentWidget(self.fiche)

    # ---- archive

    @Slot()
    def _demander_archivage(self) -> None:
        mots = "Elle reste lisible dans le filtre «\u00a0Archivées\u00a0» et rien n’est effacé."
        question = Confirmation(
            self, f"Archiver {self.fiche.titre.text()}\u00a0?", mots, "Archiver", nom_icone="archive"
        )
        question.accepted.connect(self._archiver)
        question.open()

    @Slot()
    def _archiver(self) -> None:
        ident = self.edition.ident
        if ident is not None:
            self.executant.ecrire(partial(self.metier.archiver, self.contexte, ident), self._archivee, self._refusee)

    @Slot(object)
    def _archivee(self, fait: Fait[int]) -> None:
        self.fermer()
        self.bus.publier(fait.changements)
        self.bus.dire("Fiche archivée")
        self.relister()
