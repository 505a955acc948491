"""A pupil's evaluations in a course: what the sheet says of him alone; a mark and its detail written at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, RegleMetier
from imuse_desk.models import Annee
from imuse_desk.models.passerelle import Base, Fait
from imuse_desk.services.annulation import annuler
from imuse_desk.services.papiers.demande import Demande, GenrePapier, Sujet, produire_papier
from imuse_desk.services.suivi.details import Cellule, EcrireDetail, ecrire_detail
from imuse_desk.services.suivi.evaluations import EcrireNotes, NoteEcrite, ecrire_notes
from imuse_desk.services.suivi.evaluations_eleve import LigneEvaluation, lire_evaluations_eleve
from imuse_desk.services.suivi.feuille import lire_feuille
from tests.printing.exemples import textes
from tests.services.suivi.classe import Classe, ouvrir_classe


@pytest.fixture
def classe(base_sqlite: Base, tmp_path: Path) -> Classe:
    return ouvrir_classe(base_sqlite, tmp_path)


def _commande(classe: Classe, note: str | None, **autres: object) -> EcrireDetail:
    ou = Cellule(classe.cours_id, classe.periode_id, classe.inscription("Maé"), classe.critere("Lecture"))
    return replace(EcrireDetail(ou, date(2025, 11, 26), "", "", 0, note=note), **autres)  # type: ignore[arg-type]


def _ligne(classe: Classe) -> LigneEvaluation:
    lues = lire_evaluations_eleve(classe.prof("mercredi"), classe.inscription("Maé"), classe.periode_id)
    return next(x for x in lues.lignes if x.critere.id == classe.critere("Lecture"))


def _annuler(classe: Classe, fait: Fait[int]) -> None:
    assert fait.operation_id is not None
    annuler(classe.prof("mercredi"), fait.operation_id)


def test_a_mark_and_its_detail_are_written_read_and_undone_together(classe: Classe) -> None:
    prof = classe.prof("mercredi")
    fait = ecrire_detail(prof, _commande(classe, "4,5/5", choix="Menuet", appreciation="Bon tempo"))
    ligne = _ligne(classe)
    assert ligne.cellule.note is not None
    assert (ligne.cellule.note.valeur, ligne.le, ligne.choix) == (450, date(2025, 11, 26), "Menuet")
    assert (ligne.appreciation, ligne.par) == ("Bon tempo", "Prof mercredi")
    assert ligne.valeur is not None
    assert ligne.valeur.code == "A"
    # the grid of the course has the same mark
    feuille = lire_feuille(prof, classe.cours_id, classe.periode_id)
    assert [e.cellules[0].note is not None for e in feuille.eleves if e.prenom == "Maé"] == [True]
    _annuler(classe, fait)
    assert _ligne(classe).cellule.note is None


def test_a_change_of_the_mark_alone_is_undone_to_the_mark_before(classe: Classe) -> None:
    prof = classe.prof("mercredi")
    ecrire_detail(prof, _commande(classe, "4", choix="Menuet"))
    avant = _ligne(classe)
    fait = ecrire_detail(prof, _commande(classe, "Abs. maladie", choix="Menuet", version=avant.cellule.version))
    absent = _ligne(classe).cellule.note
    assert absent is not None
    assert (absent.est_absent, absent.motif) == (True, "maladie")
    _annuler(classe, fait)
    assert _ligne(classe).cellule.note == avant.cellule.note
    assert _ligne(classe).choix == "Menuet"


def test_an_emptied_mark_keeps_no_detail_and_comes_back(classe: Classe) -> None:
    prof = classe.prof("mercredi")
    version = ecrire_detail(prof, _commande(classe, "4")).resultat
    with pytest.raises(RegleMetier, match="note_sans_detail"):
        ecrire_detail(prof, _commande(classe, "", choix="Menuet", version=version))
    fait = ecrire_detail(prof, _commande(classe, "", version=version))
    assert _ligne(classe).cellule.note is None
    _annuler(classe, fait)
    assert _ligne(classe).cellule.note is not None


def test_what_is_refused_names_its_field(classe: Classe) -> None:
    prof = classe.prof("mercredi")
    for note, code in (("12", "note_depasse"), ("TB", "note_illisible"), ("-1", "note_negative")):
        with pytest.raises(FormulaireInvalide) as refus:
            ecrire_detail(prof, _commande(classe, note))
        assert [(e.champ, e.code) for e in refus.value.erreurs] == [("note", code)]
    ecrire_detail(prof, _commande(classe, "4"))
    with pytest.raises(Conflit):
        ecrire_detail(classe.ctx(), _commande(classe, "3", version=0))
    assert _ligne(classe).cellule.note is not None


def test_the_sheet_of_a_teacher_is_printed_for_the_pupils_who_come_to_it(classe: Classe) -> None:
    ecrire_detail(classe.prof("mercredi"), _commande(classe, "4,5"))
    demande = Demande(GenrePapier.GRILLE_NOTES, Sujet.CRENEAU, (classe.creneau,))
    papier = produire_papier(classe.prof("mercredi"), demande)
    (lue,) = textes(papier.octets)
    for mots in ("FM1.1", "Semestre 1", "mercredi Prof", "4,50", "Aubry Maé", "Aubry Jeanne", "page 1/1"):
        assert mots in lue
    assert "Anouk" not in lue
    with pytest.raises(Introuvable):
        produire_papier(classe.prof("jeudi"), demande)


def test_a_teacher_reads_his_own_pupils_and_a_closed_year_is_frozen(classe: Classe) -> None:
    with pytest.raises(Introuvable):
        lire_evaluations_eleve(classe.prof("jeudi"), classe.inscription("Maé"))
    lues = lire_evaluations_eleve(classe.ctx(), classe.inscription("Anouk"))
    assert lues.feuille is not None
    assert (lues.feuille.periode.id, [e.prenom for e in lues.feuille.eleves]) == (classe.periode_id, ["Anouk"])
    ecrire_notes(
        classe.prof("mercredi"),
        EcrireNotes(
            classe.cours_id, classe.periode_id, (NoteEcrite(classe.inscription("Maé"), classe.critere("Lecture"), "4"),)
        ),
    )  # fmt: skip

    def clore(unite: object) -> None:
        unite.session.get_one(Annee, classe.maison.ids["source"]).etat = "close"  # type: ignore[attr-defined]

    classe.ctx().ecrire("clore", clore)
    lues = lire_evaluations_eleve(classe.ctx(), classe.inscription("Maé"), classe.periode_id)
    assert lues.feuille is not None
    assert lues.feuille.fermee == "annee_close"
    assert any(ligne.cellule.note is not None for ligne in lues.lignes)
    with pytest.raises(RegleMetier, match="annee_close"):
        ecrire_detail(classe.ctx(), _commande(classe, "5", version=1))
