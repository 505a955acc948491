"""The paper of a request for a refund: the library that draws it is loaded only when one is made."""

from datetime import date

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.pieces import GenreActe
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.iban import grouper_iban
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.actes import prendre_acte, relire_acte
from imuse_desk.services.facturation.numerotation import regie_de
from imuse_desk.services.facturation.remboursements import numero_demande

NOTE = (
    "Le montant a quitté le compte de la famille le jour de la demande. La régie ne rend pas cet argent "
    "elle-même\u00a0: l’ordonnateur en fait le virement."
)


@cas_d_usage(Permission.ENCAISSER)
def papier_remboursement(ctx: Contexte, acte_id: int) -> tuple[str, bytes]:
    """The paper of a request, made of its sealed text: the name of its file, and its bytes.

    Raises Introuvable, or Invalide where a name holds a character the faces lack.
    """
    from imuse_desk.printing.demande_remboursement import DemandeImprimee, OrigineCredit, produire_demande
    from imuse_desk.printing.visas import Visa
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    with ctx.lire() as session:
        acte = prendre_acte(session, regie_de(session, ctx.site_id).id, GenreActe.DEMANDE, acte_id)
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
    lu, le = relire_acte(acte), date_fr(acte.le)
    papier = DemandeImprimee(
        emetteur=emetteur,
        numero=numero_demande(acte),
        faits=(("Du", le), ("Régie", lu["regie"]), ("Dossier", lu["dossier"]), ("Famille", lu["famille"])),
        montant_centimes=acte.montant_centimes,
        virement=(("Titulaire", lu["titulaire"]), ("IBAN", grouper_iban(lu["iban"]))),
        motif=lu["motif"],
        origines=tuple(OrigineCredit(piece, date.fromisoformat(j), quoi, n) for piece, j, quoi, n in lu["sources"]),
        gauche=Visa("Le régisseur", acte.agent, le),
        note=NOTE,
        empreinte=acte.empreinte,
    )
    return f"demande_remboursement_{papier.numero}.pdf", produire_demande(papier)
