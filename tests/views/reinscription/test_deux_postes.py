"""Two desks on one server: what one imports, the other opens."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import delete

from imuse_desk.models import MorceauDocument
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lancement import depot_de
from imuse_desk.services.reinscription.ouverture import assurer_dossier
from imuse_desk.views.common.executant import Executant
from tests.bases import AUTEUR
from tests.fabriques import maison_valmont, pdf
from tests.views.reinscription.ecran import Ecran


@pytest.fixture
def postes(base_pg: Base, tmp_path: Path) -> Iterator[tuple[Contexte, Contexte, int]]:
    """The same person at two desks, each with its own connections, and the Valmont family."""
    maison = maison_valmont(base_pg, tmp_path / "jamais")
    assurer_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"])
    autre = Base.ouvrir(base_pg.moteur.url)
    un, deux = (replace(maison.ctx(), base=b, depot=depot_de(b), poste=p) for b, p in ((base_pg, "A"), (autre, "B")))
    yield un, deux, maison.ids["Valmont"]
    autre.fermer()
    assert not (tmp_path / "jamais").exists()


@pytest.fixture
def ecrans(
    qtbot: QtBot, executant: Executant, postes: tuple[Contexte, Contexte, int], tmp_path: Path
) -> Iterator[tuple[Ecran, Ecran]]:
    """A piece has been imported at the first desk; the second shows the same family."""
    un, deux, foyer_id = postes
    premier, second = Ecran(qtbot, executant), Ecran(qtbot, executant)
    premier.ouvrir(un, foyer_id)
    chemin = tmp_path / "loyer.pdf"
    chemin.write_bytes(pdf(2, "loyer"))
    premier.lacher(premier.piece("domicile"), chemin)
    assert premier.phrase == ""
    chemin.unlink()
    second.ouvrir(deux, foyer_id)
    yield premier, second
    second.fermer()


def test_a_piece_imported_at_one_desk_is_opened_at_the_other(ecrans: tuple[Ecran, Ecran]) -> None:
    _, second = ecrans
    fenetre = second.consulter("domicile")
    second.calme()
    assert fenetre.vue.feuille.isVisible()
    assert fenetre.vue.vignettes.count() == 2
    assert not fenetre.vue.message.isVisible()


def test_a_content_that_is_gone_is_said_in_its_place(
    ecrans: tuple[Ecran, Ecran], postes: tuple[Contexte, Contexte, int]
) -> None:
    premier, second = ecrans
    piece = premier.piece("domicile").piece
    assert piece is not None

    def abimer(unite: Unite) -> None:
        unite.session.execute(delete(MorceauDocument))

    postes[0].base.ecrire(AUTEUR, "abimer", abimer)
    fenetre = second.consulter("domicile")
    second.calme()
    assert "n’est plus celui qui a été reçu" in fenetre.vue.message.text()
    fenetre.close()
    postes[0].depot.retirer(piece.fichiers[0].sha256)
    fenetre = second.consulter("domicile")
    second.calme()
    assert "n’est pas dans le dépôt" in fenetre.vue.message.text()
