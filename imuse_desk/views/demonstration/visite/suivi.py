"""The office and the direction: the letters that absences ask for, a sheet validated, a bulletin issued."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.bulletins import Motif
from imuse_desk.services.suivi.bulletins import lire_bulletins, lire_periodes_du_site
from imuse_desk.services.suivi.courriers import apercu_courriers
from imuse_desk.services.suivi.criteres import periode_du_jour
from imuse_desk.views.absences.fenetre import FenetreAbsences
from imuse_desk.views.absences.page_courriers import PageCourriers
from imuse_desk.views.bulletins.fenetre import FenetreBulletins
from imuse_desk.views.bulletins.page_bulletins import PageBulletins
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, taper, touche
from imuse_desk.views.demonstration.visite.recit import Etapes, Recit
from imuse_desk.views.evaluations.page import PageEvaluations
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.suivi.onglet import OngletSuivi

CTRL_MAJ = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class LettreEtBulletin(Recit):
    """Done means that no letter is left to write, and that the base holds the bulletin."""

    def etapes(self) -> Etapes:
        """Sign in, write the letters, validate a sheet, issue the bulletin that waited for it."""
        return (
            ("connexion-direction", self.se_connecter),
            ("bureau-direction", self.entrer),
            ("courriers-absence", self.voir_les_courriers),
            ("courrier-absence", self.voir_un_courrier),
            ("courriers-ecrits", self.ecrire),
            ("feuille-validee", self.valider),
            ("bulletins", self.voir_les_bulletins),
            ("bulletin-emis", self.emettre),
            ("bulletin", self.imprimer),
        )

    def se_connecter(self) -> QWidget:
        """Type name and password."""
        return self.ouvrir_la_porte("d.leroy", "demo-imuse-2026")

    def confirmer(self) -> None:
        """The verb of the question asked."""
        cliquer(self.fenetre(Confirmation, "rien n’est à confirmer").confirmer)

    def papier(self, quoi: str) -> FenetrePapier:
        """The paper that opens, drawn."""
        papier = self.fenetre(FenetrePapier, quoi)
        self.calme(quoi)
        return papier

    # ---- the letters

    def voir_les_courriers(self) -> QWidget:
        """Who is to be told, of which lessons, by which step."""
        touche(self.revenir(), Qt.Key.Key_J, CTRL_MAJ)
        self._absences = self.fenetre(FenetreAbsences, "les absences ne s’ouvrent pas")
        page = self._absences.page("À traiter")
        if not isinstance(page, PageCourriers):
            raise SceneImpossible("les courriers manquent")
        self._courriers = page
        self.calme("les courriers ne se lisent pas")
        attendre(page.ecrire.isEnabled, "aucun courrier n’est dû")
        return self._absences

    def voir_un_courrier(self) -> QWidget:
        """The first letter, as it would leave."""
        table = self._courriers.table
        table.choisir(self._courriers.modele.ident(0))
        table.setFocus()
        touche(table, Qt.Key.Key_Return)
        return self.papier("le courrier ne s’ouvre pas")

    def ecrire(self) -> QWidget:
        """One verb, one confirmation."""
        self.papier("le courrier s’est fermé").close()
        cliquer(self._courriers.ecrire)
        self.confirmer()
        self.calme("les courriers ne s’écrivent pas")
        return self._absences

    # ---- the bulletin

    def valider(self) -> QWidget:
        """The only sheet of a pupil of one course: the direction validates it."""
        self._absences.close()
        fenetre = self.revenir()
        touche(fenetre, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
        onglet = fenetre.pages[Onglet.SUIVI]
        if not isinstance(onglet, OngletSuivi) or onglet.contexte is None:
            raise SceneImpossible("l’onglet Suivi manque")
        liste = onglet.du_site
        attendre(lambda: liste.modele.rowCount() > 0, "les cours ne s’affichent pas")
        self._periode_id, cours = self._cours_a_valider(onglet)
        taper(liste.filtre, cours)
        cliquer(liste.ouvrir)
        onglet.cours.pages.aller("Évaluations")
        (page,) = onglet.cours.findChildren(PageEvaluations)
        attendre(page.outils.valider.isVisible, "la feuille ne s’ouvre pas")
        cliquer(page.outils.valider)
        self.confirmer()
        self.calme("la feuille ne se valide pas")
        return fenetre

    def _cours_a_valider(self, onglet: OngletSuivi) -> tuple[int, str]:
        """The period in course, and the course that is a pupil's only one."""
        ctx = onglet.contexte
        if ctx is None:
            raise SceneImpossible("personne n’est connecté")
        periode = periode_du_jour(lire_periodes_du_site(ctx), ctx.aujourdhui())
        if periode is None:
            raise SceneImpossible("aucune période n’est en cours")
        seuls = [
            x.cours[0]
            for x in lire_bulletins(ctx, periode.id).lignes
            if x.motif is Motif.FEUILLE_OUVERTE and len(x.cours) == 1
        ]
        if not seuls:
            raise SceneImpossible("aucun élève n’attend une seule feuille")
        return periode.id, seuls[0]

    def voir_les_bulletins(self) -> QWidget:
        """Who is ready, who is left out and why."""
        touche(self.revenir(), Qt.Key.Key_B, CTRL_MAJ)
        self._bulletins = self.fenetre(FenetreBulletins, "les bulletins ne s’ouvrent pas")
        page = self._bulletins.page("Bulletins")
        if not isinstance(page, PageBulletins):
            raise SceneImpossible("les bulletins manquent")
        self._page = page
        self.calme("les bulletins ne se lisent pas")
        attendre(page.emettre.isEnabled, "aucun bulletin n’est prêt")
        return self._bulletins

    def emettre(self) -> QWidget:
        """One verb, one confirmation."""
        cliquer(self._page.emettre)
        self.confirmer()
        self.calme("les bulletins ne s’émettent pas")
        attendre(self._page.imprimer.isEnabled, "le bulletin n’est pas émis")
        return self._bulletins

    def imprimer(self) -> QWidget:
        """The papers of those just issued."""
        cliquer(self._page.imprimer)
        return self.papier("le bulletin ne s’imprime pas")

    def verifier(self) -> None:
        """No letter waits, and the bulletin is in the base."""
        onglet = self.principale.pages[Onglet.SUIVI]
        ctx = onglet.contexte if isinstance(onglet, OngletSuivi) else None
        if ctx is None:
            raise SceneImpossible("personne n’est connecté")
        if apercu_courriers(ctx).a_ecrire:
            raise SceneImpossible("un courrier reste à écrire")
        if not any(ligne.emis_a for ligne in lire_bulletins(ctx, self._periode_id).lignes):
            raise SceneImpossible("aucun bulletin n’est dans la base")
