"""The rows of the three tables as the screen edits them: mappings, and the words for each. Qt-free."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from imuse_desk.domain.tarifs.explication import NOMS_ZONES, nom_zone
from imuse_desk.services.grilles import NomTable
from imuse_desk.services.lectures.grilles import Ligne, LigneArticle, LigneEtiquette, LigneZone
from imuse_desk.views.tables.cellule import Cellule, Genre
from imuse_desk.views.tarif.forme import Champ

UNE_FOIS = (("cours", "par cours"), ("cursus", "une fois par cursus"), ("eleve", "une fois par élève"))
HA = ((None, "indifférent"), ("", "sans"), ("CHAM", "CHAM"), ("CHAD", "CHAD"), ("CHAT", "CHAT"))
INDIVIDUEL = ((None, "indifférent"), (True, "individuel"), (False, "collectif"))
FAITS = (
    ("reinscrit", "Réinscrit"),
    ("ha", "Horaires aménagés"),
    ("cycle", "Cycle"),
    ("specialite", "Spécialité"),
    ("cursus", "Cursus (code)"),
    ("discipline", "Discipline (code)"),
    ("age", "Âge"),
)
CHAMPS: dict[NomTable, tuple[Champ, ...]] = {
    "articles": (
        Champ("cursus_id", "Cursus", "choix", ((None, "tous"),)),
        Champ("discipline_id", "Discipline", "choix", ((None, "toutes"),)),
        Champ("cycle", "Cycle"),
        Champ("ha", "Horaires aménagés", "choix", HA),
        Champ("est_individuelle", "Cours", "choix", INDIVIDUEL),
        Champ("age_min", "Âge minimal"),
        Champ("age_max", "Âge maximal"),
        Champ("article", "Article", "choix"),
        Champ("une_fois_par", "Facturé", "choix", UNE_FOIS),
    ),
    "zones": (
        Champ("cp", "Code postal", "texte"),
        Champ("ville", "Commune", "texte"),
        Champ("zone", "Zone", "texte", noms=NOMS_ZONES),
    ),
    "etiquettes": (
        Champ("fait", "Fait", "choix", FAITS),
        Champ("valeur", "Valeur", "texte", indice="toute valeur"),
        Champ("etiquette", "Étiquette", "texte"),
    ),
}
AIDES: dict[NomTable, str] = {
    "articles": "La première ligne qui convient donne l’article d’un cours ; un champ vide convient à tous.",
    "zones": "La première ligne qui convient donne la zone du foyer ; une ligne sans code postal ni commune vaut pour "
    "les autres.",
    "etiquettes": "Chaque ligne qui convient pose son étiquette. Valeur : oui, 3, 1 à 3, ou CHAM, CHAD.",
}
TITRES: dict[NomTable, str] = {
    "articles": "Cours vers articles",
    "zones": "Communes vers zones",
    "etiquettes": "Faits vers étiquettes",
}
_ENTRE = re.compile(r"(\d+) ?(?:à|-) ?(\d+)")
_MOTS = {"oui": True, "non": False}


def lire_valeur(texte: str | None) -> Any:
    """The value of a fact as typed: ``oui``, ``3``, ``1 à 3`` or words parted by commas; None for any."""
    net = (texte or "").strip()
    if not net:
        return None
    entre = _ENTRE.fullmatch(net)
    if entre:
        return {"min": int(entre[1]), "max": int(entre[2])}
    valeurs = [_une(mot.strip()) for mot in net.split(",") if mot.strip()]
    return valeurs[0] if len(valeurs) == 1 else valeurs


def _une(mot: str) -> Any:
    return int(mot) if mot.isdigit() else _MOTS.get(mot.lower(), mot)


def ecrire_fait(valeur: Any) -> str:
    """The value of a fact as it is typed."""
    if valeur is None:
        return ""
    if isinstance(valeur, dict):
        return f"{valeur.get('min', 0)} à {valeur.get('max', 99)}"
    if isinstance(valeur, list):
        return ", ".join(ecrire_fait(v) for v in valeur)
    return {True: "oui", False: "non"}[valeur] if isinstance(valeur, bool) else str(valeur)


def en_donnees(ligne: Ligne) -> dict[str, Any]:
    """A row as the forms edit it: nothing where nothing is asked."""
    donnees = {cle: valeur for cle, valeur in asdict(ligne).items() if valeur is not None}
    if isinstance(ligne, LigneEtiquette):
        donnees["valeur"] = ecrire_fait(ligne.valeur)
    return donnees


def en_ligne(table: NomTable, donnees: Mapping[str, Any]) -> Ligne:
    """A row from what was typed; a number that cannot be read comes back as it was typed, and is refused."""
    if table == "articles":
        return LigneArticle(**{"article": "", **donnees})
    if table == "zones":
        return LigneZone(**{"zone": "", **donnees})
    return LigneEtiquette(**{"etiquette": "", "fait": "", **donnees, "valeur": lire_valeur(donnees.get("valeur"))})


def fautes_de(table: NomTable, donnees: Mapping[str, Any]) -> dict[str, str]:
    """What the form itself can tell of a row before it is sent."""
    fautes = {
        cle: "Ce n’est pas un nombre entier. Saisissez des chiffres."
        for cle in ("cycle", "age_min", "age_max")
        if donnees.get(cle) is not None and not isinstance(donnees[cle], int)
    }
    resultat = {"articles": "article", "zones": "zone", "etiquettes": "etiquette"}[table]
    if not donnees.get(resultat):
        fautes[resultat] = "Ce champ est obligatoire. Remplissez-le."
    return fautes


def nouvelle(table: NomTable) -> dict[str, Any]:
    """An empty row."""
    return {"articles": {"une_fois_par": "cours"}, "zones": {}, "etiquettes": {"fait": "reinscrit"}}[table]


def cellules(
    table: NomTable, rang: int, donnees: Mapping[str, Any], noms: Mapping[str, Mapping[Any, str]]
) -> Sequence[Cellule]:
    """A row in words: number, what is asked, what it gives."""
    numero = Cellule(str(rang + 1), Genre.SECOND)
    if table == "articles":
        quoi = Cellule(_conditions_article(donnees, noms))
        une_fois = dict(UNE_FOIS).get(donnees.get("une_fois_par", ""), "")
        return numero, quoi, Cellule(str(donnees.get("article") or "—"), Genre.FORT, second=une_fois)
    if table == "zones":
        lieu = " ".join(str(donnees[c]) for c in ("cp", "ville") if donnees.get(c))
        return numero, Cellule(lieu or "Toutes les autres communes"), _resultat(nom_zone(donnees.get("zone") or ""))
    fait = dict(FAITS).get(str(donnees.get("fait")), str(donnees.get("fait")))
    return (
        numero,
        Cellule(fait, second=str(donnees.get("valeur") or "toute valeur")),
        _resultat(str(donnees.get("etiquette") or "")),
    )


def _resultat(mots: str) -> Cellule:
    return Cellule(mots or "—", Genre.FORT)


def _conditions_article(donnees: Mapping[str, Any], noms: Mapping[str, Mapping[Any, str]]) -> str:
    mots = [noms[cle].get(donnees[cle], str(donnees[cle])) for cle in ("cursus_id", "discipline_id") if cle in donnees]
    mots += [f"cycle {donnees['cycle']}"] if "cycle" in donnees else []
    mots += [donnees["ha"] or "sans horaires aménagés"] if "ha" in donnees else []
    if "est_individuelle" in donnees:
        mots.append(dict(INDIVIDUEL)[donnees["est_individuelle"]])
    bas, haut = donnees.get("age_min"), donnees.get("age_max")
    mots += [f"dès {bas} ans"] if bas is not None else []
    mots += [f"jusqu’à {haut} ans"] if haut is not None else []
    return " · ".join(mots) or "Tous les cours"
