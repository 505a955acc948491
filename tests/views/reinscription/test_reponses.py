"""Answers other than a deposit, conditions and income, asked in a dialog that keeps its content until it is done."""

from pathlib import Path

from PySide6.QtCore import Qt

from imuse_desk.domain.reinscription import EtatCondition, EtatDossier, GenreCondition
from imuse_desk.services.reinscription.saisie import LigneSaisie, SaisirReponse, saisir
from imuse_desk.views.common.champs import ListeChoix, ZoneTexte
from imuse_desk.views.common.confirmation import Confirmation
from tests.services.reinscription.outils import apporter, deposer, enfant, ouvrir
from tests.views.reinscription.ecran import Ecran


def test_an_empty_motive_is_refused_in_the_dialog_and_the_content_kept(ecran: Ecran) -> None:
    ecran.acte("ne se réinscrit pas")
    ecran.remplir(le="19/05/2026")
    ecran.confirmer()
    demande = ecran.demande
    assert "obligatoire" in demande.formulaire.erreurs["motif"]
    assert demande.formulaire.brut()["le"] == "19/05/2026"
    assert enfant(ouvrir(ecran.maison), "Lina").etat is EtatDossier.SANS_REPONSE
    ecran.remplir(motif="Déménagement à Nantes")
    ecran.confirmer()
    vu = ecran.enfant_relu("Lina")
    assert (vu.etat, vu.motif, str(vu.motif_le)) == (
        EtatDossier.NE_SE_REINSCRIT_PAS,
        "Déménagement à Nantes",
        "2026-05-19",
    )
    assert "Déménagement à Nantes" in ecran.onglet.detail.accessibleName()
    assert not ecran.rangee("COR").case.isEnabled()


def test_a_date_to_come_is_refused_by_its_field(ecran: Ecran) -> None:
    ecran.acte("congé")
    ecran.remplir(motif="Études", le="21/05/2026")
    ecran.confirmer()
    assert "à venir" in ecran.demande.formulaire.erreurs["le"]
    ecran.remplir(le="31/02/2026")
    ecran.confirmer()
    assert "Février 2026 a 28 jours" in ecran.demande.formulaire.erreurs["le"].capitalize()
    ecran.remplir(le="20/05/2026")
    ecran.confirmer()
    assert ecran.enfant_relu("Lina").etat is EtatDossier.CONGE


def _abandon(ecran: Ecran) -> Confirmation:
    """Esc in the dialog, where something was typed: the question it asks."""
    ecran.qtbot.keyClick(ecran.demande, Qt.Key.Key_Escape)
    return ecran.demande.findChildren(Confirmation)[-1]


def test_escape_closes_a_dialog_where_nothing_was_typed(ecran: Ecran) -> None:
    ecran.acte("congé")
    ecran.qtbot.keyClick(ecran.demande, Qt.Key.Key_Escape)
    ecran.calme()
    assert ecran.onglet.gestes.demande is None


def test_escape_asks_before_what_was_typed_is_lost_and_nothing_is_done(ecran: Ecran) -> None:
    ecran.acte("congé")
    ecran.remplir(motif="Études")
    ecran.cliquer(_abandon(ecran).renoncer)
    motif = ecran.demande.formulaire.widget("motif")
    assert isinstance(motif, ZoneTexte)
    assert motif.valeur() == "Études"
    ecran.cliquer(_abandon(ecran).confirmer)
    assert ecran.onglet.gestes.demande is None
    assert ecran.enfant_relu("Lina").etat is EtatDossier.SANS_REPONSE


def test_renoncer_closes_the_dialog_without_a_question(ecran: Ecran) -> None:
    ecran.acte("congé")
    ecran.remplir(motif="Études")
    ecran.cliquer(ecran.demande.renoncer)
    assert ecran.onglet.gestes.demande is None
    assert ecran.onglet.gestes.demande is None
    assert ecran.enfant_relu("Lina").etat is EtatDossier.SANS_REPONSE


def test_another_desk_s_change_is_told_in_the_dialog_and_the_second_try_passes(ecran: Ecran) -> None:
    ecran.acte("congé")
    ecran.remplir(motif="Études")
    vu = enfant(ouvrir(ecran.maison), "Lina")
    ligne = LigneSaisie(ecran.maison.ids["cible:COR"], est_demandee=True)
    saisir(ecran.maison.ctx(), SaisirReponse(vu.dossier_eleve_id or 0, vu.version, (ligne,)))
    ecran.confirmer()
    assert ecran.onglet.gestes.demande is not None
    assert ecran.demande.formulaire.brut()["motif"] == "Études"
    assert enfant(ouvrir(ecran.maison), "Lina").etat is EtatDossier.EN_SAISIE
    ecran.confirmer()
    assert ecran.enfant_relu("Lina").etat is EtatDossier.CONGE


def test_reopening_frees_and_goes_back_to_a_draft(ecran: Ecran) -> None:
    deposer(ecran.maison, "Lina")
    ecran.onglet.relire()
    ecran.calme()
    ecran.acte("Rouvrir")
    ecran.remplir(motif="La famille change d'avis")
    ecran.confirmer()
    assert ecran.enfant.etat is EtatDossier.EN_SAISIE
    assert ecran.rangee("COR").case.isEnabled()
    assert not ecran.onglet.valider.isHidden()


def test_the_house_refuses_with_a_motive(ecran: Ecran) -> None:
    deposer(ecran.maison, "Lina")
    ecran.onglet.relire()
    ecran.calme()
    ecran.acte("Refuser")
    ecran.remplir(motif="Absences répétées")
    ecran.confirmer()
    assert ecran.enfant_relu("Lina").etat is EtatDossier.REFUSEE


def test_the_list_of_acts_follows_the_state(ecran: Ecran) -> None:
    def mots() -> list[str]:
        return [a.text() for a in ecran.onglet.menu.actions()]

    assert mots() == ["Lina ne se réinscrit pas…", "Mettre Lina en congé…"]
    ecran.cliquer(ecran.onglet.suivant)
    assert mots()[0] == "Noé ne se réinscrit pas…"


def test_a_condition_is_corrected_with_its_motive(ecran: Ecran) -> None:
    carte = next(c for c in ecran.onglet.conditions.cartes if "absences" in c.accessibleName().lower())
    assert "À renseigner" in carte.accessibleName()
    ecran.cliquer(carte.corriger)
    etat = ecran.demande.formulaire.widget("etat")
    assert isinstance(etat, ListeChoix)
    etat.setFocus()
    ecran.qtbot.keyClicks(etat, "Non")
    ecran.remplir(detail="5 absences sur 3 admises")
    ecran.confirmer()
    assert "motif" in ecran.demande.formulaire.erreurs
    ecran.remplir(motif="Relevé du 12 mai")
    ecran.confirmer()
    notee = next(c for c in ecran.enfant_relu("Lina").conditions if c.genre is GenreCondition.ABSENCES)
    assert (notee.etat, notee.motif) == (EtatCondition.NON_REMPLIE, "Relevé du 12 mai")
    assert "Non remplie" in carte.accessibleName()


def test_the_income_is_declined_then_shown_after_all(ecran: Ecran) -> None:
    assert ecran.piece("caf").piece is not None
    ecran.cliquer(ecran.onglet.pieces.decliner)
    assert ecran.demande.formulaire.brut() == {"par": "Claire Valmont", "le": "20/05/2026"}
    ecran.confirmer()
    assert str(ecran.relu().revenus_declines_le) == "2026-05-20"
    assert ecran.onglet.pieces.decliner.isHidden()
    assert "définitif" in " ".join(ecran.onglet.prix.lignes)
    ecran.cliquer(ecran.onglet.pieces.reprendre)
    assert ecran.relu().revenus_declines_le is None
    assert not ecran.onglet.pieces.decliner.isHidden()


def test_the_quotient_is_noted_as_typed(ecran: Ecran, tmp_path: Path) -> None:
    _apporter_revenus(ecran, tmp_path)
    ecran.tout_demander()
    _relever(ecran, "1 234,50")
    ecran.confirmer()
    assert ecran.onglet.gestes.demande is None
    prix = ecran.dossier.prix
    assert prix is not None
    assert prix.quotient.centimes == 123_450
    assert any("1 234,50" in " ".join(puce.accessibleName().split()) for puce in ecran.onglet.puces)


def test_zero_is_a_quotient_and_nothing_is_none(ecran: Ecran, tmp_path: Path) -> None:
    _apporter_revenus(ecran, tmp_path)
    _relever(ecran, "")
    ecran.confirmer()
    assert "obligatoire" in ecran.demande.formulaire.erreurs["quotient"]
    ecran.remplir(quotient="douze")
    ecran.confirmer()
    assert "n’est pas un montant" in ecran.demande.formulaire.erreurs["quotient"]
    ecran.remplir(quotient="0")
    ecran.confirmer()
    prix = ecran.dossier.prix
    assert prix is not None
    assert prix.quotient.centimes == 0


def test_a_huge_quotient_asks_once_for_that_amount(ecran: Ecran, tmp_path: Path) -> None:
    _apporter_revenus(ecran, tmp_path)
    _relever(ecran, "1000000")
    ecran.confirmer()
    assert ecran.onglet.gestes.demande is not None
    assert _quotient(ecran) is None
    ecran.remplir(quotient="2000000")
    ecran.confirmer()
    assert _quotient(ecran) is None, "another amount is another question"
    ecran.confirmer()
    assert _quotient(ecran) == 200_000_000


def test_a_quotient_beyond_what_the_base_holds_is_refused(ecran: Ecran, tmp_path: Path) -> None:
    _apporter_revenus(ecran, tmp_path)
    for mots in ("1e9", "1000000000"):
        _relever(ecran, mots)
        ecran.confirmer()
        if ecran.onglet.gestes.demande is not None:
            ecran.confirmer()
        if ecran.onglet.gestes.demande is not None:
            ecran.cliquer(ecran.demande.renoncer)
        assert _quotient(ecran) in (None, 100_000_000_000), mots


def test_what_is_wrong_with_a_quotient_is_said_under_its_field(ecran: Ecran, tmp_path: Path) -> None:
    _apporter_revenus(ecran, tmp_path)
    for mots, dit in (("-2", "ne peut pas être négatif"), ("1e9", "n’est pas un montant"), ("1,234", "décimales")):
        _relever(ecran, mots)
        ecran.confirmer()
        assert dit in ecran.demande.formulaire.erreurs["quotient"]
        ecran.cliquer(ecran.demande.renoncer)
    _relever(ecran, "1 234,50")
    ecran.remplir(date="01/01/2027")
    ecran.confirmer()
    assert list(ecran.demande.formulaire.erreurs) == ["date"]
    assert "à venir" in ecran.demande.formulaire.erreurs["date"]
    ecran.remplir(date="10/04/2026")
    ecran.confirmer()
    assert _quotient(ecran) == 123_450


def test_the_quotient_is_reckoned_from_the_notice(ecran: Ecran, tmp_path: Path) -> None:
    _apporter_revenus(ecran, tmp_path)
    ecran.onglet.menu_quotient.actions()[1].trigger()
    ecran.remplir(annuel="36 000", date="10/04/2026")
    for parts in ("0", "-2", "deux", "1e2", "1/2"):
        ecran.remplir(parts=parts)
        ecran.confirmer()
        assert "nombre positif" in ecran.demande.formulaire.erreurs["parts"], parts
    ecran.remplir(annuel="21 000 000", parts="0,001")
    ecran.confirmer()
    assert "dépasse" in ecran.demande.formulaire.erreurs["annuel"]
    ecran.remplir(annuel="36 000")
    ecran.remplir(parts="2,5")
    ecran.confirmer()
    assert _quotient(ecran) == 120_000


def _apporter_revenus(ecran: Ecran, dossier: Path) -> None:
    apporter(ecran.maison, "caf", dossier)
    apporter(ecran.maison, "avis1", dossier, pages=4)
    ecran.onglet.relire()
    ecran.calme()


def _relever(ecran: Ecran, mots: str) -> None:
    ecran.onglet.menu_quotient.actions()[0].trigger()
    ecran.remplir(quotient=mots, date="10/04/2026")


def _quotient(ecran: Ecran) -> int | None:
    prix = ecran.relu().prix
    assert prix is not None
    return prix.quotient.centimes
