"""Words and cells of the park."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.locations import Situation
from imuse_desk.services.locations.attente import LOUABLES
from imuse_desk.services.locations.parc import InstrumentVu, Premier
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant

INSTRUMENTS = Mots("instrument", "instruments")
COLONNES = (
    Colonne("inventaire", "N°", 90),
    Colonne("type", "Instrument", 150),
    Colonne("taille", "Taille", 70),
    Colonne("marque", "Marque", 120),
    Colonne("serie", "N° de série", 100),
    Colonne("valeur", "Valeur\u00a0€", 90, "droite", nature=Nature.MONTANT, est_sommable=True),
    Colonne("etat", "État", 80),
    Colonne("situation", "Situation", 130),
    Colonne("eleve", "Élève", 160, est_etirable=True),
    Colonne("au", "À rendre le", 100, nature=Nature.DATE),
    Colonne("revision", "Révision le", 100, nature=Nature.DATE),
)
TONS: dict[Situation, tuple[Ton, str]] = {
    Situation.LIBRE: ("ok", "check"),
    Situation.LOUE: ("info", "user"),
    Situation.EN_RETARD: ("bad", "warning"),
    Situation.REPARATION: ("warn", "gear"),
    Situation.A_REVISER: ("warn", "clock"),
    Situation.REFORME: ("neutral", "archive"),
}


def attendu(premier: Premier, fuseau: str) -> str:
    """Who is first on the waiting list."""
    le = date_fr(premier.demandee_a.astimezone(ZoneInfo(fuseau)).date())
    return f"Premier en attente\u00a0: {premier.eleve} (demande du {le})"


def cellules(vu: InstrumentVu) -> Sequence[Cellule]:
    """A row of the park; who waits for a free instrument stands where its pupil would."""
    ton, icone = TONS[vu.situation]
    return (
        Cellule(vu.inventaire, Genre.SECOND),
        Cellule(vu.type, Genre.FORT),
        Cellule(vu.taille) if vu.taille else vide(),
        Cellule(vu.marque) if vu.marque else vide(),
        Cellule(vu.serie, Genre.SECOND) if vu.serie else vide(),
        cellule_montant(montant(vu.valeur_centimes) if vu.valeur_centimes else ""),
        Cellule(vu.etat.libelle),
        puce(vu.situation.libelle, ton, icone),
        _eleve(vu),
        Cellule(date_fr(vu.au_le)) if vu.au_le else vide(),
        Cellule(date_fr(vu.revision_le), Genre.SECOND) if vu.revision_le else vide(),
    )


def _eleve(vu: InstrumentVu) -> Cellule:
    if vu.eleve:
        return lien(vu.eleve)
    if vu.premier is not None and vu.situation in LOUABLES:
        return Cellule(f"Attendu par {vu.premier.eleve}", Genre.SECOND)
    return vide()
