"""The Martineau family of the specimens, what it brings, and what is read of it."""

from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import func, select

from imuse_desk.domain.roles import Role
from imuse_desk.infra.sceaux import magasin_d_essai
from imuse_desk.models import Adresse, FaitVerifie, Personne, PieceRecue, TypePiece
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.reinscription import FaitVu, lire_faits
from imuse_desk.services.reinscription.pieces import ImporterPieces, importer
from imuse_desk.services.verification import analyse
from tests.fabriques import Maison, maison_complete
from tests.services.reinscription.outils import ouvrir

DONNEES = Path(__file__).parents[2] / "data"
NATURES = {
    "domicile": ["facture d’électricité", "quittance de loyer", "attestation d’hébergement"],
    "avis1": ["avis d’imposition", "avis de non-imposition"],
    "avis2": ["avis d’imposition", "avis de non-imposition"],
}


def maison_martineau(base: Base, tmp_path: Path) -> Maison:
    """The Martineau family of the specimens, and rows of the table that ask for their rules."""
    maison = maison_complete(base, tmp_path / "depot")
    maison.foyer("Martineau", cp="92190")
    maison.eleve("Léo", "Martineau", cours=("COR",))

    def regler(session: Any) -> None:
        alice = session.scalars(select(Personne).where(Personne.prenom == "Claire")).one()
        alice.prenom = "Alice"
        adresse = session.scalars(select(Adresse)).one()
        adresse.numero, adresse.voie, adresse.ville = "12", "rue de la Musique", "Meudon"
        for genre in session.scalars(select(TypePiece)):
            genre.controle = {"domicile": "domicile", "caf": "caf", "avis1": "avis", "avis2": "avis"}.get(
                genre.code, "aucun"
            )
            genre.natures = NATURES.get(genre.code, [])

    maison.ecrire(regler)
    return maison


def se_fier_au_certificat_d_essai(monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate of the specification, as if it could be trusted."""
    magasin = magasin_d_essai((DONNEES / "deux_ddoc" / "essai_fr00_0001.pem").read_bytes())
    monkeypatch.setattr(analyse, "charger_magasin", lambda _session: magasin)


def apporter(maison: Maison, code: str, chemin: Path, foyer: str = "Martineau") -> int:
    dossier = ouvrir(maison, foyer).dossier_id
    (recue,) = importer(maison.ctx(), ImporterPieces(dossier, maison.ids[f"type:{code}"], (chemin,))).resultat
    assert recue.piece_id is not None, recue
    return recue.piece_id


def specimen(nom: str) -> Path:
    return DONNEES / "pieces" / nom


def faits(maison: Maison, piece_id: int, *roles: Role) -> dict[str, FaitVu]:
    return {f.regle: f for f in lire_faits(maison.ctx(*roles), piece_id)}


def version(maison: Maison, piece_id: int) -> int:
    with maison.base.lire() as session:
        return session.get_one(PieceRecue, piece_id).version


def nombre(base: Base) -> int:
    with base.lire() as session:
        return session.execute(select(func.count()).select_from(FaitVerifie)).scalar_one()


def papier(chemin: Path, *lignes: str) -> Path:
    toile = Canvas(str(chemin))
    for rang, ligne in enumerate(lignes):
        toile.drawString(60, 780 - 16 * rang, ligne)
    toile.save()
    return chemin
