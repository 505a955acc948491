"""Papers of the régie's statements, of invented people."""

from datetime import date

from imuse_desk.printing.etat_versement import EtatVersement, LigneEtat
from imuse_desk.printing.journal_souches import JournalImprime, SoucheJournal
from imuse_desk.printing.visas import Visa
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
