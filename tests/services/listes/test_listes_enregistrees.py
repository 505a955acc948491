"""Lists as each person keeps them, on both databases."""

from dataclasses import replace
from typing import Any

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.listes_enregistrees import (
    GARDEES_MAX,
    Disposition,
    enregistrer_liste,
    garder_derniere,
    lire_disposition,
    lire_listes,
    renommer_liste,
    supprimer_liste,
)

MIENNE = Disposition(("nom", "ville"), {"nom": 240}, "ville", est_croissant=False, groupe="ville", texte="mar",
                     pastilles=("pieces",))  # fmt: skip


def test_a_list_comes_back_as_it_was_left(ctx: Contexte, collegue: Contexte) -> None:
    assert lire_listes(ctx, "famille").derniere is None
    garder_derniere(ctx, "famille", Disposition(("nom",)))
    garder_derniere(ctx, "famille", MIENNE)
    assert lire_listes(ctx, "famille").derniere == MIENNE
    assert lire_listes(ctx, "eleve").derniere is None
    assert lire_listes(collegue, "famille").derniere is None


def test_names_are_kept_apart_and_replaced_by_the_same_name(ctx: Contexte) -> None:
    assert enregistrer_liste(ctx, "famille", "  À  relancer ", MIENNE) == "À relancer"
    enregistrer_liste(ctx, "famille", "Élan", MIENNE)
    enregistrer_liste(ctx, "famille", "À relancer", Disposition(("nom",)))
    gardees = lire_listes(ctx, "famille")
    assert list(gardees.nommees) == ["À relancer", "Élan"]
    assert gardees.nommees["À relancer"] == Disposition(("nom",))
    assert gardees.derniere is None


def test_a_list_is_renamed_and_deleted(ctx: Contexte, collegue: Contexte) -> None:
    for qui in (ctx, collegue):
        enregistrer_liste(qui, "famille", "Mardi", MIENNE)
    enregistrer_liste(ctx, "famille", "Jeudi", MIENNE)
    assert renommer_liste(ctx, "famille", "Mardi", "Mercredi") == "Mercredi"
    assert renommer_liste(ctx, "famille", "Mercredi", "Mercredi") == "Mercredi"
    with pytest.raises(Invalide, match="liste_homonyme"):
        renommer_liste(ctx, "famille", "Mercredi", "Jeudi")
    supprimer_liste(ctx, "famille", "Jeudi")
    supprimer_liste(ctx, "famille", "Jeudi")
    assert list(lire_listes(ctx, "famille").nommees) == ["Mercredi"]
    assert list(lire_listes(collegue, "famille").nommees) == ["Mardi"]


@pytest.mark.parametrize(("nom", "code"), [("  \t", "champ_obligatoire"), ("x" * 61, "texte_trop_long")])
def test_a_name_must_be_one(ctx: Contexte, nom: str, code: str) -> None:
    with pytest.raises(Invalide, match=code):
        enregistrer_liste(ctx, "famille", nom, MIENNE)
    assert lire_listes(ctx, "famille").nommees == {}


def test_so_many_names_and_no_more(ctx: Contexte) -> None:
    for n in range(GARDEES_MAX):
        enregistrer_liste(ctx, "famille", f"Liste {n}", Disposition())
    with pytest.raises(Invalide, match="listes_trop_nombreuses"):
        enregistrer_liste(ctx, "famille", "Une de plus", Disposition())
    enregistrer_liste(ctx, "famille", "Liste 3", MIENNE)
    assert len(lire_listes(ctx, "famille").nommees) == GARDEES_MAX


def test_a_desk_without_an_account_keeps_nothing(ctx: Contexte) -> None:
    seul = replace(ctx, compte_id=None)
    garder_derniere(seul, "famille", MIENNE)
    with pytest.raises(Invalide, match="liste_sans_compte"):
        enregistrer_liste(seul, "famille", "Mardi", MIENNE)
    assert lire_listes(seul, "famille").derniere is None


@pytest.mark.parametrize(
    "contenu",
    [None, [], "x", 3, {"colonnes": "nom", "largeurs": [1], "tri": 4, "groupe": None, "pastilles": {"a": 1}},
     {"largeurs": {"nom": "large", "ville": -3}, "est_croissant": "oui"}],
)  # fmt: skip
def test_what_another_version_kept_does_not_break_a_list(contenu: Any) -> None:
    assert lire_disposition(contenu) == Disposition()
