"""Papers made from the base: whom they are for, what they say, what is kept, what is refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select, update

from imuse_desk.domain.erreurs import ErreurMetier, Introuvable, Invalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.calendrier import Periode
from imuse_desk.models import (
    Adresse,
    Affectation,
    Annee,
    Compte,
    Creneau,
    Eleve,
    Inscription,
    JourFerme,
    PapierConserve,
    Personne,
    Site,
)
from imuse_desk.printing.base import STYLE_GRIS
from imuse_desk.printing.faits import LIBELLE_MM
from imuse_desk.printing.grille_page import MM
from imuse_desk.printing.polices import charger, largeur
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.courrier import historique_courriers
from imuse_desk.services.papiers.demande import Demande, GenrePapier, PapierProduit, Sujet, produire_papier
from imuse_desk.services.papiers.fiche_eleve import IMAGES
from imuse_desk.services.papiers.lecture import lire_annee, lire_horaires
from imuse_desk.services.papiers.liste_classe import dates_de_cours
from imuse_desk.services.reinscription.accuse import lire_papier
from tests.fabriques import Maison
from tests.printing.exemples import textes
from tests.services.maison import compter
from tests.services.papiers.conftest import affecter

G, S = GenrePapier, Sujet


def faire(ctx: Contexte, genre: GenrePapier, sujet: Sujet, *ids: int, **champs: Any) -> PapierProduit:
    return produire_papier(ctx, Demande(genre, sujet, ids, **champs))


def lire(papier: PapierProduit) -> str:
    return " ".join(textes(papier.octets))


def gardes(maison: Maison) -> Sequence[Any]:
    with maison.base.lire() as session:
        return session.execute(select(PapierConserve).order_by(PapierConserve.id)).scalars().all()


# ---- certificates


def test_a_certificate_says_what_is_followed_and_is_kept_on_the_dossier(maison: Maison) -> None:
    ctx = maison.ctx()
    papier = faire(ctx, G.ATTESTATION, S.ELEVE, maison.ids["Lina"])
    dit = lire(papier)
    for mots in (
        "Attestation d’inscription", "Lina Valmont", "née le 12/03/2012", "est régulièrement inscrite",
        "du 10/09/2025 au 31/08/2026", "mardi 16:30", "0 h 45", "mercredi 14:00", "1 h 15", "horaire à fixer", "2 h 00",
        "Fait à Rives-sur-Aulne, le 14/01/2026",
    ):  # fmt: skip
        assert mots in dit, mots
    assert papier.nom == "attestation_2025_2026_lina_valmont.pdf"
    (garde,) = gardes(maison)
    assert (garde.foyer_id, garde.eleve_id, garde.genre) == (maison.ids["Valmont"], maison.ids["Lina"], "attestation")
    assert lire_papier(ctx, garde.id) == (papier.nom, papier.octets)
    assert [p.nom for p in historique_courriers(ctx, maison.ids["Valmont"]).papiers] == [papier.nom]
    assert papier.changements.touche("papier", garde.id)


def test_the_same_paper_printed_again_the_same_day_is_kept_once(maison: Maison) -> None:
    premier = faire(maison.ctx(), G.ATTESTATION, S.ELEVE, maison.ids["Lina"])
    assert faire(maison.ctx(), G.ATTESTATION, S.ELEVE, maison.ids["Lina"]).octets == premier.octets
    assert len(gardes(maison)) == 1
    certificat = faire(maison.ctx(), G.CERTIFICAT, S.ELEVE, maison.ids["Lina"])
    assert "Certificat de scolarité" in lire(certificat)
    maison.horloge.instant = datetime(2026, 1, 15, 11, 0, tzinfo=UTC)
    faire(maison.ctx(), G.ATTESTATION, S.ELEVE, maison.ids["Lina"])
    assert len(gardes(maison)) == 3


def test_a_family_gets_one_paper_a_child_in_one_file_and_each_is_kept(maison: Maison) -> None:
    papier = faire(maison.ctx(), G.ATTESTATION, S.FOYER, maison.ids["Valmont"])
    assert papier.nombre == 2
    assert [("Lina" in page, "Noé" in page) for page in textes(papier.octets)] == [(True, False), (False, True)]
    lignes = gardes(maison)
    assert {ligne.eleve_id for ligne in lignes} == {maison.ids["Lina"], maison.ids["Noé"]}
    assert len({ligne.lot for ligne in lignes} - {None}) == 1
    assert {textes(lire_papier(maison.ctx(), x.id)[1])[0].count("page 1/1") for x in lignes} == {1}


def test_without_an_active_enrolment_there_is_nothing_to_certify(maison: Maison) -> None:
    ctx = maison.ctx()
    arreter = update(Inscription).where(Inscription.eleve_id == maison.ids["Lina"]).values(etat="arretee")
    maison.ecrire(lambda session: session.execute(arreter) and None)
    with pytest.raises(RegleMetier) as refus:
        faire(ctx, G.ATTESTATION, S.ELEVE, maison.ids["Lina"])
    assert refus.value.code == "eleve_sans_inscription"
    assert refus.value.params == {"eleve": "Lina Valmont", "annee": "2025-2026"}
    with pytest.raises(RegleMetier, match="aucun_eleve_inscrit"):
        faire(ctx.sur(annee_id=maison.ids["cible"]), G.ATTESTATION, S.FOYER, maison.ids["Valmont"])
    lot = faire(ctx, G.ATTESTATION, S.ELEVE, maison.ids["Lina"], maison.ids["Noé"])
    assert lot.nombre == 1
    assert lot.ecartes == ("Lina Valmont\u00a0: sans inscription en 2025-2026",)
    assert len(gardes(maison)) == 1


def test_a_closed_year_is_certified_in_the_past(maison: Maison) -> None:
    maison.ecrire(lambda session: setattr(session.get_one(Annee, maison.ids["source"]), "etat", "close"))
    maison.horloge.instant = datetime(2026, 11, 3, 11, 0, tzinfo=UTC)
    dit = lire(faire(maison.ctx(), G.ATTESTATION, S.ELEVE, maison.ids["Lina"]))
    assert "a été régulièrement inscrite pour l’année scolaire 2025-2026" in dit
    assert "mercredi 14:00" in dit
    assert "Fait à Rives-sur-Aulne, le 03/11/2026" in dit
    assert len(gardes(maison)) == 1


def test_who_signs_and_an_earlier_enrolment(maison: Maison) -> None:
    def preparer(session: Any) -> None:
        site = session.get_one(Site, maison.ids["site"])
        site.signataire, site.qualite_signataire = "Jeanne Aubrac", "directrice"

    maison.ecrire(preparer)
    avant = Annee(libelle="2024-2025", debut_le=date(2024, 9, 1), fin_le=date(2025, 8, 31), etat="ouverte")
    maison.garder("avant", avant)
    maison.cours("COR", "COR", annee="avant")
    maison.ajouter(
        Inscription(
            eleve_id=maison.ids["Lina"], cours_id=maison.ids["avant:COR"], annee_id=maison.ids["avant"],
            site_id=maison.ids["site"], du_le=date(2024, 9, 12),
        )
    )  # fmt: skip
    dit = lire(faire(maison.ctx(), G.ATTESTATION, S.ELEVE, maison.ids["Lina"]))
    assert "Jeanne Aubrac, directrice, certifie que" in dit
    assert "Première inscription dans l’établissement : le 12/09/2024" in dit


def test_a_change_of_time_to_come_is_not_printed_yet(maison: Maison) -> None:
    actuelle = maison.ecrire(
        lambda s: s.execute(select(Affectation.id).where(Affectation.creneau_id == maison.ids["fm"])).scalar()
    )
    maison.ecrire(lambda s: setattr(s.get_one(Affectation, actuelle), "au_le", date(2026, 1, 31)))
    affecter(maison, "Lina:FM1.1", "orc", du_le=date(2026, 2, 1))
    assert "mercredi 14:00" in lire(faire(maison.ctx(), G.ATTESTATION, S.ELEVE, maison.ids["Lina"]))
    maison.horloge.instant = datetime(2026, 2, 3, 11, 0, tzinfo=UTC)
    dit = lire(faire(maison.ctx(), G.ATTESTATION, S.ELEVE, maison.ids["Lina"]))
    assert "samedi 10:00" in dit
    assert "mercredi 14:00" not in dit


# ---- timetables


def test_the_timetables_of_a_pupil_a_teacher_a_room_and_a_day(maison: Maison) -> None:
    ctx = maison.ctx()
    eleve = lire(faire(ctx, G.EMPLOI_ELEVE, S.ELEVE, maison.ids["Lina"]))
    for mots in ("16:30–17:15", "14:00–15:15", "salle Franck", "Denis Roussel", "à fixer"):
        assert mots in eleve, mots
    prof = lire(faire(ctx, G.EMPLOI_ENSEIGNANT, S.ENSEIGNANT, maison.ids["enseignant"]))
    for mots in ("Denis Roussel", "16:00–18:00", "1 élève", "14:00–15:15"):
        assert mots in prof, mots
    assert "10:00–11:30" not in prof
    salle = lire(faire(ctx, G.EMPLOI_SALLE, S.SALLE, maison.ids["salle"]))
    assert all(mots in salle for mots in ("salle Franck", "10:00–11:30", "0 élève", "Denis Roussel"))
    jour = lire(faire(ctx, G.JOURNEE, S.JOUR, 3))
    assert "Occupation du mercredi" in jour
    assert "14:00–15:15" in jour
    assert "16:00–18:00" not in jour
    assert [papier.genre for papier in gardes(maison)] == ["emploi_du_temps"]
    assert "Aucun cours." in lire(faire(ctx, G.JOURNEE, S.JOUR, 7))
    for genre, sujet in ((G.EMPLOI_ENSEIGNANT, S.ENSEIGNANT), (G.EMPLOI_SALLE, S.SALLE), (G.JOURNEE, S.JOUR)):
        with pytest.raises(Introuvable):
            faire(ctx, genre, sujet, 10**6)


def test_a_turn_not_fixed_yet_shows_the_whole_block(maison: Maison) -> None:
    maison.ecrire(lambda s: s.execute(update(Affectation).values(heure_passage=None, duree_min=None)) and None)
    dit = lire(faire(maison.ctx(), G.EMPLOI_ELEVE, S.ELEVE, maison.ids["Lina"]))
    assert "16:00–18:00, passage à fixer" in dit
    assert "0 h 30" in lire(faire(maison.ctx(), G.ATTESTATION, S.ELEVE, maison.ids["Lina"]))


# ---- pupils' cards


def relier(maison: Maison) -> Contexte:
    """The teacher signed in on his own account."""
    compte = Compte(
        identifiant="d.roussel", nom_affiche="Denis Roussel", mot_de_passe="-", personne_id=maison.ids["prof"]
    )
    ident = maison.ajouter(compte)
    return replace(maison.ctx(Role.ENSEIGNANT), compte_id=ident)


def test_the_cards_of_many_take_few_more_statements_than_one(maison: Maison) -> None:
    with compter(maison.base) as un:
        faire(maison.ctx(), G.FICHE_ELEVE, S.ELEVE, maison.ids["Lina"])
    for rang in range(12):
        maison.foyer(f"Famille{rang}")
        maison.eleve(f"Enfant{rang}", f"Famille{rang}")
    enfants = [maison.ids[f"Enfant{rang}"] for rang in range(12)]
    with compter(maison.base) as douze:
        assert faire(maison.ctx(), G.FICHE_ELEVE, S.ELEVE, *enfants).nombre == 12
    assert len([o for o in douze if o.startswith("SELECT")]) <= len([o for o in un if o.startswith("SELECT")]) + 1


def test_the_card_says_what_the_role_may_see(maison: Maison) -> None:
    def preparer(session: Any) -> None:
        lina = session.get_one(Eleve, maison.ids["Lina"])
        lina.alerte, lina.tel_urgence, lina.observations = "Allergie aux arachides", "06 12 34 56 78", "Prêt d’un cor"

    maison.ecrire(preparer)
    entiere = lire(faire(maison.ctx(), G.FICHE_ELEVE, S.ELEVE, maison.ids["Lina"]))
    for mots in ("Lina Valmont", "rue des Aubépines", "Claire Valmont", "Allergie", "Prêt d’un cor", "06 12 34 56 78"):
        assert mots in entiere, mots
    assert len(gardes(maison)) == 1
    sienne = lire(faire(relier(maison), G.FICHE_ELEVE, S.ELEVE, maison.ids["Lina"]))
    assert "Allergie aux arachides" in sienne
    assert "06 12 34 56 78" in sienne
    for mots in ("Aubépines", "Claire", "Prêt d’un cor", "example.org", "00"):
        assert mots not in sienne.replace("16:00", "").replace("06 12", ""), mots
    assert len(gardes(maison)) == 1, "nothing that a teacher prints is kept on the dossier"


# ---- labels


def test_one_label_a_household_and_who_has_no_address_is_named(maison: Maison) -> None:
    ctx = maison.ctx()
    maison.foyer("Sans")
    maison.ecrire(
        lambda s: s.execute(
            update(Adresse).where(Adresse.foyer_id == maison.ids["Sans"]).values(numero="", voie="", ville="", cp="")
        ) and None
    )  # fmt: skip
    des_eleves = faire(ctx, G.ETIQUETTES, S.ELEVE, maison.ids["Lina"], maison.ids["Noé"])
    assert lire(des_eleves).count("7 RUE DES AUBÉPINES") == 1
    des_foyers = faire(
        ctx, G.ETIQUETTES, S.FOYER, maison.ids["Valmont"], maison.ids["Sans"], planche="3x8", premiere=24
    )
    assert des_foyers.ecartes == ("Famille Sans\u00a0: adresse incomplète",)
    assert len(textes(des_foyers.octets)) == 1
    with pytest.raises(RegleMetier, match="aucune_adresse"):
        faire(ctx, G.ETIQUETTES, S.FOYER, maison.ids["Sans"])
    with pytest.raises(Invalide, match="entier_hors_bornes"):
        faire(ctx, G.ETIQUETTES, S.FOYER, maison.ids["Valmont"], premiere=15)
    assert gardes(maison) == []


# ---- class lists


def test_the_pupils_of_a_course_without_a_time_have_a_list_of_their_own(maison: Maison) -> None:
    dit = lire(faire(maison.ctx(), G.LISTE_CLASSE, S.COURS, maison.ids["source:FM1.1"]))
    assert dit.index("Valmont Lina") < dit.index("Sans horaire") < dit.index("Valmont Noé")
    orchestre = faire(maison.ctx(), G.LISTE_CLASSE, S.COURS, maison.ids["source:ORC"])
    assert orchestre.nombre == 2
    assert "Sans horaire" not in lire(faire(maison.ctx(), G.LISTE_CLASSE, S.CRENEAU, maison.ids["fm"]))
    affecter(maison, "Noé:FM1.1", "fm", du_le=date(2026, 3, 1))
    assert "Sans horaire" not in lire(faire(maison.ctx(), G.LISTE_CLASSE, S.COURS, maison.ids["source:FM1.1"]))


def test_the_list_of_a_weekly_time_with_the_lessons_to_come(maison: Maison) -> None:
    ctx = maison.ctx()
    maison.ajouter(
        JourFerme(
            site_id=maison.ids["site"], annee_id=maison.ids["source"], genre="vacances", libelle="Hiver",
            du_le=date(2026, 2, 14), au_le=date(2026, 3, 1),
        )
    )  # fmt: skip
    dit = lire(faire(ctx, G.LISTE_CLASSE, S.COURS, maison.ids["source:FM1.1"]))
    for mots in (
        "FM1.1",
        "mercredi 14:00–15:15",
        "Denis Roussel",
        "1 élève",
        "Valmont Lina",
        "13",
        "C1.1",
        "14 01 21 01 28 01",
    ):
        assert mots in dit, mots
    assert "Noé" not in dit.partition("Sans horaire")[0], "he has no weekly time in it"
    bloc = lire(faire(ctx, G.LISTE_CLASSE, S.CRENEAU, maison.ids["cor"]))
    assert "16:30 · Valmont Lina" in bloc
    tous = faire(ctx, G.LISTE_CLASSE, S.ENSEIGNANT, maison.ids["enseignant"])
    assert tous.nombre == 4, "his two weekly times, and the pupils without one of the two courses that he alone gives"
    assert lire(tous).count("Sans horaire") == 2
    bloc_d_un_autre = Creneau(cours_id=maison.ids["source:FM1.1"], jour=1, debut=time(18), duree_min=60)
    maison.ajouter(bloc_d_un_autre)
    assert lire(faire(ctx, G.LISTE_CLASSE, S.ENSEIGNANT, maison.ids["enseignant"])).count("Sans horaire") == 1
    with pytest.raises(RegleMetier, match="sans_horaire"):
        faire(ctx, G.LISTE_CLASSE, S.COURS, maison.ids["source:DCL1.1"])


def test_a_pupil_without_a_phone_is_reached_by_the_first_adult(maison: Maison) -> None:
    mobiles = {"0": "06 00 00 00 01", "1": "06 00 00 00 02"}

    def donner(session: Any) -> None:
        for rang, mobile in mobiles.items():
            session.execute(update(Personne).where(Personne.cle == f"valmont {rang}").values(mobile=mobile))

    maison.ecrire(donner)
    assert mobiles["0"] in lire(faire(maison.ctx(), G.LISTE_CLASSE, S.CRENEAU, maison.ids["fm"]))
    sienne = lire(faire(relier(maison), G.LISTE_CLASSE, S.CRENEAU, maison.ids["fm"]))
    assert "Valmont Lina" in sienne
    assert "06 00" not in sienne, "a teacher sees the emergency phone alone"


def test_lessons_skip_holidays_and_stop_at_the_end_of_the_year(maison: Maison) -> None:
    with maison.base.lire() as session:
        annee = lire_annee(session, maison.ctx())
        (fm,) = lire_horaires(session, annee, Creneau.id == maison.ids["fm"])
    ferme = [Periode("Hiver", date(2026, 2, 14), date(2026, 3, 1))]
    dates = dates_de_cours(fm, annee, ferme)
    assert dates[:5] == [date(2026, 1, 14), date(2026, 1, 21), date(2026, 1, 28), date(2026, 2, 4), date(2026, 2, 11)]
    assert dates[5] == date(2026, 3, 4)
    assert len(dates) == 12
    fin_aout = replace(annee, jour=date(2026, 8, 20))
    assert dates_de_cours(fm, fin_aout, []) == [date(2026, 8, 26)]
    passee = replace(annee, jour=annee.fin_le)
    assert dates_de_cours(fm, passee, [])[0] == date(2025, 9, 3)
    finie = replace(fm, du_le=date(2026, 3, 1), au_le=date(2026, 3, 20))
    assert dates_de_cours(finie, annee, []) == [date(2026, 3, 4), date(2026, 3, 11), date(2026, 3, 18)]
    assert fm.debut == time(14)


# ---- batches and rights


def test_a_batch_that_is_stopped_keeps_nothing(maison: Maison) -> None:
    class Arret(Exception):
        pass

    vus: list[tuple[int, int]] = []

    def avancer(fait: int, total: int) -> None:
        vus.append((fait, total))
        if fait == 1:
            raise Arret

    demande = Demande(G.ATTESTATION, S.FOYER, (maison.ids["Valmont"],))
    with pytest.raises(Arret):
        produire_papier(maison.ctx(), demande, avancer)
    assert vus == [(0, 2), (1, 2)]
    assert gardes(maison) == []


def test_a_sign_that_papers_lack_names_the_person(maison: Maison) -> None:
    maison.ecrire(lambda s: setattr(s.get_one(Personne, maison.ids["personne:Noé"]), "prenom", "Noé 漢"))
    with pytest.raises(RegleMetier) as refus:
        faire(maison.ctx(), G.ATTESTATION, S.FOYER, maison.ids["Valmont"])
    assert refus.value.code == "papier_non_imprimable"
    assert refus.value.params["qui"] == "Noé 漢 Valmont"
    assert gardes(maison) == []


@pytest.mark.parametrize(
    "genre", [g for g in GenrePapier if g not in (G.FICHE_ELEVE, G.LISTE_CLASSE, G.FEUILLE_PRESENCE, G.GRILLE_NOTES)]
)
def test_a_teacher_gets_no_other_paper(maison: Maison, genre: GenrePapier) -> None:
    ctx = relier(maison)
    if genre is G.EMPLOI_ENSEIGNANT:
        assert "FM1.1" in lire(faire(ctx, genre, S.ENSEIGNANT, maison.ids["enseignant"]))
        ctx = replace(ctx, compte_id=None)
    with pytest.raises(Refus):
        faire(ctx, genre, S.ENSEIGNANT, maison.ids["enseignant"])


def test_a_teacher_has_his_own_pupils_and_times_alone(maison: Maison) -> None:
    ctx = relier(maison)
    with pytest.raises(Introuvable):
        faire(ctx, G.FICHE_ELEVE, S.ELEVE, maison.ids["Noé"])
    with pytest.raises(Introuvable):
        faire(ctx, G.LISTE_CLASSE, S.CRENEAU, maison.ids["orc"])


@pytest.mark.parametrize(("ids", "code"), [((), "selection_vide"), (tuple(range(5_001)), "papiers_trop_nombreux")])
def test_a_selection_is_neither_empty_nor_endless(maison: Maison, ids: tuple[int, ...], code: str) -> None:
    with pytest.raises(ErreurMetier) as refus:
        faire(maison.ctx(), G.ATTESTATION, S.ELEVE, *ids)
    assert refus.value.code == code


def test_the_words_of_the_card_stand_clear_of_what_they_name() -> None:
    charger()
    assert all(largeur(libelle, STYLE_GRIS.taille) < LIBELLE_MM * MM for _, libelle in IMAGES)
