"""What the tab reads of a household's money: ledgers, open invoices, the modes of its régie, in four statements."""

from pathlib import Path

import pytest
from sqlalchemy import event

from imuse_desk.domain.erreurs import Introuvable, Refus, RegleMetier
from imuse_desk.domain.pieces import FamilleMode, GenreBordereau, GenreReglement, Nature
from imuse_desk.domain.roles import Role
from imuse_desk.models import Regie, RegieMode
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from imuse_desk.services.facturation.bordereaux import Remise, remettre
from imuse_desk.services.facturation.compte_famille import lire_compte, lire_facture, lire_recu
from imuse_desk.services.facturation.opposes import defaire_reglement
from tests.fabriques import Maison
from tests.services.facturation.outils import facturee, mode, payer, reglement


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return facturee(base, tmp_path)


def test_the_whole_in_four_statements(maison: Maison) -> None:
    payer(maison, "cheque", 30_000, 10_000)
    ordres: list[str] = []
    event.listen(maison.base.moteur, "before_cursor_execute", lambda *a: ordres.append(a[2]))
    compte = lire_compte(maison.ctx(), maison.ids["Valmont"])
    assert len([o for o in ordres if o.lstrip().upper().startswith("SELECT")]) <= 4
    assert (compte.famille, compte.annee) == ("Famille Valmont", "2025-2026")
    assert [(b.annee, b.nature, b.solde_centimes) for b in compte.blocs] == [("2025-2026", Nature.COTISATIONS, 36_000)]
    assert [x.reste_centimes for x in compte.ouvertes] == [36_000]
    assert [m.libelle for m in compte.modes[:3]] == ["Espèces", "Chèque", "Carte bancaire"]
    assert compte.modes[1].famille is FamilleMode.CHEQUE
    assert (compte.solde_centimes, compte.a_payer_centimes) == (36_000, 36_000)


def test_an_advance_is_taken_off_what_is_asked_for(maison: Maison) -> None:
    payer(maison, "virement", 10_000, parts=())
    compte = lire_compte(maison.ctx(), maison.ids["Valmont"])
    assert (compte.ouvertes[0].reste_centimes, compte.a_payer_centimes) == (76_000, 66_000)
    payer(maison, "virement", 90_000, parts=())
    compte = lire_compte(maison.ctx(), maison.ids["Valmont"])
    assert (compte.solde_centimes, compte.a_payer_centimes) == (-24_000, 0)


def test_the_modes_are_those_of_the_own_regie_of_the_site(maison: Maison) -> None:
    propre = maison.ajouter(Regie(nom="Régie du site", code="B", site_id=maison.ids["site"]))
    maison.ajouter(RegieMode(regie_id=propre, mode_id=mode(maison, "carte")))
    assert [m.libelle for m in lire_compte(maison.ctx(), maison.ids["Valmont"]).modes] == ["Carte bancaire"]


def test_a_household_that_is_not_there(maison: Maison) -> None:
    with pytest.raises(Introuvable):
        lire_compte(maison.ctx(), 9_999)


def test_a_receipt_says_what_may_still_be_undone(maison: Maison) -> None:
    recu = payer(maison, "cheque", 30_000, 10_000)
    ctx = maison.ctx(Role.REGISSEUR)
    remettre(ctx, Remise(GenreBordereau.CHEQUES, (reglement(maison, 0),)))
    oppose = defaire_reglement(ctx, reglement(maison, 1), GenreReglement.ANNULATION, "Erreur").resultat
    vu = lire_recu(ctx, recu)
    assert [(x.montant_centimes, x.numero, x.est_remis, x.est_defait) for x in vu.reglements] == [
        (30_000, "0000001", True, False),
        (10_000, "0000002", False, True),
    ]
    assert lire_recu(ctx, oppose).reglements == ()
    with pytest.raises(Refus):
        lire_recu(maison.ctx(), recu)
    with pytest.raises(Introuvable):
        lire_recu(ctx, 9_999)


def test_an_invoice_says_what_is_left_of_each_line(maison: Maison) -> None:
    ctx = maison.ctx()
    facture_id = lire_compte(ctx, maison.ids["Valmont"]).ouvertes[0].facture_id
    avoir = emettre_avoir(ctx, facture_id, "Arrêt", [LigneAvoir(2, 6_000)]).resultat
    vue = lire_facture(ctx, facture_id)
    assert [(x.rang, x.montant_centimes, x.reste_centimes) for x in vue.lignes] == [
        (1, 40_000, 40_000), (2, 36_000, 30_000),
    ]  # fmt: skip
    assert (vue.lignes[0].qui, vue.reste_centimes, vue.reste_du_centimes) == ("Lina Valmont", 70_000, 70_000)
    with pytest.raises(RegleMetier, match="avoir_sur_facture"):
        lire_facture(ctx, avoir)
