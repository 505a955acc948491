"""The frame of a card that people edit: title, chips, sub-tabs, bands, scrolled body, actions at the bottom."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import discret, lien, primaire, secondaire
from imuse_desk.views.common.defilement import zone_defilante
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.onglets import SousOnglets
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.repliable import Repliable, rangee_repliable
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import TexteElide, poser_elide, texte
from imuse_desk.views.common.theme import px

PUCES = 4
LARGEUR_TITRE, LARGEUR_TITRE_LIE, LARGEUR_LIEN = 360, 240, 130


class FicheEditee(QWidget):
    """Built once; the screens fill ``pages`` (one a sub-tab) and bind records into ``form``."""

    def __init__(self, nom: str, sous_onglets: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.horloge: Callable[[], date] = date.today  # that of the person who entered, once known
        self.form = Formulaire(self)
        self.titre = texte("", "titre")
        self.sous_titre = texte("", "libelle")
        self.lien_titre = lien("")
        self.puces = [Puce("", parent=self) for _ in range(PUCES)]
        self.droite = QHBoxLayout()
        self.onglets = SousOnglets(nom, sous_onglets)
        self.outils = QHBoxLayout()  # right of the sub-tabs
        self.bandes = QVBoxLayout()  # over the page, whichever sub-tab is shown
        self._volets: dict[int, str] = {}  # sub-tabs given by the window: rank, title
        self.bandeau = Bandeau("info", "", parent=self)
        self.bandeau.hide()
        self.pile = QStackedWidget()
        self._icone_etat = QLabel()
        self.etat = TexteElide("second")
        self.abandonner = discret("Abandonner le brouillon")
        self.archiver = secondaire("Archiver…")
        self.enregistrer = primaire("Modifier", "check-bold")
        self.dire_verbe(est_neuve=False)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 8, 24, 0)
        colonne.setSpacing(8)
        colonne.addWidget(self._entete())
        rangee = QHBoxLayout()
        rangee.addWidget(self.onglets, 1)
        rangee.addLayout(self.outils)
        colonne.addLayout(rangee)
        for bandeau in (self.form.bandeau, self.bandeau):
            colonne.addWidget(bandeau)
        colonne.addLayout(self.bandes)
        colonne.addWidget(self.pile, 1)
        colonne.addWidget(self._actions())
        self.onglets.currentChanged.connect(self.pile.setCurrentIndex)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_change)

    def _entete(self) -> Repliable:
        gauche = [*self.avant_titre(), self.titre, self.sous_titre, self.lien_titre]
        return rangee_repliable(gauche, [*self.puces, self.droite])

    def avant_titre(self) -> list[QWidget]:
        """What a card has at the left of its title."""
        return []

    def _actions(self) -> QFrame:
        barre = QFrame()
        barre.setFixedHeight(px(52))
        rangee = QHBoxLayout(barre)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(8)
        rangee.addWidget(self._icone_etat)
        rangee.addWidget(self.etat, 1)
        for bouton in (self.abandonner, self.archiver, self.enregistrer):
            rangee.addWidget(bouton)
        return barre

    def jour(self) -> date:
        """The day against which dates are read."""
        return self.horloge()

    def ajouter_page(self, contenu: QWidget) -> None:
        """Add the page of the next sub-tab; it scrolls."""
        self.pile.addWidget(zone_defilante(contenu))

    @Slot(QWidget, QWidget)
    def _focus_change(self, _quitte: QWidget | None, pris: QWidget | None) -> None:
        """The keyboard comes into the page from outside it: what has it is brought into view."""
        zone = self.pile.currentWidget()
        if isinstance(zone, QScrollArea) and pris is not None and zone.isAncestorOf(pris) and zone is not pris:
            haut = pris.mapTo(zone.viewport(), pris.rect().topLeft()).y()
            if haut + pris.height() < 0 or haut > zone.viewport().height():
                zone.ensureWidgetVisible(pris)

    def poser_volet(self, titre: str, contenu: QWidget, bande: QWidget) -> int:
        """Take a sub-tab that the window gives, and the band that it shows over the card; gives its rank."""
        rang = self.onglets.addTab(titre)
        self._volets[rang] = titre
        self.ajouter_page(contenu)
        self.bandes.addWidget(bande)
        suivre_le_regard(self)
        return rang

    def compter_volet(self, rang: int, n: int) -> None:
        """Write the count of a given sub-tab after its title."""
        self.onglets.setTabText(rang, f"{self._volets[rang]}  {n}" if n else self._volets[rang])

    def montrer_volets(self, *, est_enregistree: bool) -> None:
        """A card that is not recorded yet has none of them."""
        for rang in self._volets:
            self.onglets.setTabVisible(rang, est_enregistree)

    def dire_titre(self, titre: str, sous_titre: str = "", lien_titre: str = "") -> None:
        """Title of the card; a long one is elided, its full text as tooltip."""
        poser_elide(self.titre, titre, LARGEUR_TITRE_LIE if lien_titre else LARGEUR_TITRE)
        self.sous_titre.setText(sous_titre)
        self.sous_titre.setVisible(bool(sous_titre))
        poser_elide(self.lien_titre, lien_titre, LARGEUR_LIEN)
        self.lien_titre.setVisible(bool(lien_titre))

    def dire_puces(self, mots: list[tuple[str, str, str]]) -> None:
        """Chips of the header, at most four: (words, tone, icon)."""
        for rang, puce in enumerate(self.puces):
            puce.montrer(*(mots[rang] if rang < len(mots) else ("", "neutral", "")))  # type: ignore[arg-type]  # tones

    def dire_verbe(self, *, est_neuve: bool) -> None:
        """A new card is created, one that exists is changed."""
        self.enregistrer.setText("Créer" if est_neuve else "Modifier")
        mots = "Créer la fiche" if est_neuve else "Enregistrer les modifications"
        self.enregistrer.setToolTip(f"{mots} (Ctrl+S)")

    def dire_etat(self, phrase: str, nom_icone: str) -> None:
        """The line at the bottom left: who changed the card, or where the draft is."""
        self.etat.montrer(phrase)
        self._icone_etat.setVisible(bool(phrase))
        poser_icone(self._icone_etat, nom_icone, "text3", 14)
