"""The counter summary: what is to settle, lessons, pieces, last events, account; who sees what."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from imuse_desk.domain.erreurs import Introuvable, Refus
from imuse_desk.domain.reglages import CONDITION_AVIS
from imuse_desk.domain.reinscription import EtatDossier, EtatPiece
from imuse_desk.domain.roles import Role
from imuse_desk.models import (
    Condition,
    Cours,
    Creneau,
    Dossier,
    DossierEleve,
    LigneDossier,
    Message,
    Occupation,
    PieceExigee,
    PieceRecue,
    Quotient,
    Reglage,
    TypePiece,
)
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.brouillons import garder_brouillon
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.familles import (
    CreerFamille,
    ModifierFamille,
    archiver_famille,
    creer_famille,
    modifier_famille,
)
from imuse_desk.services.fiche_famille import PREMIER_ADULTE, SaisieFamille
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.lectures.resume import ResumeFamille, resume_famille
from tests.services.familles.conftest import INSTANT, inscrire, repondre
from tests.services.familles.test_eleves import creer, foyer, lina


@pytest.fixture
def famille(ctx: Contexte, maison: dict[str, int]) -> dict[str, int]:
    """Camille Valmont and Lina, who plays the horn and has begun to answer."""
    adulte = replace(
        PREMIER_ADULTE, nom="Valmont", prenom="Camille", mobile="06 39 98 12 34", email="c.valmont@example.org"
    )
    foyer_id = creer_famille(ctx, CreerFamille(SaisieFamille(adultes=(adulte,)))).resultat
    eleve_id = creer(ctx, lina(foyer_id, naissance="01/03/2012"))
    inscrire(ctx, maison, eleve_id)
    repondre(ctx, maison, foyer_id, eleve_id, "en_saisie")
    with ctx.lire() as session:
        reponse = session.query(DossierEleve).filter_by(eleve_id=eleve_id).one()
        return {"foyer": foyer_id, "eleve": eleve_id, "reponse": reponse.id, "dossier": reponse.dossier_id}


def noter(ctx: Contexte, *lignes: Any) -> None:
    def ecrire(unite: Unite) -> None:
        unite.session.add_all(lignes)
        unite.session.flush()

    ctx.ecrire("noter", ecrire)


def condition(famille: dict[str, int], genre: str, etat: str, detail: str) -> Condition:
    return Condition(dossier_eleve_id=famille["reponse"], genre=genre, etat=etat, detail=detail, a=INSTANT)


def attentes(resume: ResumeFamille) -> list[tuple[str, int, str, str]]:
    return [(a.code, a.n, a.nom, a.detail) for a in resume.a_regler]


def test_the_page_of_a_family(ctx: Contexte, famille: dict[str, int]) -> None:
    resume = resume_famille(ctx, famille["foyer"])
    assert (resume.libelle, resume.annee, resume.annee_reinscription) == ("Valmont", "2026-2027", "2027-2028")
    cours = resume.cours[0]
    assert (cours.prenom, cours.cours, cours.salle, [nom for _, nom in cours.enseignants]) == (
        "Lina", "Cor C1.1", "Ravel", ["D. Roussel"],
    )  # fmt: skip
    adulte = resume.adultes[0]
    assert (adulte.prenom, adulte.telephones, adulte.email) == (
        "Camille", (("mobile", "06 39 98 12 34"),), "c.valmont@example.org",
    )  # fmt: skip
    assert [(e.prenom, e.etat) for e in resume.enfants] == [("Lina", EtatDossier.EN_SAISIE)]
    assert resume.dossier_id == famille["dossier"]
    assert resume.compte is None, "nothing is known of money: no figure is made up"
    assert resume.a_regler == ()


def test_eight_statements_at_most(ctx: Contexte, famille: dict[str, int]) -> None:
    ordres: list[str] = []

    def compter(_c: Any, _k: Any, ordre: str, *_: Any) -> None:
        if ordre.lstrip().upper().startswith(("SELECT", "WITH")):
            ordres.append(ordre)

    with ctx.lire() as session:
        moteur = session.get_bind()
    event.listen(moteur, "before_cursor_execute", compter)
    try:
        resume_famille(ctx, famille["foyer"])
    finally:
        event.remove(moteur, "before_cursor_execute", compter)
    assert 0 < len(ordres) <= 8


def test_conditions_count_where_the_site_asks_them(
    ctx: Contexte, maison: dict[str, int], famille: dict[str, int]
) -> None:
    noter(
        ctx,
        condition(famille, "paiement", "non_remplie", "Reste 205,00\u00a0€ dû"),
        condition(famille, "avis", "non_remplie", "Avis réservé"),
        condition(famille, "absences", "remplie", "1 absence"),
    )
    resume = resume_famille(ctx, famille["foyer"])
    assert attentes(resume) == [
        ("paiement", 1, "Lina", "Reste 205,00\u00a0€ dû"),
        ("condition", 1, "Lina", "Avis réservé"),
    ]
    assert resume.compte is not None
    assert resume.compte.soldes == (("Lina", "Reste 205,00\u00a0€ dû"),)
    assert resume.compte.annonce_centimes is None
    noter(ctx, Reglage(site_id=maison["meudon"], annee_id=maison["cible"], cle=CONDITION_AVIS.cle, valeur=False))
    assert [a.code for a in resume_famille(ctx, famille["foyer"]).a_regler] == ["paiement"]


def test_what_a_household_owes_is_said_once(ctx: Contexte, maison: dict[str, int], famille: dict[str, int]) -> None:
    noe = creer(ctx, lina(famille["foyer"], prenom="Noé", naissance="02/09/2014"))
    noter(ctx, DossierEleve(dossier_id=famille["dossier"], campagne_id=maison["campagne"], eleve_id=noe))
    with ctx.lire() as session:
        reponse = session.query(DossierEleve).filter_by(eleve_id=noe).one().id
    for ident in (famille["reponse"], reponse):
        noter(ctx, condition({"reponse": ident}, "paiement", "non_remplie", "Reste 205,00\u00a0€ dû"))
    resume = resume_famille(ctx, famille["foyer"])
    assert [a for a in attentes(resume) if a[0] == "paiement"] == [
        ("paiement", 1, "Lina, Noé", "Reste 205,00\u00a0€ dû")
    ]
    assert resume.compte is not None
    assert resume.compte.soldes == (("Lina, Noé", "Reste 205,00\u00a0€ dû"),)


def test_a_payment_noted_as_done_is_said(ctx: Contexte, famille: dict[str, int]) -> None:
    noter(ctx, condition(famille, "paiement", "remplie", "Année réglée"))
    compte = resume_famille(ctx, famille["foyer"]).compte
    assert compte is not None
    assert (compte.est_regle, compte.soldes) == (True, ())


@pytest.mark.parametrize(("prises", "codes"), [(3, ["horaire"]), (4, [])])
def test_a_time_is_to_be_picked_while_there_is_room(
    ctx: Contexte, maison: dict[str, int], famille: dict[str, int], prises: int, codes: list[str]
) -> None:
    def ecrire(unite: Unite) -> None:
        s = unite.session
        source = s.get_one(Cours, maison["cours"])
        cours = Cours(
            annee_id=maison["cible"], site_id=maison["meudon"], cursus_id=source.cursus_id,
            discipline_id=source.discipline_id, code="FM", libelle="FM 1.3", mode="choisi",
        )  # fmt: skip
        s.add(cours)
        s.flush()
        creneau = Creneau(cours_id=cours.id, jour=3, debut=INSTANT.time(), duree_min=60)
        s.add(creneau)
        s.flush()
        s.add(Occupation(creneau_id=creneau.id, capacite=4, prises=prises))
        s.add(LigneDossier(dossier_eleve_id=famille["reponse"], cours_id=cours.id, est_demandee=True))

    ctx.ecrire("offrir", ecrire)
    resume = resume_famille(ctx, famille["foyer"])
    assert [a.code for a in resume.a_regler] == codes
    assert [(a.nom, a.detail) for a in resume.a_regler] == [("Lina", "FM 1.3")] * len(codes)


def test_pieces_come_with_their_states_and_the_refused_first(
    ctx: Contexte, maison: dict[str, int], famille: dict[str, int]
) -> None:
    site, cible = maison["meudon"], maison["cible"]
    types = [
        TypePiece(
            site_id=site, annee_id=cible, code=code, libelle=libelle, ordre=rang, exigence="obligatoire",
            effet="bloque", regle={}, natures=[], rattachement="foyer",
        )
        for rang, (code, libelle) in enumerate((("dom", "Justificatif de domicile"), ("avis", "Avis d’imposition")))
    ]  # fmt: skip
    noter(ctx, *types)
    recue = PieceRecue(
        annee_id=cible, site_id=site, type_id=types[1].id, foyer_id=famille["foyer"], nom_original="avis.pdf",
        nom_range="avis.pdf", sha256="0" * 64, octets=10, examen={}, depose_a=INSTANT - timedelta(hours=2),
        depose_par="Aline Martin", etat="refusee", decide_par="Lucie Petit", decide_a=INSTANT - timedelta(hours=1),
    )  # fmt: skip
    noter(ctx, recue)
    noter(
        ctx,
        PieceExigee(
            dossier_id=famille["dossier"], type_id=types[0].id, exigence="obligatoire", exige_pour="inscription"
        ),
        PieceExigee(
            dossier_id=famille["dossier"], type_id=types[1].id, exigence="obligatoire", exige_pour="tarif",
            eleve_id=famille["eleve"], piece_id=recue.id,
        ),
    )  # fmt: skip
    resume = resume_famille(ctx, famille["foyer"])
    assert [(p.libelle, p.pour, p.etat) for p in resume.pieces] == [
        ("Justificatif de domicile", "", EtatPiece.A_FOURNIR),
        ("Avis d’imposition", "Lina", EtatPiece.REFUSEE),
    ]
    assert attentes(resume) == [
        ("piece_refusee", 1, "Avis d’imposition", "Lina"),
        ("piece_a_fournir", 1, "Justificatif de domicile", ""),
    ]
    decisions = [(e.genre, e.nom, e.detail, e.par) for e in resume.echanges if e.genre in {"piece", "decision"}]
    assert decisions == [
        ("decision", "Avis d’imposition", "refusee", "Lucie Petit"),
        ("piece", "Avis d’imposition", "", "Aline Martin"),
    ]


def test_letters_that_wait_and_the_last_events_with_their_authors(
    ctx: Contexte, collegue: Contexte, maison: dict[str, int], famille: dict[str, int]
) -> None:
    plus_tard = replace(collegue, horloge=lambda: INSTANT + timedelta(hours=1))
    fiche = ouvrir_famille(plus_tard, famille["foyer"])
    adulte = replace(fiche.saisie.adultes[0], profession="Luthière", mobile="06 39 98 99 99")
    modifier_famille(
        plus_tard, ModifierFamille(famille["foyer"], fiche.version, replace(fiche.saisie, adultes=(adulte,)))
    )
    noter(
        ctx,
        Message(
            site_id=maison["meudon"], foyer_id=famille["foyer"], genre="accuse", destinataire="", sujet="Accusé",
            corps="", pieces_jointes=[], etat="echec", cree_a=INSTANT + timedelta(hours=2), cree_par="Aline Martin",
        ),
    )  # fmt: skip
    resume = resume_famille(ctx, famille["foyer"])
    assert attentes(resume) == [("courrier_echec", 1, "", "")]
    assert [(e.genre, e.nom, e.detail, e.par) for e in resume.echanges[:2]] == [
        ("message", "Accusé", "echec", "Aline Martin"),
        ("fiche", "", "", "Lucie Petit"),
    ]
    assert resume.echanges[1].a == INSTANT + timedelta(hours=1)


def test_an_answer_that_changes_is_an_event(ctx: Contexte, famille: dict[str, int]) -> None:
    def deposer(unite: Unite) -> None:
        unite.session.get_one(DossierEleve, famille["reponse"]).etat = "deposee"

    ctx.ecrire("valider", deposer)
    derniers = resume_famille(ctx, famille["foyer"]).echanges
    assert ("reponse", "Lina", "deposee", "Aline Martin") in [(e.genre, e.nom, e.detail, e.par) for e in derniers]


def test_the_price_told_at_the_deposit(ctx: Contexte, famille: dict[str, int]) -> None:
    def deposer(unite: Unite) -> None:
        dossier = unite.session.get_one(Dossier, famille["dossier"])
        dossier.prix = {
            "prix": {"total_centimes": 149200, "est_provisoire": True},
            "accuse": {"deposee_a": INSTANT.isoformat()},
        }

    ctx.ecrire("valider", deposer)
    compte = resume_famille(ctx, famille["foyer"]).compte
    assert compte is not None
    assert (compte.annonce_centimes, compte.est_provisoire, compte.annonce_a) == (149200, True, INSTANT)


def test_who_may_not_read_incomes_sees_no_quotient(
    ctx: Contexte, maison: dict[str, int], famille: dict[str, int]
) -> None:
    noter(
        ctx,
        Quotient(
            foyer_id=famille["foyer"], annee_id=maison["cible"], genre="caf", centimes=214530,
            date_document_le=date(2027, 4, 1), auteur="Aline Martin", a=INSTANT,
        ),
    )  # fmt: skip
    vu = resume_famille(ctx, famille["foyer"])
    assert vu.quotient is not None
    assert (vu.quotient.centimes, vu.quotient.date_document_le) == (214530, date(2027, 4, 1))
    assert "quotient" in [e.genre for e in vu.echanges]
    administration = replace(ctx, roles={maison["meudon"]: frozenset({Role.ADMINISTRATION})})
    cache = resume_famille(administration, famille["foyer"])
    assert cache.quotient is None
    assert "quotient" not in [e.genre for e in cache.echanges]
    with pytest.raises(Refus):
        resume_famille(replace(ctx, roles={maison["meudon"]: frozenset({Role.ENSEIGNANT})}), famille["foyer"])


def test_a_draft_is_to_be_finished_by_its_author_alone(
    ctx: Contexte, collegue: Contexte, famille: dict[str, int]
) -> None:
    garder_brouillon(ctx, "famille", str(famille["foyer"]), {"saisie": {}})
    assert [a.code for a in resume_famille(ctx, famille["foyer"]).a_regler] == ["brouillon"]
    assert resume_famille(collegue, famille["foyer"]).a_regler == ()


def test_a_child_who_comes_of_age_this_year(ctx: Contexte, maison: dict[str, int]) -> None:
    foyer_id = foyer(ctx, nom="Aubry")
    ident = creer(ctx, lina(foyer_id, naissance="01/03/2009"))
    repondre(ctx, maison, foyer_id, ident, "sans_reponse")
    assert attentes(resume_famille(ctx, foyer_id)) == [
        ("sans_reponse", 1, "Lina", ""),
        ("majorite", 1, "Lina", "2027-03-01"),
    ]


def test_an_archived_household_and_another_site_are_read_only(
    ctx: Contexte, sevres: Contexte, famille: dict[str, int]
) -> None:
    assert resume_famille(ctx, famille["foyer"]).est_modifiable
    assert not resume_famille(sevres, famille["foyer"]).est_modifiable
    vide = foyer(ctx, nom="Aubry")
    archiver_famille(ctx, vide)
    resume = resume_famille(ctx, vide)
    assert isinstance(resume.archive_a, datetime)
    assert not resume.est_modifiable


def test_a_household_without_pupils_and_one_that_does_not_exist(ctx: Contexte) -> None:
    resume = resume_famille(ctx, foyer(ctx, nom="Aubry"))
    assert (resume.enfants, resume.cours, resume.pieces, resume.dossier_id) == ((), (), (), None)
    with pytest.raises(Introuvable):
        resume_famille(ctx, 99_999)
