"""Days without lessons of the year: filled from the official calendars, and the closures of the site."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.offre.calendrier import (
    AjouterFermeture,
    JourFermeVu,
    ajouter_fermeture,
    lister_jours_fermes,
    remplir_calendrier,
    retirer_jour_ferme,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import danger, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.textes import texte
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.cellule import Cellule, Genre, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

GENRES: dict[str, tuple[str, Ton]] = {
    "vacances": ("Vacances", "info"),
    "ferie": ("Férié", "neutral"),
    "fermeture": ("Fermeture", "warn"),
}
COLONNES = (
    colonne("libelle", "Jours sans cours", 220, etirable=True),
    colonne("du", "Du", 96),
    colonne("au", "Au", 96),
    colonne("jours", "Jours", 64, droite=True),
    colonne("genre", "Genre", 110),
)


class PageVacances(QWidget):
    """``PageVacances(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        peut = ctx.peut(Permission.MODIFIER_TARIF)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(16)
        carte = Carte("Jours sans cours", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Jours sans cours")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("calendar", "Calendrier vide", "Choisissez une zone, puis remplissez-le."))
        carte.ajouter(self.table, 1)
        rangee.addWidget(carte, 6)
        droite = QVBoxLayout()
        droite.setSpacing(12)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        droite.addWidget(self.echec)
        droite.addWidget(self._officiel(peut=peut))
        droite.addWidget(self._fermeture(peut=peut))
        droite.addStretch(1)
        rangee.addLayout(droite, 5)
        self.retirer = danger("Re&tirer", "trash")
        self.retirer.clicked.connect(self._retirer)
        self.retirer.hide()
        carte.outils.addWidget(self.retirer)
        if peut:
            self.table.choix_change.connect(self._choisi)
        self.setFocusProxy(self.table)
        bus.change.connect(self._objets_changes)

    def _officiel(self, *, peut: bool) -> Carte:
        carte = Carte("Calendrier officiel")
        carte.ajouter(texte("Vacances scolaires de la zone et jours fériés de l’année.", "second", replie=True))
        rangee = QHBoxLayout()
        etiquette = texte("&Zone", "libelle")
        self.zone = ListeChoix([(zone, f"Zone {zone}") for zone in "ABC"])
        self.zone.setAccessibleName("Zone")
        etiquette.setBuddy(self.zone)
        self.zone.poser_valeur("C")
        self.remplir = secondaire("&Remplir le calendrier", "calendar-check")
        self.remplir.clicked.connect(self._remplir)
        for widget in (etiquette, self.zone, self.remplir):
            rangee.addWidget(widget)
        rangee.addStretch(1)
        carte.ajouter(rangee)
        carte.setVisible(peut)
        return carte

    def _fermeture(self, *, peut: bool) -> Carte:
        carte = Carte("Fermeture du site")
        self.formulaire = Formulaire(self)
        carte.ajouter(self.formulaire.bandeau)
        carte.ajouter(self.formulaire.colonne())
        self.formulaire.champ("libelle", "&Motif", LigneTexte(80), obligatoire=True)
        self.formulaire.groupe(
            "D&u, au", [("du", "Du", LigneTexte(10), 0), ("au", "Au (vide\u00a0: un jour)", LigneTexte(10), 0)]
        )
        rangee = QHBoxLayout()
        rangee.addStretch(1)
        self.ajouter = primaire("A&jouter", "plus")
        self.ajouter.clicked.connect(self._ajouter)
        rangee.addWidget(self.ajouter)
        carte.ajouter(rangee)
        carte.setVisible(peut)
        return carte

    @Slot()
    def relire(self) -> None:
        """Read the days again."""
        self._executant.lire(partial(lister_jours_fermes, self._ctx), self._lus, self._refuse, cle="jours")

    @Slot(object)
    def _lus(self, jours: Sequence[JourFermeVu]) -> None:
        self.modele.poser((jour.id, _rangee(jour)) for jour in jours)

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "site" in changements.genres:
            self.relire()

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        self.retirer.setVisible(ident is not None)

    @Slot()
    def _remplir(self) -> None:
        self.echec.hide()
        zone = str(self.zone.valeur())
        self._executant.ecrire(partial(remplir_calendrier, self._ctx, zone), self._rempli, self._refuse)

    @Slot(object)
    def _rempli(self, fait: Fait[int]) -> None:
        self._bus.publier(fait.changements)
        self._bus.dire(f"Calendrier rempli\u00a0: {fait.resultat} périodes")

    @Slot()
    def _ajouter(self) -> None:
        valeurs = self.formulaire.valider()
        if valeurs is not None:
            commande = AjouterFermeture(**valeurs)
            self._executant.ecrire(partial(ajouter_fermeture, self._ctx, commande), self._ajoutee, self._refuse)

    @Slot(object)
    def _ajoutee(self, fait: Fait[int]) -> None:
        self.formulaire.poser({})
        self.formulaire.viser_premier()
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Fermeture ajoutée")

    @Slot()
    def _retirer(self) -> None:
        ident = self.table.choisi()
        if isinstance(ident, int):
            self._executant.ecrire(partial(retirer_jour_ferme, self._ctx, ident), self._retires, self._refuse)

    @Slot(object)
    def _retires(self, fait: Fait[int]) -> None:
        self.retirer.hide()
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Jours retirés\u00a0: les cours ont lieu")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.formulaire.refuser(erreur, self.echec)


def _rangee(jour: JourFermeVu) -> Sequence[Cellule]:
    mots, ton = GENRES[jour.genre]
    return (
        Cellule(jour.libelle, Genre.FORT),
        Cellule(date_fr(jour.du_le)),
        Cellule(date_fr(jour.au_le)),
        Cellule(str((jour.au_le - jour.du_le).days + 1)),
        puce(mots, ton),
    )
