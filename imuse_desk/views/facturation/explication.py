"""Why a year costs what it does: the price card bound to a priced year, in words. Nothing told by a hidden quotient."""

from collections.abc import Collection

from PySide6.QtWidgets import QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.services.lectures.facturation import BlocAnnee, FacturationVue
from imuse_desk.services.reinscription.prix import PrixVu
from imuse_desk.views.common.mots_prix import faits, groupes
from imuse_desk.views.common.prix import PanneauPrix, PrixAffiche
from imuse_desk.views.facturation import presentateur


class Explication(PanneauPrix):
    """``expliquer(vue, annee_id)`` shows a year; ``garder(vue, prevues)`` the same again after a reading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, est_deplie=True)
        self.annee_id: int | None = None
        self._foyer_id: int | None = None

    def expliquer(self, vue: FacturationVue, annee_id: int) -> bool:
        """Show a year, unfolded; False where it has no price to explain."""
        bloc = next((b for b in vue.blocs if b.annee_id == annee_id), None)
        if bloc is None or bloc.prix is None or not any(r.lignes for r in bloc.registres):
            self.annee_id = None
            self.hide()
            return False
        self.annee_id, self._foyer_id = annee_id, vue.foyer_id
        self.montrer(afficher(bloc, bloc.prix))
        self.show()
        return True

    def garder(self, vue: FacturationVue, prevues: Collection[int]) -> bool:
        """Show again the year that was explained, if the same household still has it to be billed; hide otherwise."""
        if self.annee_id is not None and self.annee_id in prevues and self._foyer_id == vue.foyer_id:
            return self.expliquer(vue, self.annee_id)
        self.annee_id = None
        self.hide()
        return False


def afficher(bloc: BlocAnnee, prix: PrixVu) -> PrixAffiche:
    """The price card of a year."""
    etat, ton, icone = presentateur.etat(bloc)
    total = "non déterminé" if prix.total_centimes is None else euros(prix.total_centimes)
    return PrixAffiche(
        titre=presentateur.titre_prevision(bloc),
        montant=total,
        etat=etat,
        ton=ton,
        icone=icone,
        source=prix.grille,
        faits=faits(prix),
        groupes=groupes(prix),
        total=total,
    )
