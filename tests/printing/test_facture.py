"""The facture and the avoir: every amount explained, the sums right, the block of payment whole, many in one file."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imuse_desk.domain.argent import euros, lire_montant, montant
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.facture import Facture, composer_facture, composer_lot, produire_facture
from imuse_desk.printing.facture_groupes import GroupeFacture, LigneFacture
from imuse_desk.printing.facture_paiement import Echeance, MoyenPaiement
from imuse_desk.printing.grille_page import AXE, COLONNES, DROITE, GAUCHE, MM, Page
from imuse_desk.views.demonstration.papiers_regie import COMPTE, avoir, facture, facture_longue
from tests.printing.exemples import NOM_LONG, blocs, chevauchements, logo, normaliser, polices_du_pdf, textes
from tests.printing.test_qr_epc import lire_codes

DUPLICATA_A = datetime(2026, 1, 14, 8, 12, tzinfo=UTC)
BLOC = ("Échéancier", "Moyens de paiement", "Virement par code QR")


def lignes(nombre: int, montant_centimes: int = 1234) -> tuple[LigneFacture, ...]:
    return tuple(
        LigneFacture(f"Prestation {rang}", montant_centimes + rang, "2025-2026", "QF 880,66\u00a0€ × 1,40\u00a0%")
        for rang in range(nombre)
    )


def de_lignes(*nombres: int, **champs: Any) -> Facture:
    """A facture of so many lines for each child, paid in three parts."""
    groupes = tuple(GroupeFacture(f"Enfant{n} Verdier", lignes(nombre)) for n, nombre in enumerate(nombres))
    sans = replace(facture(), groupes=groupes, **champs)
    tiers = sans.total_centimes // 3
    parts = (sans.total_centimes - 2 * tiers, tiers, tiers)
    dates = (date(2025, 12, 15), date(2026, 2, 16), date(2026, 4, 15))
    return replace(sans, echeances=tuple(Echeance(le, part) for le, part in zip(dates, parts, strict=True)))


def cas() -> Iterable[Any]:
    long = replace(facture().adresse, noms=(NOM_LONG, NOM_LONG), complement=NOM_LONG)
    yield pytest.param(facture(), 1, id="modele")
    yield pytest.param(facture_longue(), 2, id="longue")
    yield pytest.param(avoir(), 1, id="avoir")
    yield pytest.param(de_lignes(40), 2, id="40 lignes")
    yield pytest.param(de_lignes(40, 40, 40), 4, id="120 lignes")
    yield pytest.param(de_lignes(1), 1, id="une ligne")
    yield pytest.param(replace(facture(), adresse=long, debiteur=NOM_LONG * 3), 1, id="noms longs")
    yield pytest.param(replace(facture(), emetteur=replace(facture().emetteur, logo=logo(440, 90))), 1, id="logo")
    yield pytest.param(replace(facture(), numero="", echeances=(), moyens=(), compte=None), 1, id="projet")


chaque_cas = pytest.mark.parametrize(("papier", "pages"), list(cas()))


@chaque_cas
@pytest.mark.parametrize("duplicata_a", [None, DUPLICATA_A], ids=["original", "duplicata"])
def test_nothing_overlaps_and_margins_hold(papier: Facture, pages: int, duplicata_a: datetime | None) -> None:
    papier = replace(papier, duplicata_a=duplicata_a)
    composees = composer_facture(papier)
    assert len(composees) == pages
    assert chevauchements(composees) == []
    octets = produire_facture(papier)
    for page in blocs(octets):
        assert all(b.gauche >= 24.8 and b.droite <= 190.4 and b.haut >= 10 and b.bas <= 288 for b in page)
    assert all(polices_du_pdf(octets).values())
    assert octets == produire_facture(papier)
    for rang, texte in enumerate(textes(octets), start=1):
        assert f"page {rang}/{pages}" in texte
        assert ("DUPLICATA imprimé le 14/01/2026 à 09:12" in texte) == (duplicata_a is not None)
        assert f"Empreinte {papier.empreinte[:4].upper()}" in texte


@chaque_cas
def test_the_lines_printed_sum_to_the_total_printed(papier: Facture, pages: int) -> None:
    lues, sous_totaux, total = _montants(composer_facture(papier))
    assert sum(lues) == total == papier.total_centimes
    groupes = [groupe.lignes for groupe in papier.groupes if len(groupe.lignes) > 1]
    assert sous_totaux == [sum(une.montant_centimes for une in groupe) for groupe in groupes]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(-99_999, 999_999), max_size=25), min_size=1, max_size=4))
def test_the_lines_of_any_facture_sum_to_its_total(groupes: list[list[int]]) -> None:
    papier = replace(
        facture(),
        echeances=(),
        groupes=tuple(
            GroupeFacture(f"Enfant {rang}", tuple(LigneFacture("Cours", somme) for somme in sommes))
            for rang, sommes in enumerate(groupes)
        ),
    )
    pages = composer_facture(papier)
    lues, _, total = _montants(pages)
    assert sum(lues) == total == sum(map(sum, groupes))
    assert chevauchements(pages) == []
    reports = [e.texte for page in pages for e in page.ecrits if e.texte in {"À reporter", "Report"}]
    assert reports == ["À reporter", "Report"] * (len(reports) // 2)


def _montants(pages: list[Page]) -> tuple[list[int], list[int], int]:
    """Amounts of the last column as printed: lines, sub-totals, the total."""
    lues, sous_totaux, total = [], [], 0
    for page in pages:
        par_ligne: dict[float, str] = {}
        for ecrit in page.ecrits:
            droite = (ecrit.x / MM) + ecrit.style.largeur(ecrit.texte)
            if abs(droite - DROITE) > 0.01 or ecrit.x / MM < COLONNES[6]:
                gauche = abs(ecrit.x / MM - AXE) < 0.01 or ecrit.x / MM < AXE
                par_ligne[ecrit.y] = ecrit.texte if gauche else par_ligne.get(ecrit.y, "")
                continue
            libelle = par_ligne.get(ecrit.y, "")
            if "," not in ecrit.texte or libelle in {"À reporter", "Report"}:
                continue
            centimes = lire_montant(ecrit.texte.replace("\u2212", "-"))
            if libelle == "Sous-total":
                sous_totaux.append(centimes)
            elif "Total" in libelle or libelle.startswith("Net"):
                total = centimes
            elif ecrit.style.taille == 9:
                lues.append(centimes)
    return lues, sous_totaux, total


def test_bases_child_by_child_and_period_by_period() -> None:
    (page,) = textes(produire_facture(facture()))
    for attendu in (
        "Facture n° 25FC00412", "Émise le 18/11/2025", "Année 2025-2026", "À payer 618,76 €",
        "2 élèves · premier appel", "en 3 échéances, la première de 206,26 € le 15/12/2025",
        "Alma Verdier-Sauvage née le 12/03/2014", "QF 880,66 € × 36,50 %", "plancher 152,00 €, plafond 1 120,00 €",
        "Sous-total 346,44", "Réduction 2ᵉ enfant 2025-2026 246,58 € × 10 % −24,66", "janv.–juin",
        "Total de la facture 618,76 €", "FR14 2004 1010 0505 0001 3M02 606", "Délai de paiement",
    ):  # fmt: skip
        assert normaliser(attendu) in page


def test_long_facture_carries_over_and_takes_in_its_avoir() -> None:
    premiere, seconde = textes(produire_facture(facture_longue()))
    reporte = re.search(r"À reporter (1 6\d\d,\d\d)", premiere)
    assert reporte
    assert f"Report {reporte[1]}" in seconde
    assert seconde.count("suite de la page précédente") == 1
    assert "Facture n° 25FC00987 du 11/12/2025 · dossier 00318" in seconde
    assert "Avoir imputé pièce jointe à la présente facture" in seconde
    assert "Net à payer, avoir déduit 1 541,03 €" in seconde
    assert "3 élèves et un avoir" in premiere


@pytest.mark.parametrize("nombre", range(1, 46))
def test_the_block_of_payment_is_never_split(nombre: int) -> None:
    octets = textes(produire_facture(de_lignes(nombre)))
    assert [sum(mot in page for mot in BLOC) for page in octets] == [0] * (len(octets) - 1) + [3]
    assert "Tarifs fixés" in octets[-1]
    hauts = [
        (297 - ecrit.y / MM) / 4.5
        for page in composer_facture(de_lignes(nombre))[:1]
        for ecrit in page.ecrits
        if ecrit.texte == "Total de la facture"
    ]
    assert all(not 43.43 < haut < 44.7 for haut in hauts)


@pytest.mark.parametrize("nombre", [1, 2, 5, 6, 7, 12])
def test_any_plan_sums_to_the_total(nombre: int) -> None:
    papier = facture()
    part = papier.total_centimes // nombre
    parts = [papier.total_centimes - part * (nombre - 1)] + [part] * (nombre - 1)
    echeances = tuple(Echeance(date(2026, 1 + rang, 5), somme, "prélèvement") for rang, somme in enumerate(parts))
    papier = replace(papier, echeances=echeances)
    *avant, page = textes(produire_facture(papier))
    assert not any(mot in texte for texte in avant for mot in BLOC)
    assert "Total 618,76" in page
    assert ("prélèvement" in page) == (nombre <= 5)
    assert chevauchements(composer_facture(papier)) == []
    assert ("en une fois, le 05/01/2026 au plus tard" in (avant or [page])[0]) == (nombre == 1)


@pytest.mark.parametrize(
    ("somme", "vedette", "hero"), [(0, "Rien à payer", "0,00 €"), (-3500, "En votre faveur", "35,00 €")]
)
def test_nothing_to_pay_has_no_block_of_payment(somme: int, vedette: str, hero: str) -> None:
    groupe = GroupeFacture("Alma Verdier", (LigneFacture("Régularisation", somme),))
    octets = produire_facture(replace(facture(), groupes=(groupe,)))
    (page,) = textes(octets)
    assert f"{vedette} {hero}" in page
    assert normaliser(f"Total de la facture {euros(somme)}") in page
    assert "Tarifs fixés" in page
    for absent in (*BLOC, "échéances", "Délai de paiement", "FR14"):
        assert absent not in page
    assert lire_codes(octets) == [[]]


def test_an_avoir_names_the_facture_and_asks_for_nothing() -> None:
    octets = produire_facture(avoir())
    (page,) = textes(octets)
    for attendu in ("Avoir n° 25AV00031", "Sur la facture 25FC00198 du 18/11/2025", "En votre faveur 412,50 €",
                    "Total de l’avoir −412,50 €"):  # fmt: skip
        assert attendu in page
    assert not any(mot in page for mot in BLOC)


@pytest.mark.parametrize("dpi", [72, 100, 150, 300])
def test_the_code_pays_the_first_instalment(dpi: int) -> None:
    ((lu,),) = lire_codes(produire_facture(facture()), dpi)
    champs = lu.split("\n")
    assert champs[5:8] == ["Regie du conservatoire", COMPTE.iban, "EUR206.26"]
    assert champs[10] == "25FC00412 echeance 1"


def test_the_code_pays_the_whole_without_instalments() -> None:
    octets = produire_facture(replace(facture(), echeances=()))
    ((lu,),) = lire_codes(octets)
    assert lu.split("\n")[7] == "EUR618.76"
    assert "montant (618,76 €) et référence de la facture" in textes(octets)[0]
    assert "Échéancier" not in textes(octets)[0]


def test_a_wrong_account_is_refused() -> None:
    faux = replace(COMPTE, iban="FR1420041010050500013M02607")
    with pytest.raises(Invalide, match="iban_invalide"):
        produire_facture(replace(facture(), compte=faux))


def test_long_means_push_the_block_down_whole() -> None:
    moyens = tuple(MoyenPaiement(f"Moyen {rang}", ("à remettre au secrétariat " * 6,)) for rang in range(9))
    papier = replace(facture(), moyens=moyens)
    pages = textes(produire_facture(papier))
    assert [sum(mot in page for mot in BLOC) for page in pages] == [0, 3]
    assert chevauchements(composer_facture(papier)) == []
    assert [len(codes) for codes in lire_codes(produire_facture(papier))] == [0, 1]


@pytest.mark.parametrize("nombre", range(1, 15))
def test_the_code_never_stands_on_the_fold(nombre: int) -> None:
    moyens = tuple(MoyenPaiement(f"Moyen {rang}", ("à remettre au secrétariat " * 4,)) for rang in range(nombre))
    motifs = [motif for page in composer_facture(replace(facture(), moyens=moyens)) for motif in page.motifs]
    assert len(motifs) == 1
    bas = 297 - motifs[0].y / MM
    assert bas <= 195.4 or bas - 27 >= 201.19
    assert bas < 280


def test_instalments_that_do_not_make_the_total_are_refused() -> None:
    papier = facture()
    with pytest.raises(Invalide) as levee:
        produire_facture(replace(papier, echeances=papier.echeances[1:]))
    assert levee.value.params == {"champ": "echeances", "somme_centimes": 41250, "total_centimes": 61876}


def test_a_batch_is_the_factures_one_after_the_other() -> None:
    lot = [facture(), facture_longue(), avoir(), replace(facture(), numero="25FC00413")]
    octets = composer_lot(iter(lot))
    assert textes(octets) == [page for une in lot for page in textes(produire_facture(une))]
    assert octets == composer_lot(lot)
    assert len(polices_du_pdf(octets)) <= 4
    assert all(polices_du_pdf(octets).values())
    assert [len(codes) for codes in lire_codes(octets)] == [1, 0, 1, 0, 1]


def test_hostile_texts_print_as_typed() -> None:
    papier = replace(
        facture(), objet='<b>gras</b> & "suite"', echeances=(), groupes=(GroupeFacture("Cours <b", lignes(2)),)
    )
    (page,) = textes(produire_facture(papier))
    assert '<b>gras</b> & "suite"' in page
    assert "Cours <b" in page
    with pytest.raises(Invalide) as levee:
        produire_facture(replace(facture(), debiteur="😀"))
    assert levee.value.champ == "debiteur"


def test_amounts_stand_at_the_right_edge() -> None:
    for page in composer_facture(facture_longue()):
        for ecrit in page.ecrits:
            if ecrit.texte == montant(-14917):
                assert ecrit.x / MM + ecrit.style.largeur(ecrit.texte) == pytest.approx(DROITE)
        assert all(ecrit.x / MM >= GAUCHE - 0.01 for ecrit in page.ecrits)
