"""Composition root of the window: settings, log, base, sign-in, main window; a start that fails says why."""

import gc
import re
import sys
import threading
from collections.abc import Generator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QObject, QTimer, QTranslator, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.infra.chemins import base_demonstration, base_locale, dossier_donnees, dossier_journaux
from imuse_desk.infra.journal import installer_journal, signaler_incident
from imuse_desk.infra.reglages_locaux import ecrire_reglages_locaux, lire_reglages_locaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.version import VERSION
from imuse_desk.views.common.executant import Executant, Jeton
from imuse_desk.views.common.ramasseur import Ramasseur
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.common.traduction import TraductionQt
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.erreur_demarrage import FenetreErreurDemarrage
from imuse_desk.views.incident import DialogueIncident
from imuse_desk.views.ouverture import FenetreOuverture

if TYPE_CHECKING:  # the base and the tabs are imported away from the screen: sign-in takes typing before
    from sqlalchemy import URL

    from imuse_desk.domain.changements import Changements
    from imuse_desk.services.boite_envoi import BoiteEnvoi
    from imuse_desk.services.cle_serveur import CleServeur
    from imuse_desk.services.contexte import Contexte
    from imuse_desk.services.entree import Entree
    from imuse_desk.services.lancement import BaseOuverte
    from imuse_desk.services.lectures.comptes import AccueilConnexion
    from imuse_desk.views.main_window import FenetrePrincipale

CODE_ECHEC = 3
FAMILLES_DEMONSTRATION = 2000
PRINCIPALE = "principale"
_MOT_DE_PASSE = re.compile(r"(//[^:@/]*):[^@]*@")


def preparer_application(arguments: list[str]) -> QApplication:
    """The QApplication in French, whatever the language of the system."""
    existante = QApplication.instance()
    application = existante if isinstance(existante, QApplication) else QApplication(arguments)
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    application.setApplicationName("imuse-desk")
    application.setApplicationDisplayName("imuse_desk")
    application.setApplicationVersion(VERSION)
    application.installTranslator(TraductionQt(application))
    traducteur = QTranslator(application)
    if traducteur.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(traducteur)
    return application


def _charger_fenetre() -> None:
    """Import the five tabs away from the screen, so that sign-in takes typing at once."""
    import imuse_desk.services.reinscription.accuse
    import imuse_desk.views.assemblage  # noqa: F401


def _est_attendue(url: str | None, *, demo: bool) -> bool:
    """Whether a base should be there already: a server, or a file that exists."""
    if url is not None and "://" in url and not url.startswith("sqlite:"):
        return True
    fichier = base_demonstration() if demo else base_locale()
    try:
        return (fichier if url is None else Path(url.removeprefix("sqlite:///")).expanduser()).is_file()
    except OSError:
        return False


class _Serveur:
    """The key of the base last opened, for the person who is asked its password; its thread makes it."""

    def __init__(self, coffre: Coffre) -> None:
        self._coffre = coffre
        self.cle: CleServeur | None = None

    def cle_de(self, ou: "URL") -> "CleServeur":
        """The key of an address: it remembers the password typed while the address is the same."""
        from imuse_desk.services.cle_serveur import CleServeur

        if self.cle is None or self.cle.url != ou:
            self.cle = CleServeur(self._coffre, ou)
        return self.cle


class Programme(QObject):
    """The way from the start to the main window, and back to sign-in.

    Sign-in takes typing first; meanwhile the base is opened, the tabs are imported away from the screen, and the main
    window is built one part at a time (``pret`` once it is).
    """

    pret = Signal()

    def __init__(
        self,
        application: QApplication,
        *,
        demo: bool,
        url: str | None,
        journal: Path | None = None,
        familles: int = FAMILLES_DEMONSTRATION,
    ) -> None:
        super().__init__()
        self.application = application
        self._demo, self._url, self._familles = demo, url, familles
        self.reglages = lire_reglages_locaux(dossier_donnees())
        self.executant = Executant(self)
        self.executant.incident.connect(self.montrer_incident)
        self.coffre = Coffre.ouvrir()
        self.ouverte: BaseOuverte | None = None
        self._serveur = _Serveur(self.coffre)
        self.fenetre: QWidget | None = None
        self.principale: FenetrePrincipale | None = None
        self._chantier: Generator[None, None, FenetrePrincipale] | None = None
        self._tour = QTimer(self, interval=0, singleShot=True)
        self._tour.timeout.connect(self._batir)
        self._boite: BoiteEnvoi | None = None
        self._incident: DialogueIncident | None = None
        self._journal = journal
        appliquer_theme(application, self.reglages.theme, self.reglages.taille_texte)  # type: ignore[arg-type]  # checked on reading
        application.aboutToQuit.connect(self.fermer)

    # ---- the base

    @Slot()
    def demarrer(self) -> None:
        """Show sign-in, or how far a base still to be made is, then open the base away from the screen."""
        self._lacher_base()
        if not isinstance(self.fenetre, FenetreConnexion):
            if _est_attendue(self._url, demo=self._demo):
                self._montrer_connexion()
            else:
                self._remplacer(FenetreOuverture())
        QTimer.singleShot(0, self._ouvrir_base)

    @Slot()
    def _ouvrir_base(self) -> None:
        demo, url, familles, serveur = self._demo, self._url, self._familles, self._serveur
        aujourdhui = datetime.now(UTC).astimezone().date()

        def ouvrir(jeton: Jeton) -> "BaseOuverte":
            from imuse_desk.services.lancement import adresse, ouvrir_base

            ou = adresse(url, demo=demo)
            return ouvrir_base(
                ou, demo=demo, familles=familles, aujourdhui=aujourdhui, progres=jeton.avancer, cle=serveur.cle_de(ou)
            )

        progres = self.fenetre.avancer if isinstance(self.fenetre, FenetreOuverture) else None
        self.executant.travailler(ouvrir, self._base_ouverte, self._ouverture_refusee, progres=progres)

    @Slot(object)
    def _ouverture_refusee(self, erreur: Exception) -> None:
        """A server that wants a password is given one by the person; any other refusal is told."""
        from imuse_desk.services.cle_serveur import CODES
        from imuse_desk.views.mot_de_passe_base import DialogueMotDePasseBase

        cle = self._serveur.cle
        if cle is None or not isinstance(erreur, ErreurMetier) or erreur.code not in CODES:
            self._refuser(erreur)
            return
        dialogue = DialogueMotDePasseBase(self.fenetre, cle, erreur)
        dialogue.saisi.connect(self.demarrer)
        dialogue.renonce.connect(self._refuser)
        dialogue.open()

    @Slot(object)
    def _base_ouverte(self, ouverte: "BaseOuverte") -> None:
        from imuse_desk.services.demarrage import EtatBase

        self.ouverte = ouverte
        if ouverte.etat is EtatBase.PRETE:
            self.demander_connexion()
        else:
            self._premier_demarrage(ouverte)

    def _premier_demarrage(self, ouverte: "BaseOuverte") -> None:
        from imuse_desk.models.passerelle import nom_du_poste
        from imuse_desk.services.demarrage import creer_etablissement
        from imuse_desk.views.premier_demarrage import FenetrePremierDemarrage

        aujourdhui = datetime.now(UTC).astimezone().date()
        creer = partial(creer_etablissement, ouverte.base, poste=nom_du_poste())
        premier = FenetrePremierDemarrage(self.executant, creer, aujourdhui, ouverte.nom)
        premier.cree.connect(self._etablissement_cree)
        premier.demonstration_demandee.connect(self._vers_demonstration)
        premier.quitte.connect(self.application.quit)
        self._remplacer(premier)

    @Slot(str)
    def _etablissement_cree(self, identifiant: str) -> None:
        self.reglages.dernier_identifiant = identifiant
        self.demander_connexion()

    @Slot()
    def _vers_demonstration(self) -> None:
        self._lacher_base()
        self._demo, self._url = True, None
        self.demarrer()

    @Slot(object)
    def _refuser(self, erreur: Exception) -> None:
        """A start that fails says why, in a window and in the terminal."""
        numero = "" if isinstance(erreur, ErreurMetier) else signaler_incident(erreur)
        fenetre = FenetreErreurDemarrage(erreur, _MOT_DE_PASSE.sub(r"\1:•••@", self._url or ""), numero)
        suite = f" Incident {numero}." if numero else ""
        sys.stderr.write(f"imuse-desk\u00a0: {fenetre.message.phrase} {fenetre.message.remede}{suite}".rstrip() + "\n")
        fenetre.reessayer.connect(self.demarrer)
        fenetre.quitte.connect(self._quitter_en_echec)
        self._remplacer(fenetre)

    @Slot()
    def _quitter_en_echec(self) -> None:
        self.application.exit(CODE_ECHEC)

    # ---- sign-in

    def _montrer_connexion(self) -> None:
        connexion = FenetreConnexion(self.executant, self.reglages)
        connexion.connecte.connect(self._entrer)
        connexion.quitte.connect(self.application.quit)
        self._remplacer(connexion)

    @Slot()
    def demander_connexion(self) -> None:
        """Sign in to the base that is open."""
        if not isinstance(self.fenetre, FenetreConnexion):
            self._montrer_connexion()
        self.executant.lire(self._porte().accueil, self._accueil_lu, self._refuser)

    def _porte(self) -> "Entree":
        from imuse_desk.models.passerelle import nom_du_poste
        from imuse_desk.services.entree import Entree

        if self.ouverte is None:
            raise RuntimeError("no base is open")
        return Entree(self.ouverte.base, self.ouverte.depot, nom_du_poste(), self.coffre)

    @Slot(object)
    def _accueil_lu(self, accueil: "AccueilConnexion") -> None:
        if isinstance(self.fenetre, FenetreConnexion) and self.ouverte is not None:
            self.fenetre.ouvrir(self._porte(), accueil, self.ouverte.nom)
            self.executant.lire(_charger_fenetre, self._fenetre_chargee)

    # ---- the main window

    @Slot(object)
    def _fenetre_chargee(self, _rien: object) -> None:
        """Build the main window while the person types, one part each time that nothing else is to be done."""
        if self._chantier is None:
            self._ouvrir_chantier()
            self._tour.start()

    def _ouvrir_chantier(self) -> "Generator[None, None, FenetrePrincipale]":
        from imuse_desk.views.assemblage import monter

        self._chantier = monter(self.executant, self.reglages, self.coffre)
        return self._chantier

    @Slot()
    def _batir(self) -> None:
        """One more part of the main window."""
        try:
            next(self._chantier or self._ouvrir_chantier())
            self._tour.start()
        except StopIteration as fin:
            self._tour.stop()
            fenetre: FenetrePrincipale = fin.value
            fenetre.fermee.connect(self.application.quit)
            fenetre.deconnexion_demandee.connect(self._deconnecter)
            fenetre.bus.change.connect(self._reveiller_boite)
            self.principale = fenetre
            self.pret.emit()

    @Slot(object)
    def _reveiller_boite(self, changements: "Changements") -> None:
        """A letter was just written, or is to be sent again: it leaves now."""
        if self._boite is not None and "message" in changements.genres:
            self._boite.reveiller()

    @Slot(object)
    def _entrer(self, ctx: "Contexte") -> None:
        from imuse_desk.services.boite_envoi import BoiteEnvoi
        from imuse_desk.services.reinscription.accuse import papiers_du_courrier

        if isinstance(self.fenetre, FenetreConnexion):
            self.reglages.dernier_site, self.reglages.dernier_identifiant = self.fenetre.choix
        while (principale := self.principale) is None:
            self._batir()
        principale.nom_base = self.ouverte.nom if self.ouverte else ""
        principale.entrer(ctx)
        self._arreter_boite()
        self._boite = BoiteEnvoi(ctx.base, ctx.depot, self.coffre, ctx.poste, papiers=papiers_du_courrier(ctx))
        self._boite.start()
        self._rendre_taille(principale)
        self._remplacer(principale)

    @Slot()
    def _deconnecter(self) -> None:
        if self.principale is not None:
            self.principale.sortir()
        self.demander_connexion()

    # ---- windows

    def _remplacer(self, fenetre: QWidget) -> None:
        """Show a window in place of the one before; the main window is kept, hidden."""
        ancienne, self.fenetre = self.fenetre, fenetre
        fenetre.show()
        if ancienne is self.principale and ancienne is not None:
            ancienne.hide()
        elif ancienne is not None and ancienne is not fenetre:
            ancienne.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            ancienne.close()
            ancienne.deleteLater()

    def _rendre_taille(self, fenetre: "FenetrePrincipale") -> None:
        geometrie = self.reglages.fenetres.get(PRINCIPALE, "")
        if geometrie:
            fenetre.restoreGeometry(QByteArray.fromBase64(geometrie.encode()))
        else:
            fenetre.resize(1366, 728)

    @Slot(object)
    def montrer_incident(self, erreur: Exception) -> None:
        """An unexpected fault: a number, one window whatever their count; drafts stay."""
        numero = signaler_incident(erreur)
        if self.principale is not None:
            self.principale.garder_brouillons()
        if self._incident is not None:
            self._incident.ajouter(numero)
            return
        self._incident = DialogueIncident(self.fenetre, numero, str(self._journal or ""))
        self._incident.finished.connect(self._incident_lu)
        self._incident.open()

    @Slot(int)
    def _incident_lu(self, _resultat: int) -> None:
        self._incident = None

    @Slot()
    def fermer(self) -> None:
        """Leave: preferences written, work under way finished, connections given back."""
        from imuse_desk.services.boite_envoi import finir_les_codes

        if self.principale is not None:
            geometrie = self.principale.saveGeometry().toBase64().data()
            self.reglages.fenetres[PRINCIPALE] = bytes(geometrie).decode()
        ecrire_reglages_locaux(dossier_donnees(), self.reglages)
        self._tour.stop()
        if self._chantier is not None:
            self._chantier.close()
        self.executant.fermer()
        finir_les_codes()
        self._lacher_base()

    def _arreter_boite(self) -> None:
        if self._boite is not None:
            self._boite.arreter()
            self._boite = None

    def _lacher_base(self) -> None:
        self._arreter_boite()
        if self.ouverte is not None:
            self.ouverte.base.fermer()
            self.ouverte = None


def lancer(*, demo: bool, url: str | None) -> int:
    """Run the window; returns the exit code."""
    journal = installer_journal(dossier_journaux())
    application = preparer_application(sys.argv[:1])
    programme = Programme(application, demo=demo, url=url, journal=journal)

    def attraper(genre: type[BaseException], erreur: BaseException, trace: TracebackType | None) -> None:
        if issubclass(genre, KeyboardInterrupt):
            application.quit()
        elif isinstance(erreur, Exception):
            programme.montrer_incident(erreur.with_traceback(trace))

    def attraper_fil(arguments: threading.ExceptHookArgs) -> None:
        """A fault of a thread (outbox): its own signal brings it to the screen's thread."""
        if isinstance(arguments.exc_value, Exception):
            programme.executant.incident.emit(arguments.exc_value)

    # what the start makes lives as long as the program: it is not searched for garbage, now or while lists scroll
    Ramasseur(programme)
    programme.pret.connect(gc.freeze)
    sys.excepthook = attraper
    threading.excepthook = attraper_fil
    programme.demarrer()
    return application.exec()
