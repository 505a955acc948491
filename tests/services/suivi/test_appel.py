"""The roll call: who is on it, one word by pupil, two desks, the others, its end, undo, the month; both databases."""

from dataclasses import fields, replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from imuse_desk.domain.erreurs import AConfirmer, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Absence, Affectation, Eleve, Inscription, Presence
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.papiers.demande import Demande, GenrePapier, Sujet, produire_papier
from imuse_desk.services.suivi.appel import FeuilleAppel, LigneAppel, ouvrir_appel, ouvrir_mois
from imuse_desk.services.suivi.codes import EnregistrerCode, enregistrer_code, lire_codes, retirer_code
from imuse_desk.services.suivi.pointage import Pointer, pointer, pointer_les_autres, preciser_retard, terminer_appel
from imuse_desk.services.suivi.seances import AnnulerSeance, PlacerSeance, annuler_seance, deplacer_seance
from tests.fabriques import MIDI, Maison
from tests.printing.exemples import textes
from tests.services.lectures.outils import ctx_enseignant
from tests.services.suivi.outils import MERCREDI, a, cle, maison_suivi


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_suivi(base, tmp_path / "depot")


@pytest.fixture
def ctx(maison: Maison) -> Contexte:
    """Sylvie, after her lesson."""
    return a(ctx_enseignant(maison, "Tournier"), MERCREDI, 15)


def feuille(ctx: Contexte, maison: Maison, nom: str = "fm", **champs: Any) -> FeuilleAppel:
    lue = ouvrir_appel(ctx, maison.ids[nom], cle(maison, nom, **champs) if champs else None)
    assert lue is not None
    return lue


def mots(lue: FeuilleAppel) -> list[str]:
    return [ligne.pointage.code for ligne in lue.lignes]


def inscription(maison: Maison, qui: str) -> int:
    return maison.ids[f"inscription:{qui}:FM1.1"]


def dire(maison: Maison, qui: str, du: tuple[date, time], au: tuple[date, time], **champs: Any) -> int:
    """An absence told."""
    return maison.ajouter(
        Absence(
            annee_id=maison.ids["source"], site_id=maison.ids["site"], eleve_id=maison.ids[qui], du_le=du[0],
            du_heure=du[1], au_le=au[0], au_heure=au[1], par="essai", a=MIDI, **champs,
        )
    )  # fmt: skip


def test_the_sheet_of_today_opens_with_the_words_and_what_a_teacher_may_know(maison: Maison, ctx: Contexte) -> None:
    def noter(session: Any) -> None:
        lina = session.get(Eleve, maison.ids["Lina"])
        lina.alerte, lina.tel_urgence, lina.observations = "Asthme", "06 39 98 41 79", "ne pas dire"

    maison.ecrire(noter)
    lue = feuille(ctx, maison)
    assert (lue.cours, lue.seance.le, lue.seance.a, lue.se_pointe) == ("FM1.1", MERCREDI, time(14), True)
    assert [(c.code, c.libelle) for c in lue.codes] == [
        ("P", "Présent"), ("A", "Absent"), ("E", "Excusé"), ("R", "Retard"), ("D", "Dispensé"),
    ]  # fmt: skip
    lina, noe = lue.lignes
    assert (lina.prenom, lina.age, lina.alerte, lina.tel_urgence) == ("Lina", 13, "Asthme", "06 39 98 41 79")
    assert (noe.prenom, noe.pointage.code, lue.pointes) == ("Noé", "", 0)
    assert {"observations", "motif"}.isdisjoint(f.name for f in fields(LigneAppel))
    assert lue.precedente == cle(maison, jour=date(2026, 2, 25))
    assert lue.suivante == cle(maison, jour=date(2026, 3, 11))


def test_a_key_writes_a_word_once_and_undo_takes_it_back(maison: Maison, ctx: Contexte) -> None:
    lina = inscription(maison, "Lina")
    fait = pointer(ctx, Pointer(cle(maison), lina, "P"))
    assert fait.resultat == "Valmont Lina, Présent"
    assert pointer(ctx, Pointer(cle(maison), lina, "P")).changements.objets == frozenset(), "nothing more to tell"
    assert maison.ecrire(lambda s: s.query(Presence).count()) == 1
    pointer(ctx, Pointer(cle(maison), lina, "A", vu="P"))
    assert mots(feuille(ctx, maison)) == ["A", ""]
    assert fait.operation_id is not None
    with pytest.raises(RegleMetier, match="pointe_ailleurs"):
        annuler(ctx, fait.operation_id)
    retire = pointer(ctx, Pointer(cle(maison), lina, "", vu="A"))
    assert mots(feuille(ctx, maison)) == ["", ""]
    assert retire.operation_id is not None
    annuler(ctx, retire.operation_id)
    assert mots(feuille(ctx, maison)) == ["A", ""]


def test_another_desk_s_word_is_told_and_not_covered(maison: Maison, ctx: Contexte) -> None:
    lina, secretariat = inscription(maison, "Lina"), a(maison.ctx(Role.SECRETARIAT, agent="A. Martin"), MERCREDI)
    pointer(secretariat, Pointer(cle(maison), lina, "E"))
    with pytest.raises(RegleMetier, match="pointe_ailleurs") as refus:
        pointer(ctx, Pointer(cle(maison), lina, "P"))
    assert refus.value.params == {"auteur": "A. Martin", "libelle": "Excusé"}
    assert pointer(ctx, Pointer(cle(maison), lina, "E")).resultat, "the same word is no quarrel"
    pointer(secretariat, Pointer(cle(maison), lina, "", vu="E"))
    with pytest.raises(RegleMetier, match="depointe_ailleurs"):
        pointer(ctx, Pointer(cle(maison), lina, "P", vu="E"))


def test_a_pupil_who_left_in_the_middle_of_the_period_is_there_until_his_last_day(
    maison: Maison, ctx: Contexte
) -> None:
    def partir(session: Any) -> None:
        partie = session.get(Inscription, inscription(maison, "Noé"))
        partie.etat, partie.au_le = "arretee", date(2026, 2, 25)
        for affectation in session.query(Affectation).filter_by(inscription_id=partie.id):
            affectation.au_le = date(2026, 2, 25)

    pointer(ctx, Pointer(cle(maison, jour=date(2026, 2, 25)), inscription(maison, "Noé"), "P"))
    maison.ecrire(partir)
    assert [x.prenom for x in feuille(ctx, maison, jour=date(2026, 2, 25)).lignes] == ["Lina", "Noé"]
    assert [x.prenom for x in feuille(ctx, maison).lignes] == ["Lina"]
    with pytest.raises(RegleMetier, match="eleve_absent_de_la_liste"):
        pointer(ctx, Pointer(cle(maison), inscription(maison, "Noé"), "P"))
    fevrier = ouvrir_mois(ctx, maison.ids["fm"], date(2026, 2, 1))
    mars = ouvrir_mois(ctx, maison.ids["fm"], date(2026, 3, 1))
    assert [len(m.lignes) for m in (fevrier, mars)] == [2, 1]


def test_absences_told_are_marked_before_and_kept_by_everybody_present(maison: Maison, ctx: Contexte) -> None:
    absence = dire(
        maison, "Lina", (MERCREDI, time(8)), (MERCREDI, time(14, 30)), est_annoncee=True,
        caracteristique="mail du 2 mars",
    )  # fmt: skip
    dire(maison, "Noé", (date(2026, 3, 2), time(8)), (MERCREDI, time(14)), est_annoncee=True)  # ends as it begins
    lina, noe = feuille(ctx, maison).lignes
    assert (lina.pointage.code, lina.pointage.annonce, lina.pointage.est_ecrit) == ("E", "mail du 2 mars", False)
    assert noe.pointage.code == ""
    assert pointer_les_autres(ctx, cle(maison)).resultat == 2
    assert mots(feuille(ctx, maison)) == ["E", "P"]
    assert maison.ecrire(lambda s: [p.absence_id for p in s.query(Presence).order_by(Presence.code)]) == [absence, None]
    pointer(ctx, Pointer(cle(maison), inscription(maison, "Lina"), "P", vu="E"))
    assert maison.ecrire(lambda s: [p.absence_id for p in s.query(Presence)]) == [None, None], "she came after all"


def test_everybody_present_writes_only_who_has_no_word_and_is_undone_whole(maison: Maison, ctx: Contexte) -> None:
    pointer(ctx, Pointer(cle(maison), inscription(maison, "Noé"), "A"))
    fait = pointer_les_autres(ctx, cle(maison))
    assert (fait.resultat, mots(feuille(ctx, maison))) == (1, ["P", "A"])
    assert pointer_les_autres(ctx, cle(maison)).resultat == 0
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert mots(feuille(ctx, maison)) == ["", "A"]


def test_a_late_pupil_s_minutes(maison: Maison, ctx: Contexte) -> None:
    lina = inscription(maison, "Lina")
    with pytest.raises(RegleMetier, match="pas_en_retard"):
        preciser_retard(ctx, cle(maison), lina, "10")
    pointer(ctx, Pointer(cle(maison), lina, "R"))
    assert preciser_retard(ctx, cle(maison), lina, "10").resultat == "Valmont Lina, retard de 10\u00a0min"
    assert feuille(ctx, maison).lignes[0].pointage.retard_min == 10
    for faux in ("0", "dix", "1000"):
        with pytest.raises(FormulaireInvalide):
            preciser_retard(ctx, cle(maison), lina, faux)
    pointer(ctx, Pointer(cle(maison), lina, "P", vu="R"))
    assert feuille(ctx, maison).lignes[0].pointage.retard_min is None


def test_the_end_of_a_roll_call_names_who_called_and_a_word_is_put_right_later(maison: Maison, ctx: Contexte) -> None:
    pointer(ctx, Pointer(cle(maison), inscription(maison, "Lina"), "P"))
    with pytest.raises(AConfirmer, match="appel_incomplet") as question:
        terminer_appel(ctx, cle(maison))
    assert question.value.params == {"n": 1}
    fait = terminer_appel(ctx, cle(maison), confirme=True)
    assert (feuille(ctx, maison).seance.appel_par, feuille(ctx, maison).seance.appel_a) == (ctx.agent, ctx.maintenant())
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert feuille(ctx, maison).seance.appel_a is None
    terminer_appel(ctx, cle(maison), confirme=True)
    demain = a(ctx, date(2026, 3, 6))
    pointer(demain, Pointer(cle(maison), inscription(maison, "Noé"), "E"))
    assert mots(feuille(demain, maison)) == ["P", "E"]


def test_no_roll_call_of_a_lesson_to_come_or_cancelled_nor_on_a_day_without_lesson(
    maison: Maison, ctx: Contexte
) -> None:
    lina = inscription(maison, "Lina")
    with pytest.raises(RegleMetier, match="seance_a_venir"):
        pointer(ctx, Pointer(cle(maison, jour=date(2026, 3, 11)), lina, "P"))
    annuler_seance(ctx, AnnulerSeance(cle(maison), "Grève"))
    with pytest.raises(RegleMetier, match="seance_annulee"):
        pointer_les_autres(ctx, cle(maison))
    with pytest.raises(Introuvable):
        pointer(ctx, Pointer(cle(maison, jour=date(2026, 3, 3)), lina, "P"))
    with pytest.raises(Introuvable):
        pointer(ctx, Pointer(cle(maison, "cor", date(2026, 3, 5), time(17)), lina, "P"))
    with pytest.raises(Invalide):
        pointer(ctx, Pointer(cle(maison, jour=date(2026, 2, 25)), lina, "Z"))


def test_a_lesson_with_a_roll_call_is_cancelled_only_when_confirmed(maison: Maison, ctx: Contexte) -> None:
    pointer(ctx, Pointer(cle(maison), inscription(maison, "Lina"), "A"))
    with pytest.raises(AConfirmer, match="seance_pointee"):
        annuler_seance(ctx, AnnulerSeance(cle(maison), "Grève"))
    annuler_seance(ctx, AnnulerSeance(cle(maison), "Grève", confirme=True))
    assert feuille(ctx, maison).se_pointe is False


def test_a_block_of_turns_is_in_their_order_and_moves_with_its_lesson(maison: Maison) -> None:
    bertrand = a(ctx_enseignant(maison, "Imbert"), date(2026, 3, 7))
    jeudi = cle(maison, "cor", date(2026, 3, 5), time(17))
    deplacer_seance(bertrand, PlacerSeance(jeudi, "07/03/2026", "10:00"))
    lue = ouvrir_appel(bertrand, maison.ids["cor"])
    assert lue is not None
    assert (lue.seance.cle, lue.seance.le, lue.seance.a) == (jeudi, date(2026, 3, 7), time(10))
    assert [(x.prenom, x.passage) for x in lue.lignes] == [("Lina", time(10, 30))]


def test_a_month_is_typed_lesson_by_lesson_and_two_lessons_of_a_day_are_two(maison: Maison, ctx: Contexte) -> None:
    noe = inscription(maison, "Noé")
    deplacer_seance(ctx, PlacerSeance(cle(maison, jour=date(2026, 3, 11)), "4/3/26", "16:00", confirme=True))
    tard = a(ctx, date(2026, 3, 20))
    pointer(tard, Pointer(cle(maison), noe, "P"))
    pointer(tard, Pointer(cle(maison, jour=date(2026, 3, 11)), noe, "A"))
    mois = ouvrir_mois(tard, maison.ids["fm"])
    assert [(s.le.day, s.a.hour) for s in mois.seances] == [(4, 14), (4, 16), (18, 14), (25, 14)]
    assert [[case.code if case else None for case in ligne.cases] for ligne in mois.lignes] == [
        ["", "", "", ""],
        ["P", "A", "", ""],
    ]
    assert (mois.a_avant, mois.a_apres, mois.mois) == (True, True, date(2026, 3, 1))
    assert ouvrir_mois(tard, maison.ids["fm"], date(2026, 7, 5)).seances, "holidays not written are no holidays"
    assert ouvrir_mois(tard, maison.ids["fm"], date(2027, 1, 1)).mois == date(2026, 8, 1)


def test_the_table_of_words_is_the_site_s_own_and_keeps_what_a_roll_call_needs(maison: Maison, ctx: Contexte) -> None:
    direction = a(maison.ctx(Role.DIRECTION), MERCREDI)
    ajout = enregistrer_code(direction, EnregistrerCode("v", "Visio", "present", est_nouveau=True))
    assert [c.code for c in lire_codes(ctx)] == ["P", "A", "E", "R", "D", "V"]
    pointer(ctx, Pointer(cle(maison), inscription(maison, "Lina"), "V"))
    visio = lire_codes(ctx)[-1]
    with pytest.raises(RegleMetier, match="mot_appel_utilise"):
        enregistrer_code(direction, EnregistrerCode("V", "Visio", "absent", visio.version))
    retirer_code(direction, "V", visio.version)
    assert mots(feuille(ctx, maison)) == ["V", ""], "a lesson keeps its word"
    with pytest.raises(Invalide):
        pointer(ctx, Pointer(cle(maison), inscription(maison, "Noé"), "V"))
    with pytest.raises(RegleMetier, match="mot_appel_indispensable"):
        retirer_code(direction, "A", 1)
    for faux in (
        EnregistrerCode("?", "Autre", "present", est_nouveau=True),
        EnregistrerCode("P", "Pr", "present", est_nouveau=True),
    ):
        with pytest.raises(FormulaireInvalide):
            enregistrer_code(direction, faux)
    assert ajout.resultat == "V"
    assert ouvrir_appel(replace(direction, site_id=maison.ids["site"]), maison.ids["orc"]) is not None


def test_the_sheet_of_a_month_is_printed_filled_or_blank_for_who_reaches_it(maison: Maison, ctx: Contexte) -> None:
    pointer(ctx, Pointer(cle(maison), inscription(maison, "Noé"), "A"))
    demande = Demande(GenrePapier.FEUILLE_PRESENCE, Sujet.CRENEAU, (maison.ids["fm"],))
    remplie = produire_papier(ctx, demande)
    (page,) = textes(remplie.octets)
    for mots in ("FM1.1", "mars 2026", "Valmont Noé", "Sylvie Tournier", "mercredi 14:00", "salle Franck", "11/03"):
        assert mots in page, mots
    assert remplie.nom == "presence_fm1_1_mars_2026.pdf"
    vierge = produire_papier(ctx, replace(demande, mois=date(2026, 2, 1), est_vierge=True))
    assert "février 2026" in textes(vierge.octets)[0]
    with pytest.raises(Introuvable):
        produire_papier(ctx, replace(demande, ids=(maison.ids["cor"],)))
