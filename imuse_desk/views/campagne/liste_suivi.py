"""The filters of the campaign's overview: text, teacher, course, and a pill a state with its count."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent

from imuse_desk.services.lectures.suivi_campagne import COURS, ENSEIGNANT, ChoixSuivi, ComptesSuivi
from imuse_desk.views.campagne.mots import ELEVES, FILTRES, nombres
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.liste_fiche import ListeFiche
from imuse_desk.views.common.theme import px

TOUS_LES_ENSEIGNANTS, TOUS_LES_COURS = ("", "Tous les enseignants"), ("", "Tous les cours")


class ListeSuivi(ListeFiche):
    """The keys of ``filtre()`` hold the teacher and the course too: ``enseignant:12``, ``cours:34``."""

    def __init__(self) -> None:
        super().__init__(ELEVES, FILTRES, replies=True)
        self.nouveau.hide()
        self.enseignant = ListeChoix([TOUS_LES_ENSEIGNANTS])
        self.enseignant.setAccessibleName("Enseignant")
        self.cours = ListeChoix([TOUS_LES_COURS])
        self.cours.setAccessibleName("Cours")
        for liste in (self.enseignant, self.cours):
            liste.setMinimumWidth(px(190))
            self.rangee_champ.insertWidget(self.rangee_champ.count() - 1, liste)
            liste.activated.connect(self._choix_fait)
        self.echap.setEnabled(False)  # Esc is the window's: in the field it first clears what is typed
        self.champ.installEventFilter(self)

    def eventFilter(self, objet: QObject, event: QEvent) -> bool:  # noqa: N802, D102
        if objet is self.champ and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride and self.champ.text():
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self.champ.text():
                self.champ.clear()
                self._annoncer()
                return True
        return super().eventFilter(objet, event)

    def proposer(self, choix: ChoixSuivi) -> None:
        """The teachers and the courses of the campaign; what was chosen stays."""
        self.enseignant.poser_choix(
            [TOUS_LES_ENSEIGNANTS, *((f"{ENSEIGNANT}{ident}", mots) for ident, mots in choix.enseignants)]
        )
        self.cours.poser_choix([TOUS_LES_COURS, *((f"{COURS}{ident}", mots) for ident, mots in choix.cours)])
        for liste in (self.enseignant, self.cours):
            if liste.valeur() is None:
                liste.poser_valeur("")

    def compter(self, comptes: ComptesSuivi) -> None:
        """How many pupils each pill would show."""
        self.filtres.compter(nombres(comptes))

    def filtre(self) -> tuple[str, tuple[str, ...]]:
        """The text, the pills, the teacher and the course in force."""
        dit, pastilles = super().filtre()
        choisis = (str(liste.valeur() or "") for liste in (self.enseignant, self.cours))
        return dit, (*pastilles, *(cle for cle in choisis if cle))

    def poser_filtre(self, texte: str, pastilles: Sequence[str]) -> None:
        """Put a filter without announcing it; a teacher who is no longer there is left out."""
        super().poser_filtre(texte, pastilles)
        for liste, tete in ((self.enseignant, ENSEIGNANT), (self.cours, COURS)):
            liste.poser_valeur(next((cle for cle in pastilles if cle.startswith(tete)), ""))
            if liste.valeur() is None:
                liste.poser_valeur("")

    def libelles(self) -> tuple[str, ...]:
        """Words of the filters in force, the text apart."""
        choisis = (liste.currentText() for liste in (self.enseignant, self.cours) if liste.valeur())
        return (*super().libelles(), *choisis)

    @Slot(int)
    def _choix_fait(self, _rang: int) -> None:
        self._annoncer()
