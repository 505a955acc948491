"""The journal of receipts and the état de versement: in order, exact to the cent, the same when asked again later."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.pieces import GenreActe, GenreBordereau, GenreReglement, empreinte_courte
from imuse_desk.domain.roles import Role
from imuse_desk.domain.versement import ventiler
from imuse_desk.models import ActeRegie
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from imuse_desk.services.facturation.bordereaux import Remise, remettre
from imuse_desk.services.facturation.caisse import compter_caisse
from imuse_desk.services.facturation.etats_regie import LigneVersement, lire_journal, lire_versement
from imuse_desk.services.facturation.exports import Periode
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.services.facturation.papiers_caisse import papier_comptage
from imuse_desk.services.facturation.papiers_etats import papier_journal, papier_versement
from tests.fabriques import Maison
from tests.printing.exemples import normaliser, textes
from tests.services.facturation.outils import facturee, payer, reglement, regler_regie
from tests.services.facturation.test_pieces import facture

MAI, JUIN = Periode(date(2026, 5, 1), date(2026, 5, 31)), Periode(date(2026, 6, 1), date(2026, 6, 30))


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """760 € billed in May, of which one item has a code of its own."""
    maison = facturee(base, tmp_path)
    regler_regie(maison, produits=[["cotisations", "7062"], ["P1", "70621"]])
    return maison


def _produits(lignes: tuple[LigneVersement, ...]) -> dict[tuple[str, str], int]:
    return {(x.code, x.libelle): x.montant_centimes for x in lignes}


def test_receipts_follow_with_their_running_sum(maison: Maison) -> None:
    ctx = maison.ctx(Role.REGISSEUR)
    payer(maison, "cheque", 30_000, 2_000)
    payer(maison, "especes", 5_000, payeur="CSE du Val")
    maison.horloge.instant += timedelta(days=20)
    defaire_reglement(ctx, reglement(maison), GenreReglement.IMPAYE, "Sans provision")
    mai, juin = lire_journal(ctx, MAI), lire_journal(ctx, JUIN)
    assert [(x.recu, x.payeur, x.montant_centimes, x.cumul_centimes) for x in mai.lignes] == [
        ("26RC00001", "Famille Valmont", 30_000, 30_000), ("26RC00001", "Famille Valmont", 2_000, 32_000),
        ("26RC00002", "CSE du Val", 5_000, 37_000),
    ]  # fmt: skip
    assert mai.lignes[1].detail.replace("\u00a0", " ") == "Banque du Val · n° 0000002"
    assert mai.lignes[2].detail == "Famille Valmont"
    assert (mai.report_centimes, mai.total_centimes, juin.report_centimes) == (0, 37_000, 37_000)
    [impaye] = juin.lignes
    assert impaye.detail.startswith("Impayé 26RC00001 · Sans provision")
    assert (impaye.montant_centimes, impaye.cumul_centimes) == (-30_000, 7_000)
    assert mai.modes == (("Chèque", 2, 32_000), ("Espèces", 1, 5_000))
    with pytest.raises(Invalide, match="date_avant_debut"):
        lire_journal(ctx, Periode(date(2026, 5, 2), date(2026, 5, 1)))


def test_what_is_paid_over_is_shared_by_product_to_the_cent(maison: Maison) -> None:
    """A third, then the rest and an advance: each product gets its exact share; the month that is over stays as it was.

    The advance is freed by a credit note of the next month, which moves it and brings nothing.
    """
    ctx = maison.ctx(Role.REGISSEUR)
    payer(maison, "cheque", 25_333)
    payer(maison, "cheque", 60_000)
    remettre(ctx, Remise(GenreBordereau.CHEQUES, (reglement(maison),)))
    mai = lire_versement(ctx, MAI)
    produits = _produits(mai.produits)
    assert sum(produits.values()) == 85_333
    assert produits["7062", "Cotisations, avances"] == 9_333
    [propre] = [somme for (code, _), somme in produits.items() if code == "70621"] or [0]
    assert propre + produits["7062", "Cotisations"] == 76_000
    assert [(x.libelle, x.nombre, x.montant_centimes) for x in mai.moyens] == [("Chèque", 2, 85_333)]
    assert [(x.code, x.libelle, x.montant_centimes) for x in mai.remises] == [
        ("26BR00001", "Remise de chèques", 25_333)
    ]
    assert [(x.libelle, x.montant_centimes) for x in mai.restes] == [("Chèques à remettre", 60_000)]
    maison.horloge.instant += timedelta(days=20)
    emettre_avoir(maison.ctx(), facture(maison).id, "Départ", [LigneAvoir(1, 10_000)])
    assert lire_versement(ctx, MAI) == mai
    juin = lire_versement(ctx, JUIN)
    assert (juin.moyens, juin.remises, sum(x.montant_centimes for x in juin.produits)) == ((), (), 0)


@given(
    parts=st.lists(st.integers(-50_000, 200_000), min_size=1, max_size=6),
    versements=st.lists(st.integers(1, 90_000), min_size=1, max_size=6),
)
def test_shares_sum_to_what_was_paid_and_to_the_parts_in_the_end(parts: list[int], versements: list[int]) -> None:
    nommees = {str(rang): part for rang, part in enumerate(parts)}
    total, regle = sum(parts), 0
    donne = dict.fromkeys(nommees, 0)
    for montant in [*versements, total - sum(versements)]:
        parts_du_versement = ventiler(nommees, regle, regle + montant)
        assert sum(parts_du_versement.values()) == montant
        for cle, part in parts_du_versement.items():
            donne[cle] += part
        regle += montant
    if total:
        assert donne == nommees


def test_their_papers_bear_the_seal_and_the_figures(maison: Maison) -> None:
    ctx = maison.ctx(Role.REGISSEUR)
    payer(maison, "especes", 5_000)
    acte_id = compter_caisse(ctx, GenreActe.OUVERTURE, ((5_000, 1),)).resultat
    with maison.base.lire() as session:
        sceau = empreinte_courte(session.get_one(ActeRegie, acte_id).empreinte)
    journal = empreinte_courte(lire_journal(ctx, MAI).empreinte)
    for papier, attendus in (
        (papier_journal(ctx, MAI), ("26RC00001", "Total de la période", f"Empreinte {journal}")),
        (papier_versement(ctx, MAI), ("7062", "Espèces en caisse")),
        (papier_comptage(ctx, acte_id), ("Encaisse théorique", f"Empreinte {sceau}")),
    ):
        mots = " ".join(normaliser(texte) for texte in textes(papier[1]))
        for attendu in attendus:
            assert attendu in mots
