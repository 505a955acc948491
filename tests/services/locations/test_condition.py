"""The light *instrument* of a re-enrolment follows the contracts; what the desk noted since stands."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.locations import EtatInstrument
from imuse_desk.domain.reglages import CONDITION_INSTRUMENT, CONDITIONS_BLOQUANTES
from imuse_desk.domain.reinscription import EtatCondition, GenreCondition
from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.a_regler import LOCATION
from imuse_desk.services.lectures.resume import resume_famille
from imuse_desk.services.lectures.vues_reinscription import ConditionVue
from imuse_desk.services.locations.assurance import attester
from imuse_desk.services.locations.contrats import Louer, Rendre, louer, rendre
from imuse_desk.services.locations.fiche import FicheInstrument, ajouter_instrument
from imuse_desk.services.locations.renouvellement import Renouveler, renouveler
from imuse_desk.services.locations.tarif import fixer_tarif
from imuse_desk.services.reinscription.administration import ValiderAdministrativement, valider_administrativement
from imuse_desk.services.reinscription.conditions import NoterCondition, noter_condition
from imuse_desk.services.reinscription.nouvelles import InscrireNouvelEleve, inscrire_nouvel_eleve
from imuse_desk.views.famille.mots_resume import mots_a_regler
from tests.fabriques import Maison, maison_valmont
from tests.services.reinscription.outils import deposer, enfant, ouvrir

VIOLON = "Violon 1/2 n°\u00a0V-012"


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_valmont(base, tmp_path / "depot")


def signer(maison: Maison) -> int:
    """Lina hires a violin for the year under way."""
    ctx = maison.ctx(Role.DIRECTION).sur(annee_id=maison.ids["source"])
    violon = ajouter_instrument(ctx, FicheInstrument("V-012", "Violon", "1/2")).resultat
    fixer_tarif(ctx, "", "", "65")
    fixer_tarif(ctx.sur(annee_id=maison.ids["cible"]), "", "", "70")
    return louer(ctx, Louer(violon, maison.ids["Lina"], "10/09/2025", "30/06/2026")).resultat


def feu(maison: Maison, prenom: str = "Lina") -> ConditionVue:
    return next(c for c in enfant(ouvrir(maison), prenom).conditions if c.genre is GenreCondition.INSTRUMENT)


def a_regler(maison: Maison) -> list[str]:
    return [a.detail for a in resume_famille(maison.ctx(), maison.ids["Valmont"]).a_regler if a.code == "condition"]


def noter(maison: Maison, etat: EtatCondition) -> None:
    lina = enfant(ouvrir(maison), "Lina")
    commande = NoterCondition(
        lina.dossier_eleve_id or 0, lina.version, GenreCondition.INSTRUMENT, etat, motif="Vu au guichet"
    )
    noter_condition(maison.ctx(), commande)


def plus_tard(maison: Maison, jour: int, mois: int, heure: int = 12) -> None:
    maison.horloge.instant = datetime(2026, mois, jour, heure, tzinfo=UTC)


def test_a_house_without_instruments_leaves_the_light_to_the_desk(maison: Maison) -> None:
    assert feu(maison).etat is None


def test_the_light_follows_the_hire(maison: Maison) -> None:
    ident = signer(maison)
    deposer(maison, "Lina")
    a_rendre = f"{VIOLON}\u00a0: à rendre le 30/06/2026"
    vu = feu(maison)
    assert (vu.etat, vu.detail, vu.source) == (EtatCondition.NON_REMPLIE, a_rendre, "calculee")
    assert vu.a == maison.horloge.instant
    assert (feu(maison, "Noé").etat, feu(maison, "Noé").detail) == (EtatCondition.SANS_OBJET, "Aucun instrument loué")
    assert a_regler(maison) == [a_rendre]
    plus_tard(maison, 1, 7)
    assert feu(maison).detail == f"{VIOLON}\u00a0: en retard depuis le 30/06/2026"
    rendre(maison.ctx(), Rendre(ident, EtatInstrument.BON))
    assert (feu(maison).etat, feu(maison).detail) == (EtatCondition.REMPLIE, "Instrument rendu")
    assert a_regler(maison) == []


def test_a_hire_signed_again_for_the_next_year_is_no_debt(maison: Maison) -> None:
    renouveler(maison.ctx(), Renouveler(signer(maison), maison.ids["cible"]))
    assert (feu(maison).etat, feu(maison).detail) == (EtatCondition.REMPLIE, "Location renouvelée")


def test_what_the_desk_notes_stands_until_the_contract_moves(maison: Maison) -> None:
    ident = signer(maison)
    deposer(maison, "Lina")
    plus_tard(maison, 20, 6)
    noter(maison, EtatCondition.REMPLIE)
    assert (feu(maison).etat, feu(maison).source) == (EtatCondition.REMPLIE, "saisie")
    plus_tard(maison, 20, 6, heure=15)
    attester(maison.ctx(), ident, "30/06/2026", None)
    assert feu(maison).source == "saisie", "a certificate moves nothing"
    noter(maison, EtatCondition.NON_REMPLIE)
    assert a_regler(maison) == [""], "noted without a detail"
    plus_tard(maison, 21, 6)
    rendre(maison.ctx(), Rendre(ident, EtatInstrument.BON))
    assert (feu(maison).etat, feu(maison).source) == (EtatCondition.REMPLIE, "calculee")
    assert a_regler(maison) == []


def test_it_blocks_where_the_site_says_so_and_is_silent_where_it_is_not_asked(maison: Maison) -> None:
    signer(maison)
    maison.regler(CONDITIONS_BLOQUANTES.cle, ["instrument"])
    deposer(maison, "Lina")
    lina = enfant(ouvrir(maison), "Lina")
    assert ("condition_bloquante", "instrument") in lina.obstacles
    with pytest.raises(RegleMetier):
        valider_administrativement(
            maison.ctx(Role.DIRECTION), ValiderAdministrativement(lina.dossier_eleve_id or 0, lina.version)
        )
    maison.regler(CONDITION_INSTRUMENT.cle, valeur=False)
    assert [c.genre for c in enfant(ouvrir(maison), "Lina").conditions if c.genre is GenreCondition.INSTRUMENT] == []
    assert a_regler(maison) == []


def test_who_hires_without_a_course_is_told_of_it_and_lit_once_he_enrols(maison: Maison) -> None:
    maison.foyer("Perrin")
    maison.eleve("Zoé", "Perrin")
    ctx = maison.ctx(Role.DIRECTION).sur(annee_id=maison.ids["source"])
    violon = ajouter_instrument(ctx, FicheInstrument("V-012", "Violon", "1/2")).resultat
    louer(ctx, Louer(violon, maison.ids["Zoé"], "10/09/2025", "30/06/2026", prix="65"))
    assert resume_famille(ctx, maison.ids["Perrin"]).a_regler == ()
    inscrire_nouvel_eleve(ctx, InscrireNouvelEleve(maison.ids["Perrin"], maison.ids["Zoé"]))
    [zoe] = ouvrir(maison, "Perrin").enfants
    vu = next(c for c in zoe.conditions if c.genre is GenreCondition.INSTRUMENT)
    assert (vu.etat, vu.detail) == (EtatCondition.NON_REMPLIE, f"{VIOLON}\u00a0: à rendre le 30/06/2026")


def test_a_household_without_a_dossier_keeps_an_instrument_too_long(maison: Maison) -> None:
    maison.foyer("Perrin")
    maison.eleve("Zoé", "Perrin")
    ctx = maison.ctx(Role.DIRECTION).sur(annee_id=maison.ids["source"])
    violon = ajouter_instrument(ctx, FicheInstrument("V-012", "Violon", "1/2")).resultat
    ident = louer(ctx, Louer(violon, maison.ids["Zoé"], "10/09/2025", "30/06/2026", prix="65")).resultat
    plus_tard(maison, 1, 7)
    [retard] = resume_famille(ctx, maison.ids["Perrin"]).a_regler
    assert (retard.code, retard.nom, retard.eleve_id) == (LOCATION, "Zoé", maison.ids["Zoé"])
    assert mots_a_regler(retard) == "violon 1/2 n°\u00a0V-012\u00a0: en retard depuis le 30/06/2026 (Zoé)"
    rendre(ctx, Rendre(ident, EtatInstrument.BON))
    assert resume_famille(ctx, maison.ids["Perrin"]).a_regler == ()
