"""A plan agreed before the invoice: seen in the preview, followed by the call and the single invoice, withdrawn."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, RegleMetier
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.reglages import MODE_APPEL, PART_ECHEANCES
from imuse_desk.domain.roles import Role
from imuse_desk.models import PieceEmise, PlanAccorde, PlanPiece
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.accords import AccorderAvance, RetirerAvance, accorder_avance, retirer_avance
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.lot import LigneApercu, apercu_lot
from imuse_desk.services.facturation.plans import lire_plan
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.seule import apercu_seule, emettre_seule
from imuse_desk.services.lectures.facturation import lire_facturation
from tests.fabriques import Maison
from tests.services.facturation.outils import a_facturer, facturer, sans_faute


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    """A family to bill 760 €, in three parts at most."""
    return a_facturer(base_sqlite, tmp_path / "depot")


@pytest.fixture
def partout(base: Base, tmp_path: Path) -> Maison:
    """The same on both databases."""
    return a_facturer(base, tmp_path / "depot")


def le(maison: Maison, jours: int = 30) -> date:
    return maison.ctx().aujourdhui() + timedelta(days=jours)


def demande(maison: Maison, nombre: int = 2, vu_id: int | None = None, motif: str = "Chômage") -> AccorderAvance:
    return AccorderAvance(
        maison.ids["Valmont"], maison.ids["source"], Nature.COTISATIONS, vu_id, nombre, f"{le(maison):%d/%m/%Y}", motif
    )  # fmt: skip


def apercu(maison: Maison) -> LigneApercu:
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)
    return next(x for x in apercu_lot(maison.ctx(), appel).lignes if x.foyer_id == maison.ids["Valmont"])


def _executer(ordre: str, session: Session) -> None:
    session.execute(text(ordre))


def facture(maison: Maison) -> PieceEmise:
    with maison.base.lire() as session:
        return session.scalars(select(PieceEmise).where(PieceEmise.serie == Serie.FACTURE)).one()


def test_the_call_follows_it_and_the_invoice_keeps_why(partout: Maison) -> None:
    accorder_avance(partout.ctx(), demande(partout))
    vu = apercu(partout)
    assert vu.accord is not None
    assert (vu.accord.nombre, vu.accord.premiere_le, vu.accord.est_derogation) == (2, le(partout), False)
    facturer(partout)
    piece = facture(partout)
    plan = lire_plan(partout.ctx(), piece.id)
    assert [p.montant_centimes for p in plan.parts] == [38_000, 38_000]
    assert (plan.parts[0].le, plan.motif) == (le(partout), "Chômage")
    assert relire(piece)["accord"]["auteur"] == "Aline Martin"
    sans_faute(partout)


def test_the_single_invoice_and_the_forecast_follow_it(maison: Maison) -> None:
    accorder_avance(maison.ctx(), demande(maison))
    vue = lire_facturation(maison.ctx(), maison.ids["Valmont"])
    prevu = next(b for b in vue.blocs if b.annee_id == maison.ids["source"]).registre("cotisations")
    assert prevu.echeances[0].le == le(maison)
    seule = apercu_seule(maison.ctx(), maison.ids["Valmont"], maison.ids["source"], Nature.COTISATIONS)
    assert (seule.parts, seule.accord) == (2, prevu.accord)
    assert prevu.accord is not None
    vu_id = prevu.accord.accord_id
    emettre_seule(maison.ctx(), seule)
    assert len(lire_plan(maison.ctx(), facture(maison).id).parts) == 2
    with pytest.raises(RegleMetier, match="plan_deja_facture"):
        accorder_avance(maison.ctx(), demande(maison, vu_id=vu_id))


def test_beyond_the_rule_of_the_year_only_who_issues_invoices(maison: Maison) -> None:
    """Administration edits families and issues nothing."""
    administration = maison.ctx(Role.ADMINISTRATION)
    accorder_avance(administration, demande(maison, 3))
    vu = apercu(maison).accord
    assert vu is not None
    with pytest.raises(RegleMetier, match="plan_hors_regle") as refus:
        accorder_avance(administration, demande(maison, 4, vu.accord_id))
    assert refus.value.params == {"nombre": 4, "maximum": 3}
    accorder_avance(maison.ctx(Role.REGISSEUR), demande(maison, 4, vu.accord_id))
    accorde = apercu(maison).accord
    assert accorde is not None
    assert (accorde.nombre, accorde.est_derogation) == (4, True)
    assert apercu(maison).exclusion == ""


def test_a_rule_made_narrower_since_puts_the_family_aside(maison: Maison) -> None:
    accorder_avance(maison.ctx(), demande(maison, 3))
    maison.regler(PART_ECHEANCES.cle, 2)
    vu = apercu(maison)
    assert vu.exclusion == "plan_hors_regle"
    assert vu.detail.replace("\u00a0", " ") == "3 fois, 2 au plus pour 760,00 €"


def test_it_is_withdrawn_with_a_reason_and_nothing_is_erased(partout: Maison) -> None:
    ctx, accord_id = partout.ctx(), accorder_avance(partout.ctx(), demande(partout)).resultat
    retrait = RetirerAvance(partout.ids["Valmont"], partout.ids["source"], Nature.COTISATIONS, accord_id, "Erreur")
    with pytest.raises(FormulaireInvalide):
        retirer_avance(ctx, replace(retrait, motif=" "))
    retirer_avance(ctx, retrait)
    assert apercu(partout).accord is None
    with pytest.raises(Conflit):
        retirer_avance(ctx, retrait)
    with partout.base.lire() as session:
        rangees = session.scalars(select(PlanAccorde).order_by(PlanAccorde.id)).all()
        assert [(x.nombre, x.motif) for x in rangees] == [(2, "Chômage"), (0, "Erreur")]
    for ordre in ("UPDATE plan_accorde SET nombre = 1", "DELETE FROM plan_accorde"):
        with pytest.raises(RegleMetier):
            partout.ecrire(partial(_executer, ordre))
    facturer(partout)
    with partout.base.lire() as session:
        assert session.scalars(select(PlanPiece.motif)).all() == [""]


def test_two_desks_and_a_house_of_several_calls(maison: Maison) -> None:
    accorder_avance(maison.ctx(), demande(maison))
    with pytest.raises(Conflit):
        accorder_avance(maison.ctx(), demande(maison, 3))
    maison.regler(MODE_APPEL.cle, "n_appels")
    assert apercu(maison).accord is None
    with pytest.raises(RegleMetier, match="plan_n_appels"):
        accorder_avance(maison.ctx(), demande(maison, vu_id=1))


@pytest.mark.parametrize(
    ("nombre", "motif", "champ"), [(0, "Chômage", "nombre"), (13, "Chômage", "nombre"), (2, " ", "motif")]
)
def test_what_is_typed_is_checked(maison: Maison, nombre: int, motif: str, champ: str) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        accorder_avance(maison.ctx(), demande(maison, nombre, motif=motif))
    assert [e.champ for e in refus.value.erreurs] == [champ]
