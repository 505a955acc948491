"""Teachers: a person known to the house who teaches; put aside when he leaves, never deleted."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.infra.saisie.telephones import lire_telephone
from imuse_desk.models import (
    Affectation,
    Annee,
    Cours,
    Creneau,
    CreneauEnseignant,
    Enseignant,
    Inscription,
    Personne,
)
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.indexation import indexer_personne
from imuse_desk.services.saisie import Lecteur

CIVILITES = ("", "Madame", "Monsieur")


@dataclass(frozen=True, slots=True)
class SaisieEnseignant:
    """A teacher as typed."""

    civilite: str = ""
    nom: str = ""
    prenom: str = ""
    email: str = ""
    mobile: str = ""
    tel_domicile: str = ""


@dataclass(frozen=True, slots=True)
class EnregistrerEnseignant:
    """A teacher's card; without ``enseignant_id`` a new one, of a person known already or not."""

    saisie: SaisieEnseignant
    enseignant_id: int | None = None
    version: int = 0
    personne_id: int | None = None
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RangerEnseignant:
    """Put a teacher aside, or take him back."""

    enseignant_id: int
    version: int
    est_repris: bool = False
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_enseignant(ctx: Contexte, commande: EnregistrerEnseignant) -> Fait[int]:
    """Record a teacher; the id is the result.

    Raises FormulaireInvalide, Invalide(deja_enseignant), Introuvable, Conflit (fields that differ).
    """
    valeurs = _lire(ctx, commande.saisie)

    def ecrire(unite: Unite) -> int:
        session = unite.session
        if commande.enseignant_id is None:
            enseignant, personne = _creer(session, commande.personne_id)
        else:
            enseignant = _prendre(session, commande.enseignant_id)
            personne = session.get_one(Personne, enseignant.personne_id)
            ecarts = {c: (v, getattr(personne, c)) for c, v in valeurs.items() if v != getattr(personne, c)}
            if commande.version != personne.version:
                raise Conflit(ecarts, auteur=personne.modifie_par or "", version=personne.version)
        for colonne, valeur in valeurs.items():
            setattr(personne, colonne, valeur)
        personne.cle = plier(f"{personne.nom} {personne.prenom}")
        session.flush()
        if commande.enseignant_id is None:
            enseignant.personne_id = personne.id
            session.add(enseignant)
            session.flush()
        indexer_personne(session, personne.id)
        unite.touche("enseignant", enseignant.id)
        return enseignant.id

    return ctx.ecrire("enregistrer_enseignant", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def ranger_enseignant(ctx: Contexte, commande: RangerEnseignant) -> Fait[int]:
    """Put a teacher aside or take him back; undoable the same day.

    Raises RegleMetier(enseignant_occupe: horaires, n pupils) while he gives lessons in a year that is not closed.
    """

    def ecrire(unite: Unite) -> int:
        enseignant = _prendre(unite.session, commande.enseignant_id)
        if enseignant.version != commande.version:
            raise Conflit({}, auteur=enseignant.modifie_par or "", version=enseignant.version)
        _ranger(unite, enseignant, est_repris=commande.est_repris)
        rendre_annulable(
            ctx, unite, "Enseignant repris" if commande.est_repris else "Enseignant archivé", basculer_enseignant,
            enseignant_id=enseignant.id, est_repris=not commande.est_repris,
        )  # fmt: skip
        return enseignant.id

    return ctx.ecrire("ranger_enseignant", ecrire, commande.operation_id)


@inverse(Permission.MODIFIER_TARIF)
def basculer_enseignant(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of ``ranger_enseignant``, by the same rule."""
    _ranger(unite, _prendre(unite.session, arguments["enseignant_id"]), est_repris=arguments["est_repris"])


def _ranger(unite: Unite, enseignant: Enseignant, *, est_repris: bool) -> None:
    if not est_repris:
        horaires, eleves = _charge(unite.session, enseignant.id)
        if horaires:
            raise RegleMetier("enseignant_occupe", horaires=horaires, n=eleves)
    enseignant.archive_a = None if est_repris else unite.maintenant
    unite.session.flush()
    unite.touche("enseignant", enseignant.id)


def _charge(session: Session, enseignant_id: int) -> tuple[int, int]:
    """Weekly times he gives in the years that are not closed, and the pupils who come to them."""
    siens = (
        select(Creneau.id)
        .join(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Annee, Annee.id == Cours.annee_id)
        .where(
            CreneauEnseignant.enseignant_id == enseignant_id, Creneau.archive_a.is_(None), Cours.archive_a.is_(None),
            Annee.etat != "close",
        )
    )  # fmt: skip
    horaires = session.execute(select(func.count()).select_from(siens.subquery())).scalar_one()
    eleves = session.execute(
        select(func.count(Inscription.eleve_id.distinct()))
        .join(Affectation, Affectation.inscription_id == Inscription.id)
        .where(Affectation.creneau_id.in_(siens), Affectation.au_le.is_(None), Inscription.etat == "active")
    ).scalar_one()
    return horaires, eleves


def _creer(session: Session, personne_id: int | None) -> tuple[Enseignant, Personne]:
    if personne_id is None:
        personne = Personne(nom="", cle="")
        session.add(personne)
        return Enseignant(), personne
    connue = session.get(Personne, personne_id)
    if connue is None:
        raise Introuvable("personne", personne_id)
    deja = select(Enseignant.id).where(Enseignant.personne_id == personne_id)
    if session.execute(deja).first() is not None:
        raise Invalide("nom", "deja_enseignant")
    return Enseignant(), connue


def _prendre(session: Session, enseignant_id: int) -> Enseignant:
    enseignant = session.get(Enseignant, enseignant_id)
    if enseignant is None:
        raise Introuvable("enseignant", enseignant_id)
    return enseignant


def _lire(ctx: Contexte, saisie: SaisieEnseignant) -> dict[str, Any]:
    lecteur = Lecteur(ctx.aujourdhui())
    if saisie.civilite not in CIVILITES:
        lecteur.refuser("civilite", "choix_obligatoire")
    valeurs = {
        "civilite": saisie.civilite,
        "nom": lecteur.texte("nom", saisie.nom, 120, obligatoire=True),
        "prenom": lecteur.texte("prenom", saisie.prenom, 120),
        "email": lecteur.lu(lambda: lire_courriel(saisie.email), ""),
        "mobile": lecteur.lu(lambda: lire_telephone(saisie.mobile, champ="mobile"), ""),
        "tel_domicile": lecteur.lu(lambda: lire_telephone(saisie.tel_domicile, champ="tel_domicile"), ""),
    }
    lecteur.conclure()
    return valeurs
