"""A scan cut at its cover sheets, each part with the row that it belongs to, where the machine can tell."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from imuse_desk.documents.client import Lecteur, examiner
from imuse_desk.documents.composition import ADMISES, Assemblage, PagePrise
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.feuille_route import FeuilleRoute
from imuse_desk.domain.roles import Permission
from imuse_desk.services.bannette.destination import Destination, NomScelle, par_feuille, par_sceau
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.verification.confiance import charger_magasin
from imuse_desk.services.verification.sceaux import SceauVu, lire_sceau

PAGES_MAX = 200


class Voie(StrEnum):
    """What told where a part belongs."""

    FEUILLE = "feuille"
    SCEAU = "sceau"
    MAIN = "main"


@dataclass(frozen=True, slots=True)
class Partie:
    """Pages of a file that go to one row; ``probleme`` says why a cover sheet, or the name of a seal, tells no row."""

    chemin: Path
    rang: int
    pages: tuple[int, ...]
    est_seule: bool
    voie: Voie = Voie.MAIN
    destination: Destination | None = None
    probleme: str = ""
    nom_scelle: str = ""

    @property
    def est_sure(self) -> bool:
        """A cover sheet says the row: it may be filed unseen."""
        return self.voie is Voie.FEUILLE and self.est_rangeable

    @property
    def est_rangeable(self) -> bool:
        """A row is known, and there is something to file."""
        return self.destination is not None and self.destination.type_id is not None and bool(self.pages)

    @property
    def source(self) -> Path | Assemblage:
        """What is imported: the file itself, or its pages without the cover sheets and without the others' pages."""
        if self.est_seule:
            return self.chemin
        nom = f"{self.chemin.stem}.pdf" if self.rang == 1 else f"{self.chemin.stem} ({self.rang}).pdf"
        return Assemblage(nom, tuple(PagePrise(self.chemin, page) for page in self.pages), est_extrait=True)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def lire_fichier(ctx: Contexte, chemin: Path) -> tuple[Partie, ...]:
    """The parts of a file that arrived, each with its destination where one is known.

    Raises RegleMetier with the code of what keeps the file from being opened.
    """
    with ctx.lire() as session:
        magasin = charger_magasin(session)
    lecteur = Lecteur(chemin, natures=ADMISES)
    try:
        if lecteur.pages > PAGES_MAX:
            raise RegleMetier("trop_complexe")
        feuilles = [lecteur.feuille(page) for page in range(1, lecteur.pages + 1)]
        vides = examiner(chemin, natures=ADMISES).faits.get("pages_vides", ()) if any(feuilles) else ()
        coupes = _couper(feuilles, frozenset(vides))
        seul = len(coupes) == 1 and coupes[0][0] is None
        sceau = lire_sceau(lecteur, magasin, ctx.aujourdhui()) if seul else None
    finally:
        lecteur.close()
    return tuple(
        _adresser(ctx, Partie(chemin, rang, pages, est_seule=seul), feuille, sceau)
        for rang, (feuille, pages) in enumerate(coupes, 1)
    )


def _couper(
    feuilles: list[FeuilleRoute | None], vides: AbstractSet[int]
) -> list[tuple[FeuilleRoute | None, tuple[int, ...]]]:
    """Each cover sheet begins a part, without itself and without its blank back."""
    coupes: list[tuple[FeuilleRoute | None, list[int]]] = []
    for page, feuille in enumerate(feuilles, 1):
        if feuille is None:
            if not coupes:
                coupes.append((None, []))
            if page not in vides or page == 1 or feuilles[page - 2] is None:
                coupes[-1][1].append(page)
        elif not coupes or coupes[-1] != (feuille, []):
            coupes.append((feuille, []))
    return [(feuille, tuple(pages)) for feuille, pages in coupes]


def _adresser(ctx: Contexte, partie: Partie, feuille: FeuilleRoute | None, sceau: SceauVu | None) -> Partie:
    if feuille is not None:
        trouve = par_feuille(ctx, feuille)
        if isinstance(trouve, str):
            return replace(partie, voie=Voie.FEUILLE, probleme=trouve)
        probleme = "" if partie.pages else "feuille_seule"
        return replace(partie, voie=Voie.FEUILLE, destination=trouve, probleme=probleme)
    propose = par_sceau(ctx, sceau) if sceau is not None else None
    if isinstance(propose, NomScelle):
        return replace(partie, probleme=propose.probleme, nom_scelle=propose.nom)
    return replace(partie, voie=Voie.SCEAU, destination=propose) if propose is not None else partie
