"""The table of required pieces: what is asked, of whom, what its lack does; an empty one is filled in one click."""

from PySide6.QtCore import Slot

from imuse_desk.domain.enseignement import Specialite
from imuse_desk.domain.reinscription import Effet, Exigence
from imuse_desk.domain.verification.controles import BLOQUANTES, REGLES, Controle
from imuse_desk.services.campagne.type_piece import remplir_table
from imuse_desk.services.lectures.offre import ChoixOffre, FicheVue
from imuse_desk.views.campagne.page_remplie import PageRemplie
from imuse_desk.views.common.champs import CaseACocher, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.regles_piece import CONTROLES, COURTES
from imuse_desk.views.offre.champs import CasesMultiples
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
    form.champ("controle", "Règles", ListeChoix(list(CONTROLES.items())), aide="Ce qui est lu et comparé au dossier.")


def _a_qui(form: Formulaire) -> None:
    form.champ("rattachement", "&De qui", ListeChoix(QUI), obligatoire=True)
    form.champ("exigence", "E&xigence", ListeChoix(EXIGENCES), obligatoire=True)
    form.champ("effet", "E&ffet", ListeChoix(EFFETS), obligatoire=True)
    form.champ("residents_seuls", "", CaseACocher("Résidents se&uls"))
    form.champ("second_parent", "", CaseACocher("Second &parent"))
    form.champ("enfants_min", "Enfants à char&ge", LigneTexte(2, "au moins"))
    specialites = [("", "Toutes"), *((s.value, SPECIALITES[s]) for s in Specialite)]
    form.champ("specialite", "&Spécialité", ListeChoix(specialites))


def _bloquantes(form: Formulaire) -> None:
    """Which of the rules that read the files ask for a reason to accept."""
    controle, bloquantes = form.widget("controle"), ReglesBloquantes()
    form.champ("bloquantes", "Blo&quantes", bloquantes, aide="Non conforme\u00a0: un motif est demandé pour accepter.")
    if isinstance(controle, ListeChoix):
        controle.currentIndexChanged.connect(bloquantes.suivre)
        controle.modifiee.connect(bloquantes.proposer)


def _de_qui_et_bloquantes(form: Formulaire) -> None:
    _a_qui(form)
    _bloquantes(form)


class ReglesBloquantes(CasesMultiples):
    """A tick a rule, those of the family chosen in the list above; another choice proposes its usual ones."""

    def __init__(self) -> None:
        super().__init__([(regle.value, mot) for regle, mot in COURTES.items()])
        self._controle = Controle.AUCUN
        self.montrer_seules(())

    @Slot(int)
    def suivre(self, rang: int) -> None:
        """Show the rules of a family."""
        controles = list(CONTROLES)
        self._controle = controles[rang] if 0 <= rang < len(controles) else Controle.AUCUN
        self.montrer_seules(REGLES[self._controle])

    @Slot()
    def proposer(self) -> None:
        """Tick the usual ones."""
        self.poser_valeur(BLOQUANTES[self._controle])


def _rangee(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    champs = fiche.champs
    return fort(fiche, "libelle"), Cellule(dict(QUI)[champs["rattachement"]]), Cellule(dict(EFFETS)[champs["effet"]])


TYPE_PIECE = Genre(
    "type_piece", "Pièces à fournir", "Nouvelle pièc&e", "file-text", "Aucune pièce demandée",
    (colonne("libelle", "Pièce", 220, etirable=True), colonne("qui", "De qui", 100), colonne("effet", "Effet", 170)),
    (_ce_qui_est_demande, _de_qui_et_bloquantes), _rangee,
    defauts=lambda: {
        "rattachement": "foyer", "exigence": "obligatoire", "effet": "bloque", "specialite": "",
        "controle": Controle.AUCUN,
    },
)  # fmt: skip


class PagePieces(PageRemplie):
    """The cards of the pieces of a site and year, those of ``ctx``."""

    VERBE, REMPLIE = "Remplir avec la table &habituelle", "pièces demandées\u00a0: revoyez-les une à une"
    TABLE = TYPE_PIECE
    table_habituelle = staticmethod(remplir_table)
