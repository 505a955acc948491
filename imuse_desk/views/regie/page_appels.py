"""The batch call on screen: seen family by family, then issued by one verb, stopped and resumed at will."""

import uuid
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.textes import plier
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.lot import Apercu, Bilan, apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.suivi_lot import dernier_appel, etat_lot
from imuse_desk.services.lectures.navigation import Cadre, lire_cadre
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.ecoulement import Ecoulement
from imuse_desk.views.common.envoi_pieces import EnvoiPieces
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Annule, Executant, Jeton
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.puces import Filtres
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import presentateur_appel as presentateur
from imuse_desk.views.regie.choix_appel import ChoixAppel
from imuse_desk.views.regie.papiers_appel import PapiersAppel
from imuse_desk.views.regie.presentateur_appel import Vue
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

TRAVAIL, ENVOI = "Factures", "Envoi"


class PageAppels(QWidget):
    """``PageAppels(executant, bus, ctx, barre)`` then ``relire()``; ``barre`` shows how far the batch is."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, barre: BarreEtat) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx, self._barre = executant, bus, ctx, barre
        self._vue: Vue | None = None
        self._operation_id = uuid.uuid4()
        self._jeton: Jeton | None = None
        self._avance = (0, 0)
        self._rapport: tuple[Ton, str] | None = None
        self.choix = ChoixAppel(ctx)
        self.bande = Bandeau("info", "")
        self.bande.hide()
        self.bande.suivi.connect(self._suivre)
        self.carte = Carte("Familles", pleine_largeur=True)
        self.filtre = LigneTexte(60, "Filtrer")
        self.filtre.setAccessibleName("Filtrer les familles")
        self.pastilles = Filtres(presentateur.FILTRES, replies=True)
        self.modele = ModeleFixe(presentateur.COLONNES, self)
        self.table = TableListe("Familles de l’appel")
        self.table.brancher(self.modele)
        self.vide = EtatVide("receipt", "Aucune famille", "")
        self.table.poser_vide(self.vide)
        self.portee = texte("", "second", replie=True)
        self.emettre = primaire(presentateur.verbe(None), "receipt")
        self.emettre.setEnabled(False)
        self.imprimer = secondaire("Im&primer les factures…", "printer")
        self.imprimer.hide()
        self.envoyer = secondaire("Envoyer par &courriel…", "envelope-simple")
        self.envoyer.hide()
        self.envoi = EnvoiPieces(executant, bus, self)
        self.papiers = PapiersAppel(executant, bus, barre, self)
        self._composer()
        fiche = FicheListe("regie.appel", "Appel", presentateur.FAMILLES, genre="foyer")
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche, self.filtre)
        suivre_le_regard(self)
        self.setFocusProxy(self.choix.site)
        self.choix.change.connect(self._autre_appel)
        self.filtre.textChanged.connect(self._montrer_rangees)
        self.pastilles.filtres_changes.connect(self._montrer_rangees)
        self.table.lien_suivi.connect(self._ouvrir_famille)
        self.table.ouverte.connect(self._ouvrir_famille)
        self.emettre.clicked.connect(self._demander)
        self.imprimer.clicked.connect(self._imprimer)
        self.envoyer.clicked.connect(self._envoyer)
        self.envoi.avance.connect(self._avancer_envoi)
        self.envoi.envoye.connect(barre.fin_travail)
        self.envoi.refuse.connect(self._envoi_refuse)
        barre.arret_demande.connect(self.arreter)
        executant.lire(partial(lire_cadre, ctx), self._cadre_lu)

    def _composer(self) -> None:
        self._figures = [(texte("", "second"), texte("—", "titre_carte")) for _ in range(5)]
        figures = QWidget()
        figures.setObjectName("contenu")
        ligne = Ecoulement(figures, ecart=36, entre_lignes=6)
        for quoi, combien in self._figures:
            boite = QWidget()
            boite.setObjectName("contenu")
            colonne = QVBoxLayout(boite)
            colonne.setContentsMargins(0, 0, 0, 0)
            colonne.setSpacing(2)
            colonne.addWidget(quoi)
            colonne.addWidget(combien)
            ligne.addWidget(boite)
        haut = QHBoxLayout()
        haut.setContentsMargins(16, 0, 16, 8)
        haut.setSpacing(12)
        self.filtre.setFixedWidth(px(200))
        haut.addWidget(self.filtre)
        haut.addWidget(self.pastilles, 1)
        self.carte.ajouter(haut)
        self.carte.ajouter(self.table, 1)
        self.table.setMinimumHeight(px(150))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        for contenu in (self.choix, figures, self.bande):
            page.addWidget(contenu)
        page.addWidget(self.carte, 1)
        page.addLayout(rangee_actions(self.portee, self.envoyer, self.imprimer, self.emettre))

    # ---- reading

    @Slot(object)
    def _cadre_lu(self, cadre: Cadre) -> None:
        self.choix.proposer(self._ctx, cadre)

    @Slot()
    def _autre_appel(self) -> None:
        self._rapport = None
        self.relire()

    @Slot()
    def relire(self) -> None:
        """Price every household of the call chosen; the screen stays free."""
        if self._jeton is not None:
            return
        self.emettre.setEnabled(False)
        self.portee.setText("Calcul de l’aperçu…")
        ctx = self.choix.contexte(self._ctx)
        faire = partial(_lire, ctx, self.choix.registre, self.choix.rang_choisi)
        self._executant.lire(faire, self._lue, self._refusee, cle="apercu")

    @Slot(object)
    def _lue(self, vue: Vue) -> None:
        self._vue, self._operation_id = vue, uuid.uuid4()
        self.choix.montrer_rang(vue.apercu.appel.numero)
        for (quoi, combien), (mots, valeur) in zip(self._figures, presentateur.chiffres(vue), strict=True):
            quoi.setText(mots)
            combien.setText(valeur)
        nombres = vue.nombres
        self.pastilles.compter(nombres)
        self.pastilles.limiter([cle for cle, n in nombres.items() if n])
        self.carte.titre.setText(f"{vue.apercu.libelle}, {vue.apercu.annee}")
        self._dire_lot()
        self._montrer_rangees()
        self.emettre.setText(presentateur.verbe(vue))
        self.emettre.setEnabled(bool(vue.a_emettre))
        self.emettre.setVisible(vue.lot is None or bool(vue.a_emettre))
        for sortir in (self.imprimer, self.envoyer):
            sortir.setVisible(vue.lot is not None and bool(vue.lot.faits))
        self.portee.setText(presentateur.consigne(vue))

    def _dire_lot(self) -> None:
        """What was just done comes before where the batch stands."""
        vue = self._vue
        dit = presentateur.dire_lot(vue) if vue is not None else None
        if self._rapport is not None and (dit is None or dit[0] == "warn"):
            ton, phrase = self._rapport
            dit = ton, f"{phrase} {dit[1] if dit is not None else ''}".strip()
        self.bande.setVisible(dit is not None)
        if dit is not None and vue is not None:
            liens = [("exclues", "Voir les familles exclues")] if vue.exclues and vue.lot is not None else []
            self.bande.montrer(*dit, [("reprendre", "Reprendre"), *liens] if dit[0] in {"warn", "bad"} else liens)
            suivre_le_regard(self)

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        """The base does not answer: what this desk knows of a batch is said, and that it can be resumed."""
        self.portee.setText("")
        fait, total = self._avance
        connu = ""
        if self._rapport is not None and total:
            connu = f" {fait} familles sur {total} étaient traitées\u00a0: l’appel se reprend quand la base répond."
        self.bande.montrer("bad", f"{texte_erreur(erreur).court}{connu}", [("relire", "Réessayer")])
        self.bande.show()

    # ---- the list

    @Slot()
    def _montrer_rangees(self) -> None:
        vue = self._vue
        if vue is None:
            return
        cles, mots = frozenset(self.pastilles.choisis()), plier(self.filtre.text()).split()
        rangees = [
            (rangee.ligne.foyer_id, presentateur.cellules(rangee))
            for rangee in vue.rangees
            if (not cles or rangee.filtres & cles)
            and all(mot in plier(f"{rangee.ligne.famille} {rangee.ligne.numero} {rangee.detail}") for mot in mots)
        ]
        self.modele.poser(rangees)
        if vue.rangees:
            self.vide.dire("Aucune famille ne correspond", "Effacez le filtre pour les voir toutes.")
        else:
            self.vide.dire("Aucune famille à facturer", "Aucun élève de ce site n’est inscrit cette année.")

    def montrer_exclues(self) -> None:
        """The households left out, alone."""
        self.pastilles.poser((presentateur.EXCLUES,))
        self._montrer_rangees()
        self.table.setFocus()

    @Slot(object)
    def _ouvrir_famille(self, foyer_id: int) -> None:
        """The family opens in the main window, which this one stops hiding."""
        self._bus.ouvrir("foyer", foyer_id)
        self.window().showMinimized()

    @Slot(str)
    def _suivre(self, cle: str) -> None:
        if cle == "exclues":
            self.montrer_exclues()
        elif cle == "reprendre":
            self._demander()
        else:
            self.relire()

    @Slot()
    def _imprimer(self) -> None:
        if self._vue is not None and self._vue.lot is not None:
            self.papiers.demander(self.choix.contexte(self._ctx), self._vue.lot.lot_id)

    @Slot()
    def _envoyer(self) -> None:
        if self._vue is not None and self._vue.lot is not None:
            self.envoi.demander_lot(self.choix.contexte(self._ctx), self._vue.lot.lot_id)

    @Slot(int, int)
    def _avancer_envoi(self, fait: int, total: int) -> None:
        self._barre.travail(ENVOI, fait, total)

    @Slot(str)
    def _envoi_refuse(self, phrase: str) -> None:
        self._barre.fin_travail()
        self._bus.refuser(phrase)

    # ---- issuing

    @Slot()
    def _demander(self) -> None:
        vue = self._vue
        if vue is None or not vue.a_emettre or self._jeton is not None:
            return
        n, apercu = len(vue.a_emettre), vue.apercu
        compte = presentateur.FACTURES.compte(n)
        provisoires = sum(ligne.est_provisoire for ligne in vue.a_emettre)
        details = [("Factures", compte), ("Total", euros(vue.total_centimes))]
        if provisoires:
            details.append(("Dont au tarif plafond", str(provisoires)))
        if vue.exclues:
            details.append(("Familles exclues", str(vue.exclues)))
        self.demande = Confirmation(
            self, f"Émettre {compte}\u00a0?",
            f"{apercu.libelle} {apercu.annee}, {apercu.site}. "
            "Une facture émise ne se modifie plus\u00a0: seul un avoir la corrige.",
            f"&Émettre {compte}", details=details, detail_lien="&Voir les exclusions" if vue.exclues else "",
        )  # fmt: skip
        self.demande.accepted.connect(self._emettre)
        self.demande.lien_suivi.connect(self._voir_exclusions)
        self.demande.open()

    @Slot()
    def _voir_exclusions(self) -> None:
        self.demande.reject()
        self.montrer_exclues()

    @Slot()
    def _emettre(self) -> None:
        vue = self._vue
        if vue is None or self._jeton is not None:
            return
        self._rapport, self._avance = None, (0, 0)
        self._occuper(est_occupe=True)
        self._barre.travail(TRAVAIL, 0, 0)
        ctx = self.choix.contexte(self._ctx)
        lot_id = vue.lot.lot_id if vue.lot is not None else None
        faire = partial(_emettre, ctx, vue.apercu, lot_id, self._operation_id)
        self._jeton = self._executant.travailler(faire, self._emises, self._arretees, progres=self._avancer)

    @Slot(int, int)
    def _avancer(self, fait: int, total: int) -> None:
        self._avance = (fait, total)
        self._barre.travail(TRAVAIL, fait, total)

    @Slot()
    def arreter(self) -> None:
        """Stop after the chunk under way: whole invoices only, and the batch is resumed when wanted."""
        if self._jeton is not None:
            self._jeton.annuler()

    @Slot(object)
    def _emises(self, bilan: Bilan) -> None:
        emises = f"{presentateur.FACTURES.compte(bilan.emises)} pour {euros(bilan.total_centimes)}"
        self._rapport = ("ok", f"Émission terminée\u00a0: {emises}.")
        self._bus.dire(f"Appel émis\u00a0: {emises}")
        self._finir()

    @Slot(object)
    def _arretees(self, erreur: Exception) -> None:
        if isinstance(erreur, Annule):
            self._rapport = ("warn", "Émission arrêtée à votre demande.")
        else:
            self._rapport = ("bad", texte_erreur(erreur).court)
        self._finir()

    def _finir(self) -> None:
        self._jeton = None
        self._barre.fin_travail()
        self._occuper(est_occupe=False)
        self.relire()

    def _occuper(self, *, est_occupe: bool) -> None:
        self.choix.occuper(est_occupe=est_occupe)
        self.emettre.setEnabled(not est_occupe)
        for sortir in (self.imprimer, self.envoyer):
            sortir.setEnabled(not est_occupe)
        self.bande.setVisible(not est_occupe and bool(self.bande.phrase))


def _lire(ctx: Contexte, nature: Nature, rang: int | None) -> Vue:
    appel = Appel(ctx.site_id, ctx.annee_id, nature, rang or dernier_appel(ctx, ctx.site_id, ctx.annee_id, nature))
    apercu = apercu_lot(ctx, appel)
    return presentateur.voir(apercu, etat_lot(ctx, apercu.lot_id) if apercu.lot_id is not None else None)


def _emettre(ctx: Contexte, apercu: Apercu, lot_id: int | None, operation_id: uuid.UUID, jeton: Jeton) -> Bilan:
    """The same click opens one batch, whatever happens to the connection; a batch already there goes on."""
    jeton.verifier()
    if lot_id is None:
        lot_id = ouvrir_lot(ctx, apercu, operation_id).resultat
    return poursuivre_lot(ctx, lot_id, jeton.avancer)
