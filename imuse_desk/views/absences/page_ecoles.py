"""Copies for the partner schools: what each would be sent, seen, sent at once, printed, withdrawn until one leaves."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.relances import Canal
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.copies_ecoles import (
    Copiees,
    annuler_copies,
    envoyer_copies,
    imprimer_copies,
    marquer_copies,
    voir_copie,
)
from imuse_desk.services.suivi.ecoles import (
    ApercuCopies,
    DemandeCopies,
    EcoleVue,
    Proposition,
    apercu_copies,
    proposer_copies,
)
from imuse_desk.views.absences import mots_ecoles as mots
from imuse_desk.views.absences.lots import ActesLot, PageLots
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurDate, ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.filtres import rangee_de_listes
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

GENRES = {"copie_ecole", "ecole", "absence", "seance", "bulletin", "message"}
PORTEE = (
    "Seuls les cours à horaires aménagés y figurent\u00a0: jour, cours, justifiée ou non. Ni motif, ni adresse des "
    "familles, ni montant. Tant que rien n’est parti, le lot peut être annulé."
)

UNE_PAR_ECOLE = "Une copie par établissement. Tant que rien n’est parti, le lot peut être annulé."

ACTES = ActesLot(imprimer_copies, marquer_copies, annuler_copies, mots.COPIES, mots.COPIES, "à envoyer de nouveau")


class PageEcoles(PageLots):
    """``PageEcoles(executant, bus, ctx)`` then ``relire()``; ``joindre(periode_id)`` asks for its bulletins."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx, ACTES)
        self._apercu: ApercuCopies | None = None
        self._ecoles: dict[int, EcoleVue] = {}
        self._voulue: int | None = None
        self.sans_ecole = Bandeau("warn", "")
        self.du, self.au = EditeurDate(ctx.aujourdhui), EditeurDate(ctx.aujourdhui)
        self.periode = ListeChoix([(None, "Sans les bulletins")])
        self.canal = ListeChoix(mots.CANAUX)
        self.canal.poser_valeur(Canal.COURRIEL)
        self.modele = ModeleFixe(mots.COLONNES, self)
        self.table = TableListe("Établissements scolaires partenaires")
        self.table.brancher(self.modele)
        self.table.poser_vide(
            EtatVide("buildings", "Aucun établissement", "Aucun élève à horaires aménagés n’a d’établissement connu.")
        )
        self.carte = Carte("Établissements scolaires", pleine_largeur=True)
        self.voir = secondaire("&Voir la copie…", "file-pdf")
        self.envoyer = primaire("&Envoyer…", "envelope-simple")
        self._composer()
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self._brancher()
        self.actualiser()

    def _composer(self) -> None:
        self.sans_ecole.hide()
        quoi = QHBoxLayout()
        quoi.setSpacing(8)
        for libelle, editeur, nom in (("Absences &du", self.du, "Du"), ("&au", self.au, "Au")):
            etiquette = texte(libelle, "libelle")
            etiquette.setBuddy(editeur)
            editeur.setAccessibleName(nom)
            editeur.setFixedWidth(px(120))
            quoi.addWidget(etiquette)
            quoi.addWidget(editeur)
        listes = (("&Bulletins", self.periode, "Bulletins joints", 200), ("Env&oi", self.canal, "Envoi", 190))
        quoi.addLayout(rangee_de_listes(listes))
        quoi.addStretch(1)
        lots = rangee_de_listes((("&Lots", self.lots, "Lots écrits", 300),))
        lots.addStretch(1)
        self.lots.poser_dans(lots)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("absences.ecoles", "Établissements scolaires", mots.ETABLISSEMENTS)
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(self.carte, self.table, fiche)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(quoi)
        page.addLayout(lots)
        for bandeau in (self.echec, self.sans_ecole):
            page.addWidget(bandeau)
        page.addWidget(self.carte, 1)
        page.addLayout(rangee_actions(texte(PORTEE, "second", replie=True), self.voir, self.envoyer))

    def _brancher(self) -> None:
        for editeur in (self.du, self.au):
            editeur.editingFinished.connect(self._relire_ecoles)
        self.periode.modifiee.connect(self._relire_ecoles)
        self.canal.modifiee.connect(self._montrer_ecoles)
        self.table.selectionModel().selectionChanged.connect(self.actualiser)
        self.table.ouverte.connect(self._voir)
        self.voir.clicked.connect(self._voir)
        self.envoyer.clicked.connect(self._demander)
        self._bus.change.connect(self._objets_changes)

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read what to ask for, then the schools."""
        self._executant.lire(partial(proposer_copies, self._ctx), self._proposee, self.refuser, cle="proposition")

    def joindre(self, periode_id: int | None) -> None:
        """Ask for the bulletins of a period."""
        self._voulue = periode_id
        self.relire()

    @Slot(object)
    def _proposee(self, proposition: Proposition) -> None:
        demande = proposition.demande
        if not self.du.text() or not self.au.text():
            self.du.poser_valeur(demande.du_le)
            self.au.poser_valeur(demande.au_le)
        choisie = self.periode.valeur() if self._apercu is not None else demande.periode_id
        self.periode.poser_choix([(None, "Sans les bulletins"), *proposition.periodes])
        self.periode.poser_valeur(self._voulue or choisie)
        self._voulue = None
        self._relire_ecoles()

    @Slot()
    def _relire_ecoles(self) -> None:
        try:
            du, au = self.du.valeur(), self.au.valeur()
        except Invalide as erreur:
            self.refuser(erreur)
            return
        if du is not None and au is not None:
            lire = partial(apercu_copies, self._ctx, DemandeCopies(du, au, self.periode.valeur()))
            self._executant.lire(lire, self._lu, self.refuser, cle="ecoles")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & GENRES and self.isVisible():
            self._relire_ecoles()

    @Slot(object)
    def _lu(self, apercu: ApercuCopies) -> None:
        self.echec.hide()
        if self._apercu is None and not apercu.est_regle:
            self.canal.poser_valeur(Canal.LETTRE)
        self._apercu = apercu
        self._ecoles = {e.ecole_id: e for e in apercu.ecoles}
        self.sans_ecole.montrer("warn", mots.dire_sans_ecole(apercu.sans_ecole))
        self.sans_ecole.setVisible(bool(apercu.sans_ecole))
        self.lots.poser(apercu.passes)
        self._montrer_ecoles()

    @Slot()
    def _montrer_ecoles(self) -> None:
        canal = Canal(self.canal.valeur())
        self.modele.poser((ident, mots.cellules(e, canal)) for ident, e in self._ecoles.items())
        self.actualiser()

    @property
    def _retenues(self) -> Sequence[EcoleVue]:
        """The schools that would be written to: those chosen where several are, else all that there is to tell."""
        choisis = self.table.choisis()
        parmi = [self._ecoles[i] for i in choisis if i in self._ecoles] if len(choisis) > 1 else self._ecoles.values()
        canal = Canal(self.canal.valeur())
        return [e for e in parmi if e.est_a_informer and e.canal(canal) is not None]

    @Slot()
    def actualiser(self) -> None:
        """Say what would be written, and what may be done."""
        partent = len(self._retenues)
        self.envoyer.setText(f"&Envoyer {mots.COPIES.compte(partent)}…" if partent else "&Envoyer…")
        self.envoyer.setEnabled(bool(partent))
        self.voir.setEnabled(self.table.choisi() is not None)

    # ---- acts

    @Slot()
    def _demander(self) -> None:
        retenues = self._retenues
        if retenues:
            combien = mots.COPIES.compte(len(retenues))
            demande = Confirmation(
                self, f"Envoyer {combien}\u00a0?", UNE_PAR_ECOLE, f"Envoyer {combien}",
                details=mots.details(retenues, Canal(self.canal.valeur())), nom_icone="envelope-simple",
            )  # fmt: skip
            demande.accepted.connect(self._envoyer)
            demande.open()

    @Slot()
    def _envoyer(self) -> None:
        if self._apercu is not None:
            self.envoyer.setEnabled(False)
            acte = partial(
                envoyer_copies, self._ctx, self._apercu.demande, Canal(self.canal.valeur()),
                tuple(e.ecole_id for e in self._retenues), self._operation_id,
            )  # fmt: skip
            self._executant.ecrire(acte, self._envoyees, self.refuser)

    @Slot(object)
    def _envoyees(self, fait: Fait[Copiees]) -> None:
        self.dire_ecrits(fait, mots.dire_envoyees(fait.resultat), fait.resultat["lettres"])

    @Slot()
    def _voir(self) -> None:
        ident = self.table.choisi()
        if self._apercu is not None and ident is not None:
            self.montrer_papier(partial(voir_copie, self._ctx, self._apercu.demande, ident))
