"""Families whose price moved since their invoice: both amounts side by side, then an avoir and a new invoice each."""

import uuid
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.tarifs.changement import Effet
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.rectification import (
    Comparaison,
    Ecart,
    Ecarts,
    Rectifiees,
    Rectifier,
    comparer,
    lister_ecarts,
    rectifier,
    rectifier_toutes,
)
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurDate, ListeChoix, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Annule, Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots_rectifications as mots
from imuse_desk.views.regie.comparaison import CoteACote
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

TRAVAIL = "Rectifications"


class PageRectifications(QWidget):
    """``PageRectifications(executant, bus, ctx, barre)`` then ``relire()``; ``barre`` shows how far many are."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, barre: BarreEtat) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx, self._barre = executant, bus, ctx, barre
        self._jeton: Jeton | None = None
        self._ecarts: dict[int, Ecart] = {}
        self._demande: Demande | None = None
        self._choisis: list[Ecart] = []
        self._le: date | None = None
        self._vise: int | None = None
        self.cote_a_cote: CoteACote | None = None
        self._operation_id = uuid.uuid4()
        self._composer()
        suivre_le_regard(self)
        self.setFocusProxy(self.registre)
        self.registre.modifiee.connect(self.relire)
        self.depuis.editingFinished.connect(self._autre_date)
        self.table.selectionModel().selectionChanged.connect(self._choisies)
        self.table.ouverte.connect(self._demander)
        self.table.lien_suivi.connect(self._ouvrir_famille)
        self.rectifier.clicked.connect(self._demander)
        barre.arret_demande.connect(self.arreter)
        bus.change.connect(self._objets_changes)
        self._choisies()

    def _composer(self) -> None:
        self.registre = ListeChoix([(nature, nature.libelle) for nature in Nature])
        self.registre.poser_valeur(Nature.COTISATIONS)
        self.registre.setAccessibleName("Registre")
        self.registre.setFixedWidth(px(140))
        etiquette = texte("Re&gistre", "libelle")
        etiquette.setBuddy(self.registre)
        haut = QHBoxLayout()
        haut.setSpacing(8)
        haut.addWidget(etiquette)
        haut.addWidget(self.registre)
        self.regle = texte("", "second", replie=True)
        self.depuis = EditeurDate(self._ctx.aujourdhui)
        self.depuis.setAccessibleName("Date du changement, où aucune pièce ne la donne")
        self.depuis.setFixedWidth(px(110))
        self.depuis.poser_valeur(self._ctx.aujourdhui())
        self.mots_depuis = texte("Sans autre &date, depuis le", "libelle")
        self.mots_depuis.setBuddy(self.depuis)
        haut.addWidget(self.regle, 1)
        haut.addWidget(self.mots_depuis)
        haut.addWidget(self.depuis)
        self.carte = Carte("Tarifs changés depuis la facture", pleine_largeur=True)
        self.modele = ModeleFixe(mots.COLONNES, self)
        self.table = TableListe("Familles dont le tarif a changé")
        self.table.brancher(self.modele)
        phrase = "Chaque facture est au tarif d’aujourd’hui."
        self.vide = EtatVide("check-circle", "Rien à rectifier", phrase)
        self.table.poser_vide(self.vide)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("regie.rectifications", "Rectifications", mots.FAMILLES, genre="foyer")
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(self.carte, self.table, fiche)
        self.portee = texte("", "second", replie=True)
        self.rectifier = primaire("&Rectifier…", "receipt")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(haut)
        page.addWidget(self.carte, 1)
        page.addLayout(rangee_actions(self.portee, self.rectifier))

    @property
    def _appel(self) -> Appel:
        return Appel(self._ctx.site_id, self._ctx.annee_id, Nature(self.registre.valeur()))

    @Slot()
    def relire(self) -> None:
        """Price every billed household again."""
        self.portee.setText("Calcul des tarifs…")
        faire = partial(lister_ecarts, self._ctx, self._appel, self._le)
        self._executant.lire(faire, self._lus, self._refuses, cle="ecarts")

    @Slot()
    def _autre_date(self) -> None:
        """The list is priced again from the day that was typed; what cannot be read is said by its field."""
        try:
            le = self.depuis.valeur() or self._ctx.aujourdhui()
        except Invalide as erreur:
            self._refuses(erreur)
            self.rectifier.setEnabled(False)
            return
        if le != (self._le or self._ctx.aujourdhui()):
            self._le = le
            self.relire()

    def viser(self, foyer_id: int) -> None:
        """Choose this household once the list is read."""
        self._vise = foyer_id
        self.relire()

    @Slot(object)
    def _lus(self, lus: Ecarts) -> None:
        self._ecarts = {e.foyer_id: e for e in lus.ecarts}
        self.regle.setText(mots.REGLES[lus.effet])
        for widget in (self.mots_depuis, self.depuis):
            widget.setVisible(lus.effet is not Effet.RETROACTIF)
        self.modele.poser((e.foyer_id, mots.rangee(e)) for e in lus.ecarts)
        if self._vise in self._ecarts:
            self.table.choisir(self._vise)
            self.table.setFocus()
        self._vise = None
        self._choisies()

    @Slot(object)
    def _refuses(self, erreur: Exception) -> None:
        message = texte_erreur(erreur)
        self.portee.setText(message.court)

    @Slot()
    def _choisies(self) -> None:
        choisis = self._a_rectifier()
        self.rectifier.setEnabled(bool(choisis) and self._jeton is None)
        n = len(choisis)
        self.rectifier.setText(f"&Rectifier {mots.FAMILLES.compte(n)}…" if n > 1 else "&Rectifier…")
        self.portee.setText(mots.dire(choisis))

    def _a_rectifier(self) -> list[Ecart]:
        """The rows chosen that still have a price; among several, none on which a credit note was granted by hand."""
        choisis = [self._ecarts[ident] for ident in self.table.choisis() if ident in self._ecarts]
        seul = len(choisis) == 1
        return [ecart for ecart in choisis if not ecart.exclusion and (seul or not ecart.a_un_avoir)]

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"facture", "quotient", "inscription"} and self.isVisible():
            self.relire()

    @Slot(object, str)
    def _ouvrir_famille(self, ident: int, _colonne: str) -> None:
        self._bus.ouvrir("foyer", ident)

    @Slot()
    def _demander(self) -> None:
        choisis = self._a_rectifier()
        if not choisis or self._jeton is not None:
            return
        self._operation_id = uuid.uuid4()
        if len(choisis) == 1:
            titre, verbe = f"Rectifier {choisis[0].famille}", "Émettre l’avoir et la facture"
        else:
            titre = f"Rectifier {mots.FAMILLES.compte(len(choisis))}"
            verbe = "Émettre les avoirs et les factures"
        effet = mots.phrase_effets(choisis) if len(choisis) > 1 else mots.phrase_effet(choisis[0].applique)
        phrase = f"{mots.pieces(choisis)} {effet} {mots.dire(choisis)} Une pièce émise ne se modifie plus."
        champs = [("motif", "&Motif", ZoneTexte(2, 200), True)]
        self.cote_a_cote = CoteACote() if len(choisis) == 1 else None
        self._demande = Demande(self, titre, phrase, verbe, champs, suite=self.cote_a_cote)
        self._choisis = choisis
        if self.cote_a_cote is not None:
            self._demande.setMinimumWidth(self.cote_a_cote.minimumWidth() + px(40))
            lecture = partial(comparer, self._ctx, self._appel, choisis[0].foyer_id, self._le)
            self._executant.lire(lecture, self._compares, self._refusee, cle="comparaison")
        self._demande.validee.connect(self._valider)
        self._demande.finished.connect(self._fermee)
        self._demande.open()

    @Slot()
    def _fermee(self) -> None:
        self.cote_a_cote = None

    @Slot(object)
    def _compares(self, comparaison: Comparaison) -> None:
        if self.cote_a_cote is not None and comparaison.ecart.foyer_id == self._choisis[0].foyer_id:
            self.cote_a_cote.montrer(comparaison)

    @Slot(object)
    def _valider(self, valeurs: dict[str, Any]) -> None:
        motif = valeurs["motif"]
        appel = self._appel
        commandes = [
            Rectifier(appel, e.foyer_id, e.nouveau_centimes, motif, self._le, malgre_avoir=len(self._choisis) == 1)
            for e in self._choisis
        ]
        if len(commandes) == 1:
            acte = partial(rectifier, self._ctx, commandes[0], self._operation_id)
            self._executant.ecrire(acte, self._rectifiee, self._refusee)
        elif commandes:
            self._barre.travail(TRAVAIL, 0, len(commandes))
            toutes = partial(_rectifier_toutes, self._ctx, commandes, self._operation_id)
            self._jeton = self._executant.travailler(toutes, self._rectifiees, self._refusee, progres=self._avancer)

    @Slot(int, int)
    def _avancer(self, fait: int, total: int) -> None:
        self._barre.travail(TRAVAIL, fait, total)

    @Slot()
    def arreter(self) -> None:
        """Stop after the household under way."""
        if self._jeton is not None:
            self._jeton.annuler()

    @Slot(object)
    def _rectifiee(self, fait: Fait[dict[str, list[int]]]) -> None:
        self._finir("Avoir et nouvelle facture émis", fait.changements)

    @Slot(object)
    def _rectifiees(self, bilan: Rectifiees) -> None:
        dit = (
            f"{mots.FAMILLES.compte(len(bilan.faites))} rectifiées" if len(bilan.faites) > 1 else "1 famille rectifiée"
        )
        if not bilan.faites:
            dit = "Aucune famille rectifiée"
        if bilan.ecartees:
            dit += f"\u00a0; {len(bilan.ecartees)} à revoir\u00a0: leur tarif a changé depuis"
        self._finir(dit, bilan.changements)

    def _finir(self, dit: str, changements: Changements) -> None:
        self._jeton = None
        self._barre.fin_travail()
        if self._demande is not None:
            self._demande.accept()
            self._demande = None
        self._bus.publier(changements)
        self._bus.dire(dit)
        self.relire()

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        """What was done stays done: the list is read again under the question, which keeps its reason."""
        etait_long, self._jeton = self._jeton is not None, None
        self._barre.fin_travail()
        if isinstance(erreur, Annule):
            self._finir("Rectification arrêtée à votre demande", Changements("rectifier"))
            return
        if self._demande is not None:
            self._demande.refuser(erreur)
        if etait_long:
            self.relire()


def _rectifier_toutes(
    ctx: Contexte, commandes: Sequence[Rectifier], operation_id: uuid.UUID, jeton: Jeton
) -> Rectifiees:  # fmt: skip
    return rectifier_toutes(ctx, commandes, operation_id, jeton.avancer)
