"""What the grids' window does with the grid on show: import, export, compare, save as a version, put in force."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from imuse_desk.domain.erreurs import Conflit
from imuse_desk.domain.tarifs.ecriture import grille_depuis_json, grille_vers_json
from imuse_desk.domain.tarifs.erreurs import GrilleInvalide
from imuse_desk.domain.tarifs.modele import Grille
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.grilles import (
    LIBELLE_MAX,
    MOTIF_MAX,
    EnregistrerVersion,
    MettreEnVigueur,
    comparer_grilles,
    enregistrer_version,
    exporter_yaml,
    importer_fichier,
    mettre_en_vigueur,
)
from imuse_desk.services.lectures.grilles import GrilleLue, lire_grille_version
from imuse_desk.views.common.champs import LigneTexte, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.tarif.dialogues_grille import FenetreComparaison, FenetreFautes

if TYPE_CHECKING:
    from imuse_desk.views.tarif.grilles import FenetreGrilles

_FILTRE = "Grilles tarifaires (*.yaml *.yml *.json)"


class ActesGrille(QObject):
    """``fait(grille_id)`` once a version was saved or put in force."""

    fait = Signal(object)

    def __init__(self, fenetre: "FenetreGrilles", executant: Executant, ctx: Contexte) -> None:
        super().__init__(fenetre)
        self._fenetre, self._executant, self._ctx = fenetre, executant, ctx
        self._demande: Demande | None = None
        self._comparaison: FenetreComparaison | None = None
        self._chemin = Path()

    # ---- files

    @Slot()
    def demander_import(self) -> None:
        """Ask which file to read."""
        choisi, _ = QFileDialog.getOpenFileName(self._fenetre, "Importer une grille", "", _FILTRE)
        if choisi:
            self.importer(Path(choisi))

    def importer(self, chemin: Path) -> None:
        """Read a file strictly; where it is sound, show it as a draft of the year consulted on the left."""
        self._chemin = chemin
        self._executant.lire(partial(importer_fichier, self._ctx, chemin), self._importee, self._refusee, cle="import")

    @Slot(object)
    def _importee(self, grille: Grille) -> None:
        annee_id = self._fenetre.annee_id
        if annee_id is not None:
            libelle = " ".join(filter(None, (grille.lieu[:80], grille.saison)))
            self._fenetre.importer(grille, libelle[:LIBELLE_MAX], annee_id)

    @Slot()
    def demander_export(self) -> None:
        """Ask where to write the grid on show."""
        grille = self._fenetre.examen.grille
        if grille is None:
            return
        choisi, _ = QFileDialog.getSaveFileName(self._fenetre, "Exporter la grille", f"{grille.code}.yaml", _FILTRE)
        if choisi:
            self.exporter(Path(choisi))

    def exporter(self, chemin: Path) -> None:
        """Write the grid on show as YAML."""
        grille = self._fenetre.examen.grille
        if grille is not None:
            self._chemin = chemin
            lecture = partial(exporter_yaml, self._ctx, grille_vers_json(grille))
            self._executant.lire(lecture, self._exportee, self._refusee, cle="export")

    @Slot(object)
    def _exportee(self, texte: str) -> None:
        try:
            self._chemin.write_text(texte, encoding="utf-8")
        except OSError as erreur:
            self._fenetre.dire(f"La grille n’a pas été exportée\u00a0: {erreur.strerror}. Choisissez un autre endroit.")
        else:
            self._fenetre.dire(f"Grille exportée\u00a0: {self._chemin.name}")

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        if isinstance(erreur, GrilleInvalide):
            FenetreFautes(self._fenetre, erreur.fichier, erreur.problemes).open()
            return
        self._fenetre.dire(texte_erreur(erreur).court)

    # ---- comparison

    @Slot()
    def comparer(self) -> None:
        """Open the comparison of the grid on show with a version to choose."""
        cadre = self._fenetre.cadre
        if cadre is not None and self._fenetre.examen.grille is not None:
            self._comparaison = FenetreComparaison(self._fenetre, cadre.versions)
            self._comparaison.version_voulue.connect(self._lire_version)
            self._comparaison.finished.connect(self._comparaison_fermee)
            self._comparaison.open()

    @Slot(object)
    def _lire_version(self, grille_id: int) -> None:
        lecture = partial(lire_grille_version, self._ctx, grille_id)
        self._executant.lire(lecture, self._version_lue, self._refusee, cle="comparer")

    @Slot(object)
    def _version_lue(self, lue: GrilleLue) -> None:
        grille = self._fenetre.examen.grille
        if self._comparaison is not None and grille is not None:
            self._comparaison.montrer(comparer_grilles(grille_depuis_json(lue.contenu), grille))

    @Slot(int)
    def _comparaison_fermee(self, _resultat: int) -> None:
        self._comparaison = None

    # ---- versions

    @Slot()
    def demander_version(self) -> None:
        """Ask the name of the next version; deviations are named before they are kept."""
        fenetre = self._fenetre
        if not (fenetre.enregistrer.isVisible() and fenetre.enregistrer.isEnabled()) or fenetre.brouillon is None:
            return
        self._demande = Demande(
            fenetre,
            f"{fenetre.enregistrer.text()}\u00a0?",
            "Les versions précédentes restent telles quelles. La nouvelle n’est pas encore en vigueur."
            + _avertir(len(fenetre.examen.ecarts)),
            fenetre.enregistrer.text(),
            [("libelle", "&Nom de la version", LigneTexte(LIBELLE_MAX), True)],
        )
        self._demande.poser({"libelle": fenetre.brouillon.libelle})
        self._demande.validee.connect(self._enregistrer)
        self._demande.open()

    @Slot(object)
    def _enregistrer(self, valeurs: dict[str, Any]) -> None:
        fenetre = self._fenetre
        grille, annee_id, cadre = fenetre.examen.grille, fenetre.annee_id, fenetre.cadre
        if grille is None or annee_id is None or cadre is None:
            return
        commande = EnregistrerVersion(
            annee_id, valeurs["libelle"], grille_vers_json(grille), cadre.derniere(annee_id), confirme=True
        )
        self._executant.ecrire(partial(enregistrer_version, self._ctx, commande), self._enregistree, self._acte_refuse)

    @Slot(object)
    def _enregistree(self, fait: Any) -> None:
        self._fermer_demande()
        self.fait.emit(fait.resultat)

    @Slot()
    def demander_vigueur(self) -> None:
        """Ask why the version on show becomes the one that prices its year."""
        fenetre, version = self._fenetre, self._fenetre.version
        if version is None or fenetre.cadre is None:
            return
        actuelle = fenetre.cadre.en_vigueur(version.annee_id)
        remplace = f" Elle remplace la version {actuelle.numero}." if actuelle else ""
        self._demande = Demande(
            fenetre,
            f"Mettre en vigueur la version {version.numero} pour {version.annee}\u00a0?",
            f"Les prix de l’année suivront cette grille dès maintenant.{remplace}"
            + _avertir(len(fenetre.examen.ecarts)),
            f"Mettre en vigueur la version {version.numero}",
            [("motif", "&Motif", ZoneTexte(2, MOTIF_MAX), True)],
        )
        self._demande.validee.connect(self._mettre_en_vigueur)
        self._demande.open()

    @Slot(object)
    def _mettre_en_vigueur(self, valeurs: dict[str, Any]) -> None:
        version = self._fenetre.version
        if version is not None:
            commande = MettreEnVigueur(version.id, version.version, valeurs["motif"], confirme=True)
            self._executant.ecrire(partial(mettre_en_vigueur, self._ctx, commande), self._mise, self._acte_refuse)

    @Slot(object)
    def _mise(self, fait: Any) -> None:
        self._fermer_demande()
        self.fait.emit(fait.resultat["grille_id"])

    @Slot(object)
    def _acte_refuse(self, erreur: Exception) -> None:
        if isinstance(erreur, Conflit):
            self._fermer_demande()
            self._fenetre.relire()
            auteur = erreur.auteur or "un autre poste"
            self._fenetre.dire(f"{auteur} vient d’enregistrer une version\u00a0: comparez, puis recommencez.")
        elif self._demande is not None:
            self._demande.refuser(erreur)

    def _fermer_demande(self) -> None:
        if self._demande is not None:
            self._demande.accept()
            self._demande = None


def _avertir(ecarts: int) -> str:
    if not ecarts:
        return ""
    mots = f"{ecarts} exemples ne donnent" if ecarts > 1 else "Un exemple ne donne"
    return f" Attention\u00a0: {mots} pas le montant attendu."
