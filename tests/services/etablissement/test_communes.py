"""The towns of the territory decide the residence status of families; renamed and withdrawn, they stay explained."""

from datetime import date

import pytest

from imuse_desk.domain.erreurs import FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.reinscription import Exigence
from imuse_desk.services.annulation import annuler, lister_annulables
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.communes import (
    AjouterCommune,
    RenommerCommune,
    RetirerCommune,
    ajouter_commune,
    lister_communes,
    renommer_commune,
    retirer_commune,
)
from imuse_desk.services.familles import proposer_statut
from tests.fabriques import Maison
from tests.services.reinscription.outils import ouvrir


def _annuler(ctx: Contexte) -> None:
    annuler(ctx, lister_annulables(ctx)[0].operation_id)


def test_the_status_of_a_family_comes_from_the_towns(ctx: Contexte) -> None:
    assert proposer_statut(ctx, "92190", "Meudon") == ""
    ajouter_commune(ctx, AjouterCommune("92 190", "Meudon"))
    assert proposer_statut(ctx, "92190", "MEUDON CEDEX") == "resident"
    assert proposer_statut(ctx, "92310", "Sèvres") == "exterieur"
    _annuler(ctx)
    assert lister_communes(ctx) == ()


def test_a_renamed_town_keeps_its_families(ctx: Contexte) -> None:
    ident = ajouter_commune(ctx, AjouterCommune("55999", "Ornes-le-Vieux")).resultat
    renommer_commune(ctx, RenommerCommune(ident, "Val d’Ornes", "01/09/2026"))
    assert proposer_statut(ctx, "55999", "Ornes le Vieux") == "resident"
    assert proposer_statut(ctx, "55999", "VAL D'ORNES") == "resident"
    assert [(c.ville, c.au_le, c.renommee_en) for c in lister_communes(ctx)] == [
        ("Val d’Ornes", None, ""),
        ("Ornes-le-Vieux", date(2026, 9, 1), "Val d’Ornes"),
    ]
    _annuler(ctx)
    assert [(c.ville, c.au_le) for c in lister_communes(ctx)] == [("Ornes-le-Vieux", None)]


def test_a_rename_to_come_changes_nothing_today(ctx: Contexte) -> None:
    ident = ajouter_commune(ctx, AjouterCommune("55999", "Ornes")).resultat
    renommer_commune(ctx, RenommerCommune(ident, "Val d’Ornes", "29/02/2028"))
    assert {c.ville: (c.est_a_venir, c.est_finie) for c in lister_communes(ctx)} == {
        "Ornes": (False, False),
        "Val d’Ornes": (True, False),
    }


def test_a_town_withdrawn_is_outside_from_that_day(ctx: Contexte) -> None:
    ajouter_commune(ctx, AjouterCommune("92310", "Sèvres"))
    ident = ajouter_commune(ctx, AjouterCommune("92190", "Meudon")).resultat
    retirer_commune(ctx, RetirerCommune(ident, "05/11/2026"))
    assert proposer_statut(ctx, "92190", "Meudon") == "resident"  # today is the 4th
    _annuler(ctx)
    retirer_commune(ctx, RetirerCommune(ident, "04/11/2026"))
    assert proposer_statut(ctx, "92190", "Meudon") == "exterieur"
    with pytest.raises(Introuvable):
        retirer_commune(ctx, RetirerCommune(ident, "06/11/2026"))


def test_bad_input_is_refused(ctx: Contexte) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        ajouter_commune(ctx, AjouterCommune("", "", "31/02/2026"))
    assert [e.champ for e in refus.value.erreurs] == ["cp", "ville", "du"]
    ident = ajouter_commune(ctx, AjouterCommune("92190", "Meudon", "01/09/2024")).resultat
    with pytest.raises(Invalide) as double:
        ajouter_commune(ctx, AjouterCommune("92190", "MEUDON", "01/09/2025"))
    assert double.value.code == "commune_deja_la"
    with pytest.raises(Invalide) as inverse:
        retirer_commune(ctx, RetirerCommune(ident, "01/09/2023"))
    assert inverse.value.code == "dates_inversees"
    with pytest.raises(FormulaireInvalide):
        renommer_commune(ctx, RenommerCommune(ident, " ", ""))


def test_a_rename_that_was_renamed_again_is_not_undone(ctx: Contexte) -> None:
    ident = ajouter_commune(ctx, AjouterCommune("55999", "Ornes")).resultat
    deux = renommer_commune(ctx, RenommerCommune(ident, "Val d’Ornes", "01/01/2025")).resultat
    premier = lister_annulables(ctx)[0]
    renommer_commune(ctx, RenommerCommune(deux, "Les Ornes", "01/01/2026"))
    with pytest.raises(RegleMetier) as refus:
        annuler(ctx, premier.operation_id)
    assert refus.value.code == "modifie_depuis"


def _exigence_caf(maison: Maison) -> str:
    return next(p.exigence for p in ouvrir(maison).pieces if p.code == "caf")


def test_the_pieces_of_a_dossier_follow_the_territory(maison: Maison) -> None:
    ctx = maison.ctx()
    assert _exigence_caf(maison) == Exigence.OBLIGATOIRE  # no territory: the tariff zones say that Rives is of the site
    ajouter_commune(ctx, AjouterCommune("54000", "Ailleurs"))
    assert _exigence_caf(maison) == Exigence.SANS_OBJET
    ajouter_commune(ctx, AjouterCommune("54999", "Rives-sur-Aulne"))
    assert _exigence_caf(maison) == Exigence.OBLIGATOIRE
