"""The card of a régie: account, limits, what it may cash, who is named, the product codes of what it pays over."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Invalide
from imuse_desk.domain.pieces import Qualite
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.iban import lire_iban
from imuse_desk.models import Compte, ModeReglement, Nomination, Regie, RegieMode
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.numerotation import regie_de

CODES_MAX = 60


@dataclass(frozen=True, slots=True)
class SaisieRegie:
    """A régie as typed or shown; cents. ``produits``: a ledger or an item, and its local code."""

    nom: str = ""
    titulaire: str = ""
    iban: str = ""
    bic: str = ""
    encaisse_max_centimes: int | None = None
    fonds_centimes: int = 0
    delai_cheques_jours: int = 2
    especes_max_centimes: int = 30_000
    frais_impaye_centimes: int = 0
    mentions: str = ""
    produits: tuple[tuple[str, str], ...] = ()
    modes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NominationVue:
    """A person named, in what capacity, from a day to a day (None: still)."""

    nomination_id: int
    nom: str
    qualite: Qualite
    du_le: date
    au_le: date | None


@dataclass(frozen=True, slots=True)
class Nommer:
    """A nomination as typed."""

    nom: str
    qualite: Qualite
    du_le: date | None
    au_le: date | None = None


@dataclass(frozen=True, slots=True)
class RegieVue:
    """The régie of the site, every way of paying, the persons named and those who may be."""

    version: int
    saisie: SaisieRegie
    modes: tuple[tuple[int, str], ...]
    nominations: tuple[NominationVue, ...]
    personnes: tuple[str, ...]
    est_modifiable: bool


@cas_d_usage(Permission.CONSULTER)
def lire_regie(ctx: Contexte) -> RegieVue:
    """The card of the site's régie."""
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        modes = session.execute(
            select(ModeReglement.id, ModeReglement.libelle)
            .where(ModeReglement.archive_a.is_(None))
            .order_by(ModeReglement.ordre, ModeReglement.id)
        ).all()
        permis = session.scalars(select(RegieMode.mode_id).where(RegieMode.regie_id == regie.id))
        nommees = session.scalars(
            select(Nomination).where(Nomination.regie_id == regie.id).order_by(Nomination.du_le, Nomination.id)
        )
        comptes = session.scalars(select(Compte.nom_affiche).where(Compte.archive_a.is_(None)))
        return RegieVue(
            regie.version, _saisie(regie, permis), tuple((x.id, x.libelle) for x in modes),
            tuple(NominationVue(n.id, n.nom, Qualite(n.qualite), n.du_le, n.au_le) for n in nommees),
            tuple(sorted({*comptes, ctx.agent})), ctx.peut(Permission.MODIFIER_TARIF),
        )  # fmt: skip


def _saisie(regie: Regie, modes: Any) -> SaisieRegie:
    return SaisieRegie(
        regie.nom, regie.titulaire, regie.iban, regie.bic, regie.encaisse_max_centimes, regie.fonds_centimes,
        regie.delai_cheques_jours, regie.especes_max_centimes, regie.frais_impaye_centimes, regie.mentions,
        tuple((cle, code) for cle, code in regie.produits or ()), frozenset(modes),
    )  # fmt: skip


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_regie(
    ctx: Contexte, version: int, saisie: SaisieRegie, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Record the card over the version read. Raises FormulaireInvalide, Conflit."""
    net = _lire(saisie)

    def ecrire(unite: Unite) -> int:
        session = unite.session
        regie = regie_de(session, ctx.site_id)
        if regie.version != version:
            ecarts = {c: (v, getattr(regie, c)) for c, v in net.items() if v != getattr(regie, c)}
            raise Conflit(ecarts, auteur=regie.modifie_par or "", version=regie.version)
        for champ, valeur in net.items():
            setattr(regie, champ, valeur)
        _poser_modes(session, regie.id, saisie.modes)
        unite.touche("regie", regie.id)
        return regie.id

    return ctx.ecrire("enregistrer_regie", ecrire, operation_id)


def _poser_modes(session: Session, regie_id: int, voulus: frozenset[int]) -> None:
    presents = set(session.scalars(select(RegieMode.mode_id).where(RegieMode.regie_id == regie_id)))
    if presents - voulus:
        session.execute(
            delete(RegieMode).where(RegieMode.regie_id == regie_id, RegieMode.mode_id.in_(presents - voulus))
        )
    session.add_all(RegieMode(regie_id=regie_id, mode_id=m) for m in sorted(voulus - presents))


def _lire(saisie: SaisieRegie) -> dict[str, Any]:
    fautes: list[Invalide] = []
    nom, iban = saisie.nom.strip(), saisie.iban.strip()
    if not nom:
        fautes.append(Invalide("nom", "champ_obligatoire"))
    if iban:
        try:
            iban = lire_iban(iban)
        except Invalide as erreur:
            fautes.append(erreur)
    codes = [(cle.strip(), code.strip()) for cle, code in saisie.produits if cle.strip() or code.strip()]
    if any(not cle or not code for cle, code in codes) or len({cle for cle, _ in codes}) != len(codes):
        fautes.append(Invalide("produits", "produits_illisibles"))
    if fautes:
        raise FormulaireInvalide(fautes)
    return {
        "nom": nom, "titulaire": saisie.titulaire.strip(), "iban": iban, "bic": saisie.bic.strip().upper(),
        "encaisse_max_centimes": saisie.encaisse_max_centimes, "fonds_centimes": saisie.fonds_centimes,
        "delai_cheques_jours": saisie.delai_cheques_jours, "especes_max_centimes": saisie.especes_max_centimes,
        "frais_impaye_centimes": saisie.frais_impaye_centimes,
        "mentions": saisie.mentions.strip(), "produits": [list(x) for x in codes[:CODES_MAX]] or None,
    }  # fmt: skip


@cas_d_usage(Permission.MODIFIER_TARIF)
def nommer(ctx: Contexte, demande: Nommer, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Name somebody, who may cash from that day; gives the id. Raises Invalide."""
    if not demande.nom.strip():
        raise Invalide("nom", "champ_obligatoire")
    if demande.du_le is None:
        raise Invalide("du", "champ_obligatoire")
    if demande.au_le is not None and demande.au_le < demande.du_le:
        raise Invalide("au", "date_avant_debut")

    def ecrire(unite: Unite) -> int:
        regie = regie_de(unite.session, ctx.site_id)
        nomination = Nomination(
            regie_id=regie.id, nom=demande.nom.strip(), qualite=demande.qualite, du_le=demande.du_le,
            au_le=demande.au_le,
        )  # fmt: skip
        unite.session.add(nomination)
        unite.session.flush()
        unite.touche("regie", regie.id)
        return nomination.id

    return ctx.ecrire("nommer", ecrire, operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def finir_nomination(
    ctx: Contexte, nomination_id: int, au_le: date | None, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Say the last day of a nomination (None: none). Raises Invalide(au)."""

    def ecrire(unite: Unite) -> int:
        nomination = unite.session.get_one(Nomination, nomination_id)
        if au_le is not None and au_le < nomination.du_le:
            raise Invalide("au", "date_avant_debut")
        nomination.au_le = au_le
        unite.touche("regie", nomination.regie_id)
        return nomination.id

    return ctx.ecrire("finir_nomination", ecrire, operation_id)
