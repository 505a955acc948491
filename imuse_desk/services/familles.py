"""Use cases on households: create, edit, archive; the residence status proposed from the address; likely doubles."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import lire_date, lire_naissance
from imuse_desk.domain.erreurs import Conflit, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.territoire import est_du_territoire
from imuse_desk.domain.textes import nettoyer, plier
from imuse_desk.models import (
    Adresse,
    Dossier,
    DossierEleve,
    Eleve,
    Etablissement,
    Foyer,
    Lien,
    Personne,
    Reglage,
    RegleZone,
    StatutResidence,
)
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services import fiche_famille as fiche
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.communes import communes_du_site
from imuse_desk.services.fiche_famille import SaisieAdulte, SaisieFamille
from imuse_desk.services.indexation import indexer_foyer, indexer_personne, oublier_adulte

CLE_COMPTEUR = "compteur_foyer"
ETATS_EN_COURS = ("en_saisie", "deposee", "incomplete", "a_verifier")
_HORS_TERRITOIRE = ("exterieur", "hors", "outside", "other", "autre", "extern")
MOTIF_PROPOSE = "Proposé d’après l’adresse"


@dataclass(frozen=True, slots=True)
class CreerFamille:
    """A new household, filed at the site consulted."""

    saisie: SaisieFamille
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ModifierFamille:
    """The card as typed over the version that was read."""

    foyer_id: int
    version: str
    saisie: SaisieFamille
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def creer_famille(ctx: Contexte, commande: CreerFamille) -> Fait[int]:
    """Create a household and its adults; answers its id. Raises FormulaireInvalide."""
    saisie, _ = fiche.normaliser(commande.saisie, ctx.aujourdhui())

    def ecrire(unite: Unite) -> int:
        session = unite.session
        foyer = Foyer(numero=numero_de_foyer(session), site_id=ctx.site_id)
        _nommer(foyer, saisie)
        session.add(foyer)
        session.flush()
        complete = saisie
        if not saisie.statut and (saisie.cp or saisie.ville):
            propose = _statut_propose(session, ctx, saisie.cp, saisie.ville)
            complete = replace(saisie, statut=propose, statut_motif=MOTIF_PROPOSE) if propose else saisie
        _appliquer(unite, ctx, fiche.charger(session, foyer.id), complete)
        return foyer.id

    return ctx.ecrire("creer_famille", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def modifier_famille(ctx: Contexte, commande: ModifierFamille) -> Fait[int]:
    """Record the card; an unchanged one writes nothing.

    Raises FormulaireInvalide, Introuvable, RegleMetier(autre_site, foyer_archive), Conflit with every field that
    differs from what another desk recorded meanwhile.
    """
    with ctx.lire() as session:
        actuelle = fiche.saisie_de(fiche.charger(session, commande.foyer_id))
    if actuelle == commande.saisie:
        return Fait(commande.foyer_id, Changements("modifier_famille"))
    saisie, _ = fiche.normaliser(commande.saisie, ctx.aujourdhui())
    if actuelle == saisie:
        return Fait(commande.foyer_id, Changements("modifier_famille"))

    def ecrire(unite: Unite) -> int:
        etat = fiche.charger(unite.session, commande.foyer_id)
        _verifier_modifiable(ctx, etat.foyer)
        if etat.version != commande.version:
            qui = etat.modification[1]
            raise Conflit(fiche.differences(saisie, fiche.saisie_de(etat)), auteur=qui)
        _appliquer(unite, ctx, etat, saisie)
        return commande.foyer_id

    return ctx.ecrire("modifier_famille", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def archiver_famille(ctx: Contexte, foyer_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Put a household aside; nothing is deleted. Raises RegleMetier(famille_inscrite) while a child enrols."""

    def ecrire(unite: Unite) -> int:
        foyer = fiche.charger(unite.session, foyer_id).foyer
        _verifier_modifiable(ctx, foyer)
        en_cours = unite.session.execute(
            select(func.count())
            .select_from(DossierEleve)
            .join(Dossier, Dossier.id == DossierEleve.dossier_id)
            .where(
                Dossier.foyer_id == foyer_id,
                DossierEleve.etat.in_(("en_saisie", "deposee", "incomplete", "a_verifier")),
            )
        ).scalar_one()
        if en_cours:
            raise RegleMetier("famille_inscrite", n=en_cours)
        foyer.archive_a = unite.maintenant
        unite.touche("foyer", foyer_id)
        return foyer_id

    return ctx.ecrire("archiver_famille", ecrire, operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def desarchiver_famille(ctx: Contexte, foyer_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Take a household back from the archives."""

    def ecrire(unite: Unite) -> int:
        foyer = fiche.charger(unite.session, foyer_id).foyer
        ctx.exiger_sur(foyer.site_id, Permission.MODIFIER_FAMILLE)
        foyer.archive_a = None
        unite.touche("foyer", foyer_id)
        return foyer_id

    return ctx.ecrire("desarchiver_famille", ecrire, operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def proposer_statut(ctx: Contexte, cp: str, ville: str) -> str:
    """Residence status that the site's towns suggest for an address; empty where no row answers."""
    with ctx.lire() as session:
        return _statut_propose(session, ctx, cp, ville)


@dataclass(frozen=True, slots=True)
class Doublon:
    """Somebody who may be the same person: where, and since when the house knows them."""

    personne_id: int
    eleve_id: int | None
    foyer_id: int | None
    nom: str
    prenom: str
    naissance_le: date | None
    ville: str
    est_certain: bool


@cas_d_usage(Permission.CONSULTER)
def doublons(ctx: Contexte, nom: str, prenom: str, naissance: str, sauf: int | None = None) -> tuple[Doublon, ...]:
    """Persons with the same folded names in either order, or the same family name and birth date; at most five.

    ``est_certain``: names and birth date agree. An unreadable birth date only counts as unknown.
    """
    nom, prenom = nettoyer(nom), nettoyer(prenom)
    if not nom or not prenom:
        return ()
    try:
        ne_le = lire_naissance(naissance, ctx.aujourdhui()) if naissance.strip() else None
    except Invalide:
        ne_le = None
    cles = (plier(f"{nom} {prenom}"), plier(f"{prenom} {nom}"))
    condition: ColumnElement[bool] = Personne.cle.in_(cles)
    if ne_le is not None:
        meme_nom = Personne.cle.startswith(f"{plier(nom)} ", autoescape=True)
        condition = or_(condition, meme_nom & (Personne.naissance_le == ne_le))
    requete = (
        select(Personne, Eleve.id, Lien.foyer_id, Adresse.ville)
        .outerjoin(Eleve, Eleve.personne_id == Personne.id)
        .outerjoin(Lien, (Lien.personne_id == Personne.id) & Lien.au_le.is_(None))
        .outerjoin(Adresse, (Adresse.foyer_id == Lien.foyer_id) & Adresse.au_le.is_(None) & ~Adresse.est_confidentielle)
        .where(condition, Personne.id != (sauf or 0))
        .order_by(Personne.id, Lien.est_principal.desc())
        .limit(20)
    )
    with ctx.lire() as session:
        trouves: dict[int, Doublon] = {}
        for p, eleve_id, foyer_id, ville in session.execute(requete):
            certain = ne_le is not None and p.naissance_le == ne_le and p.cle in cles
            vu = Doublon(p.id, eleve_id, foyer_id, p.nom, p.prenom, p.naissance_le, ville or "", certain)
            trouves.setdefault(p.id, vu)
    return tuple(sorted(trouves.values(), key=lambda d: not d.est_certain))[:5]


def numero_de_foyer(session: Session) -> str:
    """The next household number, five digits: a counter row bumped in the caller's transaction."""
    session.execute(select(Etablissement.id).with_for_update())
    compteur = session.execute(
        select(Reglage).where(Reglage.cle == CLE_COMPTEUR, Reglage.site_id.is_(None)).with_for_update()
    ).scalar_one_or_none()
    if compteur is None:
        connus = session.execute(select(Foyer.numero)).scalars()
        dernier = max((int(n) for n in connus if n.isascii() and n.isdigit()), default=0)
        compteur = Reglage(cle=CLE_COMPTEUR, valeur=dernier)
        session.add(compteur)
    suivant = int(compteur.valeur) + 1
    while session.execute(select(Foyer.id).where(Foyer.numero == f"{suivant:05}")).first() is not None:
        suivant += 1
    compteur.valeur = suivant
    session.flush()
    return f"{suivant:05}"


def libelle_de_foyer(adultes: tuple[SaisieAdulte, ...]) -> str:
    """The name of a household: the head's, and the other responsable's where it differs (``VALMONT – PERRIN``)."""
    noms = [a.nom for a in adultes if a.est_responsable_legal] or [adultes[0].nom]
    return " – ".join(dict.fromkeys(noms[:2]))


def _nommer(foyer: Foyer, saisie: SaisieFamille) -> None:
    foyer.libelle = libelle_de_foyer(saisie.adultes)
    foyer.cle = plier(f"{foyer.libelle} {saisie.adultes[0].prenom}")


def _verifier_modifiable(ctx: Contexte, foyer: Foyer) -> None:
    ctx.exiger_sur(foyer.site_id, Permission.MODIFIER_FAMILLE)
    if foyer.archive_a is not None:
        raise RegleMetier("foyer_archive")


def _statut_propose(session: Session, ctx: Contexte, cp: str, ville: str) -> str:
    """What the territory of the site says; where it has none, the first row of the tariff's towns that answers.

    Those of this year, or else of the latest year that has rows.
    """
    dedans = est_du_territoire(communes_du_site(session, ctx.site_id), cp, ville, ctx.aujourdhui())
    if dedans is not None:
        return "resident" if dedans else "exterieur"
    regles = session.execute(
        select(RegleZone.annee_id, RegleZone.cp, RegleZone.ville, RegleZone.zone)
        .where(RegleZone.site_id == ctx.site_id)
        .order_by(RegleZone.annee_id, RegleZone.ordre)
    ).all()
    annees = {r.annee_id for r in regles}
    annee = ctx.annee_id if ctx.annee_id in annees else max(annees, default=0)
    cle_ville, net_cp = plier(ville), "".join(cp.split())
    for regle in regles:
        if (
            regle.annee_id != annee
            or (regle.cp and regle.cp != net_cp)
            or (regle.ville and plier(regle.ville) != cle_ville)
        ):
            continue
        zone = plier(regle.zone)
        return "exterieur" if any(mot in zone for mot in _HORS_TERRITOIRE) else "resident"
    return ""


def _appliquer(unite: Unite, ctx: Contexte, etat: fiche.EtatFamille, saisie: SaisieFamille) -> None:
    """Bring the rows to what the normalised form says; only what differs is written."""
    foyer, session, jour = etat.foyer, unite.session, ctx.aujourdhui()
    foyer.enfants_a_charge = int(saisie.enfants_a_charge) if saisie.enfants_a_charge else None
    foyer.a_imposition_commune = saisie.a_imposition_commune
    _appliquer_adresse(session, etat, saisie, jour)
    _appliquer_statut(unite, etat, saisie, jour)
    connus = {personne.id: (lien, personne) for lien, personne in etat.adultes}
    for rang, adulte in enumerate(saisie.adultes):
        lien, personne = _adulte(session, foyer.id, adulte, connus, jour)
        _remplir_personne(personne, adulte, jour)
        _remplir_lien(lien, adulte, rang)
        session.flush()
        indexer_personne(session, personne.id)
        unite.touche("personne", personne.id)
    for lien, personne in connus.values():
        _retirer(lien, jour)
        oublier_adulte(session, personne.id)
        unite.touche("personne", personne.id)
    _nommer(foyer, saisie)
    indexer_foyer(session, foyer.id)
    unite.touche("foyer", foyer.id)


def _retirer(lien: Lien, jour: date) -> None:
    """An adult leaves the household: the link is closed, not deleted."""
    lien.au_le = max(jour, lien.du_le)


def _adulte(
    session: Session, foyer_id: int, adulte: SaisieAdulte, connus: dict[int, tuple[Lien, Personne]], jour: date
) -> tuple[Lien, Personne]:
    """The rows of an adult: those of the household, or new ones (an existing person may join it)."""
    if adulte.personne_id in connus:
        return connus.pop(adulte.personne_id)
    if adulte.personne_id is not None:
        personne = session.get_one(Personne, adulte.personne_id)
        ancien = session.execute(
            select(Lien).where(Lien.personne_id == personne.id, Lien.foyer_id == foyer_id, Lien.du_le == jour)
        ).scalar_one_or_none()
        if ancien is not None:
            ancien.au_le = None
            return ancien, personne
    else:
        personne = Personne()
        _remplir_personne(personne, adulte, jour)
        session.add(personne)
        session.flush()
    lien = Lien(personne_id=personne.id, foyer_id=foyer_id, role="adulte", du_le=jour)
    session.add(lien)
    return lien, personne


def _remplir_personne(personne: Personne, adulte: SaisieAdulte, jour: date) -> None:
    for champ in ("nom", "prenom", "email", "civilite", "situation_familiale", "profession", "pcs", *fiche.TELEPHONES):
        setattr(personne, champ, getattr(adulte, champ))
    personne.cle = plier(f"{adulte.nom} {adulte.prenom}")
    personne.naissance_le = lire_naissance(adulte.naissance, jour) if adulte.naissance else None


def _remplir_lien(lien: Lien, adulte: SaisieAdulte, rang: int) -> None:
    for champ in fiche.ROLES_ADULTE:
        setattr(lien, champ, getattr(adulte, champ))
    lien.role = "responsable" if adulte.est_responsable_legal else "adulte"
    lien.rang = rang


def _appliquer_adresse(session: Session, etat: fiche.EtatFamille, saisie: SaisieFamille, jour: date) -> None:
    """Correct the address of today, or close it and open another where a later date was typed."""
    champs: dict[str, Any] = {c: getattr(saisie, c) for c in fiche.CHAMPS_ADRESSE}
    actuelle = etat.adresse
    du = lire_date(saisie.adresse_du, jour) if saisie.adresse_du else None
    if actuelle is None:
        if any(champs[c] for c in ("voie", "complement", "cp", "ville", "numero")):
            session.add(Adresse(foyer_id=etat.foyer.id, du_le=du or jour, **champs))
        return
    change = any(getattr(actuelle, c) != champs[c] for c in fiche.CHAMPS_ADRESSE)
    if change and du is not None and du > actuelle.du_le:
        actuelle.au_le = du - timedelta(days=1)
        session.add(Adresse(foyer_id=etat.foyer.id, du_le=du, **champs))
        return
    for champ, valeur in champs.items():
        setattr(actuelle, champ, valeur)
    actuelle.du_le = du or actuelle.du_le


def _appliquer_statut(unite: Unite, etat: fiche.EtatFamille, saisie: SaisieFamille, jour: date) -> None:
    """Add a dated status where it differs from the one in force."""
    actuel = etat.statut
    du = lire_date(saisie.statut_du, jour) if saisie.statut_du else jour
    voulu = (saisie.statut, saisie.statut_motif, saisie.statut_preuve)
    if not saisie.statut or (actuel and (*voulu, du) == (actuel.statut, actuel.motif, actuel.preuve, actuel.du_le)):
        return
    unite.session.add(
        StatutResidence(
            foyer_id=etat.foyer.id,
            statut=voulu[0],
            motif=voulu[1],
            preuve=voulu[2],
            du_le=du,
            auteur=unite.auteur.agent,
            a=unite.maintenant,
        )
    )
