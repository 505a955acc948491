"""The card of an organisation that pays, as it is asked: at the counter, and in the list of the payers."""

from typing import Any

from PySide6.QtWidgets import QWidget

from imuse_desk.domain.payeurs import ORGANISMES
from imuse_desk.services.facturation.payeurs import SaisieOrganisme
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.demande import Champ, Demande


class DemandeOrganisme(Demande):
    """``DemandeOrganisme(parent, "Nouvel organisme", "&Ajouter", saisie)``; ``lue(valeurs)`` is what was typed."""

    def __init__(self, parent: QWidget | None, titre: str, verbe: str, saisie: SaisieOrganisme) -> None:
        champs: list[Champ] = [
            ("nom", "&Nom", LigneTexte(120), True),
            ("genre", "&Nature", ListeChoix([(genre, genre.libelle) for genre in ORGANISMES]), True),
            ("siret", "S&IRET", LigneTexte(20), False),
            ("email", "&E-mail", LigneTexte(254), False),
            ("complement", "&Complément", LigneTexte(200), False),
            ("voie", "&Voie", LigneTexte(200), False),
            ("cp", "Code &postal", LigneTexte(12), False),
            ("ville", "Vi&lle", LigneTexte(120), False),
        ]
        phrase = "Ce nom est celui des reçus et des attestations de règlement."
        super().__init__(parent, titre, phrase, verbe, champs)
        self.poser({cle: getattr(saisie, cle) for cle in SaisieOrganisme.__slots__})


def lue(valeurs: dict[str, Any]) -> SaisieOrganisme:
    """The card as typed."""
    return SaisieOrganisme(**valeurs)
