"""The house and its sites as papers show them: names, addresses, who signs; undoable the same day."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.siret import lire_siret
from imuse_desk.infra.saisie.codes_postaux import lire_code_postal
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.infra.saisie.telephones import lire_telephone
from imuse_desk.models import Etablissement, Site
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur

LIGNES_ADRESSE = 2  # what the head of a paper has room for


@dataclass(frozen=True, slots=True)
class SaisieSite:
    """A site as typed or shown; ``adresse`` holds at most two lines."""

    nom: str = ""
    adresse: str = ""
    cp: str = ""
    ville: str = ""
    telephone: str = ""
    email: str = ""
    signataire: str = ""
    qualite_signataire: str = ""


@dataclass(frozen=True, slots=True)
class SaisieMaison:
    """The network or single house as typed or shown."""

    nom: str = ""
    sous_titre: str = ""
    siret: str = ""


@dataclass(frozen=True, slots=True)
class SiteVu:
    """A site with its version, the hashes of its images (empty: none) and whether the person may change it."""

    id: int
    version: int
    code: str
    saisie: SaisieSite
    logo_sha256: str
    signature_sha256: str
    est_modifiable: bool


@dataclass(frozen=True, slots=True)
class EtablissementVu:
    """The house and its living sites, in their order."""

    version: int
    saisie: SaisieMaison
    sites: tuple[SiteVu, ...]


@dataclass(frozen=True, slots=True)
class EnregistrerSite:
    """A site as typed over the version read."""

    site_id: int
    version: int
    saisie: SaisieSite
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class EnregistrerMaison:
    """The house as typed over the version read."""

    version: int
    saisie: SaisieMaison
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def lire_etablissement(ctx: Contexte) -> EtablissementVu:
    """The house and all its sites."""
    with ctx.lire() as session:
        maison = session.execute(select(Etablissement)).scalars().one()
        sites = session.execute(select(Site).where(Site.archive_a.is_(None)).order_by(Site.ordre, Site.id)).scalars()
        return EtablissementVu(
            maison.version,
            SaisieMaison(**{c: getattr(maison, c) for c in SaisieMaison.__slots__}),
            tuple(_vu(ctx, site) for site in sites),
        )


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_site(ctx: Contexte, commande: EnregistrerSite) -> Fait[int]:
    """Record a site's names, address and signatory; an unchanged one writes nothing. Undoable the same day.

    Raises FormulaireInvalide, Invalide(nom, deja_utilise), Introuvable, Conflit, RegleMetier(autre_site).
    """
    ctx.exiger_sur(commande.site_id, Permission.MODIFIER_TARIF)
    net = _lire_site(ctx, commande.saisie)

    def ecrire(unite: Unite) -> int:
        site = prendre_site(unite, commande.site_id)
        autre = select(Site.id).where(Site.nom == net["nom"], Site.id != site.id)
        if unite.session.execute(autre).first() is not None:
            raise Invalide("nom", "deja_utilise")
        _appliquer(ctx, unite, "site", site, commande.version, net)
        return commande.site_id

    return ctx.ecrire("enregistrer_site", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_maison(ctx: Contexte, commande: EnregistrerMaison) -> Fait[int]:
    """Record the names and the SIRET of the house; undoable the same day. Raises FormulaireInvalide, Conflit."""
    lecteur = Lecteur(ctx.aujourdhui())
    saisie = commande.saisie
    net = {
        "nom": lecteur.texte("nom", saisie.nom, 120, obligatoire=True),
        "sous_titre": lecteur.texte("sous_titre", saisie.sous_titre, 120),
        "siret": lecteur.lu(lambda: (lire_siret(saisie.siret), None), ""),
    }
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        maison = unite.session.execute(select(Etablissement)).scalars().one()
        _appliquer(ctx, unite, "etablissement", maison, commande.version, net)
        return maison.id

    return ctx.ecrire("enregistrer_maison", ecrire, commande.operation_id)


@inverse(Permission.MODIFIER_TARIF)
def remettre_coordonnees(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of a change of a site or of the house, field by field, unless one was written again since."""
    modele = Site if arguments["genre"] == "site" else Etablissement
    objet: Any = unite.session.get_one(modele, arguments["ident"])
    if isinstance(objet, Site):
        ctx.exiger_sur(objet.id, Permission.MODIFIER_TARIF)
    if any(getattr(objet, colonne) != ecrit for colonne, ecrit in arguments["apres"].items()):
        raise RegleMetier("modifie_depuis")
    for colonne, ancien in arguments["avant"].items():
        setattr(objet, colonne, ancien)
    unite.touche(arguments["genre"], objet.id)


def prendre_site(unite: Unite, site_id: int) -> Site:
    """A site to be changed; raises Introuvable."""
    site = unite.session.get(Site, site_id)
    if site is None or site.archive_a is not None:
        raise Introuvable("site", site_id)
    return site


def changer(unite: Unite, ctx: Contexte, genre: str, objet: Any, libelle: str, nouveau: Mapping[str, Any]) -> None:
    """Write the columns that differ on a site or on the house, and keep what undoes it."""
    ecarts = {c: (getattr(objet, c), v) for c, v in nouveau.items() if v != getattr(objet, c)}
    if not ecarts:
        return
    for colonne, (_ancien, valeur) in ecarts.items():
        setattr(objet, colonne, valeur)
    rendre_annulable(
        ctx, unite, libelle, remettre_coordonnees, genre=genre, ident=objet.id,
        avant={c: ancien for c, (ancien, _) in ecarts.items()}, apres={c: v for c, (_, v) in ecarts.items()},
    )  # fmt: skip
    unite.touche(genre, objet.id)


def _appliquer(ctx: Contexte, unite: Unite, genre: str, objet: Any, version: int, net: Mapping[str, Any]) -> None:
    if objet.version != version:
        ecarts = {c: (v, getattr(objet, c)) for c, v in net.items() if v != getattr(objet, c)}
        raise Conflit(ecarts, auteur=objet.modifie_par or "", version=objet.version)
    changer(unite, ctx, genre, objet, "Coordonnées modifiées", net)


def _vu(ctx: Contexte, site: Site) -> SiteVu:
    return SiteVu(
        site.id, site.version, site.code, SaisieSite(**{c: getattr(site, c) for c in SaisieSite.__slots__}),
        site.logo_sha256, site.signature_sha256, Permission.MODIFIER_TARIF in ctx.permissions_sur(site.id),
    )  # fmt: skip


def _lire_site(ctx: Contexte, saisie: SaisieSite) -> dict[str, str]:
    lecteur = Lecteur(ctx.aujourdhui())
    net = {
        "nom": lecteur.texte("nom", saisie.nom, 120, obligatoire=True),
        "adresse": lecteur.texte("adresse", saisie.adresse, 240, bloc=True),
        "cp": lecteur.lu(partial(lire_code_postal, saisie.cp), ""),
        "ville": lecteur.texte("ville", saisie.ville, 80),
        "telephone": lecteur.lu(partial(lire_telephone, saisie.telephone), "")[:30],
        "email": lecteur.lu(partial(lire_courriel, saisie.email), ""),
        "signataire": lecteur.texte("signataire", saisie.signataire, 120),
        "qualite_signataire": lecteur.texte("qualite_signataire", saisie.qualite_signataire, 120),
    }
    if net["adresse"].count("\n") >= LIGNES_ADRESSE:
        lecteur.refuser("adresse", "trop_de_lignes", maximum=LIGNES_ADRESSE)
    lecteur.conclure()
    return net
