"""The top table: a row a course followed, with its tick and the list of the times with room left.

Rows are real widgets in a grid, built once and bound again: every tick and list has its accessible name, and the
keyboard goes from one to the next as the eye does.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from imuse_desk.views.common.boutons import icone_seule, lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, ListeChoix
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.textes import TexteElide, filet, texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.reinscription.affichage import CoursAffiche

TITRES = ("Réinscrire", "Cours", "Cursus", "HA", "Cycle", "Actif", "", "Cours disponible (places)", "")
COLONNE_SUIVANT = 6
LARGEURS = (72, 130, 76, 44, 52, 44, 76, 0, 0)


class _Rangee:
    """The widgets of one row."""

    def __init__(self, carte: "CarteCours", grille: QGridLayout, rang: int) -> None:
        self.cours_id: int | None = None
        self.est_visible = True
        self._poses: tuple[list[tuple[int | None, str]], list[bool]] = ([], [])
        self.case = QCheckBox()
        self.suit = texte("suit le cursus", "second", replie=True)
        self.suit.setToolTip("Demandé avec les autres cours du cursus, sans case à cocher")
        self.mots = [texte("", "fort", replie=True), TexteElide(), texte(), texte(), texte(), texte("", "fort")]
        self.mots[0].setSizePolicy(
            self.mots[0].sizePolicy().Policy.Expanding, self.mots[0].sizePolicy().Policy.Preferred
        )
        self.liste = ListeChoix()
        self.phrase = QWidget()
        ligne = QHBoxLayout(self.phrase)
        ligne.setContentsMargins(8, 0, 0, 0)
        ligne.setSpacing(6)
        self.icone = QLabel()
        self.dit = texte("", "libelle")
        ligne.addWidget(self.icone)
        ligne.addWidget(self.dit, 1)
        self.retirer = icone_seule("x", "Retirer ce cours")
        self.trait = filet()
        milieu = Qt.AlignmentFlag.AlignVCenter
        base = rang * 2 + 2
        grille.addWidget(self.trait, base - 1, 0, 1, len(TITRES))
        grille.addWidget(self.case, base, 0, Qt.AlignmentFlag.AlignCenter)
        grille.addWidget(self.suit, base, 0, milieu)
        for colonne, mot in enumerate(self.mots, 1):
            grille.addWidget(mot, base, colonne, milieu)
        grille.addWidget(self.liste, base, 7)
        grille.addWidget(self.phrase, base, 7)
        grille.addWidget(self.retirer, base, 8, milieu)
        self.case.clicked.connect(carte.case_pressee)
        self.liste.modifiee.connect(carte.creneau_choisi)
        self.retirer.clicked.connect(carte.retrait_presse)
        self.tout = [self.trait, self.case, self.suit, *self.mots, self.liste, self.phrase, self.retirer]

    def cacher(self) -> None:
        self.est_visible = False
        for widget in self.tout:
            widget.hide()

    def montrer(
        self, cours: CoursAffiche, *, est_modifiable: bool, horaire_modifiable: bool, avec_complets: bool
    ) -> None:
        self.cours_id = cours.cours_id
        self.est_visible = True
        for widget in (self.trait, *self.mots):
            widget.show()
        self.case.setVisible(cours.a_case)
        self.suit.setVisible(cours.suit_cursus)
        self.case.setChecked(cours.est_cochee)
        self.case.setEnabled(est_modifiable and cours.cours_id is not None)
        self.case.setAccessibleName(f"Réinscrire en {cours.cours}")
        valeurs = (cours.cours, cours.cursus, cours.ha, cours.cycle, cours.actif, cours.suivant)
        for mot, valeur in zip(self.mots, valeurs, strict=True):
            if isinstance(mot, TexteElide):
                mot.montrer(valeur)
            else:
                mot.setText(valeur)
        self._montrer_choix(cours, est_modifiable=horaire_modifiable, avec_complets=avec_complets)
        self.retirer.setVisible(cours.est_ajoute and est_modifiable)
        self.retirer.setAccessibleName(f"Retirer {cours.cours}")

    def _montrer_choix(self, cours: CoursAffiche, *, est_modifiable: bool, avec_complets: bool) -> None:
        a_liste = not cours.phrase
        self.liste.setVisible(a_liste)
        self.phrase.setVisible(not a_liste)
        if not a_liste:
            poser_icone(self.icone, cours.icone, "text2", 16)
            self.dit.setText(cours.phrase)
            self.phrase.setToolTip(cours.aide)
            return
        offerts = [c for c in cours.creneaux if avec_complets or not c.est_complet or c.creneau_id == cours.creneau_id]
        libres = sum(not c.est_complet for c in cours.creneaux)
        invite = f"Choisir un horaire… ({libres} possible{'s' if libres > 1 else ''})"
        choix: list[tuple[int | None, str]] = [(None, invite)]
        choix += [(c.creneau_id, f"{c.texte}  ·  {c.places}") for c in offerts]
        fermes = [c.est_complet and c.creneau_id != cours.creneau_id for c in offerts]
        if (choix, fermes) != self._poses:
            self._poser_creneaux(choix, fermes)
        self.liste.poser_valeur(cours.creneau_id)
        self.liste.setEnabled(est_modifiable and cours.est_cochee)
        self.liste.setAccessibleName(f"Horaire de {cours.cours}")
        marquer(self.liste, "etat", "averti" if cours.doit_choisir and cours.est_cochee else "")

    def _poser_creneaux(self, choix: list[tuple[int | None, str]], fermes: list[bool]) -> None:
        """Fill the list; only when its words change, so that one which is unfolded is left alone."""
        self._poses = (choix, fermes)
        self.liste.poser_choix(choix)
        modele = self.liste.model()
        if isinstance(modele, QStandardItemModel):
            for rang, est_ferme in enumerate(fermes, 1):
                modele.item(rang).setEnabled(not est_ferme)
        self.liste.view().setMinimumWidth(self.liste.view().sizeHintForColumn(0) + px(40))


class CarteCours(Carte):
    """Signals: ``case_changee(cours_id, bool)``, ``creneau_change(cours_id, creneau_id or None)``, and two more."""

    case_changee = Signal(object, bool)
    creneau_change = Signal(object, object)
    retrait_demande = Signal(object)
    ajout_demande = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cours suivis", parent, pleine_largeur=True)
        self._cours: tuple[CoursAffiche, ...] = ()
        self._est_modifiable = True
        self._horaire_seul = False
        self.compte = texte("", "second")
        self.complets = CaseACocher("Afficher les complets")
        self.ajouter_cours = lien("Ajouter un cours…", "plus")
        for widget in (self.compte, self.complets, self.ajouter_cours):
            self.outils.addWidget(widget)
        contenu = QWidget()
        self._grille = QGridLayout(contenu)
        self._grille.setContentsMargins(8, 0, 12, 6)
        self._grille.setHorizontalSpacing(8)
        self._grille.setVerticalSpacing(3)
        self._titres = [texte(titre, "entete_colonne") for titre in TITRES]
        for colonne, (titre, largeur) in enumerate(zip(self._titres, LARGEURS, strict=True)):
            self._grille.addWidget(titre, 0, colonne)
            self._grille.setColumnMinimumWidth(colonne, px(largeur))
        self._grille.setColumnStretch(1, 3)
        self._grille.setColumnStretch(2, 1)
        self._grille.setColumnStretch(7, 7)
        self._rangees: list[_Rangee] = []
        self.vide = texte("", "second")
        self.vide.setContentsMargins(16, 4, 16, 12)
        self.ajouter(contenu)
        self.ajouter(self.vide)
        self.complets.modifiee.connect(self._remontrer)
        self.ajouter_cours.clicked.connect(self._demander_ajout)

    def montrer(
        self, cours: Sequence[CoursAffiche], annee_source: str, annee_cible: str, *, est_modifiable: bool,
        horaire_seul: bool, est_nouveau: bool,
    ) -> None:  # fmt: skip
        """Bind the rows of a child; ``horaire_seul``: deposited, only another time may be picked."""
        self.titre.setText(f"Cours demandés pour {annee_cible}" if est_nouveau else f"Cours suivis en {annee_source}")
        self._titres[0].setText("Inscrire" if est_nouveau else TITRES[0])
        aucun = "Aucun cours demandé" if est_nouveau else "Aucun cours suivi cette année"
        self.vide.setText(f"{aucun}\u00a0: ajoutez un cours.")
        self._titres[COLONNE_SUIVANT].setText(annee_cible)
        self._cours, self._est_modifiable, self._horaire_seul = tuple(cours), est_modifiable, horaire_seul
        demandes = sum(c.est_cochee for c in cours)
        self.compte.setText(f"{demandes} cours demandé{'s' if demandes > 1 else ''} sur {len(cours)}")
        self.ajouter_cours.setVisible(est_modifiable)
        self.vide.setVisible(not cours)
        self._remontrer()

    @Slot()
    def _remontrer(self) -> None:
        while len(self._rangees) < len(self._cours):
            self._rangees.append(_Rangee(self, self._grille, len(self._rangees)))
        for rang, rangee in enumerate(self._rangees):
            if rang < len(self._cours):
                rangee.montrer(
                    self._cours[rang],
                    est_modifiable=self._est_modifiable,
                    horaire_modifiable=self._est_modifiable or self._horaire_seul,
                    avec_complets=self.complets.valeur(),
                )
            else:
                rangee.cacher()

    def rangee(self, cours_id: int) -> _Rangee | None:
        """The widgets of a course's row."""
        return next((r for r in self._rangees if r.cours_id == cours_id and r.est_visible), None)

    def viser(self, cours_id: int | None) -> None:
        """Give the focus to the list of a course, or to the first tick."""
        visibles = [r for r in self._rangees if r.est_visible and not r.case.isHidden()]
        rangee = self.rangee(cours_id) if cours_id is not None else None
        cible = rangee.liste if rangee is not None else visibles[0].case if visibles else self.ajouter_cours
        cible.setFocus(Qt.FocusReason.OtherFocusReason)

    def remontrer(self) -> None:
        """Show again what the base holds, whatever was picked on the screen."""
        self._remontrer()

    def _de(self, widget: object) -> _Rangee | None:
        return next((r for r in self._rangees if widget in (r.case, r.liste, r.retirer)), None)

    @Slot()
    def case_pressee(self) -> None:
        """A tick was pressed."""
        rangee = self._de(self.sender())
        if rangee is not None:
            self.case_changee.emit(rangee.cours_id, rangee.case.isChecked())

    @Slot()
    def creneau_choisi(self) -> None:
        """A weekly time was chosen."""
        rangee = self._de(self.sender())
        if rangee is not None:
            self.creneau_change.emit(rangee.cours_id, rangee.liste.valeur())

    @Slot()
    def retrait_presse(self) -> None:
        """An added course is taken off."""
        rangee = self._de(self.sender())
        if rangee is not None:
            self.retrait_demande.emit(rangee.cours_id)

    @Slot()
    def _demander_ajout(self) -> None:
        self.ajout_demande.emit()
