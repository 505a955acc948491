"""A pupil of the simulator: name, age or birth date, tags, items chosen from the grid."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.dates import lire_naissance
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.views.common.boutons import Bouton, icone_seule, lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.tarif.saisies import SaisieCodes
from imuse_desk.views.tarif.simulation import EleveSaisi

AGE_MAX = 120
_PLACES = ((0, 0, 1), (0, 2, 1), (1, 0, 3), (2, 0, 1))


def lire_age(texte_saisi: str, aujourdhui: date) -> tuple[int | None, date | None]:
    """An age (``9``, ``9 ans``) or a birth date; raises Invalide."""
    net = texte_saisi.strip().removesuffix("ans").removesuffix("an").strip()
    if not net:
        return None, None
    if net.isascii() and net.isdigit() and len(net) <= 3:
        if int(net) > AGE_MAX:
            raise Invalide("age", "entier_hors_bornes", minimum=0, maximum=AGE_MAX)
        return int(net), None
    return None, lire_naissance(net, aujourdhui)


class EleveSimule(Carte):
    """``lu()`` gives what was typed; ``modifie`` at each edit, ``retrait_demande`` by the bin."""

    modifie = Signal()
    retrait_demande = Signal()

    def __init__(self, numero: int, etiquettes: Callable[[], Sequence[tuple[Any, str]]], aujourdhui: date) -> None:
        super().__init__(f"Élève {numero}")
        self._aujourdhui = aujourdhui
        self._articles: Sequence[tuple[str, str]] = ()
        self.choix: list[tuple[ListeChoix, Bouton]] = []
        self.retirer = icone_seule("trash", f"Retirer l’élève {numero}")
        self.outils.addWidget(self.retirer)
        self.prenom = LigneTexte(40, f"Élève {numero}")
        self.age = LigneTexte(12, "9 ans, ou 12/03/2017")
        self.location = LigneTexte(2, "1")
        self.etiquettes = SaisieCodes(etiquettes, "Étiquettes", {})
        self._note = texte("", "erreur", replie=True)
        self._note.hide()
        grille = QGridLayout()
        grille.setHorizontalSpacing(12)
        grille.setVerticalSpacing(8)
        grille.setColumnStretch(1, 1)
        grille.setColumnStretch(3, 1)
        champs: tuple[tuple[str, QWidget], ...] = (
            ("Prénom", self.prenom),
            ("Âge ou naissance", self.age),
            ("Étiquettes", self.etiquettes),
            ("Location (année)", self.location),
        )
        self._libelles = []
        for (rang, colonne, largeur), (mots, widget) in zip(_PLACES, champs, strict=True):
            etiquette = texte(mots, "libelle")
            widget.setAccessibleName(f"{mots}, élève {numero}")
            grille.addWidget(etiquette, rang, colonne)
            grille.addWidget(widget, rang, colonne + 1, 1, largeur)
            self._libelles.append(etiquette)
        grille.setColumnMinimumWidth(0, px(84))
        self.ajouter(grille)
        self.ajouter(self._note)
        self.etiquettes.ligne.setAccessibleName(f"Étiquettes, élève {numero}")
        self._colonne = QVBoxLayout()
        self._colonne.setSpacing(6)
        self.ajouter(self._colonne)
        self.ajouter_prestation = lien("Ajouter une prestation", "plus")
        self.ajouter_prestation.setAccessibleName(f"Ajouter une prestation à l’élève {numero}")
        bas = QHBoxLayout()
        bas.addWidget(self.ajouter_prestation)
        bas.addStretch(1)
        self.ajouter(bas)
        self.numero = numero
        for edit in (self.prenom, self.age, self.location, self.etiquettes):
            edit.modifiee.connect(self.modifie)
        self.ajouter_prestation.clicked.connect(self.ajouter_choix)
        self.retirer.clicked.connect(self._retirer_eleve)

    def offrir(self, articles: Sequence[tuple[str, str]], *, a_locations: bool) -> None:
        """Propose the items of a grid; those chosen stay where the new grid has them."""
        self._articles = articles
        for liste, _ in self.choix:
            liste.poser_choix(self._mots())
        for widget in (self._libelles[3], self.location):
            widget.setVisible(a_locations)
        if not self.choix:
            self.ajouter_choix()

    def _mots(self) -> list[tuple[Any, str]]:
        return [(code, f"{code} · {mots}" if mots != code else code) for code, mots in self._articles]

    @Slot()
    def ajouter_choix(self) -> None:
        """Add a row to choose an item."""
        rang = len(self.choix) + 1
        liste = ListeChoix(self._mots())
        liste.setPlaceholderText("Choisir une prestation…")
        liste.setCurrentIndex(-1)
        liste.setAccessibleName(f"Prestation {rang}, élève {self.numero}")
        retirer = icone_seule("x", f"Retirer la prestation {rang}, élève {self.numero}")
        rangee = QHBoxLayout()
        rangee.setSpacing(4)
        rangee.addWidget(liste, 1)
        rangee.addWidget(retirer)
        self._colonne.addLayout(rangee)
        self.choix.append((liste, retirer))
        suivre_le_regard(self.window())
        liste.modifiee.connect(self.modifie)
        retirer.clicked.connect(self._retirer)

    def lu(self) -> tuple[EleveSaisi, str]:
        """The pupil, and what can't be read (empty when all can)."""
        nom = self.prenom.valeur() or f"Élève {self.numero}"
        faute = ""
        ans, naissance_le = None, None
        try:
            ans, naissance_le = lire_age(self.age.text(), self._aujourdhui)
        except Invalide as erreur:
            faute = texte_erreur(erreur).court
        marquer(self.age, "etat", "erreur" if faute else "")
        self._note.setText(faute)
        self._note.setVisible(bool(faute))
        brut = self.location.text().strip()
        location = int(brut) if brut.isdigit() and self.location.isVisibleTo(self) else None
        articles = tuple(str(liste.valeur()) for liste, _ in self.choix if liste.valeur() is not None)
        eleve = EleveSaisi(nom, ans, naissance_le, tuple(self.etiquettes.lue() or ()), location, articles)
        return eleve, f"{nom}\u00a0: {faute}" if faute else ""

    @Slot()
    def _retirer(self) -> None:
        bouton = self.sender()
        for rang, (liste, retirer) in enumerate(self.choix):
            if retirer is bouton:
                for widget in (liste, retirer):
                    widget.hide()
                    widget.deleteLater()
                item = self._colonne.takeAt(rang)
                if item is not None:
                    del item
                del self.choix[rang]
                break
        self.modifie.emit()

    @Slot()
    def _retirer_eleve(self) -> None:
        self.retrait_demande.emit()
