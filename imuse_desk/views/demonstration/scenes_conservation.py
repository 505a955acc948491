"""Scenes of the files' keeping: what is past its day, the lists, their paper; seen some years from now."""

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.services.conservation.bordereaux import Viser, lister_bordereaux, proposer_elimination, viser
from imuse_desk.services.conservation.echues import lister_conservation
from imuse_desk.services.conservation.papier import papier_elimination
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.conservation.fenetre import FenetreConservation
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scenes_papiers import ouvrir_papier

PLUS_TARD = datetime(2028, 12, 4, 9, tzinfo=UTC)


def _plus_tard() -> datetime:
    """When the papers of the campaign are past their day."""
    return PLUS_TARD


def _ctx(plateau: Plateau) -> Contexte:
    return replace(plateau.contexte("Direction"), horloge=_plus_tard)


def _fenetre(plateau: Plateau, page: str) -> QWidget:
    principale = plateau.entrer()
    fenetre = FenetreConservation(plateau.executant, principale.bus, _ctx(plateau), principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    fenetre.page(page)
    plateau.calme("la page ne se remplit pas")
    return fenetre


def _bordereau(plateau: Plateau) -> int:
    """The first list, stamped."""
    ctx = _ctx(plateau)
    if not (vus := lister_bordereaux(ctx)):
        types = [x.type_id for x in lister_conservation(ctx) if x.nombre][:2]
        ident = proposer_elimination(ctx, types).resultat
        viser(ctx, Viser(ident, ctx.aujourdhui(), "Archives municipales de Meudon"))
        return ident
    return vus[-1].id


def echues(plateau: Plateau) -> QWidget:
    """What is past its day, by kind and year."""
    return _fenetre(plateau, "À éliminer")


def bordereaux(plateau: Plateau) -> QWidget:
    """A list that the archives stamped."""
    _bordereau(plateau)
    return _fenetre(plateau, "Bordereaux")


def papier(plateau: Plateau) -> FenetrePapier:
    """The list on paper."""
    nom, octets = papier_elimination(_ctx(plateau), _bordereau(plateau))
    return ouvrir_papier(plateau, FenetrePapier(plateau.executant, nom, octets))
