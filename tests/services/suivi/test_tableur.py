"""The sheet in a workbook and back: what was changed there, what is refused, nothing written before it is seen."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.infra.lecture_xlsx import lire_classeur
from imuse_desk.models import Affectation
from imuse_desk.models.passerelle import Base
from imuse_desk.services.offre.fiches import RangerFiche, ranger_fiche
from imuse_desk.services.suivi.evaluations import EcrireNotes, NoteEcrite, TexteEcrit, ecrire_notes
from imuse_desk.services.suivi.tableur import Comparaison, comparer_classeur, exporter_feuille
from imuse_desk.services.suivi.validation import valider_feuille
from tests.services.suivi.classe import Classe, ouvrir_classe

JEANNE, MAE = 6, 7  # rows of the file: Aubry Jeanne, Aubry Maé on Wednesday
LECTURE, RYTHME, DICTEE, TEXTE = "C", "D", "E", "H"


@pytest.fixture
def classe(base_sqlite: Base, tmp_path: Path) -> Classe:
    return ouvrir_classe(base_sqlite, tmp_path / "depot")


@pytest.fixture
def fichier(classe: Classe, tmp_path: Path) -> Path:
    """The sheet of Wednesday exported, with a mark and a comment of Maé's."""
    mae = classe.inscription("Maé")
    notes = (
        NoteEcrite(mae, classe.critere("Lecture"), "4,5"),
        NoteEcrite(mae, classe.critere("Rythme"), "abs maladie"),
    )
    ecrire_notes(
        classe.ctx(), EcrireNotes(classe.cours_id, classe.periode_id, notes, (TexteEcrit(mae, "Très bien & <sûre>"),))
    )
    chemin = tmp_path / "notes.xlsx"
    assert exporter_feuille(classe.prof("mercredi"), classe.cours_id, classe.periode_id, classe.creneau, chemin) == 2
    return chemin


def retoucher(chemin: Path, changer: Callable[[str], str], partie: str = "xl/worksheets/sheet1.xml") -> None:
    """Edit a part of the file, as another program would."""
    with zipfile.ZipFile(chemin) as archive:
        parties = {nom: archive.read(nom) for nom in archive.namelist()}
    parties[partie] = changer(parties[partie].decode()).encode()
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in parties.items():
            archive.writestr(nom, contenu)


def poser(chemin: Path, place: str, interieur: str, genre: str = "") -> None:
    """Put something in a cell: its inner XML and its type."""
    motif = re.compile(rf'<c r="{place}"( s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)')
    attribut = f' t="{genre}"' if genre else ""
    retoucher(chemin, lambda xml: motif.sub(rf'<c r="{place}"\1{attribut}>{interieur}</c>', xml))


def texte(chemin: Path, place: str, mots: str) -> None:
    poser(chemin, place, f"<is><t>{mots}</t></is>", "inlineStr")


def comparer(classe: Classe, chemin: Path, creneau_id: int | None = None) -> Comparaison:
    ctx = classe.prof("mercredi")
    return comparer_classeur(ctx, classe.cours_id, classe.periode_id, creneau_id or classe.creneau, chemin)


def dites(vue: Comparaison) -> list[tuple[str, str, str, str]]:
    return [(d.eleve, d.case, d.ancien, d.nouveau) for d in vue.differences]


def ecartees(vue: Comparaison) -> list[tuple[str, str, str]]:
    return [(e.eleve, e.case, e.erreur.code) for e in vue.ecartees]


def test_a_file_left_alone_changes_nothing_and_cannot_be_typed_over(classe: Classe, fichier: Path) -> None:
    assert comparer(classe, fichier) == Comparaison((), ())
    with zipfile.ZipFile(fichier) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        livre = archive.read("xl/workbook.xml").decode()
    assert "<sheetProtection " in page
    assert 'name="Origine" sheetId="2" state="hidden"' in livre
    lues = lire_classeur(fichier)["Notes"]
    assert lues[4, 1].texte == "Élève"
    assert [lues[MAE - 1, c].texte for c in (1, 2, 3, 7)] == ["Aubry Maé", "4,5", "Abs. maladie", "Très bien & <sûre>"]


def test_what_was_typed_in_the_file_is_shown_old_and_new(classe: Classe, fichier: Path) -> None:
    poser(fichier, f"{LECTURE}{JEANNE}", "<v>4.2500000000000002</v>")
    texte(fichier, f"{RYTHME}{JEANNE}", "3.5/5")
    poser(fichier, f"{LECTURE}{MAE}", "")
    texte(fichier, f"{TEXTE}{JEANNE}", "  Bien\nreprise ")
    vue = comparer(classe, fichier)
    assert dites(vue) == [
        ("Aubry Jeanne", "Lecture", "", "4,25"), ("Aubry Jeanne", "Rythme", "", "3,50"),
        ("Aubry Jeanne", "Appréciation", "", "Bien\nreprise"), ("Aubry Maé", "Lecture", "4,50", ""),
    ]  # fmt: skip
    assert comparer(classe, fichier) == vue  # nothing was written
    assert ecartees(vue) == []


def test_a_newer_mark_of_the_sheet_is_never_taken_back_by_an_untouched_cell(classe: Classe, fichier: Path) -> None:
    mae, lecture, dictee = classe.inscription("Maé"), classe.critere("Lecture"), classe.critere("Dictée")
    notes = (NoteEcrite(mae, lecture, "2", 1), NoteEcrite(mae, dictee, "3"))
    ecrire_notes(classe.ctx(), EcrireNotes(classe.cours_id, classe.periode_id, notes))
    assert dites(comparer(classe, fichier)) == []
    texte(fichier, f"{DICTEE}{MAE}", "5")
    (seule,) = comparer(classe, fichier).differences
    assert (seule.ancien, seule.nouveau, seule.est_bougee) == ("3,00", "5,00", True)


def test_cells_that_cannot_be_taken_are_told_one_by_one(classe: Classe, fichier: Path) -> None:
    poser(fichier, f"{LECTURE}{JEANNE}", "<f>2+2</f><v>4</v>")
    texte(fichier, f"{RYTHME}{JEANNE}", "12")
    texte(fichier, f"{DICTEE}{JEANNE}", "bien")
    texte(fichier, f"{TEXTE}{JEANNE}", "x" * 301)
    texte(fichier, f"{TEXTE}{MAE}", "Bravo 🎉")
    texte(fichier, f"B{MAE}", "Aubry Max")
    vue = comparer(classe, fichier)
    assert dites(vue) == []
    assert ecartees(vue) == [
        ("Aubry Jeanne", "Lecture", "classeur_formule"), ("Aubry Jeanne", "Rythme", "note_depasse"),
        ("Aubry Jeanne", "Dictée", "note_illisible"), ("Aubry Jeanne", "Appréciation", "texte_trop_long"),
        ("Aubry Maé", "Nom", "classeur_nom"), ("Aubry Maé", "Appréciation", "appreciation_signe"),
    ]  # fmt: skip


def test_rows_follow_the_pupils_whatever_their_order(classe: Classe, fichier: Path) -> None:
    def echanger(xml: str) -> str:
        un, deux = (re.search(rf'<row r="{n}".*?</row>', xml) for n in (JEANNE, MAE))
        assert un is not None
        assert deux is not None
        haut, bas = (re.sub(rf'([A-Z]){n}"', rf'\g<1>{m}"', r[0].replace(f'row r="{n}"', f'row r="{m}"', 1))
                     for r, n, m in ((deux, MAE, JEANNE), (un, JEANNE, MAE)))  # fmt: skip
        return xml[: un.start()] + haut + bas + xml[deux.end() :]

    retoucher(fichier, echanger)
    texte(fichier, f"{DICTEE}{JEANNE}", "2")  # now Maé's row
    assert dites(comparer(classe, fichier)) == [("Aubry Maé", "Dictée", "", "2,00")]


@pytest.mark.parametrize("colonne", [RYTHME, TEXTE])
def test_a_column_taken_out_refuses_the_file(classe: Classe, fichier: Path, colonne: str) -> None:
    retoucher(fichier, lambda xml: re.sub(rf'<c r="{colonne}\d+".*?(?:/>|</c>)', "", xml))
    with pytest.raises(RegleMetier, match="classeur_colonne"):
        comparer(classe, fichier)


def test_a_pupil_moved_to_another_time_after_the_export_is_left_aside(classe: Classe, fichier: Path) -> None:
    autre = classe.maison.ids["creneau:jeudi"]

    def bouger(session: Session) -> None:
        jeanne = Affectation.inscription_id == classe.inscription("Jeanne")
        session.execute(update(Affectation).where(jeanne).values(creneau_id=autre))

    texte(fichier, f"{LECTURE}{JEANNE}", "4")
    texte(fichier, f"{DICTEE}{MAE}", "4")
    classe.maison.ecrire(bouger)
    vue = comparer(classe, fichier)
    assert dites(vue) == [("Aubry Maé", "Dictée", "", "4,00")]
    assert ecartees(vue) == [("Aubry Jeanne", "", "classeur_eleve")]


def test_another_period_another_course_changed_criteria_a_locked_sheet(classe: Classe, fichier: Path) -> None:
    prof = classe.prof("mercredi")
    with pytest.raises(RegleMetier, match="classeur_autre_feuille") as refus:
        comparer_classeur(prof, classe.cours_id, classe.periode_id + 1, classe.creneau, fichier)
    assert refus.value.params == {"cours": "FM1.1", "periode": "Semestre 1"}
    with pytest.raises(Introuvable):
        comparer_classeur(prof, classe.maison.ids["source:ORC"], classe.periode_id, None, fichier)
    ranger_fiche(classe.ctx(), RangerFiche("critere", classe.critere("Théorie"), 1))
    with pytest.raises(RegleMetier, match="classeur_perime"):
        comparer(classe, fichier)
    valider_feuille(classe.ctx(), classe.cours_id, classe.periode_id, 0)
    with pytest.raises(RegleMetier, match="feuille_fermee"):
        comparer(classe, fichier)


def test_what_is_no_workbook_of_ours(classe: Classe, fichier: Path, tmp_path: Path) -> None:
    for nom, contenu in (("texte.xlsx", b"Bonjour"), ("vide.xlsx", b"")):
        (tmp_path / nom).write_bytes(contenu)
        with pytest.raises(RegleMetier, match="classeur_illisible"):
            comparer(classe, tmp_path / nom)
    with pytest.raises(RegleMetier, match="fichier_refuse"):
        comparer(classe, tmp_path / "absent.xlsx")
    retoucher(fichier, lambda xml: xml.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1))
    with pytest.raises(RegleMetier, match="classeur_illisible"):
        comparer(classe, fichier)
    from xlsxwriter import Workbook

    livre = Workbook(str(tmp_path / "autre.xlsx"))
    livre.add_worksheet("Notes").write(0, 0, "{}")
    livre.add_worksheet("Origine")
    livre.close()
    with pytest.raises(RegleMetier, match="classeur_etranger"):
        comparer(classe, tmp_path / "autre.xlsx")
