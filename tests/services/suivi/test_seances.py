"""Lessons moved, cancelled, restored, made up, undone; clashes and days without lessons; on both databases."""

from datetime import date, time
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import AConfirmer, FormulaireInvalide, Introuvable, RegleMetier
from imuse_desk.domain.presences import EtatSeance
from imuse_desk.models import AbsenceEnseignant, Creneau, Remplacement, Seance
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.seances import (
    AnnulerSeance,
    PlacerSeance,
    SeanceVue,
    annuler_seance,
    deplacer_seance,
    lister_salles,
    lister_seances,
    rattraper_seance,
    retablir_seance,
)
from tests.fabriques import MIDI, Maison
from tests.services.lectures.outils import ctx_enseignant
from tests.services.suivi.outils import MERCREDI, a, cle, maison_suivi

JEUDI, VENDREDI = date(2026, 3, 5), date(2026, 3, 6)


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_suivi(base, tmp_path / "depot")


@pytest.fixture
def ctx(maison: Maison) -> Contexte:
    return a(maison.ctx(), MERCREDI)


def semaine(ctx: Contexte, maison: Maison, nom: str = "fm") -> list[SeanceVue]:
    return list(lister_seances(ctx, maison.ids[nom], date(2026, 3, 2), date(2026, 3, 8)))


def test_a_lesson_moves_to_another_day_hour_and_room_and_comes_back(maison: Maison, ctx: Contexte) -> None:
    commande = PlacerSeance(cle(maison), "6/3/26", "9h30", maison.ids["studio"], "Concert")
    fait = deplacer_seance(ctx, commande)
    (vue,) = semaine(ctx, maison)
    assert (vue.le, vue.a, vue.fin, vue.salle) == (VENDREDI, time(9, 30), time(10, 45), "Studio 2")
    assert (vue.etat, vue.motif, vue.a_lieu) == (EtatSeance.DEPLACEE, "Concert", True)
    assert ("seance", fait.resultat) in fait.changements.objets
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    (vue,) = semaine(ctx, maison)
    assert (vue.le, vue.a, vue.salle, vue.etat) == (MERCREDI, time(14), "salle Franck", EtatSeance.PREVUE)


def test_a_room_or_a_teacher_taken_is_refused_with_both_lessons_named(maison: Maison, ctx: Contexte) -> None:
    with pytest.raises(RegleMetier, match="conflit_horaire") as refus:
        deplacer_seance(ctx, PlacerSeance(cle(maison), "05/03/2026", "18:00"))
    assert refus.value.params == {
        "lecon_a": "COR, jeu. 17:00 – 21:00, salle Franck, Rives-sur-Aulne",
        "lecon_b": "FM1.1, jeu. 18:00 – 19:15, salle Franck, Rives-sur-Aulne",
    }
    with pytest.raises(RegleMetier, match="conflit_horaire"):  # the same teacher, another room
        deplacer_seance(
            ctx, PlacerSeance(cle(maison, "orc", VENDREDI, time(18)), "5/3/26", "18:00", maison.ids["studio"])
        )
    assert [s.etat for s in semaine(ctx, maison)] == [EtatSeance.PREVUE]


def test_a_lesson_cancelled_or_moved_frees_its_room_and_a_teacher_away_is_replaced(
    maison: Maison, ctx: Contexte
) -> None:
    ailleurs = PlacerSeance(cle(maison), "5/3/26", "17:00", confirme=True)
    annuler_seance(ctx, AnnulerSeance(cle(maison, "cor", JEUDI, time(17)), "Concert"))
    assert deplacer_seance(ctx, ailleurs).resultat
    with pytest.raises(RegleMetier, match="conflit_horaire"):
        retablir_seance(ctx, cle(maison, "cor", JEUDI, time(17)))
    orchestre = PlacerSeance(cle(maison, "orc", VENDREDI, time(18)), "11/3/26", "14:00", maison.ids["studio"])
    absence = AbsenceEnseignant(
        annee_id=maison.ids["source"], enseignant_id=maison.ids["prof:Imbert"], du_le=date(2026, 3, 11),
        au_le=date(2026, 3, 11), par="essai", a=MIDI,
    )  # fmt: skip
    maison.ajouter(
        Remplacement(
            annee_id=maison.ids["source"], absence_enseignant_id=maison.ajouter(absence), creneau_id=maison.ids["orc"],
            remplacant_id=maison.ids["prof:Tournier"], du_le=date(2026, 3, 11), au_le=date(2026, 3, 11), par="essai",
            a=MIDI,
        )
    )  # fmt: skip
    with pytest.raises(RegleMetier, match="conflit_horaire"):  # Sylvie, who replaces, has her own lesson then
        deplacer_seance(ctx, orchestre)


def test_a_pupil_expected_elsewhere_is_asked_first(maison: Maison, ctx: Contexte) -> None:
    vers = PlacerSeance(cle(maison), "06/03/2026", "18:30", maison.ids["studio"])
    with pytest.raises(AConfirmer, match="conflit_offre") as question:
        deplacer_seance(ctx, vers)
    assert question.value.params["qui"] in ("Lina Valmont", "Noé Valmont")
    assert question.value.params["n"] == 2
    assert deplacer_seance(ctx, PlacerSeance(vers.cle, vers.le, vers.debut, vers.salle_id, confirme=True)).resultat


def test_a_public_holiday_is_refused_unless_confirmed_and_a_day_out_of_the_year_always(
    maison: Maison, ctx: Contexte
) -> None:
    with pytest.raises(AConfirmer, match="seance_jour_ferme") as question:
        deplacer_seance(ctx, PlacerSeance(cle(maison), "06/04/2026", "14:00"))
    assert question.value.params == {"libelle": "Lundi de Pâques", "le": date(2026, 4, 6)}
    assert deplacer_seance(ctx, PlacerSeance(cle(maison), "06/04/2026", "14:00", confirme=True)).resultat
    for le, debut, champs in (
        ("02/09/2026", "14:00", {"le"}), ("33/02/2026", "25:00", {"le", "debut"}), ("", "", {"le", "debut"}),
    ):  # fmt: skip
        with pytest.raises(FormulaireInvalide) as refus:
            deplacer_seance(ctx, PlacerSeance(cle(maison), le, debut, confirme=True))
        assert {e.champ for e in refus.value.erreurs} == champs


def test_a_cancelled_lesson_is_made_up_once_and_says_by_which(maison: Maison, ctx: Contexte) -> None:
    avec_motif = AnnulerSeance(cle(maison), "Grève")
    with pytest.raises(FormulaireInvalide):
        annuler_seance(ctx, AnnulerSeance(cle(maison), "  "))
    with pytest.raises(RegleMetier, match="seance_a_lieu"):
        rattraper_seance(ctx, PlacerSeance(cle(maison), "7/3/26", "10:00"))
    annuler_seance(ctx, avec_motif)
    with pytest.raises(RegleMetier, match="seance_annulee"):
        annuler_seance(ctx, avec_motif)
    with pytest.raises(RegleMetier, match="seance_annulee"):
        deplacer_seance(ctx, PlacerSeance(cle(maison), "7/3/26", "10:00"))
    with pytest.raises(RegleMetier, match="rattrapage_meme_heure"):
        rattraper_seance(ctx, PlacerSeance(cle(maison), "4/3/26", "14:00"))
    fait = rattraper_seance(ctx, PlacerSeance(cle(maison), "7/3/26", "10:00"))
    manquee, rattrapage = semaine(ctx, maison)
    assert (manquee.etat, manquee.motif, manquee.a_lieu) == (EtatSeance.ANNULEE, "Grève", False)
    assert (manquee.rattrapee_le, rattrapage.rattrape_le) == (date(2026, 3, 7), MERCREDI)
    assert (rattrapage.etat, rattrapage.le, rattrapage.a) == (EtatSeance.RATTRAPAGE, date(2026, 3, 7), time(10))
    with pytest.raises(RegleMetier, match="deja_rattrapee"):
        rattraper_seance(ctx, PlacerSeance(cle(maison), "8/3/26", "10:00"))
    with pytest.raises(RegleMetier, match="deja_rattrapee"):
        retablir_seance(ctx, cle(maison))
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert retablir_seance(ctx, cle(maison)).resultat
    assert [s.etat for s in semaine(ctx, maison)] == [EtatSeance.PREVUE]


def test_a_weekly_time_that_changed_leaves_no_ghost_of_a_lesson_put_back(maison: Maison, ctx: Contexte) -> None:
    fait = annuler_seance(ctx, AnnulerSeance(cle(maison), "Erreur"))
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    maison.ecrire(lambda s: setattr(s.get(Creneau, maison.ids["fm"]), "jour", 2))
    assert [(s.le, s.etat) for s in semaine(ctx, maison)] == [(date(2026, 3, 3), EtatSeance.PREVUE)]


def test_a_lesson_that_does_not_exist_is_not_found_and_nothing_is_written(maison: Maison, ctx: Contexte) -> None:
    for jour in (date(2026, 3, 3), date(2026, 9, 2)):
        with pytest.raises(Introuvable):
            annuler_seance(ctx, AnnulerSeance(cle(maison, jour=jour), "Grève"))
    assert maison.ecrire(lambda s: s.query(Seance).count()) == 0


def test_a_teacher_moves_own_lessons_and_no_other(maison: Maison) -> None:
    sylvie = a(ctx_enseignant(maison, "Tournier"), MERCREDI)
    assert deplacer_seance(sylvie, PlacerSeance(cle(maison), "7/3/26", "10:00")).resultat
    assert [s.nom for s in lister_salles(sylvie, maison.ids["fm"])] == ["salle Franck", "Studio 2"]
    for interdit in (
        lambda: deplacer_seance(sylvie, PlacerSeance(cle(maison, "cor", JEUDI, time(17)), "7/3/26", "15:00")),
        lambda: annuler_seance(sylvie, AnnulerSeance(cle(maison, "cor", JEUDI, time(17)), "Grève")),
        lambda: lister_seances(sylvie, maison.ids["cor"], MERCREDI, VENDREDI),
    ):
        with pytest.raises(Introuvable):
            interdit()
