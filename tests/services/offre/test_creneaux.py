"""Weekly times: what is typed, clashes said with both lessons, seats, pupils, undo; blocks divided into turns."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest

from imuse_desk.domain.erreurs import AConfirmer, FormulaireInvalide, RegleMetier
from imuse_desk.domain.textes import plier
from imuse_desk.models import Affectation, Eleve, Inscription, Personne
from imuse_desk.models.passerelle import Unite
from imuse_desk.services import places
from imuse_desk.services.annulation import annuler
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.offre import lire_horaire, lister_enseignants, lister_horaires
from imuse_desk.services.offre.conflits import lister_conflits
from imuse_desk.services.offre.creneaux import EnregistrerCreneau, RetirerCreneau, enregistrer_creneau, retirer_creneau
from imuse_desk.services.offre.enseignants import RangerEnseignant, ranger_enseignant
from imuse_desk.services.offre.passages import FixerPassages, fixer_passages, lire_bloc
from tests.services.offre.conftest import Offre


@pytest.fixture
def cours(offre: Offre) -> int:
    return offre.cours(libelle="Cor", cursus_id=offre.cursus(), discipline_id=offre.discipline())


@pytest.fixture
def autre(offre: Offre, cours: int) -> int:
    return offre.cours("FM-1", libelle="FM 1.1", cursus_id=1, discipline_id=1)


@pytest.fixture
def inscrire(ctx: Contexte) -> Callable[[str, int, int], int]:
    """Enrol an invented pupil in a course at a time; gives the pupil."""

    def faire(prenom: str, cours_id: int, creneau_id: int) -> int:
        def ecrire(unite: Unite) -> int:
            session = unite.session
            personne = Personne(nom="Valmont", prenom=prenom, cle=plier(f"valmont {prenom}"))
            deja = session.query(Personne).filter_by(cle=personne.cle).one_or_none()
            if deja is None:
                session.add(personne)
                session.flush()
                session.add(Eleve(personne_id=personne.id))
                session.flush()
            eleve = session.query(Eleve).filter_by(personne_id=(deja or personne).id).one()
            inscription = Inscription(
                eleve_id=eleve.id, cours_id=cours_id, annee_id=ctx.annee_id, site_id=ctx.site_id,
                du_le=date(2026, 9, 14),
            )  # fmt: skip
            session.add(inscription)
            session.flush()
            session.add(Affectation(inscription_id=inscription.id, creneau_id=creneau_id, du_le=date(2026, 9, 14)))
            places.prendre(unite, creneau_id, eleve.id)
            return eleve.id

        return ctx.ecrire("inscrire", ecrire).resultat

    return faire


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"debut": "25:00"}, ("debut", "heure_illisible")),
        ({"debut": ""}, ("debut", "champ_obligatoire")),
        ({"duree": ""}, ("duree", "champ_obligatoire")),
        ({"duree": "4"}, ("duree", "entier_hors_bornes")),
        ({"debut": "23:30"}, ("duree", "finit_apres_minuit")),
        ({"jour": 8}, ("jour", "choix_obligatoire")),
        ({"capacite": ""}, ("capacite", "champ_obligatoire")),
        ({"capacite": "0"}, ("capacite", "entier_hors_bornes")),
        ({"passage": "90"}, ("passage", "passage_trop_long")),
        ({"du": "01/09/2025"}, ("du", "date_hors_annee")),
        ({"du": "29/02/2027"}, ("du", "jour_impossible")),
        ({"du": "02/02/2027", "au": "01/02/2027"}, ("au", "dates_inversees")),
        ({"salle_id": 99}, ("salle_id", "salle_inconnue")),
        ({"enseignants": (99,)}, ("enseignants", "enseignant_inconnu")),
    ],
)
def test_each_field_says_what_is_wrong(
    offre: Offre, cours: int, champs: dict[str, object], attendu: tuple[str, str]
) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        offre.horaire(cours, **champs)
    assert (refus.value.erreurs[0].champ, refus.value.erreurs[0].code) == attendu
    assert lister_horaires(offre.ctx, cours) == ()


def test_a_clash_names_both_lessons_and_is_recorded_only_when_confirmed(
    ctx: Contexte, offre: Offre, cours: int, autre: int
) -> None:
    salle, denis = offre.salle("Ravel"), offre.enseignant()
    offre.horaire(cours, salle_id=salle, enseignants=(denis,))
    with pytest.raises(AConfirmer) as clash:
        offre.horaire(autre, debut="14:30", salle_id=salle)
    assert clash.value.params == {
        "qui": "Ravel", "n": 1, "lecon_a": "Cor, mer. 14:00 – 15:00, Ravel, Meudon",
        "lecon_b": "FM 1.1, mer. 14:30 – 15:30, Ravel, Meudon",
    }  # fmt: skip
    with pytest.raises(AConfirmer) as clash:
        offre.horaire(autre, debut="14:30", enseignants=(denis,))
    assert clash.value.params["qui"] == "Denis Roussel"
    offre.horaire(autre, debut="15:00", salle_id=salle, enseignants=(denis,))
    assert lister_conflits(ctx) == ()
    offre.horaire(autre, debut="15:30", salle_id=salle, confirme=True)
    (conflit,) = lister_conflits(ctx)
    assert (conflit.genre, conflit.qui, conflit.lecon_a[:6]) == ("salle", "Ravel", "FM 1.1")


def test_a_capacity_never_goes_under_the_seats_taken(ctx: Contexte, offre: Offre, cours: int, inscrire) -> None:
    creneau = offre.horaire(cours, capacite="3")
    for prenom in ("Lina", "Noé"):
        inscrire(prenom, cours, creneau)
    lu = lire_horaire(ctx, creneau)
    with pytest.raises(RegleMetier) as refus:
        enregistrer_creneau(
            ctx, EnregistrerCreneau(cours, replace(lu.saisie, capacite="1"), creneau, lu.version, confirme=True)
        )
    assert refus.value.params == {"prises": 2, "capacite": 1}
    assert lire_horaire(ctx, creneau).saisie.capacite == "3"


def test_moving_a_time_asks_first_when_pupils_come_to_it_and_is_undone(
    ctx: Contexte, offre: Offre, cours: int, inscrire
) -> None:
    denis = offre.enseignant()
    creneau = offre.horaire(cours, enseignants=(denis,))
    inscrire("Lina", cours, creneau)
    lu = lire_horaire(ctx, creneau)
    commande = EnregistrerCreneau(cours, replace(lu.saisie, debut="16h", jour=4), creneau, lu.version)
    with pytest.raises(AConfirmer) as demande:
        enregistrer_creneau(ctx, commande)
    assert (demande.value.code, demande.value.params) == ("horaire_avec_eleves", {"n": 1})
    with pytest.raises(AConfirmer, match="creneau_sans_enseignant"):
        enregistrer_creneau(ctx, EnregistrerCreneau(cours, replace(lu.saisie, enseignants=()), creneau, lu.version))
    fait = enregistrer_creneau(ctx, replace(commande, confirme=True))
    assert lire_horaire(ctx, creneau).saisie.debut == "16:00"
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert lire_horaire(ctx, creneau).saisie == lu.saisie


def test_a_time_with_pupils_is_not_withdrawn(ctx: Contexte, offre: Offre, cours: int, inscrire) -> None:
    libre, occupe = offre.horaire(cours), offre.horaire(cours, jour=5)
    inscrire("Lina", cours, occupe)
    with pytest.raises(RegleMetier) as refus:
        retirer_creneau(ctx, RetirerCreneau(occupe, lire_horaire(ctx, occupe).version))
    assert (refus.value.code, refus.value.params) == ("creneau_occupe", {"n": 1})
    fait = retirer_creneau(ctx, RetirerCreneau(libre, lire_horaire(ctx, libre).version))
    assert [h.id for h in lister_horaires(ctx, cours)] == [occupe]
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert [h.id for h in lister_horaires(ctx, cours)] == [libre, occupe]


def test_a_teacher_with_pupils_is_not_removed(ctx: Contexte, offre: Offre, cours: int, inscrire) -> None:
    denis = offre.enseignant()
    creneau = offre.horaire(cours, enseignants=(denis,))
    inscrire("Lina", cours, creneau)
    (ligne,) = lister_enseignants(ctx)
    assert (ligne.horaires, ligne.minutes) == (1, 60)
    with pytest.raises(RegleMetier) as refus:
        ranger_enseignant(ctx, RangerEnseignant(denis, ligne.version))
    assert (refus.value.code, refus.value.params) == ("enseignant_occupe", {"horaires": 1, "n": 1})


def test_a_block_is_divided_into_turns(ctx: Contexte, offre: Offre, cours: int, autre: int, inscrire) -> None:
    bloc = offre.horaire(cours, duree="120", capacite="", passage="30")
    lina, noe = (inscrire(prenom, cours, bloc) for prenom in ("Lina", "Noé"))
    vu = lire_bloc(ctx, bloc)
    assert (vu.restantes, vu.prochain, [p.heure for p in vu.passages]) == (120, time(14), [None, None])
    ids = {p.eleve_id: p.affectation_id for p in vu.passages}

    def fixer(*passages: tuple[int, time | None, int], confirme: bool = False):
        voulus = tuple((ids[eleve], heure, duree) for eleve, heure, duree in passages)
        return fixer_passages(ctx, FixerPassages(bloc, voulus, confirme))

    for heures, code in (
        (((lina, time(14), 30), (noe, time(14, 15), 30)), "passages_superposes"),
        (((lina, time(15, 45), 30), (noe, None, 30)), "passage_hors_bloc"),
    ):
        with pytest.raises(RegleMetier, match=code):
            fixer(*heures)
    with pytest.raises(RegleMetier, match="passage_absent"):
        fixer((lina, time(14), 30))
    fait = fixer((lina, time(14), 45), (noe, time(15), 30))
    vu = lire_bloc(ctx, bloc)
    assert (fait.resultat, vu.restantes, vu.prochain) == (45, 45, time(15, 30))
    inscrire("Lina", autre, offre.horaire(autre, debut="14:45"))
    with pytest.raises(AConfirmer) as clash:
        fixer((lina, time(14, 30), 30), (noe, time(15), 30))
    assert clash.value.params["qui"] == "Lina Valmont"
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert lire_bloc(ctx, bloc).restantes == 120
