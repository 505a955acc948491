"""Words of the copies for partner schools. Qt-free."""

from collections import Counter
from collections.abc import Sequence

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.relances import Canal
from imuse_desk.services.suivi.copies_ecoles import Copiees
from imuse_desk.services.suivi.ecoles import EcoleVue
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce, vide

COPIES = Mots("copie", "copies", est_feminin=True)
ETABLISSEMENTS = Mots("établissement", "établissements")
CANAUX = [(Canal.COURRIEL, "Courriel, sinon lettre"), (Canal.LETTRE, "Lettre")]
NOMS_MAX = 6
COLONNES = (
    Colonne("ecole", "Établissement", 200, est_etirable=True),
    Colonne("partenaire", "Partenaire", 100),
    Colonne("eleves", "Élèves", 66, "droite", nature=Nature.NOMBRE),
    Colonne("absences", "Absences", 82, "droite", nature=Nature.NOMBRE),
    Colonne("bulletins", "Bulletins", 80, "droite", nature=Nature.NOMBRE),
    Colonne("par", "Par", 250),
    Colonne("derniere", "Informé jusqu’au", 136, nature=Nature.DATE),
)


def cellules(ecole: EcoleVue, voulu: Canal) -> Sequence[Cellule]:
    """A school and what it would be sent."""
    canal = ecole.canal(voulu)
    if canal is None:
        par = puce("Adresse incomplète", "warn", "warning")
    else:
        par = Cellule(ecole.courriel if canal is Canal.COURRIEL else "Lettre", Genre.SECOND)
    return (
        Cellule(ecole.nom, Genre.FORT, second=ecole.ville),
        Cellule(", ".join(ecole.partenariats)) if ecole.partenariats else vide(),
        Cellule(str(len(ecole.eleves)), Genre.MONTANT),
        Cellule(str(len(ecole.absences)), Genre.MONTANT) if ecole.absences else vide(),
        Cellule(str(len(ecole.bulletins)), Genre.MONTANT) if ecole.bulletins else vide(),
        par,
        Cellule(date_fr(ecole.derniere), Genre.SECOND) if ecole.derniere is not None else vide(),
    )


def details(ecoles: Sequence[EcoleVue], voulu: Canal) -> list[tuple[str, str]]:
    """What the last question counts."""
    moyens = Counter(ecole.canal(voulu) for ecole in ecoles)
    lignes = [
        ("Lettres", moyens[Canal.LETTRE]),
        ("Courriels", moyens[Canal.COURRIEL]),
        ("Absences", sum(len(ecole.absences) for ecole in ecoles)),
        ("Bulletins", sum(len(ecole.bulletins) for ecole in ecoles)),
    ]
    return [(quoi, str(n)) for quoi, n in lignes if n]


def dire_envoyees(copiees: Copiees) -> str:
    """What an act did."""
    parts = []
    if copiees["lettres"]:
        parts.append(f"{COPIES.compte(copiees['lettres'])} à imprimer")
    if copiees["courriels"]:
        parts.append(f"{COPIES.compte(copiees['courriels'])} en partance")
    if copiees["ecartees"]:
        parts.append(f"{ETABLISSEMENTS.compte(copiees['ecartees'])} à revoir")
    return ", ".join(parts)


def dire_sans_ecole(noms: Sequence[str]) -> str:
    """Pupils whose school is not in the list, and what to do."""
    montres = ", ".join(noms[:NOMS_MAX])
    reste = f" et {len(noms) - NOMS_MAX} autres" if len(noms) > NOMS_MAX else ""
    return f"Établissement absent de la liste (Offre, Établissements scolaires)\u00a0: {montres}{reste}."
