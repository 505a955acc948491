"""The window of the régie: batch calls, slips, the check of the pieces; each page for who may use it."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.feuille import Feuille
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation import exports
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fenetre_reglages import FenetreReglages
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.regie.page_a_classer import PageAClasser
from imuse_desk.views.regie.page_appels import PageAppels
from imuse_desk.views.regie.page_bordereaux import PageBordereaux
from imuse_desk.views.regie.page_caisse import PageCaisse
from imuse_desk.views.regie.page_clotures import PageClotures
from imuse_desk.views.regie.page_etats import PageEtats
from imuse_desk.views.regie.page_feuille import PageFeuille
from imuse_desk.views.regie.page_niveaux import PageNiveaux
from imuse_desk.views.regie.page_payeurs import PagePayeurs
from imuse_desk.views.regie.page_rectifications import PageRectifications
from imuse_desk.views.regie.page_reglages import PageRegie
from imuse_desk.views.regie.page_regles import PageRegles
from imuse_desk.views.regie.page_relances import PageRelances
from imuse_desk.views.regie.page_remboursements import PageRemboursements
from imuse_desk.views.regie.page_verifier import PageVerifier

Page: TypeAlias = tuple[Permission, Callable[[Executant, Bus, Contexte], QWidget]]


def _reglements(executant: Executant, bus: Bus, ctx: Contexte) -> QWidget:
    mots, lire = Mots("règlement", "règlements"), exports.exporter_reglements
    indice = "Payeur, famille, reçu…"
    return PageFeuille(executant, bus, ctx, "Règlements", mots, exports.REGLEMENTS, lire, indice=indice)


def _soldes(executant: Executant, bus: Bus, ctx: Contexte) -> QWidget:
    def lire(ctx: Contexte, _periode: exports.Periode) -> Feuille:
        return exports.exporter_soldes(ctx)

    mots = Mots("solde", "soldes")
    return PageFeuille(executant, bus, ctx, "Soldes", mots, exports.SOLDES, lire, est_datee=False)


def _ecritures(executant: Executant, bus: Bus, ctx: Contexte) -> QWidget:
    mots = Mots("ligne", "lignes", est_feminin=True)
    return PageFeuille(executant, bus, ctx, "Écritures", mots, exports.ECRITURES, exports.exporter_ecritures)


class FenetreRegie(FenetreReglages):
    """``FenetreRegie(executant, bus, ctx, parent)`` then ``show()``; closing it stops a batch between two chunks."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        parties: dict[tuple[str, str], dict[str, Page]] = {
            ("Facturer", "receipt"): {
                "Appels": (Permission.EMETTRE, self._appels),
                "Rectifications": (Permission.EMETTRE, self._rectifications),
            },
            ("Encaisser", "cash-register"): {
                "Bordereaux": (Permission.ENCAISSER, PageBordereaux),
                "Caisse": (Permission.ENCAISSER, PageCaisse),
                "À classer": (Permission.ENCAISSER, PageAClasser),
                "Remboursements": (Permission.ENCAISSER, PageRemboursements),
                "Clôtures": (Permission.ENCAISSER, PageClotures),
            },
            ("Relancer", "bell"): {
                "Relances": (Permission.EMETTRE, PageRelances),
                "Niveaux": (Permission.EMETTRE, PageNiveaux),
            },
            ("Relire", "table"): {
                "États": (Permission.EMETTRE, PageEtats),
                "Règlements": (Permission.EMETTRE, _reglements),
                "Soldes": (Permission.EMETTRE, _soldes),
                "Écritures": (Permission.EMETTRE, _ecritures),
                "Vérifier": (Permission.EMETTRE, PageVerifier),
            },
            ("Régler", "gear"): {
                "Payeurs": (Permission.EMETTRE, PagePayeurs),
                "Règles": (Permission.EMETTRE, PageRegles),
                "Réglages": (Permission.EMETTRE, PageRegie),
            },
        }
        permises = {
            titre: page
            for pages in parties.values()
            for titre, (permission, page) in pages.items()
            if ctx.peut(permission)
        }
        self._longues: list[PageAppels | PageRectifications] = []
        super().__init__(
            executant, bus, ctx, "Régie", permises, parent,
            parties=[(nom, icone, list(pages)) for (nom, icone), pages in parties.items()],
        )  # fmt: skip

    def _appels(self, executant: Executant, bus: Bus, ctx: Contexte) -> QWidget:
        return self._longue(PageAppels(executant, bus, ctx, self.barre))

    def _rectifications(self, executant: Executant, bus: Bus, ctx: Contexte) -> QWidget:
        return self._longue(PageRectifications(executant, bus, ctx, self.barre))

    def _longue(self, page: PageAppels | PageRectifications) -> QWidget:
        """A page whose work is stopped when the window closes."""
        self._longues.append(page)
        return page

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802, D102
        for page in self._longues:
            page.arreter()
        super().closeEvent(event)
