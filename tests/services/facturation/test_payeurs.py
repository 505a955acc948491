"""Organisations that pay: known once, named by what they paid, attested for all their families."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, Refus, RegleMetier
from imuse_desk.domain.payeurs import GenrePayeur
from imuse_desk.domain.pieces import GenreReglement
from imuse_desk.domain.roles import Role
from imuse_desk.models import Eleve, Lien, Payeur, Reglement
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.attestations import attester_organisme, attester_reglement, lister_payeurs
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.facturation.exports import Periode, exporter_reglements
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.services.facturation.papiers import voir_piece
from imuse_desk.services.facturation.payeurs import (
    SaisieOrganisme,
    archiver_organisme,
    creer_organisme,
    lister_organismes,
    modifier_organisme,
)
from imuse_desk.services.lectures.payeurs import proposer_payeurs
from tests.fabriques import Maison
from tests.printing.exemples import normaliser, textes
from tests.services.facturation.outils import facturee, payer, reglement, sans_faute

SIRET = "732 829 320 00074"
CSE = SaisieOrganisme("CSE Aciéries du Val", GenrePayeur.CSE, "73282932000074", "cse@example.org", ville="Val-Fleuri")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return facturee(base, tmp_path)


def creer(maison: Maison, saisie: SaisieOrganisme = CSE) -> int:
    return creer_organisme(maison.ctx(Role.REGISSEUR), saisie).resultat


def autre_foyer(maison: Maison) -> int:
    """The other household of Lina."""
    foyer_id = maison.foyer("Durand")
    with maison.base.lire() as session:
        personne_id = session.scalars(select(Eleve.personne_id).where(Eleve.id == maison.ids["Lina"])).one()
    maison.ajouter(Lien(personne_id=personne_id, foyer_id=foyer_id, role="enfant", du_le=date(2020, 1, 1)))
    return foyer_id


def dit(octets: bytes) -> str:
    return normaliser("\n".join(textes(octets)))


def test_an_organisation_is_known_once(maison: Maison) -> None:
    ctx = maison.ctx(Role.REGISSEUR)
    ident = creer(maison)
    [vu] = lister_organismes(ctx)
    assert (vu.payeur_id, vu.saisie.siret, vu.saisie.genre, vu.regle_centimes) == (ident, SIRET, GenrePayeur.CSE, 0)
    for saisie, champ in (
        (SaisieOrganisme("cse  ACIERIES du val", GenrePayeur.AUTRE), "nom"),
        (SaisieOrganisme("Un autre nom", GenrePayeur.AUTRE, SIRET), "siret"),
    ):
        with pytest.raises(Invalide, match="organisme_connu") as refus:
            creer(maison, saisie)
        assert (refus.value.champ, refus.value.params["organisme"]) == (champ, CSE.nom)
    with pytest.raises(FormulaireInvalide) as fautes:
        creer(maison, SaisieOrganisme("", GenrePayeur.FOYER, "732 829 320 00075", cp="7"))
    assert [faute.champ for faute in fautes.value.erreurs] == ["nom", "genre", "siret", "cp"]
    with pytest.raises(Refus):
        creer_organisme(maison.ctx(Role.ADMINISTRATION), CSE)
    ville = SaisieOrganisme("Ville d’Aulne", GenrePayeur.COMMUNE)
    ville_id = creer(maison, ville)
    with pytest.raises(Invalide, match="organisme_connu"):
        modifier_organisme(ctx, ville_id, 1, CSE)
    modifier_organisme(ctx, ville_id, 1, SaisieOrganisme("Ville d’Aulne", GenrePayeur.COMMUNE, ville="Aulne"))
    with pytest.raises(Conflit):
        modifier_organisme(ctx, ville_id, 1, ville)
    archiver_organisme(ctx, ville_id, est_archive=True)
    assert [(o.saisie.nom, o.est_archive) for o in lister_organismes(ctx)] == [(CSE.nom, False), (ville.nom, True)]
    with pytest.raises(Invalide, match="organisme_archive"):
        creer(maison, ville)
    with pytest.raises(Invalide, match="organisme_archive"):
        payer(maison, "carte", 100, payeur_id=ville_id)


def test_the_counter_proposes_the_nearest_first(maison: Maison) -> None:
    ctx, valmont = maison.ctx(Role.REGISSEUR), maison.ids["Valmont"]
    durand, loin, cse = autre_foyer(maison), maison.foyer("Durandal"), creer(maison)
    proposes = proposer_payeurs(ctx, valmont)
    assert [p.nom for p in proposes] == ["Claire Valmont", "Paul Valmont", "Famille Durand", CSE.nom]
    assert [(p.payeur_id, p.foyer_id) for p in proposes[2:]] == [(None, durand), (cse, None)]
    assert [p.foyer_id for p in proposer_payeurs(ctx, valmont, "durand")] == [durand, loin]
    assert [p.nom for p in proposer_payeurs(ctx, valmont, "acieries cse")] == [CSE.nom]
    archiver_organisme(ctx, cse, est_archive=True)
    assert proposer_payeurs(ctx, valmont, "acieries") == ()


def test_who_paid_stands_on_the_receipt_in_the_ledger_and_in_the_sheet(maison: Maison) -> None:
    ctx, valmont = maison.ctx(Role.REGISSEUR), maison.ids["Valmont"]
    durand, cse = autre_foyer(maison), creer(maison)
    recu = payer(maison, "virement", 20_000, payeur_id=cse)
    payer(maison, "carte", 1_000, payeur_foyer_id=durand)
    payer(maison, "carte", 2_000, payeur_foyer_id=durand)
    payer(maison, "carte", 3_000, payeur_foyer_id=valmont)
    payer(maison, "carte", 4_000, payeur="cse aciéries du VAL")
    papier = dit(voir_piece(ctx, recu).octets)
    for attendu in (CSE.nom, SIRET, "Famille Valmont"):
        assert normaliser(attendu) in papier
    assert "2 500" not in papier, "an income never stands on a paper of who pays"
    lignes = lire_compte(ctx, valmont).blocs[0].lignes
    assert [x.payeur for x in lignes] == [CSE.nom, "", "Famille Durand", "Famille Durand", CSE.nom, ""]
    feuille = exporter_reglements(ctx, Periode(date(2026, 1, 1), date(2026, 12, 31)))
    assert [rangee[5] for rangee in feuille.sections[0].rangees] == [
        CSE.nom, "Famille Durand", "Famille Durand", "Famille Valmont", CSE.nom,
    ]  # fmt: skip
    with maison.base.lire() as session:
        payeurs = session.scalars(select(Reglement.payeur_id).order_by(Reglement.id)).all()
        du_foyer = session.scalars(select(Payeur.id).where(Payeur.foyer_id == durand)).one()
    assert payeurs == [cse, du_foyer, du_foyer, None, cse]
    sans_faute(maison)
    with pytest.raises(Introuvable):
        payer(maison, "carte", 100, payeur_id=9_999)
    with pytest.raises(Introuvable):
        payer(maison, "carte", 100, payeur_foyer_id=9_999)


def test_each_payer_is_attested_what_it_paid_alone(maison: Maison) -> None:
    ctx, valmont, source = maison.ctx(Role.REGISSEUR), maison.ids["Valmont"], maison.ids["source"]
    cse = creer(maison)
    with pytest.raises(RegleMetier, match="rien_a_attester"):
        attester_organisme(ctx, cse, source)
    payer(maison, "virement", 20_000, payeur_id=cse)
    payer(maison, "carte", 5_000)
    payer(maison, "virement", 7_000, payeur_id=cse)
    defaire_reglement(ctx, reglement(maison, 2), GenreReglement.ANNULATION, "Montant mal lu")
    payer(maison, "virement", 3_000, payeur_id=cse, foyer_id=maison.foyer("Garnier"))
    modifier_organisme(ctx, cse, 1, SaisieOrganisme("CSE Aciéries", GenrePayeur.CSE, SIRET, voie="4 rue du Haut"))
    [organisme] = lister_organismes(ctx)
    assert (organisme.regle_centimes, organisme.annees) == (23_000, ((source, "2025-2026"),))
    noms = [(x.payeur, x.payeur_id) for x in lister_payeurs(ctx, valmont)]
    assert noms == [("Famille Valmont", None), ("CSE Aciéries", cse)]
    seule = dit(attester_reglement(ctx, valmont, source, "CSE Aciéries", cse).octets)
    assert "la somme de 200,00 €" in seule
    toutes = dit(attester_organisme(ctx, cse, source).octets)
    for attendu in ("CSE Aciéries", SIRET, "4 rue du Haut", "la somme de 230,00 €", "Famille Valmont, facture 26FC",
                    "Famille Garnier, avance"):  # fmt: skip
        assert normaliser(attendu) in toutes, attendu
    assert "50,00 €" not in toutes
    assert "26RC00003" not in toutes, "what was undone is not attested"
    with pytest.raises(Introuvable):
        attester_organisme(ctx, 9_999, source)
