"""The counter entry in the hands of the régisseur: keys only, live, nothing lost, nothing twice."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.domain.erreurs import BaseInjoignable, StockagePlein
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Role
from imuse_desk.models import Reglement
from imuse_desk.services.facturation import encaissement as services
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.views.common import accessibilite
from imuse_desk.views.facturation import encaissement as vues
from imuse_desk.views.facturation.encaissement import Encaissement
from tests.services.facturation.outils import payer, sans_faute
from tests.views.facturation.ecran import Ecran
from tests.views.gestes import taper


@pytest.fixture
def caisse(ecran: Ecran) -> Encaissement:
    """Ctrl+E."""
    ecran.onglet.activateWindow()
    ecran.onglet.saisir_encaissement()
    caisse = ecran.onglet.encaissement
    ecran.qtbot.waitUntil(caisse.champs.montant.hasFocus)
    return caisse


def reglements(ecran: Ecran) -> list[Reglement]:
    with ecran.maison.base.lire() as session:
        return session.query(Reglement).order_by(Reglement.id).all()


def solde(ecran: Ecran) -> int:
    return lire_compte(ecran.maison.ctx(), ecran.maison.ids["Valmont"]).solde_centimes


def champ(caisse: Encaissement, cle: str) -> QWidget:
    return caisse.formulaire.widget(cle)


def choisir_mode(ecran: Ecran, caisse: Encaissement, lettre: str) -> None:
    caisse.champs.mode.setFocus()
    ecran.qtbot.keyClicks(caisse.champs.mode, lettre)


def entree(ecran: Ecran, widget: QWidget) -> None:
    widget.setFocus()
    ecran.qtbot.keyClick(widget, Qt.Key.Key_Return)
    ecran.calme()
    ecran.calme()
    if ecran.onglet.gestes.papier is not None:
        ecran.onglet.activateWindow()


def remplir_cheque(ecran: Ecran, caisse: Encaissement, montant: str, numero: str) -> None:
    choisir_mode(ecran, caisse, "c")
    for cle, mots in (("montant", montant), ("banque", "Banque du Val"), ("numero", numero)):
        taper(ecran.qtbot, champ(caisse, cle), mots)


def test_family_amount_mode_enter_receipt(ecran: Ecran, caisse: Encaissement) -> None:
    """What is owed is proposed; Enter in the first field is enough."""
    assert caisse.champs.montant.text() == "760,00"
    assert caisse.bouton.text() == "Encaisser 760,00\u00a0€"
    assert caisse.apres.text() == "Solde 0,00\u00a0€"
    entree(ecran, caisse.champs.montant)
    assert solde(ecran) == 0
    assert ecran.papier().windowTitle() == "recu_26RC00001.pdf"
    assert ecran.dit() == "Reçu 26RC00001\u00a0: 760,00\u00a0€ encaissés"
    assert ecran.rangees()[0][2] == "26RC00001"
    assert caisse.champs.montant.text() == ""
    sans_faute(ecran.maison)


def test_a_letter_picks_the_mode_and_shows_what_it_asks(ecran: Ecran, caisse: Encaissement) -> None:
    banque, recu = champ(caisse, "banque"), champ(caisse, "recu")
    assert (banque.isVisible(), recu.isVisible()) == (False, True)
    choisir_mode(ecran, caisse, "c")
    assert caisse.champs.mode.currentText() == "Chèque"
    assert (banque.isVisible(), recu.isVisible()) == (True, False)
    ecran.qtbot.wait(QApplication.keyboardInputInterval() + 50)  # a letter typed at once would go on with the word
    choisir_mode(ecran, caisse, "v")
    assert (banque.isVisible(), recu.isVisible()) == (False, False)


def test_cash_says_the_change_and_refuses_too_little(ecran: Ecran, caisse: Encaissement) -> None:
    taper(ecran.qtbot, caisse.champs.montant, "145")
    taper(ecran.qtbot, caisse.champs.recu, "200")
    assert caisse.champs.monnaie.text() == "À rendre\u00a0: 55,00\u00a0€"
    taper(ecran.qtbot, caisse.champs.recu, "100")
    assert caisse.champs.monnaie.text() == "Il manque 45,00\u00a0€"
    entree(ecran, caisse.champs.recu)
    assert "Il manque 45,00\u00a0€" in caisse.formulaire.erreurs["recu"]
    assert reglements(ecran) == []


def test_a_cheque_says_what_it_lacks_under_its_fields(ecran: Ecran, caisse: Encaissement) -> None:
    choisir_mode(ecran, caisse, "c")
    entree(ecran, caisse.champs.montant)
    assert "banque" in caisse.formulaire.erreurs
    taper(ecran.qtbot, champ(caisse, "banque"), "Banque du Val")
    entree(ecran, champ(caisse, "banque"))
    assert "numero" in caisse.formulaire.erreurs
    assert reglements(ecran) == []


def test_several_cheques_make_one_receipt(ecran: Ecran, caisse: Encaissement) -> None:
    remplir_cheque(ecran, caisse, "300", "0004512")
    taper(ecran.qtbot, champ(caisse, "tireur"), "Paul Valmont")
    ecran.qtbot.mouseClick(caisse.champs.ajouter, Qt.MouseButton.LeftButton)
    assert caisse.champs.cheques.mots == ["N°\u00a00004512 · Banque du Val · 300,00\u00a0€"]
    assert caisse.champs.montant.text() == "460,00"
    taper(ecran.qtbot, champ(caisse, "numero"), "0004513")
    assert caisse.bouton.text() == "Encaisser 760,00\u00a0€"
    entree(ecran, champ(caisse, "numero"))
    assert [(r.montant_centimes, r.numero_titre, r.tireur) for r in reglements(ecran)] == [
        (30_000, "0004512", "Paul Valmont"),
        (46_000, "0004513", "Paul Valmont"),
    ]
    assert solde(ecran) == 0
    assert caisse.champs.cheques.mots == []


def test_a_cheque_put_aside_can_be_taken_off(ecran: Ecran, caisse: Encaissement) -> None:
    remplir_cheque(ecran, caisse, "300", "0004512")
    ecran.qtbot.mouseClick(caisse.champs.ajouter, Qt.MouseButton.LeftButton)
    ecran.qtbot.mouseClick(caisse.champs.cheques.boutons[0], Qt.MouseButton.LeftButton)
    assert caisse.champs.cheques.mots == []
    assert caisse.total_centimes == 46_000


def test_what_it_settles_follows_and_the_rest_is_an_advance(ecran: Ecran, caisse: Encaissement) -> None:
    [part] = caisse.parts.editeurs.values()
    taper(ecran.qtbot, caisse.champs.montant, "200")
    assert part.text() == "200,00"
    taper(ecran.qtbot, caisse.champs.montant, "800")
    assert part.text() == "760,00"
    assert caisse.avance.text() == "Avance de 40,00\u00a0€ sur 2025-2026, cotisations"
    assert caisse.apres.text() == "En votre faveur 40,00\u00a0€"
    taper(ecran.qtbot, part, "500")
    assert caisse.avance.text() == "Avance de 300,00\u00a0€ sur 2025-2026, cotisations"
    ecran.onglet.registres.setCurrentIndex(1)
    assert caisse.avance.text().endswith("locations")
    entree(ecran, part)
    compte = lire_compte(ecran.maison.ctx(), ecran.maison.ids["Valmont"])
    assert {b.nature: b.solde_centimes for b in compte.blocs} == {
        Nature.COTISATIONS: 26_000, Nature.LOCATIONS: -30_000,
    }  # fmt: skip
    sans_faute(ecran.maison)


def test_parts_beyond_what_is_given_are_refused_under_them(ecran: Ecran, caisse: Encaissement) -> None:
    [part] = caisse.parts.editeurs.values()
    taper(ecran.qtbot, part, "500")
    taper(ecran.qtbot, caisse.champs.montant, "100")
    assert caisse.avance.text() == "Les parts dépassent de 400,00\u00a0€ ce qui est versé"
    entree(ecran, caisse.champs.montant)
    assert reglements(ecran) == []
    taper(ecran.qtbot, caisse.champs.montant, "900")
    taper(ecran.qtbot, part, "800")
    entree(ecran, part)
    assert "Il reste 760,00\u00a0€" in "\n".join(e.text() for e in caisse.parts.findChildren(type(caisse.avance)))
    assert caisse.champs.montant.text() == "900,00"
    assert reglements(ecran) == []


def test_somebody_else_pays(ecran: Ecran, caisse: Encaissement) -> None:
    taper(ecran.qtbot, champ(caisse, "payeur"), "CCAS de Rives")
    taper(ecran.qtbot, champ(caisse, "reference"), "Mandat 42")
    entree(ecran, champ(caisse, "reference"))
    assert [(r.payeur, r.reference) for r in reglements(ecran)] == [("CCAS de Rives", "Mandat 42")]


def _perdre(monkeypatch: pytest.MonkeyPatch, *, est_ecrit: bool, erreur: Exception) -> Callable[[], int]:
    """The next click meets a fault, before or after the COMMIT; gives how many clicks arrived."""
    vrai, clics = services.encaisser, []

    def rater(*arguments: object) -> object:
        clics.append(arguments)
        if len(clics) > 1:
            return vrai(*arguments)  # type: ignore[arg-type]
        if est_ecrit:
            vrai(*arguments)  # type: ignore[arg-type]
        raise erreur

    monkeypatch.setattr(vues, "encaisser", rater)
    return lambda: len(clics)


@pytest.mark.parametrize("est_ecrit", [True, False])
def test_a_lost_server_loses_nothing_and_doubles_nothing(
    ecran: Ecran, caisse: Encaissement, monkeypatch: pytest.MonkeyPatch, *, est_ecrit: bool
) -> None:
    clics = _perdre(monkeypatch, est_ecrit=est_ecrit, erreur=BaseInjoignable())
    remplir_cheque(ecran, caisse, "300", "0004512")
    entree(ecran, champ(caisse, "numero"))
    assert caisse.bouton.text() == "Réessayer 300,00\u00a0€"
    assert "deux fois" in caisse.alerte.phrase
    assert champ(caisse, "numero").isReadOnly()  # type: ignore[attr-defined]
    ecran.qtbot.mouseClick(caisse.bouton, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert clics() == 2
    assert [r.numero_titre for r in reglements(ecran)] == ["0004512"]
    assert solde(ecran) == 46_000
    assert caisse.alerte.isHidden()


def test_a_sure_refusal_keeps_what_was_typed_and_may_be_edited(
    ecran: Ecran, caisse: Encaissement, monkeypatch: pytest.MonkeyPatch
) -> None:
    _perdre(monkeypatch, est_ecrit=False, erreur=StockagePlein())
    remplir_cheque(ecran, caisse, "300", "0004512")
    entree(ecran, champ(caisse, "numero"))
    assert caisse.alerte.isVisible()
    taper(ecran.qtbot, caisse.champs.montant, "310")
    entree(ecran, caisse.champs.montant)
    assert [(r.montant_centimes, r.numero_titre) for r in reglements(ecran)] == [(31_000, "0004512")]


def test_what_is_typed_stays_when_the_ledger_is_read_again_or_another_family_looked_at(
    ecran: Ecran, caisse: Encaissement
) -> None:
    autre = ecran.maison.foyer("Duhamel")
    remplir_cheque(ecran, caisse, "300", "0004512")
    payer(ecran.maison, "carte", 70_000)
    ecran.onglet.ouvrir(ecran.maison.ids["Valmont"])
    ecran.calme()
    assert caisse.champs.montant.text() == "300"
    assert [e.text() for e in caisse.parts.editeurs.values()] == ["60,00"]
    ecran.onglet.ouvrir_dossier(Situation(autre, None, "Duhamel", ()))
    ecran.calme()
    assert (caisse.champs.montant.text(), champ(caisse, "numero").text()) == ("", "")  # type: ignore[attr-defined]
    ecran.onglet.ouvrir_dossier(ecran.situation)
    ecran.calme()
    assert (caisse.champs.montant.text(), champ(caisse, "numero").text()) == ("300", "0004512")  # type: ignore[attr-defined]
    ecran.ouvrir(Role.REGISSEUR)
    assert champ(caisse, "numero").text() == ""  # type: ignore[attr-defined]


def test_a_family_never_billed_pays_an_advance(ecran: Ecran, caisse: Encaissement) -> None:
    autre = ecran.maison.foyer("Duhamel")
    ecran.onglet.ouvrir_dossier(Situation(autre, None, "Duhamel", ()))
    ecran.calme()
    entree(ecran, caisse.champs.montant)
    assert "montant" in caisse.formulaire.erreurs
    taper(ecran.qtbot, caisse.champs.montant, "50")
    entree(ecran, caisse.champs.montant)
    assert lire_compte(ecran.maison.ctx(), autre).solde_centimes == -5_000


def test_who_may_not_cash_sees_no_entry(ecran: Ecran) -> None:
    ecran.ouvrir(Role.SECRETARIAT)
    assert not ecran.onglet.encaissement.isVisible()
    ecran.onglet.saisir_encaissement()
    assert ecran.dit() == "Votre rôle ne permet pas d’encaisser"


def test_nothing_is_mute_nor_too_wide(ecran: Ecran, caisse: Encaissement) -> None:
    remplir_cheque(ecran, caisse, "300", "0004512")
    ecran.qtbot.mouseClick(caisse.champs.ajouter, Qt.MouseButton.LeftButton)
    assert accessibilite.sans_nom(ecran.onglet) == []
    assert accessibilite.libelles_sans_ami(ecran.onglet) == []
    assert accessibilite.touches_en_double(ecran.onglet) == []
    assert ecran.onglet.minimumSizeHint().width() <= 1280
    assert ecran.onglet.minimumSizeHint().height() <= 500
