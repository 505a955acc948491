"""The verification of pieces: worker, viewer, a notice judged, sixty documents queued beside the window, its memory.

Notices are the specimens of the tests; the seal is trusted as in them. ``--pieces DOSSIER`` adds the public files of a
folder, read whole: states, times, processes that died. Times of processor add the worker's to the program's.
"""

import gc
import itertools
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from benchmarks.mesure import Ligne, chronometrer
from imuse_desk.documents.client import Lecteur, examiner
from imuse_desk.documents.processus import Processus
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.verification.adresses import AdresseLue
from imuse_desk.domain.verification.constats import Attente, EtatRegle, pire
from imuse_desk.domain.verification.noms import Identite
from imuse_desk.domain.verification.regles import juger_avis
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.sceaux import Magasin, magasin_d_essai
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import Campagne, Dossier, PieceRecue, TypePiece
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reinscription.pieces import ImporterPieces, importer
from imuse_desk.services.verification import analyse
from imuse_desk.services.verification.analyse import a_analyser
from imuse_desk.services.verification.lecture import lire_document
from imuse_desk.views.assemblage import assembler
from imuse_desk.views.common.analyses import Analyses
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.ramasseur import Ramasseur
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.common.visionneuse import Visionneuse, image_de
from imuse_desk.views.demonstration.plateau import INSTANT, Plateau
from imuse_desk.views.main_window import FenetrePrincipale
from tests.specimens import PIECES, SPECIMENS, Numerisation, numeriser

FOIS, PAGES, DOCUMENTS, OUVERTS = 15, 12, 60, 500
FAMILLES = 300
A4_150_PPP = 1240
"""Pixels of the width of an A4 page at 150 dpi."""
JOUR = INSTANT.date()
MO = 1024 * 1024
DELAI_MS = 600_000
ESSAI = PIECES.parent / "deux_ddoc" / "essai_fr00_0001.pem"
AVIS = Attente(
    depot=JOUR, identites=(Identite(("Martineau",), ("Alice",)),), natures=("avis d’imposition",), annee_revenus=2024,
    pages=4, adresses=(AdresseLue("12 rue de la Musique", "92190", "Meudon"),),
)  # fmt: skip


def mesurer(fichiers: Path | None) -> Iterator[Ligne]:
    """Every figure, then those of a folder."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    appliquer_theme(application, "clair")
    with tempfile.TemporaryDirectory() as dossier:
        avis, scan = Path(dossier) / "avis.pdf", Path(dossier) / "scan.pdf"
        avis.write_bytes(SPECIMENS["avis"]())
        scan.write_bytes(numeriser(SPECIMENS["avis"](), Numerisation(200, 2)))
        yield Ligne("processus des documents, du départ au bonjour", [_demarrer() for _ in range(FOIS)], but=500)
        for nom, chemin in (("téléchargée", avis), ("numérisée", scan)):
            durees, processeur = _pages(chemin)
            yield Ligne(f"page à 150 ppp, pièce {nom}", durees, but=60, note=f"processeur {processeur:.0f} ms")
        magasin = magasin_d_essai(ESSAI.read_bytes())
        for nom, chemin, attendu, but in (
            ("téléchargé, jugé", avis, EtatRegle.CONFORME, 1000),
            ("numérisé, premiers verdicts", scan, EtatRegle.A_VERIFIER, 2000),
        ):
            avant = _processeur()
            durees = [chronometrer(partial(_juger, chemin, magasin, attendu)) for _ in range(FOIS)]
            note = f"processeur {(_processeur() - avant) / FOIS:.0f} ms"
            yield Ligne(f"avis de 4 pages {nom}", durees, but=but, note=note)
        yield from _Fenetre(Path(dossier), (avis, scan, PIECES / "facture01_numerique.pdf")).mesurer()
    if fichiers is not None:
        yield _publics(fichiers)


def _demarrer() -> float:
    debut = time.perf_counter()
    processus = Processus()
    duree = (time.perf_counter() - debut) * 1000
    processus.arreter()
    return duree


def _pages(chemin: Path) -> tuple[list[float], float]:
    """A page drawn, carried and made an image of the screen by a process that is already there; processor of one."""
    lecteur = Lecteur(chemin)

    def montrer(page: int) -> None:
        QPixmap.fromImage(image_de(lecteur.rendre(page, A4_150_PPP)))

    montrer(1)
    moi = psutil.Process()
    processus = (moi, *moi.children())
    avant = sum(sum(p.cpu_times()[:2]) for p in processus)
    durees = [chronometrer(partial(montrer, rang % lecteur.pages + 1)) for rang in range(PAGES)]
    apres = sum(sum(p.cpu_times()[:2]) for p in processus)
    lecteur.close()
    return durees, (apres - avant) * 1000 / PAGES


def _processeur() -> float:
    """Milliseconds of processor of this process and of those that it waited for."""
    temps = os.times()
    return 1000 * (temps.user + temps.system + temps.children_user + temps.children_system)


def _juger(chemin: Path, magasin: Magasin, attendu: EtatRegle) -> None:
    lecteur = Lecteur(chemin)
    constats = juger_avis(lire_document(lecteur, magasin, JOUR), AVIS)
    lecteur.close()
    assert pire(constats) is attendu, constats


class _Battement(QObject):
    """A tick every 5 ms in the thread of the window; keeps the time between two, and that thread's own processor."""

    def __init__(self) -> None:
        super().__init__()
        self.trous: list[float] = []
        self.travaux: list[float] = []
        self._dernier, self._processeur = time.perf_counter(), time.thread_time()
        self._minuterie = QTimer(self)
        self._minuterie.setInterval(5)
        self._minuterie.setTimerType(Qt.TimerType.PreciseTimer)
        self._minuterie.timeout.connect(self._battre)
        self._minuterie.start()

    @Slot()
    def _battre(self) -> None:
        maintenant, processeur = time.perf_counter(), time.thread_time()
        self.trous.append((maintenant - self._dernier) * 1000)
        self.travaux.append((processeur - self._processeur) * 1000)
        self._dernier, self._processeur = maintenant, processeur

    def arreter(self) -> "_Battement":
        """No more of them."""
        self._minuterie.stop()
        return self


class _Fenetre:
    """The main window of a demonstration, beside the queue of pieces to read."""

    def __init__(self, dossier: Path, chemins: tuple[Path, ...]) -> None:
        self._dossier, self._chemins = dossier, chemins
        self._executant = Executant()

    def mesurer(self) -> Iterator[Ligne]:
        plateau = Plateau.preparer(self._executant, self._dossier, FAMILLES)
        fenetre = assembler(self._executant, ReglagesLocaux(), Coffre())
        Ramasseur(fenetre)
        gc.freeze()  # as the program does once its window stands
        fenetre.show()
        ctx = plateau.contexte("Direction")
        fenetre.entrer(ctx)
        self._calme()
        yield self._memoire()
        with patch.object(analyse, "disponible", return_value=False):  # pictures have their own figures (ocr.py)
            for lieu in ("accueil", "réinscription", "station"):
                pieces = self._apporter(ctx, lieu)
                self._aller(fenetre, lieu, _foyer(ctx, pieces[len(pieces) // 2]))
                yield self._lire(fenetre, lieu, pieces)
        fenetre.close()
        self._executant.fermer()
        plateau.fermer()

    def _aller(self, fenetre: FenetrePrincipale, lieu: str, foyer_id: int) -> None:
        """What the person looks at meanwhile: nothing yet, the family of one of the pieces."""
        if lieu == "réinscription":
            fenetre.bus.ouvrir("dossier", foyer_id)
        self._calme()
        self._battre(lambda boucle: QTimer.singleShot(2000, boucle.quit))  # the hidden tabs follow
        self._calme()

    def _lire(self, fenetre: FenetrePrincipale, lieu: str, pieces: tuple[int, ...]) -> Ligne:
        """The beats of the window at rest, then while the pieces are read."""
        ctx = fenetre.contexte
        repos = self._battre(lambda boucle: QTimer.singleShot(3000, boucle.quit))
        analyses, reste = Analyses(self._executant, fenetre.bus), itertools.count(len(pieces) - 1, -1)

        def lire(boucle: QEventLoop) -> None:
            """Until every piece was looked at once; the station opens on them as the reading begins."""
            if lieu == "station":
                fenetre.verifier()
            analyses.lue.connect(lambda _piece: boucle.quit() if next(reste) == 0 else None)
            analyses.demander(ctx, pieces)

        debut = time.perf_counter()
        lu = self._battre(lire)
        duree = time.perf_counter() - debut
        note = (
            f"le plus long {max(lu.trous):.1f} ms (au repos {max(repos.trous):.1f}), travail de la fenêtre au plus "
            f"{max(lu.travaux):.1f} ms, en {duree:.0f} s"
        )
        return Ligne(f"battement, {len(pieces)} pièces lues, {lieu}", lu.trous, repos.trous, but=50, note=note)

    def _apporter(self, ctx: Contexte, lieu: str) -> tuple[int, ...]:
        """A notice or its scan for each of sixty families; what waits to be read."""
        with ctx.lire() as session:
            places = session.execute(
                select(Dossier.id, TypePiece.id)
                .join(Campagne, Campagne.id == Dossier.campagne_id)
                .join(
                    TypePiece, (TypePiece.site_id == Campagne.site_id) & (TypePiece.annee_id == Campagne.annee_cible_id)
                )
                .where(Campagne.site_id == ctx.site_id, TypePiece.code == "avis_1")
                .order_by(Campagne.annee_cible_id.desc(), Dossier.id)
                .limit(DOCUMENTS)
            ).all()
        for rang, (dossier_id, genre) in enumerate(places):
            chemin = self._dossier / f"avis_{lieu}_{rang}.pdf"
            chemin.write_bytes(self._chemins[rang % 2].read_bytes() + f"%% {lieu} {rang}\n".encode())  # its own
            importer(ctx, ImporterPieces(dossier_id, genre, (chemin,), derogation="Mesure"))
        return a_analyser(ctx)[-DOCUMENTS:]

    def _battre(self, faire: Callable[[QEventLoop], None]) -> _Battement:
        boucle = QEventLoop()
        QTimer.singleShot(DELAI_MS, boucle.quit)
        battement = _Battement()
        faire(boucle)
        boucle.exec()
        return battement.arreter()

    def _memoire(self) -> Ligne:
        """The process of the window while documents follow one another in one viewer."""
        vue = Visionneuse(self._executant)
        vue.resize(900, 600)
        vue.show()
        prises = []
        for rang in range(OUVERTS):
            vue.ouvrir(self._chemins[rang % len(self._chemins)], "Pièce")
            self._calme()
            if rang >= OUVERTS // 10 and rang % 10 == 0:
                prises.append(psutil.Process().memory_info().rss / MO)
        vue.fermer()
        vue.close()
        note = f"de {prises[0]:.0f} à {prises[-1]:.0f} Mo entre le {OUVERTS // 10}e et le {OUVERTS}e"
        return Ligne(f"mémoire de la fenêtre, {OUVERTS} pièces ouvertes", prises, note=note, unite="Mo")

    def _calme(self) -> None:
        fin = time.perf_counter() + DELAI_MS / 1000
        while self._executant.est_occupe:
            assert time.perf_counter() < fin
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        QApplication.processEvents()


def _foyer(ctx: Contexte, piece_id: int) -> int:
    with ctx.lire() as session:
        return session.execute(select(PieceRecue.foyer_id).where(PieceRecue.id == piece_id)).scalar_one()


def _publics(dossier: Path) -> Ligne:
    """Every PDF of a folder examined, then read whole."""
    etats: Counter[str] = Counter()
    durees = []
    for chemin in sorted(dossier.rglob("*.pdf")):
        debut = time.perf_counter()
        examen = examiner(chemin)
        etats[examen.code] += 1
        if examen.etat == "lisible":
            etats[f"sceau {_sceau(chemin)}"] += 1
        durees.append((time.perf_counter() - debut) * 1000)
    tries = sorted(durees)
    note = ", ".join(f"{nombre} {etat}" for etat, nombre in sorted(etats.items()))
    longs = f"p99 {tries[int(len(tries) * 0.99)]:.0f}, max {tries[-1]:.0f} ms"
    return Ligne(f"{len(durees)} PDF examinés et lus", durees, but=10_000, note=f"{longs}; {note}")


def _sceau(chemin: Path) -> str:
    try:
        lecteur = Lecteur(chemin)
    except RegleMetier as refus:
        return refus.code
    try:
        return lire_document(lecteur, Magasin(), JOUR).verdict.etat.value
    except RegleMetier as refus:
        return refus.code
    finally:
        lecteur.close()
