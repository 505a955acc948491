"""The acts of the régie are checked: each way of tampering is named, and an honest base has none."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from imuse_desk.domain.pieces import GenreActe
from imuse_desk.domain.roles import Role
from imuse_desk.models.declencheurs import oter_declencheurs
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.caisse import compter_caisse
from imuse_desk.services.facturation.clotures import cloturer
from imuse_desk.services.facturation.verification import verifier
from tests.fabriques import Maison
from tests.services.facturation.outils import facturee, payer, regler_regie

COPIE = """INSERT INTO ecriture (operation_id, regie_id, site_id, foyer_id, annee_id, nature, le, journal, compte_debit,
 compte_credit, montant_centimes, piece_id, libelle) SELECT operation_id, regie_id, site_id, foyer_id, annee_id, nature,
 '{le}', journal, {comptes}, montant_centimes, piece_id, libelle FROM ecriture WHERE journal = 'CA' AND piece_id > 0"""
ENDROIT, ENVERS = "compte_debit, compte_credit", "compte_credit, compte_debit"

CAS: list[tuple[list[str], set[tuple[str, str]]]] = [
    (
        ["UPDATE acte_regie SET contenu = replace(contenu, '\"theorique\":17000', '\"theorique\":17100')"],
        {("contenu_modifie", "arrêté de caisse 1"), ("caisse_fausse", "arrêté de caisse 1")},
    ),
    (["UPDATE acte_regie SET montant_centimes = 1 WHERE genre = 'arrete'"],
     {("colonnes_modifiees", "arrêté de caisse 1")}),
    (["UPDATE acte_regie SET contenu = '{' WHERE genre = 'cloture'"],
     {("contenu_modifie", "clôture 1"), ("contenu_illisible", "clôture 1")}),
    (["DELETE FROM acte_regie WHERE genre = 'ouverture' AND rang = 1"],
     {("trou", "ouverture de caisse 2"), ("chaine_rompue", "ouverture de caisse 2")}),
    (["DELETE FROM acte_regie WHERE genre = 'ouverture' AND rang = 2"],
     {("dernier_acte_absent", "ouverture de caisse 2")}),
    (["DELETE FROM acte_regie WHERE genre = 'cloture'"], {("dernier_acte_absent", "clôture 1")}),
    (
        ["DELETE FROM ecriture WHERE compte_debit = 'ecarts'", "DELETE FROM acte_regie WHERE genre = 'arrete'"],
        {("dernier_acte_absent", "arrêté de caisse 1"), ("caisse_fausse", "ouverture de caisse 2"),
         ("cloture_fausse", "clôture 1")},
    ),
    (["DELETE FROM chaine_actes WHERE genre = 'cloture'"], {("chaine_rompue", "clôture")}),
    (["UPDATE chaine_actes SET rang = 1, empreinte = 'x' WHERE genre = 'ouverture'"],
     {("chaine_rompue", "ouverture de caisse 2")}),
    (
        ["UPDATE ecriture SET montant_centimes = 100 WHERE compte_debit = 'ecarts'"],
        {("caisse_fausse", "arrêté de caisse 1"), ("caisse_fausse", "ouverture de caisse 2"),
         ("cloture_fausse", "clôture 1")},
    ),
    (["UPDATE ecriture SET libelle = 'x' WHERE journal = 'VE'"], {("cloture_fausse", "clôture 1")}),
    (["UPDATE ecriture SET le = '2026-06-02' WHERE journal = 'CA'"], {("cloture_fausse", "clôture 1")}),
    ([COPIE.format(le="2026-05-04", comptes=comptes) for comptes in (ENDROIT, ENVERS)],
     {("mois_clos", "écriture 4"), ("mois_clos", "écriture 5")}),
    (["UPDATE piece_emise SET precedente = '', empreinte = 'faux' WHERE serie = 'RC'"],
     {("chaine_rompue", "26RC00001")}),
]  # fmt: skip


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """A till opened with 50 €, 120 € cashed, counted two euros short; May closed in June, opened again since."""
    maison = facturee(base, tmp_path)
    regler_regie(maison, fonds_centimes=5_000)
    ctx = maison.ctx(Role.REGISSEUR)
    compter_caisse(ctx, GenreActe.OUVERTURE, ((5_000, 1),))
    payer(maison, "especes", 12_000)
    compter_caisse(ctx, GenreActe.ARRETE, ((10_000, 1), (5_000, 1), (200, 9)), "rendu de monnaie")
    maison.horloge.instant += timedelta(days=20)
    cloturer(ctx, date(2026, 5, 31))
    compter_caisse(ctx, GenreActe.OUVERTURE, ((10_000, 1), (5_000, 1), (200, 9)))
    return maison


def test_an_honest_base_has_no_fault(maison: Maison) -> None:
    with maison.base.lire() as session:
        releve = verifier(session)
    assert (releve.fautes, releve.actes) == ([], 4)


def test_each_fault_is_named(maison: Maison) -> None:
    """Each way of tampering in a transaction of its own, given up once it was checked."""
    for ordres, attendus in CAS:
        with maison.base.moteur.execution_options(ecriture=True).connect() as connexion, connexion.begin() as essai:
            oter_declencheurs(connexion)
            for ordre in ordres:
                connexion.execute(text(ordre.replace(":", r"\:")))
            with Session(connexion) as session:
                trouves = {(faute.code, faute.ou) for faute in verifier(session).fautes}
            essai.rollback()
        assert attendus <= trouves, ordres
        assert {code for code, _ in trouves} <= {code for code, _ in attendus} | {
            "ecritures_fausses",
            "contenu_modifie",
        }
