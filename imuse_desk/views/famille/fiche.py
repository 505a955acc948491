"""The card of a household: its adults one at a time, its address and residence, its pupils."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.dates import lire_naissance
from imuse_desk.services.listes import CIVILITES, STATUTS, pays, pcs, situations_familiales
from imuse_desk.views.common.boutons import Bouton, discret, lien
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, EditeurDate, EditeurEntier, LigneTexte, ListeChoix
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.fiche_editee import FicheEditee
from imuse_desk.views.common.lignes_lues import ligne_code_postal, ligne_courriel, ligne_telephone
from imuse_desk.views.common.liste_ouverte import ListeOuverte, choix_de
from imuse_desk.views.common.repliable import Repliable
from imuse_desk.views.common.textes import poser_elide, texte
from imuse_desk.views.famille.presentateur import COLONNES_ENFANTS
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

ONGLETS = ["Identité", "Facturation cotisations", "Facturation locations", "Élèves", "Courriers"]
FACTURATION, ELEVES, COURRIERS = 1, 3, 4  # ranks of the sub-tabs
LONGUEUR_NOM, LARGEUR_ADULTE, CONFORT = 120, 170, 330


class FicheFamille(FicheEditee):
    """``adulte_choisi(rang)``, ``adulte_ajoute``, ``adulte_retire``; ``enfants`` is the table of the pupils."""

    adulte_choisi = Signal(int)
    adulte_ajoute = Signal()
    adulte_retire = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Fiche famille", ONGLETS, parent)
        self._pays = ListeOuverte(list(pays().items()))
        self._groupe = QButtonGroup(self)
        self._groupe.idClicked.connect(self._choisir)
        self.ajouter_adulte = discret("Ajouter un adulte", "plus")
        self.retirer_adulte = discret("Retirer du foyer", "minus-circle")
        self.inscrire_adulte = discret("Est élève aussi", "student")
        self.ajouter_adulte.clicked.connect(self._ajouter)
        self.retirer_adulte.clicked.connect(self._retirer)
        self.ajouter_enfant = lien("Ajouter un élève", "plus")
        self.enfants = TableListe("Élèves du foyer")
        self.modele_enfants = ModeleFixe(COLONNES_ENFANTS, self)
        self.enfants.brancher(self.modele_enfants)
        self.tous_enfants = TableListe("Élèves de la famille")
        self.tous_enfants.brancher(self.modele_enfants)
        self.vers_resume = lien("Résumé au guichet", "list")
        self.vers_resume.setToolTip("Tout ce qui compte au guichet, sur une page (F2)")
        self.outils.addWidget(self.vers_resume)
        self.historique = texte("", "second", replie=True)
        self.carte_adulte = Carte("Responsable")
        self.ajouter_page(self._identite())
        self.factures = [QVBoxLayout(), QVBoxLayout()]
        for boite in self.factures:
            self.ajouter_page(_accueillante(boite, "receipt"))
        self.ajouter_page(self._eleves())
        self.courriers = QVBoxLayout()
        self.ajouter_page(_accueillante(self.courriers, "envelope-simple"))

    def _identite(self) -> QWidget:
        page = QWidget()
        colonne = QVBoxLayout(page)
        colonne.setContentsMargins(0, 0, 4, 8)
        colonne.setSpacing(10)
        self._adultes = QHBoxLayout()
        self._adultes.setSpacing(6)
        rangee = QHBoxLayout()
        rangee.addLayout(self._adultes)
        rangee.addWidget(self.ajouter_adulte)
        rangee.addStretch(1)
        rangee.addWidget(self.inscrire_adulte)
        rangee.addWidget(self.retirer_adulte)
        colonne.addLayout(rangee)
        for gauche, droite in (
            (self._carte_adulte(), self._carte_coordonnees()),
            (self._carte_enfants(), None),
            (self._carte_roles(), self._carte_residence()),
        ):
            colonne.addWidget(Repliable([carte for carte in (gauche, droite) if carte is not None], confort=CONFORT))
        colonne.addStretch(1)
        return page

    def _carte_enfants(self) -> Carte:
        carte = Carte("Élèves du foyer", pleine_largeur=True)
        carte.outils.addWidget(self.ajouter_enfant)
        carte.ajouter(self.enfants)
        return carte

    def _carte_adulte(self) -> Carte:
        form = self.form
        self.carte_adulte.ajouter(form.colonne())
        form.champ("civilite", "&Civilité", ListeOuverte(choix_de(CIVILITES)))
        form.champ("nom", "&Nom", LigneTexte(LONGUEUR_NOM))
        form.champ("prenom", "&Prénom", LigneTexte(LONGUEUR_NOM))
        form.champ("naissance", "Né(e) &le", EditeurDate(self.jour, lire_naissance))
        form.champ("situation_familiale", "&Situation", ListeOuverte(choix_de(situations_familiales())))
        form.champ("profession", "P&rofession", LigneTexte(120))
        metiers = [("", "—"), *((code, f"{code} · {mots}") for code, mots in pcs().items())]
        form.champ("pcs", "Catégorie (PCS)", ListeOuverte(metiers))
        self.carte_adulte.corps.addStretch(1)
        return self.carte_adulte

    def _carte_coordonnees(self) -> Carte:
        form, carte = self.form, Carte("Coordonnées")
        carte.ajouter(form.colonne())
        form.groupe(
            "Adress&e", [("foyer_numero", "Numéro", LigneTexte(12), 72), ("foyer_voie", "Voie", LigneTexte(200), 0)]
        )
        form.champ("foyer_complement", "C&omplément", LigneTexte(200))
        form.groupe(
            "CP, &ville",
            [
                ("foyer_cp", "Code postal", ligne_code_postal(self._pays), 72),
                ("foyer_ville", "Ville", LigneTexte(120), 0),
            ],
        )
        form.champ("mobile", "Tél. mo&bile", ligne_telephone())
        form.champ("tel_domicile", "Tél. &domicile", ligne_telephone())
        form.champ("tel_pro", "&Tél. pro", ligne_telephone())
        form.champ("telecopie", "Télécop&ie", ligne_telephone())
        form.champ("email", "E-mail", ligne_courriel())
        carte.corps.addStretch(1)
        return carte

    def _carte_roles(self) -> Carte:
        form, carte = self.form, Carte("Rôles de cette personne")
        carte.ajouter(form.colonne())
        for cle, mots in (
            ("est_responsable_legal", "Responsable légal"),
            ("est_payeur", "Payeur"),
            ("recoit_factures", "Reçoit les factures"),
            ("recoit_courriers", "Reçoit les courriers"),
            ("est_a_prevenir", "À prévenir en cas d’urgence"),
            ("peut_recuperer", "Autorisé à venir chercher l’élève"),
        ):
            form.champ(cle, "", CaseACocher(mots))
        carte.corps.addStretch(1)
        return carte

    def _carte_residence(self) -> Carte:
        form, carte = self.form, Carte("Foyer et résidence")
        carte.ajouter(form.colonne())
        form.champ("foyer_pays", "Pays", self._pays)
        form.enchainer("foyer_pays", "foyer_cp")
        form.champ(
            "foyer_adresse_du", "Adresse depuis", EditeurDate(self.jour),
            aide="Une date plus récente garde l’ancienne adresse\u00a0; la même date la corrige.",
        )  # fmt: skip
        form.champ("foyer_est_confidentielle", "", CaseACocher("Adresse confidentielle"))
        form.champ(
            "foyer_enfants_a_charge",
            "Enfants à charge",
            EditeurEntier(0, 20),
            aide="De moins de 20 ans, élèves ou non.",
        )
        form.champ(
            "foyer_a_imposition_commune", "Imposition", ListeChoix([("", "—"), ("oui", "Commune"), ("non", "Séparée")])
        )
        form.champ("foyer_statut", "Résidence", ListeOuverte(list(STATUTS.items())))
        form.champ("foyer_statut_motif", "Motif", LigneTexte(200))
        form.champ("foyer_statut_preuve", "Preuve", LigneTexte(200))
        form.champ("foyer_statut_du", "Statut depuis", EditeurDate(self.jour))
        carte.ajouter(self.historique)
        carte.corps.addStretch(1)
        return carte

    def _eleves(self) -> QWidget:
        page = QWidget()
        colonne = QVBoxLayout(page)
        colonne.setContentsMargins(0, 0, 4, 8)
        carte = Carte("Élèves de la famille", pleine_largeur=True)
        carte.ajouter(self.tous_enfants)
        colonne.addWidget(carte)
        colonne.addStretch(1)
        return page

    def poser_facturation(self, cotisations: QWidget, locations: QWidget | None = None) -> None:
        """Fill the two billing sub-tabs (the window gives their widgets, the tabs do not know one another)."""
        for boite, contenu in zip(self.factures, (cotisations, locations), strict=True):
            if contenu is not None:
                _remplir(boite, contenu)

    def poser_courriers(self, courriers: QWidget) -> None:
        """Fill the sub-tab of the letters."""
        _remplir(self.courriers, courriers)

    def compter(self, rang: int, n: int) -> None:
        """Write the count of a sub-tab after its title."""
        self.onglets.setTabText(rang, f"{ONGLETS[rang]}  {n}" if n else ONGLETS[rang])

    def montrer_dossier(self, *, est_enregistre: bool) -> None:
        """A household that is not recorded yet has its identity alone."""
        self.vers_resume.setVisible(est_enregistre)
        for rang in range(1, len(ONGLETS)):  # the window's own sub-tabs: ``montrer_volets``
            self.onglets.setTabVisible(rang, est_enregistre)

    def montrer_adultes(self, noms: list[str], courant: int, *, est_modifiable: bool) -> None:
        """The pills of the household's adults."""
        for bouton in self._groupe.buttons():
            self._groupe.removeButton(bouton)
            self._adultes.removeWidget(bouton)
            bouton.deleteLater()
        for rang, mots in enumerate(noms):
            bouton = Bouton("", "pastille")
            poser_elide(bouton, mots or "Nouvel adulte", LARGEUR_ADULTE)
            bouton.setCheckable(True)
            bouton.setChecked(rang == courant)
            bouton.setAccessibleName(f"Adulte {rang + 1}\u00a0: {mots or 'nouveau'}")
            self._groupe.addButton(bouton, rang)
            self._adultes.addWidget(bouton)
        self.ajouter_adulte.setVisible(est_modifiable and len(noms) < 6)
        self.retirer_adulte.setVisible(est_modifiable and len(noms) > 1)
        self.inscrire_adulte.setVisible(est_modifiable)
        self.carte_adulte.titre.setText("Responsable" if courant == 0 else "Autre adulte")

    @Slot(int)
    def _choisir(self, rang: int) -> None:
        self.adulte_choisi.emit(rang)

    @Slot()
    def _ajouter(self) -> None:
        self.adulte_ajoute.emit()

    @Slot()
    def _retirer(self) -> None:
        self.adulte_retire.emit()


def _accueillante(boite: QVBoxLayout, nom_icone: str) -> QWidget:
    """A page whose content is given by the window."""
    page = QWidget()
    page.setLayout(boite)
    boite.setContentsMargins(0, 0, 0, 0)
    boite.addWidget(EtatVide(nom_icone, "Rien à montrer pour l’instant", ""))
    return page


def _remplir(boite: QVBoxLayout, contenu: QWidget) -> None:
    ancien = boite.takeAt(0)
    if ancien is not None and (vieux := ancien.widget()) is not None:
        vieux.hide()
        vieux.deleteLater()
    boite.addWidget(contenu)
