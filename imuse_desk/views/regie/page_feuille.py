"""A sheet of the régie as a list: entries or payments between two days, balances; its menu exports and prints it.

A statement has a paper of its own besides, to sign: it begins on the first day of the month.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.feuille import ColonneFeuille, Feuille, Nature
from imuse_desk.domain.textes import plier
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.exports import Periode
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurDate, LigneTexte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.cellule import Cellule, Colonne
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

LARGEURS = {
    "tableau": 170, "famille": 120, "libelle": 190, "payeur": 140, "date": 96, "dossier": 68, "piece": 100, "recu": 98,
    "genre": 124, "mode": 136, "bordereau": 92, "reference": 82, "numero": 82, "detail": 260, "objet": 170, "voie": 190,
    "ville": 150, "pieces": 150,
}  # fmt: skip
LARGEUR = 90
ETIRABLES = ("libelle", "payeur", "famille")
A_DROITE = (Nature.MONTANT, Nature.NOMBRE)
Lire = Callable[[Contexte, Periode], Feuille]
Papier = Callable[[Contexte, Periode], tuple[str, bytes]]


def _colonnes(colonnes: tuple[ColonneFeuille, ...]) -> tuple[Colonne, ...]:
    """The columns of the sheet in the table; the first long text stretches."""
    etirable = next(cle for cle in ETIRABLES if any(c.cle == cle for c in colonnes))
    return tuple(
        Colonne(
            c.cle, c.titre, LARGEURS.get(c.cle, LARGEUR), "droite" if c.nature in A_DROITE else "gauche",
            est_etirable=c.cle == etirable, nature=c.nature, est_sommable=c.est_sommable,
        )
        for c in colonnes
    )  # fmt: skip


class PageFeuille(QWidget):
    """``PageFeuille(executant, bus, ctx, nom, mots, colonnes, lire)`` then ``relire()``; ``est_datee``: two days.

    ``papier`` makes the statement to sign; ``indice`` says what the line that filters the rows looks for.
    """

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, nom: str, mots: Mots,
        colonnes: tuple[ColonneFeuille, ...], lire: Lire, *, est_datee: bool = True,
        papier: Papier | None = None, indice: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._executant, self._ctx, self._lire, self._nom = executant, ctx, lire, nom
        self._papier = papier
        self._rangees: tuple[tuple[str, int, tuple[Cellule, ...]], ...] = ()
        self.filtre = LigneTexte(80, indice) if indice else None
        jour = ctx.aujourdhui()
        self.du, self.au = EditeurDate(ctx.aujourdhui), EditeurDate(ctx.aujourdhui)
        self.du.poser_valeur(date(jour.year, jour.month if papier else 1, 1))
        self.au.poser_valeur(jour)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.imprimer = primaire("&Imprimer", "printer")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        if est_datee or papier is not None:
            page.addLayout(self._periode(est_datee=est_datee))
        self.carte = Carte(nom, pleine_largeur=True)
        self.modele = ModeleFixe(_colonnes(colonnes), self)
        self.table = TableListe(nom)
        self.table.brancher(self.modele)
        self._rien = "Rien à cette période" if est_datee else "Rien à montrer"
        self.vide = EtatVide("receipt", self._rien, "")
        self.table.poser_vide(self.vide)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe(f"regie.{plier(nom)}", nom, mots)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche, self.filtre)
        page.addWidget(self.carte, 1)
        suivre_le_regard(self)
        self.setFocusProxy(self.du if est_datee else self.table)

    def _periode(self, *, est_datee: bool) -> QHBoxLayout:
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        for mots, editeur in (("&Du", self.du), ("A&u", self.au)) if est_datee else ():
            etiquette = texte(mots, "libelle")
            etiquette.setBuddy(editeur)
            editeur.setAccessibleName(mots.replace("&", ""))
            editeur.setFixedWidth(px(120))
            editeur.editingFinished.connect(self.relire)
            rangee.addWidget(etiquette)
            rangee.addWidget(editeur)
        if self.filtre is not None:
            self.filtre.setAccessibleName("Filtrer")
            self.filtre.setClearButtonEnabled(True)
            self.filtre.textChanged.connect(self._filtrer)
            rangee.addSpacing(px(8))
            rangee.addWidget(self.filtre, 1)
        else:
            rangee.addStretch(1)
        if self._papier is not None:
            rangee.addWidget(self.imprimer)
            self.imprimer.clicked.connect(self._imprimer)
        return rangee

    @Slot()
    def relire(self) -> None:
        """Read the sheet again; a day that does not read leaves what is shown."""
        periode = self._choisie()
        if periode is not None:
            self._executant.lire(partial(self._lire, self._ctx, periode), self._lue, self._refusee, cle="feuille")

    def _choisie(self) -> Periode | None:
        du, au = self.du.valeur(), self.au.valeur()
        return None if du is None or au is None else Periode(du, au)

    @Slot()
    def _imprimer(self) -> None:
        periode = self._choisie()
        if periode is not None and self._papier is not None:
            acte = partial(self._papier, self._ctx, periode)
            self._executant.lire(acte, self._imprime, self._papier_refuse, cle="papier")

    @Slot(object)
    def _imprime(self, papier: tuple[str, bytes]) -> None:
        self.echec.hide()
        self.papier = FenetrePapier(self._executant, *papier, self.window())
        self.papier.show()

    @Slot(object)
    def _papier_refuse(self, erreur: Exception) -> None:
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()

    @Slot(object)
    def _lue(self, feuille: Feuille) -> None:
        colonnes = self.modele.colonnes
        self._rangees = tuple(
            (plier(" ".join(c.copie for c in cellules)), rang, cellules)
            for rang, cellules in enumerate(
                tuple(c.cellule(v) for c, v in zip(colonnes, rangee, strict=True))
                for rangee in feuille.sections[0].rangees
            )
        )
        self._filtrer()

    @Slot()
    def _filtrer(self) -> None:
        """The rows that have every word typed."""
        mots = plier(self.filtre.text()).split() if self.filtre is not None else []
        gardees = [(rang, cellules) for cle, rang, cellules in self._rangees if all(mot in cle for mot in mots)]
        self.carte.titre.setText(f"{self._nom} ({len(gardees)})" if gardees else self._nom)
        if mots and self._rangees and self.filtre is not None:
            self.vide.dire("Rien ne correspond", f"Aucune ligne n’a «\u00a0{self.filtre.text().strip()}\u00a0».")
        else:
            self.vide.dire(self._rien, "")
        self.modele.poser(gardees)

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self._rangees = ()
        self.modele.poser(())
        message = texte_erreur(erreur)
        self.vide.dire(message.titre, message.court)
