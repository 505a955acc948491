"""The lists of destruction: printed, stamped by the archives, then destroyed after a last word."""

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from imuse_desk.domain.changements import Changements
from imuse_desk.services.conservation.bordereaux import VISA_MAX, BordereauVu, Viser, lister_bordereaux, viser
from imuse_desk.services.conservation.papier import papier_elimination
from imuse_desk.services.conservation.purge import Destruction, detruire
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.views.common.avancement import Avancement
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import danger, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurDate, LigneTexte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Annule, Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.conservation import mots
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


class PageBordereaux(PageDemandes):
    """``PageBordereaux(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._bordereaux: dict[int, BordereauVu] = {}
        self._en_question: BordereauVu | None = None
        """The list that the open question is about, whatever is chosen meanwhile."""
        self._est_occupe = False
        self.papier: FenetrePapier | None = None
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.modele = ModeleFixe(mots.COLONNES_BORDEREAUX, self)
        self.table = TableListe("Bordereaux d’élimination")
        self.table.brancher(self.modele)
        phrase = "Ils s’établissent à l’onglet À éliminer."
        self.table.poser_vide(EtatVide("archive", "Aucun bordereau d’élimination", phrase))
        carte = Carte("Bordereaux d’élimination", pleine_largeur=True)
        carte.ajouter(self.table, 1)
        fiche = FicheListe("conservation.bordereaux", "Bordereaux d’élimination", mots.BORDEREAUX)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(carte, self.table, fiche)
        self.avancement = Avancement(executant)
        self.imprimer = secondaire("Im&primer", "printer")
        self.viser = primaire("&Viser…", "seal-check")
        self.detruire = danger("&Détruire les fichiers…", "trash")
        bas = QHBoxLayout()
        bas.setSpacing(8)
        bas.addWidget(self.detruire)
        bas.addStretch(1)
        bas.addWidget(self.imprimer)
        bas.addWidget(self.viser)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        page.addWidget(carte, 1)
        page.addWidget(self.avancement)
        page.addLayout(bas)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.table.choix_change.connect(self._actualiser)
        self.table.ouverte.connect(self._imprimer)
        self.imprimer.clicked.connect(self._imprimer)
        self.viser.clicked.connect(self._demander_visa)
        self.detruire.clicked.connect(self._demander)
        bus.change.connect(self._objets_changes)
        self._actualiser()

    @Slot()
    def relire(self) -> None:
        """Read the lists."""
        self._executant.lire(partial(lister_bordereaux, self._ctx), self._lus, self._refuse, cle="bordereaux")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "bordereau_elimination" in changements.genres and self.isVisible():
            self.relire()

    @Slot(object)
    def _lus(self, lus: tuple[BordereauVu, ...]) -> None:
        choisi = self.table.choisi()
        self._bordereaux = {x.id: x for x in lus}
        self.modele.poser((x.id, mots.rangee_bordereau(x)) for x in lus)
        if self._bordereaux:
            self.table.choisir(choisi if choisi in self._bordereaux else lus[0].id)
        self._actualiser()

    @property
    def _choix(self) -> BordereauVu | None:
        ident = self.table.choisi()
        return self._bordereaux.get(ident) if isinstance(ident, int) else None

    @Slot()
    def _actualiser(self) -> None:
        vu = self._choix
        est_ouvert = vu is not None and vu.execute_a is None and not self._est_occupe
        self.imprimer.setEnabled(vu is not None)
        self.viser.setEnabled(est_ouvert and vu is not None and not vu.detruits)
        self.detruire.setEnabled(est_ouvert and vu is not None and vu.vise_le is not None)
        est_reprise = vu is not None and vu.est_interrompu
        self.detruire.setText("&Reprendre la destruction…" if est_reprise else "&Détruire les fichiers…")

    # ---- paper and stamp

    @Slot()
    def _imprimer(self) -> None:
        if (vu := self._choix) is not None:
            lire = partial(papier_elimination, self._ctx, vu.id)
            self._executant.lire(lire, self._montrer, self._refuse, cle="papier")

    @Slot(object)
    def _montrer(self, papier: tuple[str, bytes]) -> None:
        self.papier = FenetrePapier(self._executant, *papier, self.window())
        self.papier.show()

    @Slot()
    def _demander_visa(self) -> None:
        if (vu := self._choix) is None:
            return
        self._en_question = vu
        phrase = "Le jour et le nom portés par le service d’archives sur le bordereau rendu signé."
        champs = [
            ("le", "&Visé le", EditeurDate(self._ctx.aujourdhui), True),
            ("par", "&Par", LigneTexte(VISA_MAX), True),
        ]
        titre = f"Visa du bordereau n°\u00a0{vu.numero}"
        self.demander(Demande(self, titre, phrase, "Enregistrer le visa", champs), self._viser)

    @Slot(object)
    def _viser(self, valeurs: dict[str, Any]) -> None:
        if (vu := self._en_question) is not None:
            commande = Viser(vu.id, valeurs["le"], valeurs["par"])
            self._executant.ecrire(partial(viser, self._ctx, commande), self._vise, self._visa_refuse)

    @Slot(object)
    def _vise(self, fait: Fait[int]) -> None:
        self.conclure()
        self._bus.publier(fait.changements)
        self._bus.dire("Visa enregistré\u00a0: les fichiers peuvent être détruits")

    @Slot(object)
    def _visa_refuse(self, erreur: Exception) -> None:
        self.refus_dit(erreur)

    # ---- destruction

    @Slot()
    def _demander(self) -> None:
        if (vu := self._choix) is None:
            return
        self._en_question = vu
        combien = mots.FICHIERS.compte(vu.nombre)
        details = [("Bordereau", f"n°\u00a0{vu.numero}"), ("Visa", vu.vise_par), ("Taille", f"{mots.mo(vu.octets)} Mo")]
        if vu.est_interrompu:
            details.append(("Déjà détruits", mots.FICHIERS.compte(vu.detruits)))
        demande = Confirmation(
            self, f"Détruire {combien}\u00a0?", mots.SANS_RETOUR, f"Détruire {combien}", details=details,
            nom_icone="trash", est_danger=True,
        )  # fmt: skip
        demande.accepted.connect(self._detruire)
        demande.open()

    @Slot()
    def _detruire(self) -> None:
        if (vu := self._en_question) is not None:
            self._est_occupe = True
            self._actualiser()
            etapes = partial(detruire, self._ctx, vu.id)
            self.avancement.derouler("Destruction…", etapes, self._detruits, self._arretee)

    @Slot(object)
    def _detruits(self, fait: Fait[Destruction]) -> None:
        self._finir()
        self._bus.publier(fait.changements)
        self._bus.dire(mots.dire_destruction(fait.resultat))

    @Slot(object)
    def _arretee(self, erreur: Exception) -> None:
        """What is destroyed stays so: the same act goes on from there."""
        self._finir()
        if not isinstance(erreur, Annule):
            self._refuse(erreur)
        self.relire()

    def _finir(self) -> None:
        self._est_occupe = False
        self.avancement.finir()
        self._actualiser()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
