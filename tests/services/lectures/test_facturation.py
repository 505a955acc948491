"""What a household will be billed: this year from its enrolments, next year from its dossier, on both databases."""

from datetime import date
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Introuvable, Refus
from imuse_desk.domain.roles import Role
from imuse_desk.models import Annee, Cursus, Inscription
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.facturation import (
    INSCRIPTIONS,
    REINSCRIPTION,
    BlocAnnee,
    chiffrer_annee,
    lire_facturation,
)
from imuse_desk.services.lectures.reinscription import lire_dossier
from tests.fabriques import Maison, maison_valmont
from tests.services.lectures.outils import pieces_de_cette_annee, relever, tarif_de_cette_annee
from tests.services.reinscription.outils import cocher


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_valmont(base, tmp_path / "depot")


def bloc(maison: Maison, foyer: str = "Valmont", *roles: Role, annee: str = "2025-2026") -> BlocAnnee:
    vue = lire_facturation(maison.ctx(*roles), maison.ids[foyer])
    return next(b for b in vue.blocs if b.annee == annee)


def test_this_year_is_priced_from_the_enrolments_with_sibling_ranks(maison: Maison) -> None:
    tarif_de_cette_annee(maison)
    relever(maison, "Valmont", 250_000)
    vu = bloc(maison)
    cotisations = vu.registre("cotisations")
    assert [(x.enfant, x.article, x.montant_centimes, x.rang) for x in cotisations.lignes] == [
        ("Lina", "P3", 40_000, 1),
        ("Noé", "P3", 36_000, 2),
    ]
    assert cotisations.lignes[0].base == "QF 2\u202f500,00\u00a0€ × 16\u00a0% = 400,00\u00a0€"
    assert [e.montant_centimes for e in cotisations.echeances] == [25_334, 25_333, 25_333]
    assert (vu.origine, vu.total_centimes, vu.est_provisoire, vu.blocages) == (INSCRIPTIONS, 76_000, False, ())
    assert vu.registre("locations").lignes == ()


def test_without_quotient_the_ceiling_applies_and_the_missing_paper_is_named(maison: Maison) -> None:
    tarif_de_cette_annee(maison)
    pieces_de_cette_annee(maison)
    vu = bloc(maison)
    assert [x.montant_centimes for x in vu.registre("cotisations").lignes] == [60_000, 54_000]
    assert vu.prix is not None
    assert (vu.prix.quotient.situation, vu.prix.quotient.piece) == ("piece_manquante", "Pièce caf")
    assert vu.est_provisoire
    assert all(x.est_provisoire for x in vu.registre("cotisations").lignes)


def test_next_year_is_priced_from_the_dossier_and_names_who_has_not_answered(maison: Maison) -> None:
    lire_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"])
    cocher(maison, "Lina")
    vu = bloc(maison, annee="2026-2027")
    assert vu.origine == REINSCRIPTION
    assert [(x.enfant, x.est_provisoire) for x in vu.registre("cotisations").lignes] == [("Lina", True)]
    assert vu.sans_reponse == ("Noé",)
    assert vu.premiere_facture == "novembre"


def test_reading_writes_nothing(maison: Maison) -> None:
    vue = lire_facturation(maison.ctx(), maison.ids["Valmont"])
    assert vue.dossier_id is None  # opening the re-enrolment makes the dossier, looking at the bill does not
    assert lire_facturation(maison.ctx(), maison.ids["Valmont"]) == vue


def test_a_year_without_grid_says_so_and_has_no_total(maison: Maison) -> None:
    vu = bloc(maison)
    assert [b.code for b in vu.blocages] == ["grille_absente"]
    assert vu.total_centimes is None


def test_a_course_without_item_blocks_the_total_never_zero(maison: Maison) -> None:
    tarif_de_cette_annee(maison)
    maison.garder("THE", Cursus(code="THE", libelle="Théâtre", specialite="theatre"))
    maison.cours("THE1", "CHO", annee="source", cursus="THE", libelle="Théâtre 1")
    maison.inscrire("Noé", "THE1")
    vu = bloc(maison)
    assert [(b.code, b.enfant, b.detail) for b in vu.blocages] == [("indetermine", "Noé", "Théâtre 1")]
    assert vu.total_centimes is None
    assert vu.registre("cotisations").total_centimes is None
    assert len(vu.registre("cotisations").lignes) == 2


def test_a_closed_year_is_named_and_not_priced_again(maison: Maison) -> None:
    tarif_de_cette_annee(maison)

    def clore(session) -> None:
        session.get(Annee, maison.ids["source"]).etat = "close"

    maison.ecrire(clore)
    vu = bloc(maison)
    assert (vu.est_close, vu.prix, vu.total_centimes, vu.blocages) == (True, None, None, ())


def test_a_stopped_course_is_told_and_not_counted(maison: Maison) -> None:
    tarif_de_cette_annee(maison)

    def arreter(session) -> None:
        for code in ("COR", "FM1.1", "ORC"):
            session.get(Inscription, maison.ids[f"inscription:Noé:{code}"]).etat = "arretee"

    maison.ecrire(arreter)
    vu = bloc(maison)
    assert [x.enfant for x in vu.registre("cotisations").lignes] == ["Lina"]
    assert vu.non_comptes == ("COR (Noé)", "FM1.1 (Noé)", "ORC (Noé)")


def test_calls_follow_the_plan_of_the_grid_and_the_number_of_the_settings(maison: Maison) -> None:
    plans = [{"parts": 1}, {"parts": 3, "months": [11, 1, 3]}, {"parts": 10, "min_total": 100}]
    tarif_de_cette_annee(maison, instalment_plans=plans)
    relever(maison, "Valmont", 250_000)
    calls = bloc(maison).registre("cotisations").echeances
    assert [(e.le, e.est_mois) for e in calls] == [
        (date(2025, 11, 1), True), (date(2026, 1, 1), True), (date(2026, 3, 1), True),
    ]  # fmt: skip
    maison.regler("echeances_nombre", 2)
    assert len(bloc(maison).registre("cotisations").echeances) == 1
    maison.regler("echeances_nombre", 10)
    assert len(bloc(maison).registre("cotisations").echeances) == 10


def test_each_household_pays_its_share_at_its_own_price(maison: Maison) -> None:
    tarif_de_cette_annee(maison)
    relever(maison, "Valmont", 250_000)
    maison.foyer("Clément", cp="75001")
    maison.ecrire(lambda session: _partager(session, maison.ids["lien:Lina:Valmont"]))
    maison.lier("Lina", "Clément", part=50, principal=False)
    ici = bloc(maison).registre("cotisations").lignes
    la_bas = bloc(maison, "Clément").registre("cotisations").lignes
    assert [(x.enfant, x.montant_centimes) for x in ici] == [("Lina", 20_000), ("Noé", 36_000)]
    assert ici[0].base.startswith("50\u00a0% de 400,00\u00a0€")
    assert [(x.enfant, x.montant_centimes, x.base) for x in la_bas] == [
        ("Lina", 52_000, "50\u00a0% de 1\u202f040,00\u00a0€")
    ]
    assert "2\u202f500" not in repr(bloc(maison, "Clément"))
    assert "250000" not in repr(bloc(maison, "Clément"))


def _partager(session, lien_id: int) -> None:
    from imuse_desk.models import Lien

    session.get(Lien, lien_id).part = 50


def test_without_the_right_to_read_incomes_amounts_stay_and_the_quotient_goes(maison: Maison) -> None:
    tarif_de_cette_annee(maison)
    relever(maison, "Valmont", 250_000)
    vu = bloc(maison, "Valmont", Role.ADMINISTRATION)
    assert vu.total_centimes == 76_000
    assert "250000" not in repr(vu)
    assert "2\u202f500" not in repr(vu)
    assert [x.base for x in vu.registre("cotisations").lignes] == ["", ""]


def test_the_year_alone_can_be_priced(maison: Maison) -> None:
    assert chiffrer_annee(maison.ctx(), maison.ids["Valmont"], maison.ids["cible"]) is None
    tarif_de_cette_annee(maison)
    prix = chiffrer_annee(maison.ctx(), maison.ids["Valmont"], maison.ids["source"])
    assert prix is not None
    assert prix.total_centimes == 114_000


def test_nothing_for_an_unknown_household_nor_for_a_teacher(maison: Maison) -> None:
    with pytest.raises(Introuvable):
        lire_facturation(maison.ctx(), 999_999)
    with pytest.raises(Refus):
        lire_facturation(maison.ctx(Role.ENSEIGNANT), maison.ids["Valmont"])


def test_a_household_without_pupil_has_no_year(maison: Maison) -> None:
    maison.foyer("Seul")
    assert lire_facturation(maison.ctx(), maison.ids["Seul"]).blocs == ()
