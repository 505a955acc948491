"""What goes with a mark: its day within the period, the choice, a word; two desks, undo, a locked sheet."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, RegleMetier
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.suivi.details import Cellule, EcrireDetail, ecrire_detail, lire_detail
from imuse_desk.services.suivi.evaluations import EcrireNotes, NoteEcrite, ecrire_notes
from imuse_desk.services.suivi.validation import valider_feuille
from tests.services.suivi.classe import Classe, ouvrir_classe


@pytest.fixture
def classe(base_sqlite: Base, tmp_path: Path) -> Classe:
    return ouvrir_classe(base_sqlite, tmp_path)


@pytest.fixture
def cellule(classe: Classe) -> Cellule:
    """Maé's mark of Lecture."""
    mae, lecture = classe.inscription("Maé"), classe.critere("Lecture")
    ecrire_notes(
        classe.prof("mercredi"),
        EcrireNotes(classe.cours_id, classe.periode_id, (NoteEcrite(mae, lecture, "4"),)),
    )
    return Cellule(classe.cours_id, classe.periode_id, mae, lecture)


def test_the_detail_of_a_mark_is_written_seen_and_undone(classe: Classe, cellule: Cellule) -> None:
    prof = classe.prof("mercredi")
    lu = lire_detail(prof, cellule)
    assert (lu.le, lu.choix, lu.appreciation, lu.par) == (date(2025, 12, 10), "", "", "Prof mercredi")
    fait = ecrire_detail(prof, EcrireDetail(cellule, date(2025, 11, 26), "Bach,  menuet", "Bon tempo", lu.version))
    lu = lire_detail(prof, cellule)
    assert (lu.le, lu.choix, lu.appreciation, lu.version) == (date(2025, 11, 26), "Bach, menuet", "Bon tempo", 2)
    assert fait.operation_id is not None
    annuler(prof, fait.operation_id)
    assert lire_detail(prof, cellule).choix == ""


def test_what_is_refused(classe: Classe, cellule: Cellule) -> None:
    prof = classe.prof("mercredi")
    bon = EcrireDetail(cellule, date(2025, 12, 1), "", "Bien", 1)
    for faux, champ, code in (
        (replace(bon, le=None), "le", "champ_obligatoire"),
        (replace(bon, le=date(2026, 2, 1)), "le", "note_hors_periode"),
        (replace(bon, choix="x" * 121), "choix", "texte_trop_long"),
        (replace(bon, appreciation="Bravo 🎉"), "appreciation", "appreciation_signe"),
    ):
        with pytest.raises(FormulaireInvalide) as refus:
            ecrire_detail(prof, faux)
        assert [(e.champ, e.code) for e in refus.value.erreurs] == [(champ, code)]
    ecrire_detail(prof, bon)
    with pytest.raises(Conflit):
        ecrire_detail(classe.ctx(), replace(bon, appreciation="Mieux"))
    vide = replace(cellule, critere_id=classe.critere("Rythme"))
    with pytest.raises(RegleMetier, match="note_sans_detail"):
        lire_detail(prof, vide)
    with pytest.raises(RegleMetier, match="note_sans_detail"):
        ecrire_detail(prof, replace(bon, cellule=vide))
    with pytest.raises(Introuvable):
        lire_detail(prof, replace(cellule, inscription_id=classe.inscription("Anouk")))
    valider_feuille(classe.ctx(), classe.cours_id, classe.periode_id, 0)
    with pytest.raises(RegleMetier, match="feuille_validee"):
        ecrire_detail(prof, replace(bon, version=2, appreciation="Trop tard"))
