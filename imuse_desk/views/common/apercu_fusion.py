"""How a text with merge fields reads for somebody of the base; and the row that inserts a field in the text."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from imuse_desk.domain.champs_fusion import CHAMPS, ChampFusion
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.fusion import Destinataire, TexteFusionne, TexteModele, fusionner
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ListeChoix, ZoneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px

DELAI_MS = 250
LETTRE = "lettre"
Fusion = Callable[[Contexte, TexteModele, tuple[Destinataire, ...]], tuple[TexteFusionne, ...]]


class InsertionChamp(QWidget):
    """``InsertionChamp(corps)``: choose a merge field, write it where the cursor of the text stands."""

    def __init__(
        self, corps: ZoneTexte, parent: QWidget | None = None, champs: Sequence[ChampFusion] = CHAMPS
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("contenu")
        self._corps = corps
        self.choix = ListeChoix()
        self.choix.setAccessibleName("Champ à insérer")
        self.choix.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.poser_champs(champs)
        self.inserer = secondaire("Insére&r", "plus")
        self.inserer.clicked.connect(self._inserer)
        etiquette = texte("&Champ", "libelle")
        etiquette.setBuddy(self.choix)
        etiquette.setMinimumWidth(px(112))
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)  # as the fields above
        rangee.addWidget(etiquette)
        rangee.addWidget(self.choix, 1)
        rangee.addWidget(self.inserer)

    def poser_champs(self, champs: Sequence[ChampFusion]) -> None:
        """Offer other fields; the one on show stays where it is still offered."""
        choisi = self.choix.valeur()
        self.choix.poser_choix([(c.cle, f"{c.groupe}\u00a0: {c.libelle}") for c in champs])
        garde = any(c.cle == choisi for c in champs)
        self.choix.poser_valeur(choisi if garde else champs[0].cle)

    @Slot()
    def _inserer(self) -> None:
        self._corps.insertPlainText(f"{{{self.choix.valeur()}}}")
        self._corps.setFocus()


class ApercuFusion(Carte):
    """``poser_texte`` as it is typed, ``poser_destinataire``; ``faute(Invalide or None)`` says what the text has wrong.

    HTML shows as the letters it is made of. The subclass fills ``haut``: who is on show. ``vide`` is said for nobody.
    ``fusion`` merges the text.
    """

    faute = Signal(object)

    def __init__(
        self, executant: Executant, ctx: Contexte, vide: str, parent: QWidget | None = None, fusion: Fusion = fusionner
    ) -> None:
        super().__init__("Aperçu", parent)
        self._executant, self._ctx, self._vide, self._fusion = executant, ctx, vide, fusion
        self._modele = TexteModele("", "")
        self._canal = ""
        self._destinataire: Destinataire | None = None
        self._fusionne: TexteFusionne | None = None
        self._pause = QTimer(self, singleShot=True, interval=DELAI_MS)
        self._pause.timeout.connect(self._fusionner)
        self.voir = secondaire("Voir la lettre…", "file-pdf")
        self.voir.clicked.connect(self._voir)
        self.outils.addWidget(self.voir)
        self.haut = QHBoxLayout()
        self.destination = texte("", "second", replie=True)
        self.sujet = texte("", "fort", replie=True)
        self.rempli = QPlainTextEdit()
        self.rempli.setReadOnly(True)
        self.rempli.setAccessibleName("Texte rempli")
        self.ajouter(self.haut)
        self.ajouter(self.destination)
        self.ajouter(self.sujet)
        self.ajouter(self.rempli, 1)
        self._dire(vide)

    def poser_texte(self, sujet: str, corps: str) -> None:
        """Show another text, once typing has paused."""
        self._modele = TexteModele(sujet, corps)
        self._pause.start()

    def poser_fusion(self, fusion: Fusion) -> None:
        """Merge otherwise what is typed from now on."""
        self._fusion = fusion

    def poser_canal(self, canal: str) -> None:
        """What it leaves by: a letter can be seen on paper."""
        self._canal = canal
        self.voir.setVisible(canal == LETTRE)
        self._montrer()

    def poser_destinataire(self, destinataire: Destinataire | None) -> None:
        """Show another recipient, at once; None for nobody."""
        self._destinataire = destinataire
        if destinataire is None:
            self._dire(self._vide)
        else:
            self._fusionner()

    @Slot()
    def _fusionner(self) -> None:
        if self._destinataire is not None:
            faire = partial(self._fusion, self._ctx, self._modele, (self._destinataire,))
            self._executant.lire(faire, self._lu, self._rate, cle="apercu")

    @Slot(object)
    def _lu(self, textes: tuple[TexteFusionne, ...]) -> None:
        self.faute.emit(None)
        if not textes:
            self._dire(self._vide)
            return
        self._fusionne = textes[0]
        self._montrer()

    def _montrer(self) -> None:
        fusionne = self._fusionne
        if fusionne is None:
            return
        destination, sujet, corps = self.dire_fusionne(fusionne, self._canal)
        self.destination.setText(destination)
        self.sujet.setText(sujet)
        self.rempli.setPlainText(corps)
        self.voir.setEnabled(True)

    def dire_fusionne(self, fusionne: TexteFusionne, canal: str) -> tuple[str, str, str]:
        """Where it goes, its subject, its text."""
        adresse = fusionne.adresse
        if canal == LETTRE:
            ou = adresse.en_ligne if adresse.est_complete else "adresse incomplète"
        else:
            ou = ", ".join(fusionne.courriels) or "aucun courriel"
        return f"À\u00a0: {ou}", fusionne.sujet, fusionne.corps

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
        self.rempli.setPlainText("")

    @Slot()
    def _voir(self) -> None:
        if self._fusionne is not None:
            faire = partial(imprimer_lettres, self._ctx, (self._fusionne,))
            self._executant.lire(faire, self._imprimee, self._rate, cle="lettre")

    @Slot(object)
    def _imprimee(self, octets: bytes) -> None:
        FenetrePapier(self._executant, "apercu_lettre.pdf", octets, self).show()
