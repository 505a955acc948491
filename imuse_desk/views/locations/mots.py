"""Words and cells of the park."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.locations import EtatAssurance, Situation, ordinal
from imuse_desk.services.locations.attente import LOUABLES
from imuse_desk.services.locations.demandeurs import Demandeur
from imuse_desk.services.locations.parc import InstrumentVu
from imuse_desk.services.locations.renouvellement import AnneeProposee, RenouvellementVu
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant

INSTRUMENTS = Mots("instrument", "instruments")
COLONNES = (
    Colonne("inventaire", "N°", 88),
    Colonne("type", "Instrument", 126),
    Colonne("taille", "Taille", 56),
    Colonne("marque", "Marque", 116),
    Colonne("serie", "N° de série", 80),
    Colonne("valeur", "Valeur\u00a0€", 80, "droite", nature=Nature.MONTANT, est_sommable=True),
    Colonne("etat", "État", 61),
    Colonne("situation", "Situation", 118),
    Colonne("eleve", "Élève", 124, est_etirable=True),
    Colonne("au", "À rendre le", 90, nature=Nature.DATE),
    Colonne("assurance", "Assurance", 110),
    Colonne("revision", "Révision le", 114, nature=Nature.DATE),
)
TONS: dict[Situation, tuple[Ton, str]] = {
    Situation.LIBRE: ("ok", "check"),
    Situation.LOUE: ("info", "user"),
    Situation.EN_RETARD: ("bad", "warning"),
    Situation.REPARATION: ("warn", "gear"),
    Situation.A_REVISER: ("warn", "clock"),
    Situation.REFORME: ("neutral", "archive"),
}


def attendu(premier: Demandeur, fuseau: str) -> str:
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
        _assurance(vu),
        _revision(vu),
    )


def _eleve(vu: InstrumentVu) -> Cellule:
    if vu.eleve:
        return lien(vu.eleve)
    if vu.premier is not None and vu.situation in LOUABLES:
        return Cellule(f"Attendu par {vu.premier.eleve}", Genre.SECOND)
    return vide()


def _revision(vu: InstrumentVu) -> Cellule:
    """The day of the next overhaul; one that is due stands out."""
    if vu.revision_le is None:
        return vide()
    le = date_fr(vu.revision_le)
    return puce(le, "warn", "clock") if vu.est_a_reviser else Cellule(le, Genre.SECOND)


def _assurance(vu: InstrumentVu) -> Cellule:
    """The certificate of the contract under way: its last day, or what is wrong with it."""
    if vu.assurance is None:
        return vide()
    if vu.assurance is EtatAssurance.A_JOUR and vu.assurance_jusqu_au is not None:
        le = date_fr(vu.assurance_jusqu_au)
        return lien(le) if vu.a_attestation else Cellule(le)
    est_expiree = vu.assurance is EtatAssurance.EXPIREE
    return puce(vu.assurance.libelle, "bad" if est_expiree else "warn", "warning" if est_expiree else "clock")


def annee_proposee(annee: AnneeProposee) -> str:
    """A year that a hire may be renewed for, with its price."""
    prix = "sans prix au tarif" if annee.prix_centimes is None else euros(annee.prix_centimes)
    return f"{annee.annee}, jusqu’au {date_fr(annee.au_le)}\u00a0: {prix}"


def renouvellement(vu: InstrumentVu, propose: RenouvellementVu) -> str:
    """What is about to be renewed, for which year of rental and at which price; what the site admits."""
    premiere = propose.annees[0]
    phrases = [f"{vu.eleve}, {vu.nom}\u00a0: {ordinal(propose.rang)} année de location."]
    if premiere.prix_centimes is not None:
        phrases.append(f"Prix du tarif {premiere.annee}\u00a0: {euros(premiere.prix_centimes)}.")
    else:
        phrases.append("Le tarif n’a pas de prix pour cette année de location\u00a0: écrivez le prix convenu.")
    if premiere.limite:
        phrases.append(f"Le site admet {premiere.limite}.")
    return " ".join(phrases)
