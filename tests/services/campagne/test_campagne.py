"""The settings of a campaign and its end, on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Invalide, Refus, RegleMetier
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Annee
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.campagne.cloture import MOTIF, clore_campagne, lister_sans_reponse
from imuse_desk.services.campagne.dates import (
    DatesCampagne,
    EnregistrerCampagne,
    annees_a_preparer,
    enregistrer_campagne,
    lire_campagne,
    preparer_annee_suivante,
)
from imuse_desk.services.campagne.declaration import lister_declarations, publier_declaration
from imuse_desk.services.campagne.regles import enregistrer_regles, lire_regles
from imuse_desk.services.campagne.type_piece import remplir_table
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.offre import lister_fiches
from imuse_desk.services.offre.fiches import EnregistrerFiche, RangerFiche, enregistrer_fiche, ranger_fiche
from imuse_desk.services.reinscription.nouvelles import InscrireNouvelEleve, inscrire_nouvel_eleve
from tests.fabriques import FERME, OUVRE, PIECES, Maison, famille_valmont, maison_valmont
from tests.services.reinscription.outils import apporter, cocher, deposer, enfant, ouvrir

DATES = DatesCampagne(date(2026, 5, 1), date(2026, 6, 15), date(2026, 6, 19), 2024)


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_valmont(base, tmp_path / "depot")


@pytest.fixture
def sans_campagne(base: Base, tmp_path: Path) -> Maison:
    return famille_valmont(Maison(base, tmp_path / "depot").batir().offre())


def _de_la_cible(maison: Maison) -> Contexte:
    return replace(maison.ctx(), annee_id=maison.ids["cible"])


def test_a_campaign_is_opened_from_dates_and_changed(sans_campagne: Maison) -> None:
    maison, ctx = sans_campagne, sans_campagne.ctx()
    assert lire_campagne(ctx) is None
    assert maison.ids["cible"] in [ident for ident, _ in annees_a_preparer(ctx)]
    fait = enregistrer_campagne(ctx, EnregistrerCampagne(DATES, maison.ids["cible"])).resultat
    assert fait["eleves"] == 2
    lue = lire_campagne(ctx)
    assert lue is not None
    assert (lue.dates, lue.annee_cible, lue.close_le) == (DATES, "2026-2027", None)
    vu = ouvrir(maison)
    assert (vu.ferme_a, vu.pieces_jusqu_a) == (FERME, PIECES)
    assert vu.ouvre_a < OUVRE  # midnight at the site
    nouvelles = replace(DATES, nouvelles_du=date(2026, 6, 20), nouvelles_au=date(2026, 9, 12))
    enregistrer_campagne(ctx, EnregistrerCampagne(nouvelles, maison.ids["cible"], lue.campagne_id, lue.version))
    relue = lire_campagne(ctx)
    assert relue is not None
    assert relue.dates == nouvelles
    with pytest.raises(Conflit):
        enregistrer_campagne(ctx, EnregistrerCampagne(DATES, maison.ids["cible"], lue.campagne_id, lue.version))
    with pytest.raises(RegleMetier, match="campagne_existe"):
        enregistrer_campagne(ctx, EnregistrerCampagne(DATES, maison.ids["cible"]))


@pytest.mark.parametrize(
    ("change", "champs"),
    [
        ({"au_le": date(2026, 4, 30)}, ["au_le"]),
        ({"pieces_jusqu_au": date(2026, 6, 14)}, ["pieces_jusqu_au"]),
        ({"nouvelles_du": date(2026, 7, 1), "nouvelles_au": date(2026, 6, 30)}, ["nouvelles_au"]),
        ({"au_le": date(2026, 4, 30), "nouvelles_au": date(2026, 4, 1)}, ["au_le", "nouvelles_au"]),
    ],
)
def test_dates_in_disorder_are_named(sans_campagne: Maison, change: dict[str, date], champs: list[str]) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_campagne(
            sans_campagne.ctx(), EnregistrerCampagne(replace(DATES, **change), sans_campagne.ids["cible"])  # type: ignore[arg-type]
        )  # fmt: skip
    assert [e.champ for e in refus.value.erreurs] == champs


def test_the_first_year_has_nobody_to_re_enrol(sans_campagne: Maison) -> None:
    with pytest.raises(RegleMetier, match="annee_sans_precedente"):
        enregistrer_campagne(sans_campagne.ctx(), EnregistrerCampagne(DATES, sans_campagne.ids["source"]))


def test_the_next_year_follows_the_last_one(maison: Maison) -> None:
    ident = preparer_annee_suivante(maison.ctx()).resultat
    with maison.base.lire() as session:
        annees = list(session.execute(select(Annee).order_by(Annee.debut_le)).scalars())
    assert annees[-1].id == ident
    assert annees[-1].debut_le == annees[-2].fin_le + timedelta(days=1)
    assert annees[-1].etat == "preparation"


def test_a_declaration_has_versions_and_keeps_the_old_ones(maison: Maison) -> None:
    ctx = _de_la_cible(maison)
    avant = lister_declarations(ctx)[0]
    assert publier_declaration(ctx, avant.texte).resultat == avant.numero  # the same text writes nothing
    assert publier_declaration(ctx, "J’accepte tout.\n\nEt le reste.").resultat == avant.numero + 1
    assert [v.numero for v in lister_declarations(ctx)] == [avant.numero + 1, avant.numero]
    assert ouvrir(maison).declaration.texte == "J’accepte tout.\n\nEt le reste."
    with pytest.raises(Invalide, match="champ_obligatoire"):
        publier_declaration(ctx, "  \n ")
    with pytest.raises(Invalide, match="texte_trop_long"):
        publier_declaration(ctx, "x" * 6001)


def test_an_empty_table_of_pieces_is_filled_then_edited(sans_campagne: Maison, tmp_path: Path) -> None:
    maison = sans_campagne.tarif().campagne()
    ctx = _de_la_cible(maison)
    assert remplir_table(ctx).resultat == len(lister_fiches(ctx, "type_piece")) > 5
    with pytest.raises(RegleMetier, match="table_deja_remplie"):
        remplir_table(ctx)
    caf = next(f for f in lister_fiches(ctx, "type_piece") if f.champs["code"] == "caf")
    assert (caf.champs["enfants_min"], caf.champs["residents_seuls"], caf.champs["mois_validite"]) == (2, True, 3)
    champs = caf.champs | {"enfants_min": "3", "specialite": "danse", "natures": "attestation CAF, autre", "pages": ""}
    enregistrer_fiche(ctx, EnregistrerFiche("type_piece", champs, caf.id, caf.version))
    relue = next(f for f in lister_fiches(ctx, "type_piece") if f.id == caf.id)
    assert relue.champs["regle"] == {"residence": ["resident", "assimile"], "enfants_min": 3, "specialite": "danse"}
    assert relue.champs["natures"] == "attestation CAF, autre"
    suivante = replace(ctx, annee_id=preparer_annee_suivante(ctx).resultat)
    assert remplir_table(suivante).resultat == len(lister_fiches(ctx, "type_piece"))  # the year before's, as changed
    assert (
        next(f for f in lister_fiches(suivante, "type_piece") if f.champs["code"] == "caf").champs["enfants_min"] == 3
    )


def test_a_piece_put_aside_is_asked_no_more_and_one_received_stays(maison: Maison, tmp_path: Path) -> None:
    ctx = _de_la_cible(maison)
    fiches = {f.champs["code"]: f for f in lister_fiches(ctx, "type_piece")}
    avant = len(ouvrir(maison).pieces)
    ranger_fiche(ctx, RangerFiche("type_piece", fiches["caf"].id, fiches["caf"].version))
    assert len(ouvrir(maison).pieces) < avant
    apporter(maison, "domicile", tmp_path)
    domicile = next(f for f in lister_fiches(ctx, "type_piece") if f.champs["code"] == "domicile")
    with pytest.raises(RegleMetier, match="fiche_utilisee"):
        ranger_fiche(ctx, RangerFiche("type_piece", domicile.id, domicile.version))


def test_rules_are_kept_for_the_site_and_year(maison: Maison) -> None:
    ctx = _de_la_cible(maison)
    regles = lire_regles(ctx)
    assert enregistrer_regles(ctx, regles).resultat == 0
    voulues = regles | {"condition_avis": False, "absences_max": "5", "conditions_bloquantes": ["avis", "paiement"]}
    assert enregistrer_regles(ctx, voulues).resultat >= 2
    lues = lire_regles(ctx)
    assert (lues["condition_avis"], lues["absences_max"], lues["conditions_bloquantes"]) == (
        False, 5, ["avis", "paiement"],
    )  # fmt: skip
    assert "avis" not in {c.genre for c in enfant(ouvrir(maison), "Lina").conditions}
    assert lire_regles(maison.ctx())["condition_avis"] == regles["condition_avis"]  # another year keeps its own
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_regles(ctx, voulues | {"absences_max": "beaucoup", "taille_max_piece_mo": "0"})
    assert [e.champ for e in refus.value.erreurs] == ["absences_max", "taille_max_piece_mo"]


def test_closing_frees_who_never_answered_and_is_undone(maison: Maison) -> None:
    maison.eleve("Zoé", "Valmont", rang=3)
    ouvrir(maison)
    inscrire_nouvel_eleve(maison.ctx(), InscrireNouvelEleve(maison.ids["Valmont"], maison.ids["Zoé"]))
    deposer(maison, "Lina")
    cocher(maison, "Noé")  # a draft never deposited
    campagne_id = maison.ids["campagne"]
    with pytest.raises(RegleMetier, match="campagne_encore_ouverte"):
        clore_campagne(maison.ctx(), campagne_id, 1)
    maison.horloge.instant = FERME + timedelta(hours=9)
    liste = lister_sans_reponse(maison.ctx(), campagne_id)
    assert [(s.prenom, s.etat) for s in liste] == [("Noé", EtatDossier.EN_SAISIE)]
    with pytest.raises(RegleMetier, match="liste_changee"):
        clore_campagne(maison.ctx(), campagne_id, 2)
    fait = clore_campagne(maison.ctx(), campagne_id, 1)
    assert fait.resultat == 1
    vu = ouvrir(maison)
    assert (enfant(vu, "Noé").etat, enfant(vu, "Noé").motif) == (EtatDossier.NE_SE_REINSCRIT_PAS, MOTIF)
    assert enfant(vu, "Zoé").etat is EtatDossier.EN_SAISIE
    assert enfant(vu, "Lina").depose_a is not None
    with pytest.raises(RegleMetier, match="campagne_deja_close"):
        clore_campagne(maison.ctx(), campagne_id, 0)
    assert fait.operation_id is not None
    annuler(maison.ctx(), fait.operation_id)
    vu = ouvrir(maison)
    assert (enfant(vu, "Noé").etat, enfant(vu, "Noé").motif) == (EtatDossier.EN_SAISIE, "")
    assert lister_sans_reponse(maison.ctx(), campagne_id) == liste


def test_a_secretary_does_not_set_the_campaign(maison: Maison) -> None:
    ctx = maison.ctx(Role.SECRETARIAT)
    for acte in (
        lambda: clore_campagne(ctx, maison.ids["campagne"], 0),
        lambda: publier_declaration(ctx, "x"),
        lambda: enregistrer_campagne(ctx, EnregistrerCampagne(DATES, maison.ids["cible"])),
        lambda: enregistrer_regles(ctx, lire_regles(ctx)),
        lambda: remplir_table(ctx),
        lambda: preparer_annee_suivante(ctx),
    ):
        with pytest.raises(Refus):
            acte()
