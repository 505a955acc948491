"""What one does to an instrument of the park, each act in its dialog."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.locations import EtatInstrument, Evenement
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import visible
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.locations.annulation import annuler_contrat
from imuse_desk.services.locations.assurance import (
    AssuranceVue,
    Attestation,
    attester,
    lire_assurance,
    lire_attestation,
)
from imuse_desk.services.locations.contrats import EleveALouer, Louer, Rendre, louer, rendre
from imuse_desk.services.locations.fiche import (
    FicheInstrument,
    ajouter_instrument,
    modifier_instrument,
    photographier,
)
from imuse_desk.services.locations.papier import imprimer_contrat
from imuse_desk.services.locations.parc import InstrumentVu, NoterEvenement, noter_evenement
from imuse_desk.services.locations.renouvellement import (
    Renouveler,
    RenouvellementVu,
    preparer_renouvellement,
    renouveler,
)
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import CaseACocher, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.demande import Champ
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fichier_ouvert import FenetreFichier
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.locations.actes import Actes
from imuse_desk.views.locations.ligne_eleve import LigneEleve
from imuse_desk.views.locations.mots import annee_proposee, attendu, renouvellement

ETATS = [(e, e.libelle) for e in EtatInstrument]
NOTABLES = (Evenement.ETAT, Evenement.REPARATION, Evenement.REMISE, Evenement.REVISION, Evenement.REFORME)
SANS_PRIX = "Sans prix convenu, le tarif du site pour l’année de location s’applique."
FILTRE_PHOTO = "Photos (*.jpg *.jpeg *.png)"


class GestesInstrument(Actes):
    """``choisir(vu)`` says which instrument the acts are about; ``eleves`` are those who may hire."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, ecran: QWidget) -> None:
        super().__init__(executant, bus, ecran)
        self._ctx = ctx
        self._vu: InstrumentVu | None = None
        self.eleves: Sequence[EleveALouer] = ()

    def choisir(self, vu: InstrumentVu | None) -> None:
        """Another instrument of the list."""
        self._vu = vu

    @property
    def vu(self) -> InstrumentVu:
        """The instrument chosen: the buttons are closed without one."""
        if self._vu is None:
            message = "no instrument is chosen"
            raise LookupError(message)
        return self._vu

    # ---- the card

    def _champs_fiche(self) -> list[Champ]:
        return [
            ("inventaire", "N° d’&inventaire", LigneTexte(30), True),
            ("type", "&Instrument", LigneTexte(40), True),
            ("taille", "&Taille", LigneTexte(20), False),
            ("marque", "&Marque", LigneTexte(60), False),
            ("serie", "N° de &série", LigneTexte(60), False),
            ("valeur", "&Valeur (€)", LigneTexte(12), False),
            ("achete", "A&cheté le", LigneTexte(10), False),
            ("revision", "Ré&vision le", LigneTexte(10), False),
        ]

    @Slot()
    def ajouter(self) -> None:
        """Enter an instrument in the park."""
        self.demander("Ajouter un instrument", "", "Ajouter", self._champs_fiche(), self._ajouter)

    @Slot(object)
    def _ajouter(self, valeurs: dict[str, Any]) -> None:
        acte = partial(ajouter_instrument, self._ctx, FicheInstrument(**valeurs), self.operation_id)
        self.ecrire(acte, "Instrument ajouté")

    @Slot()
    def modifier(self) -> None:
        """Edit the card."""
        vu = self.vu
        champs = [
            *self._champs_fiche(),
            ("etat", "É&tat", ListeChoix(ETATS), True),
            ("observations", "&Observations", ZoneTexte(3, 600), False),
        ]
        self._modifie = (vu.instrument_id, vu.version)
        valeurs = {
            "inventaire": vu.inventaire, "type": vu.type, "taille": vu.taille, "marque": vu.marque, "serie": vu.serie,
            "valeur": montant(vu.valeur_centimes) if vu.valeur_centimes else "", "etat": vu.etat,
            "achete": date_fr(vu.achete_le) if vu.achete_le else "", "observations": vu.observations,
            "revision": date_fr(vu.revision_le) if vu.revision_le else "",
        }  # fmt: skip
        phrase = "Les contrats déjà signés gardent la description du jour de leur signature."
        self.demander(vu.nom, phrase, "Enregistrer", champs, self._modifier, valeurs)

    @Slot(object)
    def _modifier(self, valeurs: dict[str, Any]) -> None:
        fiche = FicheInstrument(**valeurs)
        acte = partial(modifier_instrument, self._ctx, *self._modifie, fiche, self.operation_id)
        self.ecrire(acte, "Fiche enregistrée")

    @Slot()
    def choisir_photo(self) -> None:
        """Pick the picture of the instrument."""
        nom, _ = QFileDialog.getOpenFileName(self._ecran, "Photo de l’instrument", "", FILTRE_PHOTO)
        if nom:
            self.prendre_photo(Path(nom))

    def prendre_photo(self, chemin: Path) -> None:
        """Bring a picture in: it is examined away from the screen's thread."""
        self._bus.dire("Examen de la photo…")
        self.ecrire(partial(photographier, self._ctx, self.vu.instrument_id, chemin), "Photo enregistrée")

    @Slot()
    def voir_photo(self) -> None:
        """Look at the picture."""
        vu = self.vu
        FenetreFichier(self._executant, self._ctx, vu.nom, vu.photo_sha256, vu.inventaire, self._ecran).show()

    @Slot()
    def noter(self) -> None:
        """Write what happened to it."""
        champs: list[Champ] = [
            ("genre", "É&vénement", ListeChoix([(e, e.libelle) for e in NOTABLES]), True),
            ("detail", "&Détail", ZoneTexte(2, 300), False),
            ("cout", "&Coût (€)", LigneTexte(12), False),
            ("etat", "É&tat", ListeChoix([(None, "Inchangé"), *ETATS]), False),
            ("prochaine", "&Prochaine révision", LigneTexte(10), False),
        ]
        self.demander(self.vu.nom, "", "Noter", champs, self._noter)

    @Slot(object)
    def _noter(self, valeurs: dict[str, Any]) -> None:
        etat = EtatInstrument(valeurs["etat"]) if valeurs["etat"] else None
        commande = NoterEvenement(
            self.vu.instrument_id, Evenement(valeurs["genre"]), valeurs["detail"], valeurs["cout"], etat,
            valeurs["prochaine"],
        )  # fmt: skip
        self.ecrire(partial(noter_evenement, self._ctx, commande, self.operation_id), "Événement noté")

    # ---- the contract

    @Slot()
    def louer(self) -> None:
        """Sign a contract."""
        champs: list[Champ] = [("eleve", "&Élève", LigneEleve(self.eleves), True), *champs_du_contrat(self._ctx)]
        self.demander(f"Louer\u00a0: {self.vu.nom}", SANS_PRIX, "Signer le contrat", champs, self._louer)

    @Slot(object)
    def _louer(self, valeurs: dict[str, Any]) -> None:
        commande = Louer(self.vu.instrument_id, valeurs.pop("eleve"), **valeurs)
        self.ecrire(partial(louer, self._ctx, commande, self.operation_id), dit_signe(valeurs["assurance"]))

    @Slot()
    def demander_attestation(self) -> None:
        """Read what is known of the insurance, then ask for the certificate."""
        self._assure = self.vu
        lecture = partial(lire_assurance, self._ctx, self._contrat_id())
        self._executant.lire(lecture, self._assurance_lue, self._non_lu, cle="assurance")

    @Slot(object)
    def _assurance_lue(self, vue: AssuranceVue) -> None:
        champs: list[Champ] = [
            ("jusqu_au", "&Valable jusqu’au", LigneTexte(10), True),
            ("document_id", "&Document", ListeChoix([(None, "Aucun, vue sur papier"), *vue.documents]), False),
        ]
        valeurs = {
            "jusqu_au": date_fr(vue.jusqu_au) if vue.jusqu_au else "", "document_id": vue.document_id,
        }  # fmt: skip
        ou = "Le document s’importe dans la fiche de l’élève ou de la famille."
        phrase = f"{self._assure.eleve}, {self._assure.nom}. {ou}"
        self.demander("Attestation d’assurance", phrase, "Enregistrer", champs, self._attester, valeurs)

    @Slot(object)
    def _attester(self, valeurs: dict[str, Any]) -> None:
        contrat_id = self._assure.contrat_id or 0
        acte = partial(
            attester, self._ctx, contrat_id, valeurs["jusqu_au"], valeurs["document_id"], self.operation_id
        )  # fmt: skip
        self.ecrire(acte, "Attestation enregistrée")

    @Slot()
    def imprimer(self) -> None:
        """Make the paper of the contract under way and show it."""
        lecture = partial(imprimer_contrat, self._ctx, self._contrat_id())
        self._executant.lire(lecture, self._contrat_lu, self._non_lu, cle="contrat")

    def _contrat_id(self) -> int:
        return self.vu.contrat_id or 0

    @Slot(object)
    def _contrat_lu(self, papier: tuple[str, bytes]) -> None:
        FenetrePapier(self._executant, *papier, self._ecran).show()

    @Slot(object)
    def _non_lu(self, erreur: Exception) -> None:
        message = texte_erreur(erreur)
        self._bus.dire(message.court)

    @Slot()
    def rendre(self) -> None:
        """Take the instrument back."""
        champs: list[Champ] = [
            ("etat", "É&tat au retour", ListeChoix(ETATS), True),
            ("constat", "&Constat", ZoneTexte(2, 300), False),
            ("frais", "&Frais à proposer (€)", LigneTexte(12), False),
        ]
        phrase = "Les frais sont gardés au contrat pour être proposés\u00a0; rien n’est facturé d’office."
        self.demander(f"Retour de {self.vu.eleve}", phrase, "Enregistrer le retour", champs, self._rendre)

    @Slot(object)
    def _rendre(self, valeurs: dict[str, Any]) -> None:
        commande = Rendre(
            self._contrat_id(), EtatInstrument(valeurs["etat"]), valeurs["constat"], valeurs["frais"]
        )  # fmt: skip
        dit = "Retour enregistré"
        if self.vu.premier is not None:
            dit = f"{dit} · {attendu(self.vu.premier, self._ctx.fuseau)}"
        self.ecrire(partial(rendre, self._ctx, commande, self.operation_id), dit)

    @Slot()
    def renouveler(self) -> None:
        """Read what another year would cost, then ask."""
        self._renouvele = self.vu
        lecture = partial(preparer_renouvellement, self._ctx, self._contrat_id())
        self._executant.lire(lecture, self._renouvellement_lu, self._non_lu, cle="renouvellement")

    @Slot(object)
    def _renouvellement_lu(self, propose: RenouvellementVu) -> None:
        champs: list[Champ] = [
            ("annee_id", "&Année", ListeChoix([(a.annee_id, annee_proposee(a)) for a in propose.annees]), True),
            ("prix", "&Prix convenu (€)", LigneTexte(12), False),
        ]
        if any(a.est_de_trop for a in propose.annees):
            champs.append(champ_derogation())
        valeurs = {"annee_id": propose.annees[0].annee_id}
        phrase = renouvellement(self._renouvele, propose)
        self.demander("Renouveler la location", phrase, "Renouveler", champs, self._renouveler, valeurs)

    @Slot(object)
    def _renouveler(self, valeurs: dict[str, Any]) -> None:
        commande = Renouveler(self._renouvele.contrat_id or 0, **valeurs)
        self.ecrire(partial(renouveler, self._ctx, commande, self.operation_id), "Location renouvelée")

    @Slot()
    def voir_attestation(self) -> None:
        """Open the insurance certificate."""
        lecture = partial(lire_attestation, self._ctx, self._contrat_id())
        self._executant.lire(lecture, self._attestation_lue, self._non_lu, cle="attestation")

    @Slot(object)
    def _attestation_lue(self, document: Attestation) -> None:
        FenetreFichier(
            self._executant, self._ctx, visible(document.libelle), document.sha256, document.nom, self._ecran
        ).show()

    @Slot()
    def annuler(self) -> None:
        """Cancel a contract signed by mistake."""
        phrase = (
            f"Le contrat de {self.vu.eleve} est annulé, l’instrument est libre et rien n’est facturé. Un instrument "
            "déjà joué se rend par Retour."
        )
        champs: list[Champ] = [("motif", "&Motif", ZoneTexte(2, 200), True)]
        self.demander("Annuler le contrat", phrase, "Annuler le contrat", champs, self._annuler, est_danger=True)

    @Slot(object)
    def _annuler(self, valeurs: dict[str, Any]) -> None:
        acte = partial(annuler_contrat, self._ctx, self._contrat_id(), valeurs["motif"], self.operation_id)
        self.ecrire(acte, "Contrat annulé")


def dit_signe(assurance: str) -> str:
    """What is said once a contract is signed: it may be without a certificate, and that is told."""
    return "Contrat signé" if assurance.strip() else "Contrat signé · attestation d’assurance à demander"


def champs_du_contrat(ctx: Contexte) -> list[Champ]:
    """What is agreed at the signature; who may grant one renewal too many says why."""
    champs: list[Champ] = [
        ("du", "D&u", LigneTexte(10), True),
        ("au", "&Au", LigneTexte(10), True),
        ("prix", "&Prix convenu (€)", LigneTexte(12), False),
        ("garantie", "&Dépôt de garantie (€)", LigneTexte(12), False),
        ("est_garantie_remise", "", CaseACocher("Chèque de &garantie remis"), False),
        ("assurance", "A&ttestation d’assurance jusqu’au", LigneTexte(10), False),
    ]
    return [*champs, champ_derogation()] if ctx.peut(Permission.DEROGER) else champs


def champ_derogation() -> Champ:
    """Why a renewal beyond the limit of the site is granted."""
    return ("derogation", "&Motif d’une dérogation", LigneTexte(200), False)
