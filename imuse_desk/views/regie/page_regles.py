"""The rules of billing of a site and year: calls and parts, late entries, departures, prices that move."""

from imuse_desk.domain import reglages
from imuse_desk.domain.tarifs.changement import Effet
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.regles import MOYEN_MAX, enregistrer_regles_facturation, lire_regles_facturation
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import CaseACocher, LigneTexte, ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.page_reglages import PageReglages

MODES = (("annuelle", "une facture annuelle et ses échéances"), ("n_appels", "une facture à chaque échéance"))
EFFETS = (
    (Effet.RETROACTIF, "refait toute l’année"),
    (Effet.DEPOT, "vaut du jour du changement"),
    (Effet.ECHEANCE, "vaut de l’échéance suivante"),
)
AIDE_EFFET = (
    "Pièce tardive, quotient, résidence, grille. Du jour\u00a0: les périodes déjà commencées restent à l’ancien tarif. "
    "De l’échéance suivante\u00a0: ce qui est échu y reste."
)
DEPARTS = (("annee", "doit l’année entière"), ("periodes", "doit les périodes commencées"))


class PageRegles(PageReglages):
    """``PageRegles(executant, bus, ctx)`` then ``relire()``."""

    GENRES = frozenset({"grille"})
    LECTURE_SEULE = "La direction et l’administration fixent ces règles."

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(
            executant, bus, ctx, "Règles de facturation", lire_regles_facturation, enregistrer_regles_facturation
        )
        self.setFocusProxy(self.formulaire.widget(reglages.MODE_APPEL.cle))

    def colonne_gauche(self) -> None:
        """Calls and their parts."""
        form = self.formulaire
        form.champ(reglages.MODE_APPEL.cle, "&Appel des droits", ListeChoix(MODES))
        form.champ(reglages.PART_ECHEANCES.cle, "&Nombre d’échéances", LigneTexte(2), obligatoire=True)
        form.champ(
            reglages.ECHEANCES_JOURS.cle, "&Jours des échéances", LigneTexte(90),
            aide="Par exemple\u00a0: 30/11, 15/02, 30/04. La grille passe avant quand elle donne des jours.",
        )  # fmt: skip
        form.champ(
            reglages.MOYEN_ECHEANCES.cle, "Mo&yen des échéances", LigneTexte(MOYEN_MAX),
            aide="Imprimé avec chaque échéance. Par exemple\u00a0: prélèvement.",
        )  # fmt: skip
        form.champ(
            reglages.FACTURE_MINIMUM.cle, "&Montant minimum (€)", LigneTexte(12),
            aide="En dessous, la famille n’est pas facturée.",
        )  # fmt: skip
        form.champ(reglages.FACTURER_PROVISOIRES.cle, "", CaseACocher("Facturer au tarif &plafond, à titre provisoire"))

    def colonne_droite(self) -> None:
        """Entries in the course of the year, departures, prices that move."""
        form = self.formulaire
        form.champ(
            reglages.PERIODES_ENTREE.cle, "Périodes d’&entrée", LigneTexte(90),
            aide="Premier jour de chacune après la première (01/02). Vide\u00a0: l’année commencée est due.",
        )  # fmt: skip
        form.champ(
            reglages.DESISTEMENT_JUSQU_AU.cle, "Départ sans droits jus&qu’au", LigneTexte(5),
            aide="Par exemple\u00a0: 31/10. Vide\u00a0: un cours arrêté n’est jamais facturé.",
        )  # fmt: skip
        form.champ(reglages.DEPART_TARDIF.cle, "Ensuite, un &départ", ListeChoix(DEPARTS))
        form.champ(
            reglages.EFFET_PIECE_TARDIVE.cle, "Un &tarif changé après la facture", ListeChoix(EFFETS), aide=AIDE_EFFET
        )
