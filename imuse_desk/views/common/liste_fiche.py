"""Left pane of a tab: type to filter, filter pills, count, sort, and the table of the dossiers."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from imuse_desk.domain.argent import grouper
from imuse_desk.views.common.boutons import discret, secondaire
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.puces import Filtres
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.vue import TableListe

LARGEUR = 416
LARGEUR_MAX = 560  # leaves a card its room at 150 % on 1366 pixels
PAUSE_MS = 50


class ListeFiche(QFrame):
    """Build it with the words, the pills and a table name; then ``liste.table.brancher(modele)``.

    ``filtre_change(text, keys)`` comes after a pause in typing, or at once for a pill; the rows themselves speak
    through ``liste.table`` (``choix_change``, ``ouverte``, ``tri_demande``).
    """

    filtre_change = Signal(str, object)
    nouveau_demande = Signal()

    def __init__(
        self, mots: Mots, filtres: Sequence[tuple[str, str]], parent: QWidget | None = None, *, replies: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("liste")
        self.mots = mots
        self.champ = QLineEdit()
        self.champ.setPlaceholderText("Filtrer la liste…")
        self.champ.setAccessibleName(f"Filtrer les {mots.plusieurs}")
        self.champ.setClearButtonEnabled(False)
        entonnoir = QAction(self.champ)
        poser_icone(entonnoir, "funnel-simple", "text2", 16)
        self.champ.addAction(entonnoir, QLineEdit.ActionPosition.LeadingPosition)
        self.nouveau = discret(mots.nouveau, "plus")
        self.nouveau.setAccessibleName(mots.nouveau if mots.un in mots.nouveau else f"{mots.nouveau} {mots.un}")
        self.filtres = Filtres(filtres, replies=replies)
        self._compte = texte(role="second")
        self._tri = texte(role="second")
        self.table = TableListe(mots.plusieurs.capitalize())
        aucun = "Aucune" if mots.est_feminin else "Aucun"
        self._effacer = secondaire("Effacer les filtres", "x")
        self._vide = EtatVide("funnel-x", f"{aucun} {mots.un} ne correspond", "", self._effacer)
        self.table.poser_vide(self._vide)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._composer()
        self._pause.timeout.connect(self._annoncer)
        self.champ.textEdited.connect(self._texte_saisi)
        self.filtres.filtres_changes.connect(self._pastille_pressee)
        self.nouveau.clicked.connect(self._demander_nouveau)
        self._effacer.clicked.connect(self.effacer_filtres)
        self.echap = sur_echap(self.champ, self.effacer_filtres, seul=True)

    def _composer(self) -> None:
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 12, 1, 0)
        colonne.setSpacing(8)
        haut = self.rangee_champ = QHBoxLayout()
        haut.setContentsMargins(16, 0, 16, 0)
        haut.setSpacing(8)
        haut.addWidget(self.champ, 1)
        haut.addWidget(self.nouveau)
        pastilles = QHBoxLayout()
        pastilles.setContentsMargins(16, 0, 16, 0)
        pastilles.addWidget(self.filtres)
        compte = self._rangee_compte = QHBoxLayout()
        compte.setContentsMargins(16, 2, 12, 0)
        compte.addWidget(self._compte)
        compte.addStretch(1)
        compte.addWidget(self._tri)
        for rangee in (haut, pastilles, compte):
            colonne.addLayout(rangee)
        colonne.addWidget(self.table, 1)

    def poser_outils(self, bouton: QWidget, pied: QWidget) -> None:
        """The button that opens the menu of the list, and the foot that says what is chosen."""
        self._rangee_compte.addWidget(bouton)
        disposition = self.layout()
        if disposition is not None:
            disposition.addWidget(pied)

    def sizeHint(self) -> QSize:  # noqa: N802, D102
        return QSize(LARGEUR, 600)

    def montrer_compte(self, n: int, total: int) -> None:
        """``2 041 familles``, or ``12 familles sur 2 041`` under a filter; the empty state names the filters."""
        compte = self.mots.compte(n)
        self._compte.setText(compte if n == total else f"{compte} sur {grouper(str(total))}")
        if n == 0:
            self._expliquer_vide()

    def montrer_tri(self, cle: str, mots: str, *, est_croissant: bool = True) -> None:
        """``Trié par nom``, and the arrow on the column."""
        self._tri.setText(f"Trié par {mots}")
        self.table.montrer_tri(cle, est_croissant=est_croissant)

    def filtre(self) -> tuple[str, tuple[str, ...]]:
        """The text and the keys of the pills now in force."""
        return self.champ.text().strip(), self.filtres.choisis()

    def poser_filtre(self, texte: str, pastilles: Sequence[str]) -> None:
        """Put a text and pills without announcing it."""
        self.champ.setText(texte)
        self.filtres.poser(pastilles)

    def mots_du_filtre(self) -> tuple[str, ...]:
        """What filters the list, in words."""
        dit, _ = self.filtre()
        return ((f"«\u00a0{dit}\u00a0»",) if dit else ()) + self.libelles()

    def libelles(self) -> tuple[str, ...]:
        """Words of the filters in force, the text apart."""
        return self.filtres.libelles()

    @Slot()
    def effacer_filtres(self) -> None:
        """Remove text and pills and announce it."""
        self.poser_filtre("", ())
        self._annoncer()

    def _expliquer_vide(self) -> None:
        dit, _ = self.filtre()
        pastilles = self.libelles()
        aucun = "Aucune" if self.mots.est_feminin else "Aucun"
        self._effacer.setVisible(bool(dit or pastilles))
        if not dit and not pastilles:
            self._vide.dire(f"{aucun} {self.mots.un} pour l’instant", "")
            return
        causes = [f"«\u00a0{dit}\u00a0»"] if dit else []
        if pastilles:
            pluriel = len(pastilles) > 1
            causes.append(f"{'les filtres' if pluriel else 'le filtre'} {' et '.join(pastilles)}")
        laisse = "ne laissent personne" if len(pastilles) + bool(dit) > 1 else "ne laisse personne"
        phrase = f"{' et '.join(causes)} {laisse}."
        self._vide.dire(f"{aucun} {self.mots.un} ne correspond", phrase[0].upper() + phrase[1:])

    @Slot(str)
    def _texte_saisi(self, _texte: str) -> None:
        self._pause.start()

    @Slot(object)
    def _pastille_pressee(self, _cles: object) -> None:
        self._annoncer()

    @Slot()
    def _annoncer(self) -> None:
        self._pause.stop()
        self.filtre_change.emit(*self.filtre())

    @Slot()
    def _demander_nouveau(self) -> None:
        self.nouveau_demande.emit()
