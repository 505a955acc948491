"""Cards of a course, a teacher and a room, opened by the search and by links; every name leads to its card."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.coordonnees import ELEVE
from imuse_desk.services.lectures.cours import (
    CoursVu,
    EleveDuCours,
    EnseignantVu,
    HoraireVu,
    SalleVue,
    lire_cours,
    lire_enseignant,
    lire_salle,
)
from imuse_desk.services.papiers.demande import Sujet
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.papiers.porte import EFFET, PortePapiers
from imuse_desk.views.tables import cellule
from imuse_desk.views.tables.cellule import Cellule, Colonne
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

HORAIRES = (
    Colonne("horaire", "Horaire", 100),
    Colonne("cours", "Cours", 180, est_etirable=True),
    Colonne("duree", "Durée", 62, "droite"),
    Colonne("salle", "Salle", 120),
    Colonne("enseignants", "Enseignant", 150),
    Colonne("places", "Inscrits", 122),
    Colonne("libres", "Libre", 80, "droite"),
)
ELEVES = (
    Colonne("nom", "Élève", 190, est_etirable=True),
    Colonne("age", "Âge", 52, "droite", nature=Nature.NOMBRE),
    Colonne("cours", "Cours", 190),
    Colonne("niveau", "Cycle", 84),
    Colonne("horaire", "Horaire", 118),
    Colonne("telephone", "Téléphone", 130),
)


def _sans(colonnes: Sequence[Colonne], *cles: str) -> list[Colonne]:
    """The columns with those hidden that would say the same on every row; the first left of the wide ones stretches."""
    est_large = not any(c.est_etirable and c.cle not in cles for c in colonnes)
    return [
        replace(c, est_montree=c.cle not in cles, est_etirable=c.est_etirable or (est_large and c.cle == "enseignants"))
        for c in colonnes
    ]


def places(horaire: HoraireVu, *, deborde: bool = False) -> Cellule:
    """``7 / 10``, or a chip once it is full, or fuller than its room."""
    if horaire.capacite is None and not deborde:
        return Cellule(str(horaire.inscrits))
    mots = f"{horaire.inscrits} / {horaire.capacite}" if horaire.capacite is not None else str(horaire.inscrits)
    if deborde:
        return cellule.puce(f"{mots} · salle", "bad", "warning-circle")
    return cellule.puce(f"{mots} · complet", "warn") if horaire.est_complet else Cellule(mots)


def _rangee_horaire(horaire: HoraireVu, *, deborde: bool) -> list[Cellule]:
    heures, minutes = divmod(horaire.duree_min, 60)
    return [
        Cellule(horaire.horaire),
        cellule.lien(horaire.cours),
        Cellule(f"{heures}:{minutes:02d}"),
        cellule.lien(horaire.salle) if horaire.salle else Cellule("—"),
        cellule.lien(horaire.enseignants) if horaire.enseignants else Cellule("—"),
        places(horaire, deborde=deborde),
        Cellule(f"{horaire.libres_min} min" if horaire.libres_min is not None else ""),
    ]


def _rangee_eleve(eleve: EleveDuCours) -> list[Cellule]:
    return [
        cellule.lien(f"{eleve.nom} {eleve.prenom}".strip()),
        Cellule(str(eleve.age) if eleve.age is not None else ""),
        Cellule(eleve.cours),
        Cellule(eleve.niveau or "—"),
        Cellule(eleve.horaire or "—"),
        Cellule(eleve.telephone or "—"),
    ]


class _Fenetre(QWidget):
    """A title, a line of facts, the weekly times; ``ajouter_eleves`` adds the pupils."""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget, cle: str, titre: str, *cachees: str
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("page")
        self.resize(980, 640)
        self.executant, self.bus, self.ctx, self._cle = executant, bus, ctx, cle
        self.titre = texte("", "titre", replie=True)
        self.faits = texte("", "libelle", replie=True)
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(24, 16, 24, 16)
        self.colonne.setSpacing(12)
        self.tete = QHBoxLayout()
        self.tete.addWidget(self.titre, 1)
        self.colonne.addLayout(self.tete)
        self.colonne.addWidget(self.faits)
        self.refus = Bandeau("warn", "")
        self.refus.hide()
        self.colonne.addWidget(self.refus)
        self._cachees = cachees
        self._horaires = ModeleFixe(_sans(HORAIRES, *cachees), self)
        mots = Mots("horaire", "horaires")
        self.horaires = self._table(titre, self._horaires, "calendar", "Aucun horaire cette année", mots)
        self.horaires.lien_suivi.connect(self._suivre)
        self.horaires.ouverte.connect(self._vers_cours)
        self._par_id: dict[Any, HoraireVu] = {}
        sur_echap(self, self.close)

    def poser_papiers(self, sujet: Sujet, ident: int) -> None:
        """Ctrl+P, and a button by the title, print what is shown."""
        self._ids = (ident,)
        self.papiers = PortePapiers(
            self, self.executant, self.bus, sujet, self._contexte, self._vises, dire_refus=self._dire_refus
        )
        self.imprimer = secondaire("I&mprimer", "printer")
        self.imprimer.setToolTip("Imprimer un papier (Ctrl+P)")
        self.imprimer.clicked.connect(self.papiers.ouvrir)
        self.tete.addWidget(self.imprimer)
        suivre_le_regard(self)
        toucher("Ctrl+P", EFFET, self, self.papiers.ouvrir)

    def _contexte(self) -> Contexte:
        return self.ctx

    def _vises(self) -> Sequence[int]:
        return self._ids

    def _dire_refus(self, phrase: str) -> None:
        self.refus.montrer("warn", phrase)
        self.refus.show()

    def _table(
        self, titre: str, modele: ModeleFixe, nom_icone: str, vide: str, mots: Mots, genre: str = "",
        poids: int = 2,
    ) -> TableListe:  # fmt: skip
        carte = Carte(titre, pleine_largeur=True)
        table = TableListe(titre)
        table.brancher(modele)
        table.poser_vide(EtatVide(nom_icone, vide, ""))
        carte.ajouter(table, 1)
        self.colonne.addWidget(carte, poids)
        fiche = FicheListe(f"{self._cle}.{mots.plusieurs}", titre, mots, genre=genre)
        ListeEnCarte(self.executant, self.bus, self.ctx).outiller(carte, table, fiche)
        return table

    def ajouter_eleves(self) -> None:
        """The table of the pupils under the weekly times."""
        self._eleves = ModeleFixe(_sans(ELEVES, *self._cachees), self)
        genre = ELEVE if self.ctx.peut(Permission.CONSULTER) else ""
        mots = Mots("élève", "élèves")
        self.eleves = self._table("Élèves", self._eleves, "student", "Aucun élève inscrit", mots, genre, 3)
        self.eleves.lien_suivi.connect(self._vers_eleve)
        self.eleves.ouverte.connect(self._vers_eleve)

    def poser_horaires(self, horaires: Sequence[HoraireVu], debordent: Collection[int] = ()) -> None:
        """Fill the table of weekly times; ``debordent``: those with more pupils than the room holds."""
        self._par_id = {h.creneau_id: h for h in horaires}
        self._horaires.poser((h.creneau_id, _rangee_horaire(h, deborde=h.creneau_id in debordent)) for h in horaires)

    def poser_eleves(self, eleves: Sequence[EleveDuCours]) -> None:
        """Fill the table of the pupils."""
        self._eleves.poser((e.eleve_id, _rangee_eleve(e)) for e in eleves)

    @Slot(object)
    def _vers_cours(self, creneau_id: int) -> None:
        self.bus.ouvrir("cours", self._par_id[creneau_id].cours_id)

    @Slot(object, str)
    def _suivre(self, creneau_id: int, colonne: str) -> None:
        horaire = self._par_id[creneau_id]
        if colonne == "salle" and horaire.salle_id is not None:
            self.bus.ouvrir("salle", horaire.salle_id)
        elif colonne == "enseignants":
            for enseignant_id in horaire.enseignant_ids:
                self.bus.ouvrir("enseignant", enseignant_id)
        else:
            self._vers_cours(creneau_id)

    @Slot(object, str)
    @Slot(object)
    def _vers_eleve(self, eleve_id: int, _colonne: str = "") -> None:
        self.bus.ouvrir("eleve", eleve_id)

    @Slot(object)
    def refuser(self, erreur: Exception) -> None:
        """It is gone, or the base does not answer."""
        self.titre.setText(texte_erreur(erreur).phrase)


class FenetreCours(_Fenetre):
    """A course: its times with their filling, and its pupils."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, cours_id: int, parent: QWidget) -> None:
        super().__init__(executant, bus, ctx, parent, "cours", "Horaires", "cours")
        self.ajouter_eleves()
        self.poser_papiers(Sujet.COURS, cours_id)
        executant.lire(partial(lire_cours, ctx, cours_id), self._lu, self.refuser)

    @Slot(object)
    def _lu(self, cours: CoursVu) -> None:
        self.setWindowTitle(f"{cours.libelle} — cours {cours.annee}")
        self.titre.setText(cours.libelle)
        morceaux = (cours.cursus, cours.niveau, cours.ha, cours.site, cours.annee, _eleves(len(cours.eleves)))
        self.faits.setText(" · ".join((*(m for m in morceaux if m), *_remplissage(cours.horaires))))
        self.poser_horaires(cours.horaires)
        self.poser_eleves(cours.eleves)


class FenetreEnseignant(_Fenetre):
    """A teacher: contacts, his week with the minutes free in his blocks, his pupils."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, enseignant_id: int, parent: QWidget) -> None:
        super().__init__(executant, bus, ctx, parent, "enseignant", "Semaine", "enseignants")
        self.ajouter_eleves()
        self.poser_papiers(Sujet.ENSEIGNANT, enseignant_id)
        executant.lire(partial(lire_enseignant, ctx, enseignant_id), self._lu, self.refuser)

    @Slot(object)
    def _lu(self, enseignant: EnseignantVu) -> None:
        nom = f"{enseignant.prenom} {enseignant.nom}".strip()
        self.setWindowTitle(f"{nom} — enseignant")
        self.titre.setText(nom)
        eleves = _eleves(len(enseignant.eleves))
        morceaux = (enseignant.email, enseignant.telephone, f"horaires {enseignant.annee}", eleves)
        self.faits.setText(" · ".join((*(m for m in morceaux if m), *_remplissage(enseignant.horaires))))
        self.poser_horaires(enseignant.horaires)
        self.poser_eleves(enseignant.eleves)


class FenetreSalle(_Fenetre):
    """A room: its capacity and its week; a lesson too full for it is marked."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, salle_id: int, parent: QWidget) -> None:
        super().__init__(executant, bus, ctx, parent, "salle", "Semaine", "salle", "libres")
        self.poser_papiers(Sujet.SALLE, salle_id)
        executant.lire(partial(lire_salle, ctx, salle_id), self._lu, self.refuser)

    @Slot(object)
    def _lu(self, salle: SalleVue) -> None:
        self.setWindowTitle(f"{salle.nom} — salle")
        self.titre.setText(salle.nom)
        capacite = f"{salle.capacite} personnes" if salle.capacite is not None else "capacité non renseignée"
        minutes = sum(h.duree_min for h in salle.horaires)
        occupee = f"occupée {minutes // 60} h {minutes % 60:02d} par semaine"
        self.faits.setText(" · ".join((salle.site, capacite, f"horaires {salle.annee}", occupee)))
        self.poser_horaires(salle.horaires, {h.creneau_id for h in salle.horaires if salle.deborde(h)})


def _eleves(n: int) -> str:
    return f"{n} élève{'s' if n > 1 else ''}"


def _remplissage(horaires: Sequence[HoraireVu]) -> list[str]:
    """``8 places libres``, ``45 min libres``: what is left in times that count."""
    comptes = [h for h in horaires if h.capacite is not None and h.libres_min is None]
    libres = sum(max(0, (h.capacite or 0) - h.inscrits) for h in comptes)
    minutes = [h.libres_min for h in horaires if h.libres_min is not None]
    mots = [f"{libres} place{'s' if libres > 1 else ''} libre{'s' if libres > 1 else ''}"] if comptes else []
    return mots + ([f"{sum(minutes)} min libres"] if minutes else [])


_FENETRES = {"cours": FenetreCours, "enseignant": FenetreEnseignant, "salle": FenetreSalle}


class OuvreurDeCours(QObject):
    """Opens these windows when the bus asks for a course, a teacher or a room."""

    def __init__(self, executant: Executant, bus: Bus, fenetre: Any) -> None:
        super().__init__(fenetre)
        self._executant, self._bus, self._fenetre = executant, bus, fenetre
        bus.ouverture_demandee.connect(self._ouvrir)

    @Slot(str, object)
    def _ouvrir(self, genre: str, ident: int) -> None:
        if genre in _FENETRES:
            _FENETRES[genre](self._executant, self._bus, self._fenetre.contexte, ident, self._fenetre).show()
