"""Layout of the Réinscription screen: header, the family's cards, the price, the actions; it decides nothing."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.reinscription import Action
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.reinscription import DossierVu, EnfantVu
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import BarreActions
from imuse_desk.views.common.boutons import avec_caret, icone_seule, lien, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.defilement import zone_defilante
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.onglets import SousOnglets
from imuse_desk.views.common.prix import PanneauPrix
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.regularisation import BandeRegularisation
from imuse_desk.views.common.repliable import rangee_repliable
from imuse_desk.views.common.textes import TexteElide, poser_elide, texte
from imuse_desk.views.common.theme import largeur
from imuse_desk.views.reinscription import presentateur
from imuse_desk.views.reinscription.conditions import RangeeConditions
from imuse_desk.views.reinscription.cours import CarteCours
from imuse_desk.views.reinscription.declaration import CarteDeclaration
from imuse_desk.views.reinscription.pieces import CartePieces

LARGEUR_PRIX, LARGEUR_PRIX_MAX = 352, 440
SANS_DOSSIER = ("Aucun dossier ouvert", "Cherchez une famille ou un élève avec Ctrl+K.")


class PageReinscription(QWidget):
    """The widgets of the screen, by name; ``montrer_entete`` binds the header of a child."""

    fermee = Signal()  # Esc on a dossier: a draft keeps the declaration, ticks are written as they are pressed

    def __init__(
        self, executant: Executant, bus: Bus, aujourdhui: Callable[[], date], parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("page")
        self.titre = texte("", "titre")
        self.sous_titre = texte("", "libelle")
        self.famille = lien("")
        self.puces = [Puce("", parent=self) for _ in range(4)]
        self.precedent = icone_seule("caret-left", "Enfant précédent", "Alt+Up")
        self.suivant = icone_seule("caret-right", "Enfant suivant", "Alt+Down")
        self.rang = texte("", "libelle")
        self.delai = Bandeau("warn", "")
        self.bandeau = Bandeau("info", "")
        self.regularisation = BandeRegularisation(executant, bus)
        self._dit = QWidget()  # over what scrolls: a refusal is read wherever the person stands in the form
        self.enfants = SousOnglets("Enfants de la famille", [])
        self.detail = TexteElide("second")
        self.autres = secondaire("Autres actes")
        self.menu = QMenu(self.autres)
        self.autres.setMenu(self.menu)
        avec_caret(self.autres)
        self.conditions = RangeeConditions()
        self.cours = CarteCours()
        self.pieces = CartePieces()
        self.declaration = CarteDeclaration(aujourdhui)
        self.prix = PanneauPrix()
        self.quotient = secondaire("Relever le quotient", "scales")
        self.menu_quotient = QMenu(self.quotient)
        self.quotient.setMenu(self.menu_quotient)
        self.manque = texte("", "averti", replie=True)
        self.fiche = secondaire("&Fiche à signer", "printer")
        self.fiche.setToolTip("Imprimer la fiche de réinscription préremplie, que la famille corrige et signe")
        self.accuse = secondaire("Accusé de réception", "file-pdf")
        self.administrer = primaire("Valider administrativement", "seal-check")
        self.valider = primaire("&Valider la réinscription", "check-bold")
        self.valider.setToolTip("Déposer la réinscription de la famille (Ctrl+Entrée)")
        self.vers_famille = secondaire("Ouvrir la fiche de la famille", "users")
        self.vers_famille.hide()
        self.inscrire = primaire("Inscrire un élève")
        self.menu_inscrire = QMenu(self.inscrire)
        self.inscrire.setMenu(self.menu_inscrire)
        avec_caret(self.inscrire)
        self.inscrire.hide()
        self.vide = EtatVide("clipboard-text", *SANS_DOSSIER, self.inscrire, self.vers_famille)
        self.pile = QStackedWidget()
        self.pile.addWidget(self.vide)
        self.pile.addWidget(self._page())
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(self.pile)
        self.dire("info", "")
        self._echap = sur_echap(self, self.fermee.emit)

    def poser_liste(self, liste: QWidget) -> None:
        """Take what stands here while no dossier is open; Esc is the list's own there."""
        self.pile.addWidget(liste)
        self.pile.currentChanged.connect(self._page_changee)

    @Slot(int)
    def _page_changee(self, rang: int) -> None:
        self._echap.setEnabled(rang < 2)

    def _page(self) -> QWidget:
        page = QWidget()
        tout = QVBoxLayout(page)
        tout.setContentsMargins(0, 0, 0, 0)
        tout.setSpacing(0)
        tout.addLayout(self._entete())
        cadre = QVBoxLayout(self._dit)
        cadre.setContentsMargins(24, 0, 24, 8)
        cadre.addWidget(self.bandeau)
        tout.addWidget(self._dit)
        corps = QHBoxLayout()
        corps.setContentsMargins(24, 0, 24, 12)
        corps.setSpacing(16)
        corps.addWidget(zone_defilante(self._gauche()), 1)
        droite = zone_defilante(self._droite())
        droite.setFixedWidth(largeur(LARGEUR_PRIX, LARGEUR_PRIX_MAX))
        corps.addWidget(droite)
        tout.addLayout(corps, 1)
        tout.addWidget(BarreActions(self.manque, self.fiche, self.accuse, self.administrer, self.valider))
        return page

    def _entete(self) -> QHBoxLayout:
        rangee = QHBoxLayout()
        rangee.setContentsMargins(24, 8, 24, 8)
        titres = [self.titre, self.sous_titre, self.famille]
        rangee.addWidget(rangee_repliable(titres, [*self.puces, self.precedent, self.rang, self.suivant]))
        return rangee

    def _gauche(self) -> QWidget:
        contenu = QWidget()
        colonne = QVBoxLayout(contenu)
        colonne.setContentsMargins(0, 0, 4, 0)
        colonne.setSpacing(12)
        colonne.addWidget(self.regularisation)
        colonne.addWidget(self.delai)
        enfant = QHBoxLayout()
        enfant.addWidget(self.enfants)
        enfant.addWidget(self.detail, 1)
        enfant.addWidget(self.autres)
        colonne.addLayout(enfant)
        for widget in (self.conditions, self.cours, self.pieces, self.declaration):
            colonne.addWidget(widget)
        colonne.addStretch(1)
        return contenu

    def _droite(self) -> QWidget:
        contenu = QWidget()
        colonne = QVBoxLayout(contenu)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        colonne.addWidget(self.prix)
        colonne.addWidget(self.quotient, 0, Qt.AlignmentFlag.AlignLeft)
        colonne.addStretch(1)
        return contenu

    def montrer_entete(self, dossier: DossierVu, enfant: EnfantVu, ctx: Contexte) -> None:
        """Bind title, chips, children, band and menus."""
        self.regularisation.suivre(ctx, dossier.foyer_id, dossier.site_id, dossier.annee_cible_id)
        poser_elide(self.titre, f"{enfant.prenom} {enfant.nom}", 300)
        self.sous_titre.setText(
            f"{presentateur.mots_demarche(enfant).nom.capitalize()} {dossier.annee_cible} · famille"
        )
        poser_elide(self.famille, dossier.famille, 180)
        self.famille.setAccessibleName(f"Ouvrir la famille {dossier.famille}")
        mots = [presentateur.puce_enfant(enfant), *presentateur.puces_dossier(dossier)]
        for rang, puce in enumerate(self.puces):
            puce.montrer(*(mots[rang] if rang < len(mots) else ("", "neutral", "")))
        n = len(dossier.enfants)
        self.rang.setText(f"{enfant.n} / {n}")
        for widget in (self.precedent, self.rang, self.suivant):
            widget.setVisible(n > 1)
        self.enfants.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self.enfants.count() < n:
            self.enfants.addTab("")
        while self.enfants.count() > n:
            self.enfants.removeTab(self.enfants.count() - 1)
        for rang, autre in enumerate(dossier.enfants):
            self.enfants.setTabText(rang, f"{autre.prenom} · {autre.etat.libelle}")
        self.enfants.setCurrentIndex(enfant.n - 1)
        self.enfants.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        detail = [presentateur.sous_titre(enfant, dossier), presentateur.phrase_reponse(enfant, dossier.fuseau)]
        self.detail.montrer(" · ".join(d for d in detail if d))
        self._montrer_menus(dossier, enfant)
        ailleurs, delai = (
            presentateur.phrase_tenu_ailleurs(enfant),
            presentateur.phrase_delai(dossier, ctx.maintenant()),
        )
        self.delai.montrer("warn" if delai else "info", " ".join(p for p in (ailleurs, delai) if p))
        self.delai.setVisible(bool(ailleurs or delai))
        self.fiche.setVisible(not all(e.repond_ailleurs for e in dossier.enfants))

    def dire(self, ton: Ton, phrase: str) -> None:
        """Say something over the form; nothing hides the band."""
        self.bandeau.montrer(ton, phrase)
        for widget in (self.bandeau, self._dit):
            widget.setVisible(bool(phrase))

    def _montrer_menus(self, dossier: DossierVu, enfant: EnfantVu) -> None:
        self.menu.clear()
        mots = presentateur.mots_demarche(enfant)
        actes = (
            (Action.NE_PAS_REINSCRIRE, f"{enfant.prenom} {mots.renonce}…"),
            (Action.METTRE_EN_CONGE, f"Mettre {enfant.prenom} en congé…"),
            (Action.REFUSER, f"Refuser {mots.avec_article} de {enfant.prenom}…"),
            (Action.ROUVRIR, f"Rouvrir {mots.avec_article} de {enfant.prenom}…"),
        )
        for action, libelle in actes if dossier.peut_saisir else ():
            if action in enfant.actions:
                self.menu.addAction(libelle).setData(action)
        for eleve_id, prenom in dossier.nouveaux if dossier.peut_saisir else ():
            self.menu.addAction(f"Inscrire {prenom}, nouvel élève").setData(eleve_id)
        self.autres.setVisible(bool(self.menu.actions()))
        self.menu_quotient.clear()
        self.menu_quotient.addAction("Quotient de la CAF…").setData("caf")
        self.menu_quotient.addAction("Calculer d’après l’avis d’imposition…").setData("avis")

    def proposer_nouveaux(self, nouveaux: Sequence[tuple[int, str]]) -> None:
        """Offer the pupils of the household who may enrol, on the empty page."""
        self.menu_inscrire.clear()
        for eleve_id, prenom in nouveaux:
            self.menu_inscrire.addAction(f"Inscrire {prenom}").setData(eleve_id)
        self.inscrire.setVisible(bool(nouveaux))

    def dire_vide(self, titre: str, phrase: str, *, a_famille: bool = False) -> None:
        """Show why there is nothing to show; with the way to the household, when there is one."""
        self.vide.dire(titre, phrase)
        self.proposer_nouveaux(())
        self.vers_famille.setVisible(a_famille)
        self.pile.setCurrentIndex(0)
