"""What the demonstration says holds together: papers and quotients, households, numbers, years before."""

from collections import Counter, defaultdict
from datetime import date

import pytest
from sqlalchemy import select

from imuse_desk.documents.client import examiner
from imuse_desk.domain.locations import Situation
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Role
from imuse_desk.models import (
    Annee,
    Campagne,
    Condition,
    ContratLocation,
    Dossier,
    DossierEleve,
    Eleve,
    FaitVerifie,
    Inscription,
    Lien,
    Personne,
    PieceRecue,
    Quotient,
    Site,
    TypePiece,
)
from imuse_desk.services.admission import faits_de
from imuse_desk.services.facturation.lot import apercu_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.lectures.eleves import ouvrir_eleve
from imuse_desk.services.lectures.reinscription import lire_dossier
from imuse_desk.services.locations.parc import lister_parc
from imuse_desk.services.offre.calendrier import lister_jours_fermes
from imuse_desk.services.reinscription.valider import numero_de_dossier
from tests.bases import BaseDemo


def test_le_quotient_cite_le_papier_qui_le_porte(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        cites = session.execute(
            select(Quotient.genre, TypePiece.code, PieceRecue.etat, Quotient.date_document_le, PieceRecue.datee_du)
            .join(PieceRecue, PieceRecue.id == Quotient.piece_id)
            .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        ).all()
    assert {(genre, code) for genre, code, *_ in cites} == {("caf", "caf"), ("calcule", "avis_1")}
    assert {etat for _, _, etat, *_ in cites} == {"acceptee"}
    assert all(cite == piece for *_, cite, piece in cites)


def test_chaque_piece_a_les_faits_de_son_examen(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        pieces = session.execute(
            select(PieceRecue.id, PieceRecue.sha256, PieceRecue.examen, PieceRecue.motif, TypePiece.pages).join(
                TypePiece, TypePiece.id == PieceRecue.type_id
            )
        ).all()
        faits: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
        lus = select(FaitVerifie.piece_id, FaitVerifie.regle, FaitVerifie.resultat, FaitVerifie.valeur)
        for piece_id, *fait in session.execute(lus.order_by(FaitVerifie.id)):
            faits[piece_id].append((fait[0], fait[1], fait[2]))
    assert pieces
    for piece in pieces:
        assert ("pdf", "conforme") in {(regle, etat) for regle, etat, _ in faits[piece.id]}
        assert piece.motif.startswith("Document incomplet") is (piece.examen["alertes"] == [["pages", "2 sur 4"]])
    for piece in pieces[:2]:
        assert faits[piece.id] == faits_de(examiner(base_demo.depot.chemin(piece.sha256)), piece.pages)


def test_les_enfants_d_un_foyer_disent_le_meme_paiement(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        lignes = session.execute(
            select(DossierEleve.dossier_id, Condition.etat, Condition.detail, DossierEleve.motif)
            .join(Condition, Condition.dossier_eleve_id == DossierEleve.id)
            .where(Condition.genre == "paiement")
        ).all()
    dits = defaultdict(set)
    for dossier_id, etat, detail, motif in lignes:
        dits[dossier_id].add((etat, detail))
        assert motif != "Droits de l’année précédente non réglés" or etat == "non_remplie"
    assert lignes
    assert {len(valeurs) for valeurs in dits.values()} == {1}
    assert {etat for valeurs in dits.values() for etat, _ in valeurs} == {"remplie", "non_remplie"}


def test_les_dossiers_ont_le_numero_que_donne_le_produit(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        numeros = session.execute(
            select(Dossier.id, Dossier.numero, Annee.debut_le)
            .join(Campagne, Campagne.id == Dossier.campagne_id)
            .join(Annee, Annee.id == Campagne.annee_cible_id)
            .where(Dossier.numero.is_not(None))
        ).all()
    assert numeros
    assert all(numero == numero_de_dossier(debut, ident) for ident, numero, debut in numeros)


def test_un_eleve_adulte_a_une_adresse_et_quelqu_un_d_autre_a_prevenir(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        adultes = session.execute(
            select(Eleve.id, Personne.prenom, Personne.nom, Personne.mobile, Eleve.personne_a_prevenir,
                   Eleve.tel_urgence)
            .join(Personne, Personne.id == Eleve.personne_id)
            .join(Lien, Lien.personne_id == Personne.id)
            .where(Lien.role == "responsable")
        ).all()  # fmt: skip
    assert adultes
    for ident, prenom, nom, mobile, prevenir, urgence in adultes:
        assert prevenir
        assert prevenir != f"{prenom} {nom}"
        assert urgence != mobile
        vue = ouvrir_eleve(base_demo.contexte(), ident)
        assert vue.saisie.utilise_coordonnees_responsable
        assert any(foyer.adresse for foyer in vue.foyers)


@pytest.mark.parametrize("prenom", ["Lina", "Noé"])
def test_l_historique_dit_l_horaire_et_l_enseignant_des_annees_passees(base_demo: BaseDemo, prenom: str) -> None:
    with base_demo.base.lire() as session:
        ident = session.execute(
            select(Eleve.id)
            .join(Personne, Personne.id == Eleve.personne_id)
            .where(Personne.nom == "Valmont", Personne.prenom == prenom)
        ).scalar_one()
        annees = set(session.execute(select(Inscription.annee_id).where(Inscription.eleve_id == ident)).scalars())
    ctx = base_demo.contexte()
    vue = ouvrir_eleve(ctx, ident)
    passees = [c for c in vue.cours if c.annee_id != ctx.annee_id]
    assert {c.annee_id for c in vue.cours} == annees
    assert passees
    for cours in passees:
        assert cours.jour is not None
        assert cours.debut is not None
        assert cours.enseignant
        assert cours.salle


def test_chaque_site_a_les_vacances_de_sa_zone_et_les_jours_feries(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte()
    with ctx.lire() as session:
        sites = session.execute(select(Site.id, Site.zone_vacances)).all()
    for site_id, zone in sites:
        assert zone == "C"
        jours = lister_jours_fermes(ctx.sur(site_id=site_id))
        a_noel = {j.genre for j in jours if j.du_le <= date(2026, 12, 25) <= j.au_le}
        assert a_noel == {"vacances", "ferie"}


def test_the_park_is_hired_billed_and_one_instrument_is_late(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.REGISSEUR)
    vus = lister_parc(ctx)
    situations = Counter(v.situation for v in vus)
    assert (len(vus), situations[Situation.EN_RETARD], situations[Situation.A_REVISER]) == (16, 1, 2)
    assert situations[Situation.REPARATION] == 1
    assert situations[Situation.LOUE] >= 5
    with base_demo.base.lire() as session:
        contrats = session.scalars(select(ContratLocation)).all()
        eleves = {c.eleve_id: c.foyer_id for c in contrats}
        lus = session.execute(
            select(Eleve.id, Lien.foyer_id)
            .join(Lien, Lien.personne_id == Eleve.personne_id)
            .where(Eleve.id.in_(eleves), Lien.role == "enfant")
        )
        liens = {(eleve_id, foyer_id) for eleve_id, foyer_id in lus}
    assert set(eleves.items()) <= liens, "each household hires for its own child"
    apercu = apercu_lot(ctx, Appel(ctx.site_id, ctx.annee_id, Nature.LOCATIONS))
    assert apercu.total_centimes == sum(c.prix_centimes for c in contrats if c.annee_id == ctx.annee_id)


def test_nobody_who_hires_is_said_to_hire_nothing(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        loueurs = session.execute(select(ContratLocation.eleve_id, ContratLocation.foyer_id)).all()
    assert loueurs
    ctx = base_demo.contexte()
    for eleve_id, foyer_id in loueurs:
        enfant = next(e for e in lire_dossier(ctx, foyer_id=foyer_id).enfants if e.eleve_id == eleve_id)
        detail = next(c.detail for c in enfant.conditions if c.genre == "instrument")
        assert detail == "Location à renouveler" or "rendre le" in detail or "retard depuis" in detail
