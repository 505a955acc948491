"""Messages printed by hand, listed, and their documents."""

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import select, update

from imuse_desk.domain.erreurs import Introuvable, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.smtp import EtatEnvoi
from imuse_desk.models import Message, Site
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import (
    Bilan,
    PieceJointe,
    annuler_imprimes,
    marquer_imprime,
    marquer_imprimes,
    relancer_message,
    relancer_messages,
)
from imuse_desk.services.documents_courrier import ouvrir_documents
from imuse_desk.services.lectures.courrier import lire_lignes_messages, lister_messages
from imuse_desk.services.lectures.veille import compter_attente
from tests.bases import AUTEUR
from tests.infra.serveur_smtp import Serveur
from tests.services.courrier.outils import Repond, deposer, envoyer, ligne_du_foyer
from tests.services.maison import Horloge


def test_a_printed_message_says_by_whom_and_when(ctx: Contexte, horloge: Horloge) -> None:
    foyer = deposer(ctx)
    assert ligne_du_foyer(ctx, foyer).erreur == "courriel_non_regle"
    assert compter_attente(ctx).courriers == 1
    horloge.avancer(minutes=5)
    fait = marquer_imprime(ctx, ligne_du_foyer(ctx, foyer).id)
    assert fait.changements.objets == {("message", ligne_du_foyer(ctx, foyer).id), ("foyer", foyer)}
    ligne = ligne_du_foyer(ctx, foyer)
    assert (ligne.etat, ligne.imprime_a, ligne.imprime_par) == ("imprime", horloge.instant, "Aline Martin")
    assert compter_attente(ctx).courriers == 0
    with pytest.raises(RegleMetier, match="message_pas_a_imprimer"):
        marquer_imprime(ctx, ligne.id)
    with pytest.raises(Introuvable):
        marquer_imprime(ctx, 999)


def test_several_are_marked_at_once_and_taken_back(regle: Contexte, serveur: Serveur) -> None:
    serveur.reponse_rcpt = "550 inconnu"
    echoue, sans, parti = deposer(regle), deposer(regle, "pas une adresse"), deposer(regle)
    envoyer(regle)
    base_parti = update(Message).where(Message.foyer_id == parti).values(etat="envoye")
    regle.base.ecrire(AUTEUR, "autre", lambda u: u.session.execute(base_parti) and None)
    ids = [ligne_du_foyer(regle, foyer).id for foyer in (echoue, sans, parti)]
    assert marquer_imprimes(regle, ids).resultat == {"faits": ids[:2], "refus": ["message_pas_a_imprimer"]}
    assert [ligne_du_foyer(regle, f).etat for f in (echoue, sans, parti)] == ["imprime", "imprime", "envoye"]
    assert annuler_imprimes(regle, ids).resultat == {"faits": ids[:2], "refus": ["message_pas_imprime"]}
    assert [ligne_du_foyer(regle, f).etat for f in (echoue, sans, parti)] == ["echec", "a_imprimer", "envoye"]
    assert [ligne_du_foyer(regle, f).imprime_par for f in (echoue, sans)] == ["", ""]
    assert ligne_du_foyer(regle, sans).erreur == "courriel_manquant"
    assert relancer_messages(regle, ids).resultat["refus"] == ["courriel_manquant", "message_deja_parti"]
    assert ligne_du_foyer(regle, echoue).etat == "a_envoyer"


def test_a_printed_message_is_never_sent_behind_the_desk(regle: Contexte, horloge: Horloge) -> None:
    foyer = deposer(regle)
    envoyer(regle, Repond(EtatEnvoi.DEFINITIF, "smtp_message_refuse"))
    marquer_imprime(regle, ligne_du_foyer(regle, foyer).id)
    horloge.avancer(days=3)
    assert envoyer(regle) == Bilan()
    relancer_message(regle, ligne_du_foyer(regle, foyer).id)
    assert envoyer(regle) == Bilan(envoyes=1)


def test_messages_are_the_site_s_and_marked_by_who_may(ctx: Contexte) -> None:
    foyer = deposer(ctx)
    ident = ligne_du_foyer(ctx, foyer).id
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
    assert ligne_du_foyer(ctx, foyer).etat == "a_imprimer"


def test_the_list_is_filtered_by_state_and_sorted(regle: Contexte, horloge: Horloge) -> None:
    for adresse in ("b@example.org", "", "a@example.org"):
        deposer(regle, adresse)
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
    avec = deposer(ctx, "a@example.org", PieceJointe("accusé.pdf", empreinte.sha256))
    sans, perdu = deposer(ctx), deposer(ctx, "a@example.org", PieceJointe("accusé.pdf", "0" * 64))
    assert ouvrir_documents(ctx, ligne_du_foyer(ctx, avec).id) == (("accusé.pdf", b"%PDF-1.7 contenu"),)
    with pytest.raises(RegleMetier, match="message_sans_document"):
        ouvrir_documents(ctx, ligne_du_foyer(ctx, sans).id)
    with pytest.raises(Introuvable):
        ouvrir_documents(ctx, ligne_du_foyer(ctx, perdu).id)
    with pytest.raises(Introuvable):
        ouvrir_documents(ctx, 999)
