"""The *Fiches de réinscription à signer* of many families in one PDF: a teacher hands his own out in class."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import Dossier, DossierEleve, Foyer
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.listes_typees import PEU
from imuse_desk.services.lectures.suivi_campagne import campagne_suivie, valeurs_suivi
from imuse_desk.services.reinscription.charge import charger

if TYPE_CHECKING:
    from imuse_desk.printing.fiche_reinscription import FicheReinscription

SANS_ENSEIGNANT = "Sans enseignant"


@dataclass(frozen=True, slots=True)
class FicheASigner:
    """A family's form, under its first teacher."""

    dossier_id: int
    famille: str
    enseignant: str


@cas_d_usage(Permission.CONSULTER)
def lister_fiches_a_signer(ctx: Contexte, eleve_ids: Sequence[int]) -> tuple[FicheASigner, ...]:
    """The forms of these pupils' families, by teacher then by family; each family once, under its first teacher."""
    enseignants = valeurs_suivi(ctx, eleve_ids, ["enseignant"])["enseignant"]
    voulus = set(eleve_ids)
    with ctx.lire() as session:
        campagne_id, _ = campagne_suivie(session, ctx.site_id)
        requete = (
            select(Dossier.id, Foyer.libelle, Foyer.cle, DossierEleve.eleve_id)
            .select_from(DossierEleve)
            .join(Dossier, Dossier.id == DossierEleve.dossier_id)
            .join(Foyer, Foyer.id == Dossier.foyer_id)
            .where(DossierEleve.campagne_id == campagne_id)
        )
        if len(eleve_ids) <= PEU:
            requete = requete.where(DossierEleve.eleve_id.in_(eleve_ids))
        lignes = [ligne for ligne in session.execute(requete) if ligne.eleve_id in voulus]
    premiers: dict[int, tuple[tuple[bool, str, str, int], FicheASigner]] = {}
    for ligne in lignes:
        nom = str(enseignants.get(ligne.eleve_id) or "").partition(", ")[0]
        rang = (not nom, plier(nom), ligne.cle, ligne.id)
        if ligne.id not in premiers or rang < premiers[ligne.id][0]:
            premiers[ligne.id] = (rang, FicheASigner(ligne.id, ligne.libelle, nom or SANS_ENSEIGNANT))
    return tuple(fiche for _, fiche in sorted(premiers.values(), key=lambda rangee: rangee[0]))


@cas_d_usage(Permission.CONSULTER)
def imprimer_fiches_a_signer(
    ctx: Contexte, fiches: Sequence[FicheASigner], avancer: Callable[[int, int], None] | None = None
) -> bytes:
    """One PDF of the forms, in the order given, each numbered from page 1; ``avancer`` may stop the work by raising.

    Raises RegleMetier(sans_destinataire | lettre_non_imprimable: famille, caractere).
    """
    from imuse_desk.printing.fiche_reinscription import produire_fiches
    from imuse_desk.printing.polices import preparer
    from imuse_desk.services.etablissement.emetteur import lire_emetteur
    from imuse_desk.services.reinscription.papier_fiche import composer_fiche

    if not fiches:
        raise RegleMetier("sans_destinataire")
    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
    maintenant, jour = ctx.maintenant(), ctx.aujourdhui()

    def papiers() -> "Iterator[FicheReinscription]":
        for rang, fiche in enumerate(fiches):
            if avancer is not None:
                avancer(rang, len(fiches))
            with ctx.lire() as session:
                charge = charger(session, fiche.dossier_id, jour)
            try:
                yield preparer(composer_fiche(charge, emetteur, maintenant))
            except Invalide as erreur:
                raise RegleMetier(
                    "lettre_non_imprimable", famille=fiche.famille, caractere=erreur.params["caractere"],
                    point_code=erreur.params["point_code"],
                ) from erreur  # fmt: skip

    return produire_fiches(papiers(), auteur=emetteur.nom)
