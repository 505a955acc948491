"""The acts of the Réinscription screen that ask something first: motive, date, quotient, exemption, course to add.

A dialog stays open with its content until its act is done, then the bus tells every view. Each act under way has its
own words and dialog: a long import that ends does not close the dialog that was opened meanwhile.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.documents.composition import Assemblage
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import AConfirmer, Conflit
from imuse_desk.domain.reinscription import Effet, EtatCondition, EtatPiece, GenreCondition
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.reinscription import ConditionVue, CreneauVu, DossierVu, EnfantVu, LigneVue
from imuse_desk.services.quotients import (
    CalculerQuotient,
    EnregistrerQuotient,
    calculer_et_enregistrer,
    enregistrer_quotient,
)
from imuse_desk.services.reinscription.administration import ValiderAdministrativement, valider_administrativement
from imuse_desk.services.reinscription.conditions import NoterCondition, noter_condition, rendre_au_calcul
from imuse_desk.services.reinscription.faits import CoursOffert
from imuse_desk.services.reinscription.nouvelles import InscrireNouvelEleve, inscrire_nouvel_eleve
from imuse_desk.services.reinscription.pieces import DeciderPiece, ImporterPieces, importer, supprimer
from imuse_desk.services.reinscription.reponses import (
    DeclinerRevenus,
    Repondre,
    decliner_revenus,
    mettre_en_conge,
    ne_pas_reinscrire,
    refuser,
    rouvrir,
)
from imuse_desk.services.reinscription.saisie import CoursEnPlus, ajouter_cours, lire_cours_ajoutables, retirer_cours
from imuse_desk.services.reinscription.valider import ChangerCreneau, changer_creneau
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import EditeurDate, EditeurMontant, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.reinscription.affichage import FichierAffiche, PieceAffichee
from imuse_desk.views.reinscription.presentateur import TITRES_CONDITION, mots_demarche

Acte = Callable[[dict[str, Any], int], Fait[Any]]
"""The write of a dialog: what was typed, and the newest version that the person has been told of."""
Champs = Sequence[tuple[str, str, QWidget, bool]]
ETATS_CONDITION = (
    (EtatCondition.REMPLIE, "Remplie"),
    (EtatCondition.NON_REMPLIE, "Non remplie"),
    (EtatCondition.SANS_OBJET, "Sans objet"),
)
AU_CALCUL = ("calcul", "Rendue au calcul")


class _EnCours(QObject):
    """One act under way: its words, its dialog if it asks something, the version it was begun on."""

    def __init__(
        self, gestes: "Gestes", acte: Acte, phrase: str, version: int = 0, annulable_par: Contexte | None = None
    ) -> None:
        super().__init__(gestes)
        self._gestes, self._acte, self._phrase, self._version = gestes, acte, phrase, version
        self._annulable_par = annulable_par
        self.demande: Demande | None = None
        self._est_parti = False

    def demander(self, demande: Demande) -> None:
        """Ask first."""
        self.demande = demande
        demande.validee.connect(self.lancer)
        demande.finished.connect(self._ferme)
        demande.open()

    @Slot(object)
    def lancer(self, valeurs: dict[str, Any]) -> None:
        """Write, off the UI thread, in the order asked."""
        acte, version = self._acte, self._version
        self._est_parti = True
        self._gestes.en_vol += 1
        self._gestes.executant.ecrire(lambda: acte(valeurs, version), self.reussi, self.rate)

    def travailler(self) -> None:
        """Do long work beside the writes: ticks pressed meanwhile don't wait for it."""
        acte, version = self._acte, self._version
        self._est_parti = True
        self._gestes.en_vol += 1
        self._gestes.executant.travailler(lambda _jeton: acte({}, version), self.reussi, self.rate, est_ecriture=False)

    @Slot(int)
    def _ferme(self, _resultat: int) -> None:
        self.demande = None
        if not self._est_parti:
            self.deleteLater()

    @Slot(object)
    def reussi(self, fait: Fait[Any]) -> None:
        """Done: the dialog closes, every view is told."""
        self._gestes.en_vol -= 1
        if self.demande is not None:
            self.demande.accept()
        self._gestes.terminer(fait, self._phrase, self._annulable_par)
        self.deleteLater()

    @Slot(object)
    def rate(self, erreur: Exception) -> None:
        """Refused: the dialog keeps its content; the next try takes the version that this one was told of."""
        self._est_parti = False
        self._gestes.en_vol -= 1
        if isinstance(erreur, Conflit):
            self._version = erreur.version or self._version
        if self.demande is not None:
            self.demande.refuser(erreur)
        else:
            self._gestes.refuse.emit(erreur)
            self.deleteLater()


class Gestes(QObject):
    """``fait(Fait, phrase)`` after each act, ``refuse(erreur)`` for an act without dialog."""

    fait = Signal(object, str)
    refuse = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget) -> None:
        super().__init__(parent)
        self.executant, self._bus, self._fenetre = executant, bus, parent
        self._dernier: _EnCours | None = None
        self.en_vol = 0  # writes under way

    @property
    def demande(self) -> Demande | None:
        """The dialog now open."""
        return self._dernier.demande if self._dernier is not None else None

    # ---- machinery

    def executer(self, acte: Callable[[], Fait[Any]], phrase: str, annulable_par: Contexte | None = None) -> None:
        """Run an act that asks nothing; ``annulable_par``: whoever may undo it, where its use case can be."""
        _EnCours(self, lambda _valeurs, _version: acte(), phrase, annulable_par=annulable_par).lancer({})

    def _demander(
        self, titre: str, phrase: str, verbe: str, champs: Champs, acte: Acte, dit: str,
        *, version: int = 0, valeurs: dict[str, Any] | None = None, est_danger: bool = False,
    ) -> None:  # fmt: skip
        demande = Demande(self._fenetre, titre, phrase, verbe, champs, est_danger=est_danger)
        if valeurs:
            demande.poser(valeurs)
        self._dernier = _EnCours(self, acte, dit, version)
        self._dernier.demander(demande)

    def terminer(self, fait: Fait[Any], phrase: str, annulable_par: Contexte | None) -> None:
        """An act is done: tell the other views and this one; what can be undone is said with *Annuler*."""
        if annulable_par is None:
            self._bus.publier(fait.changements)
            self.fait.emit(fait, phrase)
        else:
            self.fait.emit(fait, phrase)
            dire_annulable(self.executant, self._bus, annulable_par, fait, phrase)

    # ---- a child's answer

    def ne_pas_reinscrire(self, ctx: Contexte, enfant: EnfantVu, version: int) -> None:
        """The child does not come back: motive and date."""
        renonce = mots_demarche(enfant).renonce
        self._repondre(
            ctx, enfant, version, ne_pas_reinscrire, f"{enfant.prenom} {renonce}",
            "Ses places de l’an prochain sont libérées\u00a0; motif, date et auteur sont conservés.",
            renonce.capitalize(), f"{enfant.prenom}\u00a0: {renonce}",
        )  # fmt: skip

    def mettre_en_conge(self, ctx: Contexte, enfant: EnfantVu, version: int) -> None:
        """Leave, one year at most, on written request."""
        self._repondre(
            ctx, enfant, version, mettre_en_conge, f"Congé de {enfant.prenom}",
            "Un an au plus, sur demande écrite de la famille.", "Mettre en congé",
            f"{enfant.prenom}\u00a0: congé enregistré",
        )  # fmt: skip

    def refuser(self, ctx: Contexte, enfant: EnfantVu, version: int) -> None:
        """The house refuses the re-enrolment."""
        self._repondre(
            ctx, enfant, version, refuser, f"Refuser {mots_demarche(enfant).avec_article} de {enfant.prenom}",
            "Ses places de l’an prochain sont libérées.", f"Refuser {mots_demarche(enfant).avec_article}",
            f"{enfant.prenom}\u00a0: {mots_demarche(enfant).nom} refusée", est_danger=True,
        )  # fmt: skip

    def rouvrir(self, ctx: Contexte, enfant: EnfantVu, version: int) -> None:
        """Back to a draft."""
        self._repondre(
            ctx, enfant, version, rouvrir, f"Rouvrir {mots_demarche(enfant).avec_article} de {enfant.prenom}",
            f"Les places prises sont libérées\u00a0; {mots_demarche(enfant).avec_article} redevient "
            "«\u00a0En saisie\u00a0».", "Rouvrir", f"{enfant.prenom}\u00a0: {mots_demarche(enfant).nom} rouverte",
        )  # fmt: skip

    def _repondre(
        self, ctx: Contexte, enfant: EnfantVu, version: int, cas: Callable[[Contexte, Repondre], Fait[dict[str, int]]],
        titre: str, phrase: str, verbe: str, dit: str, *, est_danger: bool = False,
    ) -> None:  # fmt: skip
        ident = enfant.dossier_eleve_id or 0
        champs = [("motif", "&Motif", ZoneTexte(3, 300), True), ("le", "&Date", EditeurDate(ctx.aujourdhui), True)]
        self._demander(
            titre, phrase, verbe, champs, lambda v, vue: cas(ctx, Repondre(ident, vue, v["motif"], v["le"])), dit,
            version=version, valeurs={"le": ctx.aujourdhui()}, est_danger=est_danger,
        )  # fmt: skip

    def noter_condition(self, ctx: Contexte, enfant: EnfantVu, version: int, condition: ConditionVue) -> None:
        """Correct one of the four conditions by hand."""
        ident, genre = enfant.dossier_eleve_id or 0, GenreCondition(condition.genre)
        se_rend = genre in {GenreCondition.AVIS, GenreCondition.ABSENCES} and condition.source == "saisie"
        champs = [
            ("etat", "&État", ListeChoix([*ETATS_CONDITION, AU_CALCUL] if se_rend else ETATS_CONDITION), True),
            ("detail", "Dé&tail", LigneTexte(200), False),
            ("motif", "&Motif", ZoneTexte(2, 200), False),
        ]
        self._demander(
            f"{TITRES_CONDITION[genre]} — {enfant.prenom}",
            "Le motif est demandé si la condition n’est pas remplie.",
            "Enregistrer la condition",
            champs,
            lambda v, vue: (
                rendre_au_calcul(ctx, ident, vue, genre)
                if v["etat"] == AU_CALCUL[0]
                else noter_condition(
                    ctx, NoterCondition(ident, vue, genre, v["etat"], v["detail"] or "", v["motif"] or "")
                )
            ),
            f"Condition enregistrée\u00a0: {TITRES_CONDITION[genre].lower()}",
            version=version,
            valeurs={"etat": condition.etat, "detail": condition.detail, "motif": condition.motif},
        )

    def changer_creneau(self, ctx: Contexte, enfant: EnfantVu, ligne: LigneVue, voulu: CreneauVu) -> None:
        """Another time after the deposit: the old place is freed and the new one taken together."""
        ident, cours_id, avant = enfant.dossier_eleve_id or 0, ligne.cours_id or 0, ligne.creneau_id
        ancien = next((c.horaire for c in ligne.creneaux if c.creneau_id == avant), "sans horaire")
        self._demander(
            f"Changer l’horaire de {enfant.prenom}, {ligne.cours}",
            f"{ancien} → {voulu.horaire}. La place actuelle est rendue\u00a0: une autre famille peut la prendre.",
            "Changer l’horaire",
            (),
            lambda _valeurs, vue: changer_creneau(ctx, ChangerCreneau(ident, vue, cours_id, voulu.creneau_id)),
            f"{enfant.prenom}, {ligne.cours}\u00a0: {voulu.horaire}",
            version=enfant.version,
        )

    def valider_administrativement(self, ctx: Contexte, enfant: EnfantVu, version: int) -> None:
        """The re-enrolment becomes final."""
        commande = ValiderAdministrativement(enfant.dossier_eleve_id or 0, version)
        self.executer(
            lambda: valider_administrativement(ctx, commande),
            f"{enfant.prenom}\u00a0: {mots_demarche(enfant).nom} validée",
        )

    def inscrire(self, ctx: Contexte, foyer_id: int, eleve_id: int) -> None:
        """A pupil who follows nothing yet enters the campaign."""
        commande = InscrireNouvelEleve(foyer_id, eleve_id)
        self.executer(
            lambda: inscrire_nouvel_eleve(ctx, commande), "Nouvel élève\u00a0: ajoutez ses cours, puis validez"
        )

    # ---- courses

    def ajouter_cours(self, ctx: Contexte, enfant: EnfantVu, version: int) -> None:
        """Offer the courses of the target year that the child may add."""
        self._ajout = (ctx, enfant, version)
        ident = enfant.dossier_eleve_id or 0
        self.executant.lire(lambda: lire_cours_ajoutables(ctx, ident), self._offre_lue, self._offre_ratee, cle="offre")

    @Slot(object)
    def _offre_ratee(self, erreur: Exception) -> None:
        self.refuse.emit(erreur)

    @Slot(object)
    def _offre_lue(self, offre: tuple[CoursOffert, ...]) -> None:
        ctx, enfant, version = self._ajout
        choix = [
            (c.cours_id, f"{c.cursus} · {c.libelle}" + (f" ({c.niveau})" if c.niveau else ""))
            for c in sorted(offre, key=lambda c: (c.cursus, c.libelle))
        ]
        self._demander(
            f"Ajouter un cours à {enfant.prenom}",
            f"{len(choix)} cours proposés l’an prochain à son âge. Tapez les premières lettres pour chercher.",
            "Ajouter le cours",
            [("cours", "&Cours", ListeChoix(choix), True)],
            lambda v, vue: ajouter_cours(ctx, CoursEnPlus(enfant.dossier_eleve_id or 0, vue, v["cours"])),
            f"{enfant.prenom}\u00a0: cours ajouté",
            version=version,
        )

    def retirer_cours(self, ctx: Contexte, enfant: EnfantVu, version: int, cours_id: int) -> None:
        """Take an added course off again."""
        commande = CoursEnPlus(enfant.dossier_eleve_id or 0, version, cours_id)
        self.executer(lambda: retirer_cours(ctx, commande), f"{enfant.prenom}\u00a0: cours retiré")

    # ---- pieces, income

    def importer(
        self, ctx: Contexte, dossier: DossierVu, piece: PieceAffichee, sources: tuple[Path | Assemblage, ...]
    ) -> None:
        """Import files; after the deadline, who may override is asked for a reason first."""
        n, premiere = len(sources), sources[0]
        nom = premiere.nom if isinstance(premiere, Assemblage) else premiere.name
        dit = f"{n} pièces importées" if n > 1 else f"Pièce importée\u00a0: {nom}"

        def acte(derogation: str) -> Fait[Any]:
            commande = ImporterPieces(dossier.dossier_id, piece.type_id, sources, piece.eleve_id, derogation)
            return importer(ctx, commande)

        if dossier.est_pieces_closes and dossier.peut_deroger:
            self._demander(
                "Pièce remise en retard",
                "Le dépôt des pièces est clos. Dites pourquoi celle-ci est acceptée\u00a0: motif et auteur "
                "sont conservés.",
                "Importer par dérogation",
                [("derogation", "&Motif", ZoneTexte(2, 200), True)],
                lambda v, _version: acte(v["derogation"]),
                dit,
            )
        else:
            _EnCours(self, lambda _valeurs, _version: acte(""), dit).travailler()

    def supprimer_piece(self, ctx: Contexte, fichier: FichierAffiche) -> None:
        """Withdraw a file: it stays dated in the history, and comes back by *Annuler* while the day lasts."""
        commande = DeciderPiece(fichier.piece_id, fichier.version)
        self.executer(lambda: supprimer(ctx, commande), f"Pièce supprimée\u00a0: {fichier.nom}", ctx)

    def decliner_revenus(self, ctx: Contexte, dossier: DossierVu) -> None:
        """The family does not show its income: the ceiling is final."""
        champs = [
            ("par", "&Déclaré par", ListeChoix([(nom, nom) for nom in dossier.responsables]), True),
            ("le", "D&ate", EditeurDate(ctx.aujourdhui), True),
        ]
        self._demander(
            "La famille ne fournit pas ses revenus",
            "Le tarif plafond s’applique à titre définitif et les pièces de revenus ne sont plus demandées.",
            "Enregistrer le refus",
            champs,
            lambda v, vue: decliner_revenus(ctx, DeclinerRevenus(dossier.dossier_id, vue, v["par"], v["le"])),
            "Refus de fournir les revenus enregistré",
            version=dossier.version,
            valeurs={"le": ctx.aujourdhui(), "par": next(iter(dossier.responsables), None)},
        )

    def reprendre_revenus(self, ctx: Contexte, dossier: DossierVu) -> None:
        """The family shows its income after all: the pieces are asked again."""
        commande = DeclinerRevenus(dossier.dossier_id, dossier.version, "")
        self.executer(lambda: decliner_revenus(ctx, commande), "Refus de fournir les revenus repris")

    def relever_quotient(self, ctx: Contexte, dossier: DossierVu) -> None:
        """The quotient printed on the CAF's paper."""
        documents, premier = _documents(dossier)
        champs = [
            ("quotient", "&Quotient", EditeurMontant(), True),
            ("date", "&Date du document", EditeurDate(ctx.aujourdhui), True),
            ("piece", "D&ocument", documents, False),
        ]
        confirmes: set[int] = set()

        def acte(valeurs: dict[str, Any], _version: int) -> Fait[int]:
            quotient = valeurs["quotient"]
            commande = EnregistrerQuotient(
                dossier.foyer_id, dossier.annee_cible_id, quotient, valeurs["date"], valeurs["piece"],
                quotient in confirmes,
            )  # fmt: skip
            try:
                return enregistrer_quotient(ctx, commande)
            except AConfirmer:
                confirmes.add(quotient)  # the same amount once more confirms it
                raise

        self._demander(
            "Quotient familial de la CAF",
            "Le nombre imprimé sur l’attestation, au centime. 0 est une valeur.",
            "Enregistrer le quotient",
            champs,
            acte,
            "Quotient enregistré",
            valeurs={"piece": premier},
        )

    def calculer_quotient(self, ctx: Contexte, dossier: DossierVu) -> None:
        """The quotient reckoned from the tax notice, its arithmetic kept."""
        documents, premier = _documents(dossier)
        champs = [
            ("annuel", "&Revenus annuels", EditeurMontant(), True),
            ("parts", "&Nombre de parts", LigneTexte(6), True),
            ("prestations", "Prestations par &mois", EditeurMontant(), False),
            ("date", "&Date de l’avis", EditeurDate(ctx.aujourdhui), True),
            ("piece", "D&ocument", documents, False),
        ]
        self._demander(
            "Quotient calculé d’après l’avis d’imposition",
            "(revenus ÷ 12 + prestations du mois) ÷ parts, selon la formule du site. Le calcul est conservé.",
            "Calculer et enregistrer",
            champs,
            lambda v, _version: calculer_et_enregistrer(
                ctx,
                CalculerQuotient(
                    dossier.foyer_id,
                    dossier.annee_cible_id,
                    v["annuel"],
                    v["parts"],
                    v["prestations"] or 0,
                    date_document_le=v["date"],
                    piece_id=v["piece"],
                ),
            ),
            "Quotient calculé et enregistré",
            valeurs={"piece": premier},
        )


def _documents(dossier: DossierVu) -> tuple[ListeChoix, int | None]:
    """The files received that may prove an income, and the one most likely meant."""
    fichiers = [
        (f.piece_id, f"{p.libelle} · {f.nom} ({date_fr(f.depose_a.date())})")
        for p in dossier.pieces
        if p.effet == Effet.TARIF
        for f in p.fichiers
        if f.etat is not EtatPiece.REFUSEE
    ]
    return ListeChoix([(None, "Aucun document reçu"), *fichiers]), fichiers[0][0] if fichiers else None
