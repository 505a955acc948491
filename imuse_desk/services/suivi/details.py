"""What goes with a mark: its day, what was played or chosen, a word of the teacher on it; the mark itself with them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Evaluation
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.suivi.acces import exiger_cours
from imuse_desk.services.suivi.evaluations import (
    EcritureFeuille,
    NoteEcrite,
    cle_note,
    lire_appreciation,
    remettre_notes,
)
from imuse_desk.services.suivi.feuille import composer_feuille

CHOIX_MAX = 120


@dataclass(frozen=True, slots=True)
class Cellule:
    """Which mark: course, period, pupil's enrolment, criterion."""

    cours_id: int
    periode_id: int
    inscription_id: int
    critere_id: int


@dataclass(frozen=True, slots=True)
class DetailVu:
    """The detail of a mark, who gave it, and the version read."""

    le: date
    choix: str
    appreciation: str
    par: str
    version: int


@dataclass(frozen=True, slots=True)
class EcrireDetail:
    """The detail as typed over the version read; ``note`` is the mark itself as typed, None to leave it alone."""

    cellule: Cellule
    le: date | None
    choix: str
    appreciation: str
    version: int
    operation_id: uuid.UUID | None = None
    note: str | None = None


@cas_d_usage(Permission.NOTER)
def lire_detail(ctx: Contexte, cellule: Cellule) -> DetailVu:
    """The detail of a mark given. Raises Introuvable, RegleMetier(autre_site | note_sans_detail)."""
    with ctx.lire() as session:
        exiger_cours(ctx, session, cellule.cours_id)
        feuille = composer_feuille(session, ctx, cellule.cours_id, cellule.periode_id)
        if cellule.inscription_id not in {eleve.inscription_id for eleve in feuille.eleves}:
            raise Introuvable("inscription", cellule.inscription_id)
        evaluation = session.execute(
            select(Evaluation).where(
                Evaluation.inscription_id == cellule.inscription_id,
                Evaluation.critere_id == cellule.critere_id,
                Evaluation.periode_id == cellule.periode_id,
            )
        ).scalar_one_or_none()
    if evaluation is None:
        raise RegleMetier("note_sans_detail")
    e = evaluation
    return DetailVu(e.le, e.choix, e.appreciation, e.par, e.version)


@cas_d_usage(Permission.NOTER)
def ecrire_detail(ctx: Contexte, commande: EcrireDetail) -> Fait[int]:
    """Write the day, the choice and the word of a mark, and the mark where it is named; undoable the same day.

    The new version is the result. Raises FormulaireInvalide (note; le: champ_obligatoire | note_hors_periode; choix;
    appreciation), Conflit, Introuvable, RegleMetier(autre_site | feuille_validee | saisie_close | annee_close |
    critere_hors_feuille | note_sans_detail).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    choix = lecteur.texte("choix", commande.choix, CHOIX_MAX)
    appreciation = ""
    try:
        appreciation = lire_appreciation(commande.appreciation, "appreciation")
    except Invalide as erreur:
        lecteur.erreurs.append(erreur)
    le = commande.le
    if le is None:
        lecteur.refuser("le", "champ_obligatoire")
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        cellule = commande.cellule
        feuille = EcritureFeuille(ctx, unite, cellule.cours_id, cellule.periode_id)
        du, au = feuille.periode.du_le, feuille.periode.au_le
        if le is None or not du <= le <= au:
            raise FormulaireInvalide([Invalide("le", "note_hors_periode", du=du, au=au)])
        ou = {"cours_id": cellule.cours_id, "periode_id": cellule.periode_id}
        version = _ecrire_note(feuille, commande)
        if commande.note is not None and not commande.note.strip() and not (choix or appreciation):
            if feuille.defaire:
                rendre_annulable(ctx, unite, feuille.libelle, remettre_notes, avant=feuille.defaire, **ou)
            return version
        evaluation = feuille.evaluation(cellule.inscription_id, cellule.critere_id)
        neufs = {"le": le, "choix": choix, "appreciation": appreciation}
        anciens = {champ: getattr(evaluation, champ) for champ in neufs}
        ecarts = {champ: (valeur, anciens[champ]) for champ, valeur in neufs.items() if valeur != anciens[champ]}
        if evaluation.version != version:
            raise Conflit(ecarts, auteur=evaluation.modifie_par or "", version=evaluation.version)
        if not ecarts and not feuille.defaire:
            return evaluation.version
        avant = anciens | {"le": evaluation.le.isoformat(), "note": next((n for _, n, _ in feuille.defaire), None)}
        for champ, (valeur, _) in ecarts.items():
            setattr(evaluation, champ, valeur)
        unite.session.flush()
        feuille.toucher()
        rendre_annulable(
            ctx, unite, feuille.libelle or "Détail d’une note", remettre_detail, inscription_id=cellule.inscription_id,
            critere_id=cellule.critere_id, version=evaluation.version, **ou, **avant,
        )  # fmt: skip
        return evaluation.version

    return ctx.ecrire("ecrire_detail", ecrire, commande.operation_id)


def _ecrire_note(feuille: EcritureFeuille, commande: EcrireDetail) -> int:
    """The mark that goes with the detail, where it is named; the version that the detail is then written over."""
    if commande.note is None:
        return commande.version
    cellule = commande.cellule
    note = NoteEcrite(cellule.inscription_id, cellule.critere_id, commande.note, commande.version)
    try:
        versions = feuille.ecrire([note], [])
    except FormulaireInvalide as refus:
        erreurs = [
            Invalide("note", e.code, **{c: v for c, v in e.params.items() if c != "champ"}) for e in refus.erreurs
        ]
        raise FormulaireInvalide(erreurs) from refus
    cle = cle_note(cellule.inscription_id, cellule.critere_id)
    return versions[cle] if feuille.defaire else commande.version


@inverse(Permission.NOTER)
def remettre_detail(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo, where nobody wrote on the mark since. Raises Conflit and as ``ecrire_detail``."""
    feuille = EcritureFeuille(ctx, unite, arguments["cours_id"], arguments["periode_id"])
    evaluation = feuille.evaluation(arguments["inscription_id"], arguments["critere_id"])
    if evaluation.version != arguments["version"]:
        raise Conflit({}, auteur=evaluation.modifie_par or "", version=evaluation.version)
    evaluation.le = date.fromisoformat(arguments["le"])
    evaluation.choix, evaluation.appreciation = arguments["choix"], arguments["appreciation"]
    unite.session.flush()
    note = arguments.get("note")
    if note is not None:
        feuille.ecrire([NoteEcrite(evaluation.inscription_id, evaluation.critere_id, note, evaluation.version)], [])
    feuille.toucher()
