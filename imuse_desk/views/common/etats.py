"""How the states that several screens show are painted: tone and icon."""

from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.views.common.jetons import Ton

ETATS_PIECE: dict[EtatPiece, tuple[Ton, str]] = {
    EtatPiece.A_FOURNIR: ("warn", "file-dashed"),
    EtatPiece.A_VERIFIER: ("info", "hourglass-medium"),
    EtatPiece.ACCEPTEE: ("ok", "check-circle"),
    EtatPiece.REFUSEE: ("bad", "x-circle"),
}
VERDICTS_PIECE: dict[str, tuple[str, Ton, str]] = {
    "": ("À lire", "info", "hourglass-medium"),
    "conforme": ("Conforme", "ok", "check-circle"),
    "non_conforme": ("Non conforme", "bad", "x-circle"),
    "a_verifier": ("À vérifier", "info", "hourglass-medium"),
}
"""What the machine makes of a piece that nobody decided yet."""
