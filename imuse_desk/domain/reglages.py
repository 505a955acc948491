"""Settings of the house: each rule that differs from town to town is one of these, per site and year."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cle:
    """A setting: its key, its default, and what it decides (shown on the settings screen)."""

    cle: str
    defaut: Any
    libelle: str


CONDITION_AVIS = Cle("condition_avis", defaut=True, libelle="Demander l’avis des enseignants")
AVIS_JUSQU_AU = Cle(
    "avis_jusqu_au",
    "",
    "Dernier jour (MM-JJ) où un enseignant donne ses avis\u00a0; vide\u00a0: jusqu’à la fin de l’année",
)
CONDITION_ABSENCES = Cle("condition_absences", defaut=True, libelle="Limiter les absences non justifiées")
ABSENCES_MAX = Cle("absences_max", 3, "Absences non justifiées admises")
CONDITION_PAIEMENT = Cle("condition_paiement", defaut=True, libelle="Exiger le paiement de l’année précédente")
CONDITION_INSTRUMENT = Cle("condition_instrument", defaut=True, libelle="Exiger le retour de l’instrument loué")
CONDITIONS_BLOQUANTES = Cle(
    "conditions_bloquantes", ["paiement"], "Conditions dont le défaut bloque la validation administrative"
)
DATE_AGE = Cle(
    "date_age", "", "Jour (MM-JJ) auquel l’âge est jugé\u00a0; vide\u00a0: celui de la grille, sinon le 1er septembre"
)
FRAIS_FOYER_PRINCIPAL = Cle(
    "frais_foyer_principal", defaut=True, libelle="Frais par foyer dans le foyer principal de l’enfant"
)
FORMULE_QUOTIENT = Cle("formule_quotient", "caf_monthly", "Formule du quotient calculé d’après l’avis d’imposition")
EFFET_PIECE_TARDIVE = Cle(
    "effet_piece_tardive",
    "retroactif",
    "Un tarif changé après la facture vaut pour l’année (retroactif), depuis son jour (depot) ou l’échéance (echeance)",
)
TAILLE_MAX_PIECE_MO = Cle("taille_max_piece_mo", 20, "Taille maximale d’une pièce (Mo)")
PAGES_MAX_PIECE = Cle("pages_max_piece", 40, "Pages d’une pièce, au plus")
PHOTOS_ACCEPTEES = Cle("photos_acceptees", defaut=True, libelle="Accepter les photos, converties en PDF")
PIECES_DELAI_JOURS = Cle(
    "pieces_delai_jours", 15, "Jours laissés pour compléter un dossier, une fois passé le dernier jour des pièces"
)
PIECES_RELANCE_JOURS = Cle("pieces_relance_jours", 10, "Jours avant d’écrire de nouveau pour les mêmes pièces")
CONFIRMATIONS_A_PARTIR = Cle("confirmations_a_partir", "08-24", "Jour (MM-JJ) des confirmations, dit par l’accusé")
PREMIERE_FACTURE = Cle("premiere_facture", "novembre", "Mois de la première facture, dit par l’accusé")
PART_ECHEANCES = Cle("echeances_nombre", 3, "Nombre d’échéances proposé")
MODE_APPEL = Cle(
    "mode_appel", "annuelle", "Appel des droits : une facture annuelle et ses échéances (annuelle), ou n appels"
)
FACTURE_MINIMUM = Cle("facture_minimum_centimes", 0, "Montant en centimes sous lequel rien n’est facturé")
FACTURER_PROVISOIRES = Cle(
    "facturer_provisoires", defaut=True, libelle="Facturer au tarif plafond à titre provisoire, en le disant"
)
ECHEANCES_JOURS = Cle(
    "echeances_jours", ["11-30", "02-15", "04-30"], "Jours (MM-JJ) des échéances, où la grille ne les donne pas"
)
MOYEN_ECHEANCES = Cle("moyen_echeances", "", "Moyen de paiement imprimé avec chaque échéance\u00a0; vide\u00a0: aucun")
PERIODES_ENTREE = Cle(
    "periodes_entree",
    [],
    "Jours (MM-JJ) où commencent les périodes d’entrée après la première ; aucun : toute année commencée est due",
)
DESISTEMENT_JUSQU_AU = Cle(
    "desistement_jusqu_au",
    "",
    "Dernier jour (MM-JJ) d’un départ sans droits ; vide : aucun cours arrêté n’est facturé",
)
DEPART_TARDIF = Cle(
    "depart_tardif",
    "annee",
    "Ensuite, un départ doit l’année entière (annee) ou les périodes commencées (periodes)",
)
ACCORDS_DIRECTION = Cle(
    "accords_direction",
    ["radiation", "conge", "discipline"],
    "Changements qui demandent l’accord de la direction",
)
PREMIERE_ANNEE_D_ABORD = Cle(
    "premiere_annee_d_abord", defaut=True, libelle="Servir d’abord les élèves de première année"
)
RENOUVELLEMENTS_MAX = Cle(
    "renouvellements_max", None, "Renouvellements admis d’une location\u00a0; vide\u00a0: sans limite"
)
LONGUEUR_MOT_DE_PASSE = Cle("longueur_mot_de_passe", 10, "Longueur minimale d’un mot de passe")
PURGE_ESSAIS_JOURS = Cle("purge_essais_jours", 90, "Jours avant d’oublier un nom inconnu tapé à la connexion")
PURGE_OPERATIONS_JOURS = Cle("purge_operations_jours", 400, "Jours avant d’oublier la trace d’un clic enregistré")

TOUS = tuple(v for v in list(globals().values()) if isinstance(v, Cle))
