"""A list as a paper: what the printing needs of the house, the site and the year."""

from collections.abc import Sequence

from sqlalchemy import select

from imuse_desk.domain.argent import INSECABLE
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.feuille import Feuille, Nature, Section, Valeur, ecrire_somme, ecrire_valeur
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Site
from imuse_desk.services.contexte import Contexte, cas_d_usage

RANGEES_IMPRIMEES_MAX = 5_000
"""About a hundred pages: beyond, a file serves better."""


@cas_d_usage(Permission.SON_COMPTE)
def imprimer_liste(ctx: Contexte, feuille: Feuille) -> bytes:
    """The PDF of a list. Raises RegleMetier(liste_trop_longue, rangees, maximum), Invalide on a sign not printable."""
    from imuse_desk.printing.liste import ColonneListe, PapierListe, SectionListe, produire_liste
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    if feuille.nombre > RANGEES_IMPRIMEES_MAX:
        raise RegleMetier("liste_trop_longue", rangees=feuille.nombre, maximum=RANGEES_IMPRIMEES_MAX)
    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
        site = session.execute(select(Site.nom).where(Site.id == ctx.site_id)).scalar_one()
        annee = session.execute(select(Annee.libelle).where(Annee.id == ctx.annee_id)).scalar_one()
    faits = [("Site", f"{site}, {annee}")]
    if feuille.filtres:
        faits.append(("Filtres" if len(feuille.filtres) > 1 else "Filtre", ", ".join(feuille.filtres)))
    natures = [colonne.nature for colonne in feuille.colonnes]
    totaux = _sommes(feuille, [rangee for section in feuille.sections for rangee in section.rangees])
    if totaux:
        faits.append(("Total", totaux))
    papier = PapierListe(
        emetteur,
        feuille.titre,
        feuille.compter(feuille.nombre),
        tuple(ColonneListe(c.titre, c.largeur, c.nature in (Nature.MONTANT, Nature.NOMBRE)) for c in feuille.colonnes),
        tuple(
            SectionListe(
                section.libelle,
                _precision(feuille, section),
                tuple(tuple(map(ecrire_valeur, rangee, natures)) for rangee in section.rangees),
            )
            for section in feuille.sections
        ),
        tuple(faits),
        ctx.maintenant(),
    )
    return produire_liste(papier)


def _sommes(feuille: Feuille, rangees: Sequence[Sequence[Valeur]]) -> str:
    """``Solde\u00a0: 1 234,50 €, Enfants\u00a0: 23``: empty where no column is summed."""
    colonnes = {colonne.cle: colonne for colonne in feuille.colonnes}
    return ", ".join(
        f"{colonnes[cle].nom}{INSECABLE}: {ecrire_somme(somme, colonnes[cle].nature)}"
        for cle, somme in feuille.sommes(rangees).items()
    )


def _precision(feuille: Feuille, section: Section) -> str:
    if not section.libelle:
        return ""
    return " · ".join(
        mots for mots in (feuille.compter(len(section.rangees)), _sommes(feuille, section.rangees)) if mots
    )
