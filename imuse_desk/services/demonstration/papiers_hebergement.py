"""The three papers of somebody housed by another, made up and marked SPÉCIMEN."""

from dataclasses import dataclass
from datetime import date

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.textes import plier
from imuse_desk.domain.verification.mrz import chiffre_de_controle
from imuse_desk.services.demonstration.papiers_famille import MENTION, Destine, Ligne, bloc, dessiner, tableau

LONGUEUR = 30
"""Characters of a machine-readable line of a card."""


@dataclass(frozen=True, slots=True)
class Hote:
    """Who houses somebody: name and first name, day of birth."""

    nom: str
    prenom: str
    naissance: date

    @property
    def entier(self) -> str:
        """As papers call somebody."""
        return f"{self.prenom} {self.nom.upper()}"


def attestation_hebergement(hote: Hote, heberge: Destine, jour: date) -> bytes:
    """The attestation that a host writes; ``heberge`` is who is housed, at whose address."""
    corps = (
        f"Je soussignée {hote.entier}, née le {date_fr(hote.naissance)},",
        f"certifie sur l’honneur héberger à mon domicile {heberge.nom}",
        f"au {heberge.voie}, {heberge.cp_ville}.",
        "Attestation établie pour servir et valoir ce que de droit.",
    )
    lignes: list[Ligne] = [(70, 790, MENTION, 9, False), (70, 740, "ATTESTATION D’HÉBERGEMENT", 17, True)]
    lignes += [(70, 690 - 24 * rang, mots, 11, False) for rang, mots in enumerate(corps)]
    lignes += [(70, 560, f"Fait le {date_fr(jour)}", 11, False), (70, 530, "Signature", 11, False)]
    return dessiner([lignes])


def carte_identite(hote: Hote, expire_le: date) -> bytes:
    """An identity card: what is printed on it, and its machine-readable lines."""
    lignes: list[Ligne] = [(70, 790, MENTION, 9, False), (70, 740, "CARTE NATIONALE D’IDENTITÉ", 15, True)]
    lignes += tableau(
        690,
        (
            ("Nom", hote.nom.upper()),
            ("Prénoms", hote.prenom),
            ("Date de naissance", date_fr(hote.naissance)),
            ("Date d’expiration", date_fr(expire_le)),
        ),
    )
    lignes += [(70, 540 - 18 * rang, mots, 11, False) for rang, mots in enumerate(_lignes_de_carte(hote, expire_le))]
    return dessiner([lignes])


def _lignes_de_carte(hote: Hote, expire_le: date) -> tuple[str, str, str]:
    """The three lines of a card, with their check digits."""
    numero = "SPEC12345"
    haut = f"IDFRA{numero}{chiffre_de_controle(numero)}".ljust(LONGUEUR, "<")
    ne, fin = f"{hote.naissance:%y%m%d}", f"{expire_le:%y%m%d}"
    milieu = f"{ne}{chiffre_de_controle(ne)}F{fin}{chiffre_de_controle(fin)}FRA".ljust(LONGUEUR - 1, "<")
    milieu += chiffre_de_controle(haut[5:] + milieu[:7] + milieu[8:15] + milieu[18:29])
    nom = f"{plier(hote.nom)}<<{plier(hote.prenom)}".upper().replace(" ", "<")
    return haut, milieu, nom.ljust(LONGUEUR, "<")[:LONGUEUR]


def facture(destine: Destine, jour: date, cachet: bytes = b"") -> bytes:
    """An invoice for electricity, maybe under a seal."""
    lignes: list[Ligne] = [
        (70, 790, MENTION, 9, False),
        (70, 752, "FACTURE D’ÉLECTRICITÉ", 15, True),
        (70, 720, f"Facture du {date_fr(jour)}", 10, False),
        *bloc(destine, 320, 680),
        *tableau(560, (("Abonnement", "14,20\u00a0€"), ("Consommation", "48,75\u00a0€"))),
    ]
    return dessiner([lignes], cachet)
