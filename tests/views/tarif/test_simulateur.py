"""The simulator as a person uses it: amounts, reasons, refusals, the printed estimate."""

import io

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imuse_desk.domain.tarifs.ecriture import exporter_grille, grille_vers_json
from imuse_desk.domain.tarifs.lecture import charger_grille
from imuse_desk.infra.saisie.grilles import lire_grille
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.grilles import EnregistrerVersion, MettreEnVigueur, enregistrer_version, mettre_en_vigueur
from imuse_desk.services.lectures.grilles import lire_grille_version, lister_grilles
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.tarif.foyer_simule import COMMUNE
from imuse_desk.views.tarif.simulateur import FenetreSimulateur
from tests.views.gestes import taper
from tests.views.tarif.test_grilles import GRILLES

GAUCHE = Qt.MouseButton.LeftButton


def _choisir(liste: ListeChoix, valeur: object) -> None:
    """Choose as a person does in the open list."""
    liste.setCurrentIndex(next(r for r in range(liste.count()) if liste.itemData(r) == valeur))
    liste.activated.emit(liste.currentIndex())


def _montant(fenetre: FenetreSimulateur) -> str:
    return fenetre.prix._montant.text()


def _deux_eleves(qtbot: QtBot, fenetre: FenetreSimulateur) -> None:
    taper(qtbot, fenetre.foyer.quotient, "2 145,30")
    lina = fenetre.eleves[0]
    taper(qtbot, lina.prenom, "Lina")
    taper(qtbot, lina.age, "12")
    _choisir(lina.choix[0][0], "P3")
    qtbot.mouseClick(fenetre.ajouter_eleve, GAUCHE)
    noe = fenetre.eleves[1]
    taper(qtbot, noe.prenom, "Noé")
    taper(qtbot, noe.age, "03/02/2020")
    _choisir(noe.choix[0][0], "P2")


def test_two_pupils_and_why(qtbot: QtBot, simulateur: FenetreSimulateur) -> None:
    assert _montant(simulateur) == "—"
    _deux_eleves(qtbot, simulateur)
    assert _montant(simulateur) == "528,60\u00a0€"  # 343,25 + 205,95 × 0,9
    lignes = "\n".join(simulateur.prix.lignes).replace("\u202f", " ").replace("\u00a0", " ")
    assert "Lina 343,25 €" in lignes
    assert "QF 2 145,30 € × 16 % = 343,25 €" in lignes
    assert "Noé 185,35 €" in lignes
    assert "de 205,95 € à 185,35 €" in lignes
    assert "Âges au : 01/09/2027" in lignes
    plan = next(simulateur.plan.itemData(r) for r in range(simulateur.plan.count()) if simulateur.plan.itemData(r) == 0)
    _choisir(simulateur.plan, plan)
    assert simulateur.prix._echeances.text() == "3 échéances\u00a0: 176,20\u00a0€"


@pytest.mark.parametrize(
    ("saisi", "montant", "etat"),
    [
        ("0", "190,00\u00a0€", "Estimation"),
        ("1 234,50", "197,52\u00a0€", "Estimation"),
        ("", "600,00\u00a0€", "Provisoire"),
        ("1e9", "—", "À saisir"),
        ("-5", "—", "À saisir"),
    ],
)
def test_quotients_as_they_are_typed(
    qtbot: QtBot, simulateur: FenetreSimulateur, saisi: str, montant: str, etat: str
) -> None:
    _choisir(simulateur.eleves[0].choix[0][0], "P3")
    taper(qtbot, simulateur.foyer.quotient, "5")
    taper(qtbot, simulateur.foyer.quotient, saisi)
    if not saisi:
        qtbot.keyClicks(simulateur.foyer.quotient, "1")
        qtbot.keyClick(simulateur.foyer.quotient, Qt.Key.Key_Backspace)
    assert (_montant(simulateur), simulateur.prix._puce.texte) == (montant, etat)
    assert simulateur.imprimer.isEnabled() == (etat != "À saisir")


def test_unknown_quotient_and_one_reckoned_from_the_notice(qtbot: QtBot, simulateur: FenetreSimulateur) -> None:
    _choisir(simulateur.eleves[0].choix[0][0], "P3")
    _choisir(simulateur.foyer.mode, "inconnu")
    assert _montant(simulateur) == "600,00\u00a0€"
    assert "plafond" in simulateur.prix._bandeau.phrase
    _choisir(simulateur.foyer.mode, "avis")
    taper(qtbot, simulateur.foyer.revenus, "60000")
    taper(qtbot, simulateur.foyer.parts, "2,5")
    arithmetique = simulateur.foyer.arithmetique.text().replace("\u202f", " ").replace("\u00a0", " ")
    assert arithmetique == "(60 000,00 € ÷ 12 + 0,00 €) ÷ 2,5 parts = 2 000,00 €"
    assert _montant(simulateur) == "320,00\u00a0€"
    taper(qtbot, simulateur.foyer.parts, "deux")
    assert simulateur.foyer._note.isVisible()
    assert _montant(simulateur) == "—"


def test_the_zone_from_the_town(qtbot: QtBot, simulateur: FenetreSimulateur) -> None:
    _choisir(simulateur.eleves[0].choix[0][0], "P1")
    taper(qtbot, simulateur.foyer.quotient, "2500")
    _choisir(simulateur.foyer.zone, COMMUNE)
    taper(qtbot, simulateur.foyer.cp, "92190")
    assert _montant(simulateur) == "160,00\u00a0€"
    taper(qtbot, simulateur.foyer.cp, "75012")
    assert _montant(simulateur) == "300,00\u00a0€"


def test_a_refused_item_is_said_in_words(
    qtbot: QtBot, executant: Executant, ctx: Contexte, simulateur: FenetreSimulateur
) -> None:
    donnees = exporter_grille(lire_grille(GRILLES / "gpso_demonstration.yaml"))
    donnees["items"][2]["rules"].insert(0, {"when": {"age_max": 6}, "price": {"type": "not_offered"}})
    donnees["items"][1]["rules"].insert(0, {"when": {"age_max": 3}, "price": {"type": "unknown"}})
    cadre = lister_grilles(ctx)
    cible = next(a.id for a in cadre.annees if a.est_cible)
    contenu = grille_vers_json(charger_grille(donnees, "essai"))
    grille_id = enregistrer_version(ctx, EnregistrerVersion(cible, "Avec refus", contenu, 1, confirme=True)).resultat
    version = lire_grille_version(ctx, grille_id).version
    mettre_en_vigueur(ctx, MettreEnVigueur(grille_id, version.version, "Essai", confirme=True))
    fenetre = FenetreSimulateur(executant, ctx)
    qtbot.addWidget(fenetre)
    fenetre.show()
    qtbot.waitUntil(lambda: fenetre.foyer.zone.count() > 0, timeout=5000)
    assert "version 2 (en vigueur)" in fenetre.foyer.grilles.currentText()
    eleve = fenetre.eleves[0]
    taper(qtbot, eleve.prenom, "Zoe")
    taper(qtbot, eleve.age, "5 ans")
    _choisir(eleve.choix[0][0], "P3")
    assert fenetre.prix._puce.texte == "Indéterminé"
    assert fenetre.prix._bandeau.phrase == "Zoe\u00a0: L’article P3 n’est pas proposé dans ce cas."
    assert not fenetre.imprimer.isEnabled()
    taper(qtbot, eleve.age, "3")
    _choisir(eleve.choix[0][0], "P2")
    assert "un prix que la grille ne donne pas" in fenetre.prix._bandeau.phrase
    taper(qtbot, eleve.age, "32/01/2015")
    assert _montant(fenetre) == "—"
    assert eleve._note.isVisible()


def test_items_and_pupils_are_removed(qtbot: QtBot, simulateur: FenetreSimulateur) -> None:
    _deux_eleves(qtbot, simulateur)
    lina = simulateur.eleves[0]
    qtbot.mouseClick(lina.ajouter_prestation, GAUCHE)
    _choisir(lina.choix[1][0], "P1")
    assert _montant(simulateur) == "665,90\u00a0€"  # + 137,30
    qtbot.mouseClick(lina.choix[0][1], GAUCHE)
    assert _montant(simulateur) == "322,65\u00a0€"
    qtbot.mouseClick(simulateur.eleves[1].retirer, GAUCHE)
    assert _montant(simulateur) == "137,30\u00a0€"
    assert not simulateur.eleves[0].retirer.isVisible()


def test_the_estimate_is_printed(qtbot: QtBot, simulateur: FenetreSimulateur) -> None:
    _deux_eleves(qtbot, simulateur)
    qtbot.mouseClick(simulateur.imprimer, GAUCHE)
    qtbot.waitUntil(lambda: bool(simulateur.findChildren(FenetrePapier)), timeout=15000)
    (papier,) = simulateur.findChildren(FenetrePapier)
    pdf = pypdfium2.PdfDocument(io.BytesIO(papier.chemin.read_bytes()))
    texte = pdf[0].get_textpage().get_text_bounded().replace("\u202f", " ").replace("\u00a0", " ")
    pdf.close()
    for mots in ("528,60", "Lina", "Noé", "185,35", "343,25", "ne vaut pas engagement", "Conservatoires", "2027-2028"):
        assert mots in texte
    papier.close()


def test_reachable_by_keyboard_and_screen_reader(qtbot: QtBot, simulateur: FenetreSimulateur) -> None:
    _deux_eleves(qtbot, simulateur)
    for mode in ("avis", "connu"):
        _choisir(simulateur.foyer.mode, mode)
        assert accessibilite.sans_nom(simulateur) == []
        assert accessibilite.libelles_sans_ami(simulateur) == []
        assert accessibilite.touches_en_double(simulateur) == []
    assert simulateur.minimumSizeHint().width() <= 1280
    assert simulateur.minimumSizeHint().height() <= 649


def test_typing_is_not_felt(simulateur: FenetreSimulateur, qapp: QApplication) -> None:
    """The whole price is made in one event: no read of the base while typing."""
    _choisir(simulateur.eleves[0].choix[0][0], "P3")
    avant = simulateur._executant._taches
    assert not avant
    simulateur.recalculer()
    assert not simulateur._executant._taches
