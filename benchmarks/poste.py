"""The process that ``benchmarks.fenetre`` measures: started as ``imuse-desk`` is, driven in place of a person.

"Painted": the window's update request came after the data had arrived, and was served. Nothing is imported here that
the program does not import by itself before sign-in.
"""

import json
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imuse_desk.views.main_window import FenetrePrincipale

FICHES, IMAGES = 40, 200
FRAPPE_S, PAUSE_S = 0.12, 0.6  # between two keys of a quick typist, between two cards
FILTRES = ("a", "mar", "le", "du", "b", "ma", "ber", "e")
LETTRES = ("mar", "dup", "lem", "ber", "gar", "moreau", "06", "al")
DELAI_S = 60.0
Geste = Callable[[int], None]


def rien(_ident: int) -> None:
    """Nothing to prepare."""


class Banc:
    """Drives the program in place of ``QApplication.exec``."""

    def __init__(self, debut: float, *, complet: bool) -> None:
        self.debut, self.complet = debut, complet
        self.resultat: dict[str, Any] = {}
        self.lignes: list[dict[str, Any]] = []

    def executer(self) -> int:
        """The event loop: sign in as a person does, then open and list."""
        import gc

        from PySide6.QtWidgets import QApplication

        from imuse_desk.app import Programme

        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.application: QApplication = application
        self.programme: Programme = next(o for o in gc.get_objects() if isinstance(o, Programme))
        self._entrer()
        if self.complet:
            self._mesurer_recherche()
            self._mesurer_fiches()
            self._mesurer_liste()
            self.resultat["lignes"] = self.lignes
        self.resultat["memoire"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(self.resultat), flush=True)
        self.programme.fermer()
        return 0

    # ---- waiting

    def attendre(self, vrai: Callable[[], bool]) -> None:
        """Run the event loop, which waits without holding Python back, until a condition is true."""
        from PySide6.QtCore import QEventLoop, QTimer

        boucle, fin = QEventLoop(), time.perf_counter() + DELAI_S

        def regarder() -> None:
            if vrai():
                boucle.exit(0)
            elif time.perf_counter() > fin:
                boucle.exit(1)

        minuterie = QTimer(interval=1)
        minuterie.timeout.connect(regarder)
        minuterie.start()
        code = boucle.exec()
        minuterie.stop()
        assert code == 0, "le programme ne répond pas"

    def calme(self) -> None:
        """Nothing read, nothing to paint."""
        self.attendre(lambda: not self.programme.executant.est_occupe)
        for _ in range(5):
            self.application.processEvents()
        self.attendre(lambda: not self.programme.executant.est_occupe)

    def pauser(self, secondes: float) -> None:
        """What a person does between two gestures; what the program still does meanwhile is finished."""
        fin = time.perf_counter() + secondes
        self.attendre(lambda: time.perf_counter() > fin)
        self.calme()

    def jusqu_a_peint(self, geste: Callable[[], None], est_la: Callable[[], bool]) -> float:
        """Milliseconds from a gesture to the paint that came after ``est_la()`` was true."""
        self.peint.nombre, self.peint.est_la = 0, est_la
        debut = time.perf_counter()
        geste()
        self.attendre(lambda: self.peint.nombre > 0)
        return (time.perf_counter() - debut) * 1000

    def noter(self, quoi: str, durees: list[float], brutes: list[float] | None = None, **reste: Any) -> None:
        self.lignes.append({"quoi": quoi, "durees": durees, "brutes": brutes or [], **reste})

    # ---- start, sign-in

    def depuis_le_debut(self) -> float:
        return (time.perf_counter() - self.debut) * 1000

    def _entrer(self) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtTest import QTest

        from benchmarks.qt_nu import Peint
        from imuse_desk.domain.comptes import MOT_DE_PASSE_DEMONSTRATION
        from imuse_desk.views.connexion import FenetreConnexion

        self.attendre(lambda: isinstance(self.programme.fenetre, FenetreConnexion))
        connexion = self.programme.fenetre
        assert isinstance(connexion, FenetreConnexion)
        self.application.processEvents()
        QTest.keyClicks(connexion.identifiant, "a")
        assert connexion.identifiant.text() == "a"
        self.resultat["frappe"] = self.depuis_le_debut()
        self.resultat["frappe_cpu"] = time.process_time() * 1000
        dernier, trous = [time.perf_counter()], [0.0]

        def noter_trou() -> None:
            trous.append((time.perf_counter() - dernier[0]) * 1000)
            dernier[0] = time.perf_counter()

        battement = QTimer(interval=5)
        battement.timeout.connect(noter_trou)
        battement.start()
        self.attendre(connexion.entrer.isEnabled)
        self.resultat["ouverte"] = self.depuis_le_debut()
        self.attendre(lambda: self.programme.principale is not None)
        self.resultat["batie"] = self.depuis_le_debut()
        battement.stop()
        self.resultat["trou"] = max(trous)
        connexion.identifiant.setText("a.martin")
        connexion.mot_de_passe.setText(MOT_DE_PASSE_DEMONSTRATION)
        self.calme()
        principale = self.programme.principale
        assert principale is not None
        self.principale: FenetrePrincipale = principale
        self.peint = Peint(principale)
        avant = time.process_time()
        self.resultat["entree"] = self.jusqu_a_peint(connexion.entrer.click, principale.isVisible)
        self.resultat["entree_cpu"] = (time.process_time() - avant) * 1000
        self.calme()

    # ---- search

    def _mesurer_recherche(self) -> None:
        from PySide6.QtTest import QTest

        recherche = self.principale.recherche
        montres: list[int] = []
        recherche.liste.model().modelReset.connect(lambda: montres.append(1))
        durees = []
        for mot in LETTRES:
            recherche.champ.clear()
            recherche.prendre_focus()
            for lettre in mot:
                montres.clear()
                durees.append(
                    self.jusqu_a_peint(
                        lambda c=lettre: QTest.keyClick(recherche.champ, c),  # type: ignore[misc]
                        lambda: bool(montres) and recherche.resultats.isVisible(),
                    )
                )
                self.pauser(FRAPPE_S)
        recherche.champ.clear()
        recherche.fermer()
        self.noter("recherche : touche → résultats peints", durees, but=50)

    # ---- cards

    def _mesurer_fiches(self) -> None:
        import random

        from benchmarks.mesure import Ordres
        from imuse_desk.services.lectures.eleves import lister_eleves
        from imuse_desk.services.lectures.liste_familles import lister_familles
        from imuse_desk.services.lectures.listes_dossiers import Filtre
        from imuse_desk.views.eleve.onglet import OngletEleve
        from imuse_desk.views.famille.onglet import OngletFamille
        from imuse_desk.views.navigation import Onglet
        from imuse_desk.views.reinscription.onglet import OngletReinscription

        ctx, alea = self.principale.contexte, random.Random(7)
        pages = self.principale.pages
        famille, eleve, dossiers = pages[Onglet.FAMILLE], pages[Onglet.ELEVE], pages[Onglet.REINSCRIPTION]
        assert isinstance(famille, OngletFamille)
        assert isinstance(eleve, OngletEleve)
        assert isinstance(dossiers, OngletReinscription)
        foyers = list(lister_familles(ctx, Filtre(pastilles=("sans_reponse",))).ids)
        eleves = list(lister_eleves(ctx).ids)
        choisir = self.principale.bus.choisir

        def fiche(ident: int) -> None:
            """From the counter summary, already there."""
            choisir("foyer", ident)
            self.pauser(PAUSE_S)

        a_ouvrir: list[tuple[str, Onglet, list[int], Geste, Geste, Callable[[int], bool]]] = [
            (
                "résumé au guichet", Onglet.FAMILLE, foyers, rien, partial(choisir, "foyer"),
                lambda i: famille.resume.vue is not None and famille.resume.vue.id == i,
            ),
            (
                "fiche famille", Onglet.FAMILLE, foyers, fiche, lambda _i: famille.montrer_la_fiche(),
                lambda i: famille.edition.ident == i,
            ),
            (
                "fiche élève", Onglet.ELEVE, eleves, rien, partial(choisir, "eleve"),
                lambda i: eleve.edition.ident == i,
            ),
            (
                "dossier de réinscription", Onglet.REINSCRIPTION, foyers, rien, partial(choisir, "foyer"),
                lambda i: dossiers.dossier is not None and dossiers.dossier.foyer_id == i,
            ),
        ]  # fmt: skip
        ordres = Ordres(ctx.base)
        for nom, onglet, idents, preparer, geste, est_la in a_ouvrir:
            self.principale.aller(onglet)
            durees, nombres = [], []
            for ident in alea.sample(idents, FICHES + 2):
                preparer(ident)
                self.pauser(PAUSE_S)
                ordres.oublier()
                durees.append(self.jusqu_a_peint(partial(geste, ident), partial(est_la, ident)))
                nombres.append(len(ordres.lus))
            tous = f"{sorted(nombres)[FICHES // 2]} ordres SQL jusque-là"
            self.noter(f"{nom} : clic → peint", durees[2:], but=60, note=tous)

    # ---- lists

    def _mesurer_liste(self) -> None:
        from benchmarks.qt_nu import Peint, table
        from imuse_desk.services.lectures.eleves import lister_eleves
        from imuse_desk.services.lectures.listes_dossiers import Filtre
        from imuse_desk.views.eleve.onglet import OngletEleve
        from imuse_desk.views.navigation import Onglet

        page = self.principale.pages[Onglet.ELEVE]
        assert isinstance(page, OngletEleve)
        self.principale.aller(Onglet.ELEVE)
        self.calme()
        vue, modele, liste = page.liste.table, page.modele, page.liste
        ids = lister_eleves(self.principale.contexte, Filtre(texte="a")).ids
        modele.poser_ids(ids)
        self.calme()
        rangees = [[f"{nom} {rang}" for nom in ("NOM Prénom", "Instrument", "12 ans")] for rang in range(len(ids))]
        nue, chaines = table(rangees)
        nue.resize(vue.size())
        nue.show()
        peint_nue = Peint(nue)
        self.noter(f"liste de {len(ids)} : une image de défilement", self._defiler(vue, self.peint),
                   self._defiler(nue, peint_nue), but=50)  # fmt: skip

        def est_lue() -> bool:
            haut, bas = vue.rowAt(1), vue.rowAt(vue.viewport().height() - 2)
            bas = modele.rowCount() - 1 if bas < 0 else bas
            return haut >= 0 and all(modele.ligne(modele.ids[rang]) is not None for rang in (haut, bas))

        entete = vue.horizontalHeader()
        tris = [self._relister(page, partial(entete.sectionClicked.emit, 0), est_lue) for _ in range(10)]
        nus = [self._reposer(peint_nue, chaines, sorted(rangees, reverse=sens)) for sens in (True, False) * 3]
        self.noter("liste des élèves : tri → rangées peintes", tris, nus, but=200)
        filtres = [self._relister(page, partial(_filtrer, liste, mot), est_lue) for mot in FILTRES]
        nus = [self._reposer(peint_nue, chaines, [r for r in rangees if mot in r[0]]) for mot in "12345"]
        self.noter("liste des élèves : filtre frappé → rangées peintes", filtres, nus, but=200)
        nue.close()

    def _defiler(self, vue: Any, peint: Any) -> list[float]:
        """Frames of a wheel held down, then of the handle dragged over the whole list."""
        barre = vue.verticalScrollBar()
        barre.setValue(0)
        self.calme()
        pas = [84 * n for n in range(IMAGES // 2)]
        pas += [barre.maximum() * n // (IMAGES // 2) for n in range(1, IMAGES // 2)]
        images = []
        peint.est_la = lambda: True
        for valeur in pas[1:]:
            peint.nombre = 0
            debut = time.perf_counter()
            barre.setValue(valeur)
            self.attendre(lambda: peint.nombre > 0)
            images.append((time.perf_counter() - debut) * 1000)
        return images

    def _reposer(self, peint: Any, modele: Any, rangees: list[list[str]]) -> float:
        """The bare table shows other rows, already sorted or filtered."""
        self.calme()
        peint.nombre = 0
        debut = time.perf_counter()
        modele.poser(rangees)
        self.attendre(lambda: peint.nombre > 0)
        return (time.perf_counter() - debut) * 1000

    def _relister(self, page: Any, geste: Callable[[], Any], est_lue: Callable[[], bool]) -> float:
        """From a gesture to the rows of the new list painted."""
        remises: list[int] = []
        lien = page.modele.modelReset.connect(lambda: remises.append(1))
        self.calme()
        duree = self.jusqu_a_peint(geste, lambda: bool(remises) and est_lue())
        page.modele.modelReset.disconnect(lien)
        return duree


def _filtrer(liste: Any, mot: str) -> None:
    liste.champ.setText(mot)
    liste.champ.textEdited.emit(mot)


def main() -> int:
    """``debut base complet``: the process that is measured, started as ``imuse-desk`` is."""
    from PySide6.QtWidgets import QApplication

    debut, base, complet = sys.argv[1:4]
    banc = Banc(float(debut), complet=complet == "1")
    QApplication.exec = banc.executer  # type: ignore[method-assign]  # the same start, another loop
    from imuse_desk.cli import main as imuse_desk

    try:
        return imuse_desk(["--base", base])
    except Exception:  # noqa: BLE001 - the program's own hook would show it in a window
        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
