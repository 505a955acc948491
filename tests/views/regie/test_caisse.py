"""The till, the closings and the money to class, as the régisseur uses them: typed, clicked, printed."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.pieces import GenreActe
from imuse_desk.domain.roles import Role
from imuse_desk.models import Compte, Foyer
from imuse_desk.services.facturation.a_classer import lire_a_classer
from imuse_desk.services.facturation.caisse import lire_caisse
from imuse_desk.services.facturation.clotures import lire_clotures
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.facturation.reglages_regie import lire_regie
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.regie.fenetre import FenetreRegie
from tests.fabriques import Maison
from tests.services.facturation.outils import facturer, payer, regler_regie, sans_faute
from tests.views.gestes import taper
from tests.views.regie.conftest import Ouvrir, attendre_calme

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def fenetre(ouvrir: Ouvrir, maison: Maison) -> FenetreRegie:
    """A float of 50 €, some cash and a cheque in the till."""
    regler_regie(maison, fonds_centimes=5_000, encaisse_max_centimes=10_000)
    facturer(maison)
    payer(maison, "especes", 12_000)
    payer(maison, "cheque", 20_000)
    return ouvrir()


def _page(fenetre: FenetreRegie, nom: str, qtbot: QtBot, executant: Executant) -> Any:
    page = fenetre.page(nom)
    attendre_calme(qtbot, executant)
    return page


def _net(mots: str) -> str:
    return mots.replace("\u00a0", " ").replace("\u202f", " ").replace("&", "")


def _demande(page: Any) -> Demande:
    ouvertes: list[Demande] = [d for d in page.findChildren(Demande) if d.isVisible()]
    return ouvertes[-1]


def test_the_till_is_opened_then_closed_with_its_difference(
    qtbot: QtBot, fenetre: FenetreRegie, maison: Maison, executant: Executant
) -> None:
    page = _page(fenetre, "Caisse", qtbot, executant)
    assert _net(page.theorique.text()) == "Caisse fermée : 170,00 € en théorie"
    assert _net(page.alerte.accessibleName()) == "Encaisse de 120,00 € : le maximum est de 100,00 €."
    taper(qtbot, page.comptage.champs[5_000], "3")
    taper(qtbot, page.comptage.champs[2_000], "1")
    assert _net(page.ecart.text()) == "Compté 170,00 € : la caisse est juste."
    qtbot.mouseClick(page.compter, GAUCHE)
    attendre_calme(qtbot, executant)
    assert _net(page.compter.text()) == "Arrêter la caisse"
    taper(qtbot, page.comptage.champs[5_000], "3")
    assert _net(page.ecart.text()) == "Compté 150,00 € : il manque 20,00 € sur 170,00 €."
    qtbot.mouseClick(page.compter, GAUCHE)
    attendre_calme(qtbot, executant)
    assert "motif" in _net(page.echec.accessibleName())
    assert page.a_des_brouillons
    taper(qtbot, page.motif, "billet manquant")
    qtbot.mouseClick(page.compter, GAUCHE)
    attendre_calme(qtbot, executant)
    assert not page.a_des_brouillons
    assert not page.echec.isVisible()
    vu = lire_caisse(maison.ctx(Role.REGISSEUR)).comptages[0]
    assert (vu.genre, vu.ecart_centimes, vu.motif) == (GenreActe.ARRETE, -2_000, "billet manquant")
    page.comptages.setCurrentIndex(page.modele_comptages.index(0, 0))
    qtbot.mouseClick(page.imprimer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert isinstance(page.papier, FenetrePapier)
    page.papier.close()
    sans_faute(maison)


def test_the_service_is_handed_over_with_its_paper(
    qtbot: QtBot, fenetre: FenetreRegie, maison: Maison, executant: Executant
) -> None:
    """170 € counted, cheques in the safe: a régisseur is chosen, the paper opens, the list shows both acts."""
    maison.ajouter(Compte(identifiant="p.renard", nom_affiche="Paul Renard", mot_de_passe="x"))
    page = _page(fenetre, "Caisse", qtbot, executant)
    taper(qtbot, page.comptage.champs[5_000], "3")
    taper(qtbot, page.comptage.champs[1_000], "1")
    qtbot.mouseClick(page.remettre, GAUCHE)
    attendre_calme(qtbot, executant)
    demande = _demande(page)
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    assert set(demande.formulaire.erreurs) == {"entrant", "motif"}, "ten euros are missing"
    qtbot.keyClicks(demande.formulaire.widget("entrant"), "P")
    taper(qtbot, demande.formulaire.widget("motif"), "billet manquant")
    qtbot.keyClicks(demande.formulaire.widget("stock"), "Coffre, deux clefs")
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert page.papier.chemin.name == "remise_service_2026-0001.pdf"
    page.papier.close()
    assert [page.modele_comptages.cellule(rang, 0).texte for rang in range(2)] == ["Remise de service", "Arrêté"]
    assert page.comptage.est_vide
    with pytest.raises(RegleMetier, match="non_nomme"):
        payer(maison, "especes", 1_000)
    sans_faute(maison)


def test_a_month_is_closed_once_it_is_over(
    qtbot: QtBot, fenetre: FenetreRegie, maison: Maison, executant: Executant
) -> None:
    page = _page(fenetre, "Clôtures", qtbot, executant)
    assert not page.clore.isEnabled()
    maison.horloge.instant += timedelta(days=20)
    page.relire()
    attendre_calme(qtbot, executant)
    assert _net(page.clore.text()) == "Clore mai 2026"
    qtbot.mouseClick(page.clore, GAUCHE)
    qtbot.mouseClick(page.findChildren(Confirmation)[-1].confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert page.modele.rowCount() == 1
    assert not page.clore.isEnabled()
    assert len(lire_clotures(maison.ctx(Role.REGISSEUR)).closes) == 1
    assert not page.versement.isEnabled()
    page.table.setCurrentIndex(page.modele.index(0, 0))
    for bouton, nom in ((page.journal, "journal_a_souches"), (page.versement, "etat_de_versement")):
        qtbot.mouseClick(bouton, GAUCHE)
        attendre_calme(qtbot, executant)
        assert page.papier.chemin.name == f"{nom}_2026-05-01_2026-05-31.pdf"
        page.papier.close()


def test_the_statements_of_a_period_are_seen_and_printed(
    qtbot: QtBot, fenetre: FenetreRegie, executant: Executant
) -> None:
    page = _page(fenetre, "États", qtbot, executant)
    journal, versement = page.journal, page.versement
    cumul = [_net(journal.modele.cellule(rang, 7).texte) for rang in range(journal.modele.rowCount())]
    assert (journal.carte.titre.text(), cumul) == ("Journal à souches (2)", ["120,00", "320,00"])
    qtbot.keyClick(page.choix, Qt.Key.Key_Down)
    attendre_calme(qtbot, executant)
    colonnes = [[_net(versement.modele.cellule(rang, c).texte) for c in (0, 2, 4)] for rang in range(5)]
    assert colonnes == [
        ["Produits", "Cotisations", "320,00"], ["Moyens de paiement", "Espèces", "120,00"],
        ["Moyens de paiement", "Chèque", "200,00"], ["Reste à verser", "Espèces en caisse", "120,00"],
        ["Reste à verser", "Chèques à remettre", "200,00"],
    ]  # fmt: skip
    qtbot.mouseClick(versement.imprimer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert isinstance(versement.papier, FenetrePapier)
    versement.papier.close()
    taper(qtbot, versement.au, "01/01/2026")
    qtbot.keyClick(versement.au, Qt.Key.Key_Return)
    qtbot.mouseClick(versement.imprimer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert versement.echec.isVisible()
    assert versement.modele.rowCount() == 0


def test_a_transfer_without_a_name_is_noted_then_classed(
    qtbot: QtBot, fenetre: FenetreRegie, maison: Maison, executant: Executant
) -> None:
    page = _page(fenetre, "À classer", qtbot, executant)
    qtbot.mouseClick(page.nouvelle, GAUCHE)
    demande = _demande(page)
    taper(qtbot, demande.formulaire.widget("montant"), "440")
    taper(qtbot, demande.formulaire.widget("payeur"), "VIR SEPA VALMONT")
    mode = demande.formulaire.widget("mode")
    mode.setFocus()
    qtbot.keyClicks(mode, "V")
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert page.modele.rowCount() == 1
    page.table.setCurrentIndex(page.modele.index(0, 0))
    qtbot.mouseClick(page.classer, GAUCHE)
    demande = _demande(page)
    taper(qtbot, demande.formulaire.widget("dossier"), "99999")
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert "99999" in demande.formulaire.erreurs["dossier"]
    with maison.base.lire() as session:
        numero = session.get_one(Foyer, maison.ids["Valmont"]).numero
    demande.formulaire.poser({"dossier": numero})
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert page.modele.rowCount() == 0
    ctx = maison.ctx(Role.REGISSEUR)
    assert lire_a_classer(ctx).total_centimes == 0
    assert lire_compte(ctx, maison.ids["Valmont"]).solde_centimes == 0
    sans_faute(maison)


def test_the_card_of_the_regie_is_written_and_a_person_named(
    qtbot: QtBot, ouvrir: Ouvrir, maison: Maison, executant: Executant
) -> None:
    page = _page(ouvrir(Role.REGISSEUR, Role.DIRECTION), "Réglages", qtbot, executant)
    form = page.formulaire
    taper(qtbot, form.widget("iban"), "FR76 3000 6000 0112 3456 7890 188")
    qtbot.keyClicks(form.widget("produits"), "cotisations = 7062")
    qtbot.mouseClick(page.enregistrer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert "iban" in form.erreurs, "its key is wrong"
    form.widget("iban").clear()
    taper(qtbot, form.widget("iban"), "FR76 3000 6000 0112 3456 7890 189")
    virement = next(c for c in page._modes.values() if c.text() == "Virement")
    virement.setChecked(False)
    qtbot.mouseClick(page.enregistrer, GAUCHE)
    attendre_calme(qtbot, executant)
    vue = lire_regie(maison.ctx(Role.DIRECTION))
    assert (vue.saisie.iban, vue.saisie.produits) == ("FR7630006000011234567890189", (("cotisations", "7062"),))
    assert "Virement" not in [libelle for mode_id, libelle in vue.modes if mode_id in vue.saisie.modes]
    qtbot.mouseClick(page.nommer, GAUCHE)
    qtbot.mouseClick(_demande(page).confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    [nommee] = lire_regie(maison.ctx()).nominations
    assert (nommee.nom, nommee.au_le) == ("Aline Martin", None)
    facturer(maison)
    payer(maison, "especes", 1_000)


def test_the_card_is_read_only_for_the_regisseur(qtbot: QtBot, fenetre: FenetreRegie, executant: Executant) -> None:
    page = _page(fenetre, "Réglages", qtbot, executant)
    assert not page.enregistrer.isEnabled()
    assert not page.nommer.isEnabled()
