"""A course opened: who it is, its pages (Suivi · Évaluations · Absences), and what stands beside them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.suivi import MonCours
from imuse_desk.services.suivi.occurrences import CleSeance
from imuse_desk.views.common.boutons import discret
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.textes import TexteElide, poser_elide, texte
from imuse_desk.views.suivi.carte_appel import CarteAppel
from imuse_desk.views.suivi.page_eleves import PageEleves
from imuse_desk.views.suivi.pages import Page, Pages
from imuse_desk.views.suivi.presentateur import sous_titre_cours


class VueCours(QWidget):
    """``retour_demande`` from the button and Esc; ``outils`` is the row at the right of the title."""

    retour_demande = Signal()

    def __init__(
        self, eleves: PageEleves, pages: Sequence[Page[MonCours]], appel: CarteAppel, parent: QWidget | None = None
    ) -> None:
        """``pages`` follow the pupils; the roll call stays at the right of them all."""
        super().__init__(parent)
        self.eleves, self.appel = eleves, appel
        self.cours: MonCours | None = None
        self.retour = discret("Tous les cours", "caret-left")
        self.titre = texte("", "titre")
        self.sous_titre = TexteElide("libelle")
        self.outils = QHBoxLayout()
        self.outils.setSpacing(8)
        self.pages = Pages("Cours ouvert", (Page("Suivi", eleves, eleves.ouvrir, eleves.entrer), *pages))
        for page in pages:  # what a page has to say beside the title and the sub-tabs; shown while it is
            for place, nom in ((self.outils, "outils"), (self.pages.outils, "complement")):
                if isinstance(outil := getattr(page.widget, nom, None), QWidget):
                    place.addWidget(outil)
                    outil.setVisible(page.widget.isVisible())
        entete = QHBoxLayout()
        entete.setSpacing(8)
        entete.addWidget(self.retour)
        entete.addWidget(self.titre)
        entete.addWidget(self.sous_titre, 1)
        entete.addLayout(self.outils)
        corps = QHBoxLayout()
        corps.setSpacing(16)
        corps.addWidget(self.pages, 1)
        corps.addWidget(appel)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 8, 24, 12)
        colonne.setSpacing(8)
        colonne.addLayout(entete)
        colonne.addLayout(corps, 1)
        self.retour.clicked.connect(self.retour_demande)
        sur_echap(self, self.retour_demande.emit)

    def aller(self, page: str, seance: CleSeance | None = None) -> None:
        """Show one of the pages, and the roll call of a lesson beside it."""
        self.pages.aller(page)
        if seance is not None:
            self.appel.ouvrir_seance(seance)

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self.cours = None
        self.pages.entrer(ctx)
        self.appel.entrer(ctx)

    def ouvrir(self, cours: MonCours) -> None:
        """Show a weekly time and its course."""
        self.cours = cours
        poser_elide(self.titre, cours.cours, 360)
        self.sous_titre.montrer(sous_titre_cours(cours))
        self.setAccessibleName(f"Cours {cours.cours}")
        self.pages.ouvrir(cours)
        self.appel.ouvrir(cours)
