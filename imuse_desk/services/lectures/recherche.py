"""The global search: families, pupils, persons, courses and teachers from the first letter, in three statements.

A prefix range scan of ``terme``, one range a kind, gives the ids; two more statements give their words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from sqlalchemy import bindparam, exists, literal, null, select, union_all
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import age
from imuse_desk.domain.recherche import prefixes_requete
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import (
    Adresse,
    Cours,
    Eleve,
    Enseignant,
    Foyer,
    Inscription,
    Lien,
    Personne,
    PieceEmise,
    Site,
    Terme,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.eleves import lister_mes_eleves
from imuse_desk.services.lectures.listes_dossiers import FIN, en_capitales

GENRES = ("foyer", "eleve", "personne", "cours", "enseignant")
_NUMERO_DE_PIECE = re.compile(r"[0-9A-Z]{1,6}[A-Z]{1,3}[0-9]{3,}")
TERMES_PAR_OBJET = 6  # terms of one object that may begin alike


TITRES = {
    "foyer": "Familles",
    "eleve": "Élèves",
    "personne": "Autres adultes",
    "cours": "Cours",
    "enseignant": "Enseignants",
}


@dataclass(frozen=True, slots=True)
class Trouve:
    """One line: strong words (``VALMONT``), the rest (``Lina``), what tells it apart, and a word on the right."""

    genre: str
    id: int
    fort: str
    suite: str = ""
    detail: str = ""
    droite: str = ""
    ton: str = "neutral"
    foyer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Groupe:
    """Results of one kind; ``total`` is their number, ``6 +`` when more exist than are shown."""

    genre: str
    lignes: tuple[Trouve, ...]
    a_plus: bool = False

    @property
    def titre(self) -> str:
        """Heading of the group."""
        return TITRES[self.genre]

    @property
    def total(self) -> str:
        """The count beside the heading."""
        return f"{len(self.lignes)}\u00a0+" if self.a_plus else str(len(self.lignes))


@dataclass(frozen=True, slots=True)
class Resultats:
    """What was found, in the order families, pupils, persons, courses, teachers; empty kinds are left out."""

    groupes: tuple[Groupe, ...]

    @property
    def total(self) -> int:
        """How many lines are shown."""
        return sum(len(g.lignes) for g in self.groupes)


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def rechercher(ctx: Contexte, texte: str, limite: int = 6) -> Resultats:
    """Search the network by name (either order), phone, e-mail, number, course, number of an invoice or a receipt.

    A teacher finds own pupils alone.
    """
    prefixes = prefixes_requete(texte)
    if not prefixes:
        return Resultats(())
    if not ctx.peut(Permission.CONSULTER):
        return _parmi_les_siens(ctx, plier(texte), limite)
    with ctx.lire() as session:
        trouves = _trouver(session, ctx, prefixes, limite)
        pieces = _foyers_des_pieces(session, texte)
        if pieces:
            trouves["foyer"] = list(dict.fromkeys((*pieces, *trouves.get("foyer", ()))))
        ids = {genre: tuple(idents[:limite]) for genre, idents in trouves.items()}
        mots = _mots(session, ids) if ids else {}
        seconds = _seconds(session, ctx, ids) if ids else {}
    groupes = []
    for genre in GENRES:
        lignes = [
            _resultat(ctx, genre, i, mots[genre, i], seconds.get((genre, i), []))
            for i in ids.get(genre, ())
            if (genre, i) in mots
        ]
        if genre == "foyer":
            lignes = [replace(x, droite=pieces.get(x.id, x.droite)) for x in lignes]
        if lignes:
            groupes.append(Groupe(genre, tuple(lignes), len(trouves[genre]) > limite))
    return Resultats(tuple(groupes))


def _recherche_de(genre: str) -> Any:
    """One kind's range scan; the statement is built once, only its values change from key to key."""
    requete = select(Terme.genre, Terme.objet_id, Terme.cle).where(
        Terme.genre == genre, Terme.cle >= bindparam("debut"), Terme.cle < bindparam("fin")
    )
    if genre == "cours":
        requete = requete.where(exists().where(Cours.id == Terme.objet_id, Cours.annee_id == bindparam("annee")))
    return select(requete.order_by(Terme.cle).limit(bindparam("combien")).subquery())


_TERMES = union_all(*(_recherche_de(genre) for genre in GENRES))


def _parmi(colonne: Any, genre: str) -> Any:
    return colonne.in_(bindparam(f"ids_{genre}", expanding=True))


def _du_genre(genre: str, classe: Any) -> Any:
    return (
        select(literal(genre), classe.id, Personne.nom, Personne.prenom, Personne.naissance_le, null())
        .join(Personne, Personne.id == classe.personne_id)
        .where(_parmi(classe.id, genre))
    )


_MOTS: Any = union_all(
    select(literal("foyer"), Foyer.id, Personne.nom, Personne.prenom, Personne.naissance_le, Foyer.id)
    .join(Lien, (Lien.foyer_id == Foyer.id) & Lien.au_le.is_(None) & (Lien.rang == 0) & (Lien.role != "enfant"))
    .join(Personne, Personne.id == Lien.personne_id)
    .where(_parmi(Foyer.id, "foyer")),
    _du_genre("eleve", Eleve),
    _du_genre("enseignant", Enseignant),
    select(literal("personne"), Personne.id, Personne.nom, Personne.prenom, Personne.naissance_le, Lien.foyer_id)
    .join(Lien, (Lien.personne_id == Personne.id) & Lien.au_le.is_(None))
    .where(_parmi(Personne.id, "personne")),
    select(literal("cours"), Cours.id, Cours.libelle, Cours.code, null(), null()).where(_parmi(Cours.id, "cours")),
)

_SECONDS: Any = union_all(
    select(literal("foyer"), Lien.foyer_id, Personne.prenom, literal(0), Personne.naissance_le)
    .join(Personne, Personne.id == Lien.personne_id)
    .join(Eleve, Eleve.personne_id == Personne.id)
    .where(_parmi(Lien.foyer_id, "foyer"), Lien.au_le.is_(None), Eleve.archive_a.is_(None)),
    select(literal("foyer"), Adresse.foyer_id, Adresse.ville, literal(1), null()).where(
        _parmi(Adresse.foyer_id, "foyer"), Adresse.au_le.is_(None), Adresse.ville != "", ~Adresse.est_confidentielle
    ),
    select(literal("eleve"), Inscription.eleve_id, Cours.libelle, literal(0), null())
    .join(Cours, Cours.id == Inscription.cours_id)
    .where(
        _parmi(Inscription.eleve_id, "eleve"),
        Inscription.annee_id + 0 == bindparam("annee"),
        Inscription.etat == "active",
    ),
    select(literal("personne"), Lien.personne_id, Foyer.libelle, literal(2), null())
    .join(Foyer, Foyer.id == Lien.foyer_id)
    .where(_parmi(Lien.personne_id, "personne"), Lien.au_le.is_(None)),
    select(literal("cours"), Cours.id, Site.nom, literal(0), null())
    .join(Site, Site.id == Cours.site_id)
    .where(_parmi(Cours.id, "cours")),
)


def _trouver(session: Session, ctx: Contexte, prefixes: Sequence[str], limite: int) -> dict[str, list[int]]:
    """Ids by kind in the order of their terms, at most one more than shown; what was looked for takes turns."""
    trouves: defaultdict[str, list[dict[int, None]]] = defaultdict(lambda: [{} for _ in prefixes])
    combien = (limite + 1) * TERMES_PAR_OBJET
    for rang, prefixe in enumerate(prefixes):
        valeurs = {"debut": prefixe, "fin": prefixe + FIN, "annee": ctx.annee_id, "combien": combien}
        for genre, ident, _ in session.execute(_TERMES, valeurs):
            trouves[genre][rang][ident] = None
    return {genre: _tour_a_tour(idents)[: limite + 1] for genre, idents in trouves.items()}


def _foyers_des_pieces(session: Session, texte: str) -> dict[int, str]:
    """The household of the invoice, credit note or receipt whose whole number was typed, spaces or not."""
    numero = re.sub(r"[^0-9A-Z]", "", texte.upper())
    if not _NUMERO_DE_PIECE.fullmatch(numero):
        return {}
    requete = select(PieceEmise.foyer_id, PieceEmise.affiche).where(PieceEmise.affiche == numero)
    return {foyer_id: affiche for foyer_id, affiche in session.execute(requete)}  # noqa: C416  a row is no pair for mypy


def _tour_a_tour(listes: Sequence[Iterable[int]]) -> list[int]:
    """The first of each list, then the second of each, each id once."""
    tours = zip_longest(*listes)
    return list(dict.fromkeys(ident for tour in tours for ident in tour if ident is not None))


def _mots(session: Session, ids: dict[str, tuple[int, ...]]) -> dict[tuple[str, int], Any]:
    """Name, first name, birth date and household of each object, in one statement."""
    mots: dict[tuple[str, int], Any] = {}
    for ligne in session.execute(_MOTS, {f"ids_{genre}": ids.get(genre, ()) for genre in GENRES}):
        mots.setdefault((ligne[0], ligne[1]), ligne)
    return mots


def _seconds(session: Session, ctx: Contexte, ids: dict[str, tuple[int, ...]]) -> dict[tuple[str, int], list[str]]:
    """What tells each object apart: children and town, courses, family, site; the first digit orders them."""
    genres = ("foyer", "eleve", "personne", "cours")
    valeurs = {"annee": ctx.annee_id} | {f"ids_{genre}": ids.get(genre, ()) for genre in genres}
    seconds: defaultdict[tuple[str, int], list[tuple[int, str, str]]] = defaultdict(list)
    for genre, ident, mot, rang, naissance in session.execute(_SECONDS, valeurs):
        seconds[genre, ident].append((rang, str(naissance or ""), mot))
    return {cle: [f"{rang}{mot}" for rang, _, mot in sorted(mots)] for cle, mots in seconds.items()}


def _resultat(ctx: Contexte, genre: str, ident: int, mots: Any, seconds: list[str]) -> Trouve:
    _, _, nom, prenom, naissance, foyer_id = mots
    premiers = ", ".join(dict.fromkeys(s[1:] for s in seconds if s[0] == "0"))
    lieux = [s[1:] for s in seconds if s[0] == "1"]
    familles = [f"famille {s[1:]}" for s in seconds if s[0] == "2"]
    detail = " · ".join(x for x in (premiers, *lieux[:1], *familles[:1]) if x)
    droite = ""
    if genre == "eleve" and naissance is not None:
        droite = _annees(age(naissance, ctx.aujourdhui()))
    fort = nom if genre == "cours" else en_capitales(nom)
    return Trouve(genre, ident, fort, prenom, detail, droite, foyer_id=foyer_id)


def _annees(ans: int) -> str:
    return f"{ans} an{'s' if ans > 1 else ''}"


def _parmi_les_siens(ctx: Contexte, prefixe: str, limite: int) -> Resultats:
    """A teacher's search: own pupils by either order of names, nothing of their families."""
    trouves = [
        Trouve("eleve", e.id, en_capitales(e.nom), e.prenom, droite="" if e.age is None else _annees(e.age))
        for e in lister_mes_eleves(ctx)
        if plier(f"{e.nom} {e.prenom}").startswith(prefixe) or plier(f"{e.prenom} {e.nom}").startswith(prefixe)
    ]
    if not trouves:
        return Resultats(())
    return Resultats((Groupe("eleve", tuple(trouves[:limite]), len(trouves) > limite),))
