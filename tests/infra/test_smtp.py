"""Sending one e-mail to a real server that accepts, refuses, is slow, is away, or cannot be trusted."""

import email
import socket
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import FormulaireInvalide
from imuse_desk.infra.smtp import (
    Courriel,
    EtatEnvoi,
    Fichier,
    ReglagesSmtp,
    Securite,
    TransportSmtp,
    valider_reglages,
)
from tests.infra.serveur_smtp import Serveur, authentifieur, certificat, reglages, serveur_smtp

COURRIEL = Courriel(
    "lina.valmont@example.org",
    "Accusé de réception : réinscription n° 12",
    "Bonjour,\n\nVotre dossier est arrivé. Montant : 1 234,56 €.\n.\nUne ligne qui commence par un point.\n",
    "0b5e3c1e-9c0e-4c55-8a2e-5a3d1e6f7a90",
    datetime(2026, 11, 4, 9, 0, tzinfo=UTC),
    (Fichier("Accusé de réception – Élodie.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40),),
)


def _port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


def test_a_message_arrives_whole() -> None:
    with serveur_smtp(Serveur()) as serveur:
        assert TransportSmtp(reglages(serveur)).envoyer(COURRIEL).etat is EtatEnvoi.ACCEPTE
    recu = email.message_from_bytes(serveur.recus[0], policy=default)
    assert recu["Subject"] == COURRIEL.sujet
    assert recu["Message-ID"] == "<0b5e3c1e-9c0e-4c55-8a2e-5a3d1e6f7a90@example.org>"
    assert recu["From"] == "Conservatoire de Meudon <ecole@example.org>"
    corps = recu.get_body()
    assert corps is not None
    assert corps.get_content().replace("\r\n", "\n") == COURRIEL.corps
    (piece,) = recu.iter_attachments()
    assert piece.get_filename() == "Accusé de réception – Élodie.pdf"
    assert piece.get_content() == COURRIEL.fichiers[0].contenu


def test_no_header_can_be_forged() -> None:
    piege = Courriel(
        "lina.valmont@example.org",
        "Bonjour\r\nBcc: tous@example.org\r\n\r\nfaux corps",
        "vrai corps",
        "r1",
        COURRIEL.date,
        (Fichier("../a\r\nX-Faux: 1.pdf", b"%PDF"),),
    )
    with serveur_smtp(Serveur()) as serveur:
        transport = TransportSmtp(reglages(serveur))
        assert transport.envoyer(piege).etat is EtatEnvoi.ACCEPTE
        for adresse in ("a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org", "pas une adresse", ""):
            refuse = transport.envoyer(Courriel(adresse, "s", "c", "r2", COURRIEL.date))
            assert refuse.etat is EtatEnvoi.DEFINITIF
    assert len(serveur.recus) == 1
    assert serveur.destinataires == ["lina.valmont@example.org"]
    recu = email.message_from_bytes(serveur.recus[0], policy=default)
    assert recu["Bcc"] is None
    (piece,) = recu.iter_attachments()
    assert piece["X-Faux"] is None


@pytest.mark.parametrize(
    ("rcpt", "data", "etat", "code"),
    [
        ("550 no such user", "250 OK", EtatEnvoi.DEFINITIF, "smtp_destinataire_refuse"),
        ("451 greylisted", "250 OK", EtatEnvoi.TEMPORAIRE, "smtp_plus_tard"),
        ("250 OK", "554 spam", EtatEnvoi.DEFINITIF, "smtp_message_refuse"),
        ("250 OK", "552 too big", EtatEnvoi.DEFINITIF, "smtp_message_refuse"),
        ("250 OK", "451 try later", EtatEnvoi.TEMPORAIRE, "smtp_plus_tard"),
    ],
)
def test_refusals(rcpt: str, data: str, etat: EtatEnvoi, code: str) -> None:
    with serveur_smtp(Serveur(reponse_rcpt=rcpt, reponse_data=data)) as serveur:
        resultat = TransportSmtp(reglages(serveur)).envoyer(COURRIEL)
    assert (resultat.etat, resultat.code) == (etat, code)
    assert serveur.recus == []


def test_a_slow_server_and_one_that_is_away() -> None:
    with serveur_smtp(Serveur(attente_s=1.5)) as serveur:
        resultat = TransportSmtp(reglages(serveur), delai_s=0.3).envoyer(COURRIEL)
    assert (resultat.etat, resultat.code) == (EtatEnvoi.TEMPORAIRE, "smtp_delai")
    absent = TransportSmtp(reglages(Serveur(port=_port_libre())), delai_s=0.5).envoyer(COURRIEL)
    assert (absent.etat, absent.code) == (EtatEnvoi.TEMPORAIRE, "smtp_injoignable")


@pytest.mark.parametrize("securite", [Securite.STARTTLS, Securite.SSL])
def test_certificates_are_checked(tmp_path: Path, securite: Securite) -> None:
    cote_serveur, cote_client = certificat(tmp_path)
    options = {"ssl_context": cote_serveur} if securite is Securite.SSL else {"tls_context": cote_serveur}
    with serveur_smtp(Serveur(), **options) as serveur:
        bons = reglages(serveur, securite)
        assert TransportSmtp(bons, contexte_tls=cote_client).envoyer(COURRIEL).etat is EtatEnvoi.ACCEPTE
        inconnu = TransportSmtp(bons).envoyer(COURRIEL)
    assert (inconnu.etat, inconnu.code) == (EtatEnvoi.TEMPORAIRE, "smtp_certificat")
    assert len(serveur.recus) == 1


def test_a_server_without_tls_gets_nothing() -> None:
    with serveur_smtp(Serveur()) as serveur:
        resultat = TransportSmtp(reglages(serveur, Securite.STARTTLS, "ecole"), "secret").envoyer(COURRIEL)
    assert (resultat.etat, resultat.code) == (EtatEnvoi.TEMPORAIRE, "smtp_sans_tls")
    assert serveur.recus == []


def test_login(tmp_path: Path) -> None:
    cote_serveur, cote_client = certificat(tmp_path)
    with serveur_smtp(
        Serveur(), tls_context=cote_serveur, authenticator=authentifieur("ecole", "clé-secrète"), auth_required=True
    ) as serveur:
        bons = reglages(serveur, Securite.STARTTLS, "ecole")
        assert TransportSmtp(bons, "clé-secrète", contexte_tls=cote_client).envoyer(COURRIEL).etat is EtatEnvoi.ACCEPTE
        faux = TransportSmtp(bons, "autre", contexte_tls=cote_client).envoyer(COURRIEL)
    assert (faux.etat, faux.code) == (EtatEnvoi.TEMPORAIRE, "smtp_authentification")


def test_settings_that_would_leak_are_refused() -> None:
    with pytest.raises(FormulaireInvalide) as erreur:
        valider_reglages(ReglagesSmtp("smtp.example.org", 0, Securite.AUCUNE, "", "pas-une-adresse"))
    assert {e.champ: e.code for e in erreur.value.erreurs} == {
        "port": "smtp_port",
        "securite": "smtp_sans_protection",
        "expediteur": "courriel_sans_arobase",
    }
    with pytest.raises(FormulaireInvalide):
        valider_reglages(ReglagesSmtp("smtp exemple/", 25, Securite.SSL, "", "a@example.org"))
