"""Invented papers of billing, with the cases that strain them: forty lines, three children, long names, an avoir."""

from datetime import UTC, date, datetime

from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.facture import Facture, PieceCorrigee
from imuse_desk.printing.facture_groupes import AvoirImpute, GroupeFacture, LigneFacture
from imuse_desk.printing.facture_paiement import Echeance, MoyenPaiement
from imuse_desk.printing.qr_epc import CompteVirement

ANNEE = "2025-2026"
EMETTEUR = Emetteur(
    nom="Conservatoire du Val d’Aulne",
    sous_titre="Musique · Danse · Théâtre",
    lignes=(
        "Régie de recettes",
        "12 allée des Tilleuls",
        "54999 Rives-sur-Aulne",
        "03 00 00 00 12",
        "secretariat@val-daulne.example",
    ),
    siret="200 000 000 00017",
)
COMPTE = CompteVirement("Régie du conservatoire", "FR1420041010050500013M02606")
TARIF = (
    "Tarifs fixés par la délibération n°\u00a02025-118 du 26/06/2025. Sommes dues pour l’année entière, sauf "
    "renonciation écrite avant le 10/10/2025."
)
DELAI = (
    "Délai de paiement\u00a0: 30 jours. Réclamation écrite au conservatoire dans les deux mois. Impayé\u00a0: titre de "
    "recette émis par le comptable public."
)
MOIS = ("sept. 2025", "oct. 2025", "nov. 2025", "déc. 2025", "janv. 2026", "févr. 2026", "mars 2026", "avril 2026",
        "mai 2026", "juin 2026")  # fmt: skip


def _moyens(numero: str) -> tuple[MoyenPaiement, ...]:
    reference = f"Référence\u00a0: {numero}"
    return (
        MoyenPaiement("Virement", ("FR14 2004 1010 0505 0001 3M02 606".replace(" ", "\u00a0"), reference)),
        MoyenPaiement("En ligne", ("val-daulne.example/payer", reference)),
        MoyenPaiement("Prélèvement", ("aux dates de l’échéancier, mandat signé au secrétariat",)),
        MoyenPaiement("Chèque", ("à l’ordre de «\u00a0Régie du conservatoire\u00a0», numéro de facture au dos",)),
        MoyenPaiement("Au guichet", ("carte\u00a0; espèces jusqu’à 300\u00a0€", "lun.–ven. 9:00–12:00, 14:00–18:00")),
    )


def _annuelle(libelle: str, montant_centimes: int, base: str, *notes: str, periode: str = ANNEE) -> LigneFacture:
    return LigneFacture(libelle, montant_centimes, periode, base, notes)


def facture() -> Facture:
    """Two children, three instalments: one page."""
    alma = (
        _annuelle("Droits d’inscription", 2500, "forfait par foyer\u00a0: 1 × 25,00\u00a0€"),
        _annuelle("Cursus musique, cycle 1", 32144, "QF 880,66\u00a0€ × 36,50\u00a0%",
                  "formation musicale FM2C1, harpe, chœur", "plancher 152,00\u00a0€, plafond 1\u202f120,00\u00a0€"),
    )  # fmt: skip
    eloi = (
        _annuelle("Cursus danse, cycle 2", 24658, "QF 880,66\u00a0€ × 28,00\u00a0%",
                  "classique, contemporain, FM danseur", "plancher 118,00\u00a0€, plafond 860,00\u00a0€"),
        _annuelle("Réduction 2ᵉ\u00a0enfant", -2466, "246,58\u00a0€ × 10\u00a0%"),
        _annuelle("Atelier lyrique", 5040, "84,00\u00a0€ × 6 mois commencés sur 10", "entrée le 12/01/2026",
                  periode="janv.–juin"),
    )  # fmt: skip
    dates = (date(2025, 12, 15), date(2026, 2, 16), date(2026, 4, 15))
    return Facture(
        emetteur=EMETTEUR,
        adresse=AdressePostale(
            ("Madame Claire Verdier", "Monsieur Paul Sauvage"),
            "Bâtiment B, escalier 2",
            "7 rue des Aubépines",
            "54999 Rives-sur-Aulne",
        ),
        debiteur="Mme Claire Verdier, M. Paul Sauvage",
        numero="25FC00412",
        emise_le=date(2025, 11, 18),
        annee=ANNEE,
        dossier="04127",
        groupes=(
            GroupeFacture("Alma Verdier-Sauvage", alma, "née le 12/03/2014 · Musique, cycle 1, 3ᵉ\u00a0année"),
            GroupeFacture("Éloi Verdier-Sauvage", eloi, "né le 02/09/2011 · Danse, cycle 2, 1ʳᵉ\u00a0année"),
        ),
        budget="Droits de scolarité",
        objet="premier appel",
        echeances=tuple(
            Echeance(le, somme, "prélèvement ou virement")
            for le, somme in zip(dates, (20626, 20625, 20625), strict=True)
        ),
        moyens=_moyens("25FC00412"),
        compte=COMPTE,
        tarif=TARIF,
        delai=DELAI,
        empreinte="c10eb19a34c3",
    )


def facture_longue() -> Facture:
    """Three children of long names, forty lines, an avoir taken into account, a duplicate: two pages."""
    reduction = "Réduction 3\u00a0enfants et plus"
    plancher = "plancher 152,00\u00a0€, plafond 1\u202f120,00\u00a0€"
    anne = (
        _annuelle("Droits d’inscription", 2500, "forfait par foyer\u00a0: 1 × 25,00\u00a0€"),
        _annuelle(
            "Cursus musique, cycle 3 amateur, parcours renforcé avec accompagnement au piano et musique de chambre",
            99445, "QF 1\u202f912,40\u00a0€ × 52,00\u00a0%", plancher,
        ),
        *(_annuelle("Accompagnement, mois commencé", 1250, "1 mois × 12,50\u00a0€", periode=mois) for mois in MOIS),
        _annuelle(reduction, -14917, "994,45\u00a0€ × 15\u00a0%"),
    )  # fmt: skip
    jours = ("06/10/2025", "03/11/2025", "01/12/2025", "05/01/2026", "02/02/2026", "02/03/2026", "06/04/2026",
             "04/05/2026")  # fmt: skip
    maximilien = (
        _annuelle("Cursus théâtre, cycle 2", 64000, "QF 1\u202f912,40\u00a0€ × 41,00\u00a0%",
                  "plancher 118,00\u00a0€, plafond 640,00\u00a0€ appliqué"),
        _annuelle(reduction, -9600, "640,00\u00a0€ × 15\u00a0%"),
        _annuelle("Stage de masque et jeu corporel", 3600, "forfait\u00a0: 1 × 36,00\u00a0€", periode="22/10/2025"),
        _annuelle("Chœur d’adolescents", 0, "gratuit avec un cursus"),
        _annuelle("Carte de bibliothèque musicale", 600, "1 × 6,00\u00a0€"),
        *(_annuelle(f"Séance individuelle de chant n°\u00a0{rang}", 1740, "1 × 17,40\u00a0€", periode=jour)
          for rang, jour in enumerate(jours, start=1)),
    )  # fmt: skip
    instruments = ("harpe", "violoncelle", "cor", "clavecin", "hautbois")
    zoe = (
        _annuelle("Éveil musique et danse", 21036, "QF 1\u202f912,40\u00a0€ × 11,00\u00a0%",
                  "plancher 61,00\u00a0€, plafond 240,00\u00a0€"),
        _annuelle(reduction, -3155, "210,36\u00a0€ × 15\u00a0%"),
        _annuelle("Entrée en cours d’année, prorata", -3576, "−178,81\u00a0€ × 2 mois sur 10", "entrée le 10/11/2025"),
        *(_annuelle(f"Atelier découverte instrument {rang}", 1800, "1 période × 18,00\u00a0€", instrument,
                    periode="1ʳᵉ\u00a0période" if rang == 1 else f"{rang}ᵉ\u00a0période")
          for rang, instrument in enumerate(instruments, start=1)),
    )  # fmt: skip
    dates = (date(2026, 1, 15), date(2026, 2, 16), date(2026, 3, 16), date(2026, 4, 15))
    return Facture(
        emetteur=EMETTEUR,
        adresse=AdressePostale(
            ("Madame Marie-Apolline de La Roche-Beaumont", "et Monsieur Jean-Balthazar van den Berghe-Quesnelle"),
            "Résidence Les Quatre-Vents, appt 1204", "118 bis avenue du Maréchal-de-Lattre",
            "54998 Saint-Germain-des-Prés-sur-Aulne",
        ),
        debiteur="Mme Marie-Apolline de La Roche-Beaumont, M. Jean-Balthazar van den Berghe-Quesnelle",
        numero="25FC00987",
        emise_le=date(2025, 12, 11),
        annee=ANNEE,
        dossier="00318",
        groupes=(
            GroupeFacture("Anne-Charlotte de La Roche-Beaumont van den Berghe-Quesnelle", anne,
                          "née le 30/11/2007 · Musique, cycle 3, 2ᵉ\u00a0année, horaires aménagés"),
            GroupeFacture("Maximilien-Emmanuel de La Roche-Beaumont van den Berghe-Quesnelle", maximilien,
                          "né le 14/02/2010 · Théâtre, cycle 2, 1ʳᵉ\u00a0année"),
            GroupeFacture("Zoé de La Roche-Beaumont", zoe, "née le 08/07/2019 · Éveil"),
        ),
        budget="Droits de scolarité",
        objet="premier appel",
        avoirs=(
            AvoirImpute("25AV00031", date(2025, 12, 4), "25FC00198", -41250,
                        "attestation CAF reçue le 02/12/2025\u00a0: plafond remplacé par le quotient", ANNEE),
        ),
        echeances=tuple(
            Echeance(le, somme, "prélèvement") for le, somme in zip(dates, (38528, 38525, 38525, 38525), strict=True)
        ),
        moyens=_moyens("25FC00987"),
        compte=COMPTE,
        tarif=TARIF,
        delai=DELAI,
        empreinte="0f8c35745683",
        duplicata_a=datetime(2026, 1, 14, 8, 12, tzinfo=UTC),
    )  # fmt: skip


def avoir() -> Facture:
    """A part of a facture given back."""
    ligne = LigneFacture(
        "Cursus musique, cycle 1", -41250, ANNEE, "QF 880,66\u00a0€ × 36,50\u00a0% au lieu du plafond",
        ("facturé 733,94\u00a0€, dû 321,44\u00a0€", "attestation CAF reçue le 02/12/2025"),
    )  # fmt: skip
    piece = facture()
    return Facture(
        emetteur=EMETTEUR,
        adresse=piece.adresse,
        debiteur=piece.debiteur,
        numero="25AV00031",
        emise_le=date(2025, 12, 4),
        annee=ANNEE,
        dossier=piece.dossier,
        groupes=(GroupeFacture("Alma Verdier-Sauvage", (ligne,), "née le 12/03/2014 · Musique, cycle 1"),),
        objet="le quotient familial remplace le plafond",
        tarif=TARIF,
        corrige=PieceCorrigee("25FC00198", date(2025, 11, 18)),
        empreinte="77aa0c1be2d4",
    )
