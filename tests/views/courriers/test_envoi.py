"""Each way a mail server may fail, met in the window against a real server: state, cause, cure, then sent again."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import ReglagesSmtp, Securite, TransportSmtp
from imuse_desk.services.courrier import envoyer_en_attente
from imuse_desk.services.lectures.veille import changements_depuis
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp, lire_etat_courriel
from imuse_desk.services.reinscription.accuse import papiers_du_courrier
from imuse_desk.views.courriers.fenetre import FenetreCourriers
from tests.infra.serveur_smtp import Serveur, certificat, reglages, serveur_smtp
from tests.views.courriers.conftest import Bureau
from tests.views.courriers.test_fenetre import ACCUSE, cellule, cliquer, ouvrir

Panne = tuple[Serveur, ReglagesSmtp]
Ouvreur = Callable[[Path], AbstractContextManager[Panne]]


@contextmanager
def en_marche(serveur: Serveur) -> Iterator[Panne]:
    with serveur_smtp(serveur):
        yield serveur, reglages(serveur)


def refuse(_dossier: Path) -> AbstractContextManager[Panne]:
    return en_marche(Serveur(reponse_rcpt="550 5.1.1 inconnu"))


def occupe(_dossier: Path) -> AbstractContextManager[Panne]:
    return en_marche(Serveur(reponse_data="451 4.7.1 plus tard"))


def lent(_dossier: Path) -> AbstractContextManager[Panne]:
    """It would refuse in the end; by then nobody listens."""
    return en_marche(Serveur(attente_s=1.0, reponse_data="451 4.3.0 trop tard"))


def eteint(_dossier: Path) -> AbstractContextManager[Panne]:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    serveur = Serveur(port=port)
    return nullcontext((serveur, reglages(serveur)))


@contextmanager
def inconnu(dossier: Path) -> Iterator[Panne]:
    """Its certificate is signed by nobody that this computer trusts."""
    contexte, _ = certificat(dossier)
    with serveur_smtp(Serveur(), tls_context=contexte) as serveur:
        yield serveur, reglages(serveur, Securite.STARTTLS)


@pytest.mark.parametrize(
    ("panne", "etat", "suite", "remede"),
    [
        (refuse, "Échec", "Le serveur refuse ce destinataire.", "Vérifiez l’adresse. Réponse du serveur\u00a0: 5.1.1"),
        (occupe, "En attente", "Le serveur demande d’attendre.", "L’envoi sera repris. Réponse du serveur\u00a0: 451"),
        (lent, "En attente", "Le serveur ne répond pas à temps.", "L’envoi sera repris."),
        (eteint, "En attente", "La connexion au serveur échoue.", "Vérifiez le serveur et le port."),
        (inconnu, "En attente", "Le certificat du serveur n’est pas reconnu", "Vérifiez le nom du serveur"),
    ],
)
def test_a_server_that_fails_then_is_put_right(
    bureau: Bureau, tmp_path: Path, panne: Ouvreur, etat: str, suite: str, remede: str
) -> None:
    fenetre = ouvrir(bureau)
    seq, _ = changements_depuis(bureau.ctx, None)
    with panne(tmp_path) as (serveur, voulus):
        envoyer(bureau, fenetre, voulus)
        assert serveur.recus == []
    seq = apprendre(bureau, seq)
    assert cellule(fenetre, ACCUSE, "etat") == etat, "the window learnt it from what the outbox wrote"
    assert suite in cellule(fenetre, ACCUSE, "suite")
    cliquer(bureau, fenetre, ACCUSE, "etat")
    assert remede in fenetre.message.text()
    with en_marche(Serveur()) as (serveur, voulus):
        envoyer(bureau, fenetre, voulus)
        assert len(serveur.recus) == 1
        assert b"accuse_R26-" in serveur.recus[0]
    apprendre(bureau, seq)
    assert cellule(fenetre, ACCUSE, "etat") == "Envoyé"
    assert not fenetre.relancer.isEnabled()
    assert bureau.dits.count("Courrier remis dans la boîte d’envoi") == 2


def envoyer(bureau: Bureau, fenetre: FenetreCourriers, voulus: ReglagesSmtp) -> None:
    """Set the mail up, press "Envoyer à nouveau" on the accusé, let the outbox pass over it alone."""
    chef, coffre = bureau.maison.ctx(Role.ADMINISTRATION), Coffre()
    enregistrer_smtp(chef, CommandeSmtp(voulus, lire_etat_courriel(chef, coffre).version), coffre)
    cliquer(bureau, fenetre, ACCUSE, "etat")
    bureau.qtbot.mouseClick(fenetre.relancer, Qt.MouseButton.LeftButton)
    bureau.calme()
    ctx, transport = bureau.ctx, TransportSmtp(voulus, delai_s=0.4)
    envoyer_en_attente(
        ctx.base, ctx.depot, transport, "courrier", ctx.horloge, papiers=papiers_du_courrier(ctx), maximum=8
    )


def apprendre(bureau: Bureau, seq: int) -> int:
    """What the window of the program does every five seconds."""
    seq, nouveaux = changements_depuis(bureau.ctx, seq)
    for changement in nouveaux:
        bureau.bus.publier(changement)
    bureau.calme()
    return seq
