"""The waiting list: who asks for which instrument, what is free for them; a contract takes its pupil off."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.locations.attente import (
    DemandeVue,
    FileAttente,
    demander_instrument,
    lister_attente,
    retirer_demande,
)
from imuse_desk.services.locations.contrats import EleveALouer, Louer, eleves_a_louer, louer
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.demande import Champ, Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.locations.actes import Actes
from imuse_desk.views.locations.gestes import SANS_PRIX, champs_du_contrat, dit_signe
from imuse_desk.views.locations.ligne_eleve import LigneEleve
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("type", "Instrument", 170),
    Colonne("taille", "Taille", 90),
    Colonne("rang", "Rang", 70, "droite", nature=Nature.NOMBRE),
    Colonne("priorite", "Priorité", 120),
    Colonne("eleve", "Élève", 220, est_etirable=True),
    Colonne("demandee", "Demandé le", 120, nature=Nature.DATE),
    Colonne("libres", "Libre", 260),
)


ORDRES = {
    True: "Les élèves de 1re année d’abord, puis la date de la demande.",
    False: "Dans l’ordre des demandes.",
}


class PageAttente(QWidget):
    """``PageAttente(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._vues: dict[int, DemandeVue] = {}
        self._eleves: Sequence[EleveALouer] = ()
        self.actes = Actes(executant, bus, self)
        self.carte = Carte("Liste d’attente", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Liste d’attente")
        self.table.brancher(self.modele)
        self.vide = EtatVide("clock", "Personne n’attend", "Inscrivez un élève qui attend un instrument.")
        self.table.poser_vide(self.vide)
        self.carte.ajouter(self.table, 1)
        self.inscrire = secondaire("&Inscrire…", "plus")
        self.retirer = secondaire("Re&tirer…", "x")
        self.louer = primaire("&Louer…", "user")
        bas = QHBoxLayout()
        bas.setSpacing(12)
        self.ordre = texte("", "second", replie=True)
        bas.addWidget(self.ordre, 1)
        for bouton in (self.inscrire, self.retirer, self.louer):
            bas.addWidget(bouton)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.carte, 1)
        page.addLayout(bas)
        fiche = FicheListe("locations.attente", "Liste d’attente", Mots("demande", "demandes", est_feminin=True))
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.table.choix_change.connect(self._choisi)
        self.table.lien_suivi.connect(self._ouvrir_famille)
        self.inscrire.clicked.connect(self._demander_inscription)
        self.retirer.clicked.connect(self._demander_retrait)
        self.louer.clicked.connect(self._demander_location)
        self.actes.fait.connect(self.relire)
        bus.change.connect(self._objets_changes)
        self._choisi(None)

    @property
    def demande(self) -> Demande | None:
        """The dialog of the act under way."""
        return self.actes.demande

    @Slot()
    def relire(self) -> None:
        """Read the list again."""
        self._executant.lire(partial(lister_attente, self._ctx), self._lues, self._refuses, cle="attente")
        self._executant.lire(partial(eleves_a_louer, self._ctx), self._eleves_lus, self._refuses, cle="eleves")

    @Slot(object)
    def _eleves_lus(self, eleves: tuple[EleveALouer, ...]) -> None:
        self._eleves = eleves

    @Slot(object)
    def _lues(self, file: FileAttente) -> None:
        self._vues = {v.de.attente_id: v for v in file.demandes}
        fuseau = ZoneInfo(self._ctx.fuseau)
        self.ordre.setText(ORDRES[file.premieres_annees_d_abord])
        self.modele.poser((v.de.attente_id, _rangee(v, fuseau)) for v in file.demandes)
        self._choisi(self.table.choisi())

    @Slot(object)
    def _refuses(self, erreur: Exception) -> None:
        self.vide.dire("Lecture impossible", texte_erreur(erreur).court)

    @property
    def _vue(self) -> DemandeVue | None:
        ident = self.table.choisi()
        return self._vues.get(ident) if isinstance(ident, int) else None

    @Slot(object)
    def _choisi(self, _ident: object) -> None:
        vue, peut = self._vue, self._ctx.peut(Permission.MODIFIER_FAMILLE)
        self.inscrire.setVisible(peut)
        self.retirer.setEnabled(peut and vue is not None)
        self.louer.setEnabled(peut and vue is not None and bool(vue.libres))

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"instrument", "contrat_location", "attente_location"}:
            self.relire()

    @Slot(object, str)
    def _ouvrir_famille(self, ident: int, _colonne: str) -> None:
        if (vue := self._vues.get(ident)) is not None:
            self._bus.ouvrir("foyer", vue.de.foyer_id)

    @Slot()
    def _demander_inscription(self) -> None:
        champs: list[Champ] = [
            ("eleve", "&Élève", LigneEleve(self._eleves), True),
            ("type", "&Instrument", LigneTexte(40), True),
            ("taille", "&Taille", LigneTexte(20), False),
        ]
        phrase = "Sans taille, toutes conviennent."
        self.actes.demander("Inscrire en attente", phrase, "Inscrire", champs, self._inscrire)

    @Slot(object)
    def _inscrire(self, valeurs: dict[str, Any]) -> None:
        demande = (valeurs["eleve"], valeurs["type"], valeurs["taille"])
        self.actes.ecrire(
            partial(demander_instrument, self._ctx, *demande, self.actes.operation_id), "Demande enregistrée"
        )

    @Slot()
    def _demander_retrait(self) -> None:
        if (vue := self._vue) is not None:
            phrase = f"{vue.de.eleve} n’attend plus\u00a0: {vue.de.type} {vue.de.taille}".rstrip() + "."
            self._retiree = vue.de.attente_id
            self.actes.demander("Retirer de la liste", phrase, "Retirer", (), self._retirer)

    @Slot(object)
    def _retirer(self, _valeurs: dict[str, Any]) -> None:
        acte = partial(retirer_demande, self._ctx, self._retiree, self.actes.operation_id)
        self.actes.ecrire(acte, "Demande retirée")

    @Slot()
    def _demander_location(self) -> None:
        vue = self._vue
        if vue is None:
            return
        libres = ListeChoix([(x.instrument_id, x.nom) for x in vue.libres])
        champs: list[Champ] = [("instrument_id", "&Instrument", libres, True), *champs_du_contrat(self._ctx)]
        self._loueur = vue.de.eleve_id
        propose = {"instrument_id": vue.libres[0].instrument_id}
        self.actes.demander(f"Louer à {vue.de.eleve}", SANS_PRIX, "Signer le contrat", champs, self._louer, propose)

    @Slot(object)
    def _louer(self, valeurs: dict[str, Any]) -> None:
        commande = Louer(eleve_id=self._loueur, **valeurs)
        acte = partial(louer, self._ctx, commande, self.actes.operation_id)
        self.actes.ecrire(acte, dit_signe(commande.assurance))


def _rangee(vue: DemandeVue, fuseau: ZoneInfo) -> Sequence[Cellule]:
    de = vue.de
    libres = ", ".join(x.nom for x in vue.libres)
    return (
        Cellule(de.type, Genre.FORT),
        Cellule(de.taille) if de.taille else Cellule("Toutes", Genre.SECOND),
        Cellule(str(vue.rang)),
        puce("1re année", "info", "student") if de.passe_avant else vide(),
        lien(de.eleve),
        Cellule(date_fr(de.demandee_a.astimezone(fuseau).date())),
        puce(libres, "ok", "check") if libres else vide(),
    )
