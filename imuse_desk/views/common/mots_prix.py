"""A price in words: zone, quotient, tags, each child's lines. Qt-free; nothing tells a hidden quotient."""

from imuse_desk.domain.argent import INSECABLE, euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.nombres import ordinal
from imuse_desk.domain.tarifs.explication import nom_zone
from imuse_desk.services.reinscription.prix import PrixEnfant, PrixVu, QuotientVu
from imuse_desk.services.tarification import LignePrix, ZoneVue
from imuse_desk.views.common.prix import GroupeAffiche, LigneAffichee

SANS_QUOTIENT = "Votre rôle ne donne pas accès aux revenus\u00a0: le calcul n’est pas détaillé."
_ORIGINES = {
    "cp": "d’après le code postal {}",
    "ville": "d’après la commune {}",
    "exception": "par exception, {}",
    "statut": "d’après le statut de résidence, {}",
    "aucune": "aucune ligne de la table ne convient à {}",
    "defaut": "par défaut",
}
_PLAFONDS = {
    "piece_manquante": "Tarif plafond appliqué à titre provisoire\u00a0: «\u00a0{}\u00a0» manque.",
    "piece_refusee": "Tarif plafond appliqué à titre provisoire\u00a0: «\u00a0{}\u00a0» est refusée.",
    "a_relever": "Tarif plafond appliqué à titre provisoire\u00a0: le quotient n’est pas encore relevé.",
    "decline": "Tarif plafond, définitif\u00a0: la famille ne fournit pas ses revenus.",
    "non_demande": "Aucun revenu n’est demandé à ce foyer.",
}


def faits(prix: PrixVu) -> tuple[str, ...]:
    """What the whole price rests on: zone, quotient, tags."""
    etiquettes = (f"Étiquette {e.code}{INSECABLE}: {e.detail}." for e in prix.etiquettes if e.detail)
    return phrase_zone(prix.zone), phrase_quotient(prix.quotient), *etiquettes


def phrase_zone(zone: ZoneVue) -> str:
    """The zone, and the row or the decision that gives it."""
    origine = _ORIGINES[zone.origine].format(zone.detail) if zone.origine in _ORIGINES else zone.origine
    return f"Zone {nom_zone(zone.code or 'inconnue')}, {origine}."


def phrase_quotient(quotient: QuotientVu) -> str:
    """The quotient and the paper it comes from, why the ceiling applies, or that it is hidden."""
    if quotient.est_masque:
        return SANS_QUOTIENT
    if quotient.centimes is None:
        return _PLAFONDS[quotient.situation].format(quotient.piece)
    genre = "de la CAF" if quotient.genre == "caf" else "calculé d’après l’avis d’imposition"
    le = f" du {date_fr(quotient.date_document_le)}" if quotient.date_document_le else ""
    suite = ", pièce à vérifier" if quotient.situation == "a_verifier" else ""
    document = f" ({quotient.document})" if quotient.document else ""
    return f"Quotient {montant(quotient.centimes)}{INSECABLE}€ {genre}{le}{document}{suite}."


def groupes(prix: PrixVu) -> tuple[GroupeAffiche, ...]:
    """Each child's lines, then the household's."""
    return (*(_enfant(e) for e in prix.enfants), *_foyer(prix))


def _enfant(enfant: PrixEnfant) -> GroupeAffiche:
    rang = f"{ordinal(enfant.rang)} élève du foyer"
    notes = []
    if enfant.lignes:
        notes.append(f"{rang}, rang provisoire" if enfant.est_rang_provisoire else rang)
    if enfant.autre_foyer is not None:
        autre = enfant.autre_foyer
        notes.append(f"part de ce foyer {enfant.part}{INSECABLE}%, {autre.foyer} {autre.part}{INSECABLE}%")
    notes += [f"{cours}{INSECABLE}: aucun article du tarif ne correspond" for cours in enfant.indetermines]
    notes += [f"{article}{INSECABLE}: {raison}" for article, raison in enfant.refus]
    total = "non déterminé" if enfant.total_centimes is None else euros(enfant.total_centimes)
    return GroupeAffiche(enfant.prenom, tuple(_ligne(x) for x in enfant.lignes), total, " · ".join(notes))


def _foyer(prix: PrixVu) -> tuple[GroupeAffiche, ...]:
    """Household fees, then reductions of the whole bill."""
    lignes = [_ligne(x) for x in prix.lignes_foyer]
    lignes += [LigneAffichee(r.libelle, euros(r.montant_centimes), (r.explication,)) for r in prix.remises]
    if not lignes:
        return ()
    total = sum(x.montant_centimes for x in prix.lignes_foyer) + sum(r.montant_centimes for r in prix.remises)
    return (GroupeAffiche("Foyer", tuple(lignes), euros(total)),)


def _ligne(ligne: LignePrix) -> LigneAffichee:
    return LigneAffichee(ligne.libelle, euros(ligne.montant_centimes), ligne.explications)
