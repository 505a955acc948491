"""The rules of the campaign: conditions asked of those who re-enrol, what blocks, what the accusé announces."""

from imuse_desk.domain import reglages
from imuse_desk.domain.reglages import Cle
from imuse_desk.domain.reinscription import GenreCondition
from imuse_desk.services.campagne.regles import enregistrer_regles, lire_regles
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import CaseACocher, LigneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.page_reglages import PageReglages
from imuse_desk.views.offre.champs import CasesMultiples

BLOCAGES = [
    (GenreCondition.AVIS.value, "Avis"),
    (GenreCondition.ABSENCES.value, "Absences"),
    (GenreCondition.PAIEMENT.value, "Paiement"),
    (GenreCondition.INSTRUMENT.value, "Instrument"),
]


class PageRegles(PageReglages):
    """``PageRegles(executant, bus, ctx)`` then ``relire()``."""

    GENRES = frozenset({"campagne"})

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx, "Règles de la réinscription", lire_regles, enregistrer_regles)
        self.setFocusProxy(self.formulaire.widget(reglages.CONDITION_AVIS.cle))

    def _case(self, cle: Cle, mots: str) -> None:
        self.formulaire.champ(cle.cle, "", CaseACocher(mots))

    def colonne_gauche(self) -> None:
        """Conditions."""
        self._case(reglages.CONDITION_AVIS, "Demander l’a&vis des enseignants")
        self.formulaire.champ(
            reglages.AVIS_JUSQU_AU.cle, "Avis donnés &jusqu’au", LigneTexte(5),
            aide="Mois et jour (05-31)\u00a0; ensuite, le secrétariat les saisit.",
        )  # fmt: skip
        self._case(reglages.CONDITION_ABSENCES, "Limiter les ab&sences non justifiées")
        self.formulaire.champ(reglages.ABSENCES_MAX.cle, "Absences ad&mises", LigneTexte(3), obligatoire=True)
        self._case(reglages.CONDITION_PAIEMENT, "Exiger le &paiement de l’année précédente")
        self._case(reglages.CONDITION_INSTRUMENT, "Exiger le retour de l’&instrument loué")
        self.formulaire.champ(
            reglages.PIECES_DELAI_JOURS.cle, "&Délai pour compléter", LigneTexte(3), obligatoire=True,
            aide="Jours laissés par le courrier, une fois passé le dernier jour des pièces.",
        )  # fmt: skip
        self.formulaire.champ(
            reglages.PIECES_RELANCE_JOURS.cle, "Redema&nder après", LigneTexte(3), obligatoire=True,
            aide="Jours, pour les mêmes pièces.",
        )  # fmt: skip

    def colonne_droite(self) -> None:
        """What blocks, and what the accusé announces."""
        form = self.formulaire
        form.champ(
            reglages.CONDITIONS_BLOQUANTES.cle, "B&loquent la validation", CasesMultiples(BLOCAGES),
            aide="Les autres conditions avertissent seulement.",
        )  # fmt: skip
        form.champ(
            reglages.TAILLE_MAX_PIECE_MO.cle, "&Taille d’une pièce (Mo)", LigneTexte(3), obligatoire=True,
            aide="Au-delà, le fichier est refusé à l’import.",
        )  # fmt: skip
        form.champ(
            reglages.PAGES_MAX_PIECE.cle, "Pa&ges d’une pièce", LigneTexte(3), obligatoire=True,
            aide="Un document plus long est refusé aussi.",
        )  # fmt: skip
        self._case(reglages.PHOTOS_ACCEPTEES, "Accepter les p&hotos (en PDF)")
        form.champ(
            reglages.CONFIRMATIONS_A_PARTIR.cle, "&Confirmations à partir du", LigneTexte(5),
            aide="Mois et jour (08-24), annoncés par l’accusé de réception.",
        )  # fmt: skip
        form.champ(
            reglages.PREMIERE_FACTURE.cle, "Première &facture en", LigneTexte(20), aide="Par exemple\u00a0: novembre."
        )
