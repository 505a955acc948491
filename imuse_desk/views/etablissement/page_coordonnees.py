"""The house and its sites: names, addresses, who signs, logo and signature."""

from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Conflit
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.etablissement.coordonnees import (
    EnregistrerMaison,
    EnregistrerSite,
    EtablissementVu,
    SaisieMaison,
    SaisieSite,
    SiteVu,
    enregistrer_maison,
    enregistrer_site,
    lire_etablissement,
)
from imuse_desk.services.etablissement.images import GenreImage, PoserImage, ouvrir_image, poser_image
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ZoneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.lignes_lues import ligne_courriel, ligne_telephone
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.propositions import Connecte, Propositions
from imuse_desk.views.common.theme import px
from imuse_desk.views.etablissement.cadre_image import CadreImage
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.cellule import Cellule, Genre
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (colonne("code", "Code", 60), colonne("nom", "Site", 200, etirable=True), colonne("ville", "Ville", 150))
IMAGES: tuple[GenreImage, ...] = ("logo", "signature")


@dataclass(frozen=True, slots=True)
class _Images:
    site_id: int
    octets: tuple[bytes, ...]


class PageCoordonnees(QWidget):
    """``PageCoordonnees(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._vu: EtablissementVu | None = None
        self._courant: int | None = None
        self._brouillons: dict[int, dict[str, Any]] = {}
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(16)
        gauche, droite = QVBoxLayout(), QVBoxLayout()
        for cote in (gauche, droite):
            cote.setSpacing(12)
        rangee.addLayout(gauche, 5)
        rangee.addLayout(droite, 6)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        gauche.addWidget(self._carte_maison())
        gauche.addWidget(self._carte_sites(), 1)
        droite.addWidget(self.echec)
        droite.addWidget(self._carte_site())
        droite.addStretch(1)
        self.setMinimumWidth(px(880))
        self.setFocusProxy(self.table)
        bus.change.connect(self._objets_changes)

    # ---- building

    def _carte_maison(self) -> Carte:
        carte = Carte("Établissement ou réseau")
        self.maison = Formulaire(self)
        carte.ajouter(self.maison.bandeau)
        carte.ajouter(self.maison.colonne())
        self.maison.champ("nom", "Nom &du réseau", LigneTexte(120), obligatoire=True)
        self.maison.champ("sous_titre", "S&ous-titre", LigneTexte(120), aide="Sous le nom, sur les papiers.")
        self.maison.champ("siret", "S&IRET", LigneTexte(20))
        self.enregistrer_maison = secondaire("Enregistrer le &réseau", "check")
        self.enregistrer_maison.clicked.connect(self._enregistrer_maison)
        carte.ajouter(rangee_actions(None, self.enregistrer_maison))
        self.maison.modifie.connect(self._actualiser)
        return carte

    def _carte_sites(self) -> Carte:
        carte = Carte("Sites", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Sites")
        self.table.brancher(self.modele)
        self.table.choix_change.connect(self._choisi)
        carte.ajouter(self.table, 1)
        return carte

    def _carte_site(self) -> Carte:
        self.carte = Carte("Site")
        form = self.site = Formulaire(self)
        self.carte.ajouter(form.bandeau)
        self.carte.ajouter(form.colonne())
        form.champ("nom", "&Nom", LigneTexte(120), obligatoire=True)
        form.champ("adresse", "Adress&e", ZoneTexte(2, 240))
        form.groupe(
            "Code &postal, ville", [("cp", "Code postal", LigneTexte(12), 84), ("ville", "Ville", LigneTexte(80), 0)]
        )
        Propositions(self._executant, Connecte(self._ctx), form)
        form.champ("telephone", "&Téléphone", ligne_telephone())
        form.champ("email", "Co&urriel", ligne_courriel())
        signataire, qualite = LigneTexte(120, "prénom et nom"), LigneTexte(120, "directrice, directeur…")
        form.groupe(
            "Si&gnataire",
            [("signataire", "Signataire des lettres", signataire, 0), ("qualite_signataire", "Qualité", qualite, 0)],
        )
        self.images = {
            "logo": CadreImage("Logo, en tête des papiers", "C&hoisir le logo…", "Retirer le logo"),
            "signature": CadreImage("Signature, au bas des lettres", "Choisir la signature…", "Retirer la signature"),
        }
        cote = QHBoxLayout()
        cote.setSpacing(24)
        for genre, cadre in self.images.items():
            cote.addWidget(cadre)
            cadre.setProperty("genre", genre)
            cadre.choisie.connect(self._image_choisie)
            cadre.retiree.connect(self._image_retiree)
        cote.addStretch(1)
        self.carte.ajouter(cote)
        self.enregistrer = primaire("Enregi&strer", "check")
        self.enregistreurs = (self.enregistrer, self.enregistrer_maison)
        self.enregistrer.clicked.connect(self._enregistrer_site)
        bas = rangee_actions(None, self.enregistrer)
        self.carte.ajouter(bas)
        form.modifie.connect(self._actualiser)
        return self.carte

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the house again."""
        self._executant.lire(partial(lire_etablissement, self._ctx), self._lu, self._refuse, cle="maison")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if {"site", "etablissement"} & changements.genres:
            self.relire()

    @Slot(object)
    def _lu(self, vu: EtablissementVu) -> None:
        self._garder()
        maison = self.maison.brut() if self.maison.est_modifie() and self._vu is not None else None
        self._vu = vu
        peut = self._ctx.peut(Permission.MODIFIER_TARIF)
        self.maison.lecture_seule(est_lecture=not peut)
        self.enregistrer_maison.setVisible(peut)
        self.maison.poser(asdict(vu.saisie))
        if maison is not None:
            self.maison.poser_brut(maison)
        self.modele.poser(
            (s.id, (Cellule(s.code), Cellule(s.saisie.nom, Genre.FORT), Cellule(s.saisie.ville or "—")))
            for s in vu.sites
        )
        self._montrer(self._courant or self._ctx.site_id)

    @property
    def _site(self) -> SiteVu | None:
        sites = self._vu.sites if self._vu is not None else ()
        return next((s for s in sites if s.id == self._courant), None)

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        if isinstance(ident, int) and ident != self._courant:
            self._garder()
            self._montrer(ident)

    def _garder(self) -> None:
        if self._courant is None:
            return
        if self.site.est_modifie():
            self._brouillons[self._courant] = self.site.brut()
        else:
            self._brouillons.pop(self._courant, None)

    def _montrer(self, ident: int) -> None:
        self._courant = ident
        vu = self._site
        if vu is None:
            return
        self.echec.hide()
        self.table.choisir(ident)
        self.site.lecture_seule(est_lecture=not vu.est_modifiable)
        self.site.poser(asdict(vu.saisie))
        if ident in self._brouillons:
            self.site.poser_brut(self._brouillons[ident])
        self._executant.lire(partial(_lire_images, self._ctx, ident), self._images_lues, self._refuse, cle="images")
        self._actualiser()

    @Slot(object)
    def _images_lues(self, lues: _Images) -> None:
        vu = self._site
        if vu is not None and lues.site_id == vu.id:
            for genre, octets in zip(IMAGES, lues.octets, strict=True):
                self.images[genre].montrer(octets, est_modifiable=vu.est_modifiable)

    @property
    def a_des_brouillons(self) -> bool:
        """Something was typed here and not recorded."""
        return self.site.est_modifie() or self.maison.est_modifie() or bool(self._brouillons)

    @Slot()
    def _actualiser(self) -> None:
        vu = self._site
        modifie = self.site.est_modifie()
        self.carte.titre.setText(f"{vu.saisie.nom if vu else 'Site'}{' · modifié' if modifie else ''}")
        self.enregistrer.setEnabled(modifie)
        self.enregistrer.setVisible(vu is not None and vu.est_modifiable)
        self.enregistrer_maison.setEnabled(self.maison.est_modifie())

    # ---- acts

    @Slot()
    def _enregistrer_site(self) -> None:
        valeurs, vu = self.site.valider(), self._site
        if valeurs is not None and vu is not None:
            self.enregistrer.setEnabled(False)
            commande = EnregistrerSite(vu.id, vu.version, SaisieSite(**valeurs))
            self._executant.ecrire(partial(enregistrer_site, self._ctx, commande), self._site_enregistre, self._refuse)

    @Slot(object)
    def _site_enregistre(self, fait: Fait[int]) -> None:
        self._brouillons.pop(fait.resultat, None)
        self.site.enregistre()
        self._actualiser()
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Coordonnées modifiées")

    @Slot()
    def _enregistrer_maison(self) -> None:
        valeurs = self.maison.valider()
        if valeurs is not None and self._vu is not None:
            commande = EnregistrerMaison(self._vu.version, SaisieMaison(**valeurs))
            self._executant.ecrire(
                partial(enregistrer_maison, self._ctx, commande), self._maison_enregistree, self._maison_refusee
            )

    @Slot(object)
    def _maison_enregistree(self, fait: Fait[int]) -> None:
        self.maison.enregistre()
        self._actualiser()
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Coordonnées modifiées")

    @Slot(object)
    def _image_choisie(self, chemin: Path) -> None:
        self._poser_image(chemin)

    @Slot()
    def _image_retiree(self) -> None:
        self._poser_image(None)

    def _poser_image(self, chemin: Path | None) -> None:
        genre: Any = self.sender().property("genre")
        if self._courant is not None:
            self.echec.hide()
            commande = PoserImage(self._courant, genre, chemin)
            self._executant.ecrire(partial(poser_image, self._ctx, commande), self._image_posee, self._image_refusee)

    @Slot(object)
    def _image_posee(self, fait: Fait[str]) -> None:
        phrase = "Image enregistrée" if fait.resultat else "Image retirée"
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot(object)
    def _image_refusee(self, erreur: Exception) -> None:
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._actualiser()
        self.site.refuser(erreur, self.echec)
        if isinstance(erreur, Conflit):
            self.relire()

    @Slot(object)
    def _maison_refusee(self, erreur: Exception) -> None:
        self.maison.refuser(erreur, self.echec)
        if isinstance(erreur, Conflit):
            self.relire()


def _lire_images(ctx: Contexte, site_id: int) -> _Images:
    return _Images(site_id, tuple(ouvrir_image(ctx, site_id, genre) for genre in IMAGES))
