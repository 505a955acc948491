"""What a family is told of the pieces that its dossier lacks: each one, why it was refused, what happens without it."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from imuse_desk.domain.reinscription import Effet, EtatPiece
from imuse_desk.services.reinscription.exigences import PieceDue
from imuse_desk.services.reinscription.motifs import MOIS_VALIDITE, Motif, texte_du_motif

ABSENTE = "Pièce non reçue à ce jour."


def nommer(due: PieceDue) -> str:
    """``Certificat médical de danse, Lina``."""
    return due.type.libelle + (f", {due.prenom}" if due.prenom else "")


def lister_a_completer(dues: Sequence[PieceDue], motifs: Sequence[Motif], remplir: Callable[[str], str]) -> str:
    """One paragraph a piece; ``remplir`` fills the fields that the text of a motive may hold."""
    return "\n\n".join(f"– {nommer(due)}\n{_quoi(due, motifs, remplir)}" for due in dues)


def _quoi(due: PieceDue, motifs: Sequence[Motif], remplir: Callable[[str], str]) -> str:
    refusees = [f for f in due.fichiers if f.etat == EtatPiece.REFUSEE]
    if due.etat is EtatPiece.REFUSEE and refusees:
        derniere = max(refusees, key=lambda f: (f.decide_a or f.depose_a, f.piece_id))
        mois = due.type.mois_validite or MOIS_VALIDITE
        return _phrase(texte_du_motif(derniere.motif, motifs, mois, remplir))
    return _phrase(f"{ABSENTE} {due.type.aide}")


def _phrase(texte: str) -> str:
    net = texte.strip()
    return net if net.endswith((".", "!", "?", "…")) or not net else f"{net}."


def consequence(dues: Sequence[PieceDue]) -> str:
    """What happens without them: the enrolment that cannot be validated, the ceiling tariff."""
    bloquent = [due for due in dues if due.effet is Effet.BLOQUE]
    du_tarif = [due for due in dues if due.effet is Effet.TARIF]
    suites = (
        (bloquent, "l’inscription ne pourra pas être validée"),
        (du_tarif, "le tarif plafond s’appliquera"),
    )
    if bloquent and du_tarif:
        dites = [f"sans {_enumerer(siennes)}, {effet}" for siennes, effet in suites]
    else:
        dites = [f"sans {_ces_pieces(siennes)}, {effet}" for siennes, effet in suites if siennes]
    phrase = "\u00a0; ".join(dites)
    return f"{phrase[:1].upper()}{phrase[1:]}." if phrase else ""


def _ces_pieces(dues: Sequence[PieceDue]) -> str:
    return "cette pièce" if len(dues) == 1 else "ces pièces"


def _enumerer(dues: Sequence[PieceDue]) -> str:
    noms = [f"«\u00a0{nommer(due)}\u00a0»" for due in dues]
    return " et ".join(part for part in (", ".join(noms[:-1]), noms[-1]) if part)


def limite(pieces_jusqu_au: date | None, aujourdhui: date, delai_jours: int) -> date:
    """The last day to bring them: the campaign's while it is to come, else so many days from now."""
    if pieces_jusqu_au is not None and pieces_jusqu_au > aujourdhui:
        return pieces_jusqu_au
    return aujourdhui + timedelta(days=delai_jours)
