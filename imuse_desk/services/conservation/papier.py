"""The list of destruction on paper, with the frames that the desk and the archives sign."""

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.roles import Permission
from imuse_desk.services.conservation.bordereaux import lire_elimination
from imuse_desk.services.contexte import Contexte, cas_d_usage

NOTE = (
    "Les fichiers portés sur ce bordereau ne sont détruits qu’après le visa du service d’archives. Les faits "
    "constatés, l’empreinte de chaque fichier, la date et l’auteur de la décision sont conservés."
)


@cas_d_usage(Permission.DETRUIRE)
def papier_elimination(ctx: Contexte, bordereau_id: int) -> tuple[str, bytes]:
    """The name of the file and its bytes. Raises Introuvable."""
    from imuse_desk.printing.bordereau_elimination import EliminationImprimee, LigneImprimee, produire_elimination
    from imuse_desk.printing.visas import Visa
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    vu, lignes = lire_elimination(ctx, bordereau_id)
    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
    papier = EliminationImprimee(
        emetteur=emetteur, numero=vu.numero, le=vu.cree_le,
        faits=(("Le", date_fr(vu.cree_le)), ("Établi par", vu.cree_par), ("Fichiers", str(vu.nombre))),
        lignes=tuple(
            LigneImprimee(
                x.libelle, x.annee, f"{date_fr(x.du)} – {date_fr(x.au)}" if x.du != x.au else date_fr(x.du),
                f"fin d’année + {x.jours} j", x.nombre, x.octets,
            )
            for x in lignes
        ),
        gauche=Visa("Le service versant", vu.cree_par),
        droite=Visa("Visa du service d’archives", vu.vise_par, date_fr(vu.vise_le) if vu.vise_le else ""),
        note=NOTE,
    )  # fmt: skip
    return f"bordereau_elimination_{vu.numero:03}.pdf", produire_elimination(papier)
