"""The invented network: three sites, years around a date, settings, prices, required pieces, campaigns."""

from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import as_file, files
from itertools import product
from zoneinfo import ZoneInfo

from imuse_desk.domain.tarifs.ecriture import grille_vers_json
from imuse_desk.domain.territoire import cle_commune
from imuse_desk.domain.textes import plier
from imuse_desk.infra.calendrier import jours_feries, vacances
from imuse_desk.infra.saisie.grilles import lire_grille
from imuse_desk.models import (
    Annee,
    Campagne,
    CommuneTerritoire,
    Cursus,
    Discipline,
    Ecole,
    Etablissement,
    Gabarit,
    GrilleTarif,
    JourFerme,
    Niveau,
    Reglage,
    RegleArticle,
    RegleEtiquette,
    RegleZone,
    Site,
    TexteDeclaration,
    TypePiece,
)
from imuse_desk.services.campagne.table_pieces import PIECES
from imuse_desk.services.demonstration import noms
from imuse_desk.services.demonstration.catalogue import COLLECTIFS, CURSUS, FORMATION_MUSICALE, INSTRUMENTS, NIVEAUX
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.etablissement.communes import TOUJOURS
from imuse_desk.services.etablissement.gabarits import gabarits_livres

FUSEAU = "Europe/Paris"
ZONE = "C"
AUTEUR = "Delphine Leroy"
SITES = (
    ("MEU", "Conservatoire de Meudon", "5 rue des Tilleuls", "92190", "Meudon", "01 99 00 21 90"),
    ("BOU", "Conservatoire de Boulogne-Billancourt", "22 avenue de la Gare", "92100", "Boulogne-Billancourt",
     "01 99 00 21 00"),
    ("ISS", "Conservatoire d’Issy-les-Moulineaux", "11 rue Camille-Claudel", "92130", "Issy-les-Moulineaux",
     "01 99 00 21 30"),
)  # fmt: skip
SIGNATAIRES = (AUTEUR, "Nadia Ferrand", "Sophie Aubrac")
TERRITOIRE = (
    ("92100", "Boulogne-Billancourt"), ("92370", "Chaville"), ("92130", "Issy-les-Moulineaux"),
    ("92430", "Marnes-la-Coquette"), ("92190", "Meudon"), ("92360", "Meudon-la-Forêt"), ("92310", "Sèvres"),
    ("92170", "Vanves"), ("92410", "Ville-d’Avray"),
)  # fmt: skip
DECLARATION = (
    "Je reconnais avoir pris connaissance de la grille tarifaire\u00a0: sans les documents demandés, le tarif plafond "
    "est appliqué. J’accepte le règlement pédagogique et le règlement intérieur du conservatoire. Je certifie que "
    "l’élève est couvert par une assurance de responsabilité civile."
)
JOURS_D_OUVERTURE = 15
JOURS_AVANT_FERMETURE = 20


@dataclass(frozen=True, slots=True)
class SiteCree:
    """A site once written."""

    id: int
    code: str
    nom: str
    cp: str
    ville: str


@dataclass(frozen=True, slots=True)
class AnneeCree:
    """A year once written; ``rang`` 0 is the current one, 1 the next, negative the past ones."""

    id: int
    rang: int
    libelle: str
    debut_le: date
    fin_le: date

    @property
    def rentree_le(self) -> date:
        """The first day of lessons."""
        return self.debut_le + timedelta(days=13)


@dataclass(slots=True)
class Maison:
    """Identifiers of everything that families need to be written."""

    aujourdhui: date
    horloge: datetime
    annees: list[AnneeCree] = field(default_factory=list)
    sites: list[SiteCree] = field(default_factory=list)
    cursus: dict[str, int] = field(default_factory=dict)
    disciplines: dict[str, int] = field(default_factory=dict)
    niveaux: dict[tuple[str, str], int] = field(default_factory=dict)
    campagnes: dict[int, int] = field(default_factory=dict)
    textes: dict[int, int] = field(default_factory=dict)
    types_pieces: dict[tuple[int, str], int] = field(default_factory=dict)

    def annee(self, rang: int) -> AnneeCree:
        """The year of a rank (see ``AnneeCree``)."""
        return self.annees[rang - self.annees[0].rang]


def annee_scolaire(jour: date) -> int:
    """First calendar year of the school year that holds a day: September to August."""
    return jour.year if jour.month >= 9 else jour.year - 1


def creer_maison(ecrivain: Ecrivain, aujourdhui: date, annees: int) -> Maison:
    """Write the network, with ``annees`` school years up to the current one and the next one in preparation."""
    maison = Maison(aujourdhui, datetime.combine(aujourdhui, time(9, 30), ZoneInfo(FUSEAU)).astimezone(UTC))
    ecrivain.ajouter(
        Etablissement, nom="Conservatoires de l’Ouest", sous_titre="Réseau des conservatoires", est_demonstration=True
    )
    for ordre, (code, nom, adresse, cp, ville, telephone) in enumerate(SITES):
        site_id = ecrivain.ajouter(
            Site, code=code, nom=nom, fuseau=FUSEAU, adresse=adresse, cp=cp, ville=ville, telephone=telephone,
            email=f"{plier(ville).replace(' ', '-')}@conservatoires.example", ordre=ordre,
            signataire=SIGNATAIRES[ordre], qualite_signataire="directrice", zone_vacances=ZONE,
        )  # fmt: skip
        for commune_cp, commune in TERRITOIRE:
            ecrivain.ajouter(
                CommuneTerritoire, site_id=site_id, cp=commune_cp, ville=commune, cle=cle_commune(commune),
                du_le=TOUJOURS,
            )  # fmt: skip
        maison.sites.append(SiteCree(site_id, code, nom, cp, ville))
    premiere = annee_scolaire(aujourdhui)
    for rang in range(1 - annees, 2):
        debut = premiere + rang
        libelle, du, au = f"{debut}-{debut + 1}", date(debut, 9, 1), date(debut + 1, 8, 31)
        etat = "ouverte" if rang == 0 else "preparation"
        annee_id = ecrivain.ajouter(Annee, libelle=libelle, debut_le=du, fin_le=au, etat=etat)
        maison.annees.append(AnneeCree(annee_id, rang, libelle, du, au))
    _calendrier(ecrivain, maison)
    _ecoles(ecrivain, maison)
    _enseignements(ecrivain, maison)
    _tarifs(ecrivain, maison)
    for site in maison.sites:
        for rang in (0, 1):
            _pieces(ecrivain, maison, site, maison.annee(rang))
        _campagne(ecrivain, maison, site)
    for gabarit in gabarits_livres():
        ecrivain.ajouter(Gabarit, **gabarit)
    ecrivain.ajouter(Reglage, cle="absences_max", site_id=None, annee_id=None, valeur=3)
    return maison


def _calendrier(ecrivain: Ecrivain, maison: Maison) -> None:
    """The days without lessons of each site, from the official calendars: none for a year not published yet."""
    for annee in maison.annees:
        bornes = (annee.debut_le, annee.fin_le)
        for genre, periodes in (("vacances", vacances(ZONE, *bornes)), ("ferie", jours_feries(*bornes))):
            for site, periode in product(maison.sites, periodes):
                ecrivain.ajouter(
                    JourFerme, site_id=site.id, annee_id=annee.id, genre=genre, libelle=periode.libelle,
                    du_le=periode.du_le, au_le=periode.au_le,
                )  # fmt: skip


def _ecoles(ecrivain: Ecrivain, maison: Maison) -> None:
    """The schools that pupils attend; every collège shares adapted hours, all but one can be written to by e-mail."""
    site = maison.sites[0]
    for rang, (nom, _, _) in enumerate(noms.ECOLES, start=1):
        est_partenaire = nom.startswith("Collège")
        domaine = plier(nom).replace(" ", "-")
        ecrivain.ajouter(
            Ecole, nom=nom, cle=plier(nom), voie=f"{rang} rue des Écoles", cp=site.cp, ville=site.ville,
            email=f"viescolaire@{domaine}.example" if est_partenaire and rang % 2 else "",
            partenariats=["CHAM"] if est_partenaire else [],
        )  # fmt: skip


def _enseignements(ecrivain: Ecrivain, maison: Maison) -> None:
    for ordre, (code, libelle, specialite) in enumerate(CURSUS):
        maison.cursus[code] = ecrivain.ajouter(Cursus, code=code, libelle=libelle, specialite=specialite, ordre=ordre)
    instruments = {code for code, _, _ in INSTRUMENTS}
    for code, libelle in [*((c, nom) for c, nom, _ in INSTRUMENTS), *COLLECTIFS]:
        maison.disciplines[code] = ecrivain.ajouter(
            Discipline, code=code, libelle=libelle, cle=plier(libelle), est_individuelle=code in instruments
        )
    for cursus, niveaux in [*NIVEAUX.items(), ("MUS", FORMATION_MUSICALE)]:
        suivant: int | None = None
        dernier = len(niveaux) - 1
        for rang, (code, libelle, cycle) in enumerate(reversed(niveaux)):  # the last one first: others point to it
            suivant = ecrivain.ajouter(
                Niveau,
                cursus_id=maison.cursus[cursus],
                code=code,
                libelle=libelle,
                cycle=cycle,
                ordre=dernier - rang,
                suivant_id=suivant,
            )
            maison.niveaux[cursus, code] = suivant


def _tarifs(ecrivain: Ecrivain, maison: Maison) -> None:
    with as_file(files("imuse_desk.resources") / "grilles" / "gpso_demonstration.yaml") as chemin:
        contenu = grille_vers_json(lire_grille(chemin))
    for site in maison.sites:
        for annee in (maison.annee(0), maison.annee(1)):
            ecrivain.ajouter(
                GrilleTarif, site_id=site.id, annee_id=annee.id, numero=1, libelle=f"Grille GPSO {annee.libelle}",
                contenu=contenu, est_en_vigueur=True, auteur=AUTEUR, a=maison.horloge - timedelta(days=60),
            )  # fmt: skip
            _tables(ecrivain, maison, site.id, annee.id)


ARTICLES = (
    ("CHAM", "P3", "cursus", None), ("MUS", "P3", "cursus", None), ("DAN", "P3", "cursus", None),
    ("THE", "P3", "cursus", None), ("ADU", "P3", "cursus", True), ("PC", "P1", "cours", None),
    ("EVM", "P2", "cours", None), ("EVD", "P2", "cours", None), ("ATA", "P2", "cours", None),
)  # fmt: skip
ETIQUETTES = (("reinscrit", True, "reenrolment"), ("cycle", 3, "upper_level"), ("specialite", "theatre", "upper_level"))


def _tables(ecrivain: Ecrivain, maison: Maison, site_id: int, annee_id: int) -> None:
    ou = {"site_id": site_id, "annee_id": annee_id}
    for ordre, (cursus, article, une_fois_par, individuelle) in enumerate(ARTICLES, 1):
        ecrivain.ajouter(
            RegleArticle, **ou, ordre=ordre, cursus_id=maison.cursus[cursus], article=article,
            une_fois_par=une_fois_par, est_individuelle=individuelle,
        )  # fmt: skip
    for ordre, (cp, _ville) in enumerate(TERRITOIRE, 1):
        ecrivain.ajouter(RegleZone, **ou, ordre=ordre, cp=cp, zone="resident")
    ecrivain.ajouter(RegleZone, **ou, ordre=len(TERRITOIRE) + 1, zone="outside")
    for ordre, (fait, valeur, etiquette) in enumerate(ETIQUETTES, 1):
        ecrivain.ajouter(RegleEtiquette, **ou, ordre=ordre, fait=fait, valeur=valeur, etiquette=etiquette)


def _pieces(ecrivain: Ecrivain, maison: Maison, site: SiteCree, annee: AnneeCree) -> None:
    for ordre, fiche in enumerate(PIECES, 1):
        type_id = ecrivain.ajouter(TypePiece, site_id=site.id, annee_id=annee.id, ordre=ordre, **asdict(fiche))
        if annee.rang == 1:
            maison.types_pieces[site.id, fiche.code] = type_id


def _campagne(ecrivain: Ecrivain, maison: Maison, site: SiteCree) -> None:
    source, cible = maison.annee(0), maison.annee(1)
    maison.campagnes[site.id] = ecrivain.ajouter(
        Campagne,
        site_id=site.id,
        annee_source_id=source.id,
        annee_cible_id=cible.id,
        ouvre_a=instant(maison.aujourdhui - timedelta(days=JOURS_D_OUVERTURE)),
        ferme_a=_dernier_instant(maison.aujourdhui + timedelta(days=JOURS_AVANT_FERMETURE)),
        pieces_jusqu_a=_dernier_instant(maison.aujourdhui + timedelta(days=JOURS_AVANT_FERMETURE + 15)),
        annee_revenus=cible.debut_le.year - 2,
    )
    for annee in (source, cible):
        texte_id = ecrivain.ajouter(
            TexteDeclaration, site_id=site.id, annee_id=annee.id, numero=1, texte=DECLARATION,
            du_le=maison.aujourdhui - timedelta(days=90),
        )  # fmt: skip
    maison.textes[site.id] = texte_id


def instant(jour: date, heure: time = time(0)) -> datetime:
    """An instant of a day at the sites, in UTC."""
    return datetime.combine(jour, heure, ZoneInfo(FUSEAU)).astimezone(UTC)


def _dernier_instant(jour: date) -> datetime:
    return instant(jour, time(23, 59, 59, 999999))
