"""Documents in the base: whole or not at all, the same for every desk."""

import hashlib
import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from imuse_desk.domain.erreurs import BaseInjoignable, Introuvable, RegleMetier
from imuse_desk.models import Document, MorceauDocument
from imuse_desk.models.depot_base import DepotBase
from imuse_desk.models.documents import MORCEAU
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.views.common.messages import texte_erreur
from tests.bases import AUTEUR, MOT_DE_PASSE_SERVEUR, Grappe

CONTENU = b"avis " * MORCEAU + b"fin"  # 5 pieces and a bit
SHA256 = hashlib.sha256(CONTENU).hexdigest()


def _comptes(base: Base) -> tuple[int, int]:
    with base.lire() as session:
        documents = session.execute(select(func.count()).select_from(Document)).scalar_one()
        return documents, session.execute(select(func.count()).select_from(MorceauDocument)).scalar_one()


def _executer(base: Base, ordre: str) -> None:
    def ecrire(unite: Unite) -> None:
        unite.session.execute(text(ordre))

    base.ecrire(AUTEUR, "essai", ecrire)


def test_stored_at_one_desk_and_read_at_another(base: Base, tmp_path: Path) -> None:
    source = tmp_path / "avis.pdf"
    source.write_bytes(CONTENU)
    empreinte = DepotBase(base).ranger(source)
    assert (empreinte.sha256, empreinte.octets) == (SHA256, len(CONTENU))
    autre = Base.ouvrir(base.moteur.url)
    with DepotBase(autre).ouvrir(SHA256) as flux:
        assert flux.read() == CONTENU
    assert DepotBase(autre).verifier(SHA256) == "intact"
    autre.fermer()
    assert _comptes(base) == (1, 6)


def test_the_same_content_is_kept_once_even_by_two_desks_at_once(base: Base) -> None:
    depart = threading.Barrier(4)
    resultats: list[str] = []

    def ranger() -> None:
        depart.wait()
        resultats.append(DepotBase(base).ranger(io.BytesIO(CONTENU)).sha256)

    fils = [threading.Thread(target=ranger) for _ in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert resultats == [SHA256] * 4
    assert _comptes(base) == (1, 6)


def test_an_empty_document_and_an_absent_source(base_sqlite: Base, tmp_path: Path) -> None:
    depot = DepotBase(base_sqlite)
    vide = depot.ranger(io.BytesIO())
    assert depot.ouvrir(vide.sha256).read() == b""
    with pytest.raises(Introuvable):
        depot.ranger(tmp_path / "absent.pdf")


def test_a_document_never_changes_and_is_destroyed_whole(base: Base) -> None:
    depot = DepotBase(base)
    depot.ranger(io.BytesIO(CONTENU))
    for ordre in ("UPDATE document SET octets = 1", "UPDATE morceau_document SET contenu = contenu"):
        with pytest.raises(RegleMetier, match="inalterable"):
            _executer(base, ordre)
    assert depot.retirer(SHA256)
    assert not depot.retirer(SHA256)
    assert _comptes(base) == (0, 0)
    with pytest.raises(Introuvable) as refus:
        depot.ouvrir(SHA256)
    message = texte_erreur(refus.value)
    assert message.titre == "Document absent"
    assert "n’est pas dans le dépôt" in message.phrase
    assert depot.verifier(SHA256) == "absent"


def test_a_lost_piece_is_seen(base: Base) -> None:
    depot = DepotBase(base)
    depot.ranger(io.BytesIO(CONTENU))
    _executer(base, "DELETE FROM morceau_document WHERE rang = 5")
    assert depot.verifier(SHA256) == "altere"
    with pytest.raises(RegleMetier, match="document_altere"):
        depot.ouvrir(SHA256)


RANGER = """
import io, sys
from imuse_desk.models import depot_base
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base

class Lent(io.BytesIO):
    def read(self, n=-1):
        morceau = super().read(n)
        if self.tell() > 3 * n:
            print("au milieu", flush=True)
            sys.stdin.read()
        return morceau

depot_base.tempfile.SpooledTemporaryFile = lambda _taille: Lent()
depot_base.DepotBase(Base.ouvrir(lire_url(sys.argv[1]))).ranger(io.BytesIO(b"avis " * 2**20))
"""


def test_a_desk_killed_in_the_middle_of_an_import_leaves_nothing(base: Base) -> None:
    url = base.moteur.url.set(drivername=base.moteur.dialect.name).render_as_string()
    with subprocess.Popen(
        [sys.executable, "-c", RANGER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as poste:
        assert poste.stdout is not None
        assert poste.stdout.readline() == "au milieu\n", "three pieces are written, the transaction is open"
        poste.kill()
    assert _comptes(base) == (0, 0)
    DepotBase(base).ranger(io.BytesIO(b"avis " * MORCEAU))
    assert _comptes(base) == (1, 5)


def test_a_server_that_is_gone_stores_nothing_and_says_so(grappe_fermee: Grappe) -> None:
    url = grappe_fermee.creer("docs", "modele")
    base = Base.ouvrir(url, mot_de_passe=MOT_DE_PASSE_SERVEUR)
    depot = DepotBase(base)
    grappe_fermee.arreter()
    try:
        with pytest.raises(BaseInjoignable):
            depot.ranger(io.BytesIO(CONTENU))
    finally:
        grappe_fermee.demarrer()
    assert _comptes(base) == (0, 0)
    depot.ranger(io.BytesIO(CONTENU))
    assert _comptes(base) == (1, 6)
    base.fermer()
    grappe_fermee.supprimer("docs")
