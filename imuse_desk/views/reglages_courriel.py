"""Settings of the outgoing mail, with a test; and its password, asked at start where no key ring keeps it."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import EtatEnvoi, ReglagesSmtp, ResultatEnvoi, Securite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reglages_courriel import (
    CommandeSmtp,
    EtatCourriel,
    enregistrer_smtp,
    envoyer_essai,
    lire_etat_courriel,
    poser_mot_de_passe_smtp,
)
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import discret, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurEntier, LigneTexte, ListeChoix
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import demander_abandon
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_code, texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.mot_de_passe import LigneMotDePasse

_SECURITES = [
    (Securite.STARTTLS, "STARTTLS (port 587)"),
    (Securite.SSL, "SSL (port 465)"),
    (Securite.AUCUNE, "Aucune (ce poste seulement)"),
]
_PORTS = {Securite.STARTTLS: 587, Securite.SSL: 465, Securite.AUCUNE: 25}


class FenetreReglagesCourriel(QDialog):
    """``FenetreReglagesCourriel(parent, ctx, executant, coffre, bus)`` then ``open()``."""

    def __init__(
        self, parent: QWidget | None, ctx: Contexte, executant: Executant, coffre: Coffre, bus: Bus | None = None
    ) -> None:
        super().__init__(parent)
        self._ctx, self._executant, self._coffre, self._bus = ctx, executant, coffre, bus
        self._version = 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Réglages du courriel")
        self.setMinimumWidth(px(620))
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 16, 24, 16)
        colonne.setSpacing(12)
        self.formulaire = Formulaire(self)
        self.etat = Bandeau("info", "")
        self.etat.hide()
        colonne.addWidget(self.etat)
        colonne.addWidget(self.formulaire.bandeau)
        colonne.addWidget(self._carte_serveur())
        colonne.addWidget(self._carte_essai())
        colonne.addStretch(1)
        colonne.addLayout(self._actions())
        self.formulaire.enregistre()
        self._activer(est_actif=False)
        executant.lire(partial(lire_etat_courriel, ctx, coffre), self._lu, self._refuse, cle="etat")

    def _carte_serveur(self) -> Carte:
        carte = Carte("Serveur d’envoi")
        carte.ajouter(self.formulaire.colonne())
        self.formulaire.champ("hote", "&Serveur", LigneTexte(200, "smtp.ville.example"), obligatoire=True)
        self.securite = ListeChoix(_SECURITES)
        self.port = EditeurEntier(1, 65_535)
        self.formulaire.groupe(
            "&Protection", [("securite", "Protection", self.securite, 0), ("port", "Port", self.port, 96)]
        )
        self.formulaire.champ(
            "utilisateur", "&Utilisateur", LigneTexte(200), aide="Vide si le serveur n’en demande pas."
        )
        self.mot_de_passe = LigneMotDePasse()
        self.formulaire.champ("mot_de_passe", "&Mot de passe", self.mot_de_passe, aide=_AIDES[self._coffre.est_durable])
        self.formulaire.champ("expediteur", "&Adresse d’envoi", LigneTexte(254), obligatoire=True)
        self.formulaire.champ("nom_expediteur", "&Nom affiché", LigneTexte(120))
        self.securite.modifiee.connect(self._proposer_port)
        return carte

    def _carte_essai(self) -> Carte:
        carte = Carte("Essai")
        self.essai = LigneTexte(254, "vous@ville.example")
        self.essai.setAccessibleName("Adresse de l’essai")
        self.envoyer = secondaire("En&voyer un essai", "paper-plane-tilt")
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        libelle = texte("À l’a&dresse", "libelle")
        libelle.setBuddy(self.essai)
        rangee.addWidget(libelle)
        rangee.addWidget(self.essai, 1)
        rangee.addWidget(self.envoyer)
        carte.ajouter(rangee)
        self.envoyer.clicked.connect(self._essayer)
        return carte

    def _actions(self) -> QHBoxLayout:
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        self.fermer = discret("&Fermer")
        self.enregistrer = primaire("En&registrer", "check")
        self.enregistrer.setDefault(True)
        rangee.addStretch(1)
        rangee.addWidget(self.fermer)
        rangee.addWidget(self.enregistrer)
        self.fermer.clicked.connect(self.reject)
        self.enregistrer.clicked.connect(self._enregistrer)
        return rangee

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.essai.hasFocus():
            self.envoyer.click()  # Enter in the trial's address sends the trial, and records nothing
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc and "Fermer": ask first if settings were typed and not recorded."""
        if self.formulaire.est_modifie():
            demander_abandon(
                self, "Fermer sans enregistrer\u00a0?", "Les réglages du courriel ont été modifiés.",
                "Fermer sans enregistrer", self._abandonner,
            )  # fmt: skip
        else:
            super().reject()

    @Slot()
    def _abandonner(self) -> None:
        super().reject()

    def _activer(self, *, est_actif: bool) -> None:
        self.enregistrer.setEnabled(est_actif)
        self.envoyer.setEnabled(est_actif)

    @Slot(object)
    def _lu(self, etat: EtatCourriel) -> None:
        self._version = etat.version
        self._activer(est_actif=True)
        reglages = etat.reglages or ReglagesSmtp("", _PORTS[Securite.STARTTLS], Securite.STARTTLS, "", "")
        self.formulaire.poser(
            {
                "hote": reglages.hote,
                "port": reglages.port,
                "securite": reglages.securite,
                "utilisateur": reglages.utilisateur,
                "expediteur": reglages.expediteur,
                "nom_expediteur": reglages.nom_expediteur,
            }
        )
        if etat.a_mot_de_passe:
            self.mot_de_passe.setPlaceholderText("inchangé")
        self.formulaire.viser("hote")

    @Slot()
    def _proposer_port(self) -> None:
        self.port.poser_valeur(_PORTS[self.securite.valeur()])

    def _commande(self) -> CommandeSmtp | None:
        valeurs = self.formulaire.valider()
        if valeurs is None:
            return None
        mot_de_passe = valeurs.pop("mot_de_passe") or None
        # Qt gives an enumeration back as plain text
        reglages = ReglagesSmtp(**{**valeurs, "port": valeurs["port"] or 0, "securite": Securite(valeurs["securite"])})
        return CommandeSmtp(reglages, self._version, mot_de_passe)

    @Slot()
    def _essayer(self) -> None:
        commande = self._commande()
        if commande is not None:
            self._activer(est_actif=False)
            self._dire("info", "Envoi de l’essai…")
            essai = partial(envoyer_essai, self._ctx, commande, self.essai.valeur(), self._coffre)
            self._executant.lire(essai, self._essaye, self._refuse, cle="essai")

    @Slot(object)
    def _essaye(self, resultat: ResultatEnvoi) -> None:
        self._activer(est_actif=True)
        if resultat.etat is EtatEnvoi.ACCEPTE:
            self._dire("ok", "Le serveur a accepté l’essai\u00a0: regardez la boîte, et les indésirables.")
            return
        reponse = f" Réponse du serveur\u00a0: {resultat.detail}" if resultat.detail else ""
        self._dire("bad", texte_code(resultat.code, {}).court + reponse)

    @Slot()
    def _enregistrer(self) -> None:
        commande = self._commande()
        if commande is not None:
            self._activer(est_actif=False)
            enregistrement = partial(enregistrer_smtp, self._ctx, commande, self._coffre)
            self._executant.ecrire(enregistrement, self._enregistre, self._refuse)

    @Slot(object)
    def _enregistre(self, fait: Any) -> None:
        self._version = fait.resultat
        self.formulaire.enregistre()
        if self._bus is not None:
            self._bus.dire("Réglages du courriel enregistrés")
        self.accept()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._activer(est_actif=True)
        self.etat.hide()
        fautes = erreur.erreurs if isinstance(erreur, FormulaireInvalide) else []
        if isinstance(erreur, Invalide):
            fautes = [erreur]
        essai = next((faute for faute in fautes if faute.champ == "essai"), None)
        if essai is not None:
            self._dire("bad", f"Adresse de l’essai\u00a0: {texte_erreur(essai).court}")
            self.essai.setFocus()
        elif fautes:
            self.formulaire.montrer_erreurs(fautes)
        else:
            self._dire("bad", texte_erreur(erreur).court)

    def _dire(self, ton: Any, phrase: str) -> None:
        self.etat.montrer(ton, phrase)
        self.etat.show()


class DemandeMotDePasseCourriel(Demande):
    """Asked once a start on a desk without a real key ring; mail waits in the outbox until then."""

    def __init__(self, parent: QWidget | None, ctx: Contexte, executant: Executant, coffre: Coffre) -> None:
        super().__init__(
            parent,
            "Mot de passe du courriel",
            "Ce poste n’a pas de trousseau sûr\u00a0: le mot de passe du serveur d’envoi est gardé jusqu’à la "
            "fermeture du programme. Sans lui, les messages attendent.",
            "&Garder pour cette session",
            [("mot_de_passe", "&Mot de passe", LigneMotDePasse(), True)],
        )
        self._ctx, self._executant, self._coffre = ctx, executant, coffre
        self.validee.connect(self._garder)

    @Slot(object)
    def _garder(self, valeurs: dict[str, Any]) -> None:
        garder = partial(poser_mot_de_passe_smtp, self._ctx, valeurs["mot_de_passe"], self._coffre)
        self._executant.ecrire(garder, self._garde, self.refuser)

    @Slot(object)
    def _garde(self, _est_durable: object) -> None:
        self.accept()


_AIDES = {
    True: "Gardé par le trousseau de ce poste, jamais dans la base.",
    False: "Ce poste n’a pas de trousseau sûr\u00a0: le mot de passe sera redemandé à chaque démarrage.",
}
