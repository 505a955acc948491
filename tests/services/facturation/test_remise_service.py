"""The régie handed over: counted, sealed, and from then on the new régisseur alone cashes."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.pieces import GenreActe, Qualite
from imuse_desk.domain.roles import Role
from imuse_desk.models import ActeRegie, Nomination, Regie
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.actes import relire_acte
from imuse_desk.services.facturation.caisse import compter_caisse, lire_caisse
from imuse_desk.services.facturation.encaissement import encaisser
from imuse_desk.services.facturation.papiers_caisse import papier_comptage
from imuse_desk.services.facturation.remise_service import RemiseService, lire_service, remettre_service
from tests.fabriques import Maison
from tests.printing.exemples import normaliser, textes
from tests.services.facturation.outils import demande, facturee, payer, regler_regie, sans_faute

CENT_CINQUANTE = ((10_000, 1), (5_000, 1))


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """A till of 150 € (its float is 50), two cheques in the safe; its agent was named régisseur in the spring."""
    maison = facturee(base, tmp_path)
    regler_regie(maison, fonds_centimes=5_000)
    ctx = maison.ctx(Role.REGISSEUR)
    _nommer(maison, ctx.agent, Qualite.REGISSEUR)
    compter_caisse(ctx, GenreActe.OUVERTURE, ((5_000, 1),))
    payer(maison, "especes", 10_000)
    payer(maison, "cheque", 20_000, 6_000)
    return maison


def _nommer(maison: Maison, nom: str, qualite: Qualite) -> None:
    with maison.base.lire() as session:
        regie_id = session.scalars(select(Regie.id)).one()
    jour = maison.ctx(Role.REGISSEUR).aujourdhui()
    maison.ajouter(Nomination(regie_id=regie_id, nom=nom, qualite=qualite, du_le=jour - timedelta(days=30)))


def _comme(maison: Maison, nom: str) -> Contexte:
    return replace(maison.ctx(Role.REGISSEUR), agent=nom)


def _payer_comme(maison: Maison, nom: str) -> None:
    encaisser(_comme(maison, nom), demande(maison, "especes", 100))


def test_what_is_handed_over_is_sealed_and_the_new_regisseur_cashes(maison: Maison) -> None:
    ctx = maison.ctx(Role.REGISSEUR)
    vu = lire_service(ctx)
    assert (vu.sortant, vu.theorique_centimes) == (ctx.agent, 15_000)
    assert [(v.nombre, v.montant_centimes) for v in vu.valeurs] == [(2, 26_000), (0, 0), (0, 0), (None, 0)]
    with pytest.raises(Invalide, match="ecart_sans_motif"):
        remettre_service(ctx, RemiseService("Paul Renard", ((10_000, 1),)))
    with pytest.raises(Invalide, match="entrant_est_sortant"):
        remettre_service(ctx, RemiseService(ctx.agent, CENT_CINQUANTE))
    acte_id = remettre_service(ctx, RemiseService("Paul Renard", CENT_CINQUANTE, stock="Coffre, deux clés")).resultat
    with pytest.raises(RegleMetier, match="non_nomme"):
        payer(maison, "especes", 100)
    _payer_comme(maison, "Paul Renard")
    with maison.base.lire() as session:
        lu = relire_acte(session.get_one(ActeRegie, acte_id))
        nommes = [(n.nom, n.du_le, n.au_le) for n in session.scalars(select(Nomination).order_by(Nomination.id))]
    jour = ctx.aujourdhui()
    assert nommes == [(ctx.agent, jour - timedelta(days=30), jour), ("Paul Renard", jour, None)]
    assert (lu["compte"], lu["theorique"], lu["arrete"], lu["stock"]) == (15_000, 15_000, 1, "Coffre, deux clés")
    assert dict(map(tuple, lu["numeros"]))["Dernier reçu"] == "26RC00002"
    etat = lire_caisse(_comme(maison, "Paul Renard"))
    assert (etat.est_ouverte, [c.genre for c in etat.comptages][:2]) == (
        False, [GenreActe.REMISE_SERVICE, GenreActe.ARRETE],
    )  # fmt: skip
    nom, octets = papier_comptage(ctx, acte_id)
    mots = " ".join(normaliser(texte) for texte in textes(octets))
    assert nom == "remise_service_2026-0001.pdf"
    for attendu in ("Paul Renard", ctx.agent, "26RC00002", "150,00", "260,00", "Coffre, deux clés", "caisse juste"):
        assert attendu in mots
    sans_faute(maison)


def test_only_the_regisseur_or_who_stands_in_hands_over(maison: Maison) -> None:
    _nommer(maison, "Zoé Lemaire", Qualite.MANDATAIRE)
    with pytest.raises(RegleMetier, match="non_regisseur"):
        remettre_service(_comme(maison, "Zoé Lemaire"), RemiseService("Paul Renard", CENT_CINQUANTE))
    with pytest.raises(RegleMetier, match="non_nomme"):
        remettre_service(_comme(maison, "Un Inconnu"), RemiseService("Paul Renard", CENT_CINQUANTE))
    _nommer(maison, "Ivo Suppléant", Qualite.SUPPLEANT)
    remettre_service(_comme(maison, "Ivo Suppléant"), RemiseService("Paul Renard", CENT_CINQUANTE))
    _payer_comme(maison, "Paul Renard")


def test_the_service_may_come_back_the_same_day(maison: Maison) -> None:
    ctx = maison.ctx(Role.REGISSEUR)
    remettre_service(ctx, RemiseService("Paul Renard", CENT_CINQUANTE))
    remettre_service(_comme(maison, "Paul Renard"), RemiseService(ctx.agent, CENT_CINQUANTE))
    payer(maison, "especes", 100)
    with pytest.raises(RegleMetier, match="non_nomme"):
        _payer_comme(maison, "Paul Renard")
    sans_faute(maison)
