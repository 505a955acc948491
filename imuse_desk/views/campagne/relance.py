"""Remind families: why, with which words, how many by which way; a real text before anything leaves."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.services.campagne.relances import (
    EnvoyerRelance,
    MotifRelance,
    PlanRelance,
    envoyer_relance,
    preparer_relance,
)
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.documents_courrier import imprimer_messages
from imuse_desk.services.envoi_selection import Deposes
from imuse_desk.services.etablissement.gabarits import GabaritVu, lister_gabarits
from imuse_desk.views.campagne.apercu_relance import ApercuRelance
from imuse_desk.views.campagne.mots import (
    COCHE,
    COLONNES_RELANCEES,
    cellules_relancee,
    compte,
    phrase_plan,
    remarques_plan,
    verbe_envoyer,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.avancement import Avancement
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import lien, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.executant import Annule, Executant, Jeton
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.envoi.lettres import FenetreLettres
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

MOTIFS = [(MotifRelance.SANS_REPONSE, "Sans réponse"), (MotifRelance.PIECES, "Pièces manquantes")]
CANAUX = ("courriel", "lettre")


@dataclass(frozen=True, slots=True)
class _Lu:
    plan: PlanRelance
    gabarits: tuple[GabaritVu, ...]


class DialogueRelance(QDialog):
    """``DialogueRelance(executant, bus, ctx, eleve_ids, motif, parent).open()``: nothing leaves before its verb."""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, eleve_ids: Sequence[int], motif: MotifRelance,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._executant, self._bus, self._ctx, self._eleves = executant, bus, ctx, tuple(eleve_ids)
        self._plan: PlanRelance | None = None
        self._gabarits: dict[int, GabaritVu] = {}
        self._operation_id = uuid.uuid4()  # the same click twice writes once
        self._lettres: list[int] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Relancer les familles")
        self.resize(px(980), px(560))
        self.formulaire = Formulaire(self)
        self.motif = ListeChoix(MOTIFS)
        self.modeles = {canal: ListeChoix() for canal in CANAUX}
        self._coches: set[int] = set()
        self.modele = ModeleFixe(COLONNES_RELANCEES, self)
        self.table = TableListe("Familles à qui écrire")
        self.table.brancher(self.modele)
        self.cocher = lien("Tout décoc&her", "check")
        self.compte = texte("Lecture des familles…", "fort", replie=True)
        self.remarques = texte("", "second", replie=True)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.avancement = Avancement(executant)
        self.apercu = ApercuRelance(executant, ctx)
        self.renoncer = secondaire("Re&noncer")
        self.envoyer = primaire(verbe_envoyer(None), "paper-plane-tilt")
        self._composer()
        self.motif.poser_valeur(motif)
        self.formulaire.poser({"motif": motif})
        self.motif.modifiee.connect(self._motif_change)
        for liste in self.modeles.values():
            liste.modifiee.connect(self._montrer_textes)
        self.table.lien_suivi.connect(self._basculer)
        self.table.choix_change.connect(self._choisie)
        self.cocher.clicked.connect(self._tout_basculer)
        self.renoncer.clicked.connect(self.reject)
        self.envoyer.clicked.connect(self._envoyer)
        self.envoyer.setDefault(True)
        suivre_le_regard(self)
        self._lire()

    def _composer(self) -> None:
        gauche = QVBoxLayout()
        gauche.setSpacing(10)
        gauche.addWidget(self.formulaire.colonne())
        self.formulaire.champ("motif", "&Pourquoi", self.motif)
        self.formulaire.champ("courriel", "Modèle de &courriel", self.modeles["courriel"])
        self.formulaire.champ("lettre", "Modèle de &lettre", self.modeles["lettre"])
        dit = QHBoxLayout()
        dit.addWidget(self.compte, 1)
        dit.addWidget(self.cocher)
        gauche.addLayout(dit)
        gauche.addWidget(self.table, 1)
        for contenu in (self.remarques, self.avancement):
            gauche.addWidget(contenu)
        milieu = QHBoxLayout()
        milieu.setSpacing(20)
        milieu.addLayout(gauche, 5)
        milieu.addWidget(self.apercu, 6)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        colonne.addWidget(texte("Relancer les familles", "titre_carte"))
        colonne.addWidget(self.echec)
        colonne.addLayout(milieu, 1)
        colonne.addLayout(rangee_actions(None, self.renoncer, self.envoyer))

    # ---- count first

    def _lire(self) -> None:
        self._plan = None
        self.envoyer.setEnabled(False)
        self.compte.setText("Lecture des familles…")
        self.remarques.setText("")
        faire = partial(_lire, self._ctx, MotifRelance(self.motif.valeur()), self._eleves)
        self._executant.lire(faire, self._lu, self._refuse, cle="plan")

    @Slot(object)
    def _lu(self, lu: _Lu) -> None:
        plan = self._plan = lu.plan
        self._gabarits = {g.id: g for g in lu.gabarits}
        for canal, liste in self.modeles.items():
            siens = [g for g in lu.gabarits if g.canal == canal]
            liste.poser_choix([(g.id, g.nom if not g.site else f"{g.nom} ({g.site})") for g in siens])
            de_l_usage = [g for g in siens if g.code == plan.motif]
            propre = min(de_l_usage or siens, key=lambda g: g.site_id is None, default=None)
            liste.poser_valeur(propre.id if propre is not None else None)
        self._coches = {f.foyer_id for f in plan.foyers if f.deja_le is None}
        self.modele.poser(
            (f.foyer_id, cellules_relancee(f, est_cochee=f.foyer_id in self._coches)) for f in plan.foyers
        )
        self._dire_choix()
        self._montrer_textes()

    # ---- who

    @property
    def _retenu(self) -> PlanRelance | None:
        """The plan, of the households ticked."""
        plan = self._plan
        if plan is None:
            return None
        return replace(plan, foyers=tuple(f for f in plan.foyers if f.foyer_id in self._coches))

    def _dire_choix(self) -> None:
        plan, retenu = self._plan, self._retenu
        if plan is None or retenu is None:
            return
        self.compte.setText(phrase_plan(retenu, plan))
        deja = sum(f.deja_le is not None and f.foyer_id not in self._coches for f in plan.foyers)
        self.remarques.setText(remarques_plan(retenu, deja))
        self.envoyer.setText(verbe_envoyer(retenu))
        self.cocher.setText("Tout décoc&her" if self._coches else "Tout coc&her")
        self.cocher.setVisible(len(plan.foyers) > 1)

    @Slot(object, str)
    def _basculer(self, foyer_id: int, colonne: str) -> None:
        if colonne == COCHE:
            self._coches ^= {foyer_id}
            self._recocher()

    @Slot()
    def _tout_basculer(self) -> None:
        plan = self._plan
        self._coches = set() if self._coches or plan is None else {f.foyer_id for f in plan.foyers}
        self._recocher()

    def _recocher(self) -> None:
        if self._plan is not None:
            for f in self._plan.foyers:
                self.modele.remplacer(f.foyer_id, cellules_relancee(f, est_cochee=f.foyer_id in self._coches))
        self._dire_choix()
        self._montrer_textes()

    @Slot(object)
    def _choisie(self, foyer_id: object) -> None:
        if isinstance(foyer_id, int):
            self.apercu.aller_a(foyer_id)

    @Slot()
    def _motif_change(self) -> None:
        self.echec.hide()
        self._lire()

    def _modele(self, canal: str) -> GabaritVu | None:
        """The text of a way; a house that has none for it uses the other one's."""
        autre = CANAUX[1 - CANAUX.index(canal)]
        for essai in (canal, autre):
            gabarit = self._gabarits.get(self.modeles[essai].valeur() or 0)
            if gabarit is not None:
                return gabarit
        return None

    @Slot()
    def _montrer_textes(self) -> None:
        plan = self._retenu
        courriel, lettre = self._modele("courriel"), self._modele("lettre")
        if plan is None or courriel is None or lettre is None:
            self.apercu.vider("Aucun modèle\u00a0: écrivez-en un dans Outils › Établissement.")
            self.envoyer.setEnabled(False)
            return
        self.apercu.montrer(plan, courriel, lettre)
        self.envoyer.setEnabled(bool(plan.foyers))

    # ---- then send

    @Slot()
    def _envoyer(self) -> None:
        plan, courriel, lettre = self._retenu, self._modele("courriel"), self._modele("lettre")
        if plan is None or courriel is None or lettre is None:
            return
        self._occuper(est_occupe=True)
        eleves = tuple(e for f in plan.foyers for e in f.eleve_ids)
        malgre = frozenset(f.foyer_id for f in plan.foyers if f.deja_le is not None)
        commande = EnvoyerRelance(plan.motif, eleves, courriel, lettre, self._operation_id, malgre)
        faire = partial(_envoyer, self._ctx, commande)
        self.avancement.lancer("Écriture des messages…", faire, self._envoyee, self._refuse, est_ecriture=True)

    @Slot(object)
    def _envoyee(self, fait: Fait[Deposes]) -> None:
        self.avancement.finir()
        faite = fait.resultat
        self._lettres = faite["lettres"]
        dits = [f"{compte(faite['courriels'], 'courriel', 'courriels')} en partance"] if faite["courriels"] else []
        if self._lettres:
            dits.append(f"{compte(len(self._lettres), 'lettre', 'lettres')} à imprimer")
        phrase = f"Familles relancées\u00a0: {', '.join(dits)}"
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)
        if not self._lettres:
            self.accept()
            return
        faire = partial(_imprimer, self._ctx, self._lettres)
        self.avancement.lancer("Mise en page des lettres…", faire, self._imprimees, self._lettres_restent)

    @Slot(object)
    def _imprimees(self, octets: bytes) -> None:
        self.avancement.finir()
        fenetre = self.parentWidget()
        FenetreLettres(self._executant, self._bus, self._ctx, octets, self._lettres, fenetre).show()
        self.accept()

    @Slot(object)
    def _lettres_restent(self, erreur: Exception) -> None:
        """The letters are written: they are printed from the window of letters."""
        self.avancement.finir()
        cause = "" if isinstance(erreur, Annule) else f"{texte_erreur(erreur).court} "
        reste = compte(len(self._lettres), "lettre reste", "lettres restent")
        self.echec.montrer("warn", f"{cause}{reste} à imprimer depuis Outils › Courriers.")
        self.echec.show()
        self.renoncer.setEnabled(True)
        self.renoncer.setText("&Fermer")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.avancement.finir()
        self._occuper(est_occupe=False)
        if not isinstance(erreur, Annule):
            self.echec.montrer("bad", texte_erreur(erreur).court)
            self.echec.show()

    def _occuper(self, *, est_occupe: bool) -> None:
        self.echec.hide()
        for widget in (self.motif, *self.modeles.values(), self.table, self.cocher, self.renoncer):
            widget.setEnabled(not est_occupe)
        retenu = self._retenu
        self.envoyer.setEnabled(not est_occupe and retenu is not None and bool(retenu.foyers))

    def reject(self) -> None:
        """Closing stops what is under way: messages not written are not, letters written wait to be printed."""
        self.avancement.annuler()
        super().reject()


def _lire(ctx: Contexte, motif: MotifRelance, eleve_ids: Sequence[int]) -> _Lu:
    gabarits = tuple(g for g in lister_gabarits(ctx) if g.canal in CANAUX)
    return _Lu(preparer_relance(ctx, motif, eleve_ids), gabarits)


def _envoyer(ctx: Contexte, commande: EnvoyerRelance, jeton: Jeton) -> Fait[Deposes]:
    return envoyer_relance(ctx, commande, jeton.avancer)


def _imprimer(ctx: Contexte, message_ids: Sequence[int], jeton: Jeton) -> bytes:
    return imprimer_messages(ctx, message_ids, jeton.avancer)
