"""Windows opened from the grids: faults of an imported file, differences between two versions."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.tarifs.erreurs import Probleme
from imuse_desk.services.grilles import Difference
from imuse_desk.services.lectures.grilles import VersionGrille
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe
from imuse_desk.views.tarif.mots import (
    CLES,
    ecrire_valeur,
    lieu,
    phrase_faute,
    resumer_condition,
    resumer_effet,
    resumer_prix,
)

_FAUTES = (
    Colonne("lieu", "Endroit", 250, est_triable=False),
    Colonne("faute", "Ce qui ne va pas, et le remède", 400, est_triable=False, est_etirable=True),
)
_DIFFERENCES = (
    Colonne("ou", "Endroit", 230, est_triable=False),
    Colonne("avant", "Version comparée", 260, est_triable=False),
    Colonne("apres", "Grille affichée", 260, est_triable=False, est_etirable=True),
)


class _Dialogue(QDialog):
    """A resizable dialog that closes by one button."""

    def __init__(self, parent: QWidget | None, titre: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(titre)
        self.resize(px(900), px(480))
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(20, 18, 20, 18)
        self.colonne.setSpacing(12)
        self.fermer = primaire("&Fermer")
        self.fermer.setDefault(True)
        self.fermer.clicked.connect(self.accept)

    def finir(self) -> None:
        """Put the button under what was added."""
        self.colonne.addLayout(rangee_actions(None, self.fermer))


class FenetreFautes(_Dialogue):
    """Every fault of a file that was refused: place, fault, cure. Nothing was stored."""

    def __init__(self, parent: QWidget | None, fichier: str, problemes: Sequence[Probleme]) -> None:
        super().__init__(parent, "Grille refusée")
        n = len(problemes)
        mots = f"{fichier}\u00a0: {n} faute{'s' if n > 1 else ''}. Rien n’a été enregistré."
        self.bandeau = Bandeau("bad", mots)
        self.colonne.addWidget(self.bandeau)
        self.modele = ModeleFixe(_FAUTES, self)
        self.table = TableListe("Fautes du fichier")
        self.table.brancher(self.modele)
        self.modele.poser(
            [
                (rang, (Cellule(lieu(p.article, p.cle) or "Fichier", Genre.FORT), Cellule(phrase_faute(p))))
                for rang, p in enumerate(problemes)
            ]
        )
        carte = Carte("Fautes", pleine_largeur=True)
        carte.ajouter(self.table, 1)
        self.colonne.addWidget(carte, 1)
        self.finir()


class FenetreComparaison(_Dialogue):
    """Differences between the grid on screen and a version to choose. ``version_voulue(id)`` asks for its content."""

    version_voulue = Signal(object)

    def __init__(self, parent: QWidget | None, versions: Sequence[VersionGrille]) -> None:
        super().__init__(parent, "Comparer deux grilles")
        haut = QHBoxLayout()
        libelle = texte("Comparer &avec", "libelle")
        self.choix = ListeChoix([(v.id, f"{v.annee} · version {v.numero} · {v.libelle}") for v in versions])
        self.choix.setAccessibleName("Version à comparer")
        libelle.setBuddy(self.choix)
        haut.addWidget(libelle)
        haut.addWidget(self.choix, 1)
        self.colonne.addLayout(haut)
        self.modele = ModeleFixe(_DIFFERENCES, self)
        self.table = TableListe("Différences")
        self.table.brancher(self.modele)
        self._vide = EtatVide(
            "swap", "Choisissez une version", "Ses différences avec la grille affichée se liront ici."
        )
        self.table.poser_vide(self._vide)
        self.carte = Carte("Différences", pleine_largeur=True)
        self.carte.ajouter(self.table, 1)
        self.colonne.addWidget(self.carte, 1)
        self.finir()
        self.choix.modifiee.connect(self._voulue)

    def montrer(self, differences: Sequence[Difference]) -> None:
        """Show the differences."""
        n = len(differences)
        self.carte.titre.setText(f"{n or 'Aucune'} différence{'s' if n > 1 else ''}")
        if not n:
            self._vide.dire("Aucune différence", "Les deux grilles disent la même chose.")
        self.modele.poser(
            [
                (
                    rang,
                    (
                        Cellule(_ou(d), Genre.FORT),
                        Cellule(resumer_valeur(d.cle, d.avant)),
                        Cellule(resumer_valeur(d.cle, d.apres)),
                    ),
                )
                for rang, d in enumerate(differences)
            ]
        )

    @Slot()
    def _voulue(self) -> None:
        self.version_voulue.emit(self.choix.valeur())


def _ou(difference: Difference) -> str:
    if difference.code and not difference.cle:
        return difference.code
    if difference.code:
        return lieu(difference.code, difference.cle)
    partie = CLES.get(difference.partie, "")
    return " › ".join(filter(None, (partie, CLES.get(difference.cle, difference.cle))))


def resumer_valeur(cle: str, valeur: Any) -> str:
    """A part of a grid on one line, for the comparison."""
    dire = _PARTIES.get(cle)
    if valeur is None:
        return "—"
    if dire is not None:
        return dire(valeur)
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, list):
        return ", ".join(map(str, valeur))
    if isinstance(valeur, dict):
        return ", ".join(f"{k} {v}" for k, v in valeur.items())
    return ecrire_valeur(valeur)


def _regles(valeur: Any) -> str:
    return "\u00a0; ".join(f"{resumer_condition(r.get('when'))}\u00a0: {resumer_prix(r.get('price'))}" for r in valeur)


def _nombre(valeur: Any) -> str:
    return f"{len(valeur)} ligne{'s' if len(valeur) > 1 else ''}"


def _present(valeur: Any) -> str:
    return str(valeur.get("label") or valeur.get("code") or "présent")


_PARTIES: dict[str, Callable[[Any], str]] = {
    "": _present,
    "rules": _regles,
    "when": resumer_condition,
    "effect": resumer_effet,
    "examples": _nombre,
    "consistency": _nombre,
    "instalment_plans": _nombre,
}
