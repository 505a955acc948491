"""How each person likes each list: columns, widths, sort, grouping and filters, as last left or under a name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer, plier
from imuse_desk.models import ListeEnregistree
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage

NOM_MAX = 60
GARDEES_MAX = 100
"""Names that one person keeps for one list."""


@dataclass(frozen=True, slots=True)
class Disposition:
    """How a list is shown; what is empty is as the program has it. Widths are pixels at 100 %."""

    colonnes: tuple[str, ...] = ()
    largeurs: Mapping[str, int] = field(default_factory=dict)
    tri: str = ""
    est_croissant: bool = True
    groupe: str = ""
    texte: str = ""
    pastilles: tuple[str, ...] = ()

    def en_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "colonnes": list(self.colonnes), "largeurs": dict(self.largeurs), "tri": self.tri,
            "est_croissant": self.est_croissant, "groupe": self.groupe, "texte": self.texte,
            "pastilles": list(self.pastilles),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListesGardees:
    """A person's ways of showing one list: as last left (None: never touched), and those with a name, by name."""

    derniere: Disposition | None
    nommees: Mapping[str, Disposition]


def lire_disposition(contenu: Any) -> Disposition:
    """Read what was kept, by this version or another: what is not understood is left out."""
    brut = contenu if isinstance(contenu, dict) else {}
    largeurs = brut.get("largeurs")
    return Disposition(
        colonnes=_textes(brut.get("colonnes")),
        largeurs={
            cle: valeur
            for cle, valeur in (largeurs.items() if isinstance(largeurs, dict) else ())
            if isinstance(valeur, int) and 0 < valeur < 5_000
        },
        tri=_texte(brut.get("tri")),
        est_croissant=brut.get("est_croissant") is not False,
        groupe=_texte(brut.get("groupe")),
        texte=_texte(brut.get("texte")),
        pastilles=_textes(brut.get("pastilles")),
    )


def _texte(valeur: Any) -> str:
    return valeur if isinstance(valeur, str) else ""


def _textes(valeur: Any) -> tuple[str, ...]:
    return tuple(v for v in valeur if isinstance(v, str)) if isinstance(valeur, list) else ()


@cas_d_usage(Permission.SON_COMPTE)
def lire_listes(ctx: Contexte, liste: str) -> ListesGardees:
    """What the person keeps for a list."""
    requete = select(ListeEnregistree.nom, ListeEnregistree.contenu).where(
        ListeEnregistree.compte_id == ctx.compte_id, ListeEnregistree.liste == liste
    )
    with ctx.lire() as session:
        lues = {nom: lire_disposition(contenu) for nom, contenu in session.execute(requete)}
    derniere = lues.pop("", None)
    return ListesGardees(derniere, dict(sorted(lues.items(), key=lambda nommee: plier(nommee[0]))))


@cas_d_usage(Permission.SON_COMPTE)
def garder_derniere(ctx: Contexte, liste: str, disposition: Disposition) -> None:
    """Keep a list as it is left. A desk without an account keeps nothing."""

    def ecrire(unite: Unite) -> None:
        _poser(unite, ctx, liste, "", disposition)

    if ctx.compte_id is not None:
        ctx.ecrire("garder_liste", ecrire)


@cas_d_usage(Permission.SON_COMPTE)
def enregistrer_liste(ctx: Contexte, liste: str, nom: str, disposition: Disposition) -> str:
    """Keep a list under a name, in place of the one that had it; answers the name as kept.

    Raises Invalide on ``nom``: champ_obligatoire, texte_trop_long(longueur, maximum), listes_trop_nombreuses(maximum),
    liste_sans_compte.
    """

    def ecrire(unite: Unite) -> str:
        session = unite.session
        net = _nom_libre(session, ctx, liste, nom, garde=None)
        if _ligne(session, ctx, liste, net) is None:
            gardees = select(ListeEnregistree.id).where(*_siennes(ctx, liste), ListeEnregistree.nom != "")
            if len(session.execute(gardees).all()) >= GARDEES_MAX:
                raise Invalide("nom", "listes_trop_nombreuses", maximum=GARDEES_MAX)
        _poser(unite, ctx, liste, net, disposition)
        return net

    return ctx.ecrire("enregistrer_liste", ecrire).resultat


@cas_d_usage(Permission.SON_COMPTE)
def renommer_liste(ctx: Contexte, liste: str, ancien: str, nom: str) -> str:
    """Give a kept list another name; answers it. Raises Invalide on ``nom`` as above, or liste_homonyme(nom)."""

    def ecrire(unite: Unite) -> str:
        net = _nom_libre(unite.session, ctx, liste, nom, garde=ancien)
        ligne = _ligne(unite.session, ctx, liste, ancien)
        if ligne is not None:
            ligne.nom = net
        return net

    return ctx.ecrire("renommer_liste", ecrire).resultat


@cas_d_usage(Permission.SON_COMPTE)
def supprimer_liste(ctx: Contexte, liste: str, nom: str) -> None:
    """Forget a kept list; an empty name forgets how the list was last left."""

    def ecrire(unite: Unite) -> None:
        unite.session.execute(delete(ListeEnregistree).where(*_siennes(ctx, liste), ListeEnregistree.nom == nom))

    ctx.ecrire("supprimer_liste", ecrire)


def _siennes(ctx: Contexte, liste: str) -> tuple[Any, ...]:
    return ListeEnregistree.compte_id == ctx.compte_id, ListeEnregistree.liste == liste


def _ligne(session: Session, ctx: Contexte, liste: str, nom: str) -> ListeEnregistree | None:
    requete = select(ListeEnregistree).where(*_siennes(ctx, liste), ListeEnregistree.nom == nom)
    return session.execute(requete).scalar_one_or_none()


def _poser(unite: Unite, ctx: Contexte, liste: str, nom: str, disposition: Disposition) -> None:
    ligne = _ligne(unite.session, ctx, liste, nom)
    if ligne is None:
        ligne = ListeEnregistree(compte_id=ctx.compte_id, liste=liste, nom=nom)
        unite.session.add(ligne)
    ligne.contenu, ligne.a = disposition.en_json(), unite.maintenant


def _nom_libre(session: Session, ctx: Contexte, liste: str, nom: str, *, garde: str | None) -> str:
    """The name cleaned; on renaming (``garde``), refused where another list has it already."""
    net = nettoyer(nom)
    if ctx.compte_id is None:
        raise Invalide("nom", "liste_sans_compte")
    if not net:
        raise Invalide("nom", "champ_obligatoire")
    if len(net) > NOM_MAX:
        raise Invalide("nom", "texte_trop_long", longueur=len(net), maximum=NOM_MAX)
    if garde is not None and net != garde and _ligne(session, ctx, liste, net) is not None:
        raise Invalide("nom", "liste_homonyme", nom=net)
    return net
