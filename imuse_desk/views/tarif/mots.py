"""French words of a grid: its keys, kinds, types, the place and the cure of each fault. Qt-free."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from imuse_desk.domain.argent import INSECABLE, MOINS
from imuse_desk.domain.tarifs.champs import ValeurRefusee, lire_nombre
from imuse_desk.domain.tarifs.erreurs import TEXTES_PROBLEME, Probleme
from imuse_desk.domain.tarifs.explication import en_euros, nom_zone, nombre
from imuse_desk.domain.tarifs.verification import Valeur
from imuse_desk.domain.textes import plier

NATURES = {"course": "Cours", "fee": "Frais", "rental": "Location", "supplement": "Supplément"}
PAR = {"pupil": "élève", "household": "foyer", "pupil_speciality": "élève et spécialité"}
SPECIALITES = {"music": "Musique", "dance": "Danse", "theatre": "Théâtre"}
PERIODICITES = {"annual": "à l’année", "term": "au trimestre", "month": "au mois"}
TYPES_PRIX = {
    "flat": "Montant fixe",
    "linear": "Taux d’effort",
    "bands": "Tranches de quotient",
    "by_rank": "Par rang d’enfant",
    "hourly": "Tarif horaire",
    "share_of": "Part d’un coût",
    "not_offered": "Non proposé",
    "unknown": "Inconnu (trou de la liste)",
}
TYPES_EFFET = {
    "percent": "Pourcentage",
    "percent_by_rank": "Réduction en\u00a0% par rang",
    "percent_nth_same_pupil": "Pourcentage à partir du n-ième cours du même élève",
    "factor_bands": "Coefficient par tranche de quotient",
    "bundle_price": "Forfait pour plusieurs articles",
    "amount": "Montant par facture",
    "amount_by_count": "Montant selon le nombre",
    "percent_by_count": "Pourcentage selon le nombre",
    "amount_per_extra_pupil": "Montant par élève en plus",
}
TYPES_PRORATA = {
    "none": "Aucun : l’année entière est due",
    "started_periods": "Périodes commencées",
    "fractions": "Fraction par période d’entrée",
    "per_lesson": "Par séance restante",
}
CONDITIONS = {
    "zone": "Zone",
    "age_min": "Âge minimal",
    "age_max": "Âge maximal",
    "qf_below": "Quotient inférieur à",
    "qf_from": "Quotient à partir de",
    "tags_all": "Toutes ces étiquettes",
    "tags_any": "Une de ces étiquettes",
    "tags_none": "Aucune de ces étiquettes",
    "with_any": "Avec un de ces articles",
    "only_among": "Rien d’autre que ces articles",
    "rental_year": "Année de location",
}
CLES = {
    **CONDITIONS,
    "items": "articles", "adjustments": "ajustements", "rules": "règle", "when": "conditions", "price": "prix",
    "effect": "effet", "type": "type", "code": "code", "label": "libellé", "kind": "nature", "per": "dû par",
    "auto": "automatique", "ranked": "classé", "speciality": "spécialité", "basis": "périodicité", "amount": "montant",
    "floor": "plancher", "rate": "taux", "min": "plancher", "max": "plafond", "offset": "décalage", "bands": "tranches",
    "amounts": "montants", "hours": "heures", "lessons": "séances", "share": "part", "full": "coût",
    "pct": "part en\u00a0%", "value": "valeur", "by": "table", "from": "à partir du", "all_of": "articles",
    "min_total": "total minimal",
    "kinds": "natures", "except": "sauf", "keep_floor": "garde le plancher", "count": "compte", "ranking": "classement",
    "whole_bill": "toute la facture", "over": "classe", "order": "ordre", "first_rank_when": "premier rang si",
    "proration": "prorata", "periods": "périodes", "by_period": "fractions", "lessons_in_basis": "séances de l’année",
    "instalment_plans": "plan", "parts": "échéances", "months": "mois", "due": "jours", "examples": "exemple",
    "consistency": "cohérence", "expect": "attendu", "household": "foyer", "pupils": "élève", "terms": "trimestres",
    "reference_date": "jour de référence", "id": "identifiant", "place": "lieu", "season": "saison",
    "status": "état", "notes": "notes", "sources": "sources", "missing": "manques", "zones": "zones",
    "tags": "étiquettes", "constraints": "contraintes", "ordre": "ordre", "index": "indice", "method": "moyen",
    "unit": "unité",
}  # fmt: skip
REMEDES = {
    "grille_cle_inconnue": "Retirez cette clé ou corrigez son nom.",
    "grille_cle_double": "Gardez une seule ligne.",
    "grille_type_inconnu": "Choisissez un type de la liste.",
    "grille_valeur": "Corrigez la valeur.",
    "grille_forme": "Vérifiez que c’est bien une grille tarifaire.",
    "grille_choix": "Choisissez un mot de la liste.",
    "grille_manque": "Remplissez-la.",
    "grille_trou": "Donnez la valeur, ou choisissez le prix « Inconnu ».",
    "grille_bandes_ouvertes": "Laissez vide la limite de la dernière tranche.",
    "grille_bandes_desordre": "Remettez les limites dans l’ordre croissant ; seule la dernière est vide.",
    "grille_plancher_plafond": "Inversez plancher et plafond, ou corrigez-les.",
    "grille_code_double": "Donnez un code différent à chacun.",
    "grille_syntaxe": "Ouvrez le fichier dans un éditeur de texte et corrigez la ligne citée.",
    "grille_trop_grande": "Vérifiez que c’est bien une grille tarifaire.",
    "grille_illisible": "Vérifiez le fichier, puis réessayez.",
}
_MORCEAU = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


def lieu(article: str, cle: str) -> str:
    """Where a fault is: ``P1 › règle 1 › prix › plafond``."""
    morceaux = [article] if article else []
    for nom, rang in _MORCEAU.findall(cle):
        mots = CLES.get(nom, nom)
        morceaux.append(f"{mots} {int(rang) + 1}" if rang else mots)
    return " › ".join(morceaux)


def phrase_faute(probleme: Probleme) -> str:
    """What is wrong and how to put it right, without the place."""
    texte = TEXTES_PROBLEME[probleme.code]
    if probleme.code == "grille_cle_inconnue" and ".when." in f".{probleme.cle}":
        texte = "condition inconnue"
    detail = f" ({probleme.detail})" if probleme.detail else ""
    return f"{texte[:1].upper()}{texte[1:]}{detail}. {REMEDES[probleme.code]}"


def phrase_probleme(probleme: Probleme, *, avec_fichier: bool = False) -> str:
    """A fault with its place (and its file, for an import)."""
    ou = lieu(probleme.article, probleme.cle)
    debut = [probleme.fichier] if avec_fichier else []
    debut += [ou] if ou else []
    return f"{', '.join(debut)}{INSECABLE}: {phrase_faute(probleme)}" if debut else phrase_faute(probleme)


def lire_saisie(texte: str) -> Any:
    """A number as typed (comma, spaces, euro or per cent sign), None if empty; what is not one comes back as text."""
    net = "".join(texte.split()).replace(",", ".").replace(MOINS, "-").rstrip("€%")
    if not net:
        return None
    try:
        lu = lire_nombre(net)
    except ValeurRefusee:
        return texte.strip()
    return lu.numerator if lu.denominator == 1 else net if "/" in net else Decimal(net)


def ecrire_valeur(valeur: Any) -> str:
    """A number of a grid as it is typed in French; a text stays as it is."""
    if valeur is None:
        return ""
    try:
        return nombre(lire_nombre(valeur)).replace("\u202f", "")
    except ValeurRefusee:
        return str(valeur)


def argent(valeur: Any) -> str:
    """A number of a grid as euros; what is not one as it is written."""
    try:
        return en_euros(lire_nombre(valeur))
    except ValeurRefusee:
        return "…" if valeur is None else str(valeur)


def pourcentage(valeur: Any, fois: int = 1) -> str:
    """A number of a grid as a percentage."""
    try:
        return f"{nombre(lire_nombre(valeur) * fois)}{INSECABLE}%"
    except ValeurRefusee:
        return "…" if valeur is None else str(valeur)


def liste(valeur: Any) -> list[str]:
    """One code or several, as texts."""
    if valeur is None:
        return []
    return [str(v) for v in valeur] if isinstance(valeur, list | tuple) else [str(valeur)]


def coder(mot: str, noms: Mapping[str, str]) -> str:
    """The code of a word as it is shown, whatever its case and accents; a word that names none is a code itself."""
    cherche = plier(mot)
    return next((code for code, nom in noms.items() if plier(nom) == cherche), mot)


def resumer_condition(quand: Mapping[str, Any] | None) -> str:
    """The conditions of a rule on one line."""
    if not quand:
        return "Dans tous les cas"
    mots = []
    for cle, valeur in quand.items():
        nom = CONDITIONS.get(cle, cle)
        if cle == "zone":
            dit = ", ".join(map(nom_zone, liste(valeur)))
        else:
            dit = ", ".join(liste(valeur)) if isinstance(valeur, list | tuple) else ecrire_valeur(valeur)
        mots.append(f"{nom} {dit}")
    return " · ".join(mots)


def resumer_prix(prix: Mapping[str, Any] | None) -> str:
    """A price on one line."""
    genre = str((prix or {}).get("type", ""))
    dire = _PRIX.get(genre)
    return dire(prix or {}) if dire else TYPES_PRIX.get(genre, "À compléter")


def _lineaire(prix: Mapping[str, Any]) -> str:
    debut = f"{pourcentage(prix.get('rate'), 100)} du quotient"
    if "min" in prix and "max" in prix:
        return f"{debut}, de {argent(prix['min'])} à {argent(prix['max'])}"
    bornes = [f"{nom} {argent(prix[cle])}" for cle, nom in (("min", "plancher"), ("max", "plafond")) if cle in prix]
    return ", ".join([debut, *bornes])


_PRIX: dict[str, Any] = {
    "flat": lambda p: argent(p.get("amount")),
    "linear": _lineaire,
    "bands": lambda p: f"{len(p.get('bands') or [])} tranches de quotient",
    "by_rank": lambda p: " puis ".join(argent(m) for m in p.get("amounts") or []),
    "hourly": lambda p: f"{argent(p.get('rate'))} × {ecrire_valeur(p.get('hours'))} h × {p.get('lessons')} séances",
    "share_of": lambda p: f"{pourcentage(p.get('pct'))} de {argent(p.get('full'))}",
}


def resumer_effet(effet: Mapping[str, Any] | None) -> str:
    """An effect on one line."""
    genre = str((effet or {}).get("type", ""))
    dire = _EFFETS.get(genre)
    return dire(effet or {}) if dire else TYPES_EFFET.get(genre, "À compléter")


def _table(table: Any, unite: Any) -> str:
    return ", ".join(f"{k}{INSECABLE}: {unite(v)}" for k, v in (table or {}).items())


_EFFETS: dict[str, Any] = {
    "percent": lambda e: pourcentage(e.get("value")),
    "percent_by_rank": lambda e: f"réduction par rang, {_table(e.get('by'), pourcentage)}",
    "percent_nth_same_pupil": lambda e: f"{pourcentage(e.get('value'))} dès le {e.get('from')}e cours",
    "factor_bands": lambda e: f"coefficient, {len(e.get('bands') or [])} tranches",
    "bundle_price": lambda e: f"{' + '.join(liste(e.get('all_of')))} = {argent(e.get('amount'))}",
    "amount": lambda e: argent(e.get("value")),
    "amount_by_count": lambda e: f"selon le nombre, {_table(e.get('by'), argent)}",
    "percent_by_count": lambda e: f"selon le nombre, {_table(e.get('by'), pourcentage)}",
    "amount_per_extra_pupil": lambda e: f"{argent(e.get('value'))} par élève en plus",
}


def resumer_plan(plan: Mapping[str, Any]) -> str:
    """A plan on one line: ``3 fois · mois 11, 1, 3 · prélèvement``."""
    fois = ecrire_valeur(plan.get("parts"))
    mots = [f"{fois} fois" if fois else "nombre non dit"]
    if plan.get("months"):
        mots.append(f"mois {', '.join(liste(plan['months']))}")
    if plan.get("due"):
        mots.append(", ".join(liste(plan["due"])))
    if plan.get("min_total") is not None:
        mots.append(f"dès {argent(plan['min_total'])}")
    mots += [str(plan[cle]) for cle in ("method",) if plan.get(cle)]
    return " · ".join(mots)


def valeur_cas(valeur: Valeur) -> str:
    """The answer of a case: an amount, several, or a refusal."""
    return "refusé" if valeur is None else " + ".join(en_euros(v) for v in valeur)


def ecart(attendu: Valeur, obtenu: Valeur) -> str:
    """By how much a single amount is off, empty where it does not apply."""
    if attendu is None or obtenu is None or len(attendu) != 1 or len(obtenu) != 1:
        return ""
    reste: Fraction = obtenu[0] - attendu[0]
    return ("+" if reste > 0 else "") + en_euros(reste)
