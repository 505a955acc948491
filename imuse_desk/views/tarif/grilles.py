"""The window of the tariff grids: versions by year on the left; on the right one grid, read strictly at each change.

A version in force is never edited: what is changed on screen is kept as the next version, then put in force.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.ecriture import grille_depuis_json
from imuse_desk.domain.tarifs.erreurs import GrilleInvalide
from imuse_desk.domain.tarifs.explication import NOMS_ZONES
from imuse_desk.domain.tarifs.modele import Grille
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.grilles import (
    CadreGrilles,
    GrilleLue,
    VersionGrille,
    lire_grille_version,
    lister_grilles,
)
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import BarreActions
from imuse_desk.views.common.boutons import discret, primaire, secondaire
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import demander_abandon, sur_echap
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.onglets import SousOnglets
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.textes import TexteElide, texte
from imuse_desk.views.common.theme import largeur, px
from imuse_desk.views.tarif.actes_grille import ActesGrille
from imuse_desk.views.tarif.brouillon import ETIQUETTES, ZONES, Brouillon, Examen
from imuse_desk.views.tarif.etat_grille import AJUSTEMENTS, ARTICLES, bande, phrase_etat, puce_etat, situer
from imuse_desk.views.tarif.liste_versions import Ident, ListeVersions
from imuse_desk.views.tarif.mots import NATURES
from imuse_desk.views.tarif.page_ajustements import PageAjustements
from imuse_desk.views.tarif.page_articles import PageArticles
from imuse_desk.views.tarif.page_echeances import PageEcheances
from imuse_desk.views.tarif.page_exemples import PageExemples
from imuse_desk.views.tarif.page_notes import PageNotes
from imuse_desk.views.tarif.page_tables import PageTables

ONGLETS = ["Articles", "Ajustements", "Échéancier et prorata", "Exemples", "Correspondances", "Notes"]
PAUSE_MS = 60


class FenetreGrilles(QWidget):
    """``FenetreGrilles(executant, ctx, parent)`` then ``show()``."""

    fermee = Signal()

    def __init__(self, executant: Executant, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._ctx = executant, ctx
        self._cadre: CadreGrilles | None = None
        self._ident: Ident | None = None
        self._version: VersionGrille | None = None
        self._brouillons: dict[Ident, Brouillon] = {}
        self._lues: dict[Ident, GrilleLue] = {}
        self._modifies: dict[Ident, bool] = {}
        self._annonce = ""
        self.examen = Examen()
        self.peut_modifier = ctx.peut(Permission.MODIFIER_TARIF)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Grilles tarifaires")
        connus: dict[str, Callable[[], Sequence[tuple[Any, str]]]] = {
            "articles": self._articles,
            "zones": self._zones,
            "etiquettes": self._etiquettes,
            "natures": self._natures,
        }
        self.liste = ListeVersions()
        self.articles = PageArticles(connus)
        self.ajustements = PageAjustements(connus)
        self.echeances = PageEcheances(connus)
        self.exemples = PageExemples()
        self.tables = PageTables(executant, ctx)
        self.notes = PageNotes()
        self.actes = ActesGrille(self, executant, ctx)
        self._composer()
        self._brancher()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.verifier)
        self.resize(QSize(px(1320), px(730)).boundedTo(self.screen().availableSize()))
        self.liste.table.setFocus()
        sur_echap(self, self.close)
        self.relire()

    # ---- building

    def _composer(self) -> None:
        self.titre = TexteElide("titre")
        self.puce = Puce("", parent=self)
        self.puce_version = Puce("", parent=self)
        self.bandeau = Bandeau("bad", "")
        self.bandeau.hide()
        self.onglets = SousOnglets("Parties de la grille", ONGLETS)
        self.pile = QStackedWidget()
        self.pile.setMinimumWidth(largeur(700, 986))  # its pages scroll
        for page in (self.articles, self.ajustements, self.echeances, self.exemples, self.tables, self.notes):
            self.pile.addWidget(page)
        self._vide = EtatVide(
            "table", "Aucune grille pour cette année", "Importez un fichier, ou choisissez une version."
        )
        haut = QHBoxLayout()
        haut.setSpacing(8)
        haut.addWidget(self.titre, 1)
        haut.addWidget(self.puce_version)
        haut.addWidget(self.puce)
        corps = QVBoxLayout()
        corps.setContentsMargins(20, 12, 20, 0)
        corps.setSpacing(10)
        corps.addLayout(haut)
        corps.addWidget(self.bandeau)
        corps.addWidget(self.onglets)
        corps.addWidget(self.pile, 1)
        corps.addWidget(self._vide, 1)
        droite = QVBoxLayout()
        self._barre().mettre_sous(corps, droite)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(0)
        rangee.addWidget(self.liste)
        rangee.addLayout(droite, 1)

    def _barre(self) -> BarreActions:
        self.etat = texte("", "second", replie=True)
        self.abandonner = discret("Abandonner les modifications", "arrow-counter-clockwise")
        self.exporter = secondaire("E&xporter…", "download-simple")
        self.comparer = secondaire("&Comparer…", "swap")
        self.mettre_en_vigueur = secondaire("Mettre en &vigueur…", "seal-check")
        self.enregistrer = primaire("Enregistrer", "check")
        boutons = (self.abandonner, self.comparer, self.exporter, self.mettre_en_vigueur, self.enregistrer)
        return BarreActions(self.etat, *boutons, marge=20)

    def _brancher(self) -> None:
        self.liste.choisie.connect(self._version_choisie)
        self.liste.import_demande.connect(self.actes.demander_import)
        self.onglets.currentChanged.connect(self.pile.setCurrentIndex)
        self.bandeau.suivi.connect(self._suivre)
        for page in (self.articles, self.ajustements, self.echeances, self.notes):
            page.modifiee.connect(self._modifiee)
        self.exemples.verification_demandee.connect(self.verifier)
        self.tables.dit.connect(self.dire)
        self.abandonner.clicked.connect(self._abandonner)
        self.exporter.clicked.connect(self.actes.demander_export)
        self.comparer.clicked.connect(self.actes.comparer)
        self.mettre_en_vigueur.clicked.connect(self.actes.demander_vigueur)
        self.enregistrer.clicked.connect(self.actes.demander_version)
        self.actes.fait.connect(self._acte_fait)
        toucher("Ctrl+S", "Enregistrer une version", self, self.actes.demander_version)
        toucher("F5", "Actualiser", self, self.relire)
        if self.peut_modifier:
            toucher("Ctrl+O", "Importer une grille", self, self.actes.demander_import)
        self.liste.importer.setVisible(self.peut_modifier)

    # ---- what the acts and the forms ask

    @property
    def cadre(self) -> CadreGrilles | None:
        """Years and versions, once read."""
        return self._cadre

    @property
    def version(self) -> VersionGrille | None:
        """The version on show, None for an imported draft."""
        return self._version

    @property
    def annee_id(self) -> int | None:
        """The year of what is on show."""
        if self._version is not None:
            return self._version.annee_id
        return self._ident[1] if self._ident is not None and self._ident[0] == "annee" else None

    @property
    def brouillon(self) -> Brouillon | None:
        """The grid on show, as it is edited."""
        return self._brouillons.get(self._ident) if self._ident is not None else None

    def _articles(self) -> Sequence[tuple[Any, str]]:
        return self.brouillon.codes_articles() if self.brouillon else []

    def _zones(self) -> Sequence[tuple[Any, str]]:
        connues = self.brouillon.connus(ZONES) if self.brouillon else []
        return [(z, "") for z in dict.fromkeys([*NOMS_ZONES, *connues])]

    def _etiquettes(self) -> Sequence[tuple[Any, str]]:
        return [(e, "") for e in self.brouillon.connus(ETIQUETTES)] if self.brouillon else []

    def _natures(self) -> Sequence[tuple[Any, str]]:
        return list(NATURES.items())

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the list of versions again; drafts stay."""
        self._executant.lire(partial(lister_grilles, self._ctx), self._listees, self._refusee, cle="liste")

    @Slot(object)
    def _listees(self, cadre: CadreGrilles) -> None:
        self._cadre = cadre
        self.liste.montrer(cadre, self._modifies)
        if self._ident is None or (self._ident[0] == "annee" and self._ident not in self._brouillons):
            cible = next((a.id for a in cadre.annees if a.est_cible), self._ctx.annee_id)
            premiere = cadre.en_vigueur(cible) or cadre.en_vigueur(self._ctx.annee_id)
            voulu = ("version", premiere.id) if premiere else ("annee", cible)
            self._choisir(voulu)
        else:
            self._choisir(self._ident)

    def _choisir(self, ident: Ident) -> None:
        self.liste.choisir(ident)
        self._version_choisie(ident)

    @Slot(object)
    def _version_choisie(self, ident: Ident) -> None:
        self._ident = ident
        versions = self._cadre.versions if self._cadre else ()
        self._version = next((v for v in versions if ident == ("version", v.id)), None)
        if self._version is not None and ident not in self._brouillons:
            lecture = partial(lire_grille_version, self._ctx, self._version.id)
            self._executant.lire(lecture, self._lue, self._refusee, cle="version")
            return
        self._montrer()

    @Slot(object)
    def _lue(self, lue: GrilleLue) -> None:
        ident: Ident = ("version", lue.version.id)
        self._lues[ident] = lue
        try:
            grille = grille_depuis_json(lue.contenu, lue.version.libelle)
        except GrilleInvalide as erreur:
            self._refusee(erreur)
            return
        self._brouillons[ident] = Brouillon(grille, lue.version.libelle)
        if ident == self._ident:
            self._montrer()

    def _montrer(self) -> None:
        """Bind every page to the draft on show."""
        brouillon = self.brouillon
        for widget in (self.onglets, self.pile):
            widget.setVisible(brouillon is not None)
        self._vide.setVisible(brouillon is None)
        if brouillon is None:
            self.titre.montrer("Grilles tarifaires")
            self.bandeau.hide()
            self.examen = Examen()
            self._montrer_etat()
            return
        for page in (self.articles, self.ajustements, self.echeances, self.notes):
            page.poser(brouillon)
            page.figer(est_lecture=not self.peut_modifier or self._est_close())
        if self.annee_id is not None:
            self.tables.montrer(self.annee_id, brouillon.codes_articles(), est_close=self._est_close())
        self.titre.montrer(brouillon.libelle)
        self.verifier()

    def _est_close(self) -> bool:
        annees = self._cadre.annees if self._cadre else ()
        return any(a.id == self.annee_id and a.etat == "close" for a in annees)

    # ---- the live check

    @Slot()
    def _modifiee(self) -> None:
        self._annonce = ""
        self._pause.start()

    @Slot()
    def verifier(self) -> None:
        """Read the draft strictly, replay its examples, say what is wrong and where (about 3 ms for the largest)."""
        self._pause.stop()
        brouillon, ident = self.brouillon, self._ident
        if brouillon is None or ident is None:
            return
        self.examen = brouillon.examiner()
        for page in (self.articles, self.ajustements, self.echeances):
            page.montrer_fautes(self.examen.problemes)
        self.exemples.montrer(self.examen)
        etait, est = self._modifies.get(ident, False), brouillon.est_modifie(self.examen)
        self._modifies[ident] = est
        if etait != est and self._cadre is not None:
            self.liste.montrer(self._cadre, self._modifies)
            self.liste.choisir(ident)
        self._montrer_bandeau()
        self._montrer_etat()

    def _montrer_bandeau(self) -> None:
        a_dire = bande(self.examen)
        if a_dire is not None:
            self.bandeau.montrer(*a_dire)
        self.bandeau.setVisible(a_dire is not None)

    def _montrer_etat(self) -> None:
        ident, version = self._ident, self._version
        est_modifie = bool(ident is not None and self._modifies.get(ident))
        peut = self.peut_modifier and not self._est_close() and self.brouillon is not None
        self.puce_version.montrer(f"{version.annee} · version {version.numero}" if version else "", "neutral", "table")
        self.puce.montrer(*puce_etat(version, est_modifie=est_modifie))
        annee_id = self.annee_id
        suivante = self._cadre.derniere(annee_id) + 1 if self._cadre and annee_id is not None else 1
        self.enregistrer.setText(f"Enregistrer comme version {suivante}")
        self.enregistrer.setVisible(peut)
        self.enregistrer.setEnabled(est_modifie and self.examen.grille is not None)
        raison = "" if est_modifie else "Rien n’a changé dans cette grille"
        self.enregistrer.setToolTip(raison or ("" if self.examen.grille else "Corrigez d’abord les fautes"))
        self.abandonner.setVisible(est_modifie)
        en_vigueur = version is not None and version.est_en_vigueur
        self.mettre_en_vigueur.setVisible(peut and version is not None and not en_vigueur and not est_modifie)
        self.exporter.setEnabled(self.examen.grille is not None)
        self.comparer.setEnabled(self.examen.grille is not None)
        self.etat.setText(self._phrase_etat())

    def _phrase_etat(self) -> str:
        lue = self._lues.get(self._ident) if self._ident is not None else None
        return phrase_etat(self._annonce, self.examen, self._version, self._cadre, lue)

    @Slot(str)
    def dire(self, phrase: str) -> None:
        """Say what was done, at the bottom, until the next change."""
        self._annonce = phrase
        self.etat.setText(self._phrase_etat())

    @Slot(str)
    def _suivre(self, cle: str) -> None:
        """Lead to the first fault, or to the examples."""
        if cle == "exemples":
            self.onglets.setCurrentIndex(ONGLETS.index("Exemples"))
            return
        if not self.examen.problemes or self.brouillon is None:
            return
        onglet, rang, regle = situer(self.examen.problemes[0], self.brouillon.donnees)
        self.onglets.setCurrentIndex(onglet)
        if onglet == ARTICLES:
            self.articles.aller(rang, regle)
            self.articles.montrer_fautes(self.examen.problemes)
        elif onglet == AJUSTEMENTS:
            self.ajustements.aller(rang)
            self.ajustements.montrer_fautes(self.examen.problemes)

    # ---- drafts

    def importer(self, grille: Grille, libelle: str, annee_id: int) -> None:
        """Show an imported grid as the draft of a year: nothing is stored until it is saved."""
        ident: Ident = ("annee", annee_id)
        self._brouillons[ident] = Brouillon(grille, libelle, est_importe=True)
        self._modifies[ident] = True
        if self._cadre is not None:
            self.liste.montrer(self._cadre, self._modifies)
        self._choisir(ident)

    @Slot()
    def _abandonner(self) -> None:
        demander_abandon(
            self,
            "Abandonner les modifications\u00a0?",
            "La grille revient à ce qui est enregistré.",
            "Abandonner les modifications",
            self._abandon_confirme,
        )

    @Slot()
    def _abandon_confirme(self) -> None:
        if self._ident is not None:
            self._oublier(self._ident)
            self._ident = self._ident if self._ident[0] == "version" else None
            self.relire()

    def _oublier(self, ident: Ident) -> None:
        self._brouillons.pop(ident, None)
        self._modifies.pop(ident, None)

    @Slot(object)
    def _acte_fait(self, grille_id: int) -> None:
        """A version was saved or put in force: show it as it now is."""
        if self._ident is not None:
            self._oublier(self._ident)
        self._oublier(("version", grille_id))
        self._annonce = "Enregistré"
        self._ident = ("version", grille_id)
        self.relire()

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self.bandeau.montrer("bad", texte_erreur(erreur).court)
        self.bandeau.show()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802, D102
        if any(self._modifies.values()) or self.tables.est_modifie:
            event.ignore()
            phrase = "Une grille ou ses correspondances ont des modifications."
            demander_abandon(self, "Fermer sans enregistrer\u00a0?", phrase, "Fermer sans enregistrer", self._fermer)
            return
        self.fermee.emit()
        super().closeEvent(event)

    @Slot()
    def _fermer(self) -> None:
        self._modifies.clear()
        self.tables.oublier()
        self.close()
