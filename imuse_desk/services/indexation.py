"""Search terms of persons, households and courses, rewritten by the use case that saves them.

A household is found by its number and by its adults (names, phones, e-mails); a pupil, a teacher and an adult who is
not the head of a household by their own names, phones and e-mail; a course by its label, code and discipline.
"""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from imuse_desk.domain.recherche import termes_libelle, termes_personne
from imuse_desk.infra.saisie.telephones import numero_seul
from imuse_desk.models import Cours, Discipline, Eleve, Enseignant, Foyer, Lien, Personne, Terme

FOYER, ELEVE, PERSONNE, COURS, ENSEIGNANT = "foyer", "eleve", "personne", "cours", "enseignant"


def remplacer_termes(session: Session, genre: str, ident: int, termes: Iterable[str]) -> None:
    """Make these the terms of an object; only what differs is written."""
    avant = set(session.execute(select(Terme.cle).where(Terme.genre == genre, Terme.objet_id == ident)).scalars())
    apres = set(termes)
    if avant - apres:
        session.execute(
            delete(Terme).where(Terme.genre == genre, Terme.objet_id == ident, Terme.cle.in_(avant - apres))
        )
    if apres - avant:
        lignes = [{"genre": genre, "cle": cle, "objet_id": ident} for cle in sorted(apres - avant)]
        session.execute(insert(Terme), lignes)


def termes_de(personne: Personne) -> frozenset[str]:
    """Terms of one person."""
    telephones = (personne.tel_domicile, personne.mobile, personne.tel_pro)
    return termes_personne(
        personne.nom,
        personne.prenom,
        telephones=tuple(numero_seul(t) for t in telephones if t),
        email=personne.email,
    )


def indexer_foyer(session: Session, foyer_id: int) -> None:
    """Write the terms of a household and of its adults who are not its head; an archived one is still found."""
    session.flush()
    foyer = session.get_one(Foyer, foyer_id)
    adultes = session.execute(
        select(Personne)
        .join(Lien, Lien.personne_id == Personne.id)
        .where(Lien.foyer_id == foyer_id, Lien.au_le.is_(None), Lien.role != "enfant")
        .order_by(Lien.rang, Lien.id)
    ).scalars()
    termes = {foyer.numero}
    for rang, adulte in enumerate(adultes):
        siens = termes_de(adulte)
        termes |= siens
        remplacer_termes(session, PERSONNE, adulte.id, siens if rang else ())
    remplacer_termes(session, FOYER, foyer_id, termes)


def oublier_adulte(session: Session, personne_id: int) -> None:
    """Drop an adult's own terms once no household has the person as an adult any more."""
    session.flush()
    reste = select(Lien.id).where(Lien.personne_id == personne_id, Lien.au_le.is_(None), Lien.role != "enfant")
    if session.execute(reste).first() is None:
        remplacer_termes(session, PERSONNE, personne_id, ())


def indexer_personne(session: Session, personne_id: int) -> None:
    """Write the terms of a person as pupil and teacher, and those of the households where the person is an adult."""
    session.flush()
    personne = session.get_one(Personne, personne_id)
    termes = termes_de(personne)
    eleve_id = session.execute(select(Eleve.id).where(Eleve.personne_id == personne_id)).scalar()
    if eleve_id is not None:
        remplacer_termes(session, ELEVE, eleve_id, termes)
    enseignant_id = session.execute(select(Enseignant.id).where(Enseignant.personne_id == personne_id)).scalar()
    if enseignant_id is not None:
        remplacer_termes(session, ENSEIGNANT, enseignant_id, termes)
    foyers = session.execute(select(Lien.foyer_id).where(Lien.personne_id == personne_id, Lien.role != "enfant"))
    for foyer_id in sorted(set(foyers.scalars())):
        indexer_foyer(session, foyer_id)


def indexer_cours(session: Session, cours_id: int) -> None:
    """Write the terms of a course."""
    session.flush()
    libelle, code, discipline = session.execute(
        select(Cours.libelle, Cours.code, Discipline.libelle)
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .where(Cours.id == cours_id)
    ).one()
    remplacer_termes(session, COURS, cours_id, termes_libelle(libelle, code) | termes_libelle(discipline))
