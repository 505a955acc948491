"""The outbox on both databases, against a real server: written with the dossier, sent once, retried, never lost."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import update

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.infra.depot import Depot
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import Courriel, EtatEnvoi, ResultatEnvoi, TransportSmtp
from imuse_desk.models import Message
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.boite_envoi import BoiteEnvoi
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import (
    BAIL,
    DELAIS,
    Bilan,
    PieceJointe,
    deposer_message,
    envoyer_en_attente,
    relancer_message,
)
from imuse_desk.services.lectures.courrier import etat_boite_envoi
from imuse_desk.services.lectures.veille import changements_depuis
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from tests.bases import AUTEUR
from tests.infra.serveur_smtp import Serveur, reglages
from tests.services.courrier.outils import Repond, creer_foyer, deposer, envoyer, ligne_du_foyer
from tests.services.maison import Horloge, ouvrir_maison


def test_without_settings_or_address_the_paper_is_to_be_printed(ctx: Contexte) -> None:
    foyer = deposer(ctx)
    assert ligne_du_foyer(ctx, foyer).etat == "a_imprimer"
    assert etat_boite_envoi(ctx).a_imprimer == 1
    with pytest.raises(RegleMetier, match="courriel_non_regle"):
        relancer_message(ctx, ligne_du_foyer(ctx, foyer).id)


def test_a_message_leaves_with_its_file_and_says_so(regle: Contexte, serveur: Serveur, tmp_path: Path) -> None:
    empreinte = regle.depot.ranger(BytesIO(b"%PDF-1.7 contenu"))
    foyer = deposer(regle, "lina.valmont@example.org", PieceJointe("accusé.pdf", empreinte.sha256))
    sans = deposer(regle, "pas une adresse")
    assert ligne_du_foyer(regle, foyer).etat == "a_envoyer"
    assert ligne_du_foyer(regle, sans).etat == "a_imprimer"
    assert envoyer(regle) == Bilan(envoyes=1)
    ligne = ligne_du_foyer(regle, foyer)
    assert (ligne.etat, ligne.tentatives, ligne.pieces) == ("envoye", 1, ("accusé.pdf",))
    assert ligne.envoye_a == regle.maintenant()
    assert len(serveur.recus) == 1
    assert envoyer(regle) == Bilan()
    with pytest.raises(RegleMetier, match="message_deja_parti"):
        relancer_message(regle, ligne.id)


def test_no_dossier_no_message(regle: Contexte) -> None:
    def rater(unite: Unite) -> None:
        foyer_id = creer_foyer(unite, regle.site_id)
        deposer_message(
            unite, site_id=regle.site_id, foyer_id=foyer_id, genre="accuse", destinataire="a@example.org",
            sujet="s", corps="c",
        )  # fmt: skip
        raise RegleMetier("refus_volontaire")

    with pytest.raises(RegleMetier):
        regle.ecrire("rater", rater)
    assert envoyer(regle) == Bilan()


def test_a_temporary_refusal_is_tried_later_and_later_then_given_up(regle: Contexte, horloge: Horloge) -> None:
    foyer = deposer(regle)
    transport = Repond(EtatEnvoi.TEMPORAIRE, "smtp_plus_tard")
    for delai in DELAIS:
        assert envoyer(regle, transport) == Bilan(remis=1)
        assert envoyer(regle, transport) == Bilan()
        assert ligne_du_foyer(regle, foyer).prochain_essai_a == horloge() + delai
        horloge.avancer(seconds=delai.total_seconds())
    assert envoyer(regle, transport) == Bilan(echoues=1)
    ligne = ligne_du_foyer(regle, foyer)
    assert (ligne.etat, ligne.erreur, ligne.detail) == ("echec", "smtp_plus_tard", "mots du serveur")
    assert etat_boite_envoi(regle).echec == 1
    assert len({c.reference for c in transport.envoyes}) == 1
    relancer_message(regle, ligne.id)
    assert envoyer(regle) == Bilan(envoyes=1)


def test_a_final_refusal_is_a_failure_at_once(regle: Contexte, serveur: Serveur) -> None:
    serveur.reponse_rcpt = "550 inconnu"
    foyer = deposer(regle)
    assert envoyer(regle) == Bilan(echoues=1)
    assert (ligne_du_foyer(regle, foyer).etat, ligne_du_foyer(regle, foyer).erreur) == (
        "echec",
        "smtp_destinataire_refuse",
    )


def test_a_server_down_loses_nothing(regle: Contexte, serveur: Serveur, horloge: Horloge) -> None:
    foyer = deposer(regle)
    lent = TransportSmtp(reglages(serveur), delai_s=0.3)
    serveur.attente_s = 1.0
    assert envoyer(regle, lent) == Bilan(remis=1)
    assert ligne_du_foyer(regle, foyer).erreur == "smtp_delai"
    serveur.attente_s = 0
    horloge.avancer(minutes=1)
    assert envoyer(regle) == Bilan(envoyes=1)


def test_a_missing_file_is_told_and_tried_again(regle: Contexte, horloge: Horloge) -> None:
    foyer = deposer(regle, "a@example.org", PieceJointe("accusé.pdf", "0" * 64))
    papier = deposer(regle, "a@example.org", PieceJointe("fiche.pdf", papier="fiche", objet_id=7))
    assert envoyer(regle) == Bilan(remis=2)
    assert ligne_du_foyer(regle, foyer).erreur == "piece_jointe_absente"
    horloge.avancer(minutes=1)
    transport = Repond(EtatEnvoi.ACCEPTE)
    bilan = envoyer_en_attente(
        regle.base,
        regle.depot,
        transport,
        "p",
        horloge,
        papiers=lambda piece: f"{piece.papier}{piece.objet_id}".encode(),
    )
    assert bilan == Bilan(envoyes=1, remis=1)
    assert transport.envoyes[0].fichiers[0].contenu == b"fiche7"
    assert ligne_du_foyer(regle, papier).etat == "envoye"


def test_two_desks_never_send_the_same(regle: Contexte) -> None:
    for _ in range(12):
        deposer(regle)
    transport, barriere = Repond(EtatEnvoi.ACCEPTE), threading.Barrier(4)

    def poste(numero: int) -> None:
        barriere.wait()
        envoyer_en_attente(regle.base, regle.depot, transport, f"poste-{numero}", regle.horloge)

    fils = [threading.Thread(target=poste, args=(n,)) for n in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(transport.envoyes) == 12
    assert len({c.reference for c in transport.envoyes}) == 12


_TUE = """
import os, sys
from pathlib import Path
from imuse_desk.infra.depot import Depot
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.courrier import envoyer_en_attente
from imuse_desk.services.reglages_courriel import transport_en_vigueur
from imuse_desk.infra.secrets import Coffre
from tests.services.maison import Horloge
base = Base.ouvrir(lire_url(sys.argv[1]))
vrai = transport_en_vigueur(base, Coffre())
class Meurt:
    def envoyer(self, courriel):
        print(vrai.envoyer(courriel).etat, flush=True)
        os._exit(9)
envoyer_en_attente(base, Depot(Path(sys.argv[2])), Meurt(), "mourant", Horloge())
"""


def test_killed_between_sending_and_writing_back(
    base_sqlite: Base, tmp_path: Path, horloge: Horloge, serveur: Serveur
) -> None:
    ctx = ouvrir_maison(base_sqlite, tmp_path, horloge)
    enregistrer_smtp(ctx, CommandeSmtp(reglages(serveur), 0), Coffre())
    foyer = deposer(ctx)
    mort = subprocess.run(
        [sys.executable, "-c", _TUE, str(ctx.base.moteur.url.database), str(tmp_path)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert (mort.returncode, mort.stdout.strip()) == (9, "accepte"), mort.stderr
    assert envoyer(ctx) == Bilan()  # still claimed
    assert ligne_du_foyer(ctx, foyer).etat == "a_envoyer"
    horloge.avancer(seconds=BAIL.total_seconds())
    assert envoyer(ctx) == Bilan(envoyes=1)
    references = {ligne for recu in serveur.recus for ligne in recu.splitlines() if ligne.startswith(b"Message-ID")}
    assert len(serveur.recus) == 2
    assert len(references) == 1  # the reader's mailbox shows one


def test_an_answer_that_comes_after_another_desk_took_over_changes_nothing(regle: Contexte) -> None:
    foyer = deposer(regle)

    class Depasse(Repond):
        def envoyer(self, courriel: Courriel) -> ResultatEnvoi:
            prise = update(Message).values(tentatives=5, etat="envoye")
            regle.base.ecrire(AUTEUR, "autre", lambda u: u.session.execute(prise) and None)
            return super().envoyer(courriel)

    envoyer(regle, Depasse(EtatEnvoi.DEFINITIF))
    assert ligne_du_foyer(regle, foyer).etat == "envoye"


def test_the_thread_sends_when_woken_and_stops(regle: Contexte, serveur: Serveur) -> None:
    boite = BoiteEnvoi(regle.base, regle.depot, Coffre(), "poste-1", horloge=regle.horloge, intervalle_s=30)
    boite.start()
    foyer = deposer(regle)
    boite.reveiller()
    for _ in range(200):
        if ligne_du_foyer(regle, foyer).etat == "envoye":
            break
        threading.Event().wait(0.02)
    boite.arreter()
    assert not boite.is_alive()
    assert len(serveur.recus) == 1


def test_the_desk_sees_what_its_own_outbox_wrote(regle: Contexte, serveur: Serveur) -> None:
    seq, _ = changements_depuis(regle, None)
    foyer = deposer(regle)
    ident = ligne_du_foyer(regle, foyer).id
    assert changements_depuis(regle, seq)[1] == (), "what this desk wrote is known to it"
    boite = BoiteEnvoi(regle.base, regle.depot, Coffre(), regle.poste, horloge=regle.horloge, intervalle_s=30)
    boite.start()
    for _ in range(200):
        if ligne_du_foyer(regle, foyer).etat == "envoye":
            break
        threading.Event().wait(0.02)
    boite.arreter()
    vus = [objet for c in changements_depuis(regle, seq)[1] for objet in c.objets]
    assert set(vus) == {("message", ident), ("foyer", foyer)}


def test_a_depot_folder_is_enough(regle: Contexte, tmp_path: Path) -> None:
    """A message without attachment does not need the store to exist."""
    ailleurs = replace(regle, depot=Depot(tmp_path / "absent"))
    deposer(ailleurs)
    assert envoyer(ailleurs) == Bilan(envoyes=1)
