"""The Famille tab: the list, the Accueil, and a household's card."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.familles import doublons, proposer_statut
from imuse_desk.services.fiche_famille import SaisieAdulte, SaisieFamille, avertissements
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.services.lectures.valeurs_familles import SOURCE_FAMILLES
from imuse_desk.services.listes import STATUTS
from imuse_desk.services.recents import noter_recent
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.doublons import Doublons
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.familles_listees import COLONNES, COLONNES_EN_PLUS, cellules
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.liste_fiche import ListeFiche
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.onglet_dossier import OngletDossier
from imuse_desk.views.famille import presentateur
from imuse_desk.views.famille.accueil import Accueil
from imuse_desk.views.famille.fiche import COURRIERS, ELEVES, FACTURATION, FicheFamille
from imuse_desk.views.famille.mots_resume import COURRIERS as VERS_COURRIERS
from imuse_desk.views.famille.mots_resume import ELEVE_SEUL, REINSCRIPTION
from imuse_desk.views.famille.mots_resume import ELEVES as VERS_ELEVES
from imuse_desk.views.famille.mots_resume import FACTURATION as VERS_FACTURATION
from imuse_desk.views.famille.resume import ResumeGuichet
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe

FILTRES = [
    ("toutes", "Toutes"), ("pieces", "Pièces"), ("sans_reponse", "Sans réponse"), ("archivees", "Archivées"),
]  # fmt: skip
COMPTES = {"message", "piece", "dossier", "tache"}  # kinds that the Accueil counts


class OngletFamille(OngletDossier):
    """``entrer(ctx)``, ``ouvrir(foyer_id)``, ``nouveau()``, ``enregistrer()``, ``a_un_brouillon()``."""

    nouvel_eleve_demande = Signal(object, object)  # household's id, the adult who becomes a pupil or None
    attente_demandee = Signal(str)  # the list behind a count of the Accueil
    reinscription_demandee = Signal(object)  # the pupil to begin with, or None
    fiche: FicheFamille
    accueil: Accueil

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        liste = ListeFiche(Mots("famille", "familles", "Nouvelle", est_feminin=True), FILTRES)
        super().__init__(executant, bus, presentateur.METIER, liste, FicheFamille(), Accueil(executant), parent)
        self._rang = 0
        self._sur_resume = True  # what is shown of a household: its counter summary, or its card
        self._en_cours: set[int] = set()  # households whose card was left with something typed
        self.resume = ResumeGuichet(executant, bus)
        self.pile.addWidget(self.resume)
        self.doublons = Doublons(bus, self)
        self.doublons.change.connect(self._montrer_bandeau)
        fiche_liste = FicheListe("famille", "Familles", liste.mots, genre="foyer")
        self.brancher_liste((*COLONNES, *COLONNES_EN_PLUS), cellules, SOURCE_FAMILLES, fiche_liste)
        fiche, accueil = self.fiche, self.accueil
        fiche.adulte_choisi.connect(self._choisir_adulte)
        fiche.adulte_ajoute.connect(self._ajouter_adulte)
        fiche.adulte_retire.connect(self._retirer_adulte)
        fiche.ajouter_enfant.clicked.connect(self._ajouter_enfant)
        fiche.inscrire_adulte.clicked.connect(self._inscrire_adulte)
        fiche.bandeau.suivi.connect(self.doublons.suivre)
        fiche.form.champ_modifie.connect(self._champ_modifie)
        for table in (fiche.enfants, fiche.tous_enfants):
            table.ouverte.connect(self._ouvrir_enfant)
            table.lien_suivi.connect(self._suivre_enfant)
        for cle in ("nom", "prenom", "naissance", "mobile", "tel_domicile", "tel_pro", "telecopie", "email"):
            fiche.form.widget(cle).editingFinished.connect(self._champ_quitte)  # type: ignore[attr-defined]  # LigneTexte
        for cle in ("foyer_cp", "foyer_ville"):
            fiche.form.widget(cle).editingFinished.connect(self._adresse_quittee)  # type: ignore[attr-defined]  # LigneTexte
        accueil.ouverte.connect(self._ouvrir_recent)
        accueil.brouillon_repris.connect(self._reprendre)
        accueil.nouvelle_demandee.connect(self.nouveau)
        accueil.attente_demandee.connect(self.attente_demandee)
        self.pile.currentChanged.connect(self._page_changee)
        self._page_changee(0)
        bus.ouverture_demandee.connect(self._ouverture_demandee)
        fiche.vers_resume.clicked.connect(self.basculer)
        self.resume.fiche.clicked.connect(self.montrer_la_fiche)
        sur_echap(self.resume, self.fiche_fermee.emit)
        self.resume.lieu_demande.connect(self._vers_lieu)
        self.resume.facturation_demandee.connect(self._vers_facturation)

    # ---- the window's calls

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        super().entrer(ctx)
        self._sur_resume = True
        self._en_cours.clear()
        self.resume.entrer(ctx)
        self.accueil.entrer(ctx)

    def fermer(self) -> None:
        """Close the card: the Accueil comes back, read again."""
        self._quitter()
        super().fermer()
        self.resume.fermer()
        self.accueil.relire()

    def ident_de(self, situation: Situation) -> int | None:
        """The household of the current dossier."""
        return situation.foyer_id

    def objets_changes(self, changements: Changements) -> None:
        """Refresh the rows and the card; on the Accueil, what waits."""
        super().objets_changes(changements)
        if self._sur_resume and self.resume.concerne(changements):
            self.resume.relire()
        if self.pile.currentWidget() is self.accueil and changements.genres & COMPTES:
            self.accueil.relire()

    def concerne(self, changements: Changements) -> bool:
        """The household, one of its pupils, or its re-enrolment."""
        if super().concerne(changements):
            return True
        enfants = {("eleve", e.eleve_id) for e in self.vue.enfants} if self.vue is not None else set()
        return bool(changements.objets & enfants)

    def poser_facturation(self, cotisations: QWidget, locations: QWidget | None = None) -> None:
        """Fill the two billing sub-tabs."""
        self.fiche.poser_facturation(cotisations, locations)

    def poser_courriers(self, courriers: QWidget) -> None:
        """Fill the sub-tab of the letters."""
        self.fiche.poser_courriers(courriers)

    @Slot(int)
    def compter_courriers(self, n: int) -> None:
        """How many letters the household has."""
        self.fiche.compter(COURRIERS, n)

    # ---- the counter summary, then the card

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """A household comes with its counter summary; the one shown stays as it is, and so does a card being edited."""
        ident = self.ident_de(situation) if situation is not None else None
        if ident is None or (ident == self._voulu and not self._sur_resume):
            super().ouvrir_dossier(situation)
        elif ident != self._voulu and ident in self._en_cours:
            self.ouvrir(ident)
        else:
            self.montrer_resume(ident)

    def montrer_resume(self, ident: int) -> None:
        """Show a household's counter summary; its card is read when it is asked for."""
        self._quitter()
        self._sur_resume = True
        self.garder_maintenant()
        if ident != self.edition.ident:
            self.edition.fermer()
            self.vue = None
        if ident != self._voulu:
            self._noter(ident)
        self._voulu = ident
        self.pile.setCurrentWidget(self.resume)
        self.resume.ouvrir(ident)

    @Slot()
    def montrer_la_fiche(self) -> None:
        """From the counter summary to the card of the same household."""
        if self._voulu is None:
            return
        self._sur_resume = False
        if self.edition.est_ouverte and self.edition.ident == self._voulu:
            self.pile.setCurrentWidget(self.fiche)
        else:
            self._rang = 0
            self.relire()

    @Slot()
    def basculer(self) -> None:
        """Between the counter summary and the card (F2)."""
        if self.pile.currentWidget() is self.resume:
            self.montrer_la_fiche()
        elif self.pile.currentWidget() is self.fiche and self.edition.ident is not None:
            self.montrer_resume(self.edition.ident)

    @property
    def ident_montre(self) -> int | None:
        """The household on show, on its counter summary or its card."""
        return self.resume.foyer_id if self._sur_resume else self.edition.ident

    def page(self) -> QWidget:
        """The card, unless the counter summary is what is looked at."""
        return self.resume if self._sur_resume else self.fiche

    def nouveau(self) -> None:
        """A new household begins on its card."""
        self._quitter()
        self._sur_resume = False
        super().nouveau()

    def _quitter(self) -> None:
        """Remember a card left with something typed: coming back finds it again."""
        if self.edition.ident is not None:
            (self._en_cours.add if self.edition.est_modifiee else self._en_cours.discard)(self.edition.ident)

    @Slot(object)
    def _brouillon_garde(self, a: datetime) -> None:
        super()._brouillon_garde(a)
        if self.pile.currentWidget() is self.accueil:  # closed meanwhile: it lists the drafts
            self.accueil.relire()
        elif self.pile.currentWidget() is self.resume:
            self.resume.relire()

    @Slot(int)
    def _page_changee(self, _rang: int) -> None:
        """The counter summary takes the whole width, and asks for none while the list is there."""
        est_resume = self.pile.currentWidget() is self.resume
        self.liste.setVisible(not est_resume)
        regle = QSizePolicy.Policy.Preferred if est_resume else QSizePolicy.Policy.Ignored
        self.resume.setSizePolicy(regle, regle)
        if (page := self.pile.currentWidget()) is not None:
            self.setFocusProxy(page)  # Esc is its page's

    @Slot(str, object)
    def _ouverture_demandee(self, genre: str, _ident: int) -> None:
        if genre == "foyer":
            self._sur_resume = True

    @Slot(str, object)
    def _vers_lieu(self, place: str, eleve_id: int | None) -> None:
        """Go where something waits or was done."""
        if place == REINSCRIPTION:
            self.reinscription_demandee.emit(eleve_id)
        elif place == ELEVE_SEUL and eleve_id is not None:
            self.bus.ouvrir("eleve", eleve_id)
        else:
            self._sur_sous_onglet(
                {VERS_COURRIERS: COURRIERS, VERS_ELEVES: ELEVES, VERS_FACTURATION: FACTURATION}.get(place, 0)
            )

    @Slot()
    def _vers_facturation(self) -> None:
        self._sur_sous_onglet(FACTURATION)

    def _sur_sous_onglet(self, rang: int) -> None:
        self.fiche.onglets.setCurrentIndex(rang)
        self.montrer_la_fiche()

    def _noter(self, ident: int) -> None:
        self.executant.ecrire(partial(noter_recent, self.contexte, ident), self._recent_note)

    # ---- the card

    def ouvrir(self, ident: int) -> None:
        """Open a household's card."""
        self._quitter()
        self._sur_resume = False
        self._rang = 0
        self.doublons.oublier()
        super().ouvrir(ident)
        self._noter(ident)

    @Slot(object)
    def _recent_note(self, _rien: object) -> None:
        """The household is among the recent ones."""

    def saisie_neuve(self) -> SaisieFamille:
        """A household with one empty adult who holds every role."""
        self._rang = 0
        self.doublons.oublier()
        return SaisieFamille()

    def montrer_fiche(self) -> None:
        """Bind the household into the card."""
        saisie, vue, fiche = self.edition.saisie, self.vue, self.fiche
        self._rang = min(self._rang, len(saisie.adultes) - 1)
        fiche.form.poser(presentateur.valeurs(saisie, self._rang))
        fiche.montrer_adultes([a.nom_complet for a in saisie.adultes], self._rang, est_modifiable=self.est_modifiable)
        fiche.dire_titre(f"Famille {vue.libelle}" if vue else "Nouvelle famille", f"n° {vue.numero}" if vue else "")
        enfants = vue.enfants if vue else ()
        fiche.modele_enfants.poser((e.eleve_id, presentateur.cellules_enfant(e)) for e in enfants)
        fiche.enfants.figer_hauteur()
        fiche.tous_enfants.figer_hauteur()
        fiche.compter(ELEVES, len(enfants))
        fiche.montrer_dossier(est_enregistre=vue is not None)
        fiche.ajouter_enfant.setVisible(vue is not None and self.est_modifiable)
        passes = [f"{STATUTS[s.statut]} depuis le {date_fr(s.du_le)}" for s in vue.statuts[1:3]] if vue else []
        anciennes = [f"{a.texte} jusqu’au {date_fr(a.au_le)}" for a in vue.adresses if a.au_le][:2] if vue else []
        fiche.historique.setText(
            "Avant\u00a0: " + "\u00a0; ".join([*passes, *anciennes]) if passes or anciennes else ""
        )
        fiche.historique.setVisible(bool(passes or anciennes))
        self._montrer_bandeau()

    @Slot()
    def _montrer_bandeau(self) -> None:
        bandeau, vue = self.fiche.bandeau, self.vue
        d = self.doublons.premier
        if d is not None:
            ne = f", né(e) le {date_fr(d.naissance_le)}" if d.naissance_le else ""
            ou = f" · {d.ville}" if d.ville else ""
            phrase = f"Une personne proche existe\u00a0: {d.prenom} {d.nom}{ne}{ou}"
            bandeau.montrer("info", phrase, [("ouvrir", "Ouvrir l’autre fiche"), ("autre", "Ce n’est pas elle")])
        elif vue is not None and not vue.est_modifiable:
            archivee = vue.archive_a is not None
            droit = self.contexte.peut(Permission.MODIFIER_FAMILLE)
            if archivee:
                phrase = "Cette famille est archivée\u00a0: lecture seule."
            elif droit:
                phrase = f"Ce dossier relève du site {vue.site_nom}\u00a0: il s’ouvre en lecture seule."
            else:
                phrase = "Votre rôle permet de lire cette fiche, pas de la modifier."
            bandeau.montrer("info", phrase)
        elif vue is not None and (annonces := presentateur.annonces(vue)):
            bandeau.montrer("info", " ".join(annonces))
        else:
            bandeau.hide()
            return
        bandeau.show()

    def lire_saisie(self) -> SaisieFamille:
        """The form over the buffer."""
        return presentateur.saisie_de(self.fiche.form.brut(), self.edition.saisie, self._rang)

    def montrer_puces(self) -> None:
        """Chips of the header."""
        self.fiche.dire_puces(presentateur.puces(self.vue, est_modifiee=self.edition.est_modifiee))

    def fusionner(self, mienne: Any, leur: Any, cles: set[str]) -> Any:
        """Adults are merged one by one."""
        return presentateur.fusionner(mienne, leur, cles)

    def montrer_erreurs(self, erreurs: Any) -> None:
        """Go to the adult of the first error; the keys of the card are those of its fields."""
        rangs = [int(e.champ.partition(".")[0]) for e in erreurs if e.champ.partition(".")[0].isdigit()]
        if rangs and self._rang not in rangs:
            self._choisir_adulte(rangs[0])
        self.fiche.form.montrer_erreurs([self._vers_champ(e) for e in erreurs])

    def _vers_champ(self, erreur: Invalide) -> Invalide:
        rang, point, champ = erreur.champ.partition(".")
        params = {nom: valeur for nom, valeur in erreur.params.items() if nom != "champ"}
        cle = champ if point else f"foyer_{erreur.champ}"
        if point and int(rang) != self._rang:
            cle = f"adulte {int(rang) + 1}"
        return Invalide(cle, erreur.code, **params)

    # ---- adults

    @Slot(int)
    def _choisir_adulte(self, rang: int) -> None:
        self.edition.saisie = self.lire_saisie()
        self._rang = rang
        self._reafficher()

    @Slot()
    def _ajouter_adulte(self) -> None:
        saisie = self.lire_saisie()
        self.edition.saisie = replace(saisie, adultes=(*saisie.adultes, SaisieAdulte(nom=saisie.adultes[0].nom)))
        self._rang = len(self.edition.saisie.adultes) - 1
        self._reafficher()
        self.fiche.form.viser("civilite")

    @Slot()
    def _retirer_adulte(self) -> None:
        saisie, rang = self.lire_saisie(), self._rang
        self.edition.saisie = replace(saisie, adultes=(*saisie.adultes[:rang], *saisie.adultes[rang + 1 :]))
        self._rang = max(0, rang - 1)
        self._reafficher()

    def _reafficher(self) -> None:
        self._est_chargement = True
        self.montrer_fiche()
        self._est_chargement = False
        self.saisie_modifiee()

    # ---- checks while typing

    @Slot()
    def _champ_quitte(self) -> None:
        if not self.edition.est_modifiee:
            return
        alertes = avertissements(self.edition.saisie, self.contexte.aujourdhui())
        phrases = {self._vers_champ(a).champ: texte_erreur(a).court for a in alertes}
        self.fiche.form.montrer_avertissements(phrases)

    @Slot(str)
    def _champ_modifie(self, cle: str) -> None:
        if cle in {"nom", "prenom", "naissance"}:
            adulte = self.lire_saisie().adultes[self._rang]
            if adulte.personne_id is None:
                faire = partial(doublons, self.contexte, adulte.nom, adulte.prenom, adulte.naissance)
                self.executant.lire(faire, self.doublons.lus, cle="doublons")

    @Slot()
    def _adresse_quittee(self) -> None:
        """A new household takes the status that its town suggests."""
        self._champ_quitte()
        saisie = self.edition.saisie
        if self.vue is None and saisie is not None and not saisie.statut and (saisie.cp or saisie.ville):
            faire = partial(proposer_statut, self.contexte, saisie.cp, saisie.ville)
            self.executant.lire(faire, self._statut_propose, cle="statut")

    @Slot(object)
    def _statut_propose(self, statut: str) -> None:
        if self.vue is None and self.edition.est_ouverte and statut:
            self.fiche.form.poser_brut({"foyer_statut": statut})
            self.saisie_modifiee()

    # ---- going elsewhere

    @Slot(object)
    def _ouvrir_enfant(self, eleve_id: int) -> None:
        self.bus.ouvrir("eleve", eleve_id)

    @Slot(object, str)
    def _suivre_enfant(self, eleve_id: int, _colonne: str) -> None:
        self.bus.ouvrir("eleve", eleve_id)

    @Slot()
    def _ajouter_enfant(self) -> None:
        if self.edition.ident is not None:
            self.nouvel_eleve_demande.emit(self.edition.ident, None)

    @Slot()
    def _inscrire_adulte(self) -> None:
        """The adult on show becomes a pupil, his own responsable."""
        adulte = self.edition.saisie.adultes[self._rang]
        deja = {e.personne_id: e.eleve_id for e in self.vue.enfants} if self.vue is not None else {}
        if adulte.personne_id in deja:
            self.bus.ouvrir("eleve", deja[adulte.personne_id])
        elif self.edition.ident is not None and adulte.personne_id is not None:
            self.nouvel_eleve_demande.emit(self.edition.ident, adulte)

    @Slot(object)
    def _ouvrir_recent(self, ident: int) -> None:
        self.bus.ouvrir("foyer", ident)

    @Slot(str)
    def _reprendre(self, objet: str) -> None:
        if objet.isdigit():
            self.ouvrir(int(objet))
            self.bus.choisir("foyer", int(objet))
        else:
            self.nouveau()
