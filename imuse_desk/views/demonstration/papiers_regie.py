"""Invented papers of billing and of the till, with what strains them: forty lines, three children, long names."""

from dataclasses import replace
from datetime import UTC, date, datetime

from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.arrete_caisse import ArreteCaisse, LigneCaisse
from imuse_desk.printing.attestation_reglement import AttestationReglement, ReglementAtteste
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.bordereau import Bordereau, ChequeRemis, TitresRemis
from imuse_desk.printing.facture import Facture, PieceCorrigee
from imuse_desk.printing.facture_groupes import AvoirImpute, GroupeFacture, LigneFacture
from imuse_desk.printing.facture_paiement import Echeance, MoyenPaiement
from imuse_desk.printing.qr_epc import CompteVirement
from imuse_desk.printing.recu import LigneReglee, Recu
from imuse_desk.printing.releve import BlocReleve, EcritureReleve, Releve
from imuse_desk.printing.signature import Signature
from imuse_desk.printing.visas import Coupure

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
REGIE = replace(EMETTEUR, sous_titre="Régie de recettes · 12 allée des Tilleuls, 54999 Rives-sur-Aulne")
COMPTE = CompteVirement("Régie du conservatoire", "FR1420041010050500013M02606")
TARIF = (
    "Tarifs fixés par la délibération n°\u00a02025-118 du 26/06/2025. Sommes dues pour l’année entière, sauf "
    "renonciation écrite avant le 10/10/2025."
)
DELAI = (
    "Délai de paiement\u00a0: 30 jours. Réclamation écrite au conservatoire dans les deux mois. Impayé\u00a0: titre de "
    "recette émis par le comptable public."
)
REDUCTION = "Réduction 3\u00a0enfants et plus"
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


def _anne() -> tuple[LigneFacture, ...]:
    plancher = "plancher 152,00\u00a0€, plafond 1\u202f120,00\u00a0€"
    return (
        _annuelle("Droits d’inscription", 2500, "forfait par foyer\u00a0: 1 × 25,00\u00a0€"),
        _annuelle(
            "Cursus musique, cycle 3 amateur, parcours renforcé avec accompagnement au piano et musique de chambre",
            99445, "QF 1\u202f912,40\u00a0€ × 52,00\u00a0%", plancher,
        ),
        *(_annuelle("Accompagnement, mois commencé", 1250, "1 mois × 12,50\u00a0€", periode=mois) for mois in MOIS),
        _annuelle(REDUCTION, -14917, "994,45\u00a0€ × 15\u00a0%"),
    )  # fmt: skip


def _maximilien() -> tuple[LigneFacture, ...]:
    jours = ("06/10/2025", "03/11/2025", "01/12/2025", "05/01/2026", "02/02/2026", "02/03/2026", "06/04/2026",
             "04/05/2026")  # fmt: skip
    return (
        _annuelle("Cursus théâtre, cycle 2", 64000, "QF 1\u202f912,40\u00a0€ × 41,00\u00a0%",
                  "plancher 118,00\u00a0€, plafond 640,00\u00a0€ appliqué"),
        _annuelle(REDUCTION, -9600, "640,00\u00a0€ × 15\u00a0%"),
        _annuelle("Stage de masque et jeu corporel", 3600, "forfait\u00a0: 1 × 36,00\u00a0€", periode="22/10/2025"),
        _annuelle("Chœur d’adolescents", 0, "gratuit avec un cursus"),
        _annuelle("Carte de bibliothèque musicale", 600, "1 × 6,00\u00a0€"),
        *(_annuelle(f"Séance individuelle de chant n°\u00a0{rang}", 1740, "1 × 17,40\u00a0€", periode=jour)
          for rang, jour in enumerate(jours, start=1)),
    )  # fmt: skip


def _zoe() -> tuple[LigneFacture, ...]:
    instruments = ("harpe", "violoncelle", "cor", "clavecin", "hautbois")
    return (
        _annuelle("Éveil musique et danse", 21036, "QF 1\u202f912,40\u00a0€ × 11,00\u00a0%",
                  "plancher 61,00\u00a0€, plafond 240,00\u00a0€"),
        _annuelle(REDUCTION, -3155, "210,36\u00a0€ × 15\u00a0%"),
        _annuelle("Entrée en cours d’année, prorata", -3576, "−178,81\u00a0€ × 2 mois sur 10", "entrée le 10/11/2025"),
        *(_annuelle(f"Atelier découverte instrument {rang}", 1800, "1 période × 18,00\u00a0€", instrument,
                    periode="1ʳᵉ\u00a0période" if rang == 1 else f"{rang}ᵉ\u00a0période")
          for rang, instrument in enumerate(instruments, start=1)),
    )  # fmt: skip


def facture_longue() -> Facture:
    """Three children of long names, forty lines, an avoir taken into account, a duplicate: two pages."""
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
            GroupeFacture("Anne-Charlotte de La Roche-Beaumont van den Berghe-Quesnelle", _anne(),
                          "née le 30/11/2007 · Musique, cycle 3, 2ᵉ\u00a0année, horaires aménagés"),
            GroupeFacture("Maximilien-Emmanuel de La Roche-Beaumont van den Berghe-Quesnelle", _maximilien(),
                          "né le 14/02/2010 · Théâtre, cycle 2, 1ʳᵉ\u00a0année"),
            GroupeFacture("Zoé de La Roche-Beaumont", _zoe(), "née le 08/07/2019 · Éveil"),
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


def recu() -> Recu:
    """A cheque for the first instalment, printed again."""
    return Recu(
        emetteur=REGIE,
        numero="25RC00836",
        recu_a=datetime(2025, 12, 15, 9, 42, tzinfo=UTC),
        de="Mme Claire Verdier, M. Paul Sauvage",
        montant_centimes=20626,
        moyen="chèque n°\u00a04410287",
        faits=(("Banque", "Banque de l’Aulne"), ("Tireur", "Claire Verdier")),
        lignes=(LigneReglee("Facture 25FC00412, échéance 1", 20626, 61876, 0, date(2025, 11, 18)),),
        dossier="04127",
        pour="Pour le régisseur, le mandataire",
        signataire="Inès Caradec",
        note=(
            "Chèque reçu sous réserve d’encaissement. Ce reçu est extrait du journal à souches de la régie\u00a0; il "
            "vaut quittance une fois le chèque payé."
        ),
        empreinte="a41c09e75d2b",
        duplicata_a=datetime(2026, 2, 3, 9, 42, tzinfo=UTC),
    )


NOTE_REMISE = (
    "Chèques endossés et comptés deux fois, remis sous deux jours ouvrés. La remise clôt ces reçus\u00a0: ils portent "
    "la coche «\u00a0Remise\u00a0» au compte de la famille."
)
TIREURS = (
    ("Claire Verdier", 20626), ("Étienne Gœury", 12500),
    ("Marie-Apolline de La Roche-Beaumont van den Berghe-Quesnelle", 18150), ("Société Œuvres et Co", 99445),
    ("Yann Le Bihan", 7500), ("Fatou Diarra", 4150), ("Lucie Orsini", 31000), ("Noël Haüy", 20625),
    ("Agnès Delcœur", 1740), ("Pierre Castaing", 25000), ("Sofia Marchetti", 61876), ("Bao Lam", 1500),
    ("Rose Ferrand", 9480), ("Karim Benali", 20250), ("Maud Tréhorel", 3600), ("Louis Vasseur", 11111),
    ("Anne Pichegru", 43210),
)  # fmt: skip
BANQUES = ("Banque de l’Aulne", "Banque postale régionale", "Crédit des Vallées", "Union bancaire de l’Est",
           "Caisse des Métiers")  # fmt: skip


def _faits_remise() -> tuple[tuple[str, str], ...]:
    compte = "FR14 2004 1010 0505 0001 3M02 606".replace(" ", "\u00a0")
    return (("Du", "15/12/2025"), ("Compte", f"DFT {compte}"), ("Régisseur", "Inès Caradec"))


def remise_cheques() -> Bordereau:
    """The cheques of a fortnight."""
    cheques = tuple(
        ChequeRemis(tireur, BANQUES[rang % 5], str(4410287 + 7919 * rang), f"25RC{836 + rang:05}", somme)
        for rang, (tireur, somme) in enumerate(TIREURS)
    )
    return Bordereau(
        REGIE, "Remise de chèques", "25BR00058", _faits_remise(), cheques, note=NOTE_REMISE, empreinte="5a07d1c82be9"
    )


def remise_especes() -> Bordereau:
    """Cash, counted."""
    compte = (
        (5000, 4),
        (2000, 11),
        (1000, 7),
        (500, 3),
        (200, 12),
        (100, 5),
        (50, 9),
        (20, 4),
        (10, 6),
        (2, 5),
        (1, 3),
    )
    coupures = tuple(Coupure(valeur, nombre) for valeur, nombre in compte)
    return Bordereau(
        REGIE, "Versement d’espèces", "25BR00059", _faits_remise(), coupures=coupures, empreinte="e3b0c44298fc"
    )


def remise_cheques_vacances() -> Bordereau:
    """Titles of a fixed value."""
    titres = (
        TitresRemis("Claire Verdier", 8, 1000, "25RC00861"), TitresRemis("Bao Lam", 3, 2500, "25RC00863"),
        TitresRemis("Karim Benali", 12, 1000, "25RC00870"),
    )  # fmt: skip
    return Bordereau(REGIE, "Remise de chèques-vacances", "25BR00060", _faits_remise(), titres=titres)


def releve() -> Releve:
    """Two years of one family."""
    avant = (
        EcritureReleve(date(2024, 11, 20), "Facture, premier appel", "24FC00388", 58000),
        EcritureReleve(date(2024, 12, 16), "Règlement", "24RC00790", 0, 58000, "virement", est_remise=True),
    )
    cette_annee = (
        EcritureReleve(date(2025, 9, 8), "Acompte à l’inscription", "25RC00112", 0, 5000, "carte", est_remise=True),
        EcritureReleve(date(2025, 11, 18), "Facture, premier appel", "25FC00412", 61876),
        EcritureReleve(date(2025, 12, 15), "Règlement, échéance 1", "25RC00836", 0, 20626, "chèque n°\u00a04410287"),
    )
    locations = (EcritureReleve(date(2025, 10, 1), "Location d’une harpe, année 1", "25FL00031", 12000),)
    return Releve(
        emetteur=EMETTEUR,
        adresse=facture().adresse,
        famille="Mme Claire Verdier, M. Paul Sauvage",
        dossier="04127",
        arrete_le=date(2026, 1, 14),
        blocs=(
            BlocReleve("2024-2025 · Droits de scolarité", avant),
            BlocReleve("2025-2026 · Droits de scolarité", cette_annee),
            BlocReleve("2025-2026 · Locations", locations),
        ),
        note="Les chèques sont comptés à leur réception, sous réserve d’encaissement.",
    )


def attestation_reglement() -> AttestationReglement:
    """The payments of a works council, for its own accounts."""
    return AttestationReglement(
        emetteur=EMETTEUR,
        annee=ANNEE,
        payeur="Comité social et économique de la Verrerie d’Aulne",
        objet=f"les droits de scolarité de l’année {ANNEE}",
        reglements=(
            ReglementAtteste(date(2025, 12, 15), "25RC00836", "virement", "facture 25FC00412, échéance 1", 20626),
            ReglementAtteste(date(2026, 2, 16), "26RC00102", "virement", "facture 25FC00412, échéance 2", 20625),
        ),
        fait_a="Rives-sur-Aulne",
        fait_le=date(2026, 2, 20),
        signature=Signature("Inès Caradec", "mandataire de la régie"),
        eleves=("Alma Verdier-Sauvage", "Éloi Verdier-Sauvage"),
        dossier="04127",
        empreinte="b61f20cc9a07",
    )


def arrete_caisse() -> ArreteCaisse:
    """A day that ends two euros short."""
    compte = ((5000, 2), (2000, 9), (1000, 7), (500, 3), (200, 12), (100, 5), (50, 8), (20, 0), (10, 6))
    return ArreteCaisse(
        emetteur=REGIE,
        numero="25AC00214",
        faits=(("Du", "15/12/2025 à 18:05"), ("Caisse", "guichet, site de Rives"), ("Régisseur", "Inès Caradec")),
        mouvements=(
            LigneCaisse("Fonds de caisse", 10000),
            LigneCaisse("Reçus en espèces", 36060, 9),
            LigneCaisse("Reçus annulés", -6000, 1),
            LigneCaisse("Versements au comptable", 0, 0),
        ),
        coupures=tuple(Coupure(valeur, nombre) for valeur, nombre in compte),
        modes=(
            LigneCaisse("Espèces", 30060, 8),
            LigneCaisse("Chèques", 391763, 17),
            LigneCaisse("Carte", 84500, 6),
        ),
        motif="Erreur de rendu de monnaie vers 16 h, non retrouvée.",
        note="L’écart est inscrit au journal de la régie à la date de l’arrêté.",
        empreinte="19c3f7a2d405",
    )
