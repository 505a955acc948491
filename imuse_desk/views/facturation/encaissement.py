"""The counter entry: what the family hands over, how, what it settles; Enter records it and the receipt opens.

What is typed stays with its household until it is recorded. A click keeps its operation until the outcome is known, so
that a second try after a lost server never doubles the payment.
"""

from collections import deque
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.caisse import Comptoir, lire_comptoir
from imuse_desk.services.facturation.compte_famille import CompteFamille
from imuse_desk.services.facturation.encaissement import Encaisser, Titre, encaisser
from imuse_desk.services.facturation.imputations import Part
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import discret, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import demander_abandon
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.touche import Touche
from imuse_desk.views.facturation import saisie_encaissement as saisie
from imuse_desk.views.facturation.champs_encaissement import ChampsEncaissement
from imuse_desk.views.facturation.envoi import est_incertain
from imuse_desk.views.facturation.ligne_payeur import ChoixPayeur, PayeurChoisi
from imuse_desk.views.facturation.parts import TableParts

INCERTAIN = (
    "On ne sait pas si le règlement est enregistré\u00a0: la base ne répond pas. "
    "Réessayez, il ne sera pas compté deux fois."
)
SANS_REGIE = "Aucune régie de recettes n’est en service pour ce site\u00a0: rien ne peut être encaissé."


class Encaissement(Carte):
    """``entrer(ctx)``, ``montrer(compte)``; hidden for who may not cash. ``encaisse(receipt, cents)``."""

    encaisse = Signal(object, object)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__("Encaisser", parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._compte: CompteFamille | None = None
        self._nature = Nature.COTISATIONS
        self._dernier_mode: int | None = None
        self._etats: dict[int, saisie.EtatSaisie] = {}
        self._etat = saisie.EtatSaisie(0)
        self._partis: deque[saisie.EtatSaisie] = deque()
        self.champs = ChampsEncaissement(self._aujourdhui)
        self.formulaire = self.champs.formulaire
        self.choix_payeur = ChoixPayeur(executant, bus, self.champs.payeur)
        self.parts = TableParts()
        self.alerte = Bandeau("bad", "")
        self.caisse = Bandeau("warn", "")
        self._comptoir: Comptoir | None = None
        self.avance = texte("", "averti", replie=True)
        self.apres = texte("", "titre_carte")
        self.bouton = primaire("Encaisser", "check")
        self.effacer = discret("Effacer")
        self._composer()
        self.champs.modifie.connect(self._recalculer)
        self.champs.cheque_ajoute.connect(self._ajouter_cheque)
        self.champs.cheques.retire.connect(self._retirer_cheque)
        self.parts.modifiee.connect(self._part_modifiee)
        self.alerte.suivi.connect(self._demander_abandon)
        self.caisse.suivi.connect(self._ouvrir_caisse)
        bus.change.connect(self._objets_changes)
        self.bouton.clicked.connect(self.envoyer)
        self.effacer.clicked.connect(self._vider)
        for touches in ("Return", "Enter"):
            toucher(touches, "Encaisser", self, self.envoyer)
        self.hide()

    def _composer(self) -> None:
        self.outils.addWidget(Touche("Ctrl+E"))
        self.alerte.hide()
        self.caisse.hide()
        for widget in (self.alerte, self.caisse, self.champs, self.parts, self.avance):
            self.ajouter(widget)
        rangee = QHBoxLayout()
        rangee.addWidget(texte("Après encaissement", "libelle"), 1)
        rangee.addWidget(self.apres)
        self.ajouter(rangee)
        boutons = QHBoxLayout()
        boutons.setSpacing(8)
        boutons.addWidget(Touche("Entrée"))
        boutons.addStretch(1)
        boutons.addWidget(self.effacer)
        boutons.addWidget(self.bouton)
        self.ajouter(boutons)

    # ---- who, which family

    def _aujourdhui(self) -> date:
        return self._ctx.aujourdhui() if self._ctx is not None else date.today()  # noqa: DTZ011  nobody is signed in

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year: nothing typed by one is left to the next."""
        self._ctx, self._compte, self._comptoir = ctx, None, None
        self._etats, self._etat = {}, saisie.EtatSaisie(0)
        self.setVisible(ctx.peut(Permission.ENCAISSER))

    def poser_nature(self, nature: Nature) -> None:
        """The ledger on show, where an advance goes."""
        self._nature = nature
        self._recalculer()

    def montrer(self, compte: CompteFamille) -> None:
        """Show a household, or the same one read again: what is typed stays."""
        if self._compte is None or self._compte.foyer_id != compte.foyer_id:
            self._garder()
            self._etat = self._etats.pop(compte.foyer_id, saisie.EtatSaisie(compte.foyer_id))
        est_touche = self._compte is not None and self._est_touche() and self._compte.foyer_id == compte.foyer_id
        self._compte = compte
        if self._ctx is not None:
            self.choix_payeur.montrer(self._ctx, compte.foyer_id)
        self.champs.poser_modes(compte.modes)
        self.parts.poser(compte.ouvertes)
        if not est_touche:
            self._proposer()
        self._montrer_etat()
        self._lire_comptoir()

    def _lire_comptoir(self) -> None:
        if self._ctx is not None and self._ctx.peut(Permission.ENCAISSER) and self._compte and self._compte.modes:
            self._executant.lire(partial(lire_comptoir, self._ctx), self._comptoir_lu, cle="comptoir")

    @Slot(object)
    def _comptoir_lu(self, comptoir: Comptoir) -> None:
        self._comptoir = comptoir
        self._montrer_caisse()

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "caisse" in changements.genres:
            self._lire_comptoir()

    def _montrer_caisse(self) -> None:
        """Cash is taken whatever the till says; what it warns of is said beside."""
        phrase, ouvre = (
            saisie.phrase_caisse(self._comptoir) if self._comptoir and self.champs.sont_especes else ("", "")
        )
        self.caisse.montrer("warn", phrase, [("caisse", ouvre)] if ouvre else None)
        self.caisse.setVisible(bool(phrase))

    @Slot(str)
    def _ouvrir_caisse(self, _cle: str) -> None:
        self._bus.ouvrir("caisse", 0)

    def _garder(self) -> None:
        """Put aside what is typed for the household that is left."""
        if self._compte is not None and self._est_touche():
            self._etat.brut = self.formulaire.brut()
            self._etats[self._compte.foyer_id] = self._etat

    def _est_touche(self) -> bool:
        return self._etat.est_touche or self.formulaire.est_modifie()

    def _proposer(self) -> None:
        """What is owed, by the last mode used; then what was typed before, if anything was."""
        compte = self._compte
        if compte is None:
            return
        modes = [mode.mode_id for mode in compte.modes]
        mode = self._dernier_mode if self._dernier_mode in modes else next(iter(modes), None)
        self.formulaire.poser({"montant": compte.a_payer_centimes or None, "mode": mode})
        if self._etat.brut is not None:
            self.formulaire.poser_brut(self._etat.brut)

    @Slot()
    def prendre_focus(self) -> None:
        """Ctrl+E."""
        self.champs.montant.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.champs.montant.selectAll()

    # ---- live

    @property
    def total_centimes(self) -> int:
        """What is handed over, the cheques put aside included."""
        cheques = self._etat.cheques if self.champs.est_cheque else []
        return sum(titre.montant_centimes for titre in cheques) + self.champs.somme()

    def _parts(self) -> list[Part]:
        compte = self._compte
        return saisie.parts_de(self.total_centimes, compte.ouvertes, self._etat.parts) if compte else []

    @Slot()
    def _recalculer(self) -> None:
        """Parts, what is left over, the change and the balance follow what is typed."""
        compte = self._compte
        if compte is None:
            return
        total, parts = self.total_centimes, self._parts()
        if self._etat.parts is None:
            self.parts.montrer({part.facture_id: part.montant_centimes for part in parts})
        self.parts.dire("")
        avance = saisie.phrase_avance(saisie.avance_de(total, parts), compte, self._nature)
        self.avance.setText(avance)
        self.avance.setVisible(bool(avance))
        self._montrer_caisse()
        self.apres.setText(saisie.phrase_solde(compte.solde_centimes - total))
        self.bouton.setText(self._verbe(total))
        if self.champs.montrer(total, self._etat.cheques, est_lecture=self._est_fige()):
            suivre_le_regard(self)

    def _verbe(self, total_centimes: int) -> str:
        verbe = "Réessayer" if self._etat.envoi is not None and not self._etat.est_parti else "Encaisser"
        return f"{verbe} {euros(total_centimes)}" if total_centimes else verbe

    @Slot()
    def _part_modifiee(self) -> None:
        try:
            self._etat.parts = self.parts.lire()
        except Invalide as erreur:
            self.parts.dire(texte_erreur(erreur).court)
            return
        self._recalculer()

    @Slot()
    def _ajouter_cheque(self) -> None:
        valeurs = self.champs.valeurs()
        if valeurs is None or self._compte is None:
            return
        try:
            self._etat.cheques.append(saisie.cheque(valeurs))
        except Invalide as erreur:
            self.formulaire.montrer_erreurs([erreur])
            return
        mis = sum(titre.montant_centimes for titre in self._etat.cheques)
        self.champs.autre_cheque(max(0, self._compte.a_payer_centimes - mis))
        self._recalculer()
        self.prendre_focus()

    @Slot(int)
    def _retirer_cheque(self, rang: int) -> None:
        del self._etat.cheques[rang]
        self._recalculer()

    # ---- recording

    @Slot()
    def envoyer(self) -> None:
        """Record what is typed; after a fault of unknown outcome, the same request under the same operation."""
        etat, ctx = self._etat, self._ctx
        if ctx is None or self._compte is None or etat.est_parti:
            return
        if etat.envoi is None:
            demande = self._lire_demande(self._compte)
            if demande is None:
                return
            etat.envoi = saisie.Envoi(demande)
        etat.est_parti = True
        self._partis.append(etat)
        self._montrer_etat()
        self._executant.ecrire(
            partial(encaisser, ctx, etat.envoi.demande, etat.envoi.operation_id), self._enregistre, self._rate
        )

    def _lire_demande(self, compte: CompteFamille) -> Encaisser | None:
        """The request, or None after its faults were shown by their fields."""
        valeurs = self.champs.valeurs()
        if valeurs is None:
            return None
        try:
            saisie.exiger_mode(valeurs["mode"])
            titres = self._titres(valeurs)
            total = sum(titre.montant_centimes for titre in titres)
            saisie.exiger_monnaie(total, self.champs.recu_lu())
            self.parts.lire()
            parts = self._parts()
            saisie.exiger_parts(total, parts)
        except Invalide as erreur:
            self._montrer_erreur(erreur)
            return None
        payeur: PayeurChoisi = valeurs["payeur"]
        return Encaisser(
            compte.foyer_id, valeurs["mode"], titres, compte.annee_id, self._nature, tuple(parts),
            payeur=payeur.nom, payeur_id=payeur.payeur_id, payeur_foyer_id=payeur.foyer_id,
            reference=valeurs["reference"], encaisse_le=valeurs["date"],
        )  # fmt: skip

    def _titres(self, valeurs: dict[str, object]) -> tuple[Titre, ...]:
        if not self.champs.est_cheque:
            if not self.champs.somme():
                raise Invalide("montant", "montant_nul")
            return (Titre(self.champs.somme()),)
        if self._etat.cheques and self.champs.est_vide():
            return tuple(self._etat.cheques)
        return (*self._etat.cheques, saisie.cheque(valeurs))

    def _montrer_erreur(self, erreur: Exception) -> None:
        """Under its field; under the parts where it is theirs; else above."""
        if isinstance(erreur, Invalide) and erreur.champ not in self.formulaire.brut():
            self.parts.dire(texte_erreur(erreur).court)
        else:
            self.formulaire.refuser(erreur, self.alerte)

    @Slot(object)
    def _enregistre(self, fait: Fait[int]) -> None:
        etat = self._partis.popleft()
        if etat.envoi is None:
            return
        total = etat.envoi.demande.total_centimes
        self._dernier_mode = etat.envoi.demande.mode_id
        self._etats.pop(etat.foyer_id, None)
        if etat is self._etat:
            self._etat = saisie.EtatSaisie(etat.foyer_id)
            self._vider()
        self._bus.publier(fait.changements)
        self._bus.dire(f"Règlement de {euros(total)} enregistré")
        self.encaisse.emit(fait.resultat, total)

    @Slot(object)
    def _rate(self, erreur: Exception) -> None:
        etat = self._partis.popleft()
        etat.est_parti = False
        if not est_incertain(erreur):
            etat.envoi = None  # nothing was recorded: what is typed next is another request
        if etat is self._etat:
            self._montrer_etat()
            if etat.envoi is None:
                self._montrer_erreur(erreur)
        else:
            self._bus.refuser(f"Un règlement n’est pas enregistré. {texte_erreur(erreur).court}")

    def _est_fige(self) -> bool:
        """Nothing is edited while the write is under way, nor while nobody knows how it ended."""
        return self._etat.envoi is not None

    def _montrer_etat(self) -> None:
        """Show the request that waits, or an empty form to fill in."""
        est_fige = self._est_fige()
        self.formulaire.lecture_seule(est_lecture=est_fige)
        self.parts.lecture_seule(est_lecture=est_fige)
        self.effacer.setEnabled(not est_fige)
        sans_regie = self._compte is not None and not self._compte.modes
        self.bouton.setEnabled(not self._etat.est_parti and not sans_regie)
        if sans_regie:
            self.alerte.montrer("warn", SANS_REGIE)
        elif est_fige and not self._etat.est_parti:
            self.alerte.montrer("bad", INCERTAIN, [("renoncer", "Renoncer")])
        self.alerte.setVisible(sans_regie or (est_fige and not self._etat.est_parti))
        if self._etat.parts is not None:
            self.parts.montrer(self._etat.parts)
        self._recalculer()

    @Slot(str)
    def _demander_abandon(self, _cle: str) -> None:
        phrase = "Vérifiez d’abord dans le registre (F5) s’il est enregistré, pour ne pas l’encaisser deux fois."
        demander_abandon(self.window(), "Renoncer à cet encaissement\u00a0?", phrase, "Renoncer", self._vider)

    @Slot()
    def _vider(self) -> None:
        """Begin again."""
        self._etat = saisie.EtatSaisie(self._etat.foyer_id)
        self._etats.pop(self._etat.foyer_id, None)
        self._proposer()
        self._montrer_etat()
