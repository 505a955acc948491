"""A family billed at the ceiling for want of a paper: what is proposed once the paper gave its quotient."""

from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.models import PieceRecue, Quotient, Site
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.rectification import Rectifier, rectifier
from imuse_desk.services.facturation.regularisation import Regularisation, lire_regularisation
from imuse_desk.services.lectures.liste_familles import PLAFOND, lister_familles
from imuse_desk.services.lectures.listes_dossiers import Filtre
from tests.fabriques import MIDI, Maison, maison_valmont
from tests.services.facturation.outils import facturer, regler_regie
from tests.services.facturation.test_rectification import appel
from tests.services.lectures.outils import pieces_de_cette_annee, relever, tarif_de_cette_annee


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """No quotient is known: the year is billed 1,140 € at the ceiling."""
    maison = maison_valmont(base, tmp_path / "depot")
    tarif_de_cette_annee(maison)
    pieces_de_cette_annee(maison)
    regler_regie(maison)
    facturer(maison)
    return maison


def _lire(maison: Maison) -> Regularisation | None:
    return lire_regularisation(maison.ctx(), maison.ids["Valmont"], maison.ids["site"], maison.ids["source"])


def _au_plafond(maison: Maison) -> list[int]:
    return lister_familles(maison.ctx(), Filtre("", (PLAFOND,))).ids


def test_a_paper_that_moves_the_ceiling_proposes_the_difference(maison: Maison) -> None:
    assert _lire(maison) is None
    assert _au_plafond(maison) == [maison.ids["Valmont"]]
    relever(maison, "Valmont", 200_000)
    proposee = _lire(maison)
    assert proposee is not None
    assert (proposee.etait_plafond, proposee.difference_centimes) == (True, 60_800 - 114_000)
    assert (len(proposee.factures), proposee.applique.le) == (1, None)


def test_nothing_is_proposed_before_every_paper_of_the_income_is_there_and_accepted(maison: Maison) -> None:
    """The quotient read on the CAF's paper does not lift the ceiling by itself."""
    site, annee, foyer = maison.ids["site"], maison.ids["source"], maison.ids["Valmont"]
    caf, *avis = [
        PieceRecue(
            annee_id=annee, site_id=site, type_id=maison.ids[f"type:{code}"], foyer_id=foyer, nom_original="papier.pdf",
            nom_range="papier.pdf", sha256=code.rjust(64, "0"), octets=10, depose_a=MIDI, depose_par="essai",
            etat="acceptee" if code == "caf" else "a_verifier", examen={},
        )
        for code in ("caf", "avis1", "avis2")
    ]  # fmt: skip
    lu = Quotient(
        foyer_id=foyer, annee_id=annee, genre="caf", centimes=200_000, piece_id=maison.ajouter(caf), auteur="essai",
        a=MIDI,
    )  # fmt: skip
    maison.ajouter(lu)
    assert _lire(maison) is None
    assert _au_plafond(maison) == [foyer]
    recus = [maison.ajouter(papier) for papier in avis]
    assert _lire(maison) is None

    def accepter(session: Session) -> None:
        session.execute(update(PieceRecue).where(PieceRecue.id.in_(recus)).values(etat="acceptee"))

    maison.ecrire(accepter)
    proposee = _lire(maison)
    assert proposee is not None
    assert proposee.difference_centimes == 60_800 - 114_000


def test_once_rectified_nothing_is_proposed_and_the_family_leaves_the_list(maison: Maison) -> None:
    relever(maison, "Valmont", 200_000)
    rectifier(maison.ctx(), Rectifier(appel(maison), maison.ids["Valmont"], 60_800, "Quotient reçu"))
    assert _lire(maison) is None
    assert _au_plafond(maison) == []


def test_a_price_that_moved_without_ceiling_says_so(maison: Maison) -> None:
    relever(maison, "Valmont", 200_000)
    rectifier(maison.ctx(), Rectifier(appel(maison), maison.ids["Valmont"], 60_800, "Quotient reçu"))
    relever(maison, "Valmont", 250_000)
    proposee = _lire(maison)
    assert proposee is not None
    assert (proposee.etait_plafond, proposee.difference_centimes) == (False, 15_200)


def test_who_does_not_bill_is_not_told_amounts(maison: Maison) -> None:
    with pytest.raises(Refus):
        lire_regularisation(
            maison.ctx(Role.ADMINISTRATION), maison.ids["Valmont"], maison.ids["site"], maison.ids["source"]
        )


def test_who_bills_on_another_site_alone_is_not_told_amounts_here(maison: Maison) -> None:
    relever(maison, "Valmont", 200_000)
    ailleurs = maison.ctx(site_id=maison.ajouter(Site(code="VDA", nom="Val d’Aulne")))
    with pytest.raises(RegleMetier, match="autre_site"):
        lire_regularisation(ailleurs, maison.ids["Valmont"], maison.ids["site"], maison.ids["source"])
