"""The sign-in window: site, identifiant, mot de passe."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.version import VERSION
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import Bouton, discret, primaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.icones import pixmap, poser_icone
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import couleur, px
from imuse_desk.views.mot_de_passe import DialogueMotDePasse, DialogueMotDePassePerdu, LigneMotDePasse

if TYPE_CHECKING:
    from imuse_desk.services.contexte import Contexte
    from imuse_desk.services.entree import Arrivee, Entree
    from imuse_desk.services.lectures.comptes import AccueilConnexion, CompteDemonstration

TAILLE = QSize(560, 600)
LARGEUR_CARTE = 400
_TOUT = Qt.AlignmentFlag.AlignCenter


class Logo(QWidget):
    """The program's sign: two notes on a rounded square."""

    def __init__(self, cote: int = 48, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cote = cote
        self.setFixedSize(px(cote), px(cote))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802, D102
        peintre = QPainter(self)
        peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
        peintre.setPen(Qt.PenStyle.NoPen)
        peintre.setBrush(couleur("accent_fill"))
        peintre.drawRoundedRect(QRectF(self.rect()), px(8), px(8))
        taille = round(self._cote * 0.54)
        marge = (self.width() - px(taille)) // 2
        peintre.drawPixmap(marge, marge, pixmap("music-notes-simple-fill", "on_fill", taille))


class FormulaireEmpile(Formulaire):
    """Labels above their fields, and no band for errors that a field shows."""

    def colonne(self) -> QWidget:
        """A column of the card's width."""
        contenu = super().colonne()
        if self._grille is not None:
            self._grille.setColumnMinimumWidth(0, 0)
            self._grille.setVerticalSpacing(12)
        return contenu

    def _poser_rangee(self, libelle: str, ami: QWidget, boite: QVBoxLayout) -> None:
        etiquette = texte(libelle, "libelle")
        etiquette.setBuddy(ami)
        boite.insertWidget(0, etiquette)
        boite.insertSpacing(1, 4)
        super()._poser_rangee("", ami, boite)

    def _montrer_bandeau(self) -> None:
        if self._hors_champ:
            super()._montrer_bandeau()


class FenetreConnexion(QWidget):
    """``connecte(Contexte)`` once somebody is in; ``quitte`` on Quitter or when the window is closed.

    It takes typing at once; ``ouvrir`` gives it the base, opened meanwhile. ``reglages`` gives the last site and name.
    """

    connecte = Signal(object)
    quitte = Signal()

    def __init__(
        self,
        executant: Executant,
        reglages: ReglagesLocaux | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._executant = executant
        self._reglages = reglages or ReglagesLocaux()
        self._porte: Entree | None = None
        self._accueil: AccueilConnexion | None = None
        self._arrivee: Arrivee | None = None
        self._est_entre = False
        self._est_presse = False  # signed in before the base was open
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Connexion — imuse_desk")
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 12, 24, 12)
        colonne.setSpacing(12)
        colonne.addStretch(1)
        colonne.addWidget(self._carte(), 0, _TOUT)
        colonne.addLayout(self._rangee_pied())
        self._bas = QWidget()
        QVBoxLayout(self._bas).setContentsMargins(0, 8, 0, 0)
        colonne.addWidget(self._bas, 1)
        self.identifiant.poser_valeur(self._reglages.dernier_identifiant)
        (self.mot_de_passe if self._reglages.dernier_identifiant else self.identifiant).setFocus()
        self.resize(TAILLE.expandedTo(self.minimumSizeHint() + QSize(0, 24)))

    def ouvrir(self, entree: "Entree", accueil: "AccueilConnexion", libelle_base: str) -> None:
        """The base is open: its sites and, for a demonstration, its accounts. Whoever pressed Enter already goes in.

        ``libelle_base`` is the last line ("Base locale « demo »").
        """
        self._porte, self._accueil = entree, accueil
        self._etablissement.setText(accueil.etablissement)
        self.perdu.setEnabled(True)
        self._occuper(est_occupe=False)
        self._pied.setText(f"{libelle_base} · version {VERSION}")
        self.site.poser_choix([(site.id, site.nom) for site in accueil.sites])
        ids = {site.code: site.id for site in accueil.sites}
        self.site.poser_valeur(ids.get(self._reglages.dernier_site, next(iter(ids.values()), None)))
        if accueil.comptes:
            self._montrer_comptes(accueil.comptes)
        if self._est_presse:
            self._connecter()

    # ---- building

    def _montrer_comptes(self, comptes: "tuple[CompteDemonstration, ...]") -> None:
        """The window grows downwards: the fields stay where the person types."""
        boite, place = self._comptes(comptes), self._bas.height()
        if (dessous := self._bas.layout()) is not None:
            dessous.addWidget(boite)
            dessous.setAlignment(boite, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        boite.show()
        if self.isVisible():
            self.resize(self.width(), self.height() + max(0, self._bas.sizeHint().height() - place))

    def _carte(self) -> Carte:
        carte = Carte()
        carte.setFixedWidth(px(LARGEUR_CARTE))
        carte.corps.setContentsMargins(32, 12, 32, 4)
        carte.corps.setSpacing(0)
        carte.ajouter(self._entete())
        carte.corps.addSpacing(20)
        self.formulaire = FormulaireEmpile(self)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        carte.ajouter(self.echec)
        carte.ajouter(self.formulaire.bandeau)
        carte.ajouter(self.formulaire.colonne())
        self.site = ListeChoix()
        self.identifiant = LigneTexte(60)
        self.mot_de_passe = LigneMotDePasse()
        self.formulaire.champ("site", "&Site", self.site, obligatoire=True)
        self.formulaire.champ("identifiant", "&Identifiant", self.identifiant, obligatoire=True)
        self.formulaire.champ("mot_de_passe", "&Mot de passe", self.mot_de_passe, obligatoire=True)
        carte.corps.addSpacing(12)
        self.entrer = primaire("Ouverture de la base…")
        self.entrer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        carte.ajouter(self.entrer)
        carte.corps.addSpacing(12)
        carte.ajouter(self._issues())
        self.entrer.setEnabled(False)
        self.entrer.clicked.connect(self._connecter)
        return carte

    def _entete(self) -> QHBoxLayout:
        rangee = QHBoxLayout()
        rangee.setSpacing(12)
        rangee.addWidget(Logo())
        mots = QVBoxLayout()
        mots.setSpacing(2)
        mots.addWidget(texte("imuse_desk", "titre"))
        self._etablissement = texte("\u00a0", "second", replie=True)
        mots.addWidget(self._etablissement)
        rangee.addLayout(mots, 1)
        return rangee

    def _issues(self) -> QHBoxLayout:
        rangee = QHBoxLayout()
        self.perdu = discret("Mot de passe &perdu")
        self.perdu.setEnabled(False)
        self.quitter = discret("&Quitter")
        rangee.addWidget(self.perdu)
        rangee.addStretch(1)
        rangee.addWidget(self.quitter)
        self.perdu.clicked.connect(self._preparer_perdu)
        self.quitter.clicked.connect(self.close)
        return rangee

    def _rangee_pied(self) -> QHBoxLayout:
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        image = QLabel()
        poser_icone(image, "database", "text3", 14)
        rangee.addStretch(1)
        rangee.addWidget(image)
        self._pied = texte(f"Version {VERSION}", "aide")
        rangee.addWidget(self._pied)
        rangee.addStretch(1)
        return rangee

    def _comptes(self, comptes: "tuple[CompteDemonstration, ...]") -> QWidget:
        """The accounts of the demonstration: a press fills the fields."""
        boite = QWidget()
        boite.setFixedWidth(px(LARGEUR_CARTE))
        colonne = QVBoxLayout(boite)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(4)
        colonne.addWidget(texte("Comptes de démonstration", "aide"))
        for debut in range(0, len(comptes), 2):
            rangee = QHBoxLayout()
            for compte in comptes[debut : debut + 2]:
                bouton = Bouton(f"{compte.identifiant} — {compte.role}", "pastille")
                bouton.setProperty("identifiant", compte.identifiant)
                bouton.setProperty("mot_de_passe", compte.mot_de_passe)
                bouton.setAccessibleName(f"Compte de démonstration {compte.identifiant}, {compte.role}")
                bouton.clicked.connect(self._prendre_compte)
                rangee.addWidget(bouton, 1)
            if rangee.count() == 1:
                rangee.addStretch(1)
            colonne.addLayout(rangee)
        return boite

    # ---- acts

    @property
    def choix(self) -> tuple[str, str]:
        """Code of the site and name typed, to be remembered for the next start."""
        codes = {site.id: site.code for site in self._accueil.sites} if self._accueil else {}
        return codes.get(self.site.valeur(), ""), self.identifiant.valeur()

    @Slot()
    def _prendre_compte(self) -> None:
        bouton = self.sender()
        if isinstance(bouton, Bouton):
            self.identifiant.poser_brut(str(bouton.property("identifiant")))
            self.mot_de_passe.poser_brut(str(bouton.property("mot_de_passe")))
            self.formulaire.effacer_erreurs()
            self.entrer.setFocus()

    @Slot()
    def _connecter(self) -> None:
        if self._porte is None:
            self._est_presse = True
            return
        if not self.entrer.isEnabled():
            return
        self.echec.hide()
        valeurs = self.formulaire.valider()
        if valeurs is None:
            return
        self._occuper(est_occupe=True)
        essai = partial(self._porte.connecter, valeurs["site"], valeurs["identifiant"], valeurs["mot_de_passe"])
        self._executant.ecrire(essai, self._entree_faite, self._entree_refusee)

    def _occuper(self, *, est_occupe: bool) -> None:
        self.entrer.setEnabled(not est_occupe)
        self.entrer.setText("Connexion…" if est_occupe else "Se &connecter")

    @Slot(object)
    def _entree_faite(self, arrivee: "Arrivee") -> None:
        self._occuper(est_occupe=False)
        if not arrivee.doit_changer:
            self._accueillir(arrivee.ctx)
            return
        self._arrivee = arrivee
        self._executant.lire(self._entree().longueur_minimale, self._imposer_changement, self._entree_refusee)

    @Slot(object)
    def _imposer_changement(self, minimum: int) -> None:
        if self._arrivee is not None:
            dialogue = DialogueMotDePasse(self, self._arrivee.ctx, self._executant, minimum, est_impose=True)
            dialogue.change.connect(self._change)
            dialogue.open()

    @Slot()
    def _change(self) -> None:
        if self._arrivee is not None:
            self._accueillir(self._arrivee.ctx)

    def _accueillir(self, ctx: "Contexte") -> None:
        self.mot_de_passe.clear()
        self._est_entre = True
        self.connecte.emit(ctx)

    @Slot(object)
    def _entree_refusee(self, erreur: Exception) -> None:
        self._occuper(est_occupe=False)
        if isinstance(erreur, FormulaireInvalide):
            self.formulaire.montrer_erreurs(erreur.erreurs)
        elif isinstance(erreur, Invalide):
            self.formulaire.montrer_erreurs([erreur])
            self.mot_de_passe.selectAll()
        else:
            self.echec.montrer("bad", texte_erreur(erreur).court)
            self.echec.show()

    def _entree(self) -> "Entree":
        if self._porte is None:
            raise RuntimeError("the base is not open")
        return self._porte

    @Slot()
    def _preparer_perdu(self) -> None:
        conditions = partial(_conditions_perdu, self._entree())
        self._executant.lire(conditions, self._ouvrir_perdu, self._entree_refusee, cle="perdu")

    @Slot(object)
    def _ouvrir_perdu(self, conditions: tuple[bool, int]) -> None:
        par_courriel, minimum = conditions
        dialogue = DialogueMotDePassePerdu(
            self,
            self._entree(),
            self._executant,
            self.identifiant.valeur(),
            par_courriel=par_courriel,
            minimum=minimum,
        )
        dialogue.choisi.connect(self._mot_de_passe_choisi)
        dialogue.open()

    @Slot(str)
    def _mot_de_passe_choisi(self, identifiant: str) -> None:
        self.identifiant.poser_brut(identifiant)
        self.mot_de_passe.clear()
        self.formulaire.effacer_erreurs()
        self.echec.montrer("ok", "Mot de passe changé. Connectez-vous avec le nouveau.")
        self.echec.show()
        self.mot_de_passe.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter signs in from any field; Esc quits."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._connecter()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Closing the window before anybody is in leaves the program."""
        super().closeEvent(event)
        if not self._est_entre:
            self.quitte.emit()


def _conditions_perdu(entree: "Entree") -> tuple[bool, int]:
    return entree.peut_envoyer_code(), entree.longueur_minimale()
