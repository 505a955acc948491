"""The table of required pieces: what is asked, of whom, what its lack does; an empty one is filled in one click."""

from imuse_desk.domain.enseignement import Specialite
from imuse_desk.domain.reinscription import Effet, Exigence
from imuse_desk.services.campagne.type_piece import remplir_table
from imuse_desk.services.lectures.offre import ChoixOffre, FicheVue
from imuse_desk.views.campagne.page_remplie import PageRemplie
from imuse_desk.views.common.champs import CaseACocher, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.offre.genres import SPECIALITES, colonne, fort
from imuse_desk.views.offre.page_fiches import Genre, Rangee
from imuse_desk.views.tables.cellule import Cellule

QUI = [("foyer", "La famille"), ("eleve", "Chaque élève")]
EXIGENCES = [(Exigence.OBLIGATOIRE.value, "Obligatoire"), (Exigence.SI_BENEFICE.value, "Si la famille en bénéficie")]
EFFETS = [(Effet.BLOQUE.value, "Bloque l’inscription"), (Effet.TARIF.value, "Ne joue que sur le tarif")]


def _ce_qui_est_demande(form: Formulaire) -> None:
    form.champ("libelle", "&Libellé", LigneTexte(160), obligatoire=True)
    form.champ("aide", "A&ide pour la famille", ZoneTexte(3, 400))
    form.champ("code", "&Code", LigneTexte(30), obligatoire=True)
    form.champ("natures", "&Natures acceptées", LigneTexte(400, "avis, attestation"))
    form.champ("pages", "Pages a&ttendues", LigneTexte(3))
    form.champ("mois_validite", "&Mois de validité", LigneTexte(3))
    form.champ(
        "conserver_jours", "&Jours gardée", LigneTexte(5), aide="Après la fin de l’année\u00a0; vide\u00a0: toujours."
    )  # fmt: skip
    form.champ("ordre", "&Ordre", LigneTexte(3))


def _a_qui(form: Formulaire) -> None:
    form.champ("rattachement", "&De qui", ListeChoix(QUI), obligatoire=True)
    form.champ("exigence", "E&xigence", ListeChoix(EXIGENCES), obligatoire=True)
    form.champ("effet", "E&ffet", ListeChoix(EFFETS), obligatoire=True)
    form.champ("residents_seuls", "", CaseACocher("Résidents se&uls"))
    form.champ("second_parent", "", CaseACocher("Second &parent"))
    form.champ("enfants_min", "Enfants à char&ge", LigneTexte(2, "au moins"))
    specialites = [("", "Toutes"), *((s.value, SPECIALITES[s]) for s in Specialite)]
    form.champ("specialite", "&Spécialité", ListeChoix(specialites))


def _rangee(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    champs = fiche.champs
    return fort(fiche, "libelle"), Cellule(dict(QUI)[champs["rattachement"]]), Cellule(dict(EFFETS)[champs["effet"]])


TYPE_PIECE = Genre(
    "type_piece", "Pièces à fournir", "Nouvelle pièc&e", "file-text", "Aucune pièce demandée",
    (colonne("libelle", "Pièce", 220, etirable=True), colonne("qui", "De qui", 100), colonne("effet", "Effet", 170)),
    (_ce_qui_est_demande, _a_qui), _rangee,
    defauts=lambda: {"rattachement": "foyer", "exigence": "obligatoire", "effet": "bloque", "specialite": ""},
)  # fmt: skip


class PagePieces(PageRemplie):
    """The cards of the pieces of a site and year, those of ``ctx``."""

    VERBE, REMPLIE = "Remplir avec la table &habituelle", "pièces demandées\u00a0: revoyez-les une à une"
    TABLE = TYPE_PIECE
    table_habituelle = staticmethod(remplir_table)
