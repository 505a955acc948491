"""Letter and e-mail templates: chosen in a list, typed with their merge fields, seen filled for a real family."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.champs_fusion import CHAMPS, champs_propres
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Conflit, Invalide
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.etablissement.fusion import Destinataire, TexteFusionne, TexteModele, fusionner_exemple
from imuse_desk.services.etablissement.gabarits import (
    LONGUEUR_CORPS,
    LONGUEUR_NOM,
    LONGUEUR_SUJET,
    EnregistrerGabarit,
    GabaritVu,
    enregistrer_gabarit,
    lister_gabarits,
    ranger_gabarit,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.apercu_fusion import InsertionChamp
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import danger, discret, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.theme import px
from imuse_desk.views.etablissement.apercu import Apercu
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.cellule import Cellule, Genre, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

CANAUX = (("courriel", "Courriel"), ("lettre", "Lettre"))
PORTEES = (("site", "Ce site seul"), ("reseau", "Tout le réseau"))
ICONES = {"courriel": "envelope-simple", "lettre": "file-text"}
COLONNES = (colonne("nom", "Modèle", 150, etirable=True), colonne("canal", "Envoi", 72), colonne("portee", "De", 78))


class PageModeles(QWidget):
    """``PageModeles(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._peut = ctx.peut(Permission.MODIFIER_TARIF)
        self._gabarits: dict[int, GabaritVu] = {}
        self._courant: int | None = None
        self._code = ""
        self._a_choisir: int | None = None
        self._brouillons: dict[int | None, dict[str, Any]] = {}
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)
        rangee.addWidget(self._liste(), 5)
        rangee.addLayout(self._fiche(), 7)
        self.apercu = Apercu(executant, ctx, self)
        self.apercu.faute.connect(self._dire_faute)
        rangee.addWidget(self.apercu, 6)
        self.setMinimumWidth(px(1000))
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        bus.change.connect(self._objets_changes)
        self._montrer(None)

    # ---- building

    def _liste(self) -> Carte:
        carte = Carte("Modèles", pleine_largeur=True)
        self.nouveau = discret("Nouveau", "plus")
        self.nouveau.clicked.connect(self._nouveau)
        self.nouveau.setVisible(self._peut)
        carte.outils.addWidget(self.nouveau)
        haut = QHBoxLayout()
        haut.setContentsMargins(16, 0, 16, 8)
        self.filtre = ListeChoix([("", "Courriels et lettres"), *CANAUX])
        self.filtre.setAccessibleName("Filtrer les modèles")
        self.filtre.poser_valeur("")
        self.filtre.modifiee.connect(self._afficher)
        self.archives = QCheckBox("Archi&ves")
        self.archives.clicked.connect(self._afficher)
        haut.addWidget(self.filtre, 1)
        haut.addWidget(self.archives)
        carte.ajouter(haut)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Modèles")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("file-text", "Aucun modèle", "Créez un courriel ou une lettre."))
        self.table.choix_change.connect(self._choisi)
        carte.ajouter(self.table, 1)
        return carte

    def _fiche(self) -> QVBoxLayout:
        colonne_fiche = QVBoxLayout()
        colonne_fiche.setSpacing(12)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        form = self.formulaire = Formulaire(self)
        self.carte = Carte("Nouveau modèle")
        self.carte.ajouter(form.colonne(), 1)
        form.champ("nom", "&Nom", LigneTexte(LONGUEUR_NOM), obligatoire=True)
        form.groupe("Envo&i, portée", [
            ("canal", "Envoi", ListeChoix(CANAUX), 0), ("portee", "Portée", ListeChoix(PORTEES), 0),
        ])  # fmt: skip
        self.sujet = LigneTexte(LONGUEUR_SUJET)
        form.champ("sujet", "O&bjet", self.sujet, obligatoire=True)
        self.corps = ZoneTexte(14, LONGUEUR_CORPS)
        form.champ("corps", "Te&xte", self.corps, obligatoire=True)
        self.insertion = InsertionChamp(self.corps)
        self.carte.ajouter(self.insertion)
        self.archiver = danger("&Archiver", "archive")
        self.abandonner = discret("Aban&donner")
        self.enregistrer = primaire("Enregi&strer", "check")
        self.pour_le_site = discret("&Texte de ce site", "copy")
        self.pour_le_site.setToolTip("Copier ce modèle du réseau pour ce site seul")
        self.pour_le_site.clicked.connect(self._copier_pour_le_site)
        actions = QHBoxLayout()
        for bouton in (self.archiver, self.pour_le_site, self.abandonner, self.enregistrer):
            actions.addWidget(bouton)
        actions.insertStretch(1, 1)
        for contenu in (self.echec, form.bandeau, self.carte):
            colonne_fiche.addWidget(contenu)
        colonne_fiche.addLayout(actions)
        colonne_fiche.addStretch(1)
        form.modifie.connect(self._modifie)
        self.archiver.clicked.connect(self._ranger)
        self.abandonner.clicked.connect(self._abandonner)
        self.enregistrer.clicked.connect(self._enregistrer)
        return colonne_fiche

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the templates again."""
        faire = partial(lister_gabarits, self._ctx, avec_archives=True)
        self._executant.lire(faire, self._lus, self._refuse, cle="modeles")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "gabarit" in changements.genres:
            self.relire()

    @Slot(object)
    def _lus(self, gabarits: Sequence[GabaritVu]) -> None:
        self._garder()
        est_premiere = not self._gabarits
        self._gabarits = {gabarit.id: gabarit for gabarit in gabarits}
        self._afficher()
        voulu = self._a_choisir or self._courant
        self._a_choisir = None
        if est_premiere and voulu is None and not self._brouillons:
            voulu = next(iter(self._gabarits), None)
        if voulu in self._gabarits:
            self.table.choisir(voulu)
        self._montrer(voulu if voulu in self._gabarits else None)

    @Slot()
    def _afficher(self) -> None:
        canal = self.filtre.valeur()
        self.modele.poser(
            (g.id, _rangee(g))
            for g in self._gabarits.values()
            if (not canal or g.canal == canal) and (not g.est_archive or self.archives.isChecked())
        )

    # ---- the template on show

    @property
    def _vu(self) -> GabaritVu | None:
        return self._gabarits.get(self._courant) if self._courant is not None else None

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        if isinstance(ident, int) and ident != self._courant:
            self._garder()
            self._montrer(ident)

    def _est_a_copier(self, vu: GabaritVu) -> bool:
        """The network's text of something that the program writes by itself, where the site has none of its own."""
        siens = {(g.code, g.canal) for g in self._gabarits.values() if g.site_id is not None}
        return vu.site_id is None and bool(vu.code) and not vu.est_archive and (vu.code, vu.canal) not in siens

    @Slot()
    def _copier_pour_le_site(self) -> None:
        vu = self._vu
        if vu is None:
            return
        self._garder()
        self.table.clearSelection()
        self._brouillons.pop(None, None)
        self._code = vu.code
        self._montrer(None)
        self.formulaire.poser_brut({
            "nom": vu.nom, "canal": vu.canal, "portee": "site", "sujet": vu.sujet, "corps": vu.corps,
        })  # fmt: skip
        self._actualiser()
        self.formulaire.viser_premier()

    @Slot()
    def _nouveau(self) -> None:
        self._garder()
        if None not in self._brouillons:
            self._code = ""
        self.table.clearSelection()
        self._montrer(None)
        self.formulaire.viser_premier()

    def _garder(self) -> None:
        """What was typed and not recorded waits under its template."""
        if self.formulaire.est_modifie():
            self._brouillons[self._courant] = self.formulaire.brut()
        else:
            self._brouillons.pop(self._courant, None)

    def _montrer(self, ident: int | None) -> None:
        self._courant = ident
        vu = self._vu
        self.echec.hide()
        self.formulaire.lecture_seule(est_lecture=not self._peut or (vu is not None and vu.est_archive))
        if vu is None:
            self.formulaire.poser({"canal": self.filtre.valeur() or "courriel", "portee": "site"})
        else:
            portee = "reseau" if vu.site_id is None else "site"
            valeurs = {"nom": vu.nom, "canal": vu.canal, "portee": portee, "sujet": vu.sujet, "corps": vu.corps}
            self.formulaire.poser(valeurs)
        for cle in ("canal", "portee"):  # a template keeps both: another channel is another text
            self.formulaire.widget(cle).setEnabled(vu is None and not self._code)
        code = vu.code if vu is not None else self._code
        self.insertion.poser_champs((*champs_propres(code), *CHAMPS))
        self.apercu.poser_fusion(partial(_fusionner, code))
        if ident in self._brouillons:
            self.formulaire.poser_brut(self._brouillons[ident])
        self._actualiser()

    @property
    def a_des_brouillons(self) -> bool:
        """Something was typed here and not recorded."""
        return self.formulaire.est_modifie() or bool(self._brouillons)

    @Slot()
    def _modifie(self) -> None:
        self._actualiser()

    def _actualiser(self) -> None:
        vu, modifie = self._vu, self.formulaire.est_modifie()
        self.pour_le_site.setVisible(self._peut and vu is not None and self._est_a_copier(vu))
        titre = vu.nom if vu else "Nouveau modèle"
        self.carte.titre.setText(f"{titre} · modifié" if modifie and vu else titre)
        self.enregistrer.setText("Enregi&strer" if vu else "Créer")
        self.enregistrer.setEnabled(modifie)
        self.enregistrer.setVisible(self._peut and not (vu is not None and vu.est_archive))
        self.insertion.setEnabled(self._peut)
        self.abandonner.setVisible(modifie)
        self.archiver.setVisible(self._peut and vu is not None)
        self.archiver.setText("Reprendre" if vu is not None and vu.est_archive else "&Archiver")
        brut = self.formulaire.brut()
        self.apercu.poser_canal(str(brut["canal"]))
        self.apercu.poser_texte(brut["sujet"], brut["corps"])

    @Slot(object)
    def _dire_faute(self, faute: Invalide | None) -> None:
        """What the text typed so far has wrong, under its field, before it is recorded."""
        self.formulaire.montrer_avertissements({faute.champ: texte_erreur(faute).court} if faute is not None else {})

    # ---- acts

    @Slot()
    def _abandonner(self) -> None:
        self._brouillons.pop(self._courant, None)
        if self._courant is None:
            self._code = ""
        self._montrer(self._courant)
        self._bus.dire("Modifications abandonnées")

    @Slot()
    def _enregistrer(self) -> None:
        valeurs = self.formulaire.valider()
        if valeurs is None:
            return
        self.enregistrer.setEnabled(False)
        vu, portee = self._vu, valeurs.pop("portee")
        ident, version = (vu.id, vu.version) if vu is not None else (None, 0)
        commande = EnregistrerGabarit(
            **valeurs, est_du_reseau=portee == "reseau", code=self._code, ident=ident, version=version
        )
        self._executant.ecrire(partial(enregistrer_gabarit, self._ctx, commande), self._enregistre, self._refuse)

    @Slot(object)
    def _enregistre(self, fait: Fait[int]) -> None:
        self._brouillons.pop(self._courant, None)
        self.formulaire.enregistre()
        self._a_choisir = fait.resultat
        phrase = "Modèle créé" if self._courant is None else "Modèle modifié"
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot()
    def _ranger(self) -> None:
        vu = self._vu
        if vu is not None:
            faire = partial(ranger_gabarit, self._ctx, vu.id, est_reprise=vu.est_archive)
            self._executant.ecrire(faire, self._range, self._refuse)

    @Slot(object)
    def _range(self, fait: Fait[int]) -> None:
        vu = self._vu
        phrase = "Modèle repris" if vu is not None and vu.est_archive else "Modèle archivé"
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._actualiser()
        self.formulaire.refuser(erreur, self.echec)
        if isinstance(erreur, Conflit):
            self.relire()


def _fusionner(
    code: str, ctx: Contexte, modele: TexteModele, qui: tuple[Destinataire, ...]
) -> tuple[TexteFusionne, ...]:
    return fusionner_exemple(ctx, code, modele, qui)


def _rangee(gabarit: GabaritVu) -> Sequence[Cellule]:
    canal = dict(CANAUX)[gabarit.canal]
    nom = Cellule(gabarit.nom, Genre.FORT)
    return (
        puce(f"{gabarit.nom} (archivé)", "neutral", "archive") if gabarit.est_archive else nom,
        Cellule(canal),
        Cellule("réseau" if gabarit.site_id is None else "site"),
    )
