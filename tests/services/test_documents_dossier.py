"""Other documents of a family or a pupil: what comes in, who sees it, its label, putting away and back."""

from pathlib import Path

import pytest
from PIL import Image

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Refus
from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.documents_dossier import (
    DocumentImporte,
    ImporterDocuments,
    NommerDocument,
    archiver_document,
    importer_documents,
    nommer_document,
)
from imuse_desk.services.lectures.bureau import lister_documents
from tests.fabriques import Maison, maison_valmont, pdf


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_valmont(base, tmp_path / "depot")


def _foyer(maison: Maison) -> int:
    return maison.ids["Valmont"]


def _importer(
    maison: Maison, *chemins: Path, visibilite: str = "bureau", role: Role = Role.SECRETARIAT
) -> list[DocumentImporte]:
    commande = ImporterDocuments("foyer", _foyer(maison), chemins, visibilite)
    return importer_documents(maison.ctx(role), commande).resultat


def _pdf(tmp_path: Path, nom: str) -> Path:
    chemin = tmp_path / nom
    chemin.write_bytes(pdf(1, nom))
    return chemin


def test_pdf_and_pictures_come_in_with_what_was_seen(maison: Maison, tmp_path: Path) -> None:
    certificat = _pdf(tmp_path, "Certificat médical.pdf")
    photo = tmp_path / "jugement.jpg"
    Image.new("RGB", (400, 300), "gray").save(photo)
    texte = tmp_path / "lettre.docx"
    texte.write_bytes(b"PK\x03\x04word/")
    abimee = tmp_path / "photo.png"
    abimee.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    recus = _importer(maison, certificat, photo, texte, abimee)
    assert [r.code for r in recus] == ["recu", "recu", "pas_un_pdf", "abime"]
    assert ("pages", "conforme", "1") in recus[0].faits
    assert recus[1].faits[0] == ("pdf", "conforme", "image")
    ctx = maison.ctx(Role.SECRETARIAT)
    vus = lister_documents(ctx, "foyer", _foyer(maison))
    assert {d.libelle for d in vus} == {"Certificat médical", "jugement"}
    assert all(ctx.depot.verifier(d.sha256) == "intact" for d in vus)
    assert [r.code for r in _importer(maison, certificat)] == ["deja_la"]


def test_each_sees_what_was_kept_for_him(maison: Maison, tmp_path: Path) -> None:
    _importer(maison, _pdf(tmp_path, "a.pdf"))
    _importer(maison, _pdf(tmp_path, "b.pdf"), visibilite="direction", role=Role.DIRECTION)
    with pytest.raises(FormulaireInvalide):
        _importer(maison, _pdf(tmp_path, "c.pdf"), visibilite="direction")
    with pytest.raises(Refus):
        _importer(maison, _pdf(tmp_path, "c.pdf"), role=Role.REGISSEUR)
    foyer_id = _foyer(maison)
    noms = {
        role: {d.libelle for d in lister_documents(maison.ctx(role), "foyer", foyer_id)}
        for role in (Role.SECRETARIAT, Role.DIRECTION)
    }
    assert noms == {Role.SECRETARIAT: {"a"}, Role.DIRECTION: {"a", "b"}}
    secret = next(d for d in lister_documents(maison.ctx(Role.DIRECTION), "foyer", foyer_id) if d.libelle == "b")
    with pytest.raises(Introuvable):
        archiver_document(maison.ctx(Role.SECRETARIAT), secret.id)


def test_a_document_is_named_put_away_and_back(maison: Maison, tmp_path: Path) -> None:
    _importer(maison, _pdf(tmp_path, "scan0001.pdf"))
    ctx, foyer_id = maison.ctx(Role.SECRETARIAT), _foyer(maison)
    (vu,) = lister_documents(ctx, "foyer", foyer_id)
    commande = NommerDocument(vu.id, vu.version, "Jugement de garde", "tous")
    nommer_document(ctx, commande)
    with pytest.raises(Conflit):
        nommer_document(ctx, commande)
    with pytest.raises(FormulaireInvalide):
        nommer_document(ctx, NommerDocument(vu.id, vu.version + 1, " ", "tous"))
    fait = archiver_document(ctx, vu.id)
    assert lister_documents(ctx, "foyer", foyer_id) == ()
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert [(d.libelle, d.visibilite) for d in lister_documents(ctx, "foyer", foyer_id)] == [
        ("Jugement de garde", "tous")
    ]
