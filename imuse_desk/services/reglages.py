"""Read a setting where it is decided: site and year, else site, else year, else the network, else its default."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.reglages import Cle
from imuse_desk.models import Reglage


def lire_reglage(session: Session, cle: Cle, site_id: int, annee_id: int) -> Any:
    """The value that holds for a site and year."""
    return lire_reglages(session, (cle,), site_id, annee_id)[cle.cle]


def lire_reglages(session: Session, cles: tuple[Cle, ...], site_id: int, annee_id: int) -> dict[str, Any]:
    """Several settings in one query, the most precise row winning."""
    lignes = session.execute(
        select(Reglage.cle, Reglage.site_id, Reglage.annee_id, Reglage.valeur).where(
            Reglage.cle.in_([c.cle for c in cles]),
            or_(Reglage.site_id.is_(None), Reglage.site_id == site_id),
            or_(Reglage.annee_id.is_(None), Reglage.annee_id == annee_id),
        )
    ).all()
    precises = sorted(lignes, key=lambda ligne: (ligne[1] is not None, ligne[2] is not None))
    return {c.cle: c.defaut for c in cles} | {nom: valeur for nom, _site, _annee, valeur in precises}


def poser_reglages(
    session: Session, cles: tuple[Cle, ...], valeurs: Mapping[str, Any], site_id: int, annee_id: int
) -> int:
    """Write for a site and year the values that differ from those in force there; how many were changed."""
    en_vigueur = lire_reglages(session, cles, site_id, annee_id)
    changees = {cle: valeur for cle, valeur in valeurs.items() if valeur != en_vigueur[cle]}
    for cle, valeur in changees.items():
        ligne = session.execute(
            select(Reglage).where(Reglage.cle == cle, Reglage.site_id == site_id, Reglage.annee_id == annee_id)
        ).scalar_one_or_none()
        if ligne is None:
            session.add(Reglage(cle=cle, site_id=site_id, annee_id=annee_id, valeur=valeur))
        else:
            ligne.valeur = valeur
    return len(changees)
