"""First start: create an établissement (name, sites, year, first account), or open the demonstration."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.domain.reglages import LONGUEUR_MOT_DE_PASSE
from imuse_desk.services.demarrage import CreationEtablissement
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import Bouton, discret, icone_seule, lien, primaire, secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.defilement import zone_defilante
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.connexion import Logo
from imuse_desk.views.mot_de_passe import ChampsNouveau

SITES_MAX = 30


class SaisieSites(QWidget):
    """Lines of (code, name), one more at a time."""

    modifiee = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(8)
        self._grille = QGridLayout()
        self._grille.setSpacing(8)
        self._grille.setColumnStretch(1, 1)
        colonne.addLayout(self._grille)
        self._lignes: list[tuple[LigneTexte, LigneTexte]] = []
        self.setFocusProxy(self._nouvelle()[0])
        self.ajouter = lien("Ajouter un &site", "plus")
        colonne.addWidget(self.ajouter, 0, Qt.AlignmentFlag.AlignLeft)
        self.ajouter.clicked.connect(self._ajouter)

    def valeur(self) -> tuple[tuple[str, str], ...]:
        """The lines that hold something."""
        paires = ((code.valeur(), nom.valeur()) for code, nom in self._lignes)
        return tuple(paire for paire in paires if any(paire))

    def poser_valeur(self, valeur: Any) -> None:
        """Show lines, at least one."""
        self.poser_brut(list(valeur or ()))

    def brut(self) -> list[list[str]]:
        """What the lines hold."""
        return [[code.brut(), nom.brut()] for code, nom in self._lignes]

    def poser_brut(self, brut: Any) -> None:
        """Show again what ``brut`` gave."""
        while len(self._lignes) < len(brut):
            self._une_de_plus()
        for rang, (code, nom) in enumerate(self._lignes):
            paire = brut[rang] if rang < len(brut) else ("", "")
            code.poser_brut(paire[0])
            nom.poser_brut(paire[1])

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        self.setEnabled(not est_lecture)

    def _une_de_plus(self) -> LigneTexte:
        avant = self.ajouter.previousInFocusChain()
        nouvelle = self._nouvelle()
        for premier, suivant in pairwise([w for w in (avant, *nouvelle, self.ajouter) if w is not None]):
            self.setTabOrder(premier, suivant)
        self.ajouter.setEnabled(len(self._lignes) < SITES_MAX)
        return nouvelle[0]

    def _nouvelle(self) -> tuple[LigneTexte, LigneTexte, Bouton]:
        rang = len(self._lignes)
        code, nom = LigneTexte(12, "Code"), LigneTexte(120, "Nom du site")
        code.setFixedWidth(px(96))
        code.setAccessibleName(f"Code du site {rang + 1}")
        nom.setAccessibleName(f"Nom du site {rang + 1}")
        vider = icone_seule("x", f"Vider la ligne du site {rang + 1}")
        vider.setProperty("rang", rang)
        vider.clicked.connect(self._vider)
        for colonne, widget in enumerate((code, nom, vider)):
            self._grille.addWidget(widget, rang, colonne)
        for champ in (code, nom):
            champ.modifiee.connect(self._modifie)
        self._lignes.append((code, nom))
        return code, nom, vider

    @Slot()
    def _modifie(self) -> None:
        self.modifiee.emit()

    @Slot()
    def _ajouter(self) -> None:
        self._une_de_plus().setFocus()

    @Slot()
    def _vider(self) -> None:
        bouton = self.sender()
        if bouton is not None:
            for champ in self._lignes[int(bouton.property("rang"))]:
                champ.clear()
            self.modifiee.emit()


class FenetrePremierDemarrage(QWidget):
    """``creer(commande)`` is run off the UI thread (it migrates the base and creates the house).

    ``cree(identifiant)`` when done, ``demonstration_demandee``, ``quitte`` on closing.
    """

    cree = Signal(str)
    demonstration_demandee = Signal()
    quitte = Signal()

    def __init__(
        self,
        executant: Executant,
        creer: Callable[[CreationEtablissement], object],
        aujourdhui: date,
        libelle_base: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._executant, self._creer = executant, creer
        self._identifiant = ""
        self._est_fini = False
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Premier démarrage — imuse_desk")
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 20, 24, 20)
        colonne.setSpacing(12)
        colonne.addLayout(self._entete(libelle_base))
        self.formulaire = Formulaire(self)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        colonne.addWidget(self.echec)
        colonne.addWidget(self.formulaire.bandeau)
        colonne.addWidget(self._corps(aujourdhui), 1)
        colonne.addLayout(self._actions())
        self.resize(QSize(px(820), px(660)).boundedTo(self.screen().availableSize()))

    def _entete(self, libelle_base: str) -> QHBoxLayout:
        rangee = QHBoxLayout()
        rangee.setSpacing(12)
        rangee.addWidget(Logo(40))
        mots = QVBoxLayout()
        mots.setSpacing(2)
        mots.addWidget(texte("Bienvenue dans imuse_desk", "titre"))
        phrase = f"Il n’y a pas encore d’établissement. {libelle_base}".strip()
        mots.addWidget(texte(phrase, "second", replie=True))
        rangee.addLayout(mots, 1)
        self.demonstration = secondaire("Ouvrir la &démonstration", "music-notes")
        self.demonstration.clicked.connect(self._demonstration)
        rangee.addWidget(self.demonstration, 0, Qt.AlignmentFlag.AlignVCenter)
        return rangee

    def _corps(self, aujourdhui: date) -> QScrollArea:
        contenu = QWidget()
        colonne = QVBoxLayout(contenu)
        colonne.setContentsMargins(0, 0, 4, 0)
        colonne.setSpacing(12)
        colonne.addWidget(self._carte_maison(aujourdhui))
        colonne.addWidget(self._carte_compte())
        colonne.addStretch(1)
        return zone_defilante(contenu)

    def _carte_maison(self, aujourdhui: date) -> Carte:
        carte = Carte("Établissement")
        carte.ajouter(self.formulaire.colonne())
        debut = aujourdhui.year if aujourdhui.month >= 7 else aujourdhui.year - 1
        self.formulaire.champ("nom", "&Nom", LigneTexte(120, "Conservatoire ou réseau"), obligatoire=True)
        self.sites = SaisieSites()
        aide = "Un code court (MDN) et le nom affiché (Meudon)."
        self.formulaire.champ("sites", "Sites", self.sites, aide=aide, obligatoire=True)
        annees = [(annee, f"{annee}-{annee + 1}") for annee in range(debut - 1, debut + 3)]
        self.formulaire.champ("annee", "&Année en cours", ListeChoix(annees), obligatoire=True)
        self.formulaire.poser({"annee": debut})
        return carte

    def _carte_compte(self) -> Carte:
        carte = Carte("Premier compte")
        proposer = lien("&Proposer une phrase", "magic-wand")
        carte.outils.addWidget(proposer)
        carte.ajouter(
            texte(
                "Ce compte aura les rôles administration, direction et secrétariat sur tous les sites.",
                "aide",
                replie=True,
            )
        )
        carte.ajouter(self.formulaire.colonne())
        self.formulaire.champ("identifiant", "&Identifiant", LigneTexte(60, "a.martin"), obligatoire=True)
        self.formulaire.champ("nom_compte", "N&om affiché", LigneTexte(120, "Aline Martin"), obligatoire=True)
        aide = "Sert à retrouver un mot de passe perdu."
        self.formulaire.champ("email", "E-&mail", LigneTexte(254), aide=aide)
        self._nouveau = ChampsNouveau(self.formulaire, LONGUEUR_MOT_DE_PASSE.defaut, proposer)
        proposer.clicked.connect(self._proposer)
        return carte

    def _actions(self) -> QHBoxLayout:
        rangee = QHBoxLayout()
        self.quitter = discret("&Quitter")
        self.valider = primaire("&Créer l’établissement", "check")
        rangee.addWidget(self.quitter)
        rangee.addStretch(1)
        rangee.addWidget(self.valider)
        self.quitter.clicked.connect(self.close)
        self.valider.clicked.connect(self._valider)
        return rangee

    @Slot()
    def _proposer(self) -> None:
        self._nouveau.poser_phrase()

    @Slot()
    def _demonstration(self) -> None:
        self._est_fini = True
        self.close()
        self.demonstration_demandee.emit()

    @Slot()
    def _valider(self) -> None:
        self.echec.hide()
        valeurs = self.formulaire.valider()
        if valeurs is None or not self._nouveau.verifier():
            return
        self._identifiant = str(valeurs["identifiant"])
        commande = CreationEtablissement(
            valeurs["nom"],
            valeurs["sites"],
            valeurs["annee"],
            self._identifiant,
            valeurs["nom_compte"],
            valeurs["email"],
            valeurs["nouveau"],
        )
        self._occuper(est_occupe=True)
        self._executant.ecrire(partial(self._creer, commande), self._fait, self._refuse)

    def _occuper(self, *, est_occupe: bool) -> None:
        for bouton in (self.valider, self.demonstration):
            bouton.setEnabled(not est_occupe)
        self.valider.setText("Création…" if est_occupe else "&Créer l’établissement")

    @Slot(object)
    def _fait(self, _fait: object) -> None:
        self._est_fini = True
        self.close()
        self.cree.emit(self._identifiant)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._occuper(est_occupe=False)
        if isinstance(erreur, FormulaireInvalide):
            self.formulaire.montrer_erreurs([_au_champ(e) for e in erreur.erreurs])
        else:
            self.echec.montrer("bad", texte_erreur(erreur).court)
            self.echec.show()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Closing the window leaves the program, unless something was chosen."""
        super().closeEvent(event)
        if not self._est_fini:
            self.quitte.emit()


def _au_champ(erreur: Invalide) -> Invalide:
    """The form calls the password ``nouveau``, as it is typed twice."""
    if erreur.champ != "mot_de_passe":
        return erreur
    params = {nom: valeur for nom, valeur in erreur.params.items() if nom != "champ"}
    return Invalide("nouveau", erreur.code, **params)
