"""Contracts: one at a time for an instrument, priced by the year of rental, billed in their own ledger."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from sqlalchemy import select

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.locations import EtatAssurance, EtatGarantie, EtatInstrument, Evenement, Situation
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Role
from imuse_desk.domain.tarifs.modele import Grille
from imuse_desk.models import ContratLocation, PieceEmise
from imuse_desk.models.passerelle import Base
from imuse_desk.services.documents_dossier import ImporterDocuments, importer_documents
from imuse_desk.services.facturation.avoirs import emettre_avoir
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.rectification import lister_ecarts
from imuse_desk.services.facturation.registres import LigneFacturee, registre_de
from imuse_desk.services.facturation.verification import verifier
from imuse_desk.services.lectures.facturation import LOUE, lire_facturation
from imuse_desk.services.locations.annulation import annuler_contrat
from imuse_desk.services.locations.assurance import attester, lire_assurance
from imuse_desk.services.locations.contrats import Louer, Rendre, louer, rendre
from imuse_desk.services.locations.facturation import lignes_de_location
from imuse_desk.services.locations.fiche import (
    FicheInstrument,
    ajouter_instrument,
    modifier_instrument,
    photographier,
)
from imuse_desk.services.locations.papier import imprimer_contrat
from imuse_desk.services.locations.parc import (
    InstrumentVu,
    NoterEvenement,
    lire_historique,
    lister_parc,
    noter_evenement,
)
from imuse_desk.services.locations.renouvellement import Renouveler, renouveler
from imuse_desk.services.locations.tarif import fixer_tarif, lister_tarif
from tests.fabriques import Maison, pdf
from tests.services.facturation.outils import a_facturer

VIOLON = FicheInstrument("V-012", "Violon", "1/2", "Amati", valeur="450", revision="01/06/2026")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    maison = a_facturer(base, tmp_path / "depot")
    ctx = maison.ctx(Role.DIRECTION).sur(annee_id=maison.ids["source"])
    maison.ids["violon"] = ajouter_instrument(ctx, VIOLON).resultat
    fixer_tarif(ctx, "", "1", "65")
    fixer_tarif(ctx, "", "2", "95")
    return maison


def signer(maison: Maison, eleve: str = "Lina", du: str = "10/09/2025", au: str = "30/06/2026", **autres: str) -> int:
    ctx = maison.ctx().sur(annee_id=maison.ids["source"])
    commande = Louer(
        maison.ids["violon"], maison.ids[eleve], du, au, garantie="450", est_garantie_remise=True, **autres
    )
    return louer(ctx, commande).resultat


def violon(maison: Maison) -> InstrumentVu:
    [vu] = lister_parc(maison.ctx())
    return vu


def contrat(maison: Maison, ident: int) -> ContratLocation:
    with maison.base.lire() as session:
        return session.get_one(ContratLocation, ident)


def test_an_instrument_is_hired_late_given_back_and_remembers_it(maison: Maison) -> None:
    assert violon(maison).situation is Situation.LIBRE
    ident = signer(maison)
    vu = violon(maison)
    assert (vu.situation, vu.eleve, vu.au_le) == (Situation.LOUE, "Lina Valmont", date(2026, 6, 30))
    maison.horloge.instant = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert violon(maison).situation is Situation.EN_RETARD
    rendre(maison.ctx(), Rendre(ident, EtatInstrument.USAGE, "Corde de mi cassée", "12,50"))
    assert violon(maison).situation is Situation.A_REVISER
    rendu = contrat(maison, ident)
    assert (rendu.rendu_le, rendu.garantie_etat) == (date(2026, 7, 1), EtatGarantie.RENDUE)
    assert rendu.frais_proposes_centimes == 1_250
    histoire = lire_historique(maison.ctx(), maison.ids["violon"])
    retour = next(e for e in histoire if e.genre is Evenement.RETOUR)
    assert (retour.detail, retour.cout_centimes) == ("Usagé. Corde de mi cassée", 1_250)
    assert {e.genre for e in histoire} == {Evenement.RETOUR, Evenement.LOCATION, Evenement.ENTREE}
    with pytest.raises(RegleMetier, match="contrat_clos"):
        rendre(maison.ctx(), Rendre(ident, EtatInstrument.BON))


def test_an_instrument_that_is_out_cannot_be_hired_nor_retired(maison: Maison) -> None:
    signer(maison)
    with pytest.raises(RegleMetier, match="instrument_loue"):
        signer(maison, "Noé", "01/07/2026", "30/08/2026")
    with pytest.raises(RegleMetier, match="instrument_loue"):
        noter_evenement(maison.ctx(), NoterEvenement(maison.ids["violon"], Evenement.REFORME))


def test_one_at_the_workshop_cannot_be_hired_and_an_overhaul_gives_the_next_day(maison: Maison) -> None:
    ctx, ident = maison.ctx(), maison.ids["violon"]
    noter_evenement(ctx, NoterEvenement(ident, Evenement.REPARATION, "Chevalet"))
    assert violon(maison).situation is Situation.REPARATION
    with pytest.raises(RegleMetier, match="instrument_indisponible"):
        signer(maison)
    noter_evenement(ctx, NoterEvenement(ident, Evenement.REMISE, cout="60", etat=EtatInstrument.NEUF))
    noter_evenement(ctx, NoterEvenement(ident, Evenement.REVISION, prochaine="01/06/2027"))
    vu = violon(maison)
    assert (vu.situation, vu.etat, vu.revision_le) == (Situation.LIBRE, EtatInstrument.NEUF, date(2027, 6, 1))


@pytest.mark.parametrize(
    ("debut", "fin", "est_refuse"),
    [(0, None, True), (9, 20, True), (-5, 1, True), (10, 20, False), (-5, 0, False), (3, 3, False)],
)
def test_the_base_itself_refuses_two_contracts_at_once(
    maison: Maison, debut: int, fin: int | None, *, est_refuse: bool
) -> None:
    jour = date(2026, 1, 1)

    def ajouter(du: int, au: int | None) -> None:
        du_le = jour + timedelta(days=du)
        rendu_le = None if au is None else jour + timedelta(days=au)
        maison.ajouter(
            ContratLocation(
                site_id=maison.ids["site"], annee_id=maison.ids["source"], instrument_id=maison.ids["violon"],
                foyer_id=maison.ids["Valmont"], eleve_id=maison.ids["Lina"], du_le=du_le, au_le=rendu_le or du_le,
                rendu_le=rendu_le, prix_centimes=0, regle_prix="essai", signe_le=jour, instrument_signe={},
            )
        )  # fmt: skip

    ajouter(0, 10)
    if est_refuse:
        with pytest.raises(RegleMetier, match="location_chevauchee"):
            ajouter(debut, fin)
    else:
        ajouter(debut, fin)


COUREUR = """
import sys
from datetime import date
from imuse_desk.models import ContratLocation
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Auteur, Base
from imuse_desk.domain.erreurs import RegleMetier
base = Base.ouvrir(lire_url(sys.argv[1]))
site, annee, instrument, foyer, eleve = map(int, sys.argv[2:])
print("pret", flush=True)
sys.stdin.readline()
contrat = lambda: ContratLocation(site_id=site, annee_id=annee, instrument_id=instrument, foyer_id=foyer,
    eleve_id=eleve, du_le=date(2026, 1, 1), au_le=date(2026, 6, 30), prix_centimes=0, regle_prix="essai",
    signe_le=date(2026, 1, 1), instrument_signe={})
try:
    base.ecrire(Auteur("essai", "poste"), "louer", lambda u: u.session.add(contrat()))
    print("gagne")
except RegleMetier as refus:
    print(refus.code)
"""


def test_two_processes_hire_the_same_instrument_and_one_gets_it(maison: Maison) -> None:
    url = maison.base.moteur.url
    adresse = str(url.database) if maison.base.est_sqlite else url.render_as_string().replace("+psycopg", "")
    cles = [str(maison.ids[c]) for c in ("site", "source", "violon", "Valmont", "Lina")]
    coureurs = [
        subprocess.Popen(
            [sys.executable, "-c", COUREUR, adresse, *cles], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for coureur in coureurs:
        assert coureur.stdout is not None
        assert coureur.stdout.readline() == "pret\n"
    for coureur in coureurs:
        assert coureur.stdin is not None
        coureur.stdin.write("\n")
        coureur.stdin.flush()
    assert sorted(c.communicate(timeout=60)[0].strip() for c in coureurs) == ["gagne", "location_chevauchee"]


def test_the_price_is_that_of_the_year_of_rental_or_the_one_agreed(maison: Maison) -> None:
    premier = contrat(maison, signer(maison))
    assert (premier.rang, premier.prix_centimes) == (1, 6_500)
    ctx = maison.ctx(Role.DIRECTION)
    with pytest.raises(RegleMetier, match="location_sans_prix"):
        renouveler(ctx, Renouveler(premier.id, maison.ids["cible"]))
    fixer_tarif(ctx.sur(annee_id=maison.ids["cible"]), "Violon", "2", "98")
    suivant = contrat(maison, renouveler(ctx, Renouveler(premier.id, maison.ids["cible"])).resultat)
    assert (suivant.rang, suivant.prix_centimes, suivant.precedent_id) == (2, 9_800, premier.id)
    assert contrat(maison, premier.id).rendu_le == suivant.du_le
    assert suivant.garantie_etat == EtatGarantie.CONSERVEE, "the cheque goes on with the hire"


def test_what_was_typed_wrong_is_told_by_its_field(maison: Maison) -> None:
    with pytest.raises(FormulaireInvalide) as faute:
        signer(maison, du="", au="30/06/2026", prix="douze")
    assert [e.champ for e in faute.value.erreurs] == ["prix", "du"]
    with pytest.raises(Invalide, match="inventaire_pris"):
        ajouter_instrument(maison.ctx(), FicheInstrument("v-012", "Alto"))


def test_the_call_of_locations_bills_the_contracts_and_explains_them(maison: Maison) -> None:
    signer(maison)
    ctx = maison.ctx()
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.LOCATIONS)
    apercu = apercu_lot(ctx, appel)
    assert apercu.total_centimes == 6_500
    poursuivre_lot(ctx, ouvrir_lot(ctx, apercu).resultat)
    with maison.base.lire() as session:
        piece = session.scalars(select(PieceEmise)).one()
        assert verifier(session).fautes == []
    [groupe] = relire(piece)["groupes"]
    [ligne] = groupe["lignes"]
    assert (groupe["nom"], ligne["montant"], ligne["libelle"]) == (
        "Lina Valmont", 6_500, "Location\u00a0: Violon 1/2 n°\u00a0V-012",
    )  # fmt: skip
    assert ligne["periode"] == "du 10/09/2025 au 30/06/2026"
    assert ligne["base"].startswith("tout instrument, 1re année de location")
    bloc = next(b for b in lire_facturation(ctx, maison.ids["Valmont"]).blocs if b.annee_id == maison.ids["source"])
    assert bloc.registre("locations").total_centimes == 6_500


def test_the_ledger_of_cotisations_has_no_rental(maison: Maison) -> None:
    signer(maison)
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)
    assert apercu_lot(maison.ctx(), appel).total_centimes == 76_000


@pytest.mark.parametrize("ordre", ["UPDATE evenement_instrument SET detail = 'x'", "DELETE FROM evenement_instrument"])
def test_the_history_never_changes(maison: Maison, ordre: str) -> None:
    with pytest.raises(RegleMetier, match="inalterable"):
        maison.ecrire(lambda session: session.connection().exec_driver_sql(ordre))


def test_a_price_typed_again_takes_the_place_of_the_first(maison: Maison) -> None:
    ctx = maison.ctx(Role.DIRECTION)
    fixer_tarif(ctx, "Harpe", "", "300")
    fixer_tarif(ctx, "Harpe", "", "320,50")
    assert [(p.type, p.rang, p.prix_centimes) for p in lister_tarif(ctx)][-1:] == [("Harpe", 0, 32_050)]
    with pytest.raises(FormulaireInvalide):
        fixer_tarif(ctx, "", "zéro", "")


def test_the_contract_prints_what_was_agreed(maison: Maison) -> None:
    ident = signer(maison)
    nom, octets = imprimer_contrat(maison.ctx(), ident)
    assert nom == f"contrat_location_{ident}.pdf"
    mots = " ".join(page.get_textpage().get_text_range() for page in PdfDocument(octets))
    for dit in ("Lina Valmont", "V-012", "du 10/09/2025 au 30/06/2026", "65,00", "450,00", "Pour la famille"):
        assert dit in mots


def en_mots(octets: bytes) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in PdfDocument(octets))


def test_what_is_signed_stays_whatever_becomes_of_the_instrument(maison: Maison) -> None:
    ident = signer(maison)
    signe = en_mots(imprimer_contrat(maison.ctx(), ident)[1])
    maison.horloge.instant = datetime(2026, 7, 1, 12, tzinfo=UTC)
    fiche = replace(VIOLON, inventaire="V-999", type="Alto", serie="A77", etat=EtatInstrument.MAUVAIS, valeur="100")
    modifier_instrument(maison.ctx(), maison.ids["violon"], violon(maison).version, fiche)
    vu = violon(maison)
    assert (vu.type, vu.serie, vu.etat, vu.valeur_centimes) == ("Alto", "A77", EtatInstrument.MAUVAIS, 10_000)
    assert en_mots(imprimer_contrat(maison.ctx(), ident)[1]) == signe
    assert "Bon" in signe
    [ligne] = lignes_a_facturer(maison)
    assert ligne.libelle == "Location\u00a0: Violon 1/2 n°\u00a0V-012"
    derniere = lire_historique(maison.ctx(), maison.ids["violon"])[0]
    assert (derniere.genre, derniere.detail) == (
        Evenement.FICHE, "numéro, instrument, n° de série, état, valeur",
    )  # fmt: skip


def lignes_a_facturer(maison: Maison) -> list[LigneFacturee]:
    with maison.base.lire() as session:
        return lignes_de_location(session, maison.ids["source"], [maison.ids["Valmont"]])[maison.ids["Valmont"]]


def test_two_desks_do_not_edit_the_same_card_unseen(maison: Maison) -> None:
    vu = violon(maison)
    ctx, ident = maison.ctx(), vu.instrument_id
    modifier_instrument(ctx, ident, vu.version, replace(VIOLON, marque="Stentor"))
    with pytest.raises(Conflit):
        modifier_instrument(ctx, ident, vu.version, replace(VIOLON, marque="Yamaha"))
    ajouter_instrument(ctx, FicheInstrument("V-013", "Violon"))
    vus = {v.inventaire: v for v in lister_parc(ctx)}
    with pytest.raises(Invalide, match="inventaire_pris"):
        modifier_instrument(ctx, ident, vus["V-012"].version, replace(VIOLON, inventaire="v-013"))


def test_a_contract_signed_by_mistake_is_cancelled_and_bills_nothing(maison: Maison) -> None:
    ident = signer(maison)
    with pytest.raises(Invalide, match="motif_vide"):
        annuler_contrat(maison.ctx(), ident, "  ")
    annuler_contrat(maison.ctx(), ident, "Mauvais élève")
    assert violon(maison).situation is Situation.LIBRE
    rendu = contrat(maison, ident)
    assert (rendu.annule_motif, rendu.garantie_etat) == ("Mauvais élève", EtatGarantie.RENDUE)
    assert maison.ids["Valmont"] not in lignes_par_foyer(maison)
    histoire = lire_historique(maison.ctx(), maison.ids["violon"])
    assert (histoire[0].genre, histoire[0].detail) == (Evenement.ANNULATION, f"Contrat {ident}, Mauvais élève")
    with pytest.raises(RegleMetier, match="contrat_clos"):
        annuler_contrat(maison.ctx(), ident, "Encore")
    assert contrat(maison, signer(maison, "Noé")).rang == 1


def lignes_par_foyer(maison: Maison) -> dict[int, list[LigneFacturee]]:
    with maison.base.lire() as session:
        return dict(lignes_de_location(session, maison.ids["source"], [maison.ids["Valmont"]]))


def test_a_contract_billed_is_cancelled_only_once_its_line_is_taken_back(maison: Maison) -> None:
    ident = signer(maison)
    ctx = maison.ctx(Role.REGISSEUR, Role.SECRETARIAT)
    apercu = apercu_lot(ctx, Appel(maison.ids["site"], maison.ids["source"], Nature.LOCATIONS))
    poursuivre_lot(ctx, ouvrir_lot(ctx, apercu).resultat)
    with maison.base.lire() as session:
        facture = session.scalars(select(PieceEmise)).one()
    with pytest.raises(RegleMetier, match="location_facturee") as refus:
        annuler_contrat(ctx, ident, "Erreur")
    assert refus.value.params == {"numero": facture.affiche}
    emettre_avoir(ctx, facture.id, "Contrat signé par erreur")
    annuler_contrat(ctx, ident, "Erreur")
    assert violon(maison).situation is Situation.LIBRE


def test_the_contract_renewed_by_mistake_runs_again(maison: Maison) -> None:
    premier = signer(maison)
    ctx = maison.ctx(Role.DIRECTION)
    fixer_tarif(ctx.sur(annee_id=maison.ids["cible"]), "", "2", "98")
    suite = renouveler(ctx, Renouveler(premier, maison.ids["cible"])).resultat
    annuler_contrat(ctx, suite, "La famille rend l’instrument")
    ancien = contrat(maison, premier)
    assert (ancien.rendu_le, ancien.garantie_etat) == (None, EtatGarantie.CONSERVEE)
    assert violon(maison).contrat_id == premier


def test_an_instrument_has_a_picture_that_was_looked_at_first(maison: Maison, tmp_path: Path) -> None:
    ctx, ident = maison.ctx(), maison.ids["violon"]
    fausse, vraie = tmp_path / "fausse.png", tmp_path / "violon.png"
    fausse.write_bytes(b"MZ ceci est un programme")
    with pytest.raises(Invalide, match="photo_refusee"):
        photographier(ctx, ident, fausse)
    assert violon(maison).photo_sha256 == ""
    Image.new("RGB", (40, 30), "peru").save(vraie)
    photographier(ctx, ident, vraie)
    with ctx.depot.ouvrir(violon(maison).photo_sha256) as flux:
        assert flux.read() == vraie.read_bytes()
    assert lire_historique(ctx, ident)[0].detail == "photo"


def test_the_certificate_of_a_contract_is_missing_then_known_then_out_of_date(maison: Maison, tmp_path: Path) -> None:
    ident = signer(maison)
    ctx = maison.ctx()
    assert violon(maison).assurance is EtatAssurance.MANQUANTE
    papier, autre = tmp_path / "assurance.pdf", tmp_path / "autre.pdf"
    papier.write_bytes(pdf(texte="Attestation"))
    autre.write_bytes(pdf(texte="D’un autre"))
    maison.foyer("Perrin")
    importer_documents(ctx, ImporterDocuments("eleve", maison.ids["Lina"], (papier,)))
    [recu] = importer_documents(ctx, ImporterDocuments("foyer", maison.ids["Perrin"], (autre,))).resultat
    [(document_id, libelle)] = lire_assurance(ctx, ident).documents
    assert libelle == "assurance"
    with pytest.raises(Introuvable):
        attester(ctx, ident, "30/06/2026", recu.document_id)
    with pytest.raises(FormulaireInvalide):
        attester(ctx, ident, "", document_id)
    attester(ctx, ident, "30/06/2026", document_id)
    assert (violon(maison).assurance, lire_assurance(ctx, ident).document_id) == (EtatAssurance.A_JOUR, document_id)
    maison.horloge.instant = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert violon(maison).assurance is EtatAssurance.EXPIREE


def test_a_household_that_hires_without_any_course_is_billed_too(maison: Maison) -> None:
    maison.foyer("Perrin")
    maison.eleve("Zoé", "Perrin")
    ident = signer(maison, "Zoé")
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.LOCATIONS)
    ctx = maison.ctx()
    [bloc] = lire_facturation(ctx, maison.ids["Perrin"]).blocs
    assert (bloc.origine, bloc.total_centimes, bloc.blocages) == (LOUE, 6_500, ())
    assert [x.enfant for x in bloc.registre("locations").lignes] == ["Zoé"]
    assert bloc.registre("cotisations").lignes == ()
    apercu = apercu_lot(ctx, appel)
    [ligne] = apercu.a_emettre
    assert (ligne.foyer_id, ligne.total_centimes, ligne.detail) == (
        maison.ids["Perrin"], 6_500, "Location sans inscription",
    )  # fmt: skip
    poursuivre_lot(ctx, ouvrir_lot(ctx, apercu).resultat)
    with maison.base.lire() as session:
        piece = session.scalars(select(PieceEmise)).one()
        assert verifier(session).fautes == []
    assert [g["nom"] for g in relire(piece)["groupes"]] == ["Zoé Perrin"]
    assert lister_ecarts(ctx, appel).ecarts == (), "billed as it is"
    autre = replace(appel, nature=Nature.COTISATIONS)
    assert maison.ids["Perrin"] not in {x.foyer_id for x in apercu_lot(ctx, autre).lignes}
    with pytest.raises(RegleMetier, match="location_facturee"):
        annuler_contrat(ctx, ident, "Erreur")


def test_the_rental_of_the_grid_is_never_added_to_the_contract_of_its_pupil(maison: Maison) -> None:
    signer(maison)
    blocs = lire_facturation(maison.ctx(), maison.ids["Valmont"]).blocs
    prix = next(b for b in blocs if b.annee_id == maison.ids["source"]).prix
    assert prix is not None
    enfants = tuple(replace(e, lignes=tuple(replace(x, nature="rental") for x in e.lignes)) for e in prix.enfants)
    grille = cast("Grille", SimpleNamespace(plans=()))
    loues = registre_de("locations", replace(prix, enfants=enfants), grille, 1, 2025, (), lignes_a_facturer(maison))
    lina, noe = ([x for x in loues.lignes if x.enfant == prenom] for prenom in ("Lina", "Noé"))
    assert [x.article for x in lina] == ["LOCATION"]
    assert noe
    assert "LOCATION" not in {x.article for x in noe}, "who has no contract pays what the grid says"
    assert loues.total_centimes == sum(x.montant_centimes for x in (*lina, *noe))
