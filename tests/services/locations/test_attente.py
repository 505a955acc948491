"""The waiting list: in the order of the requests, told when an instrument comes back, left by a contract."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import FormulaireInvalide, Introuvable, RegleMetier
from imuse_desk.domain.locations import EtatInstrument
from imuse_desk.domain.reglages import PREMIERE_ANNEE_D_ABORD, RENOUVELLEMENTS_MAX
from imuse_desk.domain.roles import Role
from imuse_desk.models import Inscription, Niveau
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.locations.annulation import annuler_contrat
from imuse_desk.services.locations.attente import demander_instrument, lister_attente, retirer_demande
from imuse_desk.services.locations.contrats import Louer, Rendre, louer, rendre
from imuse_desk.services.locations.fiche import FicheInstrument, ajouter_instrument
from imuse_desk.services.locations.parc import lister_parc
from imuse_desk.services.locations.regles import enregistrer_regles_location
from tests.fabriques import Maison, famille_valmont, maison_complete


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    maison = famille_valmont(maison_complete(base, tmp_path / "depot"), enfants=2)
    maison.ids["violon"] = ajouter_instrument(contexte(maison), FicheInstrument("V-012", "Violon", "1/2")).resultat
    return maison


def contexte(maison: Maison) -> Contexte:
    return maison.ctx(Role.DIRECTION).sur(annee_id=maison.ids["source"])


def attendre(maison: Maison, prenom: str, type_: str = "Violon", taille: str = "") -> int:
    maison.horloge.instant += timedelta(minutes=1)
    return demander_instrument(contexte(maison), maison.ids[prenom], type_, taille).resultat


def liste(maison: Maison) -> list[tuple[str, int, str, int]]:
    return [(v.de.eleve, v.rang, v.de.type, len(v.libres)) for v in lister_attente(contexte(maison)).demandes]


def signer(maison: Maison, prenom: str) -> int:
    commande = Louer(maison.ids["violon"], maison.ids[prenom], "10/09/2025", "30/06/2026", prix="65")
    return louer(contexte(maison), commande).resultat


def premier(maison: Maison) -> str | None:
    [vu] = lister_parc(contexte(maison))
    return vu.premier.eleve if vu.premier else None


def test_the_oldest_request_is_first_and_a_contract_takes_it_off(maison: Maison) -> None:
    attendre(maison, "Noé")
    attendre(maison, "Lina", "violon", "1/2")
    attendre(maison, "Lina", "Harpe")
    assert liste(maison) == [
        ("Noé Valmont", 1, "Violon", 1), ("Lina Valmont", 2, "Violon", 1), ("Lina Valmont", 1, "Harpe", 0),
    ]  # fmt: skip
    contrat = signer(maison, "Noé")
    assert liste(maison) == [("Lina Valmont", 1, "Violon", 0), ("Lina Valmont", 1, "Harpe", 0)]
    assert premier(maison) == "Lina Valmont", "who comes after is known while the instrument is out"
    rendre(contexte(maison), Rendre(contrat, EtatInstrument.BON))
    assert liste(maison)[0] == ("Lina Valmont", 1, "Violon", 1)


def test_only_the_size_asked_is_offered(maison: Maison) -> None:
    attendre(maison, "Noé", taille="3/4")
    attendre(maison, "Lina", taille="1/2")
    assert [x[3] for x in liste(maison)] == [0, 1]
    assert premier(maison) == "Lina Valmont"


def test_who_waits_already_keeps_his_rank_and_may_give_up(maison: Maison) -> None:
    ident = attendre(maison, "Noé")
    with pytest.raises(RegleMetier, match="deja_en_attente"):
        attendre(maison, "Noé", "VIOLON")
    with pytest.raises(FormulaireInvalide):
        attendre(maison, "Lina", " ")
    retirer_demande(contexte(maison), ident)
    assert liste(maison) == []
    with pytest.raises(RegleMetier, match="demande_close"):
        retirer_demande(contexte(maison), ident)
    with pytest.raises(Introuvable):
        retirer_demande(contexte(maison), ident + 99)
    attendre(maison, "Noé")
    assert premier(maison) == "Noé Valmont"


def test_a_contract_cancelled_puts_the_request_back_at_its_rank(maison: Maison) -> None:
    attendre(maison, "Noé")
    attendre(maison, "Lina")
    annuler_contrat(contexte(maison), signer(maison, "Noé"), "Il garde le sien")
    assert [x[0] for x in liste(maison)] == ["Noé Valmont", "Lina Valmont"]


def test_first_year_pupils_go_first_where_the_site_wants_it(maison: Maison) -> None:
    """Lina is in the first year of the horn, Noé in the second, Zoé comes to the house this year."""
    ctx = contexte(maison)
    maison.eleve("Zoé", "Valmont", cours=("ORC",))

    def niveaux(session: Session) -> None:
        for code, annee in (("C1.1", 1), ("C1.2", 2)):
            session.get_one(Niveau, maison.ids[code]).annee = annee
        for cle, niveau in (("Noé:COR", "C1.2"), ("Noé:FM1.1", "C1.1"), ("Noé:ORC", None), ("Zoé:ORC", None)):
            ident = maison.ids[niveau] if niveau else None
            session.get_one(Inscription, maison.ids[f"inscription:{cle}"]).niveau_id = ident

    maison.ecrire(niveaux)
    for prenom in ("Noé", "Zoé", "Lina"):
        attendre(maison, prenom, "Cor")
    assert [x[:2] for x in liste(maison)] == [("Zoé Valmont", 1), ("Lina Valmont", 2), ("Noé Valmont", 3)]
    assert [v.de.passe_avant for v in lister_attente(ctx).demandes] == [True, True, False]
    ajouter_instrument(ctx, FicheInstrument("C-001", "Cor"))
    assert next(vu.premier.eleve for vu in lister_parc(ctx) if vu.premier) == "Zoé Valmont"
    enregistrer_regles_location(ctx, {PREMIERE_ANNEE_D_ABORD.cle: False, RENOUVELLEMENTS_MAX.cle: ""})
    file = lister_attente(ctx)
    assert not file.premieres_annees_d_abord
    assert [(v.de.eleve, v.de.passe_avant) for v in file.demandes] == [
        ("Noé Valmont", False), ("Zoé Valmont", False), ("Lina Valmont", False),
    ]  # fmt: skip
