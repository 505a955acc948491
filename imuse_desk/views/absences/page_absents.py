"""Teachers away: said once, their lessons and who takes them, the families to call or write to, the notice."""

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.courrier import LONGUEUR_SUJET
from imuse_desk.services.etapes_site import LONGUEUR_CORPS
from imuse_desk.services.suivi.absents_lus import AbsentVu, DetailAbsent, lire_absent, lire_absents, lister_enseignants
from imuse_desk.services.suivi.enseignants_absents import (
    LONGUEUR_CONSIGNE,
    AbsentDit,
    DireAbsent,
    Remplacer,
    annuler_absent,
    annuler_remplacement,
    dire_absent,
    remplacer,
)
from imuse_desk.services.suivi.prevenir_absent import (
    Annonce,
    Prevenues,
    imprimer_avis,
    prevenir_familles,
    proposer_annonce,
)
from imuse_desk.views.absences import mots
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurDate, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

DIRE = "Tous ses cours tombent ces jours-là, sur tous les sites. Aucun motif n’est demandé ni conservé."
REMPLACER = "Le remplaçant accède à cet horaire jusqu’au dernier jour compris."
ECRIRE = "Un courriel par élève et par foyer. {cours} et {eleve} sont remplis pour chacun."
GENRES = {"absence_enseignant", "seance", "creneau"}


class PageAbsents(PageDemandes):
    """``PageAbsents(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._absents: dict[int, AbsentVu] = {}
        self._detail: DetailAbsent | None = None
        self._enseignants: Sequence[tuple[int, str]] = ()
        self._operation_id = uuid.uuid4()  # the same click twice writes once
        self.papier: FenetrePapier | None = None
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.modele, self.table, self.carte = self._liste("Enseignants absents", mots.COLONNES_ABSENTS)
        self.table.poser_vide(EtatVide("calendar", "Personne d’absent", "Aucun enseignant n’est noté absent."))
        self.modele_lecons, self.lecons, self.carte_lecons = self._liste("Cours", mots.COLONNES_LECONS)
        self.modele_familles, self.familles, self.carte_familles = self._liste(
            "Familles à prévenir", mots.COLONNES_FAMILLES
        )
        self.noter = primaire("&Noter une absence…", "plus")
        self.annuler = secondaire("Ann&uler l’absence")
        self.remplacer = secondaire("Remp&lacer…", "swap")
        self.liberer = secondaire("Re&tirer le remplaçant")
        self.avis = secondaire("A&vis de porte", "printer")
        self.ecrire = secondaire("É&crire aux familles…", "envelope-simple")
        self._composer()
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self._brancher()
        executant.lire(partial(lister_enseignants, ctx), self._enseignants_lus, self._refuse, cle="enseignants")
        self._montrer(None)

    def _liste(self, nom: str, colonnes: Any) -> tuple[ModeleFixe, TableListe, Carte]:
        modele, table, carte = ModeleFixe(colonnes, self), TableListe(nom), Carte(nom, pleine_largeur=True)
        table.brancher(modele)
        carte.ajouter(table, 1)
        return modele, table, carte

    def _composer(self) -> None:
        outils = ListeEnCarte(self._executant, self._bus, self._ctx)
        fiche = FicheListe("absences.familles", "Familles à prévenir", mots.FAMILLES)
        self.outils = outils.outiller(self.carte_familles, self.familles, fiche)
        gauche, droite = QVBoxLayout(), QVBoxLayout()
        gauche.addWidget(self.carte, 1)
        gauche.addLayout(rangee_actions(None, self.annuler, self.noter))
        droite.addWidget(self.carte_lecons, 3)
        droite.addLayout(rangee_actions(None, self.liberer, self.remplacer, self.avis))
        droite.addWidget(self.carte_familles, 4)
        droite.addLayout(rangee_actions(None, self.ecrire))
        corps = QHBoxLayout()
        corps.setSpacing(12)
        corps.addLayout(gauche, 5)
        corps.addLayout(droite, 7)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        page.addLayout(corps, 1)

    def _brancher(self) -> None:
        self.table.choix_change.connect(self._choisi)
        self.lecons.choix_change.connect(self._actualiser)
        self.familles.lien_suivi.connect(self._ouvrir_eleve)
        self.noter.clicked.connect(self._demander_absence)
        self.annuler.clicked.connect(self._annuler)
        self.remplacer.clicked.connect(self._demander_remplacant)
        self.liberer.clicked.connect(self._liberer)
        self.avis.clicked.connect(self._imprimer)
        self.ecrire.clicked.connect(self._demander_texte)
        self._bus.change.connect(self._objets_changes)

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read who is away, and again the absence chosen."""
        self._executant.lire(partial(lire_absents, self._ctx), self._lus, self._refuse, cle="absents")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & GENRES and self.isVisible():
            self.relire()

    @Slot(object)
    def _enseignants_lus(self, enseignants: Sequence[tuple[int, str]]) -> None:
        self._enseignants = enseignants

    @Slot(object)
    def _lus(self, absents: tuple[AbsentVu, ...]) -> None:
        self._absents = {a.absence_id: a for a in absents}
        self.modele.poser((a.absence_id, mots.cellules_absent(a)) for a in absents)
        if self.table.choisi() not in self._absents and absents:
            self.table.choisir(absents[0].absence_id)
        self._choisi(self.table.choisi())

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        if isinstance(ident, int) and ident in self._absents:
            self._executant.lire(partial(lire_absent, self._ctx, ident), self._montrer, self._refuse, cle="absent")
        else:
            self._montrer(None)

    @Slot(object)
    def _montrer(self, detail: DetailAbsent | None) -> None:
        self._detail = detail
        lecons, familles = (detail.lecons, detail.familles) if detail is not None else ((), ())
        self.modele_lecons.poser((x.seance_id, mots.cellules_lecon(x)) for x in lecons)
        self.modele_familles.poser((rang, mots.cellules_famille(f)) for rang, f in enumerate(familles))
        self.carte_lecons.titre.setText(f"Cours ({len(lecons)})" if lecons else "Cours")
        a_prevenir = "Familles à prévenir"
        self.carte_familles.titre.setText(f"{a_prevenir} ({len(familles)})" if familles else a_prevenir)
        self._actualiser()

    @Slot()
    def _actualiser(self) -> None:
        detail, dire = self._detail, self._ctx.peut(Permission.MODIFIER_FAMILLE)
        self.noter.setEnabled(dire)
        self.annuler.setEnabled(dire and detail is not None)
        self.remplacer.setEnabled(dire and detail is not None and bool(detail.creneaux))
        self.liberer.setEnabled(dire and self._remplacement() is not None)
        self.avis.setEnabled(detail is not None and bool(detail.lecons))
        self.ecrire.setEnabled(
            detail is not None and bool(detail.familles) and self._ctx.peut(Permission.ENVOYER_COURRIER)
        )

    def _remplacement(self) -> int | None:
        """The replacement of the lesson chosen."""
        choisie = self.lecons.choisi()
        lecons = self._detail.lecons if self._detail is not None else ()
        return next((x.remplacement_id for x in lecons if x.seance_id == choisie), None)

    @Slot(object, str)
    def _ouvrir_eleve(self, rang: int, _colonne: str) -> None:
        if self._detail is not None:
            self._bus.ouvrir("eleve", self._detail.familles[rang].eleve_id)

    # ---- writing

    @Slot()
    def _demander_absence(self) -> None:
        jour = self._ctx.aujourdhui()
        champs = [
            ("enseignant_id", "&Enseignant", ListeChoix(list(self._enseignants)), True),
            ("du_le", "&Du", EditeurDate(self._ctx.aujourdhui), True),
            ("au_le", "&Au", EditeurDate(self._ctx.aujourdhui), True),
            ("consigne", "&Consigne", LigneTexte(LONGUEUR_CONSIGNE, "ce que les familles doivent savoir"), False),
        ]
        self._ouvrir("Enseignant absent", DIRE, "&Noter", champs, {"du_le": jour, "au_le": jour}, self._noter)

    @Slot()
    def _demander_remplacant(self) -> None:
        detail = self._detail
        if detail is None or not detail.creneaux:
            return
        choisie = self.lecons.choisi()
        creneau = next((x.creneau_id for x in detail.lecons if x.seance_id == choisie), detail.creneaux[0][0])
        autres = [e for e in self._enseignants if e[0] != detail.absent.enseignant_id]
        champs = [
            ("creneau_id", "&Cours", ListeChoix(list(detail.creneaux)), True),
            ("remplacant_id", "Rem&plaçant", ListeChoix(autres), True),
            ("du_le", "&Du", EditeurDate(self._ctx.aujourdhui), True),
            ("au_le", "&Au", EditeurDate(self._ctx.aujourdhui), True),
        ]
        valeurs = {"creneau_id": creneau, "du_le": detail.absent.du_le, "au_le": detail.absent.au_le}
        self._ouvrir(f"Remplacer {detail.absent.nom}", REMPLACER, "&Enregistrer", champs, valeurs, self._remplacer)

    @Slot()
    def _demander_texte(self) -> None:
        detail = self._detail
        if detail is None:
            return
        annonce = proposer_annonce(detail.absent)
        champs = [
            ("sujet", "&Objet", LigneTexte(LONGUEUR_SUJET), True),
            ("corps", "&Texte", ZoneTexte(12, LONGUEUR_CORPS), True),
        ]
        valeurs = {"sujet": annonce.sujet, "corps": annonce.corps}
        titre = f"Écrire à {mots.FAMILLES.compte(len(detail.familles))}"
        self._ouvrir(titre, ECRIRE, "&Envoyer", champs, valeurs, self._ecrire)

    def _ouvrir(
        self, titre: str, phrase: str, verbe: str, champs: Sequence[Any], valeurs: dict[str, Any],
        acte: Callable[[dict[str, Any]], None],
    ) -> None:  # fmt: skip
        demande = Demande(self, titre, phrase, verbe, champs)
        demande.poser(valeurs)
        self.demander(demande, acte)

    @Slot(object)
    def _noter(self, valeurs: dict[str, Any]) -> None:
        commande = DireAbsent(
            valeurs["enseignant_id"], valeurs["du_le"], valeurs["au_le"], valeurs["consigne"] or "", uuid.uuid4()
        )
        self._executant.ecrire(partial(dire_absent, self._ctx, commande), self._note, self._refuse)

    @Slot(object)
    def _note(self, fait: Fait[AbsentDit]) -> None:
        dit = fait.resultat
        tenus = f", {dit['tenues']} maintenus" if dit["tenues"] else ""
        self._faite(fait, f"Absence notée\u00a0: {dit['tombees']} cours n’ont pas lieu{tenus}")
        self.table.choisir(dit["absence_id"])

    @Slot(object)
    def _remplacer(self, valeurs: dict[str, Any]) -> None:
        if self._detail is not None:
            commande = Remplacer(
                self._detail.absent.absence_id, valeurs["creneau_id"], valeurs["remplacant_id"], valeurs["du_le"],
                valeurs["au_le"], uuid.uuid4(),
            )  # fmt: skip
            self._executant.ecrire(partial(remplacer, self._ctx, commande), self._remplace, self._refuse)

    @Slot(object)
    def _remplace(self, fait: Fait[int]) -> None:
        self._faite(fait, f"Remplacement noté\u00a0: {fait.resultat} cours assurés")

    @Slot()
    def _liberer(self) -> None:
        ident = self._remplacement()
        if ident is not None:
            acte = partial(annuler_remplacement, self._ctx, ident, uuid.uuid4())
            self._executant.ecrire(acte, self._libere, self._refuse)

    @Slot(object)
    def _libere(self, fait: Fait[None]) -> None:
        self.echec.hide()
        self._bus.publier(fait.changements)
        self._bus.dire("Remplaçant retiré\u00a0: ses cours à venir n’ont pas lieu")

    @Slot()
    def _annuler(self) -> None:
        if self._detail is not None:
            acte = partial(annuler_absent, self._ctx, self._detail.absent.absence_id, uuid.uuid4())
            self._executant.ecrire(acte, self._annule, self._refuse)

    @Slot(object)
    def _annule(self, fait: Fait[int]) -> None:
        self._faite(fait, f"Absence annulée\u00a0: {fait.resultat} cours ont de nouveau lieu")

    @Slot(object)
    def _ecrire(self, valeurs: dict[str, Any]) -> None:
        if self._detail is not None:
            annonce = Annonce(valeurs["sujet"], valeurs["corps"])
            acte = partial(prevenir_familles, self._ctx, self._detail.absent.absence_id, annonce, self._operation_id)
            self._executant.ecrire(acte, self._ecrit, self._refuse)

    @Slot(object)
    def _ecrit(self, fait: Fait[Prevenues]) -> None:
        self._operation_id = uuid.uuid4()
        self.conclure()
        self._bus.publier(fait.changements)
        muets = fait.resultat["sans_courriel"]
        suite = f"\u00a0; à appeler\u00a0: {', '.join(muets)}" if muets else ""
        self._bus.dire(f"{mots.COURRIELS.compte(fait.resultat['courriels'])} en partance{suite}")

    @Slot()
    def _imprimer(self) -> None:
        if self._detail is not None:
            faire = partial(imprimer_avis, self._ctx, self._detail.absent.absence_id)
            self._executant.lire(faire, self._montre, self._refuse, cle="papier")

    @Slot(object)
    def _montre(self, papier: tuple[str, bytes]) -> None:
        self.papier = FenetrePapier(self._executant, *papier, self.window())
        self.papier.show()

    def _faite(self, fait: Fait[Any], phrase: str) -> None:
        self.conclure()
        self.echec.hide()
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if self.refus_dit(erreur):
            return
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
