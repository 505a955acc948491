"""Pieces sent by e-mail: to whom, once, the very bytes that are kept, and DUPLICATA for what was printed before."""

import hashlib
import uuid
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import Impression, Lien, Message, Personne, PieceEmise
from imuse_desk.models.passerelle import Base
from imuse_desk.services.courrier import envoyer_en_attente
from imuse_desk.services.facturation import papiers
from imuse_desk.services.facturation.envoi import apercu_envoi, apercu_envoi_lot, envoyer_pieces
from imuse_desk.services.facturation.papiers import imprimer_piece
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp, transport_en_vigueur
from tests.fabriques import Maison
from tests.infra.serveur_smtp import Serveur, reglages, serveur_smtp
from tests.printing.exemples import textes
from tests.services.facturation.outils import facturee, sans_faute


@pytest.fixture
def serveur() -> Iterator[Serveur]:
    with serveur_smtp(Serveur()) as ouvert:
        yield ouvert


@pytest.fixture
def maison(base: Base, tmp_path: Path, serveur: Serveur) -> Maison:
    """One invoice, mail set up."""
    maison = facturee(base, tmp_path)
    enregistrer_smtp(maison.ctx(Role.ADMINISTRATION), CommandeSmtp(reglages(serveur), 0), Coffre())
    return maison


def pieces(maison: Maison) -> list[int]:
    with maison.base.lire() as session:
        return list(session.scalars(select(PieceEmise.id).order_by(PieceEmise.id)))


def lus(maison: Maison, table: type[Any]) -> list[Any]:
    with maison.base.lire() as session:
        return list(session.scalars(select(table).order_by(table.id)))


def changer(maison: Maison, ordre: Any) -> None:
    def ecrire(session: Session) -> None:
        session.execute(ordre)

    maison.ecrire(ecrire)


def test_it_leaves_once_with_the_bytes_that_are_kept(maison: Maison, serveur: Serveur) -> None:
    ctx, clic = maison.ctx(), uuid.uuid4()
    assert [p.courriel for p in apercu_envoi(ctx, pieces(maison)).partent] == ["valmont0@example.org"]
    assert envoyer_pieces(ctx, pieces(maison), clic).resultat == {"courriels": 1, "duplicatas": 0}
    assert envoyer_pieces(ctx, pieces(maison), clic).est_rejoue
    (message,), (impression,) = lus(maison, Message), lus(maison, Impression)
    assert message.sujet.endswith("26FC00001")
    assert (message.foyer_id, message.etat) == (maison.ids["Valmont"], "a_envoyer")
    transport = transport_en_vigueur(maison.base, Coffre())
    assert transport is not None
    envoyer_en_attente(maison.base, ctx.depot, transport, "poste", ctx.horloge)
    (jointe,) = [part for part in message_from_bytes(serveur.recus[0]).walk() if part.get_filename()]
    octets = jointe.get_payload(decode=True)
    assert isinstance(octets, bytes)
    assert jointe.get_filename() == "facture_26FC00001.pdf"
    assert hashlib.sha256(octets).hexdigest() == impression.sha256
    assert "DUPLICATA" not in "".join(textes(octets))
    assert imprimer_piece(ctx, pieces(maison)[0]).est_duplicata, "the family has the original"
    sans_faute(maison)


def test_what_was_printed_before_says_so(maison: Maison) -> None:
    ctx = maison.ctx()
    imprimer_piece(ctx, pieces(maison)[0])
    assert envoyer_pieces(ctx, pieces(maison), uuid.uuid4()).resultat == {"courriels": 1, "duplicatas": 1}
    originale, seconde = lus(maison, Impression)
    assert (originale.est_duplicata, seconde.est_duplicata) == (False, True)
    assert lus(maison, Message)[0].pieces_jointes[0]["nom"] == "facture_26FC00001_duplicata.pdf"


def test_a_batch_leaves_to_print_what_has_no_address(maison: Maison) -> None:
    ctx = maison.ctx()
    lot_id = lus(maison, PieceEmise)[0].lot_id
    assert len(apercu_envoi_lot(ctx, lot_id).partent) == 1
    changer(maison, update(Personne).values(email=""))
    apercu = apercu_envoi_lot(ctx, lot_id)
    assert (len(apercu.partent), apercu.sans_adresse) == (0, 1)
    with pytest.raises(RegleMetier, match="pieces_sans_adresse"):
        envoyer_pieces(ctx, pieces(maison), uuid.uuid4())
    assert lus(maison, Message) == lus(maison, Impression) == []


def test_it_goes_to_who_receives_the_invoices_never_to_a_restricted_person(maison: Maison) -> None:
    def regler(session: Session) -> None:
        liens = {x.personne_id: x for x in session.scalars(select(Lien).where(Lien.role != "enfant"))}
        for personne in session.scalars(select(Personne).where(Personne.id.in_(liens)).order_by(Personne.id)):
            liens[personne.id].recoit_factures = personne.email.startswith("valmont1")

    maison.ecrire(regler)
    ctx = maison.ctx()
    assert [p.courriel for p in apercu_envoi(ctx, pieces(maison)).partent] == ["valmont1@example.org"]
    changer(maison, update(Personne).where(Personne.email == "valmont1@example.org").values(est_restreint=True))
    assert [p.courriel for p in apercu_envoi(ctx, pieces(maison)).partent] == ["valmont0@example.org"]


def test_another_desk_prints_it_meanwhile(maison: Maison, monkeypatch: pytest.MonkeyPatch) -> None:
    """The paper is made again, and says DUPLICATA."""
    ctx = maison.ctx()
    passages: list[Any] = []

    def produire(*tout: Any) -> bytes:
        passages.append(tout[2])
        if len(passages) == 1:
            imprimer_piece(maison.ctx(), pieces(maison)[0])
        return papiers.produire(*tout)

    monkeypatch.setattr("imuse_desk.services.facturation.envoi.produire", produire)
    assert envoyer_pieces(ctx, pieces(maison), uuid.uuid4()).resultat == {"courriels": 1, "duplicatas": 1}
    assert [x is None for x in passages] == [True, False]


def test_without_mail_nothing_is_written(base: Base, tmp_path: Path) -> None:
    maison = facturee(base, tmp_path)
    assert not apercu_envoi(maison.ctx(), pieces(maison)).est_regle
    with pytest.raises(RegleMetier, match="courriel_non_regle"):
        envoyer_pieces(maison.ctx(), pieces(maison), uuid.uuid4())
    assert lus(maison, Impression) == []
