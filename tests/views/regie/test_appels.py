"""The batch call as the régisseur makes it: seen, confirmed, issued once, stopped, resumed, and every fault told."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import BaseInjoignable, StockagePlein
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.reglages import FACTURE_MINIMUM
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import Message, PieceEmise, Quotient
from imuse_desk.services.facturation import lot as module_lot
from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.boutons import Bouton
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.regie import page_appels
from imuse_desk.views.regie.fenetre import FenetreRegie
from imuse_desk.views.regie.page_appels import PageAppels
from tests.bases import BaseDemo
from tests.fabriques import Maison
from tests.infra.serveur_smtp import Serveur, reglages
from tests.services.lectures.outils import pieces_de_cette_annee, relever
from tests.views.gestes import taper
from tests.views.regie.conftest import Ouvrir, attendre_calme

GAUCHE = Qt.MouseButton.LeftButton


def _appels(fenetre: FenetreRegie) -> PageAppels:
    page = fenetre.page("Appels")
    assert isinstance(page, PageAppels)
    return page


def _confirmer(qtbot: QtBot, page: PageAppels, executant: Executant) -> None:
    qtbot.mouseClick(page.emettre, GAUCHE)
    demande = page.findChildren(Confirmation)[-1]
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)


def _mots(page: PageAppels, colonne: int = 0) -> list[str]:
    return [page.modele.cellule(rang, colonne).texte for rang in range(page.modele.rowCount())]


def _pastilles(page: PageAppels) -> dict[str, Bouton]:
    trouvees = page.pastilles.findChildren(Bouton)
    return {str(b.property("cle")): b for b in trouvees if not b.isHidden()}


def _factures(maison: Maison) -> list[int]:
    with maison.base.lire() as session:
        return list(session.scalars(select(PieceEmise.total_centimes).where(PieceEmise.serie == Serie.FACTURE)))


def _dits(page: PageAppels) -> dict[str, str]:
    return {quoi.text(): combien.text() for quoi, combien in page._figures}


def _choisir(liste: Any, valeur: object) -> None:
    liste.poser_valeur(valeur)
    liste.activated.emit(liste.currentIndex())


def test_the_call_is_seen_then_issued_with_its_count_and_total(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    page = _appels(ouvrir())
    assert _mots(page) == ["Famille Valmont"]
    assert (_dits(page)["À émettre"], _dits(page)["Total"]) == ("1 facture", "760,00\u00a0€")
    assert page.emettre.text() == "Émettre 1 facture"
    qtbot.mouseClick(page.emettre, GAUCHE)
    demande = page.findChildren(Confirmation)[-1]
    assert demande.windowTitle() == "Émettre 1 facture\u00a0?"
    assert demande.confirmer.text() == "&Émettre 1 facture"
    qtbot.mouseClick(demande.renoncer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert _factures(maison) == []
    _confirmer(qtbot, page, executant)
    assert _factures(maison) == [76_000]
    assert page.bande.phrase.startswith("Appel émis le ")
    assert "1 facture émise sur 1, pour 760,00\u00a0€." in page.bande.phrase
    assert _mots(page, 2) == ["Émise"]
    assert page.emettre.isHidden()
    assert _mots(page, 4) == ["760,00"]
    assert page.window().barre.phrase == "Appel émis\u00a0: 1 facture pour 760,00\u00a0€"  # type: ignore[attr-defined]


def test_one_click_issues_once_even_asked_again(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    """Two windows were opened on the same call: the second finds the batch of the first, and adds nothing."""
    premiere, seconde = _appels(ouvrir()), _appels(ouvrir())
    _confirmer(qtbot, premiere, executant)
    _confirmer(qtbot, seconde, executant)
    assert _factures(maison) == [76_000]
    assert "déjà lancé" in seconde.bande.phrase or "Appel émis" in seconde.bande.phrase
    assert seconde.emettre.isHidden()


def test_exclusions_have_their_reasons_as_filters(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    maison.regler(FACTURE_MINIMUM.cle, 80_000)
    page = _appels(ouvrir())
    assert set(_pastilles(page)) == {"toutes", "exclues", "sous_minimum"}
    assert _pastilles(page)["sous_minimum"].text() == "Sous le minimum\u00a01"
    assert not page.emettre.isEnabled()
    assert _mots(page, 2) == ["Sous le minimum"]
    qtbot.mouseClick(_pastilles(page)["exclues"], GAUCHE)
    assert _mots(page) == ["Famille Valmont"]
    taper(qtbot, page.filtre, "durand")
    assert _mots(page) == []
    taper(qtbot, page.filtre, "valmont")
    assert _mots(page) == ["Famille Valmont"]


def _oublier_les_quotients(session: Session) -> None:
    session.execute(delete(Quotient))


def test_a_provisional_ceiling_is_marked(qtbot: QtBot, executant: Executant, ouvrir: Ouvrir, maison: Maison) -> None:
    pieces_de_cette_annee(maison)
    maison.ecrire(_oublier_les_quotients)
    page = _appels(ouvrir())
    assert _mots(page, 2) == ["Provisoire"]
    assert _dits(page)["Tarif plafond, à titre provisoire"] == "1"


def test_a_family_opens_in_the_main_window(qtbot: QtBot, ouvrir: Ouvrir, maison: Maison) -> None:
    fenetre = ouvrir()
    page = _appels(fenetre)
    page.table.selectRow(0)
    with qtbot.waitSignal(fenetre.bus.ouverture_demandee, timeout=5000) as ouvert:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert ouvert.args == ["foyer", maison.ids["Valmont"]]
    assert fenetre.isMinimized()


def test_another_register_and_another_rank_are_read_again(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    page = _appels(ouvrir())
    _choisir(page.choix.nature, "locations")
    attendre_calme(qtbot, executant)
    assert page.carte.titre.text().startswith("Premier appel de location")
    assert _mots(page, 2) == ["Rien à facturer"]
    _choisir(page.choix.nature, "cotisations")
    attendre_calme(qtbot, executant)
    _confirmer(qtbot, page, executant)
    _choisir(page.choix.rang, 2)
    attendre_calme(qtbot, executant)
    assert page.carte.titre.text().startswith("Deuxième appel de cotisation")
    assert _mots(page, 2) == ["Déjà facturée"]


def test_a_price_that_moved_is_left_aside_and_said(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    page = _appels(ouvrir())
    relever(maison, "Valmont", 200_000)
    _confirmer(qtbot, page, executant)
    assert _factures(maison) == []
    assert _mots(page, 2) == ["Montant changé"]
    assert "montant changé\u00a01" in page.bande.phrase
    assert page.emettre.isHidden(), "nobody is billed what nobody saw"


# ---- a batch of many families, stopped


@pytest.fixture
def demo(qtbot: QtBot, base_demo: BaseDemo, executant: Executant, monkeypatch: pytest.MonkeyPatch) -> PageAppels:
    """Some twenty families to bill, seven at a time."""
    monkeypatch.setattr(module_lot, "TRANCHE", 7)
    fenetre = FenetreRegie(executant, Bus(executant), base_demo.contexte(Role.REGISSEUR))
    qtbot.addWidget(fenetre)
    fenetre.show()
    attendre_calme(qtbot, executant)
    page = _appels(fenetre)
    assert page.modele.rowCount() > 15
    return page


def _comptes(base_demo: BaseDemo) -> list[int]:
    with base_demo.base.lire() as session:
        return list(session.scalars(select(PieceEmise.numero).order_by(PieceEmise.rang)))


@pytest.mark.parametrize("arret", ["disque", "serveur", "annuler"])
def test_a_batch_that_stops_says_what_is_issued_and_is_resumed(
    qtbot: QtBot,
    demo: PageAppels,
    base_demo: BaseDemo,
    executant: Executant,
    monkeypatch: pytest.MonkeyPatch,
    arret: str,
) -> None:
    total = demo.modele.rowCount()
    emettre, tranches = module_lot._emettre_tranche, []

    def une_tranche(*arguments: Any) -> Any:
        tranches.append(1)
        if len(tranches) == 2 and arret != "annuler":
            raise StockagePlein if arret == "disque" else BaseInjoignable
        fait = emettre(*arguments)
        if arret == "annuler" and len(tranches) == 1:
            assert demo._jeton is not None
            demo._jeton.annuler()
        return fait

    monkeypatch.setattr(module_lot, "_emettre_tranche", une_tranche)
    _confirmer(qtbot, demo, executant)
    assert _comptes(base_demo) == list(range(1, 8))
    phrase = demo.bande.phrase
    debut = {"disque": "Le disque est plein", "annuler": "Émission arrêtée"}.get(arret, "")
    assert phrase.startswith(debut)
    assert f"7 factures émises sur {total}" in phrase
    assert f"{total - 7} factures restent à émettre" in phrase
    assert not demo.window().barre._jauge.isVisible()  # type: ignore[attr-defined]
    assert demo.emettre.text() == f"Reprendre\u00a0: {total - 7} factures"
    reprendre = next(b for b in demo.bande.findChildren(Bouton) if b.property("cle") == "reprendre" and b.isVisible())
    qtbot.mouseClick(reprendre, GAUCHE)
    qtbot.mouseClick(demo.findChildren(Confirmation)[-1].confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert _comptes(base_demo) == list(range(1, total + 1))
    assert f"{total} factures émises sur {total}" in demo.bande.phrase


def test_a_base_that_stays_out_of_reach_is_told_with_what_is_known(
    qtbot: QtBot, demo: PageAppels, executant: Executant, monkeypatch: pytest.MonkeyPatch
) -> None:
    emettre, tranches = module_lot._emettre_tranche, []

    def perdue(*_arguments: Any) -> Any:
        raise BaseInjoignable

    def une_tranche(*arguments: Any) -> Any:
        tranches.append(1)
        if len(tranches) == 2:
            monkeypatch.setattr(page_appels, "apercu_lot", perdue)
            raise BaseInjoignable
        return emettre(*arguments)

    total = demo.modele.rowCount()
    monkeypatch.setattr(module_lot, "_emettre_tranche", une_tranche)
    _confirmer(qtbot, demo, executant)
    assert f"7 familles sur {total} étaient traitées\u00a0: l’appel se reprend" in demo.bande.phrase
    monkeypatch.setattr(page_appels, "apercu_lot", apercu_lot)
    reessayer = next(b for b in demo.bande.findChildren(Bouton) if b.isVisible())
    qtbot.mouseClick(reessayer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert demo.emettre.text().startswith("Reprendre")


def test_closing_the_window_stops_between_two_chunks(
    qtbot: QtBot, demo: PageAppels, base_demo: BaseDemo, executant: Executant
) -> None:
    total = demo.modele.rowCount()
    qtbot.mouseClick(demo.emettre, GAUCHE)
    qtbot.mouseClick(demo.findChildren(Confirmation)[-1].confirmer, GAUCHE)
    demo.window().close()
    attendre_calme(qtbot, executant)
    numeros = _comptes(base_demo)
    assert numeros == list(range(1, len(numeros) + 1))
    assert len(numeros) < total
    assert len(numeros) % 7 == 0


def test_a_batch_left_by_another_desk_is_shown_as_stopped(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    ctx = maison.ctx(Role.REGISSEUR)
    ouvrir_lot(ctx, apercu_lot(ctx, Appel(ctx.site_id, ctx.annee_id, Nature.COTISATIONS)))
    page = _appels(ouvrir())
    assert page.bande.phrase.startswith("Appel arrêté en cours\u00a0: 0 facture émise sur 1")
    _confirmer(qtbot, page, executant)
    assert _factures(maison) == [76_000]


def test_it_can_be_used_by_keys_and_read_aloud(ouvrir: Ouvrir) -> None:
    fenetre: QWidget = ouvrir()
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.libelles_sans_ami(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649


def test_the_invoices_of_a_call_are_printed_from_its_page(qtbot: QtBot, ouvrir: Ouvrir, executant: Executant) -> None:
    page = _appels(ouvrir())
    dits: list[str] = []
    page._bus.message.connect(lambda phrase, _annulation: dits.append(phrase))
    assert page.imprimer.isHidden()
    _confirmer(qtbot, page, executant)
    tirages = (("restent à imprimer (1)", "1 facture à imprimer"), ("DUPLICATA sur 1", "en duplicata"))
    for deja, (restent, dit) in enumerate(tirages):
        qtbot.mouseClick(page.imprimer, GAUCHE)
        attendre_calme(qtbot, executant)
        demande = page.papiers.demande
        assert demande is not None
        portee = demande.formulaire.widget("portee")
        assert isinstance(portee, ListeChoix)
        assert restent in portee.currentText()
        assert any(f"1 facture, {deja} déjà imprimée. " in e.text() for e in demande.findChildren(QLabel))
        qtbot.mouseClick(demande.confirmer, GAUCHE)
        attendre_calme(qtbot, executant)
        assert page.papiers.papier is not None
        qtbot.addWidget(page.papiers.papier)
        assert dit in dits[-1]


def test_a_batch_leaves_by_e_mail_and_the_rest_is_printed(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    """Without mail it says so; then it is counted, confirmed, and counts as printed."""
    page = _appels(ouvrir())
    assert page.envoyer.isHidden()
    _confirmer(qtbot, page, executant)
    dits = QSignalSpy(page._bus.message)
    qtbot.mouseClick(page.envoyer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert dits.at(0)[0].startswith("Le courriel n’est pas réglé.")
    barre = page.window().findChild(BarreEtat)
    assert isinstance(barre, BarreEtat)
    assert str(barre.ton) == "warn", "a refusal is not shown as done"
    enregistrer_smtp(maison.ctx(Role.ADMINISTRATION), CommandeSmtp(reglages(Serveur(port=1025)), 0), Coffre())
    qtbot.mouseClick(page.envoyer, GAUCHE)
    attendre_calme(qtbot, executant)
    demande = page.window().findChildren(Confirmation)[-1]
    assert demande.windowTitle() == "Envoyer 26FC00001 par courriel\u00a0?"
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert dits.at(dits.count() - 1)[0] == "1 pièce part par courriel"
    assert str(barre.ton) == "ok"
    with maison.base.lire() as session:
        assert session.scalars(select(Message.destinataire)).all() == ["valmont0@example.org"]
    qtbot.mouseClick(page.envoyer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert dits.at(dits.count() - 1)[0].startswith("Toutes les factures de cet appel sont déjà imprimées")
