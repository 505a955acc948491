"""Ctrl+P: a menu of what fits, the paper shown and kept among the family's letters; batches, refusals, labels."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from sqlalchemy import func, select

from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import CreneauEnseignant, PapierConserve, Salle
from imuse_desk.views.assemblage import assembler
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.courriers.famille import CourriersFamille
from imuse_desk.views.cours import FenetreCours, FenetreEnseignant
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.famille.fiche import COURRIERS
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.offre.fenetre import FenetreOffre
from imuse_desk.views.papiers.etiquettes import DialogueEtiquettes
from imuse_desk.views.papiers.gestes import DialogueProgres
from imuse_desk.views.papiers.porte import PortePapiers
from tests.services.papiers.conftest import maison_de_janvier
from tests.views.courriers.conftest import Bureau

CTRL = Qt.KeyboardModifier.ControlModifier
GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def principale(bureau: Bureau) -> Iterator[FenetrePrincipale]:
    """The real main window in January, on the Accueil."""
    maison_de_janvier(bureau.maison)
    bureau.maison.eleve("Sans", "Valmont", rang=9)
    fenetre = assembler(bureau.executant, ReglagesLocaux(), Coffre())
    bureau.qtbot.addWidget(fenetre)
    fenetre.resize(1366, 728)
    fenetre.show()
    fenetre.activateWindow()
    fenetre.bus.message.connect(bureau.noter)
    fenetre.entrer(bureau.ctx)
    bureau.calme()
    yield fenetre
    fenetre.close()


def porte(ecran: QWidget) -> PortePapiers:
    trouvee = ecran.findChild(PortePapiers)
    assert trouvee is not None
    return trouvee


def ctrl_p(bureau: Bureau, ecran: QWidget) -> list[str]:
    """Press the keys; what the menu offers."""
    fenetre = ecran.window()
    fenetre.activateWindow()
    bureau.qtbot.waitUntil(fenetre.isActiveWindow, timeout=3000)
    ecran.setFocus()
    bureau.qtbot.keyClick(ecran, Qt.Key.Key_P, CTRL)
    bureau.qtbot.waitUntil(porte(ecran).menu.isVisible, timeout=3000)
    return [action.text().replace("&", "") for action in porte(ecran).menu.actions()]


def prendre(bureau: Bureau, menu: QMenu, mots: str) -> None:
    """Go to an action with the arrows and take it with Enter."""
    voulue = next(a for a in menu.actions() if mots in a.text().replace("&", ""))
    for _ in menu.actions():
        if menu.activeAction() is voulue:
            break
        bureau.qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is voulue
    bureau.qtbot.keyClick(menu, Qt.Key.Key_Return)
    bureau.calme()


def papier(fenetre: QWidget) -> FenetrePapier:
    """The paper on show."""
    (trouve,) = [p for p in fenetre.findChildren(FenetrePapier) if p.isVisible()]
    return trouve


def gardes(bureau: Bureau) -> int:
    with bureau.ctx.lire() as session:
        return session.execute(
            select(func.count()).select_from(PapierConserve).where(PapierConserve.genre != "accuse_reinscription")
        ).scalar_one()


def famille(principale: FenetrePrincipale) -> OngletFamille:
    page = principale.pages[Onglet.FAMILLE]
    assert isinstance(page, OngletFamille)
    return page


def eleve(bureau: Bureau, principale: FenetrePrincipale, nom: str) -> OngletEleve:
    principale.bus.ouvrir("eleve", bureau.maison.ids[nom])
    bureau.calme()
    page = principale.pages[Onglet.ELEVE]
    assert isinstance(page, OngletEleve)
    return page


def test_a_paper_of_the_family_is_shown_and_kept_among_its_letters(
    bureau: Bureau, principale: FenetrePrincipale
) -> None:
    page = famille(principale)
    principale.bus.ouvrir("foyer", bureau.maison.ids["Valmont"])
    bureau.calme()
    mots = ctrl_p(bureau, page)
    assert mots == [
        "Attestations d’inscription", "Certificats de scolarité", "Emplois du temps", "Fiches élèves",
        "Relevés de compte", "Étiquettes d’adresse…", "Facture…", "Fiche de réinscription à signer",
    ]  # fmt: skip
    prendre(bureau, porte(page).menu, "Attestations")
    fenetre = papier(principale)
    assert fenetre.windowTitle() == "attestations_d_inscription_2025_2026.pdf"
    assert "2 papiers prêts à imprimer" in bureau.dits[-1].replace("\u00a0", " ")
    fenetre.close()
    page.basculer()
    page.fiche.onglets.setCurrentIndex(COURRIERS)
    bureau.calme()
    courriers = page.findChild(CourriersFamille)
    assert courriers is not None
    modele = courriers.modele
    noms = [modele.cellule(rang, 1).texte for rang in range(modele.rowCount())]
    assert {"attestation_2025_2026_lina_valmont.pdf", "attestation_2025_2026_noe_valmont.pdf"} <= set(noms)


def test_the_form_to_sign_is_offered_for_the_family_on_show_alone(
    bureau: Bureau, principale: FenetrePrincipale
) -> None:
    page = famille(principale)
    bureau.qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    assert not porte(page).menu.isVisible()
    assert bureau.dits[-1].startswith("Rien à imprimer ici")


def test_a_pupil_without_enrolment_is_refused_in_words(bureau: Bureau, principale: FenetrePrincipale) -> None:
    page = eleve(bureau, principale, "Sans")
    assert ctrl_p(bureau, page)[0] == "Attestation d’inscription"
    prendre(bureau, porte(page).menu, "Attestation")
    assert "n’a aucune inscription active en 2025-2026" in bureau.dits[-1]
    assert not [p for p in principale.findChildren(FenetrePapier) if p.isVisible()]
    assert gardes(bureau) == 0


def test_the_selection_of_the_list_is_printed_in_one_file(bureau: Bureau, principale: FenetrePrincipale) -> None:
    page = eleve(bureau, principale, "Lina")
    page.outils.tout_choisir()
    bureau.calme()
    actions = [a for a in page.outils.menus.composer().actions() if "Pa&piers" in a.text()]
    assert len(actions) == 1
    actions[0].trigger()
    prendre(bureau, porte(page).menu, "Emplois du temps")
    assert "2 papiers prêts à imprimer, 1 laissé de côté (Sans Valmont" in bureau.dits[-1].replace("\u00a0", " ")
    fenetre = papier(principale)
    assert "1 laissé de côté" in fenetre.message.text().replace("\u00a0", " ")
    assert gardes(bureau) == 2
    fenetre.close()


def test_labels_begin_where_the_sheet_is_free(bureau: Bureau, principale: FenetrePrincipale) -> None:
    page = famille(principale)
    principale.bus.ouvrir("foyer", bureau.maison.ids["Valmont"])
    bureau.calme()
    ctrl_p(bureau, page)
    prendre(bureau, porte(page).menu, "Étiquettes")
    dialogue = principale.findChild(DialogueEtiquettes)
    assert dialogue is not None
    assert accessibilite.sans_nom(dialogue) == []
    dialogue.reglage.premiere.setFocus()
    dialogue.reglage.premiere.selectAll()
    bureau.qtbot.keyClicks(dialogue.reglage.premiere, "15")
    bureau.qtbot.mouseClick(dialogue.imprimer, GAUCHE)
    assert dialogue.isVisible(), "a sheet of 14 has no fifteenth place"
    dialogue.reglage.premiere.selectAll()
    bureau.qtbot.keyClicks(dialogue.reglage.premiere, "14")
    bureau.qtbot.mouseClick(dialogue.imprimer, GAUCHE)
    bureau.calme()
    assert papier(principale).windowTitle() == "etiquettes.pdf"
    papier(principale).close()


def test_a_long_batch_shows_its_progress_and_stops(
    bureau: Bureau, principale: FenetrePrincipale, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imuse_desk.views.papiers.gestes.LOT_COURT", 1)
    page = eleve(bureau, principale, "Lina")
    page.outils.tout_choisir()
    bureau.calme()
    ctrl_p(bureau, page)
    bureau.qtbot.keyClick(porte(page).menu, Qt.Key.Key_Return)
    dialogue = principale.findChild(DialogueProgres)
    assert dialogue is not None
    assert dialogue.isVisible()
    bureau.qtbot.keyClick(dialogue, Qt.Key.Key_Escape)
    bureau.calme()
    assert bureau.dits[-1] == "Mise en page arrêtée, aucun papier n’est gardé"
    assert gardes(bureau) == 0
    ctrl_p(bureau, page)
    prendre(bureau, porte(page).menu, "Attestations")
    assert gardes(bureau) == 2
    assert not [d for d in principale.findChildren(DialogueProgres) if d.isVisible()]
    papier(principale).close()


def ident_de(bureau: Bureau, quoi: object) -> int:
    with bureau.ctx.lire() as session:
        return session.execute(select(quoi)).scalars().first() or 0  # type: ignore[call-overload]


def test_a_course_and_a_teacher_print_their_lists_and_week(bureau: Bureau, principale: FenetrePrincipale) -> None:
    cours_id = bureau.maison.ids["source:FM1.1"]
    cours = FenetreCours(bureau.executant, bureau.bus, bureau.ctx, cours_id, principale)
    prof_id = ident_de(bureau, CreneauEnseignant.enseignant_id)
    prof = FenetreEnseignant(bureau.executant, bureau.bus, bureau.ctx, prof_id, principale)
    for fenetre, offerts, choisi, nom in (
        (cours, ["Liste de classe"], "Liste", "listes_de_classe_2025_2026.pdf"),  # its time, and those without one
        (prof, ["Emploi du temps", "Listes de classe"], "Emploi", "emploi_du_temps_2025_2026_denis_roussel.pdf"),
    ):
        fenetre.show()
        bureau.calme()
        assert accessibilite.sans_nom(fenetre) == []
        assert ctrl_p(bureau, fenetre) == offerts
        prendre(bureau, porte(fenetre).menu, choisi)
        assert papier(fenetre).windowTitle() == nom
        papier(fenetre).close()
        fenetre.close()
    sans = FenetreCours(bureau.executant, bureau.bus, bureau.ctx, bureau.maison.ids["source:DCL1.1"], principale)
    sans.show()
    bureau.calme()
    bureau.qtbot.mouseClick(sans.imprimer, GAUCHE)
    prendre(bureau, porte(sans).menu, "Liste")
    assert sans.refus.isVisible(), "no weekly time: it is said where one looks"
    sans.close()


def test_the_offer_prints_rooms_and_days(bureau: Bureau, principale: FenetrePrincipale) -> None:
    offre = FenetreOffre(bureau.executant, principale.bus, bureau.ctx, principale)
    offre.setWindowFlag(Qt.WindowType.Window)
    offre.show()
    salles = offre.page("Salles")
    bureau.calme()
    salles.table.choisir(ident_de(bureau, Salle.id))
    bureau.calme()
    assert ctrl_p(bureau, salles) == ["Occupation de la salle", "Journée du site"]
    prendre(bureau, porte(salles).menu, "Occupation")
    assert papier(offre).windowTitle().startswith("occupation_de_la_salle")
    papier(offre).close()
    ctrl_p(bureau, salles)
    journees = next(a.menu() for a in porte(salles).menu.actions() if a.menu())
    assert isinstance(journees, QMenu)
    mercredi: QAction = journees.actions()[2]
    assert mercredi.text() == "Mercredi"
    journees.popup(salles.mapToGlobal(QPoint(0, 0)))
    bureau.qtbot.mouseClick(journees, GAUCHE, pos=journees.actionGeometry(mercredi).center())
    bureau.calme()
    assert papier(offre).windowTitle().startswith("occupation_du_mercredi")
    papier(offre).close()
    cours = offre.page("Cours")
    bureau.calme()
    cours.outils.tout_choisir()
    assert ctrl_p(bureau, cours)[0] == "Listes de classe"
    porte(cours).menu.close()
    offre.close()


def test_the_money_of_a_family_is_asked_from_its_pupil(bureau: Bureau, principale: FenetrePrincipale) -> None:
    page = eleve(bureau, principale, "Lina")
    assert ctrl_p(bureau, page)[-3:] == ["Relevé de compte", "Étiquettes d’adresse…", "Facture…"]
    prendre(bureau, porte(page).menu, "Relevé")
    assert "Rien n’a été facturé" in bureau.dits[-1]
    ctrl_p(bureau, page)
    prendre(bureau, porte(page).menu, "Facture…")
    bureau.calme()
    assert principale.onglet is Onglet.FACTURATION
    assert principale.situation is not None
    assert principale.situation.foyer_id == bureau.maison.ids["Valmont"]
