"""*Payé par* at the counter: a proposal taken by the keys, an organisation added on the fly, a name as typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView
from sqlalchemy import select

from imuse_desk.domain.payeurs import GenrePayeur
from imuse_desk.domain.roles import Role
from imuse_desk.models import Payeur, Reglement
from imuse_desk.services.facturation.payeurs import SaisieOrganisme, creer_organisme
from imuse_desk.views.facturation.ligne_payeur import LignePayeur
from tests.views.facturation.ecran import Ecran
from tests.views.gestes import taper

NOM = "CCAS du Val"


def ligne(ecran: Ecran) -> LignePayeur:
    """The line, with the focus."""
    ecran.onglet.activateWindow()
    ligne = ecran.onglet.encaissement.champs.payeur
    ligne.setFocus()
    ecran.qtbot.waitUntil(ligne.hasFocus)
    return ligne


def liste(ecran: Ecran, ligne: LignePayeur) -> QAbstractItemView:
    vue = ligne._completion._liste
    ecran.qtbot.waitUntil(vue.isVisible)
    return vue


def mots(vue: QAbstractItemView) -> list[str]:
    modele = vue.model()
    return [str(modele.index(rang, 0).data()) for rang in range(modele.rowCount())]


def prendre(ecran: Ecran, vue: QAbstractItemView, debut: str) -> None:
    """Take a proposal by the keys."""
    rang = next(rang for rang, mot in enumerate(mots(vue)) if mot.startswith(debut))
    for _ in range(rang + 1):
        ecran.qtbot.keyClick(vue, Qt.Key.Key_Down)
    ecran.qtbot.keyClick(vue, Qt.Key.Key_Return)


def encaisser(ecran: Ecran, montant: str) -> Reglement:
    caisse = ecran.onglet.encaissement
    taper(ecran.qtbot, caisse.champs.montant, montant)
    ecran.qtbot.mouseClick(caisse.bouton, Qt.MouseButton.LeftButton)
    ecran.calme()
    ecran.papier()
    with ecran.maison.base.lire() as session:
        return session.scalars(select(Reglement).order_by(Reglement.id.desc())).first()  # type: ignore[return-value]


def test_the_down_key_offers_the_household_and_the_organisations(ecran: Ecran) -> None:
    saisie = SaisieOrganisme(NOM, GenrePayeur.CCAS, ville="Val-Fleuri")
    ident = creer_organisme(ecran.maison.ctx(Role.REGISSEUR), saisie).resultat
    champ = ligne(ecran)
    ecran.qtbot.keyClick(champ, Qt.Key.Key_Down)
    vue = liste(ecran, champ)
    assert mots(vue) == [
        "Claire Valmont · adulte du foyer", "Paul Valmont · adulte du foyer", "CCAS du Val · CCAS, Val-Fleuri",
    ]  # fmt: skip
    assert vue.viewport().width() >= vue.sizeHintForColumn(0), "the proposals are read whole"
    prendre(ecran, vue, "CCAS")
    assert champ.text() == NOM
    regle = encaisser(ecran, "100")
    assert (regle.payeur, regle.payeur_id) == (NOM, ident)
    assert champ.text() == "", "the next payment is the household's again"
    assert "payé par CCAS du Val" in ecran.rangees()[0][3]
    regle = encaisser(ecran, "50")
    assert (regle.payeur, regle.payeur_id) == ("Famille Valmont", None)


def test_an_organisation_is_added_while_the_family_waits(ecran: Ecran) -> None:
    champ = ligne(ecran)
    ecran.qtbot.keyClicks(champ, NOM)
    vue = liste(ecran, champ)
    assert mots(vue) == [f"Nouvel organisme «\u00a0{NOM}\u00a0»…"]
    prendre(ecran, vue, "Nouvel")
    choix = ecran.onglet.encaissement.choix_payeur
    demande = choix.demande
    assert demande is not None
    assert demande.formulaire.brut()["nom"] == NOM
    demande.formulaire.poser({"genre": GenrePayeur.CCAS, "nom": NOM})
    taper(ecran.qtbot, demande.formulaire.widget("siret"), "123")
    ecran.qtbot.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert "siret" in demande.formulaire.erreurs
    taper(ecran.qtbot, demande.formulaire.widget("siret"), "73282932000074")
    ecran.qtbot.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert choix.demande is None
    assert champ.text() == NOM
    regle = encaisser(ecran, "100")
    with ecran.maison.base.lire() as session:
        assert session.get_one(Payeur, regle.payeur_id).siret == "73282932000074"


def test_a_name_typed_stays_as_it_is(ecran: Ecran) -> None:
    champ = ligne(ecran)
    taper(ecran.qtbot, champ, "Jeanne Durand")
    regle = encaisser(ecran, "100")
    assert (regle.payeur, regle.payeur_id) == ("Jeanne Durand", None)
