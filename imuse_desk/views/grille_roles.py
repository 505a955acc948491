"""The roles of an account as ticks: a row a site, a column a role."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from imuse_desk.domain.roles import Role
from imuse_desk.services.lectures.comptes import SitePropose
from imuse_desk.views.common.champ_compose import ChampCompose
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import Graisse, police, px

ROLES = (Role.SECRETARIAT, Role.REGISSEUR, Role.ENSEIGNANT, Role.DIRECTION, Role.ADMINISTRATION)
LARGEUR_NOM = 130


class GrilleRoles(ChampCompose):
    """Ticks: a row a site, a column a role. Its value is a set of (site, role)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grille = QGridLayout(self)
        self._grille.setContentsMargins(0, 4, 0, 0)
        self._grille.setHorizontalSpacing(14)
        self._grille.setVerticalSpacing(2)
        self._cases: dict[tuple[int, Role], QCheckBox] = {}

    def poser_sites(self, sites: Sequence[SitePropose]) -> None:
        """Build the ticks, once."""
        if self._cases:
            return
        for colonne, role in enumerate(ROLES, start=1):
            titre = texte(role.libelle, "second")
            titre.setFont(police(9, Graisse.DemiBold))
            self._grille.addWidget(titre, 0, colonne, Qt.AlignmentFlag.AlignHCenter)
        for rang, site in enumerate(sites, start=1):
            nom = texte(site.nom, replie=True)
            nom.setMinimumWidth(px(LARGEUR_NOM))
            self._grille.addWidget(nom, rang, 0)
            for colonne, role in enumerate(ROLES, start=1):
                case = QCheckBox()
                case.setAccessibleName(f"{role.libelle} à {site.nom}")
                case.setToolTip(f"{role.libelle} à {site.nom}")
                case.clicked.connect(self.toucher)
                self._cases[site.id, role] = case
                self._grille.addWidget(case, rang, colonne, Qt.AlignmentFlag.AlignHCenter)
        self._grille.setColumnStretch(0, 1)
        if self._cases:
            self.setFocusProxy(next(iter(self._cases.values())))

    def valeur(self) -> frozenset[tuple[int, Role]]:
        """The pairs ticked."""
        return frozenset(paire for paire, case in self._cases.items() if case.isChecked())

    def poser_valeur(self, valeur: Any) -> None:
        """Tick these pairs alone."""
        for paire, case in self._cases.items():
            case.setChecked(paire in (valeur or ()))
