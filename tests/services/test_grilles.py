"""Versions of a grid and the three tables, on both databases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import AConfirmer, Conflit, FormulaireInvalide, Introuvable, Invalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.domain.tarifs.ecriture import exporter_grille, grille_depuis_json, grille_vers_json
from imuse_desk.domain.tarifs.erreurs import GrilleInvalide
from imuse_desk.domain.tarifs.lecture import charger_grille
from imuse_desk.domain.tarifs.modele import Grille
from imuse_desk.infra.saisie.grilles import lire_grille
from imuse_desk.models import Annee, Cours, Cursus, Discipline, RegleArticle
from imuse_desk.models.journal import Audit
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.grilles import (
    EnregistrerTable,
    EnregistrerVersion,
    MettreEnVigueur,
    comparer_grilles,
    enregistrer_table,
    enregistrer_version,
    exporter_yaml,
    importer_fichier,
    jouer_cas,
    mettre_en_vigueur,
)
from imuse_desk.services.lectures.grilles import (
    LigneArticle,
    LigneEtiquette,
    LigneZone,
    empreinte,
    lire_grille_version,
    lire_tables_tarif,
    lister_grilles,
)
from tests.bases import AUTEUR
from tests.services.maison import Horloge, ouvrir_maison

GRILLES = Path(__file__).parents[2] / "imuse_desk" / "resources" / "grilles"


@pytest.fixture
def ctx(base: Base, tmp_path: Path) -> Contexte:
    return ouvrir_maison(base, tmp_path, Horloge())


@pytest.fixture(scope="module")
def gpso() -> Grille:
    return lire_grille(GRILLES / "gpso_demonstration.yaml")


def _avec_taux(grille: Grille, taux: str) -> Grille:
    donnees = exporter_grille(grille)
    donnees["items"][0]["rules"][0]["price"]["rate"] = Decimal(taux)
    return charger_grille(donnees, "essai")


def _commande(ctx: Contexte, grille: Grille, derniere: int = 0, libelle: str = "Grille") -> EnregistrerVersion:
    return EnregistrerVersion(ctx.annee_id, libelle, grille_vers_json(grille), derniere)


def test_each_save_is_the_next_version(ctx: Contexte, gpso: Grille) -> None:
    premiere = enregistrer_version(ctx, _commande(ctx, gpso)).resultat
    enregistrer_version(ctx, _commande(ctx, gpso, 1, "Autre nom"))
    cadre = lister_grilles(ctx)
    assert [(v.numero, v.libelle, v.auteur, v.est_en_vigueur) for v in cadre.versions] == [
        (2, "Autre nom", "Aline Martin", False),
        (1, "Grille", "Aline Martin", False),
    ]
    assert cadre.derniere(ctx.annee_id) == 2
    assert cadre.en_vigueur(ctx.annee_id) is None
    assert grille_depuis_json(lire_grille_version(ctx, premiere).contenu) == gpso


def test_two_desks_saving_do_not_overwrite_one_another(ctx: Contexte, gpso: Grille) -> None:
    enregistrer_version(ctx, _commande(ctx, gpso))
    with pytest.raises(Conflit) as conflit:
        enregistrer_version(ctx, _commande(ctx, gpso))
    assert conflit.value.auteur == "Aline Martin"
    assert len(lister_grilles(ctx).versions) == 1


def test_the_same_click_saves_once(ctx: Contexte, gpso: Grille) -> None:
    commande = replace(_commande(ctx, gpso), operation_id=uuid4())
    assert enregistrer_version(ctx, commande).resultat == enregistrer_version(ctx, commande).resultat
    assert len(lister_grilles(ctx).versions) == 1


def test_a_grid_whose_examples_fail_needs_a_yes(ctx: Contexte, gpso: Grille) -> None:
    commande = _commande(ctx, _avec_taux(gpso, "0.07"))
    with pytest.raises(AConfirmer) as demande:
        enregistrer_version(ctx, commande)
    assert (demande.value.code, demande.value.params["n"]) == ("grille_ecarts", 4)
    grille_id = enregistrer_version(ctx, replace(commande, confirme=True)).resultat
    version = lire_grille_version(ctx, grille_id).version
    with pytest.raises(AConfirmer):
        mettre_en_vigueur(ctx, MettreEnVigueur(grille_id, version.version, "Essai"))


@pytest.mark.parametrize(
    ("avant", "apres", "code", "article", "cle"),
    [
        ('"rate": "0.064"', '"rate": null', "grille_trou", "P1", "rules[0].price.rate"),
        ('"zone": ["resident"]', '"zonne": ["resident"]', "grille_cle_inconnue", "P1", "rules[0].when.zonne"),
        (
            '{"type": "flat", "amount": 300}',
            '{"type": "bands", "bands": [[500, 10], [900, 20]]}',
            "grille_bandes_ouvertes",
            "P1",
            "rules[1].price.bands",
        ),
    ],
)
def test_a_bad_grid_is_named_and_nothing_is_stored(
    ctx: Contexte, gpso: Grille, avant: str, apres: str, code: str, article: str, cle: str
) -> None:
    contenu = grille_vers_json(gpso)
    assert avant in contenu
    with pytest.raises(GrilleInvalide) as refus:
        enregistrer_version(ctx, EnregistrerVersion(ctx.annee_id, "Mauvaise", contenu.replace(avant, apres, 1), 0))
    probleme = refus.value.problemes[0]
    assert (probleme.code, probleme.article, probleme.cle) == (code, article, cle)
    assert lister_grilles(ctx).versions == ()


def test_one_version_is_in_force_and_the_reason_stays(ctx: Contexte, gpso: Grille) -> None:
    un = enregistrer_version(ctx, _commande(ctx, gpso)).resultat
    deux = enregistrer_version(ctx, _commande(ctx, gpso, 1)).resultat
    for grille_id, motif in ((un, "Délibération du 3 juin"), (deux, "Correction du plafond")):
        version = lire_grille_version(ctx, grille_id).version
        mettre_en_vigueur(ctx, MettreEnVigueur(grille_id, version.version, motif))
    assert [(v.numero, v.est_en_vigueur) for v in lister_grilles(ctx).versions] == [(2, True), (1, False)]
    (mise,) = lire_grille_version(ctx, deux).mises_en_vigueur
    assert (mise.agent, mise.motif) == ("Aline Martin", "Correction du plafond")
    version = lire_grille_version(ctx, deux).version
    with pytest.raises(RegleMetier, match="deja_en_vigueur"):
        mettre_en_vigueur(ctx, MettreEnVigueur(deux, version.version, "Encore"))
    with pytest.raises(Conflit):
        mettre_en_vigueur(ctx, MettreEnVigueur(un, 1, "Vue avant les autres"))


def test_refusals_of_putting_in_force(ctx: Contexte, gpso: Grille) -> None:
    grille_id = enregistrer_version(ctx, _commande(ctx, gpso)).resultat
    with pytest.raises(Invalide, match="champ_obligatoire"):
        mettre_en_vigueur(ctx, MettreEnVigueur(grille_id, 1, "  "))
    with pytest.raises(Introuvable):
        mettre_en_vigueur(ctx, MettreEnVigueur(grille_id + 99, 1, "Motif"))
    secretariat = replace(ctx, roles={ctx.site_id: frozenset({Role.SECRETARIAT})})
    with pytest.raises(Refus):
        mettre_en_vigueur(secretariat, MettreEnVigueur(grille_id, 1, "Motif"))
    assert lister_grilles(secretariat).versions[0].est_en_vigueur is False


def test_another_site_sees_none_of_it(ctx: Contexte, gpso: Grille) -> None:
    grille_id = enregistrer_version(ctx, _commande(ctx, gpso)).resultat
    autre = ctx.sur(site_id=next(s for s in ctx.roles if s != ctx.site_id))
    assert lister_grilles(autre).versions == ()
    with pytest.raises(Introuvable):
        lire_grille_version(autre, grille_id)


def test_import_and_export_are_the_same_grid(ctx: Contexte, gpso: Grille, tmp_path: Path) -> None:
    fichier = tmp_path / "sortie.yaml"
    fichier.write_text(exporter_yaml(ctx, grille_vers_json(gpso)), encoding="utf-8")
    assert importer_fichier(ctx, fichier) == gpso
    fichier.write_text("id: x\nitems: [{code: A, rules: [{price: {type: linear}}]}]\n", encoding="utf-8")
    with pytest.raises(GrilleInvalide) as refus:
        importer_fichier(ctx, fichier)
    assert (refus.value.fichier, refus.value.article, refus.value.cle) == ("sortie.yaml", "A", "rules[0].price.rate")


def test_every_case_is_told_with_what_was_found(gpso: Grille) -> None:
    assert all(cas.est_juste for cas in jouer_cas(gpso))
    faux = {c.cle: c for c in jouer_cas(_avec_taux(gpso, "0.07")) if not c.est_juste}
    assert len(faux) == 4
    ensemble = faux["examples[3]"]
    assert (ensemble.attendu, ensemble.obtenu) == ((Fraction(160),), (Fraction(175),))


def test_a_comparison_names_item_and_key(gpso: Grille) -> None:
    donnees = exporter_grille(_avec_taux(gpso, "0.07"))
    donnees["items"].append({"code": "P4", "label": "Nouveau", "rules": []})
    donnees["terms"] = 2
    trouvees = {(d.partie, d.code, d.cle) for d in comparer_grilles(gpso, charger_grille(donnees, "essai"))}
    assert trouvees == {("items", "P1", "rules"), ("items", "P4", ""), ("", "", "terms")}


# ---- the three tables


def test_a_table_is_replaced_whole_and_in_order(ctx: Contexte, base: Base) -> None:
    lignes = (LigneZone("resident", cp="92190"), LigneZone("resident", ville="Sèvres"), LigneZone("outside"))
    enregistrer_table(ctx, EnregistrerTable(ctx.annee_id, "zones", lignes, empreinte(())))
    enregistrer_table(ctx, EnregistrerTable(ctx.annee_id, "zones", lignes[1:], empreinte(lignes)))
    assert lire_tables_tarif(ctx, ctx.annee_id).zones == lignes[1:]
    faits = (LigneEtiquette("ancien", "reinscrit", valeur=True), LigneEtiquette("grand", "cycle", {"min": 2, "max": 3}))
    enregistrer_table(ctx, EnregistrerTable(ctx.annee_id, "etiquettes", faits, empreinte(())))
    assert lire_tables_tarif(ctx, ctx.annee_id).etiquettes == faits
    with base.lire() as session:
        supprimees = session.execute(select(Audit.champ, Audit.apres).where(Audit.nom_table == "regle_zone")).all()
    assert [tuple(ligne) for ligne in supprimees] == [("*", "supprimé")] * 3


def test_a_table_changed_by_another_desk_is_not_overwritten(ctx: Contexte) -> None:
    enregistrer_table(ctx, EnregistrerTable(ctx.annee_id, "zones", (LigneZone("resident"),), empreinte(())))
    with pytest.raises(Conflit):
        enregistrer_table(ctx, EnregistrerTable(ctx.annee_id, "zones", (LigneZone("outside"),), empreinte(())))
    assert lire_tables_tarif(ctx, ctx.annee_id).zones == (LigneZone("resident"),)


def test_rows_are_checked_before_anything_is_written(ctx: Contexte) -> None:
    lignes = (LigneArticle("P1"), LigneArticle(" ", age_min=9, age_max=6))
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_table(ctx, EnregistrerTable(ctx.annee_id, "articles", lignes, empreinte(())))
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [
        ("1.article", "champ_obligatoire"),
        ("1.age_min", "ages_a_l_envers"),
    ]
    inconnu = (LigneEtiquette("x", "lunaison"),)
    with pytest.raises(FormulaireInvalide):
        enregistrer_table(ctx, EnregistrerTable(ctx.annee_id, "etiquettes", inconnu, empreinte(())))
    assert lire_tables_tarif(ctx, ctx.annee_id).articles == ()


def test_a_closed_year_keeps_its_tables(ctx: Contexte, base: Base) -> None:
    def ecrire(unite: Unite) -> int:
        annee = unite.session.get_one(Annee, ctx.annee_id)
        annee.etat = "close"
        return 0

    base.ecrire(AUTEUR, "clore", ecrire)
    with pytest.raises(RegleMetier, match="annee_close"):
        enregistrer_table(ctx, EnregistrerTable(ctx.annee_id, "zones", (LigneZone("resident"),), empreinte(())))


def test_courses_without_an_item_are_named(ctx: Contexte, base: Base) -> None:
    def ecrire(unite: Unite) -> list[int]:
        session = unite.session
        musique = Cursus(code="MU1", libelle="Musique essai", specialite="musique")
        piano = Discipline(code="PI1", libelle="Piano", cle="piano", est_individuelle=True)
        chant = Discipline(code="CH1", libelle="Chorale", cle="chorale")
        session.add_all([musique, piano, chant])
        session.flush()
        for discipline in (piano, chant):
            session.add(
                Cours(
                    annee_id=ctx.annee_id,
                    site_id=ctx.site_id,
                    cursus_id=musique.id,
                    discipline_id=discipline.id,
                    code=discipline.code,
                    libelle=discipline.libelle,
                    mode="choisi",
                )
            )
        session.flush()
        return [piano.id, chant.id]

    piano_id, _ = base.ecrire(AUTEUR, "offre", ecrire).resultat
    assert [c.libelle for c in lire_tables_tarif(ctx, ctx.annee_id).sans_article] == ["Chorale", "Piano"]
    lignes = (LigneArticle("P3", discipline_id=piano_id), LigneArticle("P1", est_individuelle=False, age_min=7))
    enregistrer_table(ctx, EnregistrerTable(ctx.annee_id, "articles", lignes, empreinte(())))
    (reste,) = lire_tables_tarif(ctx, ctx.annee_id).sans_article
    assert (reste.libelle, reste.ages) == ("Chorale", "jusqu’à 6 ans")
    with base.lire() as session:
        assert session.execute(select(RegleArticle.ordre, RegleArticle.article).order_by(RegleArticle.ordre)).all() == [
            (1, "P3"),
            (2, "P1"),
        ]


def test_the_reference_day_of_the_grid_is_kept(ctx: Contexte, gpso: Grille) -> None:
    grille_id = enregistrer_version(ctx, _commande(ctx, replace(gpso, jour_reference="12-31"))).resultat
    relue = grille_depuis_json(lire_grille_version(ctx, grille_id).contenu)
    assert relue.date_reference(2026) == date(2026, 12, 31)
