"""Steps of a site in their order, each with its letter: what decides it, the text to merge, seen as it is typed."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.champs_fusion import CHAMPS, ChampFusion
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Conflit, Invalide
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.etablissement.gabarits import LONGUEUR_SUJET
from imuse_desk.services.etapes_site import LONGUEUR_CORPS
from imuse_desk.views.common.apercu_fusion import LETTRE, Fusion, InsertionChamp
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import discret, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ZoneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.theme import px
from imuse_desk.views.etablissement.apercu import Apercu
from imuse_desk.views.tables.cellule import Cellule, Colonne
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


class PageEtapes(QWidget):
    """``Page(executant, bus, ctx)`` then ``relire()``; a subclass says which steps, their fields and their words.

    ``UN`` names a step (« Niveau »), ``TITRE`` the list, ``GENRE`` what the bus says of a change.
    """

    UN, TITRE, GENRE = "", "", ""
    COLONNES: tuple[Colonne, ...] = ()
    CHAMPS: tuple[ChampFusion, ...] = ()
    lire: Callable[[Contexte], Sequence[Any]]
    enregistrer_etape: Callable[..., Fait[None]]
    demande: Callable[..., Any]
    fusion: Fusion

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._etapes: dict[int, Any] = {}
        self._courant = 1
        self.modele = ModeleFixe(self.COLONNES, self)
        self.table = TableListe(self.TITRE)
        self.table.brancher(self.modele)
        self.liste = Carte(self.TITRE, pleine_largeur=True)
        self.liste.ajouter(self.table, 1)
        self.apercu = Apercu(executant, ctx, self, self.fusion)
        self.apercu.poser_canal(LETTRE)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)
        rangee.addWidget(self.liste, 5)
        rangee.addLayout(self._fiche(), 7)
        rangee.addWidget(self.apercu, 6)
        self.setMinimumWidth(px(1000))
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.apercu.faute.connect(self._dire_faute)
        self.table.choix_change.connect(self._choisi)
        self.formulaire.modifie.connect(self._actualiser)
        self.abandonner.clicked.connect(self._abandonner)
        self.enregistrer.clicked.connect(self._enregistrer)
        bus.change.connect(self._objets_changes)

    # ---- what a subclass gives

    def champs(self, formulaire: Formulaire) -> None:
        """Put the fields that stand before the letter."""
        raise NotImplementedError

    def valeurs(self, etape: Any) -> Mapping[str, Any]:
        """What these fields show of a step."""
        raise NotImplementedError

    def cellules(self, etape: Any) -> Sequence[Cellule]:
        """A row of the list."""
        raise NotImplementedError

    # ---- building

    def _fiche(self) -> QVBoxLayout:
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        form = self.formulaire = Formulaire(self)
        self.carte = Carte(f"{self.UN} 1")
        self.carte.ajouter(form.colonne(), 1)
        self.champs(form)
        form.champ("objet", "O&bjet", LigneTexte(LONGUEUR_SUJET), obligatoire=True)
        corps = ZoneTexte(12, LONGUEUR_CORPS)
        form.champ("corps", "Te&xte", corps, obligatoire=True)
        self.insertion = InsertionChamp(corps, champs=(*self.CHAMPS, *CHAMPS))
        self.carte.ajouter(self.insertion)
        self.abandonner = discret("Abandon&ner")
        self.enregistrer = primaire("Enregi&strer", "check")
        colonne = QVBoxLayout()
        colonne.setSpacing(12)
        for contenu in (self.echec, form.bandeau, self.carte):
            colonne.addWidget(contenu)
        colonne.addLayout(rangee_actions(None, self.abandonner, self.enregistrer))
        colonne.addStretch(1)
        return colonne

    @property
    def a_des_brouillons(self) -> bool:
        """Something was typed here and not recorded."""
        return bool(self._etapes) and self.formulaire.est_modifie()

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the steps again; what is typed stays."""
        self._executant.lire(partial(self.lire, self._ctx), self._lus, self._refuse, cle="etapes")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if self.GENRE in changements.genres:
            self.relire()

    @Slot(object)
    def _lus(self, etapes: Sequence[Any]) -> None:
        est_premiere = not self._etapes
        self._etapes = {e.rang: e for e in etapes}
        self.modele.poser((e.rang, self.cellules(e)) for e in etapes)
        if self._courant not in self._etapes:
            self._courant = max(self._etapes)
            self.formulaire.enregistre()
        self.table.choisir(self._courant)
        if est_premiere or not self.formulaire.est_modifie():
            self._abandonner()

    @Slot(object)
    def _choisi(self, rang: object) -> None:
        """Another step, unless something is typed: it must be recorded or given up first."""
        if not isinstance(rang, int) or rang == self._courant:
            return
        if self.formulaire.est_modifie():
            self.table.choisir(self._courant)
            self._bus.dire(f"Enregistrez ou abandonnez d’abord ce {self.UN.lower()}")
            return
        self._courant = rang
        self._abandonner()

    @Slot()
    def _abandonner(self) -> None:
        etape = self._etapes[self._courant]
        self.echec.hide()
        self.carte.titre.setText(f"{self.UN} {etape.rang}")
        self.formulaire.poser({**self.valeurs(etape), "objet": etape.objet, "corps": etape.corps})
        self._actualiser()

    @Slot()
    def _actualiser(self) -> None:
        modifie, brut = self.formulaire.est_modifie(), self.formulaire.brut()
        self.enregistrer.setEnabled(modifie)
        self.abandonner.setVisible(modifie)
        self.apercu.poser_texte(brut["objet"], brut["corps"])

    @Slot(object)
    def _dire_faute(self, faute: Invalide | None) -> None:
        """What the text typed so far has wrong, under its field, before it is recorded."""
        champ = {"sujet": "objet"}.get(faute.champ, faute.champ) if faute is not None else ""
        self.formulaire.montrer_avertissements({champ: texte_erreur(faute).court} if faute is not None else {})

    # ---- writing

    @Slot()
    def _enregistrer(self) -> None:
        valeurs = self.formulaire.valider()
        if valeurs is not None:
            self.enregistrer.setEnabled(False)
            demande = self.demande(self._courant, self._etapes[self._courant].version, **valeurs)
            self._executant.ecrire(partial(self.enregistrer_etape, self._ctx, demande), self._enregistre, self._refuse)

    @Slot(object)
    def _enregistre(self, fait: Fait[None]) -> None:
        self.echec.hide()
        self.formulaire.enregistre()
        self._bus.publier(fait.changements)
        self._bus.dire(f"{self.UN} {self._courant} enregistré")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._actualiser()
        self.formulaire.refuser(erreur, self.echec)
        if isinstance(erreur, Conflit):
            self.relire()
