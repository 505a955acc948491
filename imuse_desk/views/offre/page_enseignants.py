"""Teachers: the list with what each gives this year, and the card of one."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.infra.saisie.telephones import lire_telephone
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.offre import LigneEnseignant, lister_enseignants
from imuse_desk.services.offre.enseignants import (
    CIVILITES,
    EnregistrerEnseignant,
    RangerEnseignant,
    SaisieEnseignant,
    enregistrer_enseignant,
    ranger_enseignant,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import danger, discret, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneLue, LigneTexte, ListeChoix
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.offre.genres import colonne, nombre
from imuse_desk.views.tables.cellule import Cellule, lien, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    colonne("nom", "Enseignant", 190, etirable=True),
    nombre("horaires", "Horaires", 80),
    colonne("heures", "Par semaine", 96, droite=True),
    colonne("telephone", "Téléphone", 140),
)
CHAMPS = ("civilite", "nom", "prenom", "email", "mobile", "tel_domicile")


class PageEnseignants(QWidget):
    """``PageEnseignants(executant, bus, ctx)`` then ``relire()``; a name opens the teacher's own window."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._lignes: dict[int, LigneEnseignant] = {}
        self._courante: int | None = None
        self._a_choisir: int | None = None
        self._peut = ctx.peut(Permission.MODIFIER_TARIF)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(16)
        rangee.addWidget(self._liste(), 6)
        rangee.addLayout(self._fiche(), 5)
        self.setFocusProxy(self.filtre)
        bus.change.connect(self._objets_changes)
        self._montrer(None)

    def _liste(self) -> Carte:
        carte = Carte("Enseignants", pleine_largeur=True)
        self.ajouter = discret("Nouvel &enseignant", "plus")
        self.ajouter.setVisible(self._peut)
        self.ajouter.clicked.connect(self._nouveau)
        carte.outils.addWidget(self.ajouter)
        haut = QHBoxLayout()
        haut.setContentsMargins(16, 0, 16, 8)
        self.filtre = LigneTexte(60, "Filtrer")
        self.filtre.setAccessibleName("Filtrer les enseignants")
        self.filtre.textChanged.connect(self._filtrer)
        self.archives = QCheckBox("Archi&ves")
        self.archives.clicked.connect(self._filtrer)
        haut.addWidget(self.filtre, 1)
        haut.addWidget(self.archives)
        carte.ajouter(haut)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Enseignants")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("user", "Aucun enseignant", ""))
        self.table.choix_change.connect(self._choisi)
        self.table.lien_suivi.connect(self._suivre)
        carte.ajouter(self.table, 1)
        fiche = FicheListe("offre.enseignant", "Enseignants", Mots("enseignant", "enseignants"))
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(
            carte, self.table, fiche, self.filtre
        )
        return carte

    def _fiche(self) -> QVBoxLayout:
        colonne_fiche = QVBoxLayout()
        colonne_fiche.setSpacing(12)
        form = self.formulaire = Formulaire(self)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.carte = Carte("Nouvel enseignant")
        self.carte.ajouter(form.colonne())
        form.champ("civilite", "&Civilité", ListeChoix([(c, c or "—") for c in CIVILITES]))
        form.champ("nom", "&Nom", LigneTexte(120), obligatoire=True)
        form.champ("prenom", "&Prénom", LigneTexte(120))
        form.champ("email", "E-mai&l", LigneLue(lire_courriel, 254))
        form.champ("mobile", "&Mobile", LigneLue(lire_telephone, 60))
        form.champ("tel_domicile", "&Domicile", LigneLue(lire_telephone, 60))
        self.archiver = danger("&Archiver", "archive")
        self.enregistrer = primaire("C&réer", "check")
        actions = QHBoxLayout()
        actions.addWidget(self.archiver)
        actions.addStretch(1)
        actions.addWidget(self.enregistrer)
        for contenu in (self.echec, form.bandeau, self.carte):
            colonne_fiche.addWidget(contenu)
        colonne_fiche.addLayout(actions)
        colonne_fiche.addStretch(1)
        self.archiver.clicked.connect(self._ranger)
        self.enregistrer.clicked.connect(self._enregistrer)
        form.modifie.connect(self._actualiser)
        return colonne_fiche

    @Slot()
    def relire(self) -> None:
        """Read the teachers again."""
        self._executant.lire(partial(lister_enseignants, self._ctx), self._lus, self._refuse, cle="enseignants")

    @Slot(object)
    def _lus(self, lignes: Sequence[LigneEnseignant]) -> None:
        self._lignes = {ligne.id: ligne for ligne in lignes}
        self._filtrer()
        voulu = self._a_choisir if self._a_choisir is not None else self._courante
        self._a_choisir = None
        if not self.formulaire.est_modifie():
            self._montrer(voulu if voulu in self._lignes else None)

    @Slot()
    def _filtrer(self) -> None:
        mots = plier(self.filtre.text()).split()
        self.modele.poser(
            (ligne.id, _rangee(ligne))
            for ligne in self._lignes.values()
            if (self.archives.isChecked() or not ligne.est_archive)
            and all(mot in plier(f"{ligne.nom} {ligne.prenom}") for mot in mots)
        )

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"enseignant", "creneau"}:
            self.relire()

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        if isinstance(ident, int):
            self._montrer(ident)

    @Slot(object, str)
    def _suivre(self, ident: int, _colonne: str) -> None:
        self._bus.ouvrir("enseignant", ident)

    @Slot()
    def _nouveau(self) -> None:
        self.table.clearSelection()
        self._montrer(None)
        self.formulaire.viser_premier()

    def _montrer(self, ident: int | None) -> None:
        self._courante = ident
        ligne = self._lignes.get(ident) if ident is not None else None
        self.echec.hide()
        self.formulaire.poser({c: getattr(ligne, c) for c in CHAMPS} if ligne is not None else {"civilite": ""})
        self.formulaire.lecture_seule(est_lecture=not self._peut or (ligne is not None and ligne.est_archive))
        self._actualiser()

    @Slot()
    def _actualiser(self) -> None:
        ligne = self._lignes.get(self._courante) if self._courante is not None else None
        archive = ligne is not None and ligne.est_archive
        nom = f"{ligne.prenom} {ligne.nom}".strip() if ligne is not None else "Nouvel enseignant"
        self.carte.titre.setText(f"{nom} (archivé)" if archive else nom)
        self.enregistrer.setText("Enregist&rer" if ligne is not None else "C&réer")
        self.enregistrer.setEnabled(self.formulaire.est_modifie())
        self.enregistrer.setVisible(self._peut and not archive)
        self.archiver.setVisible(self._peut and ligne is not None)
        self.archiver.setText("&Reprendre" if archive else "&Archiver")

    @property
    def a_des_brouillons(self) -> bool:
        """Something was typed here and not recorded."""
        return self.formulaire.est_modifie()

    @Slot()
    def _enregistrer(self) -> None:
        valeurs: dict[str, Any] | None = self.formulaire.valider()
        if valeurs is None:
            return
        ligne = self._lignes.get(self._courante) if self._courante is not None else None
        commande = EnregistrerEnseignant(
            SaisieEnseignant(**valeurs), ligne.id if ligne else None, ligne.version_personne if ligne else 0
        )
        self._executant.ecrire(partial(enregistrer_enseignant, self._ctx, commande), self._enregistre, self._refuse)

    @Slot(object)
    def _enregistre(self, fait: Fait[int]) -> None:
        self.formulaire.enregistre()
        self._a_choisir = fait.resultat
        self._bus.publier(fait.changements)
        self._bus.dire("Enseignant enregistré")

    @Slot()
    def _ranger(self) -> None:
        ligne = self._lignes.get(self._courante) if self._courante is not None else None
        if ligne is not None:
            commande = RangerEnseignant(ligne.id, ligne.version, ligne.est_archive)
            self._executant.ecrire(partial(ranger_enseignant, self._ctx, commande), self._range, self._refuse)

    @Slot(object)
    def _range(self, fait: Fait[int]) -> None:
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Enseignant archivé ou repris")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.formulaire.refuser(erreur, self.echec)


def _rangee(ligne: LigneEnseignant) -> Sequence[Cellule]:
    nom = f"{ligne.nom} {ligne.prenom}".strip()
    heures, minutes = divmod(ligne.minutes, 60)
    return (
        puce(f"{nom} (archivé)", "neutral", "archive") if ligne.est_archive else lien(nom),
        Cellule(str(ligne.horaires)),
        Cellule(f"{heures}\u00a0h\u00a0{minutes:02}"),
        Cellule(ligne.mobile or ligne.tel_domicile or "—"),
    )
