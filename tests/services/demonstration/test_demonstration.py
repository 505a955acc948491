"""The demonstration base: coherent, whole or absent, the same twice, on both databases."""

import hashlib
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from time import sleep
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, func, select, text

from imuse_desk.documents.client import examiner
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.recherche import prefixes_requete
from imuse_desk.domain.reinscription import DEPOSES, EtatDossier, etat_apres_depot
from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Depot
from imuse_desk.infra.empreintes import convient
from imuse_desk.migrations.schema import VERSION_SCHEMA, version_de
from imuse_desk.models import (
    Affectation,
    Annee,
    Campagne,
    Compte,
    Condition,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Discipline,
    Dossier,
    DossierEleve,
    Eleve,
    Foyer,
    Inscription,
    Lien,
    Modele,
    Niveau,
    Occupation,
    Personne,
    PieceRecue,
    Place,
    Quotient,
    RegleArticle,
    Site,
    Terme,
)
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.demonstration.creation import creer_demonstration
from imuse_desk.services.demonstration.maison import annee_scolaire
from imuse_desk.services.lectures.recherche import rechercher
from imuse_desk.services.listes import nationalites, niveaux_scolaires, pcs, situations_familiales
from imuse_desk.services.reinscription.charge import charger
from imuse_desk.services.reinscription.offre import lignes_de
from imuse_desk.services.reinscription.prix import dues_de
from tests.bases import AUTEUR, DATE_DEMO, BaseDemo


def _empreintes(connexion: Connection) -> dict[str, str]:
    """A digest of the rows of each table."""
    empreintes = {}
    for table in Modele.metadata.sorted_tables:
        ordre = list(table.primary_key.columns)
        hachage = hashlib.sha256()
        for ligne in connexion.execute(select(table).order_by(*ordre)):
            hachage.update(repr(tuple(ligne)).encode())
        empreintes[table.name] = hachage.hexdigest()
    return empreintes


def _neuve(dossier: Path, nom: str = "neuve.db") -> Base:
    return Base.ouvrir(lire_url(str(dossier / nom)))


def test_les_deux_bases_portent_le_meme_contenu(base: Base, modele_40: dict[str, str], tmp_path: Path) -> None:
    resume = creer_demonstration(base, Depot(tmp_path / "d"), familles=40, date=DATE_DEMO)
    assert version_de(base) == VERSION_SCHEMA
    with base.moteur.connect() as connexion:
        assert _empreintes(connexion) == modele_40
        eleves = connexion.execute(select(func.count()).select_from(Eleve)).scalar_one()
    assert resume.eleves == eleves > 40


@pytest.fixture(scope="module")
def modele_40(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    dossier = tmp_path_factory.mktemp("modele_40")
    base = _neuve(dossier)
    creer_demonstration(base, Depot(dossier / "d"), familles=40, date=DATE_DEMO)
    with base.moteur.connect() as connexion:
        empreintes = _empreintes(connexion)
    base.fermer()
    return empreintes


def test_on_ecrit_ensuite_sans_heurter_les_identifiants(base: Base, tmp_path: Path) -> None:
    creer_demonstration(base, Depot(tmp_path / "d"), familles=3, date=DATE_DEMO)

    def ecrire(unite: Unite) -> int:
        personne = Personne(nom="Après", prenom="Coup", cle="apres coup")
        unite.session.add(personne)
        unite.session.flush()
        return personne.id

    with base.lire() as session:
        dernier = session.execute(select(func.max(Personne.id))).scalar_one()
    assert base.ecrire(AUTEUR, "essai", ecrire).resultat == dernier + 1


def test_une_annee_close_refuse(base: Base, tmp_path: Path) -> None:
    creer_demonstration(base, Depot(tmp_path / "d"), familles=5, date=DATE_DEMO)
    with base.lire() as session:
        etats = dict(session.execute(select(Annee.libelle, Annee.etat)).all())
        ancien = session.execute(select(Cours.id).join(Annee).where(Annee.libelle == "2024-2025").limit(1)).scalar_one()
    assert etats == {
        "2024-2025": "close",
        "2025-2026": "close",
        "2026-2027": "ouverte",
        "2027-2028": "preparation",
    }

    def changer(unite: Unite) -> None:
        unite.session.get_one(Cours, ancien).libelle = "Autre"

    with pytest.raises(RegleMetier, match="annee_close"):
        base.ecrire(AUTEUR, "essai", changer)


def test_une_base_remplie_est_refusee_et_reste_intacte(base_demo: BaseDemo) -> None:
    with base_demo.base.moteur.connect() as connexion:
        avant = _empreintes(connexion)
    with pytest.raises(RegleMetier, match="base_non_vide"):
        creer_demonstration(base_demo.base, base_demo.depot, familles=2, date=DATE_DEMO)
    with base_demo.base.moteur.connect() as connexion:
        assert _empreintes(connexion) == avant


@pytest.mark.parametrize(
    ("familles", "annees", "champ"), [(0, 3, "familles"), (20_001, 3, "familles"), (5, 0, "annees")]
)
def test_les_tailles_impossibles(tmp_path: Path, familles: int, annees: int, champ: str) -> None:
    base = _neuve(tmp_path)
    with pytest.raises(Invalide) as refus:
        creer_demonstration(base, Depot(tmp_path / "d"), familles=familles, annees=annees, date=DATE_DEMO)
    assert refus.value.champ == champ
    assert list(tmp_path.iterdir()) == []


def test_renoncer_en_route_ne_laisse_rien(tmp_path: Path) -> None:
    base = _neuve(tmp_path)

    def renoncer(fait: int, _total: int) -> None:
        if fait >= 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        creer_demonstration(base, Depot(tmp_path / "d"), familles=150, date=DATE_DEMO, progres=renoncer)
    assert [p.name for p in tmp_path.iterdir() if p.name != "d"] == []


def test_tuer_en_route_ne_laisse_pas_de_base(tmp_path: Path) -> None:
    chemin = tmp_path / "demo.db"
    commande = [sys.executable, "-m", "imuse_desk", "demo", "--base", str(chemin), "--familles", "4000"]
    with subprocess.Popen(commande, stderr=subprocess.PIPE, text=True) as processus:
        assert processus.stderr is not None
        assert "400 sur 4000" in processus.stderr.readline()
        sleep(0.1)
        os.kill(processus.pid, signal.SIGKILL)
    assert not chemin.exists()
    restes = list(tmp_path.glob("*.en-cours"))
    assert restes, "the kill came while the base was being made"
    for reste in restes:
        os.utime(reste, (0, 0))
    base = Base.ouvrir(lire_url(str(chemin)))
    creer_demonstration(base, Depot(tmp_path / "d"), familles=2, date=DATE_DEMO)
    base.fermer()
    assert chemin.exists()
    assert not list(tmp_path.glob("*.en-cours*"))


def test_les_bornes_de_l_annee_scolaire() -> None:
    assert annee_scolaire(date(2026, 8, 31)) == 2025
    assert annee_scolaire(date(2026, 9, 1)) == 2026


def test_chaque_eleve_de_l_annee_a_sa_reponse(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        inscrits = set(
            session.execute(select(Inscription.eleve_id).join(Annee).where(Annee.etat == "ouverte")).scalars()
        )
        repondants = list(session.execute(select(DossierEleve.eleve_id)).scalars())
    assert set(repondants) == inscrits
    assert len(repondants) == len(inscrits)


def test_les_places_sont_comptees(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        comptees = select(func.count()).select_from(Place).where(Place.creneau_id == Occupation.creneau_id)
        lignes = session.execute(select(Occupation.prises, Occupation.capacite, comptees.scalar_subquery())).all()
        ouverts = (
            select(Creneau.id)
            .join(Cours)
            .join(Annee)
            .where(Annee.etat != "close", Creneau.id.not_in(select(Occupation.creneau_id)))
        )
        sans_compteur = session.execute(ouverts).all()
    assert lignes
    assert all(prises == places <= capacite for prises, capacite, places in lignes)
    assert sans_compteur == []


def test_les_references_sont_entieres(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_chaque_cours_mene_a_un_article(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        regles = session.execute(select(RegleArticle.site_id, RegleArticle.annee_id, RegleArticle.cursus_id))
        couverts = set(regles)
        cours = session.execute(
            select(Cours.site_id, Cours.annee_id, Cours.cursus_id).join(Annee).where(Annee.etat != "close")
        )
        assert {tuple(c) for c in cours} <= couverts
        individuels = session.execute(
            select(Discipline.est_individuelle, Cursus.code)
            .select_from(Discipline)
            .join(Cours)
            .join(Cursus)
            .where(Cursus.code == "ADU")
            .distinct()
        )
        assert set(individuels) == {(True, "ADU")}  # the rule of that cursus asks for individual lessons


def test_les_comptes_se_connectent(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        comptes = session.execute(select(Compte.identifiant, Compte.mot_de_passe, Compte.personne_id)).all()
    assert {"a.martin", "r.petit", "d.leroy", "admin"} < {c.identifiant for c in comptes}
    assert sum(c.personne_id is not None for c in comptes) == 2
    for compte in comptes:
        assert convient(compte.mot_de_passe, "demo-imuse-2026")
        assert not PasswordHasher().check_needs_rehash(compte.mot_de_passe)
    for role in Role:
        assert role in base_demo.contexte(role).roles[base_demo.contexte(role).site_id]


def test_les_specimens_sont_de_vrais_pdf(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        pieces = session.execute(
            select(PieceRecue.sha256, PieceRecue.pages, PieceRecue.octets, PieceRecue.examen)
        ).all()
    assert len({p.sha256 for p in pieces}) == len(pieces) > 5
    par_pages = {p.pages: p for p in pieces}
    assert {1, 4} <= set(par_pages) <= {1, 2, 4}
    for piece in par_pages.values():
        chemin = base_demo.depot.chemin(piece.sha256)
        reel = examiner(chemin).en_dict()
        garde = {"fichier": "", "alertes": [], "provenance": []}
        assert {**reel, **garde} == {**piece.examen, **garde}
        assert reel["octets"] == piece.octets
    for piece in pieces:
        assert base_demo.depot.verifier(piece.sha256) == "intact"


def test_les_reponses_suivent_des_pieces(base_demo: BaseDemo) -> None:
    """The stored state is what the product derives from the same pieces."""
    vus = set()
    with base_demo.base.lire() as session:
        for dossier_id in session.execute(select(DossierEleve.dossier_id).distinct()).scalars().all():
            charge = charger(session, dossier_id, DATE_DEMO)
            decline = charge.tete.revenus_declines_le is not None
            dues = dues_de(charge)
            for enfant in charge.du_dossier:
                vus.add(enfant.etat)
                if enfant.etat in DEPOSES:
                    siennes = [d.vue() for d in dues if d.eleve_id in (None, enfant.eleve_id)]
                    assert etat_apres_depot(siennes, revenus_declines=decline) is enfant.etat
    assert vus == set(EtatDossier)


def test_les_lignes_sont_celles_que_le_produit_propose(base_demo: BaseDemo) -> None:
    """Course, level and reserve of each line are what the product would offer for the same course followed."""
    comparees = 0
    with base_demo.base.lire() as session:
        for dossier_id in session.execute(select(DossierEleve.dossier_id).distinct()).scalars().all():
            charge = charger(session, dossier_id, DATE_DEMO)
            for enfant in charge.du_dossier:
                sans_ligne = replace(enfant, lignes=())
                proposees = {x.suivi.inscription_id: x for x in lignes_de(charge, sans_ligne) if x.suivi}
                assert all(x.cours is not None for x in proposees.values())
                for ligne in enfant.lignes:
                    proposee = proposees[ligne.inscription_id or 0]
                    assert proposee.cours is not None
                    cours = charge.offre[ligne.cours_id]
                    assert cours.site_id == charge.tete.site_id
                    assert (cours.code, ligne.niveau_id, ligne.est_sous_reserve) == (
                        proposee.cours.code,
                        proposee.niveau_id,
                        proposee.est_sous_reserve,
                    )
                    comparees += 1
    assert comparees > 20


def test_les_enseignants_et_les_eleves_ne_sont_pas_a_deux_endroits(base_demo: BaseDemo) -> None:
    def minutes(heure: time) -> int:
        return heure.hour * 60 + heure.minute

    with base_demo.base.lire() as session:
        profs = session.execute(
            select(CreneauEnseignant.enseignant_id, Cours.annee_id, Creneau.jour, Creneau.debut, Creneau.duree_min)
            .join(Creneau, Creneau.id == CreneauEnseignant.creneau_id)
            .join(Cours, Cours.id == Creneau.cours_id)
        ).all()
        eleves = session.execute(
            select(
                Inscription.eleve_id,
                Inscription.annee_id,
                Creneau.jour,
                func.coalesce(Affectation.heure_passage, Creneau.debut),
                func.coalesce(Affectation.duree_min, Creneau.duree_min),
            )
            .join(Affectation, Affectation.inscription_id == Inscription.id)
            .join(Creneau, Creneau.id == Affectation.creneau_id)
        ).all()
    for lecons in (profs, eleves):
        semaines: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
        for qui, annee, jour, debut, duree in lecons:
            semaines.setdefault((qui, annee, jour), []).append((minutes(debut), minutes(debut) + duree))
        for plages in semaines.values():
            plages.sort()
            assert all(fin <= suivant for (_, fin), (suivant, _) in pairwise(plages)), plages


def test_la_famille_valmont(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        foyer = session.execute(select(Foyer).where(Foyer.libelle == "Valmont")).scalar_one()
        suivis = session.execute(
            select(Personne.prenom, Cours.libelle, Niveau.libelle)
            .join(Eleve, Eleve.personne_id == Personne.id)
            .join(Inscription, Inscription.eleve_id == Eleve.id)
            .join(Cours, Cours.id == Inscription.cours_id)
            .join(Niveau, Niveau.id == Inscription.niveau_id)
            .join(Annee, Annee.id == Inscription.annee_id)
            .where(Personne.nom == "Valmont", Annee.etat == "ouverte")
            .order_by(Inscription.id)
        )
        assert list(suivis) == [
            ("Lina", "Cor", "C1.1"),
            ("Lina", "FM 1.3", "1.3"),
            ("Lina", "Orchestre cadet", "C1.1"),
            ("Noé", "Éveil musical 2", "Éveil 2"),
        ]
        quotients = session.execute(
            select(Quotient.genre, Quotient.centimes, Annee.etat).join(Annee).where(Quotient.foyer_id == foyer.id)
        )
        assert {("caf", 214_530, "ouverte"), ("caf", 214_530, "preparation")} <= set(quotients)
        (prefixe,) = prefixes_requete("valm")
        trouves = select(Terme.objet_id).where(Terme.genre == "foyer", Terme.cle >= prefixe, Terme.cle < prefixe + "~")
        assert foyer.id in set(session.execute(trouves).scalars())


def test_rien_n_empeche_la_famille_valmont_de_se_reinscrire(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        reponses = session.execute(
            select(DossierEleve.etat, Condition.etat)
            .join(Condition, Condition.dossier_eleve_id == DossierEleve.id)
            .join(Eleve, Eleve.id == DossierEleve.eleve_id)
            .join(Personne, Personne.id == Eleve.personne_id)
            .where(Personne.nom == "Valmont")
        ).all()
        dossier_id = session.execute(
            select(Dossier.id).join(Foyer, Foyer.id == Dossier.foyer_id).where(Foyer.libelle == "Valmont")
        ).scalar_one()
        charge = charger(session, dossier_id, DATE_DEMO)
        attendues = {due.type.code: due.exigence for due in dues_de(charge)}
        offres = {x.cours.libelle: x.cours for e in charge.du_dossier for x in lignes_de(charge, e) if x.cours}
    assert len(reponses) == 8
    assert {etat for etat, _ in reponses} == {"sans_reponse"}
    assert "non_remplie" not in {condition for _, condition in reponses}
    obligatoires = {code for code, exigence in attendues.items() if exigence == "obligatoire"}
    assert obligatoires == {"domicile", "caf", "avis_1"}
    assert set(offres) == {"Cor", "FM 1.4", "Orchestre cadet", "Initiation musicale"}
    for libelle in ("FM 1.4", "Initiation musicale"):
        assert any(c.prises < c.capacite for c in offres[libelle].creneaux)


def test_les_campagnes_sont_ouvertes_ce_jour(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        campagnes = session.execute(select(Campagne.ouvre_a, Campagne.ferme_a, Site.fuseau).join(Site)).all()
    assert len(campagnes) == 3
    for ouvre, ferme, fuseau in campagnes:
        assert ouvre.astimezone(ZoneInfo(fuseau)).date() == date(2026, 11, 10)
        dernier = ferme.astimezone(ZoneInfo(fuseau))
        assert (dernier.date(), dernier.hour, dernier.minute) == (date(2026, 12, 15), 23, 59)


def test_les_valeurs_des_listes_fermees(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        personnes = session.execute(select(Personne.pcs, Personne.situation_familiale, Personne.nationalite)).all()
        ecoles = set(session.execute(select(Eleve.niveau_scolaire)).scalars())
    assert {p.pcs for p in personnes} <= {*pcs(), ""}
    assert {p.situation_familiale for p in personnes} <= {*situations_familiales(), ""}
    assert {p.nationalite for p in personnes} <= {*nationalites(), ""}
    assert ecoles <= set(niveaux_scolaires())


def test_les_personnes_sont_inventees(base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        contacts = session.execute(select(Personne.email, Personne.mobile, Personne.tel_domicile)).all()
    for email, mobile, fixe in contacts:
        assert not email or email.endswith(".example")
        assert not mobile or mobile.startswith("06 39 98 ")
        assert not fixe or fixe.startswith("01 99 00 ")


def test_les_foyers_separes_partagent_leurs_enfants(tmp_path: Path) -> None:
    base = _neuve(tmp_path)
    creer_demonstration(base, Depot(tmp_path / "d"), familles=150, date=DATE_DEMO)
    with base.lire() as session:
        parts = session.execute(
            select(func.sum(Lien.part), func.count(), func.sum(Lien.est_principal))
            .where(Lien.role == "enfant")
            .group_by(Lien.personne_id)
        )
        comptes = list(parts)
    base.fermer()
    assert {(part, principaux) for part, _, principaux in comptes} == {(100, 1)}
    assert {nombre for _, nombre, _ in comptes} == {1, 2}


def test_les_cours_se_trouvent_par_leur_discipline(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte()
    trouves = [t.suite for g in rechercher(ctx, "formation mus", 6).groupes for t in g.lignes if t.genre == "cours"]
    assert trouves
    assert all(code.startswith("FM") for code in trouves)
