"""The levels of reminder of a site: delay, least amount, and the letter with its merge fields, seen as it is typed."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.argent import montant
from imuse_desk.domain.champs_fusion import CHAMPS, CHAMPS_RELANCE
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Conflit, Invalide
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.etablissement.gabarits import LONGUEUR_SUJET
from imuse_desk.services.etapes_site import LONGUEUR_CORPS
from imuse_desk.services.relances.lettres import fusionner_exemple
from imuse_desk.services.relances.niveaux import (
    EnregistrerNiveau,
    NiveauVu,
    enregistrer_niveau,
    lire_niveaux,
)
from imuse_desk.views.common.apercu_fusion import LETTRE, InsertionChamp
from imuse_desk.views.common.bandeau import Bandeau
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
from imuse_desk.views.regie import mots_relances as mots
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


class PageNiveaux(QWidget):
    """``PageNiveaux(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._niveaux: dict[int, NiveauVu] = {}
        self._courant = 1
        self.modele = ModeleFixe(mots.COLONNES_NIVEAUX, self)
        self.table = TableListe("Niveaux de relance")
        self.table.brancher(self.modele)
        liste = Carte("Niveaux", pleine_largeur=True)
        liste.ajouter(self.table, 1)
        self.apercu = Apercu(executant, ctx, self, fusionner_exemple)
        self.apercu.poser_canal(LETTRE)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)
        rangee.addWidget(liste, 5)
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

    def _fiche(self) -> QVBoxLayout:
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        form = self.formulaire = Formulaire(self)
        self.carte = Carte("Niveau 1")
        self.carte.ajouter(form.colonne(), 1)
        form.champ("delai", "&Délai (jours)", LigneTexte(4), obligatoire=True,
                   aide="Après l’échéance impayée, ou après le niveau d’avant.")  # fmt: skip
        form.champ("minimum", "&Minimum\u00a0€", LigneTexte(12), obligatoire=True,
                   aide="Une famille qui doit moins n’est pas relancée.")  # fmt: skip
        form.champ("objet", "O&bjet", LigneTexte(LONGUEUR_SUJET), obligatoire=True)
        corps = ZoneTexte(12, LONGUEUR_CORPS)
        form.champ("corps", "Te&xte", corps, obligatoire=True)
        self.insertion = InsertionChamp(corps, champs=(*CHAMPS_RELANCE, *CHAMPS))
        self.carte.ajouter(self.insertion)
        self.abandonner = discret("Abandon&ner")
        self.enregistrer = primaire("Enregi&strer", "check")
        actions = QHBoxLayout()
        actions.addStretch(1)
        actions.addWidget(self.abandonner)
        actions.addWidget(self.enregistrer)
        colonne = QVBoxLayout()
        colonne.setSpacing(12)
        for contenu in (self.echec, form.bandeau, self.carte):
            colonne.addWidget(contenu)
        colonne.addLayout(actions)
        colonne.addStretch(1)
        return colonne

    @property
    def a_des_brouillons(self) -> bool:
        """Something was typed here and not recorded."""
        return bool(self._niveaux) and self.formulaire.est_modifie()

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the levels again; what is typed stays."""
        self._executant.lire(partial(lire_niveaux, self._ctx), self._lus, self._refuse, cle="niveaux")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "niveau_relance" in changements.genres:
            self.relire()

    @Slot(object)
    def _lus(self, niveaux: tuple[NiveauVu, ...]) -> None:
        est_premiere = not self._niveaux
        self._niveaux = {n.rang: n for n in niveaux}
        self.modele.poser((n.rang, mots.cellules_niveau(n)) for n in niveaux)
        self.table.choisir(self._courant)
        if est_premiere or not self.formulaire.est_modifie():
            self._abandonner()

    @Slot(object)
    def _choisi(self, rang: object) -> None:
        """Another level, unless something is typed: it must be recorded or given up first."""
        if not isinstance(rang, int) or rang == self._courant:
            return
        if self.formulaire.est_modifie():
            self.table.choisir(self._courant)
            self._bus.dire("Enregistrez ou abandonnez d’abord ce niveau")
            return
        self._courant = rang
        self._abandonner()

    @Slot()
    def _abandonner(self) -> None:
        niveau = self._niveaux[self._courant]
        self.echec.hide()
        self.carte.titre.setText(f"Niveau {niveau.rang}")
        self.formulaire.poser({
            "delai": str(niveau.delai_jours), "minimum": montant(niveau.minimum_centimes), "objet": niveau.objet,
            "corps": niveau.corps,
        })  # fmt: skip
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
            demande = EnregistrerNiveau(self._courant, self._niveaux[self._courant].version, **valeurs)
            self._executant.ecrire(partial(enregistrer_niveau, self._ctx, demande), self._enregistre, self._refuse)

    @Slot(object)
    def _enregistre(self, fait: Fait[None]) -> None:
        self.echec.hide()
        self.formulaire.enregistre()
        self._bus.publier(fait.changements)
        self._bus.dire(f"Niveau {self._courant} enregistré")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._actualiser()
        self.formulaire.refuser(erreur, self.echec)
        if isinstance(erreur, Conflit):
            self.relire()
