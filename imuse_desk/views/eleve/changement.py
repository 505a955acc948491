"""One screen for every dated change of a course: what changes, from when, why, who asked, who agreed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.dates import date_fr, jour_heure
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.changements.changer import (
    AjouterCours,
    ArreterCours,
    ChangerCours,
    ReprendreCours,
    ajouter_cours,
    arreter_cours,
    changer_cours,
    reprendre_cours,
)
from imuse_desk.services.changements.regles import Motivation
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.changements import (
    CoursPropose,
    HorairePropose,
    proposer_cours,
    proposer_horaires,
)
from imuse_desk.services.lectures.eleves import CoursSuivi
from imuse_desk.views.common.champs import EditeurDate, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.saisie_confirmee import SaisieConfirmee

AJOUT, HORAIRE, ENSEIGNANT, DISCIPLINE = "ajout", "horaire", "enseignant", "discipline"
DEMISSION, RADIATION, CONGE, REPRISE = "demission", "radiation", "conge", "reprise"
GENRES = {
    AJOUT: "Ajouter un cours",
    HORAIRE: "Changer d’horaire",
    ENSEIGNANT: "Changer d’enseignant",
    DISCIPLINE: "Changer de discipline",
    DEMISSION: "Arrêter\u00a0: démission",
    RADIATION: "Arrêter\u00a0: radiation",
    CONGE: "Congé",
    REPRISE: "Reprendre après un congé",
}
AUCUN_AUTRE = "Ce cours n’a pas d’autre horaire"
DE_COURS = (AJOUT, DISCIPLINE)
D_HORAIRE = (AJOUT, HORAIRE, ENSEIGNANT, DISCIPLINE, REPRISE)


@dataclass(frozen=True, slots=True)
class Sujet:
    """Whose courses, which year, and the one to change (None: one is added)."""

    eleve_id: int
    prenom: str
    annee_id: int
    cours: CoursSuivi | None = None

    @property
    def genres(self) -> tuple[str, ...]:
        """What can be done."""
        if self.cours is None:
            return (AJOUT,)
        if self.cours.etat == "conge":
            return (REPRISE,)
        return (HORAIRE, ENSEIGNANT, DISCIPLINE, DEMISSION, RADIATION, CONGE)


class DialogueChangement(SaisieConfirmee):
    """``DialogueChangement(parent, executant, ctx, sujet)`` then ``open()``; ``recorde(fait)``, said by ``phrase``."""

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte, sujet: Sujet) -> None:
        suivi = f"\u00a0: {sujet.cours.cours}" if sujet.cours is not None else ""
        super().__init__(parent, executant, f"{sujet.prenom}{suivi}", largeur=600)
        self._ctx, self._sujet = ctx, sujet
        self._cours: dict[int, CoursPropose] = {}
        self._composer(self.corps)
        self.formulaire.champ_modifie.connect(self._champ_modifie)
        self.formulaire.poser({"genre": sujet.genres[0], "effet": ctx.aujourdhui()})
        self._genre_change()
        self.formulaire.viser_premier()
        if AJOUT in sujet.genres or DISCIPLINE in sujet.genres:
            executant.lire(partial(proposer_cours, ctx, sujet.eleve_id, sujet.annee_id), self._cours_lus, self.refuser)

    @property
    def phrase(self) -> str:
        """What is said once it is recorded."""
        return f"{GENRES[self.genre]}\u00a0: enregistré"

    def _composer(self, colonne: QVBoxLayout) -> None:
        form = self.formulaire
        colonne.addWidget(form.colonne())
        form.champ("genre", "&Changement", ListeChoix([(g, GENRES[g]) for g in self._sujet.genres]))
        self.bloc_cours = form.colonne()
        form.champ("cours_id", "C&ours", ListeChoix())
        form.champ("niveau_id", "Ni&veau", ListeChoix([(None, "—")]))
        self.bloc_horaire = form.colonne()
        form.champ("creneau_id", "&Horaire", ListeChoix([(None, "À fixer plus tard")]))
        commun = form.colonne()
        form.champ("effet", "À partir &du", EditeurDate(self._ctx.aujourdhui))
        form.champ("motif", "&Motif", ZoneTexte(2, 500))
        form.champ(
            "demande_par", "D&emandé par", LigneTexte(120), aide="Qui, comment\u00a0: Camille Valmont, par téléphone."
        )
        form.groupe(
            "&Accord donné par",
            [("accord_par", "Accord de la direction donné par", LigneTexte(120), 0),
             ("accord", "Date de l’accord", EditeurDate(self._ctx.aujourdhui), 104)],
        )  # fmt: skip
        for bloc in (self.bloc_cours, self.bloc_horaire, commun):
            colonne.addWidget(bloc)

    # ---- what can be chosen

    @property
    def genre(self) -> str:
        """What is being done."""
        return str(self.formulaire.brut()["genre"])

    @Slot(str)
    def _champ_modifie(self, cle: str) -> None:
        if cle == "genre":
            self._genre_change()
        elif cle == "cours_id":
            self._cours_change()

    def _genre_change(self) -> None:
        self.alerte.hide()
        genre, suivi = self.genre, self._sujet.cours
        self.bloc_cours.setVisible(genre in DE_COURS)
        self.bloc_horaire.setVisible(genre in D_HORAIRE)
        if genre in DE_COURS:
            self._cours_change()
        elif genre in D_HORAIRE and suivi is not None:
            self._lire_horaires(suivi.cours_id, suivi.inscription_id)

    @Slot(object)
    def _cours_lus(self, proposes: Sequence[CoursPropose]) -> None:
        self._cours = {c.cours_id: c for c in proposes}
        liste = self.formulaire.widget("cours_id")
        if isinstance(liste, ListeChoix):
            liste.poser_choix([(c.cours_id, f"{c.libelle} · {c.cursus}") for c in proposes])

    def _cours_change(self) -> None:
        choisi = self._cours.get(self.formulaire.brut()["cours_id"] or 0)
        niveaux = self.formulaire.widget("niveau_id")
        if isinstance(niveaux, ListeChoix):
            niveaux.poser_choix([(None, "—"), *(choisi.niveaux if choisi is not None else ())])
            niveaux.poser_valeur(choisi.niveau_id if choisi is not None else None)
        if choisi is not None:
            self._lire_horaires(choisi.cours_id)
        else:
            self._horaires_lus(())

    def _lire_horaires(self, cours_id: int, inscription_id: int | None = None) -> None:
        lecture = partial(proposer_horaires, self._ctx, cours_id, self._ctx.aujourdhui(), inscription_id)
        self.executant.lire(lecture, self._horaires_lus, self.refuser, cle="horaires")

    @Slot(object)
    def _horaires_lus(self, horaires: Sequence[HorairePropose]) -> None:
        liste = self.formulaire.widget("creneau_id")
        if isinstance(liste, ListeChoix):
            proposes: list[tuple[int | None, str]] = [(h.creneau_id, _mots(h)) for h in horaires]
            if self.genre not in (HORAIRE, ENSEIGNANT):
                proposes.insert(0, (None, "À fixer plus tard"))
            liste.poser_choix(proposes or [(None, AUCUN_AUTRE)])

    # ---- recording

    def acte(self, valeurs: dict[str, Any]) -> Callable[[], Fait[Any]] | None:
        """The change that the form describes."""
        ctx, sujet, genre = self._ctx, self._sujet, self.genre
        if genre in DE_COURS and valeurs["cours_id"] is None:
            self.formulaire.montrer_erreurs([Invalide("cours_id", "choix_obligatoire")])
            return None
        motivation = Motivation(
            _ecrire(valeurs["effet"]), valeurs["motif"], valeurs["demande_par"], valeurs["accord_par"],
            _ecrire(valeurs["accord"]),
        )  # fmt: skip
        creneau_id = valeurs["creneau_id"]
        cours_id, niveau_id, confirme = valeurs["cours_id"] or 0, valeurs["niveau_id"], self.est_confirme
        if sujet.cours is None:
            ajout = AjouterCours(sujet.eleve_id, cours_id, motivation, creneau_id, niveau_id, confirme)
            return partial(ajouter_cours, ctx, ajout)
        inscription_id = sujet.cours.inscription_id
        if genre == REPRISE:
            return partial(reprendre_cours, ctx, ReprendreCours(inscription_id, motivation, creneau_id, confirme))
        if genre in (HORAIRE, ENSEIGNANT):
            change = ChangerCours(inscription_id, motivation, creneau_id, genre=genre, confirme=confirme)
            return partial(changer_cours, ctx, change)
        if genre == DISCIPLINE:
            change = ChangerCours(inscription_id, motivation, creneau_id, cours_id, niveau_id, confirme=confirme)
            return partial(changer_cours, ctx, change)
        arret = ArreterCours(inscription_id, motivation, genre == RADIATION, genre == CONGE, confirme)
        return partial(arreter_cours, ctx, arret)


def _mots(horaire: HorairePropose) -> str:
    fin = (horaire.debut.hour * 60 + horaire.debut.minute + horaire.duree_min) % (24 * 60)
    quand = f"{jour_heure(horaire.jour, horaire.debut)} – {fin // 60:02}:{fin % 60:02}"
    if horaire.libres is None:
        libres = ""
    elif horaire.libres > 0:
        libres = f"{horaire.libres} place{'s' if horaire.libres > 1 else ''}"
    else:
        libres = "complet"
    return " · ".join(m for m in (quand, horaire.enseignants, horaire.salle, libres) if m)


def _ecrire(jour: date | None) -> str:
    return date_fr(jour) if jour is not None else ""
