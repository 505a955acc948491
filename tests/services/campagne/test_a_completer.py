"""The letter of the pieces to complete: what it says, to whom it is not said twice, how it is taken back."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk import cli
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.models import Message, Site
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.campagne.relances import (
    EnvoyerRelance,
    MotifRelance,
    eleves_de_la_campagne,
    envoyer_relance,
    preparer_relance,
)
from imuse_desk.services.courrier import marquer_imprime
from imuse_desk.services.etablissement.fusion import Destinataire, TexteModele, fusionner
from imuse_desk.services.reinscription import pieces
from imuse_desk.services.reinscription.pieces import DeciderPiece
from tests.fabriques import Maison
from tests.printing.exemples import textes
from tests.services.campagne.outils import campagne_en_cours
from tests.services.reinscription.outils import apporter, fichier, ouvrir

TEXTE = TexteModele("Pièces à compléter", "{dossier.a_completer}\n\nAvant le {dossier.limite}. {dossier.consequence}")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return campagne_en_cours(base, tmp_path / "depot")


def _refuser(maison: Maison, code: str, dossier: Path, motif: str) -> int:
    piece = apporter(maison, code, dossier)
    pieces.refuser(maison.ctx(), DeciderPiece(piece, fichier(ouvrir(maison), piece).version, motif))
    return piece


def _lire(maison: Maison) -> str:
    (texte,) = fusionner(maison.ctx(), TEXTE, [Destinataire(maison.ids["Valmont"])])
    return texte.corps.replace("\u00a0", " ")


def _envoyer(maison: Maison, malgre: frozenset[int] = frozenset()) -> uuid.UUID:
    operation = uuid.uuid4()
    commande = EnvoyerRelance(MotifRelance.PIECES, (maison.ids["Lina"],), TEXTE, TEXTE, operation, malgre)
    envoyer_relance(maison.ctx(), commande)
    return operation


def _messages(maison: Maison) -> list[Message]:
    with maison.ctx().lire() as session:
        return list(session.scalars(select(Message).where(Message.genre == "pieces").order_by(Message.id)))


def test_each_piece_says_why_and_what_to_bring(maison: Maison, tmp_path: Path) -> None:
    _refuser(maison, "domicile", tmp_path, "Document illisible. La page 2 est noire.")
    dit = _lire(maison)
    assert dit.startswith("– Pièce domicile\nLe document remis ne se lit pas bien.")
    assert "si possible le PDF d’origine. La page 2 est noire." in dit
    assert "– Pièce avis1\nPièce non reçue à ce jour." in dit
    assert "Avant le 19/06/2026." in dit  # the last day of the campaign is to come
    assert "Sans « Pièce domicile », l’inscription ne pourra pas être validée ; sans « " in dit
    assert dit.endswith("le tarif plafond s’appliquera.")
    maison.horloge.instant += timedelta(days=60)
    dernier = maison.ctx().aujourdhui() + timedelta(days=15)
    assert f"Avant le {dernier:%d/%m/%Y}." in _lire(maison)


def test_what_was_refused_in_other_words_is_said_in_them(maison: Maison, tmp_path: Path) -> None:
    _refuser(maison, "domicile", tmp_path, "C’est une facture {de} piscine")
    assert "– Pièce domicile\nC’est une facture {de} piscine.\n" in _lire(maison)
    _refuser(maison, "avis1", tmp_path, "Document illisible. Voir {page} 2")
    assert "le PDF d’origine. Voir {page} 2.\n" in _lire(maison)


def test_nobody_is_asked_twice_for_the_same_pieces(maison: Maison, tmp_path: Path) -> None:
    lina = (maison.ids["Lina"],)
    _envoyer(maison)
    (vu,) = preparer_relance(maison.ctx(), MotifRelance.PIECES, lina).foyers
    assert vu.deja_le == maison.ctx().aujourdhui()
    assert vu.pieces > 1
    with pytest.raises(RegleMetier, match="sans_destinataire"):
        _envoyer(maison)
    _envoyer(maison, frozenset({maison.ids["Valmont"]}))  # somebody ticked it
    assert len(_messages(maison)) == 2
    maison.horloge.instant += timedelta(minutes=1)
    _refuser(maison, "domicile", tmp_path, "Document illisible")  # other facts
    assert preparer_relance(maison.ctx(), MotifRelance.PIECES, lina).foyers[0].deja_le is None
    maison.horloge.instant += timedelta(minutes=1)
    _envoyer(maison)
    assert preparer_relance(maison.ctx(), MotifRelance.PIECES, lina).foyers[0].deja_le is not None
    maison.horloge.instant += timedelta(days=11)
    assert preparer_relance(maison.ctx(), MotifRelance.PIECES, lina).foyers[0].deja_le is None


def test_it_is_taken_back_until_it_leaves(maison: Maison) -> None:
    annuler(maison.ctx(), _envoyer(maison))
    assert _messages(maison) == []
    partie = _envoyer(maison)
    marquer_imprime(maison.ctx(), _messages(maison)[0].id)
    with pytest.raises(RegleMetier, match="courriers_partis"):
        annuler(maison.ctx(), partie)
    assert len(_messages(maison)) == 1


def test_it_is_taken_back_only_where_it_was_written(maison: Maison) -> None:
    ecrite = _envoyer(maison)
    ailleurs = maison.ajouter(Site(code="VDA", nom="Val d’Aulne"))
    with pytest.raises(RegleMetier, match="autre_site"):
        annuler(maison.ctx(site_id=ailleurs), ecrite)
    assert len(_messages(maison)) == 1
    annuler(maison.ctx(), ecrite)
    assert _messages(maison) == []


def test_the_pupils_of_families_are_those_they_answer_for(maison: Maison) -> None:
    foyers = [maison.ids["Roy"], maison.ids["Durand"]]
    attendus = {maison.ids[prenom] for prenom in ("Cléa", "Dan", "Alix")}
    assert set(eleves_de_la_campagne(maison.ctx(), foyers)) == attendus


def test_from_the_command_line_twice(
    base_sqlite: Base, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    maison = campagne_en_cours(base_sqlite, tmp_path / "depot")
    commande = ["courriers", "pieces", "--base", str(base_sqlite.moteur.url.database), "--site", "RSA"]
    commande += ["--annee", "2025-2026"]
    assert cli.main([*commande, "--apercu"]) == 0
    assert "1 famille à qui écrire\n  Claire Valmont, 3 pièces, lettre\n" in capsys.readouterr().out
    assert _messages(maison) == []
    assert cli.main([*commande, "--emettre", "--pdf", str(tmp_path / "lettres")]) == 0
    [pdf] = (tmp_path / "lettres").iterdir()
    (page,) = textes(pdf.read_bytes())
    assert "Pièce domicile" in page
    assert "le tarif plafond s’appliquera" in page.replace("\n", " ")
    assert [m.etat for m in _messages(maison)] == ["imprime"]
    assert cli.main([*commande, "--emettre"]) == 0
    assert "0 famille à qui écrire\n  déjà écrit le " in capsys.readouterr().out
    assert len(_messages(maison)) == 1
