"""The outbox on both databases, against a real server: written with the dossier, sent once, retried, never lost."""

import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select, update

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Depot
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import Courriel, EtatEnvoi, ReglagesSmtp, ResultatEnvoi, Securite, TransportSmtp
from imuse_desk.models import Foyer, Message, Site
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.boite_envoi import BoiteEnvoi, ExpediteurCodes, finir_les_codes
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import (
    BAIL,
    DELAIS,
    Bilan,
    PieceJointe,
    Transport,
    annuler_imprimes,
    deposer_message,
    envoyer_en_attente,
    marquer_imprime,
    marquer_imprimes,
    relancer_message,
    relancer_messages,
)
from imuse_desk.services.documents_courrier import ouvrir_documents
from imuse_desk.services.lectures.courrier import (
    LigneMessage,
    etat_boite_envoi,
    lire_lignes_messages,
    lister_messages,
    messages_du_foyer,
)
from imuse_desk.services.lectures.veille import changements_depuis, compter_attente
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
from tests.bases import AUTEUR
from tests.infra.serveur_smtp import Serveur, reglages, serveur_smtp
from tests.services.maison import Horloge, ouvrir_maison


@pytest.fixture
def horloge() -> Horloge:
    return Horloge()


@pytest.fixture
def serveur() -> Iterator[Serveur]:
    with serveur_smtp(Serveur()) as ouvert:
        yield ouvert


@pytest.fixture
def ctx(base: Base, tmp_path: Path, horloge: Horloge) -> Contexte:
    return ouvrir_maison(base, tmp_path, horloge)


@pytest.fixture
def regle(ctx: Contexte, serveur: Serveur) -> Contexte:
    """The same house with its mail set up."""
    enregistrer_smtp(ctx, CommandeSmtp(reglages(serveur), 0), Coffre())
    return ctx


def _foyer(unite: Unite, site_id: int) -> int:
    foyer = Foyer(numero=uuid.uuid4().hex[:5], libelle="Valmont", cle="valmont", site_id=site_id)
    unite.session.add(foyer)
    unite.session.flush()
    return foyer.id


def _deposer(ctx: Contexte, destinataire: str = "lina.valmont@example.org", *pieces: PieceJointe) -> int:
    """One message on a new family; gives the family."""

    def ecrire(unite: Unite) -> int:
        foyer_id = _foyer(unite, ctx.site_id)
        deposer_message(
            unite,
            site_id=ctx.site_id,
            foyer_id=foyer_id,
            genre="accuse",
            destinataire=destinataire,
            sujet="Accusé de réception",
            corps="Bonjour,\nVotre dossier est arrivé.",
            pieces=pieces,
        )
        return foyer_id

    return ctx.ecrire("valider", ecrire).resultat


def _ligne(ctx: Contexte, foyer_id: int) -> LigneMessage:
    (ligne,) = messages_du_foyer(ctx, foyer_id)
    return ligne


def _envoyer(ctx: Contexte, transport: Transport | None = None) -> Bilan:
    envoi = transport or transport_en_vigueur(ctx.base, Coffre())
    assert envoi is not None
    return envoyer_en_attente(ctx.base, ctx.depot, envoi, "poste-1", ctx.horloge)


class Repond:
    """A transport that answers what it is told and counts."""

    def __init__(self, etat: EtatEnvoi, code: str = "x") -> None:
        self.resultat = ResultatEnvoi(etat, code, "mots du serveur")
        self.envoyes: list[Courriel] = []

    def envoyer(self, courriel: Courriel) -> ResultatEnvoi:
        self.envoyes.append(courriel)
        return self.resultat


def test_without_settings_or_address_the_paper_is_to_be_printed(ctx: Contexte) -> None:
    foyer = _deposer(ctx)
    assert _ligne(ctx, foyer).etat == "a_imprimer"
    assert etat_boite_envoi(ctx).a_imprimer == 1
    with pytest.raises(RegleMetier, match="courriel_non_regle"):
        relancer_message(ctx, _ligne(ctx, foyer).id)


def test_a_message_leaves_with_its_file_and_says_so(regle: Contexte, serveur: Serveur, tmp_path: Path) -> None:
    empreinte = regle.depot.ranger(BytesIO(b"%PDF-1.7 contenu"))
    foyer = _deposer(regle, "lina.valmont@example.org", PieceJointe("accusé.pdf", empreinte.sha256))
    sans = _deposer(regle, "pas une adresse")
    assert _ligne(regle, foyer).etat == "a_envoyer"
    assert _ligne(regle, sans).etat == "a_imprimer"
    assert _envoyer(regle) == Bilan(envoyes=1)
    ligne = _ligne(regle, foyer)
    assert (ligne.etat, ligne.tentatives, ligne.pieces) == ("envoye", 1, ("accusé.pdf",))
    assert ligne.envoye_a == regle.maintenant()
    assert len(serveur.recus) == 1
    assert _envoyer(regle) == Bilan()
    with pytest.raises(RegleMetier, match="message_deja_parti"):
        relancer_message(regle, ligne.id)


def test_no_dossier_no_message(regle: Contexte) -> None:
    def rater(unite: Unite) -> None:
        foyer_id = _foyer(unite, regle.site_id)
        deposer_message(
            unite, site_id=regle.site_id, foyer_id=foyer_id, genre="accuse", destinataire="a@example.org",
            sujet="s", corps="c",
        )  # fmt: skip
        raise RegleMetier("refus_volontaire")

    with pytest.raises(RegleMetier):
        regle.ecrire("rater", rater)
    assert _envoyer(regle) == Bilan()


def test_a_temporary_refusal_is_tried_later_and_later_then_given_up(regle: Contexte, horloge: Horloge) -> None:
    foyer = _deposer(regle)
    transport = Repond(EtatEnvoi.TEMPORAIRE, "smtp_plus_tard")
    for delai in DELAIS:
        assert _envoyer(regle, transport) == Bilan(remis=1)
        assert _envoyer(regle, transport) == Bilan()
        assert _ligne(regle, foyer).prochain_essai_a == horloge() + delai
        horloge.avancer(seconds=delai.total_seconds())
    assert _envoyer(regle, transport) == Bilan(echoues=1)
    ligne = _ligne(regle, foyer)
    assert (ligne.etat, ligne.erreur, ligne.detail) == ("echec", "smtp_plus_tard", "mots du serveur")
    assert etat_boite_envoi(regle).echec == 1
    assert len({c.reference for c in transport.envoyes}) == 1
    relancer_message(regle, ligne.id)
    assert _envoyer(regle) == Bilan(envoyes=1)


def test_a_final_refusal_is_a_failure_at_once(regle: Contexte, serveur: Serveur) -> None:
    serveur.reponse_rcpt = "550 inconnu"
    foyer = _deposer(regle)
    assert _envoyer(regle) == Bilan(echoues=1)
    assert (_ligne(regle, foyer).etat, _ligne(regle, foyer).erreur) == ("echec", "smtp_destinataire_refuse")


def test_a_server_down_loses_nothing(regle: Contexte, serveur: Serveur, horloge: Horloge) -> None:
    foyer = _deposer(regle)
    lent = TransportSmtp(reglages(serveur), delai_s=0.3)
    serveur.attente_s = 1.0
    assert _envoyer(regle, lent) == Bilan(remis=1)
    assert _ligne(regle, foyer).erreur == "smtp_delai"
    serveur.attente_s = 0
    horloge.avancer(minutes=1)
    assert _envoyer(regle) == Bilan(envoyes=1)


def test_a_missing_file_is_told_and_tried_again(regle: Contexte, horloge: Horloge) -> None:
    foyer = _deposer(regle, "a@example.org", PieceJointe("accusé.pdf", "0" * 64))
    papier = _deposer(regle, "a@example.org", PieceJointe("fiche.pdf", papier="fiche", objet_id=7))
    assert _envoyer(regle) == Bilan(remis=2)
    assert _ligne(regle, foyer).erreur == "piece_jointe_absente"
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
    assert _ligne(regle, papier).etat == "envoye"


def test_two_desks_never_send_the_same(regle: Contexte) -> None:
    for _ in range(12):
        _deposer(regle)
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
    foyer = _deposer(ctx)
    mort = subprocess.run(
        [sys.executable, "-c", _TUE, str(ctx.base.moteur.url.database), str(tmp_path)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert (mort.returncode, mort.stdout.strip()) == (9, "accepte"), mort.stderr
    assert _envoyer(ctx) == Bilan()  # still claimed
    assert _ligne(ctx, foyer).etat == "a_envoyer"
    horloge.avancer(seconds=BAIL.total_seconds())
    assert _envoyer(ctx) == Bilan(envoyes=1)
    references = {ligne for recu in serveur.recus for ligne in recu.splitlines() if ligne.startswith(b"Message-ID")}
    assert len(serveur.recus) == 2
    assert len(references) == 1  # the reader's mailbox shows one


def test_an_answer_that_comes_after_another_desk_took_over_changes_nothing(regle: Contexte) -> None:
    foyer = _deposer(regle)

    class Depasse(Repond):
        def envoyer(self, courriel: Courriel) -> ResultatEnvoi:
            prise = update(Message).values(tentatives=5, etat="envoye")
            regle.base.ecrire(AUTEUR, "autre", lambda u: u.session.execute(prise) and None)
            return super().envoyer(courriel)

    _envoyer(regle, Depasse(EtatEnvoi.DEFINITIF))
    assert _ligne(regle, foyer).etat == "envoye"


def test_the_thread_sends_when_woken_and_stops(regle: Contexte, serveur: Serveur) -> None:
    boite = BoiteEnvoi(regle.base, regle.depot, Coffre(), "poste-1", horloge=regle.horloge, intervalle_s=30)
    boite.start()
    foyer = _deposer(regle)
    boite.reveiller()
    for _ in range(200):
        if _ligne(regle, foyer).etat == "envoye":
            break
        threading.Event().wait(0.02)
    boite.arreter()
    assert not boite.is_alive()
    assert len(serveur.recus) == 1


# ---- printed by hand


def test_a_printed_message_says_by_whom_and_when(ctx: Contexte, horloge: Horloge) -> None:
    foyer = _deposer(ctx)
    assert _ligne(ctx, foyer).erreur == "courriel_non_regle"
    assert compter_attente(ctx).courriers == 1
    horloge.avancer(minutes=5)
    fait = marquer_imprime(ctx, _ligne(ctx, foyer).id)
    assert fait.changements.objets == {("message", _ligne(ctx, foyer).id), ("foyer", foyer)}
    ligne = _ligne(ctx, foyer)
    assert (ligne.etat, ligne.imprime_a, ligne.imprime_par) == ("imprime", horloge.instant, "Aline Martin")
    assert compter_attente(ctx).courriers == 0
    with pytest.raises(RegleMetier, match="message_pas_a_imprimer"):
        marquer_imprime(ctx, ligne.id)
    with pytest.raises(Introuvable):
        marquer_imprime(ctx, 999)


def test_several_are_marked_at_once_and_taken_back(regle: Contexte, serveur: Serveur) -> None:
    serveur.reponse_rcpt = "550 inconnu"
    echoue, sans, parti = _deposer(regle), _deposer(regle, "pas une adresse"), _deposer(regle)
    _envoyer(regle)
    base_parti = update(Message).where(Message.foyer_id == parti).values(etat="envoye")
    regle.base.ecrire(AUTEUR, "autre", lambda u: u.session.execute(base_parti) and None)
    ids = [_ligne(regle, foyer).id for foyer in (echoue, sans, parti)]
    assert marquer_imprimes(regle, ids).resultat == {"faits": ids[:2], "refus": ["message_pas_a_imprimer"]}
    assert [_ligne(regle, f).etat for f in (echoue, sans, parti)] == ["imprime", "imprime", "envoye"]
    assert annuler_imprimes(regle, ids).resultat == {"faits": ids[:2], "refus": ["message_pas_imprime"]}
    assert [_ligne(regle, f).etat for f in (echoue, sans, parti)] == ["echec", "a_imprimer", "envoye"]
    assert [_ligne(regle, f).imprime_par for f in (echoue, sans)] == ["", ""]
    assert _ligne(regle, sans).erreur == "courriel_manquant"
    assert relancer_messages(regle, ids).resultat["refus"] == ["courriel_manquant", "message_deja_parti"]
    assert _ligne(regle, echoue).etat == "a_envoyer"


def test_a_printed_message_is_never_sent_behind_the_desk(regle: Contexte, horloge: Horloge) -> None:
    foyer = _deposer(regle)
    _envoyer(regle, Repond(EtatEnvoi.DEFINITIF, "smtp_message_refuse"))
    marquer_imprime(regle, _ligne(regle, foyer).id)
    horloge.avancer(days=3)
    assert _envoyer(regle) == Bilan()
    relancer_message(regle, _ligne(regle, foyer).id)
    assert _envoyer(regle) == Bilan(envoyes=1)


def test_messages_are_the_site_s_and_marked_by_who_may(ctx: Contexte) -> None:
    foyer = _deposer(ctx)
    ident = _ligne(ctx, foyer).id
    with ctx.lire() as session:
        autre = session.execute(select(Site.id).where(Site.id != ctx.site_id)).scalar_one()
    ailleurs = replace(ctx, roles={autre: frozenset({Role.SECRETARIAT})}, site_id=autre)
    assert lister_messages(ctx).ids == [ident]
    assert lister_messages(ailleurs).ids == []
    with pytest.raises(RegleMetier, match="autre_site"):
        marquer_imprime(ailleurs, ident)
    assert marquer_imprimes(ailleurs, [ident]).resultat["refus"] == ["autre_site"]
    regisseur = replace(ctx, roles={ctx.site_id: frozenset({Role.REGISSEUR})})
    assert lister_messages(regisseur).ids == [ident]
    for acte in (marquer_imprimes, annuler_imprimes, relancer_messages):
        with pytest.raises(Refus):
            acte(regisseur, [ident])
    assert _ligne(ctx, foyer).etat == "a_imprimer"


def test_the_list_is_filtered_by_state_and_sorted(regle: Contexte, horloge: Horloge) -> None:
    for adresse in ("b@example.org", "", "a@example.org"):
        _deposer(regle, adresse)
        horloge.avancer(minutes=1)
    tous = lister_messages(regle)
    assert tous.ids == [3, 2, 1]
    assert lister_messages(regle, ("a_imprimer",)).ids == [2]
    assert lister_messages(regle, ("a_imprimer",)).total == 3
    assert lister_messages(regle, ("a_envoyer", "a_imprimer"), "destinataire", est_croissant=True).ids == [2, 3, 1]
    assert lister_messages(regle, (), "famille", est_croissant=True).ids == [1, 2, 3]
    lignes = {ligne.id: ligne for ligne in lire_lignes_messages(regle, [1, 2])}
    assert set(lignes) == {1, 2}
    assert (lignes[1].famille, lignes[1].etat, lignes[2].etat) == ("Valmont", "a_envoyer", "a_imprimer")
    assert lignes[1].prochain_essai_a is not None


def test_the_documents_of_a_message(ctx: Contexte) -> None:
    empreinte = ctx.depot.ranger(BytesIO(b"%PDF-1.7 contenu"))
    avec = _deposer(ctx, "a@example.org", PieceJointe("accusé.pdf", empreinte.sha256))
    sans, perdu = _deposer(ctx), _deposer(ctx, "a@example.org", PieceJointe("accusé.pdf", "0" * 64))
    assert ouvrir_documents(ctx, _ligne(ctx, avec).id) == (("accusé.pdf", b"%PDF-1.7 contenu"),)
    with pytest.raises(RegleMetier, match="message_sans_document"):
        ouvrir_documents(ctx, _ligne(ctx, sans).id)
    with pytest.raises(Introuvable):
        ouvrir_documents(ctx, _ligne(ctx, perdu).id)
    with pytest.raises(Introuvable):
        ouvrir_documents(ctx, 999)


# ---- settings


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


def test_the_desk_sees_what_its_own_outbox_wrote(regle: Contexte, serveur: Serveur) -> None:
    seq, _ = changements_depuis(regle, None)
    foyer = _deposer(regle)
    ident = _ligne(regle, foyer).id
    assert changements_depuis(regle, seq)[1] == (), "what this desk wrote is known to it"
    boite = BoiteEnvoi(regle.base, regle.depot, Coffre(), regle.poste, horloge=regle.horloge, intervalle_s=30)
    boite.start()
    for _ in range(200):
        if _ligne(regle, foyer).etat == "envoye":
            break
        threading.Event().wait(0.02)
    boite.arreter()
    vus = [objet for c in changements_depuis(regle, seq)[1] for objet in c.objets]
    assert set(vus) == {("message", ident), ("foyer", foyer)}


def test_a_depot_folder_is_enough(regle: Contexte, tmp_path: Path) -> None:
    """A message without attachment does not need the store to exist."""
    ailleurs = replace(regle, depot=Depot(tmp_path / "absent"))
    _deposer(ailleurs)
    assert _envoyer(ailleurs) == Bilan(envoyes=1)
