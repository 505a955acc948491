"""The régie's round: families billed at once, a part paid at the counter, the slip, and later the reminder."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.services.facturation.lecture_bordereaux import lister_bordereaux
from imuse_desk.services.relances.tournee import apercu_relances
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, taper, touche
from imuse_desk.views.demonstration.visite.recit import Etapes, Recit
from imuse_desk.views.facturation.onglet import OngletFacturation
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.regie.fenetre import FenetreRegie
from imuse_desk.views.regie.page_appels import PageAppels
from imuse_desk.views.regie.page_bordereaux import PageBordereaux
from imuse_desk.views.regie.page_relances import PageRelances

CTRL = Qt.KeyboardModifier.ControlModifier
MAJ = Qt.KeyboardModifier.ShiftModifier
FAMILLE, PART = "valmont", "50"
PLUS_TARD = timedelta(days=400)  # every due date of a school year is past


class Regie(Recit):
    """Done means that the base holds the slip, and no reminder is left to send."""

    def etapes(self) -> Etapes:
        """Sign in, call, cash, remit; more than a year later, remind."""
        return (
            ("connexion-regie", self.se_connecter),
            ("bureau-regie", self.entrer),
            ("appel", self.voir_l_appel),
            ("appel-emis", self.emettre),
            ("encaissement", self.saisir_un_cheque),
            ("recu", self.encaisser),
            ("bordereau", self.remettre),
            ("bordereau-papier", self.imprimer_le_bordereau),
            ("relances", self.voir_les_relances),
            ("relances-lettres", self.relancer),
        )

    def se_connecter(self) -> QWidget:
        """Type name and password."""
        return self.ouvrir_la_porte("r.petit", "demo-imuse-2026")

    # ---- gestures

    @property
    def facturation(self) -> OngletFacturation:
        """The Facturation tab."""
        page = self.principale.pages[Onglet.FACTURATION]
        if not isinstance(page, OngletFacturation):
            raise SceneImpossible("l’onglet Facturation manque")
        return page

    def ouvrir_la_regie(self) -> FenetreRegie:
        """Ctrl+Maj+F."""
        touche(self.revenir(), Qt.Key.Key_F, CTRL | MAJ)
        return self.fenetre(FenetreRegie, "la régie ne s’ouvre pas")

    def confirmer(self) -> None:
        """The verb of the question asked."""
        cliquer(self.fenetre(Confirmation, "rien n’est à confirmer").confirmer)

    def papier(self, quoi: str) -> FenetrePapier:
        """The paper that opens, drawn."""
        papier = self.fenetre(FenetrePapier, quoi)
        self.calme(quoi)
        return papier

    # ---- steps

    def voir_l_appel(self) -> QWidget:
        """The families, what each would owe, and why some are left out."""
        self._regie = self.ouvrir_la_regie()
        self._appels: PageAppels = self._regie.page("Appels")
        self.calme("l’aperçu de l’appel ne vient pas")
        attendre(self._appels.emettre.isEnabled, "l’aperçu de l’appel ne vient pas")
        return self._regie

    def emettre(self) -> QWidget:
        """One verb, one confirmation."""
        cliquer(self._appels.emettre)
        self.confirmer()
        self.calme("l’appel ne finit pas")
        attendre(self._appels.imprimer.isVisible, "les factures ne sont pas émises")
        return self._regie

    def saisir_un_cheque(self) -> QWidget:
        """The family by its name, Ctrl+E, what it brings."""
        self._regie.close()
        fenetre = self.revenir()
        touche(fenetre, Qt.Key.Key_K, CTRL)
        attendre(fenetre.recherche.champ.hasFocus, "Ctrl+K ne donne pas la recherche")
        taper(fenetre.recherche.champ, FAMILLE)
        attendre(fenetre.recherche.resultats.isVisible, "la recherche ne répond pas")
        self.calme("la recherche ne répond pas")
        touche(fenetre.recherche.champ, Qt.Key.Key_Return)
        attendre(fenetre.recherche.resultats.isHidden, "la famille ne s’ouvre pas")
        self.calme("la famille ne s’affiche pas")
        touche(fenetre, Qt.Key.Key_4, CTRL)
        self.calme("le compte ne s’affiche pas")
        touche(fenetre, Qt.Key.Key_E, CTRL)
        caisse = self.facturation.encaissement
        attendre(caisse.champs.montant.hasFocus, "l’encaissement ne s’ouvre pas")
        self.choisir(caisse.champs.mode, "Chèque")
        self.remplir(caisse.formulaire, montant=PART, banque="Banque du Val", numero="0001234")
        return fenetre

    def encaisser(self) -> QWidget:
        """Enter gives the receipt."""
        touche(self.facturation.encaissement.champs.montant, Qt.Key.Key_Return)
        self.calme("le règlement ne s’enregistre pas")
        return self.papier("le reçu ne s’ouvre pas")

    def remettre(self) -> QWidget:
        """The slip of cheques: all ticked, closed for its total."""
        self.papier("le reçu s’est fermé").close()
        self._regie = self.ouvrir_la_regie()
        self._bordereaux: PageBordereaux = self._regie.page("Bordereaux")
        self.calme("les chèques ne se lisent pas")
        cliquer(self._bordereaux.tout)
        cliquer(self._bordereaux.fermer)
        self.confirmer()
        self.calme("le bordereau ne se ferme pas")
        return self._regie

    def imprimer_le_bordereau(self) -> QWidget:
        """Its paper."""
        cliquer(self._bordereaux.imprimer)
        return self.papier("le bordereau ne s’imprime pas")

    def voir_les_relances(self) -> QWidget:
        """The same window when everything is past due."""
        self.papier("le bordereau s’est fermé").close()
        ctx = self._regie.ctx
        self._regie.close()

        def plus_tard() -> datetime:
            return ctx.horloge() + PLUS_TARD

        self.principale.entrer(replace(ctx, horloge=plus_tard))
        self.calme("la fenêtre ne se remplit pas")
        self._regie = self.ouvrir_la_regie()
        self._relances: PageRelances = self._regie.page("Relances")
        self.calme("les impayés ne se lisent pas")
        attendre(self._relances.relancer.isEnabled, "personne n’est à relancer")
        return self._regie

    def relancer(self) -> QWidget:
        """One letter a family, in one paper."""
        cliquer(self._relances.relancer)
        self.confirmer()
        self.calme("les relances ne s’écrivent pas")
        return self.papier("les lettres ne s’ouvrent pas")

    def verifier(self) -> None:
        """The slip is closed and everybody has been reminded."""
        self.papier("les lettres se sont fermées").close()
        ctx = self._regie.ctx
        self._regie.close()
        if len(lister_bordereaux(ctx)) != 1:
            raise SceneImpossible("le bordereau n’est pas dans la base")
        if apercu_relances(ctx).a_relancer:
            raise SceneImpossible("des familles restent à relancer")
