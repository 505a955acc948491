"""The Facturation tab: what was billed to the household and paid, what will be and why; the counter entry."""

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.compte_famille import CompteFamille
from imuse_desk.services.lectures.facturation import FacturationVue
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.defilement import zone_defilante
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.onglets import SousOnglets
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.regularisation import BandeRegularisation
from imuse_desk.views.common.repliable import rangee_repliable
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import poser_elide, texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.facturation import mots_registre, presentateur
from imuse_desk.views.facturation.annees import ListeAnnees
from imuse_desk.views.facturation.encaissement import Encaissement
from imuse_desk.views.facturation.explication import Explication
from imuse_desk.views.facturation.lecteur import LecteurFacturation
from imuse_desk.views.facturation.menu_papiers import MenuPapiers
from imuse_desk.views.facturation.reductions import GestesReductions
from imuse_desk.views.facturation.remboursement import GestesRemboursement

LARGEUR_EXPLICATION = 376
LARGEUR_COTE_A_COTE = 1200
MARGE = 24
SANS_LIMITE = 16_777_215  # Qt's own maximum


class OngletFacturation(LecteurFacturation):
    """Years on the left, one ledger at a time; the price of the newest priced year explains itself on the right."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(executant, bus, parent)
        self.setObjectName("page")
        self.titre = texte("Facturation", "titre")
        self.sous_titre = texte("famille", "libelle")
        self.famille = lien("")
        self.reductions = lien("Réductions…")
        self.gestes_reductions = GestesReductions(executant, bus, self)
        self.rembourser = lien("Rembourser…")
        self.gestes_remboursement = GestesRemboursement(executant, bus, self)
        self.puces = [Puce("", parent=self) for _ in range(4)]
        self.registres = SousOnglets("Registres", ["Cotisations", "Locations"])
        self.listes = [ListeAnnees(nature) for nature in Nature]
        self.explication = Explication()
        self.encaissement = Encaissement(executant, bus, self)
        self.papiers = MenuPapiers(executant, bus, self)
        self.regularisation = BandeRegularisation(executant, bus)
        self.pile_listes = QStackedWidget()
        self.pile = QStackedWidget()
        self._composer()
        self.famille.clicked.connect(self._ouvrir_famille)
        self.reductions.clicked.connect(self._demander_reduction)
        self.rembourser.clicked.connect(self._demander_remboursement)
        self.registres.currentChanged.connect(self._changer_registre)
        self.encaissement.encaisse.connect(self.gestes.montrer_recu)
        for liste in self.listes:
            liste.explication_demandee.connect(self._expliquer)
            self.suivre(liste)
        self.masquer()

    def _composer(self) -> None:
        entete = rangee_repliable(
            (self.titre, self.sous_titre, self.famille),
            (*self.puces, self.rembourser, self.reductions, self.papiers.bouton),
        )
        for liste in self.listes:
            self.pile_listes.addWidget(liste)
        self._corps = QHBoxLayout()
        self._corps.setSpacing(16)
        self._corps.addWidget(self.pile_listes, 1)
        self._zone = _defilement(self.encaissement, self.explication)
        self._corps.addWidget(self._zone, 0)
        page = QWidget()
        colonne = QVBoxLayout(page)
        colonne.setContentsMargins(MARGE, 12, MARGE, 12)
        colonne.setSpacing(8)
        colonne.addWidget(entete)
        colonne.addWidget(self.regularisation)
        colonne.addWidget(self.registres)
        colonne.addLayout(self._corps, 1)
        self.pile.addWidget(self.vide)
        self.pile.addWidget(page)
        tout = QVBoxLayout(self)
        tout.setContentsMargins(0, 0, 0, 0)
        tout.addWidget(self.pile)

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year: nothing typed by one is left to the next."""
        super().entrer(ctx)
        self.encaissement.entrer(ctx)
        self.regularisation.oublier()
        self.reductions.setVisible(ctx.peut(Permission.MODIFIER_TARIF))

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """Show the household of the current dossier."""
        self.ouvrir(situation.foyer_id if situation else None)

    def montrer(self, vue: FacturationVue, compte: CompteFamille) -> None:  # noqa: D102
        poser_elide(self.famille, vue.famille, 300)
        self.famille.setAccessibleName(f"Ouvrir la famille {vue.famille}")
        mots = (*presentateur.puces(vue), *mots_registre.puce_solde(compte))
        for rang, puce in enumerate(self.puces):
            puce.montrer(*(mots[rang] if rang < len(mots) else ("", "neutral", "")))
        for liste in self.listes:
            liste.permis = self.gestes.permis
            liste.montrer(vue, compte)
        self.rembourser.setVisible(self.gestes.permis.peut_encaisser and compte.solde_centimes < 0)
        self.encaissement.montrer(compte)
        if self._ctx is not None:
            self.papiers.montrer(self._ctx, compte)
            self.regularisation.suivre(self._ctx, vue.foyer_id, self._ctx.site_id, self._ctx.annee_id)
        prevues = self.listes[0].prevues() | self.listes[1].prevues()
        if not self.explication.garder(vue, prevues) and not self.gestes.permis.peut_encaisser:
            prevue = next((c.bloc for c in self.listes[0].cartes if c.bloc.prix is not None), None)
            if prevue is not None:
                self.explication.expliquer(vue, prevue.annee_id)
        self._montrer_explication()
        self.pile.setCurrentIndex(1)
        suivre_le_regard(self)  # the cards and the parts are made again

    def masquer(self) -> None:  # noqa: D102
        self.explication.hide()
        self.pile.setCurrentWidget(self.vide)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102
        super().resizeEvent(event)
        self._disposer()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        super().changeEvent(event)
        # the text size changed: what fitted side by side may not any more
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_zone"):
            self._disposer()

    def _disposer(self) -> None:
        """The years and the price side by side where the text is not large for the window."""
        cote_a_cote = self.width() >= px(LARGEUR_COTE_A_COTE)
        sens = QBoxLayout.Direction.LeftToRight if cote_a_cote else QBoxLayout.Direction.TopToBottom
        self._corps.setDirection(sens)
        self._corps.setStretchFactor(self._zone, 0 if cote_a_cote else 1)
        self._zone.setMinimumWidth(px(LARGEUR_EXPLICATION) if cote_a_cote else 0)
        self._zone.setMaximumWidth(px(LARGEUR_EXPLICATION) if cote_a_cote else SANS_LIMITE)

    def _montrer_explication(self) -> None:
        """An empty column would only take room."""
        self._zone.setVisible(not (self.explication.isHidden() and self.encaissement.isHidden()))
        self._disposer()

    @Slot(object)
    def _expliquer(self, annee_id: int) -> None:
        if self.vue is not None:
            self.explication.expliquer(self.vue, annee_id)
            self._montrer_explication()
            self._zone.ensureWidgetVisible(self.explication)

    @Slot(int)
    def _changer_registre(self, rang: int) -> None:
        self.pile_listes.setCurrentIndex(rang)
        self.encaissement.poser_nature(list(Nature)[rang])

    @Slot()
    def saisir_encaissement(self) -> None:
        """Ctrl+E: the counter entry of the family on show, for who may cash."""
        if not self.gestes.permis.peut_encaisser:
            self._bus.refuser("Votre rôle ne permet pas d’encaisser")
        elif self.pile.currentWidget() is not self.vide:
            self._zone.ensureWidgetVisible(self.encaissement.champs.montant)
            self.encaissement.prendre_focus()

    @Slot()
    def _demander_reduction(self) -> None:
        if self.vue is not None and self._ctx is not None:
            self.gestes_reductions.demander(self._ctx, self.vue.foyer_id)

    @Slot()
    def _demander_remboursement(self) -> None:
        if self.vue is not None and self._ctx is not None:
            self.gestes_remboursement.demander(self._ctx, self.vue.foyer_id)

    @Slot()
    def _ouvrir_famille(self) -> None:
        if self.vue is not None:
            self._bus.ouvrir("foyer", self.vue.foyer_id)


def _defilement(*cartes: QWidget) -> QScrollArea:
    """A column that scrolls by itself."""
    contenu = QWidget()
    colonne = QVBoxLayout(contenu)
    colonne.setContentsMargins(0, 0, 0, 0)
    colonne.setSpacing(12)
    for carte in cartes:
        colonne.addWidget(carte)
    colonne.addStretch(1)
    return zone_defilante(contenu, de_cote=False)
