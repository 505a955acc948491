"""The marks grid of 60 pupils × 8 criteria, offscreen: a key to its paint, a block of 480 cells pasted, then written.

A base of its own is made for the run. Times are of the processor in the thread of the screen, from the key to the end
of the paint, where nothing else is said: the writing goes on in its own thread.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from datetime import time as heure
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.mesure import Ligne, contexte, depot_pres_de
from imuse_desk.migrations.commande import migrer
from imuse_desk.models import (
    Affectation,
    Annee,
    Bareme,
    Cours,
    Creneau,
    Critere,
    Cursus,
    Discipline,
    Eleve,
    Inscription,
    PeriodeEvaluation,
    Personne,
    Site,
    TypeEvaluation,
)
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Auteur, Base, Unite
from imuse_desk.services.lectures.suivi import MonCours
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.evaluations.page import PageEvaluations

ELEVES, CRITERES = 60, 8
TOURS, COLLAGES, OUVERTURES = 60, 12, 10
VISIBLES = 12
"""Rows in view whatever the text size."""
MIDI = datetime(2026, 11, 25, 12, tzinfo=UTC)


def mesurer() -> Iterator[Ligne]:
    """Every figure of the grid."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    appliquer_theme(application, "clair")
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "notes.db"
        base = Base.ouvrir(lire_url(str(chemin)))
        migrer(base)
        try:
            yield from _Banc(application, base, chemin).mesurer()
        finally:
            base.fermer()


def _maison(unite: Unite) -> list[int]:
    """A course of 60 pupils marked on 8 criteria; its id and its weekly time's."""
    session = unite.session

    def ajouter(objet: object) -> int:
        session.add(objet)
        session.flush()
        ident: int = objet.id  # type: ignore[attr-defined]
        return ident

    site = ajouter(Site(code="A", nom="Site", cp="54999", ville="Rives"))
    debut, fin = date(2026, 9, 1), date(2027, 8, 31)
    annee = ajouter(Annee(libelle="2026-2027", debut_le=debut, fin_le=fin, etat="ouverte"))
    lieu = {"site_id": site, "annee_id": annee}
    ajouter(PeriodeEvaluation(**lieu, libelle="Semestre 1", genre="semestre", du_le=debut, au_le=date(2027, 1, 31)))
    bareme = ajouter(Bareme(site_id=site, libelle="Sur 5", genre="nombre", maximum=500, pas=25, valeurs=[]))
    genre = ajouter(TypeEvaluation(site_id=site, libelle="Tous"))
    for rang in range(CRITERES):
        ajouter(Critere(type_id=genre, libelle=f"Critère {rang + 1}", bareme_id=bareme, ordre=rang))
    cours = ajouter(
        Cours(
            **lieu, cursus_id=ajouter(Cursus(code="M", libelle="Musique", specialite="musique")),
            discipline_id=ajouter(Discipline(code="O", libelle="Orchestre", cle="orchestre")), code="O",
            libelle="Orchestre", mode="attribue",
        )
    )  # fmt: skip
    creneau = ajouter(Creneau(cours_id=cours, jour=3, debut=heure(14), duree_min=90))
    for rang in range(ELEVES):
        personne = ajouter(Personne(nom=f"Nom{rang:02}", prenom="Lina", cle=f"nom{rang:02} lina"))
        eleve = ajouter(Eleve(personne_id=personne))
        inscription = ajouter(Inscription(**lieu, eleve_id=eleve, cours_id=cours, du_le=debut))
        ajouter(Affectation(inscription_id=inscription, creneau_id=creneau, du_le=debut))
    return [cours, creneau]


class _Banc:
    """The course opened in its page."""

    def __init__(self, application: QApplication, base: Base, chemin: Path) -> None:
        cours, creneau = base.ecrire(Auteur("banc", "banc"), "banc", _maison).resultat
        self._application = application
        self._executant = Executant()
        self._cours = MonCours(creneau, cours, "Orchestre", "", "", "Site", "", 3, heure(14), heure(15), ELEVES)
        self._page = PageEvaluations(self._executant, Bus())
        self._page.entrer(contexte(base, depot_pres_de(chemin), horloge=lambda: MIDI))
        self._page.resize(968, 560)
        self._page.show()
        self._page.activateWindow()

    def mesurer(self) -> Iterator[Ligne]:
        page = self._page
        ouvertures = []
        for _ in range(OUVERTURES):
            debut = time.perf_counter()
            vues: list[object] = []
            page.feuille_montree.connect(vues.append)
            page.ouvrir(self._cours)
            self._attendre(lambda vues=vues: bool(vues))  # type: ignore[misc]
            self._application.processEvents()
            ouvertures.append((time.perf_counter() - debut) * 1000)
            page.feuille_montree.disconnect(vues.append)
        yield Ligne("feuille de 60 × 8 ouverte → peinte (mur)", ouvertures)
        grille = page.grille
        grille.setFocus()
        for nom, rangs in (("", VISIBLES), ("    la même, la grille défilant", ELEVES)):
            frappes: list[float] = []
            fleches: list[float] = []
            for tour in range(TOURS):
                grille.viser(tour % rangs, tour % CRITERES)
                self._calme()
                fleches.append(self._chrono(grille, Qt.Key.Key_Right))
                frappes.append(self._chrono(grille, Qt.Key.Key_4))
                frappes.append(self._chrono(QGuiApplication.focusObject(), Qt.Key.Key_Return))
            yield Ligne(nom or "grille de notes, une touche → peinte", frappes, but=16)
            if not nom:
                yield Ligne("grille de notes, une flèche → peinte", fleches, but=16)
        temps: list[float] = []
        ecrits: list[float] = []
        for tour in range(COLLAGES):
            bloc = "\n".join(
                "\t".join(f"{(tour + r + c) % 20 / 4:.2f}" for c in range(CRITERES)) for r in range(ELEVES)
            )
            QGuiApplication.clipboard().setText(bloc)
            grille.viser(0, 0)
            self._calme()
            depart, mur = time.thread_time(), time.perf_counter()
            grille.coller()
            self._application.processEvents()
            temps.append((time.thread_time() - depart) * 1000)
            self._calme()
            ecrits.append((time.perf_counter() - mur) * 1000)
        yield Ligne("grille de notes, 480 cases collées → peintes", temps, but=200)
        yield Ligne("    480 cases collées → enregistrées (mur)", ecrits)
        self._executant.fermer()
        page.deleteLater()

    def _chrono(self, objet: object, touche: Qt.Key) -> float:
        """From a key to the end of its paint."""
        depart = time.thread_time()
        QTest.keyClick(objet, touche)  # type: ignore[call-overload]  # the widget that has the keys
        self._application.processEvents()
        return (time.thread_time() - depart) * 1000

    def _calme(self) -> None:
        saisie = self._page.modele.saisie
        self._attendre(lambda: saisie is not None and not saisie.attend and not self._executant.est_occupe)

    def _attendre(self, condition: Callable[[], bool]) -> None:
        fin = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < fin, "the page does not settle"
            self._application.processEvents()
            time.sleep(0.001)
