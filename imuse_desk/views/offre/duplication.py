"""The dry run of copying the offer into the next year: every course with what would happen to it, then one click."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.offre.duplication import CoursPrevu, PlanDuplication, dupliquer_offre, prevoir_duplication
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.cellule import Cellule, Genre, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    colonne("libelle", "Cours", 240, etirable=True),
    colonne("code", "Code", 120),
    colonne("horaires", "Horaires", 80, droite=True),
    colonne("sort", "Ce qui se passera", 210),
)
SORTS: dict[str, tuple[str, Ton]] = {
    "copie": ("Copié", "ok"),
    "existe": ("Déjà présent", "neutral"),
    "cursus_archive": ("Écarté\u00a0: cursus archivé", "warn"),
    "discipline_archivee": ("Écarté\u00a0: discipline archivée", "warn"),
}


class DialogueDuplication(QDialog):
    """``DialogueDuplication(parent, executant, ctx)`` then ``open()``; ``recorde(fait)``."""

    recorde = Signal(object)

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte) -> None:
        super().__init__(parent)
        self._executant, self._ctx = executant, ctx
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Dupliquer l’offre")
        self.resize(px(820), px(560))
        colonne_page = QVBoxLayout(self)
        colonne_page.setContentsMargins(20, 18, 20, 18)
        colonne_page.setSpacing(12)
        self.titre = texte("Dupliquer l’offre", "titre_carte", replie=True)
        self.phrase = texte("", "second", replie=True)
        self.alerte = Bandeau("warn", "")
        self.alerte.hide()
        for widget in (self.titre, self.phrase, self.alerte):
            colonne_page.addWidget(widget)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Cours à copier")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("music-notes", "Aucun cours cette année", ""))
        carte = Carte("", pleine_largeur=True)
        carte.ajouter(self.table, 1)
        colonne_page.addWidget(carte, 1)
        rangee = QHBoxLayout()
        rangee.addStretch(1)
        self.renoncer = secondaire("Re&noncer")
        self.dupliquer = primaire("&Dupliquer", "copy")
        self.dupliquer.setEnabled(False)
        rangee.addWidget(self.renoncer)
        rangee.addWidget(self.dupliquer)
        colonne_page.addLayout(rangee)
        self.renoncer.clicked.connect(self.reject)
        self.dupliquer.clicked.connect(self._dupliquer)
        executant.lire(partial(prevoir_duplication, ctx), self._prevu, self._refuse)

    @Slot(object)
    def _prevu(self, plan: PlanDuplication) -> None:
        n, horaires = len(plan.copies), plan.horaires
        self.titre.setText(f"Dupliquer l’offre {plan.source} vers {plan.cible}")
        if n:
            self.phrase.setText(
                f"{compte(n, 'cours', 'cours')} et {compte(horaires, 'horaire', 'horaires')} seront copiés, "
                "avec leurs enseignants, salles et places."
            )
            self.dupliquer.setText(f"&Dupliquer {compte(n, 'cours', 'cours')}")
        else:
            self.phrase.setText(f"L’année {plan.cible} a déjà tous ces cours\u00a0: il n’y a rien à copier.")
        self.dupliquer.setEnabled(n > 0)
        (self.dupliquer if n else self.renoncer).setDefault(True)
        manques = [
            f"{compte(combien, 'horaire', 'horaires')} sans {quoi}"
            for combien, quoi in ((plan.sans_enseignant, "enseignant (parti)"), (plan.sans_salle, "salle (archivée)"))
            if combien
        ]
        if manques:
            self.alerte.montrer("warn", "À compléter ensuite\u00a0: " + ", ".join(manques) + ".")
            self.alerte.show()
        ranges = sorted(plan.cours, key=_est_laisse)  # what will be made first: the rest is only there to be checked
        self.modele.poser((cours.cours_id, _rangee(cours)) for cours in ranges)

    @Slot()
    def _dupliquer(self) -> None:
        self.dupliquer.setEnabled(False)
        self._executant.ecrire(partial(dupliquer_offre, self._ctx), self._duplique, self._refuse)

    @Slot(object)
    def _duplique(self, fait: Fait[dict[str, int]]) -> None:
        self.recorde.emit(fait)
        self.accept()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.alerte.montrer("bad", texte_erreur(erreur).court)
        self.alerte.show()


def _est_laisse(cours: CoursPrevu) -> bool:
    return cours.sort != "copie"


def _rangee(cours: CoursPrevu) -> Sequence[Cellule]:
    mots, ton = SORTS[cours.motif or cours.sort]
    return Cellule(cours.libelle, Genre.FORT), Cellule(cours.code), Cellule(str(cours.horaires)), puce(mots, ton)


def compte(n: int, un: str, plusieurs: str) -> str:
    """``1 horaire``, ``2 horaires``."""
    return f"{n} {plusieurs if n > 1 else un}"
