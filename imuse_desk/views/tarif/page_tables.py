"""The three tables of a site and year (courses to items, towns to zones, facts to tags), saved apart from the grid."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.grilles import EnregistrerTable, NomTable, enregistrer_table
from imuse_desk.services.lectures.grilles import Ligne, TablesTarif, empreinte, lire_tables_tarif
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import Bouton, discret, secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.defilement import Defilement
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tables.cellule import Cellule, Colonne
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe
from imuse_desk.views.tarif.correspondances import (
    AIDES,
    CHAMPS,
    TITRES,
    cellules,
    en_donnees,
    en_ligne,
    fautes_de,
    nouvelle,
)
from imuse_desk.views.tarif.forme import Forme
from imuse_desk.views.tarif.page_liste import Elements, ListeOrdonnee
from imuse_desk.views.tarif.saisies import SaisieChoix

TABLES: tuple[NomTable, ...] = ("articles", "zones", "etiquettes")
_COLONNES = (
    Colonne("rang", "N°", 54, est_triable=False),
    Colonne("quoi", "Quand", 220, est_triable=False, est_etirable=True),
    Colonne("donne", "Donne", 210, est_triable=False),
)
_SANS = (
    Colonne("cours", "Cours", 200, est_triable=False, est_etirable=True),
    Colonne("ages", "Âges", 150, est_triable=False),
)


class _Volet(QWidget):
    """One table: its rows, the form of the chosen one."""

    modifiee = Signal()

    def __init__(self, table: NomTable) -> None:
        super().__init__()
        self.table: NomTable = table
        self.noms: dict[str, dict[Any, str]] = {"cursus_id": {}, "discipline_id": {}}
        self.donnees: Elements = []
        self.fautes: dict[int, dict[str, str]] = {}
        self.liste = ListeOrdonnee(TITRES[table], "une ligne", _COLONNES, self._cellules, self._nouvelle)
        self.forme = Forme(CHAMPS[table], {})
        self.carte = Carte("Ligne 1")
        self.carte.ajouter(self.forme)
        self.carte.ajouter(texte(AIDES[table], "aide", replie=True))
        self.modele_sans = ModeleFixe(_SANS, self)
        self.sans = TableListe("Cours sans article")
        self.sans.brancher(self.modele_sans)
        self.sans.figer_hauteur()
        self.carte_sans = Carte("Cours sans article", pleine_largeur=True)
        self.carte_sans.ajouter(self.sans)
        droite = Defilement("Ligne choisie", self.carte, self.carte_sans)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)
        rangee.addWidget(self.liste, 6)
        rangee.addWidget(droite, 4)
        self.carte_sans.setVisible(table == "articles")
        self.liste.choisi.connect(self._choisi)
        self.liste.modifiee.connect(self._modifie)
        self.forme.modifiee.connect(self._modifie)

    def poser(self, donnees: Elements) -> None:
        """Show rows."""
        self.donnees, self.fautes = donnees, {}
        self.liste.poser(donnees, self.liste.rang or 0)

    def verifier(self) -> bool:
        """Look for faults, show the first row that has one; True when there is none."""
        self.fautes = {rang: f for rang, d in enumerate(self.donnees) if (f := fautes_de(self.table, d))}
        if self.fautes:
            self.liste.aller(next(iter(self.fautes)))
        return not self.fautes

    def montrer_fautes(self, fautes: dict[int, dict[str, str]]) -> None:
        """Show the faults found when it was sent."""
        self.fautes = fautes
        if fautes:
            self.liste.aller(next(iter(fautes)))

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        self.liste.figer(est_lecture=est_lecture)
        self.forme.figer(est_lecture=est_lecture)

    def _cellules(self, rang: int, donnees: dict[str, Any]) -> Sequence[Cellule]:
        return cellules(self.table, rang, donnees, self.noms)

    def _nouvelle(self, _elements: Elements) -> dict[str, Any]:
        return nouvelle(self.table)

    @Slot(object)
    def _choisi(self, _rang: object) -> None:
        ligne = self.liste.element
        self.carte.setVisible(ligne is not None)
        if ligne is not None:
            rang = self.liste.rang or 0
            self.carte.titre.setText(f"Ligne {rang + 1}")
            self.forme.poser(ligne)
            self.forme.montrer_fautes(self.fautes.get(rang, {}))

    @Slot()
    def _modifie(self) -> None:
        self.liste.rafraichir()
        if self.fautes:
            self.fautes = {rang: f for rang, d in enumerate(self.donnees) if (f := fautes_de(self.table, d))}
            self.forme.montrer_fautes(self.fautes.get(self.liste.rang or 0, {}))
        self.modifiee.emit()


class PageTables(QWidget):
    """``montrer(annee_id, articles)``; ``dit(phrase)`` after a save."""

    dit = Signal(str)

    def __init__(self, executant: Executant, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._ctx = executant, ctx
        self._annee_id = 0
        self._lu: TablesTarif | None = None
        self._empreintes: dict[NomTable, str] = {}
        self._envoyee: tuple[NomTable, tuple[Ligne, ...]] = ("articles", ())
        self.volets: dict[NomTable, _Volet] = {table: _Volet(table) for table in TABLES}
        self.bandeau = Bandeau("bad", "")
        self.bandeau.hide()
        self.pastilles: dict[NomTable, Bouton] = {}
        self.pile = QStackedWidget()
        haut = QHBoxLayout()
        haut.setSpacing(6)
        for table, volet in self.volets.items():
            pastille = Bouton(TITRES[table], "pastille")
            pastille.setCheckable(True)
            pastille.setAutoExclusive(True)
            pastille.setProperty("cle", table)
            pastille.clicked.connect(self._montrer_volet)
            self.pastilles[table] = pastille
            haut.addWidget(pastille)
            self.pile.addWidget(volet)
            volet.modifiee.connect(self._actualiser)
        self.pastilles["articles"].setChecked(True)
        self.abandonner = discret("Abandonner", "arrow-counter-clockwise")
        self.enregistrer = secondaire("Enregistrer les correspondances", "check")
        haut.addStretch(1)
        haut.addWidget(self.abandonner)
        haut.addWidget(self.enregistrer)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 12)
        colonne.setSpacing(8)
        colonne.addLayout(haut)
        colonne.addWidget(self.bandeau)
        colonne.addWidget(self.pile, 1)
        self.enregistrer.clicked.connect(self._enregistrer)
        self.abandonner.clicked.connect(self._relire)
        self.bandeau.suivi.connect(self._suivre)

    @property
    def est_modifie(self) -> bool:
        """Whether a table waits to be saved."""
        return bool(self._changees())

    def montrer(self, annee_id: int, articles: Sequence[tuple[str, str]], *, est_close: bool) -> None:
        """Show the tables of a year; ``articles`` are the items of the grid now shown."""
        codes = [(code, f"{code} · {mots}" if mots else code) for code, mots in articles]
        cast("SaisieChoix", self.volets["articles"].forme.widget("article")).proposer(codes)
        for volet in self.volets.values():
            volet.figer(est_lecture=est_close or not self._ctx.peut(Permission.MODIFIER_TARIF))
        if annee_id != self._annee_id:
            self._annee_id = annee_id
            self._relire()

    def oublier(self) -> None:
        """Give up what waits to be saved."""
        self._lu = None

    @Slot()
    def _relire(self) -> None:
        self._executant.lire(partial(lire_tables_tarif, self._ctx, self._annee_id), self._lues, cle="tables")

    @Slot(object)
    def _lues(self, lu: TablesTarif) -> None:
        self._lu = lu
        self.bandeau.hide()
        volet = self.volets["articles"]
        for cle, choix, tous in (("cursus_id", lu.cursus, "tous"), ("discipline_id", lu.disciplines, "toutes")):
            volet.noms[cle] = dict(choix)
            cast("SaisieChoix", volet.forme.widget(cle)).proposer([(None, tous), *choix])
        for table in TABLES:
            lignes = getattr(lu, table)
            self._empreintes[table] = empreinte(lignes)
            self.volets[table].poser([en_donnees(ligne) for ligne in lignes])
        n = len(lu.sans_article)
        volet.carte_sans.titre.setText(f"{n or 'Aucun'} cours sans article")
        volet.modele_sans.poser(
            [(c.cours_id, (Cellule(c.libelle, second=c.cursus), Cellule(c.ages or "tous"))) for c in lu.sans_article]
        )
        volet.sans.setVisible(bool(n))
        self._actualiser()

    def _changees(self) -> list[NomTable]:
        if self._lu is None:
            return []
        return [
            table
            for table in TABLES
            if [en_donnees(en_ligne(table, d)) for d in self.volets[table].donnees]
            != [en_donnees(ligne) for ligne in getattr(self._lu, table)]
        ]

    @Slot()
    def _actualiser(self) -> None:
        changees = self._changees()
        self.enregistrer.setEnabled(bool(changees))
        self.enregistrer.setToolTip("" if changees else "Rien n’a changé")
        self.abandonner.setVisible(bool(changees))

    @Slot()
    def _montrer_volet(self) -> None:
        table = next(t for t, p in self.pastilles.items() if p.isChecked())
        self.pile.setCurrentWidget(self.volets[table])

    @Slot()
    def _enregistrer(self) -> None:
        changees = self._changees()
        for table in changees:
            if not self.volets[table].verifier():
                self._ouvrir(table)
                self.bandeau.montrer("bad", f"{TITRES[table]}\u00a0: une ligne est à compléter.")
                self.bandeau.show()
                return
        self.bandeau.hide()
        if changees:
            self._envoyer(changees[0])

    def _envoyer(self, table: NomTable) -> None:
        """One table at a time: a refusal leaves the others as they were typed."""
        lignes = tuple(en_ligne(table, d) for d in self.volets[table].donnees)
        self._envoyee = (table, lignes)
        commande = EnregistrerTable(self._annee_id, table, lignes, self._empreintes[table])
        self.enregistrer.setEnabled(False)
        self._executant.ecrire(partial(enregistrer_table, self._ctx, commande), self._enregistree, self._refusee)

    @Slot(object)
    def _enregistree(self, _fait: object) -> None:
        table, lignes = self._envoyee
        if self._lu is not None:
            champs: dict[str, Any] = {table: lignes}
            self._lu = replace(self._lu, **champs)
        self._empreintes[table] = empreinte(lignes)
        reste = self._changees()
        if reste:
            self._envoyer(reste[0])
            return
        self.dit.emit("Correspondances enregistrées")
        self._relire()

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        if isinstance(erreur, FormulaireInvalide):
            table = self._envoyee[0]
            fautes: dict[int, dict[str, str]] = {}
            for faute in erreur.erreurs:
                rang, _, cle = faute.champ.partition(".")
                fautes.setdefault(int(rang), {})[cle] = texte_erreur(faute).court
            self._ouvrir(table)
            self.volets[table].montrer_fautes(fautes)
        self.enregistrer.setEnabled(True)
        phrase = texte_erreur(erreur).court
        if isinstance(erreur, Conflit):
            phrase = "Un autre poste vient de changer cette table. Relisez-la, puis refaites vos changements."
        self.bandeau.montrer("bad", phrase, [("relire", "Relire")] if isinstance(erreur, Conflit) else [])
        self.bandeau.show()

    @Slot(str)
    def _suivre(self, _cle: str) -> None:
        self._relire()

    def _ouvrir(self, table: NomTable) -> None:
        self.pastilles[table].setChecked(True)
        self.pile.setCurrentWidget(self.volets[table])
