"""A document without a cover sheet: the name that its seal holds proposes a household, when only one answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from imuse_desk.infra.sceaux import Magasin, magasin_d_essai
from imuse_desk.models import Personne, TypePiece
from imuse_desk.services.bannette import parties
from imuse_desk.services.bannette.parties import Partie, Voie, lire_fichier
from imuse_desk.services.reinscription.ouverture import assurer_dossier
from tests.fabriques import Maison

DONNEES = Path(__file__).resolve().parents[2] / "data"
AVIS, FACTURE = (DONNEES / "pieces" / nom for nom in ("avis28_numerique.pdf", "facture01_numerique.pdf"))


@pytest.fixture
def essai(monkeypatch: pytest.MonkeyPatch) -> Magasin:
    """The certificate of the specification, as if it could be trusted."""
    magasin = magasin_d_essai((DONNEES / "deux_ddoc" / "essai_fr00_0001.pem").read_bytes())
    monkeypatch.setattr(parties, "charger_magasin", lambda _session: magasin)
    return magasin


@pytest.fixture
def martineau(maison: Maison) -> Callable[[str], None]:
    """Add a household whose adult is Alice Martineau."""
    controles = {"domicile": "domicile", "caf": "caf", "avis1": "avis", "avis2": "avis"}

    def regler(session: Any) -> None:
        for genre in session.scalars(select(TypePiece)):
            genre.controle = controles.get(genre.code, "aucun")

    maison.ecrire(regler)

    def ajouter(nom: str) -> None:
        maison.foyer(nom)
        maison.eleve(f"Léo {nom}", nom, cours=("COR",))

        def nommer(session: Any) -> None:
            adulte = session.scalars(select(Personne).where(Personne.nom == nom, Personne.prenom == "Claire")).one()
            adulte.nom, adulte.prenom = "Martineau", "Alice"

        maison.ecrire(nommer)
        assurer_dossier(maison.ctx(), foyer_id=maison.ids[nom])

    return ajouter


def _lue(maison: Maison, chemin: Path) -> Partie:
    (partie,) = lire_fichier(maison.ctx(), chemin)
    return partie


@pytest.mark.usefixtures("essai")
def test_the_only_household_of_the_name_is_proposed(maison: Maison, martineau: Callable[[str], None]) -> None:
    martineau("Premier")
    for chemin, piece in ((AVIS, "Pièce avis1"), (FACTURE, "Pièce domicile")):
        partie = _lue(maison, chemin)
        assert partie.destination is not None
        assert (partie.voie, partie.destination.foyer_id) == (Voie.SCEAU, maison.ids["Premier"])
        assert partie.destination.piece == piece
        assert partie.est_rangeable
        assert not partie.est_sure, "a name is proposed, never followed unseen"


@pytest.mark.usefixtures("essai")
def test_two_households_of_the_name_propose_none(maison: Maison, martineau: Callable[[str], None]) -> None:
    martineau("Premier")
    martineau("Second")
    partie = _lue(maison, FACTURE)
    assert (partie.voie, partie.destination) == (Voie.MAIN, None)
    assert (partie.probleme, partie.nom_scelle) == ("sceau_plusieurs_familles", "MME MARTINEAU ALICE")


@pytest.mark.usefixtures("essai")
def test_a_name_that_is_nobodys_is_told(maison: Maison) -> None:
    partie = _lue(maison, FACTURE)
    assert partie.destination is None
    assert (partie.probleme, partie.nom_scelle) == ("sceau_sans_famille", "MME MARTINEAU ALICE")


def test_a_seal_that_nobody_trusts_proposes_none(maison: Maison, martineau: Callable[[str], None]) -> None:
    martineau("Premier")
    partie = _lue(maison, FACTURE)
    assert (partie.destination, partie.probleme) == (None, "")
