"""Words of the letters about absences: the step's text merged with the lessons missed, for real or as an example."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from imuse_desk.domain.dates import JOURS_ABREGES, date_fr, heure_fr
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Eleve, Lien
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.envoi_selection import fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import (
    Destinataire,
    Modele,
    TexteFusionne,
    TexteModele,
    enumerer,
    fusionner,
)
from imuse_desk.services.suivi.etapes import CourrierDu, LeconManquee
from imuse_desk.services.suivi.paliers import PalierVu, paliers_de

DELAI_REPONSE = timedelta(days=10)
NOMBRES = ("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")


@cas_d_usage(Permission.ENVOYER_COURRIER)
def fusionner_dus(ctx: Contexte, dus: Sequence[CourrierDu]) -> dict[tuple[int, int, int], TexteFusionne]:
    """The letter of each pupil and household, in the words of its step."""
    with ctx.lire() as session:
        paliers = paliers_de(session, ctx.site_id)
    textes: dict[tuple[int, int, int], TexteFusionne] = {}
    for vague in _vagues(dus):
        propres = {d.foyer_id: champs_de(ctx.aujourdhui(), d.palier, paliers, d.lecons, d) for d in vague}
        qui = [Destinataire(d.foyer_id, (d.eleve_id,)) for d in vague]
        cles = {q: d.cle for q, d in zip(qui, vague, strict=True)}
        faits = fusionner_par_morceaux(ctx, vague[0].palier, qui, propres)
        textes |= {cles[t.destinataire]: t for t in faits}
    return textes


def _vagues(dus: Sequence[CourrierDu]) -> Iterator[list[CourrierDu]]:
    """Letters of one step, each household once: what a letter says of itself is merged by household."""
    restent = list(dus)
    while restent:
        vus: set[int] = set()
        rang = restent[0].palier.rang
        vague = []
        for du in restent:
            if du.palier.rang == rang and du.foyer_id not in vus:
                vus.add(du.foyer_id)
                vague.append(du)
        faits = {d.cle for d in vague}
        restent = [d for d in restent if d.cle not in faits]
        yield vague


@cas_d_usage(Permission.ENVOYER_COURRIER)
def fusionner_exemple(ctx: Contexte, modele: Modele, qui: Sequence[Destinataire]) -> tuple[TexteFusionne, ...]:
    """How a step being typed reads for somebody, with lessons made up. Raises what ``fusionner`` raises."""
    foyers = [t.foyer_id for t in fusionner(ctx, TexteModele("", ""), qui)]
    if not foyers:
        return ()
    with ctx.lire() as session:
        paliers = paliers_de(session, ctx.site_id)
        un = {f: session.scalars(_premier_eleve(f)).first() for f in foyers}
    seuls = [
        Destinataire(f, q.eleve_ids or ((eleve_id,) if (eleve_id := un[f]) is not None else ()))
        for f, q in zip(foyers, qui, strict=False)
    ]  # fmt: skip
    hier = datetime.combine(ctx.aujourdhui() - timedelta(days=1), datetime.min.time().replace(hour=17, minute=30))
    lecons = [
        LeconManquee(0, hier - timedelta(weeks=n), "Formation musicale 1.3", "Odile Kervran", "") for n in (2, 1, 0)
    ]
    propres = champs_de(ctx.aujourdhui(), paliers[0], paliers, lecons)
    return fusionner(ctx, modele, seuls, dict.fromkeys(foyers, propres))


def _premier_eleve(foyer_id: int) -> Any:
    """A letter about absences speaks of one pupil."""
    return (
        select(Eleve.id)
        .join(Lien, Lien.personne_id == Eleve.personne_id)
        .where(Lien.foyer_id == foyer_id, Lien.au_le.is_(None), Eleve.archive_a.is_(None))
        .order_by(Lien.rang, Lien.id)
    )


def champs_de(
    jour: date, palier: PalierVu, paliers: Sequence[PalierVu], lecons: Sequence[LeconManquee],
    du: CourrierDu | None = None,
) -> Mapping[str, str]:  # fmt: skip
    """What a letter about absences alone says."""
    suivant = next((p for p in paliers if p.rang > palier.rang), palier)
    precedent_le = du.precedent_le if du is not None else None
    return {
        "absence.lecons": f"{en_lettres(len(lecons))} cours",
        "absence.liste": lister(lecons),
        "absence.cours": enumerer([x.cours for x in lecons]),
        "absence.limite": date_fr(jour + DELAI_REPONSE),
        "absence.precedent": (
            f"Notre dernier courrier à ce sujet est du {date_fr(precedent_le)}." if precedent_le is not None else ""
        ),
        "absence.suivant": f"{en_lettres(suivant.seuil, feminin=True)} absence{'s' if suivant.seuil > 1 else ''}",
    }


def lister(lecons: Sequence[LeconManquee]) -> str:
    """One line a lesson, as an e-mail shows them; the paper makes a table of these lines."""
    return "\n".join(f"– {quand(x.a)}\u00a0: {_quoi(x)}" for x in lecons)


def quand(a: datetime) -> str:
    """``mar. 06/01/2026, 17:30``."""
    return f"{JOURS_ABREGES[a.weekday()]} {date_fr(a.date())}, {heure_fr(a.time())}"


def _quoi(lecon: LeconManquee) -> str:
    return f"{lecon.cours} ({lecon.professeur})" if lecon.professeur else lecon.cours


def en_lettres(nombre: int, *, feminin: bool = False) -> str:
    """A small number in words; figures from thirteen on."""
    if nombre == 1 and feminin:
        return "une"
    return NOMBRES[nombre] if 0 < nombre < len(NOMBRES) else str(nombre)
