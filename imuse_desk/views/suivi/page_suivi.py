"""What stands under the card of a pupil's course: averages, the teacher's opinion, the result, equivalences.

What is typed and not recorded comes back when the course is opened again.
"""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide
from imuse_desk.domain.evaluations import Avis, GenreMot
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.fiche_suivi import EquivalenceVue, FicheSuivi, lire_fiche_suivi
from imuse_desk.services.lectures.suivi import CoursDuSuivi
from imuse_desk.services.suivi.avis import COMMENTAIRE_MAX, DonnerAvis, donner_avis
from imuse_desk.services.suivi.resultats import (
    ETABLISSEMENT_MAX,
    LETTRE_MAX,
    MOT_MAX,
    MOTS,
    NoterEquivalence,
    NoterResultat,
    noter_equivalence,
    noter_resultat,
    retirer_equivalence,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurDate, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.repliable import Repliable
from imuse_desk.views.common.textes import texte
from imuse_desk.views.suivi import mots_suivi as mots
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

GENRES = {"inscription", "feuille_evaluation", "mot_evaluation", "eleve"}
EXAMEN = [(None, "Non précisé"), (True, "Oui"), (False, "Non")]
AILLEURS = "Ce que l’élève a obtenu dans un autre établissement\u00a0; il sera marqué comme une équivalence."


class CarteSaisie(Carte):
    """A card around one form with its button; the draft of each course is kept while the window lives."""

    def __init__(self, titre: str, bouton: str) -> None:
        super().__init__(titre)
        self.form = Formulaire(self)
        self.note = texte("", "second", replie=True)
        self.enregistrer = secondaire(bouton, "check")
        self._brouillons: dict[int, Any] = {}
        self._ident: int | None = None
        self._alerte = ""
        self.form.modifie.connect(self._changee)

    def clore(self) -> None:
        """Set band, form and button, once the fields are there."""
        bas = QHBoxLayout()
        bas.addWidget(self.note, 1)
        bas.addWidget(self.enregistrer, 0, Qt.AlignmentFlag.AlignBottom)
        self.ajouter(bas)
        self.enregistrer.setEnabled(False)

    def quitter(self) -> None:
        """Keep what is typed of the course on show."""
        if self._ident is not None and self.form.est_modifie():
            self._brouillons[self._ident] = self.form.brut()

    def poser(self, ident: int, valeurs: dict[str, Any], *, peut: bool) -> None:
        """Show what is recorded, and what was typed over it."""
        if ident == self._ident:
            self.quitter()
        else:
            self._alerte = ""
        self._ident = ident
        self.form.poser(valeurs)
        self.form.lecture_seule(est_lecture=not peut)
        self.enregistrer.setVisible(peut)
        if ident in self._brouillons:
            self.form.poser_brut(self._brouillons.pop(ident))
        if self._alerte:
            self.form.bandeau.montrer("warn", self._alerte)
            self.form.bandeau.show()
        self._changee()

    def enregistree(self) -> None:
        """What was typed is recorded."""
        self._alerte = ""
        self.form.enregistre()
        self.form.bandeau.hide()
        self._changee()

    def refuser(self, erreur: Exception) -> None:
        """By the field, else in the band."""
        if isinstance(erreur, FormulaireInvalide):
            self.form.montrer_erreurs(erreur.erreurs)
            return
        self.form.bandeau.montrer("bad", texte_erreur(erreur).court)
        self.form.bandeau.show()

    def avertir(self, phrase: str) -> None:
        """Say in the band what stays true until the form is recorded."""
        self._alerte = phrase

    def oublier(self) -> None:
        """Another person at the desk."""
        self._brouillons.clear()
        self._ident = None

    @Slot()
    def _changee(self) -> None:
        self.enregistrer.setEnabled(self.form.est_modifie())


class PageSuivi(PageDemandes):
    """``entrer(ctx)`` then ``ouvrir(cours)``."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._cours: CoursDuSuivi | None = None
        self.fiche: FicheSuivi | None = None
        self.moyennes = texte("", "second", replie=True)
        self.avis = self._carte_avis()
        self.resultat = self._carte_resultat()
        self.equivalences = Carte("Équivalences")
        self.modele = ModeleFixe(mots.COLONNES, self)
        self.table = TableListe("Équivalences")
        self.table.brancher(self.modele)
        self.ajouter = secondaire("A&jouter une équivalence…", "plus")
        self.retirer = secondaire("Reti&rer", "minus-circle")
        self._composer()
        self.avis.enregistrer.clicked.connect(self._donner_avis)
        self.resultat.enregistrer.clicked.connect(self._noter_resultat)
        self.ajouter.clicked.connect(self._demander)
        self.retirer.clicked.connect(self._retirer)
        self.table.choix_change.connect(self._choisie)
        bus.change.connect(self._objets_changes)

    def _carte_avis(self) -> CarteSaisie:
        carte = CarteSaisie("Avis de réinscription", "&Enregistrer l’avis")
        carte.ajouter(carte.form.bandeau)
        carte.ajouter(carte.form.colonne())
        choix = [(None, mots.SANS_AVIS), *((avis, avis.libelle) for avis in Avis)]
        carte.form.champ("avis", "Av&is", ListeChoix(choix))
        carte.form.champ("niveau_propose_id", "Ni&veau proposé", ListeChoix())
        carte.form.champ("presente_examen", "Présente l’e&xamen", ListeChoix(EXAMEN))
        carte.form.champ("commentaire", "Comme&ntaire", ZoneTexte(3, COMMENTAIRE_MAX))
        carte.clore()
        return carte

    def _carte_resultat(self) -> CarteSaisie:
        carte = CarteSaisie("Résultat", "Enre&gistrer le résultat")
        carte.ajouter(self.moyennes)
        carte.ajouter(carte.form.bandeau)
        carte.ajouter(carte.form.colonne())
        carte.form.champ("resultat", "Rés&ultat", ListeChoix())
        carte.form.champ("mention", "&Mention", ListeChoix())
        carte.form.champ("admission", "A&dmission", ListeChoix())
        carte.form.champ("lettre", "&Lettre", LigneTexte(LETTRE_MAX))
        carte.form.champ("niveau_propose_id", "Niveau suivan&t", ListeChoix())
        carte.form.champ("le", "D&ate", EditeurDate(self._aujourdhui))
        carte.clore()
        return carte

    def _aujourdhui(self) -> Any:
        if self._ctx is None:
            message = "a page without anybody has no day"
            raise RuntimeError(message)
        return self._ctx.aujourdhui()

    def _composer(self) -> None:
        self.equivalences.ajouter(self.table)
        self.equivalences.ajouter(rangee_actions(None, self.retirer, self.ajouter))
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        colonne.addWidget(Repliable([self.avis, self.resultat]))
        colonne.addWidget(self.equivalences)
        self.setEnabled(False)

    # ---- reading

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx, self._cours, self.fiche = ctx, None, None
        self.avis.oublier()
        self.resultat.oublier()
        self.setEnabled(False)

    def ouvrir(self, cours: CoursDuSuivi) -> None:
        """Read what was said of a pupil in a course."""
        if self._cours is not None and self._cours.inscription_id != cours.inscription_id:
            self.avis.quitter()
            self.resultat.quitter()
            self.setEnabled(False)
        self._cours = cours
        self._lire()

    def _lire(self) -> None:
        if self._ctx is not None and self._cours is not None:
            lire = partial(lire_fiche_suivi, self._ctx, self._cours.inscription_id)
            self._executant.lire(lire, self._lue, self._illisible, cle="fiche_suivi")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & GENRES and self.isVisible():
            self._lire()

    @Slot(object)
    def _lue(self, fiche: FicheSuivi) -> None:
        self.fiche = fiche
        niveaux = [(None, mots.AUCUN), *fiche.niveaux]
        for carte in (self.avis, self.resultat):
            _choix(carte, "niveau_propose_id").poser_choix(niveaux)
        for champ, genre in MOTS.items():
            _choix(self.resultat, champ).poser_choix(mots.choix(fiche.mots[genre], getattr(fiche.resultat, champ)))
        a, r = fiche.avis, fiche.resultat
        avis = {"avis": a.avis, "niveau_propose_id": a.niveau_propose_id, "presente_examen": a.presente_examen}
        self.avis.poser(fiche.inscription_id, avis | {"commentaire": a.commentaire}, peut=fiche.peut_aviser)
        self.avis.note.setText(mots.dire_avis(fiche))
        valeurs = {champ: getattr(r, champ) for champ in ("le", *MOTS, "lettre", "niveau_propose_id")}
        self.resultat.poser(fiche.inscription_id, valeurs, peut=fiche.peut_noter)
        self.resultat.note.setText(mots.dire_resultat(fiche, sans_mots=not fiche.mots[GenreMot.RESULTAT]))
        self.moyennes.setText(mots.dire_moyennes(fiche))
        self.equivalences.setVisible(fiche.peut_noter)
        self.modele.poser((e.resultat_id, mots.cellules(e)) for e in fiche.equivalences)
        self.table.figer_hauteur()
        self.table.setVisible(bool(fiche.equivalences))
        self._choisie(self.table.choisi())
        self.setEnabled(True)

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)

    # ---- writing

    @Slot()
    def _donner_avis(self) -> None:
        valeurs = self.avis.form.valider()
        if valeurs is not None and self.fiche is not None and self._ctx is not None:
            dit = valeurs.pop("avis")
            avis = Avis(dit) if dit else None
            commande = DonnerAvis(self.fiche.inscription_id, self.fiche.avis.version, avis, **valeurs)
            self._executant.ecrire(partial(donner_avis, self._ctx, commande), self._avis_donne, self._avis_refuse)

    @Slot(object)
    def _avis_donne(self, fait: Fait[int]) -> None:
        self.avis.enregistree()
        self._dire(fait, "Avis enregistré")

    @Slot(object)
    def _avis_refuse(self, erreur: Exception) -> None:
        self._refuser(self.avis, erreur)

    @Slot()
    def _noter_resultat(self) -> None:
        valeurs = self.resultat.form.valider()
        if valeurs is not None and self.fiche is not None and self._ctx is not None:
            le = valeurs.pop("le")
            niveau_id = valeurs.pop("niveau_propose_id")
            dits: dict[str, Any] = {cle: valeur or "" for cle, valeur in valeurs.items()}
            version = self.fiche.resultat.version
            commande = NoterResultat(
                self.fiche.inscription_id, version, le=date_fr(le) if le else "", niveau_propose_id=niveau_id, **dits
            )
            acte = partial(noter_resultat, self._ctx, commande)
            self._executant.ecrire(acte, self._resultat_note, self._resultat_refuse)

    @Slot(object)
    def _resultat_note(self, fait: Fait[dict[str, int]]) -> None:
        self.resultat.enregistree()
        self._dire(fait, mots.dire_note(fait.resultat))

    @Slot(object)
    def _resultat_refuse(self, erreur: Exception) -> None:
        self._refuser(self.resultat, erreur)

    def _refuser(self, carte: CarteSaisie, erreur: Exception) -> None:
        """Another desk wrote: what it wrote is said, what is typed stays, and may be recorded over it."""
        if isinstance(erreur, Conflit):
            carte.avertir(mots.dire_conflit(erreur))
            self._lire()
        else:
            carte.refuser(erreur)

    def _dire(self, fait: Fait[Any], phrase: str) -> None:
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)
        self._lire()

    # ---- equivalences

    @property
    def _equivalence(self) -> EquivalenceVue | None:
        ident = self.table.choisi()
        siennes = self.fiche.equivalences if self.fiche is not None else ()
        return next((e for e in siennes if e.resultat_id == ident), None)

    @Slot(object)
    def _choisie(self, _ident: object) -> None:
        self.retirer.setVisible(self._equivalence is not None)

    @Slot()
    def _demander(self) -> None:
        champs = [
            ("etablissement", "&Établissement", LigneTexte(ETABLISSEMENT_MAX), True),
            ("discipline", "D&iscipline", LigneTexte(MOT_MAX), True),
            ("le", "&Date", EditeurDate(self._aujourdhui), True),
            ("resultat", "&Résultat", LigneTexte(MOT_MAX), True),
            ("mention", "&Mention", LigneTexte(MOT_MAX), False),
            ("lettre", "&Lettre", LigneTexte(LETTRE_MAX), False),
        ]
        demande = Demande(self.window(), "Ajouter une équivalence", AILLEURS, "&Ajouter", champs)
        self.demander(demande, self._ajouter)

    @Slot(object)
    def _ajouter(self, valeurs: dict[str, Any]) -> None:
        if self.fiche is not None and self._ctx is not None:
            dits: dict[str, Any] = {cle: valeur or "" for cle, valeur in valeurs.items()}
            dits["le"] = date_fr(valeurs["le"])
            commande = NoterEquivalence(self.fiche.eleve_id, **dits)
            acte = partial(noter_equivalence, self._ctx, commande, uuid.uuid4())
            self._executant.ecrire(acte, self._ajoutee, self._equivalence_refusee)

    @Slot(object)
    def _ajoutee(self, fait: Fait[int]) -> None:
        self.conclure()
        self._ecrite(fait, "Équivalence ajoutée")

    @Slot()
    def _retirer(self) -> None:
        vue = self._equivalence
        if vue is not None and self._ctx is not None:
            acte = partial(retirer_equivalence, self._ctx, vue.resultat_id, vue.version)
            self._executant.ecrire(acte, self._retiree, self._equivalence_refusee)

    @Slot(object)
    def _retiree(self, fait: Fait[None]) -> None:
        self._ecrite(fait, "Équivalence retirée")

    def _ecrite(self, fait: Fait[Any], phrase: str) -> None:
        self._bus.publier(fait.changements)
        self._bus.dire(phrase)
        self._lire()

    @Slot(object)
    def _equivalence_refusee(self, erreur: Exception) -> None:
        if not self.refus_dit(erreur):
            self._bus.refuser(texte_erreur(erreur).court)


def _choix(carte: CarteSaisie, cle: str) -> ListeChoix:
    widget = carte.form.widget(cle)
    if not isinstance(widget, ListeChoix):
        raise TypeError(cle)
    return widget
