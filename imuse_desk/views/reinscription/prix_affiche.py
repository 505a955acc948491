"""The price of a dossier in words: why each amount, what is provisional and until when. Qt-free."""

from datetime import datetime
from zoneinfo import ZoneInfo

from imuse_desk.domain.argent import euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.services.lectures.reinscription import DossierVu
from imuse_desk.services.reinscription.prix import PrixVu
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.mots_prix import faits, groupes
from imuse_desk.views.common.prix import PrixAffiche

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
            avertissement="Aucune grille n’est en vigueur pour cette année\u00a0: voyez Outils › Grilles tarifaires.",
        )  # fmt: skip
    etat, ton, icone = _etat(prix)
    return PrixAffiche(
        titre=titre,
        montant=euros(prix.total_centimes) if prix.total_centimes is not None and prix.enfants else "—",
        etat=etat,
        ton=ton,
        icone=icone,
        source=prix.grille,
        faits=faits(prix),
        groupes=groupes(prix),
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


def _avertissement(dossier: DossierVu, prix: PrixVu) -> str:
    if prix.raison:
        return RAISONS.get(prix.raison, prix.raison)
    if not prix.enfants or not prix.quotient.est_provisoire or prix.quotient.est_masque:
        return ""
    limite = _jour(dossier.pieces_jusqu_a, dossier.fuseau)
    phrase = f"Tarif plafond appliqué à titre provisoire. Sans la pièce avant le {limite}, il devient définitif."
    if prix.avec_quotient_centimes is not None and prix.avec_quotient_centimes != prix.total_centimes:
        phrase += f" Avec le quotient connu\u00a0: {euros(prix.avec_quotient_centimes)}."
    return phrase


def _jour(instant: datetime, fuseau: str) -> str:
    return date_fr(instant.astimezone(ZoneInfo(fuseau)).date())
