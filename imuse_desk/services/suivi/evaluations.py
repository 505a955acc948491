"""Marks and comments written on the sheet of a course and period.

Several cells at once, in one transaction: all or none. Each cell carries the version read, so that what another desk
wrote meanwhile is told (``Conflit``), never overwritten. A cell is named ``inscription:critere`` in errors and
conflicts, a comment ``inscription:``.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.evaluations import APPRECIATION_MAX, EtatFeuille
from imuse_desk.domain.notes import Note, ecrire_saisie, lire_note
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer_bloc
from imuse_desk.models import Annee, Appreciation, Cours, Evaluation, FeuilleEvaluation
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.printing.polices import imprimable
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.suivi.acces import exiger_cours
from imuse_desk.services.suivi.criteres import CritereVu, PeriodeVue, criteres_des_cours, note_de
from imuse_desk.services.suivi.feuille import eleves_de_la_feuille, periode_de, pourquoi_fermee

Versions = dict[str, int]
"""The new version of each thing written, by its name."""


@dataclass(frozen=True, slots=True)
class NoteEcrite:
    """A mark as typed over the version read (0: an empty cell); an empty text empties the cell."""

    inscription_id: int
    critere_id: int
    texte: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class TexteEcrit:
    """A comment as typed over the version read."""

    inscription_id: int
    texte: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class EcrireNotes:
    """What is written on a sheet at once."""

    cours_id: int
    periode_id: int
    notes: tuple[NoteEcrite, ...] = ()
    textes: tuple[TexteEcrit, ...] = ()
    operation_id: uuid.UUID | None = None


def cle_note(inscription_id: int, critere_id: int) -> str:
    """The name of a cell."""
    return f"{inscription_id}:{critere_id}"


def cle_texte(inscription_id: int) -> str:
    """The name of a comment."""
    return f"{inscription_id}:"


def lire_appreciation(texte: str, champ: str) -> str:
    """A comment cleaned, as the bulletin can print it.

    Raises Invalide on ``champ``: texte_trop_long, appreciation_signe (an emoji, a script that the face lacks).
    """
    net = nettoyer_bloc(texte)
    if len(net) > APPRECIATION_MAX:
        raise Invalide(champ, "texte_trop_long", longueur=len(net), maximum=APPRECIATION_MAX)
    try:
        return imprimable(net, champ)
    except Invalide as erreur:
        raise Invalide(champ, "appreciation_signe", caractere=erreur.params["caractere"]) from erreur


@cas_d_usage(Permission.NOTER)
def ecrire_notes(ctx: Contexte, commande: EcrireNotes) -> Fait[Versions]:
    """Write cells and comments; the new versions are the result. What says the same as before is left alone.

    Raises FormulaireInvalide (one error a cell), Conflit (what differs, as (yours, theirs)), Introuvable,
    RegleMetier(autre_site | feuille_validee | saisie_close | annee_close | critere_hors_feuille).
    """

    def ecrire(unite: Unite) -> Versions:
        feuille = EcritureFeuille(ctx, unite, commande.cours_id, commande.periode_id)
        versions = feuille.ecrire(commande.notes, commande.textes)
        if feuille.defaire:
            rendre_annulable(
                ctx, unite, feuille.libelle, remettre_notes, cours_id=commande.cours_id,
                periode_id=commande.periode_id, avant=feuille.defaire,
            )  # fmt: skip
        return versions

    return ctx.ecrire("ecrire_notes", ecrire, commande.operation_id)


@inverse(Permission.NOTER)
def remettre_notes(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: what stood in the cells again, where nobody wrote since. Raises as ``ecrire_notes``."""
    notes, textes = [], []
    for cle, texte, version in arguments["avant"]:
        inscription, _, critere = cle.partition(":")
        if critere:
            notes.append(NoteEcrite(int(inscription), int(critere), texte, version))
        else:
            textes.append(TexteEcrit(int(inscription), texte, version))
    EcritureFeuille(ctx, unite, arguments["cours_id"], arguments["periode_id"]).ecrire(notes, textes)


class EcritureFeuille:
    """One writing on a sheet: what may be written is checked first, then all cells."""

    def __init__(self, ctx: Contexte, unite: Unite, cours_id: int, periode_id: int) -> None:
        self._ctx, self._unite, self._session = ctx, unite, unite.session
        exiger_cours(ctx, self._session, cours_id)
        # one writer at a time on a course: two desks never both create the same cell
        self._cours = self._session.execute(
            select(Cours).where(Cours.id == cours_id).with_for_update(key_share=True)
        ).scalar_one()
        self._periode = periode_de(self._session, cours_id, periode_id)
        self._feuille = prendre_feuille(unite, self._cours, periode_id)
        exiger_ouverte(self._session, ctx, self._feuille, self._periode)
        self._criteres = {c.id: c for c in criteres_des_cours(self._session, [cours_id], periode_id)[cours_id]}
        lignes = self._session.execute(eleves_de_la_feuille(self._cours, self._periode, ctx)).all()
        self._eleves = {ligne.id: f"{ligne.nom} {ligne.prenom}".strip() for ligne in lignes}
        self._versions: Versions = {}
        self._ecarts: dict[str, tuple[str, str]] = {}
        self._auteur_des_ecarts = ""
        self.defaire: list[tuple[str, str, int]] = []
        self.libelle = ""

    @property
    def periode(self) -> PeriodeVue:
        """The period of the sheet."""
        return self._periode

    def evaluation(self, inscription_id: int, critere_id: int) -> Evaluation:
        """The row of a cell that holds a mark or an absence. Raises Introuvable, RegleMetier(note_sans_detail)."""
        self._exiger_eleve(inscription_id)
        ou = (Evaluation.inscription_id == inscription_id, Evaluation.critere_id == self._critere(critere_id).id)
        evaluation = self._session.execute(
            select(Evaluation).where(*ou, Evaluation.periode_id == self._periode.id)
        ).scalar_one_or_none()
        if evaluation is None or note_de(evaluation) is None:
            raise RegleMetier("note_sans_detail")
        return evaluation

    def toucher(self) -> None:
        """The sheet was written on."""
        self._unite.touche("feuille_evaluation", self._feuille.id)

    def ecrire(self, notes: Sequence[NoteEcrite], textes: Sequence[TexteEcrit]) -> Versions:
        """Write everything, or raise."""
        lues, nets = self._lire(notes, textes)
        avant = self._poser_notes(notes, lues) + self._poser_textes(textes, nets)
        if self._ecarts:
            raise Conflit(dict(self._ecarts), auteur=self._auteur_des_ecarts)
        self._session.flush()
        for cle, objet, texte in avant:
            self._versions[cle] = objet.version
            self.defaire.append((cle, texte, objet.version))
        if avant:
            self.toucher()
        return self._versions

    def _lire(
        self, notes: Sequence[NoteEcrite], textes: Sequence[TexteEcrit]
    ) -> tuple[list[Note | None], list[str]]:  # fmt: skip
        """What was typed, read; every error at once."""
        erreurs: list[Invalide] = []
        lues: list[Note | None] = []
        nets: list[str] = []
        for note in notes:
            critere = self._critere(note.critere_id)
            self._exiger_eleve(note.inscription_id)
            try:
                lues.append(lire_note(note.texte, critere.echelle, cle_note(note.inscription_id, critere.id)))
            except Invalide as erreur:
                erreurs.append(erreur)
        for texte in textes:
            self._exiger_eleve(texte.inscription_id)
            try:
                nets.append(lire_appreciation(texte.texte, cle_texte(texte.inscription_id)))
            except Invalide as erreur:
                erreurs.append(erreur)
        if erreurs:
            raise FormulaireInvalide(erreurs)
        return lues, nets

    def _critere(self, critere_id: int) -> CritereVu:
        if critere_id not in self._criteres:
            raise RegleMetier("critere_hors_feuille")
        return self._criteres[critere_id]

    def _exiger_eleve(self, inscription_id: int) -> None:
        if inscription_id not in self._eleves:
            raise Introuvable("inscription", inscription_id)

    def _poser_notes(self, notes: Sequence[NoteEcrite], lues: Iterable[Note | None]) -> list[tuple[str, Any, str]]:
        idents = {note.inscription_id for note in notes}
        requete = select(Evaluation).where(
            Evaluation.inscription_id.in_(idents), Evaluation.periode_id == self._periode.id
        )
        siennes = {(e.inscription_id, e.critere_id): e for e in self._session.scalars(requete)}
        faites: list[tuple[str, Any, str]] = []
        for note, lue in zip(notes, lues, strict=True):
            critere = self._criteres[note.critere_id]
            cle = cle_note(note.inscription_id, critere.id)
            evaluation = siennes.get((note.inscription_id, critere.id))
            ancienne = note_de(evaluation) if evaluation is not None else None
            if ancienne == lue:
                self._versions[cle] = evaluation.version if evaluation is not None else 0
                continue
            ecrite = ecrire_saisie(ancienne, critere.echelle)
            if (evaluation.version if evaluation is not None else 0) != note.version:
                self._ecart(cle, ecrire_saisie(lue, critere.echelle), ecrite, evaluation)
                continue
            if evaluation is None:
                evaluation = Evaluation(
                    annee_id=self._cours.annee_id, inscription_id=note.inscription_id, periode_id=self._periode.id,
                    critere_id=critere.id, le=self._jour(),
                )  # fmt: skip
                self._session.add(evaluation)
            valeur = lue or Note()
            evaluation.valeur, evaluation.code = valeur.valeur, valeur.code
            evaluation.est_absent, evaluation.motif = valeur.est_absent, valeur.motif
            evaluation.par, evaluation.a = self._unite.auteur.agent, self._unite.maintenant
            faites.append((cle, evaluation, ecrite))
            dite = ecrire_saisie(lue, critere.echelle) or "effacé"
            self._nommer("Note", f"{self._eleves[note.inscription_id]}, {critere.libelle} {dite}", len(notes))
        return faites

    def _poser_textes(self, textes: Sequence[TexteEcrit], nets: Iterable[str]) -> list[tuple[str, Any, str]]:
        requete = select(Appreciation).where(
            Appreciation.inscription_id.in_({t.inscription_id for t in textes}),
            Appreciation.periode_id == self._periode.id,
        )
        siens = {a.inscription_id: a for a in self._session.scalars(requete)}
        faits: list[tuple[str, Any, str]] = []
        for texte, net in zip(textes, nets, strict=True):
            cle = cle_texte(texte.inscription_id)
            objet = siens.get(texte.inscription_id)
            ancien = objet.texte if objet is not None else ""
            if ancien == net:
                self._versions[cle] = objet.version if objet is not None else 0
                continue
            if (objet.version if objet is not None else 0) != texte.version:
                self._ecart(cle, net, ancien, objet)
                continue
            if objet is None:
                objet = Appreciation(
                    annee_id=self._cours.annee_id, inscription_id=texte.inscription_id, periode_id=self._periode.id
                )
                self._session.add(objet)
            objet.texte = net
            objet.par, objet.a = self._unite.auteur.agent, self._unite.maintenant
            objet.relu, objet.relu_par, objet.relu_a = None, "", None  # what was proof-read is no longer what he says
            faits.append((cle, objet, ancien))
            self._nommer("Appréciation", self._eleves[texte.inscription_id], len(textes))
        return faits

    def _ecart(self, cle: str, sienne: str, autre: str, objet: Any) -> None:
        self._ecarts[cle] = (sienne, autre)
        if objet is not None:
            self._auteur_des_ecarts = objet.par

    def _nommer(self, quoi: str, mots: str, nombre: int) -> None:
        """The words of the undo: one thing by its name, several by their number."""
        if not self.libelle:
            self.libelle = f"{quoi}\u00a0: {mots}" if nombre == 1 else f"{nombre} cases de {self._cours.libelle}"

    def _jour(self) -> date:
        """The day of a mark: today, within its period."""
        return min(max(self._ctx.aujourdhui(), self._periode.du_le), self._periode.au_le)


def prendre_feuille(unite: Unite, cours: Cours, periode_id: int) -> FeuilleEvaluation:
    """The sheet of a course and period, begun where it is not; the course must be locked."""
    feuille = unite.session.execute(
        select(FeuilleEvaluation).where(
            FeuilleEvaluation.cours_id == cours.id, FeuilleEvaluation.periode_id == periode_id
        )
    ).scalar_one_or_none()
    if feuille is None:
        feuille = FeuilleEvaluation(
            annee_id=cours.annee_id, cours_id=cours.id, periode_id=periode_id, etat=EtatFeuille.OUVERTE
        )
        unite.session.add(feuille)
        unite.session.flush()
    return feuille


def exiger_ouverte(session: Session, ctx: Contexte, feuille: FeuilleEvaluation, periode: PeriodeVue) -> None:
    """Raises RegleMetier(annee_close | feuille_validee | saisie_close)."""
    annee = session.get_one(Annee, feuille.annee_id)
    code = pourquoi_fermee(periode, annee.etat, EtatFeuille(feuille.etat), ctx)
    if code == "feuille_validee":
        raise RegleMetier(code, par=feuille.validee_par)
    if code == "saisie_close":
        limite = periode.saisie_jusqu_au
        raise RegleMetier(code, periode=periode.libelle, limite=date_fr(limite) if limite is not None else "")
    if code:
        raise RegleMetier(code)
