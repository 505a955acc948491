"""The roll call of a lesson: a key a pupil, saved as it is typed, with the lessons before and after."""

from dataclasses import replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.presences import GenreCode
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.suivi import MonCours
from imuse_desk.services.suivi.appel import FeuilleAppel, LigneAppel, Pointage, ouvrir_appel
from imuse_desk.services.suivi.occurrences import CleSeance
from imuse_desk.services.suivi.pointage import Pointer, preciser_retard
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import icone_seule, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.suivi.legende_mots import LegendeMots
from imuse_desk.views.suivi.mots_appel import (
    cellules_appel,
    colonnes_appel,
    compte_pointes,
    dire_feuille,
    dire_fin,
    dire_pointage,
    infos_eleve,
    mot_de,
    titre_seance,
)
from imuse_desk.views.suivi.pointages import Pointages
from imuse_desk.views.suivi.seance import MenuSeance
from imuse_desk.views.suivi.table_pointage import TablePointage
from imuse_desk.views.tables.modeles import ModeleFixe

LARGEUR = 332
GENRES_RELUS = {"creneau", "absence", "code_presence", "affectation", "absence_enseignant"}


class CarteAppel(Carte):
    """``entrer(ctx)``, then ``ouvrir(cours)``: the lesson of the day is called, or any other by the arrows."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__("Appel", parent, pleine_largeur=True)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._creneau_id: int | None = None
        self._vient_d_ouvrir = False
        self.pointages = Pointages(executant, bus, self)
        self.feuille: FeuilleAppel | None = None
        self.setFixedWidth(px(LARGEUR))
        self.menu = MenuSeance(executant, bus, self)
        self.compte = texte("", "second")
        self.precedente = icone_seule("caret-left", "Séance précédente", "Alt+PgUp")
        self.suivante = icone_seule("caret-right", "Séance suivante", "Alt+PgDown")
        self.gestes = icone_seule("dots-three", "Actions sur la séance")
        self.gestes.setMenu(self.menu)
        for widget in (self.compte, self.precedente, self.suivante, self.gestes):
            self.outils.addWidget(widget)
        self.legende = LegendeMots()
        touches = QVBoxLayout()
        touches.setContentsMargins(16, 0, 12, 6)
        touches.addWidget(self.legende)
        self.bandeau = Bandeau("info", "")
        self.bandeau.hide()
        self.modele = ModeleFixe(colonnes_appel(None, tours=False), self)
        self.table = TablePointage("Appel")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("student", "Aucun élève", "Personne n’est inscrit à cette séance."))
        self.aucune = EtatVide("calendar", "Aucune séance", "Cet horaire n’a aucune séance cette année.")
        self.pile = QStackedWidget()
        self.pile.addWidget(self.table)
        self.pile.addWidget(self.aucune)
        self.ajouter(touches)
        self.ajouter(self.bandeau)
        self.ajouter(self.pile, 1)
        self.ajouter(self._fiche())
        self.ajouter(self._boutons())
        self.table.mot_tape.connect(self._pointer)
        self.table.choix_change.connect(self._choisi)
        self.table.ouverte.connect(self._demander_retard)
        self.precedente.clicked.connect(self._reculer)
        self.suivante.clicked.connect(self._avancer)
        self.tous.clicked.connect(self._pointer_les_autres)
        self.terminer.clicked.connect(self._terminer)
        self.pointages.a_relire.connect(self.relire)
        bus.change.connect(self._objets_changes)
        self._montrer(None)

    def _fiche(self) -> QWidget:
        """Who the current pupil is, whom to call, who called him."""
        self.alerte = Puce("", "warn", "warning")
        self.infos = texte("", "second", replie=True)
        self.pointage = texte("", "aide", replie=True)
        fiche = QWidget()
        colonne = QVBoxLayout(fiche)
        colonne.setContentsMargins(16, 4, 16, 0)
        colonne.setSpacing(3)
        for widget in (self.alerte, self.infos, self.pointage):
            colonne.addWidget(widget)
        return fiche

    def _boutons(self) -> QWidget:
        pied = QWidget()
        rangee = QHBoxLayout(pied)
        rangee.setContentsMargins(16, 6, 16, 12)
        self.tous = secondaire("&Tous présents")
        self.terminer = secondaire("Termi&ner", "check")
        rangee.addWidget(self.tous)
        rangee.addStretch(1)
        rangee.addWidget(self.terminer)
        return pied

    # ---- what is shown

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx, self._creneau_id = ctx, None
        self.menu.entrer(ctx)
        self._montrer(None)

    def ouvrir(self, cours: MonCours) -> None:
        """The lesson of the day of a weekly time, or the last one that began."""
        self._creneau_id, self._vient_d_ouvrir = cours.creneau_id, True
        self._montrer(None)
        self._lire(None)

    def ouvrir_seance(self, cle: CleSeance) -> None:
        """One lesson of the weekly time shown."""
        self._lire(cle)

    def _lire(self, cle: CleSeance | None) -> None:
        if self._ctx is not None and self._creneau_id is not None:
            lecture = partial(ouvrir_appel, self._ctx, self._creneau_id, cle)
            self._executant.lire(lecture, self._lue, self._illisible, cle="appel")

    @Slot()
    def relire(self) -> None:
        """Read the lesson shown again."""
        self._lire(self.feuille.seance.cle if self.feuille is not None else None)

    @Slot(object)
    def _lue(self, feuille: FeuilleAppel | None) -> None:
        if self.pointages.est_occupe:
            return  # what is being written is read once it is done
        meme = self.feuille is not None and feuille is not None and self.feuille.seance.cle == feuille.seance.cle
        choisi = self.table.choisi() if meme else None
        self._montrer(feuille)
        if feuille is None:
            self.pile.setCurrentWidget(self.aucune)
        elif feuille.lignes:
            self.table.choisir(choisi if choisi is not None else _premier_a_pointer(feuille))
            self._choisi(self.table.choisi())
            if self._vient_d_ouvrir and feuille.se_pointe:
                self.table.setFocus()  # the first key is a word
        self._vient_d_ouvrir = False

    def _montrer(self, feuille: FeuilleAppel | None) -> None:
        self.feuille = feuille
        self.pile.setCurrentWidget(self.table)
        tours = feuille is not None and any(ligne.passage is not None for ligne in feuille.lignes)
        self.modele.changer_colonnes(colonnes_appel(feuille.seance if feuille else None, tours=tours))
        if feuille is not None:
            self.modele.poser((x.inscription_id, cellules_appel(x, feuille.codes, tours=tours)) for x in feuille.lignes)
        dit = dire_feuille(feuille) if feuille is not None else None
        self.bandeau.setVisible(dit is not None)
        if dit is not None:
            self.bandeau.montrer(*dit)
        self._poser_legende(feuille)
        self.menu.poser(feuille.seance if feuille is not None else None)
        self.precedente.setEnabled(feuille is not None and feuille.precedente is not None)
        self.suivante.setEnabled(feuille is not None and feuille.suivante is not None)
        self.gestes.setEnabled(feuille is not None)
        self._choisi(None)
        self._compter()

    def _poser_legende(self, feuille: FeuilleAppel | None) -> None:
        utiles = [c for c in feuille.codes if not c.est_retire] if feuille is not None and feuille.se_pointe else []
        self.table.codes = [c.code for c in utiles]
        self.legende.poser(utiles)

    def _compter(self) -> None:
        feuille = self.feuille
        se_pointe = feuille is not None and feuille.se_pointe and bool(feuille.lignes)
        self.compte.setText(compte_pointes(feuille) if feuille is not None and feuille.lignes else "")
        self.tous.setEnabled(se_pointe and feuille is not None and feuille.pointes < len(feuille.lignes))
        self.terminer.setEnabled(se_pointe)
        self.terminer.setToolTip(dire_fin(feuille.seance) if feuille is not None else "")
        if feuille is not None:
            self.table.setAccessibleName(f"Appel, {titre_seance(feuille.seance)}, {compte_pointes(feuille)}")

    @Slot(object)
    def _choisi(self, _ident: object) -> None:
        ligne = self._ligne(self.table.choisi())
        self.alerte.setVisible(ligne is not None and bool(ligne.alerte))
        if ligne is None or self.feuille is None:
            self.infos.setText("")
            self.pointage.setText(dire_fin(self.feuille.seance) if self.feuille is not None else "")
            return
        self.alerte.montrer(ligne.alerte, "warn", "warning")
        self.infos.setText(infos_eleve(ligne, self.feuille.ha))
        fuseau = ZoneInfo(self._ctx.fuseau if self._ctx is not None else "Europe/Paris")
        self.pointage.setText(dire_pointage(ligne.pointage, fuseau) or dire_fin(self.feuille.seance))

    def _ligne(self, ident: object) -> LigneAppel | None:
        lignes = self.feuille.lignes if self.feuille is not None else ()
        return next((ligne for ligne in lignes if ligne.inscription_id == ident), None)

    @Slot()
    def _reculer(self) -> None:
        if self.feuille is not None:
            self._lire(self.feuille.precedente)

    @Slot()
    def _avancer(self) -> None:
        if self.feuille is not None:
            self._lire(self.feuille.suivante)

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        """Another desk, another page or an undo wrote something of this lesson."""
        feuille = self.feuille
        if self.pointages.est_de_moi or feuille is None:
            return
        seance = feuille.seance.seance_id
        est_touchee = "seance" in changements.genres if seance is None else ("seance", seance) in changements.objets
        if est_touchee or changements.genres & GENRES_RELUS:
            self.relire()

    # ---- what is written

    @Slot(str)
    def _pointer(self, code: str) -> None:
        """Write the word of the current pupil, show it at once and go to the next one."""
        feuille, ligne = self.feuille, self._ligne(self.table.choisi())
        if self._ctx is None or feuille is None or ligne is None or not feuille.se_pointe:
            return
        if code != ligne.pointage.code or (code and not ligne.pointage.est_ecrit):
            commande = Pointer(feuille.seance.cle, ligne.inscription_id, code, ligne.pointage.code)
            self._remplacer(ligne, Pointage(code, par=self._ctx.agent, a=self._ctx.maintenant() if code else None))
            self.pointages.pointer(self._ctx, commande)
        rang = self.modele.rang(ligne.inscription_id)
        if code and rang is not None and rang + 1 < self.modele.rowCount():
            self.table.choisir(self.modele.ident(rang + 1))
        self._choisi(None)

    def _remplacer(self, ligne: LigneAppel, pointage: Pointage) -> None:
        feuille = self.feuille
        if feuille is None:
            return
        neuve = replace(ligne, pointage=replace(pointage, annonce=ligne.pointage.annonce))
        lignes = tuple(neuve if x.inscription_id == ligne.inscription_id else x for x in feuille.lignes)
        self.feuille = replace(feuille, lignes=lignes)
        tours = any(x.passage is not None for x in lignes)
        self.modele.remplacer(ligne.inscription_id, cellules_appel(neuve, feuille.codes, tours=tours))
        self._compter()

    @Slot()
    def _pointer_les_autres(self) -> None:
        if self._ctx is not None and self.feuille is not None:
            self.pointages.tous_presents(self._ctx, self.feuille.seance.cle)

    @Slot()
    def _terminer(self) -> None:
        if self._ctx is not None and self.feuille is not None:
            self.pointages.terminer(self._ctx, self.feuille.seance.cle)

    @Slot(object)
    def _demander_retard(self, ident: object) -> None:
        """Enter on a late pupil: how late."""
        ligne, feuille = self._ligne(ident), self.feuille
        if ligne is None or feuille is None or not feuille.se_pointe:
            return
        if mot_de(feuille.codes, ligne.pointage.code).genre is not GenreCode.RETARD or not ligne.pointage.est_ecrit:
            return
        champ = LigneTexte(3)
        self._retard = Demande(
            self,
            "Retard",
            f"{ligne.nom} {ligne.prenom}".strip(),
            "Enregistrer",
            [("minutes", "&Minutes", champ, False)],
        )
        self._retard.poser({"minutes": str(ligne.pointage.retard_min or "")})
        self._retard.validee.connect(self._preciser_retard)
        self._retard.open()

    @Slot(object)
    def _preciser_retard(self, valeurs: dict[str, Any]) -> None:
        ligne = self._ligne(self.table.choisi())
        if self._ctx is None or self.feuille is None or ligne is None:
            return
        acte = partial(preciser_retard, self._ctx, self.feuille.seance.cle, ligne.inscription_id, valeurs["minutes"])
        self._executant.ecrire(acte, self._retard_precise, self._retard.refuser)

    @Slot(object)
    def _retard_precise(self, fait: Fait[str]) -> None:
        self._retard.accept()
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, f"Appel enregistré\u00a0: {fait.resultat}")

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        self._montrer(None)
        message = texte_erreur(erreur)
        self.aucune.dire(message.titre, message.phrase)
        self.pile.setCurrentWidget(self.aucune)


def _premier_a_pointer(feuille: FeuilleAppel) -> int:
    restent = [ligne.inscription_id for ligne in feuille.lignes if not ligne.pointage.code]
    return restent[0] if restent else feuille.lignes[0].inscription_id
