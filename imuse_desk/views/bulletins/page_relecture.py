"""Proof-reading: the comments of a period, the teacher's words beside what will be printed, the direction's own."""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide
from imuse_desk.domain.evaluations import APPRECIATION_MAX
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.bulletins import lire_periodes_du_site
from imuse_desk.services.suivi.criteres import PeriodeVue
from imuse_desk.services.suivi.relecture import (
    AppreciationVue,
    ChoixRelecture,
    FiltreRelecture,
    MotDirection,
    Relire,
    ecrire_mot_direction,
    lire_appreciations,
    lire_choix,
    lire_mot_direction,
    relire,
)
from imuse_desk.views.bulletins import mots
from imuse_desk.views.bulletins.periodes import proposer_periodes
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, ListeChoix, ZoneTexte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.filtres import rangee_de_listes
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.repliable import Repliable
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

TOUS = 0


class PageRelecture(QWidget):
    """``PageRelecture(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._vues: dict[int, AppreciationVue] = {}
        self._vue: AppreciationVue | None = None
        self._mot: MotDirection | None = None
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.periode, self.cours, self.enseignant = ListeChoix(), ListeChoix(), ListeChoix()
        self.a_relire = CaseACocher("À re&lire seulement")
        self.modele = ModeleFixe(mots.COLONNES_RELECTURE, self)
        self.table = TableListe("Appréciations de la période")
        self.table.brancher(self.modele)
        self.table.poser_vide(
            EtatVide("check-circle", "Rien à relire", "Aucune appréciation ne correspond à ces filtres.")
        )
        self.carte = Carte("Appréciations", pleine_largeur=True)
        self.auteur = texte("", "second", replie=True)
        self.d_origine = texte("", "second", replie=True)
        self.texte = ZoneTexte(4, APPRECIATION_MAX)
        self.direction = ZoneTexte(4, APPRECIATION_MAX)
        self.tout = secondaire("Tout marquer re&lu", "check")
        self.noter = secondaire("Enre&gistrer la direction", "check")
        self.enregistrer = primaire("&Relue, suivante", "check")
        self._composer()
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self._brancher()
        self._choisie(None)

    @property
    def a_des_brouillons(self) -> bool:
        """Something typed is not recorded yet."""
        return self._est_change() or self._direction_est_changee()

    def _composer(self) -> None:
        haut = rangee_de_listes(
            (
                ("&Période", self.periode, "Période", 150),
                ("&Cours", self.cours, "Cours", 180),
                ("&Enseignant", self.enseignant, "Enseignant", 200),
            )
        )
        haut.addStretch(1)
        haut.addWidget(self.a_relire)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("bulletins.relecture", "Appréciations", mots.APPRECIATIONS)
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(self.carte, self.table, fiche)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(haut)
        page.addWidget(self.echec)
        page.addWidget(self.carte, 1)
        page.addWidget(self._editeurs())

    def _editeurs(self) -> Repliable:
        """What is printed of the teacher's comment, and the direction's, side by side."""
        relecture, direction = Carte("Ce que le bulletin imprime"), Carte("Appréciation de la direction")
        for carte, zone, nom, boutons in (
            (relecture, self.texte, "Ce que le bulletin imprime", (self.tout, self.enregistrer)),
            (direction, self.direction, "Appréciation de la direction", (self.noter,)),
        ):
            zone.setAccessibleName(nom)
            if carte is relecture:
                carte.ajouter(self.auteur)
            carte.ajouter(zone)
            if carte is relecture:
                carte.ajouter(self.d_origine)
            carte.corps.addStretch(1)
            carte.ajouter(rangee_actions(None, *boutons))
        return Repliable([relecture, direction], (3, 2))

    def _brancher(self) -> None:
        self.periode.modifiee.connect(self._lire_choix)
        for filtre in (self.cours, self.enseignant, self.a_relire):
            filtre.modifiee.connect(self._lire)
        self.table.choix_change.connect(self._choisie)
        self.texte.modifiee.connect(self._montrer_boutons)
        self.direction.modifiee.connect(self._montrer_boutons)
        self.enregistrer.clicked.connect(self._relire_une)
        self.tout.clicked.connect(self._relire_toutes)
        self.noter.clicked.connect(self._noter)
        self._bus.change.connect(self._objets_changes)

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the periods, the filters, the comments."""
        lire = partial(lire_periodes_du_site, self._ctx)
        self._executant.lire(lire, self._periodes_lues, self._refuse, cle="periodes")

    @Slot(object)
    def _periodes_lues(self, periodes: tuple[PeriodeVue, ...]) -> None:
        proposer_periodes(self.periode, periodes, self._ctx.aujourdhui())
        self._lire_choix()

    @Slot()
    def _lire_choix(self) -> None:
        if self.periode.valeur() is not None:
            lire = partial(lire_choix, self._ctx, self.periode.valeur())
            self._executant.lire(lire, self._choix_lus, self._refuse, cle="choix")

    @Slot(object)
    def _choix_lus(self, choix: ChoixRelecture) -> None:
        for liste, siens, tous in (
            (self.cours, choix.cours, "Tous les cours"),
            (self.enseignant, choix.enseignants, "Tous les enseignants"),
        ):
            garde = liste.valeur()
            liste.poser_choix([(TOUS, tous), *siens])
            liste.poser_valeur(garde if garde in {ident for ident, _ in siens} else TOUS)
        self._lire()

    @Slot()
    def _lire(self) -> None:
        if self.periode.valeur() is not None:
            filtre = FiltreRelecture(
                self.cours.valeur() or None, self.enseignant.valeur() or None, None, bool(self.a_relire.valeur())
            )
            lire = partial(lire_appreciations, self._ctx, self.periode.valeur(), filtre)
            self._executant.lire(lire, self._lues, self._refuse, cle="appreciations")

    @Slot(object)
    def _lues(self, vues: tuple[AppreciationVue, ...]) -> None:
        garde = self.table.choisi()
        self._vues = {v.appreciation_id: v for v in vues}
        restent = sum(not v.est_relue for v in vues)
        self.carte.titre.setText(
            f"{mots.APPRECIATIONS.compte(len(vues))}, {restent} à relire" if vues else "Appréciations"
        )
        self.modele.poser((v.appreciation_id, mots.cellules_relecture(v)) for v in vues)
        if garde in self._vues:
            self.table.choisir(garde)
        elif vues:
            self.table.choisir(vues[0].appreciation_id)
        self._choisie(self.table.choisi())

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        genres = {"appreciation", "appreciation_direction", "feuille_evaluation"}
        if changements.genres & genres and self.isVisible() and not self.a_des_brouillons:
            self._lire()

    # ---- the comment chosen

    @Slot(object)
    def _choisie(self, ident: object) -> None:
        vue = self._vues.get(ident) if isinstance(ident, int) else None
        autre = vue is None or self._vue is None or vue.eleve_id != self._vue.eleve_id
        self._vue = vue
        self.auteur.setText(mots.dire_auteur(vue) if vue is not None else "")
        est_corrigee = vue is not None and vue.relu is not None and vue.relu != vue.texte
        self.d_origine.setText(f"L’enseignant a écrit\u00a0: {vue.texte}" if vue is not None and est_corrigee else "")
        self.d_origine.setVisible(est_corrigee)
        self.texte.poser_valeur(vue.imprimee if vue is not None else "")
        self.texte.setEnabled(vue is not None)
        self.direction.setEnabled(vue is not None)
        if vue is None:
            self._mot = None
            self.direction.poser_valeur("")
        elif autre or self._mot is None:
            self._mot = None
            self.direction.poser_valeur("")
            lire = partial(lire_mot_direction, self._ctx, self.periode.valeur(), vue.eleve_id)
            self._executant.lire(lire, self._mot_lu, self._refuse, cle="mot")
        self._montrer_boutons()

    @Slot(object)
    def _mot_lu(self, mot: MotDirection) -> None:
        if self._vue is not None and mot.eleve_id == self._vue.eleve_id:
            self._mot = mot
            self.direction.poser_valeur(mot.texte)
            self._montrer_boutons()

    def _est_change(self) -> bool:
        return self._vue is not None and self.texte.valeur().strip() != self._vue.imprimee.strip()

    def _direction_est_changee(self) -> bool:
        return self._mot is not None and self.direction.valeur().strip() != self._mot.texte.strip()

    @Slot()
    def _montrer_boutons(self) -> None:
        self.enregistrer.setEnabled(self._vue is not None)
        self.noter.setEnabled(self._direction_est_changee())
        restent = [v for v in self._vues.values() if not v.est_relue]
        self.tout.setEnabled(bool(restent) and not self._est_change())
        self.tout.setText(f"Marquer relues les {len(restent)}" if len(restent) > 1 else "Marquer relue")

    # ---- writing

    @Slot()
    def _relire_une(self) -> None:
        if self._vue is not None:
            commande = Relire(self._vue.appreciation_id, self._vue.version, str(self.texte.valeur()))
            self._ecrire([commande], self._une_relue)

    @Slot()
    def _relire_toutes(self) -> None:
        restent = [v for v in self._vues.values() if not v.est_relue]
        self._ecrire([Relire(v.appreciation_id, v.version, v.texte) for v in restent], self._toutes_relues)

    def _ecrire(self, commandes: list[Relire], recu: Any) -> None:
        self.echec.hide()
        self._executant.ecrire(partial(relire, self._ctx, commandes, uuid.uuid4()), recu, self._refuse)

    @Slot(object)
    def _une_relue(self, fait: Fait[dict[str, int]]) -> None:
        """On to the next one that nobody read."""
        ids = list(self._vues)
        ici = ids.index(self._vue.appreciation_id) if self._vue is not None else -1
        suivantes = [i for i in [*ids[ici + 1 :], *ids[: max(0, ici)]] if not self._vues[i].est_relue]
        if self._vue is not None:
            self.texte.poser_valeur(self._vue.imprimee)
        if suivantes:
            self.table.choisir(suivantes[0])
        self._dire(fait, "Appréciation relue")

    @Slot(object)
    def _toutes_relues(self, fait: Fait[dict[str, int]]) -> None:
        self._dire(fait, f"{mots.APPRECIATIONS.compte(len(fait.resultat))} marquées relues")

    @Slot()
    def _noter(self) -> None:
        if self._mot is not None:
            mot = MotDirection(
                self._mot.eleve_id, self._mot.periode_id, str(self.direction.valeur()), self._mot.version
            )
            self.echec.hide()
            acte = partial(ecrire_mot_direction, self._ctx, mot, uuid.uuid4())
            self._executant.ecrire(acte, self._note, self._refuse)

    @Slot(object)
    def _note(self, fait: Fait[int]) -> None:
        self._mot = None
        self._dire(fait, "Appréciation de la direction enregistrée")

    def _dire(self, fait: Fait[Any], phrase: str) -> None:
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)
        self._lire()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        phrase = texte_erreur(erreur).court
        if isinstance(erreur, FormulaireInvalide):
            phrase = texte_erreur(erreur.erreurs[0]).court
        elif isinstance(erreur, Conflit):
            self._lire()
        self.echec.montrer("bad", phrase)
        self.echec.show()
