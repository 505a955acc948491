"""Pupils: creation, edition, households and shares, image rights, authorised persons, a teacher's view."""

from dataclasses import replace

import pytest
from sqlalchemy import event, func, select

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Refus, RegleMetier
from imuse_desk.models import Changement, DroitImage, PersonneAutorisee
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.eleves import (
    CreerEleve,
    Detacher,
    ModifierEleve,
    Rattacher,
    archiver_eleve,
    creer_eleve,
    detacher_eleve,
    modifier_eleve,
    rattacher_eleve,
)
from imuse_desk.services.familles import CreerFamille, ModifierFamille, creer_famille, modifier_famille
from imuse_desk.services.fiche_eleve import SaisieAutorisee, SaisieEleve, SaisieRattachement, de_json, en_json
from imuse_desk.services.fiche_famille import PREMIER_ADULTE, SaisieFamille
from imuse_desk.services.lectures.eleves import (
    FicheEleve,
    lire_lignes_eleves,
    lister_eleves,
    lister_mes_eleves,
    ouvrir_eleve,
)
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.lectures.liste_familles import lister_familles
from imuse_desk.services.lectures.listes_dossiers import Filtre, en_capitales
from imuse_desk.services.lectures.recherche import Resultats, rechercher
from imuse_desk.services.lectures.suivi import creneau_de_son_eleve
from tests.services.familles.conftest import inscrire, liens_ouverts, repondre


def foyer(ctx: Contexte, nom: str = "Valmont", prenom: str = "Camille", **champs: object) -> int:
    adulte = replace(PREMIER_ADULTE, nom=nom, prenom=prenom, mobile="06 12 34 56 78")
    saisie = SaisieFamille(voie="rue des Ormes", cp="92190", ville="Meudon", adultes=(adulte,))
    return creer_famille(ctx, CreerFamille(replace(saisie, **champs))).resultat  # type: ignore[arg-type]


def lina(foyer_id: int, **champs: object) -> SaisieEleve:
    base = SaisieEleve(
        nom="Valmont", prenom="Lina", naissance="12/03/2016", sexe="F", foyers=(SaisieRattachement(foyer_id),)
    )
    return replace(base, **champs)  # type: ignore[arg-type]  # fields come by name


def creer(ctx: Contexte, saisie: SaisieEleve) -> int:
    return creer_eleve(ctx, CreerEleve(saisie)).resultat


def modifier(ctx: Contexte, fiche: FicheEleve, **champs: object) -> None:
    saisie = replace(fiche.saisie, **champs)  # type: ignore[arg-type]  # fields come by name
    modifier_eleve(ctx, ModifierEleve(fiche.id, fiche.version, saisie))


def test_a_pupil_is_created_and_read_back(ctx: Contexte, maison: dict[str, int]) -> None:
    ident = creer(ctx, lina(foyer(ctx), nationalite="Française", tel_urgence="0639980102", niveau_scolaire="6e"))
    inscrire(ctx, maison, ident)
    fiche = ouvrir_eleve(ctx, ident)
    assert (fiche.saisie.nom, fiche.saisie.tel_urgence, fiche.age) == ("Valmont", "06 39 98 01 02", 11)
    assert (fiche.foyers[0].responsables, fiche.foyers[0].telephone) == ("Camille Valmont", "06 12 34 56 78")
    cours = fiche.cours[0]
    assert (cours.cours, cours.enseignant, cours.salle, cours.jour, str(cours.debut), cours.duree_min) == (
        "Cor C1.1", "D. Roussel", "Ravel", 1, "17:30:00", 30,
    )  # fmt: skip
    assert de_json(en_json(fiche.saisie)) == fiche.saisie


def test_a_pupil_opens_in_eight_statements(ctx: Contexte) -> None:
    ident = creer(ctx, lina(foyer(ctx), autorisees=(SaisieAutorisee(nom="Ana Roche"),), image_interne=True))
    ordres: list[str] = []

    def noter(*arguments: object) -> None:
        ordres.append(str(arguments[2]))

    event.listen(ctx.base.moteur, "before_cursor_execute", noter)
    ouvrir_eleve(ctx, ident)
    assert len([o for o in ordres if o.lstrip().upper().startswith("SELECT")]) <= 8


@pytest.mark.parametrize(
    ("champs", "erreurs"),
    [
        ({"prenom": " "}, [("prenom", "champ_obligatoire")]),
        ({"naissance": "31/02/2010"}, [("naissance", "jour_impossible")]),
        ({"nom": "x" * 300}, [("nom", "texte_trop_long")]),
        ({"tel_urgence": "la voisine"}, [("tel_urgence", "telephone_lettres")]),
        ({"foyers": ()}, [("foyers", "foyer_manquant")]),
        ({"autorisees": (SaisieAutorisee(lien="voisine"),)}, [("autorisee0.nom", "champ_obligatoire")]),
    ],
)
def test_wrong_fields_are_named(ctx: Contexte, champs: dict[str, object], erreurs: list[tuple[str, str]]) -> None:
    saisie = lina(foyer(ctx), **champs)
    with pytest.raises(FormulaireInvalide) as leve:
        creer(ctx, saisie)
    assert [(e.champ, e.code) for e in leve.value.erreurs] == erreurs


@pytest.mark.parametrize(("parts", "code"), [(("60", "30"), "parts_a_100"), (("60", "x"), "entier_illisible")])
def test_shares_sum_to_a_hundred(ctx: Contexte, parts: tuple[str, str], code: str) -> None:
    un, deux = foyer(ctx), foyer(ctx, "Roche", "Ana")
    foyers = (SaisieRattachement(un, parts[0]), SaisieRattachement(deux, parts[1], est_principal=False))
    with pytest.raises(FormulaireInvalide) as leve:
        creer(ctx, lina(un, foyers=foyers))
    assert (leve.value.erreurs[0].champ, leve.value.erreurs[0].code) == (f"foyer{deux}.part", code)


def test_one_main_household_and_two_at_most(ctx: Contexte) -> None:
    un, deux, trois = foyer(ctx), foyer(ctx, "Roche", "Ana"), foyer(ctx, "Zola", "Iris")
    foyers = tuple(SaisieRattachement(f, part) for f, part in ((un, "40"), (deux, "30"), (trois, "30")))
    with pytest.raises(FormulaireInvalide) as leve:
        creer(ctx, lina(un, foyers=foyers))
    assert {e.code for e in leve.value.erreurs} == {"deux_foyers_au_plus", "foyer_principal_unique"}


def test_a_child_enters_and_leaves_a_second_household(ctx: Contexte) -> None:
    un, deux, trois = foyer(ctx), foyer(ctx, "Roche", "Ana"), foyer(ctx, "Zola", "Iris")
    ident = creer(ctx, lina(un))
    rattacher_eleve(ctx, Rattacher(ident, deux, 30))
    assert liens_ouverts(ctx, ident) == [(un, 70, True), (deux, 30, False)]
    for refuse, code in ((deux, "deja_rattache"), (trois, "deux_foyers_au_plus")):
        with pytest.raises(RegleMetier, match=code):
            rattacher_eleve(ctx, Rattacher(ident, refuse))
    detacher_eleve(ctx, Detacher(ident, un))
    assert liens_ouverts(ctx, ident) == [(deux, 100, True)]
    with pytest.raises(RegleMetier, match="dernier_foyer"):
        detacher_eleve(ctx, Detacher(ident, deux))
    rattacher_eleve(ctx, Rattacher(ident, un, 50))
    assert liens_ouverts(ctx, ident) == [(un, 50, False), (deux, 50, True)]
    assert [e.prenom for e in ouvrir_famille(ctx, un).enfants] == ["Lina"]


def test_an_unchanged_card_writes_nothing(ctx: Contexte) -> None:
    fiche = ouvrir_eleve(ctx, creer(ctx, lina(foyer(ctx))))
    with ctx.lire() as session:
        avant = session.execute(select(func.count()).select_from(Changement)).scalar_one()
    modifier(ctx, fiche)
    modifier(ctx, fiche, nom=" Valmont ", naissance="12032016")
    with ctx.lire() as session:
        assert session.execute(select(func.count()).select_from(Changement)).scalar_one() == avant


def test_another_desk_s_change_is_a_conflict(ctx: Contexte, collegue: Contexte) -> None:
    fiche = ouvrir_eleve(ctx, creer(ctx, lina(foyer(ctx))))
    modifier(collegue, fiche, niveau_scolaire="6e")
    with pytest.raises(Conflit) as leve:
        modifier(ctx, fiche, niveau_scolaire="5e", lieu_naissance="Meudon")
    assert leve.value.champs == {"niveau_scolaire": ("5e", "6e"), "lieu_naissance": ("Meudon", "")}
    assert leve.value.auteur == "Lucie Petit"


def test_image_rights_are_kept_by_support_and_never_overwritten(ctx: Contexte) -> None:
    fiche = ouvrir_eleve(ctx, creer(ctx, lina(foyer(ctx), image_interne=True, image_donne_par="Camille Valmont")))
    assert (fiche.saisie.image_interne, fiche.saisie.image_site_web) == (True, None)
    modifier(ctx, fiche, image_interne=False, image_site_web=True)
    apres = ouvrir_eleve(ctx, fiche.id).saisie
    assert (apres.image_interne, apres.image_site_web, apres.image_donne_par) == (False, True, "Camille Valmont")
    with ctx.lire() as session:
        droits = session.execute(select(DroitImage.support, DroitImage.est_accorde).order_by(DroitImage.id)).all()
    assert [tuple(d) for d in droits] == [("interne", True), ("interne", False), ("site_web", True)]


def test_authorised_persons_come_change_and_go(ctx: Contexte) -> None:
    nounou = SaisieAutorisee(nom="Ana Roche", lien="Garde", telephone="0639980001")
    fiche = ouvrir_eleve(ctx, creer(ctx, lina(foyer(ctx), autorisees=(nounou, SaisieAutorisee()))))
    assert [a.telephone for a in fiche.saisie.autorisees] == ["06 39 98 00 01"]
    modifier(ctx, fiche, autorisees=(SaisieAutorisee(nom="Hugo Valmont", lien="Grand-père"),))
    apres = ouvrir_eleve(ctx, fiche.id)
    assert [a.nom for a in apres.saisie.autorisees] == ["Hugo Valmont"]
    with ctx.lire() as session:
        assert len(session.execute(select(PersonneAutorisee)).all()) == 2


def test_the_own_address_sleeps_while_the_responsable_s_is_used(ctx: Contexte) -> None:
    fiche = ouvrir_eleve(ctx, creer(ctx, lina(foyer(ctx))))
    modifier(ctx, fiche, utilise_coordonnees_responsable=False, voie="quai 5", cp="75013", ville="Paris")
    avec = ouvrir_eleve(ctx, fiche.id)
    modifier(ctx, avec, utilise_coordonnees_responsable=True)
    assert ouvrir_eleve(ctx, fiche.id).saisie.voie == "quai 5"


def test_an_adult_pupil_is_his_own_responsable(ctx: Contexte) -> None:
    foyer_id = foyer(ctx)
    adulte = ouvrir_famille(ctx, foyer_id).saisie.adultes[0]
    saisie = lina(foyer_id, nom="Valmont", prenom="Camille", naissance="02/02/1980")
    ident = creer_eleve(ctx, CreerEleve(saisie, personne_id=adulte.personne_id)).resultat
    fiche = ouvrir_eleve(ctx, ident)
    assert fiche.est_responsable
    assert [e.est_responsable for e in ouvrir_famille(ctx, foyer_id).enfants] == [True]
    with pytest.raises(RegleMetier, match="deja_eleve"):
        creer_eleve(ctx, CreerEleve(saisie, personne_id=adulte.personne_id))
    famille = ouvrir_famille(ctx, foyer_id)
    renomme = replace(famille.saisie.adultes[0], nom="Valmont-Zola")
    modifier_famille(ctx, ModifierFamille(foyer_id, famille.version, replace(famille.saisie, adultes=(renomme,))))
    assert [g.genre for g in rechercher(ctx, "camille valmont-z").groupes] == ["foyer", "eleve"]


def test_siblings_come_eldest_first(ctx: Contexte) -> None:
    foyer_id = foyer(ctx)
    cadet = creer(ctx, lina(foyer_id, prenom="Noé", naissance="01/01/2019"))
    ainee = creer(ctx, lina(foyer_id))
    foyer_courant = ouvrir_eleve(ctx, cadet).foyer(None)
    assert foyer_courant is not None
    assert foyer_courant.fratrie == ((ainee, "Lina Valmont"), (cadet, "Noé Valmont"))


def test_another_site_reads_and_does_not_write(ctx: Contexte, sevres: Contexte) -> None:
    fiche = ouvrir_eleve(sevres, creer(ctx, lina(foyer(ctx))))
    assert not fiche.est_modifiable
    with pytest.raises(RegleMetier, match="autre_site"):
        modifier(sevres, fiche, prenom="Léa")


def test_the_list_of_pupils(ctx: Contexte, sevres: Contexte, maison: dict[str, int]) -> None:
    foyer_id = foyer(ctx)
    noe = creer(ctx, lina(foyer_id, prenom="Noé", naissance="01/01/2019"))
    ainee = creer(ctx, lina(foyer_id))
    ailleurs = creer(sevres, lina(foyer(sevres, "Zola", "Iris"), nom="Zola", prenom="Lina"))
    inscrire(ctx, maison, ainee)
    inscrire(ctx, maison, noe)
    repondre(ctx, maison, foyer_id, noe, "deposee")
    cas = {
        Filtre(): [ainee, noe],
        Filtre(tri="naissance", est_croissant=False): [noe, ainee],
        Filtre(texte="lina"): [ainee, ailleurs],
        Filtre(texte="valm no"): [noe],
        Filtre(pastilles=("inscrits",)): [ainee, noe],
        Filtre(pastilles=("sans_reponse",)): [ainee],
        Filtre(pastilles=("archives",)): [],
    }
    for filtre, attendus in cas.items():
        assert lister_eleves(ctx, filtre).ids == attendus, filtre
    assert [x.prenom for x in lire_lignes_eleves(ctx, [noe, ainee])] == ["Noé", "Lina"]
    with pytest.raises(RegleMetier, match="eleve_inscrit"):
        archiver_eleve(ctx, noe)
    archiver_eleve(ctx, ainee)
    assert lister_eleves(ctx).ids == [noe]


def test_a_teacher_sees_own_pupils_and_little_of_them(
    ctx: Contexte, professeur: Contexte, maison: dict[str, int]
) -> None:
    foyer_id = foyer(ctx)
    ainee = creer(ctx, lina(foyer_id, alerte="Arachides", tel_urgence="0639980102"))
    cadet = creer(ctx, lina(foyer_id, prenom="Noé"))
    inscrire(ctx, maison, ainee)
    vus = lister_mes_eleves(professeur)
    assert [(e.prenom, e.age, e.alerte, e.tel_urgence) for e in vus] == [("Lina", 11, "Arachides", "06 39 98 01 02")]
    assert trouves(rechercher(professeur, "valmont")) == {"eleve": ["VALMONT Lina"]}
    assert creneau_de_son_eleve(professeur, ainee) == maison["creneau"]
    with pytest.raises(Introuvable):
        creneau_de_son_eleve(professeur, cadet)
    for interdit in (lambda: lister_eleves(professeur), lambda: ouvrir_eleve(professeur, ainee)):
        with pytest.raises(Refus):
            interdit()


def trouves(resultats: Resultats) -> dict[str, list[str]]:
    return {g.genre: [f"{r.fort} {r.suite}".strip() for r in g.lignes] for g in resultats.groupes}


def test_the_search_finds_from_the_first_letter(ctx: Contexte, sevres: Contexte, maison: dict[str, int]) -> None:
    foyer_id = foyer(ctx, "d’Œuvre-Saint", "Élodie")
    ident = creer(ctx, lina(foyer_id))
    inscrire(ctx, maison, ident)
    foyer(sevres, "Œuvrard", "Paul")
    cas = {
        "oeuvre saint": {"foyer": ["d’ŒUVRE-SAINT Élodie"]},
        "ELODIE d'oeu": {"foyer": ["d’ŒUVRE-SAINT Élodie"]},
        "06 12 34": {"foyer": ["d’ŒUVRE-SAINT Élodie", "ŒUVRARD Paul"]},
        "612345678": {"foyer": ["d’ŒUVRE-SAINT Élodie", "ŒUVRARD Paul"]},
        "5678": {"foyer": ["d’ŒUVRE-SAINT Élodie", "ŒUVRARD Paul"]},
        "34 56 78": {"foyer": ["d’ŒUVRE-SAINT Élodie", "ŒUVRARD Paul"]},
        "3456": {},
        "00001": {"foyer": ["d’ŒUVRE-SAINT Élodie"]},
        "lina v": {"eleve": ["VALMONT Lina"]},
        "co": {"cours": ["Cor C1.1 COR-1"]},
        "rous": {"enseignant": ["ROUSSEL Denis"]},
        "%": {},
        "": {},
        "introuvable": {},
    }
    for saisie, attendu in cas.items():
        assert trouves(rechercher(ctx, saisie)) == attendu, saisie
    ligne = rechercher(ctx, "oeuvre").groupes[0].lignes[0]
    assert (ligne.detail, ligne.foyer_id) == ("Lina · Meudon", foyer_id)
    assert rechercher(ctx, "lina").groupes[0].lignes[0].detail == "Cor C1.1"
    assert rechercher(ctx, "lina").groupes[0].lignes[0].droite == "11 ans"


def test_the_last_digits_are_shown_beside_many_numbers_that_begin_so(ctx: Contexte) -> None:
    """The secretary reads ``0612`` as the beginning of a mobile or as the end of a number: both take turns."""
    for n in range(8):
        foyer(ctx, "Valmont", f"Ana{n}")  # 06 12 34 56 78
    adulte = replace(PREMIER_ADULTE, nom="Roche", prenom="Iris", mobile="0639980612")
    chercheuse = foyer(ctx, adultes=(adulte,))
    ids = [ligne.id for ligne in rechercher(ctx, "0612", limite=3).groupes[0].lignes]
    assert len(ids) == 3
    assert chercheuse in ids
    assert lister_familles(ctx, Filtre(texte="980612")).ids == [chercheuse]


def test_the_search_says_when_there_is_more(ctx: Contexte) -> None:
    for n in range(5):
        foyer(ctx, "Valmont", f"Ana{n}")
    groupe = rechercher(ctx, "v", limite=3).groupes[0]
    assert (len(groupe.lignes), groupe.total, groupe.titre) == (3, "3\u00a0+", "Familles")


@pytest.mark.parametrize(
    ("nom", "affiche"), [("de La Brosse", "de LA BROSSE"), ("d’Œuvre", "d’ŒUVRE"), ("Valmont", "VALMONT"), ("le", "LE")]
)
def test_family_names_stand_in_capitals_after_their_particle(nom: str, affiche: str) -> None:
    assert en_capitales(nom) == affiche
