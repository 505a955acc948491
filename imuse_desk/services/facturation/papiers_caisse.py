"""The papers of the till: the library that draws them is loaded only when one is made."""

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.pieces import GenreActe
from imuse_desk.domain.roles import Permission
from imuse_desk.models import ActeRegie
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.actes import relire_acte
from imuse_desk.services.facturation.caisse import COMPTES_DE_CAISSE
from imuse_desk.services.facturation.numerotation import regie_de


@cas_d_usage(Permission.ENCAISSER)
def papier_arrete(ctx: Contexte, acte_id: int) -> tuple[str, bytes]:
    """The paper of a count of the till, made of its sealed text: the name of its file, and its bytes.

    Raises Introuvable, or Invalide where a name holds a character the faces lack.
    """
    from imuse_desk.printing.arrete_caisse import ArreteCaisse, LigneCaisse, produire_arrete
    from imuse_desk.printing.visas import Coupure, Visa
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        acte = session.get(ActeRegie, acte_id)
        if acte is None or acte.regie_id != regie.id or acte.genre not in COMPTES_DE_CAISSE:
            raise Introuvable("arrete", acte_id)
        lu, quoi = relire_acte(acte), "Ouverture" if acte.genre == GenreActe.OUVERTURE else "Arrêté"
        papier = ArreteCaisse(
            emetteur=lire_emetteur(session, ctx.depot, ctx.site_id),
            numero=f"{acte.le.year}-{acte.rang:04d}",
            faits=(("Du", date_fr(acte.le)), ("Régie", regie.nom), ("Comptage", quoi), ("Régisseur", acte.agent)),
            mouvements=tuple(LigneCaisse(*ligne) for ligne in lu["mouvements"]),
            coupures=tuple(Coupure(valeur, n) for valeur, n in lu["comptage"] if n),
            modes=tuple(LigneCaisse(*ligne) for ligne in lu["modes"]),
            motif=lu["motif"],
            gauche=Visa("Le régisseur", acte.agent, date_fr(acte.le)),
            empreinte=acte.empreinte,
        )
    return f"{acte.genre}_caisse_{papier.numero}.pdf", produire_arrete(papier)
