"""The card of a school year in one ledger: what was billed and paid, newest first, and what is owed."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.services.facturation.registre_famille import BlocRegistre
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.ecoulement import Ecoulement
from imuse_desk.views.common.puces import HAUTEUR_ENTETE, Puce
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.textes import MontantTexte, filet, texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.facturation import mots_registre
from imuse_desk.views.facturation.actes import PAPIER, ActesLigne, actes_de
from imuse_desk.views.facturation.menu_registre import MenuRegistre
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

LIENS = {"numero"}


class CarteRegistre(Carte):
    """``acte_demande(acte, ligne)`` from the menu, the keys, a double click or the number of a row."""

    acte_demande = Signal(object, object)

    def __init__(self, bloc: BlocRegistre, actes: ActesLigne, parent: QWidget | None = None) -> None:
        titre = f"Facturation {bloc.annee}"
        super().__init__(titre, parent, pleine_largeur=True)
        self.bloc, self._permis = bloc, actes
        self.corps.setSpacing(0)
        self.puce = Puce(*mots_registre.etat(bloc), parent=self)
        if bloc.est_provisoire:
            self.outils.addWidget(Puce("Provisoire", "warn", "hourglass-medium", parent=self))
        self.outils.addWidget(self.puce)
        self.table = TableListe(f"{titre}, {bloc.nature.libelle.lower()}")
        self.modele = ModeleFixe(mots_registre.COLONNES, self)
        self.table.brancher(self.modele)
        self._lignes = {ligne.piece_id: ligne for ligne in bloc.lignes}
        self.modele.poser((ligne.piece_id, mots_registre.cellules(ligne)) for ligne in bloc.lignes)
        self.table.figer_hauteur()
        self.menu = MenuRegistre(self.table, self._possibles)
        self.table.poser_outils(self.menu)
        self.menu.acte_choisi.connect(self._agir)
        self.table.ouverte.connect(self._ouvrir)
        self.table.lien_suivi.connect(self._suivre)
        toucher("Delete", "Annuler le reçu, ou reprendre la facture par un avoir", self.table, self._corriger)
        self.ajouter(self.table)
        self.ajouter(filet())
        self._pied()

    def _pied(self) -> None:
        bande = QWidget()
        bande.setObjectName("contenu")
        rangee = Ecoulement(bande, ecart=24, entre_lignes=4)
        rangee.setContentsMargins(0, 0, 0, 0)
        self.totaux: dict[str, MontantTexte] = {}
        for nom, somme in mots_registre.totaux(self.bloc):
            rangee.addWidget(self._total(nom, somme))
        self.reste = Puce(*mots_registre.reste(self.bloc.solde_centimes), parent=bande)
        rangee.addWidget(self.reste)
        marge = QHBoxLayout()
        marge.setContentsMargins(16, 9, 16, 9)
        marge.addWidget(bande, 1)
        self.ajouter(marge)
        if self.bloc.est_provisoire:
            note = QHBoxLayout()
            note.setContentsMargins(16, 0, 16, 10)
            self.note = texte(f"{mots_registre.PROVISOIRE}.", "second", replie=True)
            note.addWidget(self.note)
            self.ajouter(note)

    def _total(self, nom: str, somme: str) -> QWidget:
        paire = QWidget()
        paire.setObjectName("contenu")
        paire.setMinimumHeight(px(HAUTEUR_ENTETE))  # as the chip beside it
        rangee = QHBoxLayout(paire)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(8)
        montant = MontantTexte(somme)
        montant.setAccessibleName(f"{nom} {somme}")
        marquer(montant, "role", "fort")
        self.totaux[nom] = montant
        rangee.addWidget(texte(nom, "libelle"))
        rangee.addWidget(montant)
        return paire

    def _possibles(self) -> tuple[str, ...]:
        """What may be done with the row chosen."""
        ligne = self._lignes.get(self.table.choisi())
        return actes_de(ligne, self._permis) if ligne is not None else ()

    @Slot(object)
    def _ouvrir(self, piece_id: int) -> None:
        self._demander(PAPIER, piece_id)

    @Slot(object, str)
    def _suivre(self, piece_id: int, cle: str) -> None:
        if cle in LIENS:
            self._demander(PAPIER, piece_id)

    @Slot(str)
    def _agir(self, acte: str) -> None:
        self._demander(acte, self.table.choisi())

    @Slot()
    def _corriger(self) -> None:
        corrections = [acte for acte in self._possibles() if acte != PAPIER]
        if corrections:
            self._agir(corrections[0])

    def _demander(self, acte: str, piece_id: object) -> None:
        ligne = self._lignes.get(piece_id) if isinstance(piece_id, int) else None
        if ligne is not None:
            self.acte_demande.emit(acte, ligne)
