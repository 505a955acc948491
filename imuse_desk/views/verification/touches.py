"""The keys of the station, listed by F1 with what each does."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.verification.actes import Actes
from imuse_desk.views.verification.document import VueDocument
from imuse_desk.views.verification.liste import NUMEROTEES

AZERTY = "&é\"'(-è_ç"
"""What the keys 1 to 9 give without Shift on a French keyboard."""


def poser_touches(station: QWidget, actes: Actes, vue: VueDocument, suivante: Callable[[], None]) -> None:
    """One letter an act, the digits for the rules."""
    for touches, effet, fente in (
        ("V", "Valider la pièce", actes.valider),
        ("R", "Refuser la pièce", actes.demander_refus),
        ("C", "Corriger la valeur de la règle", actes.corriger),
        ("N", "Pièce suivante", suivante),
        ("Z", "Agrandir la zone, ou toute la page", vue.basculer_zoom),
        ("T", "Reporter la valeur au tarif", actes.reporter),
        ("P", "Pivoter la page", vue.tourner),
        ("PgDown", "Page suivante du document", vue.page_suivante),
        ("PgUp", "Page précédente du document", vue.page_precedente),
    ):
        toucher(touches, effet, station, fente)
    for numero in range(1, NUMEROTEES + 1):
        toucher(str(numero), f"Règle {numero}\u00a0: y aller, puis la cocher", station, actes.chiffre)
