"""Words of a list: those of its rows, and what is said of copied contacts. Qt-free."""

from dataclasses import dataclass

from imuse_desk.domain.argent import grouper
from imuse_desk.services.lectures.coordonnees import Coordonnees


@dataclass(frozen=True, slots=True)
class Mots:
    """The words of one kind of row: ``Mots("famille", "familles", "Nouvelle", est_feminin=True)``."""

    un: str
    plusieurs: str
    nouveau: str = ""
    est_feminin: bool = False

    def compte(self, n: int) -> str:
        """``0 famille``, ``1 famille``, ``2 041 familles``."""
        return f"{grouper(str(n))} {self.un if n < 2 else self.plusieurs}"


def _compte(n: int, un: str, plusieurs: str) -> str:
    return f"{grouper(str(n))} {un if n < 2 else plusieurs}"


def _phrase(n: int, un: str, plusieurs: str, oublis: list[str]) -> str:
    """``12 e-mails copiés (3 foyers sans e-mail)``, ``Aucun e-mail à copier``."""
    faite = f"{_compte(n, un, plusieurs)} copié{'e' if un == 'adresse' else ''}{'s' if n > 1 else ''}"
    dite = faite if n else f"Aucun{'e' if un == 'adresse' else ''} {un} à copier"
    return f"{dite} ({', '.join(oublis)})" if oublis else dite


def _archives(lues: Coordonnees) -> list[str]:
    return [_compte(lues.archives, "foyer archivé ou fermé", "foyers archivés ou fermés")] if lues.archives else []


def phrase_adresses(lues: Coordonnees) -> str:
    """What is said of the address blocks."""
    oublis = _archives(lues)
    if lues.confidentielles:
        oublis.append(_compte(lues.confidentielles, "adresse confidentielle", "adresses confidentielles"))
    return _phrase(len(lues.blocs), "adresse", "adresses", oublis)


def phrase_courriels(lues: Coordonnees) -> str:
    """What is said of the e-mails."""
    oublis = _archives(lues)
    if lues.sans_courriel:
        oublis.append(_compte(lues.sans_courriel, "foyer sans e-mail", "foyers sans e-mail"))
    return _phrase(len(lues.courriels), "e-mail", "e-mails", oublis)


def phrase_telephones(lues: Coordonnees) -> str:
    """What is said of the phones."""
    oublis = _archives(lues)
    if lues.sans_telephone:
        oublis.append(_compte(lues.sans_telephone, "foyer sans téléphone", "foyers sans téléphone"))
    return _phrase(len(lues.telephones), "téléphone", "téléphones", oublis)
