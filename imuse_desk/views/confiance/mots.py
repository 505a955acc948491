"""French words of the trust store: its age, the state of a certificate, what an imported file brought."""

from collections.abc import Iterator, Sequence
from datetime import date

from imuse_desk.domain.confiance import Age, age
from imuse_desk.domain.dates import date_fr
from imuse_desk.services.verification.confiance import (
    REFUS,
    AutoriteVue,
    CertificatVu,
    Confiance,
    FichierImporte,
    Importe,
)
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.tables.cellule import Cellule, Genre, puce, vide

GENRES = {"liste": "Liste de confiance", "certificats": "Certificats", "revocations": "Liste de révocation"}
SANS_LISTE = "Aucune liste de confiance\u00a0: aucun cachet 2D-Doc ne peut être tenu pour valide."


def phrase_liste(confiance: Confiance, jour: date) -> tuple[Ton, str]:
    """The age of the trust list in plain words, and how serious it is."""
    if confiance.sequence is None or confiance.emise_le is None:
        return "warn", SANS_LISTE
    liste, prochaine = f"Liste n°\u00a0{confiance.sequence} du {date_fr(confiance.emise_le)}", confiance.prochaine_le
    if prochaine is None:
        return "warn", f"{liste}, sans date de renouvellement."
    etat = age(prochaine, jour)
    if etat is Age.DEPASSEE:
        return "bad", f"{liste}, à renouveler depuis le {date_fr(prochaine)}."
    reste = (prochaine - jour).days
    suite = f" (dans {reste} jour{'s' if reste > 1 else ''})" if etat is Age.BIENTOT and reste else ""
    return "warn" if etat is Age.BIENTOT else "ok", f"{liste}, à renouveler avant le {date_fr(prochaine)}{suite}."


def phrase_revocations(autorites: Sequence[AutoriteVue]) -> str:
    """When revoked certificates were last read, for the authorities whose certificates are here."""
    siennes = [a for a in autorites if a.certificats or a.revocations_du]
    if not siennes:
        return "Aucun certificat d’émetteur\u00a0: importez ceux que publie chaque autorité."
    lues = [f"{a.code} le {date_fr(a.revocations_du)}" for a in siennes if a.revocations_du is not None]
    jamais = [a.code for a in siennes if a.revocations_du is None]
    phrases = []
    if lues:
        phrases.append(f"Révocations lues\u00a0: {', '.join(lues)}.")
    if jamais:
        phrases.append(f"Révocations jamais lues\u00a0: {', '.join(jamais)}.")
    return " ".join(phrases)


def ligne_autorite(autorite: AutoriteVue, jour: date) -> Sequence[Cellule]:
    """An authority as a row."""
    return (
        Cellule(autorite.code, Genre.FORT),
        Cellule(autorite.nom),
        _validite(autorite.au_le, jour),
        Cellule(str(autorite.certificats), Genre.TEXTE if autorite.certificats else Genre.DISCRET),
        _revocations(autorite, jour),
        Cellule(autorite.empreinte, Genre.SECOND),
    )


def _validite(au_le: date, jour: date) -> Cellule:
    if au_le < jour:
        return puce(f"expirée le {date_fr(au_le)}", "neutral", "archive")
    return puce(f"jusqu’au {date_fr(au_le)}", "ok", "check-circle")


def _revocations(autorite: AutoriteVue, jour: date) -> Cellule:
    if autorite.revocations_du is None:
        return puce("jamais lues", "warn", "warning") if autorite.certificats else vide()
    if age(autorite.revocations_au, jour) is Age.DEPASSEE:
        return puce(f"lues le {date_fr(autorite.revocations_du)}, dépassées", "warn", "warning")
    return puce(f"lues le {date_fr(autorite.revocations_du)}", "ok", "check-circle")


def ligne_certificat(certificat: CertificatVu, jour: date) -> Sequence[Cellule]:
    """The certificate of somebody who seals, as a row."""
    return (
        Cellule(certificat.autorite, Genre.SECOND),
        Cellule(certificat.code, Genre.FORT),
        Cellule(certificat.nom),
        Cellule(date_fr(certificat.du_le)),
        Cellule(date_fr(certificat.au_le)),
        _etat(certificat, jour),
        Cellule(date_fr(certificat.importe_le)),
        Cellule(certificat.agent),
    )


def _etat(certificat: CertificatVu, jour: date) -> Cellule:
    if certificat.est_revoque:
        return puce("révoqué", "bad", "x-circle")
    if certificat.au_le < jour:
        return puce("expiré", "neutral", "archive")
    if certificat.du_le > jour:
        return puce("à venir", "info", "hourglass-medium")
    return puce("valable", "ok", "check-circle")


def est_pris_en_entier(fichier: FichierImporte) -> bool:
    """Nothing of a file was refused."""
    return fichier.importe is not None and not fichier.importe.refuses


def lignes_fichier(fichier: FichierImporte) -> Iterator[Sequence[Cellule]]:
    """What a file brought: one row for it, then one for each thing that it holds, fingerprints and refusals."""
    nom = Cellule(fichier.nom, Genre.FORT)
    if fichier.importe is None:
        message = texte_erreur(fichier.refus) if fichier.refus is not None else None
        dit = message.court if message is not None else ""
        yield nom, vide(), puce("refusé", "bad", "x-circle"), Cellule(dit, Genre.PHRASE)
        return
    importe = fichier.importe
    yield nom, Cellule(GENRES[importe.genre]), _resultat(importe), vide()
    for code, empreinte in importe.empreintes:
        yield Cellule(), Cellule(code, Genre.SECOND), Cellule(), Cellule(empreinte, Genre.SECOND)
    for code, raison in importe.refuses:
        dit = REFUS[raison]
        yield Cellule(), Cellule(code, Genre.SECOND), puce("refusé", "bad", "x-circle"), Cellule(dit, Genre.PHRASE)


def _resultat(importe: Importe) -> Cellule:
    if importe.ajoutes:
        mots = "importé" if importe.genre != "certificats" else f"{importe.ajoutes} importé{_s(importe.ajoutes)}"
        return puce(mots, "ok", "check-circle")
    if importe.deja:
        return puce("déjà là", "neutral", "check")
    return puce("rien de pris", "warn", "warning")


def _s(nombre: int) -> str:
    return "s" if nombre > 1 else ""


def en_paires(empreinte: str) -> str:
    """A fingerprint as publishers print it: ``AB CD EF …``."""
    return " ".join(empreinte[rang : rang + 2].upper() for rang in range(0, len(empreinte), 2))
