"""The organisations that pay for families: their list, their cards, what each paid attested for a year."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from imuse_desk.domain.argent import montant
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.feuille import Nature
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.attestations import attester_organisme
from imuse_desk.services.facturation.papiers_compte import PapierCompte
from imuse_desk.services.facturation.payeurs import (
    OrganismeVu,
    SaisieOrganisme,
    archiver_organisme,
    creer_organisme,
    lister_organismes,
    modifier_organisme,
)
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.facturation.organisme import DemandeOrganisme, lue
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("nom", "Organisme", 220, est_etirable=True),
    Colonne("genre", "Nature", 180),
    Colonne("siret", "SIRET", 150),
    Colonne("ville", "Ville", 150),
    Colonne("email", "E-mail", 190),
    Colonne("regle", "Réglé cette année\u00a0€", 132, "droite", nature=Nature.MONTANT, est_sommable=True),
    Colonne("etat", "État", 96),
)
VIDE = "Un organisme s’ajoute ici, ou au comptoir au moment d’encaisser."


def _cellules(vu: OrganismeVu) -> Sequence[Cellule]:
    saisie = vu.saisie
    seconds = (saisie.genre.libelle if saisie.genre else "", saisie.siret, saisie.ville, saisie.email)
    return (
        Cellule(saisie.nom, Genre.FORT),
        *(Cellule(mots, Genre.SECOND) if mots else vide() for mots in seconds),
        cellule_montant(montant(vu.regle_centimes)) if vu.regle_centimes else vide(),
        puce("Retiré", "neutral", "archive") if vu.est_archive else vide(),
    )


class PagePayeurs(PageDemandes):
    """``PagePayeurs(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._vus: dict[int, OrganismeVu] = {}
        self._operation_id = uuid.uuid4()
        self._modifie: OrganismeVu | None = None
        self._a_choisir: int | None = None
        self.papier: FenetrePapier | None = None
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Payeurs")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("bank", "Aucun organisme", VIDE))
        self.attester = secondaire("&Attestation…", "seal-check")
        self.retirer = secondaire("Re&tirer", "archive")
        self.modifier = secondaire("&Modifier…", "pencil-simple")
        self.nouveau = primaire("&Nouveau…", "plus")
        carte = Carte("Organismes payeurs", pleine_largeur=True)
        for bouton, agir in (
            (self.attester, self._demander_annee), (self.retirer, self._basculer),
            (self.modifier, self._demander_fiche), (self.nouveau, self._demander_nouveau),
        ):  # fmt: skip
            carte.outils.addWidget(bouton)
            bouton.clicked.connect(agir)
        carte.ajouter(self.table, 1)
        fiche = FicheListe("regie.payeurs", "Organismes payeurs", Mots("organisme", "organismes"))
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(carte, self.table, fiche)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(carte, 1)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self._choisi(None)
        self.table.choix_change.connect(self._choisi)
        self.table.ouverte.connect(self._demander_fiche)
        bus.change.connect(self._objets_changes)

    @Slot()
    def relire(self) -> None:
        """Read the organisations again."""
        self._executant.lire(partial(lister_organismes, self._ctx), self._lus, self._refuse, cle="organismes")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"payeur", "facture"}:
            self.relire()

    @Slot(object)
    def _lus(self, vus: tuple[OrganismeVu, ...]) -> None:
        self._vus = {vu.payeur_id: vu for vu in vus}
        self.modele.poser((vu.payeur_id, _cellules(vu)) for vu in vus)
        if self._a_choisir is not None:
            self.table.choisir(self._a_choisir)
            self._a_choisir = None
        self._choisi(self.table.choisi())

    def _vu(self) -> OrganismeVu | None:
        ident = self.table.choisi()
        return self._vus.get(ident) if isinstance(ident, int) else None

    @Slot(object)
    def _choisi(self, _ident: object) -> None:
        vu = self._vu()
        self.modifier.setEnabled(vu is not None)
        self.retirer.setEnabled(vu is not None)
        self.attester.setEnabled(vu is not None and bool(vu.annees))
        self.retirer.setText("Reme&ttre" if vu is not None and vu.est_archive else "Re&tirer")

    # ---- cards

    @Slot()
    def _demander_nouveau(self) -> None:
        self._modifie = None
        self._ouvrir(DemandeOrganisme(self, "Nouvel organisme", "&Ajouter", SaisieOrganisme()), self._enregistrer)

    @Slot()
    def _demander_fiche(self) -> None:
        self._modifie = self._vu()
        if self._modifie is not None:
            titre = self._modifie.saisie.nom
            self._ouvrir(DemandeOrganisme(self, titre, "&Enregistrer", self._modifie.saisie), self._enregistrer)

    def _ouvrir(self, demande: Demande, agir: Any) -> None:
        self._operation_id = uuid.uuid4()
        self.demander(demande, agir)

    @Slot(object)
    def _enregistrer(self, valeurs: dict[str, Any]) -> None:
        saisie, vu = lue(valeurs), self._modifie
        acte = partial(creer_organisme, self._ctx, saisie, self._operation_id)
        if vu is not None:
            acte = partial(modifier_organisme, self._ctx, vu.payeur_id, vu.version, saisie, self._operation_id)
        self._executant.ecrire(acte, self._fait, self._refuse)

    @Slot()
    def _basculer(self) -> None:
        vu = self._vu()
        if vu is not None:
            acte = partial(archiver_organisme, self._ctx, vu.payeur_id, est_archive=not vu.est_archive)
            self._executant.ecrire(acte, self._fait, self._refuse)

    @Slot(object)
    def _fait(self, fait: Fait[int]) -> None:
        self.conclure()
        self._bus.publier(fait.changements)
        self._bus.dire("Payeurs à jour")
        self._a_choisir = fait.resultat

    # ---- attestation

    @Slot()
    def _demander_annee(self) -> None:
        vu = self._vu()
        if vu is None:
            return
        annees = ListeChoix(list(vu.annees))
        phrase = f"Ce que {vu.saisie.nom} a réglé pour une année scolaire, toutes familles réunies."
        demande = Demande(
            self, "Attestation de règlement", phrase, "&Mettre en page", [("annee", "&Année", annees, True)]
        )
        demande.poser({"annee": vu.annees[0][0]})
        self._ouvrir(demande, self._attester)

    @Slot(object)
    def _attester(self, valeurs: dict[str, Any]) -> None:
        vu = self._vu()
        if vu is not None:
            faire = partial(attester_organisme, self._ctx, vu.payeur_id, valeurs["annee"])
            self._executant.lire(faire, self._atteste, self._refuse, cle="papier")

    @Slot(object)
    def _atteste(self, papier: PapierCompte) -> None:
        self.conclure()
        self.papier = FenetrePapier(self._executant, papier.nom, papier.octets, self.window())
        self.papier.show()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if not self.refus_dit(erreur):
            self._bus.refuser(texte_erreur(erreur).court)
