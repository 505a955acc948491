"""The settings of the mail, the message that tries them, and the codes that leave by it."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import EtatEnvoi, ReglagesSmtp, Securite, TransportSmtp
from imuse_desk.models import Message
from imuse_desk.services.boite_envoi import ExpediteurCodes, finir_les_codes
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.mot_de_passe import CodeAEnvoyer, choisir_mot_de_passe, demander_code
from imuse_desk.services.reglages_courriel import (
    CommandeSmtp,
    enregistrer_smtp,
    envoyer_essai,
    lire_etat_courriel,
    mot_de_passe_manque,
    poser_mot_de_passe_smtp,
    transport_en_vigueur,
)
from tests.infra.serveur_smtp import Serveur, reglages
from tests.services.courrier.outils import Repond


def test_settings_are_kept_with_the_password_apart(ctx: Contexte) -> None:
    coffre = Coffre()
    voulus = ReglagesSmtp(" SMTP.example.org ", 587, Securite.STARTTLS, "ecole", "ecole@example.org", "Conservatoire")
    version = enregistrer_smtp(ctx, CommandeSmtp(voulus, 0, "clé-secrète"), coffre).resultat
    etat = lire_etat_courriel(ctx, coffre)
    assert etat.reglages == replace(voulus, hote="smtp.example.org")
    assert (etat.a_mot_de_passe, etat.coffre_durable) == (True, False)
    with ctx.lire() as session:
        assert "clé-secrète" not in str(session.execute(select(Message)).all())
    assert transport_en_vigueur(ctx.base, coffre) is not None
    autre_demarrage = Coffre()
    assert mot_de_passe_manque(ctx.base, autre_demarrage)
    poser_mot_de_passe_smtp(ctx, "clé-secrète", autre_demarrage)
    assert not mot_de_passe_manque(ctx.base, autre_demarrage)
    with pytest.raises(Conflit):
        enregistrer_smtp(ctx, CommandeSmtp(voulus, version - 1), coffre)
    with pytest.raises(FormulaireInvalide):
        enregistrer_smtp(ctx, CommandeSmtp(replace(voulus, securite=Securite.AUCUNE), version), coffre)
    enregistrer_smtp(ctx, CommandeSmtp(replace(voulus, port=25), version), coffre)


def test_the_test_message(ctx: Contexte, serveur: Serveur) -> None:
    commande = CommandeSmtp(reglages(serveur), 0)
    assert envoyer_essai(ctx, commande, "chef@example.org", Coffre()).etat is EtatEnvoi.ACCEPTE
    assert serveur.destinataires == ["chef@example.org"]
    for faux in ("", "chef"):
        with pytest.raises(FormulaireInvalide) as erreur:
            envoyer_essai(ctx, commande, faux, Coffre())
        assert erreur.value.erreurs[0].champ == "essai"


def test_a_code_leaves_by_mail_and_works(ctx: Contexte, serveur: Serveur) -> None:
    envoyes: list[CodeAEnvoyer] = []
    expediteur = ExpediteurCodes(TransportSmtp(reglages(serveur)))

    def expedier(code: CodeAEnvoyer) -> None:
        envoyes.append(code)
        expediteur(code)

    demander_code(ctx.base, "a.martin", "aline.martin@example.org", "poste", expedier, ctx.horloge)
    expediteur.attendre(5)
    assert serveur.destinataires == ["aline.martin@example.org"]
    assert envoyes[0].code.encode() in serveur.recus[0]
    choisir_mot_de_passe(ctx.base, "a.martin", envoyes[0].code, "cerise-glacier-canal", "poste", ctx.horloge)


def test_a_code_is_tried_again_when_the_server_is_busy(ctx: Contexte) -> None:
    transport = Repond(EtatEnvoi.TEMPORAIRE)
    expediteur = ExpediteurCodes(transport, reprises_s=(0.0, 0.01, 0.01))
    demander_code(ctx.base, "a.martin", "aline.martin@example.org", "poste", expediteur, ctx.horloge)
    expediteur.attendre(5)
    assert len(transport.envoyes) == 3


def test_leaving_tries_once_more_a_code_that_was_waiting(ctx: Contexte) -> None:
    transport = Repond(EtatEnvoi.TEMPORAIRE)
    expediteur = ExpediteurCodes(transport, reprises_s=(0.0, 60.0, 60.0))
    demander_code(ctx.base, "a.martin", "aline.martin@example.org", "poste", expediteur, ctx.horloge)
    debut = time.monotonic()
    finir_les_codes(5)
    assert len(transport.envoyes) == 2, "one more try, no pause of a minute"
    assert time.monotonic() - debut < 5
    with ctx.lire() as session:
        assert not session.execute(select(Message)).all(), "a code stands nowhere in clear"
