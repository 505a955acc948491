"""The offer copied into the next year: dry run, twice, undone; and the days without lessons."""

from dataclasses import replace
from datetime import date

import pytest

from imuse_desk.domain.erreurs import FormulaireInvalide, RegleMetier
from imuse_desk.models import Annee, Creneau
from imuse_desk.services import places
from imuse_desk.services.annulation import annuler
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.offre import lire_fiche, lister_cours, lister_enseignants, lister_horaires
from imuse_desk.services.offre.calendrier import (
    AjouterFermeture,
    ajouter_fermeture,
    jour_ferme_le,
    lister_jours_fermes,
    remplir_calendrier,
    retirer_jour_ferme,
)
from imuse_desk.services.offre.duplication import dupliquer_offre, prevoir_duplication
from imuse_desk.services.offre.enseignants import RangerEnseignant, ranger_enseignant
from imuse_desk.services.offre.fiches import RangerFiche, ranger_fiche
from tests.services.offre.conftest import Offre


@pytest.fixture
def suivante(ctx: Contexte) -> Contexte:
    with ctx.lire() as session:
        return replace(ctx, annee_id=session.query(Annee).filter_by(libelle="2027-2028").one().id)


def test_the_offer_is_copied_once_however_often_it_is_asked(ctx: Contexte, offre: Offre, suivante: Contexte) -> None:
    cursus, discipline = offre.cursus(), offre.discipline()
    cor = offre.cours("COR", cursus_id=cursus, discipline_id=discipline)
    fm = offre.cours("FM", cursus_id=cursus, discipline_id=discipline)
    denis, paul = offre.enseignant(), offre.enseignant("Hamelin", "Paul")
    offre.horaire(cor, enseignants=(denis,), salle_id=offre.salle(), capacite="7", passage="")
    offre.horaire(fm, jour=2, enseignants=(denis, paul))
    offre.horaire(fm, jour=4, au="31/01/2027")
    plan = prevoir_duplication(ctx)
    assert (plan.source, plan.cible, len(plan.copies), plan.horaires) == ("2026-2027", "2027-2028", 2, 2)
    assert lister_cours(suivante) == ()
    fait = dupliquer_offre(ctx)
    assert fait.resultat == {"cours": 2, "horaires": 2}
    copies = {c.code: c for c in lister_cours(suivante)}
    (horaire,) = lister_horaires(suivante, copies["COR"].id)
    assert (horaire.capacite, horaire.prises, horaire.salle, horaire.enseignants) == (7, 0, "Ravel", "Denis Roussel")
    assert [h.enseignants for h in lister_horaires(suivante, copies["FM"].id)] == ["Denis Roussel, Paul Hamelin"]
    with pytest.raises(RegleMetier, match="rien_a_copier"):
        dupliquer_offre(ctx)
    offre.cours("PIA", cursus_id=cursus, discipline_id=discipline)
    assert [(c.code, c.sort) for c in prevoir_duplication(ctx).cours] == [
        ("COR", "existe"),
        ("FM", "existe"),
        ("PIA", "copie"),
    ]
    assert dupliquer_offre(ctx).resultat == {"cours": 1, "horaires": 0}
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert [c.code for c in lister_cours(suivante)] == ["PIA"]
    with pytest.raises(RegleMetier, match="pas_d_annee_suivante"):
        prevoir_duplication(suivante)


def test_what_left_is_not_copied(ctx: Contexte, offre: Offre, suivante: Contexte) -> None:
    cours = offre.cours("COR", cursus_id=offre.cursus(), discipline_id=offre.discipline())
    denis, salle = offre.enseignant(), offre.salle()
    creneau = offre.horaire(cours, enseignants=(denis,), salle_id=salle)

    def fermer(unite) -> None:  # the year ends: nothing keeps the teacher and the room any more
        unite.session.get(Annee, ctx.annee_id).etat = "close"

    ctx.ecrire("fermer", fermer)
    (ligne,) = lister_enseignants(ctx)
    ranger_enseignant(ctx, RangerEnseignant(denis, ligne.version))
    ranger_fiche(ctx, RangerFiche("salle", salle, lire_fiche(ctx, "salle", salle).version))
    plan = prevoir_duplication(ctx)
    assert (plan.sans_enseignant, plan.sans_salle) == (1, 1)
    dupliquer_offre(ctx)
    (copie,) = lister_cours(suivante)
    (horaire,) = lister_horaires(suivante, copie.id)
    assert (horaire.enseignants, horaire.salle) == ("", "")
    with ctx.lire() as session:
        assert session.get_one(Creneau, creneau).salle_id == salle


def test_an_undo_is_refused_once_a_seat_is_sold(ctx: Contexte, offre: Offre, suivante: Contexte, base_demo) -> None:
    cours = offre.cours("COR", libelle="Cor", cursus_id=offre.cursus(), discipline_id=offre.discipline())
    offre.horaire(cours)
    fait = dupliquer_offre(ctx)
    (copie,) = lister_cours(suivante)
    (horaire,) = lister_horaires(suivante, copie.id)

    def vendre(unite) -> None:
        from imuse_desk.models import Eleve, Personne

        personne = Personne(nom="Valmont", prenom="Lina", cle="valmont lina")
        unite.session.add(personne)
        unite.session.flush()
        eleve = Eleve(personne_id=personne.id)
        unite.session.add(eleve)
        unite.session.flush()
        places.prendre(unite, horaire.id, eleve.id)

    ctx.ecrire("vendre", vendre)
    assert fait.operation_id is not None
    with pytest.raises(RegleMetier) as refus:
        annuler(ctx, fait.operation_id)
    assert (refus.value.code, refus.value.params["cours"]) == ("offre_copiee_utilisee", "Cor")
    assert len(lister_cours(suivante)) == 1


def test_days_without_lessons_come_from_the_official_calendars(ctx: Contexte) -> None:
    ajouter_fermeture(ctx, AjouterFermeture("Portes ouvertes", "19/12/2026"))
    remplir_calendrier(ctx, "C")
    remplir_calendrier(ctx, "A")
    jours = lister_jours_fermes(ctx)
    assert [(j.du_le, j.au_le) for j in jours if j.libelle == "Vacances d’hiver"] == [
        (date(2027, 2, 13), date(2027, 2, 28))
    ]
    assert [j.genre for j in jours if j.libelle in ("Armistice", "Portes ouvertes")] == ["ferie", "fermeture"]
    with ctx.lire() as session:
        noel = jour_ferme_le(session, ctx.site_id, date(2026, 12, 20))
        assert noel is not None
        assert noel.libelle == "Vacances de Noël"
        assert jour_ferme_le(session, ctx.site_id, date(2027, 1, 4)) is None
    with pytest.raises(RegleMetier, match="zone_inconnue"):
        remplir_calendrier(ctx, "D")


@pytest.mark.parametrize(
    ("du", "au", "attendu"),
    [
        ("", "", ("du", "champ_obligatoire")),
        ("31/02/2027", "", ("du", "jour_impossible")),
        ("01/09/2025", "", ("du", "date_hors_annee")),
        ("02/02/2027", "01/02/2027", ("au", "dates_inversees")),
    ],
)
def test_a_closure_says_what_is_wrong(ctx: Contexte, du: str, au: str, attendu: tuple[str, str]) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        ajouter_fermeture(ctx, AjouterFermeture("Fermeture", du, au))
    assert (refus.value.erreurs[0].champ, refus.value.erreurs[0].code) == attendu


def test_a_closure_is_taken_back_and_put_again(ctx: Contexte) -> None:
    avant = lister_jours_fermes(ctx)
    ident = ajouter_fermeture(ctx, AjouterFermeture("Travaux", "02/02/2027", "05/02/2027")).resultat
    fait = retirer_jour_ferme(ctx, ident)
    assert lister_jours_fermes(ctx) == avant
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    (jour,) = set(lister_jours_fermes(ctx)) - set(avant)
    assert (jour.libelle, jour.du_le, jour.au_le) == ("Travaux", date(2027, 2, 2), date(2027, 2, 5))
