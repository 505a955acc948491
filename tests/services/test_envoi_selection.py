"""Writing to a selection: who is counted, what leaves, and why nothing leaves; against a real mail server."""

import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from imuse_desk.domain.erreurs import FormulaireInvalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import TransportSmtp
from imuse_desk.models import Adresse, Foyer, Lien, Message, Personne
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import envoyer_en_attente
from imuse_desk.services.documents_courrier import ouvrir_documents
from imuse_desk.services.envoi_selection import (
    COURRIEL,
    LETTRE,
    Comptes,
    EcrireSelection,
    Envoi,
    envoyer,
    lire_texte,
    preparer,
)
from imuse_desk.services.etablissement.fusion import TexteModele
from imuse_desk.services.lectures.courrier import messages_du_foyer
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from tests.fabriques import Maison, maison_valmont
from tests.infra.serveur_smtp import Serveur, reglages, serveur_smtp
from tests.printing.exemples import textes as lire_pdf

TEXTE = TexteModele("Concert d’hiver", "Bonjour {famille.nom},\n\nLe concert de {eleve.prenom} est samedi.")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """Valmont (Lina, Noé), Durand, and Aubin who has no e-mail."""
    maison = maison_valmont(base, tmp_path / "depot")
    maison.foyer("Durand")
    maison.foyer("Aubin")
    _mettre(maison, update(Personne).where(Personne.nom == "Aubin").values(email=""))
    return maison


@pytest.fixture
def serveur(maison: Maison) -> Iterator[Serveur]:
    """A mail server that the house uses."""
    with serveur_smtp(Serveur()) as ouvert:
        enregistrer_smtp(maison.ctx(Role.ADMINISTRATION), CommandeSmtp(reglages(ouvert), 0), Coffre())
        yield ouvert


def _mettre(maison: Maison, ordre: Any) -> None:
    def ecrire(session: Any) -> None:
        session.execute(ordre)

    maison.ecrire(ecrire)


def _commande(
    ctx: Contexte, *ids: int, canal: str = COURRIEL, genre: str = "foyer", modele: TexteModele = TEXTE
) -> EcrireSelection:
    """What the person sends after the count."""
    attendus = preparer(ctx, genre, ids).compter(canal)
    return EcrireSelection(genre, ids, canal, modele, attendus, uuid.uuid4())


def _foyers(maison: Maison, *noms: str) -> tuple[int, ...]:
    return tuple(maison.ids[nom] for nom in noms or ("Valmont", "Durand", "Aubin"))


def _messages(ctx: Contexte) -> int:
    with ctx.lire() as session:
        return session.execute(select(func.count()).select_from(Message)).scalar_one()


def test_households_are_counted_by_what_can_reach_them(maison: Maison) -> None:
    ctx, ids = maison.ctx(), _foyers(maison)
    selection = preparer(ctx, "foyer", [*ids, ids[0]])
    assert [c.courriel for c in selection.cibles] == ["valmont0@example.org", "durand0@example.org", ""]
    assert selection.compter(COURRIEL) == Comptes(courriels=2, lettres=1, sans_adresse=0)
    assert selection.compter(LETTRE) == Comptes(courriels=0, lettres=3, sans_adresse=0)
    assert not selection.est_regle
    _mettre(maison, update(Adresse).where(Adresse.foyer_id == maison.ids["Aubin"]).values(au_le=date(2021, 1, 1)))
    _mettre(maison, update(Foyer).where(Foyer.id == maison.ids["Durand"]).values(archive_a=maison.horloge()))
    selection = preparer(ctx, "foyer", ids)
    assert (selection.compter(COURRIEL), selection.ecartes) == (Comptes(1, 1, 1), 1)


def test_brothers_and_sisters_chosen_make_one_message_about_them_alone(maison: Maison) -> None:
    ctx = maison.ctx()
    maison.eleve("Zoé", "Valmont", rang=2)
    lina, noe = maison.ids["Lina"], maison.ids["Noé"]
    selection = preparer(ctx, "eleve", [noe, lina])
    (cible,) = selection.cibles
    texte = lire_texte(ctx, TEXTE, cible)
    assert texte is not None
    assert texte.corps.endswith("Le concert de Lina et Noé est samedi.")


def test_a_pupil_of_two_households_is_written_about_to_both(maison: Maison) -> None:
    maison.lier("Lina", "Durand", principal=False)
    selection = preparer(maison.ctx(), "eleve", [maison.ids["Lina"]])
    assert [c.destinataire.foyer_id for c in selection.cibles] == list(_foyers(maison, "Valmont", "Durand"))


def test_nobody_is_written_to_for_a_pupil_who_left(maison: Maison) -> None:
    _mettre(maison, update(Lien).where(Lien.role == "enfant").values(au_le=date(2026, 1, 1)))
    selection = preparer(maison.ctx(), "eleve", [maison.ids["Lina"]])
    assert (selection.cibles, selection.ecartes) == ((), 1)


def test_who_may_not_be_contacted_is_left_out(maison: Maison) -> None:
    _mettre(maison, update(Personne).where(Personne.nom == "Durand").values(est_restreint=True))
    selection = preparer(maison.ctx(), "foyer", _foyers(maison))
    assert [c.destinataire.foyer_id for c in selection.cibles] == list(_foyers(maison, "Valmont", "Aubin"))
    assert selection.ecartes == 1


def test_emails_leave_by_the_server_and_the_others_get_a_letter(maison: Maison, serveur: Serveur) -> None:
    ctx = maison.ctx()
    envoi = envoyer(ctx, _commande(ctx, *_foyers(maison)))
    assert envoi.fait.resultat["courriels"] == 2
    (page,) = lire_pdf(envoi.lettres)
    assert "Bonjour Claire Aubin" in page.replace("\u00a0", " ")
    bilan = envoyer_en_attente(ctx.base, ctx.depot, TransportSmtp(reglages(serveur), ""), "poste", ctx.horloge)
    assert (bilan.envoyes, sorted(serveur.destinataires)) == (2, ["durand0@example.org", "valmont0@example.org"])
    (lettre,) = messages_du_foyer(ctx, maison.ids["Aubin"])
    assert (lettre.etat, lettre.sujet) == ("a_imprimer", "Concert d’hiver")
    ((_, octets),) = ouvrir_documents(ctx, lettre.id)
    assert "Bonjour Claire Aubin" in lire_pdf(octets)[0].replace("\u00a0", " ")
    with ctx.lire() as session:
        assert set(session.execute(select(Message.lot)).scalars()) == {envoi.fait.operation_id}


def test_the_same_click_twice_writes_once(maison: Maison, serveur: Serveur) -> None:
    ctx = maison.ctx()
    commande = _commande(ctx, *_foyers(maison))
    premier, second = envoyer(ctx, commande), envoyer(ctx, commande)
    assert second.fait.est_rejoue
    assert second.fait.resultat == premier.fait.resultat
    assert _messages(ctx) == 3


@pytest.mark.parametrize(
    ("sujet", "corps", "fautes"),
    [
        ("", "", [("sujet", "champ_obligatoire"), ("corps", "champ_obligatoire")]),
        ("Concert", "Bonjour {eleve.prenon}", [("corps", "champ_fusion_inconnu")]),
        ("Concert {", "Bonjour {", [("sujet", "accolade_seule"), ("corps", "accolade_seule")]),
    ],
)
def test_a_fault_of_the_text_is_said_under_its_field(
    maison: Maison, sujet: str, corps: str, fautes: list[tuple[str, str]]
) -> None:
    ctx = maison.ctx()
    with pytest.raises(FormulaireInvalide) as refus:
        envoyer(ctx, _commande(ctx, *_foyers(maison), modele=TexteModele(sujet, corps)))
    assert [(e.champ, e.code) for e in refus.value.erreurs] == fautes
    assert _messages(ctx) == 0


def _refus(ctx: Contexte, commande: EcrireSelection) -> str:
    with pytest.raises(RegleMetier) as refus:
        envoyer(ctx, commande)
    assert _messages(ctx) == 0
    return refus.value.code


def test_nothing_leaves_when_something_is_wrong(maison: Maison) -> None:
    ctx = maison.ctx()
    assert _refus(ctx, _commande(ctx)) == "sans_destinataire"
    assert _refus(ctx, _commande(ctx, *_foyers(maison))) == "courriel_non_regle"
    emoji = TexteModele("Bravo", "Bravo 🎺")
    assert _refus(ctx, _commande(ctx, *_foyers(maison), canal=LETTRE, modele=emoji)) == "lettre_non_imprimable"
    commande = _commande(ctx, *_foyers(maison), canal=LETTRE)
    _mettre(maison, update(Foyer).where(Foyer.id == maison.ids["Durand"]).values(archive_a=maison.horloge()))
    assert _refus(ctx, commande) == "selection_changee"
    with pytest.raises(Refus):
        envoyer(maison.ctx(Role.ENSEIGNANT), commande)


def test_a_family_archived_while_letters_are_made_stops_them_all(maison: Maison) -> None:
    ctx = maison.ctx()

    def archiver(fait: int, _total: int) -> None:
        if fait == 1:
            _mettre(maison, update(Foyer).where(Foyer.id == maison.ids["Aubin"]).values(archive_a=maison.horloge()))

    with pytest.raises(RegleMetier, match="selection_changee"):
        envoyer(ctx, _commande(ctx, *_foyers(maison), canal=LETTRE), archiver)
    assert _messages(ctx) == 0


def _peupler(maison: Maison, n: int) -> tuple[int, ...]:
    """Families without e-mail, made at once."""

    def ecrire(session: Any) -> list[int]:
        foyers = [
            Foyer(numero=f"P{r:05}", libelle=f"Famille Pré{r}", cle=f"pre {r:05}", site_id=maison.ids["site"])
            for r in range(n)
        ]
        gens = [Personne(nom=f"Pré{r}", prenom="Anne", cle=f"pre {r:05}", email="") for r in range(n)]
        session.add_all([*foyers, *gens])
        session.flush()
        for foyer, personne in zip(foyers, gens, strict=True):
            depuis = date(2020, 1, 1)
            session.add(Lien(personne_id=personne.id, foyer_id=foyer.id, role="responsable", rang=0, du_le=depuis))
            session.add(
                Adresse(foyer_id=foyer.id, numero="7", voie="rue Basse", cp="54999", ville="Rives", du_le=depuis)
            )
        return [foyer.id for foyer in foyers]

    return tuple(maison.ecrire(ecrire))


def test_five_thousand_families_without_email_are_counted_as_letters(maison: Maison, serveur: Serveur) -> None:
    ctx, ids = maison.ctx(), _peupler(maison, 5_000)
    selection = preparer(ctx, "foyer", ids)
    assert selection.compter(COURRIEL) == Comptes(courriels=0, lettres=5_000, sans_adresse=0)


def test_five_hundred_letters_take_less_than_three_seconds(maison: Maison) -> None:
    ctx, ids = maison.ctx(), _peupler(maison, 500)
    commande = _commande(ctx, *ids, canal=LETTRE)
    envoyer(ctx, replace(commande, ids=ids[:1], attendus=Comptes(0, 1, 0), operation_id=uuid.uuid4()))  # faces read
    debut = time.process_time()  # other tests share the processors
    envoi: Envoi = envoyer(ctx, commande)
    assert time.process_time() - debut < 3
    assert len(envoi.fait.resultat["lettres"]) == 500
