"""Write to the families behind the rows of a list: counted, typed or taken from a template, seen one by one, sent."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.champs_fusion import champs_propres
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.envoi_selection import (
    COURRIEL,
    ETIQUETTES,
    LETTRE,
    EcrireSelection,
    Envoi,
    Selection,
    envoyer,
    preparer,
)
from imuse_desk.services.etablissement.fusion import TexteModele
from imuse_desk.services.etablissement.gabarits import LONGUEUR_CORPS, LONGUEUR_SUJET, GabaritVu, lister_gabarits
from imuse_desk.services.papiers.demande import Demande, GenrePapier, PapierProduit, Sujet, produire_papier
from imuse_desk.views.common.apercu_fusion import InsertionChamp
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Annule, Executant, Jeton
from imuse_desk.views.common.fermeture import demander_abandon
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.envoi.apercu import ApercuSelection
from imuse_desk.views.envoi.lettres import FenetreLettres
from imuse_desk.views.envoi.mots import phrase_compte, phrase_faite, verbe
from imuse_desk.views.papiers.etiquettes import ReglageEtiquettes
from imuse_desk.views.papiers.gestes import montrer_papier

CANAUX = ((COURRIEL, "Courriel, sinon lettre"), (LETTRE, "Lettre"), (ETIQUETTES, "Étiquettes d’adresse"))
LIBRE = 0
"""The choice of no template."""


class DialogueEnvoi(QDialog):
    """``DialogueEnvoi(executant, bus, ctx, "eleve", ids, parent).open()``; it deletes itself on closing."""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, genre: str, ids: Sequence[int], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._genre, self._ids = genre, tuple(ids)
        self._operation = uuid.uuid4()
        self._selection: Selection | None = None
        self._gabarits: dict[int, GabaritVu] = {}
        self._jeton: Jeton | None = None
        self._valeurs: dict[str, Any] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Écrire à la sélection")
        self.resize(px(1060), px(600))
        self.compte = texte("Compte des destinataires…", "fort", replie=True)
        self.alerte = Bandeau("warn", "")
        self.alerte.hide()
        self.formulaire = Formulaire(self)
        self.apercu = ApercuSelection(executant, ctx, self)
        self.jauge = QProgressBar()
        self.jauge.setTextVisible(False)
        self.jauge.setAccessibleName("Lettres en cours")
        self.jauge.hide()
        self.renoncer = secondaire("Re&noncer")
        self.envoyer = primaire("Envoyer", "paper-plane-tilt")
        self._composer()
        self.formulaire.poser({"canal": COURRIEL, "gabarit": LIBRE})
        self.formulaire.champ_modifie.connect(self._champ_modifie)
        self.apercu.faute.connect(self._dire_faute)
        self.renoncer.clicked.connect(self.reject)
        self.envoyer.clicked.connect(self._demander)
        self.envoyer.setEnabled(False)
        self.envoyer.setDefault(True)
        suivre_le_regard(self)
        self.formulaire.viser_premier()
        executant.lire(partial(lister_gabarits, ctx), self._gabarits_lus, self._rate, cle="gabarits")
        self._compter()

    def _composer(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 16)
        page.setSpacing(12)
        for haut in (self.compte, self.alerte, self.formulaire.bandeau):
            page.addWidget(haut)
        form, carte = self.formulaire, Carte("Message")
        carte.ajouter(form.colonne())
        form.champ("canal", "&Envoi", ListeChoix(CANAUX))
        self.pages = QStackedWidget()
        self.pages.addWidget(self._page_message())
        self.pages.addWidget(self._page_etiquettes())
        carte.ajouter(self.pages, 1)
        milieu = QHBoxLayout()
        milieu.setSpacing(12)
        milieu.addWidget(carte, 6)
        milieu.addWidget(self.apercu, 5)
        page.addLayout(milieu, 1)
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        rangee.addWidget(self.jauge, 1)
        rangee.addStretch(1)
        rangee.addWidget(self.renoncer)
        rangee.addWidget(self.envoyer)
        page.addLayout(rangee)

    def _page_message(self) -> QWidget:
        form = self.formulaire
        page, colonne = _page()
        colonne.addWidget(form.colonne(), 1)
        self.gabarit = ListeChoix([(LIBRE, "Texte libre")])
        form.champ("gabarit", "&Modèle", self.gabarit)
        form.champ("sujet", "O&bjet", LigneTexte(LONGUEUR_SUJET), obligatoire=True)
        self.corps = ZoneTexte(12, LONGUEUR_CORPS)
        form.champ("corps", "Te&xte", self.corps, obligatoire=True)
        self.insertion = InsertionChamp(self.corps)
        colonne.addWidget(self.insertion)
        return page

    def _page_etiquettes(self) -> QWidget:
        page, colonne = _page()
        self.etiquettes = ReglageEtiquettes()
        colonne.addWidget(self.etiquettes)
        colonne.addStretch(1)
        return page

    # ---- whom

    def _compter(self) -> None:
        faire = partial(preparer, self._ctx, self._genre, self._ids)
        self._executant.lire(faire, self._comptee, self._rate, cle="compte")

    @Slot(object)
    def _comptee(self, selection: Selection) -> None:
        self._selection = selection
        self._montrer_compte()

    @property
    def _canal(self) -> str:
        return str(self.formulaire.brut()["canal"])

    def _montrer_compte(self) -> None:
        if self._selection is None:
            return
        comptes = self._selection.compter(self._canal)
        self.compte.setText(phrase_compte(self._selection, self._canal))
        self.envoyer.setText(verbe(comptes))
        est_muet = comptes.courriels > 0 and not self._selection.est_regle
        if est_muet:
            self.alerte.montrer("warn", "Le courriel n’est pas réglé\u00a0: choisissez «\u00a0Lettre\u00a0».")
        self.alerte.setVisible(est_muet)
        nombre = comptes.courriels + comptes.lettres + comptes.etiquettes
        self.envoyer.setEnabled(nombre > 0 and not est_muet)
        self.apercu.poser(self._selection, self._canal)

    # ---- what

    @Slot(object)
    def _gabarits_lus(self, gabarits: Sequence[GabaritVu]) -> None:
        self._gabarits = {gabarit.id: gabarit for gabarit in gabarits if not champs_propres(gabarit.code)}
        self._proposer()

    def _proposer(self) -> None:
        """The templates of the channel; one of another channel leaves its text."""
        siens = [(g.id, g.nom) for g in self._gabarits.values() if g.canal == self._canal]
        self.gabarit.poser_choix([(LIBRE, "Texte libre"), *siens])
        if self.gabarit.valeur() is None:
            self.gabarit.poser_valeur(LIBRE)

    @Slot(str)
    def _champ_modifie(self, cle: str) -> None:
        if cle == "canal":
            self.pages.setCurrentIndex(int(self._canal == ETIQUETTES))
            self._proposer()
            self._montrer_compte()
        elif cle == "gabarit" and (gabarit := self._gabarits.get(self.gabarit.valeur())) is not None:
            self.formulaire.poser_brut({"sujet": gabarit.sujet, "corps": gabarit.corps})
        elif cle in {"sujet", "corps"}:
            self.gabarit.poser_valeur(LIBRE)  # changed for this time: the template is not
        brut = self.formulaire.brut()
        if self._canal == ETIQUETTES:
            self.apercu.poser_texte("", "")  # a label has no text, and what was typed may not be finished
        else:
            self.apercu.poser_texte(brut["sujet"], brut["corps"])

    @Slot(object)
    def _dire_faute(self, faute: Invalide | None) -> None:
        phrases = {faute.champ: texte_erreur(faute).court} if faute is not None else {}
        self.formulaire.montrer_avertissements(phrases)

    # ---- send

    @Slot()
    def _demander(self) -> None:
        if self._canal == ETIQUETTES:
            self._etiqueter()
            return
        valeurs = self.formulaire.valider()
        if valeurs is None or self._selection is None:
            return
        self._valeurs = valeurs
        n = self._selection.compter(self._canal).courriels
        if n == 0:
            self._envoyer()
            return
        mots = f"{n} courriels" if n > 1 else "1 courriel"
        question = Confirmation(
            self, f"Envoyer {mots}\u00a0?", "Un courriel parti ne se reprend pas.", f"Envoyer {mots}",
            details=[("Objet", str(valeurs["sujet"]))], nom_icone="paper-plane-tilt",
        )  # fmt: skip
        question.accepted.connect(self._envoyer)
        question.open()

    @Slot()
    def _envoyer(self) -> None:
        if self._selection is None:
            return
        valeurs = self._valeurs
        commande = EcrireSelection(
            self._genre, self._ids, valeurs["canal"], TexteModele(valeurs["sujet"], valeurs["corps"]),
            self._selection.compter(valeurs["canal"]), self._operation,
        )  # fmt: skip
        self._occuper(est_occupe=True)
        travail = partial(_faire, self._ctx, commande)
        self._jeton = self._executant.travailler(travail, self._envoye, self._rate, progres=self._avance)

    def _etiqueter(self) -> None:
        choisi = self.etiquettes.lire()
        if choisi is None or self._selection is None:
            return
        foyers = tuple(c.destinataire.foyer_id for c in self._selection.cibles if c.destinataire.foyer_id is not None)
        demande = Demande(GenrePapier.ETIQUETTES, Sujet.FOYER, foyers, *choisi)
        self._occuper(est_occupe=True)
        travail = partial(_etiqueter, self._ctx, demande)
        self._jeton = self._executant.travailler(travail, self._etiquete, self._rate, progres=self._avance)

    @Slot(object)
    def _etiquete(self, papier: PapierProduit) -> None:
        self._jeton = None
        montrer_papier(self._executant, self._bus, papier, self.parentWidget())
        self.accept()

    def _occuper(self, *, est_occupe: bool) -> None:
        self.jauge.setVisible(est_occupe)
        self.jauge.setRange(0, 0)
        self.envoyer.setEnabled(not est_occupe)
        for formulaire in (self.formulaire, self.etiquettes.form):
            formulaire.lecture_seule(est_lecture=est_occupe)
        self.renoncer.setText("&Arrêter" if est_occupe else "Re&noncer")

    @Slot(int, int)
    def _avance(self, fait: int, total: int) -> None:
        self.jauge.setRange(0, total)
        self.jauge.setValue(fait)

    @Slot(object)
    def _envoye(self, envoi: Envoi) -> None:
        self._jeton = None
        self._bus.publier(envoi.fait.changements)
        deposes = envoi.fait.resultat
        self._bus.dire(phrase_faite(deposes))
        if envoi.lettres:
            ids, fenetre = deposes["lettres"], self.parentWidget()
            FenetreLettres(self._executant, self._bus, self._ctx, envoi.lettres, ids, fenetre).show()
        self.accept()

    @Slot(object)
    def _rate(self, erreur: Exception) -> None:
        if self._jeton is not None:
            self._jeton = None
            self._occuper(est_occupe=False)
        if isinstance(erreur, Annule):
            self._bus.dire("Envoi arrêté\u00a0: rien n’est parti")
            return
        self.formulaire.refuser(erreur, self.alerte)
        if isinstance(erreur, RegleMetier) and erreur.code == "selection_changee":
            self._operation = uuid.uuid4()
            self._recompter()

    def _recompter(self) -> None:
        faire = partial(preparer, self._ctx, self._genre, self._ids)
        self._executant.lire(faire, self._recomptee, self._rate, cle="compte")

    @Slot(object)
    def _recomptee(self, selection: Selection) -> None:
        phrase = self.alerte.phrase
        self._comptee(selection)
        self.alerte.montrer("bad", phrase)
        self.alerte.show()

    def reject(self) -> None:
        """Stop what is being made; a text typed is not thrown away without a question."""
        if self._jeton is not None:
            self._jeton.annuler()
        elif self.formulaire.est_modifie() and self.corps.valeur():
            demander_abandon(
                self, "Abandonner ce message\u00a0?", "Rien n’est parti. Le texte n’est gardé nulle part.",
                "Abandonner le message", self._abandonner,
            )  # fmt: skip
        else:
            super().reject()

    @Slot()
    def _abandonner(self) -> None:
        super().reject()


def _faire(ctx: Contexte, commande: EcrireSelection, jeton: Jeton) -> Envoi:
    return envoyer(ctx, commande, jeton.avancer)


def _etiqueter(ctx: Contexte, demande: Demande, jeton: Jeton) -> PapierProduit:
    return produire_papier(ctx, demande, jeton.avancer)


def _page() -> tuple[QWidget, QVBoxLayout]:
    """A page of the stack and its column."""
    page = QWidget()
    page.setObjectName("contenu")
    colonne = QVBoxLayout(page)
    colonne.setContentsMargins(0, 0, 0, 0)
    colonne.setSpacing(10)
    return page, colonne
