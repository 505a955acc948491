"""The tables of evaluation of a site: taken as shipped, changed by their cards, kept true to the marks given."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from imuse_desk.domain.erreurs import FormulaireInvalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Evaluation, FeuilleEvaluation, Inscription, PeriodeEvaluation
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.offre import FicheVue, lister_fiches
from imuse_desk.services.offre.fiches import EnregistrerFiche, RangerFiche, enregistrer_fiche, ranger_fiche
from imuse_desk.services.suivi.tables_livrees import reprendre_tables
from tests.fabriques import MIDI, Maison


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return Maison(base_sqlite, tmp_path).d_un_coup(lambda m: m.batir().offre())


@pytest.fixture
def ctx(maison: Maison) -> Contexte:
    return maison.ctx()


def libelles(ctx: Contexte, genre: str) -> list[str]:
    return [f.champs.get("libelle") or f.champs["texte"] for f in lister_fiches(ctx, genre)]


def fiche(ctx: Contexte, genre: str, libelle: str) -> FicheVue:
    return next(f for f in lister_fiches(ctx, genre) if f.champs["libelle"] == libelle)


def changer(ctx: Contexte, genre: str, vue: FicheVue, **champs: Any) -> None:
    enregistrer_fiche(ctx, EnregistrerFiche(genre, {**vue.champs, **champs}, vue.id, vue.version))


def codes(refus: pytest.ExceptionInfo[FormulaireInvalide]) -> list[tuple[str, str]]:
    return [(e.champ, e.code) for e in refus.value.erreurs]


def test_the_shipped_tables_are_taken_once_and_what_the_site_wrote_stays(ctx: Contexte) -> None:
    nouveau = {"libelle": "Sur 20", "genre": "nombre", "maximum": "20", "pas": "50", "valeurs": ""}
    enregistrer_fiche(ctx, EnregistrerFiche("bareme", nouveau))
    assert reprendre_tables(ctx).resultat > 30
    assert reprendre_tables(ctx).resultat == 0
    assert libelles(ctx, "bareme") == ["Sur 20", "Sur 5", "Lettres", "Mentions"]
    assert fiche(ctx, "bareme", "Sur 20").champs["pas"] == 50
    assert libelles(ctx, "type_evaluation") == [
        "Pratique individuelle", "Pratique collective", "Formation musicale", "Comportement, assiduité, motivation",
    ]  # fmt: skip
    assert {"Lecture", "Rythme", "Dictée", "Théorie", "Assiduité"} <= set(libelles(ctx, "critere"))
    semestres = [(f.champs["libelle"], f.champs["du_le"], f.champs["au_le"]) for f in _periodes(ctx)]
    assert semestres == [
        ("Semestre 1", date(2025, 9, 1), date(2026, 1, 31)),
        ("Semestre 2", date(2026, 2, 1), date(2026, 7, 10)),
    ]


def _periodes(ctx: Contexte) -> tuple[FicheVue, ...]:
    return lister_fiches(ctx, "periode_evaluation")


def test_the_periods_of_a_year_come_from_the_year_before(ctx: Contexte, maison: Maison) -> None:
    trimestre = {"libelle": "Trimestre 1", "genre": "trimestre", "cursus_id": None, "saisie_jusqu_au": None}
    enregistrer_fiche(
        ctx,
        EnregistrerFiche("periode_evaluation", {**trimestre, "du_le": date(2025, 9, 8), "au_le": date(2026, 1, 31)}),
    )
    apres = ctx.sur(annee_id=maison.ids["cible"])
    reprendre_tables(apres)
    assert [(f.champs["libelle"], f.champs["du_le"], f.champs["au_le"]) for f in _periodes(apres)] == [
        ("Trimestre 1", date(2026, 9, 8), date(2027, 1, 31))
    ]


@pytest.mark.parametrize(
    ("valeurs", "code"),
    [
        ("", "bareme_sans_valeurs"),
        ("A | Bien | 50", "bareme_sans_valeurs"),
        ("A | Bien\nB | Moins | 0", "bareme_valeur_illisible"),
        ("A | Bien | 50\nB | Moins | 60", "bareme_valeurs_ordre"),
        ("A | Bien | 50\nA | Moins | 0", "bareme_valeurs_ordre"),
        ("A | Bien | 101\nB | Moins | 0", "bareme_valeurs_ordre"),
        ("A | Bien | 50\nB | Moins | 10", "bareme_sans_zero"),
        ("\n".join(f"A{n} | | {50 - n}" for n in range(13)), "bareme_trop_de_valeurs"),
    ],
)
def test_a_scale_of_letters_says_what_is_wrong(ctx: Contexte, valeurs: str, code: str) -> None:
    champs = {"libelle": "Lettres", "genre": "lettre", "maximum": "5", "pas": "25", "valeurs": valeurs}
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_fiche(ctx, EnregistrerFiche("bareme", champs))
    assert codes(refus) == [("valeurs", code)]


def test_a_period_stands_in_its_year_and_the_right_way_round(ctx: Contexte) -> None:
    champs = {"libelle": "S", "genre": "session", "du_le": date(2026, 6, 20), "au_le": date(2026, 6, 1)}
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_fiche(ctx, EnregistrerFiche("periode_evaluation", {**champs, "saisie_jusqu_au": date(2026, 5, 1)}))
    assert codes(refus) == [("au_le", "periode_a_l_envers"), ("saisie_jusqu_au", "periode_a_l_envers")]
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_fiche(ctx, EnregistrerFiche("periode_evaluation", {**champs, "au_le": date(2027, 1, 1)}))
    assert codes(refus) == [("au_le", "periode_hors_annee")]


def noter(maison: Maison, critere_id: int, *, etat: str) -> int:
    """A mark on a sheet in this state."""
    site, annee, cours = maison.ids["site"], maison.ids["source"], maison.ids["source:FM1.1"]
    maison.foyer("Aubin")
    eleve_id = maison.eleve("Zoé", "Aubin")
    inscription = maison.ajouter(
        Inscription(eleve_id=eleve_id, cours_id=cours, annee_id=annee, site_id=site, du_le=date(2025, 9, 8))
    )
    periode = maison.ajouter(
        PeriodeEvaluation(
            site_id=site, annee_id=annee, libelle="S1", genre="semestre", du_le=date(2025, 9, 1),
            au_le=date(2026, 1, 31),
        )
    )  # fmt: skip
    maison.ajouter(FeuilleEvaluation(annee_id=annee, cours_id=cours, periode_id=periode, etat=etat))
    return maison.ajouter(
        Evaluation(
            annee_id=annee, inscription_id=inscription, periode_id=periode, critere_id=critere_id, valeur=450,
            le=date(2025, 12, 1), par="essai", a=datetime(2025, 12, 1, tzinfo=MIDI.tzinfo),
        )
    )  # fmt: skip


def test_nothing_changes_under_marks_given(ctx: Contexte, maison: Maison) -> None:
    reprendre_tables(ctx)
    rythme = fiche(ctx, "critere", "Rythme")
    noter(maison, rythme.id, etat="ouverte")
    changer(ctx, "critere", rythme, poids="3")
    rythme = fiche(ctx, "critere", "Rythme")
    with pytest.raises(RegleMetier, match="critere_note"):
        changer(ctx, "critere", rythme, bareme_id=fiche(ctx, "bareme", "Lettres").id)
    sur_5 = fiche(ctx, "bareme", "Sur 5")
    with pytest.raises(RegleMetier, match="bareme_note"):
        changer(ctx, "bareme", sur_5, maximum="10")
    changer(ctx, "bareme", sur_5, pas="50")
    with pytest.raises(RegleMetier, match="fiche_utilisee"):
        ranger_fiche(ctx, RangerFiche("bareme", sur_5.id, sur_5.version + 1))
    ranger_fiche(ctx, RangerFiche("critere", rythme.id, rythme.version))
    periode = next(f for f in _periodes(ctx) if f.champs["libelle"] == "S1")
    with pytest.raises(RegleMetier, match="fiche_utilisee"):
        ranger_fiche(ctx, RangerFiche("periode_evaluation", periode.id, periode.version))


def test_a_weight_no_longer_moves_once_its_marks_are_validated(ctx: Contexte, maison: Maison) -> None:
    reprendre_tables(ctx)
    rythme = fiche(ctx, "critere", "Rythme")
    noter(maison, rythme.id, etat="validee")
    with pytest.raises(RegleMetier, match="critere_note"):
        changer(ctx, "critere", rythme, poids="3")
    changer(ctx, "critere", rythme, libelle="Rythmes")


def test_teachers_and_the_office_do_not_change_the_tables(maison: Maison) -> None:
    for role in (Role.ENSEIGNANT, Role.SECRETARIAT):
        with pytest.raises(Refus):
            reprendre_tables(maison.ctx(role))
