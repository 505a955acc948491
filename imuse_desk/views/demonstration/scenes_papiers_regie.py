"""Scenes of the papers of billing and of the till, invented, each in the window that shows it."""

from collections.abc import Callable

from imuse_desk.printing.arrete_caisse import produire_arrete
from imuse_desk.printing.attestation_reglement import produire_attestation_reglement
from imuse_desk.printing.bordereau import produire_bordereau
from imuse_desk.printing.facture import produire_facture
from imuse_desk.printing.recu import produire_recu
from imuse_desk.printing.releve import produire_releve
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.demonstration import papiers_regie
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scenes_papiers import ouvrir_papier

PAPIERS: dict[str, Callable[[], bytes]] = {
    "facture": lambda: produire_facture(papiers_regie.facture()),
    "facture-longue": lambda: produire_facture(papiers_regie.facture_longue()),
    "avoir": lambda: produire_facture(papiers_regie.avoir()),
    "recu": lambda: produire_recu(papiers_regie.recu()),
    "remise-cheques": lambda: produire_bordereau(papiers_regie.remise_cheques()),
    "remise-especes": lambda: produire_bordereau(papiers_regie.remise_especes()),
    "remise-cheques-vacances": lambda: produire_bordereau(papiers_regie.remise_cheques_vacances()),
    "releve": lambda: produire_releve(papiers_regie.releve()),
    "attestation-reglement": lambda: produire_attestation_reglement(papiers_regie.attestation_reglement()),
    "arrete-caisse": lambda: produire_arrete(papiers_regie.arrete_caisse()),
}


def papier(nom: str) -> Callable[[Plateau], FenetrePapier]:
    """The scene of one paper of ``PAPIERS``."""

    def scene(plateau: Plateau) -> FenetrePapier:
        return ouvrir_papier(plateau, FenetrePapier(plateau.executant, f"{nom}.pdf", PAPIERS[nom]()))

    return scene
