"""The sheet of a course: read, written cell by cell or at once, two desks, undo, locked, pupils who left."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, RegleMetier
from imuse_desk.domain.notes import Note
from imuse_desk.domain.roles import Role
from imuse_desk.models import Affectation, Evaluation, Inscription
from imuse_desk.models.passerelle import Base, Fait
from imuse_desk.services.annulation import annuler
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.offre.fiches import RangerFiche, ranger_fiche
from imuse_desk.services.suivi.criteres import bilans, periode_du_jour
from imuse_desk.services.suivi.evaluations import EcrireNotes, NoteEcrite, TexteEcrit, ecrire_notes
from imuse_desk.services.suivi.feuille import EleveNote, FeuilleVue, lire_feuille, lire_periodes
from imuse_desk.services.suivi.validation import rouvrir_feuille, valider_feuille
from tests.services.suivi.classe import Classe, ouvrir_classe


@pytest.fixture
def classe(base_sqlite: Base, tmp_path: Path) -> Classe:
    return ouvrir_classe(base_sqlite, tmp_path)


@pytest.fixture
def classe_partout(base: Base, tmp_path: Path) -> Classe:
    return ouvrir_classe(base, tmp_path)


def noter(classe: Classe, ctx: Contexte, *notes: tuple[str, str, str, int], **autres: Any) -> Fait[dict[str, int]]:
    """Marks as (pupil, criterion, text, version)."""
    cellules = tuple(NoteEcrite(classe.inscription(e), classe.critere(c), t, v) for e, c, t, v in notes)
    return ecrire_notes(ctx, EcrireNotes(classe.cours_id, classe.periode_id, cellules, **autres))


def commenter(classe: Classe, ctx: Contexte, prenom: str, texte: str, version: int = 0) -> Fait[dict[str, int]]:
    textes = (TexteEcrit(classe.inscription(prenom), texte, version),)
    return ecrire_notes(ctx, EcrireNotes(classe.cours_id, classe.periode_id, textes=textes))


def feuille(classe: Classe, ctx: Contexte | None = None, creneau_id: int | None = None) -> FeuilleVue:
    return lire_feuille(ctx or classe.ctx(), classe.cours_id, classe.periode_id, creneau_id)


def rangee(classe: Classe, prenom: str, ctx: Contexte | None = None) -> EleveNote:
    return next(e for e in feuille(classe, ctx).eleves if e.prenom == prenom)


def test_a_sheet_has_the_criteria_of_its_course_its_pupils_by_name_and_their_averages(classe_partout: Classe) -> None:
    classe = classe_partout
    vue = feuille(classe)
    assert [c.libelle for c in vue.criteres] == ["Lecture", "Rythme", "Dictée", "Théorie", "Assiduité"]
    assert [e.prenom for e in vue.eleves] == ["Anouk", "Ilyès", "Jeanne", "Maé"]
    faits = noter(
        classe, classe.ctx(), ("Maé", "Lecture", "4,5", 0), ("Maé", "Rythme", "4.00/5", 0),
        ("Maé", "Dictée", "abs maladie", 0), ("Jeanne", "Lecture", "5", 0),
    )  # fmt: skip
    assert set(faits.resultat.values()) == {1}
    mae = rangee(classe, "Maé")
    assert [c.note for c in mae.cellules[:4]] == [
        Note(valeur=450), Note(valeur=400), Note(est_absent=True, motif="maladie"), None
    ]  # fmt: skip
    assert (mae.bilan.moyenne, mae.bilan.est_complet) == (425, False)
    assert mae.bilan.valeur is not None
    assert mae.bilan.valeur.libelle == "Très bien"
    with classe.maison.base.lire() as session:
        ensemble = bilans(session, [classe.inscription("Maé"), classe.inscription("Anouk")], classe.periode_id)
    assert ensemble[classe.inscription("Maé")] == mae.bilan
    assert ensemble[classe.inscription("Anouk")].moyenne is None


def test_every_error_is_told_and_nothing_is_written(classe: Classe) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        noter(classe, classe.ctx(), ("Maé", "Lecture", "12", 0), ("Maé", "Rythme", "TB", 0), ("Maé", "Dictée", "4", 0))
    mae = classe.inscription("Maé")
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [
        (f"{mae}:{classe.critere('Lecture')}", "note_depasse"),
        (f"{mae}:{classe.critere('Rythme')}", "note_illisible"),
    ]
    assert rangee(classe, "Maé").cellules[2].note is None


def test_two_desks_on_one_cell_are_told_and_on_two_cells_are_not(classe_partout: Classe) -> None:
    classe = classe_partout
    noter(classe, classe.prof("mercredi"), ("Maé", "Lecture", "4", 0))
    noter(classe, classe.ctx(), ("Maé", "Rythme", "3", 0))
    noter(classe, classe.ctx(), ("Maé", "Lecture", "4,00", 0))  # says the same
    with pytest.raises(Conflit) as conflit:
        noter(classe, classe.ctx(), ("Maé", "Lecture", "5", 0), ("Maé", "Dictée", "5", 0))
    assert conflit.value.champs == {f"{classe.inscription('Maé')}:{classe.critere('Lecture')}": ("5,00", "4,00")}
    assert conflit.value.auteur == "Prof mercredi"
    assert rangee(classe, "Maé").cellules[2].note is None
    noter(classe, classe.ctx(), ("Maé", "Lecture", "5", 1))
    with pytest.raises(Conflit):
        noter(classe, classe.prof("mercredi"), ("Maé", "Lecture", "", 1))
    assert rangee(classe, "Maé").cellules[0].note == Note(valeur=500)


def test_a_cell_is_emptied_and_the_undo_puts_it_back(classe: Classe) -> None:
    ctx = classe.ctx()
    noter(classe, ctx, ("Maé", "Lecture", "4", 0))
    fait = noter(classe, ctx, ("Maé", "Lecture", "", 1), ("Maé", "Rythme", "3", 0))
    assert rangee(classe, "Maé").cellules[0].note is None
    assert fait.operation_id is not None
    assert annuler(ctx, fait.operation_id).resultat == "2 cases de FM1.1"
    assert [c.note for c in rangee(classe, "Maé").cellules[:2]] == [Note(valeur=400), None]


def test_the_undo_does_not_go_over_what_another_desk_wrote_since(classe: Classe) -> None:
    fait = noter(classe, classe.ctx(), ("Maé", "Lecture", "4", 0))
    noter(classe, classe.prof("mercredi"), ("Maé", "Lecture", "2", 1))
    assert fait.operation_id is not None
    with pytest.raises(Conflit):
        annuler(classe.ctx(), fait.operation_id)
    assert rangee(classe, "Maé").cellules[0].note == Note(valeur=200)


def test_a_comment_is_cleaned_counted_and_refused_where_it_cannot_be_printed(classe: Classe) -> None:
    ctx = classe.ctx()
    commenter(classe, ctx, "Maé", "  Oreille \u202etrès\u202c sûre,\nlecture   fluide. ")
    assert rangee(classe, "Maé").appreciation == "Oreille très sûre,\nlecture fluide."
    for texte, code in (
        ("x" * 5000, "texte_trop_long"),
        ("Bravo 🎉", "appreciation_signe"),
        ("مرحبا", "appreciation_signe"),
    ):
        with pytest.raises(FormulaireInvalide) as refus:
            commenter(classe, ctx, "Maé", texte, 1)
        assert [(e.champ, e.code) for e in refus.value.erreurs] == [(f"{classe.inscription('Maé')}:", code)]
    with pytest.raises(Conflit) as conflit:
        commenter(classe, ctx, "Maé", "Autre", 0)
    assert list(conflit.value.champs.values()) == [("Autre", "Oreille très sûre,\nlecture fluide.")]


def test_each_teacher_has_his_own_pupils_and_two_share_those_of_one_time(classe: Classe) -> None:
    mercredi = classe.prof("mercredi")
    assert [e.prenom for e in feuille(classe, mercredi).eleves] == ["Jeanne", "Maé"]
    assert [e.prenom for e in feuille(classe, classe.ctx(), classe.creneau).eleves] == ["Jeanne", "Maé"]
    with pytest.raises(Introuvable):
        noter(classe, mercredi, ("Anouk", "Lecture", "4", 0))
    with pytest.raises(Introuvable):
        lire_feuille(classe.ctx(Role.ENSEIGNANT), classe.cours_id, classe.periode_id)


def test_a_validated_sheet_is_locked_until_it_is_opened_again_with_a_reason(classe: Classe) -> None:
    direction = classe.ctx(Role.DIRECTION)
    noter(classe, classe.prof("mercredi"), ("Maé", "Lecture", "4", 0))
    valider_feuille(direction, classe.cours_id, classe.periode_id, feuille(classe).version)
    vue = feuille(classe, classe.prof("mercredi"))
    assert (vue.fermee, vue.validee_par, vue.peut_valider) == ("feuille_validee", "Aline Martin", False)
    for ctx in (classe.prof("mercredi"), classe.ctx()):
        with pytest.raises(RegleMetier, match="feuille_validee"):
            noter(classe, ctx, ("Maé", "Lecture", "5", 1))
    with pytest.raises(FormulaireInvalide):
        rouvrir_feuille(direction, classe.cours_id, classe.periode_id, 0, "  ")
    with pytest.raises(Conflit):
        rouvrir_feuille(direction, classe.cours_id, classe.periode_id, 1, "erreur de note")
    rouvrir_feuille(direction, classe.cours_id, classe.periode_id, feuille(classe).version, "erreur de note")
    assert (feuille(classe).fermee, feuille(classe).motif) == ("", "erreur de note")
    noter(classe, classe.prof("mercredi"), ("Maé", "Lecture", "5", 1))


def test_a_validation_is_undone_the_same_day(classe: Classe) -> None:
    fait = valider_feuille(classe.ctx(), classe.cours_id, classe.periode_id, 0)
    assert fait.operation_id is not None
    annuler(classe.ctx(), fait.operation_id)
    noter(classe, classe.ctx(), ("Maé", "Lecture", "4", 0))


def test_after_the_last_day_the_direction_alone_still_writes(classe: Classe) -> None:
    classe.maison.horloge.instant = datetime(2026, 2, 15, 22, 30, tzinfo=UTC)  # the last day is 15 February at the site
    for ctx in (classe.prof("mercredi"), classe.ctx(Role.SECRETARIAT)):
        assert feuille(classe, ctx).fermee == ""
    classe.maison.horloge.instant = datetime(2026, 2, 15, 23, 30, tzinfo=UTC)  # half past midnight there
    for ctx in (classe.prof("mercredi"), classe.ctx(Role.SECRETARIAT)):
        assert feuille(classe, ctx).fermee == "saisie_close"
        with pytest.raises(RegleMetier, match="saisie_close"):
            noter(classe, ctx, ("Maé", "Lecture", "4", 0))
    noter(classe, classe.ctx(Role.DIRECTION), ("Maé", "Lecture", "4", 0))


def test_a_pupil_who_left_stays_on_the_sheet_and_one_who_never_came_does_not(classe: Classe) -> None:
    def partir(session: Any) -> None:
        for prenom, jour, etat in (("Maé", date(2025, 11, 12), "arretee"), ("Jeanne", date(2025, 8, 31), "arretee")):
            ident = classe.inscription(prenom)
            session.execute(update(Inscription).where(Inscription.id == ident).values(au_le=jour, etat=etat))
            session.execute(update(Affectation).where(Affectation.inscription_id == ident).values(au_le=jour))

    classe.maison.ecrire(partir)
    assert [(e.prenom, e.parti_le) for e in feuille(classe, classe.prof("mercredi")).eleves] == [
        ("Maé", date(2025, 11, 12))
    ]
    noter(classe, classe.prof("mercredi"), ("Maé", "Lecture", "3", 0))


def test_a_criterion_put_aside_stays_where_it_has_marks(classe: Classe) -> None:
    noter(classe, classe.ctx(), ("Maé", "Lecture", "4", 0))
    for libelle in ("Lecture", "Rythme"):
        ranger_fiche(classe.ctx(), RangerFiche("critere", classe.critere(libelle), 1))
    assert [c.libelle for c in feuille(classe).criteres] == ["Lecture", "Dictée", "Théorie", "Assiduité"]
    with pytest.raises(RegleMetier, match="critere_hors_feuille"):
        noter(classe, classe.ctx(), ("Maé", "Rythme", "4", 0))


def test_a_mark_is_dated_within_its_period(classe: Classe) -> None:
    noter(classe, classe.ctx(), ("Maé", "Lecture", "4", 0))
    with classe.maison.base.lire() as session:
        assert session.get_one(Evaluation, 1).le == date(2025, 12, 10)


def test_the_period_of_a_day_is_its_own_or_the_last_begun(classe: Classe) -> None:
    periodes = lire_periodes(classe.ctx(), classe.cours_id)
    choisies = [periode_du_jour(periodes, jour) for jour in (date(2025, 8, 1), date(2026, 2, 1), date(2026, 8, 1))]
    assert [p.libelle for p in choisies if p] == ["Semestre 1", "Semestre 2", "Semestre 2"]
    assert periode_du_jour((), date(2026, 2, 1)) is None
