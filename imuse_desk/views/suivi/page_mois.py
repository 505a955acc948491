"""The sheet of a month: pupils and lessons, a key a cell, typed down the column."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import heure_fr, mois_fr
from imuse_desk.domain.presences import EtatSeance, GenreCode
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.suivi import MonCours
from imuse_desk.services.papiers.demande import Demande, GenrePapier, Sujet
from imuse_desk.services.suivi.appel import FeuilleMois, LigneMois, Pointage, ouvrir_mois
from imuse_desk.services.suivi.codes import CodeVu
from imuse_desk.services.suivi.pointage import Pointer
from imuse_desk.services.suivi.seances import SeanceVue
from imuse_desk.views.common.boutons import avec_caret, icone_seule, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.papiers.gestes import GestesPapiers
from imuse_desk.views.suivi.carte_appel import GENRES_RELUS
from imuse_desk.views.suivi.legende_mots import LegendeMots
from imuse_desk.views.suivi.mots_appel import ANNONCE, TONS, dire_seance, jour_court, mot_de, titre_seance
from imuse_desk.views.suivi.pointages import Pointages
from imuse_desk.views.suivi.table_pointage import GrillePointage
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, nom, puce, vide
from imuse_desk.views.tables.modeles import ModeleFixe

SANS_SEANCE = {EtatSeance.ANNULEE: "annulée", EtatSeance.ENSEIGNANT_ABSENT: "ens. abs."}


class PageMois(QWidget):
    """``entrer(ctx)``, then ``ouvrir(cours)``: the month of today, or any other of the year by the arrows."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._creneau_id: int | None = None
        self.feuille: FeuilleMois | None = None
        self.pointages = Pointages(executant, bus, self)
        self.carte = Carte("Feuille du mois", pleine_largeur=True)
        self.precedent = icone_seule("caret-left", "Mois précédent")
        self.suivant = icone_seule("caret-right", "Mois suivant")
        self.mois = texte("", "fort")
        self.legende = LegendeMots()
        self.imprimer = avec_caret(secondaire("&Imprimer"))
        self.imprimer.setMenu(self._menu_papiers())
        self.papiers = GestesPapiers(executant, bus, self, bus.dire)
        for widget in (self.precedent, self.mois, self.suivant, self.imprimer):
            self.carte.outils.addWidget(widget)
        touches = QVBoxLayout()
        touches.setContentsMargins(16, 0, 16, 6)
        touches.addWidget(self.legende)
        self.modele = ModeleFixe((Colonne("nom", "Élève", 200, est_etirable=True),), self)
        self.table = GrillePointage("Feuille du mois")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("calendar", "Aucun élève", "Personne n’est inscrit à cet horaire ce mois-ci."))
        self.seance = texte("", "second", replie=True)
        self.tous = secondaire("To&us présents")
        self.terminer = secondaire("Terminer &la séance", "check")
        pied = QHBoxLayout()
        pied.setContentsMargins(16, 6, 16, 12)
        pied.addWidget(self.seance, 1)
        pied.addWidget(self.tous)
        pied.addWidget(self.terminer)
        self.carte.ajouter(touches)
        self.carte.ajouter(self.table, 1)
        self.carte.ajouter(pied)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(self.carte)
        self.table.mot_tape.connect(self._pointer)
        self.table.selectionModel().currentChanged.connect(self._case_change)
        self.precedent.clicked.connect(self._reculer)
        self.suivant.clicked.connect(self._avancer)
        self.tous.clicked.connect(self._tous_presents)
        self.terminer.clicked.connect(self._terminer)
        self.pointages.a_relire.connect(self.relire)
        bus.change.connect(self._objets_changes)
        self._montrer(None)

    def _menu_papiers(self) -> QMenu:
        menu = QMenu(self)
        self.remplie = menu.addAction("&Feuille remplie")
        self.vierge = menu.addAction("Feuille &vierge, à remplir à la main")
        self.remplie.triggered.connect(self._imprimer_remplie)
        self.vierge.triggered.connect(self._imprimer_vierge)
        return menu

    # ---- what is shown

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx, self._creneau_id = ctx, None
        self._montrer(None)

    def ouvrir(self, cours: MonCours) -> None:
        """The month of today of a weekly time."""
        self._creneau_id = cours.creneau_id
        self._montrer(None)
        self._lire(None)

    def _lire(self, mois: date | None) -> None:
        if self._ctx is not None and self._creneau_id is not None:
            lecture = partial(ouvrir_mois, self._ctx, self._creneau_id, mois)
            self._executant.lire(lecture, self._lue, self._illisible, cle="mois")

    @Slot()
    def relire(self) -> None:
        """Read the month shown again."""
        if self.feuille is not None:
            self._lire(self.feuille.mois)

    @Slot(object)
    def _lue(self, feuille: FeuilleMois) -> None:
        if self.pointages.est_occupe:
            return  # what is being written is read once it is done
        meme = self.feuille is not None and self.feuille.mois == feuille.mois
        courante = self.table.currentIndex()
        ou = (courante.row(), courante.column()) if meme and courante.isValid() else (0, _premiere(feuille))
        defile = self.table.horizontalScrollBar().value() if meme else 0
        self._montrer(feuille)
        self.table.setCurrentIndex(self.modele.index(*ou))
        self.table.horizontalScrollBar().setValue(defile)

    def _montrer(self, feuille: FeuilleMois | None) -> None:
        self.feuille = feuille
        seances = feuille.seances if feuille is not None else ()
        self.modele.changer_colonnes(_colonnes(seances))
        utiles = [c for c in feuille.codes if not c.est_retire] if feuille is not None else []
        self.table.codes = [c.code for c in utiles]
        self.legende.poser(utiles)
        if feuille is not None:
            self.mois.setText(mois_fr(feuille.mois).capitalize())
            self.modele.poser((ligne.inscription_id, _cellules(ligne, feuille)) for ligne in feuille.lignes)
        self.imprimer.setEnabled(feuille is not None)
        self.precedent.setEnabled(feuille is not None and feuille.a_avant)
        self.suivant.setEnabled(feuille is not None and feuille.a_apres)
        self._case_change()

    @Slot()
    def _case_change(self) -> None:
        """Which lesson the keys and the buttons are about."""
        seance = self._seance()
        feuille = self.feuille
        se_pointe = seance is not None and feuille is not None and seance.a_lieu and seance.le <= feuille.aujourdhui
        self.tous.setEnabled(se_pointe)
        self.terminer.setEnabled(se_pointe)
        if seance is not None and feuille is not None:
            self.seance.setText(_dire(seance, feuille.aujourdhui))
        else:
            self.seance.setText("Aucune séance ce mois-ci." if feuille is not None and not feuille.seances else "")

    def _seance(self) -> SeanceVue | None:
        rang = self.table.currentIndex().column() - 1
        seances = self.feuille.seances if self.feuille is not None else ()
        return seances[rang] if 0 <= rang < len(seances) else None

    @Slot()
    def _reculer(self) -> None:
        if self.feuille is not None:
            self._lire(self.feuille.mois - timedelta(days=1))

    @Slot()
    def _avancer(self) -> None:
        if self.feuille is not None:
            self._lire(self.feuille.mois + timedelta(days=31))

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if not self.pointages.est_de_moi and changements.genres & (GENRES_RELUS | {"seance"}):
            self.relire()

    # ---- what is written

    @Slot(str)
    def _pointer(self, code: str) -> None:
        """Write the word of the current cell, show it at once and go down; past the last pupil, to the next lesson."""
        seance, index, feuille = self._seance(), self.table.currentIndex(), self.feuille
        if self._ctx is None or feuille is None or seance is None:
            return
        ligne = feuille.lignes[index.row()]
        case = ligne.cases[index.column() - 1]
        se_pointe = case is not None and seance.a_lieu and seance.le <= feuille.aujourdhui
        if case is not None and se_pointe and (code != case.code or (code and not case.est_ecrit)):
            commande = Pointer(seance.cle, ligne.inscription_id, code, case.code)
            self._remplacer(index.row(), index.column() - 1, code)
            self.pointages.pointer(self._ctx, commande)
        if code:
            self._descendre(index.row(), index.column())

    def _descendre(self, rang: int, colonne: int) -> None:
        if rang + 1 < self.modele.rowCount():
            self.table.setCurrentIndex(self.modele.index(rang + 1, colonne))
        elif self.feuille is not None and colonne < len(self.feuille.seances):
            self.table.setCurrentIndex(self.modele.index(0, colonne + 1))

    def _remplacer(self, rang: int, place: int, code: str) -> None:
        feuille, ctx = self.feuille, self._ctx
        if feuille is None or ctx is None:
            return
        cases = list(feuille.lignes[rang].cases)
        cases[place] = Pointage(code, par=ctx.agent, a=ctx.maintenant() if code else None)
        ligne = replace(feuille.lignes[rang], cases=tuple(cases))
        self.feuille = replace(feuille, lignes=(*feuille.lignes[:rang], ligne, *feuille.lignes[rang + 1 :]))
        self.modele.remplacer(ligne.inscription_id, _cellules(ligne, feuille))

    @Slot()
    def _tous_presents(self) -> None:
        seance = self._seance()
        if self._ctx is not None and seance is not None:
            self.pointages.tous_presents(self._ctx, seance.cle)

    @Slot()
    def _terminer(self) -> None:
        seance = self._seance()
        if self._ctx is not None and seance is not None:
            self.pointages.terminer(self._ctx, seance.cle)

    @Slot()
    def _imprimer_remplie(self) -> None:
        self._imprimer(est_vierge=False)

    @Slot()
    def _imprimer_vierge(self) -> None:
        self._imprimer(est_vierge=True)

    def _imprimer(self, *, est_vierge: bool) -> None:
        if self._ctx is not None and self.feuille is not None and self._creneau_id is not None:
            ids, mois = (self._creneau_id,), self.feuille.mois
            demande = Demande(
                GenrePapier.FEUILLE_PRESENCE, Sujet.CRENEAU, ids, mois=mois, est_vierge=est_vierge
            )  # fmt: skip
            self.papiers.produire(self._ctx, demande)

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        self._montrer(None)
        self._bus.refuser(texte_erreur(erreur).court)


def _premiere(feuille: FeuilleMois) -> int:
    """The lesson of today, or the last one before it."""
    passees = [rang for rang, s in enumerate(feuille.seances) if s.le <= feuille.aujourdhui]
    return (passees[-1] if passees else 0) + 1


def _colonnes(seances: Sequence[SeanceVue]) -> tuple[Colonne, ...]:
    jours = [s.le for s in seances]
    return (
        Colonne("nom", "Élève", 190, est_triable=False, est_etirable=True),
        *(
            Colonne(
                f"s{rang}",
                jour_court(s.le) if jours.count(s.le) == 1 else f"{s.le.day:02}/{s.le.month:02} {heure_fr(s.a)}",
                92,
                est_triable=False,
                infobulle=titre_seance(s),
            )
            for rang, s in enumerate(seances)
        ),
        Colonne("absences", "Abs.", 50, "droite", est_triable=False, infobulle="Absences comptées ce mois"),
        Colonne("retards", "Ret.", 50, "droite", est_triable=False, infobulle="Retards ce mois"),
    )


def _cellules(ligne: LigneMois, feuille: FeuilleMois) -> Sequence[Cellule]:
    genres = [
        mot_de(feuille.codes, case.code).genre
        for case, seance in zip(ligne.cases, feuille.seances, strict=True)
        if case is not None and case.code and seance.a_lieu
    ]
    return (
        nom(ligne.nom, ligne.prenom),
        *(_case(case, s, feuille.codes) for case, s in zip(ligne.cases, feuille.seances, strict=True)),
        *(_nombre(genres.count(genre)) for genre in (GenreCode.ABSENT, GenreCode.RETARD)),
    )


def _nombre(n: int) -> Cellule:
    return Cellule(str(n), Genre.MONTANT) if n else vide()


def _case(case: Pointage | None, seance: SeanceVue, codes: Sequence[CodeVu]) -> Cellule:
    """The key of the word with its icon and colour; nothing is expected of who is not enrolled that day."""
    if case is None:
        return vide()
    if not seance.a_lieu:
        return Cellule(SANS_SEANCE[seance.etat], Genre.DISCRET)
    if not case.code:
        return Cellule("")
    ton, icone = TONS[mot_de(codes, case.code).genre]
    retard = f" {case.retard_min}\u00a0min" if case.retard_min else ""
    return puce(f"{case.code}{retard}", ton, icone if case.est_ecrit else ANNONCE)


def _dire(seance: SeanceVue, aujourdhui: date) -> str:
    dit = dire_seance(seance, est_a_venir=seance.le > aujourdhui)
    fin = f"Appel terminé par {seance.appel_par}." if seance.appel_a is not None else ""
    return " ".join(mot for mot in (f"{titre_seance(seance)}.", dit[1] if dit is not None else "", fin) if mot)
