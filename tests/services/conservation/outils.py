"""A destruction run to its end, every step after the other."""

from imuse_desk.services.conservation import purge
from imuse_desk.services.contexte import Contexte, Fait


def detruire(ctx: Contexte, bordereau_id: int) -> Fait[purge.Destruction]:
    etapes = purge.detruire(ctx, bordereau_id)
    while True:
        try:
            next(etapes)
        except StopIteration as fin:
            return fin.value  # type: ignore[no-any-return]  # what a generator returns
