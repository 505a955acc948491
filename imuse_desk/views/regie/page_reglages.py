"""The card of the régie: account, limits, ways of paying, product codes; the persons named beside it."""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.pieces import Qualite
from imuse_desk.infra.iban import grouper_iban
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.reglages_regie import (
    Nommer,
    RegieVue,
    SaisieRegie,
    enregistrer_regie,
    finir_nomination,
    lire_regie,
    nommer,
)
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import (
    CaseACocher,
    EditeurDate,
    EditeurEntier,
    EditeurMontant,
    LigneTexte,
    ListeChoix,
    ZoneTexte,
)
from imuse_desk.views.common.demande import Champ, Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.repliable import Repliable
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots_caisse as mots
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

DELAI_MAX = 60
AIDE_NOMMEES = "Dès qu’une personne est nommée, seules les personnes nommées encaissent, aux dates de leur nomination."
AIDE_PRODUITS = "Un par ligne\u00a0: «\u00a0cotisations = 7062\u00a0», «\u00a0P1 = 70621\u00a0»."


class PageRegie(PageDemandes):
    """``PageRegie(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._vue: RegieVue | None = None
        self._modes: dict[int, CaseACocher] = {}
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.formulaire = Formulaire(self)
        self.carte = Carte("Régie")
        self.enregistrer = primaire("Enregist&rer", "check")
        self.modele = ModeleFixe(mots.COLONNES_NOMINATIONS, self)
        self.table = TableListe("Personnes nommées")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("users", "Personne n’est nommé", AIDE_NOMMEES))
        self.nommer, self.finir = secondaire("&Nommer…", "plus"), secondaire("&Fin…")
        self._composer()
        self.enregistrer.clicked.connect(self._enregistrer)
        self.nommer.clicked.connect(self._demander_nom)
        self.finir.clicked.connect(self._demander_fin)
        self.table.choix_change.connect(self._choisie)
        bus.change.connect(self._objets_changes)

    def _composer(self) -> None:
        nommees = Carte("Régisseur et mandataires", pleine_largeur=True)
        nommees.outils.addWidget(self.finir)
        nommees.outils.addWidget(self.nommer)
        nommees.ajouter(self.table, 1)
        fiche = FicheListe("regie.nominations", "Personnes nommées", mots.NOMINATIONS)
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(nommees, self.table, fiche)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        page.addWidget(self.formulaire.bandeau)
        page.addWidget(Repliable([self.carte, nommees], (3, 2)), 1)
        page.addLayout(rangee_actions(None, self.enregistrer))

    def _champs(self, vue: RegieVue) -> None:
        """The fields, once the ways of paying are known."""
        form = self.formulaire
        self.carte.ajouter(form.colonne())
        form.champ("nom", "&Nom", LigneTexte(120), obligatoire=True)
        form.champ("titulaire", "&Titulaire du compte", LigneTexte(70))
        form.champ("iban", "&IBAN", LigneTexte(42), aide="Le code QR des factures en a besoin.")
        form.champ("bic", "&BIC", LigneTexte(11))
        form.champ("encaisse_max_centimes", "Encaisse &maximum\u00a0€", EditeurMontant())
        form.champ("fonds_centimes", "&Fonds de caisse\u00a0€", EditeurMontant())
        form.champ("especes_max_centimes", "&Espèces par règlement\u00a0€", EditeurMontant(), obligatoire=True)
        form.champ("frais_impaye_centimes", "Fr&ais de chèque impayé\u00a0€", EditeurMontant())
        form.champ("delai_cheques_jours", "Remise des &chèques (jours)", EditeurEntier(0, DELAI_MAX), obligatoire=True)
        for rang, (mode_id, libelle) in enumerate(vue.modes):
            self._modes[mode_id] = CaseACocher(libelle)
            form.champ(f"mode_{mode_id}", "Modes autorisés" if not rang else "", self._modes[mode_id])
        form.champ("mentions", "Men&tions des factures", ZoneTexte(2, 500))
        form.champ("produits", "Codes &produit", ZoneTexte(3, 2_000), aide=AIDE_PRODUITS)
        suivre_le_regard(self)
        self.setFocusProxy(form.widget("nom"))

    @property
    def a_des_brouillons(self) -> bool:
        """Something is typed and not recorded."""
        return self._vue is not None and self.formulaire.est_modifie()

    @Slot()
    def relire(self) -> None:
        """Read the card again."""
        self._executant.lire(partial(lire_regie, self._ctx), self._lue, self._refuse, cle="regie")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "regie" in changements.genres:
            self.relire()

    @Slot(object)
    def _lue(self, vue: RegieVue) -> None:
        if self._vue is None:
            self._champs(vue)
        if self._vue is None or not self.formulaire.est_modifie():
            saisie = vue.saisie
            valeurs: dict[str, Any] = {c: getattr(saisie, c) for c in SaisieRegie.__slots__}
            valeurs["iban"] = grouper_iban(saisie.iban).replace("\u00a0", " ")
            valeurs["delai_cheques_jours"] = str(saisie.delai_cheques_jours)
            valeurs["produits"] = "\n".join(f"{cle} = {code}" for cle, code in saisie.produits)
            self.formulaire.poser(valeurs | {f"mode_{m}": m in saisie.modes for m in self._modes})
        self._vue = vue
        self.modele.poser((n.nomination_id, mots.cellules_nomination(n)) for n in vue.nominations)
        self.formulaire.lecture_seule(est_lecture=not vue.est_modifiable)
        self.enregistrer.setEnabled(vue.est_modifiable)
        self.nommer.setEnabled(vue.est_modifiable)
        self._choisie(self.table.choisi())

    @Slot()
    def _enregistrer(self) -> None:
        valeurs = self.formulaire.valider()
        if valeurs is None or self._vue is None:
            return
        lignes = [ligne.partition("=") for ligne in valeurs["produits"].splitlines() if ligne.strip()]
        champs = {c: valeurs[c] for c in SaisieRegie.__slots__ if c in valeurs}
        for cle in ("fonds_centimes", "frais_impaye_centimes"):
            champs[cle] = champs[cle] or 0
        saisie = SaisieRegie(
            **champs | {
                "produits": tuple((cle.strip(), code.strip()) for cle, _, code in lignes),
                "modes": frozenset(m for m in self._modes if valeurs[f"mode_{m}"]),
            }
        )  # fmt: skip
        self.enregistrer.setEnabled(False)
        acte = partial(enregistrer_regie, self._ctx, self._vue.version, saisie, uuid.uuid4())
        self._executant.ecrire(acte, self._enregistree, self._refuse)

    @Slot(object)
    def _enregistree(self, fait: Fait[int]) -> None:
        self.echec.hide()
        self.formulaire.enregistre()
        self._bus.publier(fait.changements)
        self._bus.dire("Régie enregistrée")

    # ---- who may cash

    @Slot(object)
    def _choisie(self, ident: object) -> None:
        self.finir.setEnabled(isinstance(ident, int) and self._vue is not None and self._vue.est_modifiable)

    @Slot()
    def _demander_nom(self) -> None:
        if self._vue is None:
            return
        champs: list[Champ] = [
            ("nom", "&Personne", ListeChoix([(p, p) for p in self._vue.personnes]), True),
            ("qualite", "&Qualité", ListeChoix([(q, q.libelle) for q in Qualite]), True),
            ("du", "&Du", EditeurDate(self._ctx.aujourdhui), True),
            ("au", "&Au", EditeurDate(self._ctx.aujourdhui), False),
        ]
        demande = Demande(self, "Nommer une personne", AIDE_NOMMEES, "&Nommer", champs)
        demande.poser({
            "nom": self._vue.personnes[0], "qualite": Qualite.REGISSEUR, "du": self._ctx.aujourdhui(),
        })  # fmt: skip
        self.demander(demande, self._nommer)

    @Slot()
    def _demander_fin(self) -> None:
        champs: list[Champ] = [("au", "&Dernier jour", EditeurDate(self._ctx.aujourdhui), True)]
        demande = Demande(self, "Fin de la nomination", "", "&Enregistrer", champs)
        demande.poser({"au": self._ctx.aujourdhui()})
        self.demander(demande, self._finir)

    @Slot(object)
    def _nommer(self, valeurs: dict[str, Any]) -> None:
        demande = Nommer(valeurs["nom"], valeurs["qualite"], valeurs["du"], valeurs["au"])
        self._executant.ecrire(partial(nommer, self._ctx, demande, uuid.uuid4()), self._faite, self._refuse)

    @Slot(object)
    def _finir(self, valeurs: dict[str, Any]) -> None:
        ident = self.table.choisi()
        if isinstance(ident, int):
            acte = partial(finir_nomination, self._ctx, ident, valeurs["au"], uuid.uuid4())
            self._executant.ecrire(acte, self._faite, self._refuse)

    @Slot(object)
    def _faite(self, fait: Fait[int]) -> None:
        self.conclure()
        self._bus.publier(fait.changements)
        self._bus.dire("Nominations à jour")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        """In the dialog where one is open, else by the field or above."""
        self.enregistrer.setEnabled(self._vue is not None and self._vue.est_modifiable)
        if not self.refus_dit(erreur):
            self.formulaire.refuser(erreur, self.echec)
