"""The set on which screens are photographed or walked: a demonstration base at a fixed date, people signed in by role.

Acts that bring a dossier to the state wanted go through the same services as the screens; families are chosen by what
they are (state, number of children), so that the scenes follow the demonstration when it changes.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.entree import Entree
from imuse_desk.services.lancement import BaseOuverte, adresse, ouvrir_base
from imuse_desk.services.lectures.eleves import ouvrir_eleve
from imuse_desk.services.lectures.familles import FicheFamille, ouvrir_famille
from imuse_desk.services.lectures.liste_familles import LigneFamille, lire_lignes_familles, lister_familles
from imuse_desk.services.lectures.reinscription import DossierVu, LigneVue, lire_dossier
from imuse_desk.services.reinscription.saisie import LigneSaisie, SaisirReponse, saisir
from imuse_desk.services.reinscription.valider import DeclarationAcceptee, Depose, ReponseVue, Valider, valider
from imuse_desk.views.assemblage import assembler
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.onglet_dossier import OngletDossier
from imuse_desk.views.demonstration.scene import HAUTEUR, LARGEUR, SceneImpossible, attendre
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.reinscription.onglet import OngletReinscription

FAMILLES = 300
FUSEAU = "Europe/Paris"
INSTANT = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo(FUSEAU)).astimezone(UTC)
POSTE = "Accueil 1"
NOM_BASE = "Base locale «\u00a0demo\u00a0»"
TOUS = 10_000

F = TypeVar("F", bound=QWidget)


def horloge_fixe() -> datetime:
    """Wednesday 25 November 2026, 9 o'clock in Paris."""
    return INSTANT


class Plateau(QObject):
    """``plateau.contexte("Direction")``, ``plateau.famille(...)``, ``plateau.dossier(...)``, ``plateau.ranger()``."""

    def __init__(self, executant: Executant, ouverte: BaseOuverte, dossier: Path) -> None:
        super().__init__()
        self.executant, self.ouverte, self.dossier_fichiers = executant, ouverte, dossier
        self.coffre = Coffre()
        self.entree = Entree(ouverte.base, ouverte.depot, POSTE, self.coffre, horloge_fixe)
        self.accueil = self.entree.accueil()
        self._contextes: dict[str, Contexte] = {}
        self._prises: set[int] = set()
        self._principale: FenetrePrincipale | None = None
        self._incident: Exception | None = None
        executant.incident.connect(self._noter_incident)

    @classmethod
    def preparer(cls, executant: Executant, dossier: Path, familles: int = FAMILLES) -> "Plateau":
        """Make the demonstration base of the data folder, at the fixed date."""
        url = adresse(str(dossier / "demo.db"), demo=True)
        aujourdhui = INSTANT.astimezone(ZoneInfo(FUSEAU)).date()
        ouverte = ouvrir_base(url, demo=True, familles=familles, aujourdhui=aujourdhui)
        return cls(executant, ouverte, dossier)

    # ---- people

    def contexte(self, role: str = "Secrétariat") -> Contexte:
        """The demonstration's account of a role, signed in on the first site."""
        if role not in self._contextes:
            compte = next((c for c in self.accueil.comptes if c.role == role), None)
            if compte is None:
                raise SceneImpossible(f"aucun compte de démonstration n’a le rôle {role}")
            arrivee = self.entree.connecter(self.accueil.sites[0].id, compte.identifiant, compte.mot_de_passe)
            self._contextes[role] = arrivee.ctx
        return self._contextes[role]

    def contexte_ailleurs(self) -> Contexte:
        """A secretary of the last site alone: the dossiers of the others open read-only."""
        ctx, dernier = self.contexte(), self.accueil.sites[-1].id
        return replace(ctx, roles={dernier: ctx.roles[dernier]}).sur(site_id=dernier)

    # ---- the window

    @property
    def principale(self) -> FenetrePrincipale:
        """The main window, built once."""
        if self._principale is None:
            self._principale = assembler(self.executant, ReglagesLocaux(), self.coffre)
            self._principale.nom_base = NOM_BASE
        return self._principale

    @property
    def reinscription(self) -> OngletReinscription:
        """The Réinscription tab."""
        return self.onglet(Onglet.REINSCRIPTION, OngletReinscription)

    def onglet(self, rang: Onglet, classe: type[F]) -> F:
        """A tab of the main window. Raises SceneImpossible."""
        page = self.principale.pages[rang]
        if not isinstance(page, classe):
            raise SceneImpossible(f"l’onglet {rang.name} manque")
        return page

    def entrer(self, ctx: Contexte | None = None) -> FenetrePrincipale:
        """The main window as somebody finds it after sign-in."""
        fenetre = self.principale
        fenetre.resize(LARGEUR, HAUTEUR)
        fenetre.show()
        fenetre.activateWindow()
        fenetre.entrer(ctx or self.contexte())
        self.calme("la fenêtre ne se remplit pas")
        return fenetre

    def ouvrir(self, genre: str, ident: int, onglet: Onglet, ctx: Contexte | None = None) -> FenetrePrincipale:
        """The main window on a dossier, in a tab."""
        fenetre = self.entrer(ctx)
        fenetre.bus.ouvrir(genre, ident)
        self.calme("le dossier ne s’ouvre pas")
        fenetre.aller(onglet)
        self.calme("le dossier ne s’affiche pas")
        return fenetre

    def montrer(self, fenetre: F) -> F:
        """Show another window and wait until it is filled."""
        fenetre.show()
        fenetre.activateWindow()
        self.calme(f"{fenetre.windowTitle()} ne se remplit pas")
        return fenetre

    def trouver(self, classe: type[F]) -> F:
        """The window of a class that an act opened."""
        self.calme(f"{classe.__name__} ne s’ouvre pas")
        for fenetre in QApplication.topLevelWidgets():
            if isinstance(fenetre, classe) and fenetre.isVisible():
                return fenetre
        raise SceneImpossible(f"{classe.__name__} ne s’est pas ouverte")

    def calme(self, quoi: str) -> None:
        """Wait until no work is under way. Raises SceneImpossible, or what a piece of work raised."""
        attendre(lambda: not self.executant.est_occupe, quoi)
        if self._incident is not None:
            incident, self._incident = self._incident, None
            raise SceneImpossible(f"{quoi}\u00a0: {incident!r}") from incident

    @Slot(object)
    def _noter_incident(self, erreur: Exception) -> None:
        self._incident = erreur

    def ranger(self) -> None:
        """Close every other window; the main one stays, hidden. A popup is closed alone: what opened it owns it."""
        for fenetre in QApplication.topLevelWidgets():
            if fenetre is not self._principale and fenetre.isVisible():
                fenetre.close()
                if fenetre.windowType() is not Qt.WindowType.Popup:
                    fenetre.deleteLater()
        if self._principale is not None and self._principale.isVisible():
            self._principale.hide()
            self._remettre(self._principale)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.calme("une fenêtre ne se ferme pas")

    def _remettre(self, fenetre: FenetrePrincipale) -> None:
        """Undo what a scene left in view: filters, sub-tabs, unfolded parts."""
        for page in fenetre.pages:
            if isinstance(page, OngletDossier):
                page.liste.effacer_filtres()
                page.outils.retablir()
                page.fiche.onglets.setCurrentIndex(0)
        for bouton in (self.reinscription.cours.complets, self.reinscription.prix.pourquoi):
            if bouton.isChecked():
                bouton.click()

    def fermer(self) -> None:
        """Close the base; nothing may be asked any more (the runner is closed before)."""
        if self._principale is not None:
            self._principale.close()
            self._principale.deleteLater()
            self._principale = None
        self.ouverte.base.fermer()

    # ---- families

    def familles(self) -> Iterator[LigneFamille]:
        """Every family, in the order of creation."""
        ctx = self.contexte()
        ids = lister_familles(ctx).ids[:TOUS]
        lignes = {ligne.id: ligne for ligne in lire_lignes_familles(ctx, ids)}
        return (lignes[ident] for ident in sorted(ids) if ident in lignes)

    def famille(self, etat: EtatDossier, enfants: int = 1, *, neuve: bool = False) -> int:
        """A family of this site in a state, with so many children at least.

        ``neuve``: the scene is going to change it, so it is taken from the end and given to no other scene.
        """
        lignes = list(self.familles())
        for ligne in reversed(lignes) if neuve else lignes:
            convient = ligne.etat is etat and len(ligne.enfants) >= enfants
            if not convient or ligne.est_autre_site or ligne.id in self._prises:
                continue
            if neuve:
                self._prises.add(ligne.id)
                if all(enfant.repond_ailleurs for enfant in self.dossier(ligne.id).enfants):
                    continue  # its children answer in their other household: it has nothing to deposit
            return ligne.id
        raise SceneImpossible(f"aucune famille {etat.libelle.lower()} de {enfants} enfant(s)")

    def grande_famille(self) -> int:
        """The family with most children."""
        lignes = [ligne for ligne in self.familles() if ligne.id not in self._prises]
        return max(lignes, key=_nombre_d_enfants).id

    def deux_foyers(self) -> FicheFamille:
        """A family one of whose children has a second household."""
        ctx = self.contexte()
        for ligne in self.familles():
            fiche = ouvrir_famille(ctx, ligne.id)
            if fiche.site_id == ctx.site_id and any(e.autre is not None for e in fiche.enfants):
                return fiche
        raise SceneImpossible("aucun enfant de deux foyers")

    def premier_eleve(self, foyer_id: int) -> int:
        """The eldest child of a household who follows a course. Raises SceneImpossible."""
        ctx = self.contexte()
        for enfant in ouvrir_famille(ctx, foyer_id).enfants:
            if ouvrir_eleve(ctx, enfant.eleve_id).cours:
                return enfant.eleve_id
        raise SceneImpossible("aucun enfant ne suit de cours")

    # ---- dossiers

    def dossier(self, foyer_id: int) -> DossierVu:
        """The re-enrolment of a household."""
        return lire_dossier(self.contexte(), foyer_id=foyer_id)

    def repondre(self, foyer_id: int) -> DossierVu:
        """Ask for every course of every child again, at the first time that suits."""
        for enfant in self.dossier(foyer_id).enfants:
            if enfant.etat in {EtatDossier.SANS_REPONSE, EtatDossier.EN_SAISIE} and not enfant.repond_ailleurs:
                for ligne in enfant.lignes:
                    if ligne.a_case and ligne.cours_id is not None:
                        self._essayer(foyer_id, enfant.eleve_id, ligne.cours_id, None)
                for ligne in self._lignes(foyer_id, enfant.eleve_id):
                    if ligne.doit_choisir and ligne.cours_id is not None:
                        self._choisir(foyer_id, enfant.eleve_id, ligne)
        return self.dossier(foyer_id)

    def _lignes(self, foyer_id: int, eleve_id: int) -> tuple[LigneVue, ...]:
        return next(e.lignes for e in self.dossier(foyer_id).enfants if e.eleve_id == eleve_id)

    def _choisir(self, foyer_id: int, eleve_id: int, ligne: LigneVue) -> None:
        for creneau in ligne.creneaux:
            if self._essayer(foyer_id, eleve_id, ligne.cours_id or 0, creneau.creneau_id):
                return

    def _essayer(self, foyer_id: int, eleve_id: int, cours_id: int, creneau_id: int | None) -> bool:
        """Ask for a course; False when it clashes with another lesson."""
        enfant = next(e for e in self.dossier(foyer_id).enfants if e.eleve_id == eleve_id)
        ligne = LigneSaisie(cours_id, est_demandee=True, creneau_id=creneau_id)
        try:
            saisir(self.contexte(), SaisirReponse(enfant.dossier_eleve_id or 0, enfant.version, (ligne,)))
        except RegleMetier:
            return False
        return True

    def deposer(self, foyer_id: int) -> Depose:
        """Deposit a whole family."""
        dossier = self.repondre(foyer_id)
        eleves = tuple(
            ReponseVue(e.dossier_eleve_id, e.version)
            for e in dossier.enfants
            if e.etat is EtatDossier.EN_SAISIE and e.dossier_eleve_id is not None and not e.repond_ailleurs
        )
        jour = self.contexte().aujourdhui()
        declaration = DeclarationAcceptee(dossier.responsables[0], jour, "guichet")
        return valider(self.contexte(), Valider(dossier.dossier_id, eleves, declaration)).resultat


def _nombre_d_enfants(ligne: LigneFamille) -> int:
    return len(ligne.enfants)
