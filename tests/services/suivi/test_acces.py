"""Who reaches a weekly time, a course, an enrolment, on which day; on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import ErreurMetier, Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission, Role
from imuse_desk.models import AbsenceEnseignant, Remplacement, Site
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.suivi import creneau_de_son_eleve, lire_eleves_du_cours, lire_mes_cours
from imuse_desk.services.papiers.demande import Demande, GenrePapier, Sujet, produire_papier
from imuse_desk.services.suivi.acces import exiger_cours, exiger_creneau, exiger_inscription
from imuse_desk.services.suivi.appel import ouvrir_appel, ouvrir_mois
from tests.fabriques import MIDI, Maison, maison_valmont
from tests.services.lectures.outils import ctx_enseignant, enseignant, enseigner, placer

LUNDI, VENDREDI = date(2026, 3, 2), date(2026, 3, 6)


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """Bertrand has the horn on Wednesday with Lina and Noé; Sylvie replaces him from 2 to 6 March."""
    maison = maison_valmont(base, tmp_path / "depot")

    def batir(m: Maison) -> None:
        m.creneau("cor", "source:COR", 3, "13:30", duree=240)
        m.creneau("fm", "source:FM1.1", 3, "09:00", duree=75)
        for nom, prenom in (("Imbert", "Bertrand"), ("Tournier", "Sylvie"), ("Roy", "Anne")):
            enseignant(m, nom, prenom)
        enseigner(m, "Imbert", "cor")
        enseigner(m, "Imbert", "fm")
        enseigner(m, "Roy", "fm")
        placer(m, "Lina:COR", "cor", date(2025, 9, 15))
        placer(m, "Noé:COR", "cor", date(2025, 9, 15), date(2026, 1, 4))
        absence = m.garder(
            "absence",
            AbsenceEnseignant(
                annee_id=m.ids["source"], enseignant_id=m.ids["prof:Imbert"], du_le=LUNDI, au_le=VENDREDI, par="essai",
                a=MIDI,
            ),
        )  # fmt: skip
        m.garder(
            "remplacement",
            Remplacement(
                annee_id=m.ids["source"], absence_enseignant_id=absence, creneau_id=m.ids["cor"],
                remplacant_id=m.ids["prof:Tournier"], du_le=LUNDI, au_le=VENDREDI, par="essai", a=MIDI,
            ),
        )  # fmt: skip

    return maison.d_un_coup(batir)


def le(ctx: Contexte, jour: date) -> Contexte:
    return replace(ctx, horloge=lambda: datetime(jour.year, jour.month, jour.day, 9, tzinfo=UTC))


def atteint(exiger: Callable[..., object], ctx: Contexte, *arguments: object) -> bool:
    with ctx.lire() as session:
        try:
            exiger(ctx, session, *arguments)
        except Introuvable:
            return False
    return True


def test_the_office_and_the_direction_reach_all_of_their_site_and_no_other(maison: Maison) -> None:
    autre = maison.ajouter(Site(code="AUT", nom="Autre site"))
    for role in (Role.SECRETARIAT, Role.DIRECTION):
        ctx = maison.ctx(role)
        with ctx.lire() as session:
            acces = exiger_creneau(ctx, session, maison.ids["cor"], LUNDI)
            assert acces.cours_id == maison.ids["source:COR"]
            assert (acces.site_id, acces.annee_id) == (maison.ids["site"], maison.ids["source"])
            ailleurs = maison.ctx(role, site_id=autre)
            with pytest.raises(RegleMetier, match="autre_site"):
                exiger_cours(ailleurs, session, maison.ids["source:COR"])
        assert atteint(exiger_inscription, ctx, maison.ids["inscription:Noé:COR"])
    with maison.ctx().lire() as session, pytest.raises(ErreurMetier):
        exiger_creneau(maison.ctx(Role.REGISSEUR), session, maison.ids["cor"])


def test_a_teacher_reaches_own_times_and_courses_and_the_pupils_who_come_to_them(maison: Maison) -> None:
    imbert, roy = (le(ctx_enseignant(maison, nom), LUNDI) for nom in ("Imbert", "Roy"))
    ids = maison.ids
    assert atteint(exiger_creneau, imbert, ids["cor"])
    assert atteint(exiger_creneau, imbert, ids["cor"], date(2025, 10, 1)), "a day long past"
    assert atteint(exiger_cours, imbert, ids["source:COR"])
    assert atteint(exiger_inscription, imbert, ids["inscription:Lina:COR"])
    assert not atteint(exiger_inscription, imbert, ids["inscription:Noé:COR"]), "Noé left in January"
    assert atteint(exiger_inscription, imbert, ids["inscription:Noé:COR"], date(2026, 1, 4))
    assert not atteint(exiger_inscription, imbert, ids["inscription:Lina:ORC"])
    assert not atteint(exiger_creneau, roy, ids["cor"])
    assert not atteint(exiger_cours, roy, ids["source:COR"])
    assert atteint(exiger_creneau, roy, ids["fm"]), "two teachers on one course"
    assert not atteint(exiger_cours, imbert, ids["source:COR"], None, Permission.VALIDER_NOTES)


@pytest.mark.parametrize(
    ("aujourdhui", "seance", "voit"),
    [
        (LUNDI, LUNDI, True),
        (VENDREDI, VENDREDI, True),
        (VENDREDI, LUNDI, True),
        (date(2026, 3, 1), date(2026, 3, 4), True),
        (LUNDI, date(2026, 3, 1), False),
        (VENDREDI, date(2026, 3, 7), False),
        (date(2026, 3, 7), VENDREDI, False),
    ],
    ids=["first day", "last day", "an earlier day of it", "prepared before", "before", "after", "access ended"],
)
def test_a_substitute_reaches_the_days_of_the_replacement_and_no_other(
    maison: Maison, aujourdhui: date, seance: date, voit: bool
) -> None:
    ctx = le(ctx_enseignant(maison, "Tournier"), aujourdhui)
    assert atteint(exiger_creneau, ctx, maison.ids["cor"], seance) is voit


def test_a_replacement_or_an_absence_that_was_withdrawn_opens_nothing(maison: Maison) -> None:
    ctx = le(ctx_enseignant(maison, "Tournier"), LUNDI)
    assert atteint(exiger_inscription, ctx, maison.ids["inscription:Lina:COR"])

    def poser(modele: type, nom: str, colonne: str, valeur: datetime | None) -> None:
        maison.ecrire(lambda session: setattr(session.get(modele, maison.ids[nom]), colonne, valeur))

    for modele, nom, colonne in (
        (Remplacement, "remplacement", "annule_a"),
        (AbsenceEnseignant, "absence", "annulee_a"),
    ):
        poser(modele, nom, colonne, MIDI)
        assert not atteint(exiger_creneau, ctx, maison.ids["cor"])
        poser(modele, nom, colonne, None)


def test_an_account_that_names_no_teacher_and_what_does_not_exist_are_not_found(maison: Maison) -> None:
    personne = replace(maison.ctx(Role.ENSEIGNANT), compte_id=None)
    assert not atteint(exiger_creneau, personne, maison.ids["cor"])
    assert not atteint(exiger_inscription, maison.ctx(), 999_999)


def test_a_substitute_has_the_time_in_his_week_and_its_pupils_until_the_last_day(maison: Maison) -> None:
    sylvie = le(ctx_enseignant(maison, "Tournier"), VENDREDI)
    assert [c.cours for c in lire_mes_cours(sylvie).cours] == ["COR"]
    assert [e.prenom for e in lire_eleves_du_cours(sylvie, maison.ids["cor"])] == ["Lina"]
    assert creneau_de_son_eleve(sylvie, maison.ids["Lina"]) == maison.ids["cor"]
    liste = Demande(GenrePapier.LISTE_CLASSE, Sujet.CRENEAU, (maison.ids["cor"],))
    assert produire_papier(sylvie, liste).nombre == 1
    apres = le(sylvie, date(2026, 3, 7))
    assert lire_mes_cours(apres).cours == ()
    for lecture in (
        lambda: lire_eleves_du_cours(apres, maison.ids["cor"]),
        lambda: creneau_de_son_eleve(apres, maison.ids["Lina"]),
        lambda: produire_papier(apres, liste),
    ):
        with pytest.raises(Introuvable):
            lecture()


def test_a_substitute_calls_the_lessons_of_his_days_and_sees_no_other(maison: Maison) -> None:
    sylvie = le(ctx_enseignant(maison, "Tournier"), LUNDI)
    feuille = ouvrir_appel(sylvie, maison.ids["cor"])
    assert feuille is not None
    assert (feuille.seance.le, feuille.precedente, feuille.suivante) == (date(2026, 3, 4), None, None)
    assert [s.le for s in ouvrir_mois(sylvie, maison.ids["cor"]).seances] == [date(2026, 3, 4)]
    assert ouvrir_mois(sylvie, maison.ids["cor"], date(2026, 2, 1)).seances == ()
    bertrand = ouvrir_appel(le(ctx_enseignant(maison, "Imbert"), LUNDI), maison.ids["cor"])
    assert bertrand is not None
    assert (bertrand.seance.le, bertrand.precedente is None) == (date(2026, 2, 25), False)
