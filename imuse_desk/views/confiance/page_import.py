"""Files that bring trust: dropped or picked, told one by one, those refused first, with fingerprints to compare."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.verification.confiance import FichierImporte, importer_fichiers
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.cible_fichiers import CibleFichiers
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.confiance.empreinte import LigneEmpreinte
from imuse_desk.views.confiance.mots import est_pris_en_entier, lignes_fichier
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

FILTRE = "Confiance 2D-Doc (*.xml *.der *.cer *.crt *.pem *.p7b *.p7c *.crl);;Tous les fichiers (*)"
COLONNES = (
    colonne("fichier", "Fichier", 250),
    colonne("contenu", "Contenu", 160),
    colonne("resultat", "Résultat", 130),
    colonne("dit", "Empreinte SHA-256, ou motif du refus", 400, etirable=True),
)
INVITE = (
    "Glissez ici la liste de confiance (.xml, publiée par France Titres), les certificats (.der, .cer, .pem, .p7c) et "
    "les listes de révocation (.crl) que publie chaque autorité. Comparez les empreintes avec celles qu’elles publient."
)


class PageImport(CibleFichiers):
    """``PageImport(executant, bus, ctx)``; the whole page takes files."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._empreintes: dict[int, tuple[str, str]] = {}
        self.setAcceptDrops(True)
        self.choisir = primaire("&Choisir des fichiers…", "upload-simple")
        haut = QHBoxLayout()
        haut.setSpacing(24)
        haut.addWidget(texte(INVITE, "second", replie=True), 1)
        haut.addWidget(self.choisir)
        depot = Carte("Importer")
        depot.ajouter(haut)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        resultats = Carte("Fichiers importés", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Fichiers importés")
        self.table.brancher(self.modele)
        self.table.hausser_phrases()
        phrase = "Ce qu’apporte chaque fichier s’affichera ici, avec les empreintes à comparer."
        self.table.poser_vide(EtatVide("file-text", "Aucun fichier", phrase))
        self.empreinte = LigneEmpreinte()
        resultats.ajouter(self.table, 1)
        resultats.ajouter(self.empreinte)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        for contenu in (self.echec, depot):
            page.addWidget(contenu)
        page.addWidget(resultats, 1)
        suivre_le_regard(self)
        self.setFocusProxy(self.choisir)
        self.choisir.clicked.connect(self._choisir)
        self.fichiers_donnes.connect(self._importer)
        self.table.choix_change.connect(self._choisi)
        self.choisir.setEnabled(self._peut)

    @property
    def _peut(self) -> bool:
        return self._ctx.peut(Permission.GERER_COMPTES)

    def prend_des_fichiers(self) -> bool:
        """Whoever manages the accounts, while nothing is being imported."""
        return self._peut and self.choisir.isEnabled()

    @Slot()
    def relire(self) -> None:
        """What was imported stays on show until the window closes."""

    @Slot()
    def _choisir(self) -> None:
        self.demander_fichiers("Importer des certificats 2D-Doc", FILTRE)

    @Slot(object)
    def _importer(self, chemins: tuple[Path, ...]) -> None:
        self.echec.hide()
        self.choisir.setEnabled(False)
        self._executant.ecrire(partial(importer_fichiers, self._ctx, chemins), self._importes, self._refuse)

    @Slot(object)
    def _importes(self, fichiers: Sequence[FichierImporte]) -> None:
        self.choisir.setEnabled(True)
        self.choisir.setFocus()
        en_ordre = sorted(fichiers, key=est_pris_en_entier)
        lignes = [ligne for fichier in en_ordre for ligne in lignes_fichier(fichier)]
        self._empreintes = {
            rang: (contenu.texte, dit.texte)
            for rang, (_, contenu, resultat, dit) in enumerate(lignes)
            if dit.texte and not resultat.texte
        }
        self.modele.poser(enumerate(lignes))
        for fichier in fichiers:
            if fichier.changements is not None:
                self._bus.publier(fichier.changements)
        refuses = sum(not est_pris_en_entier(f) for f in fichiers)
        pris = sum(f.importe is not None and f.importe.ajoutes > 0 for f in fichiers)
        if refuses:
            self._bus.refuser(f"{_fichiers(refuses)} en tout ou partie refusé{'s' if refuses > 1 else ''}")
        else:
            self._bus.dire(f"{_fichiers(pris)} importé{'s' if pris > 1 else ''}" if pris else "Rien de nouveau")

    @Slot(object)
    def _choisi(self, rang: object) -> None:
        nom, empreinte = self._empreintes.get(rang, ("", "")) if isinstance(rang, int) else ("", "")
        self.empreinte.montrer(nom, empreinte)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.choisir.setEnabled(True)
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()


def _fichiers(nombre: int) -> str:
    return "1 fichier" if nombre == 1 else f"{nombre} fichiers"
