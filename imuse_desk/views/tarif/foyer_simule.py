"""The household of the simulator: grid, zone (chosen or from the town), quotient (typed, unknown or reckoned)."""

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.tarifs.quotient import calculer_quotient, lire_parts
from imuse_desk.services.tarification import zone_de
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurMontant, LigneTexte, ListeChoix
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.tarif.simulation import Offre, Saisie

COMMUNE = "\0commune"
MODES = (
    ("connu", "Montant connu"),
    ("inconnu", "Inconnu (plafond)"),
    ("avis", "À calculer d’après l’avis"),
)
LARGEUR_MONTANT = 96
ORIGINES = {
    "cp": "d’après le code postal",
    "ville": "d’après la commune",
    "defaut": "autre commune",
    "aucune": "commune inconnue",
}


class FoyerSimule(Carte):
    """``lue(offre)`` gives what was typed; ``modifie`` at each edit, ``grille_choisie(id)`` on another grid."""

    modifie = Signal()
    grille_choisie = Signal(object)

    def __init__(self) -> None:
        super().__init__("Foyer")
        self.grilles = ListeChoix()
        self.zone = ListeChoix()
        self.cp = LigneTexte(5, "code postal")
        self.ville = LigneTexte(80, "commune")
        self.mode = ListeChoix(MODES)
        self.mode.poser_valeur("connu")
        self.quotient = EditeurMontant()
        self.quotient.setMinimumWidth(px(LARGEUR_MONTANT))
        self.revenus = EditeurMontant()
        self.prestations = EditeurMontant()
        self.parts = LigneTexte(8, "2,5")
        self._note = texte("", "erreur", replie=True)
        self.arithmetique = texte("", "aide", replie=True)
        self._rangs: dict[str, tuple[QWidget, ...]] = {}
        self._grille = QGridLayout()
        self._grille.setHorizontalSpacing(12)
        self._grille.setVerticalSpacing(8)
        self._grille.setColumnMinimumWidth(0, px(84))
        self._grille.setColumnMinimumWidth(2, px(84))
        self._grille.setColumnStretch(1, 1)
        self._grille.setColumnStretch(3, 1)
        self._poser(0, 0, "&Grille", self.grilles, large=True)
        self._poser(1, 0, "&Zone", self.zone)
        self._rangs["commune"] = (
            *self._poser(2, 0, "Code &postal", self.cp),
            *self._poser(2, 2, "&Commune", self.ville),
        )
        self._poser(3, 0, "&Quotient", self.mode)
        self._rangs["connu"] = self._poser(3, 2, "&Montant (€)", self.quotient)
        self._rangs["avis"] = (
            *self._poser(4, 0, "&Revenus (€/an)", self.revenus),
            *self._poser(4, 2, "P&arts", self.parts),
        )
        self._rangs["prestations"] = self._poser(5, 0, "Pres&tations (€/mois)", self.prestations)
        self.ajouter(self._grille)
        self.ajouter(self.arithmetique)
        self.ajouter(self._note)
        for edit in (
            self.zone,
            self.cp,
            self.ville,
            self.mode,
            self.quotient,
            self.revenus,
            self.prestations,
            self.parts,
        ):
            edit.modifiee.connect(self._modifie)
        self.grilles.modifiee.connect(self._autre_grille)
        self._montrer_champs(a_prestations=True)

    def _poser(
        self, rang: int, colonne: int, mots: str, widget: QWidget, *, large: bool = False
    ) -> tuple[QWidget, ...]:
        etiquette: QLabel = texte(mots, "libelle")
        etiquette.setBuddy(widget)
        widget.setAccessibleName(mots.replace("&", ""))
        self._grille.addWidget(etiquette, rang, colonne)
        self._grille.addWidget(widget, rang, colonne + 1, 1, 3 if large else 1)
        return etiquette, widget

    def offrir(self, offre: Offre) -> None:
        """Propose the zones of a grid; the one chosen stays where the new grid has it."""
        garde = self.zone.valeur()
        choix: list[tuple[Any, str]] = [*offre.zones, (COMMUNE, "D’après la commune")]
        self.zone.poser_choix(choix)
        if self.zone.valeur() is None:
            self.zone.poser_valeur(garde if garde in dict(choix) else choix[0][0])
        self._montrer_champs(a_prestations=offre.formule.a_prestations)

    def lue(self, offre: Offre) -> Saisie:
        """The household without its pupils, with what can't be read."""
        zone, origine = self._zone(offre)
        try:
            centimes, arithmetique = self._quotient(offre)
            faute = ""
        except Invalide as erreur:
            centimes, arithmetique, faute = None, "", texte_erreur(erreur).court
        for champ in (self.quotient, self.revenus, self.prestations, self.parts):
            marquer(champ, "etat", "")
        self._note.setText(faute)
        self._note.setVisible(bool(faute))
        if faute:
            marquer(self.quotient if self.mode.valeur() == "connu" else self.parts, "etat", "erreur")
        self.arithmetique.setText(arithmetique)
        self.arithmetique.setVisible(bool(arithmetique))
        return Saisie(zone, origine, centimes, arithmetique, fautes=(faute,) if faute else ())

    def _zone(self, offre: Offre) -> tuple[str | None, str]:
        zone = self.zone.valeur()
        if zone != COMMUNE:
            return zone, ""
        vue = zone_de(offre.base.tables, self.cp.valeur(), self.ville.valeur())
        return vue.code, f"{ORIGINES.get(vue.origine, '')} {vue.detail}".strip()

    def _quotient(self, offre: Offre) -> tuple[int | None, str]:
        """Cents, and the arithmetic where it is reckoned; raises Invalide."""
        mode = self.mode.valeur()
        if mode == "inconnu":
            return None, ""
        if mode == "connu":
            centimes = self.quotient.valeur()
            if centimes is not None and centimes < 0:
                raise Invalide("quotient", "montant_negatif")
            return centimes, ""
        revenus = self.revenus.valeur()
        if revenus is None or not self.parts.valeur():
            return None, ""
        prestations = self.prestations.valeur() or 0 if offre.formule.a_prestations else 0
        calcule = calculer_quotient(offre.formule, revenus, lire_parts(self.parts.text()), prestations)
        return calcule.quotient_centimes, calcule.arithmetique()

    def _montrer_champs(self, *, a_prestations: bool) -> None:
        self._a_prestations = a_prestations
        mode = self.mode.valeur()
        visibles = {
            "commune": self.zone.valeur() == COMMUNE,
            "connu": mode == "connu",
            "avis": mode == "avis",
            "prestations": mode == "avis" and a_prestations,
        }
        for cle, est_visible in visibles.items():
            for widget in self._rangs[cle]:
                widget.setVisible(est_visible)

    @Slot()
    def _modifie(self) -> None:
        self._montrer_champs(a_prestations=self._a_prestations)
        self.modifie.emit()

    @Slot()
    def _autre_grille(self) -> None:
        self.grille_choisie.emit(self.grilles.valeur())
