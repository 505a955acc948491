"""The accounts window: list on the left, card on the right, roles as ticks by site."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.comptes import phrase_secrete
from imuse_desk.services.comptes import (
    ActionCompte,
    CreationCompte,
    ModificationCompte,
    NouveauMotDePasse,
    archiver_compte,
    creer_compte,
    emettre_code,
    imposer_mot_de_passe,
    modifier_compte,
    rouvrir_compte,
)
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.comptes import (
    FicheCompte,
    SitePropose,
    enseignants_a_lier,
    lister_comptes,
    sites_proposes,
)
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import danger, discret, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.defilement import Defilement
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import demander_abandon
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.saisie_gardee import SaisieGardee
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import largeur, px
from imuse_desk.views.grille_roles import ROLES, GrilleRoles
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.secret import DialogueSecret
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce, vide
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

_COLONNES = (
    Colonne("nom", "Nom", 130, est_etirable=True, est_triable=False),
    Colonne("identifiant", "Identifiant", 104, est_triable=False),
    Colonne("roles", "Rôles", 150, est_triable=False),
)


@dataclass(frozen=True, slots=True)
class _Donnees:
    comptes: tuple[FicheCompte, ...]
    sites: tuple[SitePropose, ...]
    enseignants: tuple[tuple[int, str], ...]


class FenetreUtilisateurs(SaisieGardee):
    """``FenetreUtilisateurs(parent, ctx, executant, bus)`` then ``open()``."""

    ABANDON = "Ce que vous avez tapé sur ce compte n’est pas enregistré."

    def __init__(self, parent: QWidget | None, ctx: Contexte, executant: Executant, bus: Bus | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._executant, self._bus = ctx, executant, bus
        self._donnees = _Donnees((), (), ())
        self._courant: FicheCompte | None = None
        self._a_choisir: int | None = None
        self._phrase = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Utilisateurs")
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(24, 16, 24, 16)
        rangee.setSpacing(16)
        rangee.addWidget(self._liste(), 4)
        rangee.addLayout(self._fiche(), 7)
        self._nouveau()
        self.resize(QSize(px(1180), px(600)).boundedTo(self.screen().availableSize()))
        self._lire()

    # ---- building

    def _liste(self) -> Carte:
        carte = Carte("Comptes", pleine_largeur=True)
        carte.setMinimumWidth(largeur(360, 360))
        self.ajouter = discret("&Nouveau", "plus")
        carte.outils.addWidget(self.ajouter)
        self.modele = ModeleFixe(_COLONNES, self)
        self.table = TableListe("Comptes")
        self.table.brancher(self.modele)
        carte.ajouter(self.table, 1)
        pied = QHBoxLayout()
        pied.setContentsMargins(16, 8, 16, 12)
        self.avec_archives = QCheckBox("Montrer les comptes archi&vés")
        pied.addWidget(self.avec_archives)
        carte.ajouter(pied)
        if self._bus is not None:
            fiche = FicheListe("utilisateurs", "Comptes", Mots("compte", "comptes"))
            self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(carte, self.table, fiche)
        self.ajouter.clicked.connect(self._demander_nouveau)
        self.avec_archives.clicked.connect(self._lire)
        self.table.choix_change.connect(self._choisie)
        return carte

    def _fiche(self) -> QVBoxLayout:
        colonne = QVBoxLayout()
        colonne.setSpacing(12)
        self.formulaire = Formulaire(self)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        colonne.addWidget(self.echec)
        colonne.addWidget(self.formulaire.bandeau)
        self.carte = Carte("Nouveau compte")
        self.carte.ajouter(self.formulaire.colonne())
        self.formulaire.champ("identifiant", "&Identifiant", LigneTexte(60, "a.martin"), obligatoire=True)
        self.formulaire.champ("nom", "N&om affiché", LigneTexte(120), obligatoire=True)
        self.formulaire.champ("email", "&E-mail", LigneTexte(254), aide="Sert à retrouver un mot de passe perdu.")
        self.enseignant = ListeChoix([(None, "—")])
        self.formulaire.champ("personne_id", "En&seignant", self.enseignant, aide="Pour qu’il voie ses propres cours.")
        self.roles = GrilleRoles()
        self.formulaire.champ("roles", "Rôles", self.roles)
        self.derniere = texte(role="aide")
        self.carte.ajouter(self.derniere)
        colonne.addWidget(Defilement("Compte", self.carte), 1)
        colonne.addLayout(self._actions())
        return colonne

    def _actions(self) -> QVBoxLayout:
        self.archiver = danger("&Archiver", "archive")
        self.mot_de_passe = secondaire("Nouveau &mot de passe", "key")
        self.code = secondaire("&Code d’accès", "key")
        self.fermer = discret("&Fermer")
        self.enregistrer = primaire("C&réer le compte", "check")
        haut, bas = QHBoxLayout(), QHBoxLayout()
        for bouton in (self.archiver, self.mot_de_passe, self.code):
            haut.addWidget(bouton)
        haut.insertStretch(1, 1)
        bas.addStretch(1)
        bas.addWidget(self.fermer)
        bas.addWidget(self.enregistrer)
        self.archiver.clicked.connect(self._archiver_ou_rouvrir)
        self.mot_de_passe.clicked.connect(self._demander_mot_de_passe)
        self.code.clicked.connect(self._nouveau_code)
        self.fermer.clicked.connect(self.reject)
        self.enregistrer.clicked.connect(self._enregistrer)
        colonne = QVBoxLayout()
        colonne.setSpacing(8)
        colonne.addLayout(haut)
        colonne.addLayout(bas)
        return colonne

    # ---- leaving what was typed

    def _sauf_saisie(self, verbe: str, suite: Callable[[], object]) -> None:
        """Go on at once, or ask first where something was typed on the account on show."""
        if not self.formulaire.est_modifie():
            suite()
            return
        self._suite = suite
        question = demander_abandon(self, f"{verbe}\u00a0?", self.ABANDON, verbe, self._poursuivre)
        question.rejected.connect(self._rester)

    @Slot()
    def _poursuivre(self) -> None:
        self.formulaire.enregistre()
        self._suite()

    @Slot()
    def _rester(self) -> None:
        self.table.choisir(self._courant.id if self._courant is not None else None)

    # ---- reading

    @Slot()
    def _lire(self) -> None:
        lecture = partial(_lire_donnees, self._ctx, avec_archives=self.avec_archives.isChecked())
        self._executant.lire(lecture, self._lues, self._refuse, cle="comptes")

    @Slot(object)
    def _lues(self, donnees: _Donnees) -> None:
        self._donnees = donnees
        self.roles.poser_sites(donnees.sites)
        garde = self.formulaire.brut()
        self.enseignant.poser_choix([(None, "—"), *donnees.enseignants])
        self.formulaire.poser_brut(garde)
        self.modele.poser([(compte.id, _cellules(compte)) for compte in donnees.comptes])
        voulu = self._a_choisir or (self._courant.id if self._courant else None)
        self._a_choisir = None
        if voulu is not None and self.table.choisir(voulu):
            self._choisie(voulu)

    @Slot(object)
    def _choisie(self, ident: object) -> None:
        compte = next((c for c in self._donnees.comptes if c.id == ident), None)
        if compte is None:
            return
        if self._courant is not None and compte.id == self._courant.id and self.formulaire.est_modifie():
            return  # the list was read again: what is being typed stays, with the version it was read from
        self._sauf_saisie("Changer de compte sans enregistrer", partial(self._montrer, compte))

    def _montrer(self, compte: FicheCompte) -> None:
        self._courant = compte
        self.echec.hide()
        self.formulaire.poser(
            {
                "identifiant": compte.identifiant,
                "nom": compte.nom,
                "email": compte.email,
                "personne_id": compte.personne_id,
                "roles": compte.roles,
            }
        )
        est_archive = compte.archive_a is not None
        self.carte.titre.setText(f"{compte.nom} (archivé)" if est_archive else compte.nom)
        quand = compte.derniere_connexion_a
        self.derniere.setText(
            f"Dernière connexion\u00a0: {quand.astimezone(ZoneInfo(self._ctx.fuseau)):%d/%m/%Y à %H:%M}"
            if quand
            else "Jamais connecté"
        )
        self.enregistrer.setText("Mo&difier")
        self.enregistrer.setToolTip("Enregistrer les modifications")
        self.archiver.setText("&Rouvrir" if est_archive else "&Archiver")
        self.formulaire.lecture_seule(est_lecture=est_archive)
        for bouton in (self.mot_de_passe, self.code, self.enregistrer):
            bouton.setVisible(not est_archive)
        self.archiver.show()

    @Slot()
    def _demander_nouveau(self) -> None:
        self._sauf_saisie("Changer de compte sans enregistrer", self._nouveau)

    @Slot()
    def _nouveau(self) -> None:
        self._courant = None
        self.table.clearSelection()
        self.echec.hide()
        self.formulaire.lecture_seule(est_lecture=False)
        self.formulaire.poser({})
        self.carte.titre.setText("Nouveau compte")
        self.derniere.setText("Un mot de passe provisoire sera proposé, à changer à la première connexion.")
        self.enregistrer.setText("C&réer le compte")
        self.enregistrer.setToolTip("")
        self.enregistrer.show()
        for bouton in (self.archiver, self.mot_de_passe, self.code):
            bouton.hide()
        self.formulaire.viser("identifiant")

    # ---- acts

    @Slot()
    def _enregistrer(self) -> None:
        self.echec.hide()
        valeurs = self.formulaire.valider()
        if valeurs is None:
            return
        self._occuper(est_occupe=True)
        if self._courant is None:
            self._phrase = phrase_secrete()
            creation = CreationCompte(mot_de_passe=self._phrase, **valeurs)
            self._executant.ecrire(partial(creer_compte, self._ctx, creation), self._cree, self._refuse)
            return
        modification = ModificationCompte(self._courant.id, self._courant.version, **valeurs)
        self._executant.ecrire(partial(modifier_compte, self._ctx, modification), self._modifie, self._refuse)

    def _occuper(self, *, est_occupe: bool) -> None:
        for bouton in (self.enregistrer, self.archiver, self.mot_de_passe, self.code):
            bouton.setEnabled(not est_occupe)

    @Slot(object)
    def _cree(self, fait: Any) -> None:
        self._a_choisir = fait.resultat
        self._fini(fait, "Compte créé")
        phrase = "À remettre à la personne\u00a0; elle devra en choisir un autre à sa première connexion."
        self._montrer_secret("Mot de passe provisoire", phrase, self._phrase)

    @Slot(object)
    def _modifie(self, fait: Any) -> None:
        self._fini(fait, "Éléments modifiés")

    def _fini(self, fait: Any, mots: str) -> None:
        self._occuper(est_occupe=False)
        self.formulaire.enregistre()
        if self._bus is not None:
            self._bus.publier(fait.changements)
            self._bus.dire(mots)
        self._lire()

    @Slot()
    def _archiver_ou_rouvrir(self) -> None:
        self._sauf_saisie("Continuer sans enregistrer", self._demander_archivage)

    @Slot()
    def _demander_archivage(self) -> None:
        compte = self._courant
        if compte is None:
            return
        if compte.archive_a is not None:
            rouvrir = partial(rouvrir_compte, self._ctx, ActionCompte(compte.id, compte.version))
            self._executant.ecrire(rouvrir, self._rouvert, self._refuse)
            return
        confirmation = Confirmation(
            self,
            f"Archiver le compte de {compte.nom}\u00a0?",
            "La personne ne pourra plus se connecter. Son nom reste dans l’historique, et le compte peut être rouvert.",
            "&Archiver le compte",
            nom_icone="archive",
            est_danger=True,
        )
        confirmation.accepted.connect(self._archiver)
        confirmation.open()

    @Slot()
    def _archiver(self) -> None:
        if self._courant is not None:
            action = ActionCompte(self._courant.id, self._courant.version)
            self._executant.ecrire(partial(archiver_compte, self._ctx, action), self._archive, self._refuse)

    @Slot(object)
    def _archive(self, fait: Any) -> None:
        self._fini(fait, "Compte archivé")
        if not self.avec_archives.isChecked():
            self._nouveau()

    @Slot(object)
    def _rouvert(self, fait: Any) -> None:
        self._fini(fait, "Compte rouvert")

    @Slot()
    def _demander_mot_de_passe(self) -> None:
        self._sauf_saisie("Continuer sans enregistrer", self._nouveau_mot_de_passe)

    @Slot()
    def _nouveau_mot_de_passe(self) -> None:
        if self._courant is not None:
            self._phrase = phrase_secrete()
            commande = NouveauMotDePasse(self._courant.id, self._phrase)
            self._executant.ecrire(partial(imposer_mot_de_passe, self._ctx, commande), self._impose, self._refuse)

    @Slot(object)
    def _impose(self, fait: Any) -> None:
        self._fini(fait, "Mot de passe remplacé")
        phrase = "L’ancien ne sert plus. La personne devra en choisir un autre à sa prochaine connexion."
        self._montrer_secret("Mot de passe provisoire", phrase, self._phrase)

    @Slot()
    def _nouveau_code(self) -> None:
        if self._courant is not None:
            self._executant.ecrire(partial(emettre_code, self._ctx, self._courant.id), self._emis, self._refuse)

    @Slot(object)
    def _emis(self, code: str) -> None:
        ou = "«\u00a0Mot de passe perdu\u00a0»"
        phrase = f"Il sert une fois, pendant 24 heures, dans {ou}. L’ancien mot de passe reste valable."
        self._montrer_secret("Code d’accès", phrase, code)

    def _montrer_secret(self, titre: str, phrase: str, secret: str) -> None:
        DialogueSecret(self, titre, phrase, secret).open()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._occuper(est_occupe=False)
        self.formulaire.refuser(erreur, self.echec)


def _lire_donnees(ctx: Contexte, *, avec_archives: bool) -> _Donnees:
    return _Donnees(lister_comptes(ctx, avec_archives=avec_archives), sites_proposes(ctx.base), enseignants_a_lier(ctx))


def _cellules(compte: FicheCompte) -> tuple[Cellule, ...]:
    if compte.archive_a is not None:
        etat = puce("Archivé", "neutral", "archive")
    else:
        presents = {role for _, role in compte.roles}
        mots = ", ".join(role.libelle for role in ROLES if role in presents)
        etat = Cellule(mots, Genre.SECOND) if mots else vide()
    return Cellule(compte.nom, Genre.FORT), Cellule(compte.identifiant), etat
