"""The price of a dossier in words: why each amount, what is provisional and until when. Qt-free."""

from datetime import datetime
from zoneinfo import ZoneInfo

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.services.lectures.reinscription import DossierVu
from imuse_desk.services.reinscription.prix import PrixEnfant, PrixVu, QuotientVu
from imuse_desk.services.tarification import LignePrix, ZoneVue
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.prix import GroupeAffiche, LigneAffichee, PrixAffiche

GENRES_QUOTIENT = {"caf": "CAF", "calcule": "calculé d’après l’avis"}
ZONES = {"resident": "résident", "outside": "extérieur"}
ORIGINES_ZONE = {
    "cp": "d’après le code postal {detail}",
    "ville": "d’après la commune {detail}",
    "defaut": "par défaut",
    "exception": "par exception : {detail}",
    "statut": "d’après le statut de résidence : {detail}",
    "aucune": "aucune ligne de la table ne correspond à {detail}",
}
RAISONS = {
    "refus": "Une prestation n’est pas proposée à ce foyer",
    "indetermine": "Un cours n’a pas d’article au tarif",
}


def afficher_prix(dossier: DossierVu) -> PrixAffiche:
    """The card of a dossier."""
    titre = f"Droits de scolarité {dossier.annee_cible}"
    prix = dossier.prix
    if prix is None:
        return PrixAffiche(
            titre, "—", "Indéterminé", "bad", "warning-circle",
            avertissement="Aucune grille n’est en vigueur pour cette année : voyez Outils › Grilles tarifaires.",
        )  # fmt: skip
    etat, ton, icone = _etat(prix)
    return PrixAffiche(
        titre=titre,
        montant=euros(prix.total_centimes) if prix.total_centimes is not None and prix.enfants else "—",
        etat=etat,
        ton=ton,
        icone=icone,
        source=prix.grille,
        faits=_faits(prix),
        groupes=tuple(_groupe(e) for e in prix.enfants) + _communs(prix),
        total=_total(prix),
        avertissement=_avertissement(dossier, prix),
    )


def _total(prix: PrixVu) -> str:
    if not prix.enfants:
        return ""
    return euros(prix.total_centimes) if prix.total_centimes is not None else "indéterminé"


def _etat(prix: PrixVu) -> tuple[str, Ton, str]:
    if prix.total_centimes is None:
        return "Indéterminé", "bad", "warning-circle"
    if not prix.enfants:
        return "À saisir", "neutral", "pencil-simple"
    if prix.est_provisoire:
        return "Provisoire", "warn", "hourglass-medium"
    return "Définitif", "ok", "check-circle"


def _faits(prix: PrixVu) -> tuple[str, ...]:
    faits = [phrase_zone(prix.zone)]
    if not prix.quotient.est_masque:
        faits.append(phrase_quotient(prix.quotient))
    faits += [f"Étiquette « {e.code} » : {e.detail}" for e in prix.etiquettes if e.detail]
    return tuple(faits)


def phrase_zone(zone: ZoneVue) -> str:
    """Which zone, and the row or the decision that gives it."""
    nom = ZONES.get(zone.code or "", zone.code or "inconnue")
    origine = ORIGINES_ZONE.get(zone.origine, zone.origine).format(detail=zone.detail)
    return f"Zone tarifaire : {nom}, {origine}"


def phrase_quotient(quotient: QuotientVu) -> str:
    """Which quotient, of which paper, or why the ceiling applies."""
    if quotient.situation in {"connu", "a_verifier"} and quotient.centimes is not None:
        genre = GENRES_QUOTIENT.get(quotient.genre or "", "")
        le = f" du {date_fr(quotient.date_document_le)}" if quotient.date_document_le else ""
        suite = " (pièce à vérifier)" if quotient.situation == "a_verifier" else ""
        return f"Quotient {montant(quotient.centimes)} · {genre}{le}{suite}"
    return {
        "piece_manquante": f"Tarif plafond : « {quotient.piece} » manque",
        "piece_refusee": f"Tarif plafond : « {quotient.piece} » est refusée",
        "a_relever": "Tarif plafond : le quotient n’est pas encore relevé sur la pièce",
        "decline": "Tarif plafond, définitif : la famille ne fournit pas ses revenus",
        "non_demande": "Aucun revenu demandé à ce foyer",
    }.get(quotient.situation, quotient.situation)


def _groupe(enfant: PrixEnfant) -> GroupeAffiche:
    rang = "1er enfant" if enfant.rang == 1 else f"{enfant.rang}e enfant"
    notes = [rang + (" (rang provisoire)" if enfant.est_rang_provisoire else "")]
    if enfant.autre_foyer is not None:
        autre = enfant.autre_foyer
        du = euros(autre.montant_centimes) if autre.montant_centimes is not None else "indéterminé"
        notes.append(f"part de ce foyer {enfant.part} % · {autre.foyer} : {du}")
    notes += [f"« {cours} » n’a pas d’article au tarif" for cours in enfant.indetermines]
    notes += [f"{article} : {raison}" for article, raison in enfant.refus]
    total = euros(enfant.total_centimes) if enfant.total_centimes is not None else "indéterminé"
    return GroupeAffiche(enfant.prenom, tuple(_ligne(x) for x in enfant.lignes), total, " · ".join(notes))


def _ligne(ligne: LignePrix) -> LigneAffichee:
    return LigneAffichee(ligne.libelle, euros(ligne.montant_centimes), ligne.explications)


def _communs(prix: PrixVu) -> tuple[GroupeAffiche, ...]:
    lignes = tuple(_ligne(x) for x in prix.lignes_foyer) + tuple(
        LigneAffichee(r.libelle, euros(r.montant_centimes), (r.explication,) if r.explication else ())
        for r in prix.remises
    )
    if not lignes:
        return ()
    total = sum(x.montant_centimes for x in prix.lignes_foyer) + sum(r.montant_centimes for r in prix.remises)
    return (GroupeAffiche("Foyer", lignes, euros(total)),)


def _avertissement(dossier: DossierVu, prix: PrixVu) -> str:
    if prix.raison:
        return RAISONS.get(prix.raison, prix.raison)
    if not prix.enfants or not prix.quotient.est_provisoire or prix.quotient.est_masque:
        return ""
    limite = _jour(dossier.pieces_jusqu_a, dossier.fuseau)
    phrase = f"Tarif plafond appliqué à titre provisoire. Sans la pièce avant le {limite}, il devient définitif."
    if prix.avec_quotient_centimes is not None and prix.avec_quotient_centimes != prix.total_centimes:
        phrase += f" Avec le quotient connu : {euros(prix.avec_quotient_centimes)}."
    return phrase


def _jour(instant: datetime, fuseau: str) -> str:
    return date_fr(instant.astimezone(ZoneInfo(fuseau)).date())
