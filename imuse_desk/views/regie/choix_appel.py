"""Which call: site, year, kind and rank, on one row."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.lot import ORDINAUX
from imuse_desk.services.lectures.navigation import Cadre
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.ecoulement import Ecoulement
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px

RANGS = [(rang, f"{ORDINAUX.get(rang, f'{rang}ᵉ')} appel") for rang in range(1, 13)]
LARGEURS = {"site": 232, "annee": 126, "nature": 120, "rang": 150}


class ChoixAppel(QWidget):
    """``proposer(ctx, cadre)``, then ``change`` each time somebody chooses; ``rang`` None asks for the last call."""

    change = Signal()

    def __init__(self, ctx: Contexte) -> None:
        super().__init__()
        self._fuseaux: dict[int, str] = {}
        self.site = ListeChoix([(ctx.site_id, "")])
        self.annee = ListeChoix([(ctx.annee_id, "")])
        self.nature = ListeChoix([(nature, nature.libelle) for nature in Nature])
        self.rang = ListeChoix(RANGS)
        self.site.poser_valeur(ctx.site_id)
        self.annee.poser_valeur(ctx.annee_id)
        self.nature.poser_valeur(Nature.COTISATIONS)
        self._rang: int | None = None
        rangee = Ecoulement(self, ecart=16, entre_lignes=8)
        rangee.setContentsMargins(0, 0, 0, 0)
        for cle, mots, liste in (
            ("site", "&Site", self.site), ("annee", "&Année", self.annee),
            ("nature", "Re&gistre", self.nature), ("rang", "Ra&ng", self.rang),
        ):  # fmt: skip
            rangee.addWidget(_champ(mots, liste, px(LARGEURS[cle])))
        for liste in (self.site, self.annee, self.nature):
            liste.modifiee.connect(self._autre_registre)
        self.rang.modifiee.connect(self._autre_rang)

    def proposer(self, ctx: Contexte, cadre: Cadre) -> None:
        """The sites where the person may issue, and the years; what is chosen stays."""
        sites = [s for s in cadre.sites if Permission.EMETTRE in ctx.permissions_sur(s.id)]
        self._fuseaux = {s.id: s.fuseau for s in sites}
        self.site.poser_choix([(s.id, s.nom) for s in sites])
        self.annee.poser_choix([(a.id, a.libelle) for a in cadre.annees])

    def contexte(self, ctx: Contexte) -> Contexte:
        """The person at the site and year chosen."""
        site_id = self.site.valeur()
        return ctx.sur(site_id=site_id, annee_id=self.annee.valeur(), fuseau=self._fuseaux.get(site_id))

    @property
    def registre(self) -> Nature:
        """The kind chosen."""
        return Nature(self.nature.valeur())

    @property
    def rang_choisi(self) -> int | None:
        """The rank that the person chose, None where the last call is to be shown."""
        return self._rang

    def montrer_rang(self, rang: int) -> None:
        """Show the rank that was read."""
        self.rang.poser_valeur(rang)

    def occuper(self, *, est_occupe: bool) -> None:
        """Nothing is chosen while a batch is issued."""
        for liste in self._listes():
            liste.lecture_seule(est_lecture=est_occupe)

    def _listes(self) -> Sequence[ListeChoix]:
        return self.site, self.annee, self.nature, self.rang

    @Slot()
    def _autre_registre(self) -> None:
        self._rang = None
        self.change.emit()

    @Slot()
    def _autre_rang(self) -> None:
        self._rang = self.rang.valeur()
        self.change.emit()


def _champ(mots: str, liste: ListeChoix, largeur: int) -> QWidget:
    boite = QWidget()
    rangee = QHBoxLayout(boite)
    rangee.setContentsMargins(0, 0, 0, 0)
    rangee.setSpacing(8)
    etiquette = texte(mots, "libelle")
    etiquette.setBuddy(liste)
    liste.setAccessibleName(mots.replace("&", ""))
    liste.setFixedWidth(largeur)
    rangee.addWidget(etiquette)
    rangee.addWidget(liste)
    return boite
