"""What is past due, family by family and by age: the level to send or why none, the round previewed, then written."""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from imuse_desk.domain.argent import euros
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.relances import Canal, Ecart
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.relances.exclusions import LONGUEUR_MOTIF, Exclure, exclure, lever_exclusion
from imuse_desk.services.relances.lettres import PapierRelances, imprimer_relances, voir_relance
from imuse_desk.services.relances.lignes import LigneTournee
from imuse_desk.services.relances.titres import demander_titres
from imuse_desk.services.relances.tournee import Relancees, Tournee, apercu_relances, relancer
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurDate, ListeChoix, ZoneTexte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.filtres import rangee_de_listes
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots_relances as mots
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

UNE_LETTRE = "Une lettre ou un courriel par famille, pour tout ce qu’elle doit. Une relance partie ne se modifie plus."

TITRES = (
    "Ces familles ont reçu toutes leurs relances. Leurs factures rappelées partent entières au comptable, et ne seront "
    "plus relancées. Une demande ne se reprend pas."
)


class PageRelances(PageDemandes):
    """``PageRelances(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._tournee: Tournee | None = None
        self._lignes: dict[int, LigneTournee] = {}
        self._operation_id = uuid.uuid4()  # the same click twice writes once
        self.papier: FenetrePapier | None = None
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.canal = ListeChoix(mots.CANAUX)
        self.canal.poser_valeur(Canal.LETTRE)
        self.passees = ListeChoix()
        self.reimprimer = secondaire("Réi&mprimer", "printer")
        self.modele = ModeleFixe(mots.COLONNES, self)
        self.table = TableListe("Familles en retard de paiement")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("check-circle", "Rien en retard", "Aucune échéance passée n’est impayée."))
        self.carte = Carte("Impayés", pleine_largeur=True)
        self.portee = texte("", "second", replie=True)
        self.exclure = secondaire("E&xclure…", "minus-circle")
        self.lever = secondaire("Lever l’e&xclusion")
        self.voir = secondaire("&Voir la lettre…", "file-pdf")
        self.transmettre = secondaire("&Transmettre au comptable…", "bank")
        self.relancer = primaire("&Relancer…", "envelope-simple")
        self._composer()
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self._brancher()
        self._choisie(None)

    def _composer(self) -> None:
        haut = rangee_de_listes(
            (
                ("Env&oi", self.canal, "Envoi des relances", 190),
                ("Tournées &passées", self.passees, "Tournées passées", 260),
            )
        )
        haut.insertStretch(2, 1)
        haut.addWidget(self.reimprimer)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("regie.relances", "Impayés", mots.FAMILLES, genre="foyer")
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(self.carte, self.table, fiche)
        bas = rangee_actions(self.portee, self.exclure, self.lever, self.voir, self.transmettre, self.relancer)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(haut)
        page.addWidget(self.echec)
        page.addWidget(self.carte, 1)
        page.addLayout(bas)

    def _brancher(self) -> None:
        self.canal.modifiee.connect(self.relire)
        self.table.choix_change.connect(self._choisie)
        self.table.ouverte.connect(self._voir)
        self.table.lien_suivi.connect(self._ouvrir_famille)
        self.exclure.clicked.connect(self._demander_exclusion)
        self.lever.clicked.connect(self._lever)
        self.voir.clicked.connect(self._voir)
        self.relancer.clicked.connect(self._demander)
        self.transmettre.clicked.connect(self._demander_titres)
        self.reimprimer.clicked.connect(self._reimprimer)
        self._bus.change.connect(self._objets_changes)

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read who owes what, and what a round would do."""
        lire = partial(apercu_relances, self._ctx, Canal(self.canal.valeur()))
        self._executant.lire(lire, self._lue, self._refuse, cle="relances")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"facture", "reglement", "foyer", "niveau_relance"} and self.isVisible():
            self.relire()

    @Slot(object)
    def _lue(self, tournee: Tournee) -> None:
        self._tournee = tournee
        self._lignes = {x.foyer_id: x for x in tournee.lignes}
        total = sum(x.du.du_centimes for x in tournee.lignes)
        self.carte.titre.setText(f"Impayés ({len(tournee.lignes)}), {euros(total)}" if total else "Impayés")
        self.modele.poser((x.foyer_id, mots.cellules(x)) for x in tournee.lignes)
        imprimables = [p for p in tournee.passees if p.lettres]
        self.passees.poser_choix([(p.operation_id, mots.dire_passee(p)) for p in imprimables])
        if imprimables and self.passees.valeur() is None:
            self.passees.poser_valeur(imprimables[0].operation_id)
        self.reimprimer.setEnabled(bool(imprimables))
        partent = len(tournee.a_relancer)
        self.relancer.setText(f"&Relancer {mots.FAMILLES.compte(partent)}…" if partent else "&Relancer…")
        self.relancer.setEnabled(bool(partent))
        self.transmettre.setVisible(bool(tournee.a_transmettre))
        self._choisie(self.table.choisi())

    @property
    def _choix(self) -> LigneTournee | None:
        ident = self.table.choisi()
        return self._lignes.get(ident) if isinstance(ident, int) else None

    @Slot(object)
    def _choisie(self, _ident: object) -> None:
        ligne = self._choix
        est_exclue = ligne is not None and ligne.decision.ecart is Ecart.EXCLUE
        self.portee.setText(mots.expliquer(ligne) if ligne is not None else "")
        self.exclure.setVisible(not est_exclue)
        self.exclure.setEnabled(ligne is not None)
        self.lever.setVisible(est_exclue)
        self.voir.setEnabled(ligne is not None and bool(ligne.decision.rang))

    @Slot(object, str)
    def _ouvrir_famille(self, ident: int, _colonne: str) -> None:
        self._bus.ouvrir("foyer", ident)

    # ---- the round

    @Slot()
    def _demander(self) -> None:
        if self._tournee is None or not self._tournee.a_relancer:
            return
        combien = mots.FAMILLES.compte(len(self._tournee.a_relancer))
        demande = Confirmation(
            self, f"Relancer {combien}\u00a0?", UNE_LETTRE, f"Relancer {combien}",
            details=mots.details(self._tournee), nom_icone="envelope-simple",
        )  # fmt: skip
        demande.accepted.connect(self._relancer)
        demande.open()

    @Slot()
    def _relancer(self) -> None:
        if self._tournee is not None:
            self.relancer.setEnabled(False)
            retenues = [x.retenue for x in self._tournee.a_relancer]
            acte = partial(relancer, self._ctx, self._tournee.canal, retenues, self._operation_id)
            self._executant.ecrire(acte, self._relancees, self._refuse)

    @Slot(object)
    def _relancees(self, fait: Fait[Relancees]) -> None:
        clic, self._operation_id = self._operation_id, uuid.uuid4()
        self._faite(fait, mots.dire_relancees(fait.resultat))
        if fait.resultat["lettres"]:
            self._montrer(partial(imprimer_relances, self._ctx, clic))

    @Slot()
    def _demander_titres(self) -> None:
        partent = self._tournee.a_transmettre if self._tournee is not None else ()
        combien = mots.FAMILLES.compte(len(partent))
        somme = euros(sum(x.du.du_centimes for x in partent))
        demande = Confirmation(
            self, f"Transmettre {combien} au comptable\u00a0?", TITRES, "Demander les titres",
            details=[("Familles", str(len(partent))), ("Échu", somme)], nom_icone="bank",
        )  # fmt: skip
        demande.accepted.connect(self._transmettre)
        demande.open()

    @Slot()
    def _transmettre(self) -> None:
        if self._tournee is not None:
            retenues = [x.retenue for x in self._tournee.a_transmettre]
            acte = partial(demander_titres, self._ctx, retenues, self._operation_id)
            self._executant.ecrire(acte, self._transmises, self._refuse)

    @Slot(object)
    def _transmises(self, fait: Fait[int]) -> None:
        self._operation_id = uuid.uuid4()
        self._faite(fait, f"{mots.FAMILLES.compte(fait.resultat)} au comptable\u00a0: voyez États, Demandes de titre")

    @Slot()
    def _reimprimer(self) -> None:
        if self.passees.valeur() is not None:
            self._montrer(partial(imprimer_relances, self._ctx, self.passees.valeur()))

    @Slot()
    def _voir(self) -> None:
        ligne = self._choix
        if ligne is not None and ligne.decision.rang:
            self._montrer(partial(voir_relance, self._ctx, ligne.foyer_id))

    def _montrer(self, faire: Any) -> None:
        """Make a paper among the readers, then show it."""
        self._executant.lire(faire, self._montree, self._refuse, cle="papier")

    @Slot(object)
    def _montree(self, papier: PapierRelances) -> None:
        self.papier = FenetrePapier(self._executant, papier.nom, papier.octets, self.window())
        self.papier.show()

    # ---- families left alone

    @Slot()
    def _demander_exclusion(self) -> None:
        ligne = self._choix
        if ligne is None:
            return
        champs = [
            ("jusqu_au", "&Jusqu’au", EditeurDate(self._ctx.aujourdhui), True),
            ("motif", "&Motif", ZoneTexte(2, LONGUEUR_MOTIF), True),
        ]
        phrase = (
            f"{ligne.du.famille} doit {euros(ligne.du.du_centimes)}. Aucune relance ne part jusqu’à ce jour compris."
        )
        self.demander(Demande(self, "Exclure des relances", phrase, "&Exclure", champs), self._exclure)

    @Slot(object)
    def _exclure(self, valeurs: dict[str, Any]) -> None:
        ligne = self._choix
        if ligne is not None:
            demande = Exclure(ligne.foyer_id, valeurs["jusqu_au"], valeurs["motif"])
            acte = partial(exclure, self._ctx, demande, uuid.uuid4())
            self._executant.ecrire(acte, self._exclue, self._refuse)

    @Slot(object)
    def _exclue(self, fait: Fait[int]) -> None:
        self.conclure()
        self._faite(fait, "Famille exclue des relances")

    @Slot()
    def _lever(self) -> None:
        ligne = self._choix
        if ligne is not None:
            acte = partial(lever_exclusion, self._ctx, ligne.foyer_id, uuid.uuid4())
            self._executant.ecrire(acte, self._levee, self._refuse)

    @Slot(object)
    def _levee(self, fait: Fait[None]) -> None:
        self._faite(fait, "Exclusion levée")

    def _faite(self, fait: Fait[Any], phrase: str) -> None:
        self.echec.hide()
        self._bus.publier(fait.changements)
        self._bus.dire(phrase)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        """In the dialog where one is open, else above the list."""
        if self.refus_dit(erreur):
            return
        self.relancer.setEnabled(self._tournee is not None and bool(self._tournee.a_relancer))
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
