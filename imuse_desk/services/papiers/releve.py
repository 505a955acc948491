"""The relevés of a selection, one a household, by name: a pupil's is that of his main household."""

from functools import partial

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.models import Foyer
from imuse_desk.printing.releve import composer_releve
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.emetteur import lire_emetteur
from imuse_desk.services.etablissement.faits_fusion import foyers_des_eleves
from imuse_desk.services.facturation.papiers_compte import lire_releve
from imuse_desk.services.papiers.demande import Demande, Feuillet, Lot, Sujet

NOM = "releves_de_compte.pdf"


def preparer_lot(ctx: Contexte, demande: Demande) -> Lot:
    """One paper a household; who was never billed nor paid anything is named apart.

    Raises RegleMetier(aucun_compte), Invalide.
    """
    feuillets, ecartes = [], []
    with ctx.lire() as session:
        ids = demande.ids
        if demande.sujet is Sujet.ELEVE:
            principaux = foyers_des_eleves(session, ids, ctx.aujourdhui())
            ids = tuple(principaux[ident] for ident in ids if ident in principaux)
        trouves = [session.get(Foyer, ident) for ident in dict.fromkeys(ids)]
        for foyer in sorted((f for f in trouves if f is not None), key=lambda f: (f.cle, f.numero)):
            nom, papier = lire_releve(session, ctx, foyer.id)
            if papier.blocs:
                feuillets.append(Feuillet(foyer.libelle, nom, partial(composer_releve, papier)))
            else:
                ecartes.append(f"{foyer.libelle}\u00a0: rien au compte")
        auteur = lire_emetteur(session, ctx.depot, ctx.site_id).nom
    if not feuillets:
        raise RegleMetier("aucun_compte")
    return Lot("Relevés de compte", NOM, auteur, tuple(feuillets), tuple(ecartes))
