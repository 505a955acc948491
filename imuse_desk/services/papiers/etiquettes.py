"""Address labels of a selection: one a household, in the order of the list."""

from functools import partial

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.etiquettes import PLANCHES, composer_etiquettes
from imuse_desk.printing.polices import preparer
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.emetteur import lire_emetteur
from imuse_desk.services.etablissement.faits_fusion import foyers_des_eleves, reunir_faits
from imuse_desk.services.etablissement.fusion import adresse_de
from imuse_desk.services.papiers.demande import Demande, Feuillet, Lot, Sujet


def preparer_lot(ctx: Contexte, demande: Demande) -> Lot:
    """The sheets, as one paper; a household without a whole address is named apart.

    Raises RegleMetier: aucune_adresse, papier_non_imprimable; Invalide(premiere: entier_hors_bornes).
    """
    planche = PLANCHES[demande.planche]
    if not 1 <= demande.premiere <= planche.nombre:
        raise Invalide("premiere", "entier_hors_bornes", minimum=1, maximum=planche.nombre)
    with ctx.lire() as session:
        ids = demande.ids
        if demande.sujet is Sujet.ELEVE:
            principaux = foyers_des_eleves(session, ids, ctx.aujourdhui())
            ids = tuple(principaux[ident] for ident in ids if ident in principaux)
        foyers = tuple(dict.fromkeys(ids))
        faits = reunir_faits(session, ctx, foyers)
        auteur = lire_emetteur(session, ctx.depot, ctx.site_id).nom
    adresses, ecartes = [], []
    for foyer in (faits.foyers[ident] for ident in foyers if ident in faits.foyers):
        ou = adresse_de(foyer) if foyer.membres else None
        if ou is None or not ou.est_complete:
            ecartes.append(f"{foyer.libelle}\u00a0: adresse incomplète")
            continue
        try:
            adresses.append(preparer(AdressePostale(ou.noms, ou.complement, ou.voie, ou.ville, ou.pays)))
        except Invalide as erreur:
            caractere, code = erreur.params["caractere"], erreur.params["point_code"]
            raise RegleMetier(
                "papier_non_imprimable", qui=foyer.libelle, caractere=caractere, point_code=code
            ) from erreur
    if not adresses:
        raise RegleMetier("aucune_adresse")
    feuillet = Feuillet(
        "Étiquettes", "etiquettes.pdf", partial(composer_etiquettes, adresses, planche, demande.premiere)
    )
    return Lot("Étiquettes", "etiquettes.pdf", auteur, (feuillet,), tuple(ecartes))
