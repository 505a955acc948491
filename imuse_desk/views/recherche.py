"""Global search (Ctrl+K): type, arrows, Enter. Results in groups under the field, off the UI thread."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import visible
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.recherche import Resultats, Trouve, rechercher
from imuse_desk.views.common.champ_fleches import ChampFleches
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.icones import pixmap, poser_icone
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import Graisse, couleur, police, px
from imuse_desk.views.common.touche import LegendeTouches, Touche

LARGEUR_CHAMP, LARGEUR_RESULTATS = 472, 626
INVITE = "Rechercher\u00a0: nom, téléphone, cours, enseignant…"
INVITE_ENSEIGNANT = "Rechercher un de vos élèves"
RIEN = "Rien ne correspond\u00a0: essayez le début du nom ou du prénom, ou la fin du téléphone."
PAUSE_MS, PAR_GROUPE = 0, 6  # keys that came together are searched once
ROLE_TROUVE = int(Qt.ItemDataRole.UserRole)
ROLE_GROUPE = ROLE_TROUVE + 1
ICONES = {
    "foyer": "users",
    "eleve": "student",
    "personne": "user",
    "cours": "music-note",
    "enseignant": "identification-card",
}
Index = QModelIndex | QPersistentModelIndex


class _Delegue(QStyledItemDelegate):
    """Paints a group's name, or a result on one line: icon, strong words, the rest, detail, right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:  # noqa: N802
        return QSize(100, px(30))

    def paint(self, peintre: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        peintre.save()
        zone: QRect = option.rect
        trouve: Trouve | None = index.data(ROLE_TROUVE)
        if trouve is None:
            self._groupe(peintre, zone, index)
        else:
            choisi = bool(option.state & QStyle.StateFlag.State_Selected)
            self._ligne(peintre, zone, trouve, est_choisi=choisi)
        peintre.restore()

    def _groupe(self, peintre: QPainter, zone: QRect, index: Index) -> None:
        peintre.setFont(police(9))
        peintre.setPen(couleur("text2"))
        peintre.drawText(zone.adjusted(17, 0, -17, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        total = str(index.data(ROLE_GROUPE))
        peintre.drawText(
            zone.adjusted(17, 0, -17, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, total
        )

    def _ligne(self, peintre: QPainter, zone: QRect, trouve: Trouve, *, est_choisi: bool) -> None:
        if est_choisi:
            peintre.fillRect(zone, couleur("accent_soft"))
            peintre.fillRect(QRect(zone.left(), zone.top(), 3, zone.height()), couleur("accent"))
        taille = px(16)
        haut = zone.top() + (zone.height() - taille) // 2
        peintre.drawPixmap(zone.left() + 17, haut, pixmap(ICONES.get(trouve.genre, "file-text"), "text2", 16))
        milieu = zone.left() + round(zone.width() * 0.41)
        gauche = QRect(zone.left() + 39, zone.top(), milieu - zone.left() - 45, zone.height())
        x = self._ecrire(peintre, gauche, trouve.fort, "text", gras=True)
        suite = QRect(x + 5, zone.top(), gauche.right() - x - 5, zone.height())
        self._ecrire(peintre, suite, trouve.suite, "text2")
        droite = QRect(zone.right() - 150, zone.top(), 133, zone.height())
        self._ecrire(peintre, droite, trouve.droite, "text2" if trouve.ton == "neutral" else trouve.ton, a_droite=True)
        largeur = zone.right() - 20 - milieu - (133 if trouve.droite else 0)
        self._ecrire(peintre, QRect(milieu, zone.top(), largeur, zone.height()), trouve.detail, "text2")

    def _ecrire(
        self, peintre: QPainter, zone: QRect, mots: str, encre: str, *, gras: bool = False, a_droite: bool = False
    ) -> int:
        fonte = police(10, Graisse.DemiBold if gras else Graisse.Normal, tabulaire=a_droite)
        peintre.setFont(fonte)
        peintre.setPen(couleur(encre))
        mots = peintre.fontMetrics().elidedText(visible(mots), Qt.TextElideMode.ElideRight, max(zone.width(), 0))
        cote = Qt.AlignmentFlag.AlignRight if a_droite else Qt.AlignmentFlag.AlignLeft
        peintre.drawText(zone, Qt.AlignmentFlag.AlignVCenter | cote, mots)
        return zone.left() + peintre.fontMetrics().horizontalAdvance(mots)


class RechercheGlobale(QWidget):
    """The field of the header and its results; ``ouverture_demandee(genre, ident)`` on Enter or a click."""

    ouverture_demandee = Signal(str, object)

    def __init__(self, executant: Executant, fenetre: QWidget) -> None:
        super().__init__()
        self._executant, self._fenetre = executant, fenetre
        self._ctx: Contexte | None = None
        self._montres = ""  # the words whose results are on show
        self._est_entree = False  # Enter came before the results of what was typed
        self.champ = ChampFleches()
        self.champ.setProperty("kind", "recherche")
        self.champ.setPlaceholderText(INVITE)
        self.champ.setAccessibleName("Rechercher une personne, une famille, un téléphone, un cours, un enseignant")
        self.champ.setTextMargins(0, 0, 52, 0)
        loupe = QAction(self.champ)
        poser_icone(loupe, "magnifying-glass", "text2", 16)
        self.champ.addAction(loupe, QLineEdit.ActionPosition.LeadingPosition)
        self._touche = Touche("Ctrl+K", self.champ)
        self._touche.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.addWidget(self.champ)
        self.setMinimumWidth(300)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(LARGEUR_CHAMP)
        self.champ.setMinimumWidth(300)
        self.resultats = QFrame(fenetre)
        self.resultats.setObjectName("resultats")
        self.liste = QListView()
        self._modele = QStandardItemModel(self)
        self._pied = texte("", "second")
        self._composer_resultats()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._chercher)
        self.champ.textEdited.connect(self._saisi)
        self.champ.touche.connect(self._touche_pressee)
        self.champ.quitte.connect(self.fermer)
        self.liste.clicked.connect(self._clique)
        self.champ.installEventFilter(self)

    def _composer_resultats(self) -> None:
        self.liste.setModel(self._modele)
        self.liste.setItemDelegate(_Delegue(self.liste))
        self.liste.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.liste.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.liste.setAccessibleName("Résultats de la recherche")
        self.liste.setMouseTracking(True)
        colonne = QVBoxLayout(self.resultats)
        colonne.setContentsMargins(1, 6, 1, 6)
        colonne.setSpacing(4)
        colonne.addWidget(self.liste)
        pied = QHBoxLayout()
        pied.setContentsMargins(16, 4, 16, 2)
        pied.addWidget(LegendeTouches([("↑ ↓", "choisir"), ("Entrée", "ouvrir"), ("Échap", "fermer")]))
        pied.addStretch(1)
        pied.addWidget(self._pied)
        colonne.addLayout(pied)
        self.resultats.hide()

    def sizeHint(self) -> QSize:  # noqa: N802, D102
        return QSize(LARGEUR_CHAMP, super().sizeHint().height())

    def entrer(self, ctx: Contexte) -> None:
        """Search as this person, on this site and year."""
        self._ctx = ctx
        tout = ctx.peut(Permission.CONSULTER)
        self.champ.setPlaceholderText(INVITE if tout else INVITE_ENSEIGNANT)
        self.champ.clear()
        self.fermer()

    @Slot()
    def prendre_focus(self) -> None:
        """Ctrl+K."""
        self.champ.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.champ.selectAll()

    @Slot()
    def fermer(self) -> None:
        """Hide the results."""
        self._pause.stop()
        self.resultats.hide()

    @Slot(str)
    def _saisi(self, mots: str) -> None:
        self._est_entree = False
        if mots.strip():
            self._pause.start()
        else:
            self.fermer()

    @Slot()
    def _chercher(self) -> None:
        ctx, mots = self._ctx, self.champ.text()
        if ctx is not None and mots.strip():
            self._executant.lire(lambda: (mots, rechercher(ctx, mots, PAR_GROUPE)), self._montrer, cle="recherche")

    @Slot(object)
    def _montrer(self, lu: tuple[str, Resultats]) -> None:
        self._montres, resultats = lu
        if not self.champ.text().strip():
            return
        self._modele.clear()
        for groupe in resultats.groupes:
            tete = QStandardItem(groupe.titre)
            tete.setData(str(groupe.total), ROLE_GROUPE)
            tete.setFlags(Qt.ItemFlag.NoItemFlags)
            self._modele.appendRow(tete)
            for trouve in groupe.lignes:
                article = QStandardItem(f"{trouve.fort} {trouve.suite}".strip())
                article.setData(trouve, ROLE_TROUVE)
                article.setToolTip(visible(" · ".join(t for t in (trouve.detail, trouve.droite) if t)))
                self._modele.appendRow(article)
        n = resultats.total
        if n == 0:
            tete = QStandardItem(
                "Rien ne correspond\u00a0: essayez le début du nom ou du prénom, ou la fin du téléphone."
            )
            tete.setFlags(Qt.ItemFlag.NoItemFlags)
            tete.setData("", ROLE_GROUPE)
            self._modele.appendRow(tete)
        self._pied.setText(f"{n} résultat{'s' if n > 1 else ''}")
        self._placer()
        self._avancer(1, depuis=-1)
        if self._est_entree and self._montres == self.champ.text():
            self._clique(self.liste.currentIndex())

    def _placer(self) -> None:
        """Under the field, inside the window."""
        fenetre = self._fenetre
        rangees = min(self._modele.rowCount(), 14)
        hauteur = rangees * px(30) + px(52)
        largeur = min(LARGEUR_RESULTATS, fenetre.width() - 24)
        coin = self.champ.mapTo(fenetre, self.champ.rect().bottomLeft())
        x = coin.x() + (self.champ.width() - largeur) // 2
        x = max(12, min(x, fenetre.width() - largeur - 12))
        self.resultats.setGeometry(x, coin.y() + 8, largeur, hauteur)
        self.resultats.show()
        self.resultats.raise_()

    def _avancer(self, pas: int, depuis: int | None = None) -> None:
        rang = self.liste.currentIndex().row() if depuis is None else depuis
        rang += pas
        while 0 <= rang < self._modele.rowCount():
            if self._modele.item(rang).data(ROLE_TROUVE) is not None:
                self.liste.setCurrentIndex(self._modele.index(rang, 0))
                return
            rang += pas

    @Slot(int)
    def _touche_pressee(self, touche: int) -> None:
        if touche == Qt.Key.Key_Escape:
            self.fermer()
            self.champ.clear()
        elif touche == Qt.Key.Key_Down:
            self._avancer(1)
        elif touche == Qt.Key.Key_Up:
            self._avancer(-1)
        elif self.champ.text().strip() and self._montres != self.champ.text():
            self._est_entree = True
        elif self.resultats.isVisible():
            self._clique(self.liste.currentIndex())

    @Slot(QModelIndex)
    def _clique(self, index: QModelIndex) -> None:
        trouve: Trouve | None = index.data(ROLE_TROUVE) if index.isValid() else None
        if trouve is not None:
            self._est_entree = False
            self.fermer()
            self.champ.clear()
            self.champ.clearFocus()
            self.ouverture_demandee.emit(trouve.genre, trouve.id)

    def eventFilter(self, objet: QObject, event: QEvent) -> bool:  # noqa: N802, D102
        if objet is self.champ and event.type() == QEvent.Type.Resize:
            taille = self._touche.sizeHint()
            self._touche.setGeometry(
                self.champ.width() - taille.width() - 8,
                (self.champ.height() - taille.height()) // 2,
                taille.width(),
                taille.height(),
            )
        return super().eventFilter(objet, event)
