"""Reads of the desk on a large base, against raw SQLite doing the same: ``python -m benchmarks.lectures BASE.db``.

The base is made by ``imuse-desk demo --base BASE.db --familles 20000 --annees 5``.
"""

import random
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from imuse_desk.domain.recherche import ENVERS
from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Depot
from imuse_desk.models import Annee, Eleve, Foyer, Site
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.eleves import lire_lignes_eleves, lister_eleves, ouvrir_eleve
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.lectures.liste_familles import lire_lignes_familles, lister_familles
from imuse_desk.services.lectures.listes_dossiers import FIN, Filtre
from imuse_desk.services.lectures.recherche import rechercher
from imuse_desk.services.lectures.resume import resume_famille


def contexte(base: Base, dossier: Path) -> Contexte:
    with base.lire() as session:
        site = session.execute(select(Site.id).order_by(Site.id)).scalars().first()
        annee = session.execute(select(Annee.id).where(Annee.etat == "ouverte")).scalars().first()
    assert site is not None
    assert annee is not None
    roles = {site: frozenset({Role.SECRETARIAT})}
    return Contexte(base, Depot(dossier), "Banc", 1, roles, site, annee, "banc")


def chronometrer(faire: Callable[[], Any]) -> float:
    debut = time.perf_counter()
    faire()
    return (time.perf_counter() - debut) * 1000


def p95(durees: list[float]) -> float:
    return sorted(durees)[int(len(durees) * 0.95)]


def dire(nom: str, durees: list[float], brut: list[float], ordres: str = "") -> None:
    milieu, haut, plancher = sorted(durees)[len(durees) // 2], p95(durees), p95(brut)
    ratio = f"{haut / plancher:6.1f} x brut ({plancher:.2f} ms)"
    print(f"{nom:<38} médiane {milieu:7.2f} ms   p95 {haut:7.2f} ms   {ratio}  {ordres}")


class Compteur:
    def __init__(self, base: Base) -> None:
        self.n = 0
        event.listen(base.moteur, "before_cursor_execute", self._noter)

    def _noter(self, *arguments: Any) -> None:
        self.n += arguments[2].lstrip()[:6].upper() == "SELECT"

    def de(self, faire: Callable[[], Any]) -> int:
        self.n = 0
        faire()
        return self.n


def mesurer_recherche(ctx: Contexte, brut: sqlite3.Connection, alea: random.Random) -> None:
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
    dire(
        f"recherche, {len(frappes)} frappes",
        [chronometrer(lambda m=mot: rechercher(ctx, m)) for mot in frappes],  # type: ignore[misc]
        [chronometrer(lambda m=mot: plancher(m)) for mot in frappes],  # type: ignore[misc]
    )


def mesurer_fiches(ctx: Contexte, brut: sqlite3.Connection, alea: random.Random, compteur: Compteur) -> None:
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
        ordres = max(compteur.de(lambda i=i, o=ouvrir: o(ctx, i)) for i in idents)  # type: ignore[misc]
        dire(nom, durees, brutes, f"{ordres} ordres SQL au plus")


def mesurer_listes(ctx: Contexte, brut: sqlite3.Connection, alea: random.Random) -> None:
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
        dire(f"{nom} ({n})", durees, brutes)
    for nom, filtre in (
        ("élèves du site", Filtre()),
        ("élèves, texte « a » (réseau)", Filtre(texte="a")),
        ("élèves inscrits", Filtre(pastilles=("inscrits",))),
        ("élèves par naissance", Filtre(tri="naissance")),
    ):
        lister_eleves(ctx, filtre)
        n = len(lister_eleves(ctx, filtre).ids)
        durees = [chronometrer(lambda f=filtre: lister_eleves(ctx, f)) for _ in range(10)]  # type: ignore[misc]
        dire(f"{nom} ({n})", durees, brutes)
    for nom, lire, ids in (
        ("page de 100 familles", lire_lignes_familles, lister_familles(ctx).ids),
        ("page de 100 élèves", lire_lignes_eleves, lister_eleves(ctx).ids),
    ):
        debuts = [alea.randrange(max(1, len(ids) - 100)) for _ in range(30)]
        durees = [chronometrer(lambda d=d, f=lire, s=ids: f(ctx, s[d : d + 100])) for d in debuts]  # type: ignore[misc]
        dire(nom, durees, brutes)


def main() -> None:
    chemin = Path(sys.argv[1])
    base = Base.ouvrir(lire_url(str(chemin)))
    brut = sqlite3.connect(f"file:{chemin}?mode=ro", uri=True)
    alea = random.Random(7)
    ctx = contexte(base, chemin.parent)
    compteur = Compteur(base)
    mesurer_recherche(ctx, brut, alea)
    mesurer_fiches(ctx, brut, alea, compteur)
    mesurer_listes(ctx, brut, alea)
    base.fermer()


if __name__ == "__main__":
    main()
