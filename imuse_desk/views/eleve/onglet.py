"""The Élève tab: the list of pupils and a pupil's card, with arrows through the siblings."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.eleves import CreerEleve, Detacher, Rattacher, creer_eleve, detacher_eleve, rattacher_eleve
from imuse_desk.services.familles import doublons
from imuse_desk.services.fiche_eleve import SaisieEleve, SaisieRattachement, avertissements
from imuse_desk.services.fiche_famille import SaisieAdulte
from imuse_desk.services.lectures.eleves import FicheEleve as VueEleve
from imuse_desk.services.lectures.eleves import FoyerDeLEleve, ouvrir_eleve
from imuse_desk.services.lectures.familles import FicheFamille, ouvrir_famille
from imuse_desk.services.lectures.liste_familles import foyer_par_numero
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.services.lectures.valeurs_eleves import SOURCE_ELEVES
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import EditeurEntier, LigneTexte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.doublons import Doublons
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.liste_fiche import ListeFiche
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.onglet_dossier import OngletDossier
from imuse_desk.views.eleve import presentateur
from imuse_desk.views.eleve.fiche import FicheEleve
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.cellule import Cellule

FILTRES = [("tous", "Tous"), ("inscrits", "Inscrits"), ("sans_reponse", "Sans réponse"), ("archives", "Archivés")]
_QUITTES = (
    "nom", "prenom", "naissance", "mobile", "tel_domicile", "tel_pro", "telecopie", "email", "cp", "tel_urgence",
)  # fmt: skip


class OngletEleve(OngletDossier):
    """``entrer(ctx)``, ``ouvrir(id)``, ``nouveau_dans(foyer_id, adulte)``, ``enregistrer()``, ``a_un_brouillon()``."""

    fiche: FicheEleve

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        liste = ListeFiche(Mots("élève", "élèves", "Nouvel élève"), FILTRES)
        vide = EtatVide(
            "student", "Choisissez un élève dans la liste", "Ou cherchez un nom ou un téléphone\u00a0: Ctrl+K."
        )
        super().__init__(executant, bus, presentateur.METIER, liste, FicheEleve(), vide, parent)
        self._famille: FicheFamille | None = None
        self._adulte: SaisieAdulte | None = None
        self._situation: Situation | None = None
        self.doublons = Doublons(bus, self)
        self.doublons.change.connect(self._montrer_bandeau)
        fiche_liste = FicheListe("eleve", "Élèves", liste.mots, genre="eleve")
        self.brancher_liste(presentateur.COLONNES, presentateur.cellules, SOURCE_ELEVES, fiche_liste)
        fiche = self.fiche
        fiche.precedent.clicked.connect(self._vers_precedent)
        fiche.suivant.clicked.connect(self._vers_suivant)
        fiche.lien_titre.clicked.connect(self._ouvrir_famille)
        fiche.rattacher.clicked.connect(self._demander_rattachement)
        fiche.detacher.clicked.connect(self._demander_detachement)
        fiche.bandeau.suivi.connect(self.doublons.suivre)
        fiche.form.champ_modifie.connect(self._champ_modifie)
        fiche.page_cours.brancher(executant, bus)
        fiche.bulletins.brancher(executant, bus)
        fiche.photo.brancher(executant, bus)
        fiche.page_cours.suivi_demande.connect(self._suivre_cours)
        fiche.historique.lien_suivi.connect(self._suivre_cours)
        for cle in _QUITTES:
            fiche.form.widget(cle).editingFinished.connect(self._champ_quitte)  # type: ignore[attr-defined]  # LigneTexte

    # ---- the window's calls

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """Show the pupil of the current dossier, or the first of its family."""
        self._situation = situation
        super().ouvrir_dossier(situation)

    def ident_de(self, situation: Situation) -> int | None:
        """The pupil chosen, else the one on show if of this family, else the family's first."""
        if situation.eleve_id is not None:
            return situation.eleve_id
        enfants = [ident for ident, _ in situation.enfants]
        if self.edition.ident in enfants:
            return self.edition.ident
        return enfants[0] if enfants else None

    @Slot()
    def nouveau(self) -> None:
        """A new pupil of the current family; without one, say how."""
        foyer_id = self._situation.foyer_id if self._situation else None
        if foyer_id is None:
            self.bus.dire("Ouvrez d’abord la famille du nouvel élève, puis «\u00a0Ajouter un élève\u00a0»")
        else:
            self.nouveau_dans(foyer_id, None)

    @Slot(object, object)
    def nouveau_dans(self, foyer_id: int, adulte: SaisieAdulte | None = None) -> None:
        """Begin a pupil of this household; ``adulte`` is the person of the household who becomes a pupil."""
        self.garder_maintenant()
        self._adulte = adulte
        self.executant.lire(partial(ouvrir_famille, self.contexte, foyer_id), self._famille_lue, cle="famille")

    @Slot(object)
    def _famille_lue(self, famille: FicheFamille) -> None:
        self._famille = famille
        super().nouveau()

    # ---- the card

    def saisie_neuve(self) -> SaisieEleve:
        """A pupil of the household that asked, with its name."""
        famille, adulte = self._famille, self._adulte
        if famille is None:
            return SaisieEleve()
        neuve = SaisieEleve(nom=famille.saisie.adultes[0].nom, foyers=(SaisieRattachement(famille.id),))
        if adulte is not None:
            neuve = replace(
                neuve, civilite=adulte.civilite, nom=adulte.nom, prenom=adulte.prenom, naissance=adulte.naissance,
                mobile=adulte.mobile, tel_domicile=adulte.tel_domicile, tel_pro=adulte.tel_pro,
                telecopie=adulte.telecopie, email=adulte.email, situation_familiale=adulte.situation_familiale,
            )  # fmt: skip
        return neuve

    def ouvrir(self, ident: int) -> None:
        """Open a pupil's card."""
        self._adulte = None
        self.doublons.oublier()
        super().ouvrir(ident)

    def montrer_fiche(self) -> None:
        """Bind the pupil into the card."""
        saisie, vue, fiche = self.edition.saisie, self.vue, self.fiche
        fiche.form.poser(presentateur.valeurs(saisie))
        foyer = self._foyer()
        famille = foyer.libelle if foyer else (self._famille.libelle if self._famille else "")
        titre = f"{saisie.prenom} {saisie.nom}".strip() if vue else "Nouvel élève"
        fiche.dire_titre(titre, "famille" if famille else "", famille)
        fiche.lien_titre.setAccessibleName(f"Ouvrir la famille {famille}")
        fiche.photo.montrer(self.contexte, vue)
        self._montrer_fratrie()
        self._montrer_foyers()
        self._montrer_cours()
        self._montrer_bandeau()

    def _foyer(self) -> FoyerDeLEleve | None:
        """The pupil's household that is the current dossier, else his main one."""
        courant = self._situation.foyer_id if self._situation else None
        foyer: FoyerDeLEleve | None = self.vue.foyer(courant) if self.vue is not None else None
        return foyer

    def _freres(self) -> list[int]:
        """The pupils of that household, in order."""
        foyer = self._foyer()
        return [ident for ident, _ in foyer.fratrie] if foyer else []

    def _montrer_fratrie(self) -> None:
        vue, fiche = self.vue, self.fiche
        freres = self._freres()
        rang = freres.index(vue.id) + 1 if vue and vue.id in freres else 0
        for widget in (fiche.precedent, fiche.rang, fiche.suivant):
            widget.setVisible(len(freres) > 1)
        fiche.rang.setText(f"{rang} / {len(freres)}")

    def _montrer_foyers(self) -> None:
        vue, fiche = self.vue, self.fiche
        foyers = list(vue.foyers) if vue else []
        for rang, nom in enumerate(fiche.noms_foyers):
            present = rang < len(foyers)
            mots = ""
            if present:
                secret = " · adresse confidentielle" if foyers[rang].est_confidentiel else ""
                mots = f"{foyers[rang].responsables} · n° {foyers[rang].numero}{secret}"
            elif rang == 0 and self._famille is not None:
                mots = f"Famille {self._famille.libelle} · n° {self._famille.numero}"
            nom.setText(mots)
            nom.setVisible(bool(mots))
            fiche.form.widget(f"part{rang}").setEnabled(len(foyers) > 1)
        tete = self._foyer()
        secrete = "adresse confidentielle" if tete and tete.est_confidentiel and not tete.adresse else ""
        coordonnees = (tete.adresse, secrete, tete.telephone, tete.email) if tete else ()
        fiche.responsable.setText(" · ".join(x for x in coordonnees if x))
        fiche.montrer_adresse(est_propre=not self.edition.saisie.utilise_coordonnees_responsable)
        fiche.form.widget("principal").setEnabled(len(foyers) > 1)
        fiche.rattacher.setVisible(vue is not None and self.est_modifiable and len(foyers) < 2)
        fiche.detacher.setVisible(vue is not None and self.est_modifiable and len(foyers) > 1)

    def _montrer_cours(self) -> None:
        vue, fiche, annee = self.vue, self.fiche, self.contexte.annee_id
        fiche.page_cours.montrer(self.contexte, vue)
        fiche.bulletins.montrer(self.contexte, vue.id if vue is not None else None)
        fiche.modele_historique.poser(
            (c.inscription_id, [Cellule(c.annee), *presentateur.cellules_cours(c)])
            for c in (vue.cours if vue else ())
            if c.annee_id != annee
        )

    def objets_changes(self, changements: Changements) -> None:
        """A course changed while the card is being typed: its courses are read again, what is typed stays."""
        super().objets_changes(changements)
        if self.concerne(changements) and self.edition.est_modifiee and self.edition.ident is not None:
            faire = partial(ouvrir_eleve, self.contexte, self.edition.ident)
            self.executant.lire(faire, self._cours_relus, cle="cours")

    @Slot(object)
    def _cours_relus(self, vue: VueEleve) -> None:
        if vue.id == self.edition.ident:
            self.fiche.page_cours.montrer(self.contexte, vue)

    @Slot()
    def _montrer_bandeau(self) -> None:
        bandeau, vue = self.fiche.bandeau, self.vue
        d = self.doublons.premier
        if d is not None:
            ne = f", né(e) le {d.naissance_le:%d/%m/%Y}" if d.naissance_le else ""
            phrase = f"Un élève proche existe\u00a0: {d.prenom} {d.nom}{ne}"
            bandeau.montrer("info", phrase, [("ouvrir", "Ouvrir l’autre fiche"), ("autre", "Ce n’est pas lui")])
        elif vue is not None and not vue.est_modifiable:
            bandeau.montrer("info", self._phrase_lecture_seule())
        elif vue is not None and (mots := presentateur.annonces(vue)):
            bandeau.montrer("warn" if vue.saisie.alerte else "info", mots)
        else:
            bandeau.hide()
            return
        bandeau.show()

    def _phrase_lecture_seule(self) -> str:
        if self.vue.archive_a is not None:
            return "Cet élève est archivé\u00a0: lecture seule."
        if self.contexte.peut(Permission.MODIFIER_FAMILLE):
            return "Cet élève relève d’un autre site\u00a0: sa fiche s’ouvre en lecture seule."
        return "Votre rôle permet de lire cette fiche, pas de la modifier."

    def lire_saisie(self) -> SaisieEleve:
        """The form over the buffer."""
        return presentateur.saisie_de(self.fiche.form.brut(), self.edition.saisie)

    def montrer_puces(self) -> None:
        """Chips of the header; contacts that follow the responsable stay closed."""
        self.fiche.dire_puces(presentateur.puces(self.vue, est_modifiee=self.edition.est_modifiee))
        if self.est_modifiable and self.edition.est_ouverte:
            self.fiche.montrer_adresse(est_propre=not self.edition.saisie.utilise_coordonnees_responsable)
            for cle in ("part0", "part1", "principal"):
                self.fiche.form.widget(cle).setEnabled(len(self.edition.saisie.foyers) > 1)

    def commande_creer(self) -> Any:
        """The use case of a new card: an adult of the household keeps being one person."""
        personne_id = self._adulte.personne_id if self._adulte is not None else None
        return partial(creer_eleve, self.contexte, CreerEleve(self.edition.saisie, personne_id=personne_id))

    def montrer_erreurs(self, erreurs: Any) -> None:
        """The keys of the card are those of its fields."""
        self.fiche.onglets.setCurrentIndex(0)
        self.fiche.form.montrer_erreurs([self._vers_champ(e) for e in erreurs])

    def _vers_champ(self, erreur: Invalide) -> Invalide:
        params = {nom: valeur for nom, valeur in erreur.params.items() if nom != "champ"}
        cle = erreur.champ
        if cle.startswith("foyer") and "." in cle:
            ids = [f"foyer{f.foyer_id}" for f in self.edition.saisie.foyers]
            cle = f"part{ids.index(cle.partition('.')[0])}"
        return Invalide(cle.replace(".", "_"), erreur.code, **params)

    # ---- checks while typing

    @Slot()
    def _champ_quitte(self) -> None:
        if self.edition.est_modifiee:
            alertes = avertissements(self.edition.saisie, self.contexte.aujourdhui())
            phrases = {self._vers_champ(a).champ: texte_erreur(a).court for a in alertes}
            self.fiche.form.montrer_avertissements(phrases)

    @Slot(str)
    def _champ_modifie(self, cle: str) -> None:
        if cle in {"nom", "prenom", "naissance"} and self.edition.ident is None and self._adulte is None:
            saisie = self.lire_saisie()
            faire = partial(doublons, self.contexte, saisie.nom, saisie.prenom, saisie.naissance)
            self.executant.lire(faire, self.doublons.lus, cle="doublons")

    # ---- siblings, family, courses

    @Slot()
    def _vers_precedent(self) -> None:
        self._decaler(-1)

    @Slot()
    def _vers_suivant(self) -> None:
        self._decaler(1)

    def _decaler(self, pas: int) -> None:
        freres = self._freres()
        if self.edition.ident in freres:
            ident = freres[(freres.index(self.edition.ident) + pas) % len(freres)]
            self.ouvrir(ident)
            self.bus.choisir("eleve", ident)

    @Slot()
    def _ouvrir_famille(self) -> None:
        foyer = self._foyer()
        foyer_id = foyer.foyer_id if foyer else (self._famille.id if self._famille else None)
        if foyer_id is not None:
            self.bus.ouvrir("foyer", foyer_id)

    @Slot(object, str)
    @Slot(object)
    def _suivre_cours(self, inscription_id: int, _colonne: str = "") -> None:
        self.bus.ouvrir("suivi", inscription_id)

    # ---- second household

    @Slot()
    def _demander_rattachement(self) -> None:
        phrase = "Le numéro du foyer est en haut de sa fiche. L’autre foyer garde le reste de la part."
        champs = [
            ("numero", "N° du &foyer", LigneTexte(12), True),
            ("part", "Part (&%)", EditeurEntier(0, 100), True),
        ]
        self._demande = Demande(self, "Rattacher à un autre foyer", phrase, "Rattacher", champs)
        self._demande.poser({"part": 50})
        self._demande.validee.connect(self._rattacher)
        self._demande.open()

    @Slot(object)
    def _rattacher(self, valeurs: dict[str, Any]) -> None:
        ident, ctx = self.edition.ident, self.contexte
        if ident is not None:
            faire = partial(_rattacher, ctx, ident, str(valeurs["numero"]), int(valeurs["part"]))
            self.executant.ecrire(faire, self._rattache, self._rattachement_refuse)

    @Slot(object)
    def _rattache(self, fait: Fait[int]) -> None:
        self._demande.accept()
        self._fini(fait, "Élève rattaché au second foyer")

    @Slot(object)
    def _rattachement_refuse(self, erreur: Exception) -> None:
        self._demande.refuser(erreur)

    @Slot()
    def _demander_detachement(self) -> None:
        second = self.vue.foyers[1]
        question = Confirmation(
            self, f"Détacher de {second.responsables}\u00a0?", "L’autre foyer devient le seul, avec toute la part.",
            "Détacher", nom_icone="minus-circle",
        )  # fmt: skip
        question.accepted.connect(self._detacher)
        question.open()

    @Slot()
    def _detacher(self) -> None:
        if self.edition.ident is not None:
            commande = Detacher(self.edition.ident, self.vue.foyers[1].foyer_id)
            self.executant.ecrire(partial(detacher_eleve, self.contexte, commande), self._detache, self._refusee)

    @Slot(object)
    def _detache(self, fait: Fait[int]) -> None:
        self._fini(fait, "Élève détaché du second foyer")

    def _fini(self, fait: Fait[int], mots: str) -> None:
        self.edition.fermer()
        self.relire()
        self.bus.publier(fait.changements)
        self.bus.dire(mots)


def _rattacher(ctx: Contexte, eleve_id: int, numero: str, part: int) -> Fait[int]:
    return rattacher_eleve(ctx, Rattacher(eleve_id, foyer_par_numero(ctx, numero), part))
