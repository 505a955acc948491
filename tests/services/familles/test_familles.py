"""Households: creation, edition, conflicts, dated address and status, roles, search terms, on both databases."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Audit, Changement, Foyer, Terme
from imuse_desk.services.brouillons import garder_brouillon, jeter_brouillon, lire_brouillon, lister_brouillons
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.eleves import CreerEleve, Rattacher, creer_eleve, rattacher_eleve
from imuse_desk.services.familles import (
    CreerFamille,
    ModifierFamille,
    archiver_famille,
    creer_famille,
    desarchiver_famille,
    doublons,
    modifier_famille,
    proposer_statut,
)
from imuse_desk.services.fiche_eleve import SaisieEleve, SaisieRattachement
from imuse_desk.services.fiche_famille import PREMIER_ADULTE, SaisieFamille, de_json, en_json
from imuse_desk.services.lectures.eleves import ouvrir_eleve
from imuse_desk.services.lectures.familles import FicheFamille, ouvrir_famille
from imuse_desk.services.lectures.liste_familles import lire_lignes_familles, lister_familles
from imuse_desk.services.lectures.listes_dossiers import Filtre
from imuse_desk.services.lectures.navigation import situer
from imuse_desk.services.lectures.recherche import rechercher
from imuse_desk.services.recents import lister_recents, noter_recent
from tests.services.familles.conftest import inscrire, noter_quotient, repondre

VALMONT = SaisieFamille(
    numero="14 bis", voie="rue des Ormes", cp="92190", ville="Meudon", enfants_a_charge="2",
    adultes=(
        replace(PREMIER_ADULTE, civilite="Madame", nom="Valmont", prenom="Camille", mobile="0612345678",
                email="c.valmont@example.org"),
        replace(PREMIER_ADULTE, nom="d’Œuvre-Perrin", prenom="Joël", est_payeur=False, mobile="01 23 45 67 89"),
    ),
)  # fmt: skip


def creer(ctx: Contexte, saisie: SaisieFamille = VALMONT) -> int:
    return creer_famille(ctx, CreerFamille(saisie)).resultat


def enfant(ctx: Contexte, foyer_id: int, prenom: str = "Lina", naissance: str = "12/03/2017") -> int:
    saisie = SaisieEleve(nom="Valmont", prenom=prenom, naissance=naissance, foyers=(SaisieRattachement(foyer_id),))
    return creer_eleve(ctx, CreerEleve(saisie)).resultat


def modifier(ctx: Contexte, fiche: FicheFamille, **champs: object) -> None:
    saisie = replace(fiche.saisie, **champs)  # type: ignore[arg-type]  # fields come by name
    modifier_famille(ctx, ModifierFamille(fiche.id, fiche.version, saisie))


def test_a_family_is_created_whole(ctx: Contexte) -> None:
    fiche = ouvrir_famille(ctx, creer(ctx))
    assert (fiche.numero, fiche.libelle, fiche.site_nom) == ("00001", "Valmont – d’Œuvre-Perrin", "Meudon")
    assert fiche.saisie.adultes[0].mobile == "06 12 34 56 78"
    assert fiche.saisie.statut == "resident"
    assert fiche.statuts[0].motif == "Proposé d’après l’adresse"
    assert fiche.adresses[0].texte == "14 bis, rue des Ormes, 92190 Meudon"
    assert (fiche.modifie_par, fiche.est_modifiable) == ("Aline Martin", True)
    assert ouvrir_famille(ctx, creer(ctx)).numero == "00002"


def test_an_unchanged_card_writes_nothing(ctx: Contexte) -> None:
    fiche = ouvrir_famille(ctx, creer(ctx))
    with ctx.lire() as session:
        avant = session.execute(select(func.count()).select_from(Changement)).scalar_one()
    fait = modifier_famille(ctx, ModifierFamille(fiche.id, fiche.version, fiche.saisie))
    autrement = replace(fiche.saisie, voie="  rue des Ormes ", adresse_du="20/5/27")
    modifier_famille(ctx, ModifierFamille(fiche.id, fiche.version, autrement))
    assert not fait.changements.objets
    with ctx.lire() as session:
        assert session.execute(select(func.count()).select_from(Changement)).scalar_one() == avant
    assert ouvrir_famille(ctx, fiche.id).version == fiche.version


def test_only_what_changed_is_written(ctx: Contexte) -> None:
    fiche = ouvrir_famille(ctx, creer(ctx))
    modifier(ctx, fiche, adultes=(replace(fiche.saisie.adultes[0], profession="Ingénieure"), fiche.saisie.adultes[1]))
    with ctx.lire() as session:
        audit = session.execute(select(Audit.nom_table, Audit.champ, Audit.avant, Audit.apres)).all()
    assert [tuple(a) for a in audit if a.nom_table == "personne"] == [("personne", "profession", "", "Ingénieure")]


@pytest.mark.parametrize(
    ("champ", "valeur", "code"),
    [
        ("nom", "", "champ_obligatoire"),
        ("nom", "é" * 300, "texte_trop_long"),
        ("naissance", "31/02/2010", "jour_impossible"),
        ("naissance", "01/01/2030", "naissance_future"),
        ("naissance", "01/01/1850", "naissance_trop_ancienne"),
        ("mobile", "demander à la gardienne", "telephone_lettres"),
        ("email", "valmont", "courriel_sans_arobase"),
    ],
)
def test_a_wrong_field_of_an_adult_is_named(ctx: Contexte, champ: str, valeur: str, code: str) -> None:
    faux = replace(VALMONT.adultes[1], **{champ: valeur})  # type: ignore[arg-type]  # fields come by name
    with pytest.raises(FormulaireInvalide) as leve:
        creer(ctx, replace(VALMONT, adultes=(VALMONT.adultes[0], faux)))
    assert [(e.champ, e.code) for e in leve.value.erreurs] == [(f"1.{champ}", code)]


def test_every_wrong_field_is_named_at_once_with_its_length(ctx: Contexte) -> None:
    seul = replace(VALMONT.adultes[0], nom="x" * 300, est_responsable_legal=False)
    with pytest.raises(FormulaireInvalide) as leve:
        creer(ctx, replace(VALMONT, cp="9219", enfants_a_charge="beaucoup", adultes=(seul,)))
    assert [e.champ for e in leve.value.erreurs] == ["0.nom", "adultes", "cp", "enfants_a_charge"]
    assert leve.value.erreurs[0].params == {"champ": "0.nom", "longueur": 300, "maximum": 120}
    with ctx.lire() as session:
        assert session.execute(select(func.count()).select_from(Foyer)).scalar_one() == 0


def test_bidi_marks_are_dropped_from_names(ctx: Contexte) -> None:
    adulte = replace(VALMONT.adultes[0], nom=" Val\u202emont/du Pré ")
    assert (
        ouvrir_famille(ctx, creer(ctx, replace(VALMONT, adultes=(adulte,)))).saisie.adultes[0].nom == "Valmont/du Pré"
    )


def test_a_new_address_is_dated_and_a_correction_is_not(ctx: Contexte) -> None:
    fiche = ouvrir_famille(ctx, creer(ctx, replace(VALMONT, adresse_du="01/09/2025")))
    modifier(ctx, fiche, voie="rue des Hêtres")
    corrigee = ouvrir_famille(ctx, fiche.id)
    assert [a.texte for a in corrigee.adresses] == ["14 bis, rue des Hêtres, 92190 Meudon"]
    modifier(ctx, corrigee, numero="3", voie="allée des Charmes", cp="92310", ville="Sèvres", adresse_du="1/3/27")
    adresses = ouvrir_famille(ctx, fiche.id).adresses
    assert [(a.texte, str(a.du_le), str(a.au_le)) for a in adresses] == [
        ("3, allée des Charmes, 92310 Sèvres", "2027-03-01", "None"),
        ("14 bis, rue des Hêtres, 92190 Meudon", "2025-09-01", "2027-02-28"),
    ]


def test_a_status_is_added_never_overwritten(ctx: Contexte) -> None:
    fiche = ouvrir_famille(ctx, creer(ctx))
    modifier(ctx, fiche, statut="assimile", statut_motif="Agent de la ville", statut_preuve="Attestation")
    modifier(ctx, ouvrir_famille(ctx, fiche.id), statut="exterieur", statut_du="01/09/2027", statut_motif="Départ")
    statuts = ouvrir_famille(ctx, fiche.id).statuts
    assert [s.statut for s in statuts] == ["exterieur", "assimile", "resident"]
    assert (statuts[1].preuve, statuts[1].auteur) == ("Attestation", "Aline Martin")


@pytest.mark.parametrize(
    ("cp", "ville", "statut"),
    [("92190", "", "resident"), ("75015", "SEVRES", "resident"), ("75015", "Paris", "exterieur")],
)
def test_the_status_follows_the_towns_of_the_site(ctx: Contexte, cp: str, ville: str, statut: str) -> None:
    assert proposer_statut(ctx, cp, ville) == statut


def test_another_desk_s_change_is_shown_field_by_field(ctx: Contexte, collegue: Contexte) -> None:
    fiche = ouvrir_famille(ctx, creer(ctx))
    leur = replace(fiche.saisie.adultes[0], mobile="06 98 76 54 32", email="")
    modifier(collegue, fiche, voie="allée des Charmes", adultes=(leur, fiche.saisie.adultes[1]))
    mien = replace(fiche.saisie.adultes[0], mobile="06 11 22 33 44")
    with pytest.raises(Conflit) as leve:
        modifier(ctx, fiche, adultes=(mien, fiche.saisie.adultes[1]))
    ident = fiche.saisie.adultes[0].personne_id
    assert leve.value.auteur == "Lucie Petit"
    assert leve.value.champs == {
        "voie": ("rue des Ormes", "allée des Charmes"),
        f"{ident}.mobile": ("06 11 22 33 44", "06 98 76 54 32"),
        f"{ident}.email": ("c.valmont@example.org", ""),
    }
    assert ouvrir_famille(ctx, fiche.id).saisie.adultes[0].mobile == "06 98 76 54 32"


def test_an_adult_joins_and_leaves(ctx: Contexte) -> None:
    fiche = ouvrir_famille(ctx, creer(ctx))
    grand_pere = replace(PREMIER_ADULTE, nom="Valmont", prenom="Hugo", est_responsable_legal=False, est_payeur=False)
    modifier(ctx, fiche, adultes=(fiche.saisie.adultes[0], grand_pere))
    apres = ouvrir_famille(ctx, fiche.id)
    assert [a.prenom for a in apres.saisie.adultes] == ["Camille", "Hugo"]
    assert apres.libelle == "Valmont"
    with ctx.lire() as session:
        termes = session.execute(select(Terme.cle).where(Terme.genre == "personne")).scalars().all()
    assert set(termes) == {"valmont hugo", "hugo valmont"}


def test_a_family_is_never_left_without_responsable(ctx: Contexte) -> None:
    fiche = ouvrir_famille(ctx, creer(ctx))
    with pytest.raises(FormulaireInvalide) as leve:
        modifier(ctx, fiche, adultes=tuple(replace(a, est_responsable_legal=False) for a in fiche.saisie.adultes))
    assert leve.value.erreurs[0].code == "responsable_manquant"


def test_another_site_reads_and_does_not_write(ctx: Contexte, sevres: Contexte) -> None:
    fiche = ouvrir_famille(sevres, creer(ctx))
    assert not fiche.est_modifiable
    with pytest.raises(RegleMetier, match="autre_site"):
        modifier(sevres, fiche, voie="ailleurs")


def test_incomes_follow_the_right_to_read_them(ctx: Contexte, maison: dict[str, int]) -> None:
    foyer_id = creer(ctx)
    noter_quotient(ctx, maison, foyer_id, 214530)
    fiche = ouvrir_famille(ctx, foyer_id)
    assert fiche.quotient is not None
    assert fiche.quotient.centimes == 214530
    admin = replace(ctx, roles={ctx.site_id: frozenset({Role.ADMINISTRATION})})
    assert ouvrir_famille(admin, foyer_id).quotient is None


def test_a_teacher_opens_no_family(ctx: Contexte, professeur: Contexte) -> None:
    foyer_id = creer(ctx)
    with pytest.raises(Refus):
        ouvrir_famille(professeur, foyer_id)


def test_the_other_household_shows_no_income_and_no_secret_address(ctx: Contexte, maison: dict[str, int]) -> None:
    premier = creer(ctx)
    lina = enfant(ctx, premier)
    autre = replace(VALMONT, est_confidentielle=True, adultes=(replace(PREMIER_ADULTE, nom="Roche", prenom="Ana"),))
    second = creer(ctx, autre)
    noter_quotient(ctx, maison, second, 99_999)
    rattacher_eleve(ctx, Rattacher(lina, second, 40))
    vu = ouvrir_famille(ctx, premier).enfants[0]
    assert vu.autre is not None
    assert (vu.part, vu.autre.part, vu.autre.responsables) == (60, 40, "Ana Roche")
    assert (vu.autre.adresse, vu.autre.est_confidentiel) == ("", True)
    de_l_autre_cote = ouvrir_famille(ctx, second).enfants[0].autre
    assert de_l_autre_cote is not None
    assert de_l_autre_cote.adresse == "14 bis, rue des Ormes, 92190 Meudon"


def test_a_confidential_address_stays_on_its_own_household_s_card(ctx: Contexte, maison: dict[str, int]) -> None:
    """Neither the other household's card, nor the child's, nor the search, nor likely doubles tell where it lives."""
    premier = creer(ctx)
    lina = enfant(ctx, premier)
    roche = (replace(PREMIER_ADULTE, nom="Roche", prenom="Ana"),)
    cachee = SaisieFamille(
        numero="3", voie="impasse du Lavoir", cp="92310", ville="Sèvres", est_confidentielle=True, adultes=roche
    )
    second = creer(ctx, cachee)
    noter_quotient(ctx, maison, second, 98_765)
    assert "impasse du Lavoir" in repr(ouvrir_famille(ctx, second))
    rattacher_eleve(ctx, Rattacher(lina, second, 40))
    lus = (
        ouvrir_famille(ctx, premier), ouvrir_eleve(ctx, lina), rechercher(ctx, "roche"), rechercher(ctx, "lina"),
        doublons(ctx, "Roche", "Ana", ""), doublons(ctx, "Valmont", "Lina", ""), situer(ctx, "eleve", lina),
    )  # fmt: skip
    for lu in lus:
        assert [mot for mot in ("Lavoir", "92310", "Sèvres", "98765") if mot in repr(lu)] == []
    assert [(f.est_confidentiel, f.adresse) for f in ouvrir_eleve(ctx, lina).foyers] == [
        (False, "14 bis, rue des Ormes, 92190 Meudon"),
        (True, ""),
    ]


def test_a_card_opens_in_eight_statements(ctx: Contexte, maison: dict[str, int]) -> None:
    foyer_id = creer(ctx)
    for prenom in ("Lina", "Noé", "Ilyès"):
        eleve_id = enfant(ctx, foyer_id, prenom)
        inscrire(ctx, maison, eleve_id)
    repondre(ctx, maison, foyer_id, eleve_id, "incomplete")
    ordres: list[str] = []
    event.listen(ctx.base.moteur, "before_cursor_execute", lambda *a: ordres.append(a[2]))
    fiche = ouvrir_famille(ctx, foyer_id)
    assert len([o for o in ordres if o.lstrip().upper().startswith("SELECT")]) <= 8
    assert [(e.prenom, e.cours, e.etat) for e in fiche.enfants][-1] == ("Ilyès", ("Cor C1.1",), "incomplete")
    assert fiche.annee_reinscription == "2027-2028"


def test_turning_eighteen_in_the_year_is_told(ctx: Contexte) -> None:
    foyer_id = creer(ctx)
    enfant(ctx, foyer_id, "Lina", "01/03/2009")
    enfant(ctx, foyer_id, "Noé", "01/09/2009")
    assert [str(e.majeur_le) for e in ouvrir_famille(ctx, foyer_id).enfants] == ["2027-03-01", "None"]


def test_the_list_filters_and_sorts(ctx: Contexte, sevres: Contexte, maison: dict[str, int]) -> None:
    valmont = creer(ctx)
    lina = enfant(ctx, valmont)
    aubry = creer(ctx, replace(VALMONT, adultes=(replace(PREMIER_ADULTE, nom="Aubry", prenom="Élodie"),)))
    mae = enfant(ctx, aubry, "Maé")
    ailleurs = creer(sevres, replace(VALMONT, adultes=(replace(PREMIER_ADULTE, nom="Valmont-Zola", prenom="Iris"),)))
    inscrire(ctx, maison, lina)
    inscrire(ctx, maison, mae)
    repondre(ctx, maison, valmont, lina, "incomplete")
    cas = {
        Filtre(): [aubry, valmont],
        Filtre(est_croissant=False): [valmont, aubry],
        Filtre(texte="valm"): [aubry, valmont, ailleurs],
        Filtre(texte="elodie"): [aubry],
        Filtre(texte="06 12 34"): [valmont],
        Filtre(texte="oeuvre perrin"): [valmont],
        Filtre(texte="lina"): [valmont],
        Filtre(texte="%"): [],
        Filtre(pastilles=("pieces",)): [valmont],
        Filtre(pastilles=("sans_reponse",)): [aubry],
        Filtre(texte="zola", pastilles=("sans_reponse",)): [],
    }
    for filtre, attendus in cas.items():
        assert lister_familles(ctx, filtre).ids == attendus, filtre
    lignes = lire_lignes_familles(ctx, [ailleurs, valmont])
    assert [(x.nom, x.enfants, x.etat, x.est_autre_site) for x in lignes] == [
        ("Valmont-Zola", (), None, True),
        ("Valmont", ("Lina",), "incomplete", False),
    ]


def test_archiving_hides_and_keeps(ctx: Contexte, maison: dict[str, int]) -> None:
    foyer_id = creer(ctx)
    eleve_id = enfant(ctx, foyer_id)
    repondre(ctx, maison, foyer_id, eleve_id, "en_saisie")
    with pytest.raises(RegleMetier, match="famille_inscrite"):
        archiver_famille(ctx, foyer_id)
    autre = creer(ctx)
    archiver_famille(ctx, autre)
    assert lister_familles(ctx).ids == [foyer_id]
    assert lister_familles(ctx, Filtre(pastilles=("archivees",))).ids == [autre]
    with pytest.raises(RegleMetier, match="foyer_archive"):
        modifier(ctx, ouvrir_famille(ctx, autre), voie="x")
    desarchiver_famille(ctx, autre)
    assert lister_familles(ctx).ids == [foyer_id, autre]


@pytest.mark.parametrize(
    ("nom", "prenom", "naissance", "combien", "certain"),
    [
        ("VALMONT", "  lina", "12/03/2017", 1, True),
        ("Lina", "Valmont", "", 1, False),
        ("valmont", "Lyna", "12/03/2017", 1, False),
        ("Valmont", "Léa", "12/03/2016", 0, False),
        ("Valmont", "Lina", "31/02/2017", 1, False),
        ("", "Lina", "", 0, False),
    ],
)
def test_likely_doubles(ctx: Contexte, nom: str, prenom: str, naissance: str, combien: int, *, certain: bool) -> None:
    enfant(ctx, creer(ctx))
    trouves = doublons(ctx, nom, prenom, naissance)
    assert [d.est_certain for d in trouves] == [certain] * combien


def test_two_desks_never_give_the_same_number(ctx: Contexte, collegue: Contexte) -> None:
    numeros: list[str] = []

    def boucle(qui: Contexte) -> None:
        numeros.extend(ouvrir_famille(qui, creer(qui)).numero for _ in range(4))

    fils = [threading.Thread(target=boucle, args=(qui,)) for qui in (ctx, collegue)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(numeros) == [f"{n:05}" for n in range(1, 9)]


def test_an_absent_family_is_said(ctx: Contexte) -> None:
    with pytest.raises(Introuvable):
        ouvrir_famille(ctx, 12_345)


def test_a_draft_comes_back_as_typed(ctx: Contexte, collegue: Contexte) -> None:
    saisie = replace(VALMONT, cp="92", a_imposition_commune=False)
    foyer_id = creer(ctx)
    garder_brouillon(ctx, "famille", str(foyer_id), {"vieux": 1})
    garder_brouillon(ctx, "famille", str(foyer_id), en_json(saisie))
    assert de_json(ouvrir_famille(ctx, foyer_id).brouillon) == saisie
    assert ouvrir_famille(collegue, foyer_id).brouillon is None
    assert [b.objet for b in lister_brouillons(ctx)] == [str(foyer_id)]
    jeter_brouillon(ctx, "famille", str(foyer_id))
    assert lire_brouillon(ctx, "famille", str(foyer_id)) is None


def test_recent_families_come_newest_first(ctx: Contexte) -> None:
    un, deux = creer(ctx), creer(ctx)
    for heure, foyer_id in ((9, un), (10, deux), (11, un)):
        instant = datetime(2027, 5, 20, heure, tzinfo=UTC)
        noter_recent(replace(ctx, horloge=instant.astimezone), foyer_id)
    assert [(r.id, r.numero) for r in lister_recents(ctx)] == [(un, "00001"), (deux, "00002")]
