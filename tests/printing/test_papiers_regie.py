"""Papers of the till and of the account: sums, words, copies, margins, whatever the length of names and lists."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imuse_desk.domain.argent import montant
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.arrete_caisse import composer_arrete, produire_arrete
from imuse_desk.printing.attestation_reglement import composer_attestation_reglement, produire_attestation_reglement
from imuse_desk.printing.bordereau import Bordereau, ChequeRemis, composer_bordereau, produire_bordereau
from imuse_desk.printing.demande_remboursement import composer_demande, produire_demande
from imuse_desk.printing.etat_restes import composer_restes, produire_restes
from imuse_desk.printing.etat_versement import composer_versement, produire_versement
from imuse_desk.printing.grille_page import HAUTEUR_MM, MM, Page
from imuse_desk.printing.journal_souches import composer_journal, produire_journal
from imuse_desk.printing.montant_lettres import en_lettres
from imuse_desk.printing.recu import MOITIE_MM, LigneReglee, Recu, composer_recu, produire_recu
from imuse_desk.printing.releve import BlocReleve, EcritureReleve, Releve, composer_releve, produire_releve
from imuse_desk.printing.remise_service import composer_remise_service, produire_remise_service
from imuse_desk.printing.visas import Coupure, Visa, compter
from imuse_desk.views.demonstration import papiers_regie
from tests.printing import papiers_etats
from tests.printing.exemples import EMETTEUR, NOM_LONG, blocs, chevauchements, logo, normaliser, polices_du_pdf, textes

DUPLICATA_A = datetime(2026, 1, 14, 8, 12, tzinfo=UTC)
Fonction = Callable[..., Any]


def recu_long(nombre: int) -> Recu:
    lignes = tuple(LigneReglee(f"Facture 25FC{rang:05}", 100, 150, 20, date(2025, 11, 18)) for rang in range(nombre))
    return replace(papiers_regie.recu(), lignes=lignes, montant_centimes=100 * nombre, de=NOM_LONG)


def cheques(nombre: int) -> Bordereau:
    remis = tuple(
        ChequeRemis(NOM_LONG if not rang % 7 else "Ada", "Banque", str(rang), "R", 100) for rang in range(nombre)
    )
    return replace(papiers_regie.remise_cheques(), cheques=remis)


def releve_long(nombre: int) -> Releve:
    ecritures = tuple(
        EcritureReleve(date(2025, 1, 5), "Facture", f"25FC{rang:05}", 1000)
        if rang % 2
        else EcritureReleve(date(2025, 1, 6), NOM_LONG, f"25RC{rang:05}", 0, 300, "chèque", est_remise=True)
        for rang in range(nombre)
    )
    return replace(papiers_regie.releve(), blocs=(BlocReleve("2024-2025", ecritures), BlocReleve("vide", ())))


PAPIERS = [
    pytest.param(produire_recu, composer_recu, papiers_regie.recu(), id="recu"),
    pytest.param(produire_recu, composer_recu, recu_long(4), id="recu 4"),
    pytest.param(produire_recu, composer_recu, recu_long(80), id="recu 80"),
    pytest.param(produire_bordereau, composer_bordereau, papiers_regie.remise_cheques(), id="cheques"),
    pytest.param(produire_bordereau, composer_bordereau, cheques(40), id="cheques 40"),
    pytest.param(produire_bordereau, composer_bordereau, cheques(120), id="cheques 120"),
    pytest.param(produire_bordereau, composer_bordereau, papiers_regie.remise_especes(), id="especes"),
    pytest.param(produire_bordereau, composer_bordereau, papiers_regie.remise_cheques_vacances(), id="vacances"),
    pytest.param(produire_releve, composer_releve, papiers_regie.releve(), id="releve"),
    pytest.param(produire_releve, composer_releve, releve_long(100), id="releve 100"),
    pytest.param(produire_releve, composer_releve, replace(papiers_regie.releve(), blocs=()), id="releve vide"),
    pytest.param(
        produire_attestation_reglement, composer_attestation_reglement, papiers_regie.attestation_reglement(),
        id="attestation",
    ),
    pytest.param(produire_arrete, composer_arrete, papiers_regie.arrete_caisse(), id="arrete"),
    *(pytest.param(produire_journal, composer_journal, papiers_etats.journal(n), id=f"journal {n}") for n in (0, 40)),
    *(pytest.param(produire_restes, composer_restes, papiers_etats.restes(n), id=f"restes {n}") for n in (0, 3, 45)),
    pytest.param(produire_versement, composer_versement, papiers_etats.versement(), id="versement"),
    pytest.param(produire_remise_service, composer_remise_service, papiers_etats.remise(), id="remise"),
    pytest.param(produire_demande, composer_demande, papiers_etats.demande(), id="demande"),
    pytest.param(
        produire_remise_service, composer_remise_service,
        replace(papiers_etats.remise(), coupures=(), stock=f"{NOM_LONG} " * 90), id="remise longue",
    ),
    pytest.param(
        produire_versement, composer_versement,
        replace(papiers_etats.versement(), produits=(), moyens=(), remises=(), restes=()), id="versement vide",
    ),
]  # fmt: skip
chaque_papier = pytest.mark.parametrize(("produire", "composer", "papier"), PAPIERS)


@chaque_papier
@pytest.mark.parametrize("duplicata_a", [None, DUPLICATA_A], ids=["original", "duplicata"])
@pytest.mark.parametrize("image", [b"", logo(440, 90)], ids=["marque", "logo"])
def test_nothing_overlaps_and_margins_hold(
    produire: Fonction, composer: Fonction, papier: Any, duplicata_a: datetime | None, image: bytes
) -> None:
    papier = replace(papier, duplicata_a=duplicata_a, emetteur=replace(papier.emetteur, logo=image))
    pages: list[Page] = composer(papier)
    assert chevauchements(pages) == []
    octets = produire(papier)
    assert octets == produire(papier)
    polices = polices_du_pdf(octets)
    assert all(polices.values())
    for page, composee in zip(blocs(octets), pages, strict=True):
        bas = composee.hauteur_mm - 7.5
        assert all(b.gauche >= 24.8 and b.droite <= 190.4 and b.haut >= 10 and b.bas <= bas for b in page)
    for rang, texte in enumerate(textes(octets), start=1):
        assert f"page {rang}/{len(pages)}" in texte
        assert ("DUPLICATA imprimé le 14/01/2026 à 09:12" in texte) == (duplicata_a is not None)
        assert EMETTEUR.siret in texte


@chaque_papier
def test_a_character_without_a_glyph_is_refused(produire: Fonction, composer: Fonction, papier: Any) -> None:
    with pytest.raises(Invalide, match="caractere_non_imprimable"):
        produire(replace(papier, emetteur=replace(papier.emetteur, nom="Maison 😀")))


def test_a_recu_says_all_of_the_payment() -> None:
    (page,) = textes(produire_recu(papiers_regie.recu()))
    for attendu in (
        "Reçu 206,26 € n° 25RC00836", "deux cent six euros et vingt-six centimes", "Reçu le 15/12/2025 à 10:42",
        "De Mme Claire Verdier, M. Paul Sauvage", "Moyen chèque n° 4410287", "Tireur Claire Verdier",
        "Facture 25FC00412, échéance 1 18/11/2025 618,76 0,00 206,26",
        "Reste dû sur la facture après ce règlement 412,50 €", "Inès Caradec", "sous réserve d’encaissement",
    ):  # fmt: skip
        assert normaliser(attendu) in page
    assert "quittance n°" not in page
    assert "Avance" not in page
    assert "· quittance" in textes(produire_recu(replace(papiers_regie.recu(), est_quittance=True)))[0]


def test_half_a_sheet_or_both_copies_on_one() -> None:
    simple = replace(papiers_regie.recu(), duplicata_a=None)
    assert [page.hauteur_mm for page in composer_recu(simple)] == [MOITIE_MM]
    (feuille,) = composer_recu(simple, exemplaires=2)
    assert feuille.hauteur_mm == HAUTEUR_MM
    assert chevauchements([feuille]) == []
    (page,) = textes(produire_recu(simple, exemplaires=2))
    for deux_fois in ("n° 25RC00836", "206,26 €", "signature et cachet", "page 1/1", "412,50 €"):
        assert page.count(deux_fois) == 2
    assert page.index("exemplaire du payeur") < page.index("exemplaire de la régie")
    milieu = (HAUTEUR_MM - MOITIE_MM) * MM
    hauts = [ecrit.y for ecrit in feuille.ecrits if ecrit.texte == "Inès Caradec"]
    assert min(hauts) < milieu < max(hauts)
    assert [page.hauteur_mm for page in composer_recu(replace(recu_long(5), de="Mme Claire Verdier"))] == [MOITIE_MM]
    bavard = composer_recu(replace(simple, note="Chèque reçu sous réserve d’encaissement. " * 12))
    assert [page.hauteur_mm for page in bavard] == [HAUTEUR_MM]
    assert chevauchements(bavard) == []
    longs = composer_recu(replace(recu_long(12), duplicata_a=None), exemplaires=2)
    assert [page.hauteur_mm for page in longs] == [HAUTEUR_MM] * 2


def test_what_no_facture_takes_is_an_advance() -> None:
    papier = replace(papiers_regie.recu(), montant_centimes=25000)
    (page,) = textes(produire_recu(papier))
    assert "Avance portée au compte de la famille 43,74 €" in page
    (acompte,) = textes(produire_recu(replace(papier, lignes=())))
    assert "Avance portée au compte de la famille 250,00 €" in acompte
    assert "Reste dû" not in acompte
    (annule,) = textes(produire_recu(replace(papier, montant_centimes=-20626, lignes=(), titre="Annulation de reçu")))
    assert "moins deux cent six euros et vingt-six centimes" in annule


@pytest.mark.parametrize(
    ("centimes", "mots"),
    [
        (0, "zéro euro"), (1, "un centime"), (2, "deux centimes"), (100, "un euro"),
        (101, "un euro et un centime"), (20000, "deux cents euros"), (8000, "quatre-vingts euros"),
        (7180, "soixante et onze euros et quatre-vingts centimes"), (100000, "mille euros"),
        (100_000_000, "un million d’euros"), (200_000_000, "deux millions d’euros"),
        (100_000_100, "un million un euros"), (-500, "moins cinq euros"),
    ],
)  # fmt: skip
def test_amounts_in_words(centimes: int, mots: str) -> None:
    assert en_lettres(centimes) == mots


def test_cheques_are_numbered_and_summed() -> None:
    (page,) = textes(produire_bordereau(papiers_regie.remise_cheques()))
    for attendu in (
        "Remise de chèques bordereau n° 25BR00058", "Du 15/12/2025", "1 Claire Verdier Banque de l’Aulne 4410287",
        "17 Anne Pichegru", "17 chèques Total de la remise 3 917,63 €", "Remis par le régisseur",
        "Reçu par le comptable",
    ):  # fmt: skip
        assert normaliser(attendu) in page
    un = replace(papiers_regie.remise_cheques(), cheques=papiers_regie.remise_cheques().cheques[:1])
    assert "1 chèque Total" in textes(produire_bordereau(un))[0]


def test_a_long_list_carries_over_and_is_signed_once() -> None:
    pages = textes(produire_bordereau(cheques(120)))
    assert len(pages) >= 3
    assert [page.count("À reporter") for page in pages] == [1] * (len(pages) - 1) + [0]
    assert [page.count("Report ") for page in pages] == [0] + [1] * (len(pages) - 1)
    assert [page.count("Remis par le régisseur") for page in pages] == [0] * (len(pages) - 1) + [1]
    assert "120 chèques Total de la remise 120,00 €" in pages[-1]


def test_cash_is_counted_note_by_note() -> None:
    (page,) = textes(produire_bordereau(papiers_regie.remise_especes()))
    for attendu in (
        "Billets de 50 € 4 200,00", "Pièces de 2 € 12 24,00", "Pièces de 50 centimes 9 4,50",
        "Pièces de 1 centime 3 0,03",
        "Sous-total 505,00", "Sous-total 35,03", "25 billets et 44 pièces Total de la remise 540,03 €",
    ):  # fmt: skip
        assert attendu in page
    assert page.index("Billets de 20") < page.index("Billets de 10") < page.index("Pièces de 2 €")
    assert compter((Coupure(500, 1), Coupure(200, 0))) == "1\u00a0billet"
    assert compter(()) == "aucune espèce"
    assert Coupure(500, 1).est_billet
    assert not Coupure(200, 1).est_billet


def test_titles_are_worth_number_times_value() -> None:
    (page,) = textes(produire_bordereau(papiers_regie.remise_cheques_vacances()))
    assert "Bao Lam 3 25,00 25RC00863 75,00" in page
    assert "23 titres Total de la remise 275,00 €" in page


def test_signers_that_are_known_are_printed() -> None:
    papier = replace(papiers_regie.remise_cheques(), gauche=Visa("Remis par", "Inès Caradec", "16/12/2025"))
    (page,) = textes(produire_bordereau(papier))
    assert "Nom Inès Caradec" in page
    assert "Date 16/12/2025" in page


def test_a_releve_runs_its_balance_by_year_and_kind() -> None:
    papier = papiers_regie.releve()
    (page,) = textes(produire_releve(papier))
    for attendu in (
        "Reste à payer 482,50 €", "2025-2026 · Droits de scolarité", "08/09/2025 Acompte à l’inscription",
        "carte · remis", "18/11/2025 Facture, premier appel 25FC00412 618,76 568,76", "Sous-total 362,50",
        "Solde dû", "facturé 1 318,76 · réglé 836,26",
    ):  # fmt: skip
        assert normaliser(attendu) in page
    rendu = BlocReleve("2025-2026", (EcritureReleve(date(2025, 9, 8), "Acompte", "25RC00112", 0, 5000),))
    (faveur,) = textes(produire_releve(replace(papier, blocs=(rendu,))))
    assert "En votre faveur 50,00 €" in faveur
    assert "Solde en votre faveur" in faveur
    (vide,) = textes(produire_releve(replace(papier, blocs=())))
    assert "Compte soldé 0,00 €" in vide
    assert "Aucune opération à cette date." in vide


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 99_999), st.integers(0, 99_999)), min_size=1, max_size=70))
def test_the_last_balance_printed_is_the_balance(sommes: list[tuple[int, int]]) -> None:
    ecritures = tuple(EcritureReleve(date(2025, 1, 1), "Écriture", "P", *somme) for somme in sommes)
    papier = replace(papiers_regie.releve(), blocs=(BlocReleve("2024-2025", ecritures),))
    solde = sum(debit - credit for debit, credit in sommes)
    assert papier.solde_centimes == solde
    pages = textes(produire_releve(papier))
    lignes = "".join(pages).split("Écriture P ")
    assert normaliser(montant(solde)) in lignes[-1]


def test_an_attestation_names_the_payer_the_sum_and_the_pupils() -> None:
    papier = papiers_regie.attestation_reglement()
    (page,) = textes(produire_attestation_reglement(papier))
    for attendu in (
        "Attestation de règlement année scolaire 2025-2026", "Inès Caradec, mandataire de la régie, atteste que",
        "Comité social et économique de la Verrerie d’Aulne", "412,51 € (quatre cent douze euros et cinquante et un",
        "Élèves concernés : Alma Verdier-Sauvage, Éloi Verdier-Sauvage.", "Total réglé 412,51 €", "signature et cachet",
        "Fait à Rives-sur-Aulne, le 20/02/2026",
    ):  # fmt: skip
        assert normaliser(attendu) in page
    seul = replace(papier, eleves=papier.eleves[:1], signature=replace(papier.signature, nom="", qualite=""))
    (page,) = textes(produire_attestation_reglement(seul))
    assert "Élève : Alma Verdier-Sauvage." in page
    assert "Conservatoire du Val d’Aulne atteste que" in page


@pytest.mark.parametrize(
    ("ajout", "mots"),
    [
        (Coupure(100, 2), "caisse juste 0,00 €"),
        (Coupure(1, 0), "déficit −2,00 €"),
        (Coupure(500, 1), "excédent 3,00 €"),
    ],
)
def test_an_arrete_says_the_difference_and_its_reason(ajout: Coupure, mots: str) -> None:
    papier = papiers_regie.arrete_caisse()
    papier = replace(papier, coupures=(*papier.coupures, ajout))
    (page,) = textes(produire_arrete(papier))
    assert f"Écart {mots}" in page
    assert "Erreur de rendu de monnaie" in page
    assert "Encaisse théorique 400,60" in page
    assert "Reçus annulés 1 −60,00" in page
    assert "Total encaissé 5 063,23" in page
    assert "Pièces de 20 centimes – 0,00" in page
