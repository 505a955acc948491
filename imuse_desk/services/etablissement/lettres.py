"""The letters of merged texts, as one PDF in the order given: a page or more each, for window envelopes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.fusion import TexteFusionne

P = TypeVar("P")


@cas_d_usage(Permission.CONSULTER)
def imprimer_lettres(
    ctx: Contexte, textes: Sequence[TexteFusionne], avancer: Callable[[int, int], None] | None = None,
    le: date | None = None,
) -> bytes:  # fmt: skip
    """One PDF of the letters, signed for the site consulted; ``avancer`` is told how many are made, and of how many.

    They bear the day ``le``, else today's.

    Raises RegleMetier(sans_destinataire | lettre_non_imprimable: famille, caractere).
    """
    from imuse_desk.printing.adresse import AdressePostale
    from imuse_desk.printing.lettre import Lettre, produire_lettres
    from imuse_desk.services.etablissement.emetteur import lire_emetteur, lire_signature

    if not textes:
        raise RegleMetier("sans_destinataire")
    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
        signature = lire_signature(session, ctx.depot, ctx.site_id)

    def lettre(texte: TexteFusionne) -> Lettre:
        ou = texte.adresse
        papier = Lettre(
            emetteur=emetteur,
            adresse=AdressePostale(ou.noms, ou.complement, ou.voie, ou.ville, ou.pays),
            titre=texte.sujet,
            corps=texte.corps,
            le=le or ctx.aujourdhui(),
            famille=texte.famille,
            dossier=texte.dossier,
            eleves=texte.eleves,
            signature=signature,
        )
        return preparer_ou_refuser(papier, texte.famille)

    def lettres() -> Iterator[Lettre]:
        for rang, texte in enumerate(textes):
            if avancer is not None:
                avancer(rang, len(textes))
            yield lettre(texte)

    return produire_lettres(lettres(), titre=textes[0].sujet, auteur=emetteur.nom)


def preparer_ou_refuser(papier: P, famille: str) -> P:
    """A paper whose every character can be printed. Raises RegleMetier(lettre_non_imprimable: famille, caractere)."""
    from imuse_desk.printing.polices import preparer

    try:
        return preparer(papier)
    except Invalide as erreur:
        caractere, code = erreur.params["caractere"], erreur.params["point_code"]
        raise RegleMetier("lettre_non_imprimable", famille=famille, caractere=caractere, point_code=code) from erreur
