"""Use cases on pupils: create in a household, edit, attach to and detach from households, archive."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import lire_naissance
from imuse_desk.domain.erreurs import Conflit, Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import Adresse, DossierEleve, DroitImage, Eleve, Foyer, Lien, Personne, PersonneAutorisee
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.models.personnes import SUPPORTS_IMAGE
from imuse_desk.services import fiche_eleve as fiche
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.fiche_eleve import SaisieEleve, SaisieRattachement
from imuse_desk.services.indexation import indexer_personne
from imuse_desk.services.photos import USAGE_DES_PHOTOS, oter_photo


@dataclass(frozen=True, slots=True)
class CreerEleve:
    """A new pupil; ``personne_id`` makes a pupil of somebody known (an adult of the household, an adult pupil)."""

    saisie: SaisieEleve
    personne_id: int | None = None
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ModifierEleve:
    """The card as typed over the version that was read."""

    eleve_id: int
    version: str
    saisie: SaisieEleve
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Rattacher:
    """A pupil enters a second household with a share; the first one keeps the rest."""

    eleve_id: int
    foyer_id: int
    part: int = 50
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Detacher:
    """A pupil leaves a household; the other one becomes the main one, with the whole share."""

    eleve_id: int
    foyer_id: int
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def creer_eleve(ctx: Contexte, commande: CreerEleve) -> Fait[int]:
    """Create a pupil in one or two households; answers the pupil's id.

    Raises FormulaireInvalide, RegleMetier(autre_site), RegleMetier(deja_eleve) for somebody who is a pupil already.
    """
    saisie, _ = fiche.normaliser(commande.saisie, ctx.aujourdhui())

    def ecrire(unite: Unite) -> int:
        session = unite.session
        fiche.exiger_foyers(ctx, session, (f.foyer_id for f in saisie.foyers))
        personne = _personne_de(session, commande.personne_id, saisie, ctx.aujourdhui())
        eleve = Eleve(personne_id=personne.id)
        session.add(eleve)
        session.flush()
        _appliquer(unite, ctx, fiche.charger(session, eleve.id), saisie)
        return eleve.id

    return ctx.ecrire("creer_eleve", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def modifier_eleve(ctx: Contexte, commande: ModifierEleve) -> Fait[int]:
    """Record the card; an unchanged one writes nothing.

    Raises FormulaireInvalide, Introuvable, RegleMetier(autre_site), Conflit with every field that differs from what
    another desk recorded meanwhile.
    """
    with ctx.lire() as session:
        actuelle = fiche.saisie_de(fiche.charger(session, commande.eleve_id))
    if actuelle == commande.saisie:
        return Fait(commande.eleve_id, Changements("modifier_eleve"))
    saisie, _ = fiche.normaliser(commande.saisie, ctx.aujourdhui())
    if actuelle == saisie:
        return Fait(commande.eleve_id, Changements("modifier_eleve"))

    def ecrire(unite: Unite) -> int:
        etat = fiche.charger(unite.session, commande.eleve_id)
        fiche.exiger_un_foyer(ctx, unite.session, etat)
        if etat.version != commande.version:
            raise Conflit(fiche.differences(saisie, fiche.saisie_de(etat)), auteur=etat.modification[1])
        _appliquer(unite, ctx, etat, saisie)
        return commande.eleve_id

    return ctx.ecrire("modifier_eleve", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def rattacher_eleve(ctx: Contexte, commande: Rattacher) -> Fait[int]:
    """Attach a pupil to a second household.

    Raises RegleMetier: deja_rattache, deux_foyers_au_plus, part_impossible, autre_site.
    """
    if not 0 <= commande.part <= 100:
        raise RegleMetier("part_impossible", part=commande.part)

    def ecrire(unite: Unite) -> int:
        etat = fiche.charger(unite.session, commande.eleve_id)
        fiche.exiger_un_foyer(ctx, unite.session, etat)
        if unite.session.get(Foyer, commande.foyer_id) is None:
            raise Introuvable("foyer", commande.foyer_id)
        if any(lien.foyer_id == commande.foyer_id for lien in etat.liens):
            raise RegleMetier("deja_rattache")
        if len(etat.liens) > 1:
            raise RegleMetier("deux_foyers_au_plus", n=3)
        restes = tuple(
            SaisieRattachement(li.foyer_id, str(100 - commande.part), est_principal=True) for li in etat.liens
        )
        nouveau = SaisieRattachement(commande.foyer_id, str(commande.part if restes else 100), est_principal=not restes)
        _appliquer_liens(unite, etat, (*restes, nouveau), ctx.aujourdhui())
        return commande.eleve_id

    return ctx.ecrire("rattacher_eleve", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def detacher_eleve(ctx: Contexte, commande: Detacher) -> Fait[int]:
    """Detach a pupil from one of two households. Raises RegleMetier: dernier_foyer, pas_rattache, autre_site."""

    def ecrire(unite: Unite) -> int:
        etat = fiche.charger(unite.session, commande.eleve_id)
        fiche.exiger_un_foyer(ctx, unite.session, etat)
        if all(lien.foyer_id != commande.foyer_id for lien in etat.liens):
            raise RegleMetier("pas_rattache")
        restants = [lien for lien in etat.liens if lien.foyer_id != commande.foyer_id]
        if not restants:
            raise RegleMetier("dernier_foyer")
        gardes = (SaisieRattachement(restants[0].foyer_id, "100", est_principal=True),)
        _appliquer_liens(unite, etat, gardes, ctx.aujourdhui())
        return commande.eleve_id

    return ctx.ecrire("detacher_eleve", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def archiver_eleve(ctx: Contexte, eleve_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Put a pupil aside; nothing is deleted. Raises RegleMetier(eleve_inscrit) while a re-enrolment is being made."""

    def ecrire(unite: Unite) -> int:
        etat = fiche.charger(unite.session, eleve_id)
        fiche.exiger_un_foyer(ctx, unite.session, etat)
        en_cours = unite.session.execute(
            select(DossierEleve.id).where(
                DossierEleve.eleve_id == eleve_id,
                DossierEleve.etat.in_(("en_saisie", "deposee", "incomplete", "a_verifier")),
            )
        ).first()
        if en_cours is not None:
            raise RegleMetier("eleve_inscrit")
        etat.eleve.archive_a = unite.maintenant
        _toucher(unite, etat)
        return eleve_id

    return ctx.ecrire("archiver_eleve", ecrire, operation_id)


def _personne_de(session: Session, personne_id: int | None, saisie: SaisieEleve, jour: date) -> Personne:
    if personne_id is None:
        personne = Personne()
        _remplir_personne(personne, saisie, jour)
        session.add(personne)
        session.flush()
        return personne
    connue = session.get(Personne, personne_id)
    if connue is None:
        raise Introuvable("personne", personne_id)
    if session.execute(select(Eleve.id).where(Eleve.personne_id == personne_id)).first() is not None:
        raise RegleMetier("deja_eleve")
    return connue


def _remplir_personne(personne: Personne, saisie: SaisieEleve, jour: date) -> None:
    for champ in fiche.CHAMPS_PERSONNE:
        setattr(personne, champ, getattr(saisie, champ))
    personne.cle = plier(f"{saisie.nom} {saisie.prenom}")
    personne.naissance_le = lire_naissance(saisie.naissance, jour) if saisie.naissance else None


def _toucher(unite: Unite, etat: fiche.EtatEleve) -> None:
    unite.touche("eleve", etat.eleve.id)
    unite.touche("personne", etat.personne.id)
    for lien in etat.liens:
        unite.touche("foyer", lien.foyer_id)


def _appliquer(unite: Unite, ctx: Contexte, etat: fiche.EtatEleve, saisie: SaisieEleve) -> None:
    """Bring the rows to what the normalised form says; only what differs is written."""
    jour = ctx.aujourdhui()
    _remplir_personne(etat.personne, saisie, jour)
    for champ in fiche.CHAMPS_ELEVE:
        setattr(etat.eleve, champ, getattr(saisie, champ))
    _appliquer_adresse(unite.session, etat, saisie, jour)
    _appliquer_droits(unite, ctx, etat, saisie)
    _appliquer_autorisees(unite, etat, saisie)
    _appliquer_liens(unite, etat, saisie.foyers, jour)
    indexer_personne(unite.session, etat.personne.id)
    _toucher(unite, etat)


def _appliquer_adresse(session: Session, etat: fiche.EtatEleve, saisie: SaisieEleve, jour: date) -> None:
    """The pupil's own address; it sleeps while the responsable's is used, and is not lost."""
    champs = {c: getattr(saisie, c) for c in fiche.PARTS_ADRESSE}
    if etat.adresse is None:
        if any(valeur for c, valeur in champs.items() if c != "pays"):
            session.add(Adresse(personne_id=etat.personne.id, du_le=jour, **champs))
        return
    for champ, valeur in champs.items():
        setattr(etat.adresse, champ, valeur)


def _appliquer_droits(unite: Unite, ctx: Contexte, etat: fiche.EtatEleve, saisie: SaisieEleve) -> None:
    """A new dated row for each support whose right changed; the old ones stay."""
    for support in SUPPORTS_IMAGE:
        voulu, actuel = getattr(saisie, f"image_{support}"), etat.droits.get(support)
        if voulu is None or (actuel is not None and actuel.est_accorde == voulu):
            continue
        droit = DroitImage(
            eleve_id=etat.eleve.id,
            support=support,
            est_accorde=voulu,
            donne_par=saisie.image_donne_par,
            annee_id=ctx.annee_id,
            a=unite.maintenant,
        )
        unite.session.add(droit)
        if support == USAGE_DES_PHOTOS and not voulu:
            oter_photo(unite, etat.eleve.id)


def _appliquer_autorisees(unite: Unite, etat: fiche.EtatEleve, saisie: SaisieEleve) -> None:
    connues = {a.id: a for a in etat.autorisees}
    for personne in saisie.autorisees:
        ligne = connues.pop(personne.id, None) if personne.id is not None else None
        if ligne is None:
            ligne = PersonneAutorisee(eleve_id=etat.eleve.id)
            unite.session.add(ligne)
        ligne.nom, ligne.lien, ligne.telephone = personne.nom, personne.lien, personne.telephone
    for retiree in connues.values():
        retiree.archive_a = unite.maintenant


def _appliquer_liens(unite: Unite, etat: fiche.EtatEleve, foyers: tuple[SaisieRattachement, ...], jour: date) -> None:
    """Bring the household links to these: those that are gone are closed, new ones begin today."""
    connus = {lien.foyer_id: lien for lien in etat.liens}
    for foyer in foyers:
        lien = connus.pop(foyer.foyer_id, None) or _lien(unite.session, etat.personne.id, foyer.foyer_id, jour)
        lien.part, lien.est_principal = int(foyer.part), foyer.est_principal
        unite.touche("foyer", foyer.foyer_id)
    for foyer_id, lien in connus.items():
        lien.au_le = max(jour - timedelta(days=1), lien.du_le)
        unite.touche("foyer", foyer_id)
    unite.touche("eleve", etat.eleve.id)


def _lien(session: Session, personne_id: int, foyer_id: int, jour: date) -> Lien:
    """A link from today on; one closed and opened again on the same day is the same row."""
    ancien = session.execute(
        select(Lien).where(Lien.personne_id == personne_id, Lien.foyer_id == foyer_id, Lien.du_le == jour)
    ).scalar_one_or_none()
    if ancien is not None:
        ancien.au_le = None
        return ancien
    lien = Lien(personne_id=personne_id, foyer_id=foyer_id, role="enfant", du_le=jour)
    session.add(lien)
    return lien
