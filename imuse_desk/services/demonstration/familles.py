"""Invented families: adults with their roles, addresses, residence, quotients, children and their years of lessons."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from imuse_desk.domain.recherche import termes_personne
from imuse_desk.domain.tarifs.quotient import FORMULES, calculer_quotient
from imuse_desk.domain.textes import plier
from imuse_desk.infra.saisie.telephones import numero_seul
from imuse_desk.models import (
    Adresse,
    DroitImage,
    Eleve,
    Foyer,
    Lien,
    PersonneAutorisee,
    Quotient,
    StatutResidence,
    Terme,
)
from imuse_desk.services.demonstration import noms
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.demonstration.gens import Gens, Identite, civilite
from imuse_desk.services.demonstration.maison import TERRITOIRE, Maison, SiteCree, instant
from imuse_desk.services.demonstration.offre import Offre, Plage
from imuse_desk.services.demonstration.parcours import AGE_MAJORITE, Parcours, tirer_parcours
from imuse_desk.services.listes import niveaux_scolaires, situations_familiales

AGENTS = ("Aline Martin", "Romain Petit", "Delphine Leroy")
HORS_TERRITOIRE = (
    ("92140", "Clamart"), ("75015", "Paris"), ("75016", "Paris"), ("92320", "Châtillon"), ("78220", "Viroflay"),
    ("92210", "Saint-Cloud"), ("78140", "Vélizy-Villacoublay"), ("92260", "Fontenay-aux-Roses"),
)  # fmt: skip


@dataclass(slots=True)
class EleveCree:
    """A pupil once written; ``inscriptions`` are this year's: enrolment, course code, cursus and level."""

    id: int
    personne_id: int
    identite: Identite
    parcours: Parcours
    est_parti: bool = False
    inscriptions: list[tuple[int, str, str, str | None]] = field(default_factory=list)
    occupees: list[Plage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Domicile:
    """Where a household lives."""

    cp: str
    ville: str
    numero: str
    voie: str
    complement: str = ""
    est_confidentielle: bool = False

    @property
    def est_du_territoire(self) -> bool:
        """One of the network's towns."""
        return (self.cp, self.ville) in TERRITOIRE


@dataclass(slots=True)
class FoyerCree:
    """A household once written."""

    id: int
    numero: str
    nom: str
    site: SiteCree
    statut: str
    enfants_a_charge: int
    a_imposition_commune: bool
    adultes: list[Identite]
    domicile: Domicile
    personnes: list[int] = field(default_factory=list)
    mobiles: list[str] = field(default_factory=list)
    eleves: list[EleveCree] = field(default_factory=list)


class Familles:
    """Writes families of one network, one after another."""

    def __init__(self, ecrivain: Ecrivain, gens: Gens, maison: Maison, offres: dict[int, Offre]) -> None:
        self._ecrivain = ecrivain
        self._gens = gens
        self._alea: random.Random = gens.alea
        self._maison = maison
        self._offres = offres
        self._nombre = 0
        self._niveaux_scolaires = niveaux_scolaires()
        self._situations = situations_familiales()

    def creer(self) -> FoyerCree:
        """Write a family with its pupils; a child of separated parents also belongs to the other parent's household."""
        site = self._alea.choices(self._maison.sites, (35, 40, 25))[0]
        nom = self._gens.nom()
        domicile = self._domicile(site)
        if self._alea.random() < 0.10:
            return self._adulte_seul(site, nom, domicile)
        separes = self._alea.random() < 0.04
        adultes = self._adultes(nom, seul=separes or self._alea.random() < 0.2)
        ages = [self._alea.choices(range(4, 20), (6, 7, 8, 9, 9, 9, 9, 8, 8, 7, 6, 5, 4, 3, 1, 1))[0]]
        nombre = self._alea.choices((1, 2, 3, 4), (56, 33, 9, 2))[0]
        ages += [min(19, max(4, ages[0] + self._alea.choice((-5, -4, -3, -2, 2, 3, 4)))) for _ in range(nombre - 1)]
        foyer = self.foyer(site, nom, domicile, adultes, charge=nombre + self._alea.choice((0, 0, 0, 1)))
        for rang, age in enumerate(sorted(ages, reverse=True)):
            part = 50 if separes else 100
            identite = self._gens.enfant(nom, age)
            self.eleve(foyer, identite, tirer_parcours(self._alea, age), rang=rang, part=part)
        if separes:
            self._second_foyer(foyer)
        if not separes and self._alea.random() < 0.02:
            self._eleve_adulte(foyer, tirer_parcours(self._alea, 40))
        return foyer

    def _adultes(self, nom: str, *, seul: bool) -> list[Identite]:
        premier = self._gens.adulte(nom, "F" if self._alea.random() < 0.6 else "M")
        if seul:
            return [premier]
        autre_nom = nom if self._alea.random() < 0.7 else self._gens.nom()
        adultes = [premier, self._gens.adulte(autre_nom, "M" if premier.sexe == "F" else "F")]
        if self._alea.random() < 0.025:
            adultes.append(self._gens.adulte(self._gens.nom(), age=self._alea.randint(62, 75)))
        return adultes

    def _adulte_seul(self, site: SiteCree, nom: str, domicile: Domicile) -> FoyerCree:
        age = self._alea.randint(19, 74)
        identite = self._gens.adulte(nom, age=age)
        foyer = self.foyer(site, nom, domicile, [identite], charge=0)
        self._eleve_adulte(foyer, tirer_parcours(self._alea, age))
        return foyer

    def _second_foyer(self, foyer: FoyerCree) -> None:
        nom = self._gens.nom()
        identite = self._gens.adulte(nom, "M" if foyer.adultes[0].sexe == "F" else "F")
        domicile = self._domicile(foyer.site, est_confidentielle=self._alea.random() < 0.25)
        autre = self.foyer(foyer.site, nom, domicile, [identite], charge=len(foyer.eleves))
        for rang, eleve in enumerate(foyer.eleves):
            self._lien(eleve.personne_id, autre.id, "enfant", rang, part=50, est_principal=False)

    def foyer(
        self,
        site: SiteCree,
        nom: str,
        domicile: Domicile,
        adultes: list[Identite],
        *,
        charge: int,
        commune: bool | None = None,
        quotient: int | None = None,
    ) -> FoyerCree:
        """Write a household with its adults, address, residence and past quotients (drawn where not given)."""
        self._nombre += 1
        numero = f"{self._nombre:05}"
        autres = [a.nom for a in adultes[1:2] if a.nom != nom]
        libelle = " – ".join([nom, *autres])
        if commune is None:
            commune = len(adultes) > 1 and self._alea.random() < 0.75
        foyer_id = self._ecrivain.ajouter(
            Foyer, numero=numero, libelle=libelle, cle=plier(libelle), site_id=site.id, enfants_a_charge=charge,
            a_imposition_commune=commune if len(adultes) > 1 else None,
        )  # fmt: skip
        depuis = self._maison.annees[0].debut_le - timedelta(days=self._alea.randint(10, 1500))
        self._ecrivain.ajouter(
            Adresse, foyer_id=foyer_id, numero=domicile.numero, voie=domicile.voie, complement=domicile.complement,
            cp=domicile.cp, ville=domicile.ville, est_confidentielle=domicile.est_confidentielle, du_le=depuis,
        )  # fmt: skip
        statut = self._statut(foyer_id, domicile, depuis)
        cree = FoyerCree(foyer_id, numero, nom, site, statut, charge, commune, adultes, domicile)
        self._ecrire_adultes(cree, depuis)
        if statut != "exterieur":
            self._quotients(foyer_id, charge, len(adultes), quotient)
        return cree

    def _ecrire_adultes(self, foyer: FoyerCree, depuis: date) -> None:
        fixe = self._gens.fixe() if self._alea.random() < 0.35 else ""
        situation = self._alea.choice(self._situations[1:4] if len(foyer.adultes) > 1 else self._situations)
        termes = {foyer.numero}
        for rang, identite in enumerate(foyer.adultes):
            mobile = self._gens.mobile()
            email = self._gens.email(identite) if rang == 0 or self._alea.random() < 0.8 else ""
            profession, pcs = self._alea.choice(noms.PROFESSIONS)
            personne_id = self._gens.ecrire(
                identite, civilite=civilite(identite), situation_familiale=situation, profession=profession, pcs=pcs,
                mobile=mobile, tel_domicile=fixe, email=email, nationalite=self._alea.choice(noms.NATIONALITES),
            )  # fmt: skip
            foyer.personnes.append(personne_id)
            foyer.mobiles.append(mobile)
            telephones = tuple(numero_seul(t) for t in (fixe, mobile) if t)
            siens = termes_personne(identite.nom, identite.prenom, telephones=telephones, email=email)
            termes |= siens
            if rang:
                self._termes("personne", personne_id, siens)
            parent = rang < 2
            self._lien(
                personne_id, foyer.id, "responsable" if rang == 0 else "adulte", rang, du_le=depuis,
                est_responsable_legal=parent, est_payeur=rang == 0, recoit_factures=rang == 0,
                recoit_courriers=parent, est_a_prevenir=parent, peut_recuperer=True,
            )  # fmt: skip
        self._termes("foyer", foyer.id, termes)

    def _termes(self, genre: str, objet_id: int, termes: set[str] | frozenset[str]) -> None:
        for terme in sorted(termes):
            self._ecrivain.ajouter(Terme, cle=terme, genre=genre, objet_id=objet_id)

    def _lien(self, personne_id: int, foyer_id: int, role: str, rang: int, **champs: Any) -> None:
        self._ecrivain.ajouter(
            Lien, personne_id=personne_id, foyer_id=foyer_id, role=role, rang=rang,
            **{"du_le": self._maison.annees[0].debut_le, **champs},
        )  # fmt: skip

    def _statut(self, foyer_id: int, domicile: Domicile, depuis: date) -> str:
        statut, motif = ("resident", "") if domicile.est_du_territoire else ("exterieur", "")
        if statut == "exterieur" and self._alea.random() < 0.12:
            statut, motif = "assimile", "Agent du territoire"
        self._ecrivain.ajouter(
            StatutResidence, foyer_id=foyer_id, statut=statut, motif=motif, du_le=depuis, auteur=AGENTS[0],
            preuve="Attestation de l’employeur" if motif else "", a=self._maison.horloge - timedelta(days=200),
        )  # fmt: skip
        return statut

    def _quotients(self, foyer_id: int, charge: int, adultes: int, fixe: int | None) -> None:
        if fixe is None and self._alea.random() < 0.12:
            return  # the ceiling, since nothing was ever shown
        quotient = fixe or self.tirer_quotient()
        for annee in self._maison.annees[:-1]:
            if annee.rang == 0 and fixe is None and self._alea.random() < 0.15:
                continue
            le = min(annee.debut_le + timedelta(days=40), self._maison.aujourdhui - timedelta(days=10))
            self.quotient(foyer_id, annee.id, quotient, charge, adultes, le, genre="caf" if fixe else "")
            if fixe:
                continue
            quotient += quotient * self._alea.randint(-4, 6) // 100

    def tirer_quotient(self) -> int:
        """A household's quotient in cents, as incomes of the west of Paris give them."""
        return int(min(640_000, max(18_000, self._alea.lognormvariate(11.95, 0.55))))

    def quotient(
        self,
        foyer_id: int,
        annee_id: int,
        centimes: int,
        charge: int,
        adultes: int,
        le: date,
        *,
        piece_id: int | None = None,
        genre: str = "",
    ) -> None:
        """Write a household's quotient of a year: printed by the CAF, or reckoned from the notice (arithmetic kept)."""
        genre, calcul = genre or ("calcule" if self._alea.random() < 0.4 else "caf"), None
        if genre == "calcule":
            parts = Fraction(min(adultes, 2)) + Fraction(charge, 2)
            calcule = calculer_quotient(FORMULES["tax_based"], int(centimes * 12 * parts), parts)
            centimes = calcule.quotient_centimes
            calcul = {
                "formule": calcule.formule.code,
                "annuel_centimes": calcule.annuel_centimes,
                "prestations_centimes": calcule.prestations_centimes,
                "parts": str(calcule.parts),
                "arithmetique": calcule.arithmetique(),
            }
        self._ecrivain.ajouter(
            Quotient, foyer_id=foyer_id, annee_id=annee_id, genre=genre, centimes=centimes, date_document_le=le,
            piece_id=piece_id, calcul=calcul, auteur=AGENTS[0],
            a=instant(min(le + timedelta(days=9), self._maison.aujourdhui)),
        )  # fmt: skip

    def _domicile(self, site: SiteCree, *, est_confidentielle: bool = False) -> Domicile:
        tirage = self._alea.random()
        if tirage < 0.58:
            cp, ville = site.cp, site.ville
        else:
            cp, ville = self._alea.choice(TERRITOIRE if tirage < 0.86 else HORS_TERRITOIRE)
        numero = f"{self._alea.randint(1, 120)}{self._alea.choice(('', '', '', '', ' bis'))}"
        complement = self._alea.choice(noms.COMPLEMENTS)
        return Domicile(cp, ville, numero, self._alea.choice(noms.VOIES), complement, est_confidentielle)

    def eleve(
        self,
        foyer: FoyerCree,
        identite: Identite,
        parcours: Parcours,
        *,
        rang: int,
        part: int = 100,
        reste: bool = False,
    ) -> EleveCree:
        """Write a child who is a pupil, with this year's and past years' lessons."""
        mobile = self._gens.mobile() if self._age(identite) >= 14 and self._alea.random() < 0.5 else ""
        personne_id = self._gens.ecrire(
            identite, lieu_naissance=self._alea.choice(noms.VILLES_DE_NAISSANCE), mobile=mobile,
            nationalite=self._alea.choice(noms.NATIONALITES),
        )  # fmt: skip
        self._lien(personne_id, foyer.id, "enfant", rang, part=part)
        telephones = (mobile,) if mobile else ()
        eleve_id = self._fiche_eleve(personne_id, identite, foyer)
        self._gens.rendre_trouvable("eleve", eleve_id, identite, telephones=telephones)
        return self._suivre(foyer, EleveCree(eleve_id, personne_id, identite, parcours), reste=reste)

    def _eleve_adulte(self, foyer: FoyerCree, parcours: Parcours) -> None:
        """The head of the household is a pupil too: the same person, without a child's link."""
        personne_id, identite = foyer.personnes[0], foyer.adultes[0]
        eleve_id = self._fiche_eleve(personne_id, identite, foyer)
        self._gens.rendre_trouvable("eleve", eleve_id, identite)
        self._suivre(foyer, EleveCree(eleve_id, personne_id, identite, parcours))

    def _age(self, identite: Identite) -> int:
        return (self._maison.aujourdhui - identite.naissance_le).days * 4 // 1461

    def _fiche_eleve(self, personne_id: int, identite: Identite, foyer: FoyerCree) -> int:
        age = self._age(identite)
        ecole, niveau = "", "Adulte" if age >= AGE_MAJORITE + 5 else "Études supérieures"
        if age < AGE_MAJORITE:
            ecole = self._alea.choice([nom for nom, du, au in noms.ECOLES if du <= age < au])
            niveau = self._niveaux_scolaires[max(0, min(age - 3, 14))]
        prevenir, tel_urgence = self._a_prevenir(identite, foyer)
        eleve_id = self._ecrivain.ajouter(
            Eleve, personne_id=personne_id, etablissement_scolaire=ecole, niveau_scolaire=niveau,
            utilise_coordonnees_responsable=True, a_autorisation_sortie=age >= 11,
            personne_a_prevenir=f"{prevenir.prenom} {prevenir.nom}", tel_urgence=tel_urgence,
            alerte="Allergie aux arachides" if self._alea.random() < 0.015 else "",
        )  # fmt: skip
        mineur = age < AGE_MAJORITE
        self._droits(eleve_id, foyer.adultes[0] if mineur else identite, mineur=mineur)
        return eleve_id

    def _a_prevenir(self, identite: Identite, foyer: FoyerCree) -> tuple[Identite, str]:
        """Whom to call for a pupil, and where: another adult of the household, or a friend of somebody who is alone."""
        for adulte, mobile in zip(foyer.adultes, foyer.mobiles, strict=True):
            if adulte != identite:
                return adulte, mobile
        return self._gens.adulte(self._gens.nom()), self._gens.mobile()

    def _droits(self, eleve_id: int, responsable: Identite, *, mineur: bool) -> None:
        accorde = self._alea.random() < 0.85
        for support in ("interne", "affiche_presse"):
            self._ecrivain.ajouter(
                DroitImage, eleve_id=eleve_id, support=support, est_accorde=accorde,
                donne_par=f"{responsable.prenom} {responsable.nom}", annee_id=self._maison.annee(0).id,
                a=self._maison.horloge - timedelta(days=70),
            )  # fmt: skip
        if mineur and self._alea.random() < 0.06:
            nounou = self._gens.adulte(self._gens.nom(), "F")
            self._ecrivain.ajouter(
                PersonneAutorisee, eleve_id=eleve_id, nom=f"{nounou.prenom} {nounou.nom}", lien="Garde d’enfant",
                telephone=self._gens.mobile(),
            )  # fmt: skip

    def _suivre(self, foyer: FoyerCree, eleve: EleveCree, *, reste: bool = False) -> EleveCree:
        offre = self._offres[foyer.site.id]
        plus_ancien = -self._maison.annees[0].rang
        eleve.est_parti = eleve.parcours.anciennete > 0 and plus_ancien > 0 and not reste and self._alea.random() < 0.03
        for recul in range(min(eleve.parcours.anciennete, plus_ancien), -1, -1):
            if recul == 0 and eleve.est_parti:
                break
            occupees: list[Plage] = []
            for code, cursus, niveau in eleve.parcours.suivis(recul):
                niveau_id = self._maison.niveaux[cursus, niveau] if niveau else None
                ident = offre.inscrire(eleve.id, code, niveau_id, self._maison.annee(-recul), occupees)
                if recul == 0:
                    eleve.inscriptions.append((ident, code, cursus, niveau))
        foyer.eleves.append(eleve)
        return eleve
