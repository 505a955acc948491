"""The park of instruments of the first site: some hired by its pupils, one never given back, prices of each site."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.locations import (
    Designation,
    EtatGarantie,
    EtatInstrument,
    Evenement,
    PrixLocation,
    prix_de_location,
)
from imuse_desk.models import AttenteLocation, ContratLocation, EvenementInstrument, Instrument, TarifLocation
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.demonstration.familles import AGENTS, EleveCree, FoyerCree
from imuse_desk.services.demonstration.maison import AnneeCree, Maison, instant

NEUF, BON, USAGE = EtatInstrument.NEUF, EtatInstrument.BON, EtatInstrument.USAGE
PARC = (
    ("VLN", "Violon", "1/2", "Stentor", 28_000, BON), ("VCL", "Violoncelle", "1/2", "Stentor", 62_000, BON),
    ("FLT", "Flûte traversière", "", "Yamaha", 48_000, BON), ("CLA", "Clarinette", "", "Buffet Crampon", 75_000, USAGE),
    ("VLN", "Violon", "3/4", "Stentor", 32_000, BON), ("TPT", "Trompette", "", "Yamaha", 58_000, BON),
    ("SAX", "Saxophone", "alto", "Yamaha", 98_000, BON), ("GUI", "Guitare", "3/4", "Alhambra", 22_000, USAGE),
    ("VLN", "Violon", "4/4", "Gewa", 45_000, NEUF), ("ALT", "Alto", "", "Gewa", 52_000, BON),
    ("VCL", "Violoncelle", "3/4", "Gewa", 78_000, BON), ("HTB", "Hautbois", "", "Marigaux", 240_000, BON),
    ("", "Violon", "1/4", "Stentor", 24_000, BON), ("", "Cor", "", "Holton", 165_000, USAGE),
    ("", "Violon", "1/2", "Stentor", 28_000, USAGE), ("", "Basson", "", "Püchner", 380_000, BON),
)  # fmt: skip
"""Who may hire it (the discipline of his course, nobody without one), type, size, make, value in cents, state."""
REVISIONS, REPARATION = (12, 13), 14
"""Ranks of the instruments whose overhaul is due, and of the one at the workshop."""
TARIF = (
    PrixLocation("", 1, 9_500), PrixLocation("", 2, 14_000), PrixLocation("", 0, 18_000),
    PrixLocation("Guitare", 0, 6_000),
)  # fmt: skip
CONTRATS, ATTENTES = 9, 4
ATTENDUS = (
    ("FLT", "Flûte traversière"), ("VCL", "Violoncelle"), ("COR", "Cor"), ("BAS", "Basson"), ("HAR", "Harpe"),
    ("CB", "Contrebasse"), ("TBN", "Trombone"), ("GUI", "Guitare"),
)  # fmt: skip
"""What one may wait for: the discipline of the course, the type asked."""
GARANTIE_CENTIMES = 30_000
FIN_DES_LOCATIONS = (6, 30)


@dataclass(slots=True)
class _Dispo:
    """An instrument that somebody may hire."""

    id: int
    code: str
    designation: Designation


class Parc:
    """``louer(foyer)`` after each family: its pupils hire what is there for them, as long as contracts remain."""

    def __init__(self, ecrivain: Ecrivain, maison: Maison) -> None:
        self._ecrivain, self._maison = ecrivain, maison
        self._site = maison.sites[0]
        self._reste, self._attentes = CONTRATS, ATTENTES
        self._a_un_retard = maison.annees[0].rang == 0  # without a year before, nothing is late
        for site in maison.sites:
            for annee in (maison.annee(0), maison.annee(1)):
                for prix in TARIF:
                    ecrivain.ajouter(TarifLocation, site_id=site.id, annee_id=annee.id, **asdict(prix))
        self._libres = [self._instrument(rang) for rang in range(len(PARC))]

    def _instrument(self, rang: int) -> _Dispo:
        code, type_, taille, marque, valeur, etat = PARC[rang]
        jour = self._maison.aujourdhui
        achete_le = date(jour.year - 2 - rang % 5, 9, 3 + rang)
        designation = Designation(type_, taille, f"MEU-{rang + 1:03d}", marque, f"{4_120 + 37 * rang}", valeur, etat)
        en_reparation = jour - timedelta(days=9) if rang == REPARATION else None
        prochaine = jour + timedelta(days=-6 * rang if rang in REVISIONS else 90 + 7 * rang)
        ident = self._ecrivain.ajouter(
            Instrument, site_id=self._site.id, achete_le=achete_le, en_reparation_le=en_reparation,
            revision_le=prochaine, **asdict(designation),
        )  # fmt: skip
        self._noter(ident, Evenement.ENTREE, achete_le, "")
        if en_reparation is not None:
            self._noter(ident, Evenement.REPARATION, en_reparation, "Recollage du manche", 8_500)
        return _Dispo(ident, code, designation)

    def _noter(self, ident: int, genre: Evenement, le: date, detail: str, cout_centimes: int | None = None) -> None:
        self._ecrivain.ajouter(
            EvenementInstrument, instrument_id=ident, genre=genre.value, le=le, detail=detail,
            cout_centimes=cout_centimes, agent=AGENTS[0], a=instant(le, time(10)),
        )  # fmt: skip

    def louer(self, foyer: FoyerCree) -> frozenset[int]:
        """The children of a family who hire an instrument; nobody of another site, nor an adult."""
        if foyer.site.id != self._site.id or not self._reste:
            return frozenset()
        enfants = [e for e in foyer.eleves if e.personne_id not in foyer.personnes and e.inscriptions]
        return frozenset(eleve.id for eleve in enfants if self._reste and self._servir(foyer, eleve))

    def _servir(self, foyer: FoyerCree, eleve: EleveCree) -> bool:
        """One contract a pupil; the first who was there last year kept what he hired then."""
        codes = {code.removeprefix("CHAM-") for _, code, _, _ in eleve.inscriptions}
        choisi = next((d for d in self._libres if d.code in codes), None)
        if choisi is None:
            self._attendre(foyer, eleve, codes)
            return False
        self._libres.remove(choisi)
        self._reste -= 1
        annee = self._maison.annee(0)
        if not self._a_un_retard and eleve.parcours.anciennete:
            self._a_un_retard, annee = True, self._maison.annee(-1)
        self._signer(foyer, eleve, choisi, annee)
        return True

    def _attendre(self, foyer: FoyerCree, eleve: EleveCree, codes: set[str]) -> None:
        """Who finds his instrument taken, or none of his kind, asks for the next one."""
        voulu = next((nom for code, nom in ATTENDUS if code in codes), None)
        if voulu is None or not self._attentes:
            return
        self._attentes -= 1
        self._ecrivain.ajouter(
            AttenteLocation, site_id=self._site.id, foyer_id=foyer.id, eleve_id=eleve.id, type=voulu,
            demandee_a=self._a(self._maison.aujourdhui - timedelta(days=4 + 9 * self._attentes)),
        )  # fmt: skip

    def _signer(self, foyer: FoyerCree, eleve: EleveCree, instrument: _Dispo, annee: AnneeCree) -> None:
        trouve = prix_de_location(TARIF, instrument.designation.type, 1)
        if trouve is None:  # the table has a price for any instrument
            return
        au_le = date(annee.fin_le.year, *FIN_DES_LOCATIONS)
        signe_le = min(annee.rentree_le, self._maison.aujourdhui)
        a_garantie = self._reste % 3 != 0
        contrat_id = self._ecrivain.ajouter(
            ContratLocation, site_id=self._site.id, annee_id=annee.id, instrument_id=instrument.id, foyer_id=foyer.id,
            eleve_id=eleve.id, du_le=annee.rentree_le, au_le=au_le, signe_le=signe_le,
            instrument_signe=asdict(instrument.designation), prix_centimes=trouve[0], regle_prix=trouve[1],
            garantie_centimes=GARANTIE_CENTIMES,
            garantie_etat=(EtatGarantie.CONSERVEE if a_garantie else EtatGarantie.ABSENTE).value,
            assurance_jusqu_au=self._assurance(annee), modifie_a=self._a(signe_le), modifie_par=AGENTS[0],
        )  # fmt: skip
        detail = f"Contrat {contrat_id}, du {date_fr(annee.rentree_le)} au {date_fr(au_le)}"
        self._noter(instrument.id, Evenement.LOCATION, signe_le, detail)

    def _assurance(self, annee: AnneeCree) -> date | None:
        """Most are insured to the end of the year; one is no more, two never brought a certificate."""
        if self._reste in {2, 5}:
            return None
        return self._maison.aujourdhui - timedelta(days=20) if self._reste == 4 else annee.fin_le

    def _a(self, jour: date) -> datetime:
        return min(instant(jour, time(10)), self._maison.horloge)
