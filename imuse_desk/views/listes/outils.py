"""The tools of one list, on any table: columns, kept lists, groups, selection, copies, files, paper.

``outils = OutilsListe(table, FicheListe("famille", "Familles", …), pilote, executant, bus)``, then ``entrer(ctx)``:
what the account keeps is read and shown. ``outils.bouton`` opens the menu; ``outils.pied`` says what is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QAction, QGuiApplication

from imuse_desk.domain.feuille import sommer
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.coordonnees import Coordonnees, coordonnees
from imuse_desk.services.listes_enregistrees import Disposition
from imuse_desk.services.sorties_liste import imprimer_liste
from imuse_desk.views.common.boutons import icone_seule
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.envoi.dialogue import DialogueEnvoi
from imuse_desk.views.listes.colonnes import DialogueColonnes
from imuse_desk.views.listes.copie import copier_feuille
from imuse_desk.views.listes.export import DialogueExport, exporter
from imuse_desk.views.listes.gardees import ListesDuCompte
from imuse_desk.views.listes.menu import MenusListe, mots_de
from imuse_desk.views.listes.mots import Mots, phrase_adresses, phrase_courriels, phrase_telephones
from imuse_desk.views.listes.photo import Lecture, Photo, photographier
from imuse_desk.views.listes.pied import PiedListe, phrase_selection
from imuse_desk.views.listes.pilote import Pilote
from imuse_desk.views.tables.cellule import Colonne
from imuse_desk.views.tables.modeles import ModeleCellules
from imuse_desk.views.tables.vue import TableListe

PAUSE_SOMME_MS = 40


@dataclass(frozen=True, slots=True)
class FicheListe:
    """What a list is: its key for the account, its title, the words of its rows, and whom its rows are (``genre``)."""

    cle: str
    titre: str
    mots: Mots
    genre: str = ""


class OutilsListe(QObject):
    """See the module; ``actions_en_plus`` are the screen's own acts on the selection, at the end of the menu."""

    def __init__(self, table: TableListe, fiche: FicheListe, pilote: Pilote, executant: Executant, bus: Bus) -> None:
        super().__init__(table)
        self.table, self.fiche, self.pilote = table, fiche, pilote
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self.genre = fiche.genre
        self.actions_en_plus: Sequence[QAction] = ()
        self.dialogue: DialogueColonnes | None = None
        self.export: DialogueExport | None = None
        self.papier: FenetrePapier | None = None
        self.envoi: DialogueEnvoi | None = None
        self._par_defaut = (pilote.tri, pilote.groupe)
        modele = table.model()
        if not isinstance(modele, ModeleCellules):
            raise TypeError("brancher() comes first")
        self.modele = modele
        modele.mots = (fiche.mots.un, fiche.mots.plusieurs)
        self.listes = ListesDuCompte(fiche.cle, executant, table)
        self.menus = MenusListe(self, table)
        self.pied = PiedListe()
        self.bouton = icone_seule("dots-three", "Options de la liste")
        self._somme = QTimer(self, singleShot=True, interval=PAUSE_SOMME_MS)
        table.poser_outils(self)
        table.permettre_plusieurs()
        self._origine = self.disposition(avec_filtre=False)
        self._brancher()

    def _brancher(self) -> None:
        table = self.table
        table.menu_demande.connect(self.menus.montrer)
        table.menu_entete_demande.connect(self.menus.montrer_entete)
        table.copie_demandee.connect(self.copier)
        table.disposition_changee.connect(self.garder)
        table.tri_demande.connect(self._trier)
        table.selectionModel().selectionChanged.connect(self._choix_change)
        self.modele.modelReset.connect(self._choix_change)
        self.bouton.clicked.connect(self._ouvrir_menu)
        self.pied.tout.clicked.connect(self.tout_choisir)
        self.listes.lues.connect(self._lues)
        self.listes.dit.connect(self._dire)
        self._somme.timeout.connect(self._sommer)

    def retirer(self) -> None:
        """A list keeps its tools as long as its table lives."""
        raise RuntimeError("a list has its tools already")

    # ---- how the list is shown

    def entrer(self, ctx: Contexte) -> None:
        """Somebody enters: the list comes back as the account left it, where that is not as it stands."""
        self._ctx = ctx
        self.listes.entrer(ctx)

    @property
    def colonnes(self) -> list[Colonne]:
        """Every column that has a heading."""
        return [colonne for colonne in self.modele.toutes if colonne.titre]

    @property
    def colonnes_montrees(self) -> list[str]:
        """Keys of the columns shown, in order."""
        return [colonne.cle for colonne in self.modele.colonnes if colonne.titre]

    def disposition(self, *, avec_filtre: bool) -> Disposition:
        """How the list is shown now."""
        (tri, est_croissant), (texte, pastilles) = self.pilote.tri, self.pilote.filtre()
        return Disposition(
            tuple(self.colonnes_montrees), self.table.largeurs, tri, est_croissant, self.pilote.groupe,
            texte if avec_filtre else "", pastilles if avec_filtre else (),
        )  # fmt: skip

    def _montrer(self, voulue: Disposition, *, avec_filtre: bool) -> None:
        """Show the list so; a column that is no longer there is left out."""
        connues = {colonne.cle for colonne in self.colonnes}
        tri = (voulue.tri, voulue.est_croissant) if voulue.tri in connues else self._par_defaut[0]
        self.table.poser_largeurs({cle: large for cle, large in voulue.largeurs.items() if cle in connues})
        self._poser_colonnes(voulue.colonnes)
        if avec_filtre:
            self.pilote.poser_filtre(voulue.texte, voulue.pastilles)
        self.pilote.ordonner(tri, voulue.groupe if voulue.groupe in connues else "")

    def _poser_colonnes(self, cles: Sequence[str]) -> None:
        """Acts without a heading stay at the end of the row."""
        sans_titre = [colonne.cle for colonne in self.modele.toutes if not colonne.titre and colonne.est_montree]
        self.modele.montrer([*cles, *sans_titre] if cles else [])
        tri, est_croissant = self.pilote.tri
        self.table.montrer_tri(tri, est_croissant=est_croissant)

    @Slot(object)
    def _lues(self, derniere: Disposition | None) -> None:
        voulue = derniere or self._origine
        if voulue != self.disposition(avec_filtre=False):
            self._montrer(voulue, avec_filtre=False)

    @Slot()
    def garder(self) -> None:
        """Remember the list as it is."""
        self.listes.garder(self.disposition(avec_filtre=False))

    @Slot(str, bool)
    def _trier(self, cle: str, est_croissant: bool) -> None:  # noqa: FBT001  a Qt slot
        self.pilote.ordonner((cle, est_croissant), self.pilote.groupe)
        self.garder()

    def regrouper(self, cle: str) -> None:
        """Group by a column; an empty key ungroups."""
        self.pilote.ordonner(self.pilote.tri, cle)
        self.garder()

    @Slot()
    def choisir_colonnes(self) -> None:
        """Open the dialog of the columns."""
        self.dialogue = DialogueColonnes(self.table.window(), self.colonnes, self.colonnes_montrees)
        self.dialogue.validees.connect(self._colonnes_choisies)
        self.dialogue.defaut_demande.connect(self.retablir)
        self.dialogue.open()

    @Slot(object)
    def _colonnes_choisies(self, cles: list[str]) -> None:
        self._poser_colonnes(cles)
        self.pilote.ordonner(self.pilote.tri, self.pilote.groupe)
        self.garder()

    def basculer_colonne(self, cle: str) -> None:
        """Show a column at the end, or hide it."""
        montrees = self.colonnes_montrees
        self._colonnes_choisies([c for c in montrees if c != cle] if cle in montrees else [*montrees, cle])

    @Slot()
    def retablir(self) -> None:
        """The list as the program has it: columns, widths, sort, no group."""
        self.table.poser_largeurs({})
        self._poser_colonnes(())
        self.pilote.ordonner(*self._par_defaut)
        self.garder()

    # ---- kept lists

    def montrer_liste(self, nom: str) -> None:
        """Show a kept list, filters too."""
        voulue = self.listes.gardees.nommees.get(nom)
        if voulue is not None:
            self._montrer(voulue, avec_filtre=True)
            self.garder()
            self._dire(f"Liste «\u00a0{nom}\u00a0»")

    @Slot()
    def enregistrer(self) -> None:
        """Keep the list under a name."""
        self.listes.demander_nom(self.disposition(avec_filtre=True))

    # ---- groups and selection

    @Slot()
    def tout_replier(self) -> None:
        """Close every group."""
        self.modele.fermer_groupes(groupe.libelle for groupe in self.modele.groupes)

    @Slot()
    def tout_deplier(self) -> None:
        """Open every group."""
        self.modele.fermer_groupes(())

    @Slot()
    def tout_choisir(self) -> None:
        """Choose every row, read or not; those of closed groups too."""
        if self.modele.est_groupe:
            self.tout_deplier()
        self.table.selectAll()
        self.table.setFocus()

    @Slot()
    def _choix_change(self) -> None:
        n = len(self.table.choisis())
        if n < 2:
            self.pied.montrer("", peut_tout=False)
            self._somme.stop()
            return
        self._dire_choix(n, None)
        if self._sommees:
            self._somme.start()

    @property
    def _sommees(self) -> list[Colonne]:
        return [colonne for colonne in self.modele.colonnes if colonne.est_sommable]

    def _dire_choix(self, n: int, sommes: Mapping[str, int] | None) -> None:
        phrase = phrase_selection(n, self._sommees, sommes, feminin=self.fiche.mots.est_feminin)
        self.pied.montrer(phrase, peut_tout=n < self.modele.nombre())

    @Slot()
    def _sommer(self) -> None:
        choisis = self.table.choisis()
        lecture, cles = self.pilote.lecture(choisis), [colonne.cle for colonne in self._sommees]
        self._executant.lire(partial(_additionner, lecture, cles, choisis), self._sommees_lues, cle="somme")

    @Slot(object)
    def _sommees_lues(self, lu: tuple[int, Mapping[str, int]]) -> None:
        n, sommes = lu
        if n == len(self.table.choisis()) > 1:
            self._dire_choix(n, sommes)

    # ---- copies

    def _photo(self, choisis: Sequence[Any] | None) -> Photo:
        filtres = self.pilote.mots_du_filtre()
        return photographier(self.fiche.titre, self.modele, choisis, self.pilote.lecture, filtres)

    def _a_sortir(self) -> Photo:
        """The rows chosen where there are several, else the whole list."""
        choisis = self.table.choisis()
        return self._photo(choisis if len(choisis) > 1 else None)

    def mots_des_sorties(self) -> str:
        """What the files and the paper will hold."""
        return mots_de(len(self.table.choisis()), self.fiche.mots)

    @Slot()
    def copier(self) -> None:
        """Copy the rows chosen as cells."""
        choisis = self.table.choisis()
        if choisis:
            self._executant.lire(self._photo(choisis).developper, self._copiees, self._refuse, cle="copie")

    @Slot(object)
    def _copiees(self, feuille: Any) -> None:
        copier_feuille(feuille)
        n = feuille.nombre
        self._dire(f"{feuille.compter(n)} copié{'e' if self.fiche.mots.est_feminin else ''}{'s' if n > 1 else ''}")

    @Slot()
    def copier_adresses(self) -> None:
        """Copy the address blocks of the selection."""
        self._coordonnees(self._adresses_lues)

    @Slot()
    def copier_courriels(self) -> None:
        """Copy the e-mails of the selection, for a blind copy."""
        self._coordonnees(self._courriels_lus)

    @Slot()
    def copier_telephones(self) -> None:
        """Copy the phones of the selection."""
        self._coordonnees(self._telephones_lus)

    def _coordonnees(self, recu: Any) -> None:
        choisis = self.table.choisis()
        if choisis and self._ctx is not None:
            lecture = partial(coordonnees, self._ctx, self.genre, choisis)
            self._executant.lire(lecture, recu, self._refuse, cle="copie")

    @Slot(object)
    def _adresses_lues(self, lues: Coordonnees) -> None:
        self._poser("\n\n".join(lues.blocs), phrase_adresses(lues))

    @Slot(object)
    def _courriels_lus(self, lues: Coordonnees) -> None:
        self._poser("; ".join(lues.courriels), phrase_courriels(lues))

    @Slot(object)
    def _telephones_lus(self, lues: Coordonnees) -> None:
        self._poser("\n".join(f"{nom}\t{numero}" for nom, numero in lues.telephones), phrase_telephones(lues))

    def _poser(self, mots: str, phrase: str) -> None:
        if mots:
            QGuiApplication.clipboard().setText(mots)
        self._dire(phrase)

    # ---- files and paper

    @Slot()
    def exporter_xlsx(self) -> None:
        """Write the list, or the rows chosen, to a workbook."""
        self._exporter("xlsx")

    @Slot()
    def exporter_csv(self) -> None:
        """Write the list, or the rows chosen, to a CSV."""
        self._exporter("csv")

    def _exporter(self, fin: str) -> None:
        self.export = exporter(self._a_sortir(), fin, self._executant, self.table.window(), self._dire)

    @Slot()
    def imprimer(self) -> None:
        """Show the list, or the rows chosen, as a paper."""
        if self._ctx is not None:
            self._dire("Mise en page de la liste…")
            self._executant.lire(
                partial(_imprimer, self._ctx, self._a_sortir()), self._imprimee, self._refuse, cle="papier"
            )

    @Slot(object)
    def _imprimee(self, octets: bytes) -> None:
        self._dire("Liste prête à imprimer")
        self.papier = FenetrePapier(self._executant, f"{self.fiche.titre}.pdf", octets, self.table.window())
        self.papier.show()

    # ---- letters and e-mails

    @property
    def peut_ecrire(self) -> bool:
        """The rows are families or pupils, and the person may write to them."""
        return bool(self.genre) and self._ctx is not None and self._ctx.peut(Permission.ENVOYER_COURRIER)

    @Slot()
    def ecrire(self) -> None:
        """Write to the rows chosen."""
        choisis = self.table.choisis()
        if not choisis or self._ctx is None:
            self._dire("Sélectionnez d’abord des lignes\u00a0: Ctrl+A les prend toutes")
            return
        fenetre = self.table.window()
        self.envoi = DialogueEnvoi(self._executant, self._bus, self._ctx, self.genre, choisis, fenetre)
        self.envoi.open()

    # ---- words

    @Slot()
    def _ouvrir_menu(self) -> None:
        self.menus.montrer(self.bouton.mapToGlobal(QPoint(0, self.bouton.height())))

    @Slot(str)
    def _dire(self, phrase: str) -> None:
        self._bus.dire(phrase)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._dire(texte_erreur(erreur).court)


def _additionner(lecture: Lecture, cles: Sequence[str], choisis: Sequence[Any]) -> tuple[int, Mapping[str, int]]:
    valeurs = lecture(cles)
    return len(choisis), {cle: sommer(map(valeurs[cle].get, choisis)) for cle in cles}


def _imprimer(ctx: Contexte, photo: Photo) -> bytes:
    return imprimer_liste(ctx, photo.developper())
