"""A credit asked back of the ordonnateur: never more than what is owed, used once, returned if it is given up."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide, RegleMetier
from imuse_desk.domain.pieces import Compte, GenreReglement
from imuse_desk.domain.roles import Role
from imuse_desk.models import Imputation, Regie
from imuse_desk.models.declencheurs import oter_declencheurs
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.attestations import attester_reglement
from imuse_desk.services.facturation.caisse import lire_caisse, solde_compte
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.facturation.etats_regie import lire_journal, lire_versement
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.services.facturation.papier_remboursement import papier_remboursement
from imuse_desk.services.facturation.papiers import voir_piece
from imuse_desk.services.facturation.remboursements import (
    DemandeRemboursement,
    EtatDemande,
    annuler_demande,
    constater_remboursement,
    demander_remboursement,
    lire_credit,
    lister_remboursements,
)
from imuse_desk.services.facturation.verification import verifier
from tests.fabriques import Maison
from tests.printing.exemples import normaliser, textes
from tests.services.facturation.outils import a_facturer, facturer, payer, reglement, sans_faute
from tests.services.facturation.test_etats import MAI

IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """760 € billed, 700 € then 100 € paid: 40 € in the family's favour."""
    maison = a_facturer(base, tmp_path / "depot")
    facturer(maison)
    payer(maison, "especes", 70_000)
    payer(maison, "especes", 10_000)
    return maison


@pytest.fixture
def ctx(maison: Maison) -> Contexte:
    return maison.ctx(Role.REGISSEUR)


def _demande(maison: Maison, montant: int) -> DemandeRemboursement:
    return DemandeRemboursement(maison.ids["Valmont"], montant, IBAN, "Claire Valmont", "Trop-perçu")


def _solde(maison: Maison) -> int:
    return lire_compte(maison.ctx(), maison.ids["Valmont"]).solde_centimes


def _rembourse(maison: Maison) -> int:
    with maison.base.lire() as session:
        return -solde_compte(session, session.scalars(select(Regie.id)).one(), Compte.REMBOURSEMENTS)


def test_what_is_asked_leaves_the_account_at_once(maison: Maison, ctx: Contexte) -> None:
    credit = lire_credit(ctx, maison.ids["Valmont"])
    assert (credit.maximum_centimes, [(x.numero, x.montant_centimes) for x in credit.sources]) == (
        4_000, [("26RC00002", 4_000)],
    )  # fmt: skip
    with pytest.raises(Invalide, match="remboursement_trop_grand"):
        demander_remboursement(ctx, _demande(maison, 4_001))
    avant = (lire_versement(ctx, MAI), lire_journal(ctx, MAI), lire_caisse(ctx))
    demander_remboursement(ctx, _demande(maison, 3_000))
    assert (_solde(maison), _rembourse(maison)) == (-1_000, 3_000)
    assert lire_credit(ctx, maison.ids["Valmont"]).maximum_centimes == 1_000
    assert (lire_versement(ctx, MAI), lire_journal(ctx, MAI), lire_caisse(ctx)) == avant, "no money of the régie"
    ligne = lire_compte(ctx, maison.ids["Valmont"]).blocs[0].lignes[0]
    assert (ligne.libelle, ligne.debit_centimes) == ("Remboursement", 3_000)
    sans_faute(maison)


def test_a_request_is_paid_or_given_up_once(maison: Maison, ctx: Contexte) -> None:
    premiere = demander_remboursement(ctx, _demande(maison, 3_000)).resultat
    seconde = demander_remboursement(ctx, _demande(maison, 1_000)).resultat
    constater_remboursement(ctx, premiere)
    with pytest.raises(Invalide, match="motif_obligatoire"):
        annuler_demande(ctx, seconde, " ")
    annuler_demande(ctx, seconde, "IBAN clos")
    for acte in (lambda: annuler_demande(ctx, premiere, "x"), lambda: constater_remboursement(ctx, seconde)):
        with pytest.raises(RegleMetier, match="demande_close"):
            acte()
    assert [(x.numero, x.montant_centimes, x.etat, x.suite) for x in lister_remboursements(ctx)] == [
        ("2026-0002", 1_000, EtatDemande.ANNULEE, "IBAN clos"), ("2026-0001", 3_000, EtatDemande.VERSEE, ""),
    ]  # fmt: skip
    assert (_solde(maison), _rembourse(maison)) == (-1_000, 3_000)
    assert lire_credit(ctx, maison.ids["Valmont"]).maximum_centimes == 1_000
    demander_remboursement(ctx, _demande(maison, 1_000))
    sans_faute(maison)


def test_the_papers_of_the_family_say_it(maison: Maison, ctx: Contexte) -> None:
    """Its receipt is titled so, and who paid is attested what was kept."""
    acte_id = demander_remboursement(ctx, _demande(maison, 3_000)).resultat
    piece_id = lire_compte(ctx, maison.ids["Valmont"]).blocs[0].lignes[0].piece_id
    recu = _mots(voir_piece(ctx, piece_id).octets)
    assert "Virement par l’ordonnateur" in recu
    assert "Demande 2026-0001 · Trop-perçu" in recu
    attestation = attester_reglement(maison.ctx(), maison.ids["Valmont"], maison.ids["source"], "Famille Valmont")
    assert "remboursement" in _mots(attestation.octets)
    assert "770,00" in _mots(attestation.octets)
    demande = _mots(papier_remboursement(ctx, acte_id)[1])
    for attendu in ("trente euros", "FR76 3000 6000 0112 3456 7890 189", "Claire Valmont", "26RC00002", "Trop-perçu"):
        assert attendu in demande


def _mots(octets: bytes) -> str:
    return " ".join(normaliser(texte) for texte in textes(octets))


def test_an_entry_that_does_not_follow_the_requests_is_named(maison: Maison, ctx: Contexte) -> None:
    demander_remboursement(ctx, _demande(maison, 3_000))
    with maison.base.moteur.execution_options(ecriture=True).connect() as connexion, connexion.begin() as essai:
        oter_declencheurs(connexion)
        connexion.execute(text("UPDATE ecriture SET montant_centimes = 30 WHERE compte_credit = 'remboursements'"))
        with Session(connexion) as session:
            fautes = {(faute.code, faute.detail.replace("\u00a0", " ")) for faute in verifier(session).fautes}
        essai.rollback()
    assert ("remboursements_faux", "30,00 € demandés, 0,30 € selon les écritures") in fautes


def test_what_is_typed_is_checked(maison: Maison, ctx: Contexte) -> None:
    with pytest.raises(FormulaireInvalide) as fautes:
        demander_remboursement(ctx, replace(_demande(maison, 0), iban="FR76 3000", titulaire=" ", motif=""))
    assert {(x.champ, x.code) for x in fautes.value.erreurs} == {
        ("montant", "montant_nul"), ("iban", "iban_invalide"), ("titulaire", "champ_obligatoire"),
        ("motif", "champ_obligatoire"),
    }  # fmt: skip


@pytest.mark.parametrize("geste", ["annule", "rend"])
def test_money_that_is_gone_settles_no_invoice(base: Base, tmp_path: Path, geste: str) -> None:
    """An advance undone, or asked back, is not there any more when the invoice comes."""
    maison = a_facturer(base, tmp_path / "depot")
    ctx = maison.ctx(Role.REGISSEUR)
    payer(maison, "especes", 10_000)
    payer(maison, "especes", 2_000)
    if geste == "annule":
        defaire_reglement(ctx, reglement(maison), GenreReglement.ANNULATION, "erreur de famille")
    else:
        demander_remboursement(ctx, _demande(maison, 10_000))
    facturer(maison)
    compte = lire_compte(maison.ctx(), maison.ids["Valmont"])
    assert (compte.solde_centimes, [x.reste_centimes for x in compte.ouvertes]) == (74_000, [74_000])
    with maison.base.lire() as session:
        assert sum(session.scalars(select(Imputation.montant_centimes).where(Imputation.facture_id.is_(None)))) == 0
    sans_faute(maison)
