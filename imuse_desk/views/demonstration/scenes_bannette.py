"""Scenes of what comes in: the scanner's folder, and several files put in order as one document."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.documents.composition import Assemblage, PagePrise, composer
from imuse_desk.domain.reinscription import EtatDossier, Exigence
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.reinscription import DossierVu
from imuse_desk.services.reinscription.feuilles import imprimer_feuilles
from imuse_desk.services.reinscription.fiche import imprimer_fiche
from imuse_desk.views.bannette.fenetre import FenetreBannette
from imuse_desk.views.bannette.lignes import Etat
from imuse_desk.views.composition.dialogue import DialogueAssemblage
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import attendre


def bannette(plateau: Plateau) -> QWidget:
    """A scan under its cover sheet, a sheet alone, a document without any."""
    principale = plateau.entrer()
    ctx = plateau.contexte("Direction")
    dossier = _scans(plateau, ctx)
    reglages = ReglagesLocaux(bannette=str(dossier))
    fenetre = FenetreBannette(plateau.executant, principale.bus, ctx, reglages, principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    lignes = fenetre.classement.lignes
    attendre(lambda: len(lignes) == len(list(dossier.iterdir())), "les fichiers n’arrivent pas")
    attendre(lambda: all(x.etat is not Etat.A_LIRE for x in lignes.values()), "les fichiers ne sont pas lus")
    plateau.calme("le document ne s’ouvre pas")
    return fenetre


def bannette_perdue(plateau: Plateau) -> QWidget:
    """The folder is not there any more: the band says so."""
    principale = plateau.entrer()
    reglages = ReglagesLocaux(bannette=str(plateau.dossier_fichiers / "scanner débranché"))
    fenetre = FenetreBannette(plateau.executant, principale.bus, plateau.contexte("Direction"), reglages, principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    return plateau.montrer(fenetre)


def assemblage(plateau: Plateau) -> QWidget:
    """Two files become one document, a page turned."""
    ctx = plateau.contexte("Direction")
    principale = plateau.entrer()
    fichiers = sorted(_scans(plateau, ctx).iterdir())
    dialogue = DialogueAssemblage(plateau.executant, "Avis d’imposition, parent 1", fichiers, principale)
    plateau.montrer(dialogue)
    attendre(lambda: dialogue.est_lu, "les fichiers ne sont pas lus")
    dialogue.tourner.click()
    return dialogue


def _scans(plateau: Plateau, ctx: Contexte) -> Path:
    """What a scanner left in its folder."""
    dossier = plateau.dossier_fichiers / "scans"
    if dossier.is_dir():
        return dossier
    vu = plateau.dossier(plateau.famille(EtatDossier.SANS_REPONSE, 2))
    feuille, fiche = plateau.dossier_fichiers / "feuille.pdf", plateau.dossier_fichiers / "fiche.pdf"
    feuille.write_bytes(imprimer_feuilles(ctx, vu.dossier_id, _premiere_ligne(vu))[1])
    fiche.write_bytes(imprimer_fiche(ctx, vu.dossier_id)[1])
    scan = composer(Assemblage("scan", (PagePrise(feuille), PagePrise(fiche))))
    dossier.mkdir()
    (dossier / "scan_0912.pdf").write_bytes(scan.pdf)
    (dossier / "scan_0915.pdf").write_bytes(feuille.read_bytes())
    (dossier / "scan_0920.pdf").write_bytes(fiche.read_bytes())
    return dossier


def _premiere_ligne(vu: DossierVu) -> frozenset[tuple[int, int | None]]:
    due = next(p for p in vu.pieces if p.exigence is not Exigence.SANS_OBJET)
    return frozenset({(due.type_id, due.eleve_id)})
