"""Papers of the régie's statements, of invented people."""

from datetime import date

from imuse_desk.printing.demande_remboursement import DemandeImprimee, OrigineCredit
from imuse_desk.printing.etat_restes import EtatRestes, LigneReste
from imuse_desk.printing.etat_versement import EtatVersement, LigneEtat
from imuse_desk.printing.journal_souches import JournalImprime, SoucheJournal
from imuse_desk.printing.remise_service import RemiseService
from imuse_desk.printing.visas import Coupure, Visa
from tests.printing.exemples import EMETTEUR, NOM_LONG

DU, AU = date(2026, 5, 1), date(2026, 5, 31)


def journal(nombre: int) -> JournalImprime:
    """A month of receipts: every seventh payer has a long name, every ninth row undoes another."""
    souches = tuple(
        SoucheJournal(
            f"26RC{rang:05}", date(2026, 5, 1 + rang % 28), f"0412{rang % 10}",
            NOM_LONG if not rang % 7 else "Ada Vermeil",
            "Chèques-vacances" if rang % 4 == 3 else "Espèces", -4_500 if rang % 9 == 8 else 12_345,
            f"Banque du Val · n°\u00a0441{rang:04}" if rang % 5 == 1 else "",
        )
        for rang in range(1, nombre + 1)
    )  # fmt: skip
    return JournalImprime(
        EMETTEUR, DU, AU, (("Régie", "Régie de recettes"), ("Recettes", str(nombre)), ("Régisseur", "Inès Caradec")),
        souches, (("Espèces", 30, 370_350), ("Chèques-vacances", 10, 123_450)) if nombre else (), 1_234_567,
        Visa("Le régisseur", "Inès Caradec"), note="Le cumul court depuis le premier jour de l’année civile.",
        empreinte="b61f20cc9a07",
    )  # fmt: skip


def versement() -> EtatVersement:
    """A month with two product codes, an advance taken up, two slips, cheques that wait."""
    return EtatVersement(
        EMETTEUR, DU, AU,
        (("Régie", "Régie de recettes"), ("Compte", "FR7630006000011234567890189"), ("Régisseur", "Inès Caradec")),
        (LigneEtat("Cotisations", 1_061_234, "7062"), LigneEtat("Cotisations, avances", -25_000, "7062"),
         LigneEtat("Locations · L-HARPE", 24_000, "752"), LigneEtat("Locations", 1_200)),
        (LigneEtat("Espèces", 61_434, nombre=9), LigneEtat("Chèque", 1_000_000, nombre=1_017)),
        (LigneEtat("Remise de chèques", 900_000, "26BR00012", 900, date(2026, 5, 12)),
         LigneEtat("Rapprochement avec le compte", 30_000, "26BR00013", 2, date(2026, 5, 13))),
        (LigneEtat("Chèques à remettre", 100_000),),
        note="Une avance reste à la ligne des avances jusqu’à la facture qu’elle règle.",
    )  # fmt: skip


def remise() -> RemiseService:
    """A handing over with cheques in the safe and a till two euros short."""
    return RemiseService(
        EMETTEUR, "2026-0001",
        (("Du", "30/06/2026"), ("Régie", "Régie de recettes"), ("Compte", "FR7630006000011234567890189"),
         ("Arrêté", "n°\u00a02026-0112")),
        "Le 30/06/2026, Inès Caradec, régisseur sortant, a remis à Paul Renard, régisseur entrant, la caisse, les "
        "valeurs et les pièces de la régie «\u00a0Régie de recettes\u00a0», comptées et reconnues ensemble comme suit.",
        17_200, (Coupure(10_000, 1), Coupure(5_000, 1), Coupure(200, 10)),
        (("Chèques à remettre", 2, 32_000), ("Chèques-vacances et autres titres à remettre", 0, 0),
         ("Compte de dépôt de fonds, selon les écritures", None, 1_234_567)),
        (("Dernière facture", "26FC00412"), ("Dernier reçu", "26RC00836"), ("Mois clos jusqu’au", "31/05/2026")),
        "Rendu de monnaie non retrouvé.", "Coffre et deux clés, terminal de paiement, carnet de secours n°\u00a012.",
        "Le code du coffre a été changé devant les deux régisseurs.", Visa("Le régisseur sortant", "Inès Caradec"),
        Visa("Le régisseur entrant", "Paul Renard"), "Fait en quatre exemplaires.", "b61f20cc9a07",
    )  # fmt: skip


def restes(nombre: int) -> EtatRestes:
    """Debts by invoice: every seventh debtor has a long name, two were handed to the comptable."""
    suivis = tuple(
        LigneReste(
            f"0412{rang % 10}", NOM_LONG if not rang % 7 else "Ada Vermeil", f"26FC{rang:05}", "Cotisations 2025-2026",
            date(2026, 1 + rang % 5, 15), "niveau 2 le 12/05/2026" if rang % 3 else "jamais relancée",
            12_345,
        )
        for rang in range(1, nombre + 1)
    )  # fmt: skip
    transmis = (
        LigneReste("04129", NOM_LONG, "25FC00012", "Cotisations 2024-2025", None, "titre le 02/04/2026", 76_000),
        LigneReste("04130", "Ada Vermeil", "25FC00013", "Locations 2024-2025", None, "titre le 02/04/2026", 1_500),
    )
    return EtatRestes(
        EMETTEUR, AU, (("Régie", "Régie de recettes"), ("Régisseur", "Inès Caradec")), suivis,
        transmis if nombre else (), Visa("Le régisseur", "Inès Caradec"), note="Sommes échues et non réglées.",
    )  # fmt: skip


def demande() -> DemandeImprimee:
    """Forty euros paid twice by a family with a long name."""
    return DemandeImprimee(
        EMETTEUR, "2026-0003",
        (("Du", "22/06/2026"), ("Régie", "Régie de recettes"), ("Dossier", "04127"), ("Famille", NOM_LONG)), 4_000,
        (("Titulaire", NOM_LONG), ("IBAN", "FR76 3000 6000 0112 3456 7890 189".replace(" ", "\u00a0"))),
        "Échéance de mai payée deux fois, par chèque puis par virement.",
        (OrigineCredit("26RC00836", date(2026, 5, 14), "Cotisations 2025-2026", 2_500),
         OrigineCredit("26AV00012", date(2026, 5, 20), "Locations 2025-2026", 1_500)),
        Visa("Le régisseur", "Inès Caradec", "22/06/2026"), note="L’ordonnateur en fait le virement.",
        empreinte="b61f20cc9a07",
    )  # fmt: skip
