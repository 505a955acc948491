"""The paper of a rental contract, to sign; the library of the papers is loaded only when one is made."""

from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.locations import Designation, EtatGarantie, EtatInstrument
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, ContratLocation, Eleve, Foyer, Personne
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.emetteur import lire_emetteur, lire_signature


@cas_d_usage(Permission.CONSULTER)
def imprimer_contrat(ctx: Contexte, contrat_id: int) -> tuple[str, bytes]:
    """The name of the file and the PDF of a contract, as it was signed; raises Introuvable, RegleMetier(autre_site)."""
    from imuse_desk.printing.contrat_location import ContratImprime, produire_contrat

    requete = (
        select(ContratLocation, Foyer, Personne, Annee.libelle)
        .join(Foyer, Foyer.id == ContratLocation.foyer_id)
        .join(Eleve, Eleve.id == ContratLocation.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .join(Annee, Annee.id == ContratLocation.annee_id)
        .where(ContratLocation.id == contrat_id)
    )
    with ctx.lire() as session:
        lu = session.execute(requete).first()
        if lu is None:
            raise Introuvable("contrat_location", contrat_id)
        contrat, foyer, eleve, annee = lu
        if contrat.site_id != ctx.site_id:
            raise RegleMetier("autre_site")
        instrument = Designation(**contrat.instrument_signe)
        papier = ContratImprime(
            emetteur=lire_emetteur(session, ctx.depot, ctx.site_id), annee=annee, numero=contrat.id,
            foyer=foyer.libelle, eleve=f"{eleve.prenom} {eleve.nom}".strip(),
            instrument=instrument.nom, inventaire=instrument.inventaire,
            marque=instrument.marque, serie=instrument.serie, etat=EtatInstrument(instrument.etat).libelle,
            valeur_centimes=instrument.valeur_centimes, du_le=contrat.du_le, au_le=contrat.au_le,
            prix_centimes=contrat.prix_centimes, regle_prix=contrat.regle_prix,
            garantie_centimes=contrat.garantie_centimes, garantie=EtatGarantie(contrat.garantie_etat).libelle,
            assurance_jusqu_au=contrat.assurance_jusqu_au, fait_le=contrat.signe_le,
            signataire=lire_signature(session, ctx.depot, ctx.site_id).nom,
        )  # fmt: skip
    return f"contrat_location_{contrat_id}.pdf", produire_contrat(papier)
