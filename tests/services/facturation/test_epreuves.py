"""Numbers under fire: processes at once, rollbacks, kills, a full disk, a lost answer, the turn of the year."""

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from imuse_desk.domain.erreurs import StockagePlein
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.roles import Role
from imuse_desk.models import Imputation, PieceEmise, Reglement
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation import emission, encaissement, imputations
from imuse_desk.services.facturation import lot as module_lot
from imuse_desk.services.facturation.encaissement import encaisser
from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.suivi_lot import etat_lot
from imuse_desk.services.facturation.verification import verifier
from tests.bases import BaseDemo
from tests.fabriques import Maison
from tests.services.facturation.outils import demande, facturee, payer, sans_faute

CAISSIER = """
import os, random, sys
from datetime import UTC, datetime
from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Role
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation import encaissement
from imuse_desk.services.facturation.encaissement import Encaisser, Titre, encaisser

url, site, annee, foyer, mode, combien, graine, meurt = sys.argv[1], *map(int, sys.argv[2:])
hasard = random.Random(graine)
base = Base.ouvrir(lire_url(url))
ctx = Contexte(base, None, "Caisse", None, {site: frozenset({Role.REGISSEUR})}, site, annee, f"poste-{graine}",
               horloge=lambda: datetime(2026, 3, 4, 12, tzinfo=UTC))
vrai = encaissement.inscrire_reglement

def parfois(*arguments):
    vrai(*arguments)
    tirage = hasard.random()
    if tirage < 0.12:
        raise InterruptedError
    if meurt and tirage > 0.985:
        os.kill(os.getpid(), 9)

encaissement.inscrire_reglement = parfois
faits = 0
for _ in range(combien):
    try:
        encaisser(ctx, Encaisser(foyer, mode, (Titre(hasard.randint(1, 999)),), annee, Nature.COTISATIONS))
        faits += 1
    except (InterruptedError, ErreurMetier):
        pass
    print(faits, flush=True)
"""


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return facturee(base, tmp_path)


def _recus(maison: Maison) -> list[int]:
    with maison.base.lire() as session:
        requete = select(PieceEmise.numero).where(PieceEmise.serie == Serie.RECU).order_by(PieceEmise.rang)
        return list(session.scalars(requete))


@pytest.mark.parametrize(
    ("processus", "combien"), [(3, 12), pytest.param(4, 500, marks=[pytest.mark.long, pytest.mark.timeout(1500)])]
)
def test_processes_that_fail_and_die_leave_no_gap_and_no_double(maison: Maison, processus: int, combien: int) -> None:
    """Each process tries as often as asked; those that are killed begin again with another seed."""
    with maison.base.lire() as session:
        mode = session.execute(text("SELECT id FROM mode_reglement WHERE code = 'especes'")).scalar_one()
    url = maison.base.moteur.url
    adresse = str(url.database) if maison.base.est_sqlite else url.render_as_string().replace("+psycopg", "")
    fixes = [str(maison.ids[n]) for n in ("site", "source", "Valmont")]

    def lancer(graine: int, reste: int) -> "subprocess.Popen[str]":
        arguments = [adresse, *fixes, str(mode), str(reste), str(graine), "1"]
        return subprocess.Popen([sys.executable, "-c", CAISSIER, *arguments], stdout=subprocess.PIPE, text=True)

    reussis = morts = 0
    en_cours = [(lancer(n, combien), combien) for n in range(processus)]
    graine = processus
    while en_cours:
        caissier, reste = en_cours.pop(0)
        lignes = caissier.communicate()[0].split()
        reussis += int(lignes[-1]) if lignes else 0
        if caissier.returncode == -9:
            morts += 1
            if (encore := reste - len(lignes) - 1) > 0:
                graine += 1
                en_cours.append((lancer(graine, encore), encore))
        else:
            assert caissier.returncode == 0
    numeros = _recus(maison)
    assert numeros == list(range(1, len(numeros) + 1))
    assert len(numeros) == reussis, f"{morts} kills"
    assert reussis > processus * combien // 3
    with maison.base.lire() as session:
        assert session.execute(select(func.count()).select_from(Reglement)).scalar_one() == reussis
    sans_faute(maison)


def test_two_desks_never_settle_the_same_invoice_twice(maison: Maison, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read what is owed at the same moment: the second waits for the first, and what is over is an advance."""
    vrai = imputations.factures_ouvertes

    def lentement(*arguments: Any) -> Any:
        lues = vrai(*arguments)
        time.sleep(0.4)
        return lues

    monkeypatch.setattr(encaissement, "factures_ouvertes", lentement)
    quoi = demande(maison, "especes", 50_000)
    with ThreadPoolExecutor(2) as postes:
        list(postes.map(lambda _: encaisser(maison.ctx(Role.REGISSEUR), quoi), range(2)))
    with maison.base.lire() as session:
        assert session.scalars(select(Imputation.montant_centimes).order_by(Imputation.id)).all() == [
            50_000, 26_000, 24_000,
        ]  # fmt: skip
    sans_faute(maison)


def test_a_lost_answer_issues_one_receipt(maison: Maison, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commit went through, its answer did not: the gateway asks again, under the same click."""
    vrai: Callable[..., Any] = Base._essayer
    pertes = 0

    def perdre(self: Base, *arguments: Any) -> Any:
        nonlocal pertes
        fait = vrai(self, *arguments)
        if pertes == 0:
            pertes += 1
            raise OperationalError("COMMIT", {}, Exception("connection lost"), connection_invalidated=True)
        return fait

    ctx, quoi = maison.ctx(Role.REGISSEUR), demande(maison, "especes", 5_000)
    monkeypatch.setattr(Base, "_essayer", perdre)
    fait = encaisser(ctx, quoi)
    monkeypatch.setattr(Base, "_essayer", vrai)
    assert (pertes, fait.est_rejoue) == (1, True)
    assert _recus(maison) == [1]
    assert encaisser(ctx, quoi, fait.operation_id).resultat == fait.resultat, "the same click again, later"
    assert _recus(maison) == [1]
    sans_faute(maison)


def test_numbers_begin_again_with_the_year_and_the_chain_does_not(maison: Maison) -> None:
    """A quarter past eleven on 31 December, then past midnight, at the site."""
    maison.horloge.instant = datetime(2026, 12, 31, 22, 15, tzinfo=UTC)
    payer(maison, "especes", 100)
    payer(maison, "especes", 100)
    maison.horloge.instant = datetime(2026, 12, 31, 23, 15, tzinfo=UTC)
    payer(maison, "especes", 100)
    with maison.base.lire() as session:
        requete = select(PieceEmise.affiche, PieceEmise.rang).where(PieceEmise.serie == Serie.RECU)
        recus = [tuple(x) for x in session.execute(requete.order_by(PieceEmise.rang))]
    assert recus == [("26RC00001", 1), ("26RC00002", 2), ("27RC00001", 3)]
    sans_faute(maison)


def _lot(demo: BaseDemo) -> tuple[Any, int, int]:
    ctx = demo.contexte(Role.SECRETARIAT)
    apercu = apercu_lot(ctx, Appel(ctx.site_id, ctx.annee_id, Nature.COTISATIONS))
    return ctx, ouvrir_lot(ctx, apercu).resultat, len(apercu.a_emettre)


@pytest.mark.parametrize("rang", range(8))
def test_a_fault_at_any_write_leaves_whole_chunks(
    base_demo: BaseDemo, monkeypatch: pytest.MonkeyPatch, rang: int
) -> None:
    monkeypatch.setattr(module_lot, "TRANCHE", 6)
    ctx, lot, attendues = _lot(base_demo)
    vrai, appels = emission._ecrire, 0

    def casser(*arguments: Any) -> None:
        nonlocal appels
        appels += 1
        if appels == rang + 1:
            raise InterruptedError
        vrai(*arguments)

    monkeypatch.setattr(emission, "_ecrire", casser)
    with pytest.raises(InterruptedError):
        poursuivre_lot(ctx, lot)
    emises = len(etat_lot(ctx, lot).faits)
    assert emises % 6 == 0
    with base_demo.base.lire() as session:
        assert verifier(session).fautes == []
    assert poursuivre_lot(ctx, lot).emises == attendues
    with base_demo.base.lire() as session:
        assert verifier(session).fautes == []


def test_a_disk_full_in_the_middle_is_said_and_the_batch_resumed(
    base_demo: BaseDemo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module_lot, "TRANCHE", 6)
    ctx, lot, attendues = _lot(base_demo)
    vrai, appels = emission.emettre, 0

    def remplir(unite: Any, *arguments: Any) -> Any:
        nonlocal appels
        appels += 1
        if appels == 2:
            unite.session.execute(text("PRAGMA max_page_count = 1"))
        return vrai(unite, *arguments)

    monkeypatch.setattr(module_lot, "emettre", remplir)
    with pytest.raises(StockagePlein):
        poursuivre_lot(ctx, lot)
    assert len(etat_lot(ctx, lot).faits) == 6
    base_demo.base.moteur.dispose()
    with base_demo.base.moteur.connect() as connexion:
        connexion.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert poursuivre_lot(ctx, lot).emises == attendues
    with base_demo.base.lire() as session:
        assert verifier(session).fautes == []
