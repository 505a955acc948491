"""The three papers of somebody housed by Jeanne Perrin, as PDFs that the family would hand in."""

from datetime import date

from imuse_desk.services.demonstration.papiers_famille import Destine
from imuse_desk.services.demonstration.papiers_hebergement import (
    Hote,
    attestation_hebergement,
    carte_identite,
    facture,
)

HOTE = Hote("Perrin", "Jeanne", date(1950, 3, 2))


def trois_papiers(
    loge: Destine, *, hote: Hote = HOTE, expire_le: date = date(2030, 12, 31), nom_facture: str = ""
) -> dict[str, bytes]:
    """Attestation, identity card and invoice of May 2026; ``loge`` is who is housed, at whose address."""
    facture_de = Destine(nom_facture or f"Mme {hote.prenom} {hote.nom}", loge.voie, loge.cp_ville)
    return {
        "attestation": attestation_hebergement(HOTE, loge, date(2026, 5, 2)),
        "identite": carte_identite(hote, expire_le),
        "facture": facture(facture_de, date(2026, 5, 3)),
    }
