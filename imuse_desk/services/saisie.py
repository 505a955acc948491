"""Reading of typed forms: each field cleaned, errors gathered in the order of the form, warnings kept apart."""

from collections.abc import Callable
from datetime import date, time

from imuse_desk.domain.dates import lire_date, lire_heure, lire_naissance
from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.domain.nombres import lire_entier
from imuse_desk.domain.textes import nettoyer, nettoyer_bloc

Lecture = Callable[[], tuple[str, Invalide | None]]


class Lecteur:
    """Reads the fields of one form; ``prefixe`` goes before the keys of a repeated part (``1.nom``)."""

    def __init__(self, aujourdhui: date) -> None:
        self.aujourdhui = aujourdhui
        self.erreurs: list[Invalide] = []
        self.alertes: list[Invalide] = []
        self.prefixe = ""

    def _champ(self, champ: str) -> str:
        return f"{self.prefixe}{champ}"

    def refuser(self, champ: str, code: str, **params: object) -> None:
        """Add an error."""
        self.erreurs.append(Invalide(self._champ(champ), code, **params))

    def texte(self, champ: str, valeur: str, maximum: int, *, obligatoire: bool = False, bloc: bool = False) -> str:
        """A text, cleaned; too long or missing is an error, never a cut."""
        net = nettoyer_bloc(valeur) if bloc else nettoyer(valeur)
        if obligatoire and not net:
            self.refuser(champ, "champ_obligatoire")
        if len(net) > maximum:
            self.refuser(champ, "texte_trop_long", longueur=len(net), maximum=maximum)
        return net

    def lu(self, lecture: Lecture, repli: str) -> str:
        """What a reader of ``infra.saisie`` gives: the value, its warning, or its error."""
        try:
            valeur, alerte = lecture()
        except Invalide as erreur:
            self.erreurs.append(erreur)
            return repli
        if alerte is not None:
            self.alertes.append(alerte)
        return valeur

    def date(self, champ: str, valeur: str, *, naissance: bool = False) -> date | None:
        """A typed date, None if empty."""
        if not valeur.strip():
            return None
        lire = lire_naissance if naissance else lire_date
        try:
            return lire(valeur, self.aujourdhui, champ=self._champ(champ))
        except Invalide as erreur:
            self.erreurs.append(erreur)
            return None

    def heure(self, champ: str, valeur: str) -> time | None:
        """A time of day as people type it; empty is an error, and None once an error is kept."""
        try:
            return lire_heure(valeur, champ=self._champ(champ))
        except Invalide as erreur:
            self.erreurs.append(erreur)
            return None

    def entier(self, champ: str, valeur: str, minimum: int, maximum: int) -> int | None:
        """A whole number between bounds, None if empty."""
        try:
            return lire_entier(valeur, self._champ(champ), minimum, maximum)
        except Invalide as erreur:
            self.erreurs.append(erreur)
            return None

    def conclure(self) -> tuple[Invalide, ...]:
        """The warnings. Raises FormulaireInvalide with every error."""
        if self.erreurs:
            raise FormulaireInvalide(self.erreurs)
        return tuple(self.alertes)
