"""The three papers of somebody housed by Jeanne Perrin, as PDFs that the family would hand in."""

from datetime import date
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from imuse_desk.models import TypePiece
from imuse_desk.services.demonstration.papiers_famille import Destine
from imuse_desk.services.demonstration.papiers_hebergement import (
    Hote,
    attestation_hebergement,
    carte_identite,
    facture,
)
from imuse_desk.services.verification.analyse import analyser
from tests.fabriques import Maison
from tests.services.verification.analyse_outils import apporter

LOGE = Destine("Claire Valmont", "7 rue des Aubépines", "54999 Rives-sur-Aulne")
HOTE = Hote("Perrin", "Jeanne", date(1950, 3, 2))


def trois_papiers(*, expire_le: date = date(2030, 12, 31), nom_facture: str = "Mme Jeanne Perrin") -> dict[str, bytes]:
    """Attestation, identity card and invoice of May 2026."""
    facture_de = Destine(nom_facture, LOGE.voie, LOGE.cp_ville)
    return {
        "attestation": attestation_hebergement(HOTE, LOGE, date(2026, 5, 2)),
        "identite": carte_identite(HOTE, expire_le),
        "facture": facture(facture_de, date(2026, 5, 3)),
    }


def accepter_les_natures(maison: Maison) -> None:
    """The row of proofs of address names the kinds that it takes."""
    natures = ["facture d’électricité", "attestation d’hébergement"]

    def faire(session: Session) -> None:
        session.execute(update(TypePiece).where(TypePiece.code == "domicile").values(natures=natures))

    maison.ecrire(faire)


def deposer(maison: Maison, tmp_path: Path, papiers: dict[str, bytes]) -> dict[str, int]:
    """Bring papers on the row of proofs of address, then have them read in that order."""
    recus = {}
    for nom, contenu in papiers.items():
        (tmp_path / f"{nom}.pdf").write_bytes(contenu)
        recus[nom] = apporter(maison, "domicile", tmp_path / f"{nom}.pdf", "Valmont")
    for piece_id in recus.values():
        analyser(maison.ctx(), piece_id)
    return recus
