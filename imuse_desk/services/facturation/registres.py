"""From a price to the lines and the calls of the two ledgers: rentals on one side, everything else on the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.tarifs.champs import UN
from imuse_desk.domain.tarifs.changement import Tranche
from imuse_desk.domain.tarifs.modele import Grille
from imuse_desk.domain.tarifs.proration import (
    ANNEE_ENTIERE,
    PlanEcheances,
    Sejour,
    echeances,
    echeancier,
    jour_de_saison,
    mensualites,
    parts_au_plus,
)
from imuse_desk.domain.tarifs.resultat import COTISATIONS, LOCATIONS
from imuse_desk.services.reinscription.prix import PrixEnfant, PrixVu
from imuse_desk.services.tarification import LignePrix, RemisePrix

ENTIERE = 100
REGISTRES = (COTISATIONS, LOCATIONS)


@dataclass(frozen=True, slots=True)
class LigneFacturee:
    """A line to come: for whom, what, for how much; ``eleve_id`` None is the household's own.

    ``source`` is the price, or the words of a contract; ``part`` the household's share in %; ``appel`` the rank of the
    call, how many there are and what they share; ``tranche`` the stretch of the year where its price moved;
    ``periode`` what it covers in words, empty for the whole year.
    """

    eleve_id: int | None
    enfant: str
    article: str
    libelle: str
    montant_centimes: int
    source: LignePrix | RemisePrix | str
    rang: int = 1
    est_provisoire: bool = False
    part: int = ENTIERE
    appel: tuple[int, int, int] | None = None
    tranche: Tranche | None = None
    periode: str = ""

    @property
    def sejour(self) -> tuple[Sejour, Fraction]:
        """From when to when it is followed, and the share of the year which that makes due."""
        calcul = self.source.calcul if isinstance(self.source, LignePrix) else None
        prorata = calcul.prorata if calcul is not None else None
        return (ANNEE_ENTIERE, UN) if prorata is None else (prorata.sejour, prorata.part)

    @property
    def base(self) -> str:
        """How the amount was reached: the words of the price, the share, the call."""
        source = self.source
        if isinstance(source, str):
            base = source
        else:
            base = source.explication if isinstance(source, RemisePrix) else source.arithmetique
        if self.part != ENTIERE and isinstance(source, LignePrix):
            pleins = euros(source.pleins_centimes)
            partage = f"{self.part}{INSECABLE}% de {pleins}"
            base = partage if base in {"", pleins} else f"{partage} ({base})"
        if self.appel is not None:
            rang, appels, centimes = self.appel
            appel = f"appel {rang}/{appels} de {euros(centimes)}"
            base = f"{appel} ({base})" if base else appel
        return base

    @property
    def detail(self) -> str:
        """What it covers and how the amount was reached, as a paper prints it."""
        return detailler(self.periode, self.base)


def detailler(periode: str, base: str) -> str:
    """The period of a line and its base, on one line."""
    return ", ".join(mots for mots in (periode, base) if mots)


@dataclass(frozen=True, slots=True)
class EcheanceVue:
    """A call to come; ``le`` is None where neither the grid nor a setting dates it, a month where ``est_mois``.

    ``moyen`` says how it is to be paid, where the site says it.
    """

    rang: int
    le: date | None
    est_mois: bool
    montant_centimes: int
    moyen: str = ""


@dataclass(frozen=True, slots=True)
class Accord:
    """A way of paying agreed before the invoice: monthly parts from a day, why, by whom and when.

    ``est_derogation``: it breaks the rule of the year, and somebody who issues invoices allowed it.
    """

    accord_id: int
    nombre: int
    premiere_le: date
    motif: str
    auteur: str
    accorde_le: date
    est_derogation: bool

    def parts(self, total_centimes: int) -> tuple[EcheanceVue, ...]:
        """What it makes of a total."""
        mois = enumerate(mensualites(total_centimes, self.nombre, self.premiere_le), start=1)
        return tuple(EcheanceVue(rang, le, False, montant) for rang, (le, montant) in mois)  # noqa: FBT003


@dataclass(frozen=True, slots=True)
class RegistreVu:
    """A ledger of the year: its lines, its total (None where something has no price yet) and its calls.

    ``accord`` is the way of paying agreed for it, ``parts_max`` how many parts the rule of the year allows.
    """

    cle: str
    lignes: tuple[LigneFacturee, ...]
    total_centimes: int | None
    echeances: tuple[EcheanceVue, ...]
    parts_max: int = 1
    accord: Accord | None = None

    def avec(self, accord: Accord | None) -> "RegistreVu":
        """The same, paid as it was agreed, where the rule of the year or a derogation allows it."""
        if accord is None or not self.total_centimes or self.total_centimes < 0:
            return self
        if accord.nombre > self.parts_max and not accord.est_derogation:
            return replace(self, accord=accord)
        return replace(self, accord=accord, echeances=accord.parts(self.total_centimes))

    @property
    def est_hors_regle(self) -> bool:
        """What was agreed breaks the rule of the year, now that the total is known, and nobody allowed it."""
        return self.accord is not None and self.accord.nombre > self.parts_max and not self.accord.est_derogation


def registre_de(
    cle: str,
    prix: PrixVu,
    grille: Grille,
    nombre: int,
    annee: int,
    jours: Sequence[str] = (),
    contrats: Sequence[LigneFacturee] = (),
) -> RegistreVu:
    """Rentals on one side, everything else on the other; ``jours`` (MM-DD) date the calls that the grid leaves open.

    ``contrats`` are the lines of the rental contracts, which no grid prices again: a pupil's contract takes the place
    of what the grid says of his rental.
    """
    est_provisoire = prix.quotient.est_provisoire or prix.quotient.situation == "a_verifier"
    loueurs = {contrat.eleve_id for contrat in contrats} if cle == LOCATIONS else set()
    lignes = [
        _ligne(ligne, enfant, est_provisoire=est_provisoire or enfant.est_rang_provisoire)
        for enfant in prix.enfants
        if enfant.eleve_id not in loueurs
        for ligne in enfant.lignes
        if _est_de(ligne, cle)
    ]
    lignes += [_ligne(ligne, None, est_provisoire=est_provisoire) for ligne in prix.lignes_foyer if _est_de(ligne, cle)]
    if cle == COTISATIONS:
        lignes += [_remise(remise) for remise in prix.remises]
    else:
        lignes += contrats
    total = None if prix.total_centimes is None else sum(ligne.montant_centimes for ligne in lignes)
    calls = () if not total else _echeances(grille.plans, total, nombre, annee, jours)
    return RegistreVu(cle, tuple(lignes), total, calls, parts_au_plus(grille.plans, total, nombre))


def _est_de(ligne: LignePrix, cle: str) -> bool:
    return (ligne.nature == "rental") == (cle == LOCATIONS)


def _ligne(ligne: LignePrix, enfant: PrixEnfant | None, *, est_provisoire: bool) -> LigneFacturee:
    return LigneFacturee(
        eleve_id=enfant.eleve_id if enfant else None,
        enfant=enfant.prenom if enfant else "",
        article=ligne.article,
        libelle=ligne.libelle or ligne.article,
        montant_centimes=ligne.montant_centimes,
        source=ligne,
        rang=ligne.rang,
        est_provisoire=est_provisoire,
        part=enfant.part if enfant else ENTIERE,
        periode=_periode(ligne),
    )


def _periode(ligne: LignePrix) -> str:
    """From when or until when a line of less than the year runs."""
    if ligne.calcul is None or ligne.calcul.prorata is None:
        return ""
    sejour = ligne.calcul.prorata.sejour
    du, au = (date_fr(jour) if jour else "" for jour in (sejour.entree_le, sejour.sortie_le))
    if du and au:
        return f"du {du} au {au}"
    return f"à partir du {du}" if du else f"jusqu’au {au}"


def _remise(remise: RemisePrix) -> LigneFacturee:
    return LigneFacturee(remise.eleve_id, "", remise.code, remise.libelle, remise.montant_centimes, remise)


def _echeances(
    plans: Sequence[PlanEcheances], total_centimes: int, nombre: int, annee: int, jours: Sequence[str]
) -> tuple[EcheanceVue, ...]:
    """The plan of the grid that has the number of calls of the settings, else the longest one under it.

    A grid without plans leaves the number to the setting, and one without days leaves them to it too.
    """
    ouverts = [plan for plan in plans if plan.parts and plan.est_ouvert(total_centimes)]
    if not ouverts:
        montants = echeances(total_centimes, 1 if plans else max(1, nombre))
        appels = [EcheanceVue(rang, None, False, m) for rang, m in enumerate(montants, start=1)]  # noqa: FBT003
    else:
        convenables = [plan for plan in ouverts if (plan.parts or 0) <= nombre] or ouverts[:1]
        plan = max(convenables, key=lambda p: p.parts or 0)
        est_mois = not plan.jours
        appels = [
            EcheanceVue(e.rang, e.le, est_mois and e.le is not None, e.montant_centimes)
            for e in echeancier(plan, total_centimes, annee)
        ]
    if len(appels) > len(jours) or any(appel.le for appel in appels):
        return tuple(appels)
    return tuple(
        EcheanceVue(a.rang, jour_de_saison(j, annee), False, a.montant_centimes)  # noqa: FBT003
        for a, j in zip(appels, jours, strict=False)
    )
