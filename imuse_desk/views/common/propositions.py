"""Lists under the fields of a card: a town by its postcode or its name, a school, a profession, after three letters."""

from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Slot

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.propositions import proposer_ecoles, proposer_professions, proposer_villes
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.completion import Completion
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire

LETTRES = 3


class Fiche(Protocol):
    """A tab with a card: who is signed in, and its form."""

    @property
    def contexte(self) -> Contexte:
        """Who is signed in."""


@dataclass(frozen=True, slots=True)
class Connecte:
    """Who is signed in, for a form of a window that one person opened."""

    contexte: Contexte


class Propositions(QObject):
    """``Propositions(executant, onglet, form)`` serves the fields of a card that it knows.

    A window of settings, opened by one person, gives ``Connecte(ctx)``.
    """

    def __init__(self, executant: Executant, fiche: Fiche, form: Formulaire) -> None:
        super().__init__(form)
        self._executant, self._fiche = executant, fiche
        cles = form.brut()
        for cp, ville in (("foyer_cp", "foyer_ville"), ("cp", "ville")):
            if cp in cles:
                lignes = _ligne(form, cp), _ligne(form, ville)
                for ligne in lignes:
                    _Villes(self, executant, ligne, *lignes)
        if "etablissement_scolaire" in cles:
            _Ecoles(self, executant, _ligne(form, "etablissement_scolaire"))
        if "profession" in cles:
            _Professions(self, executant, _ligne(form, "profession"))

    @property
    def contexte(self) -> Contexte:
        """Who is signed in."""
        return self._fiche.contexte


class _Liste(QObject):
    """The list of one line."""

    def __init__(self, fiche: Propositions, executant: Executant, ligne: LigneTexte) -> None:
        super().__init__(fiche)
        self.fiche, self.executant, self.ligne = fiche, executant, ligne
        self.completion = Completion(ligne)
        self.completion.recherche.connect(self.chercher)
        self.completion.choisie.connect(self.choisir)

    @Slot(str)
    def chercher(self, texte: str) -> None:
        """Ask the base."""
        if len(texte) >= LETTRES and not self.ligne.isReadOnly():
            self.executant.lire(partial(self.lire, self.fiche.contexte, texte), self.completion.proposer, cle="propose")

    @staticmethod
    def lire(ctx: Contexte, texte: str) -> list[tuple[object, str]]:
        """The proposals: value and words."""
        raise NotImplementedError

    @Slot(object)
    def choisir(self, valeur: object) -> None:
        """Take a proposal, as if it had been typed."""
        _ecrire(self.ligne, str(valeur))


class _Villes(_Liste):
    """Postcode and town, each found by the other."""

    def __init__(
        self, fiche: Propositions, executant: Executant, ligne: LigneTexte, cp: LigneTexte, ville: LigneTexte
    ) -> None:
        super().__init__(fiche, executant, ligne)
        self._cp, self._ville = cp, ville

    @staticmethod
    def lire(ctx: Contexte, texte: str) -> list[tuple[object, str]]:
        """Towns."""
        return [(ville, " ".join(ville)) for ville in proposer_villes(ctx, texte)]

    @Slot(object)
    def choisir(self, valeur: object) -> None:
        """Both fields at once."""
        if not isinstance(valeur, tuple):
            return
        for ligne, mots in zip((self._cp, self._ville), valeur, strict=True):
            _ecrire(ligne, mots)


class _Ecoles(_Liste):
    """A school, by any of its words."""

    @staticmethod
    def lire(ctx: Contexte, texte: str) -> list[tuple[object, str]]:
        """Schools, with their town."""
        return [(nom, f"{nom}, {ville}" if ville else nom) for nom, ville in proposer_ecoles(ctx, texte)]


class _Professions(_Liste):
    """A profession already written in the base."""

    @staticmethod
    def lire(ctx: Contexte, texte: str) -> list[tuple[object, str]]:
        """Professions."""
        return [(mots, mots) for mots in proposer_professions(ctx, texte)]


def _ligne(form: Formulaire, cle: str) -> LigneTexte:
    ligne = form.widget(cle)
    if not isinstance(ligne, LigneTexte):
        raise TypeError(cle)
    return ligne


def _ecrire(ligne: LigneTexte, mots: str) -> None:
    ligne.setText(mots)
    ligne.textEdited.emit(mots)
