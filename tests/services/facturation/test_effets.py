"""A price that moves after the invoice, by the rule of the year: retroactive, from the deposit, next instalment."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.reglages import ECHEANCES_JOURS, EFFET_PIECE_TARDIVE, MODE_APPEL, PERIODES_ENTREE
from imuse_desk.domain.tarifs.changement import Effet
from imuse_desk.models import Inscription, PieceEmise, PieceRecue, Quotient, StatutResidence
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.rectification import (
    Comparaison,
    Ecart,
    Rectifier,
    comparer,
    lister_ecarts,
    rectifier,
    rectifier_toutes,
)
from tests.fabriques import Maison, maison_valmont
from tests.photos import gardee
from tests.services.facturation.outils import facturer, regler_regie, sans_faute
from tests.services.lectures.outils import pieces_de_cette_annee, relever, tarif_de_cette_annee

DIX = ["10-01", "11-01", "12-01", "01-01", "02-01", "03-01", "04-01", "05-01", "06-01"]
NOVEMBRE, FEVRIER = datetime(2025, 11, 5, 9, tzinfo=UTC), datetime(2026, 2, 20, 9, tzinfo=UTC)


@gardee
def facturee_en_novembre(base: Base, dossier: Path) -> Maison:
    """The Valmont family (400 € for Lina, 360 € for Noé), billed 760 € in three parts; ten periods of entry a year."""
    maison = maison_valmont(base, dossier / "depot")
    tarif_de_cette_annee(maison, proration={"type": "started_periods", "periods": 10})
    pieces_de_cette_annee(maison)
    relever(maison, "Valmont", 250_000)
    regler_regie(maison, especes_max_centimes=100_000)
    maison.regler(PERIODES_ENTREE.cle, DIX)
    maison.regler(ECHEANCES_JOURS.cle, ["11-30", "02-15", "04-30"])
    maison.horloge.instant = NOVEMBRE
    facturer(maison)
    return maison


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return en_fevrier(base_sqlite, tmp_path)


@pytest.fixture
def partout(base: Base, tmp_path: Path) -> Maison:
    """The same on both databases, for what reads and writes."""
    return en_fevrier(base, tmp_path)


def en_fevrier(base: Base, dossier: Path) -> Maison:
    maison = facturee_en_novembre(base, dossier)
    maison.horloge.instant = FEVRIER
    return maison


def appel(maison: Maison) -> Appel:
    return Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)


def regler(maison: Maison, effet: Effet) -> None:
    maison.regler(EFFET_PIECE_TARDIVE.cle, str(effet))


def ecarts(maison: Maison, le: date | None = None) -> tuple[Ecart, ...]:
    return lister_ecarts(maison.ctx(), appel(maison), le).ecarts


def comparaison(maison: Maison, le: date | None = None) -> Comparaison:
    return comparer(maison.ctx(), appel(maison), maison.ids["Valmont"], le)


def corriger(maison: Maison, nouveau: int, le: date | None = None) -> int:
    """The id of the new invoice."""
    commande = Rectifier(appel(maison), maison.ids["Valmont"], nouveau, "Attestation en retard", le)
    return rectifier(maison.ctx(), commande).resultat["factures"][0]


def deposer(maison: Maison, le: datetime, centimes: int) -> None:
    """The papers of the income, and the quotient read today on the CAF's."""
    piece, *_ = [
        maison.ajouter(
            PieceRecue(
                annee_id=maison.ids["source"], site_id=maison.ids["site"], type_id=maison.ids[f"type:{code}"],
                foyer_id=maison.ids["Valmont"], nom_original=f"{code}.pdf", nom_range=f"{code}.pdf", sha256="a" * 64,
                octets=10, depose_a=le, depose_par="essai", etat="acceptee", examen={},
            )
        )
        for code in ("caf", "avis1", "avis2")
    ]  # fmt: skip
    maison.ajouter(
        Quotient(
            foyer_id=maison.ids["Valmont"], annee_id=maison.ids["source"], genre="caf", centimes=centimes,
            piece_id=piece, auteur="essai", a=maison.horloge.instant,
        )
    )  # fmt: skip


def lignes(maison: Maison, piece_id: int) -> list[tuple[str, int]]:
    with maison.base.lire() as session:
        contenu = relire(session.get_one(PieceEmise, piece_id))
    return [(x["libelle"], x["montant"]) for groupe in contenu["groupes"] for x in groupe["lignes"]]


def test_retroactive_is_the_rule_where_none_is_set(maison: Maison) -> None:
    relever(maison, "Valmont", 200_000)
    lu = lister_ecarts(maison.ctx(), appel(maison))
    assert (lu.effet, lu.ecarts[0].nouveau_centimes, lu.ecarts[0].applique.le) == (Effet.RETROACTIF, 60_800, None)
    vu = comparaison(maison)
    assert [m for *_, m in vu.avant] == [40_000, 36_000]
    assert [m for *_, m in vu.apres] == [32_000, 28_800]


def test_from_the_deposit_the_periods_begun_stay_at_the_former_price(maison: Maison) -> None:
    """Deposited on 8 January and treated in February: five periods of ten are begun."""
    regler(maison, Effet.DEPOT)
    deposer(maison, datetime(2026, 1, 8, 10, tzinfo=UTC), 200_000)
    [ecart] = ecarts(maison)
    assert (ecart.applique.effet, ecart.applique.le, ecart.applique.origine) == (
        Effet.DEPOT, date(2026, 1, 8), "depot",
    )  # fmt: skip
    assert (ecart.nouveau_centimes, ecart.applique.plein_centimes) == (68_400, 60_800)
    facture = corriger(maison, 68_400)
    assert lignes(maison, facture) == [
        ("Parcours 3, périodes déjà commencées à l’ancien tarif", 20_000),
        ("Parcours 3, nouveau tarif", 16_000),
        ("Parcours 3, périodes déjà commencées à l’ancien tarif", 18_000),
        ("Parcours 3, nouveau tarif", 14_400),
    ]
    with maison.base.lire() as session:
        contenu = relire(session.get_one(PieceEmise, facture))
    assert contenu["objet"] == "Facture rectifiée, nouveau tarif à partir du\u00a008/01/2026"
    bases = [x["base"].replace("\u00a0", " ") for x in contenu["groupes"][0]["lignes"]]
    assert bases[0] == "5/10 de 400,00 €"
    assert bases[1].startswith("5/10 de 320,00 € (")
    assert ecarts(maison) == (), "what the former price keeps is no difference any more"
    sans_faute(maison)


def test_a_day_given_by_the_agent_where_no_paper_tells_it(maison: Maison) -> None:
    regler(maison, Effet.DEPOT)
    relever(maison, "Valmont", 200_000)
    [ecart] = ecarts(maison)
    assert (ecart.applique.le, ecart.applique.origine) == (date(2026, 2, 20), "saisie")
    assert ecart.nouveau_centimes == 45_600 + 24_320
    tot = date(2025, 10, 3)
    assert ecarts(maison, tot)[0].nouveau_centimes == 15_200 + 48_640
    with pytest.raises(RegleMetier, match="montant_change"):
        corriger(maison, 63_840)
    corriger(maison, 63_840, tot)
    sans_faute(maison)


def test_a_change_of_residence_counts_from_its_day(partout: Maison) -> None:
    """Outside the territory from 5 February, told on the 20th: six periods of ten are begun."""
    regler(partout, Effet.DEPOT)
    partout.ajouter(
        StatutResidence(
            foyer_id=partout.ids["Valmont"], statut="exterieur", motif="Déménagement", du_le=date(2026, 2, 5),
            auteur="essai", a=FEVRIER,
        )
    )  # fmt: skip
    [ecart] = ecarts(partout)
    assert (ecart.applique.le, ecart.applique.origine) == (date(2026, 2, 5), "residence")
    assert ecart.applique.plein_centimes > 76_000
    assert ecart.nouveau_centimes == 76_000 + (ecart.applique.plein_centimes - 76_000) * 4 // 10


def test_next_instalment_what_is_due_stays(partout: Maison) -> None:
    """253.34 + 253.33 are due on 20 February: the last third is at the new price."""
    regler(partout, Effet.ECHEANCE)
    relever(partout, "Valmont", 200_000)
    [ecart] = ecarts(partout)
    assert ecart.nouveau_centimes == 50_667 + 60_800 - 40_534
    facture = corriger(partout, ecart.nouveau_centimes)
    montants = dict(lignes(partout, facture))
    assert set(montants) == {"Parcours 3, échéances déjà dues à l’ancien tarif", "Parcours 3, nouveau tarif"}
    assert sum(m for libelle, m in lignes(partout, facture) if "déjà dues" in libelle) == 50_667
    assert ecarts(partout) == ()
    sans_faute(partout)


def test_once_all_is_due_nothing_changes_and_no_piece_is_issued(maison: Maison) -> None:
    regler(maison, Effet.ECHEANCE)
    relever(maison, "Valmont", 200_000)
    maison.horloge.instant = datetime(2026, 5, 20, 9, tzinfo=UTC)
    [ecart] = ecarts(maison)
    assert (ecart.difference_centimes, ecart.est_sans_effet) == (0, True)
    with pytest.raises(RegleMetier, match="sans_effet_rectifie"):
        corriger(maison, 76_000)


def test_a_second_change_keeps_what_the_first_one_kept(partout: Maison) -> None:
    """400 → 320 → 256 € for Lina: five periods, then three, then two."""
    regler(partout, Effet.DEPOT)
    deposer(partout, datetime(2026, 1, 8, 10, tzinfo=UTC), 200_000)
    corriger(partout, 68_400)
    partout.horloge.instant = datetime(2026, 4, 10, 9, tzinfo=UTC)
    deposer(partout, datetime(2026, 4, 10, 8, tzinfo=UTC), 160_000)
    [ecart] = ecarts(partout)
    assert (ecart.facture_centimes, ecart.applique.plein_centimes) == (68_400, 48_640)
    assert ecart.nouveau_centimes == 38_000 + 18_240 + 9_728
    facture = corriger(partout, ecart.nouveau_centimes)
    assert [m for _, m in lignes(partout, facture)][:3] == [20_000, 9_600, 5_120]
    assert ecarts(partout) == ()
    sans_faute(partout)


def test_a_course_left_or_added_follows_its_own_rule(maison: Maison) -> None:
    """Noé, who came in March, is due four tenths of his year: it is neither cut again nor kept whole."""
    regler(maison, Effet.DEPOT)

    def tard(session) -> None:
        for code in ("COR", "FM1.1", "ORC"):
            session.get(Inscription, maison.ids[f"inscription:Noé:{code}"]).du_le = date(2026, 3, 5)

    maison.ecrire(tard)
    [ecart] = ecarts(maison, date(2026, 2, 20))
    assert ecart.nouveau_centimes == 40_000 + 36_000 * 4 // 10


def test_many_at_once_by_the_rule_of_the_year(maison: Maison) -> None:
    def ajouter(m: Maison) -> None:
        m.foyer("Sorel", adultes=2, enfants_a_charge=1, a_imposition_commune=True)
        m.eleve("Paul", "Sorel", naissance=date(2013, 3, 12), rang=0, cours=("COR", "FM1.1", "ORC"))

    maison.d_un_coup(ajouter)
    relever(maison, "Sorel", 250_000)
    regler(maison, Effet.DEPOT)
    deposer(maison, datetime(2026, 1, 8, 10, tzinfo=UTC), 200_000)
    [ecart] = ecarts(maison)
    commande = Rectifier(appel(maison), ecart.foyer_id, ecart.nouveau_centimes, "Retard", date(2026, 2, 20))
    bilan = rectifier_toutes(maison.ctx(), [commande, replace(commande, foyer_id=maison.ids["Sorel"])], uuid.uuid4())
    assert (bilan.faites, bilan.ecartees) == ((ecart.foyer_id,), ((maison.ids["Sorel"], "rien_a_rectifier"),))
    with maison.base.lire() as session:
        pieces = select(PieceEmise.total_centimes).where(PieceEmise.serie != Serie.RECU).order_by(PieceEmise.id)
        assert session.scalars(pieces).all() == [76_000, -76_000, 68_400]
    sans_faute(maison)


def test_where_each_instalment_is_a_call_those_issued_stay(maison: Maison) -> None:
    regler(maison, Effet.ECHEANCE)
    maison.regler(MODE_APPEL.cle, "n_appels")
    relever(maison, "Valmont", 200_000)
    assert ecarts(maison) == ()


def test_what_a_credit_note_took_back_is_no_part_of_the_former_price(maison: Maison) -> None:
    """100 € of Lina's 400 € were taken back: six periods of ten stay at 300 €."""
    with maison.base.lire() as session:
        [piece_id] = session.scalars(select(PieceEmise.id))
    emettre_avoir(maison.ctx(), piece_id, "Geste", [LigneAvoir(1, 10_000)])
    regler(maison, Effet.DEPOT)
    relever(maison, "Valmont", 200_000)
    assert [m for *_, m in comparaison(maison).avant] == [30_000, 36_000]
    assert [m for *_, m in comparaison(maison).apres] == [18_000, 12_800, 21_600, 11_520]
