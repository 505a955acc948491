"""The strict reader of a grid: from an already parsed mapping to the model, naming file, item and key of each fault.

Numbers must come as integers, ``Decimal`` or text (a float is taken by its shortest text). Other keys at the top
level are kept as notes; inside an item, an adjustment, a plan or an example an unknown key is kept too, unless it
looks like a slip for a known one; inside conditions, prices, effects, ranking and proration it is a fault.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from imuse_desk.domain.tarifs.champs import ValeurRefusee, geler_note, lire_nombre, lire_objet, lire_texte, montrer
from imuse_desk.domain.tarifs.effets import TYPES_EFFET
from imuse_desk.domain.tarifs.erreurs import GrilleInvalide, Journal, Lieu
from imuse_desk.domain.tarifs.modele import (
    TOUJOURS,
    Ajustement,
    Article,
    CasEcheances,
    CasFoyer,
    CasProrata,
    Classement,
    Coherence,
    Condition,
    EleveTarif,
    Exemple,
    FoyerTarif,
    Grille,
    Regle,
)
from imuse_desk.domain.tarifs.prix import TYPES_PRIX, PrixLineaire
from imuse_desk.domain.tarifs.proration import TYPES_PRORATION, PlanEcheances, SansProration

T = TypeVar("T")
REFUS_ATTENDUS = ("refused", "unknown")
_PROFONDEUR_MAX = 40
_NOEUDS_MAX = 200_000


def charger_grille(donnees: object, nom_fichier: str) -> Grille:
    """Build a grid from a parsed file; raises GrilleInvalide with every problem found."""
    journal = Journal(nom_fichier)
    _mesurer(donnees, journal)
    grille = _grille(donnees, journal)
    journal.conclure()
    if grille is None:  # pragma: no cover - a grid is only missing when a problem was noted
        raise GrilleInvalide(tuple(journal.problemes))
    return grille


def charger_foyer(donnees: object, nom_fichier: str) -> FoyerTarif:
    """Build a household from a parsed mapping, bare or under ``household``; raises GrilleInvalide."""
    journal = Journal(nom_fichier)
    _mesurer(donnees, journal)
    if isinstance(donnees, Mapping) and set(donnees) == {"household"}:
        donnees = donnees["household"]
    foyer = _foyer(donnees, Lieu(), journal)
    journal.conclure()
    if foyer is None:  # pragma: no cover - a household is only missing when a problem was noted
        raise GrilleInvalide(tuple(journal.problemes))
    return foyer


def _mesurer(donnees: object, journal: Journal) -> None:
    """Refuse what is too deep or, through repeated references, too large to be walked."""
    pile, vus = [(donnees, 0)], 0
    while pile:
        noeud, profondeur = pile.pop()
        vus += 1
        if profondeur > _PROFONDEUR_MAX or vus > _NOEUDS_MAX:
            journal.signaler(Lieu(), "grille_trop_grande")
            journal.conclure()
        if isinstance(noeud, Mapping):
            pile.extend((enfant, profondeur + 1) for enfant in noeud.values())
        elif isinstance(noeud, list | tuple):
            pile.extend((enfant, profondeur + 1) for enfant in noeud)


def _grille(donnees: object, journal: Journal) -> Grille | None:
    if not isinstance(donnees, Mapping):
        journal.signaler(Lieu(), "grille_forme", montrer(donnees))
        return None
    brut = {str(cle): valeur for cle, valeur in donnees.items()}
    propres = {"id", "basis", "terms", "months", "reference_date"}
    lus = {
        "items": ("articles", _articles(brut.get("items"), journal)),
        "adjustments": ("ajustements", _ajustements(brut.get("adjustments"), journal)),
        "ranking": ("classement", _classement(brut.get("ranking"), journal)),
        "proration": ("proration", _proration(brut.get("proration"), journal)),
        "instalment_plans": ("plans", _plans(brut.get("instalment_plans"), journal)),
        "examples": ("exemples", _exemples(brut.get("examples"), journal)),
        "consistency": ("coherences", _coherences(brut.get("consistency"), journal)),
    }
    connus = propres | set(lus)
    notes = {cle: geler_note(valeur) for cle, valeur in brut.items() if cle not in connus}
    lus["notes"] = ("notes", notes)
    calcules = {cle: valeur for cle, valeur in brut.items() if cle in connus}
    return lire_objet(Grille, calcules, Lieu(), journal, deja_lus=lus)


def _elements(brut: object, cle: str, journal: Journal, lieu: Lieu | None = None) -> Sequence[object]:
    """Take a list that may be missing; anything else is a fault."""
    if brut is None:
        return ()
    if isinstance(brut, list | tuple):
        return brut
    journal.signaler((lieu or Lieu()).sous(cle), "grille_valeur", montrer(brut))
    return ()


def _lieu_de(element: object, cle: str, indice: int, champ_code: str) -> Lieu:
    """Name an entry by its code when it has one, else by its place in the file."""
    code = element.get(champ_code) if isinstance(element, Mapping) else None
    return Lieu(str(code)) if isinstance(code, str | int) else Lieu("", cle).rang(indice)


def _presents(lus: list[T | None]) -> tuple[T, ...]:
    return tuple(element for element in lus if element is not None)


def _sans_doublon(codes: list[str], cle: str, journal: Journal) -> None:
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        journal.signaler(Lieu(code, cle), "grille_code_double", code)


def _articles(brut: object, journal: Journal) -> tuple[Article, ...]:
    lus: list[Article | None] = []
    for indice, element in enumerate(_elements(brut, "items", journal)):
        lieu = _lieu_de(element, "items", indice, "code")
        regles = element.get("rules") if isinstance(element, Mapping) else None
        lues = [
            _regle(regle, lieu.sous("rules").rang(i), journal)
            for i, regle in enumerate(_elements(regles, "rules", journal, lieu))
        ]
        deja_lus = {"rules": ("regles", _presents(lues))}
        lus.append(lire_objet(Article, element, lieu, journal, deja_lus=deja_lus, notes=True))
    articles = _presents(lus)
    _sans_doublon([article.code for article in articles], "code", journal)
    return articles


def _regle(brut: object, lieu: Lieu, journal: Journal) -> Regle | None:
    if not isinstance(brut, Mapping):
        journal.signaler(lieu, "grille_valeur", montrer(brut))
        return None
    condition = _condition(brut.get("when"), lieu.sous("when"), journal)
    prix = _type(TYPES_PRIX, brut, "price", lieu, journal)
    if isinstance(prix, PrixLineaire) and prix.est_a_l_envers:
        journal.signaler(lieu.sous("price").sous("min"), "grille_plancher_plafond")
    deja_lus = {"when": ("condition", condition), "price": ("prix", prix)}
    return lire_objet(Regle, brut, lieu, journal, deja_lus=deja_lus, notes=True)


def _condition(brut: object, lieu: Lieu, journal: Journal) -> Condition:
    if brut is None:
        return TOUJOURS
    return lire_objet(Condition, brut, lieu, journal, nul_absent=False) or TOUJOURS


def _type(types: Mapping[str, type[Any]], parent: Mapping[Any, Any], cle: str, lieu: Lieu, journal: Journal) -> Any:
    """Read a ``{type: …, …}`` object; a missing one, like an unknown type, is a fault."""
    brut, ici = parent.get(cle), lieu.sous(cle)
    if brut is None:
        journal.signaler(ici, "grille_trou" if cle in parent else "grille_manque")
        return None
    if not isinstance(brut, Mapping):
        journal.signaler(ici, "grille_valeur", montrer(brut))
        return None
    classe = types.get(str(brut.get("type")))
    if classe is None:
        if "type" in brut:
            journal.signaler(ici.sous("type"), "grille_type_inconnu", str(brut["type"])[:40])
        else:
            journal.signaler(ici.sous("type"), "grille_manque")
        return None
    return lire_objet(classe, brut, ici, journal, deja_lus={"type": ("", None)})


def _ajustements(brut: object, journal: Journal) -> tuple[Ajustement, ...]:
    lus: list[Ajustement | None] = []
    for indice, element in enumerate(_elements(brut, "adjustments", journal)):
        lieu = _lieu_de(element, "adjustments", indice, "code")
        deja_lus: dict[str, Any] = {}
        if isinstance(element, Mapping):
            deja_lus = {
                "when": ("condition", _condition(element.get("when"), lieu.sous("when"), journal)),
                "effect": ("effet", _type(TYPES_EFFET, element, "effect", lieu, journal)),
            }
        lus.append(lire_objet(Ajustement, element, lieu, journal, deja_lus=deja_lus, notes=True))
    return _presents(lus)


def _classement(brut: object, journal: Journal) -> Classement:
    if brut is None:
        return Classement()
    lieu = Lieu("", "ranking")
    deja_lus: dict[str, Any] = {}
    if isinstance(brut, Mapping) and brut.get("first_rank_when") is not None:
        condition = _condition(brut["first_rank_when"], lieu.sous("first_rank_when"), journal)
        deja_lus["first_rank_when"] = ("premier_si", condition)
    return lire_objet(Classement, brut, lieu, journal, deja_lus=deja_lus) or Classement()


def _proration(brut: object, journal: Journal) -> Any:
    if brut is None or brut == "none":
        return SansProration()
    return _type(TYPES_PRORATION, {"proration": brut}, "proration", Lieu(), journal) or SansProration()


def _plans(brut: object, journal: Journal) -> tuple[PlanEcheances, ...]:
    return _presents(
        [
            lire_objet(PlanEcheances, element, Lieu("", "instalment_plans").rang(indice), journal, notes=True)
            for indice, element in enumerate(_elements(brut, "instalment_plans", journal))
        ]
    )


def _coherences(brut: object, journal: Journal) -> tuple[Coherence, ...]:
    return _presents(
        [
            lire_objet(Coherence, element, Lieu("", "consistency").rang(indice), journal, notes=True)
            for indice, element in enumerate(_elements(brut, "consistency", journal))
        ]
    )


def _foyer(brut: object, lieu: Lieu, journal: Journal) -> FoyerTarif | None:
    eleves = brut.get("pupils") if isinstance(brut, Mapping) else None
    lus = [
        lire_objet(EleveTarif, element, lieu.sous("pupils").rang(indice), journal, notes=True)
        for indice, element in enumerate(_elements(eleves, "pupils", journal, lieu))
    ]
    foyer = lire_objet(FoyerTarif, brut, lieu, journal, deja_lus={"pupils": ("eleves", _presents(lus))}, notes=True)
    if foyer is not None and foyer.quotient is not None and foyer.quotient < 0:
        journal.signaler(lieu.sous("qf"), "grille_valeur", str(foyer.quotient))
    return foyer


_CAS = ("household", "prorate", "instalments")


def _exemples(brut: object, journal: Journal) -> tuple[Exemple, ...]:
    lus: list[Exemple | None] = []
    for indice, element in enumerate(_elements(brut, "examples", journal)):
        lieu = Lieu("", "examples").rang(indice)
        if not isinstance(element, Mapping):
            journal.signaler(lieu, "grille_valeur", montrer(element))
            continue
        genres = [cle for cle in _CAS if cle in element]
        if len(genres) != 1 or "expect" not in element:
            journal.signaler(lieu, "grille_manque", "expect" if len(genres) == 1 else " | ".join(_CAS))
            continue
        cas = _cas(genres[0], element, lieu, journal)
        deja_lus = {genres[0]: ("cas", cas), "expect": ("", None)}
        lus.append(lire_objet(Exemple, element, lieu, journal, deja_lus=deja_lus, notes=True))
    return _presents(lus)


def _cas(genre: str, element: Mapping[Any, Any], lieu: Lieu, journal: Journal) -> Any:
    brut, ici = element[genre], lieu.sous(genre)
    try:
        attendu = _attendu(genre, element["expect"])
    except ValeurRefusee as refus:
        journal.signaler(lieu.sous("expect"), refus.code, refus.detail)
        return None
    if genre == "household":
        foyer = _foyer(brut, ici, journal)
        return None if foyer is None else CasFoyer(foyer=foyer, attendu=attendu)
    classe = CasProrata if genre == "prorate" else CasEcheances
    return lire_objet(classe, brut, ici, journal, deja_lus={"expect": ("attendu", attendu)})


def _attendu(genre: str, brut: object) -> Any:
    """Read an answer: a total, the word of a refusal (None), or a list of calls."""
    if genre == "instalments":
        if not isinstance(brut, list | tuple) or not brut:
            raise ValeurRefusee("grille_valeur", montrer(brut))
        return tuple(lire_nombre(element) for element in brut)
    if genre == "household" and isinstance(brut, str) and lire_texte(brut) in REFUS_ATTENDUS:
        return None
    return lire_nombre(brut)
