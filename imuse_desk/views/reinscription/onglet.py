"""The Réinscription tab: the whole family on one screen, the price in view, Valider at the bottom right."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Conflit, RegleMetier
from imuse_desk.domain.reinscription import DEPOSES, Action, EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.services.lectures.reinscription import DossierVu, EnfantVu, lire_dossier
from imuse_desk.services.reinscription.nouvelles import lire_nouveaux
from imuse_desk.services.reinscription.pieces import PieceImportee
from imuse_desk.services.reinscription.saisie import LigneSaisie
from imuse_desk.services.reinscription.valider import Depose
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.reinscription import presentateur
from imuse_desk.views.reinscription.actes import Actes
from imuse_desk.views.reinscription.affichage import FichierAffiche
from imuse_desk.views.reinscription.brouillon import BrouillonDeclaration
from imuse_desk.views.reinscription.depot import Depot
from imuse_desk.views.reinscription.fenetre_piece import FenetrePiece
from imuse_desk.views.reinscription.gestes import Gestes
from imuse_desk.views.reinscription.liste import ListeReinscriptions
from imuse_desk.views.reinscription.page import PageReinscription
from imuse_desk.views.reinscription.prix_affiche import afficher_prix
from imuse_desk.views.reinscription.saisies import Saisies


class OngletReinscription(PageReinscription):
    """Built once; a dossier is read, bound, and each tick is written as it is pressed (a draft holds no place)."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(executant, bus, self._aujourdhui, parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._situation: Situation | None = None
        self.dossier: DossierVu | None = None
        self._eleve_id: int | None = None
        self._saisies = Saisies()
        self._est_depasse = False  # a write is done whose result has not been read yet
        self._ensuite: Callable[[], None] | None = None
        self.gestes = Gestes(executant, bus, self)
        self.depot = Depot(executant, bus, self)
        self._actes = Actes(self, self, self.gestes, self.depot, bus)
        self._brouillon = BrouillonDeclaration(executant, self.declaration)
        self.liste = ListeReinscriptions(executant, bus)
        self.poser_liste(self.liste)
        self._brancher()

    def _brancher(self) -> None:
        self.precedent.clicked.connect(self._vers_precedent)
        self.suivant.clicked.connect(self._vers_suivant)
        self.enfants.currentChanged.connect(self._enfant_choisi)
        self.famille.clicked.connect(self._ouvrir_famille)
        self.vers_famille.clicked.connect(self._ouvrir_famille)
        self.cours.case_changee.connect(self._case_changee)
        self.cours.creneau_change.connect(self._creneau_change)
        self.pieces.consultation_demandee.connect(self.consulter)
        self.declaration.changee.connect(self._montrer_actions)
        self.valider.clicked.connect(self._valider)
        for touches in ("Ctrl+Return", "Ctrl+Enter"):
            toucher(touches, "Valider la réinscription", self, self._valider)
        self.administrer.clicked.connect(self._administrer)
        self.accuse.clicked.connect(self._ouvrir_accuse)
        self.fiche.clicked.connect(self._ouvrir_fiche)
        self.gestes.fait.connect(self._geste_fait)
        self.gestes.refuse.connect(self._refus)
        self.depot.deposee.connect(self._deposee)
        self.depot.refuse.connect(self._refus)

    # ---- the current dossier

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        if self._ctx is None or self._ctx.base is not ctx.base or self._ctx.compte_id != ctx.compte_id:
            self._saisies = Saisies()
            self.declaration.oublier()
            self._brouillon.oublier()
        self._ctx = ctx
        self._ensuite = None
        self.dossier = None
        self.regularisation.oublier()
        self.liste.entrer(ctx)

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """Show a household's dossier, on the pupil that was chosen."""
        avant = self._situation.foyer_id if self._situation else None
        self._situation = situation
        if situation is None:
            self.dossier = None
            self.pile.setCurrentWidget(self.liste)
            return
        if situation.foyer_id != avant:
            self.dire("info", "")
            self._eleve_id = None
            self._ensuite = None
            self.dossier = None
        self._eleve_id = situation.eleve_id or self._eleve_id
        self.relire()

    def objets_changes(self, changements: Changements) -> None:
        """Another view or desk touched this dossier, its pupils or its household."""
        self.liste.objets_changes(changements)
        if self._concerne(changements):
            self.relire()

    def _concerne(self, changements: Changements) -> bool:
        dossier = self.dossier
        if dossier is None:
            return self._situation is not None and changements.touche("foyer", self._situation.foyer_id)
        miens = {("dossier", dossier.dossier_id), ("foyer", dossier.foyer_id)}
        miens |= {("eleve", e.eleve_id) for e in dossier.enfants}
        return bool(changements.objets & miens) or "creneau" in changements.genres

    def relire(self) -> None:
        """Read the dossier again."""
        ctx, situation = self._ctx, self._situation
        if ctx is not None and situation is not None:
            foyer_id = situation.foyer_id
            self._executant.lire(lambda: lire_dossier(ctx, foyer_id=foyer_id), self._lu, self._illisible, cle="dossier")

    @Slot(object)
    def _lu(self, dossier: DossierVu) -> None:
        if self._situation is None:
            return
        for enfant in dossier.enfants:
            if enfant.dossier_eleve_id is not None:
                self._saisies.connaitre(enfant.dossier_eleve_id, enfant.version)
        if not self._saisies.est_vide and self.dossier is not None:
            return  # a click is on its way: what it makes will be read
        self._est_depasse = not self._saisies.est_vide
        self.dossier = dossier
        self._montrer()
        if self._saisies.est_vide and not self.gestes.en_vol:
            ensuite, self._ensuite = self._ensuite, None
            if ensuite is not None:
                ensuite()

    def a_jour(self, acte: Callable[[], None]) -> None:
        """Do something once every tick pressed is in the base and shown: no click is judged on an older screen."""
        if self._saisies.est_vide and not self._est_depasse and not self.gestes.en_vol:
            acte()
        else:
            self._ensuite = acte

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        self._ensuite = None
        message = texte_erreur(erreur)
        self.dossier = None
        self.dire_vide(message.titre, message.court, a_famille=True)
        ctx, foyer_id = self.contexte, self.foyer_id
        if isinstance(erreur, RegleMetier) and foyer_id is not None and ctx.peut(Permission.MODIFIER_FAMILLE):
            self._executant.lire(lambda: lire_nouveaux(ctx, foyer_id), self.proposer_nouveaux, cle="nouveaux")

    @property
    def foyer_id(self) -> int | None:
        """The household now open."""
        return self._situation.foyer_id if self._situation is not None else None

    @property
    def enfant(self) -> EnfantVu | None:
        """The child shown."""
        if self.dossier is None:
            return None
        enfants = self.dossier.enfants
        return next((e for e in enfants if e.eleve_id == self._eleve_id), enfants[0] if enfants else None)

    # ---- showing

    def _montrer(self) -> None:
        dossier, enfant = self.dossier, self.enfant
        if dossier is None or self._ctx is None:
            return
        if enfant is None:
            self.dire_vide(
                "Pas d’élève à réinscrire", "Personne dans cette famille ne suit de cours cette année.", a_famille=True
            )
            return
        self._eleve_id = enfant.eleve_id
        self.montrer_entete(dossier, enfant, self.contexte)
        est_modifiable = dossier.peut_saisir and not enfant.repond_ailleurs
        peut_saisir = est_modifiable and Action.SAISIR in enfant.actions
        change = est_modifiable and Action.CHANGER_CRENEAU in enfant.actions
        self.conditions.montrer(
            presentateur.conditions_affichees(enfant, dossier.fuseau), est_modifiable=est_modifiable
        )
        self.cours.montrer(
            presentateur.cours_affiches(enfant), dossier.annee_source, dossier.annee_cible,
            est_modifiable=peut_saisir, horaire_seul=change, est_nouveau=enfant.est_nouveau,
        )  # fmt: skip
        peut_importer = dossier.peut_saisir and (not dossier.est_pieces_closes or dossier.peut_deroger)
        self.pieces.montrer(
            presentateur.pieces_affichees(dossier),
            est_modifiable=peut_importer,
            peut_decliner=dossier.peut_saisir and dossier.lit_revenus,
            declin=presentateur.phrase_declin(dossier),
            peut_ecrire=presentateur.peut_ecrire(self._ctx, dossier),
        )
        a_deposer = dossier.peut_saisir and self._a_deposer()
        self.declaration.montrer(dossier, est_modifiable=a_deposer)
        self._brouillon.montrer(self._ctx, dossier, est_modifiable=a_deposer)
        self.prix.montrer(afficher_prix(dossier))
        self.quotient.setVisible(dossier.lit_revenus and dossier.peut_saisir)
        self._montrer_actions()
        self.pile.setCurrentIndex(1)

    def _a_deposer(self) -> bool:
        """A draft waits for its deposit, or nobody of the family has answered yet."""
        etats = {e.etat for e in self.dossier.enfants if not e.repond_ailleurs} if self.dossier else set()
        return EtatDossier.EN_SAISIE in etats or (EtatDossier.SANS_REPONSE in etats and not etats & DEPOSES)

    def _peut_deposer(self, dossier: DossierVu) -> bool:
        """Somebody waits for a deposit, and who is signed in may make it today."""
        est_permis = not dossier.est_pas_ouverte and (not dossier.est_close or dossier.peut_deroger)
        return self._a_deposer() and dossier.peut_saisir and est_permis

    @Slot()
    def _montrer_actions(self) -> None:
        dossier = self.dossier
        if dossier is None:
            return
        peut_deposer = self._peut_deposer(dossier)
        self.valider.setVisible(peut_deposer)
        self.valider.setText(f"&Valider {presentateur.demarche_du_depot(dossier).avec_article}")
        deposes = [e for e in dossier.enfants if e.etat in DEPOSES and not e.repond_ailleurs]
        self.administrer.setVisible(bool(deposes) and not peut_deposer and dossier.peut_decider)
        self.accuse.setVisible(bool(dossier.numero))
        if peut_deposer:
            debut, phrases = "À faire", [m.phrase for m in presentateur.manques(dossier, self.declaration.manque)]
        else:
            debut, phrases = "Avant la validation", presentateur.obstacles_affiches(deposes)
        suite = f" (+ {len(phrases) - 1})" if len(phrases) > 1 else ""
        self.manque.setText(f"{debut}\u00a0: {phrases[0]}{suite}" if phrases else "")
        self.manque.setToolTip("\n".join(phrases))

    @property
    def contexte(self) -> Contexte:
        """Who is signed in. Raises RuntimeError before ``entrer``."""
        if self._ctx is None:
            raise RuntimeError("nobody is signed in")
        return self._ctx

    def _aujourdhui(self) -> date:
        return self.contexte.aujourdhui()

    # ---- moving between the children

    @Slot(int)
    def _enfant_choisi(self, rang: int) -> None:
        if self.dossier is not None and 0 <= rang < len(self.dossier.enfants):
            self._eleve_id = self.dossier.enfants[rang].eleve_id
            self._montrer()
            self._bus.choisir("eleve", self._eleve_id)

    @Slot()
    def _vers_precedent(self) -> None:
        self.enfants.setCurrentIndex((self.enfants.currentIndex() - 1) % max(self.enfants.count(), 1))

    @Slot()
    def _vers_suivant(self) -> None:
        self.enfants.setCurrentIndex((self.enfants.currentIndex() + 1) % max(self.enfants.count(), 1))

    @Slot()
    def _ouvrir_famille(self) -> None:
        montre = self.dossier or self._situation
        if montre is not None:
            self._bus.ouvrir("foyer", montre.foyer_id)

    # ---- ticks and times, written as they are pressed

    @Slot(object, bool)
    def _case_changee(self, cours_id: int, est_cochee: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._saisir(cours_id, est_demandee=est_cochee, creneau_id=None)

    @Slot(object, object)
    def _creneau_change(self, cours_id: int, creneau_id: int | None) -> None:
        enfant = self.enfant
        if enfant is None:
            return
        if Action.CHANGER_CRENEAU in enfant.actions:
            ligne = next(x for x in enfant.lignes if x.cours_id == cours_id)
            voulu = next((c for c in ligne.creneaux if c.creneau_id == creneau_id), None)
            if voulu is not None and creneau_id != ligne.creneau_id:
                self.gestes.changer_creneau(self.contexte, enfant, ligne, voulu)
            self.cours.remontrer()
            return
        self._saisir(cours_id, est_demandee=True, creneau_id=creneau_id)

    def _saisir(self, cours_id: int, *, est_demandee: bool, creneau_id: int | None) -> None:
        enfant = self.enfant
        if enfant is not None and enfant.dossier_eleve_id is not None:
            self._saisies.ajouter(enfant.dossier_eleve_id, LigneSaisie(cours_id, est_demandee, creneau_id))
            self._envoyer_saisie()

    def _envoyer_saisie(self) -> None:
        ctx, commande = self.contexte, self._saisies.suivante()
        if commande is not None:
            saisies = self._saisies
            self._executant.ecrire(lambda: saisies.ecrire(ctx, commande), self._saisie_ecrite, self._saisie_refusee)

    @Slot(object)
    def _saisie_ecrite(self, fait: Fait[dict[str, int]]) -> None:
        self._saisies.ecrite(fait.resultat["version"])
        self._est_depasse = True
        self._bus.dire("Brouillon enregistré")
        self.dire("info", "")
        self._envoyer_saisie()
        self._publier(fait.changements)

    @Slot(object)
    def _saisie_refusee(self, erreur: Exception) -> None:
        """A tick or a time was refused: the others still go out, then the base is shown again."""
        self._saisies.refusee(est_depassee=isinstance(erreur, Conflit))
        self._ensuite = None
        self._est_depasse = True
        self._refus(erreur)
        self._envoyer_saisie()

    @Slot()
    def garder_maintenant(self) -> None:
        """The person leaves: what was typed is kept, and the ticks that wait follow the write under way."""
        self._brouillon.garder_maintenant()
        saisies, commandes = self._saisies, self._saisies.vider()
        if commandes:
            ctx = self.contexte
            self._executant.ecrire(lambda: saisies.finir(ctx, commandes), self._saisies_finies)

    @Slot(object)
    def _saisies_finies(self, _rien: object) -> None:
        self.relire()

    def _publier(self, changements: Changements) -> None:
        """Tell the other views; read again even where the write touched nothing of what is shown."""
        self._bus.publier(changements)
        if not self._concerne(changements):
            self.relire()

    def version(self, enfant: EnfantVu) -> int:
        """Newest version known of a child's answer."""
        return self._saisies.version(enfant.dossier_eleve_id or 0)

    @Slot(object)
    def consulter(self, fichier: FichierAffiche) -> None:
        """Open a piece in its window."""
        dossier = self.dossier
        if dossier is None:
            return
        nom = next(
            (
                p.nom
                for p in presentateur.pieces_affichees(dossier)
                if any(f.piece_id == fichier.piece_id for f in p.fichiers)
            ),
            fichier.nom,
        )
        FenetrePiece(
            self._executant, self._bus, self.contexte, nom, fichier, peut_decider=dossier.peut_decider, parent=self
        ).show()

    # ---- Valider, administration, papers

    @Slot()
    def _valider(self) -> None:
        """The first thing that lacks gets the focus; nothing lacking, the family is deposited."""
        if not self.valider.isHidden():
            self.a_jour(self._deposer)

    def _deposer(self) -> None:
        dossier, acceptation = self.dossier, self.declaration.acceptation()
        if dossier is None or self.depot.est_en_cours or not self._peut_deposer(dossier):
            return
        manques = presentateur.manques(dossier, self.declaration.manque)
        if manques or acceptation is None:
            self._viser(manques[0] if manques else presentateur.Manque(""))
            return
        self.depot.valider(self.contexte, dossier, acceptation, self._saisies)

    def _viser(self, manque: presentateur.Manque) -> None:
        if manque.rang is not None:
            self.enfants.setCurrentIndex(manque.rang)
        if manque.rang is None and manque.phrase == self.declaration.manque:
            self.declaration.viser()
        else:
            self.cours.viser(manque.cours_id)

    @Slot(object)
    def _deposee(self, depose: Depose) -> None:
        suite = "accusé à imprimer" if depose.est_a_imprimer else "accusé envoyé par courriel"
        self._bus.dire(f"Réinscription déposée, dossier {depose.numero}, {suite}")
        if depose.accuse_erreur:
            self.dire("warn", "Le dossier est déposé\u00a0; l’accusé n’a pas pu être fait. Ouvrez-le pour réessayer.")
        else:
            self.dire("ok", f"Réinscription déposée\u00a0: dossier {depose.numero}, {suite}.")
        self.declaration.deposee(self.depot.dossier_id)
        self._brouillon.jeter(self.contexte, self.depot.dossier_id)
        self._est_depasse = True
        self.relire()

    @Slot()
    def _administrer(self) -> None:
        self.a_jour(self._valider_administrativement)

    def _valider_administrativement(self) -> None:
        dossier = self.dossier
        if dossier is None:
            return
        self.dire("info", "")
        for enfant in dossier.enfants:
            if enfant.etat in DEPOSES and not enfant.repond_ailleurs:
                self.gestes.valider_administrativement(self.contexte, enfant, self.version(enfant))

    @Slot()
    def _ouvrir_accuse(self) -> None:
        if self.dossier is not None:
            self.depot.ouvrir_accuse(self.contexte, self.dossier.dossier_id, self.dossier.accuse_id)

    @Slot()
    def _ouvrir_fiche(self) -> None:
        if self.dossier is not None:
            self.depot.ouvrir_fiche(self.contexte, self.dossier.dossier_id)

    @Slot(object, str)
    def _geste_fait(self, fait: Fait[object], phrase: str) -> None:
        self._est_depasse = True
        resultat = fait.resultat if isinstance(fait.resultat, list) else []
        refusees, deja = presentateur.phrase_import([p for p in resultat if isinstance(p, PieceImportee)])
        if refusees or deja:
            self.dire("bad" if refusees else "info", " ".join(p for p in (refusees, deja) if p))
        elif resultat:
            self.dire("info", "")
        finir = self._bus.refuser if refusees else self._bus.dire  # the band says why
        finir("Fichiers examinés" if refusees or deja else phrase)
        if not self._concerne(fait.changements):
            self.relire()

    @Slot(object)
    def _refus(self, erreur: Exception) -> None:
        """An act was refused: say why, show again what the base holds."""
        self.dire("bad", presentateur.phrase_refus(erreur))
        self.relire()
