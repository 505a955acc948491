"""The tables of evaluation that the program ships, and how a site takes them.

What the site already has under the same words is left as it is, archived or not; the periods of a year come from the
year before's where it had some.
"""

import uuid
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.roles import Permission
from imuse_desk.infra.saisie.grilles import lire_yaml
from imuse_desk.models import (
    Annee,
    Bareme,
    Critere,
    Discipline,
    MotEvaluation,
    PeriodeEvaluation,
    Phrase,
    TypeEvaluation,
)
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage


@cache
def tables_livrees() -> dict[str, Any]:
    """Scales, kinds and criteria, periods, words, phrases."""
    texte = (files("imuse_desk.resources") / "evaluations.yaml").read_text(encoding="utf-8")
    lues: Any = lire_yaml(texte, "evaluations.yaml")
    return dict(lues)


def jour_de_l_annee(annee: Annee, mois_jour: str) -> date:
    """A day written ``02-15`` in a school year, never out of it; 29 February, which most years lack, is the 28th."""
    mois, jour = (int(n) for n in mois_jour.replace("02-29", "02-28").split("-"))
    an = annee.debut_le.year + (0 if (mois, jour) >= (annee.debut_le.month, annee.debut_le.day) else 1)
    return min(max(date(an, mois, jour), annee.debut_le), annee.fin_le)


@cas_d_usage(Permission.MODIFIER_TARIF)
def reprendre_tables(ctx: Contexte, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Add the shipped tables that the site lacks, and the periods of the year; how many rows is the result."""

    def ecrire(unite: Unite) -> int:
        session = unite.session
        n = _baremes(session, ctx.site_id) + _types(session, ctx.site_id)
        n += _mots(session, ctx.site_id) + _periodes(session, ctx)
        session.flush()
        for genre in ("bareme", "type_evaluation", "critere", "periode_evaluation", "mot_evaluation", "phrase"):
            unite.touche(genre, 0)
        return n

    return ctx.ecrire("reprendre_tables_evaluation", ecrire, operation_id)


def _siens(session: Session, colonne: Any, *ou: Any) -> set[Any]:
    return set(session.scalars(select(colonne).where(*ou)))


def _baremes(session: Session, site_id: int) -> int:
    siens = _siens(session, Bareme.libelle, Bareme.site_id == site_id)
    nouveaux = [b for b in tables_livrees()["baremes"] if b["libelle"] not in siens]
    session.add_all(Bareme(site_id=site_id, **b) for b in nouveaux)
    session.flush()
    return len(nouveaux)


def _types(session: Session, site_id: int) -> int:
    """Kinds with their criteria; one for a discipline that the network does not teach is left out."""
    siens = _siens(session, TypeEvaluation.libelle, TypeEvaluation.site_id == site_id)
    baremes: dict[str, int] = dict(
        iter(session.execute(select(Bareme.libelle, Bareme.id).where(Bareme.site_id == site_id)))
    )
    disciplines: dict[str, int] = dict(iter(session.execute(select(Discipline.code, Discipline.id))))
    n = 0
    for ordre, livre in enumerate(tables_livrees()["types"], start=1):
        discipline = livre.get("discipline")
        if livre["libelle"] in siens or (discipline is not None and discipline not in disciplines):
            continue
        genre = TypeEvaluation(
            site_id=site_id, libelle=livre["libelle"], est_individuelle=livre.get("est_individuelle"), ordre=ordre,
            discipline_id=disciplines[discipline] if discipline is not None else None,
        )  # fmt: skip
        session.add(genre)
        session.flush()
        for rang, critere in enumerate(livre["criteres"], start=1):
            session.add(
                Critere(
                    type_id=genre.id, libelle=critere["libelle"], bareme_id=baremes[critere["bareme"]],
                    poids=critere["poids"], ordre=rang,
                )
            )  # fmt: skip
        n += 1 + len(livre["criteres"])
    return n


def _mots(session: Session, site_id: int) -> int:
    lus = session.execute(select(MotEvaluation.genre, MotEvaluation.libelle).where(MotEvaluation.site_id == site_id))
    siens = {(genre, libelle) for genre, libelle in lus}
    nouveaux = [
        MotEvaluation(site_id=site_id, genre=genre, ordre=ordre, **mot)
        for genre, mots in tables_livrees()["mots"].items()
        for ordre, mot in enumerate(mots, start=1)
        if (genre, mot["libelle"]) not in siens
    ]
    textes = _siens(session, Phrase.texte, Phrase.site_id == site_id, Phrase.enseignant_id.is_(None))
    phrases = [
        Phrase(site_id=site_id, texte=texte, ordre=ordre)
        for ordre, texte in enumerate(tables_livrees()["phrases"], start=1)
        if texte not in textes
    ]
    session.add_all([*nouveaux, *phrases])
    return len(nouveaux) + len(phrases)


def _periodes(session: Session, ctx: Contexte) -> int:
    """None where the year has some already, archived or not."""
    ou = (PeriodeEvaluation.site_id == ctx.site_id, PeriodeEvaluation.annee_id == ctx.annee_id)
    if session.execute(select(PeriodeEvaluation.id).where(*ou).limit(1)).first() is not None:
        return 0
    annee = session.get_one(Annee, ctx.annee_id)
    nouvelles = _precedentes(session, ctx.site_id, annee) or [
        {
            "libelle": p["libelle"],
            "genre": p["genre"],
            "du_le": jour_de_l_annee(annee, p["du"]),
            "au_le": jour_de_l_annee(annee, p["au"]),
            "saisie_jusqu_au": jour_de_l_annee(annee, p["saisie"]),
        }
        for p in tables_livrees()["periodes"]
    ]
    session.add_all(PeriodeEvaluation(site_id=ctx.site_id, annee_id=annee.id, **p) for p in nouvelles)
    return len(nouvelles)


def _precedentes(session: Session, site_id: int, annee: Annee) -> list[dict[str, Any]]:
    """Those of the latest year before that has some, on the same days of this one."""
    lues = session.execute(
        select(PeriodeEvaluation)
        .join(Annee, Annee.id == PeriodeEvaluation.annee_id)
        .where(
            PeriodeEvaluation.site_id == site_id,
            PeriodeEvaluation.archive_a.is_(None),
            Annee.debut_le < annee.debut_le,
        )
        .order_by(Annee.debut_le.desc(), PeriodeEvaluation.du_le)
    ).scalars()
    anciennes = list(lues)

    def meme_jour(jour: date | None) -> date | None:
        return jour_de_l_annee(annee, f"{jour:%m-%d}") if jour else None

    return [
        {
            "libelle": p.libelle, "genre": p.genre, "cursus_id": p.cursus_id, "du_le": meme_jour(p.du_le),
            "au_le": meme_jour(p.au_le), "saisie_jusqu_au": meme_jour(p.saisie_jusqu_au),
        }
        for p in anciennes if p.annee_id == anciennes[0].annee_id
    ]  # fmt: skip
