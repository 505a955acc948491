"""The simulator: a price before any enrolment, live, with its reasons and a printable estimate."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.tarifs.resultat import Facturation, ResultatTarif
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.grilles import imprimer_estimation
from imuse_desk.services.lectures.grilles import CadreGrilles, lire_base_simulation, lister_grilles
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import BarreActions
from imuse_desk.views.common.boutons import discret, primaire, secondaire
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.defilement import Defilement
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import demander_abandon, sur_echap
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.prix import PanneauPrix
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.tarif.eleve_simule import EleveSimule
from imuse_desk.views.tarif.foyer_simule import FoyerSimule
from imuse_desk.views.tarif.simulation import (
    Offre,
    Saisie,
    afficher,
    calculer,
    faits_de,
    groupes_papier,
    preparer,
)

ELEVES_MAX = 12


class FenetreSimulateur(QWidget):
    """``FenetreSimulateur(executant, ctx, parent)`` then ``show()``."""

    def __init__(self, executant: Executant, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._ctx = executant, ctx
        self._offre: Offre | None = None
        self.saisie = Saisie()
        self.resultat: ResultatTarif | None = None
        self.eleves: list[EleveSimule] = []
        self._est_saisi = False
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Simulateur de tarif")
        self.bandeau = Bandeau("bad", "")
        self.bandeau.hide()
        self.foyer = FoyerSimule()
        self.ajouter_eleve = secondaire("A&jouter un élève", "plus")
        self._colonne = QVBoxLayout()
        self._colonne.setSpacing(12)
        self.prix = PanneauPrix(est_deplie=True)
        self.plan = ListeChoix()
        self.plan.setAccessibleName("Échéancier")
        self._composer()
        self.foyer.modifie.connect(self._saisir)
        self.foyer.modifie.connect(self.recalculer)
        self.foyer.grille_choisie.connect(self._lire_grille)
        self.ajouter_eleve.clicked.connect(self.nouvel_eleve)
        self.plan.modifiee.connect(self.recalculer)
        self.imprimer.clicked.connect(self._imprimer)
        self.fermer.clicked.connect(self.close)
        self.nouvel_eleve()
        sur_echap(self, self.echapper)
        self.resize(QSize(px(1120), px(680)).boundedTo(self.screen().availableSize()))
        executant.lire(partial(lister_grilles, ctx), self._listees, self._refusee, cle="liste")

    def _composer(self) -> None:
        gauche = QWidget()
        gauche.setObjectName("contenu")
        colonne = QVBoxLayout(gauche)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        colonne.addWidget(self.foyer)
        colonne.addLayout(self._colonne)
        colonne.addWidget(self.ajouter_eleve, 0, Qt.AlignmentFlag.AlignLeft)
        self._libelle_plan = texte("Éc&héancier", "libelle")
        self._libelle_plan.setBuddy(self.plan)
        rangee_plan = QHBoxLayout()
        rangee_plan.setSpacing(12)
        rangee_plan.addWidget(self._libelle_plan)
        rangee_plan.addWidget(self.plan, 1)
        droite = QWidget()
        droite.setObjectName("contenu")
        pile = QVBoxLayout(droite)
        pile.setContentsMargins(0, 0, 0, 0)
        pile.setSpacing(10)
        pile.addWidget(self.prix)
        pile.addLayout(rangee_plan)
        corps = QHBoxLayout()
        corps.setSpacing(16)
        corps.addWidget(Defilement("Foyer et élèves", gauche), 6)
        corps.addWidget(Defilement("Prix", droite), 5)
        self.aide = texte("Une estimation n’enregistre rien et n’engage pas l’établissement.", "second", replie=True)
        self.fermer = discret("&Fermer")
        self.imprimer = primaire("&Imprimer l’estimation", "printer")
        page = QVBoxLayout()
        page.setContentsMargins(24, 16, 20, 0)
        page.setSpacing(10)
        page.addWidget(texte("Simulateur de tarif", "titre"))
        page.addWidget(self.bandeau)
        page.addLayout(corps, 1)
        BarreActions(self.aide, self.fermer, self.imprimer).mettre_sous(page, QVBoxLayout(self))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802, D102
        super().showEvent(event)
        self.foyer.grilles.setFocus()

    @Slot()
    def echapper(self) -> None:
        """Esc: close, after a question if a household was typed (an estimate is kept nowhere)."""
        if self._est_saisi:
            phrase = "Le foyer et les élèves saisis ne sont gardés nulle part."
            demander_abandon(self, "Fermer la simulation\u00a0?", phrase, "Fermer la simulation", self.close)
        else:
            self.close()

    # ---- the grid

    @Slot(object)
    def _listees(self, cadre: CadreGrilles) -> None:
        en_vigueur = " (en vigueur)"
        choix = [
            (v.id, f"{v.annee} · {v.libelle}, version {v.numero}{en_vigueur if v.est_en_vigueur else ''}")
            for v in cadre.versions
        ]
        self.foyer.grilles.poser_choix(choix)
        cible = next((a.id for a in cadre.annees if a.est_cible), self._ctx.annee_id)
        voulue = cadre.en_vigueur(cible) or cadre.en_vigueur(self._ctx.annee_id)
        premiere = voulue.id if voulue is not None else next((v.id for v in cadre.versions), None)
        if premiere is None:
            self.bandeau.montrer("bad", "Aucune grille pour ce site. Importez-en une dans Outils › Grilles tarifaires.")
            self.bandeau.show()
            return
        self.foyer.grilles.poser_valeur(premiere)
        self._lire_grille(premiere)

    @Slot(object)
    def _lire_grille(self, grille_id: int) -> None:
        lecture = partial(_lire_offre, self._ctx, grille_id)
        self._executant.lire(lecture, self._offre_lue, self._refusee, cle="grille")

    @Slot(object)
    def _offre_lue(self, offre: Offre) -> None:
        self._offre = offre
        self.bandeau.hide()
        self.foyer.offrir(offre)
        for eleve in self.eleves:
            eleve.offrir(offre.articles, a_locations=offre.a_locations)
        self.recalculer()

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self.bandeau.montrer("bad", texte_erreur(erreur).court)
        self.bandeau.show()
        self.imprimer.setEnabled(self._offre is not None)

    # ---- pupils

    def _etiquettes(self) -> list[tuple[str, str]]:
        return [(e, "") for e in self._offre.etiquettes] if self._offre else []

    @Slot()
    def nouvel_eleve(self) -> None:
        """Add a pupil."""
        numero = max((e.numero for e in self.eleves), default=0) + 1
        eleve = EleveSimule(numero, self._etiquettes, self._ctx.aujourdhui())
        eleve.modifie.connect(self._saisir)
        eleve.modifie.connect(self.recalculer)
        eleve.retrait_demande.connect(self._retirer_eleve)
        self.eleves.append(eleve)
        self._colonne.addWidget(eleve)
        suivre_le_regard(self)
        if self._offre is not None:
            eleve.offrir(self._offre.articles, a_locations=self._offre.a_locations)
            QTimer.singleShot(0, eleve.prenom.setFocus)
            self.recalculer()
        self._regler_boutons()

    @Slot()
    def _retirer_eleve(self) -> None:
        eleve = self.sender()
        if isinstance(eleve, EleveSimule) and len(self.eleves) > 1:
            self.eleves.remove(eleve)
            self._colonne.removeWidget(eleve)
            eleve.hide()
            eleve.deleteLater()
            self._regler_boutons()
            self.recalculer()

    def _regler_boutons(self) -> None:
        for eleve in self.eleves:
            eleve.retirer.setVisible(len(self.eleves) > 1)
        self.ajouter_eleve.setEnabled(len(self.eleves) < ELEVES_MAX)

    # ---- the price

    @Slot()
    def _saisir(self) -> None:
        self._est_saisi = True

    @Slot()
    def recalculer(self) -> None:
        """Price what is typed, on the spot: well under a millisecond for a household."""
        offre = self._offre
        if offre is None:
            return
        saisie = self.foyer.lue(offre)
        lus = [eleve.lu() for eleve in self.eleves]
        fautes = (*saisie.fautes, *(faute for _, faute in lus if faute))
        self.saisie = replace(saisie, eleves=tuple(eleve for eleve, _ in lus), fautes=fautes)
        self.resultat = calculer(offre, self.saisie)
        self._proposer_plans(offre)
        rang = self.plan.valeur()
        self.prix.montrer(
            afficher(offre, self.saisie, self.resultat, offre.plans[rang][0] if isinstance(rang, int) else None)
        )
        self.imprimer.setEnabled(isinstance(self.resultat, Facturation))
        self.imprimer.setToolTip("" if self.imprimer.isEnabled() else "Il n’y a pas de montant à imprimer")

    def _proposer_plans(self, offre: Offre) -> None:
        """The plans of the grid that this total opens."""
        resultat = self.resultat
        total = resultat.total_centimes if isinstance(resultat, Facturation) else None
        ouverts = [r for r, (plan, _) in enumerate(offre.plans) if total is not None and plan.est_ouvert(total)]
        self.plan.poser_choix([(None, "En une fois"), *((r, offre.plans[r][1]) for r in ouverts)])
        for widget in (self._libelle_plan, self.plan):
            widget.setVisible(bool(ouverts))

    # ---- the paper

    @Slot()
    def _imprimer(self) -> None:
        offre, resultat = self._offre, self.resultat
        if offre is None or not isinstance(resultat, Facturation):
            return
        groupes, ajustements = groupes_papier(self.saisie, resultat)
        lecture = partial(
            imprimer_estimation,
            self._ctx,
            offre.annee,
            offre.source,
            groupes,
            ajustements,
            faits_de(offre, self.saisie),
        )
        self.imprimer.setEnabled(False)
        self._executant.lire(lecture, self._papier_pret, self._papier_refuse, cle="papier")

    @Slot(object)
    def _papier_pret(self, papier: tuple[str, bytes]) -> None:
        self.imprimer.setEnabled(True)
        FenetrePapier(self._executant, *papier, self).show()

    @Slot(object)
    def _papier_refuse(self, erreur: Exception) -> None:
        self.imprimer.setEnabled(True)
        self._refusee(erreur)


def _lire_offre(ctx: Contexte, grille_id: int) -> Offre:
    return preparer(lire_base_simulation(ctx, grille_id))
