"""The papers of the till: the library that draws them is loaded only when one is made."""

from typing import TYPE_CHECKING

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.pieces import GenreActe
from imuse_desk.domain.roles import Permission
from imuse_desk.models import ActeRegie
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.actes import relire_acte
from imuse_desk.services.facturation.caisse import COMPTEES
from imuse_desk.services.facturation.numerotation import regie_de

if TYPE_CHECKING:
    from imuse_desk.printing.base import Emetteur

NOTE_REMISE = (
    "Fait en quatre exemplaires, pour les deux régisseurs, l’ordonnateur et le comptable. Le régisseur entrant prend "
    "en charge ce qui précède à la signature."
)


@cas_d_usage(Permission.ENCAISSER)
def papier_comptage(ctx: Contexte, acte_id: int) -> tuple[str, bytes]:
    """The paper of a count of the till or of a handing over, made of its sealed text: its file's name, its bytes.

    Raises Introuvable, or Invalide where a name holds a character the faces lack.
    """
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        acte = session.get(ActeRegie, acte_id)
        if acte is None or acte.regie_id != regie.id or acte.genre not in COMPTEES:
            raise Introuvable("arrete", acte_id)
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
        if acte.genre == GenreActe.REMISE_SERVICE:
            return _remise(emetteur, acte)
        return _arrete(emetteur, acte, regie.nom)


def _numero(acte: ActeRegie) -> str:
    return f"{acte.le.year}-{acte.rang:04d}"


def _arrete(emetteur: "Emetteur", acte: ActeRegie, regie: str) -> tuple[str, bytes]:
    from imuse_desk.printing.arrete_caisse import ArreteCaisse, LigneCaisse, produire_arrete
    from imuse_desk.printing.visas import Coupure, Visa

    lu, quoi = relire_acte(acte), "Ouverture" if acte.genre == GenreActe.OUVERTURE else "Arrêté"
    papier = ArreteCaisse(
        emetteur=emetteur,
        numero=_numero(acte),
        faits=(("Du", date_fr(acte.le)), ("Régie", regie), ("Comptage", quoi), ("Régisseur", acte.agent)),
        mouvements=tuple(LigneCaisse(*ligne) for ligne in lu["mouvements"]),
        coupures=tuple(Coupure(valeur, n) for valeur, n in lu["comptage"] if n),
        modes=tuple(LigneCaisse(*ligne) for ligne in lu["modes"]),
        motif=lu["motif"],
        gauche=Visa("Le régisseur", acte.agent, date_fr(acte.le)),
        empreinte=acte.empreinte,
    )
    return f"{acte.genre}_caisse_{papier.numero}.pdf", produire_arrete(papier)


def _remise(emetteur: "Emetteur", acte: ActeRegie) -> tuple[str, bytes]:
    from imuse_desk.printing.remise_service import RemiseService, produire_remise_service
    from imuse_desk.printing.visas import Coupure, Visa

    lu, le = relire_acte(acte), date_fr(acte.le)
    compte = (("Compte", lu["iban"]),) if lu["iban"] else ()
    papier = RemiseService(
        emetteur=emetteur,
        numero=_numero(acte),
        faits=(("Du", le), ("Régie", lu["regie"]), *compte, ("Arrêté", f"n°\u00a0{acte.le.year}-{lu['arrete']:04d}")),
        constat=(
            f"Le {le}, {lu['sortant']}, régisseur sortant, a remis à {lu['entrant']}, régisseur entrant, la caisse, "
            f"les valeurs et les pièces de la régie «\u00a0{lu['regie']}\u00a0», comptées et reconnues ensemble comme "
            "suit."
        ),
        theorique_centimes=lu["theorique"],
        coupures=tuple(Coupure(valeur, n) for valeur, n in lu["comptage"] if n),
        valeurs=tuple((quoi, n, somme) for quoi, n, somme in lu["valeurs"]),
        numeros=tuple((quoi, numero) for quoi, numero in lu["numeros"]),
        motif=lu["motif"],
        stock=lu["stock"],
        observations=lu["observations"],
        gauche=Visa("Le régisseur sortant", lu["sortant"], le),
        droite=Visa("Le régisseur entrant", lu["entrant"], le),
        note=NOTE_REMISE,
        empreinte=acte.empreinte,
    )
    return f"remise_service_{papier.numero}.pdf", produire_remise_service(papier)
