"""The towns whose inhabitants the site counts as residents: added, renamed, withdrawn on a date."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.etablissement.communes import (
    AjouterCommune,
    CommuneVue,
    RenommerCommune,
    RetirerCommune,
    ajouter_commune,
    lister_communes,
    renommer_commune,
    retirer_commune,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import danger, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.propositions import Connecte, Propositions
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.cellule import Cellule, Genre, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    colonne("ville", "Commune", 200, etirable=True),
    colonne("cp", "Code postal", 90),
    colonne("du", "Depuis le", 100),
    colonne("au", "Jusqu’au", 100),
    colonne("etat", "Aujourd’hui", 210),
)
PRINCIPE = (
    "Une famille qui habite l’une de ces communes est proposée «\u00a0Résident\u00a0», une autre "
    "«\u00a0Extérieur\u00a0». Le statut décidé sur la fiche d’une famille l’emporte toujours."
)


class PageTerritoire(QWidget):
    """``PageTerritoire(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._communes: dict[int, CommuneVue] = {}
        self._peut = ctx.peut(Permission.MODIFIER_TARIF)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(16)
        carte = Carte("Communes du territoire", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Communes du territoire")
        self.table.brancher(self.modele)
        self.table.poser_vide(
            EtatVide("map-pin", "Aucune commune", "Sans commune, le statut vient des zones de la grille tarifaire.")
        )
        self.table.choix_change.connect(self._choisie)
        carte.ajouter(self.table, 1)
        rangee.addWidget(carte, 7)
        droite = QVBoxLayout()
        droite.setSpacing(12)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        droite.addWidget(self.echec)
        droite.addWidget(texte(PRINCIPE, "second", replie=True))
        droite.addWidget(self._ajout())
        droite.addWidget(self._suite())
        droite.addStretch(1)
        rangee.addLayout(droite, 5)
        self.setMinimumWidth(px(880))
        self.setFocusProxy(self.table)
        bus.change.connect(self._objets_changes)

    def _ajout(self) -> Carte:
        carte = Carte("Ajouter une commune")
        self.ajout = Formulaire(self)
        carte.ajouter(self.ajout.bandeau)
        carte.ajouter(self.ajout.colonne())
        self.ajout.groupe(
            "Code &postal, ville", [("cp", "Code postal", LigneTexte(12), 84), ("ville", "Commune", LigneTexte(120), 0)]
        )
        self.ajout.champ("du", "&Depuis le", LigneTexte(10), aide="Vide\u00a0: depuis toujours.")
        Propositions(self._executant, Connecte(self._ctx), self.ajout)
        self.ajouter = primaire("A&jouter", "plus")
        self.ajouter.clicked.connect(self._ajouter)
        carte.ajouter(rangee_actions(None, self.ajouter))
        carte.setVisible(self._peut)
        return carte

    def _suite(self) -> Carte:
        self.choisie = Carte("Commune choisie")
        self.suite = Formulaire(self)
        self.choisie.ajouter(self.suite.bandeau)
        self.choisie.ajouter(self.suite.colonne())
        self.suite.champ("du", "À p&artir du", LigneTexte(10))
        self.suite.champ(
            "ville", "&Nouveau nom", LigneTexte(120), aide="Les adresses à l’ancien nom restent du territoire."
        )
        self.renommer = secondaire("Reno&mmer", "pencil-simple")
        self.retirer = danger("Re&tirer du territoire", "trash")
        self.renommer.clicked.connect(self._renommer)
        self.retirer.clicked.connect(self._retirer)
        self.choisie.ajouter(rangee_actions(None, self.retirer, self.renommer))
        self.choisie.hide()
        return self.choisie

    @Slot()
    def relire(self) -> None:
        """Read the towns again."""
        self._executant.lire(partial(lister_communes, self._ctx), self._lues, self._refuse, cle="communes")

    @Slot(object)
    def _lues(self, communes: Sequence[CommuneVue]) -> None:
        self._communes = {commune.id: commune for commune in communes}
        self.modele.poser((commune.id, _rangee(commune)) for commune in communes)
        self._choisie(self.table.choisi())

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "site" in changements.genres:
            self.relire()

    @Slot(object)
    def _choisie(self, ident: object) -> None:
        commune = self._communes.get(ident) if isinstance(ident, int) else None
        self.choisie.setVisible(self._peut and commune is not None and commune.au_le is None)
        if commune is not None:
            self.choisie.titre.setText(f"{commune.ville} ({commune.cp})")

    @Slot()
    def _ajouter(self) -> None:
        valeurs = self.ajout.valider()
        if valeurs is not None:
            self.echec.hide()
            commande = AjouterCommune(**valeurs)
            self._executant.ecrire(partial(ajouter_commune, self._ctx, commande), self._ajoutee, self._refuse)

    @Slot(object)
    def _ajoutee(self, fait: Fait[int]) -> None:
        self.ajout.poser({})
        self.ajout.viser_premier()
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Commune ajoutée au territoire")

    @Slot()
    def _renommer(self) -> None:
        ident, valeurs = self.table.choisi(), self.suite.valider()
        if isinstance(ident, int) and valeurs is not None:
            commande = RenommerCommune(ident, valeurs["ville"], valeurs["du"])
            self._executant.ecrire(partial(renommer_commune, self._ctx, commande), self._suivie, self._suite_refusee)

    @Slot()
    def _retirer(self) -> None:
        ident, valeurs = self.table.choisi(), self.suite.valider()
        if isinstance(ident, int) and valeurs is not None:
            commande = RetirerCommune(ident, valeurs["du"])
            self._executant.ecrire(partial(retirer_commune, self._ctx, commande), self._suivie, self._suite_refusee)

    @Slot(object)
    def _suivie(self, fait: Fait[int]) -> None:
        self.suite.poser({})
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Territoire modifié")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.ajout.refuser(erreur, self.echec)

    @Slot(object)
    def _suite_refusee(self, erreur: Exception) -> None:
        self.suite.refuser(erreur, self.echec)


def _rangee(commune: CommuneVue) -> Sequence[Cellule]:
    if commune.est_a_venir:
        etat = puce("à venir", "neutral", "clock")
    elif commune.est_finie and commune.renommee_en:
        etat = puce(f"devenue {commune.renommee_en}", "info", "swap")
    elif commune.est_finie:
        etat = puce("retirée du territoire", "neutral", "minus-circle")
    else:
        etat = puce("du territoire", "ok", "check")
    return (
        Cellule(commune.ville, Genre.FORT),
        Cellule(commune.cp),
        Cellule(date_fr(commune.du_le) if commune.du_le else "toujours"),
        Cellule(date_fr(commune.au_le) if commune.au_le else "—"),
        etat,
    )
