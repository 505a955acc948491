"""A received piece read, judged and written, on both databases: what is kept, what a second reading adds, who may."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from imuse_desk.documents.client import Lecteur, LectureOcr
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.domain.verification.hebergement import Part
from imuse_desk.models import Adresse, FaitVerifie, Lien, Personne, PieceRecue
from imuse_desk.models.passerelle import Base
from imuse_desk.services.reinscription.pieces import DeciderPiece, supprimer
from imuse_desk.services.verification import analyse
from imuse_desk.services.verification.analyse import a_analyser, analyser, scans_a_lire
from imuse_desk.services.verification.lecture import lire_par_etapes
from imuse_desk.services.verification.parts import ChangerPart, changer_part
from tests.fabriques import AGENT, MIDI, Maison, pdf
from tests.services.verification.analyse_outils import (
    apporter,
    faits,
    maison_martineau,
    nombre,
    papier,
    specimen,
    version,
)
from tests.services.verification.poste_outils import recevoir

pytestmark = pytest.mark.usefixtures("lectures_gardees", "sans_moteur")


@pytest.fixture
def sans_moteur(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are read by a stand-in: no engine starts."""
    monkeypatch.setattr(Lecteur, "preparer_ocr", lambda _lecteur: None)


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_martineau(base, tmp_path)


@pytest.mark.usefixtures("essai")
def test_a_notice_is_read_judged_and_kept_with_where_each_value_stands(maison: Maison, base: Base) -> None:
    piece_id = apporter(maison, "avis1", specimen("avis28_numerique.pdf"))
    assert a_analyser(maison.ctx()) == (piece_id,)
    fait = analyser(maison.ctx(), piece_id)
    assert fait.resultat["etat"] == "conforme"
    assert ("piece", piece_id) in fait.changements.objets
    vus = faits(maison, piece_id)
    assert {vus[r].resultat for r in ("sceau", "nature", "annee", "pages", "nom", "revenu", "concordance")} == {
        "conforme"
    }
    revenu = vus["revenu"]
    assert (revenu.centimes, revenu.source, revenu.page, revenu.confirme_par) == (3451200, "scelle", 1, "")
    assert revenu.boite is not None
    with base.lire() as session:
        piece = session.get_one(PieceRecue, piece_id)
        assert piece.lue_a == MIDI
        lecture = piece.lecture
    assert (lecture["nature"], lecture["pages"]) == ("avis", ["texte"] * 4)
    rfr = next(v for v in lecture["valeurs"] if v["cle"] == "revenu")
    assert rfr["scelle"]["centimes"] == rfr["imprimes"][0]["centimes"] == 3451200
    declarant = next(v for v in lecture["valeurs"] if v["cle"] == "declarant_1")
    assert (declarant["scelle"]["valeur"], declarant["fichier"]) == ("MARTINEAU ALICE", "Martineau Alice")
    assert "1234567890123" not in str(lecture)
    assert a_analyser(maison.ctx()) == ()


@pytest.mark.usefixtures("essai")
def test_the_same_reading_again_writes_nothing(maison: Maison, base: Base) -> None:
    piece_id = apporter(maison, "avis1", specimen("avis28_numerique.pdf"))
    analyser(maison.ctx(), piece_id)
    avant = nombre(base)
    encore = analyser(maison.ctx(), piece_id)
    assert (encore.resultat["nouveaux"], nombre(base), encore.changements.objets) == (0, avant, frozenset())


def test_what_changes_in_the_household_changes_the_facts_but_not_what_a_person_confirmed(maison: Maison) -> None:
    maison.horloge.instant = datetime(2026, 5, 20, 22, 30, tzinfo=UTC)
    piece_id = apporter(maison, "domicile", specimen("facture01_numerique.pdf"))
    analyser(maison.ctx(), piece_id)
    avant = faits(maison, piece_id)
    assert (avant["adresse"].resultat, avant["nom"].resultat) == ("conforme", "conforme")
    # 22 h 30 in London is the day after in Paris: the first day admitted is 21 February
    assert (avant["date"].resultat, avant["date"].attendu) == ("non_conforme", "21/02/2026")

    def demenager(session: Any) -> None:
        session.add(
            FaitVerifie(
                piece_id=piece_id, regle="nom", resultat="non_conforme", source="texte", confirme_par="Aline Martin",
                a=MIDI,
            )
        )  # fmt: skip
        session.scalars(select(Adresse)).one().voie = "avenue du Château"

    maison.ecrire(demenager)
    analyser(maison.ctx(), piece_id)
    apres = faits(maison, piece_id)
    assert (apres["adresse"].resultat, apres["adresse"].detail) == ("non_conforme", "autre_adresse")
    assert apres["adresse"].attendu == "12 avenue du Château, 92190 Meudon", "what the file says"
    assert (apres["nom"].resultat, apres["nom"].confirme_par) == ("non_conforme", "Aline Martin")


@pytest.mark.parametrize(("situation", "resultat"), [("Marié(e)", "conforme"), ("Concubinage", "non_conforme")])
def test_a_married_person_may_be_named_after_the_other(maison: Maison, situation: str, resultat: str) -> None:
    def marier(session: Any) -> None:
        alice = session.scalars(select(Personne).where(Personne.prenom == "Alice")).one()
        alice.nom, alice.situation_familiale = "Delorme", situation
        paul = Personne(nom="Martineau", prenom="Paul", cle="martineau paul")
        session.add(paul)
        session.flush()
        session.add(
            Lien(personne_id=paul.id, foyer_id=maison.ids["Martineau"], role="adulte", rang=1, du_le=date(2020, 1, 1))
        )

    maison.ecrire(marier)
    piece_id = apporter(maison, "avis1", specimen("avis28_numerique.pdf"))
    analyser(maison.ctx(), piece_id)
    assert faits(maison, piece_id)["nom"].resultat == resultat


def test_a_file_gone_from_the_store_is_told_then_read_when_it_is_back(maison: Maison) -> None:
    chemin = specimen("facture01_numerique.pdf")
    piece_id = apporter(maison, "domicile", chemin)
    shutil.move(maison.dossier / "store", maison.dossier / "ailleurs")
    assert analyser(maison.ctx(), piece_id).resultat["etat"] == "a_verifier"
    assert (faits(maison, piece_id)["lecture"].detail, a_analyser(maison.ctx())) == ("fichier_introuvable", ())
    shutil.move(maison.dossier / "ailleurs", maison.dossier / "store")
    analyser(maison.ctx(), piece_id)
    assert faits(maison, piece_id)["lecture"].resultat == "conforme"


def test_a_scan_without_words_is_left_to_a_person(maison: Maison) -> None:
    piece_id = apporter(maison, "avis1", specimen("avis28_scan.pdf"))
    assert analyser(maison.ctx(), piece_id).resultat["etat"] == "a_verifier"
    vus = faits(maison, piece_id)
    assert (vus["sceau"].detail, vus["pages"].resultat, vus["revenu"].detail) == ("essai", "conforme", "non_lu")


def test_a_part_said_while_the_paper_is_read_has_it_read_again(
    maison: Maison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titre = apporter(maison, "domicile", papier(tmp_path / "c.pdf", "Titre", "Nom : PERRIN", "Prénoms : Jeanne"))

    def lire_lentement(*quoi: Any, **options: Any) -> Any:
        changer_part(maison.ctx(), ChangerPart(titre, Part.IDENTITE_HOTE))
        return lire_par_etapes(*quoi, **options)

    monkeypatch.setattr(analyse, "lire_par_etapes", lire_lentement)
    assert analyser(maison.ctx(), titre).resultat["nouveaux"] == 0
    monkeypatch.undo()
    assert a_analyser(maison.ctx()) == (titre,)
    analyser(maison.ctx(), titre)
    assert "adresse" not in faits(maison, titre), "an identity paper is not asked for an address"


def test_pictures_are_read_in_a_second_round_and_kept_where_they_cannot_be_read_again(
    maison: Maison, monkeypatch: pytest.MonkeyPatch
) -> None:
    numerique = Lecteur(specimen("avis28_numerique.pdf"))
    mots = {page: numerique.mots(page) for page in range(1, 5)}
    numerique.close()
    monkeypatch.setattr(Lecteur, "mots_ocr", lambda _lecteur, page: LectureOcr(mots[page], 0))
    monkeypatch.setattr(analyse, "disponible", lambda: True)
    piece_id = apporter(maison, "avis1", specimen("avis28_scan.pdf"))
    assert analyser(maison.ctx(), piece_id).resultat["a_ocr"]
    assert scans_a_lire(maison.ctx()) == (piece_id,), "whoever left between the two rounds finds it again"
    pages: list[int] = []
    fait = analyser(maison.ctx(), piece_id, ocr=True, etape=lambda: pages.append(1))
    assert (fait.resultat["a_ocr"], len(pages)) == (False, 5)
    assert scans_a_lire(maison.ctx()) == ()
    lu = faits(maison, piece_id)["revenu"]
    assert (lu.source, lu.centimes, lu.resultat) == ("ocr", 3451200, "a_verifier")
    assert faits(maison, piece_id)["nature"].source == "ocr"

    def indisponible(_lecteur: Lecteur, _page: int) -> None:
        raise RegleMetier("ocr_indisponible")

    monkeypatch.setattr(Lecteur, "mots_ocr", indisponible)
    analyser(maison.ctx(), piece_id)
    assert faits(maison, piece_id)["revenu"].centimes == 3451200


@pytest.mark.parametrize(
    ("code", "lecture", "restent"),
    [
        ("domicile", {"pages": ["", ""]}, True),
        ("domicile", {"pages": ["", "ocr"]}, False),
        ("domicile", {"pages": ["", ""], "scans_a_lire": 0}, False),
        ("domicile", {"pages": ["texte", "texte"], "scans_a_lire": 1}, True),
        ("domicile", {"illisible": "abime"}, False),
        ("certificat", {"pages": [""]}, False),
    ],
)
def test_pictures_left_unread_are_offered_again_where_an_engine_runs(
    maison: Maison, monkeypatch: pytest.MonkeyPatch, code: str, lecture: dict[str, Any], restent: bool
) -> None:
    ident = recevoir(maison, code, "Martineau", lue_a=MIDI, lecture=lecture)
    monkeypatch.setattr(analyse, "disponible", lambda: True)
    assert scans_a_lire(maison.ctx()) == ((ident,) if restent else ())
    monkeypatch.setattr(analyse, "disponible", lambda: False)
    assert scans_a_lire(maison.ctx()) == ()


def test_a_page_on_which_nothing_is_found_is_looked_at_once_and_tried_again_where_the_engine_does_not_start(
    maison: Maison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyse, "disponible", lambda: True)
    piece_id = apporter(maison, "avis1", specimen("avis28_scan.pdf"))
    analyser(maison.ctx(), piece_id)

    def indisponible(_lecteur: Lecteur, _page: int) -> None:
        raise RegleMetier("ocr_indisponible")

    monkeypatch.setattr(Lecteur, "mots_ocr", indisponible)
    analyser(maison.ctx(), piece_id, ocr=True, si_a_lire=True)
    assert scans_a_lire(maison.ctx()) == (piece_id,), "another desk may read it"
    monkeypatch.setattr(Lecteur, "mots_ocr", lambda _lecteur, _page: LectureOcr((), 0))
    assert analyser(maison.ctx(), piece_id, ocr=True, si_a_lire=True).resultat["etat"] == "a_verifier"
    assert scans_a_lire(maison.ctx()) == ()
    assert analyser(maison.ctx(), piece_id, ocr=True, si_a_lire=True).resultat["etat"] == "deja_lue"


def test_incomes_are_hidden_from_who_may_not_read_them(maison: Maison) -> None:
    piece_id = apporter(maison, "avis1", specimen("avis28_numerique.pdf"))
    analyser(maison.ctx(), piece_id)
    vu = faits(maison, piece_id, Role.ADMINISTRATION)["revenu"]
    assert (vu.valeur, vu.centimes, vu.resultat) == ("", None, "a_verifier")


def test_who_may_and_what_is_refused(maison: Maison, base: Base, tmp_path: Path) -> None:
    (tmp_path / "f.pdf").write_bytes(pdf())
    piece_id = apporter(maison, "domicile", tmp_path / "f.pdf")
    seconde = apporter(maison, "domicile", specimen("facture01_numerique.pdf"))
    assert a_analyser(maison.ctx()) == (piece_id, seconde)
    vue = version(maison, piece_id)
    analyser(maison.ctx(), piece_id)
    supprimer(maison.ctx(), DeciderPiece(piece_id, vue, "en double"))  # the reading left the version as it was
    with pytest.raises(Introuvable):
        analyser(maison.ctx(), piece_id)

    def detruire(unite: Any) -> None:
        unite.session.get_one(PieceRecue, seconde).purge_a = MIDI

    base.ecrire(AGENT, "essai", detruire)
    with pytest.raises(RegleMetier, match="piece_detruite"):
        analyser(maison.ctx(), seconde)
    with pytest.raises(Introuvable):
        analyser(maison.ctx(), 99_999)
