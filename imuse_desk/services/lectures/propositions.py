"""What a field proposes while it is typed: towns, schools and professions that the base already knows."""

from collections.abc import Iterable

from sqlalchemy import func, select

from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import Adresse, CommuneTerritoire, Ecole, Eleve, Personne
from imuse_desk.services.contexte import Contexte, cas_d_usage

MAXIMUM = 8
Ville = tuple[str, str]
"""Postcode and name."""


@cas_d_usage(Permission.CONSULTER)
def proposer_villes(ctx: Contexte, texte: str) -> tuple[Ville, ...]:
    """Towns of the families, the schools and the territory whose postcode or name begins so, the most used first."""
    comptes: dict[Ville, int] = {}
    with ctx.lire() as session:
        for table in (Adresse, CommuneTerritoire, Ecole):
            for cp, ville, n in session.execute(
                select(table.cp, table.ville, func.count()).where(table.ville != "").group_by(table.cp, table.ville)
            ):
                comptes[cp, ville] = comptes.get((cp, ville), 0) + n
    debut = plier(texte)
    if texte.strip().isdecimal():
        trouvees = [v for v in comptes if v[0].startswith(texte.strip())]
    else:
        trouvees = [v for v in comptes if plier(v[1]).startswith(debut)]
    return tuple(sorted(trouvees, key=lambda v: (-comptes[v], v[1], v[0]))[:MAXIMUM])


@cas_d_usage(Permission.CONSULTER)
def proposer_ecoles(ctx: Contexte, texte: str) -> tuple[Ville, ...]:
    """Schools whose name has every word typed, (name, town): those of the list, then those written on cards."""
    mots = plier(texte).split()
    requete = select(Ecole.nom, Ecole.ville).where(Ecole.archive_a.is_(None)).order_by(Ecole.cle, Ecole.ville)
    for mot in mots:
        requete = requete.where(Ecole.cle.contains(mot, autoescape=True))
    with ctx.lire() as session:
        trouvees = [(nom, ville) for nom, ville in session.execute(requete.limit(MAXIMUM))]
        ecrites = session.execute(
            select(Eleve.etablissement_scolaire, func.count())
            .where(Eleve.etablissement_scolaire != "")
            .group_by(Eleve.etablissement_scolaire)
        ).all()
    listees = {plier(nom) for nom, _ in trouvees}
    for nom, _ in sorted(ecrites, key=lambda e: (-e[1], e[0])):
        cle = plier(nom)
        if cle not in listees and all(mot in cle for mot in mots):
            trouvees.append((nom, ""))
    return tuple(trouvees[:MAXIMUM])


@cas_d_usage(Permission.CONSULTER)
def proposer_professions(ctx: Contexte, texte: str) -> tuple[str, ...]:
    """Professions already written that have a word beginning so, the most used first."""
    with ctx.lire() as session:
        lues = session.execute(
            select(Personne.profession, func.count()).where(Personne.profession != "").group_by(Personne.profession)
        ).all()
    debut = plier(texte)
    gardees = [(n, mots) for mots, n in lues if _a_un_mot(plier(mots).split(), debut)]
    return tuple(mots for n, mots in sorted(gardees, key=lambda g: (-g[0], g[1]))[:MAXIMUM])


def _a_un_mot(mots: Iterable[str], debut: str) -> bool:
    return any(mot.startswith(debut) for mot in mots)
