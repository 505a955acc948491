"""The letters of the site: which are to be printed, which wait, which failed and why; printed or sent again by hand."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import A_TRAITER
from imuse_desk.services.lectures.coordonnees import MESSAGE
from imuse_desk.services.lectures.courrier import (
    QUAND,
    EtatBoiteEnvoi,
    LigneMessage,
    etat_boite_envoi,
    lire_lignes_messages,
    lister_messages,
)
from imuse_desk.services.lectures.listes_typees import ListeLue, Regroupement, former_groupes
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import BarreActions
from imuse_desk.views.common.boutons import lien, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.puces import Filtres
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.courriers.gestes import GestesCourriers
from imuse_desk.views.courriers.mots import (
    COLONNES,
    FAMILLE,
    FILTRES,
    SUJET,
    cellules,
    phrase_compte,
    phrase_remede,
    verbe_imprimer,
    verbe_relancer,
)
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe, OutilsListe
from imuse_desk.views.listes.photo import Lecture, des_lignes
from imuse_desk.views.tables.groupes import Groupe
from imuse_desk.views.tables.modeles import ModelePagine
from imuse_desk.views.tables.vue import TableListe

RELANCABLES = (*A_TRAITER, "a_envoyer", "imprime")
SANS_CHOIX = "Choisissez un ou plusieurs courriers."


class FenetreCourriers(QWidget):
    """``FenetreCourriers(executant, ctx, bus, parent)`` then ``filtrer(states)``, ``show()``."""

    def __init__(self, executant: Executant, ctx: Contexte, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._ctx, self._bus = executant, ctx, bus
        self.tri: tuple[str, bool] = (QUAND, False)
        self.groupe = ""
        self._peut = ctx.peut(Permission.ENVOYER_COURRIER)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Courriers")
        self.gestes = GestesCourriers(executant, bus)
        self.filtres = Filtres(FILTRES)
        self.compte = texte(role="second")
        self.refus = Bandeau("warn", "")
        self.refus.hide()
        self.modele = ModelePagine[LigneMessage](
            COLONNES,
            partial(partial, lire_lignes_messages, ctx),
            partial(cellules, ctx),
            executant,
            self,
        )
        self.table = TableListe("Courriers", est_multiple=True)
        self.tous = secondaire("Effacer le filtre", "x")
        self.vide = EtatVide("envelope-simple", "Aucun courrier", "", self.tous)
        self.message = texte(SANS_CHOIX, "second", replie=True)
        self.annuler = lien("&Annuler", petit=True)
        self.ouvrir = secondaire("&Ouvrir le document", "file-pdf")
        self.relancer = secondaire(verbe_relancer(1), "paper-plane-tilt")
        self.imprimer = primaire(verbe_imprimer(1), "check-bold")
        self._composer()
        self._brancher()
        self.resize(QSize(px(1264), px(600)).boundedTo(self.screen().availableSize()))
        self.table.montrer_tri(QUAND, est_croissant=False)
        self._choix_change()
        self.outils.entrer(ctx)
        self.relire()

    def _composer(self) -> None:
        self.table.brancher(self.modele)
        self.table.poser_vide(self.vide)
        fiche = FicheListe("courriers", "Courriers", Mots("courrier", "courriers"), genre=MESSAGE)
        self.outils = OutilsListe(self.table, fiche, self, self._executant, self._bus)
        haut = QHBoxLayout()
        haut.addWidget(self.filtres, 1)
        haut.addWidget(self.compte)
        haut.addWidget(self.outils.bouton)
        carte = Carte("", pleine_largeur=True)
        carte.ajouter(self.table, 1)
        carte.ajouter(self.outils.pied)
        corps = QVBoxLayout()
        corps.setContentsMargins(24, 16, 24, 12)
        corps.setSpacing(12)
        corps.addLayout(haut)
        corps.addWidget(self.refus)
        corps.addWidget(carte, 1)
        barre = BarreActions(self.message, self.annuler, self.ouvrir, self.relancer, self.imprimer)
        for bouton in (self.relancer, self.imprimer):
            bouton.setVisible(self._peut)
        self.annuler.hide()
        barre.mettre_sous(corps, QVBoxLayout(self))

    def _brancher(self) -> None:
        self.filtres.filtres_changes.connect(self._filtre_change)
        self.tous.clicked.connect(self._effacer_filtre)
        self.table.ouverte.connect(self._ouvrir_document)
        self.table.lien_suivi.connect(self._suivre)
        self.table.selectionModel().selectionChanged.connect(self._choix_change)
        self.modele.dataChanged.connect(self._choix_change)
        self.ouvrir.clicked.connect(self._ouvrir_choisi)
        self.relancer.clicked.connect(self._relancer)
        self.imprimer.clicked.connect(self._imprimer)
        self.annuler.clicked.connect(self.gestes.annuler)
        self.gestes.document_lu.connect(self._montrer_document)
        self.gestes.fait.connect(self._dire_fait)
        self.gestes.refuse.connect(self._dire_refus)
        self._bus.change.connect(self._objets_changes)
        sur_echap(self, self.close)
        toucher("F5", "Actualiser", self, self.relire)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802, D102
        super().showEvent(event)
        self.table.setFocus()

    # ---- the list

    def filtrer(self, etats: Sequence[str]) -> None:
        """Show the messages in these states alone."""
        self.filtres.poser(etats)
        self._oublier_message()
        self.relire()

    @Slot()
    def relire(self) -> None:
        """Read the list again; what is chosen stays chosen."""
        lecture = partial(_lire, self._ctx, self.filtres.choisis(), self.tri, self.groupe)
        self._executant.lire(lecture, self._lue, self._illisible, cle="courriers")

    @Slot(object)
    def _lue(self, lue: tuple[ListeLue, EtatBoiteEnvoi]) -> None:
        liste, etat = lue
        libelles = self.filtres.libelles()
        groupes = None if liste.groupes is None else [Groupe(g.libelle, len(g.ids), {}) for g in liste.groupes]
        if list(self.modele.ids) != liste.montres or groupes is not None or self.modele.est_groupe:
            self.modele.poser_ids(liste.montres, groupes)
        self.modele.rafraichir()
        self.compte.setText(phrase_compte(len(liste.ids), liste.total, etat, est_filtre=bool(libelles)))
        self.tous.setVisible(bool(libelles))
        if libelles:
            mots = " et ".join(f"«\u00a0{mots}\u00a0»" for mots in libelles)
            self.vide.dire("Aucun courrier ne correspond", f"Le filtre {mots} ne laisse rien.")
        else:
            self.vide.dire("Aucun courrier pour l’instant", "Les accusés de réception des familles arriveront ici.")
        self._choix_change()

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        self._dire_refus(texte_erreur(erreur).court)

    @Slot(object)
    def _filtre_change(self, _cles: object) -> None:
        self._oublier_message()
        self.relire()

    @Slot()
    def _effacer_filtre(self) -> None:
        self.filtrer(())

    # ---- what the tools of the list ask

    def ordonner(self, tri: tuple[str, bool], groupe: str) -> None:
        """Show the letters sorted and grouped so."""
        self.tri, self.groupe = tri, groupe
        self.table.montrer_tri(tri[0], est_croissant=tri[1])
        self.relire()

    def lecture(self, idents: Sequence[int]) -> Lecture:
        """How to read the values of these letters."""
        return lecture_messages(self._ctx, tuple(idents))

    def filtre(self) -> tuple[str, tuple[str, ...]]:
        """The states in force."""
        return "", self.filtres.choisis()

    def poser_filtre(self, _texte: str, pastilles: Sequence[str]) -> None:
        """Show these states alone."""
        self.filtres.poser(pastilles)

    def mots_du_filtre(self) -> tuple[str, ...]:
        """What filters the letters, in words."""
        return self.filtres.libelles()

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "message" in changements.genres:
            self.relire()

    # ---- what is chosen

    def _choisis(self, etats: Sequence[str]) -> list[int]:
        """Messages chosen in one of these states; a row not read yet counts."""
        lignes = [(ident, self.modele.ligne(ident)) for ident in self.table.choisis()]
        return [ident for ident, ligne in lignes if ligne is None or ligne.etat in etats]

    @Slot()
    def _choix_change(self) -> None:
        """The verbs say how many messages they will act on."""
        choisis = self.table.choisis()
        a_imprimer, a_relancer = self._choisis(A_TRAITER), self._choisis(RELANCABLES)
        self.imprimer.setText(verbe_imprimer(len(a_imprimer)))
        self.imprimer.setEnabled(bool(a_imprimer))
        self.relancer.setText(verbe_relancer(len(a_relancer)))
        self.relancer.setEnabled(bool(a_relancer))
        self.ouvrir.setEnabled(len(choisis) == 1)
        if not self.annuler.isVisibleTo(self):
            self.message.setText(self._phrase_choix(len(choisis)))

    def _phrase_choix(self, n: int) -> str:
        if n == 0:
            return SANS_CHOIX
        ligne = self.modele.ligne(self.table.choisi()) if n == 1 else None
        if ligne is not None:
            return phrase_remede(ligne)
        return "" if n == 1 else f"{n} courriers choisis"

    @Slot()
    def _imprimer(self) -> None:
        self._oublier_message()
        self.gestes.imprimer(self._ctx, self._choisis(A_TRAITER))

    @Slot()
    def _relancer(self) -> None:
        self._oublier_message()
        self.gestes.relancer(self._ctx, self._choisis(RELANCABLES))

    def _oublier_message(self) -> None:
        self.refus.hide()
        self.annuler.hide()

    @Slot(str, bool)
    def _dire_fait(self, phrase: str, est_annulable: bool) -> None:  # noqa: FBT001  Qt signal
        self.message.setText(phrase)
        self.annuler.setVisible(est_annulable)

    @Slot(str)
    def _dire_refus(self, phrase: str) -> None:
        self.refus.montrer("warn", phrase)
        self.refus.show()

    # ---- opening

    @Slot()
    def _ouvrir_choisi(self) -> None:
        self._ouvrir_document(self.table.choisi())

    @Slot(object)
    def _ouvrir_document(self, ident: int | None) -> None:
        if ident is not None:
            self.refus.hide()
            self.gestes.ouvrir_message(self._ctx, ident)

    @Slot(str, object)
    def _montrer_document(self, nom: str, octets: bytes) -> None:
        FenetrePapier(self._executant, nom, octets, self).show()

    @Slot(object, str)
    def _suivre(self, ident: int, colonne: str) -> None:
        """A family opens in the main window, which this one stops hiding."""
        ligne = self.modele.ligne(ident)
        if colonne == SUJET:
            self._ouvrir_document(ident)
        elif colonne == FAMILLE and ligne is not None and ligne.foyer_id is not None:
            self._bus.ouvrir("foyer", ligne.foyer_id)
            self.close()


def lecture_messages(ctx: Contexte, idents: Sequence[int]) -> Lecture:
    """The values of letters, read back from their cells."""
    return des_lignes(COLONNES, partial(lire_lignes_messages, ctx), partial(cellules, ctx), idents)


def _lire(
    ctx: Contexte, etats: Sequence[str], tri: tuple[str, bool], groupe: str
) -> tuple[ListeLue, EtatBoiteEnvoi]:  # fmt: skip
    lue = lister_messages(ctx, etats, tri[0], est_croissant=tri[1])
    groupes = None
    if groupe:
        valeurs = lecture_messages(ctx, lue.ids)([groupe])
        nature = next(colonne.nature for colonne in COLONNES if colonne.cle == groupe)
        groupes = former_groupes(lue.ids, valeurs, Regroupement(groupe, nature))
    return ListeLue(lue.ids, lue.total, groupes), etat_boite_envoi(ctx)
