"""Sign-in, throttling, lost passwords and the accounts of the staff, on both databases."""

import threading
from dataclasses import replace
from pathlib import Path

import argon2
import pytest
from sqlalchemy import select, text

from imuse_desk.domain.comptes import attente_apres, lire_identifiant, phrase_secrete, verifier_mot_de_passe
from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Invalide, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.empreintes import convient, hacher
from imuse_desk.models import Audit, CodeAcces, Compte, Operation, Site
from imuse_desk.models.passerelle import Base
from imuse_desk.services.comptes import (
    ActionCompte,
    CreationCompte,
    ModificationCompte,
    NouveauMotDePasse,
    archiver_compte,
    creer_compte,
    emettre_code,
    imposer_mot_de_passe,
    modifier_compte,
    rouvrir_compte,
)
from imuse_desk.services.connexion import connecter
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.comptes import FicheCompte, accueil_connexion, lister_comptes, mon_compte
from imuse_desk.services.mot_de_passe import (
    ChangementMotDePasse,
    CodeAEnvoyer,
    changer_mot_de_passe,
    choisir_mot_de_passe,
    demander_code,
)
from tests.bases import AUTEUR
from tests.services.maison import MOT_DE_PASSE, Horloge, ouvrir_maison

AUTRE = "cerise-glacier-canal"


@pytest.fixture
def horloge() -> Horloge:
    return Horloge()


@pytest.fixture
def ctx(base: Base, tmp_path: Path, horloge: Horloge) -> Contexte:
    return ouvrir_maison(base, tmp_path, horloge)


def _entrer(ctx: Contexte, mot_de_passe: str, identifiant: str = "a.martin", site_id: int | None = None) -> Contexte:
    return connecter(ctx.base, ctx.depot, site_id or ctx.site_id, identifiant, mot_de_passe, "poste-2", ctx.horloge)


def _creer(ctx: Contexte, identifiant: str = "b.petit", roles: frozenset[tuple[int, Role]] | None = None) -> int:
    return creer_compte(
        ctx,
        CreationCompte(
            identifiant,
            "Bruno Petit",
            "bruno.petit@example.org",
            AUTRE,
            roles or frozenset({(ctx.site_id, Role.SECRETARIAT)}),
        ),
    ).resultat


def _fiche(ctx: Contexte, ident: int) -> FicheCompte:
    return next(c for c in lister_comptes(ctx, avec_archives=True) if c.id == ident)


def _autre_site(ctx: Contexte) -> int:
    with ctx.lire() as session:
        return session.execute(select(Site.id).where(Site.id != ctx.site_id)).scalar_one()


# ---- signing in


def test_signing_in_gives_roles_site_and_year(ctx: Contexte) -> None:
    entre = _entrer(ctx, MOT_DE_PASSE, "  A.Martin ")
    assert (entre.agent, entre.poste, entre.site_id) == ("Aline Martin", "poste-2", ctx.site_id)
    assert entre.roles[ctx.site_id] == {Role.ADMINISTRATION, Role.DIRECTION, Role.SECRETARIAT}
    with ctx.lire() as session:
        libelle = session.execute(text("SELECT libelle FROM annee WHERE id = :i"), {"i": entre.annee_id}).scalar()
    assert libelle == "2026-2027"
    assert accueil_connexion(ctx.base).etablissement == "Réseau des Trois Rives"
    assert _fiche(ctx, entre.compte_id or 0).derniere_connexion_a == ctx.maintenant()


@pytest.mark.parametrize("identifiant", ["a.martin", "inconnu"])
def test_wrong_passwords_are_slowed_down_the_same_for_unknown_names(
    ctx: Contexte, horloge: Horloge, identifiant: str
) -> None:
    reponses = []
    for _ in range(6):
        with pytest.raises(Invalide) as erreur:
            _entrer(ctx, "faux", identifiant)
        reponses.append((erreur.value.code, erreur.value.params.get("restants"), erreur.value.params.get("secondes")))
    inconnus = [("mot_de_passe_inconnu", n, None) for n in (4, 3, 2, 1)]
    assert reponses == [*inconnus, ("compte_bloque", None, 30), ("compte_bloque", None, 30)]
    horloge.avancer(seconds=31)
    with pytest.raises(Invalide) as erreur:
        _entrer(ctx, "faux", identifiant)
    assert erreur.value.params["secondes"] == 60
    with pytest.raises(Invalide, match="compte_bloque"):
        _entrer(ctx, MOT_DE_PASSE, identifiant)


def test_the_right_password_after_the_wait_starts_the_count_again(ctx: Contexte, horloge: Horloge) -> None:
    for _ in range(5):
        with pytest.raises(Invalide):
            _entrer(ctx, "faux")
    horloge.avancer(seconds=30)
    _entrer(ctx, MOT_DE_PASSE)
    with pytest.raises(Invalide) as erreur:
        _entrer(ctx, "faux")
    assert erreur.value.params["restants"] == 4


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    attentes = [attente_apres(n) for n in range(4, 13)]
    secondes = [a.total_seconds() if a else None for a in attentes]
    assert secondes == [None, 30, 60, 120, 240, 480, 900, 900, 900]
    assert attente_apres(10_000) == attente_apres(12)


def test_tries_sent_at_once_are_each_counted(ctx: Contexte) -> None:
    codes: list[str] = []

    def essayer() -> None:
        try:
            _entrer(ctx, "faux")
        except Invalide as erreur:
            codes.append(erreur.code)

    fils = [threading.Thread(target=essayer) for _ in range(10)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert codes.count("mot_de_passe_inconnu") == 4
    assert codes.count("compte_bloque") == 6


def test_no_role_on_the_site_is_only_said_with_the_right_password(ctx: Contexte) -> None:
    _creer(ctx)
    autre = _autre_site(ctx)
    with pytest.raises(Invalide, match="mot_de_passe_inconnu"):
        _entrer(ctx, "faux", "b.petit", autre)
    with pytest.raises(Invalide, match="compte_sans_role_sur_site") as erreur:
        _entrer(ctx, AUTRE, "b.petit", autre)
    assert erreur.value.champ == "site"


def test_an_old_hash_is_made_again_at_sign_in(ctx: Contexte) -> None:
    vieux = argon2.PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(MOT_DE_PASSE)

    def vieillir(unite: object) -> None:
        unite.session.get_one(Compte, ctx.compte_id).mot_de_passe = vieux  # type: ignore[attr-defined]  # a Unite

    ctx.base.ecrire(AUTEUR, "vieillir", vieillir)
    _entrer(ctx, MOT_DE_PASSE)
    with ctx.lire() as session:
        neuf = session.execute(select(Compte.mot_de_passe).where(Compte.id == ctx.compte_id)).scalar_one()
    assert neuf != vieux
    assert convient(neuf, MOT_DE_PASSE)


def test_accents_are_the_same_from_every_keyboard() -> None:
    assert convient(hacher("e\u0301toile-filante"), "\u00e9toile-filante")
    assert not convient(hacher("étoile-filante"), "etoile-filante")
    assert not convient("not a hash", "x")


# ---- one's own password


def test_changing_ones_password(ctx: Contexte) -> None:
    changer_mot_de_passe(ctx, ChangementMotDePasse(MOT_DE_PASSE, AUTRE))
    with pytest.raises(Invalide, match="mot_de_passe_inconnu"):
        _entrer(ctx, MOT_DE_PASSE)
    _entrer(ctx, AUTRE)


@pytest.mark.parametrize(
    ("actuel", "nouveau", "champ", "code"),
    [
        ("faux", AUTRE, "actuel", "mot_de_passe_actuel_faux"),
        (MOT_DE_PASSE, "neuf caract"[:9], "nouveau", "mot_de_passe_court"),
        (MOT_DE_PASSE, MOT_DE_PASSE, "nouveau", "mot_de_passe_inchange"),
        (MOT_DE_PASSE, "Aline-Martin-2026", "nouveau", "mot_de_passe_evident"),
    ],
)
def test_a_change_that_is_refused_changes_nothing(
    base_sqlite: Base, tmp_path: Path, horloge: Horloge, actuel: str, nouveau: str, champ: str, code: str
) -> None:
    ctx = ouvrir_maison(base_sqlite, tmp_path, horloge)
    with pytest.raises(Invalide, match=code) as erreur:
        changer_mot_de_passe(ctx, ChangementMotDePasse(actuel, nouveau))
    assert erreur.value.champ == champ
    _entrer(ctx, MOT_DE_PASSE)


@pytest.mark.parametrize(
    "facile", ["aaaaaaaaaaaa", "abababababab", "1234567890", "0987654321", "motdepasse2026", "Azertyuiop1"]
)
def test_passwords_that_anybody_tries_first(facile: str) -> None:
    with pytest.raises(Invalide, match="mot_de_passe_evident"):
        verifier_mot_de_passe(facile, 10)


def test_pass_phrases_are_accepted_and_differ() -> None:
    phrases = {phrase_secrete() for _ in range(50)}
    assert len(phrases) == 50
    for phrase in phrases:
        verifier_mot_de_passe(phrase, 10)
    with pytest.raises(Invalide, match="texte_trop_long"):
        verifier_mot_de_passe("x1y2z3" * 1000, 10)


# ---- lost password


def _demander(ctx: Contexte, identifiant: str, email: str) -> list[CodeAEnvoyer]:
    envoyes: list[CodeAEnvoyer] = []
    demander_code(ctx.base, identifiant, email, "poste-2", envoyes.append, ctx.horloge)
    return envoyes


def test_a_code_by_mail_gives_a_new_password_once(ctx: Contexte) -> None:
    (code,) = _demander(ctx, "A.MARTIN", "Aline.Martin@EXAMPLE.org ")
    assert code.destinataire == "aline.martin@example.org"
    with ctx.lire() as session:
        assert code.code.replace("-", "") not in str(session.execute(select(CodeAcces.code_hache)).all())
        assert code.code not in str(session.execute(select(Operation.resultat)).all())
    choisir_mot_de_passe(ctx.base, "a.martin", f" {code.code.lower()} ", AUTRE, "poste-2", ctx.horloge)
    _entrer(ctx, AUTRE)
    with pytest.raises(Invalide, match="code_inconnu"):
        choisir_mot_de_passe(ctx.base, "a.martin", code.code, "troisieme-phrase", "poste-2", ctx.horloge)
    _entrer(ctx, AUTRE)


@pytest.mark.parametrize(
    ("identifiant", "email"), [("inconnu", "aline.martin@example.org"), ("a.martin", "x@example.org"), ("a.martin", "")]
)
def test_nothing_is_sent_nor_said_for_a_wrong_pair(
    base_sqlite: Base, tmp_path: Path, horloge: Horloge, identifiant: str, email: str
) -> None:
    ctx = ouvrir_maison(base_sqlite, tmp_path, horloge)
    assert _demander(ctx, identifiant, email) == []
    with pytest.raises(Invalide, match="code_inconnu"):
        choisir_mot_de_passe(ctx.base, identifiant, "AAAA-AAAA", AUTRE, "poste-2", horloge)


def test_codes_expire_run_out_and_are_few(ctx: Contexte, horloge: Horloge) -> None:
    (premier,) = _demander(ctx, "a.martin", "aline.martin@example.org")
    (second,) = _demander(ctx, "a.martin", "aline.martin@example.org")
    _demander(ctx, "a.martin", "aline.martin@example.org")
    assert _demander(ctx, "a.martin", "aline.martin@example.org") == []  # three an hour
    with pytest.raises(Invalide, match="code_inconnu"):  # replaced by the next ones
        choisir_mot_de_passe(ctx.base, "a.martin", second.code, AUTRE, "poste-2", horloge)
    horloge.avancer(hours=2)
    (code,) = _demander(ctx, "a.martin", "aline.martin@example.org")
    for _ in range(5):
        with pytest.raises(Invalide, match="code_inconnu"):
            choisir_mot_de_passe(ctx.base, "a.martin", premier.code, AUTRE, "poste-2", horloge)
    with pytest.raises(Invalide, match="code_inconnu"):  # the right one, after five wrong tries
        choisir_mot_de_passe(ctx.base, "a.martin", code.code, AUTRE, "poste-2", horloge)
    horloge.avancer(hours=2)
    (dernier,) = _demander(ctx, "a.martin", "aline.martin@example.org")
    horloge.avancer(hours=24, seconds=1)
    with pytest.raises(Invalide, match="code_inconnu"):
        choisir_mot_de_passe(ctx.base, "a.martin", dernier.code, AUTRE, "poste-2", horloge)


def test_an_administrators_code_unblocks(ctx: Contexte) -> None:
    ident = _creer(ctx)
    for _ in range(5):
        with pytest.raises(Invalide):
            _entrer(ctx, "faux", "b.petit")
    code = emettre_code(ctx, ident)
    choisir_mot_de_passe(ctx.base, "b.petit", code, "harpe-girafe-etang", "poste-2", ctx.horloge)
    assert not mon_compte(_entrer(ctx, "harpe-girafe-etang", "b.petit")).doit_changer


# ---- the accounts window


def test_an_account_lives_its_life(ctx: Contexte) -> None:
    ident = _creer(ctx)
    assert mon_compte(_entrer(ctx, AUTRE, "b.petit")).doit_changer
    fiche = _fiche(ctx, ident)
    roles = frozenset({(ctx.site_id, Role.REGISSEUR), (_autre_site(ctx), Role.SECRETARIAT)})
    modifier_compte(
        ctx, ModificationCompte(ident, fiche.version, "b.grand", "Bruno Grand", "b.grand@example.org", roles)
    )
    fiche = _fiche(ctx, ident)
    assert (fiche.identifiant, fiche.nom, fiche.roles) == ("b.grand", "Bruno Grand", roles)
    imposer_mot_de_passe(ctx, NouveauMotDePasse(ident, "lagune-orgue-1850"))
    archiver_compte(ctx, ActionCompte(ident, _fiche(ctx, ident).version))
    with pytest.raises(Invalide, match="mot_de_passe_inconnu"):
        _entrer(ctx, "lagune-orgue-1850", "b.grand")
    assert ident not in {c.id for c in lister_comptes(ctx)}
    with pytest.raises(RegleMetier, match="compte_archive"):
        emettre_code(ctx, ident)
    rouvrir_compte(ctx, ActionCompte(ident, _fiche(ctx, ident).version))
    _entrer(ctx, "lagune-orgue-1850", "b.grand")
    with ctx.lire() as session:
        secrets = session.execute(select(Audit.avant, Audit.apres).where(Audit.champ == "mot_de_passe")).all()
    assert set(secrets) == {("modifié", "modifié")}


def test_the_last_administrator_stays(ctx: Contexte) -> None:
    autre = _autre_site(ctx)
    moi = _fiche(ctx, ctx.compte_id or 0)
    sans = frozenset(p for p in moi.roles if p != (autre, Role.ADMINISTRATION))
    commande = ModificationCompte(moi.id, moi.version, moi.identifiant, moi.nom, moi.email, sans)
    with pytest.raises(RegleMetier, match="dernier_administrateur") as erreur:
        modifier_compte(ctx, commande)
    assert erreur.value.params["site"] == "Sèvres"
    with pytest.raises(RegleMetier, match="compte_a_soi"):
        archiver_compte(ctx, ActionCompte(moi.id, moi.version))
    second = _creer(ctx, "c.durand", frozenset({(autre, Role.ADMINISTRATION), (ctx.site_id, Role.ADMINISTRATION)}))
    modifier_compte(ctx, commande)
    ctx_second = _entrer(ctx, AUTRE, "c.durand", autre)
    tout = frozenset({(autre, Role.ADMINISTRATION)})
    fiche = _fiche(ctx, second)
    modifier_compte(ctx, ModificationCompte(second, fiche.version, fiche.identifiant, fiche.nom, fiche.email, tout))
    ctx_second = _entrer(ctx, AUTRE, "c.durand", autre)
    with pytest.raises(RegleMetier, match="autre_site"):
        archiver_compte(ctx_second, ActionCompte(moi.id, _fiche(ctx, moi.id).version))


def test_two_administrators_cannot_remove_each_other(ctx: Contexte) -> None:
    """Whatever the order of the two clicks, each site keeps one administrator."""
    partout = frozenset({(s, Role.ADMINISTRATION) for s in (ctx.site_id, _autre_site(ctx))})
    second = _creer(ctx, "c.durand", partout)
    contextes = {ctx.compte_id or 0: ctx, second: _entrer(ctx, AUTRE, "c.durand")}
    versions = {ident: _fiche(ctx, ident).version for ident in contextes}
    barriere, refus = threading.Barrier(2), []

    def retirer(acteur: int, cible: int) -> None:
        barriere.wait()
        try:
            archiver_compte(contextes[acteur], ActionCompte(cible, versions[cible]))
        except RegleMetier as erreur:
            refus.append(erreur.code)

    fils = [
        threading.Thread(target=retirer, args=paire) for paire in ((ctx.compte_id, second), (second, ctx.compte_id))
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert refus == ["dernier_administrateur"]


def test_an_administrator_of_one_site_has_no_hold_on_another(ctx: Contexte) -> None:
    autre = _autre_site(ctx)
    _creer(ctx, "c.durand", frozenset({(ctx.site_id, Role.ADMINISTRATION)}))
    local = _entrer(ctx, AUTRE, "c.durand")
    with pytest.raises(RegleMetier, match="autre_site"):
        _creer(local, "d.blanc", frozenset({(autre, Role.ADMINISTRATION)}))
    moi = _fiche(ctx, ctx.compte_id or 0)
    with pytest.raises(RegleMetier, match="autre_site"):
        imposer_mot_de_passe(local, NouveauMotDePasse(moi.id, "lagune-orgue-1850"))
    with pytest.raises(RegleMetier, match="autre_site"):
        emettre_code(local, moi.id)
    vol = ModificationCompte(moi.id, moi.version, moi.identifiant, moi.nom, "pirate@example.org", moi.roles)
    with pytest.raises(RegleMetier, match="autre_site"):
        modifier_compte(local, vol)


def test_refusals_of_the_card(ctx: Contexte) -> None:
    ident = _creer(ctx)
    with pytest.raises(Invalide, match="identifiant_pris"):
        _creer(ctx)
    with pytest.raises(FormulaireInvalide) as erreur:
        creer_compte(ctx, CreationCompte("x", "", "a@", "court", frozenset()))
    assert [e.champ for e in erreur.value.erreurs] == ["identifiant", "nom", "email", "mot_de_passe", "roles"]
    fiche = _fiche(ctx, ident)
    perimee = ModificationCompte(ident, fiche.version - 1, fiche.identifiant, "Autre Nom", fiche.email, fiche.roles)
    with pytest.raises(Conflit) as conflit:
        modifier_compte(ctx, perimee)
    assert conflit.value.champs == {"nom": ("Autre Nom", "Bruno Petit")}
    secretaire = _entrer(ctx, AUTRE, "b.petit")
    with pytest.raises(Refus):
        _creer(secretaire, "e.noir")
    with pytest.raises(Refus):
        lister_comptes(replace(secretaire))


@pytest.mark.parametrize("refuse", ["ab", "x" * 61, "a b", "-abc", "abc.", "é.dupont", "a@b.fr"])
def test_names_to_sign_in_with(refuse: str) -> None:
    assert lire_identifiant(" J.Dupont-2 ") == "j.dupont-2"
    with pytest.raises(Invalide):
        lire_identifiant(refuse)
