"""Reads of the desk on a large base, against raw SQLite doing the same."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from benchmarks.mesure import Ligne, Ordres, chronometrer, contexte, depot_pres_de
from imuse_desk.domain.recherche import ENVERS
from imuse_desk.models import Eleve, Foyer
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.eleves import lire_lignes_eleves, lister_eleves, ouvrir_eleve
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.lectures.liste_familles import lire_lignes_familles, lister_familles
from imuse_desk.services.lectures.listes_dossiers import FIN, Filtre
from imuse_desk.services.lectures.recherche import rechercher
from imuse_desk.services.lectures.resume import resume_famille


def mesurer_recherche(ctx: Contexte, brut: sqlite3.Connection, alea: random.Random) -> Iterator[Ligne]:
    termes = [r[0] for r in brut.execute("SELECT cle FROM terme ORDER BY random() LIMIT 80")]
    frappes = [t[:n] for t in termes if t[0] != ENVERS for n in range(1, min(len(t), 9) + 1)]
    frappes += [t[n:0:-1] for t in termes if t[0] == ENVERS for n in range(4, len(t))]  # last digits of a phone
    alea.shuffle(frappes)
    requete = "SELECT objet_id FROM terme WHERE genre = ? AND cle >= ? AND cle < ? ORDER BY cle LIMIT 7"
    genres = ("foyer", "eleve", "personne", "cours", "enseignant")

    def plancher(mot: str) -> None:
        for genre in genres:
            brut.execute(requete, (genre, mot, mot + FIN)).fetchall()

    for mot in frappes[:20]:
        rechercher(ctx, mot)
    yield Ligne(
        f"recherche, {len(frappes)} frappes",
        [chronometrer(lambda m=mot: rechercher(ctx, m)) for mot in frappes],  # type: ignore[misc]
        [chronometrer(lambda m=mot: plancher(m)) for mot in frappes],  # type: ignore[misc]
        but=16,
    )


def mesurer_fiches(ctx: Contexte, brut: sqlite3.Connection, alea: random.Random, ordres: Ordres) -> Iterator[Ligne]:
    with ctx.lire() as session:
        foyers = alea.sample(list(session.execute(select(Foyer.id)).scalars()), 200)
        eleves = alea.sample(list(session.execute(select(Eleve.id)).scalars()), 200)

    def plancher(ident: int) -> None:
        brut.execute(
            "SELECT * FROM foyer JOIN lien ON foyer_id = foyer.id JOIN personne p ON p.id = personne_id "
            "WHERE foyer.id = ?",
            (ident,),
        ).fetchall()
        brut.execute("SELECT * FROM adresse WHERE foyer_id = ?", (ident,)).fetchall()

    brutes = [chronometrer(lambda i=i: plancher(i)) for i in foyers]  # type: ignore[misc]
    for nom, ouvrir, idents in (
        ("fiche famille", ouvrir_famille, foyers),
        ("fiche élève", ouvrir_eleve, eleves),
        ("résumé au guichet", resume_famille, foyers),
    ):
        ouvrir(ctx, idents[0])
        durees = [chronometrer(lambda i=i, o=ouvrir: o(ctx, i)) for i in idents]  # type: ignore[misc]
        nombre = max(ordres.de(lambda i=i, o=ouvrir: o(ctx, i)) for i in idents)  # type: ignore[misc]
        yield Ligne(nom, durees, brutes, note=f"{nombre} ordres SQL au plus")


def mesurer_listes(ctx: Contexte, brut: sqlite3.Connection, alea: random.Random) -> Iterator[Ligne]:
    site = ctx.site_id

    def plancher() -> None:
        brut.execute("SELECT id FROM foyer WHERE site_id = ? ORDER BY cle", (site,)).fetchall()

    brutes = [chronometrer(plancher) for _ in range(10)]
    for nom, filtre in (
        ("familles du site", Filtre()),
        ("familles, texte « mar »", Filtre(texte="mar")),
        ("familles, pièces manquantes", Filtre(pastilles=("pieces",))),
        ("familles sans réponse", Filtre(pastilles=("sans_reponse",))),
    ):
        lister_familles(ctx, filtre)
        n = len(lister_familles(ctx, filtre).ids)
        durees = [chronometrer(lambda f=filtre: lister_familles(ctx, f)) for _ in range(10)]  # type: ignore[misc]
        yield Ligne(f"{nom} ({n})", durees, brutes, but=150)
    for nom, filtre in (
        ("élèves du site", Filtre()),
        ("élèves, texte « a » (réseau)", Filtre(texte="a")),
        ("élèves inscrits", Filtre(pastilles=("inscrits",))),
        ("élèves par naissance", Filtre(tri="naissance")),
    ):
        lister_eleves(ctx, filtre)
        n = len(lister_eleves(ctx, filtre).ids)
        durees = [chronometrer(lambda f=filtre: lister_eleves(ctx, f)) for _ in range(10)]  # type: ignore[misc]
        yield Ligne(f"{nom} ({n})", durees, brutes, but=150)
    for nom, lire, ids in (
        ("page de 100 familles", lire_lignes_familles, lister_familles(ctx).ids),
        ("page de 100 élèves", lire_lignes_eleves, lister_eleves(ctx).ids),
    ):
        debuts = [alea.randrange(max(1, len(ids) - 100)) for _ in range(30)]
        durees = [chronometrer(lambda d=d, f=lire, s=ids: f(ctx, s[d : d + 100])) for d in debuts]  # type: ignore[misc]
        yield Ligne(nom, durees, brutes)


def mesurer(chemin: Path) -> Iterator[Ligne]:
    """Search, cards and lists of a base."""
    base = Base.ouvrir(lire_url(str(chemin)))
    alea = random.Random(7)
    ctx = contexte(base, depot_pres_de(chemin))
    with closing(sqlite3.connect(f"file:{chemin}?mode=ro", uri=True)) as brut:
        yield from mesurer_recherche(ctx, brut, alea)
        yield from mesurer_fiches(ctx, brut, alea, Ordres(base))
        yield from mesurer_listes(ctx, brut, alea)
    base.fermer()
