"""The simple cards of the offer: recorded, refused field by field, put aside, taken back."""

import pytest

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Invalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.services.annulation import annuler
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.offre import lire_choix, lire_fiche, lister_cours, lister_fiches
from imuse_desk.services.lectures.recherche import rechercher
from imuse_desk.services.offre.fiches import EnregistrerFiche, RangerFiche, enregistrer_fiche, ranger_fiche
from tests.services.offre.conftest import Offre


def _codes(refus: FormulaireInvalide) -> list[tuple[str, str]]:
    return [(e.champ, e.code) for e in refus.erreurs]


def test_levels_are_named_by_the_pattern_of_their_cursus(ctx: Contexte, offre: Offre) -> None:
    musique, cham = offre.cursus("MUS"), offre.cursus("CHAM", motif_niveau="{cycle}C{annee}")
    deux = offre.fiche("niveau", cursus_id=musique, cycle="1", annee="2")
    offre.fiche("niveau", cursus_id=musique, cycle="1", annee="1", suivant_id=deux)
    offre.fiche("niveau", cursus_id=cham, cycle="1", annee="4")
    offre.fiche("niveau", cursus_id=musique, cycle="3", libelle="COP")
    assert [n.champs["libelle"] for n in lister_fiches(ctx, "niveau")] == ["C1.2", "C1.1", "COP", "1C4"]
    with pytest.raises(FormulaireInvalide) as refus:
        offre.fiche("niveau", cursus_id=cham, cycle="1", annee="5", suivant_id=deux)
    assert _codes(refus.value) == [("suivant_id", "niveau_autre_cursus")]


CASSES: list[tuple[dict[str, object], list[tuple[str, str]]]] = [
    (
        {"libelle": "Musique", "motif_niveau": "C{cycle}"},
        [("specialite", "choix_obligatoire"), ("code", "champ_obligatoire")],
    ),
    (
        {"code": "M", "libelle": "", "specialite": "musique", "motif_niveau": "C{an}"},
        [("motif_niveau", "champ_fusion_inconnu"), ("libelle", "champ_obligatoire")],
    ),
    (
        {"code": "M" * 21, "libelle": "x", "specialite": "danse", "motif_niveau": "{cycle"},
        [("motif_niveau", "accolade_seule"), ("code", "texte_trop_long")],
    ),
]


@pytest.mark.parametrize(("champs", "attendu"), CASSES)
def test_each_field_says_what_is_wrong(offre: Offre, champs: dict[str, object], attendu: list[tuple[str, str]]) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        offre.fiche("cursus", **champs)
    assert _codes(refus.value) == attendu


def test_a_code_is_given_once(offre: Offre) -> None:
    offre.discipline("COR")
    with pytest.raises(Invalide) as refus:
        offre.discipline("cor", "Autre")
    assert (refus.value.champ, refus.value.code) == ("code", "deja_utilise")


def test_two_desks_never_overwrite_each_other(ctx: Contexte, offre: Offre) -> None:
    salle = offre.salle("Ravel")
    lue = lire_fiche(ctx, "salle", salle)
    enregistrer_fiche(ctx, EnregistrerFiche("salle", {"nom": "Fauré", "capacite": "20"}, salle, lue.version))
    with pytest.raises(Conflit) as conflit:
        enregistrer_fiche(ctx, EnregistrerFiche("salle", {"nom": "Franck", "capacite": "20"}, salle, lue.version))
    assert conflit.value.champs == {"nom": ("Franck", "Fauré")}


def test_what_is_used_stays(ctx: Contexte, offre: Offre) -> None:
    cursus, discipline, salle = offre.cursus(), offre.discipline(), offre.salle()
    cours = offre.cours(cursus_id=cursus, discipline_id=discipline)
    offre.horaire(cours, salle_id=salle)
    for genre, ident, usages in (
        ("cursus", cursus, "1 cours"),
        ("discipline", discipline, "1 cours"),
        ("salle", salle, "1 horaires"),
    ):
        with pytest.raises(RegleMetier) as refus:
            ranger_fiche(ctx, RangerFiche(genre, ident, lire_fiche(ctx, genre, ident).version))
        assert (refus.value.code, refus.value.params["usages"]) == ("fiche_utilisee", usages)


def test_a_card_put_aside_is_no_longer_offered_and_comes_back(ctx: Contexte, offre: Offre) -> None:
    salle = offre.salle()
    fait = ranger_fiche(ctx, RangerFiche("salle", salle, 1))
    assert lire_choix(ctx).salles == ()
    assert [f.est_archivee for f in lister_fiches(ctx, "salle")] == [True]
    with pytest.raises(Invalide) as refus:
        offre.salle()
    assert refus.value.code == "deja_utilise_archive"
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert [c.libelle for c in lire_choix(ctx).salles] == ["Ravel"]


def test_undoing_a_return_puts_aside_nothing_that_is_used(ctx: Contexte, offre: Offre) -> None:
    cursus, discipline, salle = offre.cursus(), offre.discipline(), offre.salle()
    ranger_fiche(ctx, RangerFiche("salle", salle, 1))
    repris = ranger_fiche(ctx, RangerFiche("salle", salle, 2, est_reprise=True))
    offre.horaire(offre.cours(cursus_id=cursus, discipline_id=discipline), salle_id=salle)
    assert repris.operation_id is not None
    with pytest.raises(RegleMetier, match="fiche_utilisee"):
        annuler(ctx, repris.operation_id)
    assert [c.libelle for c in lire_choix(ctx).salles] == ["Ravel"]


def test_a_course_is_found_by_the_search_from_its_first_day(ctx: Contexte, offre: Offre) -> None:
    cours = offre.cours(libelle="Cor C1.1", cursus_id=offre.cursus(), discipline_id=offre.discipline())
    assert ("cours", cours) in [(t.genre, t.id) for g in rechercher(ctx, "cor").groupes for t in g.lignes]
    (ligne,) = lister_cours(ctx)
    assert (ligne.libelle, ligne.horaires, ligne.inscrits, ligne.places) == ("Cor C1.1", 0, 0, 0)


def test_the_secretary_does_not_change_the_offer(base_demo) -> None:
    with pytest.raises(Refus):
        Offre(base_demo.contexte(Role.SECRETARIAT)).salle("Nouvelle")
