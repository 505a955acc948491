"""The table of required pieces: what is asked, of whom, what its lack does; an empty one is filled in one click."""

from functools import partial

from PySide6.QtCore import Slot

from imuse_desk.domain.enseignement import Specialite
from imuse_desk.domain.reinscription import Effet, Exigence
from imuse_desk.services.campagne.type_piece import remplir_table
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.offre import ChoixOffre, FicheVue
from imuse_desk.views.common.boutons import discret
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import CaseACocher, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.offre.genres import SPECIALITES, colonne, fort
from imuse_desk.views.offre.page_fiches import Genre, PageFiches, Rangee
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


class PagePieces(PageFiches):
    """The cards of the pieces of a site and year, those of ``ctx``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx, TYPE_PIECE)
        self.remplir = discret("Remplir avec la table &habituelle", "copy")
        self.remplir.hide()
        self.remplir.clicked.connect(self._remplir)
        self.modele.modelReset.connect(self._proposer)
        self.liste.outils.insertWidget(0, self.remplir)

    @Slot()
    def _proposer(self) -> None:
        self.remplir.setVisible(self.peut_modifier and self.est_vide)

    @Slot()
    def _remplir(self) -> None:
        self.executant.ecrire(partial(remplir_table, self.ctx), self._remplie, self._refuse)

    @Slot(object)
    def _remplie(self, fait: Fait[int]) -> None:
        self.bus.publier(fait.changements)
        self.bus.dire(f"{fait.resultat} pièces demandées\u00a0: revoyez-les une à une")
