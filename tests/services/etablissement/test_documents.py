"""Rule books and price list of a site and year; those that leave with the accusé really arrive."""

import email
from dataclasses import replace
from email.message import Message as Courriel
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import TransportSmtp
from imuse_desk.models import Message
from imuse_desk.services.annulation import annuler, lister_annulables
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import envoyer_en_attente
from imuse_desk.services.etablissement import documents
from imuse_desk.services.etablissement.documents import (
    DeposerDocument,
    deposer_document,
    joindre_document,
    lister_documents,
    ouvrir_document,
    retirer_document,
)
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.services.reinscription.accuse import papiers_du_courrier
from tests.fabriques import Maison, pdf
from tests.infra.serveur_smtp import Serveur, reglages, serveur_smtp
from tests.services.reinscription.outils import deposer


def _pdf(dossier: Path, nom: str, texte: str = "Règlement") -> Path:
    chemin = dossier / nom
    chemin.write_bytes(pdf(2, texte))
    return chemin


def _depose(ctx: Contexte, chemin: Path, genre: str = "reglement_interieur", *, joint: bool = False) -> int:
    return deposer_document(ctx, DeposerDocument(genre, chemin, est_joint_accuse=joint)).resultat


def _en_vigueur(ctx: Contexte) -> list[str]:
    return [d.nom for d in lister_documents(ctx) if d.est_en_vigueur]


def test_the_newest_of_a_kind_holds_and_the_former_is_kept(ctx: Contexte, tmp_path: Path) -> None:
    ancien = _depose(ctx, _pdf(tmp_path, "règlement 2025.pdf", "Ancien"))
    _depose(ctx, _pdf(tmp_path, "règlement 2026.pdf", "Nouveau"))
    _depose(ctx, _pdf(tmp_path, "tarifs.pdf", "Tarifs"), "grille")
    assert _en_vigueur(ctx) == ["règlement 2026.pdf", "tarifs.pdf"]
    assert ouvrir_document(ctx, ancien) == ("règlement 2025.pdf", pdf(2, "Ancien"))
    annuler(ctx, lister_annulables(ctx)[1].operation_id)
    assert _en_vigueur(ctx) == ["règlement 2025.pdf", "tarifs.pdf"]


def test_each_site_and_year_has_its_own(ctx: Contexte, tmp_path: Path) -> None:
    ident = _depose(ctx, _pdf(tmp_path, "règlement.pdf"))
    suivante = ctx.sur(annee_id=ctx.annee_id + 1)
    assert lister_documents(suivante) == ()
    autre = replace(ctx.sur(site_id=ctx.site_id + 1), roles={ctx.site_id + 1: ctx.roles[ctx.site_id]})
    assert lister_documents(autre) == ()
    retirer_document(ctx, ident)
    assert _en_vigueur(ctx) == []
    annuler(ctx, lister_annulables(ctx)[0].operation_id)
    assert _en_vigueur(ctx) == ["règlement.pdf"]


def test_a_withdrawal_is_not_undone_over_a_newer_document(ctx: Contexte, tmp_path: Path) -> None:
    ident = _depose(ctx, _pdf(tmp_path, "ancien.pdf", "Ancien"))
    retrait = retirer_document(ctx, ident)
    _depose(ctx, _pdf(tmp_path, "nouveau.pdf", "Nouveau"))
    operation = next(o for o in lister_annulables(ctx) if "retiré" in o.libelle)
    with pytest.raises(RegleMetier) as refus:
        annuler(ctx, operation.operation_id)
    assert (refus.value.code, retrait.resultat) == ("modifie_depuis", ident)
    with pytest.raises(Introuvable):
        retirer_document(ctx, ident)


def test_what_is_not_a_pdf_is_refused(ctx: Contexte, tmp_path: Path) -> None:
    faux = tmp_path / "règlement.pdf"
    faux.write_bytes(b"PK\x03\x04 word/document.xml")
    with pytest.raises(RegleMetier) as refus:
        _depose(ctx, faux)
    assert refus.value.code == "document_refuse"
    assert "Word" in refus.value.params["message"]
    assert lister_documents(ctx) == ()


def test_attachments_that_no_server_would_take_are_refused(
    ctx: Contexte, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "JOINTS_MAX", len(pdf(2, "Règlement")) + 10)
    _depose(ctx, _pdf(tmp_path, "règlement.pdf"), joint=True)
    grille = _depose(ctx, _pdf(tmp_path, "grille.pdf"), "grille")
    with pytest.raises(RegleMetier) as refus:
        joindre_document(ctx, grille, est_joint=True)
    assert refus.value.code == "joints_trop_lourds"
    assert [d.est_joint_accuse for d in lister_documents(ctx)] == [True, False]


def _pieces(brut: bytes) -> dict[str, bytes]:
    message: Courriel = email.message_from_bytes(brut)
    return {
        part.get_filename() or "": part.get_payload(decode=True) or b""  # type: ignore[misc]  # bytes once decoded
        for part in message.walk()
        if part.get_content_disposition() == "attachment"
    }


def test_the_accuse_leaves_with_the_documents_of_its_year(maison: Maison, tmp_path: Path) -> None:
    ctx = maison.ctx()
    cible = ctx.sur(annee_id=maison.ids["cible"])
    with serveur_smtp(Serveur()) as serveur:
        enregistrer_smtp(maison.ctx(Role.ADMINISTRATION), CommandeSmtp(reglages(serveur), 0), Coffre())
        _depose(cible, _pdf(tmp_path, "Règlement intérieur.pdf", "Intérieur"), joint=True)
        _depose(cible, _pdf(tmp_path, "tarifs.pdf", "Tarifs"), "grille")
        _depose(ctx, _pdf(tmp_path, "ancien.pdf", "De cette année"), "reglement_pedagogique", joint=True)
        deposer(maison, "Lina")
        bilan = envoyer_en_attente(
            ctx.base, ctx.depot, TransportSmtp(reglages(serveur)), "poste", maison.horloge,
            papiers=papiers_du_courrier(ctx),
        )  # fmt: skip
    assert bilan.envoyes == 1
    recues = _pieces(serveur.recus[0])
    with ctx.lire() as session:
        message = session.execute(select(Message)).scalar_one()
    assert list(recues)[1:] == ["Règlement intérieur.pdf"]
    assert recues["Règlement intérieur.pdf"] == pdf(2, "Intérieur")
    assert next(iter(recues.values())).startswith(b"%PDF")
    assert message.etat == "envoye"
