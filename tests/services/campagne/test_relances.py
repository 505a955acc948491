"""Reminders: one message a household, e-mails through a real server, letters in one PDF; forms to sign by teacher."""

import email
import uuid
from collections.abc import Iterator
from email import policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import Invalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import TransportSmtp
from imuse_desk.models import Message
from imuse_desk.models.passerelle import Base
from imuse_desk.services.campagne.fiches import imprimer_fiches_a_signer, lister_fiches_a_signer
from imuse_desk.services.campagne.relances import (
    EnvoyerRelance,
    MotifRelance,
    envoyer_relance,
    preparer_relance,
)
from imuse_desk.services.courrier import envoyer_en_attente
from imuse_desk.services.documents_courrier import imprimer_messages, ouvrir_documents
from imuse_desk.services.etablissement.fusion import TexteModele, fusionner
from imuse_desk.services.lectures.listes_dossiers import Filtre
from imuse_desk.services.lectures.suivi_campagne import lire_lignes_suivi, lister_suivi
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from tests.fabriques import Maison
from tests.infra.serveur_smtp import Serveur, reglages, serveur_smtp
from tests.printing.exemples import textes as lire_pdf
from tests.services.campagne.outils import campagne_en_cours
from tests.services.reinscription.outils import cocher, deposer

COURRIEL = TexteModele("Réinscription {campagne.annee}", "{famille.appel},\n\nNous attendons {eleve.prenom}.")
LETTRE = TexteModele("Réponse attendue", "{famille.appel},\n\nLettre pour {eleve.prenom}.")
PIECES = TexteModele("Pièces", "Il manque :\n{dossier.pieces}")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return campagne_en_cours(base, tmp_path / "depot")


@pytest.fixture
def serveur(maison: Maison) -> Iterator[Serveur]:
    with serveur_smtp(Serveur()) as ouvert:
        enregistrer_smtp(maison.ctx(Role.ADMINISTRATION), CommandeSmtp(reglages(ouvert), 0), Coffre())
        yield ouvert


def _tous(maison: Maison) -> tuple[int, ...]:
    return tuple(lister_suivi(maison.ctx()).ids)


def _commande(maison: Maison, motif: MotifRelance = MotifRelance.SANS_REPONSE, **autres: Any) -> EnvoyerRelance:
    valeurs: dict[str, Any] = {"courriel": COURRIEL, "lettre": LETTRE, "operation_id": uuid.uuid4()} | autres
    return EnvoyerRelance(motif, _tous(maison), **valeurs)


def _messages(maison: Maison) -> list[Message]:
    with maison.ctx().lire() as session:
        return list(
            session.execute(
                select(Message).where(Message.genre.in_(("relance", "pieces"))).order_by(Message.id)
            ).scalars()
        )


@pytest.mark.usefixtures("serveur")
def test_each_household_is_counted_once_by_the_way_that_reaches_it(maison: Maison) -> None:
    plan = preparer_relance(maison.ctx(), MotifRelance.SANS_REPONSE, _tous(maison))
    assert [(f.famille, f.courriel, len(f.eleve_ids)) for f in plan.foyers] == [
        ("Claire Durand", "", 1),
        ("Claire Petit", "petit0@example.org", 1),
        ("Claire Roy", "roy0@example.org", 2),
        ("Claire Valmont", "valmont0@example.org", 1),
    ]
    assert (len(plan.courriels), len(plan.lettres), plan.ecartes) == (3, 1, 1)
    pieces = preparer_relance(maison.ctx(), MotifRelance.PIECES, _tous(maison))
    assert [f.eleve_ids for f in pieces.foyers] == [(maison.ids["Lina"],)]
    assert (pieces.ecartes, pieces.pas_deposes, plan.pas_deposes) == (5, 5, 0)
    choisis = preparer_relance(maison.ctx(), MotifRelance.SANS_REPONSE, [maison.ids["Dan"], maison.ids["Lina"]])
    assert [f.eleve_ids for f in choisis.foyers] == [(maison.ids["Dan"],)]


def test_without_mail_settings_everybody_gets_a_letter(maison: Maison) -> None:
    plan = preparer_relance(maison.ctx(), MotifRelance.SANS_REPONSE, _tous(maison))
    assert (len(plan.courriels), len(plan.lettres), plan.courriel_regle) == (0, 4, False)


def test_a_real_text_is_seen_first(maison: Maison) -> None:
    plan = preparer_relance(maison.ctx(), MotifRelance.SANS_REPONSE, _tous(maison))
    assert plan.annee_id == maison.ids["source"]
    source = maison.ctx().sur(annee_id=plan.annee_id)
    (vu,) = fusionner(source, COURRIEL, [plan.foyers[2].destinataire])
    assert (vu.sujet, vu.corps) == ("Réinscription 2026-2027", "Madame, Monsieur,\n\nNous attendons Cléa et Dan.")
    with pytest.raises(Invalide):
        fusionner(source, TexteModele("a", "{x}"), [plan.foyers[0].destinataire])


def test_e_mails_leave_and_letters_are_one_paper(maison: Maison, serveur: Serveur) -> None:
    ctx, commande = maison.ctx(), _commande(maison)
    fait = envoyer_relance(ctx, commande)
    assert fait.resultat["courriels"] == 3
    assert len(fait.resultat["lettres"]) == 1
    assert envoyer_relance(ctx, commande).resultat == fait.resultat  # the same click
    messages = _messages(maison)
    assert len(messages) == 4
    assert {m.lot for m in messages} == {commande.operation_id}
    assert {m.foyer_id: m.etat for m in messages}[maison.ids["Durand"]] == "a_imprimer"
    transport = TransportSmtp(reglages(serveur))
    assert envoyer_en_attente(ctx.base, ctx.depot, transport, "poste", maison.horloge).envoyes == 3
    assert sorted(serveur.destinataires) == ["petit0@example.org", "roy0@example.org", "valmont0@example.org"]
    corps = [email.message_from_bytes(b, policy=policy.default).get_body(("plain",)) for b in serveur.recus]
    assert any("Nous attendons Cléa et Dan." in c.get_content() for c in corps if c is not None)
    pages = lire_pdf(imprimer_messages(ctx, fait.resultat["lettres"]))
    assert len(pages) == 1
    assert "Lettre pour Alix." in pages[0]
    assert "7 RUE DES AUBÉPINES" in pages[0]
    ((nom, octets),) = ouvrir_documents(ctx, fait.resultat["lettres"][0])
    assert nom.endswith(".pdf")
    assert "Lettre pour Alix." in lire_pdf(octets)[0]
    (ligne,) = lire_lignes_suivi(ctx, [maison.ids["Alix"]])
    assert ligne.relance_le == ctx.aujourdhui()


@pytest.mark.usefixtures("serveur")
def test_who_answers_between_the_count_and_the_click_is_left_alone(maison: Maison) -> None:
    commande = _commande(maison)
    cocher(maison, "Basile", foyer="Petit")
    deposer(maison, "Basile", foyer="Petit", creneau="fm_jeu")
    assert envoyer_relance(maison.ctx(), commande).resultat["courriels"] == 2
    assert maison.ids["Petit"] not in {m.foyer_id for m in _messages(maison)}


@pytest.mark.usefixtures("serveur")
def test_pieces_are_listed_to_those_who_owe_them(maison: Maison) -> None:
    fait = envoyer_relance(maison.ctx(), _commande(maison, MotifRelance.PIECES, courriel=PIECES, lettre=PIECES))
    (message,) = _messages(maison)
    assert fait.resultat == {"courriels": 1, "lettres": []}
    assert message.corps.startswith("Il manque :\n– Pièce domicile")
    assert message.eleve_id == maison.ids["Lina"]


def test_a_long_list_is_read_in_parts(maison: Maison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imuse_desk.services.envoi_selection.MORCEAU", 2)
    monkeypatch.setattr("imuse_desk.services.campagne.relances.PEU", 2)
    monkeypatch.setattr("imuse_desk.services.documents_courrier.LOT", 3)
    fait = envoyer_relance(maison.ctx(), _commande(maison))
    assert len(fait.resultat["lettres"]) == 4
    pages = lire_pdf(imprimer_messages(maison.ctx(), fait.resultat["lettres"]))
    assert [nom in page for nom, page in zip(("DURAND", "PETIT", "ROY", "VALMONT"), pages, strict=True)] == [True] * 4


def test_nobody_to_remind_is_said_and_writes_nothing(maison: Maison) -> None:
    vide = EnvoyerRelance(MotifRelance.PIECES, (maison.ids["Alix"],), PIECES, PIECES, uuid.uuid4())
    with pytest.raises(RegleMetier, match="sans_destinataire"):
        envoyer_relance(maison.ctx(), vide)
    assert preparer_relance(maison.ctx(), MotifRelance.PIECES, ()).foyers == ()
    assert _messages(maison) == []


def test_stopping_writes_nothing(maison: Maison) -> None:
    def arreter(_fait: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        envoyer_relance(maison.ctx(), _commande(maison), arreter)
    assert _messages(maison) == []


def test_an_unknown_field_reaches_nobody(maison: Maison) -> None:
    with pytest.raises(Invalide):
        envoyer_relance(maison.ctx(), _commande(maison, lettre=TexteModele("a", "{inconnu}")))
    assert _messages(maison) == []


def test_a_role_that_does_not_write_to_families_is_refused(maison: Maison) -> None:
    with pytest.raises(Refus):
        envoyer_relance(maison.ctx(Role.ENSEIGNANT), _commande(maison))


def test_forms_are_by_teacher_then_family_each_once(maison: Maison) -> None:
    ctx = maison.ctx()
    attendent = lister_suivi(ctx, Filtre("", ("sans_reponse", "incomplete"))).ids
    fiches = lister_fiches_a_signer(ctx, attendent)
    assert [(f.enseignant, f.famille) for f in fiches] == [
        ("Abel", "Famille Durand"),
        ("Abel", "Famille Roy"),
        ("Zola", "Famille Valmont"),
        ("Sans enseignant", "Famille Petit"),
    ]
    avances: list[tuple[int, int]] = []
    pages = lire_pdf(imprimer_fiches_a_signer(ctx, fiches, lambda fait, total: avances.append((fait, total))))
    assert avances == [(0, 4), (1, 4), (2, 4), (3, 4)]
    tetes = [page for page in pages if "À rendre avant le" in page]
    assert ["Durand" in tetes[0], "Roy" in tetes[1], "Valmont" in tetes[2], "Petit" in tetes[3]] == [True] * 4
    with pytest.raises(RegleMetier, match="sans_destinataire"):
        imprimer_fiches_a_signer(ctx, ())
