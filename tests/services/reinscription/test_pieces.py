"""Pieces: what is refused keeps nothing, what is taken keeps its facts; late, twice, in two households, disk full."""

import errno
from datetime import timedelta
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import func, select

from imuse_desk.documents.client import examiner
from imuse_desk.domain.erreurs import Conflit, Invalide, Refus, RegleMetier
from imuse_desk.domain.reinscription import EtatPiece, Exigence
from imuse_desk.domain.roles import Role
from imuse_desk.models import PieceExigee, PieceRecue
from imuse_desk.models.passerelle import Base
from imuse_desk.services.admission import faits_de
from imuse_desk.services.annulation import annuler
from imuse_desk.services.lectures.reinscription import PieceLigne, lire_faits
from imuse_desk.services.reinscription import pieces
from imuse_desk.services.reinscription.pieces import DeciderPiece, ImporterPieces, PieceImportee, importer
from tests.fabriques import PIECES, Maison, pdf
from tests.services.reinscription.outils import apporter, cocher, deposer, fichier, ouvrir


def _importer(maison: Maison, code: str, *chemins: Path, foyer: str = "Valmont", **champs) -> list[PieceImportee]:
    dossier = ouvrir(maison, foyer).dossier_id
    roles = champs.pop("roles", ())
    commande = ImporterPieces(dossier, maison.ids[f"type:{code}"], chemins, **champs)
    return importer(maison.ctx(*roles), commande).resultat


def _ligne(maison: Maison, code: str) -> PieceLigne:
    return next(p for p in ouvrir(maison).pieces if p.code == code)


def _nombre(base: Base) -> int:
    with base.lire() as session:
        return session.execute(select(func.count()).select_from(PieceRecue)).scalar_one()


def _range(maison: Maison) -> int:
    racine = maison.dossier / "store"
    return sum(1 for f in racine.rglob("*") if f.is_file()) if racine.exists() else 0


def test_the_rows_say_why(maison: Maison) -> None:
    vues = {p.code: (p.exigence, p.raison) for p in ouvrir(maison).pieces if p.eleve_id is None}
    assert vues == {
        "domicile": (Exigence.OBLIGATOIRE, "toujours"),
        "caf": (Exigence.OBLIGATOIRE, "enfants_a_charge"),
        "avis1": (Exigence.OBLIGATOIRE, "toujours"),
        "avis2": (Exigence.SANS_OBJET, "imposition_commune"),
    }
    certificats = [(p.prenom, p.exigence) for p in ouvrir(maison).pieces if p.code == "certificat"]
    assert certificats == [("Lina", Exigence.SANS_OBJET), ("Noé", Exigence.SANS_OBJET)]


def test_what_is_no_good_pdf_is_refused_and_not_kept(maison: Maison, base: Base, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_2231.pdf"
    photo.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 200)
    vide = tmp_path / "vide.pdf"
    vide.write_bytes(b"")
    tronque = tmp_path / "tronque.pdf"
    tronque.write_bytes(pdf()[:60])
    bon = tmp_path / "bon.pdf"
    bon.write_bytes(pdf())
    recues = _importer(maison, "domicile", photo, vide, tronque, bon, tmp_path / "absent.pdf")
    assert [r.code for r in recues[:2]] == ["abime", "fichier_vide"]
    assert [r.est_recue for r in recues] == [False, False, False, True, False]
    assert all(r.message for r in recues if not r.est_recue)
    assert (_nombre(base), _range(maison)) == (1, 1)
    assert _ligne(maison, "domicile").etat is EtatPiece.A_VERIFIER


def test_a_protected_or_too_large_file_is_refused(maison: Maison, base: Base, tmp_path: Path) -> None:
    import pikepdf

    clair, protege = tmp_path / "clair.pdf", tmp_path / "protege.pdf"
    clair.write_bytes(pdf())
    with pikepdf.open(clair) as document:
        document.save(protege, encryption=pikepdf.Encryption(owner="a", user="b"))
    gros = tmp_path / "gros.pdf"
    gros.write_bytes(pdf() + b"%" * 1_000_001)
    maison.regler("taille_max_piece_mo", 1)
    assert [r.code for r in _importer(maison, "domicile", protege, gros)] == ["protege", "trop_gros"]
    assert (_nombre(base), _range(maison)) == (0, 0)


def test_a_document_of_more_pages_than_the_site_takes_is_refused(maison: Maison, base: Base, tmp_path: Path) -> None:
    livre, court = tmp_path / "livre.pdf", tmp_path / "court.pdf"
    livre.write_bytes(pdf(6))
    court.write_bytes(pdf(5))
    maison.regler("pages_max_piece", 5)
    recu, refuse = _importer(maison, "domicile", court, livre)
    assert (recu.code, refuse.code) == ("recue", "trop_de_pages")
    assert refuse.message == "document de 6 pages\u00a0: 5 au plus"
    assert (_nombre(base), _range(maison)) == (1, 1), "nothing of it is kept"


def test_blank_pages_that_follow_one_another_are_said_in_short(tmp_path: Path) -> None:
    toile = Canvas(str(tmp_path / "blanches.pdf"))
    for page in range(1, 10):
        if page in (2, 5):
            toile.drawString(90, 600, "Une page qui dit quelque chose, puis d’autres mots encore")
        toile.showPage()
    toile.save()
    faits = {regle: valeur for regle, _, valeur in faits_de(examiner(tmp_path / "blanches.pdf"))}
    assert faits["pages_vides"] == "1, 3, 4, 6 à 9"


def test_a_hostile_name_is_shown_clean_and_stored_safe(maison: Maison, tmp_path: Path) -> None:
    chemin = tmp_path / "Avis d’impôt \u202efdp.éà:*?.pdf"
    chemin.write_bytes(pdf(4))
    _importer(maison, "avis1", chemin)
    (vu,) = _ligne(maison, "avis1").fichiers
    assert vu.nom == "Avis d’impôt fdp.éà:*?.pdf"
    assert pieces.nom_range("avis_1", vu.nom, vu.sha256).startswith("avis-1_avis-d-impot-fdp-ea_")
    long = pieces.nom_range("avis_1", "é" * 300 + ".pdf", "0" * 64)
    assert len(long) < 120
    assert long.isascii()
    assert "/" not in pieces.nom_range("caf", "../../etc/passwd", "0" * 64)


def test_facts_are_kept_and_what_needs_an_eye_is_flagged(maison: Maison, tmp_path: Path) -> None:
    piece = apporter(maison, "avis1", tmp_path, pages=2)
    faits = {f.regle: (f.resultat, f.valeur) for f in lire_faits(maison.ctx(), piece)}
    assert faits["pages"] == ("non_conforme", "2 sur 4")
    assert faits["pdf"][0] == "conforme"
    assert fichier(ouvrir(maison), piece).alertes == (("pages", "2 sur 4"),)


def test_the_same_file_twice_in_one_household(maison: Maison, base: Base, tmp_path: Path) -> None:
    chemin = tmp_path / "f.pdf"
    chemin.write_bytes(pdf())
    (premiere,) = _importer(maison, "domicile", chemin)
    (seconde,) = _importer(maison, "domicile", chemin)
    assert (seconde.code, seconde.piece_id) == ("deja_la", premiere.piece_id)
    assert _nombre(base) == 1
    (ailleurs,) = _importer(maison, "caf", chemin)
    faits = {f.regle: f.valeur for f in lire_faits(maison.ctx(), ailleurs.piece_id or 0)}
    assert faits["meme_fichier"] == "Pièce domicile"


def test_the_same_file_in_two_households_names_the_other_dossier_only(maison: Maison, tmp_path: Path) -> None:
    maison.foyer("Bernard")
    maison.eleve("Paul", "Bernard", cours=("COR", "FM1.1"))
    deposer(maison, "Paul", foyer="Bernard")
    numero = ouvrir(maison, "Bernard").numero
    chemin = tmp_path / "partage.pdf"
    chemin.write_bytes(pdf())
    _importer(maison, "domicile", chemin, foyer="Bernard")
    (recue,) = _importer(maison, "domicile", chemin)
    assert recue.est_recue
    faits = {f.regle: (f.resultat, f.valeur) for f in lire_faits(maison.ctx(), recue.piece_id or 0)}
    assert faits["autre_foyer"] == ("a_verifier", numero)
    assert "Bernard" not in repr(ouvrir(maison))


def test_late_pieces_are_refused_or_overridden_with_a_reason(maison: Maison, tmp_path: Path) -> None:
    chemin = tmp_path / "tard.pdf"
    chemin.write_bytes(pdf())
    maison.horloge.instant = PIECES + timedelta(seconds=1)
    with pytest.raises(RegleMetier) as refus:
        _importer(maison, "domicile", chemin)
    assert refus.value.code == "pieces_closes"
    assert refus.value.params["le"].isoformat() == "2026-06-19"
    with pytest.raises(Refus):
        _importer(maison, "domicile", chemin, derogation="grève des postes", roles=(Role.SECRETARIAT,))
    with pytest.raises(Invalide):
        _importer(maison, "domicile", chemin, derogation="   ")
    (recue,) = _importer(maison, "domicile", chemin, derogation="grève des postes")
    assert fichier(ouvrir(maison), recue.piece_id or 0).derogation == "grève des postes"
    maison.horloge.instant = PIECES - timedelta(days=90)
    with pytest.raises(RegleMetier, match="campagne_pas_ouverte"):
        _importer(maison, "domicile", chemin)


def test_a_full_disk_while_importing_keeps_nothing(
    maison: Maison, base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chemin = tmp_path / "f.pdf"
    chemin.write_bytes(pdf())

    def plein(_descripteur: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("imuse_desk.infra.depot.os.fsync", plein)
        (recue,) = _importer(maison, "domicile", chemin)
    assert recue.code == "disque_plein"
    assert (_nombre(base), _range(maison)) == (0, 0)
    (recue,) = _importer(maison, "domicile", chemin)
    assert recue.est_recue


def test_a_decision_has_a_motive_an_author_and_a_version(maison: Maison, tmp_path: Path) -> None:
    piece = apporter(maison, "domicile", tmp_path)
    vue = fichier(ouvrir(maison), piece)
    with pytest.raises(Invalide, match="motif_vide"):
        pieces.refuser(maison.ctx(), DeciderPiece(piece, vue.version))
    pieces.refuser(maison.ctx(), DeciderPiece(piece, vue.version, "plus de 3 mois"))
    refusee = fichier(ouvrir(maison), piece)
    assert (refusee.etat, refusee.motif, refusee.decide_par) == (EtatPiece.REFUSEE, "plus de 3 mois", "Aline Martin")
    with pytest.raises(Conflit):
        pieces.accepter(maison.ctx(), DeciderPiece(piece, vue.version))
    pieces.accepter(maison.ctx(), DeciderPiece(piece, refusee.version))
    with pytest.raises(RegleMetier, match="piece_acceptee"):
        pieces.supprimer(maison.ctx(), DeciderPiece(piece, refusee.version + 1))


def test_a_piece_withdrawn_stays_dated_and_no_longer_counts(maison: Maison, base: Base, tmp_path: Path) -> None:
    piece = apporter(maison, "domicile", tmp_path)
    pieces.supprimer(maison.ctx(), DeciderPiece(piece, fichier(ouvrir(maison), piece).version))
    assert _ligne(maison, "domicile").etat is EtatPiece.A_FOURNIR
    with base.lire() as session:
        assert session.get_one(PieceRecue, piece).retiree_a == maison.horloge.instant


def test_a_withdrawal_is_undone_unless_the_file_came_back(maison: Maison, tmp_path: Path) -> None:
    piece = apporter(maison, "domicile", tmp_path)
    pieces.refuser(maison.ctx(), DeciderPiece(piece, fichier(ouvrir(maison), piece).version, "illisible"))
    retrait = pieces.supprimer(maison.ctx(), DeciderPiece(piece, fichier(ouvrir(maison), piece).version))
    assert retrait.operation_id is not None
    annuler(maison.ctx(), retrait.operation_id)
    vue = fichier(ouvrir(maison), piece)
    assert (vue.etat, vue.motif) == (EtatPiece.REFUSEE, "illisible")
    retrait = pieces.supprimer(maison.ctx(), DeciderPiece(piece, vue.version))
    assert retrait.operation_id is not None
    revenue = apporter(maison, "domicile", tmp_path)
    with pytest.raises(RegleMetier, match="piece_revenue"):
        annuler(maison.ctx(), retrait.operation_id)
    assert [f.piece_id for f in _ligne(maison, "domicile").fichiers] == [revenue]


def test_what_is_owed_is_written_with_the_file_that_answers_it(maison: Maison, base: Base, tmp_path: Path) -> None:
    cocher(maison, "Lina")
    piece = apporter(maison, "domicile", tmp_path)
    with base.lire() as session:
        lignes = session.execute(
            select(PieceExigee.type_id, PieceExigee.exigence, PieceExigee.exige_pour, PieceExigee.piece_id)
        ).all()
    assert (maison.ids["type:domicile"], "obligatoire", "inscription", piece) in [tuple(x) for x in lignes]
    assert (maison.ids["type:avis1"], "obligatoire", "tarif", None) in [tuple(x) for x in lignes]
