"""Issued means frozen: nothing changes a piece, a credit note puts it right, and tampering is found and named."""

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.models import Imputation, PieceEmise
from imuse_desk.models.declencheurs import INALTERABLES, oter_declencheurs
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from imuse_desk.services.facturation.lot import apercu_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.verification import verifier
from tests.fabriques import Maison
from tests.services.facturation.outils import facturee

FIGEES = ("lot_facturation", "piece_emise", "ligne_piece", "plan_piece", "echeance_piece", "ecriture", "imputation")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """A family billed 760 €, in two lines."""
    return facturee(base, tmp_path)


def facture(maison: Maison) -> PieceEmise:
    with maison.base.lire() as session:
        return session.scalars(select(PieceEmise).where(PieceEmise.serie == Serie.FACTURE)).one()


def codes(base: Base) -> list[tuple[str, str]]:
    with base.lire() as session:
        return [(f.code, f.ou) for f in verifier(session).fautes]


@pytest.mark.parametrize("table", FIGEES)
@pytest.mark.parametrize("ordre", ["UPDATE {t} SET id = id", "DELETE FROM {t}"])
def test_nothing_issued_changes(maison: Maison, table: str, ordre: str) -> None:
    emettre_avoir(maison.ctx(), facture(maison).id, "Erreur")
    assert table in INALTERABLES
    with (
        maison.base.moteur.execution_options(ecriture=True).connect() as connexion,
        pytest.raises(DBAPIError, match=f"inalterable:{table}"),
    ):
        connexion.execute(text(ordre.format(t=table)))
    assert codes(maison.base) == []


def test_replace_and_upsert_do_not_get_through(maison: Maison) -> None:
    piece = facture(maison)
    copie = "INSERT INTO ligne_piece SELECT * FROM ligne_piece WHERE true"
    for fin in (
        "ON CONFLICT (piece_id, rang) DO UPDATE SET montant_centimes = 1",
        "ON CONFLICT (id) DO UPDATE SET montant_centimes = 1",
    ):
        with (
            maison.base.moteur.execution_options(ecriture=True).connect() as connexion,
            pytest.raises(DBAPIError, match=r"inalterable|unique|UNIQUE"),
        ):
            connexion.execute(text(f"{copie} {fin}"))
    if maison.base.est_sqlite:
        with (
            maison.base.moteur.execution_options(ecriture=True).connect() as connexion,
            pytest.raises(DBAPIError, match="inalterable:ligne_piece"),
        ):
            connexion.execute(text("INSERT OR REPLACE INTO ligne_piece SELECT * FROM ligne_piece"))
    else:
        with (
            maison.base.moteur.execution_options(ecriture=True).connect() as connexion,
            pytest.raises(DBAPIError, match="inalterable:"),
        ):
            connexion.execute(text("TRUNCATE piece_emise CASCADE"))
    assert facture(maison).empreinte == piece.empreinte
    assert codes(maison.base) == []


def test_a_piece_that_does_not_follow_is_refused_by_the_base(maison: Maison) -> None:
    """A number that leaves a gap, or a chain that forgets the piece before, even by direct SQL."""
    piece = facture(maison)
    colonnes = [c.name for c in PieceEmise.__table__.columns if c.name != "id"]
    for changes in ({"numero": "9", "rang": "2"}, {"numero": "2", "rang": "2", "precedente": "'faux'"}):
        neuf = {"affiche": "'x'", "ref": f"'{'0' * 31}1'", "lot_id": "NULL", **changes}
        if not maison.base.est_sqlite:
            neuf["ref"] = "gen_random_uuid()"
        valeurs = ", ".join(neuf.get(c, c) for c in colonnes)
        with (
            maison.base.moteur.execution_options(ecriture=True).connect() as connexion,
            pytest.raises(DBAPIError, match="piece_discontinue"),
        ):
            connexion.execute(
                text(
                    f"INSERT INTO piece_emise ({', '.join(colonnes)}) SELECT {valeurs} FROM piece_emise WHERE id = :i"
                ),
                {"i": piece.id},
            )


@pytest.mark.parametrize(
    ("ordre", "attendus"),
    [
        ("UPDATE piece_emise SET contenu = replace(contenu, '40000', '30000')", {"contenu_modifie", "somme_fausse"}),
        ("UPDATE piece_emise SET total_centimes = 1", {"colonnes_modifiees", "somme_fausse", "lignes_fausses"}),
        ("UPDATE ligne_piece SET montant_centimes = 1 WHERE rang = 1", {"lignes_fausses"}),
        ("UPDATE echeance_piece SET montant_centimes = 1 WHERE rang = 1", {"echeancier_faux"}),
        ("UPDATE ecriture SET montant_centimes = 5", {"ecritures_fausses"}),
        ("DELETE FROM ecriture", {"ecritures_fausses"}),
        ("UPDATE compteur_piece SET dernier = 7", {"compteur_faux"}),
        ("UPDATE chaine_pieces SET rang = 7", {"chaine_rompue"}),
        ("UPDATE piece_emise SET numero = 3, affiche = 'x'", {"trou", "colonnes_modifiees", "compteur_faux"}),
    ],
)
def test_tampering_is_found_and_named(maison: Maison, ordre: str, attendus: set[str]) -> None:
    assert codes(maison.base) == []
    piece = facture(maison)
    with maison.base.moteur.execution_options(ecriture=True).connect() as connexion, connexion.begin():
        oter_declencheurs(connexion)
        connexion.execute(text(ordre))
    trouves = codes(maison.base)
    assert attendus <= {code for code, _ in trouves}
    assert any(ou in {piece.affiche, "x"} or ou.startswith("FC") for _, ou in trouves)


def test_the_last_piece_cannot_vanish(maison: Maison) -> None:
    emettre_avoir(maison.ctx(), facture(maison).id, "Erreur")
    with maison.base.moteur.execution_options(ecriture=True).connect() as connexion, connexion.begin():
        oter_declencheurs(connexion)
        avoir = "(SELECT id FROM piece_emise WHERE serie = 'AV')"
        for table, cle in (("imputation", "avoir_id"), ("ecriture", "piece_id"), ("ligne_piece", "piece_id")):
            connexion.execute(text(f"DELETE FROM {table} WHERE {cle} = {avoir}"))
        connexion.execute(text("DELETE FROM piece_emise WHERE serie = 'AV'"))
    assert {"compteur_faux", "chaine_rompue"} <= {code for code, _ in codes(maison.base)}


def test_a_whole_credit_note_frees_the_family_for_a_new_invoice(maison: Maison) -> None:
    ctx = maison.ctx()
    piece = facture(maison)
    emettre_avoir(ctx, piece.id, " Quotient arrivé en retard ")
    with maison.base.lire() as session:
        avoir = session.scalars(select(PieceEmise).where(PieceEmise.serie == Serie.AVOIR)).one()
        assert (avoir.total_centimes, avoir.origine_id, avoir.motif) == (-76_000, piece.id, "Quotient arrivé en retard")
        imputation = session.scalars(select(Imputation)).one()
        assert (imputation.facture_id, imputation.montant_centimes) == (piece.id, 76_000)
    apercu = apercu_lot(ctx, Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS, 2))
    assert apercu.total_centimes == 76_000
    assert codes(maison.base) == []


def test_credit_notes_never_take_back_more_than_the_invoice(maison: Maison) -> None:
    ctx = maison.ctx()
    piece = facture(maison)
    emettre_avoir(ctx, piece.id, "Arrêt", [LigneAvoir(2, 10_000)])
    with pytest.raises(RegleMetier, match="avoir_trop_grand"):
        emettre_avoir(ctx, piece.id, "Arrêt", [LigneAvoir(2, 26_001)])
    with pytest.raises(RegleMetier, match="avoir_trop_grand"):
        emettre_avoir(ctx, piece.id, "Arrêt", [LigneAvoir(1, -5)])
    emettre_avoir(ctx, piece.id, "Le reste")
    with pytest.raises(RegleMetier, match="avoir_rien"):
        emettre_avoir(ctx, piece.id, "Encore")
    with pytest.raises(Invalide):
        emettre_avoir(ctx, piece.id, "  ")
    with maison.base.lire() as session:
        avoirs = session.scalars(select(PieceEmise).where(PieceEmise.serie == Serie.AVOIR).order_by(PieceEmise.rang))
        assert [a.total_centimes for a in avoirs] == [-10_000, -66_000]
    with pytest.raises(RegleMetier, match="avoir_sur_facture"):
        emettre_avoir(ctx, piece.id + 1, "Avoir sur avoir")
    assert codes(maison.base) == []
