"""Words of the reminders: columns, cells, what is decided for a family and why. Qt-free."""

from collections import Counter
from collections.abc import Sequence

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.relances import MINIMUM_TITRE_CENTIMES, Canal, Decision, Ecart
from imuse_desk.services.relances.lignes import LigneTournee
from imuse_desk.services.relances.niveaux import NiveauVu
from imuse_desk.services.relances.tournee import Relancees, Tournee, TourneePassee
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant

FAMILLES, LETTRES = Mots("famille", "familles", est_feminin=True), Mots("lettre", "lettres", est_feminin=True)
COURRIELS = Mots("courriel", "courriels")
CANAUX = [(Canal.LETTRE, "Lettre"), (Canal.COURRIEL, "Courriel, sinon lettre")]
MOYENS = {Canal.LETTRE: "Lettre", Canal.COURRIEL: "Courriel"}
AGES = (("age_30", "1 à 30 j"), ("age_60", "31 à 60 j"), ("age_90", "61 à 90 j"), ("age_plus", "Plus de 90 j"))
COLONNES = (
    Colonne("dossier", "Dossier", 70),
    Colonne("famille", "Famille", 150, est_etirable=True),
    *(Colonne(cle, titre, 86, "droite", nature=Nature.MONTANT, est_sommable=True) for cle, titre in AGES),
    Colonne("total", "Total\u00a0€", 92, "droite", nature=Nature.MONTANT, est_sommable=True),
    Colonne("depuis", "Depuis le", 88, nature=Nature.DATE),
    Colonne("derniere", "Dernière relance", 150),
    Colonne("decision", "Prévu", 210),
    Colonne("moyen", "Par", 74),
)
COLONNES_NIVEAUX = (
    Colonne("rang", "Niveau", 64, "droite", nature=Nature.NOMBRE),
    Colonne("objet", "Objet", 150, est_etirable=True),
    Colonne("delai", "Délai", 60, "droite"),
    Colonne("minimum", "Minimum\u00a0€", 100, "droite", nature=Nature.MONTANT),
)
_PUCES: dict[Ecart, tuple[str, Ton, str]] = {
    Ecart.EXCLUE: ("Exclue jusqu’au {le}", "neutral", "minus-circle"),
    Ecart.AVANCE: ("Avance à imputer", "warn", "coins"),
    Ecart.DELAI: ("Niveau {rang} le {le}", "neutral", "clock"),
    Ecart.RECENTE: ("Niveau {rang} le {le}", "neutral", "clock"),
    Ecart.DERNIER_NIVEAU: ("Titre le {le}", "neutral", "clock"),
    Ecart.TITRE: ("À transmettre", "bad", "warning"),
    Ecart.MINIMUM: ("Sous le minimum", "neutral", ""),
    Ecart.MINIMUM_TITRE: ("Sous le minimum", "neutral", ""),
    Ecart.SANS_ADRESSE: ("Adresse incomplète", "warn", "warning"),
}
_PHRASES = {
    Ecart.EXCLUE: "{famille} n’est pas relancée jusqu’au {le}\u00a0: {motif}.",
    Ecart.AVANCE: "{famille} a une avance au même registre\u00a0: imputez-la avant de relancer.",
    Ecart.DELAI: "{famille}\u00a0: le délai du niveau {rang} court jusqu’au {le}.",
    Ecart.RECENTE: "{famille}\u00a0: relancée il y a peu, le niveau {rang} part au plus tôt le {le}.",
    Ecart.DERNIER_NIVEAU: "{famille}\u00a0: tous les niveaux sont partis, un titre peut être demandé le {le}.",
    Ecart.TITRE: "{famille}\u00a0: tous les niveaux sont partis, la dette est à transmettre au comptable.",
    Ecart.MINIMUM: "{famille} doit moins que le minimum du niveau {rang}.",
    Ecart.MINIMUM_TITRE: "{famille}\u00a0: tous les niveaux sont partis, et aucun titre n’est émis sous {minimum}.",
    Ecart.SANS_ADRESSE: "{famille} n’a pas d’adresse complète\u00a0: ni lettre, ni courriel.",
}


def _le(decision: Decision) -> str:
    return date_fr(decision.le) if decision.le is not None else ""


def prevu(decision: Decision) -> Cellule:
    """What the round does for a family, as a chip."""
    if decision.ecart is None:
        return puce(f"Niveau {decision.rang}", "info", "envelope-simple")
    mots, ton, icone = _PUCES[decision.ecart]
    return puce(mots.format(rang=decision.rang, le=_le(decision)), ton, icone)


def expliquer(ligne: LigneTournee) -> str:
    """The same in a sentence, for the family chosen."""
    decision = ligne.decision
    if decision.ecart is None:
        ou = f"par courriel à {ligne.courriel}" if ligne.courriel else "par lettre"
        return f"{ligne.du.famille}\u00a0: relance de niveau {decision.rang}, {ou}."
    return _PHRASES[decision.ecart].format(
        famille=ligne.du.famille, rang=decision.rang, le=_le(decision), motif=ligne.motif,
        minimum=euros(MINIMUM_TITRE_CENTIMES),
    )  # fmt: skip


def cellules(ligne: LigneTournee) -> Sequence[Cellule]:
    """A family that owes something past due."""
    du = ligne.du
    derniere = f"niveau {ligne.dernier[0]}, {date_fr(ligne.dernier[1])}" if ligne.dernier else ""
    return (
        Cellule(du.numero, Genre.SECOND),
        lien(du.famille),
        *(cellule_montant(montant(age) if age else "") for age in du.ages),
        cellule_montant(montant(du.du_centimes)),
        Cellule(date_fr(du.depuis_le), Genre.SECOND),
        Cellule(derniere, Genre.SECOND) if derniere else vide(),
        prevu(ligne.decision),
        vide() if ligne.decision.ecart else Cellule(MOYENS[moyen(ligne)], Genre.SECOND),
    )


def moyen(ligne: LigneTournee) -> Canal:
    """By what a family would be written to."""
    return Canal.COURRIEL if ligne.courriel else Canal.LETTRE


def details(tournee: Tournee) -> list[tuple[str, str]]:
    """What the last question counts: families by level, letters, e-mails, the sum."""
    partent = tournee.a_relancer
    niveaux = Counter(x.decision.rang for x in partent)
    moyens = Counter(moyen(x) for x in partent)
    lignes = [(f"Niveau {rang}", FAMILLES.compte(n)) for rang, n in sorted(niveaux.items())]
    lignes += [(mots.plusieurs.capitalize(), str(moyens[canal])) for canal, mots in (
        (Canal.LETTRE, LETTRES), (Canal.COURRIEL, COURRIELS),
    ) if moyens[canal]]  # fmt: skip
    return [*lignes, ("Somme", euros(sum(x.du.du_centimes for x in partent)))]


def dire_relancees(relancees: Relancees) -> str:
    """``12 lettres à imprimer, 5 courriels dans la boîte d’envoi (1 famille écartée…)``."""
    parts = []
    if relancees["lettres"]:
        parts.append(f"{LETTRES.compte(relancees['lettres'])} à imprimer")
    if relancees["courriels"]:
        parts.append(f"{COURRIELS.compte(relancees['courriels'])} dans la boîte d’envoi")
    ecartees = relancees["ecartees"]
    suite = f" ({FAMILLES.compte(ecartees)} au compte changé depuis l’aperçu)" if ecartees else ""
    return ", ".join(parts) + suite


def dire_passee(passee: TourneePassee) -> str:
    """``09/06/2026 : 12 familles, 10 lettres``."""
    return f"{date_fr(passee.le)}\u00a0: {FAMILLES.compte(passee.nombre)}, {LETTRES.compte(passee.lettres)}"


def cellules_niveau(niveau: NiveauVu) -> Sequence[Cellule]:
    """A level."""
    return (
        Cellule(str(niveau.rang), Genre.FORT),
        Cellule(niveau.objet),
        Cellule(f"{niveau.delai_jours}\u00a0j", Genre.SECOND),
        cellule_montant(montant(niveau.minimum_centimes)),
    )
