"""Seats of the weekly times: the only writer of ``occupation`` and ``place``.

The last seat is decided by one conditional UPDATE inside the caller's transaction, the same SQL on both databases; the
CHECK on the counter and the UNIQUE on (weekly time, pupil) stand behind it.
"""

from sqlalchemy import delete, insert, select, update

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.models import Occupation, Place
from imuse_desk.models.passerelle import Unite


def prendre(unite: Unite, creneau_id: int, eleve_id: int) -> None:
    """Take one seat for a pupil.

    Raises RegleMetier: creneau_complet (none left), creneau_sans_capacite (no counter), place_deja_prise.
    """
    session = unite.session
    pris = session.execute(
        update(Occupation)
        .where(Occupation.creneau_id == creneau_id, Occupation.prises < Occupation.capacite)
        .values(prises=Occupation.prises + 1)
        .returning(Occupation.prises)
    ).scalar_one_or_none()
    if pris is None:
        existe = session.execute(select(Occupation.capacite).where(Occupation.creneau_id == creneau_id)).first()
        raise RegleMetier("creneau_complet" if existe else "creneau_sans_capacite", creneau_id=creneau_id)
    deja = select(Place.id).where(Place.creneau_id == creneau_id, Place.eleve_id == eleve_id)
    if session.execute(deja).first() is not None:
        raise RegleMetier("place_deja_prise", creneau_id=creneau_id)
    session.execute(
        insert(Place).values(
            creneau_id=creneau_id, eleve_id=eleve_id, prise_a=unite.maintenant, prise_par=unite.auteur.agent
        )
    )
    unite.touche("creneau", creneau_id)


def liberer(unite: Unite, creneau_id: int, eleve_id: int) -> bool:
    """Give a pupil's seat back; tells whether there was one."""
    session = unite.session
    rendus = session.execute(
        delete(Place).where(Place.creneau_id == creneau_id, Place.eleve_id == eleve_id).returning(Place.id)
    ).all()
    if not rendus:
        return False
    session.execute(
        update(Occupation).where(Occupation.creneau_id == creneau_id).values(prises=Occupation.prises - len(rendus))
    )
    unite.touche("creneau", creneau_id)
    return True


def definir_capacite(unite: Unite, creneau_id: int, capacite: int) -> None:
    """Open a weekly time with its seats, or change their number; raises RegleMetier(capacite_trop_petite, prises)."""
    session = unite.session
    change = session.execute(
        update(Occupation)
        .where(Occupation.creneau_id == creneau_id, Occupation.prises <= capacite)
        .values(capacite=capacite)
        .returning(Occupation.prises)
    ).first()
    if change is None:
        prises = session.execute(
            select(Occupation.prises).where(Occupation.creneau_id == creneau_id)
        ).scalar_one_or_none()
        if prises is not None:
            raise RegleMetier("capacite_trop_petite", prises=prises, capacite=capacite)
        session.execute(insert(Occupation).values(creneau_id=creneau_id, capacite=capacite, prises=0))
    unite.touche("creneau", creneau_id)
