"""The words of the roll call of a site: their keys, what each means, those put aside."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.codes import CodeVu, EnregistrerCode, enregistrer_code, lire_codes, retirer_code
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import danger, discret, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.textes import texte
from imuse_desk.views.suivi.mots_appel import GENRES, TONS
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce, vide
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("code", "Touche", 70, est_triable=False),
    Colonne("libelle", "Mot", 180, est_triable=False, est_etirable=True),
    Colonne("genre", "Sens", 150, est_triable=False),
    Colonne("etat", "État", 90, est_triable=False),
)


class PageCodes(QWidget):
    """``PageCodes(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._codes: dict[str, CodeVu] = {}
        self._courant: str | None = None
        self._peut = ctx.peut(Permission.MODIFIER_TARIF)
        liste = Carte("Mots de l’appel", pleine_largeur=True)
        self.nouveau = discret("Nouveau &mot", "plus")
        self.nouveau.setVisible(self._peut)
        liste.outils.addWidget(self.nouveau)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Mots de l’appel")
        self.table.brancher(self.modele)
        liste.ajouter(self.table, 1)
        droite = QVBoxLayout()
        droite.setSpacing(12)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        droite.addWidget(self.echec)
        droite.addWidget(self._fiche())
        droite.addStretch(1)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(16)
        rangee.addWidget(liste, 6)
        rangee.addLayout(droite, 5)
        self.table.choix_change.connect(self._choisi)
        self.nouveau.clicked.connect(self._nouveau)
        self.enregistrer.clicked.connect(self.recorder)
        self.retirer.clicked.connect(self._retirer)
        self.setFocusProxy(self.table)
        bus.change.connect(self._objets_changes)
        self._montrer(None)

    def _fiche(self) -> Carte:
        self.carte = Carte("Nouveau mot")
        self.formulaire = Formulaire(self)
        self.carte.ajouter(self.formulaire.bandeau)
        self.carte.ajouter(self.formulaire.colonne())
        self.formulaire.champ("code", "&Touche", LigneTexte(1), obligatoire=True, aide="Une lettre ou un chiffre.")
        self.formulaire.champ("libelle", "M&ot", LigneTexte(40), obligatoire=True)
        self.formulaire.champ(
            "genre", "&Sens", ListeChoix([(g.value, mots) for g, mots in GENRES.items()]), obligatoire=True
        )  # fmt: skip
        self.carte.ajouter(
            texte("Seul un absent est compté, tant qu’il n’est pas justifié.", "aide", replie=True)
        )  # fmt: skip
        self.enregistrer = primaire("Enregist&rer", "check")
        self.retirer = danger("R&etirer", "archive")
        rangee = QHBoxLayout()
        rangee.addWidget(self.retirer)
        rangee.addStretch(1)
        rangee.addWidget(self.enregistrer)
        self.carte.ajouter(rangee)
        self.carte.setVisible(self._peut)
        return self.carte

    @property
    def a_des_brouillons(self) -> bool:
        """Something was typed and not recorded."""
        return self._peut and self.formulaire.est_modifie()

    @Slot()
    def relire(self) -> None:
        """Read the words again."""
        self._executant.lire(partial(lire_codes, self._ctx), self._lus, self._refuse, cle="codes")

    @Slot(object)
    def _lus(self, codes: Sequence[CodeVu]) -> None:
        self._codes = {c.code: c for c in codes}
        self.modele.poser((c.code, _rangee(c)) for c in codes)
        if self._courant in self._codes:
            self.table.choisir(self._courant)
            if not self.formulaire.est_modifie():
                self._montrer(self._courant)

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "code_presence" in changements.genres:
            self.relire()

    @Slot(object)
    def _choisi(self, code: object) -> None:
        self._montrer(str(code) if code is not None else None)

    @Slot()
    def _nouveau(self) -> None:
        self.table.clearSelection()
        self._montrer(None)
        self.formulaire.viser_premier()

    def _montrer(self, code: str | None) -> None:
        self._courant = code
        mot = self._codes.get(code) if code is not None else None
        self.echec.hide()
        self.carte.titre.setText(mot.libelle if mot is not None else "Nouveau mot")
        self.formulaire.poser(
            {"code": mot.code, "libelle": mot.libelle, "genre": mot.genre.value} if mot is not None else {}
        )  # fmt: skip
        self.formulaire.widget("code").setEnabled(mot is None)  # lessons bear it for ever
        self.retirer.setVisible(mot is not None)
        self.retirer.setText("R&emettre" if mot is not None and mot.est_retire else "R&etirer")

    @Slot()
    def recorder(self) -> None:
        """Record the word on show."""
        valeurs = self.formulaire.valider()
        if valeurs is None:
            return
        version = self._codes[self._courant].version if self._courant is not None else 0
        commande = EnregistrerCode(**valeurs, version=version, est_nouveau=self._courant is None)
        self._executant.ecrire(partial(enregistrer_code, self._ctx, commande), self._enregistre, self._refuse)

    @Slot(object)
    def _enregistre(self, fait: Fait[str]) -> None:
        self._courant = fait.resultat
        self.formulaire.enregistre()
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Mot de l’appel enregistré")

    @Slot()
    def _retirer(self) -> None:
        mot = self._codes.get(self._courant or "")
        if mot is not None:
            acte = partial(retirer_code, self._ctx, mot.code, mot.version, est_retire=not mot.est_retire)
            self._executant.ecrire(acte, self._retire, self._refuse)

    @Slot(object)
    def _retire(self, fait: Fait[str]) -> None:
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Mot de l’appel changé")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.formulaire.refuser(erreur, self.echec)


def _rangee(mot: CodeVu) -> Sequence[Cellule]:
    ton, icone = TONS[mot.genre]
    return (
        Cellule(mot.code, Genre.FORT),
        Cellule(mot.libelle),
        puce(GENRES[mot.genre], ton, icone),
        puce("Retiré", "neutral", "archive") if mot.est_retire else vide(),
    )
