"""The declaration that families accept: its versions on the left, the text on the right."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from imuse_desk.domain.dates import date_fr
from imuse_desk.services.campagne.declaration import VersionDeclaration, lister_declarations, publier_declaration
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ZoneTexte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.page_saisie import PageSaisie
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.cellule import Cellule
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

LIGNES = 14


class PageDeclaration(PageSaisie):
    """``PageDeclaration(executant, bus, ctx)`` then ``relire()``; the year is the one of ``ctx``."""

    GENRES = frozenset({"declaration"})

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx)
        self._versions: dict[int, VersionDeclaration] = {}
        versions = Carte("Versions", pleine_largeur=True)
        self.modele = ModeleFixe(
            (colonne("numero", "Version", 80), colonne("du", "Depuis le", 110, etirable=True)), self
        )
        self.table = TableListe("Versions de la déclaration")
        self.table.brancher(self.modele)
        self.table.poser_vide(
            EtatVide("file-text", "Aucune déclaration", "Écrivez le texte que les familles acceptent.")
        )
        versions.ajouter(self.table, 1)
        self.carte = Carte("Texte de la déclaration")
        self.carte.ajouter(self.formulaire.colonne())
        self.formulaire.champ(
            "texte", "&Texte", ZoneTexte(LIGNES), obligatoire=True,
            aide="Une version publiée ne change plus\u00a0: celles que des familles ont acceptées sont gardées.",
        )  # fmt: skip
        self.publier = primaire("&Publier cette version", "check")
        droite = QVBoxLayout()
        droite.setSpacing(12)
        for contenu in (self.echec, self.formulaire.bandeau, self.carte):
            droite.addWidget(contenu)
        droite.addLayout(rangee_actions(None, self.abandonner, self.publier))
        droite.addStretch(1)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(16)
        page.addWidget(versions, 3)
        page.addLayout(droite, 8)
        self.setFocusProxy(self.formulaire.widget("texte"))
        self.table.choix_change.connect(self._choisie)
        self.suivre_saisie(self.publier)

    @Slot()
    def relire(self) -> None:
        """Read the versions again."""
        self._executant.lire(partial(lister_declarations, self._ctx), self._lues, self._refuse, cle="declarations")

    @Slot(object)
    def _lues(self, versions: tuple[VersionDeclaration, ...]) -> None:
        self._versions = {v.numero: v for v in versions}
        self.modele.poser((v.numero, [Cellule(str(v.numero)), Cellule(date_fr(v.du_le))]) for v in versions)
        if not self.formulaire.est_modifie():
            self._montrer(versions[0] if versions else None)
            if versions:
                self.table.choisir(versions[0].numero)

    def _montrer(self, version: VersionDeclaration | None) -> None:
        self.formulaire.poser({"texte": version.texte if version else ""})
        self.carte.titre.setText(f"Version {version.numero}" if version else "Texte de la déclaration")
        self._actualiser()

    @Slot(object)
    def _choisie(self, numero: object) -> None:
        if isinstance(numero, int) and numero in self._versions and not self.formulaire.est_modifie():
            self._montrer(self._versions[numero])

    @Slot()
    def _abandonner(self) -> None:
        numero = self.table.choisi()
        self._montrer(self._versions.get(numero) if numero is not None else None)

    @Slot()
    def recorder(self) -> None:
        """Publish what is typed as a new version."""
        valeurs = self.formulaire.valider()
        if valeurs is not None:
            self.publier.setEnabled(False)
            self._executant.ecrire(
                partial(publier_declaration, self._ctx, valeurs["texte"]), self._publiee, self._refuse
            )

    @Slot(object)
    def _publiee(self, fait: Fait[int]) -> None:
        self.formulaire.enregistre()
        self._bus.publier(fait.changements)
        self._bus.dire(f"Déclaration\u00a0: version {fait.resultat} en vigueur")
        self.relire()
