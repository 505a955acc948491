"""A hire is signed again for another year: at a price told before, as often as the site admits."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide, Refus, RegleMetier
from imuse_desk.domain.locations import EtatInstrument, Situation
from imuse_desk.domain.reglages import PREMIERE_ANNEE_D_ABORD, RENOUVELLEMENTS_MAX
from imuse_desk.domain.roles import Role
from imuse_desk.models import Annee, ContratLocation
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.locations.annulation import annuler_contrat
from imuse_desk.services.locations.contrats import Louer, Rendre, louer, rendre
from imuse_desk.services.locations.fiche import FicheInstrument, ajouter_instrument
from imuse_desk.services.locations.parc import lire_historique, lister_parc
from imuse_desk.services.locations.regles import enregistrer_regles_location, lire_regles_location
from imuse_desk.services.locations.renouvellement import Renouveler, preparer_renouvellement, renouveler
from imuse_desk.services.locations.tarif import fixer_tarif
from tests.fabriques import Maison, maison_valmont

RANGS = {RENOUVELLEMENTS_MAX.cle: "", PREMIERE_ANNEE_D_ABORD.cle: True}


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    maison = maison_valmont(base, tmp_path / "depot")
    ctx = contexte(maison)
    maison.ids["violon"] = ajouter_instrument(ctx, FicheInstrument("V-012", "Violon", "1/2")).resultat
    fixer_tarif(ctx, "", "1", "65")
    return maison


def contexte(maison: Maison, *roles: Role, annee: str = "source") -> Contexte:
    return maison.ctx(*roles).sur(annee_id=maison.ids[annee])


def signer(maison: Maison, du: str = "10/09/2025", au: str = "30/06/2026", prix: str = "") -> int:
    commande = Louer(maison.ids["violon"], maison.ids["Lina"], du, au, prix)
    return louer(contexte(maison), commande).resultat


def limiter(maison: Maison, limite: str) -> None:
    enregistrer_regles_location(contexte(maison, annee="cible"), RANGS | {RENOUVELLEMENTS_MAX.cle: limite})


def test_the_price_of_the_next_year_of_rental_is_told_before(maison: Maison) -> None:
    ident = signer(maison)
    ctx = contexte(maison)
    [propose] = preparer_renouvellement(ctx, ident).annees
    assert (propose.prix_centimes, propose.limite) == (None, "")
    fixer_tarif(contexte(maison, annee="cible"), "Violon", "2", "98")
    vu = preparer_renouvellement(ctx, ident)
    [propose] = vu.annees
    assert (vu.rang, propose.annee_id, propose.annee) == (2, maison.ids["cible"], "2026-2027")
    assert (propose.du_le, propose.prix_centimes) == (date(2026, 9, 1), 9_800)
    assert propose.regle_prix.startswith("Violon, 2e année de location")
    suite = renouveler(ctx, Renouveler(ident, maison.ids["cible"], prix="80")).resultat
    with maison.base.lire() as session:
        signe = session.get_one(ContratLocation, suite)
        assert (signe.rang, signe.prix_centimes, signe.precedent_id) == (2, 8_000, ident)
    with pytest.raises(RegleMetier, match="renouvellement_sans_annee"):
        preparer_renouvellement(ctx, suite)
    with pytest.raises(RegleMetier, match="contrat_clos"):
        preparer_renouvellement(ctx, ident)
    with pytest.raises(Invalide):
        renouveler(ctx, Renouveler(suite, maison.ids["cible"], prix="douze"))


def test_one_renewal_too_many_is_refused_but_the_direction_may_grant_it(maison: Maison) -> None:
    ident = signer(maison)
    fixer_tarif(contexte(maison, annee="cible"), "", "", "95")
    limiter(maison, "1")
    bureau = contexte(maison, Role.SECRETARIAT)
    [propose] = preparer_renouvellement(bureau, ident).annees
    assert (propose.est_de_trop, propose.limite) == (False, "1 renouvellement")
    limiter(maison, "0")
    with pytest.raises(RegleMetier, match="renouvellements_epuises") as refus:
        preparer_renouvellement(bureau, ident)
    assert refus.value.params == {"rang": "2e", "limite": "aucun renouvellement"}
    demande = Renouveler(ident, maison.ids["cible"], derogation="Fratrie nombreuse")
    with pytest.raises(Refus):
        renouveler(bureau, demande)
    direction = contexte(maison, Role.DIRECTION)
    [propose] = preparer_renouvellement(direction, ident).annees
    assert propose.est_de_trop
    with pytest.raises(RegleMetier, match="renouvellements_epuises"):
        renouveler(contexte(maison), Renouveler(ident, maison.ids["cible"], derogation="  "))
    renouveler(contexte(maison), demande)
    [renouvele] = [e for e in lire_historique(direction, maison.ids["violon"]) if "dérogation" in e.detail]
    assert renouvele.detail.endswith("dérogation\u00a0: Fratrie nombreuse")


def test_an_instrument_given_back_and_hired_again_counts_too(maison: Maison) -> None:
    rendre(contexte(maison), Rendre(signer(maison), EtatInstrument.BON))
    assert rang(maison, signer(maison, du="01/06/2026", prix="10")) == 1, "the same year, another hire"
    maison.horloge.instant = datetime(2026, 7, 1, 12, tzinfo=UTC)
    [vu] = lister_parc(contexte(maison))
    rendre(contexte(maison), Rendre(vu.contrat_id or 0, EtatInstrument.BON))
    limiter(maison, "0")
    commande = Louer(maison.ids["violon"], maison.ids["Lina"], "10/09/2026", "30/06/2027", prix="95")
    with pytest.raises(RegleMetier, match="renouvellements_epuises"):
        louer(contexte(maison, annee="cible"), commande)
    limiter(maison, "")
    assert rang(maison, louer(contexte(maison, annee="cible"), commande).resultat) == 2


def rang(maison: Maison, ident: int) -> int:
    with maison.base.lire() as session:
        return session.get_one(ContratLocation, ident).rang


def test_the_park_shows_the_renewed_contract_whose_return_asks_to_cancel_it(maison: Maison) -> None:
    ident = signer(maison)
    ctx = contexte(maison)
    suite = renouveler(ctx, Renouveler(ident, maison.ids["cible"], prix="95")).resultat
    [vu] = lister_parc(ctx)
    assert (vu.contrat_id, vu.situation, vu.au_le) == (suite, Situation.LOUE, date(2027, 8, 31))
    with pytest.raises(RegleMetier, match="location_renouvelee") as refus:
        rendre(ctx, Rendre(suite, EtatInstrument.BON))
    assert refus.value.params == {"du": "01/09/2026"}
    annuler_contrat(ctx, suite, "La famille rend l’instrument")
    rendre(ctx, Rendre(ident, EtatInstrument.BON))
    [vu] = lister_parc(ctx)
    assert vu.situation is Situation.LIBRE


def test_a_closed_year_is_not_proposed(maison: Maison) -> None:
    ident = signer(maison)

    def fermer(session: Session) -> None:
        session.get_one(Annee, maison.ids["cible"]).etat = "close"

    maison.ecrire(fermer)
    with pytest.raises(RegleMetier, match="renouvellement_sans_annee"):
        preparer_renouvellement(contexte(maison), ident)


def test_the_limit_is_a_small_whole_number_or_nothing(maison: Maison) -> None:
    for faux in ("deux", "-1", "50"):
        with pytest.raises(FormulaireInvalide):
            limiter(maison, faux)
    limiter(maison, "3")
    assert lire_regles_location(contexte(maison, annee="cible"))[RENOUVELLEMENTS_MAX.cle] == "3"
    assert lire_regles_location(contexte(maison))[RENOUVELLEMENTS_MAX.cle] == "", "another year keeps its own"
