"""What is wrong in a file of prices: every problem found, each with file, item and key."""

from dataclasses import dataclass, field

from imuse_desk.domain.erreurs import ErreurMetier

TEXTES_PROBLEME = {
    "grille_cle_inconnue": "clé inconnue",
    "grille_cle_double": "clé écrite deux fois",
    "grille_type_inconnu": "type inconnu",
    "grille_valeur": "valeur refusée",
    "grille_forme": "le fichier n’est pas fait de lignes « clé : valeur »",
    "grille_choix": "mot hors de la liste permise",
    "grille_manque": "clé obligatoire absente",
    "grille_trou": "valeur absente",
    "grille_bandes_ouvertes": "la dernière tranche doit rester ouverte (null)",
    "grille_bandes_desordre": "les limites des tranches doivent croître",
    "grille_plancher_plafond": "plancher au-dessus du plafond",
    "grille_code_double": "code employé deux fois",
    "grille_syntaxe": "le fichier ne se lit pas",
    "grille_trop_grande": "fichier trop grand ou trop profond",
    "grille_illisible": "fichier introuvable ou illisible",
}
"""Every code a problem may carry, in French."""


@dataclass(frozen=True)
class Probleme:
    """One fault of a file; ``article`` is the code of the item or adjustment, empty outside of them."""

    fichier: str
    article: str
    cle: str
    code: str
    detail: str = ""


class GrilleInvalide(ErreurMetier):
    """A file of prices (or a household's file) can't be used; ``problemes`` lists all that was found."""

    def __init__(self, problemes: tuple[Probleme, ...]) -> None:
        premier = problemes[0]
        super().__init__(
            premier.code,
            fichier=premier.fichier,
            article=premier.article,
            cle=premier.cle,
            detail=premier.detail,
            n=len(problemes),
        )
        self.problemes = problemes
        self.fichier = premier.fichier
        self.article = premier.article
        self.cle = premier.cle


@dataclass(frozen=True)
class Lieu:
    """Where the reader stands in a file: an item or adjustment, and the path of keys inside it."""

    article: str = ""
    chemin: str = ""

    def sous(self, cle: str) -> "Lieu":
        """Go down to one key."""
        return Lieu(self.article, f"{self.chemin}.{cle}" if self.chemin else cle)

    def rang(self, indice: int) -> "Lieu":
        """Go down to one entry of a list."""
        return Lieu(self.article, f"{self.chemin}[{indice}]")


@dataclass
class Journal:
    """The problems met while one file is read."""

    fichier: str
    problemes: list[Probleme] = field(default_factory=list)

    def signaler(self, lieu: Lieu, code: str, detail: str = "") -> None:
        """Note one problem and go on reading."""
        self.problemes.append(Probleme(self.fichier, lieu.article, lieu.chemin, code, detail))

    def conclure(self) -> None:
        """Raise GrilleInvalide when anything was noted."""
        if self.problemes:
            raise GrilleInvalide(tuple(self.problemes))
