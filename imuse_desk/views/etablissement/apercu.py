"""How a template reads for a family or a pupil of the base, as it is typed; HTML shows as the letters it is made of."""

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.fusion import Destinataire, TexteFusionne, TexteModele, exemple, fusionner
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from imuse_desk.services.lectures.recherche import Resultats, rechercher
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.completion import Completion
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.textes import texte

DELAI_MS = 250
SANS_EXEMPLE = "Choisissez une famille ou un élève pour voir le texte rempli."


class Apercu(QWidget):
    """``montrer(canal, sujet, corps)``; ``faute(Invalide or None)`` says what the text has wrong."""

    faute = Signal(object)

    def __init__(self, executant: Executant, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._ctx = executant, ctx
        self._modele = TexteModele("", "")
        self._destinataire: Destinataire | None = None
        self._fusionne: TexteFusionne | None = None
        self._pause = QTimer(self, singleShot=True, interval=DELAI_MS)
        self._pause.timeout.connect(self._fusionner)
        self.setObjectName("contenu")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        carte = Carte("Aperçu")
        self.voir = secondaire("Voir la lettre…", "file-pdf")
        self.voir.clicked.connect(self._voir)
        carte.outils.addWidget(self.voir)
        haut = QHBoxLayout()
        etiquette = texte("Exemp&le", "libelle")
        self.qui = LigneTexte(120, "famille ou élève")
        self.qui.setAccessibleName("Famille ou élève de l’exemple")
        etiquette.setBuddy(self.qui)
        self._completion = Completion(self.qui)
        self._completion.recherche.connect(self._chercher)
        self._completion.choisie.connect(self._choisir)
        haut.addWidget(etiquette)
        haut.addWidget(self.qui, 1)
        carte.ajouter(haut)
        self.destination = texte("", "second", replie=True)
        self.sujet = texte("", "fort", replie=True)
        self.corps = QPlainTextEdit()
        self.corps.setReadOnly(True)
        self.corps.setAccessibleName("Texte rempli")
        for contenu in (self.destination, self.sujet):
            carte.ajouter(contenu)
        carte.ajouter(self.corps, 1)
        page.addWidget(carte, 1)
        self._dire(SANS_EXEMPLE)
        executant.lire(partial(exemple, ctx), self._exemple_lu, self._rate, cle="exemple")

    def montrer(self, canal: str, sujet: str, corps: str) -> None:
        """Show another text, once typing has paused."""
        self._modele = TexteModele(sujet, corps)
        self._est_lettre = canal == "lettre"
        self.voir.setVisible(self._est_lettre)
        self._pause.start()

    @Slot(object)
    def _exemple_lu(self, lu: tuple[Destinataire, str] | None) -> None:
        if lu is not None and self._destinataire is None:
            self._destinataire = lu[0]
            self.qui.poser_valeur(lu[1])
            self._fusionner()

    @Slot(str)
    def _chercher(self, mots: str) -> None:
        self._executant.lire(partial(rechercher, self._ctx, mots), self._trouves, self._rate, cle="qui")

    @Slot(object)
    def _trouves(self, resultats: Resultats) -> None:
        propositions: list[tuple[Any, str]] = []
        for groupe in resultats.groupes:
            for trouve in groupe.lignes:
                mots = f"{trouve.fort} {trouve.suite}".strip()
                if trouve.genre == "foyer":
                    propositions.append((Destinataire(trouve.id), f"{mots} (famille)"))
                elif trouve.genre == "eleve":
                    propositions.append((Destinataire(None, (trouve.id,)), mots))
        self._completion.proposer(propositions)

    @Slot(object)
    def _choisir(self, destinataire: Destinataire) -> None:
        self._destinataire = destinataire
        self._fusionner()

    @Slot()
    def _fusionner(self) -> None:
        if self._destinataire is not None:
            faire = partial(fusionner, self._ctx, self._modele, (self._destinataire,))
            self._executant.lire(faire, self._lu, self._rate, cle="apercu")

    @Slot(object)
    def _lu(self, textes: tuple[TexteFusionne, ...]) -> None:
        self.faute.emit(None)
        if not textes:
            self._dire(SANS_EXEMPLE)
            return
        fusionne = self._fusionne = textes[0]
        adresse = fusionne.adresse
        if self._est_lettre:
            parts = (", ".join(adresse.noms), adresse.complement, adresse.voie, adresse.ville, adresse.pays)
            ou = ", ".join(part for part in parts if part) if adresse.est_complete else "adresse incomplète"
        else:
            ou = ", ".join(fusionne.courriels) or "aucun courriel"
        self.destination.setText(f"À\u00a0: {ou}")
        self.sujet.setText(fusionne.sujet)
        self.corps.setPlainText(fusionne.corps)
        self.voir.setEnabled(True)

    @Slot(object)
    def _rate(self, erreur: Exception) -> None:
        if isinstance(erreur, Invalide):
            self.faute.emit(erreur)
        self._dire(texte_erreur(erreur).court)

    def _dire(self, phrase: str) -> None:
        self._fusionne = None
        self.voir.setEnabled(False)
        self.destination.setText(phrase)
        self.sujet.setText("")
        self.corps.setPlainText("")

    @Slot()
    def _voir(self) -> None:
        if self._fusionne is not None:
            faire = partial(imprimer_lettres, self._ctx, (self._fusionne,))
            self._executant.lire(faire, self._imprimee, self._rate, cle="lettre")

    @Slot(object)
    def _imprimee(self, octets: bytes) -> None:
        FenetrePapier(self._executant, "apercu_lettre.pdf", octets, self).show()
