"""Who pays for a family: the organisations known, how one is recorded, and whom a payment names as its payer.

A payment keeps the name of its payer as it was that day; ``payeur_id`` follows an organisation, or another household,
whatever its name becomes. Nothing of a household's income is read here.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide
from imuse_desk.domain.payeurs import ORGANISMES, GenrePayeur
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.siret import lire_siret
from imuse_desk.domain.textes import chiffres, plier
from imuse_desk.infra.saisie.codes_postaux import lire_code_postal
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.models import Annee, Foyer, Imputation, Payeur, Reglement
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.saisie import Lecteur

NOM_MAX = 160
"""What a payment keeps of a name."""


@dataclass(frozen=True, slots=True)
class SaisieOrganisme:
    """An organisation as typed or shown."""

    nom: str = ""
    genre: GenrePayeur | None = None
    siret: str = ""
    email: str = ""
    complement: str = ""
    voie: str = ""
    cp: str = ""
    ville: str = ""


@dataclass(frozen=True, slots=True)
class OrganismeVu:
    """An organisation of the directory; ``annees`` are those it paid something for at the site, the newest first.

    ``regle_centimes`` is what it paid for the year consulted, what was undone taken off.
    """

    payeur_id: int
    version: int
    saisie: SaisieOrganisme
    regle_centimes: int
    annees: tuple[tuple[int, str], ...]
    est_archive: bool


@dataclass(frozen=True, slots=True)
class PayeurNomme:
    """Whom a payment names: the row it follows where there is one, the name that the receipt bears, a SIRET."""

    payeur_id: int | None
    nom: str
    siret: str = ""


@cas_d_usage(Permission.CONSULTER)
def lister_organismes(ctx: Contexte) -> tuple[OrganismeVu, ...]:
    """Every organisation by name, those put aside last."""
    with ctx.lire() as session:
        nets = _nets(session, ctx.site_id)
        libelles = {annee.id: annee.libelle for annee in session.scalars(select(Annee).order_by(Annee.debut_le.desc()))}
        organismes = session.scalars(select(Payeur).where(Payeur.cle != "")).all()
    return tuple(
        OrganismeVu(
            o.id, o.version, _saisie(o), nets[o.id].get(ctx.annee_id, 0),
            tuple((ident, libelle) for ident, libelle in libelles.items() if nets[o.id].get(ident, 0) > 0),
            o.archive_a is not None,
        )
        for o in sorted(organismes, key=lambda o: (o.archive_a is not None, o.cle))
    )  # fmt: skip


def _nets(session: Session, site_id: int) -> dict[int, dict[int, int]]:
    """What each payer paid at a site, by school year."""
    requete = (
        select(Reglement.payeur_id, Imputation.annee_id, func.sum(Imputation.montant_centimes).label("net"))
        .join(Imputation, Imputation.reglement_id == Reglement.id)
        .where(Reglement.payeur_id.is_not(None), Reglement.site_id == site_id)
        .group_by(Reglement.payeur_id, Imputation.annee_id)
    )
    nets: dict[int, dict[int, int]] = defaultdict(dict)
    for x in session.execute(requete):
        nets[x.payeur_id][x.annee_id] = int(x.net)
    return nets


def _saisie(o: Payeur) -> SaisieOrganisme:
    return SaisieOrganisme(
        o.organisme, GenrePayeur(o.genre), lire_siret(o.siret), o.email, o.complement, o.voie, o.cp, o.ville
    )


@cas_d_usage(Permission.EMETTRE)
def creer_organisme(ctx: Contexte, saisie: SaisieOrganisme, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Add an organisation; gives its id.

    Raises FormulaireInvalide, Invalide(nom | siret): the same name or SIRET is there already.
    """
    net = _lire(ctx, saisie)

    def ecrire(unite: Unite) -> int:
        _exiger_nouveau(unite.session, net, None)
        organisme = Payeur(**net)
        unite.session.add(organisme)
        unite.session.flush()
        unite.touche("payeur", organisme.id)
        return organisme.id

    return ctx.ecrire("creer_organisme", ecrire, operation_id)


@cas_d_usage(Permission.EMETTRE)
def modifier_organisme(
    ctx: Contexte, payeur_id: int, version: int, saisie: SaisieOrganisme, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Put the card of an organisation right; receipts keep the name of their day.

    Raises FormulaireInvalide, Invalide(nom | siret), Introuvable, Conflit.
    """
    net = _lire(ctx, saisie)

    def ecrire(unite: Unite) -> int:
        organisme = _organisme(unite.session, payeur_id)
        if organisme.version != version:
            ecarts = {c: (v, getattr(organisme, c)) for c, v in net.items() if v != getattr(organisme, c)}
            raise Conflit(ecarts, auteur=organisme.modifie_par or "", version=organisme.version)
        _exiger_nouveau(unite.session, net, payeur_id)
        for colonne, valeur in net.items():
            setattr(organisme, colonne, valeur)
        unite.touche("payeur", payeur_id)
        return payeur_id

    return ctx.ecrire("modifier_organisme", ecrire, operation_id)


@cas_d_usage(Permission.EMETTRE)
def archiver_organisme(
    ctx: Contexte, payeur_id: int, *, est_archive: bool, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Put an organisation aside, or back: it is no longer proposed; what it paid stays. Raises Introuvable."""

    def ecrire(unite: Unite) -> int:
        _organisme(unite.session, payeur_id).archive_a = unite.maintenant if est_archive else None
        unite.touche("payeur", payeur_id)
        return payeur_id

    return ctx.ecrire("archiver_organisme", ecrire, operation_id)


def _lire(ctx: Contexte, saisie: SaisieOrganisme) -> dict[str, Any]:
    lecteur = Lecteur(ctx.aujourdhui())
    nom = lecteur.texte("nom", saisie.nom, 120, obligatoire=True)
    if nom and not plier(nom):
        lecteur.refuser("nom", "champ_obligatoire")
    if saisie.genre not in ORGANISMES:
        lecteur.refuser("genre", "choix_obligatoire")
    net = {
        "organisme": nom,
        "cle": plier(nom),
        "genre": saisie.genre,
        "siret": chiffres(lecteur.lu(lambda: (lire_siret(saisie.siret), None), "")),
        "email": lecteur.lu(partial(lire_courriel, saisie.email), ""),
        "complement": lecteur.texte("complement", saisie.complement, 200),
        "voie": lecteur.texte("voie", saisie.voie, 200),
        "cp": lecteur.lu(partial(lire_code_postal, saisie.cp), ""),
        "ville": lecteur.texte("ville", saisie.ville, 120),
    }
    lecteur.conclure()
    return net


def _exiger_nouveau(session: Session, net: dict[str, Any], sauf: int | None) -> None:
    """Say which organisation bears the name or the SIRET already: that one is to be chosen."""
    for champ, colonne in (("nom", Payeur.cle), ("siret", Payeur.siret)):
        valeur = net[colonne.key]
        autre = session.scalars(select(Payeur).where(colonne == valeur, Payeur.id != (sauf or 0))).first()
        if valeur and autre is not None:
            code = "organisme_archive" if autre.archive_a is not None else "organisme_connu"
            raise Invalide(champ, code, organisme=autre.organisme)


def _organisme(session: Session, payeur_id: int) -> Payeur:
    organisme = session.get(Payeur, payeur_id)
    if organisme is None or not organisme.cle:
        raise Introuvable("payeur", payeur_id)
    return organisme


def nommer_payeur(
    unite: Unite, foyer: Foyer, saisi: str, payeur_id: int | None, payeur_foyer_id: int | None
) -> PayeurNomme:
    """Whom a payment of a household names: an organisation, another household, a name as typed, or itself.

    A name typed whole is the organisation that bears it. Raises Introuvable, Invalide(payeur, organisme_archive).
    """
    session = unite.session
    if payeur_foyer_id is not None and payeur_foyer_id != foyer.id:
        return _foyer_payeur(session, payeur_foyer_id)
    organisme = _organisme(session, payeur_id) if payeur_id is not None else None
    if organisme is None and saisi.strip():
        organisme = session.scalars(select(Payeur).where(Payeur.cle == plier(saisi), Payeur.cle != "")).first()
    if organisme is None:
        return PayeurNomme(None, (saisi.strip() or foyer.libelle)[:NOM_MAX])
    if organisme.archive_a is not None:
        raise Invalide("payeur", "organisme_archive", organisme=organisme.organisme)
    return PayeurNomme(organisme.id, organisme.organisme, lire_siret(organisme.siret))


def _foyer_payeur(session: Session, foyer_id: int) -> PayeurNomme:
    foyer = session.get(Foyer, foyer_id)
    if foyer is None:
        raise Introuvable("foyer", foyer_id)
    payeur = session.scalars(select(Payeur).where(Payeur.foyer_id == foyer_id)).first()
    if payeur is None:
        payeur = Payeur(foyer_id=foyer_id, genre=GenrePayeur.FOYER)
        session.add(payeur)
        session.flush()
    return PayeurNomme(payeur.id, foyer.libelle[:NOM_MAX])
