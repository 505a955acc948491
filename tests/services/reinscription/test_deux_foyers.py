"""A child of two households: what each one reads, and never of the other its income, papers, amounts or motives."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import EtatCondition, EtatDossier, GenreCondition
from imuse_desk.models import Annee, Dossier, Lien, Operation
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.courrier import historique_courriers
from imuse_desk.services.lectures.facturation import lire_facturation
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.lectures.liste_familles import lire_lignes_familles
from imuse_desk.services.lectures.navigation import situer
from imuse_desk.services.lectures.reinscription import DossierVu, lire_dossier_par_id
from imuse_desk.services.lectures.resume import resume_famille
from imuse_desk.services.reinscription import accuse, reponses
from imuse_desk.services.reinscription.conditions import NoterCondition, noter_condition
from imuse_desk.services.reinscription.fiche import imprimer_fiche
from tests.fabriques import Maison
from tests.printing.exemples import textes
from tests.services.lectures.outils import relever
from tests.services.reinscription.outils import apporter, cocher, deposer, enfant, ouvrir

QUOTIENT, PRIX, PART = 187_654, 300_25, 150_13
MOTIF = "Mutation à Lyon"


@pytest.fixture
def separes(maison: Maison, tmp_path: Path) -> Maison:
    """Léo answered at his mother's (Sauvage), papers and all; his father's household (Perrin) is linked afterwards."""
    maison.foyer("Sauvage", enfants_a_charge=1)
    maison.foyer("Perrin")
    maison.eleve("Léo", "Sauvage", naissance=date(2013, 5, 5), cours=("COR", "FM1.1"))
    relever(maison, "Sauvage", QUOTIENT, "cible")
    ouvrir(maison, "Sauvage")
    apporter(maison, "avis1", tmp_path, foyer="Sauvage", pages=4)
    deposer(maison, "Léo", foyer="Sauvage")
    accuse.produire(maison.ctx(), ouvrir(maison, "Sauvage").dossier_id)
    maison.ecrire(lambda session: _partager(session, maison.ids["lien:Léo:Sauvage"]))
    maison.lier("Léo", "Perrin", part=50, principal=False)
    return maison


def _partager(session: Any, lien_id: int) -> None:
    session.get_one(Lien, lien_id).part = 50


def _dossiers(maison: Maison, foyer: str) -> int:
    with maison.base.lire() as session:
        compte = select(func.count()).select_from(Dossier).where(Dossier.foyer_id == maison.ids[foyer])
        return session.execute(compte).scalar_one()


def _secrets(maison: Maison) -> tuple[str, ...]:
    """What tells the income, the papers and the amounts of the household that answers, in every form shown."""
    chez = ouvrir(maison, "Sauvage")
    assert chez.prix is not None
    assert (chez.prix.quotient.centimes, chez.prix.total_centimes) == (QUOTIENT, PART)
    fichiers = [f.nom for p in chez.pieces for f in p.fichiers]
    assert fichiers
    sommes = [forme(c) for c in (QUOTIENT, PRIX, PART) for forme in (str, montant, euros)]
    return (*sommes, *fichiers, chez.numero, "Claire Valmont")


def _serre(mots: str) -> str:
    """Without any space, written or escaped, so that no way of writing an amount escapes the search."""
    for espace in (" ", "\u202f", "\u00a0", "\\u202f", "\\xa0"):
        mots = mots.replace(espace, "")
    return mots


def _rien_de(secrets: tuple[str, ...], lu: object) -> None:
    assert [s for s in secrets if _serre(s) in _serre(repr(lu))] == []


def test_its_dossier_is_its_own_and_tells_who_answers(separes: Maison) -> None:
    assert _dossiers(separes, "Perrin") == 0
    vu = ouvrir(separes, "Perrin")
    leo = enfant(vu, "Léo")
    assert (vu.foyer_id, vu.famille, _dossiers(separes, "Perrin")) == (separes.ids["Perrin"], "Famille Perrin", 1)
    assert (leo.repond_ailleurs, leo.tenu_par, leo.actions) == (True, "Famille Sauvage", frozenset())
    assert (leo.obstacles, leo.conditions, leo.motif) == ((), (), "")
    assert vu.responsables == ("Claire Perrin",)
    assert [p.code for p in vu.pieces if p.fichiers] == []
    _rien_de(_secrets(separes), vu)


def test_its_price_is_its_share_at_its_own_quotient(separes: Maison, tmp_path: Path) -> None:
    vu = ouvrir(separes, "Perrin")
    assert vu.prix is not None
    assert (vu.prix.total_centimes, vu.prix.quotient.situation) == (300_00, "piece_manquante")  # half of the ceiling
    assert [(e.part, e.total_centimes) for e in vu.prix.enfants] == [(50, 300_00)]
    relever(separes, "Perrin", 250_000, "cible")
    apporter(separes, "avis1", tmp_path, foyer="Perrin", pages=4)
    siens = ouvrir(separes, "Perrin")
    assert siens.prix is not None
    assert (siens.prix.total_centimes, siens.prix.quotient.centimes) == (200_00, 250_000)
    chez = ouvrir(separes, "Sauvage")
    assert "250000" not in repr(chez)
    assert "avis1-Perrin" not in repr(chez)


def test_looking_again_writes_nothing(separes: Maison, base: Base) -> None:
    ouvrir(separes, "Perrin")
    with base.lire() as session:
        avant = session.execute(select(func.count()).select_from(Operation)).scalar_one()
    ouvrir(separes, "Perrin")
    with base.lire() as session:
        assert session.execute(select(func.count()).select_from(Operation)).scalar_one() == avant


def test_a_campaign_over_opens_nothing_and_names_the_children(separes: Maison) -> None:
    """Its year is closed: no dossier is made any more, and the one of the other household stays there."""
    separes.ecrire(lambda session: setattr(session.get_one(Annee, separes.ids["cible"]), "etat", "close"))
    with pytest.raises(RegleMetier, match="repond_ailleurs") as leve:
        ouvrir(separes, "Perrin")
    assert leve.value.params == {"enfants": "Léo"}
    assert _dossiers(separes, "Perrin") == 0
    assert ouvrir(separes, "Sauvage").numero


def test_a_household_that_the_child_left_is_told_nothing(separes: Maison) -> None:
    lien = separes.ids["lien:Léo:Perrin"]
    separes.ecrire(lambda session: setattr(session.get_one(Lien, lien), "au_le", date(2026, 1, 1)))
    with pytest.raises(RegleMetier, match="aucun_eleve_de_l_annee"):
        ouvrir(separes, "Perrin")


def test_conditions_and_motives_stay_in_the_dossier_that_answers(separes: Maison) -> None:
    def chez() -> DossierVu:
        return ouvrir(separes, "Sauvage")

    leo = enfant(chez(), "Léo")
    impaye = NoterCondition(
        leo.dossier_eleve_id or 0, leo.version, GenreCondition.PAIEMENT, EtatCondition.NON_REMPLIE, motif="reste 205,00"
    )
    noter_condition(separes.ctx(), impaye)
    leo = enfant(chez(), "Léo")
    assert "reste 205,00" in repr(leo.conditions)
    reponses.ne_pas_reinscrire(separes.ctx(), reponses.Repondre(leo.dossier_eleve_id or 0, leo.version, MOTIF))
    assert MOTIF in repr(chez())
    la_bas = ouvrir(separes, "Perrin")
    assert enfant(la_bas, "Léo").etat is EtatDossier.NE_SE_REINSCRIT_PAS
    _rien_de((MOTIF, "205,00"), la_bas)


def test_how_the_papers_of_the_other_stand_is_not_told(separes: Maison) -> None:
    ctx = separes.ctx()
    perrin, sauvage = separes.ids["Perrin"], separes.ids["Sauvage"]
    assert enfant(ouvrir(separes, "Sauvage"), "Léo").etat is EtatDossier.INCOMPLETE
    assert enfant(ouvrir(separes, "Perrin"), "Léo").etat is EtatDossier.DEPOSEE
    assert [ouvrir_famille(ctx, f).enfants[0].etat for f in (sauvage, perrin)] == ["incomplete", "deposee"]
    assert [x.etat for x in lire_lignes_familles(ctx, (sauvage, perrin))] == ["incomplete", "deposee"]


@pytest.mark.parametrize("est_ouvert", [False, True])
def test_no_other_screen_tells_it_either(separes: Maison, *, est_ouvert: bool) -> None:
    """Facturation, Famille, the summary, the letters, the form to sign: before and after Réinscription was opened."""
    ctx, perrin = separes.ctx(), separes.ids["Perrin"]
    secrets = _secrets(separes)
    if est_ouvert:
        ouvrir(separes, "Perrin")
    facturation = lire_facturation(ctx, perrin)
    assert (facturation.dossier_id is not None) is est_ouvert
    assert ("reinscription" in {b.origine for b in facturation.blocs}) is est_ouvert
    courriers = historique_courriers(ctx, perrin)
    assert (courriers.messages, courriers.papiers) == ((), ())
    assert historique_courriers(ctx, separes.ids["Sauvage"]).papiers
    for lu in (facturation, ouvrir_famille(ctx, perrin), resume_famille(ctx, perrin)):
        _rien_de(secrets, lu)
    if est_ouvert:
        vu = ouvrir(separes, "Perrin")
        _rien_de(secrets, lire_dossier_par_id(ctx, vu.dossier_id))
        with pytest.raises(RegleMetier, match="accuse_sans_depot"):
            accuse.produire(ctx, vu.dossier_id)
        _rien_de((*secrets, "Sauvage"), "".join(textes(imprimer_fiche(ctx, vu.dossier_id)[1])))


def test_the_paper_of_the_one_tells_nothing_of_the_other(separes: Maison, tmp_path: Path) -> None:
    relever(separes, "Perrin", 250_000, "cible")
    ouvrir(separes, "Perrin")
    apporter(separes, "avis1", tmp_path, foyer="Perrin", pages=4)
    vu = ouvrir(separes, "Sauvage")
    _, octets = accuse.lire_papier(separes.ctx(), accuse.produire(separes.ctx(), vu.dossier_id).resultat)
    lu = "".join(textes(octets))
    assert "Léo" in lu
    _rien_de(("Perrin", montant(250_000), euros(200_00)), lu)


def test_a_child_chosen_in_a_household_stays_in_it(separes: Maison) -> None:
    ctx, leo = separes.ctx(), separes.ids["Léo"]
    assert situer(ctx, "eleve", leo).famille == "Famille Sauvage"
    assert situer(ctx, "eleve", leo, separes.ids["Perrin"]).famille == "Famille Perrin"
    assert situer(ctx, "eleve", leo, separes.ids["Valmont"]).famille == "Famille Sauvage"


def test_both_households_have_a_dossier_when_the_campaign_opens_late(maison: Maison) -> None:
    """Linked before anybody looked: the same as opening the campaign then."""
    maison.foyer("Sauvage")
    maison.foyer("Perrin")
    maison.eleve("Léo", "Sauvage", cours=("COR", "FM1.1"))
    maison.lier("Léo", "Perrin", part=50, principal=False)
    assert ouvrir(maison, "Perrin").foyer_id == maison.ids["Perrin"]
    cocher(maison, "Léo", foyer="Sauvage")
    assert enfant(ouvrir(maison, "Perrin"), "Léo").repond_ailleurs
