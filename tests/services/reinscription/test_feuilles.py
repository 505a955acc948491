"""Cover sheets of a dossier: one for each row asked, and the code of each says that row."""

from pathlib import Path

import pytest

from imuse_desk.documents.client import Lecteur
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.feuille_route import FeuilleRoute
from imuse_desk.services.reinscription.feuilles import Ligne, imprimer_feuilles
from tests.fabriques import Maison
from tests.services.reinscription.outils import ouvrir


def _codes(maison: Maison, dossier: Path, *lignes: Ligne) -> list[FeuilleRoute | None]:
    _nom, contenu = imprimer_feuilles(maison.ctx(), ouvrir(maison).dossier_id, frozenset(lignes))
    chemin = dossier / "feuilles.pdf"
    chemin.write_bytes(contenu)
    lecteur = Lecteur(chemin)
    try:
        return [lecteur.feuille(page) for page in range(1, lecteur.pages + 1)]
    finally:
        lecteur.close()


def test_each_sheet_names_its_row(maison: Maison, tmp_path: Path) -> None:
    vu = ouvrir(maison)
    domicile, avis = maison.ids["type:domicile"], maison.ids["type:avis1"]
    lues = _codes(maison, tmp_path, (avis, None), (domicile, None))
    ctx = maison.ctx()
    ici = (ctx.site_id, vu.annee_cible_id)
    dites = [(f.dossier_id, f.type_id, f.eleve_id, (f.site_id, f.annee_id)) for f in lues if f is not None]
    assert dites == [(vu.dossier_id, domicile, 0, ici), (vu.dossier_id, avis, 0, ici)]


def test_a_row_without_object_has_none(maison: Maison) -> None:
    lignes = frozenset({(maison.ids["type:avis2"], None)})
    with pytest.raises(RegleMetier, match="aucune_ligne"):
        imprimer_feuilles(maison.ctx(), ouvrir(maison).dossier_id, lignes)
