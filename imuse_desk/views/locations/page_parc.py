"""The park: every instrument and where it stands; enter one, hire it, take it back, note what happens to it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.locations import EtatAssurance, Situation
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.locations.attente import LOUABLES
from imuse_desk.services.locations.contrats import EleveALouer, eleves_a_louer
from imuse_desk.services.locations.parc import (
    EvenementVu,
    InstrumentVu,
    lire_historique,
    lister_parc,
)
from imuse_desk.views.common.boutons import avec_caret, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.locations.gestes import GestesInstrument
from imuse_desk.views.locations.mots import COLONNES, INSTRUMENTS, cellules
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

DEHORS = (Situation.LOUE, Situation.EN_RETARD)
A_ASSURER, NON_ASSURES = "a_assurer", (EtatAssurance.MANQUANTE, EtatAssurance.EXPIREE)
PREMIER = "Ajoutez le premier instrument du parc."


class PageParc(QWidget):
    """``PageParc(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._vus: dict[int, InstrumentVu] = {}
        self.gestes = GestesInstrument(executant, bus, ctx, self)
        self.situation = ListeChoix(
            [("", "Toutes les situations"), *((s, s.libelle) for s in Situation), (A_ASSURER, "Assurance à demander")]
        )
        self.situation.poser_valeur("")
        self.situation.setAccessibleName("Situation")
        self.situation.setFixedWidth(px(180))
        self.carte = Carte("Instruments", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Instruments")
        self.table.brancher(self.modele)
        self.vide = EtatVide("guitar", "Aucun instrument", PREMIER)
        self.table.poser_vide(self.vide)
        self.carte.ajouter(self.table, 1)
        self.histoire = texte("", "second", replie=True)
        self.ajouter = secondaire("&Ajouter…", "plus")
        self.noter = secondaire("&Noter…", "pencil-simple")
        self.rendre = secondaire("&Retour…", "arrow-u-up-left")
        self.renouveler = secondaire("Ren&ouveler…", "arrow-clockwise")
        self.imprimer = secondaire("&Imprimer le contrat…", "printer")
        self.autres = secondaire("&Plus")
        self._composer_menu()
        self.louer = primaire("&Louer…", "user")
        haut, bas = QHBoxLayout(), QHBoxLayout()
        haut.addWidget(self.situation)
        haut.addStretch(1)
        haut.addWidget(self.ajouter)
        bas.setSpacing(12)
        bas.addWidget(self.histoire, 1)
        for bouton in (self.autres, self.imprimer, self.noter, self.rendre, self.renouveler, self.louer):
            bas.addWidget(bouton)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(haut)
        page.addWidget(self.carte, 1)
        page.addLayout(bas)
        fiche = FicheListe("locations.parc", "Parc d’instruments", INSTRUMENTS)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche)
        suivre_le_regard(self)
        self.setFocusProxy(self.situation)
        self.situation.modifiee.connect(self._montrer)
        self.table.choix_change.connect(self._choisi)
        self.table.lien_suivi.connect(self._suivre)
        for bouton, geste in (
            (self.ajouter, self.gestes.ajouter), (self.noter, self.gestes.noter), (self.imprimer, self.gestes.imprimer),
            (self.rendre, self.gestes.rendre), (self.renouveler, self.gestes.renouveler),
            (self.louer, self.gestes.louer),
        ):  # fmt: skip
            bouton.clicked.connect(geste)
        self.gestes.fait.connect(self.relire)
        bus.change.connect(self._objets_changes)
        self._choisi(None)

    def _composer_menu(self) -> None:
        """The rarer acts."""
        menu = QMenu(self.autres)
        self.modifier = menu.addAction("&Modifier la fiche…")
        self.photographier = menu.addAction("Ajouter une &photo…")
        self.voir_photo = menu.addAction("&Voir la photo")
        menu.addSeparator()
        self.voir_attestation = menu.addAction("Voir le cer&tificat d’assurance")
        self.attester = menu.addAction("Attestation d’a&ssurance…")
        self.annuler = menu.addAction("A&nnuler le contrat…")
        self.modifier.triggered.connect(self.gestes.modifier)
        self.photographier.triggered.connect(self.gestes.choisir_photo)
        self.voir_photo.triggered.connect(self.gestes.voir_photo)
        self.attester.triggered.connect(self.gestes.demander_attestation)
        self.voir_attestation.triggered.connect(self.gestes.voir_attestation)
        self.annuler.triggered.connect(self.gestes.annuler)
        self.autres.setMenu(menu)
        avec_caret(self.autres)

    @property
    def demande(self) -> Demande | None:
        """The dialog of the act under way."""
        return self.gestes.demande

    @Slot()
    def relire(self) -> None:
        """Read the park again."""
        self._executant.lire(partial(lister_parc, self._ctx), self._lus, self._refuses, cle="parc")
        self._executant.lire(partial(eleves_a_louer, self._ctx), self._eleves_lus, self._refuses, cle="eleves")

    @Slot(object)
    def _eleves_lus(self, eleves: tuple[EleveALouer, ...]) -> None:
        self.gestes.eleves = eleves

    @Slot(object)
    def _lus(self, vus: Sequence[InstrumentVu]) -> None:
        self._vus = {v.instrument_id: v for v in vus}
        self._montrer()

    @Slot()
    def _montrer(self) -> None:
        voulue = self.situation.valeur()
        if self._vus:
            self.vide.dire("Aucun instrument", f"Aucun dans cette situation\u00a0: {self.situation.currentText()}.")
        else:
            self.vide.dire("Aucun instrument", PREMIER)
        self.modele.poser(
            (i, cellules(v)) for i, v in self._vus.items() if voulue in ("", v.situation) or _repond(v, voulue)
        )
        self._choisi(self.table.choisi())

    @Slot(object)
    def _refuses(self, erreur: Exception) -> None:
        self.histoire.setText(texte_erreur(erreur).court)

    @property
    def _instrument(self) -> InstrumentVu | None:
        ident = self.table.choisi()
        return self._vus.get(ident) if isinstance(ident, int) else None

    @Slot(object)
    def _choisi(self, _ident: object) -> None:
        vu, peut = self._instrument, self._ctx.peut(Permission.MODIFIER_FAMILLE)
        self.gestes.choisir(vu)
        self.autres.setEnabled(vu is not None)
        for acte in (self.modifier, self.photographier):
            acte.setEnabled(peut and vu is not None)
        self.photographier.setText("Remplacer la &photo…" if vu and vu.photo_sha256 else "Ajouter une &photo…")
        self.voir_photo.setEnabled(bool(vu and vu.photo_sha256))
        for acte in (self.attester, self.annuler):
            acte.setEnabled(peut and bool(vu and vu.contrat_id))
        self.ajouter.setVisible(peut)
        self.noter.setEnabled(peut and vu is not None)
        self.voir_attestation.setEnabled(bool(vu and vu.a_attestation))
        for bouton in (self.rendre, self.renouveler):
            bouton.setEnabled(peut and vu is not None and vu.situation in DEHORS)
        self.imprimer.setEnabled(vu is not None and vu.contrat_id is not None)
        self.louer.setEnabled(peut and vu is not None and vu.situation in LOUABLES)
        self.histoire.setText("")
        if vu is not None:
            lecture = partial(lire_historique, self._ctx, vu.instrument_id)
            self._executant.lire(lecture, self._histoire_lue, self._refuses, cle="histoire")

    @Slot(object)
    def _histoire_lue(self, histoire: Sequence[EvenementVu]) -> None:
        lignes = (" · ".join(filter(None, (date_fr(e.le), e.genre.libelle, e.detail))) for e in histoire[:3])
        self.histoire.setText("\n".join(lignes))

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"instrument", "contrat_location", "attente_location"}:
            self.relire()

    @Slot(object, str)
    def _suivre(self, ident: int, colonne: str) -> None:
        vu = self._vus.get(ident)
        if vu is not None and colonne == "assurance":
            self.gestes.choisir(vu)
            self.gestes.voir_attestation()
        elif vu is not None and vu.foyer_id is not None:
            self._bus.ouvrir("foyer", vu.foyer_id)


def _repond(vu: InstrumentVu, voulue: object) -> bool:
    """Whether an instrument is among those to insure, or to overhaul wherever it is."""
    if voulue == A_ASSURER:
        return vu.assurance in NON_ASSURES
    return voulue == Situation.A_REVISER and vu.est_a_reviser
