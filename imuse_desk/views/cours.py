"""Windows of a course and of a teacher, opened by the search; every name leads to its card. Read-only."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.cours import CoursVu, EnseignantVu, HoraireVu, lire_cours, lire_enseignant
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
from imuse_desk.views.common.textes import texte
from imuse_desk.views.papiers.porte import EFFET, PortePapiers
from imuse_desk.views.tables import cellule
from imuse_desk.views.tables.cellule import Cellule, Colonne
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

HORAIRES = (
    Colonne("horaire", "Horaire", 100, est_triable=False),
    Colonne("cours", "Cours", 180, est_triable=False),
    Colonne("duree", "Durée", 64, "droite", est_triable=False),
    Colonne("salle", "Salle", 140, est_triable=False),
    Colonne("enseignants", "Enseignant", 190, est_triable=False, est_etirable=True),
    Colonne("places", "Inscrits", 84, "droite", est_triable=False),
)
ELEVES = (
    Colonne("nom", "Élève", 240, est_triable=False, est_etirable=True),
    Colonne("age", "Âge", 56, "droite", est_triable=False),
    Colonne("niveau", "Cycle", 90, est_triable=False),
    Colonne("horaire", "Horaire", 110, est_triable=False),
    Colonne("telephone", "Téléphone", 150, est_triable=False),
)


def _rangee_horaire(horaire: HoraireVu) -> list[Cellule]:
    heures, minutes = divmod(horaire.duree_min, 60)
    places = f"{horaire.inscrits}/{horaire.capacite}" if horaire.capacite is not None else str(horaire.inscrits)
    return [
        Cellule(horaire.horaire),
        cellule.lien(horaire.cours),
        Cellule(f"{heures}:{minutes:02d}"),
        Cellule(horaire.salle or "—"),
        Cellule(horaire.enseignants or "—"),
        Cellule(places),
    ]


class _Fenetre(QWidget):
    """A title, a line of facts, tables."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("page")
        self.resize(860, 600)
        self.executant, self.bus, self.ctx = executant, bus, ctx
        self.titre = texte("", "titre", replie=True)
        self.faits = texte("", "libelle", replie=True)
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(24, 16, 24, 16)
        self.colonne.setSpacing(12)
        self.tete = QHBoxLayout()
        self.tete.addWidget(self.titre, 1)
        self.colonne.addLayout(self.tete)
        self.colonne.addWidget(self.faits)
        self._horaires = ModeleFixe(HORAIRES, self)
        self.horaires = self._table("Horaires", self._horaires, "calendar", "Aucun horaire cette année")
        self.horaires.lien_suivi.connect(self._vers_cours)
        self.horaires.ouverte.connect(self._vers_cours)
        self._cours_de: dict[Any, int] = {}
        self.refus = Bandeau("warn", "")
        self.refus.hide()
        self.colonne.insertWidget(2, self.refus)
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
        toucher("Ctrl+P", EFFET, self, self.papiers.ouvrir)

    def _contexte(self) -> Contexte:
        return self.ctx

    def _vises(self) -> Sequence[int]:
        return self._ids

    def _dire_refus(self, phrase: str) -> None:
        self.refus.montrer("warn", phrase)
        self.refus.show()

    def _table(self, titre: str, modele: ModeleFixe, nom_icone: str, vide: str) -> TableListe:
        carte = Carte(titre, pleine_largeur=True)
        table = TableListe(titre)
        table.brancher(modele)
        table.poser_vide(EtatVide(nom_icone, vide, ""))
        carte.ajouter(table, 1)
        self.colonne.addWidget(carte, 1)
        return table

    def poser_horaires(self, horaires: tuple[HoraireVu, ...]) -> None:
        """Fill the table of weekly times."""
        self._cours_de = {h.creneau_id: h.cours_id for h in horaires}
        self._horaires.poser((h.creneau_id, _rangee_horaire(h)) for h in horaires)

    @Slot(object, str)
    @Slot(object)
    def _vers_cours(self, creneau_id: int, _colonne: str = "") -> None:
        self.bus.ouvrir("cours", self._cours_de[creneau_id])

    @Slot(object)
    def refuser(self, erreur: Exception) -> None:
        """It is gone, or the base does not answer."""
        self.titre.setText(texte_erreur(erreur).phrase)


class FenetreCours(_Fenetre):
    """A course: its times and its pupils."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, cours_id: int, parent: QWidget) -> None:
        super().__init__(executant, bus, ctx, parent)
        self._eleves = ModeleFixe(ELEVES, self)
        self.eleves = self._table("Élèves inscrits", self._eleves, "student", "Aucun élève inscrit")
        self.eleves.lien_suivi.connect(self._vers_eleve)
        self.eleves.ouverte.connect(self._vers_eleve)
        self.poser_papiers(Sujet.COURS, cours_id)
        executant.lire(lambda: lire_cours(ctx, cours_id), self._lu, self.refuser)

    @Slot(object)
    def _lu(self, cours: CoursVu) -> None:
        self.setWindowTitle(f"{cours.libelle} — cours {cours.annee}")
        self.titre.setText(cours.libelle)
        n = len(cours.eleves)
        morceaux = (cours.cursus, cours.niveau, cours.ha, cours.site, cours.annee, f"{n} élève{'s' if n > 1 else ''}")
        self.faits.setText(" · ".join(m for m in morceaux if m))
        self.poser_horaires(cours.horaires)
        self._eleves.poser(
            (
                e.eleve_id,
                [
                    cellule.lien(f"{e.nom} {e.prenom}".strip()),
                    Cellule(str(e.age) if e.age is not None else "—"),
                    Cellule(e.niveau or "—"),
                    Cellule(e.horaire or "—"),
                    Cellule(e.telephone or "—"),
                ],
            )
            for e in cours.eleves
        )

    @Slot(object, str)
    @Slot(object)
    def _vers_eleve(self, eleve_id: int, _colonne: str = "") -> None:
        self.bus.ouvrir("eleve", eleve_id)


class FenetreEnseignant(_Fenetre):
    """A teacher: contacts and weekly times."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, enseignant_id: int, parent: QWidget) -> None:
        super().__init__(executant, bus, ctx, parent)
        self.poser_papiers(Sujet.ENSEIGNANT, enseignant_id)
        executant.lire(lambda: lire_enseignant(ctx, enseignant_id), self._lu, self.refuser)

    @Slot(object)
    def _lu(self, enseignant: EnseignantVu) -> None:
        nom = f"{enseignant.prenom} {enseignant.nom}".strip()
        self.setWindowTitle(f"{nom} — enseignant")
        self.titre.setText(nom)
        morceaux = (enseignant.email, enseignant.telephone, f"horaires {enseignant.annee}")
        self.faits.setText(" · ".join(m for m in morceaux if m))
        self.poser_horaires(enseignant.horaires)


class OuvreurDeCours(QObject):
    """Opens these windows when the bus asks for a course or a teacher."""

    def __init__(self, executant: Executant, bus: Bus, fenetre: Any) -> None:
        super().__init__(fenetre)
        self._executant, self._bus, self._fenetre = executant, bus, fenetre
        bus.ouverture_demandee.connect(self._ouvrir)

    @Slot(str, object)
    def _ouvrir(self, genre: str, ident: int) -> None:
        if genre == "cours":
            FenetreCours(self._executant, self._bus, self._fenetre.contexte, ident, self._fenetre).show()
        elif genre == "enseignant":
            FenetreEnseignant(self._executant, self._bus, self._fenetre.contexte, ident, self._fenetre).show()
