"""An evaluation of a pupil, all its fields at once: the mark or the absence and its reason, the day, choice, a word."""

from datetime import date
from typing import Any, cast

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.evaluations import APPRECIATION_MAX
from imuse_desk.domain.notes import ABSENT, MOTIF_MAX, Echelle, ecrire_nombre, ecrire_note
from imuse_desk.services.suivi.details import CHOIX_MAX, Cellule, EcrireDetail
from imuse_desk.services.suivi.evaluations_eleve import LigneEvaluation
from imuse_desk.services.suivi.feuille import FeuilleVue
from imuse_desk.views.common.champs import CaseACocher, EditeurDate, LigneTexte, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.evaluations.mots import mots_fermee

NOTE_MAX = 40


class DetailEvaluation(Demande):
    """``detail = DetailEvaluation(parent, row, sheet, today)``; once ``validee``, ``commande()`` is what to write."""

    def __init__(self, parent: QWidget, ligne: LigneEvaluation, feuille: FeuilleVue, jour: date) -> None:
        self._feuille, self._ligne = feuille, ligne
        self._inscription_id = feuille.eleves[0].inscription_id
        eleve = feuille.eleves[0]
        self.nom = f"{eleve.nom} {eleve.prenom}, {ligne.critere.libelle}"
        self._note, self._motif = LigneTexte(NOTE_MAX, _indice(ligne.critere.echelle)), LigneTexte(MOTIF_MAX)
        self._absent = CaseACocher("absent à cette évaluation")
        champs = [
            ("note", "&Note", self._note, False),
            ("est_absent", "A&bsence", self._absent, False),
            ("motif", "&Motif", self._motif, False),
            ("le", "&Date", EditeurDate(), True),
            ("choix", "&Choix", LigneTexte(CHOIX_MAX, "morceau, programme…"), False),
            ("appreciation", "&Appréciation", ZoneTexte(3, APPRECIATION_MAX), False),
        ]
        super().__init__(parent, self.nom, _phrase(ligne, feuille), "Enregistrer", champs)
        note = ligne.cellule.note
        periode = feuille.periode
        self.poser(
            {
                "note": "" if note is None or note.est_absent else ecrire_note(note, ligne.critere.echelle),
                "est_absent": note is not None and note.est_absent,
                "motif": note.motif if note is not None else "",
                "le": ligne.le or min(max(jour, periode.du_le), periode.au_le),
                "choix": ligne.choix,
                "appreciation": ligne.appreciation,
            }
        )  # fmt: skip
        self._accorder()
        if feuille.fermee:
            self.formulaire.lecture_seule(est_lecture=True)
            self.confirmer.hide()
            self.renoncer.setText("&Fermer")
        else:
            self._absent.modifiee.connect(self._accorder)

    @property
    def critere_id(self) -> int:
        """The criterion marked."""
        return self._ligne.critere.id

    def relire(self, ligne: LigneEvaluation | None) -> None:
        """What another desk wrote meanwhile was read: what is typed is now written over it."""
        if ligne is not None:
            self._ligne = ligne

    def commande(self) -> EcrireDetail:
        """What to write."""
        valeurs: dict[str, Any] = self.formulaire.valeurs()
        note = f"{ABSENT} {valeurs['motif'] or ''}".strip() if valeurs["est_absent"] else valeurs["note"] or ""
        ou = Cellule(self._feuille.cours_id, self._feuille.periode.id, self._inscription_id, self.critere_id)
        return EcrireDetail(
            ou, cast("date | None", valeurs["le"]), valeurs["choix"] or "", valeurs["appreciation"] or "",
            self._ligne.cellule.version, note=note,
        )  # fmt: skip

    @Slot()
    def _accorder(self) -> None:
        """An absence has a reason and no mark."""
        est_absent = self._absent.valeur()
        self._note.lecture_seule(est_lecture=est_absent)
        self._motif.lecture_seule(est_lecture=not est_absent)


def _indice(echelle: Echelle) -> str:
    """``0 à 5``, or the letters."""
    if echelle.est_nombre:
        return f"de 0 à {ecrire_nombre(echelle.maximum)}"
    return ", ".join(valeur.code for valeur in echelle.valeurs)[:NOTE_MAX]


def _phrase(ligne: LigneEvaluation, feuille: FeuilleVue) -> str:
    """Of what it is, who gave it and when, why it cannot change."""
    critere = ligne.critere
    mots = f"{critere.type_libelle} · {critere.genre} · {feuille.periode.libelle}."
    if ligne.par and ligne.le is not None:
        mots += f" Donnée par {ligne.par} le {date_fr(ligne.le)}."
    return f"{mots} {mots_fermee(feuille)}".strip() if feuille.fermee else mots
