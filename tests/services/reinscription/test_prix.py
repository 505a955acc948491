"""Prices through the three tables: GPSO's arithmetic, quotient and documents, ranks, holes, two households."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from imuse_desk.domain.erreurs import AConfirmer, Invalide, Refus
from imuse_desk.domain.roles import Role
from imuse_desk.models import ZoneFoyer
from imuse_desk.models.passerelle import Base
from imuse_desk.services import quotients
from imuse_desk.services.lectures.reinscription import lire_dossier
from imuse_desk.services.reinscription import pieces, reponses
from imuse_desk.services.reinscription.prix import PrixVu
from imuse_desk.services.reinscription.saisie import CoursEnPlus, LigneSaisie, SaisirReponse, ajouter_cours, saisir
from tests.fabriques import MIDI, Maison, famille_valmont, maison_complete
from tests.services.reinscription.outils import accepter, apporter, cocher, enfant, fichier, ouvrir


def _prix(maison: Maison, foyer: str = "Valmont", *roles: Role) -> PrixVu:
    prix = ouvrir(maison, foyer, maison.ctx(*roles)).prix
    assert prix is not None
    return prix


def _quotient(maison: Maison, centimes: int, foyer: str = "Valmont", **champs: Any) -> int:
    commande = quotients.EnregistrerQuotient(maison.ids[foyer], maison.ids["cible"], centimes, **champs)
    return quotients.enregistrer_quotient(maison.ctx(), commande).resultat


def _tout_apporter(maison: Maison, dossier: Path, foyer: str = "Valmont") -> list[int]:
    return [apporter(maison, code, dossier, foyer=foyer, pages=4) for code in ("domicile", "caf", "avis1")]


@pytest.mark.parametrize(
    ("quotient", "enfants", "total"),
    [
        (100_000, 1, 190_00),
        (118_750, 1, 190_00),
        (250_000, 1, 400_00),
        (375_000, 1, 600_00),
        (250_000, 3, 1080_00),
        (130_000, 3, 588_00),
        (900_000, 2, 1140_00),
        (0, 1, 190_00),
        (123_456, 1, 197_53),
    ],
)
def test_gpso_prices_through_the_tables(
    base_sqlite: Base, tmp_path: Path, quotient: int, enfants: int, total: int
) -> None:
    """Instrument, formation musicale and orchestra of one cursus are one P3; the ranks follow the household's order."""
    maison = famille_valmont(maison_complete(base_sqlite, tmp_path / "depot"), enfants)
    _quotient(maison, quotient)
    for prenom in ("Lina", "Noé", "Zoé")[:enfants]:
        cocher(maison, prenom)
    _tout_apporter(maison, tmp_path)
    prix = _prix(maison)
    assert prix.total_centimes == total
    assert [e.rang for e in prix.enfants] == list(range(1, enfants + 1))
    assert prix.quotient.situation == "a_verifier"


def test_no_document_is_the_ceiling_until_it_comes(maison: Maison, tmp_path: Path) -> None:
    _quotient(maison, 250_000)
    cocher(maison, "Lina")
    prix = _prix(maison)
    assert (prix.total_centimes, prix.quotient.situation, prix.est_provisoire) == (600_00, "piece_manquante", True)
    assert prix.quotient.piece == "Pièce caf"
    assert prix.avec_quotient_centimes == 400_00
    recues = _tout_apporter(maison, tmp_path)
    assert _prix(maison).total_centimes == 400_00
    avis = fichier(ouvrir(maison), recues[2])
    pieces.refuser(maison.ctx(), pieces.DeciderPiece(recues[2], avis.version, "2 pages sur 4"))
    prix = _prix(maison)
    assert (prix.total_centimes, prix.quotient.situation) == (600_00, "piece_refusee")


def test_declined_income_is_the_ceiling_for_good(maison: Maison) -> None:
    _quotient(maison, 250_000)
    cocher(maison, "Lina")
    cocher(maison, "Noé")
    vu = ouvrir(maison)
    reponses.decliner_revenus(maison.ctx(), reponses.DeclinerRevenus(vu.dossier_id, vu.version, "Claire Valmont"))
    prix = _prix(maison)
    assert (prix.total_centimes, prix.quotient.situation, prix.est_provisoire) == (1140_00, "decline", False)
    vu = ouvrir(maison)
    assert (vu.revenus_declines_par, vu.revenus_declines_le) == ("Claire Valmont", MIDI.date())


def test_a_rank_is_provisional_until_each_child_has_answered(maison: Maison) -> None:
    cocher(maison, "Lina")
    (lina,) = _prix(maison).enfants
    assert lina.est_rang_provisoire
    cocher(maison, "Noé")
    assert [e.est_rang_provisoire for e in _prix(maison).enfants] == [False, False]
    noe = enfant(ouvrir(maison), "Noé")
    reponses.ne_pas_reinscrire(maison.ctx(), reponses.Repondre(noe.dossier_eleve_id or 0, noe.version, "arrêt"))
    (lina,) = _prix(maison).enfants
    assert (lina.est_rang_provisoire, lina.rang) == (False, 1)


def test_a_course_that_maps_to_nothing_has_no_price(maison: Maison) -> None:
    from imuse_desk.models import RegleArticle

    def retirer(session) -> None:
        for regle in session.query(RegleArticle).filter(RegleArticle.cursus_id == maison.ids["MUS"]):
            session.delete(regle)

    maison.ecrire(retirer)
    cocher(maison, "Lina")
    prix = _prix(maison)
    assert (prix.total_centimes, prix.raison) == (None, "indetermine")
    assert prix.enfants[0].indetermines == ("COR", "FM1.2", "ORC")
    assert prix.enfants[0].total_centimes is None


def test_the_price_explains_its_rows(maison: Maison, tmp_path: Path) -> None:
    _quotient(maison, 250_000, date_document_le=date(2026, 5, 2))
    cocher(maison, "Lina")
    for piece in _tout_apporter(maison, tmp_path):
        accepter(maison, piece)
    lina = enfant(ouvrir(maison), "Lina")
    ajout = CoursEnPlus(lina.dossier_eleve_id or 0, lina.version, maison.ids["cible:JAZ"])
    ajouter_cours(maison.ctx(), ajout)
    prix = _prix(maison)
    p3, p1 = prix.enfants[0].lignes
    assert p3.origine == "COR, FM1.2, ORC (table des articles, ligne 2, une fois par cursus)"
    assert p1.origine == "Atelier jazz (table des articles, ligne 1, par cours)"
    assert (p3.montant_centimes, p1.montant_centimes, prix.total_centimes) == (400_00, 160_00, 560_00)
    assert "16" in p3.arithmetique
    assert (prix.zone.code, prix.zone.origine, prix.zone.detail) == ("resident", "cp", "54999")
    assert (prix.quotient.situation, prix.quotient.date_document_le) == ("connu", date(2026, 5, 2))
    assert [(e.code, e.origine) for e in prix.enfants[0].etiquettes] == [("reenrolment", "fait")]


def test_zone_by_town_by_status_and_by_exception(maison: Maison) -> None:
    maison.foyer("Loin", cp="75001")
    maison.eleve("Max", "Loin", cours=("COR", "FM1.1"))
    cocher(maison, "Max", foyer="Loin")
    prix = _prix(maison, "Loin")
    assert (prix.zone.code, prix.zone.origine, prix.total_centimes) == ("outside", "defaut", 1040_00)
    assert prix.quotient.situation == "non_demande"
    assert not prix.est_provisoire
    maison.foyer("Agent", cp="75001", statut="assimile")
    maison.eleve("Eve", "Agent", cours=("COR", "FM1.1"))
    cocher(maison, "Eve", foyer="Agent")
    prix = _prix(maison, "Agent")
    assert (prix.zone.code, prix.zone.origine) == ("resident", "statut")
    maison.ajouter(
        ZoneFoyer(
            foyer_id=maison.ids["Loin"], annee_id=maison.ids["cible"], zone="resident", motif="agent du réseau",
            auteur="Direction", a=MIDI,
        )
    )  # fmt: skip
    prix = _prix(maison, "Loin")
    assert (prix.zone.code, prix.zone.origine, prix.zone.detail) == (
        "resident", "exception", "agent du réseau (Direction)",
    )  # fmt: skip


def test_tags_by_cycle_and_by_hand(maison: Maison) -> None:
    maison.foyer("Loin", cp="75001")
    maison.eleve("Max", "Loin", cours=("COR", "FM1.1"))
    cocher(maison, "Max", foyer="Loin")
    maison.etiqueter("upper_level", eleve="Max")
    _quotient(maison, 400_000, "Loin")
    assert _prix(maison, "Loin").total_centimes == 763_00
    _quotient(maison, 500_000, "Loin")
    assert _prix(maison, "Loin").total_centimes == 1040_00


def _deux_foyers(maison: Maison, part: int = 50) -> None:
    """Léo: main household Valmont (his mother), the other Sauvage (his father)."""
    maison.foyer("Sauvage", enfants_a_charge=1)
    maison.eleve("Léo", "Sauvage", naissance=date(2013, 5, 5), cours=("COR", "FM1.1"))

    def partager(session) -> None:
        from imuse_desk.models import Lien

        lien = session.get_one(Lien, maison.ids["lien:Léo:Sauvage"])
        lien.est_principal, lien.part = False, 100 - part

    maison.ecrire(partager)
    maison.lier("Léo", "Valmont", rang=5, part=part)


def test_each_household_pays_its_share_of_its_own_price(maison: Maison, tmp_path: Path) -> None:
    _deux_foyers(maison)
    assert [e.prenom for e in ouvrir(maison).enfants] == ["Lina", "Noé", "Léo"]
    cocher(maison, "Léo")
    _quotient(maison, 250_000)
    _quotient(maison, 187_500, "Sauvage")
    _tout_apporter(maison, tmp_path)
    apporter(maison, "avis1", tmp_path, foyer="Sauvage", pages=4)
    mere = _prix(maison).enfants[0]
    assert (mere.part, mere.total_centimes) == (50, 200_00)
    assert mere.autre_foyer is not None
    assert (mere.autre_foyer.foyer, mere.autre_foyer.part) == ("Famille Sauvage", 50)
    pere = ouvrir(maison, "Sauvage")
    assert pere.foyer_id == maison.ids["Sauvage"]
    assert [(e.prenom, e.repond_ailleurs, e.actions) for e in pere.enfants] == [("Léo", True, frozenset())]
    assert pere.prix is not None
    assert pere.prix.total_centimes == 150_00


def test_the_income_of_the_other_household_never_shows(maison: Maison, tmp_path: Path) -> None:
    _deux_foyers(maison)
    cocher(maison, "Léo")
    _quotient(maison, 187_654, "Sauvage")
    _quotient(maison, 250_000)
    _tout_apporter(maison, tmp_path)
    apporter(maison, "avis1", tmp_path, foyer="Sauvage", pages=4)
    vu = repr(ouvrir(maison))
    assert "187654" not in vu
    assert "876,54" not in vu.replace("\u202f", " ")
    assert "avis1-Sauvage" not in vu


def test_equal_prices_leave_the_rest_to_the_main_household(maison: Maison, tmp_path: Path) -> None:
    _deux_foyers(maison)
    cocher(maison, "Léo")
    for foyer in ("Valmont", "Sauvage"):
        _quotient(maison, 250_631, foyer)
    _tout_apporter(maison, tmp_path)
    apporter(maison, "avis1", tmp_path, foyer="Sauvage", pages=4)
    mere = _prix(maison).enfants[0]
    assert (mere.total_centimes, _prix(maison, "Sauvage").enfants[0].total_centimes) == (200_50, 200_51)


def test_shares_over_a_hundred_have_no_price(maison: Maison) -> None:
    _deux_foyers(maison, part=0)
    maison.ecrire(lambda s: setattr(s.get_one(_lien(), maison.ids["lien:Léo:Valmont"]), "part", 60))
    cocher(maison, "Léo")
    assert _prix(maison).total_centimes is None


def _lien() -> Any:
    from imuse_desk.models import Lien

    return Lien


def test_who_may_not_read_incomes_sees_amounts_only(maison: Maison, tmp_path: Path) -> None:
    _quotient(maison, 250_000)
    cocher(maison, "Lina")
    _tout_apporter(maison, tmp_path)
    prix = _prix(maison, "Valmont", Role.ADMINISTRATION)
    assert prix.total_centimes == 400_00
    assert prix.quotient.est_masque
    assert "2500" not in repr(prix).replace("\u202f", "").replace(" ", "")
    with pytest.raises(Refus):
        quotients.enregistrer_quotient(
            maison.ctx(Role.ADMINISTRATION), quotients.EnregistrerQuotient(maison.ids["Valmont"], 1, 100)
        )


def test_quotients_are_checked_reckoned_and_set_aside(maison: Maison, tmp_path: Path) -> None:
    ctx, foyer, annee = maison.ctx(), maison.ids["Valmont"], maison.ids["cible"]
    commande = quotients.EnregistrerQuotient(foyer, annee, None)
    for centimes, code in ((None, "quotient_vide"), (-1, "montant_negatif"), (10**11, "montant_trop_grand")):
        with pytest.raises(Invalide, match=code):
            quotients.enregistrer_quotient(ctx, replace(commande, centimes=centimes))
    with pytest.raises(AConfirmer, match="quotient_eleve"):
        quotients.enregistrer_quotient(ctx, replace(commande, centimes=3_000_000))
    with pytest.raises(Invalide, match="date_future"):
        quotients.enregistrer_quotient(ctx, replace(commande, centimes=1, date_document_le=date(2030, 1, 1)))
    calcul = quotients.CalculerQuotient(foyer, annee, 4_800_000, "4", 33_880)
    assert quotients.apercu_quotient(ctx, calcul).quotient_centimes == 108_470
    with pytest.raises(Invalide, match="parts_impossible"):
        quotients.apercu_quotient(ctx, replace(calcul, parts="0"))
    with pytest.raises(Invalide, match="formule_inconnue"):
        quotients.apercu_quotient(ctx, replace(calcul, formule="au hasard"))
    _quotient(maison, 250_000)
    calcule = quotients.calculer_et_enregistrer(ctx, calcul).resultat
    cocher(maison, "Lina")
    _tout_apporter(maison, tmp_path)
    assert (_prix(maison).quotient.genre, _prix(maison).quotient.centimes) == ("calcule", 108_470)
    quotients.annuler_quotient(ctx, calcule)
    assert (_prix(maison).quotient.genre, _prix(maison).quotient.centimes) == ("caf", 250_000)


def test_without_a_grid_the_dossier_opens_without_a_price(base_sqlite: Base, tmp_path: Path) -> None:
    maison = Maison(base_sqlite, tmp_path).batir().offre().types_pieces().campagne()
    famille_valmont(maison)
    assert lire_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"]).prix is None


def test_nobody_asks_for_anything_costs_nothing(maison: Maison) -> None:
    cocher(maison, "Lina")
    vu = enfant(ouvrir(maison), "Lina")
    lignes = tuple(LigneSaisie(maison.ids[f"cible:{c}"], est_demandee=False) for c in ("COR", "FM1.2"))
    saisir(maison.ctx(), SaisirReponse(vu.dossier_eleve_id or 0, vu.version, lignes))
    assert _prix(maison).total_centimes == 0
