"""The forecast of a school year in one ledger: lines, total, calls, what blocks, "Pourquoi ce montant ?"."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.services.facturation.registres import Accord
from imuse_desk.services.lectures.facturation import REINSCRIPTION, BlocAnnee
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.textes import MontantTexte, filet, texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.facturation import presentateur
from imuse_desk.views.facturation.accords import phrase_accord
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


class CarteAnnee(Carte):
    """``explication_demandee(annee_id)`` when somebody asks why; ``facture_demandee(annee_id, ledger)`` to bill it.

    ``accord_demande(year, ledger)`` and ``retrait_demande(year, ledger)``: the plan agreed before the invoice.
    """

    explication_demandee = Signal(object)
    facture_demandee = Signal(object, object)
    accord_demande = Signal(object, object)
    retrait_demande = Signal(object, object)

    def __init__(
        self, bloc: BlocAnnee, registre: str, parent: QWidget | None = None, *, peut_emettre: bool = False
    ) -> None:
        titre = presentateur.titre_prevision(bloc)
        super().__init__(titre, parent, pleine_largeur=True)
        self.bloc, self._registre = bloc, registre
        self._peut_emettre = peut_emettre and bloc.origine != REINSCRIPTION
        self.corps.setSpacing(0)
        self._vu = next((r for r in bloc.registres if r.cle == registre), None)
        lignes = self._vu.lignes if self._vu else ()
        self.outils.addWidget(texte(presentateur.origine(bloc), "second"))
        self.puce = Puce(*presentateur.etat(bloc), parent=self)
        self.outils.addWidget(self.puce)
        self.phrases: list[str] = []
        for blocage in bloc.blocages:
            self._bande(presentateur.phrase_blocage(blocage, bloc))
        self.table = TableListe(f"{titre}, lignes")
        self.modele = ModeleFixe(presentateur.COLONNES, self)
        self.table.brancher(self.modele)
        self.modele.poser(enumerate(presentateur.cellules(ligne) for ligne in lignes))
        self.table.figer_hauteur()
        self.ajouter(self.table)
        self.table.setVisible(bool(lignes))
        if lignes:
            self.ajouter(filet())
        self._dire_vide(registre, a_des_lignes=bool(lignes))
        self._pied(a_des_lignes=bool(lignes))

    def _bande(self, phrase: str) -> None:
        self.phrases.append(phrase)
        marge = QVBoxLayout()
        marge.setContentsMargins(12, 0, 12, 8)
        marge.addWidget(Bandeau("warn", phrase))
        self.ajouter(marge)

    def _dire_vide(self, registre: str, *, a_des_lignes: bool) -> None:
        phrase = "" if a_des_lignes else presentateur.phrase_vide(self.bloc, registre)
        if phrase:
            self._ecrire(phrase)

    def _ecrire(self, phrase: str) -> None:
        self.phrases.append(phrase)
        marge = QVBoxLayout()
        marge.setContentsMargins(16, 8 if self._vu and self._vu.lignes else 0, 16, 0)
        marge.addWidget(texte(phrase, "second", replie=True))
        self.ajouter(marge)

    def _pied(self, *, a_des_lignes: bool) -> None:
        """Notes and calls on the left, total and "Pourquoi" on the right."""
        self.pourquoi = lien("Pourquoi ce montant\u00a0?", "question")
        self.pourquoi.setAccessibleName(f"Pourquoi ce montant\u00a0? {self.titre.text()}")
        self.pourquoi.clicked.connect(self._demander)
        self.total = MontantTexte(presentateur.total(self._vu) if self._vu else "")
        marquer(self.total, "role", "fort")
        self.emettre = lien("Émettre la facture…", "receipt")
        self.emettre.setAccessibleName(f"Émettre la facture, {self.titre.text()}")
        self.emettre.clicked.connect(self._facturer)
        self.emettre.hide()
        self.pourquoi.hide()
        self.accorder = lien("Accorder un échéancier…")
        self.accorder.setAccessibleName(f"Accorder un échéancier, {self.titre.text()}")
        self.accorder.clicked.connect(self._accorder)
        self.retirer = lien("Retirer…")
        self.retirer.setAccessibleName(f"Retirer l’échéancier accordé, {self.titre.text()}")
        self.retirer.clicked.connect(self._retirer)
        for geste in (self.accorder, self.retirer):
            geste.hide()
        if not a_des_lignes or self._vu is None:
            self.corps.addSpacing(14)
            return
        for note in presentateur.notes(self.bloc):
            self._ecrire(note)
        rangee = QHBoxLayout()
        rangee.setContentsMargins(16, 6, 16, 6)
        rangee.setSpacing(16)
        self.echeances = texte(presentateur.phrase_echeances(self.bloc, self._vu), "second", replie=True)
        rangee.addWidget(self.echeances, 1)
        rangee.addWidget(self.emettre)
        rangee.addWidget(self.pourquoi)
        rangee.addWidget(texte("Total", "libelle"))
        rangee.addWidget(self.total)
        self.ajouter(rangee)
        self.pourquoi.show()
        self.emettre.setVisible(self._peut_emettre)
        if self._vu.total_centimes and self._vu.total_centimes > 0:
            self._pied_accord(self._vu.accord)

    def _pied_accord(self, accord: Accord | None) -> None:
        """The plan agreed before the invoice, and what is done with it."""
        rangee = QHBoxLayout()
        rangee.setContentsMargins(16, 0, 16, 6)
        rangee.setSpacing(16)
        if accord is not None:
            self.accorder.setText("Changer…")
            rangee.addWidget(texte(f"{phrase_accord(accord)}.", "second", replie=True), 1)
        rangee.addWidget(self.accorder)
        if accord is not None:
            rangee.addWidget(self.retirer)
        else:
            rangee.addStretch(1)
        self.ajouter(rangee)
        self.accorder.show()
        self.retirer.setVisible(accord is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102
        super().resizeEvent(event)
        # with a large text the item gives way, so that the amount is never cut
        fixes = sum(px(c.largeur) for c in presentateur.COLONNES if c.cle in {"enfant", "etat", "montant"})
        rang, article = next((r, c) for r, c in enumerate(presentateur.COLONNES) if c.cle == "article")
        self.table.setColumnWidth(rang, min(px(article.largeur), (self.width() - fixes) * 2 // 5))

    @Slot()
    def _demander(self) -> None:
        self.explication_demandee.emit(self.bloc.annee_id)

    @Slot()
    def _accorder(self) -> None:
        self.accord_demande.emit(self.bloc, self._vu)

    @Slot()
    def _retirer(self) -> None:
        self.retrait_demande.emit(self.bloc, self._vu)

    @Slot()
    def _facturer(self) -> None:
        self.facture_demandee.emit(self.bloc.annee_id, self._registre)
