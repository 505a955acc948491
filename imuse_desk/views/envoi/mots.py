"""Words of the window that writes to a selection: counts, verb, what was done. Qt-free."""

from imuse_desk.domain.argent import grouper
from imuse_desk.services.envoi_selection import COURRIEL, ETIQUETTES, Comptes, Deposes, Selection

_FIN = "\u00a0:"


def _dire(n: int, un: str, plusieurs: str) -> str:
    return f"{grouper(str(n))} {un if n < 2 else plusieurs}"


def phrase_compte(selection: Selection, canal: str) -> str:
    """``132 familles : 118 par courriel, 14 sans adresse e-mail → lettre``; who is left out is said too."""
    comptes = selection.compter(canal)
    ecartes = ""
    if selection.ecartes:
        mots = _dire(selection.ecartes, "laissée de côté", "laissées de côté")
        ecartes = f" · {mots} (famille archivée ou fermée, élève parti)"
    if not selection.cibles:
        return f"Personne à qui écrire{ecartes}"
    familles = _dire(len(selection.cibles), "famille", "familles")
    if canal == ETIQUETTES:
        return f"{familles}{_FIN} {_phrase_etiquettes(comptes)}{ecartes}"
    lettres = _dire(comptes.lettres, "lettre", "lettres")
    if canal == COURRIEL:
        parts = [f"{grouper(str(comptes.courriels))} par courriel"] if comptes.courriels else []
        parts += [f"{grouper(str(comptes.lettres))} sans adresse e-mail → lettre"] if comptes.lettres else []
    else:
        parts = [lettres]
    if comptes.sans_adresse:
        parts.append(f"dont {grouper(str(comptes.sans_adresse))} sans adresse postale complète, à remettre")
    return f"{familles}{_FIN} {', '.join(parts)}{ecartes}"


def _phrase_etiquettes(comptes: Comptes) -> str:
    sans = f"{grouper(str(comptes.sans_adresse))} sans adresse postale complète, laissée"
    parts = [_dire(comptes.etiquettes, "étiquette", "étiquettes")]
    parts += [f"{sans}{'s' if comptes.sans_adresse > 1 else ''} de côté"] if comptes.sans_adresse else []
    return ", ".join(parts)


def verbe(comptes: Comptes) -> str:
    """What the button does: ``Envoyer 118 courriels, imprimer 14 lettres``."""
    parts = []
    if comptes.courriels:
        parts.append(f"envoyer {_dire(comptes.courriels, 'courriel', 'courriels')}")
    if comptes.lettres:
        parts.append(f"imprimer {_dire(comptes.lettres, 'lettre', 'lettres')}")
    if comptes.etiquettes:
        parts.append(f"imprimer {_dire(comptes.etiquettes, 'étiquette', 'étiquettes')}")
    mots = ", ".join(parts) or "envoyer"
    return f"{mots[0].upper()}{mots[1:]}"


def phrase_faite(deposes: Deposes) -> str:
    """``118 courriels dans la boîte d’envoi, 14 lettres à imprimer``."""
    parts = []
    if deposes["courriels"]:
        parts.append(f"{_dire(deposes['courriels'], 'courriel', 'courriels')} dans la boîte d’envoi")
    if deposes["lettres"]:
        parts.append(f"{_dire(len(deposes['lettres']), 'lettre', 'lettres')} à imprimer")
    return ", ".join(parts)
