"""The papers of an account: the relevé of a year or of all, what a payer paid for a year."""

from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, Refus, RegleMetier
from imuse_desk.domain.pieces import GenreReglement, Nature, Serie
from imuse_desk.domain.roles import Role
from imuse_desk.models import PieceEmise
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.attestations import attester_reglement, lister_payeurs
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.services.facturation.papiers_compte import PapierCompte, faire_releve
from imuse_desk.services.papiers.demande import Demande, GenrePapier, Sujet, produire_papier
from tests.fabriques import Maison
from tests.printing.exemples import normaliser, textes
from tests.services.facturation.outils import facturee, payer, reglement


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return facturee(base, tmp_path)


def dit(papier: PapierCompte) -> str:
    return normaliser("\n".join(textes(papier.octets)))


def test_the_releve_says_the_entries_of_a_year_or_of_all(maison: Maison) -> None:
    payer(maison, "carte", 30_000)
    ctx, valmont, source = maison.ctx(), maison.ids["Valmont"], maison.ids["source"]
    papier = faire_releve(ctx, valmont, source, Nature.COTISATIONS)
    assert papier.nom.endswith("2025_2026_cotisations.pdf")
    for mots in (dit(papier), dit(faire_releve(ctx, valmont))):
        for attendu in ("CLAIRE VALMONT", "2025-2026 · Cotisations", "26FC00001", "26RC00001", "Carte bancaire"):
            assert normaliser(attendu) in mots, attendu
        assert "facturé 760,00 · réglé 300,00" in mots
        assert "460,00 €" in mots
        assert mots.index("26FC00001") < mots.index("26RC00001")
    defaire_reglement(maison.ctx(Role.REGISSEUR), reglement(maison), GenreReglement.ANNULATION, "Montant mal lu")
    with maison.base.lire() as session:
        facture_id = session.scalars(select(PieceEmise.id).where(PieceEmise.serie == Serie.FACTURE)).one()
    emettre_avoir(ctx, facture_id, "Arrêt de la danse", [LigneAvoir(2, 6_000)])
    assert "facturé 700,00 · réglé 0,00" in dit(faire_releve(ctx, valmont)), "as the ledger on the screen"
    assert "Aucune opération à cette date." in dit(faire_releve(ctx, valmont, source, Nature.LOCATIONS))
    with pytest.raises(Introuvable):
        faire_releve(ctx, 9_999)
    with pytest.raises(Refus):
        faire_releve(maison.ctx(Role.ENSEIGNANT), valmont)


def test_a_payer_is_attested_what_stays_paid_and_nothing_of_the_others(maison: Maison) -> None:
    ctx, valmont, source = maison.ctx(), maison.ids["Valmont"], maison.ids["source"]
    assert lister_payeurs(ctx, valmont) == ()
    payer(maison, "cheque", 20_000, 10_000, payeur="CSE Aciéries du Val")
    payer(maison, "carte", 5_000)
    payer(maison, "carte", 7_000)
    defaire_reglement(maison.ctx(Role.REGISSEUR), reglement(maison, 3), GenreReglement.ANNULATION, "Montant mal lu")
    assert [(x.annee, x.payeur) for x in lister_payeurs(ctx, valmont)] == [
        ("2025-2026", "Famille Valmont"), ("2025-2026", "CSE Aciéries du Val"),
    ]  # fmt: skip
    mots = dit(attester_reglement(ctx, valmont, source, "CSE Aciéries du Val"))
    for attendu in (
        "CSE Aciéries du Val", "la somme de 300,00 €", "les droits de scolarité de l’année 2025-2026",
        "Lina Valmont", "Noé Valmont", "26RC00001", "facture 26FC00001",
    ):  # fmt: skip
        assert normaliser(attendu) in mots, attendu
    assert "26RC00002" not in mots
    siens = dit(attester_reglement(ctx, valmont, source, "Famille Valmont"))
    assert "la somme de 50,00 €" in siens
    assert "26RC00003" not in siens, "what was undone is not attested"


def test_nothing_is_attested_once_all_was_undone(maison: Maison) -> None:
    payer(maison, "carte", 5_000)
    defaire_reglement(maison.ctx(Role.REGISSEUR), reglement(maison), GenreReglement.ANNULATION, "Montant mal lu")
    assert lister_payeurs(maison.ctx(), maison.ids["Valmont"]) == ()
    with pytest.raises(RegleMetier, match="rien_a_attester"):
        attester_reglement(maison.ctx(), maison.ids["Valmont"], maison.ids["source"], "Famille Valmont")


def test_the_releves_of_a_selection_are_one_pdf_by_name(maison: Maison) -> None:
    ctx, valmont = maison.ctx(), maison.ids["Valmont"]
    vide, autre = maison.foyer("Zola"), maison.foyer("Aubert")
    payer(maison, "carte", 5_000, foyer_id=autre)
    produit = produire_papier(ctx, Demande(GenrePapier.RELEVE, Sujet.FOYER, (valmont, vide, autre, valmont)))
    assert (produit.nom, produit.nombre, produit.ecartes) == (
        "releves_de_compte.pdf", 2, ("Famille Zola\u00a0: rien au compte",),
    )  # fmt: skip
    pages = [normaliser(page) for page in textes(produit.octets)]
    assert "AUBERT" in pages[0]
    assert "VALMONT" in pages[1]
    seul = produire_papier(ctx, Demande(GenrePapier.RELEVE, Sujet.ELEVE, (maison.ids["Lina"], maison.ids["Noé"])))
    assert seul.nombre == 1, "one household, one relevé"
    assert textes(seul.octets) == textes(faire_releve(ctx, valmont).octets)
    with pytest.raises(RegleMetier, match="aucun_compte"):
        produire_papier(ctx, Demande(GenrePapier.RELEVE, Sujet.FOYER, (vide,)))
    with pytest.raises(Refus):
        produire_papier(maison.ctx(Role.ENSEIGNANT), Demande(GenrePapier.RELEVE, Sujet.FOYER, (valmont,)))
