"""The dialogs that put a piece right: undo a payment by an opposite one, take an invoice back by a credit note."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.pieces import GenreReglement
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.avoirs import LigneAvoir, emettre_avoir
from imuse_desk.services.facturation.compte_famille import FactureVue, RecuVu, ReglementVu
from imuse_desk.services.facturation.opposes import defaire_reglement
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.champs import CaseACocher, EditeurMontant, LigneTexte, ListeChoix
from imuse_desk.views.common.demande import Champ, Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.facturation import mots_corrections as mots
from imuse_desk.views.facturation.envoi import est_incertain

MOTIF = 200
TOUT, LIGNES = "tout", "lignes"


class Correction(Demande):
    """One click, one write: after a fault whose outcome is not known, what was typed is locked and sent again as is.

    ``recorde(fait, phrase)``. Subclasses give ``acte`` and ``phrase``.
    """

    recorde = Signal(object, str)

    def __init__(
        self, parent: QWidget | None, executant: Executant, titre: str, phrase: str, verbe: str,
        champs: Sequence[Champ], aides: Mapping[str, str] | None = None, *, est_danger: bool = True,
        suite: QWidget | None = None,
    ) -> None:  # fmt: skip
        self.effet = Bandeau("info", "")
        super().__init__(
            parent, titre, phrase, verbe, champs, est_danger=est_danger, aides=aides, suite=suite or self.effet
        )
        self._executant = executant
        self._operation_id = uuid.uuid4()
        self.validee.connect(self._enregistrer)
        self.formulaire.modifie.connect(self.montrer_effet)

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:
        """The write. Raises Invalide."""
        raise NotImplementedError

    @property
    def phrase(self) -> str:
        """What the status line says once it is done."""
        raise NotImplementedError

    @Slot()
    def montrer_effet(self) -> None:
        """Say what it will do, with what is typed, where that is known."""

    @Slot(object)
    def _enregistrer(self, valeurs: dict[str, Any]) -> None:
        try:
            acte = self.acte(valeurs, self._operation_id)
        except Invalide as erreur:
            self.refuser(erreur)
            return
        self._executant.ecrire(acte, self._faite, self._ratee)

    @Slot(object)
    def _faite(self, fait: Fait[int]) -> None:
        self.recorde.emit(fait, self.phrase)
        self.formulaire.enregistre()
        self.accept()

    @Slot(object)
    def _ratee(self, erreur: Exception) -> None:
        self.refuser(erreur)
        if est_incertain(erreur):
            self.formulaire.lecture_seule()
            self.confirmer.setText("Réessayer")
        else:
            self._operation_id = uuid.uuid4()


class DemandeOppose(Correction):
    """Undo a payment of a receipt, with its reason; which one is asked where several cheques were given together."""

    def __init__(
        self, parent: QWidget | None, executant: Executant, ctx: Contexte, recu: RecuVu, genre: GenreReglement,
        possibles: Sequence[ReglementVu],
    ) -> None:  # fmt: skip
        self._ctx, self._recu, self._genre = ctx, recu, genre
        self._possibles = {vu.reglement_id: vu for vu in possibles}
        champs: list[Champ] = [("motif", "&Motif", LigneTexte(MOTIF), True)]
        if len(possibles) > 1:
            choix = ListeChoix([(vu.reglement_id, mots.reglement(vu)) for vu in possibles])
            champs.insert(0, ("reglement", "Rè&glement", choix, True))
        self._a_des_frais = genre is GenreReglement.IMPAYE and recu.frais_impaye_centimes > 0
        if self._a_des_frais:
            frais = CaseACocher(f"Facturer {euros(recu.frais_impaye_centimes)} de frais")
            champs.append(("frais", "F&rais", frais, False))
        titre = mots.TITRES[genre].format(numero=recu.affiche)
        super().__init__(parent, executant, titre, mots.PHRASES[genre], mots.VERBES[genre], champs)
        self.poser({"frais": True} if self._a_des_frais else {})
        self.montrer_effet()

    @classmethod
    def pour(
        cls, parent: QWidget | None, executant: Executant, ctx: Contexte, recu: RecuVu, genre: GenreReglement
    ) -> "DemandeOppose | None":
        """The dialog of what is still there to undo; None where nothing is."""
        est_annulation = genre is GenreReglement.ANNULATION
        possibles = [vu for vu in recu.reglements if not vu.est_defait and not (vu.est_remis and est_annulation)]
        return cls(parent, executant, ctx, recu, genre, possibles) if possibles else None

    def _choisi(self, valeurs: dict[str, Any]) -> int | None:
        if len(self._possibles) == 1:
            return next(iter(self._possibles))
        choisi: int | None = valeurs["reglement"]
        return choisi

    @Slot()
    def montrer_effet(self) -> None:
        """What is owed again."""
        choisi = self._choisi(self.formulaire.brut())
        self.effet.montrer("info", mots.effet_oppose(self._possibles.get(choisi or 0)))

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:  # noqa: D102
        choisi = self._choisi(valeurs)
        if choisi is None:
            raise Invalide("reglement", "choix_obligatoire")
        avec_frais = self._a_des_frais and valeurs["frais"]
        return partial(
            defaire_reglement, self._ctx, choisi, self._genre, valeurs["motif"], operation_id, avec_frais=avec_frais
        )

    @property
    def phrase(self) -> str:  # noqa: D102
        return mots.FAITES[self._genre].format(numero=self._recu.affiche)


class DemandeAvoir(Correction):
    """Take back a whole invoice, or an amount of each line; the effect is told before anything is written."""

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte, facture: FactureVue) -> None:
        self._ctx, self._facture = ctx, facture
        quoi = ListeChoix([(TOUT, f"Toute la facture, {euros(facture.reste_centimes)}"), (LIGNES, "Par ligne")])
        champs: list[Champ] = [("quoi", "Re&prendre", quoi, True)]
        champs += [
            (f"ligne_{x.rang}", _libelle(x.rang), EditeurMontant(negatif=x.reste_centimes < 0), False)
            for x in facture.lignes
        ]
        champs.append(("motif", "&Motif", LigneTexte(MOTIF), True))
        aides = {f"ligne_{x.rang}": mots.ligne(x) for x in facture.lignes}
        titre = f"Avoir sur la facture {facture.affiche}"
        super().__init__(parent, executant, titre, mots.PHRASE_AVOIR, "Émettre l’avoir", champs, aides=aides)
        self.formulaire.champ_modifie.connect(self._champ_modifie)
        self.poser({"quoi": TOUT})
        self._suivre_choix()

    @Slot(str)
    def _champ_modifie(self, cle: str) -> None:
        if cle == "quoi":
            self._suivre_choix()

    def _suivre_choix(self) -> None:
        """The whole shows what is left of each line; by line, each is typed."""
        est_tout = self.formulaire.brut()["quoi"] == TOUT
        for ligne in self._facture.lignes:
            champ = self._ligne(ligne.rang)
            champ.poser_valeur(ligne.reste_centimes if est_tout else None)
            champ.lecture_seule(est_lecture=est_tout or not ligne.reste_centimes)
        self.montrer_effet()

    def _ligne(self, rang: int) -> EditeurMontant:
        champ = self.formulaire.widget(f"ligne_{rang}")
        if not isinstance(champ, EditeurMontant):
            raise TypeError(rang)
        return champ

    def _reprises(self) -> dict[int, int]:
        """What is typed line by line; what cannot be read yet counts for nothing."""
        reprises = {}
        for ligne in self._facture.lignes:
            try:
                reprises[ligne.rang] = self._ligne(ligne.rang).valeur() or 0
            except Invalide:
                reprises[ligne.rang] = 0
        return reprises

    @Slot()
    def montrer_effet(self) -> None:
        """What it takes back, what stays due, what becomes an advance."""
        self.effet.montrer("info", mots.effet_avoir(self._facture, self._reprises()))

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:  # noqa: D102
        reprises = self._reprises()
        lignes: list[LigneAvoir] = []
        if valeurs["quoi"] == LIGNES:
            for ligne in self._facture.lignes:
                mots.exiger_reprise(ligne, reprises[ligne.rang])
            lignes = [LigneAvoir(rang, montant) for rang, montant in reprises.items() if montant]
            if not lignes:
                raise Invalide(f"ligne_{self._facture.lignes[0].rang}", "montant_nul")
        return partial(emettre_avoir, self._ctx, self._facture.piece_id, valeurs["motif"], lignes, operation_id)

    @property
    def phrase(self) -> str:  # noqa: D102
        return f"Avoir émis sur la facture {self._facture.affiche}"


def _libelle(rang: int) -> str:
    """The first nine lines have a key."""
    return f"Ligne &{rang}" if rang <= 9 else f"Ligne {rang}"
