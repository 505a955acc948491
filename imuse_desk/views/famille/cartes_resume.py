"""Cards of the counter summary: what is to settle, the account, how to reach the household."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.services.lectures.a_regler import ARegler
from imuse_desk.services.lectures.resume import AdulteResume, ResumeFamille
from imuse_desk.services.listes import STATUTS
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.ecoulement import Ecoulement
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.textes import TexteElide, poser_elide, texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.famille.mots_resume import (
    TELEPHONES,
    compte_affiche,
    mots_a_regler,
    mots_quotient,
    nom_adulte,
    titre_a_regler,
)

LARGEUR_LIEN = 380


def _vider(boite: QHBoxLayout | QVBoxLayout | Ecoulement) -> None:
    while (article := boite.takeAt(0)) is not None:
        widget = article.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class BandeARegler(QFrame):
    """What waits, each a link to its place: ``suivi(rank)``."""

    suivi = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bandeau")
        self.setMinimumHeight(px(36))
        self._icone = QLabel()
        self._titre = texte("", "fort")
        boite = QWidget()
        boite.setObjectName("contenu")
        self._liens = Ecoulement(boite, ecart=6)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(12, 4, 8, 4)
        rangee.setSpacing(9)
        haut = Qt.AlignmentFlag.AlignTop
        for widget in (self._icone, self._titre):
            widget.setFixedHeight(px(24))
            rangee.addWidget(widget, 0, haut)
        rangee.addWidget(boite, 1)

    def montrer(self, attentes: Sequence[ARegler]) -> None:
        """Bind what waits; nothing at all is said too."""
        marquer(self, "ton", "warn" if attentes else "ok")
        poser_icone(self._icone, "warning-fill" if attentes else "check-circle-fill", "warn" if attentes else "ok", 15)
        self._titre.setText(titre_a_regler(len(attentes)) if attentes else "Rien ne reste à régler.")
        phrases = [mots_a_regler(attente) for attente in attentes]
        self.setAccessibleName(" ".join([self._titre.text(), ", ".join(phrases)]).strip())
        _vider(self._liens)
        for rang, mots in enumerate(phrases):
            if rang:
                point = texte("·")
                point.setFixedHeight(px(26))
                self._liens.addWidget(point)
            bouton = lien("")
            poser_elide(bouton, mots, LARGEUR_LIEN)
            bouton.setAccessibleName(mots)
            bouton.setFixedHeight(px(26))
            bouton.setProperty("rang", rang)
            bouton.clicked.connect(self._presse)
            self._liens.addWidget(bouton)

    @Slot()
    def _presse(self) -> None:
        self.suivi.emit(int(self.sender().property("rang")))


class CarteCompte(Carte):
    """What the base knows of money; hidden where it knows nothing. ``detail`` leads to the billing."""

    def __init__(self) -> None:
        super().__init__("Compte")
        self.detail = lien("Voir la facturation", petit=True)
        self.outils.addWidget(self.detail)
        self._annonce = texte("", "prix")
        self._provisoire = Puce("", parent=self)
        self._phrase = texte("", "second", replie=True)
        self._precedente = texte("Année précédente")
        self._etat = Puce("", parent=self)
        self._soldes = QVBoxLayout()
        self._soldes.setSpacing(4)
        for gauche, droite in ((self._annonce, self._provisoire), (self._precedente, self._etat)):
            rangee = QHBoxLayout()
            rangee.addWidget(gauche)
            rangee.addStretch(1)
            rangee.addWidget(droite)
            self.ajouter(rangee)
            if gauche is self._annonce:
                self.ajouter(self._phrase)
        self.ajouter(self._soldes)

    def montrer(self, resume: ResumeFamille, fuseau: ZoneInfo) -> None:
        """Bind the account of a household."""
        self.setVisible(resume.compte is not None)
        _vider(self._soldes)
        if resume.compte is None:
            return
        affiche = compte_affiche(resume.compte, resume.annee_reinscription, fuseau)
        for etiquette, mots in ((self._annonce, affiche.annonce), (self._phrase, affiche.phrase)):
            etiquette.setText(mots)
            etiquette.setVisible(bool(mots))
        self._provisoire.montrer("Provisoire" if affiche.est_provisoire else "", "warn", "hourglass-medium")
        self._precedente.setVisible(bool(affiche.annee_precedente[0]))
        self._etat.montrer(*affiche.annee_precedente)  # type: ignore[arg-type]  # tones
        for prenom, detail in affiche.soldes:
            ligne = QWidget()
            ligne.setObjectName("contenu")
            rangee = QHBoxLayout(ligne)
            rangee.setContentsMargins(0, 0, 0, 0)
            rangee.setSpacing(12)
            nom = TexteElide()
            nom.montrer(prenom)
            rangee.addWidget(nom, 1)
            rangee.addWidget(texte(detail, "libelle"))
            self._soldes.addWidget(ligne)


class _Moyen(QWidget):
    """One way to reach somebody: icon, words, and what to do with them."""

    def __init__(self, nom_icone: str, acte: str = "") -> None:
        super().__init__()
        self.setObjectName("contenu")
        self._icone = QLabel()
        poser_icone(self._icone, nom_icone, "text2", 16)
        self.mots = TexteElide()
        self.acte = lien(acte)
        if not acte:
            self.acte.hide()
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(8)
        rangee.addWidget(self._icone)
        rangee.addWidget(self.mots, 1)
        rangee.addWidget(self.acte)
        self.setMinimumHeight(px(26))

    def montrer(self, mots: str, note: str, nom_acte: str) -> None:
        """Bind words, with a note as tooltip and the accessible name of the act."""
        self.mots.montrer(mots, note)
        self.acte.setAccessibleName(nom_acte)


class CarteResponsables(Carte):
    """How to reach the household: ``copie(number)``, ``sans_messagerie()`` when no mail program answers."""

    copie = Signal(str)
    sans_messagerie = Signal()

    def __init__(self) -> None:
        super().__init__("Responsable")
        self.corps.setSpacing(2)
        self._adultes = QVBoxLayout()
        self._adultes.setSpacing(2)
        self.adresse = _Moyen("house")
        self.quotient = _Moyen("coins")
        self.statut = Puce("", parent=self)
        bas = QHBoxLayout()
        bas.setSpacing(8)
        bas.addWidget(self.quotient, 1)
        bas.addWidget(self.statut)
        bas.addStretch(0)  # takes the room of a quotient that is not shown
        self.ajouter(self._adultes)
        self.ajouter(self.adresse)
        self.ajouter(bas)

    def montrer(self, resume: ResumeFamille) -> None:
        """Bind the adults, the address, and for who may see it the quotient."""
        self.titre.setText("Responsables" if len(resume.adultes) > 1 else "Responsable")
        _vider(self._adultes)
        for adulte in resume.adultes:
            self._ajouter(adulte)
        note = "Adresse confidentielle" if resume.est_confidentielle else ""
        self.adresse.setVisible(bool(resume.adresse))
        self.adresse.montrer(f"{resume.adresse} (confidentielle)" if note else resume.adresse, note, "")
        self.quotient.setVisible(resume.quotient is not None)
        if resume.quotient is not None:
            self.quotient.montrer(mots_quotient(resume.quotient), "", "")
        self.statut.montrer(STATUTS.get(resume.statut, resume.statut), "neutral", "map-pin")

    def _ajouter(self, adulte: AdulteResume) -> None:
        nom = TexteElide("fort")
        nom.montrer(nom_adulte(adulte), "Responsable légal" if adulte.est_responsable_legal else "")
        nom.setMinimumHeight(px(24))
        self._adultes.addWidget(nom)
        for genre, numero in adulte.telephones:
            moyen = _Moyen("phone", "Copier")
            moyen.montrer(numero, TELEPHONES[genre], f"Copier le numéro {numero}")
            moyen.acte.setProperty("valeur", numero)
            moyen.acte.clicked.connect(self._copier)
            self._adultes.addWidget(moyen)
        if adulte.email:
            moyen = _Moyen("envelope-simple", "Écrire")
            moyen.montrer(adulte.email, "", f"Écrire à {adulte.email}")
            moyen.acte.setProperty("valeur", adulte.email)
            moyen.acte.clicked.connect(self._ecrire)
            self._adultes.addWidget(moyen)

    @Slot()
    def _copier(self) -> None:
        numero = str(self.sender().property("valeur"))
        QGuiApplication.clipboard().setText(numero)
        self.copie.emit(numero)

    @Slot()
    def _ecrire(self) -> None:
        adresse = QUrl()
        adresse.setScheme("mailto")
        adresse.setPath(str(self.sender().property("valeur")))
        if not QDesktopServices.openUrl(adresse):
            self.sans_messagerie.emit()
