"""Cards of the counter summary: what is to settle, the account, how to reach the household."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.services.lectures.a_regler import ARegler
from imuse_desk.services.lectures.resume import AdulteResume, ResumeFamille
from imuse_desk.services.listes import STATUTS
from imuse_desk.views.common.boutons import Bouton, lien
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
        self._boutons: list[tuple[QLabel, Bouton]] = []
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
        while len(self._boutons) < len(phrases):
            self._ajouter()
        for rang, (point, bouton) in enumerate(self._boutons):
            point.setVisible(0 < rang < len(phrases))
            bouton.setVisible(rang < len(phrases))
            if rang < len(phrases):
                poser_elide(bouton, phrases[rang], LARGEUR_LIEN)
                bouton.setAccessibleName(phrases[rang])
        self._liens.invalidate()

    def _ajouter(self) -> None:
        """One link more, kept for the families to come: making and styling widgets is what takes time."""
        point, bouton = texte("·"), lien("")
        for widget in (point, bouton):
            widget.setFixedHeight(px(26))
            self._liens.addWidget(widget)
        bouton.setProperty("rang", len(self._boutons))
        bouton.clicked.connect(self._presse)
        self._boutons.append((point, bouton))

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
        self._rangees: list[_Solde] = []
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
        if resume.compte is None:
            return
        affiche = compte_affiche(resume.compte, resume.annee_reinscription, fuseau)
        for etiquette, mots in ((self._annonce, affiche.annonce), (self._phrase, affiche.phrase)):
            etiquette.setText(mots)
            etiquette.setVisible(bool(mots))
        self._provisoire.montrer("Provisoire" if affiche.est_provisoire else "", "warn", "hourglass-medium")
        self._precedente.setVisible(bool(affiche.annee_precedente[0]))
        self._etat.montrer(*affiche.annee_precedente)  # type: ignore[arg-type]  # tones
        while len(self._rangees) < len(affiche.soldes):
            self._rangees.append(_Solde())
            self._soldes.addWidget(self._rangees[-1])
        for rang, rangee in enumerate(self._rangees):
            rangee.setVisible(rang < len(affiche.soldes))
            if rang < len(affiche.soldes):
                rangee.montrer(*affiche.soldes[rang])


class _Solde(QWidget):
    """What is still owed, for whom."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("contenu")
        self._nom, self._detail = TexteElide(), texte("", "libelle")
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)
        rangee.addWidget(self._nom, 1)
        rangee.addWidget(self._detail)

    def montrer(self, prenoms: str, detail: str) -> None:
        """Bind a line."""
        self._nom.montrer(prenoms)
        self._detail.setText(detail)


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

    def montrer(self, mots: str, note: str = "", nom_acte: str = "") -> None:
        """Bind words, with a note as tooltip and the accessible name of the act; nothing to show hides the row."""
        self.setVisible(bool(mots))
        self.mots.montrer(mots, note)
        self.acte.setAccessibleName(nom_acte)
        self.acte.setProperty("valeur", mots)


class _Adulte(QWidget):
    """Somebody of the household: name, phones, e-mail; built once, filled for each family."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("contenu")
        self._nom = TexteElide("fort")
        self._nom.setMinimumHeight(px(24))
        self.telephones = [_Moyen("phone", "Copier") for _ in TELEPHONES]
        self.email = _Moyen("envelope-simple", "Écrire")
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(2)
        for widget in (self._nom, *self.telephones, self.email):
            colonne.addWidget(widget)

    def montrer(self, adulte: AdulteResume) -> None:
        """Bind an adult."""
        self._nom.montrer(nom_adulte(adulte), "Responsable légal" if adulte.est_responsable_legal else "")
        numeros = dict(adulte.telephones)
        for moyen, (genre, mots) in zip(self.telephones, TELEPHONES.items(), strict=True):
            numero = numeros.get(genre, "")
            moyen.montrer(numero, mots, f"Copier le numéro {numero}")
        self.email.montrer(adulte.email, "", f"Écrire à {adulte.email}")


class CarteResponsables(Carte):
    """How to reach the household: ``copie(number)``, ``sans_messagerie()`` when no mail program answers."""

    copie = Signal(str)
    sans_messagerie = Signal()

    def __init__(self) -> None:
        super().__init__("Responsable")
        self.corps.setSpacing(2)
        self._adultes = QVBoxLayout()
        self._adultes.setSpacing(2)
        self._blocs: list[_Adulte] = []
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
        while len(self._blocs) < len(resume.adultes):
            self._ajouter()
        for rang, bloc in enumerate(self._blocs):
            bloc.setVisible(rang < len(resume.adultes))
            if rang < len(resume.adultes):
                bloc.montrer(resume.adultes[rang])
        note = "Adresse confidentielle" if resume.est_confidentielle else ""
        self.adresse.montrer(f"{resume.adresse} (confidentielle)" if note else resume.adresse, note)
        self.quotient.montrer(mots_quotient(resume.quotient) if resume.quotient is not None else "")
        self.statut.montrer(STATUTS.get(resume.statut, resume.statut), "neutral", "map-pin")

    def _ajouter(self) -> None:
        bloc = _Adulte()
        for moyen in bloc.telephones:
            moyen.acte.clicked.connect(self._copier)
        bloc.email.acte.clicked.connect(self._ecrire)
        self._adultes.addWidget(bloc)
        self._blocs.append(bloc)

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
