"""The menus of a list: kept lists, columns, groups, selection, copies, files, paper; and the menu of its headings."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from imuse_desk.views.listes.mots import Mots

if TYPE_CHECKING:
    from imuse_desk.views.listes.outils import OutilsListe


class MenusListe(QObject):
    """Built anew each time: they say how many rows they act on and what is in force."""

    def __init__(self, outils: "OutilsListe", fenetre: QWidget) -> None:
        super().__init__(fenetre)
        self._outils, self._fenetre = outils, fenetre
        self.menu: QMenu | None = None

    def _neuf(self) -> QMenu:
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self._fenetre)
        return self.menu

    @Slot(QPoint)
    def montrer(self, place: QPoint) -> None:
        """The menu of the list."""
        self.composer().popup(place)

    def composer(self) -> QMenu:
        """Every act of the list."""
        outils, menu = self._outils, self._neuf()
        self._mes_listes(menu.addMenu("&Mes listes"))
        _ajouter(menu, "C&olonnes…", outils.choisir_colonnes)
        self._groupes(menu.addMenu("&Regrouper par"))
        menu.addSeparator()
        _ajouter(menu, "&Tout sélectionner\tCtrl+A", outils.tout_choisir)
        self._copies(menu.addMenu("&Copier"))
        lignes = outils.mots_des_sorties()
        _ajouter(menu, f"Exporter {lignes} vers &Excel (XLSX)…", outils.exporter_xlsx)
        _ajouter(menu, f"Exporter {lignes} en CS&V…", outils.exporter_csv)
        _ajouter(menu, f"&Imprimer {lignes}…", outils.imprimer)
        if outils.peut_ecrire or outils.actions_en_plus:
            menu.addSeparator()
        if outils.peut_ecrire:
            _ajouter(menu, "Écrire à la &sélection…", outils.ecrire)
        if outils.actions_en_plus:
            menu.addActions(list(outils.actions_en_plus))
        return menu

    @Slot(QPoint, str)
    def montrer_entete(self, place: QPoint, cle: str) -> None:
        """The menu of a heading."""
        self.composer_entete(cle).popup(place)

    def composer_entete(self, cle: str) -> QMenu:
        """Show or hide columns; group by the one under the mouse."""
        outils, menu = self._outils, self._neuf()
        montrees = outils.colonnes_montrees
        for colonne in outils.colonnes:
            action = _ajouter(menu, colonne.titre, self._colonne_basculee)
            action.setData(colonne.cle)
            action.setCheckable(True)
            action.setChecked(colonne.cle in montrees)
            action.setEnabled(montrees != [colonne.cle])
        menu.addSeparator()
        _ajouter(menu, "C&olonnes…", outils.choisir_colonnes)
        if any(colonne.cle == cle for colonne in outils.colonnes):
            _ajouter(menu, "&Regrouper par cette colonne", self._regroupe).setData(cle)
        if outils.pilote.groupe:
            _ajouter(menu, "&Ne plus regrouper", self._regroupe).setData("")
        return menu

    def _mes_listes(self, menu: QMenu) -> None:
        outils = self._outils
        for nom in outils.listes.gardees.nommees:
            _ajouter(menu, _mots(nom), self._liste_choisie).setData(nom)
        if outils.listes.gardees.nommees:
            menu.addSeparator()
        _ajouter(menu, "&Enregistrer cette liste…", outils.enregistrer).setEnabled(outils.listes.peut)
        for titre, fente in (("&Renommer", self._renommee), ("&Supprimer", self._supprimee)):
            sous = menu.addMenu(titre)
            for nom in outils.listes.gardees.nommees:
                _ajouter(sous, f"{_mots(nom)}…", fente).setData(nom)
            sous.menuAction().setVisible(bool(outils.listes.gardees.nommees))
        _ajouter(menu, "Présentation d’&origine", outils.retablir)

    def _groupes(self, menu: QMenu) -> None:
        outils = self._outils
        choix = [("", "&Aucun regroupement"), *((c.cle, c.titre) for c in outils.colonnes)]
        for cle, mots in choix:
            action = _ajouter(menu, mots, self._regroupe)
            action.setData(cle)
            action.setCheckable(True)
            action.setChecked(outils.pilote.groupe == cle)
        if outils.modele.est_groupe:
            menu.addSeparator()
            _ajouter(menu, "Tout &replier", outils.tout_replier)
            _ajouter(menu, "Tout &déplier", outils.tout_deplier)

    def _copies(self, menu: QMenu) -> None:
        outils = self._outils
        n = len(outils.table.choisis())
        _ajouter(menu, "Les &lignes\tCtrl+C", outils.copier).setEnabled(n > 0)
        if outils.genre:
            _ajouter(menu, "Le bloc-&adresse", outils.copier_adresses).setEnabled(n > 0)
            _ajouter(menu, "Les &e-mails (pour Cci)", outils.copier_courriels).setEnabled(n > 0)
            _ajouter(menu, "Les &téléphones", outils.copier_telephones).setEnabled(n > 0)

    def _donnee(self) -> str:
        action = self.sender()
        return str(action.data()) if isinstance(action, QAction) else ""

    @Slot()
    def _colonne_basculee(self) -> None:
        self._outils.basculer_colonne(self._donnee())

    @Slot()
    def _regroupe(self) -> None:
        self._outils.regrouper(self._donnee())

    @Slot()
    def _liste_choisie(self) -> None:
        self._outils.montrer_liste(self._donnee())

    @Slot()
    def _renommee(self) -> None:
        self._outils.listes.demander_autre_nom(self._donnee())

    @Slot()
    def _supprimee(self) -> None:
        self._outils.listes.demander_suppression(self._donnee())


def _ajouter(menu: QMenu, mots: str, fente: Callable[[], None]) -> QAction:
    action = menu.addAction(mots)
    action.triggered.connect(fente)
    return action


def _mots(nom: str) -> str:
    """A name in a menu: its own ampersands are no mnemonics."""
    return nom.replace("&", "&&")


def mots_de(n: int, mots: Mots) -> str:
    """What the outputs act on: the list, or the rows chosen."""
    return "la liste" if n < 2 else f"les {mots.compte(n)} sélectionné{'e' if mots.est_feminin else ''}s"
