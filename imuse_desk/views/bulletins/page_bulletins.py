"""The bulletins of a period: who is ready, who is left out and why; preview, issue, print, send, copy to schools."""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.bulletins import Ordre
from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.bulletins import (
    Emis,
    LigneBulletin,
    ListeBulletins,
    emettre_bulletins,
    lire_bulletins,
    lire_periodes_du_site,
)
from imuse_desk.services.suivi.criteres import PeriodeVue
from imuse_desk.services.suivi.envoi_bulletins import ApercuEnvoi, Envoyes, apercu_envoi, envoyer_bulletins
from imuse_desk.services.suivi.papiers_bulletins import (
    PapierBulletins,
    apercu_bulletin,
    imprimer_bulletins,
    voir_bulletin,
)
from imuse_desk.views.absences.proposition import PropositionCopies
from imuse_desk.views.bulletins import mots
from imuse_desk.views.bulletins.periodes import proposer_periodes
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant, Jeton
from imuse_desk.views.common.filtres import rangee_de_listes
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

NE_CHANGE_PLUS = "Un bulletin émis ne se modifie plus\u00a0: une correction est un nouveau bulletin, qui le remplace."
UN_MESSAGE = (
    "Un message par foyer et par élève, à qui reçoit les courriers\u00a0; chaque foyer ne voit que son adresse."
)
GENRES = {"bulletin", "appreciation", "appreciation_direction", "feuille_evaluation", "periode_evaluation"}
SANS_ELEVE = ("Aucun élève", "Aucun élève ne suit de cours de cette période sur ce site.")
SANS_PERIODE = ("Aucune période cette année", "Ajoutez-les dans Réglages › Évaluations.")
JAMAIS, CHOISIS, TOUS = "jamais", "choisis", "tous"


class PageBulletins(QWidget):
    """``PageBulletins(executant, bus, ctx, barre)`` then ``relire()``; ``copies_demandees(period)`` for schools."""

    copies_demandees = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, barre: BarreEtat) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx, self._barre = executant, bus, ctx, barre
        self._liste: ListeBulletins | None = None
        self._lignes: dict[int, LigneBulletin] = {}
        self._jeton: Jeton | None = None
        self._travail = ""
        self._operation_id = uuid.uuid4()  # the same click twice writes once
        self._papiers: list[FenetrePapier] = []
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.copies = PropositionCopies(executant, ctx)
        self.periode = ListeChoix()
        self.periode.setPlaceholderText("aucune")
        self.ordre = ListeChoix(mots.ORDRES)
        self.ordre.poser_valeur(Ordre.COURS)
        self.portee_papiers = ListeChoix(
            [(JAMAIS, "jamais remis"), (CHOISIS, "élèves choisis"), (TOUS, "tous les élèves")]
        )
        self.portee_papiers.poser_valeur(JAMAIS)
        self.modele = ModeleFixe(mots.COLONNES, self)
        self.table = TableListe("Bulletins de la période")
        self.table.brancher(self.modele)
        self.vide = EtatVide("file-pdf", *SANS_ELEVE)
        self.table.poser_vide(self.vide)
        self.carte = Carte("Bulletins", pleine_largeur=True)
        self.portee = texte("", "second", replie=True)
        self.voir = secondaire("&Voir…", "file-pdf")
        self.imprimer = secondaire("&Imprimer…", "printer")
        self.envoyer = secondaire("E&nvoyer…", "envelope-simple")
        self.copier = secondaire("Copies des &écoles…", "copy")
        self.emettre = primaire("É&mettre…", "check")
        self._composer()
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self._brancher()
        self._choisie(None)

    def _composer(self) -> None:
        haut = rangee_de_listes(
            (
                ("&Période", self.periode, "Période", 190),
                ("Ran&gés", self.ordre, "Ordre des papiers", 150),
                ("&Tirage", self.portee_papiers, "Bulletins à imprimer", 170),
            )
        )
        haut.insertStretch(2, 1)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("bulletins", "Bulletins", mots.ELEVES, genre="eleve")
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(self.carte, self.table, fiche)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(haut)
        page.addWidget(self.echec)
        page.addWidget(self.copies)
        page.addWidget(self.carte, 1)
        page.addWidget(self.portee)
        page.addLayout(rangee_actions(None, self.voir, self.copier, self.envoyer, self.imprimer, self.emettre))

    def _brancher(self) -> None:
        self.periode.modifiee.connect(self._relire_periode)
        self.table.choix_change.connect(self._choisie)
        self.table.ouverte.connect(self._voir)
        self.voir.clicked.connect(self._voir)
        self.imprimer.clicked.connect(self._imprimer)
        self.envoyer.clicked.connect(self._compter_envoi)
        self.copier.clicked.connect(self._copier)
        self.copies.suivi.connect(self._copier)
        self.emettre.clicked.connect(self._demander)
        self._bus.change.connect(self._objets_changes)

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the periods, then the bulletins of the one chosen."""
        self._executant.lire(
            partial(lire_periodes_du_site, self._ctx), self._periodes_lues, self._refuse, cle="periodes"
        )

    @Slot(object)
    def _periodes_lues(self, periodes: tuple[PeriodeVue, ...]) -> None:
        proposer_periodes(self.periode, periodes, self._ctx.aujourdhui())
        self.vide.dire(*(SANS_ELEVE if periodes else SANS_PERIODE))
        if periodes:
            self._relire_periode()
        else:
            self._montrer(None)

    @Slot()
    def _relire_periode(self) -> None:
        if self.periode.valeur() is not None:
            lire = partial(lire_bulletins, self._ctx, self.periode.valeur())
            self._executant.lire(lire, self._montrer, self._refuse, cle="bulletins")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & GENRES and self.isVisible():
            self._relire_periode()

    @Slot(object)
    def _montrer(self, liste: ListeBulletins | None) -> None:
        self._liste = liste
        lignes = liste.lignes if liste is not None else ()
        self._lignes = {x.eleve_id: x for x in lignes}
        emis = sum(bool(x.numero) for x in lignes)
        self.carte.titre.setText(
            f"Bulletins, {emis} émis sur {mots.ELEVES.compte(len(lignes))}" if lignes else "Bulletins"
        )
        self.modele.poser((x.eleve_id, mots.cellules(x)) for x in lignes)
        partent = mots.a_emettre(liste) if liste is not None else 0
        self.emettre.setText(f"É&mettre {mots.BULLETINS.compte(partent)}…" if partent else "É&mettre…")
        self._ouvrir_les_actes()
        self._choisie(self.table.choisi())

    def _ouvrir_les_actes(self) -> None:
        """What the list allows, while no long work is under way."""
        liste = self._liste
        libre = self._jeton is None and liste is not None
        emis = liste is not None and any(x.numero for x in liste.lignes)
        peut = liste is not None and not liste.est_close and bool(mots.prets(liste))
        self.emettre.setEnabled(libre and peut)
        for bouton in (self.imprimer, self.envoyer, self.copier):
            bouton.setEnabled(libre and emis)

    @property
    def _choix(self) -> LigneBulletin | None:
        ident = self.table.choisi()
        return self._lignes.get(ident) if isinstance(ident, int) else None

    @Slot(object)
    def _choisie(self, _ident: object) -> None:
        ligne = self._choix
        self.portee.setText(mots.expliquer(ligne) if ligne is not None else "")
        self.voir.setEnabled(ligne is not None and (bool(ligne.numero) or ligne.motif is None))

    # ---- papers

    @Slot()
    def _voir(self) -> None:
        """The bulletin issued, else what it would be."""
        ligne = self._choix
        if ligne is None or not self.voir.isEnabled():
            return
        if ligne.bulletin_id is not None:
            lire = partial(voir_bulletin, self._ctx, ligne.bulletin_id)
        else:
            lire = partial(apercu_bulletin, self._ctx, self.periode.valeur(), ligne.eleve_id)
        self._executant.lire(lire, self._ouvrir_papier, self._refuse, cle="papier")

    @Slot(object)
    def _ouvrir_papier(self, papier: PapierBulletins) -> None:
        fenetre = FenetrePapier(self._executant, papier.nom, papier.octets, self.window())
        self._papiers = [fenetre]
        fenetre.show()

    @property
    def papier(self) -> FenetrePapier | None:
        """The last paper shown."""
        return self._papiers[-1] if self._papiers else None

    @Slot()
    def _imprimer(self) -> None:
        portee = self.portee_papiers.valeur()
        eleves = tuple(self.table.choisis()) if portee == CHOISIS else None
        faire = partial(
            _tirer, self._ctx, self.periode.valeur(), Ordre(self.ordre.valeur()), uuid.uuid4(), eleves=eleves,
            avec_remis=portee != JAMAIS,
        )  # fmt: skip
        self._travailler("Mise en page", faire, self._imprimes)

    @Slot(object)
    def _imprimes(self, papier: PapierBulletins) -> None:
        duplicatas = f", dont {papier.duplicatas} en duplicata" if papier.duplicatas else ""
        self._finir(papier.changements, f"{mots.BULLETINS.compte(papier.nombre)} à imprimer{duplicatas}")
        self._ouvrir_papier(papier)

    @Slot()
    def _copier(self) -> None:
        self.copies_demandees.emit(self.periode.valeur())

    # ---- issue

    @Slot()
    def _demander(self) -> None:
        if self._liste is None:
            return
        combien = mots.BULLETINS.compte(len(mots.prets(self._liste)))
        demande = Confirmation(
            self, f"Émettre {combien}\u00a0?", NE_CHANGE_PLUS, f"Émettre {combien}",
            details=mots.details(self._liste), nom_icone="check",
        )  # fmt: skip
        demande.accepted.connect(self._emettre)
        demande.open()

    @Slot()
    def _emettre(self) -> None:
        if self._liste is not None:
            eleves = tuple(x.eleve_id for x in mots.prets(self._liste))
            faire = partial(_emettre, self._ctx, self._liste.periode_id, eleves, self._operation_id)
            self._travailler("Émission", faire, self._emis)

    @Slot(object)
    def _emis(self, fait: Fait[Emis]) -> None:
        self._operation_id = uuid.uuid4()
        self._finir(fait.changements, mots.dire_emis(fait.resultat))
        self.copies.proposer()

    # ---- e-mail

    @Slot()
    def _compter_envoi(self) -> None:
        lire = partial(apercu_envoi, self._ctx, self.periode.valeur())
        self._executant.lire(lire, self._demander_envoi, self._refuse, cle="envoi")

    @Slot(object)
    def _demander_envoi(self, apercu: ApercuEnvoi) -> None:
        partent = len(apercu.partent)
        if not apercu.est_regle or not partent:
            phrase = "Tous les bulletins qui ont une adresse sont déjà partis."
            if not apercu.est_regle:
                phrase = "L’envoi des courriels n’est pas réglé\u00a0: voyez Réglages › Envoi des courriels."
            self.echec.montrer("info", phrase)
            self.echec.show()
            return
        combien = f"{partent} courriel{'s' if partent > 1 else ''}"
        details = [("Courriels", str(partent))]
        if apercu.sans_adresse:
            details.append(("Foyers sans adresse", f"{apercu.sans_adresse}, à qui remettre le papier"))
        demande = Confirmation(
            self, f"Envoyer {combien}\u00a0?", UN_MESSAGE, f"Envoyer {combien}", details=details,
            nom_icone="envelope-simple",
        )  # fmt: skip
        demande.accepted.connect(self._envoyer)
        demande.open()

    @Slot()
    def _envoyer(self) -> None:
        faire = partial(_envoyer, self._ctx, self.periode.valeur(), self._operation_id)
        self._travailler("Envoi", faire, self._envoyes)

    @Slot(object)
    def _envoyes(self, fait: Fait[Envoyes]) -> None:
        self._operation_id = uuid.uuid4()
        n = fait.resultat["courriels"]
        self._finir(fait.changements, f"{n} courriel{'s' if n > 1 else ''} dans la boîte d’envoi")

    # ---- long work

    def _travailler(self, nom: str, faire: Any, recu: Any) -> None:
        self.echec.hide()
        self._travail = nom
        self._barre.travail(nom, 0, 0)
        self._jeton = self._executant.travailler(faire, recu, self._refuse, progres=self._avancer)
        self._ouvrir_les_actes()

    @Slot(int, int)
    def _avancer(self, fait: int, total: int) -> None:
        self._barre.travail(self._travail, fait, total)

    def arreter(self) -> None:
        """Stop the work under way: what is issued stays issued."""
        if self._jeton is not None:
            self._jeton.annuler()

    def _finir(self, changements: Changements, phrase: str) -> None:
        self._jeton = None
        self._barre.fin_travail()
        self._ouvrir_les_actes()
        self._bus.publier(changements)
        self._bus.dire(phrase)
        self._relire_periode()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if self._jeton is not None:
            self._jeton = None
            self._barre.fin_travail()
            self._relire_periode()
        self._ouvrir_les_actes()
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()


def _tirer(
    ctx: Contexte, periode_id: int, ordre: Ordre, operation_id: uuid.UUID, jeton: Jeton, *,
    eleves: tuple[int, ...] | None, avec_remis: bool,
) -> PapierBulletins:  # fmt: skip
    return imprimer_bulletins(
        ctx, periode_id, ordre, eleves=eleves, avec_remis=avec_remis, operation_id=operation_id, avancer=jeton.avancer
    )


def _emettre(
    ctx: Contexte, periode_id: int, eleves: tuple[int, ...], operation_id: uuid.UUID, jeton: Jeton
) -> Fait[Emis]:
    return emettre_bulletins(ctx, periode_id, eleves, operation_id, jeton.avancer)


def _envoyer(ctx: Contexte, periode_id: int, operation_id: uuid.UUID, jeton: Jeton) -> Fait[Envoyes]:
    return envoyer_bulletins(ctx, periode_id, None, operation_id, jeton.avancer)
