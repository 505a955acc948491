"""The slips: payments that wait ticked one by one or all, cash counted, the slip closed once; those of before."""

import uuid
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.pieces import GenreBordereau
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.bordereaux import ARemettre, Remise, lister_a_remettre, remettre
from imuse_desk.services.facturation.lecture_bordereaux import BordereauVu, lister_bordereaux, papier_bordereau
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import discret, primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.repliable import Repliable
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots
from imuse_desk.views.regie.comptage import Comptage, carte_comptage
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

LONGUEUR_OBSERVATIONS = 300


@dataclass(frozen=True, slots=True)
class _Lus:
    attendus: tuple[ARemettre, ...]
    bordereaux: tuple[BordereauVu, ...]


class PageBordereaux(QWidget):
    """``PageBordereaux(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._attendus: dict[int, ARemettre] = {}
        self._bordereaux: dict[int, BordereauVu] = {}
        self._coches: set[int] = set()
        self._operation_id = uuid.uuid4()  # the same click twice closes once
        self._a_choisir: int | None = None
        self._est_en_cours = False
        self.genre = ListeChoix(mots.GENRES)
        self.genre.poser_valeur(GenreBordereau.CHEQUES)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.modele = ModeleFixe(mots.COLONNES_A_REMETTRE, self)
        self.table = _table("Règlements à remettre", self.modele, "coins", "Rien à remettre")
        self.modele_fermes = ModeleFixe(mots.COLONNES_BORDEREAUX, self)
        self.fermes = _table("Bordereaux fermés", self.modele_fermes, "files", "Aucun bordereau fermé")
        self.comptage = Comptage()
        self.compte = texte("", "second", replie=True)
        self.observations = LigneTexte(LONGUEUR_OBSERVATIONS)
        self.total = texte("", "titre_carte", replie=True)
        self.fermer = primaire("&Fermer le bordereau", "lock-simple")
        self._composer()
        suivre_le_regard(self)
        self.setFocusProxy(self.genre)
        self.genre.modifiee.connect(self._autre_genre)
        self.tout.clicked.connect(self._tout_cocher)
        self.table.lien_suivi.connect(self._suivre)
        self.table.ouverte.connect(self._basculer)
        self.comptage.change.connect(self._compter)
        self.fermer.clicked.connect(self._demander)
        self.imprimer.clicked.connect(self._imprimer)
        self.fermes.choix_change.connect(self._ferme_choisi)
        self.fermes.ouverte.connect(self._imprimer)
        bus.change.connect(self._objets_changes)

    def _composer(self) -> None:
        carte = Carte("À remettre", pleine_largeur=True)
        etiquette = texte("&Nature", "libelle")
        etiquette.setBuddy(self.genre)
        self.genre.setAccessibleName("Nature du bordereau")
        self.genre.setFixedWidth(px(170))
        self.tout = discret("&Tout cocher")
        for outil in (etiquette, self.genre, self.tout):
            carte.outils.addWidget(outil)
        carte.ajouter(self.table, 1)
        fiche = FicheListe("regie.a_remettre", "À remettre", mots.REGLEMENTS)
        listes = ListeEnCarte(self._executant, self._bus, self._ctx)
        self.outils = listes.outiller(carte, self.table, fiche)
        anciens = Carte("Bordereaux fermés", pleine_largeur=True)
        self.imprimer = secondaire("&Imprimer", "printer")
        self.imprimer.setEnabled(False)
        anciens.outils.addWidget(self.imprimer)
        anciens.ajouter(self.fermes, 1)
        self.outils_fermes = listes.outiller(
            anciens, self.fermes, FicheListe("regie.bordereaux", "Bordereaux fermés", mots.BORDEREAUX)
        )
        gauche = QWidget()
        gauche.setObjectName("contenu")
        colonne = QVBoxLayout(gauche)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        colonne.addWidget(carte, 3)
        colonne.addWidget(anciens, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        page.addWidget(Repliable([gauche, self._bordereau()], (5, 2)), 1)

    def _bordereau(self) -> Carte:
        vues = (self.total, self.comptage, self.compte)
        return carte_comptage("Bordereau", vues, "&Observations", self.observations, self.fermer)

    @property
    def a_des_brouillons(self) -> bool:
        """Something is ticked, counted or written, and no slip is closed of it."""
        return bool(self._coches or self.observations.valeur()) or not self.comptage.est_vide

    # ---- reading

    @property
    def _nature(self) -> GenreBordereau:
        return GenreBordereau(self.genre.valeur())

    @Slot()
    def relire(self) -> None:
        """Read what waits and what was closed."""
        self._executant.lire(partial(_lire, self._ctx, self._nature), self._lues, self._refuse, cle="attendus")

    @Slot(object)
    def _lues(self, lus: _Lus) -> None:
        self._attendus = {ligne.reglement_id: ligne for ligne in lus.attendus}
        self._bordereaux = {vu.bordereau_id: vu for vu in lus.bordereaux}
        self._coches &= self._attendus.keys()
        self._montrer()
        self.modele_fermes.poser((vu.bordereau_id, mots.cellules_bordereau(vu)) for vu in lus.bordereaux)
        if self._a_choisir is not None and self.fermes.choisir(self._a_choisir):
            self._a_choisir = None
        self._ferme_choisi(self.fermes.choisi())

    def _montrer(self) -> None:
        self.modele.poser(
            (ident, mots.cellules_a_remettre(ligne, est_cochee=ident in self._coches))
            for ident, ligne in self._attendus.items()
        )
        self._compter()

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"bordereau", "facture"} and not self._est_en_cours:
            self.relire()

    @Slot()
    def _autre_genre(self) -> None:
        self._coches.clear()
        self.comptage.vider()
        self.echec.hide()
        self.relire()

    # ---- ticks and count

    @Slot(object, str)
    def _suivre(self, ident: int, colonne: str) -> None:
        if colonne == mots.COCHE:
            self._basculer(ident)
        else:
            self._bus.ouvrir("foyer", self._attendus[ident].foyer_id)
            self.window().showMinimized()

    @Slot(object)
    def _basculer(self, ident: int) -> None:
        self._coches ^= {ident}
        self.modele.remplacer(ident, mots.cellules_a_remettre(self._attendus[ident], est_cochee=ident in self._coches))
        self._compter()

    @Slot()
    def _tout_cocher(self) -> None:
        self._coches = set() if len(self._coches) == len(self._attendus) else set(self._attendus)
        self._montrer()

    @property
    def _cochees(self) -> list[ARemettre]:
        return [ligne for ident, ligne in self._attendus.items() if ident in self._coches]

    @Slot()
    def _compter(self) -> None:
        cochees = self._cochees
        attendu = sum(ligne.montant_centimes for ligne in cochees)
        self.total.setText(mots.choisis(cochees))
        tous = bool(self._attendus) and len(self._coches) == len(self._attendus)
        self.tout.setText("&Tout décocher" if tous else "&Tout cocher")
        self.tout.setEnabled(bool(self._attendus))
        sont_especes = self._nature is GenreBordereau.ESPECES
        for widget in (self.comptage, self.compte):
            widget.setVisible(sont_especes)
        compte = self.comptage.total_centimes
        self.compte.setText(
            mots.dire_comptage(compte, attendu) if compte is not None else "Un nombre ne peut pas être lu."
        )
        juste = not sont_especes or compte == attendu
        self.fermer.setEnabled(bool(cochees) and juste and not self._est_en_cours)

    # ---- closing

    @Slot()
    def _demander(self) -> None:
        cochees = self._cochees
        total = sum(ligne.montant_centimes for ligne in cochees)
        demande = Confirmation(
            self, "Fermer le bordereau\u00a0?",
            f"{dict(mots.GENRES)[self._nature]}. Un bordereau fermé ne se rouvre pas\u00a0: "
            "ses reçus portent la coche «\u00a0Remise\u00a0».",
            f"&Fermer pour {euros(total)}",
            details=[("Règlements", str(len(cochees))), ("Total", euros(total))], nom_icone="lock-simple",
        )  # fmt: skip
        demande.accepted.connect(self._fermer)
        demande.open()

    @Slot()
    def _fermer(self) -> None:
        self._est_en_cours = True
        self.fermer.setEnabled(False)
        self.echec.hide()
        remise = Remise(
            self._nature, tuple(ligne.reglement_id for ligne in self._cochees),
            (self.comptage.lignes or ()) if self._nature is GenreBordereau.ESPECES else (), self.observations.valeur(),
        )  # fmt: skip
        self._executant.ecrire(partial(remettre, self._ctx, remise, self._operation_id), self._ferme, self._refuse)

    @Slot(object)
    def _ferme(self, fait: Fait[int]) -> None:
        dit = mots.choisis(self._cochees)
        self._est_en_cours, self._operation_id, self._a_choisir = False, uuid.uuid4(), fait.resultat
        self._coches.clear()
        self.comptage.vider()
        self.observations.poser_valeur("")
        self._bus.publier(fait.changements)
        self._bus.dire(f"Bordereau fermé\u00a0: {dit}")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        """Say why; what is ticked and counted stays, and what waits is read again."""
        etait_en_cours, self._est_en_cours = self._est_en_cours, False
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
        if etait_en_cours:
            self.relire()

    # ---- those of before

    @Slot(object)
    def _ferme_choisi(self, ident: object) -> None:
        vu = self._bordereaux.get(ident) if isinstance(ident, int) else None
        self.imprimer.setEnabled(vu is not None and vu.a_un_papier)

    @Slot()
    def _imprimer(self) -> None:
        ident = self.fermes.choisi()
        if isinstance(ident, int) and self.imprimer.isEnabled():
            self._executant.lire(partial(papier_bordereau, self._ctx, ident), self._imprime, self._refuse, cle="papier")

    @Slot(object)
    def _imprime(self, papier: tuple[str, bytes]) -> None:
        self.papier = FenetrePapier(self._executant, *papier, self.window())
        self.papier.show()


def _table(nom: str, modele: ModeleFixe, icone: str, vide: str) -> TableListe:
    table = TableListe(nom)
    table.brancher(modele)
    table.poser_vide(EtatVide(icone, vide))
    table.setMinimumHeight(px(100))
    return table


def _lire(ctx: Contexte, genre: GenreBordereau) -> _Lus:
    return _Lus(lister_a_remettre(ctx, genre), lister_bordereaux(ctx))
