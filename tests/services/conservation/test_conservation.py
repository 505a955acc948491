"""How long files are kept: what may go, the list and its stamp, the destruction stopped halfway, what stays."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Depot
from imuse_desk.models import Annee, FaitVerifie, Inscription, PieceRecue, TypePiece
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.conservation.bordereaux import (
    BordereauVu,
    Viser,
    lire_elimination,
    lister_bordereaux,
    proposer_elimination,
    viser,
)
from imuse_desk.services.conservation.echues import LigneConservation, lister_conservation
from imuse_desk.services.conservation.papier import papier_elimination
from imuse_desk.services.conservation.purge import lire_destruction
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reinscription.pieces import DeciderPiece, refuser, supprimer
from imuse_desk.services.reinscription.pieces import accepter as accepter_piece
from imuse_desk.views.conservation.mots import dire_destruction
from tests.fabriques import Maison, maison_valmont
from tests.photos import gardee
from tests.printing.exemples import textes
from tests.services.conservation.outils import detruire
from tests.services.reinscription.outils import accepter, apporter

pytestmark = pytest.mark.usefixtures("lectures_gardees")
APRES = datetime(2027, 12, 1, 10, tzinfo=UTC)


@gardee
def maison_avec_pieces(base: Base, dossier: Path) -> Maison:
    """Two papers of the year to come, kept 60 days after it; the notice is decided, the address is never destroyed."""
    maison = maison_valmont(base, dossier / "depot")

    def regler(session: Any) -> None:
        session.execute(update(TypePiece).where(TypePiece.code.in_(("avis1", "caf"))).values(conserver_jours=60))

    maison.ecrire(regler)
    for code in ("avis1", "caf", "domicile"):
        maison.ids[f"piece:{code}"] = apporter(maison, code, dossier, pages=4 if code == "avis1" else 1)
        accepter(maison, maison.ids[f"piece:{code}"])
    return maison


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """The house of this test."""
    return maison_avec_pieces(base, tmp_path)


def _ctx(maison: Maison) -> Contexte:
    return maison.ctx(Role.DIRECTION)


def _lignes(maison: Maison) -> dict[str, LigneConservation]:
    return {x.libelle: x for x in lister_conservation(_ctx(maison))}


def _piece(maison: Maison, code: str) -> PieceRecue:
    with maison.base.lire() as session:
        return session.get_one(PieceRecue, maison.ids[f"piece:{code}"])


def _proposer(maison: Maison, *codes: str, operation: uuid.UUID | None = None) -> BordereauVu:
    types = [maison.ids[f"type:{code}"] for code in codes or ("avis1", "caf")]
    ident = proposer_elimination(_ctx(maison), types, operation).resultat
    return lire_elimination(_ctx(maison), ident)[0]


def _viser(
    maison: Maison, bordereau: BordereauVu, le: date | None = date(2027, 12, 1), par: str = "Archives de Rives"
) -> None:  # fmt: skip
    viser(_ctx(maison), Viser(bordereau.id, le, par))


def test_a_file_may_go_once_its_days_after_the_year_are_over(maison: Maison) -> None:
    avis = _lignes(maison)["Pièce avis1"]
    assert not avis.est_echue
    assert "Pièce domicile" not in _lignes(maison)
    with pytest.raises(RegleMetier, match="rien_a_eliminer"):
        _proposer(maison)
    maison.horloge.instant = datetime(avis.apres_le.year, avis.apres_le.month, avis.apres_le.day, 10, tzinfo=UTC)
    assert not _lignes(maison)["Pièce avis1"].est_echue
    maison.horloge.instant = APRES
    assert (_lignes(maison)["Pièce avis1"].est_echue, _lignes(maison)["Pièce avis1"].nombre) == (True, 1)


def test_a_family_whose_tariff_is_not_final_keeps_its_files(maison: Maison, tmp_path: Path) -> None:
    apporter(maison, "avis2", tmp_path)  # waits for a decision
    maison.horloge.instant = APRES
    avis = _lignes(maison)["Pièce avis1"]
    assert (avis.nombre, avis.en_attente) == (0, 1)
    with pytest.raises(RegleMetier, match="rien_a_eliminer"):
        _proposer(maison)


def test_a_pupil_enrolled_and_never_billed_keeps_the_files(maison: Maison) -> None:
    maison.horloge.instant = APRES
    maison.ajouter(
        Inscription(
            annee_id=maison.ids["cible"], site_id=maison.ids["site"], eleve_id=maison.ids["Lina"],
            cours_id=maison.ids["cible:COR"], du_le=date(2026, 9, 1),
        )
    )  # fmt: skip
    assert _lignes(maison)["Pièce avis1"].nombre == 0


def test_the_paper_names_kinds_and_numbers_and_nobody(maison: Maison) -> None:
    maison.horloge.instant = APRES
    nom, octets = papier_elimination(_ctx(maison), _proposer(maison).id)
    (page,) = textes(octets)
    assert nom == "bordereau_elimination_001.pdf"
    for mots in ("Bordereau d’élimination", "Pièce avis1", "Pièce caf", "2026-2027", "Visa du service d’archives"):
        assert mots in page
    assert "Valmont" not in page
    assert "VALMONT" not in page


def test_a_busy_year_keeps_each_figure_of_the_paper_on_its_line(maison: Maison) -> None:
    def grossir(session: Any) -> None:
        session.execute(update(PieceRecue).where(PieceRecue.retiree_a.is_(None)).values(octets=2_147_483_647))
        session.execute(update(TypePiece).where(TypePiece.code.in_(("avis1", "caf"))).values(conserver_jours=1_825))

    maison.ecrire(grossir)
    maison.horloge.instant = APRES + timedelta(days=2_000)
    (page,) = textes(papier_elimination(_ctx(maison), _proposer(maison).id)[1])
    mo = f"{2_147_483_647 / 1024 / 1024:.2f}".replace(".", ",")
    assert page.count(mo) == 2, "broken, it would be read in two parts"
    assert len(re.findall(r"fin d’année \+ 1\s?825 j", page)) == 2


def test_nothing_is_destroyed_without_the_stamp(maison: Maison) -> None:
    maison.horloge.instant = APRES
    bordereau = _proposer(maison)
    assert lister_conservation(_ctx(maison)) == ()  # they stand on the list
    with pytest.raises(RegleMetier, match="bordereau_sans_visa"):
        detruire(_ctx(maison), bordereau.id)
    refuses = ((None, "", {"le", "par"}), (date(2027, 12, 2), "A", {"le"}), (date(2027, 11, 30), "A", {"le"}))
    for le, par, champs in refuses:
        with pytest.raises(FormulaireInvalide) as refus:
            _viser(maison, bordereau, le, par)
        assert {e.champ for e in refus.value.erreurs} == champs
    assert maison.ctx().depot.verifier(_piece(maison, "avis1").sha256) == "intact"


def test_files_go_and_facts_stay(maison: Maison) -> None:
    maison.horloge.instant = APRES
    bordereau = _proposer(maison)
    _viser(maison, bordereau)
    fait = detruire(_ctx(maison), bordereau.id).resultat
    assert (fait.detruits, fait.gardes) == (2, 0)
    piece = _piece(maison, "avis1")
    assert (piece.etat, piece.purge_a, piece.lecture) == ("acceptee", APRES, None)
    assert maison.ctx().depot.verifier(piece.sha256) == "absent"
    assert maison.ctx().depot.verifier(_piece(maison, "domicile").sha256) == "intact"
    with maison.base.lire() as session:
        assert session.scalars(select(FaitVerifie).where(FaitVerifie.piece_id == piece.id)).all()
    (vu,) = lister_bordereaux(_ctx(maison))
    assert (vu.detruits, vu.vise_par, vu.execute_par) == (2, "Archives de Rives", "Aline Martin")
    dit = lire_destruction(maison.ctx(), piece.id)
    assert dit is not None
    assert (dit.a, dit.numero) == (APRES, 1)
    assert lire_destruction(maison.ctx(), maison.ids["piece:domicile"]) is None
    with pytest.raises(RegleMetier, match="bordereau_execute"):
        detruire(_ctx(maison), bordereau.id)
    with pytest.raises(RegleMetier, match="bordereau_execute"):
        _viser(maison, bordereau)


def test_nobody_decides_nor_withdraws_a_piece_whose_file_is_destroyed(maison: Maison) -> None:
    maison.horloge.instant = APRES
    avant = _piece(maison, "caf")
    decision = refuser(maison.ctx(), DeciderPiece(avant.id, avant.version, "Illisible"))
    bordereau = _proposer(maison)
    _viser(maison, bordereau)
    detruire(_ctx(maison), bordereau.id)
    detruite = _piece(maison, "caf")
    commande = DeciderPiece(detruite.id, detruite.version, "Vu")
    for acte in (accepter_piece, refuser, supprimer):
        with pytest.raises(RegleMetier, match="piece_detruite"):
            acte(maison.ctx(), commande)
    assert decision.operation_id is not None
    with pytest.raises(RegleMetier, match="piece_detruite"):
        annuler(maison.ctx(), decision.operation_id)


def test_a_paper_whose_file_was_destroyed_may_be_brought_again(maison: Maison, tmp_path: Path) -> None:
    with maison.base.lire() as session:
        avant = session.execute(select(PieceRecue.sha256).where(PieceRecue.id == maison.ids["piece:caf"])).scalar_one()
    depot = maison.horloge.instant
    maison.horloge.instant = APRES
    bordereau = _proposer(maison)
    _viser(maison, bordereau)
    detruire(_ctx(maison), bordereau.id)
    maison.horloge.instant = depot
    encore = apporter(maison, "caf", tmp_path)
    assert encore != maison.ids["piece:caf"]
    with maison.base.lire() as session:
        assert session.get_one(PieceRecue, encore).sha256 == avant
    assert maison.ctx().depot.verifier(avant) == "intact"


def test_a_file_that_another_piece_needs_stays(maison: Maison) -> None:
    def partager(session: Any) -> None:
        caf = session.get_one(PieceRecue, maison.ids["piece:caf"])
        session.get_one(PieceRecue, maison.ids["piece:domicile"]).sha256 = caf.sha256

    maison.ecrire(partager)
    maison.horloge.instant = APRES
    bordereau = _proposer(maison)
    _viser(maison, bordereau)
    fait = detruire(_ctx(maison), bordereau.id).resultat
    assert (fait.detruits, fait.gardes) == (1, 1)
    assert dire_destruction(fait) == "1 fichier détruit\u00a0; 1 fichier gardé, qui sert ailleurs"
    assert maison.ctx().depot.verifier(_piece(maison, "caf").sha256) == "intact"
    assert _piece(maison, "caf").purge_a is not None


def test_one_content_that_answers_for_two_pieces_counts_as_announced_and_printed(maison: Maison) -> None:
    def partager(session: Any) -> None:
        caf = session.get_one(PieceRecue, maison.ids["piece:caf"])
        session.get_one(PieceRecue, maison.ids["piece:avis1"]).sha256 = caf.sha256

    maison.ecrire(partager)
    maison.horloge.instant = APRES
    bordereau = _proposer(maison)
    _viser(maison, bordereau)
    (page,) = textes(papier_elimination(_ctx(maison), bordereau.id)[1])
    fait = detruire(_ctx(maison), bordereau.id).resultat
    assert (bordereau.nombre, fait.detruits, fait.gardes) == (2, 2, 0)
    assert dire_destruction(fait) == "2 fichiers détruits"
    assert "Fichiers\n2" in page or "Fichiers 2" in page


def test_no_more_is_put_on_the_list_than_the_person_was_told(maison: Maison) -> None:
    maison.horloge.instant = APRES
    types = [maison.ids["type:avis1"], maison.ids["type:caf"]]
    with pytest.raises(RegleMetier) as refus:
        proposer_elimination(_ctx(maison), types, annoncees=1)
    assert (refus.value.code, refus.value.params["nombre"]) == ("elimination_changee", 2)
    assert lister_bordereaux(_ctx(maison)) == ()
    proposer_elimination(_ctx(maison), types, annoncees=2)


def test_a_decision_is_not_taken_back_once_the_piece_stands_on_a_list(maison: Maison) -> None:
    """It would wait for a decision, and its file would go."""
    maison.horloge.instant = APRES
    piece = _piece(maison, "caf")
    fait = refuser(maison.ctx(), DeciderPiece(piece.id, piece.version, "Illisible"))
    _proposer(maison)
    assert fait.operation_id is not None
    with pytest.raises(Conflit):  # the list changed the piece
        annuler(maison.ctx(), fait.operation_id)


def test_a_destruction_stopped_halfway_goes_on(maison: Maison, monkeypatch: pytest.MonkeyPatch) -> None:
    maison.horloge.instant = APRES
    bordereau = _proposer(maison)
    _viser(maison, bordereau)
    depot, vrai = _ctx(maison).depot, Depot.retirer
    faits: list[str] = []

    def tuer(depot: Depot, sha256: str) -> bool:
        if faits:
            raise KeyboardInterrupt
        faits.append(sha256)
        return vrai(depot, sha256)

    monkeypatch.setattr(Depot, "retirer", tuer)
    with pytest.raises(KeyboardInterrupt):
        detruire(_ctx(maison), bordereau.id)
    (vu,) = lister_bordereaux(_ctx(maison))
    assert (vu.est_interrompu, vu.execute_a) == (True, None)
    with pytest.raises(RegleMetier, match="bordereau_execute"):
        _viser(maison, bordereau, par="Un autre visa")  # files are gone under the first one
    monkeypatch.setattr(Depot, "retirer", vrai)
    detruire(_ctx(maison), bordereau.id)
    (vu,) = lister_bordereaux(_ctx(maison))
    assert (vu.est_interrompu, vu.execute_a) == (False, APRES)
    assert {depot.verifier(_piece(maison, code).sha256) for code in ("avis1", "caf")} == {"absent"}


def test_a_list_is_taken_back_until_it_is_stamped(maison: Maison) -> None:
    maison.horloge.instant = APRES
    operation = uuid.uuid4()
    bordereau = _proposer(maison, operation=operation)
    annuler(_ctx(maison), operation)
    assert lister_bordereaux(_ctx(maison)) == ()
    assert _piece(maison, "avis1").purger_apres_le is None
    autre = uuid.uuid4()
    bordereau = _proposer(maison, operation=autre)
    _viser(maison, bordereau)
    with pytest.raises(RegleMetier, match="bordereau_vise"):
        annuler(_ctx(maison), autre)


def test_in_a_closed_year_only_the_list_touches_a_piece(maison: Maison) -> None:
    def clore(session: Any) -> None:
        session.get_one(Annee, maison.ids["cible"]).etat = "close"

    def changer(**valeurs: Any) -> None:
        """The notice, by plain SQL."""
        lequel = PieceRecue.id == maison.ids["piece:avis1"]
        with pytest.raises(RegleMetier, match="annee_close"):
            maison.ecrire(lambda s: s.execute(update(PieceRecue).where(lequel).values(**valeurs)))

    maison.ecrire(clore)
    maison.horloge.instant = APRES
    changer(motif="x")
    premiere = uuid.uuid4()
    _proposer(maison, operation=premiere)
    annuler(_ctx(maison), premiere)
    bordereau = _proposer(maison)
    decision = DeciderPiece(maison.ids["piece:avis1"], _piece(maison, "avis1").version, "Illisible")
    with pytest.raises(RegleMetier, match="annee_close"):
        refuser(maison.ctx(), decision)
    changer(etat="refusee")
    changer(retiree_a=APRES)
    changer(lecture={"constats": []})
    changer(sha256="0" * 64, purge_a=APRES)
    _viser(maison, bordereau)
    assert detruire(_ctx(maison), bordereau.id).resultat.detruits == 2
    changer(purge_a=None)
    changer(bordereau_id=None)


def test_the_secretariat_destroys_nothing(maison: Maison) -> None:
    with pytest.raises(Refus):
        lister_conservation(maison.ctx(Role.SECRETARIAT))
    with pytest.raises(Introuvable):
        detruire(_ctx(maison), 999)
