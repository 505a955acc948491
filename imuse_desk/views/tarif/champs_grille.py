"""The forms of a grid as tables of fields: items, prices, adjustments, effects, proration, plans."""

from collections.abc import Mapping, Sequence

from imuse_desk.domain.tarifs.explication import NOMS_ZONES
from imuse_desk.views.tarif.forme import Champ
from imuse_desk.views.tarif.mots import (
    CONDITIONS,
    NATURES,
    PAR,
    PERIODICITES,
    SPECIALITES,
    TYPES_EFFET,
    TYPES_PRIX,
    TYPES_PRORATA,
)

Types = Mapping[str, tuple[str, Sequence[Champ]]]

_NATURES = tuple(NATURES.items())
_BANDES = ("Quotient inférieur à", "Montant (€)")

ARTICLE = (
    Champ("label", "Libellé", "texte", est_large=True),
    Champ("code", "Code", "texte"),
    Champ("kind", "Nature", "choix", ((None, "par défaut"), *_NATURES)),
    Champ("per", "Dû par", "choix", ((None, "élève (par défaut)"), *tuple(PAR.items()))),
    Champ("basis", "Prix donné", "choix", ((None, "comme la grille"), *tuple(PERIODICITES.items()))),
    Champ("speciality", "Spécialité", "choix", ((None, "—"), *SPECIALITES.items())),
    Champ("auto", "Facturé sans être choisi", "case"),
    Champ("ranked", "Compte dans le rang des enfants", "case", defaut=True),
)
PRIX: dict[str, Sequence[Champ]] = {
    "flat": (Champ("amount", "Montant (€)"), Champ("floor", "Plancher (€)")),
    "linear": (
        Champ("rate", "Taux (0,16 = 16\u00a0%)"),
        Champ("offset", "Décalage (€)"),
        Champ("min", "Plancher (€)"),
        Champ("max", "Plafond (€)"),
    ),
    "bands": (Champ("bands", "Tranches", "bandes", titres=_BANDES, ajout="Ajouter une tranche"),),
    "by_rank": (Champ("amounts", "Montants par rang", "suite", indice="200\u00a0; 180\u00a0; 160", est_large=True),),
    "hourly": (
        Champ("rate", "Taux horaire (€)"),
        Champ("hours", "Heures"),
        Champ("lessons", "Séances"),
        Champ("share", "Part de l’élève"),
    ),
    "share_of": (Champ("full", "Coût (€)"), Champ("pct", "Part en\u00a0%")),
    "not_offered": (),
    "unknown": (),
}
EFFETS: dict[str, Sequence[Champ]] = {
    "percent": (Champ("value", "Pourcentage (−15)"),),
    "percent_by_rank": (
        Champ("by", "Réductions", "table", titres=("Rang", "Réduction en\u00a0%"), ajout="Ajouter un rang"),
    ),
    "percent_nth_same_pupil": (Champ("from", "À partir du"), Champ("value", "Pourcentage (−15)")),
    "factor_bands": (
        Champ(
            "bands",
            "Coefficients",
            "bandes",
            titres=("Quotient inférieur à", "Coefficient"),
            ajout="Ajouter une tranche",
        ),
    ),
    "bundle_price": (
        Champ("all_of", "Articles", "codes", connus="articles"),
        Champ("amount", "Montant (€)"),
    ),
    "amount": (Champ("value", "Montant (€)"),),
    "amount_by_count": (
        Champ("by", "Montants", "table", titres=("À partir de", "Montant (€)"), ajout="Ajouter un nombre"),
    ),
    "percent_by_count": (
        Champ("by", "Pourcentages", "table", titres=("À partir de", "Pourcentage"), ajout="Ajouter un nombre"),
    ),
    "amount_per_extra_pupil": (Champ("value", "Montant (€)"), Champ("min_total", "Total minimal (€)")),
}
AJUSTEMENT = (
    Champ("label", "Libellé", "texte", est_large=True),
    Champ("code", "Code", "texte"),
    Champ("kinds", "Natures", "codes", connus="natures", noms=NATURES),
    Champ("items", "Articles", "codes", connus="articles"),
    Champ("except", "Sauf", "codes", connus="articles"),
    Champ("count", "Compte", "choix", ((None, "les inscriptions"), ("pupils", "les élèves"))),
    Champ("keep_floor", "Ne descend pas sous le plancher", "case"),
    Champ("whole_bill", "Sur toute la facture", "case"),
)
PRORATA: dict[str, Sequence[Champ]] = {
    "none": (),
    "started_periods": (
        Champ("periods", "Périodes"),
        Champ("kinds", "Natures", "codes", connus="natures", noms=NATURES),
    ),
    "fractions": (
        Champ("by_period", "Fractions", "table", titres=("Période", "Fraction (1/2)"), ajout="Ajouter une période"),
        Champ("kinds", "Natures", "codes", connus="natures", noms=NATURES),
    ),
    "per_lesson": (
        Champ("lessons_in_basis", "Séances de l’année"),
        Champ("kinds", "Natures", "codes", connus="natures", noms=NATURES),
    ),
}
PLAN = (
    Champ("parts", "Échéances"),
    Champ("months", "Mois (1 à 12)", "suite", indice="11\u00a0; 1\u00a0; 3"),
    Champ("due", "Jours (MM-JJ)", "suite", indice="11-15\u00a0; 01-15"),
    Champ("min_total", "Total minimal (€)"),
    Champ("method", "Moyen de paiement", "texte"),
    Champ("unit", "Unité", "texte"),
)
GRILLE = (
    Champ("id", "Identifiant", "texte"),
    Champ(
        "basis",
        "Prix donnés",
        "choix",
        ((None, "à l’année (par défaut)"), ("term", "au trimestre"), ("month", "au mois")),
    ),
    Champ("terms", "Trimestres"),
    Champ("months", "Mois de l’année"),
    Champ("reference_date", "Âges jugés le (MM-JJ)", "texte", indice="09-01"),
)
_ORDRES = (
    (None, "de la saisie (par défaut)"),
    ("age_desc", "des âges, l’aîné d’abord"),
    ("price_desc", "des prix, le plus cher d’abord"),
)
CLASSEMENT = (
    Champ("over", "On classe", "choix", ((None, "les élèves (par défaut)"), ("enrolments", "les inscriptions"))),
    Champ("order", "Dans l’ordre", "choix", _ORDRES),
)
GENRE_CONDITION = {
    "zone": ("codes", "zones"),
    "tags_all": ("codes", "etiquettes"),
    "tags_any": ("codes", "etiquettes"),
    "tags_none": ("codes", "etiquettes"),
    "with_any": ("codes", "articles"),
    "only_among": ("codes", "articles"),
}


def typer(noms: Mapping[str, str], champs: Mapping[str, Sequence[Champ]]) -> Types:
    """Types with their French name and their fields."""
    return {genre: (mots, champs[genre]) for genre, mots in noms.items()}


TYPES_DE_PRIX = typer(TYPES_PRIX, PRIX)
TYPES_D_EFFET = typer(TYPES_EFFET, EFFETS)
TYPES_DE_PRORATA = typer(TYPES_PRORATA, PRORATA)


def champ_condition(cle: str) -> Champ:
    """The field of a condition's value."""
    genre, connus = GENRE_CONDITION.get(cle, ("nombre", ""))
    noms = NOMS_ZONES if connus == "zones" else {}
    return Champ(cle, CONDITIONS.get(cle, cle), genre, connus=connus, noms=noms)
