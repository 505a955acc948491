"""What the page of calls shows: each household's state, the figures, what is said of a batch. Qt-free."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from imuse_desk.domain.argent import MOINS, euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.services.facturation.lot import Apercu, LigneApercu
from imuse_desk.services.facturation.mots import EXCLUSIONS, mots_accord
from imuse_desk.services.facturation.suivi_lot import EtatLot
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant

FACTURES = Mots("facture", "factures", est_feminin=True)
FAMILLES = Mots("famille", "familles", est_feminin=True)
TOUTES, A_EMETTRE, PROVISOIRES, EMISE, EXCLUES, HORS_LOT = (
    "toutes", "a_emettre", "provisoires", "emise", "exclues", "hors_lot",
)  # fmt: skip
CHANGE = "montant_change"
HORS_APPEL = ("Hors de cet appel", "Elle n’était pas dans l’aperçu émis\u00a0: l’appel suivant la facture.")
FILTRES = [
    (TOUTES, "Toutes"),
    (A_EMETTRE, "À émettre"),
    (PROVISOIRES, "Provisoires"),
    (EMISE, "Émises"),
    (EXCLUES, "Exclues"),
    *((code, mots) for code, (mots, _) in EXCLUSIONS.items()),
    (HORS_LOT, HORS_APPEL[0]),
]
COLONNES = (
    Colonne("famille", "Famille", 190, est_etirable=True),
    Colonne("numero", "N° de dossier", 100),
    Colonne("etat", "État", 172),
    Colonne("detail", "Détail", 404),
    Colonne("montant", "Facture\u00a0€", 100, "droite", nature=Nature.MONTANT, est_sommable=True),
    Colonne("precedent", "Année préc.\u00a0€", 112, "droite", nature=Nature.MONTANT, est_sommable=True),
    Colonne("ecart", "Écart\u00a0€", 96, "droite", nature=Nature.MONTANT, est_sommable=True),
)
_PROVISOIRE = "Tarif plafond, à titre provisoire"


@dataclass(frozen=True, slots=True)
class Rangee:
    """A household with what becomes of it: to be issued, issued, or the reason why not."""

    ligne: LigneApercu
    etat: str
    detail: str = ""

    @property
    def filtres(self) -> frozenset[str]:
        """The pills that show it."""
        if self.etat == A_EMETTRE:
            return frozenset({A_EMETTRE, PROVISOIRES} if self.ligne.est_provisoire else {A_EMETTRE})
        return frozenset({self.etat} if self.etat == EMISE else {self.etat, EXCLUES})


@dataclass(frozen=True, slots=True)
class Vue:
    """The preview of a call, and the batch where it is begun already."""

    apercu: Apercu
    lot: EtatLot | None
    rangees: tuple[Rangee, ...]

    @property
    def a_emettre(self) -> tuple[LigneApercu, ...]:
        """The households that the button bills: of the call, or left by a batch that stopped."""
        return tuple(r.ligne for r in self.rangees if r.etat == A_EMETTRE)

    @property
    def total_centimes(self) -> int:
        """What these invoices come to."""
        return sum(ligne.total_centimes for ligne in self.a_emettre)

    @property
    def exclues(self) -> int:
        """How many households are left out."""
        return sum(EXCLUES in r.filtres for r in self.rangees)

    @property
    def nombres(self) -> dict[str, int]:
        """What each pill would show."""
        comptes = Counter(cle for rangee in self.rangees for cle in rangee.filtres)
        return {cle: len(self.rangees) if cle == TOUTES else comptes[cle] for cle, _ in FILTRES}


def voir(apercu: Apercu, lot: EtatLot | None) -> Vue:
    """Tell for each household what becomes of it, in the light of a batch already begun."""
    return Vue(apercu, lot, tuple(_rangee(ligne, lot) for ligne in apercu.lignes))


def _rangee(ligne: LigneApercu, lot: EtatLot | None) -> Rangee:
    if lot is not None and ligne.foyer_id in lot.faits:
        billee = replace(ligne, total_centimes=lot.prevus[ligne.foyer_id])  # a batch bills what was previewed alone
        return Rangee(billee, EMISE, ligne.detail)
    if ligne.exclusion:
        return Rangee(ligne, ligne.exclusion, ligne.detail or EXCLUSIONS[ligne.exclusion][1])
    if lot is not None:
        prevu = lot.prevus.get(ligne.foyer_id)
        if prevu is None:
            return Rangee(ligne, HORS_LOT, HORS_APPEL[1])
        if prevu != ligne.total_centimes:
            return Rangee(ligne, CHANGE, f"{euros(prevu)} à l’aperçu, {euros(ligne.total_centimes)} maintenant")
    if ligne.accord is not None:  # the chip tells a provisional ceiling already
        return Rangee(ligne, A_EMETTRE, f"Échéancier accordé\u00a0: {mots_accord(ligne.accord)}")
    return Rangee(ligne, A_EMETTRE, _PROVISOIRE if ligne.est_provisoire else ligne.detail)


# ---- the list

_PUCES: dict[str, tuple[str, Ton, str]] = {
    A_EMETTRE: ("À émettre", "info", "receipt"),
    PROVISOIRES: ("Provisoire", "warn", "hourglass-medium"),
    EMISE: ("Émise", "ok", "check-circle"),
    CHANGE: (EXCLUSIONS[CHANGE][0], "warn", "warning"),
    HORS_LOT: (HORS_APPEL[0], "neutral", "minus-circle"),
}


def cellules(rangee: Rangee) -> Sequence[Cellule]:
    """A row of the list."""
    ligne = rangee.ligne
    cle = PROVISOIRES if PROVISOIRES in rangee.filtres else rangee.etat
    mots, ton, icone = _PUCES.get(cle) or (EXCLUSIONS[cle][0], "neutral", "minus-circle")
    a_un_prix = rangee.etat == EMISE or not ligne.exclusion
    ecart = ligne.total_centimes - ligne.precedent_centimes
    return (
        lien(ligne.famille),
        Cellule(ligne.numero, Genre.SECOND),
        puce(mots, ton, icone),
        Cellule(rangee.detail, Genre.SECOND) if rangee.detail else vide(),
        cellule_montant(montant(ligne.total_centimes)) if a_un_prix else vide(),
        cellule_montant(montant(ligne.precedent_centimes)) if ligne.precedent_centimes else vide(),
        cellule_montant(_signe(ecart)) if a_un_prix and ligne.precedent_centimes else vide(),
    )


def _signe(ecart_centimes: int) -> str:
    """``+12,00``, ``−12,00``, ``0,00``."""
    return f"+{montant(ecart_centimes)}" if ecart_centimes > 0 else montant(ecart_centimes)


# ---- figures


def chiffres(vue: Vue) -> tuple[tuple[str, str], ...]:
    """The figures above the list: (what, how much)."""
    lignes = vue.a_emettre
    avant = sum(ligne.precedent_centimes for ligne in lignes)
    provisoires = sum(ligne.est_provisoire for ligne in lignes)
    compare = f"{euros(avant)} ({_evolution(vue.total_centimes, avant)})" if avant else "—"
    return (
        ("À émettre", FACTURES.compte(len(lignes))),
        ("Total", euros(vue.total_centimes)),
        ("Mêmes familles, année précédente", compare),
        ("Tarif plafond, à titre provisoire", str(provisoires) if provisoires else "—"),
        ("Exclues", FAMILLES.compte(vue.exclues)),
    )


def _evolution(maintenant: int, avant: int) -> str:
    """``+5,8 %`` to one decimal, halves away from zero."""
    dixiemes = (2000 * abs(maintenant - avant) + avant) // (2 * avant) if avant > 0 else 0
    signe = "" if dixiemes == 0 else MOINS if maintenant < avant else "+"
    return f"{signe}{dixiemes // 10},{dixiemes % 10}\u00a0%"


# ---- what is said of a batch


def verbe(vue: Vue | None) -> str:
    """The words of the button."""
    if vue is None or not vue.a_emettre:
        return "Émettre les factures"
    compte = FACTURES.compte(len(vue.a_emettre))
    return f"Émettre {compte}" if vue.lot is None else f"Reprendre\u00a0: {compte}"


def consigne(vue: Vue) -> str:
    """What is said beside the button."""
    if vue.lot is not None and not vue.a_emettre:
        return "Pour les familles qui n’ont pas de facture, choisissez l’appel suivant."
    return "Une facture émise ne se modifie plus\u00a0: seul un avoir la corrige."


def dire_lot(vue: Vue) -> tuple[Ton, str] | None:
    """Where a batch already begun stands; None while there is none."""
    lot = vue.lot
    if lot is None:
        return None
    emises = f"{FACTURES.compte(len(lot.faits))} {_accorde('émise', len(lot.faits))} sur {len(lot.prevus)}"
    reste = len(vue.a_emettre)
    if reste:
        restent = "reste" if reste == 1 else "restent"
        return "warn", (
            f"Appel arrêté en cours\u00a0: {emises}, pour {euros(lot.total_centimes)}. "
            f"{FACTURES.compte(reste)} {restent} à émettre\u00a0: reprenez-le, rien n’est émis deux fois."
        )
    ecartees = len(lot.restants)
    fait = f"Appel émis le {date_fr(lot.emise_le)} par {lot.agent}\u00a0: {emises}, pour {euros(lot.total_centimes)}."
    if not ecartees:
        return "ok", fait
    raisons = compter_raisons(r.etat for r in vue.rangees if r.ligne.foyer_id in lot.restants)
    suite = f" {FAMILLES.compte(ecartees)} {_accorde('écartée', ecartees)}{f' ({raisons})' if raisons else ''}."
    return "info", f"{fait}{suite} L’appel suivant les reprend."


def compter_raisons(codes: Iterable[str]) -> str:
    """``montant changé 3, déjà facturée 2``."""
    comptes: Mapping[str, int] = Counter(codes)
    return ", ".join(f"{_mots(code).lower()}\u00a0{n}" for code, n in sorted(comptes.items(), key=lambda x: -x[1]))


def _mots(code: str) -> str:
    return HORS_APPEL[0] if code == HORS_LOT else EXCLUSIONS[code][0]


def _accorde(participe: str, n: int) -> str:
    return f"{participe}s" if n > 1 else participe
