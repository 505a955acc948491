"""What the invented network teaches: cursus, disciplines, levels, courses, weekly hours."""

from dataclasses import dataclass

from imuse_desk.domain.enseignement import ModeAffectation as Mode

CURSUS = (
    ("MUS", "Musique", "musique"),
    ("CHAM", "Musique CHAM", "musique"),
    ("DAN", "Danse", "danse"),
    ("THE", "Art dramatique", "theatre"),
    ("EVM", "Éveil et initiation musique", "musique"),
    ("EVD", "Éveil et initiation danse", "danse"),
    ("PC", "Pratiques collectives", "musique"),
    ("ADU", "Parcours adulte", "musique"),
    ("ATA", "Ateliers adultes", "musique"),
)
SPECIALITES = {code: specialite for code, _libelle, specialite in CURSUS}

INSTRUMENTS = (
    ("PIA", "Piano", 16), ("VLN", "Violon", 9), ("ALT", "Alto", 3), ("VCL", "Violoncelle", 6), ("CB", "Contrebasse", 1),
    ("GUI", "Guitare", 9), ("HAR", "Harpe", 3), ("FLT", "Flûte traversière", 6), ("FAB", "Flûte à bec", 2),
    ("HTB", "Hautbois", 2), ("CLA", "Clarinette", 5), ("BAS", "Basson", 1), ("SAX", "Saxophone", 4), ("COR", "Cor", 2),
    ("TPT", "Trompette", 4), ("TBN", "Trombone", 2), ("TUB", "Tuba", 1), ("PER", "Percussions", 4), ("ORG", "Orgue", 1),
    ("ACC", "Accordéon", 1), ("CHT", "Chant", 3),
)  # fmt: skip
"""Code, label and relative number of pupils."""

COLLECTIFS = (
    ("FM", "Formation musicale"),
    ("ORC", "Orchestre"),
    ("CHO", "Chœur"),
    ("JAZ", "Ensemble de jazz"),
    ("MDC", "Musique de chambre"),
    ("EVM", "Éveil et initiation musicale"),
    ("EVD", "Éveil et initiation à la danse"),
    ("DCL", "Danse classique"),
    ("DCO", "Danse contemporaine"),
    ("THE", "Art dramatique"),
    ("AVO", "Atelier vocal"),
    ("ATH", "Atelier théâtre"),
    ("ADA", "Atelier danse"),
)
LIBELLES_DISCIPLINES = {code: libelle for code, libelle, *_ in (*INSTRUMENTS, *COLLECTIFS)}

CYCLES_MUSIQUE = tuple([(f"C1.{n}", 1) for n in range(1, 5)] + [(f"C2.{n}", 2) for n in range(1, 5)] + [
    (f"C3.{n}", 3) for n in range(1, 4)
])  # fmt: skip
NIVEAUX: dict[str, tuple[tuple[str, str, int], ...]] = {
    "MUS": tuple((code, code, cycle) for code, cycle in CYCLES_MUSIQUE),
    "CHAM": (("6e", "6e", 1), ("5e", "5e", 1), ("4e", "4e", 2), ("3e", "3e", 2)),
    "DAN": (("C1.1", "C1.1", 1), ("C1.2", "C1.2", 1), ("C1.3", "C1.3", 1), ("C1.4", "C1.4", 1), ("C2.1", "C2.1", 2),
            ("C2.2", "C2.2", 2), ("C2.3", "C2.3", 2), ("C3.1", "C3.1", 3), ("C3.2", "C3.2", 3)),
    "THE": (("C1.1", "C1.1", 1), ("C1.2", "C1.2", 1), ("C2.1", "C2.1", 2), ("C2.2", "C2.2", 2), ("COP", "COP", 3)),
    "EVM": (("E1", "Éveil 1", 0), ("E2", "Éveil 2", 0), ("I", "Initiation", 0)),
    "EVD": (("E", "Éveil", 0), ("I1", "Initiation 1", 0), ("I2", "Initiation 2", 0)),
}  # fmt: skip
"""Cursus → its levels in order: code, label, cycle; each one follows the one before."""

FORMATION_MUSICALE = tuple((f"FM-{code[1:]}", code[1:], cycle) for code, cycle in CYCLES_MUSIQUE[:8])
"""Levels of formation musicale, a chain of their own in the music cursus: ``1.3`` follows ``1.2``."""


@dataclass(frozen=True, slots=True)
class FicheCours:
    """A course of every site and year; ``passage_min`` is set where pupils come one after another."""

    code: str
    libelle: str
    cursus: str
    discipline: str
    mode: Mode
    niveau: str | None = None
    ha: str = ""
    capacite: int = 15
    duree_min: int = 60
    passage_min: int | None = None
    est_pour_adultes: bool = False


def _instruments() -> list[FicheCours]:
    fiches = []
    for code, libelle, _poids in INSTRUMENTS:
        fiches.append(FicheCours(code, libelle, "MUS", code, Mode.ATTRIBUE, passage_min=30))
        fiches.append(FicheCours(f"CHAM-{code}", libelle, "CHAM", code, Mode.ATTRIBUE, ha="CHAM", passage_min=30))
        fiches.append(
            FicheCours(
                f"AD-{code}", f"{libelle} adulte", "ADU", code, Mode.ATTRIBUE, passage_min=30, est_pour_adultes=True
            )
        )
    return fiches


def _collectifs() -> list[FicheCours]:
    fiches = [
        FicheCours(f"FM{niveau[3:]}", f"FM {niveau[3:]}", "MUS", "FM", Mode.CHOISI, niveau, duree_min=75)
        for niveau, _libelle, _cycle in FORMATION_MUSICALE
    ]
    fiches += [
        FicheCours(
            f"CHAM-FM{classe}", f"FM CHAM {classe}", "CHAM", "FM", Mode.CLASSE_PARTENAIRE, classe, "CHAM", 24, 90
        )
        for classe, _libelle, _cycle in NIVEAUX["CHAM"]
    ]
    fiches += [
        FicheCours(code, libelle, cursus, discipline, mode, None, ha, capacite, 90)
        for code, libelle, cursus, discipline, mode, ha, capacite in (
            ("CHENF", "Chœur d’enfants", "MUS", "CHO", Mode.SUIT_CURSUS, "", 40),
            ("ORCAD", "Orchestre cadet", "MUS", "ORC", Mode.ATTRIBUE, "", 35),
            ("ORJUN", "Orchestre junior", "MUS", "ORC", Mode.ATTRIBUE, "", 45),
            ("ORSYM", "Orchestre symphonique", "MUS", "ORC", Mode.ATTRIBUE, "", 60),
            ("MDC", "Musique de chambre", "MUS", "MDC", Mode.ATTRIBUE, "", 12),
            ("CHAM-CHO", "Chœur CHAM", "CHAM", "CHO", Mode.SUIT_CURSUS, "CHAM", 60),
            ("PC-CHO", "Chœur d’adultes", "PC", "CHO", Mode.CHOISI, "", 50),
            ("PC-ORC", "Orchestre d’harmonie", "PC", "ORC", Mode.CHOISI, "", 50),
            ("PC-JAZ", "Atelier jazz", "PC", "JAZ", Mode.CHOISI, "", 12),
            ("ATA-VOC", "Atelier vocal adultes", "ATA", "AVO", Mode.CHOISI, "", 20),
            ("ATA-THE", "Atelier théâtre adultes", "ATA", "ATH", Mode.CHOISI, "", 16),
            ("ATA-DAN", "Atelier danse adultes", "ATA", "ADA", Mode.CHOISI, "", 20),
        )
    ]
    fiches += [
        FicheCours("EVM1", "Éveil musical 1", "EVM", "EVM", Mode.CHOISI, "E1", "", 12, 45),
        FicheCours("EVM2", "Éveil musical 2", "EVM", "EVM", Mode.CHOISI, "E2", "", 12, 45),
        FicheCours("INM", "Initiation musicale", "EVM", "EVM", Mode.CHOISI, "I", "", 12, 60),
        FicheCours("EVD", "Éveil à la danse", "EVD", "EVD", Mode.CHOISI, "E", "", 14, 45),
        FicheCours("IND1", "Initiation danse 1", "EVD", "EVD", Mode.CHOISI, "I1", "", 16, 60),
        FicheCours("IND2", "Initiation danse 2", "EVD", "EVD", Mode.CHOISI, "I2", "", 16, 60),
    ]
    for code, libelle, _cycle in NIVEAUX["DAN"]:
        fiches.append(
            FicheCours(f"DCL{code}", f"Danse classique {libelle}", "DAN", "DCL", Mode.NIVEAU, code, "", 20, 90)
        )
        fiches.append(
            FicheCours(f"DCO{code}", f"Danse contemporaine {libelle}", "DAN", "DCO", Mode.NIVEAU, code, "", 20, 90)
        )
    fiches += [
        FicheCours(f"THE{code}", f"Art dramatique {libelle}", "THE", "THE", Mode.CHOISI, code, "", 16, 120)
        for code, libelle, _cycle in NIVEAUX["THE"]
    ]
    return fiches


FICHES = tuple(_instruments() + _collectifs())
PAR_CODE = {fiche.code: fiche for fiche in FICHES}

BLOCS_INDIVIDUELS = (
    (3, 13 * 60 + 30, 240), (3, 9 * 60, 180), (2, 16 * 60 + 30, 180), (4, 16 * 60 + 30, 180), (5, 16 * 60 + 30, 180),
    (6, 9 * 60, 240), (1, 16 * 60 + 30, 180),
)  # fmt: skip
"""A teacher's weekly blocks of individual lessons: day, start and length in minutes."""

HEURES_COLLECTIVES = (
    (3, 14 * 60), (3, 9 * 60), (2, 17 * 60 + 15), (3, 16 * 60), (6, 9 * 60 + 30), (4, 17 * 60 + 15), (3, 11 * 60),
    (6, 11 * 60 + 30), (1, 17 * 60 + 15), (5, 17 * 60 + 15), (6, 14 * 60),
)  # fmt: skip
"""A teacher's possible weekly hours of group lessons, the sought-after ones first."""

HEURES_ADULTES = ((1, 19 * 60 + 30), (2, 19 * 60 + 30), (4, 19 * 60 + 30), (6, 16 * 60))
"""Evening hours of ensembles and adults."""
