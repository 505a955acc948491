"""The till: what it should hold, what each way of paying brought, its count at opening and closing, those of before."""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.pieces import GenreActe
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.caisse import EtatCaisse, compter_caisse, lire_caisse
from imuse_desk.services.facturation.mots import mots_alerte
from imuse_desk.services.facturation.papiers_caisse import papier_comptage
from imuse_desk.services.facturation.remise_service import (
    RemiseService,
    ServiceVu,
    lire_service,
    remettre_service,
)
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.demande import Champ, Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.repliable import Repliable
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots_caisse as mots
from imuse_desk.views.regie.comptage import Comptage, carte_comptage
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

MOTIF = 200


class PageCaisse(PageDemandes):
    """``PageCaisse(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._etat: EtatCaisse | None = None
        self._operation_id = uuid.uuid4()  # the same click twice counts once
        self._genre = GenreActe.OUVERTURE
        self.echec, self.alerte = Bandeau("bad", ""), Bandeau("warn", "")
        self.modele = ModeleFixe(mots.COLONNES_MOUVEMENTS, self)
        self.modele_modes = ModeleFixe(mots.COLONNES_MOUVEMENTS, self)
        self.modele_comptages = ModeleFixe(mots.COLONNES_COMPTAGES, self)
        self.mouvements = _table("Encaisse théorique", self.modele, "Aucun mouvement")
        self.modes = _table("Encaissé depuis le dernier comptage", self.modele_modes, "Rien d’encaissé")
        self.comptages = _table("Comptages", self.modele_comptages, "Aucun comptage")
        self.theorique = texte("", "titre_carte", replie=True)
        self.comptage = Comptage()
        self.ecart = texte("", "second", replie=True)
        self.motif = LigneTexte(MOTIF)
        self.compter = primaire("&Ouvrir la caisse", "coins")
        self.imprimer = secondaire("&Imprimer", "printer")
        self.remettre = secondaire("&Remettre le service…", "users")
        self._composer()
        suivre_le_regard(self)
        self.setFocusProxy(self.comptage.champs[max(self.comptage.champs)])
        self.comptage.change.connect(self._montrer_ecart)
        self.compter.clicked.connect(self._compter)
        self.comptages.choix_change.connect(self._comptage_choisi)
        self.imprimer.clicked.connect(self._imprimer)
        self.remettre.clicked.connect(self._lire_service)
        bus.change.connect(self._objets_changes)

    def _composer(self) -> None:
        for bande in (self.echec, self.alerte):
            bande.hide()
        self.imprimer.setEnabled(False)
        caisse = Carte("Encaisse théorique", pleine_largeur=True)
        caisse.ajouter(self.mouvements, 1)
        modes = Carte("Encaissé depuis le dernier comptage", pleine_largeur=True)
        modes.ajouter(self.modes, 1)
        anciens = Carte("Comptages", pleine_largeur=True)
        anciens.outils.addWidget(self.remettre)
        anciens.outils.addWidget(self.imprimer)
        anciens.ajouter(self.comptages, 1)
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(
            anciens, self.comptages, FicheListe("regie.comptages", "Comptages", mots.COMPTAGES)
        )
        gauche = QWidget()
        gauche.setObjectName("contenu")
        colonne = QVBoxLayout(gauche)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        colonne.addWidget(Repliable([caisse, modes], (1, 1)), 3)
        colonne.addWidget(anciens, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        page.addWidget(self.alerte)
        page.addWidget(Repliable([gauche, self._carte_comptage()], (5, 2)), 1)

    def _carte_comptage(self) -> Carte:
        vues = (self.theorique, self.comptage, self.ecart)
        return carte_comptage("Compter la caisse", vues, "&Motif de l’écart", self.motif, self.compter)

    @property
    def a_des_brouillons(self) -> bool:
        """Something is counted or written, and not recorded."""
        return bool(self.motif.valeur()) or not self.comptage.est_vide

    @Slot()
    def relire(self) -> None:
        """Read the till again."""
        self._executant.lire(partial(lire_caisse, self._ctx), self._lue, self._refusee, cle="caisse")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"caisse", "facture", "bordereau", "regie"}:
            self.relire()

    @Slot(object)
    def _lue(self, etat: EtatCaisse) -> None:
        self._etat = etat
        self.modele.poser(enumerate(map(mots.cellules_mouvement, etat.mouvements)))
        self.modele_modes.poser(enumerate(map(mots.cellules_mouvement, etat.modes)))
        self.modele_comptages.poser((vu.acte_id, mots.cellules_comptage(vu)) for vu in etat.comptages)
        self.alerte.montrer("warn", " ".join(map(mots_alerte, etat.alertes)))
        self.alerte.setVisible(bool(etat.alertes))
        self.theorique.setText(f"{mots.dire_etat(etat)}\u00a0: {euros(etat.theorique_centimes)} en théorie")
        self.compter.setText("&Arrêter la caisse" if etat.est_ouverte else "&Ouvrir la caisse")
        self._comptage_choisi(self.comptages.choisi())
        self._montrer_ecart()

    @Slot()
    def _montrer_ecart(self) -> None:
        if self._etat is None:
            return
        compte = self.comptage.total_centimes
        self.ecart.setText(mots.dire_ecart(compte, self._etat.theorique_centimes))
        self.motif.setEnabled(compte != self._etat.theorique_centimes)
        for bouton in (self.compter, self.remettre):
            bouton.setEnabled(compte is not None)

    @Slot()
    def _compter(self) -> None:
        lignes, etat = self.comptage.lignes, self._etat
        if lignes is None or etat is None:
            return
        self._genre = GenreActe.ARRETE if etat.est_ouverte else GenreActe.OUVERTURE
        self.compter.setEnabled(False)
        self.echec.hide()
        self._executant.ecrire(
            partial(compter_caisse, self._ctx, self._genre, lignes, self.motif.valeur(), self._operation_id),
            self._comptee, self._refusee,
        )  # fmt: skip

    @Slot(object)
    def _comptee(self, fait: Fait[int]) -> None:
        self._operation_id = uuid.uuid4()
        self.comptage.vider()
        self.motif.poser_valeur("")
        self._bus.publier(fait.changements)
        self._bus.dire(mots.FAITS[self._genre])

    @Slot()
    def _lire_service(self) -> None:
        self._executant.lire(partial(lire_service, self._ctx), self._demander_entrant, self._refusee, cle="service")

    @Slot(object)
    def _demander_entrant(self, service: ServiceVu) -> None:
        compte = self.comptage.total_centimes
        if compte is None:
            return
        champs: list[Champ] = [
            ("entrant", "Régisseur &entrant", ListeChoix([(p, p) for p in service.personnes]), True),
            ("motif", "&Motif de l’écart", LigneTexte(MOTIF), compte != service.theorique_centimes),
            ("stock", "&Stock et matériel remis", ZoneTexte(2, 1_000), False),
            ("observations", "&Observations", ZoneTexte(2, 1_000), False),
        ]
        demande = Demande(
            self, "Remettre le service", mots.dire_service(service, compte), "Remettre le ser&vice", champs,
            aides={"stock": "Coffre, terminaux, carnets, clés."},
        )  # fmt: skip
        demande.poser({"motif": self.motif.valeur()})
        self.demander(demande, self._remettre)

    @Slot(object)
    def _remettre(self, valeurs: dict[str, Any]) -> None:
        lignes = self.comptage.lignes or ()
        remise = RemiseService(
            valeurs["entrant"] or "", lignes, valeurs["motif"], valeurs["stock"], valeurs["observations"]
        )
        acte = partial(remettre_service, self._ctx, remise, self._operation_id)
        self._executant.ecrire(acte, self._remis, self._refusee)

    @Slot(object)
    def _remis(self, fait: Fait[int]) -> None:
        self.conclure()
        self._genre = GenreActe.REMISE_SERVICE
        self._comptee(fait)
        papier = partial(papier_comptage, self._ctx, fait.resultat)
        self._executant.lire(papier, self._imprime, self._refusee, cle="papier")

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        if self.refus_dit(erreur):
            return
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
        self._montrer_ecart()

    @Slot(object)
    def _comptage_choisi(self, ident: object) -> None:
        self.imprimer.setEnabled(isinstance(ident, int))

    @Slot()
    def _imprimer(self) -> None:
        ident = self.comptages.choisi()
        if isinstance(ident, int):
            self._executant.lire(partial(papier_comptage, self._ctx, ident), self._imprime, self._refusee, cle="papier")

    @Slot(object)
    def _imprime(self, papier: tuple[str, bytes]) -> None:
        self.papier = FenetrePapier(self._executant, *papier, self.window())
        self.papier.show()


def _table(nom: str, modele: ModeleFixe, vide: str) -> TableListe:
    table = TableListe(nom)
    table.brancher(modele)
    table.poser_vide(EtatVide("coins", vide))
    table.setMinimumHeight(px(100))
    return table
