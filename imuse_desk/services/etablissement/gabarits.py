"""Letter and e-mail templates: a site's own, or the network's for every site; checked whole before they are kept."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.champs_fusion import CLES, champs_propres
from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.gabarits import verifier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.saisie.grilles import lire_yaml
from imuse_desk.models import Gabarit, Site
from imuse_desk.models.bureau import CANAUX
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.fusion import TexteModele
from imuse_desk.services.saisie import Lecteur

LONGUEUR_NOM = 80
LONGUEUR_SUJET = 200
LONGUEUR_CORPS = 200_000
"""Some sixty pages."""


@dataclass(frozen=True, slots=True)
class GabaritVu:
    """A template; ``site_id`` None and ``site`` empty for the network's. ``code`` names what the program sends."""

    id: int
    version: int
    site_id: int | None
    site: str
    code: str
    canal: str
    nom: str
    sujet: str
    corps: str
    est_archive: bool


@dataclass(frozen=True, slots=True)
class EnregistrerGabarit:
    """A template as typed over the version read; without ``ident`` it is a new one, of the site or of the network."""

    canal: str
    nom: str
    sujet: str
    corps: str
    est_du_reseau: bool = False
    code: str = ""
    ident: int | None = None
    version: int = 0
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def lister_gabarits(ctx: Contexte, canal: str = "", *, avec_archives: bool = False) -> tuple[GabaritVu, ...]:
    """The templates that the site consulted may use, by channel and name: its own before the network's."""
    requete = (
        select(Gabarit, Site.nom)
        .outerjoin(Site, Site.id == Gabarit.site_id)
        .where(or_(Gabarit.site_id.is_(None), Gabarit.site_id == ctx.site_id))
    )
    if canal:
        requete = requete.where(Gabarit.canal == canal)
    if not avec_archives:
        requete = requete.where(Gabarit.archive_a.is_(None))
    with ctx.lire() as session:
        lignes = session.execute(requete).all()
    vus = [_vu(gabarit, site or "") for gabarit, site in lignes]
    return tuple(sorted(vus, key=lambda g: (g.est_archive, CANAUX.index(g.canal), g.nom.casefold(), g.site_id is None)))


@cas_d_usage(Permission.CONSULTER)
def lire_gabarit(ctx: Contexte, gabarit_id: int) -> GabaritVu:
    """One template; raises Introuvable."""
    with ctx.lire() as session:
        gabarit = session.get(Gabarit, gabarit_id)
        if gabarit is None:
            raise Introuvable("gabarit", gabarit_id)
        site = session.get(Site, gabarit.site_id) if gabarit.site_id is not None else None
        return _vu(gabarit, site.nom if site else "")


@cas_d_usage(Permission.CONSULTER)
def gabarit_de(ctx: Contexte, code: str, canal: str) -> GabaritVu | None:
    """The template that holds here for a use (``rappel_sans_reponse``…): the site's own, else the network's."""
    memes = [g for g in lister_gabarits(ctx, canal) if g.code == code]
    return min(memes, key=lambda g: g.site_id is None, default=None)


def texte_en_vigueur(session: Session, site_id: int, code: str, canal: str) -> TexteModele:
    """What the program writes by itself for a use: the site's own words, else the network's, else those delivered."""
    ecrit = session.execute(
        select(Gabarit.sujet, Gabarit.corps)
        .where(
            Gabarit.code == code, Gabarit.canal == canal, Gabarit.archive_a.is_(None),
            or_(Gabarit.site_id.is_(None), Gabarit.site_id == site_id),
        )
        .order_by(Gabarit.site_id.is_(None), Gabarit.id)
        .limit(1)
    ).first()  # fmt: skip
    if ecrit is not None:
        return TexteModele(ecrit.sujet, ecrit.corps)
    livre = next(g for g in gabarits_livres() if (g["code"], g["canal"]) == (code, canal))
    return TexteModele(livre["sujet"], livre["corps"])


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_gabarit(ctx: Contexte, commande: EnregistrerGabarit) -> Fait[int]:
    """Record a template; its id is the result. Undoable the same day. An unchanged one writes nothing.

    Raises FormulaireInvalide (nom, sujet, corps: accolade_seule | champ_fusion_inconnu, with line and column),
    Invalide(nom, deja_utilise), Introuvable, Conflit.
    """
    if commande.canal not in CANAUX:
        raise Introuvable("canal", commande.canal)
    code = commande.code if commande.ident is None else lire_gabarit(ctx, commande.ident).code
    net = _lire(ctx, commande, CLES.union(champ.cle for champ in champs_propres(code)))

    def ecrire(unite: Unite) -> int:
        session = unite.session
        if commande.ident is None:
            site_id = None if commande.est_du_reseau else ctx.site_id
            _exiger_unique(session, site_id, commande.canal, net["nom"], 0)
            gabarit = Gabarit(site_id=site_id, canal=commande.canal, code=commande.code[:30], **net)
            session.add(gabarit)
            session.flush()
            rendre_annulable(ctx, unite, "Modèle créé", ranger_le_gabarit, ident=gabarit.id, est_reprise=False)
            unite.touche("gabarit", gabarit.id)
            return gabarit.id
        gabarit = _prendre(ctx, session, commande.ident)
        ecarts = {c: (v, getattr(gabarit, c)) for c, v in net.items() if v != getattr(gabarit, c)}
        if gabarit.version != commande.version:
            raise Conflit(ecarts, auteur=gabarit.modifie_par or "", version=gabarit.version)
        if ecarts:
            _exiger_unique(session, gabarit.site_id, gabarit.canal, net["nom"], gabarit.id)
            _ecrire(ctx, unite, gabarit, {c: v for c, (v, _) in ecarts.items()})
        return gabarit.id

    return ctx.ecrire("enregistrer_gabarit", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def ranger_gabarit(
    ctx: Contexte, gabarit_id: int, *, est_reprise: bool = False, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Put a template aside, or take it back; undoable the same day. Raises Introuvable, Invalide(deja_utilise)."""

    def ecrire(unite: Unite) -> int:
        _ranger(ctx, unite, gabarit_id, est_reprise=est_reprise)
        libelle = "Modèle repris" if est_reprise else "Modèle archivé"
        rendre_annulable(ctx, unite, libelle, ranger_le_gabarit, ident=gabarit_id, est_reprise=not est_reprise)
        return gabarit_id

    return ctx.ecrire("ranger_gabarit", ecrire, operation_id)


@inverse(Permission.MODIFIER_TARIF)
def ranger_le_gabarit(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of a template created, put aside or taken back."""
    _ranger(ctx, unite, arguments["ident"], est_reprise=arguments["est_reprise"])


@inverse(Permission.MODIFIER_TARIF)
def remettre_texte(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of a text changed, unless it was changed again since."""
    gabarit = _prendre(ctx, unite.session, arguments["ident"])
    if any(getattr(gabarit, colonne) != ecrit for colonne, ecrit in arguments["apres"].items()):
        raise RegleMetier("modifie_depuis")
    for colonne, ancien in arguments["avant"].items():
        setattr(gabarit, colonne, ancien)
    unite.touche("gabarit", gabarit.id)


@cache
def gabarits_livres() -> tuple[dict[str, str], ...]:
    """The templates that a new house is given, as columns of ``Gabarit`` without a site."""
    texte = (files("imuse_desk.resources") / "gabarits.yaml").read_text(encoding="utf-8")
    lus: Any = lire_yaml(texte, "gabarits.yaml")
    return tuple({**gabarit, "corps": gabarit["corps"].strip()} for gabarit in lus)


def _lire(ctx: Contexte, commande: EnregistrerGabarit, cles: frozenset[str]) -> dict[str, str]:
    lecteur = Lecteur(ctx.aujourdhui())
    net = {
        "nom": lecteur.texte("nom", commande.nom, LONGUEUR_NOM, obligatoire=True),
        "sujet": lecteur.texte("sujet", commande.sujet, LONGUEUR_SUJET, obligatoire=True),
        "corps": lecteur.texte("corps", commande.corps, LONGUEUR_CORPS, obligatoire=True, bloc=True),
    }
    for champ in ("sujet", "corps"):
        try:
            verifier(net[champ], cles, champ=champ)
        except Invalide as erreur:
            lecteur.erreurs.append(erreur)
    lecteur.conclure()
    return net


def _ecrire(ctx: Contexte, unite: Unite, gabarit: Gabarit, nouveau: Mapping[str, str]) -> None:
    avant = {c: getattr(gabarit, c) for c in nouveau}
    for colonne, valeur in nouveau.items():
        setattr(gabarit, colonne, valeur)
    rendre_annulable(
        ctx, unite, "Modèle modifié", remettre_texte, ident=gabarit.id, avant=avant, apres=dict(nouveau)
    )  # fmt: skip
    unite.touche("gabarit", gabarit.id)


def _ranger(ctx: Contexte, unite: Unite, gabarit_id: int, *, est_reprise: bool) -> None:
    gabarit = _prendre(ctx, unite.session, gabarit_id)
    gabarit.archive_a = None if est_reprise else unite.maintenant
    unite.touche("gabarit", gabarit.id)


def _prendre(ctx: Contexte, session: Session, ident: int) -> Gabarit:
    gabarit = session.get(Gabarit, ident)
    if gabarit is None or gabarit.site_id not in {None, ctx.site_id}:
        raise Introuvable("gabarit", ident)
    return gabarit


def _exiger_unique(session: Session, site_id: int | None, canal: str, nom: str, sauf: int) -> None:
    """The base does not see two networks' templates of one name: a null site is no key."""
    meme = select(Gabarit.archive_a).where(
        Gabarit.site_id.is_(None) if site_id is None else Gabarit.site_id == site_id,
        Gabarit.canal == canal, Gabarit.nom == nom, Gabarit.id != sauf,
    )  # fmt: skip
    autre = session.execute(meme).first()
    if autre is not None:
        raise Invalide("nom", "deja_utilise" if autre[0] is None else "deja_utilise_archive")


def _vu(gabarit: Gabarit, site: str) -> GabaritVu:
    return GabaritVu(
        gabarit.id, gabarit.version, gabarit.site_id, site, gabarit.code, gabarit.canal, gabarit.nom, gabarit.sujet,
        gabarit.corps, gabarit.archive_a is not None,
    )  # fmt: skip
