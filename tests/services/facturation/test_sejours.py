"""Late entries and departures: what they owe by the rule of the year."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.reglages import (
    DEPART_TARDIF,
    DESISTEMENT_JUSQU_AU,
    ECHEANCES_JOURS,
    MOYEN_ECHEANCES,
    PART_ECHEANCES,
    PERIODES_ENTREE,
)
from imuse_desk.models import EcheancePiece, Inscription, LignePiece, PieceEmise
from imuse_desk.models.passerelle import Base
from imuse_desk.services.changements.changer import ArreterCours, ChangerCours, arreter_cours, changer_cours
from imuse_desk.services.changements.regles import Motivation
from imuse_desk.services.facturation.lot import Apercu, apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.papiers import imprimer_piece
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.lectures.facturation import lire_facturation
from tests.fabriques import Maison, maison_valmont
from tests.printing.exemples import normaliser, textes
from tests.services.lectures.outils import relever, tarif_de_cette_annee

MOIS = ["10-01", "11-01", "12-01", "01-01", "02-01", "03-01", "04-01", "05-01", "06-01"]
NOE = ("COR", "FM1.1", "ORC")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """The Valmont family, 400 € for Lina and 360 € for Noé, in a house where ten periods of entry are reckoned."""
    maison = maison_valmont(base, tmp_path / "depot")
    tarif_de_cette_annee(maison, proration={"type": "started_periods", "periods": 10})
    relever(maison, "Valmont", 250_000)
    maison.regler(PERIODES_ENTREE.cle, MOIS)
    return maison


def apercu(maison: Maison) -> Apercu:
    return apercu_lot(maison.ctx(), Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS))


def total(maison: Maison) -> int:
    return apercu(maison).total_centimes


def base_de(maison: Maison, enfant: str) -> str:
    vue = lire_facturation(maison.ctx(), maison.ids["Valmont"])
    bloc = next(b for b in vue.blocs if b.annee_id == maison.ids["source"])
    return next(x.base for x in bloc.registre("cotisations").lignes if x.enfant == enfant).replace("\u00a0", " ")


def entrer(maison: Maison, le: date, *codes: str) -> None:
    def dater(session) -> None:
        for code in codes:
            session.get(Inscription, maison.ids[f"inscription:Noé:{code}"]).du_le = le

    maison.ecrire(dater)


def partir(maison: Maison, effet: str) -> None:
    for code in NOE:
        arreter_cours(
            maison.ctx(),
            ArreterCours(
                maison.ids[f"inscription:Noé:{code}"], Motivation(effet, "Départ", "Mme Valmont"), confirme=True
            ),
        )


def test_what_is_entered_in_january_owes_the_months_left(maison: Maison) -> None:
    entrer(maison, date(2026, 1, 12), *NOE)
    assert total(maison) == 40_000 + 36_000 * 6 // 10
    assert base_de(maison, "Noé").endswith("entrée le 12/01/2026 : 360,00 € × 3/5")


def test_what_is_paid_once_counts_from_the_first_course(maison: Maison) -> None:
    entrer(maison, date(2026, 1, 12), "ORC")
    assert total(maison) == 76_000


def test_without_periods_a_year_begun_is_due(maison: Maison) -> None:
    maison.regler(PERIODES_ENTREE.cle, [])
    entrer(maison, date(2026, 1, 12), *NOE)
    assert total(maison) == 76_000


def test_periods_that_are_not_those_of_the_grid_bill_nobody(maison: Maison) -> None:
    maison.regler(PERIODES_ENTREE.cle, ["02-01"])
    vu = apercu(maison)
    assert vu.a_emettre == ()
    assert {x.exclusion for x in vu.lignes} == {"sans_tarif"}


def test_a_course_that_replaces_another_goes_on(maison: Maison) -> None:
    maison.cours("PIA", "COR", annee="source", libelle="Piano")
    changer_cours(
        maison.ctx(),
        ChangerCours(
            maison.ids["inscription:Noé:COR"],
            Motivation("12/01/2026", "Change", "Mme Valmont", "La direction", "10/01/2026"),
            cours_id=maison.ids["source:PIA"], genre="discipline", confirme=True,
        ),
    )  # fmt: skip
    assert total(maison) == 76_000


@pytest.mark.parametrize(
    ("limite", "regle", "attendu"),
    [
        ("", "annee", 40_000),
        ("10-31", "annee", 76_000),
        ("02-28", "annee", 40_000),
        ("10-31", "periodes", 40_000 + 36_000 * 5 // 10),
    ],
)
def test_who_leaves_owes_what_the_rule_says(maison: Maison, limite: str, regle: str, attendu: int) -> None:
    """Noé leaves on 31 January; Lina owes 400 € in any case."""
    maison.regler(DESISTEMENT_JUSQU_AU.cle, limite)
    maison.regler(DEPART_TARDIF.cle, regle)
    partir(maison, "01/02/2026")
    assert total(maison) == attendu
    vue = lire_facturation(maison.ctx(), maison.ids["Valmont"])
    non_comptes = next(b for b in vue.blocs if b.annee_id == maison.ids["source"]).non_comptes
    assert bool(non_comptes) == (attendu == 40_000)


def test_a_family_whose_children_all_left_is_still_billed(maison: Maison) -> None:
    maison.regler(DESISTEMENT_JUSQU_AU.cle, "10-31")
    partir(maison, "01/02/2026")

    def fermer(session) -> None:
        for cle, inscription_id in maison.ids.items():
            if cle.startswith("inscription:Lina"):
                session.get(Inscription, inscription_id).etat = "arretee"

    maison.ecrire(fermer)
    assert total(maison) == 40_000


def test_the_invoice_says_what_period_a_line_covers_and_how_each_part_is_paid(maison: Maison) -> None:
    entrer(maison, date(2026, 1, 14), *NOE)
    maison.regler(MOYEN_ECHEANCES.cle, "prélèvement ou virement")
    maison.regler(ECHEANCES_JOURS.cle, ["06-01", "06-20"])
    maison.regler(PART_ECHEANCES.cle, 2)
    poursuivre_lot(maison.ctx(), ouvrir_lot(maison.ctx(), apercu(maison)).resultat)
    with maison.base.lire() as session:
        assert [x.periode for x in session.scalars(select(LignePiece).order_by(LignePiece.rang))] == [
            "", "à partir du 14/01/2026",
        ]  # fmt: skip
        assert {x.moyen for x in session.scalars(select(EcheancePiece))} == {"prélèvement ou virement"}
        piece_id = session.scalars(select(PieceEmise.id)).one()
    mots = normaliser("\n".join(textes(imprimer_piece(maison.ctx(), piece_id).octets)))
    assert "à partir du 14/01/2026, " in mots
    assert mots.count("prélèvement ou virement") == 2
