"""The absences of a pupil or of a course: the manual's table, what counts, and the acts on them."""

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.suivi import CoursDuSuivi, MonCours
from imuse_desk.services.suivi.absences import (
    LONGUEUR_CARACTERISTIQUE,
    LONGUEUR_MOTIF,
    AbsenceNotee,
    Motivation,
    SaisirAbsence,
    annuler_absence,
    justifier_lecon,
    motiver_absence,
    saisir_absence,
)
from imuse_desk.services.suivi.lecture_absences import (
    AbsencesCours,
    AbsencesEleve,
    LigneAbsence,
    lire_absences_cours,
    lire_absences_inscription,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, EditeurDate, LigneTexte, ListeChoix
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.textes import texte
from imuse_desk.views.suivi import mots_absences as mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

GENRES = {"absence", "seance", "presence", "courrier_absence"}
COMMENT = "mail des parents en date du…"
ENTIERE = 0
"""The choice of all the courses."""
NOTER = "Notez une absence annoncée, une période, ou un cours manqué. Un cours où l’élève est pointé présent reste tel."
JUSTIFIER = "Un motif réel et sérieux, avec son justificatif s’il y en a un."


class PageAbsences(PageDemandes):
    """``entrer(ctx)`` then ``ouvrir(…)``; a subclass reads its absences and says whom one may be noted for."""

    COLONNES: tuple[Colonne, ...] = mots.COLONNES
    lecture: Callable[[Contexte, int], Any]

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._ident: int | None = None
        self._lignes: dict[int, LigneAbsence] = {}
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.carte = Carte("Absences", pleine_largeur=True)
        self.table = TableListe("Absences")
        self.modele = ModeleFixe(self.COLONNES, self)
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("check-circle", "Aucune absence", "Aucune absence n’est notée cette année."))
        self.puce = Puce("", "neutral", parent=self)
        self.detail = texte("", "second", replie=True)
        self.noter = primaire("Noter une a&bsence…", "plus")
        self.justifier = secondaire("&Justifier…", "check-circle")
        self.annuler = secondaire("Ann&uler l’absence")
        self.carte.outils.addWidget(self.puce)
        self.carte.ajouter(self.table, 1)
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(0, 0, 0, 0)
        self.colonne.setSpacing(10)
        self.colonne.addWidget(self.echec)
        self.colonne.addWidget(self.carte, 1)
        self.colonne.addLayout(rangee_actions(self.detail, self.annuler, self.justifier, self.noter))
        self.table.choix_change.connect(self._choisie)
        self.table.ouverte.connect(self._demander_motif)
        self.noter.clicked.connect(self._demander_absence)
        self.justifier.clicked.connect(self._demander_motif)
        self.annuler.clicked.connect(self._annuler)
        bus.change.connect(self._objets_changes)
        self._choisie(None)

    # ---- what a subclass gives

    def choix_de_qui(self) -> tuple[str, Sequence[tuple[int, str]]]:
        """The field that says whom or what a new absence is for: its label, its choices."""
        raise NotImplementedError

    def commande(self, choix: int) -> tuple[int, int | None]:
        """The pupil and the enrolment (None: all his courses) of a choice."""
        raise NotImplementedError

    def cellules(self, ligne: LigneAbsence) -> Sequence[Cellule]:
        """A row."""
        return mots.cellules(ligne)

    def preuves(self, _ligne: LigneAbsence | None) -> Sequence[tuple[int, str]]:
        """The documents that may prove an absence."""
        return ()

    # ---- reading

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx, self._ident = ctx, None
        self._montrer(())
        for bouton in (self.noter, self.justifier, self.annuler):
            bouton.setVisible(ctx.peut(Permission.POINTER))

    def viser(self, ident: int) -> None:
        """Read what was opened."""
        self._ident = ident
        self.relire()

    @Slot()
    def relire(self) -> None:
        """Read it again."""
        if self._ctx is not None and self._ident is not None:
            lecture = partial(self.lecture, self._ctx, self._ident)
            self._executant.lire(lecture, self._lues, self._refuse, cle="absences")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & GENRES and self.isVisible():
            self.relire()

    @Slot(object)
    def _lues(self, lues: Any) -> None:
        self.echec.hide()
        self.montrer(lues)

    def montrer(self, lues: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def _montrer(self, lignes: Sequence[LigneAbsence]) -> None:
        self._lignes = {x.absence_id or -x.presences[0]: x for x in lignes}
        self.modele.poser((ident, self.cellules(x)) for ident, x in self._lignes.items())
        self.carte.titre.setText(f"Absences ({len(lignes)})" if lignes else "Absences")
        self._choisie(self.table.choisi())

    @property
    def _choix(self) -> LigneAbsence | None:
        ident = self.table.choisi()
        return self._lignes.get(ident) if isinstance(ident, int) else None

    @Slot(object)
    def _choisie(self, _ident: object) -> None:
        ligne = self._choix
        self.justifier.setEnabled(ligne is not None)
        self.annuler.setEnabled(ligne is not None and ligne.absence_id is not None)

    # ---- writing

    @Slot()
    def _demander_absence(self) -> None:
        ctx = self._ctx
        libelle, choix = self.choix_de_qui()
        if ctx is None or not choix:
            return
        liste = ListeChoix(choix)
        champs = [
            ("qui", libelle, liste, True),
            ("du_le", "&Du", EditeurDate(ctx.aujourdhui), True),
            ("du_heure", "&Heure de début", LigneTexte(5), True),
            ("au_le", "&Au", EditeurDate(ctx.aujourdhui), True),
            ("au_heure", "Heure de &fin", LigneTexte(5), True),
            *self._champs_motif(None),
        ]
        jour = ctx.aujourdhui()
        valeurs = {"qui": choix[0][0], "du_le": jour, "du_heure": "08:00", "au_le": jour, "au_heure": "22:00"}
        self._ouvrir("Noter une absence", NOTER, "&Noter", champs, valeurs, self._noter)

    @Slot()
    def _demander_motif(self) -> None:
        ligne = self._choix
        if ligne is None or self._ctx is None or not self._ctx.peut(Permission.POINTER):
            return
        valeurs = {
            "caracteristique": ligne.caracteristique if ligne.absence_id is not None else "", "motif": ligne.motif,
            "est_justifiee": True, "preuve_id": ligne.preuve_id,
        }  # fmt: skip
        champs = self._champs_motif(ligne)
        self._ouvrir("Justifier l’absence", JUSTIFIER, "En&registrer", champs, valeurs, self._motiver)

    def _champs_motif(self, ligne: LigneAbsence | None) -> list[tuple[str, str, QWidget, bool]]:
        champs: list[tuple[str, str, QWidget, bool]] = [
            ("caracteristique", "&Caractéristique", LigneTexte(LONGUEUR_CARACTERISTIQUE, COMMENT), False),
            ("motif", "&Motif", LigneTexte(LONGUEUR_MOTIF), False),
        ]
        if ligne is None or ligne.absence_id is not None:
            champs.append(("est_justifiee", "&Justifiée", CaseACocher("l’absence ne compte pas"), False))
        if preuves := self.preuves(ligne):
            champs.append(("preuve_id", "&Justificatif", ListeChoix([(None, "aucun"), *preuves]), False))
        return champs

    def _ouvrir(
        self, titre: str, phrase: str, verbe: str, champs: Sequence[Any], valeurs: dict[str, Any],
        acte: Callable[[dict[str, Any]], None],
    ) -> None:  # fmt: skip
        cles = {champ[0] for champ in champs}
        demande = Demande(self, titre, phrase, verbe, champs)
        demande.poser({cle: valeur for cle, valeur in valeurs.items() if cle in cles})
        self.demander(demande, acte)

    @Slot(object)
    def _noter(self, valeurs: dict[str, Any]) -> None:
        if self._ctx is not None:
            eleve_id, inscription_id = self.commande(valeurs["qui"])
            commande = SaisirAbsence(
                eleve_id, inscription_id, valeurs["du_le"], valeurs["du_heure"] or "", valeurs["au_le"],
                valeurs["au_heure"] or "", _motivation(valeurs), uuid.uuid4(),
            )  # fmt: skip
            self._executant.ecrire(partial(saisir_absence, self._ctx, commande), self._notee, self._refuse)

    @Slot(object)
    def _motiver(self, valeurs: dict[str, Any]) -> None:
        ligne, ctx = self._choix, self._ctx
        if ligne is None or ctx is None:
            return
        dit = _motivation(valeurs)
        if ligne.absence_id is None:
            acte: Any = partial(justifier_lecon, ctx, ligne.presences[0], dit, uuid.uuid4())
        else:
            acte = partial(motiver_absence, ctx, ligne.absence_id, ligne.version, dit, uuid.uuid4())
        self._executant.ecrire(acte, self._faite, self._refuse)

    @Slot()
    def _annuler(self) -> None:
        ligne = self._choix
        if ligne is not None and ligne.absence_id is not None and self._ctx is not None:
            acte = partial(annuler_absence, self._ctx, ligne.absence_id, uuid.uuid4())
            self._executant.ecrire(acte, self._faite, self._refuse)

    @Slot(object)
    def _notee(self, fait: Fait[AbsenceNotee]) -> None:
        phrase = "Absence notée"
        if presents := fait.resultat["presents"]:
            phrase += f"\u00a0; l’élève est pointé présent\u00a0: {', '.join(presents)}"
        self._dire(fait, phrase)

    @Slot(object)
    def _faite(self, fait: Fait[Any]) -> None:
        self._dire(fait, "Absence enregistrée")

    def _dire(self, fait: Fait[Any], phrase: str) -> None:
        self.conclure()
        self.echec.hide()
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if self.refus_dit(erreur):
            return
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()


class PageAbsencesEleve(PageAbsences):
    """A pupil's absences, of all the courses that the person reaches."""

    lecture = staticmethod(lire_absences_inscription)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(executant, bus, parent)
        self._vues: AbsencesEleve | None = None

    def ouvrir(self, cours: CoursDuSuivi) -> None:
        """The pupil of a course followed."""
        self.viser(cours.inscription_id)

    def montrer(self, lues: AbsencesEleve) -> None:  # noqa: D102
        self._vues = lues
        self.puce.montrer(mots.dire_comptes(lues.annee), "bad" if lues.annee.cumul else "ok")
        self.detail.setText(mots.dire_par_cours(lues.comptes, lues.periode))
        self._montrer(lues.lignes)

    def choix_de_qui(self) -> tuple[str, Sequence[tuple[int, str]]]:  # noqa: D102
        if self._vues is None:
            return "&Cours", ()
        tous = [] if self._vues.est_limite else [(ENTIERE, mots.TOUS)]
        return "C&ours", [*tous, *self._vues.cours]

    def commande(self, choix: int) -> tuple[int, int | None]:  # noqa: D102
        eleve_id = self._vues.eleve_id if self._vues is not None else 0
        return eleve_id, None if choix == ENTIERE else choix

    def preuves(self, _ligne: LigneAbsence | None) -> Sequence[tuple[int, str]]:  # noqa: D102
        return self._vues.preuves if self._vues is not None else ()


class PageAbsencesCours(PageAbsences):
    """The absences of the pupils of a course, and what counts against each."""

    COLONNES = (mots.ELEVE, *mots.COLONNES[1:])
    lecture = staticmethod(lire_absences_cours)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        self._vues: AbsencesCours | None = None
        super().__init__(executant, bus, parent)
        self.comptes = TableListe("Absences non justifiées de chaque élève")
        self.modele_comptes = ModeleFixe(mots.COLONNES_COMPTES, self)
        self.comptes.brancher(self.modele_comptes)
        self.carte_comptes = Carte("Non justifiées", pleine_largeur=True)
        self.carte_comptes.ajouter(self.comptes, 1)
        self.colonne.setStretchFactor(self.carte, 3)
        self.colonne.insertWidget(2, self.carte_comptes, 2)

    def ouvrir(self, cours: MonCours) -> None:
        """The pupils of a course."""
        self.viser(cours.cours_id)

    def montrer(self, lues: AbsencesCours) -> None:  # noqa: D102
        self._vues = lues
        total = sum(c.annee.cumul for c in lues.comptes)
        self.puce.montrer(f"{total} non justifiée{'s' if total > 1 else ''}", "bad" if total else "ok")
        self.detail.setText(f"Période\u00a0: {lues.periode}")
        comptes = sorted(lues.comptes, key=lambda c: -c.annee.cumul)  # the most absent first, then by name
        self.modele_comptes.poser((c.inscription_id, mots.cellules_comptes(c)) for c in comptes)
        self._montrer(lues.lignes)

    def cellules(self, ligne: LigneAbsence) -> Sequence[Cellule]:  # noqa: D102
        comptes = self._vues.comptes if self._vues is not None else ()
        eleve = next((c.eleve for c in comptes if c.eleve_id == ligne.eleve_id), "")
        return (Cellule(eleve, Genre.FORT, second="" if ligne.cours else mots.TOUS), *mots.cellules(ligne)[1:])

    def choix_de_qui(self) -> tuple[str, Sequence[tuple[int, str]]]:  # noqa: D102
        comptes = self._vues.comptes if self._vues is not None else ()
        return "É&lève", [(c.inscription_id, c.eleve) for c in comptes]

    def commande(self, choix: int) -> tuple[int, int | None]:  # noqa: D102
        comptes = self._vues.comptes if self._vues is not None else ()
        return next(c.eleve_id for c in comptes if c.inscription_id == choix), choix


def _motivation(valeurs: dict[str, Any]) -> Motivation:
    return Motivation(
        valeurs.get("caracteristique") or "", valeurs.get("motif") or "", bool(valeurs.get("est_justifiee", True)),
        valeurs.get("preuve_id"),
    )  # fmt: skip
