"""A page of simple cards: the list on the left, the card on the right; what is typed and not recorded is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Conflit
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.offre import ChoixOffre, FicheVue, lire_choix, lister_fiches
from imuse_desk.services.offre.fiches import EnregistrerFiche, RangerFiche, enregistrer_fiche, ranger_fiche
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import danger, discret, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.propositions import Connecte, Propositions
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.cellule import Cellule, Colonne, vide
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

Rangee = Sequence[Cellule]


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of card on screen: its words, its columns, the fields of its form.

    ``colonnes_fiche`` build the columns of the form; ``choisir`` fills its lists; ``rangee`` writes a row, to which
    ``completer`` adds the last cells, read apart; ``defauts`` begins a new card; ``mots`` are one and several.
    """

    genre: str
    titre: str
    nouveau: str
    icone: str
    vide: str
    colonnes: tuple[Colonne, ...]
    colonnes_fiche: tuple[Callable[[Formulaire], None], ...]
    rangee: Callable[[FicheVue, ChoixOffre], Rangee]
    choisir: Callable[[Formulaire, ChoixOffre], None] = field(default=lambda _form, _choix: None)
    defauts: Callable[[], dict[str, Any]] = field(default=dict)
    completer: Callable[[Contexte], Mapping[int, Rangee]] = field(default=lambda _ctx: {})
    mots: tuple[str, str] = ("ligne", "lignes")
    est_feminin: bool = False


@dataclass(frozen=True, slots=True)
class _Lues:
    fiches: tuple[FicheVue, ...]
    choix: ChoixOffre
    complements: Mapping[int, Rangee]


class PageFiches(QWidget):
    """``PageFiches(executant, bus, ctx, genre)``; ``relire()`` reads the cards; ``choisie(id)`` follows the choice."""

    choisie = Signal(object)

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, genre: Genre, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.executant, self.bus, self.ctx, self.genre = executant, bus, ctx, genre
        self._fiches: dict[int, FicheVue] = {}
        self._choix: ChoixOffre | None = None
        self._complements: Mapping[int, Rangee] = {}
        self._courante: int | None = None
        self._a_choisir: int | None = None
        self._brouillons: dict[int | None, dict[str, Any]] = {}
        self.peut_modifier = ctx.peut(Permission.MODIFIER_TARIF)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(16)
        self.liste = self._liste()
        rangee.addWidget(self.liste, 5)
        self.droite = QVBoxLayout()
        self.droite.setSpacing(12)
        rangee.addLayout(self.droite, 6)
        self._fiche()
        bus.change.connect(self._objets_changes)
        self._montrer(None)
        self.setFocusProxy(self.filtre)

    # ---- building

    def _liste(self) -> Carte:
        genre = self.genre
        carte = Carte(genre.titre, pleine_largeur=True)
        self.ajouter = discret(genre.nouveau, "plus")
        self.ajouter.clicked.connect(self.nouvelle)
        self.ajouter.setVisible(self.peut_modifier)
        carte.outils.addWidget(self.ajouter)
        haut = QHBoxLayout()
        haut.setContentsMargins(16, 0, 16, 8)
        self.filtre = LigneTexte(60, "Filtrer")
        self.filtre.setAccessibleName(f"Filtrer\u00a0: {genre.titre}")
        self.filtre.textChanged.connect(self._filtrer)
        self.archives = QCheckBox("Archi&ves")
        self.archives.clicked.connect(self._filtrer)
        haut.addWidget(self.filtre, 1)
        haut.addWidget(self.archives)
        carte.ajouter(haut)
        self.modele = ModeleFixe(genre.colonnes, self)
        self.table = TableListe(genre.titre)
        self.table.brancher(self.modele)
        self.vide = EtatVide(genre.icone, genre.vide, "")
        self.table.poser_vide(self.vide)
        self.table.choix_change.connect(self._choix_change)
        if genre.genre == "salle":
            self.table.ouverte.connect(self._ouvrir)  # its week
        carte.ajouter(self.table, 1)
        fiche = FicheListe(f"offre.{genre.genre}", genre.titre, Mots(*genre.mots, est_feminin=genre.est_feminin))
        self.outils = ListeEnCarte(self.executant, self.bus, self.ctx).outiller(carte, self.table, fiche, self.filtre)
        return carte

    def _fiche(self) -> None:
        self.formulaire = Formulaire(self)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.carte = Carte(self.genre.nouveau.replace("&", ""))
        colonnes = QHBoxLayout()
        colonnes.setSpacing(24)
        for composer in self.genre.colonnes_fiche:
            colonnes.addWidget(self.formulaire.colonne(), 1)
            composer(self.formulaire)
        Propositions(self.executant, Connecte(self.ctx), self.formulaire)
        self.carte.ajouter(colonnes)
        self.archiver = danger("&Archiver", "archive")
        self.abandonner = discret("A&bandonner")
        self.enregistrer = primaire("C&réer", "check")
        actions = QHBoxLayout()
        for bouton in (self.archiver, self.abandonner, self.enregistrer):
            actions.addWidget(bouton)
            bouton.setVisible(self.peut_modifier)
        actions.insertStretch(1, 1)
        for contenu in (self.echec, self.formulaire.bandeau, self.carte):
            self.droite.addWidget(contenu)
        self.droite.addLayout(actions)
        self.droite.addStretch(1)
        self.setMinimumWidth(px(880))
        self.archiver.clicked.connect(self._ranger)
        self.abandonner.clicked.connect(self._abandonner)
        self.enregistrer.clicked.connect(self.recorder)
        self.formulaire.modifie.connect(self._actualiser)

    @Slot(object)
    def _ouvrir(self, ident: int) -> None:
        self.bus.ouvrir(self.genre.genre, ident)

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the cards again."""
        self.executant.lire(partial(_lire, self.ctx, self.genre), self._lues, self._refuse, cle="fiches")

    @Slot(object)
    def _lues(self, lues: _Lues) -> None:
        self._fiches = {fiche.id: fiche for fiche in lues.fiches}
        self._choix, self._complements = lues.choix, lues.complements
        garde = self.formulaire.brut()
        modifie = self.formulaire.est_modifie()
        self.genre.choisir(self.formulaire, lues.choix)
        if modifie:
            self.formulaire.poser_brut(garde)
        self._filtrer()
        voulue = self._a_choisir if self._a_choisir is not None else self._courante
        self._a_choisir = None
        if voulue is not None and voulue in self._fiches:
            self.table.choisir(voulue)
            if not modifie or voulue != self._courante:
                self._montrer(voulue)
        elif not modifie:
            self._montrer(None)

    @Slot()
    def _filtrer(self) -> None:
        if self._choix is None:
            return
        mots = plier(self.filtre.text()).split()
        gardees = []
        for fiche in self._fiches.values():
            if fiche.est_archivee and not self.archives.isChecked():
                continue
            rangee = [*self.genre.rangee(fiche, self._choix), *self._complements.get(fiche.id, ())]
            rangee += [vide()] * (len(self.genre.colonnes) - len(rangee))
            if all(mot in plier(" ".join(c.texte for c in rangee)) for mot in mots):
                gardees.append((fiche.id, rangee))
        self.modele.poser(gardees)
        if mots and self._fiches:
            self.vide.dire(self.genre.vide, f"Le filtre «\u00a0{self.filtre.text().strip()}\u00a0» ne laisse rien.")
        else:
            self.vide.dire(self.genre.vide, "")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if self.genre.genre in changements.genres:
            self.relire()

    # ---- the card on show

    @Slot(object)
    def _choix_change(self, ident: object) -> None:
        if isinstance(ident, int) and ident != self._courante:
            self._garder()
            self._montrer(ident)

    @Slot()
    def nouvelle(self) -> None:
        """Begin a new card."""
        self._garder()
        self.table.clearSelection()
        self._montrer(None)
        self.formulaire.viser_premier()

    def _garder(self) -> None:
        """What was typed and not recorded waits under its card."""
        if self.formulaire.est_modifie():
            self._brouillons[self._courante] = self.formulaire.brut()
        else:
            self._brouillons.pop(self._courante, None)

    def _montrer(self, ident: int | None) -> None:
        self._courante = ident
        fiche = self._fiches.get(ident) if ident is not None else None
        self.echec.hide()
        self.formulaire.lecture_seule(est_lecture=not self.peut_modifier or (fiche is not None and fiche.est_archivee))
        self.formulaire.poser(_en_formulaire(fiche.champs) if fiche is not None else self.genre.defauts())
        brouillon = self._brouillons.get(ident)
        if brouillon is not None:
            self.formulaire.poser_brut(brouillon)
        self._actualiser()
        self.choisie.emit(ident)

    @property
    def fiche(self) -> FicheVue | None:
        """The recorded card on show, None while it is a new one."""
        return self._fiches.get(self._courante) if self._courante is not None else None

    @property
    def est_vide(self) -> bool:
        """No card of this kind is recorded."""
        return self._choix is not None and not self._fiches

    @property
    def a_des_brouillons(self) -> bool:
        """Something was typed here and not recorded."""
        return self.formulaire.est_modifie() or bool(self._brouillons)

    @Slot()
    def _actualiser(self) -> None:
        fiche = self.fiche
        titre = self.genre.nouveau.replace("&", "")
        if fiche is not None:
            titre = str(fiche.champs.get("libelle") or fiche.champs.get("nom") or titre)
            titre += " (archivé)" if fiche.est_archivee else ""
        modifie = self.formulaire.est_modifie()
        self.carte.titre.setText(f"{titre} · modifié" if modifie and fiche is not None else titre)
        self.enregistrer.setText("Enregist&rer" if fiche is not None else "C&réer")
        self.enregistrer.setEnabled(modifie)
        self.enregistrer.setVisible(self.peut_modifier and not (fiche is not None and fiche.est_archivee))
        self.abandonner.setVisible(modifie)
        self.archiver.setVisible(self.peut_modifier and fiche is not None)
        self.archiver.setText("&Reprendre" if fiche is not None and fiche.est_archivee else "&Archiver")

    @Slot()
    def _abandonner(self) -> None:
        self._brouillons.pop(self._courante, None)
        self._montrer(self._courante)
        self.bus.dire("Modifications abandonnées")

    # ---- acts

    @Slot()
    def recorder(self) -> None:
        """Record the card on show."""
        valeurs = self.formulaire.valider()
        if valeurs is None:
            return
        self.enregistrer.setEnabled(False)
        fiche = self.fiche
        ident, version = (fiche.id, fiche.version) if fiche is not None else (None, 0)
        commande = EnregistrerFiche(self.genre.genre, valeurs, ident, version)
        self.executant.ecrire(partial(enregistrer_fiche, self.ctx, commande), self._enregistree, self._refuse)

    @Slot(object)
    def _enregistree(self, fait: Fait[int]) -> None:
        self._brouillons.pop(self._courante, None)
        self.formulaire.enregistre()
        self._a_choisir = fait.resultat
        self.bus.publier(fait.changements)
        self.bus.dire("Fiche créée" if self._courante is None else "Éléments modifiés")
        if not fait.changements.objets:
            self.relire()

    @Slot()
    def _ranger(self) -> None:
        fiche = self.fiche
        if fiche is not None:
            commande = RangerFiche(self.genre.genre, fiche.id, fiche.version, fiche.est_archivee)
            self.executant.ecrire(partial(ranger_fiche, self.ctx, commande), self._rangee, self._refuse)

    @Slot(object)
    def _rangee(self, fait: Fait[int]) -> None:
        fiche = self.fiche
        mots = "Fiche reprise" if fiche is not None and fiche.est_archivee else "Fiche archivée"
        dire_annulable(self.executant, self.bus, self.ctx, fait, mots)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._actualiser()
        self.formulaire.refuser(erreur, self.echec)
        if isinstance(erreur, Conflit):
            self.relire()


def _lire(ctx: Contexte, genre: Genre) -> _Lues:
    return _Lues(lister_fiches(ctx, genre.genre), lire_choix(ctx), genre.completer(ctx))


def _en_formulaire(champs: dict[str, Any]) -> dict[str, Any]:
    """Columns as the fields show them: numbers become texts, ids stay for the lists."""
    return {cle: str(valeur) if _est_nombre(cle, valeur) else valeur for cle, valeur in champs.items()}


def _est_nombre(cle: str, valeur: object) -> bool:
    return isinstance(valeur, int) and not isinstance(valeur, bool) and not cle.endswith("_id")
