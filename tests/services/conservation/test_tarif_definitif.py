"""A family is settled for a site and year once it was billed there, and the invoice was not taken back whole."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Role
from imuse_desk.models import Inscription, PieceEmise, Site, TypePiece
from imuse_desk.models.passerelle import Base
from imuse_desk.services.conservation.echues import lister_conservation
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from tests.fabriques import Maison
from tests.services.facturation.outils import facturee
from tests.services.lectures.outils import pieces_de_cette_annee
from tests.services.verification.poste_outils import recevoir

APRES = datetime(2027, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """The year under way is billed; its notice, kept 60 days, was accepted."""
    maison = facturee(base, tmp_path)
    pieces_de_cette_annee(maison)
    _garder(maison)
    _avis(maison)
    return maison


def _garder(maison: Maison) -> None:
    def regler(session: Any) -> None:
        session.execute(update(TypePiece).where(TypePiece.code == "avis1").values(conserver_jours=60))

    maison.ecrire(regler)


def _avis(maison: Maison) -> None:
    cible, maison.ids["cible"] = maison.ids["cible"], maison.ids["source"]
    recevoir(maison, "avis1", etat=EtatPiece.ACCEPTEE)
    maison.ids["cible"] = cible


def _comptes(maison: Maison, site: str = "site") -> tuple[int, int]:
    """How many may go, how many wait for their family to be settled."""
    maison.horloge.instant = APRES
    (ligne,) = lister_conservation(maison.ctx(Role.DIRECTION, site_id=maison.ids[site]))
    return ligne.nombre, ligne.en_attente


def test_an_invoice_settles_until_it_is_taken_back_whole(maison: Maison) -> None:
    with maison.base.lire() as session:
        facture_id, total = session.execute(select(PieceEmise.id, PieceEmise.total_centimes)).one()
    assert _comptes(maison) == (1, 0)
    emettre_avoir(maison.ctx(), facture_id, "Geste", (LigneAvoir(1, 100),))
    assert _comptes(maison) == (1, 0), "a part of it"
    emettre_avoir(maison.ctx(), facture_id, "Facturée par erreur")
    with maison.base.lire() as session:
        assert sum(session.scalars(select(PieceEmise.total_centimes))) == 0 != total
    assert _comptes(maison) == (0, 1)


def test_an_invoice_of_another_site_settles_nothing_here(maison: Maison) -> None:
    ici = maison.ids["site"]
    ailleurs = maison.garder("ailleurs", Site(code="VDA", nom="Val d’Aulne"))
    cours = maison.cours("ORC", "ORC", annee="source", site_id=ailleurs)
    maison.ajouter(
        Inscription(
            eleve_id=maison.ids["Lina"], cours_id=cours, annee_id=maison.ids["source"], site_id=ailleurs,
            du_le=date(2025, 9, 10),
        )
    )  # fmt: skip
    maison.ids["site"] = ailleurs
    pieces_de_cette_annee(maison)
    _garder(maison)
    _avis(maison)
    maison.ids["site"] = ici
    assert _comptes(maison, "ailleurs") == (0, 1)
    assert _comptes(maison) == (1, 0)
