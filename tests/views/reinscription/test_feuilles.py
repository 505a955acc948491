"""Cover sheets asked from the card of the pieces: those that lack are proposed, the PDF opens."""

from imuse_desk.documents.client import Lecteur
from imuse_desk.services.reinscription.ouverture import assurer_dossier
from imuse_desk.views.common import accessibilite
from imuse_desk.views.reinscription.feuilles import DemandeFeuilles
from tests.views.reinscription.ecran import Ecran


def _demande(ecran: Ecran) -> DemandeFeuilles:
    ecran.cliquer(ecran.onglet.pieces.feuilles)
    (demande,) = ecran.onglet.findChildren(DemandeFeuilles)
    return demande


def test_the_sheets_of_what_lacks_open_in_a_window(ecran: Ecran) -> None:
    demande = _demande(ecran)
    assert accessibilite.sans_nom(demande) == []
    demande.confirmer.click()
    ecran.calme()
    papier = ecran.papier()
    assert papier.chemin.name.startswith("feuilles_de_route_")
    assert papier.chemin.read_bytes().count(b"/Type /Page\n") == 3, "domicile, CAF, avis"


def test_no_row_ticked_is_said(ecran: Ecran) -> None:
    demande = _demande(ecran)
    demande.poser(dict.fromkeys(demande.formulaire.valider() or {}, False))
    demande.confirmer.click()
    ecran.calme()
    assert ecran.phrase == "Aucune pièce n’est choisie. Cochez au moins une pièce."


def test_the_sheets_are_of_the_family_that_they_were_asked_for(ecran: Ecran) -> None:
    """Another dossier comes on show behind the question: a search, a second window."""
    maison = ecran.maison
    maison.foyer("Bernard")
    maison.eleve("Paul", "Bernard", cours=("COR", "FM1.1"))
    assurer_dossier(maison.ctx(), foyer_id=maison.ids["Bernard"])
    demande = _demande(ecran)
    ecran.aller(maison.ctx(), maison.ids["Bernard"])
    demande.confirmer.click()
    ecran.calme()
    lecteur = Lecteur(ecran.papier().chemin)
    dit = lecteur.texte_page(1)
    lecteur.close()
    assert "Claire Valmont" in dit
    assert "Bernard" not in dit
