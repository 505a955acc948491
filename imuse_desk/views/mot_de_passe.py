"""Passwords on screen: the edit with its eye, "Mot de passe perdu" in two steps, and changing one's own."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.comptes import phrase_secrete
from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import Bouton, lien, primaire, secondaire
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px

if TYPE_CHECKING:
    from imuse_desk.services.contexte import Contexte
    from imuse_desk.services.entree import Entree

MONTRER = "Afficher le mot de passe"
CACHER = "Masquer le mot de passe"


class LigneMotDePasse(LigneTexte):
    """A password: hidden until the eye is pressed (or Ctrl+M); pasting is welcome, spaces are kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._oeil = QAction(MONTRER, self)
        self._oeil.setShortcut("Ctrl+M")
        self._oeil.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        poser_icone(self._oeil, "eye", "text2", 16)
        self._oeil.setToolTip(f"{MONTRER} (Ctrl+M)")
        self.addAction(self._oeil, QLineEdit.ActionPosition.TrailingPosition)
        self._oeil.triggered.connect(self._basculer)

    @property
    def est_visible(self) -> bool:
        """Whether the password is shown."""
        return self.echoMode() == QLineEdit.EchoMode.Normal

    def valeur(self) -> str:
        """The password as typed."""
        return self.text()

    def montrer(self, *, est_visible: bool) -> None:
        """Show or hide the password."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if est_visible else QLineEdit.EchoMode.Password)
        mots = CACHER if est_visible else MONTRER
        self._oeil.setText(mots)
        self._oeil.setToolTip(f"{mots} (Ctrl+M)")
        poser_icone(self._oeil, "eye-slash" if est_visible else "eye", "text2", 16)

    @Slot()
    def _basculer(self) -> None:
        self.montrer(est_visible=not self.est_visible)


class ChampsNouveau:
    """The two edits of a new password, with the phrase that the program proposes."""

    def __init__(self, formulaire: Formulaire, minimum: int, proposer: Bouton) -> None:
        self._formulaire = formulaire
        self.nouveau = LigneMotDePasse()
        self.encore = LigneMotDePasse()
        aide = f"Au moins {minimum} signes. Une phrase de quelques mots se retient mieux."
        formulaire.champ("nouveau", "Nouvea&u mot de passe", self.nouveau, aide=aide, obligatoire=True)
        formulaire.champ("encore", "&Encore une fois", self.encore, obligatoire=True)
        self.proposer = proposer

    def poser_phrase(self) -> None:
        """Fill both edits with a generated phrase, shown so that it can be copied."""
        phrase = phrase_secrete()
        for champ in (self.nouveau, self.encore):
            champ.poser_brut(phrase)
            champ.montrer(est_visible=True)
        self._formulaire.effacer_erreurs()
        self.nouveau.setFocus()
        self.nouveau.selectAll()

    def verifier(self) -> bool:
        """Whether both say the same; else the second one says so."""
        if self.nouveau.valeur() == self.encore.valeur():
            return True
        self._formulaire.montrer_erreurs([Invalide("encore", "mots_de_passe_differents")])
        return False


class _Dialogue(QDialog):
    """Common half of the two dialogs: title, sentence, failure band, buttons."""

    def __init__(self, parent: QWidget | None, titre: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(titre)
        self.setMinimumWidth(px(540))
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(20, 18, 20, 18)
        self.colonne.setSpacing(12)
        self.colonne.addWidget(texte(titre, "titre_carte"))
        self.echec = Bandeau("bad", "")
        self.echec.hide()

    def montrer_refus(self, formulaire: Formulaire, erreur: Exception) -> None:
        """By the field where the error names one, else in the band."""
        if isinstance(erreur, FormulaireInvalide):
            formulaire.montrer_erreurs(erreur.erreurs)
        elif isinstance(erreur, Invalide):
            formulaire.montrer_erreurs([erreur])
        else:
            self.echec.montrer("bad", texte_erreur(erreur).court)
            self.echec.show()


class DialogueMotDePasse(_Dialogue):
    """Change one's own password; ``change`` when done. ``est_impose``: a new one is asked at sign-in."""

    change = Signal()

    def __init__(
        self, parent: QWidget | None, ctx: "Contexte", executant: Executant, minimum: int, *, est_impose: bool = False
    ) -> None:
        super().__init__(parent, "Mot de passe")
        self._ctx, self._executant = ctx, executant
        phrase = (
            "Ce mot de passe vous a été donné\u00a0: choisissez le vôtre avant de continuer."
            if est_impose
            else "Le nouveau mot de passe servira à la prochaine connexion."
        )
        self.colonne.addWidget(texte(phrase, "second", replie=True))
        self.colonne.addWidget(self.echec)
        self.formulaire = Formulaire(self)
        self.colonne.addWidget(self.formulaire.colonne())
        self.actuel = LigneMotDePasse()
        self.formulaire.champ("actuel", "Mot de passe &actuel", self.actuel, obligatoire=True)
        self._nouveau = ChampsNouveau(self.formulaire, minimum, lien("&Proposer une phrase", "magic-wand"))
        self._nouveau.proposer.clicked.connect(self._proposer)
        self.renoncer = secondaire("Quitter" if est_impose else "&Renoncer")
        self.confirmer = primaire("&Changer le mot de passe")
        self.confirmer.setDefault(True)
        self.colonne.addLayout(_rangee(self._nouveau.proposer, self.renoncer, self.confirmer))
        self.renoncer.clicked.connect(self.reject)
        self.confirmer.clicked.connect(self._changer)

    @Slot()
    def _proposer(self) -> None:
        self._nouveau.poser_phrase()

    @Slot()
    def _changer(self) -> None:
        self.echec.hide()
        valeurs = self.formulaire.valider()
        if valeurs is None or not self._nouveau.verifier():
            return
        self.confirmer.setEnabled(False)
        from imuse_desk.services.mot_de_passe import ChangementMotDePasse, changer_mot_de_passe

        commande = ChangementMotDePasse(valeurs["actuel"], valeurs["nouveau"])
        self._executant.ecrire(partial(changer_mot_de_passe, self._ctx, commande), self._fait, self._refuse)

    @Slot(object)
    def _fait(self, _fait: object) -> None:
        self.change.emit()
        self.accept()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.confirmer.setEnabled(True)
        self.montrer_refus(self.formulaire, erreur)


class DialogueMotDePassePerdu(_Dialogue):
    """Two steps: ask for a code by e-mail (or from an administrator), then choose a password with it."""

    choisi = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        entree: "Entree",
        executant: Executant,
        identifiant: str,
        *,
        par_courriel: bool,
        minimum: int,
    ) -> None:
        super().__init__(parent, "Mot de passe perdu")
        self._entree, self._executant = entree, executant
        self.colonne.addWidget(self.echec)
        self.pages = QStackedWidget()
        self.colonne.addWidget(self.pages)
        self.pages.addWidget(self._page_demande(identifiant))
        self.pages.addWidget(self._page_choix(identifiant, minimum, par_courriel=par_courriel))
        if not par_courriel:
            self._ouvrir_le_choix()

    def _page_demande(self, identifiant: str) -> QWidget:
        page = QWidget()
        colonne = QVBoxLayout(page)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        phrase = "Un code sera envoyé à l’adresse enregistrée pour ce compte. Il sert une fois, pendant 24 heures."
        colonne.addWidget(texte(phrase, "second", replie=True))
        self.demande = Formulaire(self)
        colonne.addWidget(self.demande.colonne())
        self.demande.champ("identifiant", "&Identifiant", LigneTexte(60), obligatoire=True)
        self.demande.champ("email", "Adresse e-&mail", LigneTexte(254), obligatoire=True)
        self.demande.poser({"identifiant": identifiant})
        self.deja = lien("J’ai &déjà un code")
        annuler = secondaire("&Renoncer")
        self.envoyer = primaire("&Envoyer le code", "paper-plane-tilt")
        self.envoyer.setDefault(True)
        colonne.addStretch(1)
        colonne.addLayout(_rangee(self.deja, annuler, self.envoyer))
        self.deja.clicked.connect(self._passer_au_choix)
        annuler.clicked.connect(self.reject)
        self.envoyer.clicked.connect(self._demander)
        return page

    def _page_choix(self, identifiant: str, minimum: int, *, par_courriel: bool) -> QWidget:
        page = QWidget()
        colonne = QVBoxLayout(page)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        self.consigne = texte(
            "Saisissez le code reçu, puis choisissez un mot de passe."
            if par_courriel
            else "Demandez un code à un administrateur (Utilisateurs, Code d’accès), puis choisissez un mot de passe.",
            "second",
            replie=True,
        )
        colonne.addWidget(self.consigne)
        self.choix = Formulaire(self)
        colonne.addWidget(self.choix.colonne())
        self.choix.champ("identifiant", "&Identifiant", LigneTexte(60), obligatoire=True)
        self.choix.champ("code", "C&ode", LigneTexte(20, "K7QM-2RTX"), obligatoire=True)
        self._nouveau = ChampsNouveau(self.choix, minimum, lien("&Proposer une phrase", "magic-wand"))
        self._nouveau.proposer.clicked.connect(self._proposer)
        self.choix.poser({"identifiant": identifiant})
        annuler = secondaire("&Renoncer")
        self.confirmer = primaire("&Changer le mot de passe")
        colonne.addStretch(1)
        colonne.addLayout(_rangee(self._nouveau.proposer, annuler, self.confirmer))
        annuler.clicked.connect(self.reject)
        self.confirmer.clicked.connect(self._choisir)
        return page

    @Slot()
    def _proposer(self) -> None:
        self._nouveau.poser_phrase()

    @Slot()
    def _demander(self) -> None:
        valeurs = self.demande.valider()
        if valeurs is not None:
            self.envoyer.setEnabled(False)
            demande = partial(self._entree.demander_code, valeurs["identifiant"], valeurs["email"])
            self._executant.ecrire(demande, self._demande_faite, self._demande_refusee)

    @Slot(object)
    def _demande_faite(self, _rien: object) -> None:
        self.consigne.setText(
            "Si cet identifiant et cette adresse vont ensemble, un code vient de partir\u00a0: regardez aussi dans les "
            "indésirables. Il part de ce poste\u00a0: gardez le programme ouvert jusqu’à son arrivée. "
            "S’il n’arrive pas, demandez-en un autre, ou un administrateur peut vous en donner un."
        )
        self._passer_au_choix()

    @Slot(object)
    def _demande_refusee(self, erreur: Exception) -> None:
        self.envoyer.setEnabled(True)
        self.montrer_refus(self.demande, erreur)

    @Slot()
    def _passer_au_choix(self) -> None:
        self.echec.hide()
        self.choix.poser({"identifiant": self.demande.brut()["identifiant"]})
        self._ouvrir_le_choix()

    def _ouvrir_le_choix(self) -> None:
        self.pages.setCurrentIndex(1)
        self.confirmer.setDefault(True)
        self.choix.viser("code" if self.choix.brut()["identifiant"] else "identifiant")

    @Slot()
    def _choisir(self) -> None:
        self.echec.hide()
        valeurs = self.choix.valider()
        if valeurs is None or not self._nouveau.verifier():
            return
        self.confirmer.setEnabled(False)
        self._identifiant = str(valeurs["identifiant"])
        choix = partial(self._entree.choisir_mot_de_passe, self._identifiant, valeurs["code"], valeurs["nouveau"])
        self._executant.ecrire(choix, self._choix_fait, self._choix_refuse)

    @Slot(object)
    def _choix_fait(self, _rien: object) -> None:
        self.choisi.emit(self._identifiant)
        self.accept()

    @Slot(object)
    def _choix_refuse(self, erreur: Exception) -> None:
        self.confirmer.setEnabled(True)
        self.montrer_refus(self.choix, erreur)


def _rangee(a_gauche: Bouton, renoncer: Bouton, confirmer: Bouton) -> QHBoxLayout:
    rangee = QHBoxLayout()
    rangee.setSpacing(8)
    rangee.addWidget(a_gauche)
    rangee.addStretch(1)
    rangee.addWidget(renoncer)
    rangee.addWidget(confirmer)
    return rangee
