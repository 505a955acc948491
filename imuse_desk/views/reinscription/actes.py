"""The acts asked on the Réinscription screen, handed to ``Gestes`` with the dossier and the version now shown."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from imuse_desk.documents.composition import Assemblage
from imuse_desk.domain.reinscription import Action
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.reinscription import DossierVu, EnfantVu
from imuse_desk.services.reinscription.feuilles import Ligne
from imuse_desk.services.reinscription.pieces import PieceImportee
from imuse_desk.views.common.analyses import Analyses
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.composition.dialogue import DialogueAssemblage
from imuse_desk.views.reinscription.affichage import FichierAffiche, PieceAffichee
from imuse_desk.views.reinscription.depot import Depot
from imuse_desk.views.reinscription.feuilles import DemandeFeuilles
from imuse_desk.views.reinscription.gestes import Gestes
from imuse_desk.views.reinscription.liste import ListeReinscriptions
from imuse_desk.views.reinscription.page import PageReinscription
from imuse_desk.views.reinscription.presentateur import pieces_affichees

Sources = tuple[Path | Assemblage, ...]


class Ecran(Protocol):
    """What the acts ask of the screen."""

    dossier: DossierVu | None
    liste: ListeReinscriptions

    @property
    def enfant(self) -> EnfantVu | None:
        """The child shown."""

    @property
    def foyer_id(self) -> int | None:
        """The household now open."""

    @property
    def contexte(self) -> Contexte:
        """Who is signed in."""

    def version(self, enfant: EnfantVu) -> int:
        """Newest version known of a child's answer."""

    def a_jour(self, acte: Callable[[], None]) -> None:
        """Do something once every tick pressed is in the base and shown."""


class Actes(QObject):
    """Slots of the screen's buttons and menus."""

    def __init__(self, page: PageReinscription, ecran: Ecran, gestes: Gestes, depot: Depot, bus: Bus) -> None:
        super().__init__(page)
        self._depot = depot
        self._fenetre: QWidget = page
        self._ecran, self._gestes, self._bus = ecran, gestes, bus
        self._analyses = Analyses(gestes.executant, bus, self)
        gestes.fait.connect(self._lire_les_pieces)
        page.menu.triggered.connect(self._acte_choisi)
        page.menu_inscrire.triggered.connect(self._inscrire)
        page.menu_quotient.triggered.connect(self._quotient_choisi)
        page.conditions.correction_demandee.connect(self._corriger_condition)
        page.cours.retrait_demande.connect(self._retirer_cours)
        page.cours.ajout_demande.connect(self._ajouter_cours)
        page.pieces.import_demande.connect(self._importer)
        page.pieces.feuilles_demandees.connect(self._choisir_feuilles)
        page.pieces.suppression_demandee.connect(self._supprimer_piece)
        page.pieces.verification_demandee.connect(self._verifier_piece)
        page.pieces.courrier_demande.connect(self._ecrire)
        page.pieces.revenus_declines.connect(self._decliner)
        page.pieces.revenus_repris.connect(self._reprendre_revenus)
        page.declaration.lecture_demandee.connect(self._lire_declaration)

    @Slot(QAction)
    def _inscrire(self, acte: QAction) -> None:
        if self._ecran.foyer_id is not None:
            self._gestes.inscrire(self._ecran.contexte, self._ecran.foyer_id, acte.data())

    @Slot(QAction)
    def _acte_choisi(self, acte: QAction) -> None:
        if isinstance(acte.data(), int):  # a new pupil
            self._inscrire(acte)
            return
        gestes = {
            Action.NE_PAS_REINSCRIRE: self._gestes.ne_pas_reinscrire,
            Action.METTRE_EN_CONGE: self._gestes.mettre_en_conge,
            Action.REFUSER: self._gestes.refuser,
            Action.ROUVRIR: self._gestes.rouvrir,
        }
        self._sur_enfant(gestes[acte.data()])

    def _sur_enfant(self, geste: Callable[[Contexte, EnfantVu, int], None]) -> None:
        """An act on the child now shown, with the version that the ticks just pressed give it."""
        vise = self._ecran.enfant.eleve_id if self._ecran.enfant is not None else 0

        def faire() -> None:
            enfants = self._ecran.dossier.enfants if self._ecran.dossier is not None else ()
            enfant = next((e for e in enfants if e.eleve_id == vise), None)
            if enfant is not None:
                geste(self._ecran.contexte, enfant, self._ecran.version(enfant))

        self._ecran.a_jour(faire)

    @Slot(QAction)
    def _quotient_choisi(self, acte: QAction) -> None:
        if self._ecran.dossier is not None:
            geste = self._gestes.relever_quotient if acte.data() == "caf" else self._gestes.calculer_quotient
            geste(self._ecran.contexte, self._ecran.dossier)

    @Slot(str)
    def _corriger_condition(self, genre: str) -> None:
        def corriger(ctx: Contexte, enfant: EnfantVu, version: int) -> None:
            condition = next(c for c in enfant.conditions if c.genre == genre)
            self._gestes.noter_condition(ctx, enfant, version, condition)

        self._sur_enfant(corriger)

    @Slot()
    def _ajouter_cours(self) -> None:
        self._sur_enfant(self._gestes.ajouter_cours)

    @Slot(object)
    def _retirer_cours(self, cours_id: int) -> None:
        def retirer(ctx: Contexte, enfant: EnfantVu, version: int) -> None:
            if any(x.cours_id == cours_id for x in enfant.lignes):
                self._gestes.retirer_cours(ctx, enfant, version, cours_id)

        self._sur_enfant(retirer)

    @Slot(object, object)
    def _importer(self, piece: PieceAffichee, chemins: tuple[Path, ...]) -> None:
        """Several files: one document or as many, the person says which."""
        if self._ecran.dossier is None:
            return
        commande = partial(self._gestes.importer, self._ecran.contexte, self._ecran.dossier, piece)
        if len(chemins) == 1:
            self._envoyer(commande, chemins)
            return
        self._a_importer = commande
        dialogue = DialogueAssemblage(self._gestes.executant, piece.nom, chemins, self._fenetre)
        dialogue.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialogue.choisi.connect(self._fichiers_choisis)
        dialogue.open()

    @Slot(object)
    def _fichiers_choisis(self, sources: Sources) -> None:
        self._envoyer(self._a_importer, sources)

    def _envoyer(self, commande: Callable[[Sources], None], sources: Sources) -> None:
        self._bus.dire("Examen des fichiers…")
        commande(sources)

    @Slot(object, str)
    def _lire_les_pieces(self, fait: Fait[Any], _phrase: str) -> None:
        """Files just received are read in the background."""
        recues = fait.resultat if isinstance(fait.resultat, list) else []
        ids = [p.piece_id for p in recues if isinstance(p, PieceImportee) and p.est_recue and p.piece_id is not None]
        if ids:
            self._analyses.demander(self._ecran.contexte, ids)

    @Slot()
    def _choisir_feuilles(self) -> None:
        """Which rows get a cover sheet: those that still lack a file are proposed."""
        dossier = self._ecran.dossier
        if dossier is not None:
            self._a_imprimer = partial(self._depot.ouvrir_feuilles, self._ecran.contexte, dossier.dossier_id)
            self._feuilles = DemandeFeuilles(self._fenetre, pieces_affichees(dossier))
            self._feuilles.choisies.connect(self._imprimer_feuilles)
            self._feuilles.open()

    @Slot(object)
    def _imprimer_feuilles(self, lignes: frozenset[Ligne]) -> None:
        self._a_imprimer(lignes)

    @Slot(object)
    def _verifier_piece(self, fichier: FichierAffiche) -> None:
        self._bus.ouvrir("piece", fichier.piece_id)

    @Slot(object)
    def _supprimer_piece(self, fichier: FichierAffiche) -> None:
        self._gestes.supprimer_piece(self._ecran.contexte, fichier)

    @Slot()
    def _ecrire(self) -> None:
        """The list behind the dossier has the same letter for many families."""
        if self._ecran.foyer_id is not None:
            self._ecran.liste.demande.demander(self._ecran.contexte, [self._ecran.foyer_id])

    @Slot()
    def _decliner(self) -> None:
        if self._ecran.dossier is not None:
            self._gestes.decliner_revenus(self._ecran.contexte, self._ecran.dossier)

    @Slot()
    def _reprendre_revenus(self) -> None:
        if self._ecran.dossier is not None:
            self._gestes.reprendre_revenus(self._ecran.contexte, self._ecran.dossier)

    @Slot()
    def _lire_declaration(self) -> None:
        if self._ecran.dossier is not None:
            fenetre = Confirmation(
                self._fenetre,
                f"Déclaration — version {self._ecran.dossier.declaration.numero}",
                self._ecran.dossier.declaration.texte,
                "Fermer",
                nom_icone="file-text",
            )
            fenetre.renoncer.hide()
            fenetre.open()
