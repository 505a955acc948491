"""Scenes of the house's window: a site with its pictures, territory, documents, templates right and wrong."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from imuse_desk.services.demonstration.specimens import contenu_specimen
from imuse_desk.services.etablissement.documents import DeposerDocument, deposer_document, lister_documents
from imuse_desk.services.etablissement.images import PoserImage, poser_image
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import attendre, cliquer
from imuse_desk.views.etablissement.fenetre import FenetreEtablissement

PETROLE = QColor.fromRgbF(0.055, 0.290, 0.337)
FAUTE = "{famille.appel},\n\nVotre enfant joue du {eleve.instrument}."
DOCUMENTS = (("reglement_interieur", "Règlement intérieur.pdf", True), ("grille", "Tarifs.pdf", False))


def _ouvrir(plateau: Plateau, nom: str) -> tuple[FenetreEtablissement, Any]:
    plateau.entrer(plateau.contexte("Direction"))
    bus, ctx = plateau.principale.bus, plateau.contexte("Direction")
    fenetre = plateau.montrer(FenetreEtablissement(plateau.executant, bus, ctx))
    page = fenetre.page(nom)
    plateau.calme(f"la page {nom} ne s’affiche pas")
    return fenetre, page


def _dessiner_logo(chemin: Path) -> None:
    """A disc and five staff lines, as a house's logo may be."""
    image = QImage(440, 180, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    peintre = QPainter(image)
    peintre.setRenderHint(QPainter.RenderHint.Antialiasing)
    peintre.setPen(Qt.PenStyle.NoPen)
    peintre.setBrush(PETROLE)
    peintre.drawEllipse(QRectF(10, 10, 160, 160))
    for rang in range(5):
        peintre.drawRect(QRectF(190, 50 + rang * 20, 240, 4))
    peintre.end()
    image.save(str(chemin))


def _habiller(plateau: Plateau) -> None:
    """Give the first site its logo, once."""
    ctx = plateau.contexte("Direction")
    chemin = plateau.dossier_fichiers / "logo.png"
    if not chemin.exists():
        _dessiner_logo(chemin)
        poser_image(ctx, PoserImage(ctx.site_id, "logo", chemin))


def etablissement(plateau: Plateau) -> FenetreEtablissement:
    """The coordinates of the sites."""
    _habiller(plateau)
    return _ouvrir(plateau, "Coordonnées")[0]


def etablissement_territoire(plateau: Plateau) -> FenetreEtablissement:
    """The towns of the territory, one of them chosen."""
    fenetre, page = _ouvrir(plateau, "Territoire")
    page.table.selectRow(0)
    return fenetre


def etablissement_documents(plateau: Plateau) -> FenetreEtablissement:
    """The documents of the year, one of them joined to the accusé."""
    ctx = plateau.contexte("Direction")
    if not lister_documents(ctx):
        for rang, (genre, nom, est_joint) in enumerate(DOCUMENTS):
            chemin = plateau.dossier_fichiers / nom
            chemin.write_bytes(contenu_specimen("domicile", rang))
            deposer_document(ctx, DeposerDocument(genre, chemin, est_joint_accuse=est_joint))
    return _ouvrir(plateau, "Documents")[0]


def etablissement_modeles(plateau: Plateau) -> FenetreEtablissement:
    """A template and how it reads for a family."""
    return _modeles(plateau)[0]


def etablissement_modeles_faute(plateau: Plateau) -> FenetreEtablissement:
    """A template with a field that does not exist."""
    fenetre, page = _modeles(plateau)
    page.corps.selectAll()
    page.corps.insertPlainText(FAUTE)
    cliquer(page.enregistrer)
    attendre(lambda: page.formulaire.erreurs, "la faute n’est pas dite")
    return fenetre


def _modeles(plateau: Plateau) -> tuple[FenetreEtablissement, Any]:
    fenetre, page = _ouvrir(plateau, "Modèles")
    page.filtre.poser_valeur("lettre")
    page.filtre.modifiee.emit()
    page.table.selectRow(page.modele.rowCount() - 1)
    attendre(lambda: "réponse" in page.apercu.rempli.toPlainText(), "l’aperçu ne vient pas")
    return fenetre, page
