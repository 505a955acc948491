"""Rental prices of the year: one row a type and year of rental; a price typed again takes the place of the first."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.argent import montant
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.locations import PrixLocation, ordinal
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.locations.tarif import RANG_MAX, fixer_tarif, lister_tarif
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.demande import Champ, Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.locations.actes import Actes
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre
from imuse_desk.views.tables.cellule import montant as cellule_montant
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("type", "Instrument", 240, est_etirable=True),
    Colonne("rang", "Année de location", 160),
    Colonne("prix", "Prix\u00a0€", 110, "droite", nature=Nature.MONTANT),
)
DERNIER = RANG_MAX + 1
"""Where the price of the other years stands: after those of one year."""


class PageTarif(QWidget):
    """``PageTarif(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._ctx = executant, ctx
        self.actes = Actes(executant, bus, self)
        self.carte = Carte("Tarif de location", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Tarif de location")
        self.table.brancher(self.modele)
        self.vide = EtatVide("tag", "Aucun prix", "Sans prix, un contrat demande un prix convenu.")
        self.table.poser_vide(self.vide)
        self.carte.ajouter(self.table, 1)
        self.fixer = primaire("&Fixer un prix…", "tag")
        self.fixer.setVisible(ctx.peut(Permission.MODIFIER_TARIF))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.carte, 1)
        page.addLayout(rangee_actions(None, self.fixer))
        fiche = FicheListe("locations.tarif", "Tarif de location", Mots("prix", "prix"))
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.fixer.clicked.connect(self._demander)
        self.actes.fait.connect(self.relire)

    @property
    def demande(self) -> Demande | None:
        """The dialog of the act under way."""
        return self.actes.demande

    @Slot()
    def relire(self) -> None:
        """Read the prices again."""
        self._executant.lire(partial(lister_tarif, self._ctx), self._lus, self._refuses, cle="tarif_location")

    @Slot(object)
    def _lus(self, prix: Sequence[PrixLocation]) -> None:
        par_annee = {p.type for p in prix if p.rang}
        ranges = sorted(prix, key=lambda p: (p.type, p.rang or DERNIER))
        self.modele.poser(enumerate(_rangee(p, a_des_annees=p.type in par_annee) for p in ranges))

    @Slot(object)
    def _refuses(self, erreur: Exception) -> None:
        self.vide.dire("Lecture impossible", texte_erreur(erreur).court)

    @Slot()
    def _demander(self) -> None:
        champs: list[Champ] = [
            ("type", "&Instrument", LigneTexte(40), False),
            ("rang", "&Année de location", LigneTexte(2), False),
            ("prix", "&Prix (€)", LigneTexte(12), True),
        ]
        phrase = "Sans instrument, le prix vaut pour tous\u00a0; sans année de location, pour chacune."
        self.actes.demander("Fixer un prix", phrase, "Fixer", champs, self._fixer)

    @Slot(object)
    def _fixer(self, valeurs: dict[str, Any]) -> None:
        acte = partial(
            fixer_tarif, self._ctx, valeurs["type"], valeurs["rang"], valeurs["prix"], self.actes.operation_id
        )  # fmt: skip
        self.actes.ecrire(acte, "Prix fixé")


def _rangee(prix: PrixLocation, *, a_des_annees: bool) -> Sequence[Cellule]:
    return (
        Cellule(prix.type or "Tout instrument", Genre.FORT),
        Cellule(ordinal(prix.rang) if prix.rang else "Les autres années" if a_des_annees else "Chaque année"),
        cellule_montant(montant(prix.prix_centimes)),
    )
