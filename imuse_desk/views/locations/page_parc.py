"""The park: every instrument and where it stands; enter one, hire it, take it back, note what happens to it."""

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.locations import EtatInstrument, Evenement, Situation
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.locations.contrats import EleveALouer, Louer, Rendre, eleves_a_louer, louer, rendre
from imuse_desk.services.locations.papier import imprimer_contrat
from imuse_desk.services.locations.parc import (
    EvenementVu,
    FicheInstrument,
    InstrumentVu,
    NoterEvenement,
    ajouter_instrument,
    lire_historique,
    lister_parc,
    noter_evenement,
)
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.demande import Champ, Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.locations.ligne_eleve import LigneEleve
from imuse_desk.views.locations.mots import COLONNES, INSTRUMENTS, cellules
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

ETATS = [(e, e.libelle) for e in EtatInstrument]
NOTABLES = (Evenement.ETAT, Evenement.REPARATION, Evenement.REMISE, Evenement.REVISION, Evenement.REFORME)
DEHORS = (Situation.LOUE, Situation.EN_RETARD)


class PageParc(QWidget):
    """``PageParc(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._vus: dict[int, InstrumentVu] = {}
        self._eleves: tuple[EleveALouer, ...] = ()
        self.demande: Demande | None = None
        self._dit = ""
        self.situation = ListeChoix([("", "Toutes les situations"), *((s, s.libelle) for s in Situation)])
        self.situation.poser_valeur("")
        self.situation.setAccessibleName("Situation")
        self.situation.setFixedWidth(px(180))
        self.carte = Carte("Instruments", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Instruments")
        self.table.brancher(self.modele)
        self.vide = EtatVide("guitar", "Aucun instrument", "Ajoutez le premier instrument du parc.")
        self.table.poser_vide(self.vide)
        self.carte.ajouter(self.table, 1)
        self.histoire = texte("", "second", replie=True)
        self.ajouter = secondaire("&Ajouter…", "plus")
        self.noter = secondaire("&Noter…", "pencil-simple")
        self.rendre = secondaire("&Retour…", "arrow-u-up-left")
        self.imprimer = secondaire("&Imprimer le contrat…", "printer")
        self.louer = primaire("&Louer…", "user")
        haut, bas = QHBoxLayout(), QHBoxLayout()
        haut.addWidget(self.situation)
        haut.addStretch(1)
        haut.addWidget(self.ajouter)
        bas.setSpacing(12)
        bas.addWidget(self.histoire, 1)
        for bouton in (self.imprimer, self.noter, self.rendre, self.louer):
            bas.addWidget(bouton)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(haut)
        page.addWidget(self.carte, 1)
        page.addLayout(bas)
        fiche = FicheListe("locations.parc", "Parc d’instruments", INSTRUMENTS)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche)
        suivre_le_regard(self)
        self.setFocusProxy(self.situation)
        self.situation.modifiee.connect(self._montrer)
        self.table.choix_change.connect(self._choisi)
        self.table.lien_suivi.connect(self._ouvrir_famille)
        self.ajouter.clicked.connect(self._demander_ajout)
        self.noter.clicked.connect(self._demander_note)
        self.imprimer.clicked.connect(self._imprimer_contrat)
        self.rendre.clicked.connect(self._demander_retour)
        self.louer.clicked.connect(self._demander_location)
        bus.change.connect(self._objets_changes)
        self._choisi(None)

    @Slot()
    def relire(self) -> None:
        """Read the park again."""
        self._executant.lire(partial(lister_parc, self._ctx), self._lus, self._refuses, cle="parc")
        self._executant.lire(partial(eleves_a_louer, self._ctx), self._eleves_lus, self._refuses, cle="eleves")

    @Slot(object)
    def _eleves_lus(self, eleves: tuple[EleveALouer, ...]) -> None:
        self._eleves = eleves

    @Slot(object)
    def _lus(self, vus: Sequence[InstrumentVu]) -> None:
        self._vus = {v.instrument_id: v for v in vus}
        self._montrer()

    @Slot()
    def _montrer(self) -> None:
        voulue = self.situation.valeur()
        self.modele.poser((i, cellules(v)) for i, v in self._vus.items() if voulue in ("", v.situation))
        self._choisi(self.table.choisi())

    @Slot(object)
    def _refuses(self, erreur: Exception) -> None:
        self.histoire.setText(texte_erreur(erreur).court)

    @property
    def _instrument(self) -> InstrumentVu | None:
        ident = self.table.choisi()
        return self._vus.get(ident) if isinstance(ident, int) else None

    @Slot(object)
    def _choisi(self, _ident: object) -> None:
        vu, peut = self._instrument, self._ctx.peut(Permission.MODIFIER_FAMILLE)
        self.ajouter.setVisible(peut)
        self.noter.setEnabled(peut and vu is not None)
        self.rendre.setEnabled(peut and vu is not None and vu.situation in DEHORS)
        self.imprimer.setEnabled(vu is not None and vu.contrat_id is not None)
        self.louer.setEnabled(peut and vu is not None and vu.situation in (Situation.LIBRE, Situation.A_REVISER))
        self.histoire.setText("")
        if vu is not None:
            lecture = partial(lire_historique, self._ctx, vu.instrument_id)
            self._executant.lire(lecture, self._histoire_lue, self._refuses, cle="histoire")

    @Slot(object)
    def _histoire_lue(self, histoire: Sequence[EvenementVu]) -> None:
        lignes = (" · ".join(filter(None, (date_fr(e.le), e.genre.libelle, e.detail))) for e in histoire[:3])
        self.histoire.setText("\n".join(lignes))

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"instrument", "contrat_location"} and self.isVisible():
            self.relire()

    @Slot(object, str)
    def _ouvrir_famille(self, ident: int, _colonne: str) -> None:
        vu = self._vus.get(ident)
        if vu is not None and vu.foyer_id is not None:
            self._bus.ouvrir("foyer", vu.foyer_id)

    # ---- acts

    def _demander(self, titre: str, phrase: str, verbe: str, champs: list[Champ], fente: Callable[[Any], None]) -> None:
        self._operation_id = uuid.uuid4()
        self.demande = Demande(self, titre, phrase, verbe, champs)
        self.demande.validee.connect(fente)
        self.demande.open()

    def _ecrire(self, acte: Callable[[], Fait[int]], dit: str) -> None:
        self._dit = dit
        self._executant.ecrire(acte, self._fait, self._refuse)

    @Slot(object)
    def _fait(self, fait: Fait[int]) -> None:
        if self.demande is not None:
            self.demande.accept()
            self.demande = None
        self._bus.publier(fait.changements)
        self._bus.dire(self._dit)
        self.relire()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if self.demande is not None:
            self.demande.refuser(erreur)

    @Slot()
    def _demander_ajout(self) -> None:
        champs: list[Champ] = [
            ("inventaire", "N° d’&inventaire", LigneTexte(30), True),
            ("type", "&Instrument", LigneTexte(40), True),
            ("taille", "&Taille", LigneTexte(20), False),
            ("marque", "&Marque", LigneTexte(60), False),
            ("serie", "N° de &série", LigneTexte(60), False),
            ("valeur", "&Valeur (€)", LigneTexte(12), False),
            ("achete", "A&cheté le", LigneTexte(10), False),
            ("revision", "Ré&vision le", LigneTexte(10), False),
        ]
        self._demander("Ajouter un instrument", "", "Ajouter", champs, self._ajouter)

    @Slot(object)
    def _ajouter(self, valeurs: dict[str, Any]) -> None:
        fiche = FicheInstrument(**valeurs)
        self._ecrire(partial(ajouter_instrument, self._ctx, fiche, self._operation_id), "Instrument ajouté")

    @Slot()
    def _demander_note(self) -> None:
        vu = self._instrument
        if vu is None:
            return
        champs: list[Champ] = [
            ("genre", "É&vénement", ListeChoix([(e, e.libelle) for e in NOTABLES]), True),
            ("detail", "&Détail", ZoneTexte(2, 300), False),
            ("cout", "&Coût (€)", LigneTexte(12), False),
            ("etat", "É&tat", ListeChoix([(None, "Inchangé"), *ETATS]), False),
            ("prochaine", "&Prochaine révision", LigneTexte(10), False),
        ]
        self._demander(f"{vu.type} n°\u00a0{vu.inventaire}", "", "Noter", champs, self._noter)

    @Slot(object)
    def _noter(self, valeurs: dict[str, Any]) -> None:
        if (vu := self._instrument) is not None:
            etat = EtatInstrument(valeurs["etat"]) if valeurs["etat"] else None
            commande = NoterEvenement(
                vu.instrument_id, Evenement(valeurs["genre"]), valeurs["detail"], valeurs["cout"], etat,
                valeurs["prochaine"],
            )  # fmt: skip
            self._ecrire(partial(noter_evenement, self._ctx, commande, self._operation_id), "Événement noté")

    @Slot()
    def _demander_location(self) -> None:
        vu = self._instrument
        if vu is None:
            return
        champs: list[Champ] = [
            ("eleve", "&Élève", LigneEleve(self._eleves), True),
            ("du", "D&u", LigneTexte(10), True),
            ("au", "&Au", LigneTexte(10), True),
            ("prix", "&Prix convenu (€)", LigneTexte(12), False),
            ("garantie", "&Dépôt de garantie (€)", LigneTexte(12), False),
            ("est_garantie_remise", "", CaseACocher("Chèque de &garantie remis"), False),
            ("assurance", "A&ttestation d’assurance jusqu’au", LigneTexte(10), False),
        ]
        phrase = "Sans prix convenu, le tarif du site pour l’année de location s’applique."
        titre = f"Louer\u00a0: {vu.type} {vu.taille} n°\u00a0{vu.inventaire}"
        self._demander(titre, phrase, "Signer le contrat", champs, self._louer)

    @Slot(object)
    def _louer(self, valeurs: dict[str, Any]) -> None:
        if (vu := self._instrument) is not None:
            commande = Louer(vu.instrument_id, valeurs.pop("eleve"), **valeurs)
            self._ecrire(partial(louer, self._ctx, commande, self._operation_id), "Contrat signé")

    @Slot()
    def _imprimer_contrat(self) -> None:
        if (vu := self._instrument) is not None and vu.contrat_id is not None:
            lecture = partial(imprimer_contrat, self._ctx, vu.contrat_id)
            self._executant.lire(lecture, self._contrat_lu, self._refuses, cle="contrat")

    @Slot(object)
    def _contrat_lu(self, papier: tuple[str, bytes]) -> None:
        FenetrePapier(self._executant, *papier, self).show()

    @Slot()
    def _demander_retour(self) -> None:
        vu = self._instrument
        if vu is None:
            return
        champs: list[Champ] = [
            ("etat", "É&tat au retour", ListeChoix(ETATS), True),
            ("constat", "&Constat", ZoneTexte(2, 300), False),
            ("frais", "&Frais à proposer (€)", LigneTexte(12), False),
        ]
        phrase = "Les frais sont gardés au contrat pour être proposés\u00a0; rien n’est facturé d’office."
        self._demander(f"Retour de {vu.eleve}", phrase, "Enregistrer le retour", champs, self._rendre)

    @Slot(object)
    def _rendre(self, valeurs: dict[str, Any]) -> None:
        if (vu := self._instrument) is not None and vu.contrat_id is not None:
            etat = EtatInstrument(valeurs["etat"])
            commande = Rendre(vu.contrat_id, etat, valeurs["constat"], valeurs["frais"])
            self._ecrire(partial(rendre, self._ctx, commande, self._operation_id), "Retour enregistré")
