"""The form helper: one call a field sets its label, mnemonic, buddy, accessible name, description and error line.

formulaire = Formulaire(self)
carte.ajouter(formulaire.colonne())                      # one column of fields a card
formulaire.champ("nom", "&Nom", LigneTexte(50), obligatoire=True)
formulaire.champ("naissance", "Né(e) &le", EditeurDate())
formulaire.groupe("&CP, ville", [("code_postal", "Code postal", LigneTexte(5), 72), ("ville", "Ville", v, 0)])
page.addWidget(formulaire.bandeau)                       # hidden while there is no error
formulaire.poser({"nom": "Valmont"})                     # emits nothing
if (valeurs := formulaire.valider()) is not None: …      # else the errors are shown and the first has the focus
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.champs import CaseACocher, ListeChoix, Saisie
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer, px

LARGEUR_LIBELLE = 112
_HAUT = Qt.AlignmentFlag.AlignTop
_SANS = ("champ",)
_SANS_LIMITE = 16_777_215  # QWIDGETSIZE_MAX


class _LigneNote(QWidget):
    """The line under a field: error, warning or hint."""

    def __init__(self, aide: str, parent: QWidget) -> None:
        super().__init__(parent)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(1, 3, 0, 0)
        rangee.setSpacing(6)
        self._icone = QLabel()
        self._mots = texte(aide, "aide", replie=True)
        self._mots.setAlignment(_HAUT)  # beside the icon, whatever height a wide field leaves to the line
        rangee.addWidget(self._icone, 0, _HAUT)
        rangee.addWidget(self._mots, 1)
        self._aide = aide
        self.dire("", "")

    def dire(self, etat: str, phrase: str) -> None:
        """``etat``: erreur, averti, or nothing for the hint."""
        if etat:
            poser_icone(
                self._icone,
                "warning-circle-fill" if etat == "erreur" else "warning-fill",
                "bad" if etat == "erreur" else "warn",
                13,
            )
        self._icone.setVisible(bool(etat))
        marquer(self._mots, "role", etat or "aide")
        self._mots.setText(phrase or self._aide)
        self.setVisible(bool(phrase or self._aide))


class _EnHaut(QVBoxLayout):
    """A field over its note, at the top of its row; Qt's own alignment would give the hint, which wraps no line."""

    def maximumSize(self) -> QSize:  # noqa: N802
        """The row may be taller than the field."""
        return QSize(super().maximumSize().width(), _SANS_LIMITE)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Take the height of the field and of its note, no more, unless the field grows."""
        if self.expandingDirections() & Qt.Orientation.Vertical:
            haut = super().maximumSize().height()
        else:
            haut = self.heightForWidth(rect.width()) if self.hasHeightForWidth() else self.sizeHint().height()
        rect = QRect(rect)
        rect.setHeight(min(rect.height(), haut))
        super().setGeometry(rect)


@dataclass(slots=True, eq=False)
class _Champ:
    cle: str
    nom: str
    widget: QWidget
    note: _LigneNote
    aide: str
    est_obligatoire: bool
    erreur: str = ""

    @property
    def saisie(self) -> Saisie:
        return cast("Saisie", self.widget)


class Formulaire(QObject):
    """A form over one or several columns. ``modifie`` and ``champ_modifie(cle)`` follow the person's edits alone."""

    modifie = Signal()
    champ_modifie = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._champs: dict[str, _Champ] = {}
        self._grille: QGridLayout | None = None
        self._colonne: QWidget | None = None
        self._charge: dict[str, Any] = {}
        self._hors_champ: list[str] = []
        self._suites: dict[str, str] = {}
        self.bandeau = Bandeau("bad", "")
        self.bandeau.hide()
        self.bandeau.suivi.connect(self.viser)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            # one signal of the application: an event filter would call Python at every event of every field
            application.focusChanged.connect(self._focus_change)

    # ---- building

    def colonne(self) -> QWidget:
        """Begin a column of fields: the next calls of ``champ`` fill it."""
        contenu = QWidget()
        contenu.setObjectName("contenu")
        grille = QGridLayout(contenu)
        grille.setContentsMargins(0, 4, 0, 0)
        grille.setHorizontalSpacing(12)
        grille.setVerticalSpacing(10)
        grille.setColumnMinimumWidth(0, px(LARGEUR_LIBELLE))
        grille.setColumnStretch(1, 1)
        self._grille = grille
        self._colonne = contenu
        return contenu

    def champ(self, cle: str, libelle: str, widget: QWidget, *, aide: str = "", obligatoire: bool = False) -> QWidget:
        """Add a field; ``libelle`` carries the mnemonic (``&Nom``), ``aide`` shows under it. Returns the widget."""
        nom = _sans_mnemonique(libelle or _mots(widget))
        champ = self._inscrire(cle, nom, widget, aide, est_obligatoire=obligatoire)
        boite = _EnHaut()
        boite.setSpacing(0)
        boite.addWidget(widget)
        boite.addWidget(champ.note)
        self._poser_rangee(libelle, widget, boite)
        return widget

    def groupe(self, libelle: str, champs: Sequence[tuple[str, str, QWidget, int]]) -> None:
        """Add several short fields on one row, each (key, accessible name, widget, width or 0 to stretch)."""
        boite = _EnHaut()
        boite.setSpacing(0)
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        boite.addLayout(rangee)
        for cle, nom, widget, largeur in champs:
            champ = self._inscrire(cle, nom, widget, "", est_obligatoire=False)
            if largeur:
                widget.setFixedWidth(px(largeur))
            rangee.addWidget(widget, 0 if largeur else 1)
            boite.addWidget(champ.note)
        if all(largeur for *_, largeur in champs):
            rangee.addStretch(1)  # fields of a fixed width begin where the others begin
        self._poser_rangee(libelle, champs[0][2], boite)

    def enchainer(self, cle: str, suite: str) -> None:
        """When the person changes ``cle``, check ``suite`` again: its rule depends on it (country, postcode)."""
        self._suites[cle] = suite

    def _poser_rangee(self, libelle: str, ami: QWidget, boite: QVBoxLayout) -> None:
        if self._grille is None:
            raise RuntimeError("colonne() comes before the first field")
        rang = self._grille.rowCount()
        if libelle:
            etiquette = texte(libelle, "libelle")
            etiquette.setBuddy(ami)
            etiquette.setMinimumHeight(px(26 if isinstance(ami, CaseACocher) else 30))
            self._grille.addWidget(etiquette, rang, 0, _HAUT)
        self._grille.addLayout(boite, rang, 1)

    def _inscrire(self, cle: str, nom: str, widget: QWidget, aide: str, *, est_obligatoire: bool) -> _Champ:
        if cle in self._champs:
            raise ValueError(f"field {cle} is already in the form")
        if self._colonne is None:
            raise RuntimeError("colonne() comes before the first field")
        champ = _Champ(cle, nom, widget, _LigneNote(aide, self._colonne), aide, est_obligatoire)
        self._champs[cle] = champ
        widget.setAccessibleName(nom)
        widget.setAccessibleDescription(aide)
        widget.setProperty("cle", cle)
        champ.saisie.modifiee.connect(self._saisie_modifiee)
        return champ

    # ---- values

    def poser(self, valeurs: Mapping[str, Any]) -> None:
        """Show a record: every field, those absent emptied; errors go, nothing is emitted."""
        for champ in self._champs.values():
            champ.saisie.poser_valeur(valeurs.get(champ.cle))
        self._charge = self.brut()
        self.effacer_erreurs()

    def valeurs(self) -> dict[str, Any]:
        """The values; raises FormulaireInvalide with one Invalide a field, in the order of the form."""
        lues: dict[str, Any] = {}
        erreurs: list[Invalide] = []
        for champ in self._champs.values():
            try:
                lues[champ.cle] = _lire(champ)
            except Invalide as err:
                erreurs.append(err)
        if erreurs:
            raise FormulaireInvalide(erreurs)
        return lues

    def valider(self) -> dict[str, Any] | None:
        """The values, or None after the errors were shown and the first one got the focus."""
        try:
            valeurs = self.valeurs()
        except FormulaireInvalide as err:
            self.montrer_erreurs(err.erreurs)
            return None
        self.effacer_erreurs()
        return valeurs

    def brut(self) -> dict[str, Any]:
        """What the fields hold, readable or not, for a draft."""
        return {champ.cle: champ.saisie.brut() for champ in self._champs.values()}

    def poser_brut(self, brut: Mapping[str, Any]) -> None:
        """Bring a draft back over the record shown by ``poser``; nothing is emitted."""
        for cle, valeur in brut.items():
            if cle in self._champs:
                self._champs[cle].saisie.poser_brut(valeur)

    def est_modifie(self) -> bool:
        """Whether a field differs from the record shown by ``poser``."""
        return self.brut() != self._charge

    def enregistre(self) -> None:
        """Take what is shown as the record: nothing is modified any more."""
        self._charge = self.brut()

    def lecture_seule(self, *, est_lecture: bool = True) -> None:
        """Allow or forbid every field."""
        for champ in self._champs.values():
            champ.saisie.lecture_seule(est_lecture=est_lecture)

    def widget(self, cle: str) -> QWidget:
        """The edit of a field."""
        return self._champs[cle].widget

    # ---- errors

    def montrer_erreurs(self, erreurs: Iterable[Invalide] | Mapping[str, str]) -> None:
        """Show errors by their field, the band with links, and give the first the focus.

        Takes Invalide errors or sentences by field; an error on a field that is not in the form goes to the band.
        """
        phrases = dict(erreurs) if isinstance(erreurs, Mapping) else _phrases(erreurs)
        for champ in self._champs.values():
            self._noter(champ, phrases.get(champ.cle, ""))
        self._hors_champ = [phrase for cle, phrase in phrases.items() if cle not in self._champs]
        self._montrer_bandeau()
        premier = next((champ.cle for champ in self._champs.values() if champ.erreur), None)
        if premier is not None:
            self.viser(premier)

    def refuser(self, erreur: Exception, ailleurs: Bandeau) -> None:
        """Say why the record was refused: under its fields where it is theirs, else on a band of the screen."""
        if isinstance(erreur, FormulaireInvalide):
            self.montrer_erreurs(erreur.erreurs)
        elif isinstance(erreur, Invalide):
            self.montrer_erreurs([erreur])
        else:
            ailleurs.montrer("bad", texte_erreur(erreur).court)
            ailleurs.show()

    def montrer_avertissements(self, phrases: Mapping[str, str]) -> None:
        """Show what is to be checked but does not block, in amber; fields in error keep their error."""
        for champ in self._champs.values():
            if not champ.erreur:
                self._decrire(champ, "averti" if champ.cle in phrases else "", phrases.get(champ.cle, ""))

    def effacer_erreurs(self) -> None:
        """Remove every error and warning."""
        for champ in self._champs.values():
            self._noter(champ, "")
        self._hors_champ = []
        self.bandeau.hide()

    @property
    def erreurs(self) -> dict[str, str]:
        """The errors on show, by field."""
        return {champ.cle: champ.erreur for champ in self._champs.values() if champ.erreur}

    def viser_premier(self) -> None:
        """Give the first field the focus: a new card is typed from its top."""
        self.viser(next(iter(self._champs), ""))

    @Slot(str)
    def viser(self, cle: str) -> None:
        """Give a field the focus and bring it into view."""
        champ = self._champs.get(cle)
        if champ is None:
            return
        parent = champ.widget.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(champ.widget, 0, px(60))
        champ.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _noter(self, champ: _Champ, phrase: str) -> None:
        champ.erreur = phrase
        self._decrire(champ, "erreur" if phrase else "", phrase)

    def _decrire(self, champ: _Champ, etat: str, phrase: str) -> None:
        champ.note.dire(etat, phrase)
        champ.widget.setAccessibleDescription(phrase or champ.aide)
        marquer(champ.widget, "etat", etat)

    def _montrer_bandeau(self) -> None:
        fautifs = [champ for champ in self._champs.values() if champ.erreur]
        if not fautifs and not self._hors_champ:
            self.bandeau.hide()
            return
        morceaux = list(self._hors_champ)
        if fautifs:
            n = len(fautifs)
            morceaux.insert(0, f"{n} champ{'s' if n > 1 else ''} à corriger avant d’enregistrer")
        self.bandeau.montrer("bad", ". ".join(morceaux), [(champ.cle, champ.nom) for champ in fautifs[:5]])
        # an unplaced band would open as a window of its own
        self.bandeau.setVisible(self.bandeau.parentWidget() is not None)

    @Slot()
    def _saisie_modifiee(self) -> None:
        emetteur = self.sender()
        cle = str(emetteur.property("cle")) if emetteur is not None else ""
        champ = self._champs.get(cle)
        if champ is None:
            return
        self._noter(champ, "")
        if not self.bandeau.isHidden():
            self._montrer_bandeau()
        if cle in self._suites:
            suite = self._champs[self._suites[cle]]
            self._noter(suite, "")
            self._verifier(suite)
        self.champ_modifie.emit(cle)
        self.modifie.emit()

    @Slot(QWidget, QWidget)
    def _focus_change(self, quitte: QWidget | None, _pris: QWidget | None) -> None:
        """Check a field on leaving it, without taking the focus back."""
        champ = self._champs.get(str(quitte.property("cle"))) if quitte is not None else None
        if champ is not None and champ.widget is quitte:
            self._verifier(champ)

    def _verifier(self, champ: _Champ) -> None:
        try:
            champ.saisie.valeur()
        except Invalide as err:
            self._noter(champ, texte_erreur(err).court)


def _lire(champ: _Champ) -> Any:
    try:
        valeur = champ.saisie.valeur()
    except Invalide as err:
        params = {nom: param for nom, param in err.params.items() if nom not in _SANS}
        raise Invalide(champ.cle, err.code, **params) from err
    if champ.est_obligatoire and (valeur is None or valeur is False or valeur in ("", ())):
        raise Invalide(champ.cle, "choix_obligatoire" if isinstance(champ.widget, ListeChoix) else "champ_obligatoire")
    return valeur


def _phrases(erreurs: Iterable[Invalide]) -> dict[str, str]:
    """Sentences by field; the first error of a field is the one shown."""
    phrases: dict[str, str] = {}
    for err in erreurs:
        phrases.setdefault(err.champ, texte_erreur(err).court)
    return phrases


def _sans_mnemonique(libelle: str) -> str:
    return libelle.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _mots(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""
