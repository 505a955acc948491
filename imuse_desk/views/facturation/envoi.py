"""A write that moves money is sent once: what may be sent again after a fault, and under which operation. Qt-free."""

from imuse_desk.domain.erreurs import BaseInjoignable, ErreurMetier


def est_incertain(erreur: Exception) -> bool:
    """Whether nobody can tell if it was recorded: the server went away, or the program met a fault of its own.

    A refusal of the rules, a full disk and a base that stayed locked are sure: nothing was recorded.
    """
    return isinstance(erreur, BaseInjoignable) or not isinstance(erreur, ErreurMetier)
