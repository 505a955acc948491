"""Why pieces are refused: what the agent chooses from, and what the letter then says to the family."""

from imuse_desk.domain.verification.controles import Controle
from imuse_desk.services.lectures.offre import ChoixOffre, FicheVue
from imuse_desk.services.reinscription.motifs import reprendre_motifs
from imuse_desk.views.campagne.page_remplie import PageRemplie
from imuse_desk.views.common.champs import LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.offre.genres import colonne, fort
from imuse_desk.views.offre.page_fiches import Genre, Rangee
from imuse_desk.views.tables.cellule import Cellule

CONTROLES = {
    Controle.AUCUN: "Toutes les pièces",
    Controle.DOMICILE: "Justificatif de domicile",
    Controle.CAF: "Attestation CAF",
    Controle.AVIS: "Avis d’imposition",
    Controle.IDENTITE: "Pièce d’identité",
}


def _motif(form: Formulaire) -> None:
    form.champ("libelle", "&Motif", LigneTexte(160), obligatoire=True)
    form.champ("controle", "&Pour", ListeChoix([(c.value, m) for c, m in CONTROLES.items()]), obligatoire=True)
    form.champ(
        "texte", "&Texte du courrier", ZoneTexte(7, 600), obligatoire=True,
        aide="Ce qui ne va pas, ce qu’il faut apporter\u00a0; le courrier dit pour quand ({dossier.limite}). "
        "Ici et dans le motif, {piece.mois} donne les mois de validité de la pièce.",
    )  # fmt: skip
    form.champ("code", "&Code", LigneTexte(30), obligatoire=True)
    form.champ("ordre", "&Ordre", LigneTexte(3))


def _rangee(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    return fort(fiche, "libelle"), Cellule(CONTROLES[Controle(fiche.champs["controle"])])


MOTIF_REFUS = Genre(
    "motif_refus", "Motifs de refus", "Nouveau moti&f", "chat-text", "Les motifs fournis avec le programme servent ici",
    (colonne("libelle", "Motif", 240, etirable=True), colonne("pour", "Pour", 180)),
    (_motif,), _rangee, defauts=lambda: {"controle": Controle.AUCUN.value}, mots=("motif", "motifs"),
)  # fmt: skip


class PageMotifs(PageRemplie):
    """The motives of refusal of a site."""

    VERBE, REMPLIE = "Les reprendre pour les c&hanger", "motifs repris\u00a0: revoyez-les un à un"
    TABLE = MOTIF_REFUS
    table_habituelle = staticmethod(reprendre_motifs)
