"""Which papers fit what is shown, in words. Qt-free."""

from collections.abc import Sequence

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.papiers.demande import DE_L_ENSEIGNANT, GenrePapier, PapierProduit, Sujet

_DE_L_ELEVE = (
    (GenrePapier.ATTESTATION, "&Attestation d’inscription", "&Attestations d’inscription"),
    (GenrePapier.CERTIFICAT, "&Certificat de scolarité", "&Certificats de scolarité"),
    (GenrePapier.EMPLOI_ELEVE, "Emploi du &temps", "Emplois du &temps"),
    (GenrePapier.FICHE_ELEVE, "&Fiche élève", "&Fiches élèves"),
    (GenrePapier.RELEVE, "&Relevé de compte", "&Relevés de compte"),
    (GenrePapier.ETIQUETTES, "É&tiquettes d’adresse…", "É&tiquettes d’adresse…"),
)
PAPIERS: dict[Sujet, tuple[tuple[GenrePapier, str, str], ...]] = {
    Sujet.ELEVE: _DE_L_ELEVE,
    Sujet.FOYER: tuple((genre, plusieurs, plusieurs) for genre, _, plusieurs in _DE_L_ELEVE),
    Sujet.COURS: ((GenrePapier.LISTE_CLASSE, "&Liste de classe", "&Listes de classe"),),
    Sujet.CRENEAU: (
        (GenrePapier.LISTE_CLASSE, "&Liste de classe", "&Listes de classe"),
        (GenrePapier.FEUILLE_PRESENCE, "&Feuille de présence du mois", "&Feuilles de présence du mois"),
    ),
    Sujet.ENSEIGNANT: (
        (GenrePapier.EMPLOI_ENSEIGNANT, "Emploi du &temps", "Emplois du &temps"),
        (GenrePapier.LISTE_CLASSE, "&Listes de classe", "&Listes de classe"),
    ),
    Sujet.SALLE: ((GenrePapier.EMPLOI_SALLE, "&Occupation de la salle", "&Occupation des salles"),),
}
PREMIERES_LIGNES = 3


def papiers_de(ctx: Contexte, sujet: Sujet, nombre: int) -> list[tuple[GenrePapier, str]]:
    """The papers that the person may ask for, with their words for one or several."""
    peut_tout = ctx.peut(Permission.CONSULTER)
    return [
        (genre, plusieurs if nombre > 1 else un)
        for genre, un, plusieurs in PAPIERS[sujet]
        if peut_tout or genre in DE_L_ENSEIGNANT
    ]


def phrase_produite(papier: PapierProduit) -> str:
    """``3 papiers prêts à imprimer``, and how many were left out."""
    n = papier.nombre
    pret = f"{n}\u00a0papiers prêts à imprimer" if n > 1 else "Papier prêt à imprimer"
    return f"{pret}, {phrase_ecartes(papier.ecartes)}" if papier.ecartes else pret


def phrase_ecartes(ecartes: Sequence[str]) -> str:
    """``2 laissés de côté (…)``: the first ones by name."""
    n = len(ecartes)
    noms = "\u00a0; ".join(ecartes[:PREMIERES_LIGNES])
    suite = "…" if n > PREMIERES_LIGNES else ""
    return f"{n}\u00a0laissé{'s' if n > 1 else ''} de côté ({noms}{suite})"
