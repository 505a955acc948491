"""Role × use case: what each hat is refused, whatever the screen shows; and another site's dossier is read-only."""

from collections.abc import Callable
from datetime import date

import pytest

from imuse_desk.domain.erreurs import ErreurMetier, Refus, RegleMetier
from imuse_desk.domain.reinscription import EtatCondition, GenreCondition
from imuse_desk.domain.roles import QUI_PEUT, Permission, Role
from imuse_desk.models import Site
from imuse_desk.models.passerelle import Base
from imuse_desk.services import quotients
from imuse_desk.services.annulation import annuler
from imuse_desk.services.campagne import dates
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures import campagne as lectures_campagne
from imuse_desk.services.lectures.reinscription import lire_dossier
from imuse_desk.services.reinscription import accuse, conditions, pieces, reponses, saisie, valider
from imuse_desk.services.reinscription.administration import ValiderAdministrativement, valider_administrativement
from tests.fabriques import Maison
from tests.services.reinscription.outils import cocher, commande_valider, enfant, ouvrir

P = Permission
DATES = dates.DatesCampagne(date(2026, 5, 1), date(2026, 6, 15), date(2026, 6, 19), 2024)
Appel = Callable[[Contexte, Maison], object]
_R = reponses.Repondre(1, 1, "motif")
APPELS: dict[str, tuple[tuple[Permission, ...], Appel]] = {
    "lire_dossier": ((P.CONSULTER,), lambda c, m: lire_dossier(c, foyer_id=m.ids["Valmont"])),
    "campagne_ouverte": ((P.CONSULTER,), lambda c, _m: lectures_campagne.campagne_ouverte(c)),
    "compter_etats": ((P.CONSULTER,), lambda c, m: lectures_campagne.compter_etats(c, m.ids["campagne"])),
    "lister_foyers": ((P.CONSULTER,), lambda c, m: lectures_campagne.lister_foyers(c, m.ids["campagne"])),
    "saisir": ((P.MODIFIER_FAMILLE,), lambda c, _m: saisie.saisir(c, saisie.SaisirReponse(1, 1, ()))),
    "ajouter_cours": ((P.MODIFIER_FAMILLE,), lambda c, _m: saisie.ajouter_cours(c, saisie.CoursEnPlus(1, 1, 1))),
    "retirer_cours": ((P.MODIFIER_FAMILLE,), lambda c, _m: saisie.retirer_cours(c, saisie.CoursEnPlus(1, 1, 1))),
    "cours_ajoutables": ((P.CONSULTER,), lambda c, _m: saisie.lire_cours_ajoutables(c, 1)),
    "valider": ((P.MODIFIER_FAMILLE,), lambda c, m: valider.valider(c, commande_valider(m, "Lina"))),
    "changer_creneau": (
        (P.MODIFIER_FAMILLE,),
        lambda c, _m: valider.changer_creneau(c, valider.ChangerCreneau(1, 1, 1, 1)),
    ),
    "ne_pas_reinscrire": ((P.MODIFIER_FAMILLE,), lambda c, _m: reponses.ne_pas_reinscrire(c, _R)),
    "conge": ((P.MODIFIER_FAMILLE,), lambda c, _m: reponses.mettre_en_conge(c, _R)),
    "rouvrir": ((P.MODIFIER_FAMILLE,), lambda c, _m: reponses.rouvrir(c, _R)),
    "decliner": (
        (P.MODIFIER_FAMILLE,),
        lambda c, _m: reponses.decliner_revenus(c, reponses.DeclinerRevenus(1, 1, "x")),
    ),
    "refuser": ((P.DECIDER_PIECE,), lambda c, _m: reponses.refuser(c, _R)),
    "valider_administrativement": (
        (P.DECIDER_PIECE,),
        lambda c, _m: valider_administrativement(c, ValiderAdministrativement(1, 1)),
    ),
    "condition": (
        (P.MODIFIER_FAMILLE,),
        lambda c, _m: conditions.noter_condition(
            c, conditions.NoterCondition(1, 1, GenreCondition.AVIS, EtatCondition.REMPLIE)
        ),
    ),
    "importer": (
        (P.MODIFIER_FAMILLE,),
        lambda c, m: pieces.importer(c, pieces.ImporterPieces(1, m.ids["type:domicile"], ())),
    ),
    "supprimer": ((P.MODIFIER_FAMILLE,), lambda c, _m: pieces.supprimer(c, pieces.DeciderPiece(1, 1))),
    "accepter": ((P.DECIDER_PIECE,), lambda c, _m: pieces.accepter(c, pieces.DeciderPiece(1, 1))),
    "refuser_piece": ((P.DECIDER_PIECE,), lambda c, _m: pieces.refuser(c, pieces.DeciderPiece(1, 1, "x"))),
    "quotient": (
        (P.LIRE_REVENUS, P.MODIFIER_FAMILLE),
        lambda c, m: quotients.enregistrer_quotient(
            c, quotients.EnregistrerQuotient(m.ids["Valmont"], m.ids["cible"], 1)
        ),
    ),
    "calculer": (
        (P.LIRE_REVENUS, P.MODIFIER_FAMILLE),
        lambda c, m: quotients.calculer_et_enregistrer(
            c, quotients.CalculerQuotient(m.ids["Valmont"], m.ids["cible"], 1, "1")
        ),
    ),
    "accuse": ((P.CONSULTER,), lambda c, _m: accuse.produire(c, 1)),
    "ouvrir_campagne": (
        (P.MODIFIER_TARIF,),
        lambda c, m: dates.enregistrer_campagne(c, dates.EnregistrerCampagne(DATES, m.ids["cible"])),
    ),
}  # fmt: skip


def test_each_role_is_refused_what_is_not_its_own(maison: Maison) -> None:
    cocher(maison, "Lina")
    for role in Role:
        for nom, (droits, appel) in APPELS.items():
            permis = all(role in QUI_PEUT[droit] for droit in droits)
            try:
                appel(maison.ctx(role), maison)
                refuse = False
            except Refus:
                refuse = True
            except ErreurMetier:
                refuse = False
            assert refuse != permis, (role, nom)


def test_another_sites_dossier_is_read_only(maison: Maison, base: Base) -> None:
    vu = enfant(ouvrir(maison), "Lina")
    ailleurs = maison.ajouter(Site(code="AUT", nom="Autre site"))
    ctx = maison.ctx(Role.SECRETARIAT, site_id=ailleurs)
    ouvert = lire_dossier(ctx, foyer_id=maison.ids["Valmont"])
    assert not ouvert.peut_saisir
    assert all(not e.actions for e in ouvert.enfants)
    with pytest.raises(RegleMetier, match="autre_site"):
        saisie.saisir(ctx, saisie.SaisirReponse(vu.dossier_eleve_id or 0, vu.version, ()))


def test_a_quotient_is_taken_back_from_its_own_site_alone(maison: Maison) -> None:
    foyer, annee = maison.ids["Valmont"], maison.ids["cible"]
    fait = quotients.enregistrer_quotient(maison.ctx(), quotients.EnregistrerQuotient(foyer, annee, 88066))
    ailleurs = maison.ajouter(Site(code="AUT", nom="Autre site"))
    assert fait.operation_id is not None
    with pytest.raises(RegleMetier, match="autre_site"):
        annuler(maison.ctx(Role.SECRETARIAT, site_id=ailleurs), fait.operation_id)
    annuler(maison.ctx(Role.SECRETARIAT), fait.operation_id)


def test_a_campaign_opens_once_and_counts_every_pupil(base_sqlite: Base, tmp_path) -> None:
    from tests.fabriques import famille_valmont

    maison = famille_valmont(Maison(base_sqlite, tmp_path).batir().offre(), 3)
    commande = dates.EnregistrerCampagne(DATES, maison.ids["cible"])
    fait = dates.enregistrer_campagne(maison.ctx(), commande).resultat
    assert fait["eleves"] == 3
    with pytest.raises(RegleMetier, match="campagne_existe"):
        dates.enregistrer_campagne(maison.ctx(), commande)
    comptes = lectures_campagne.compter_etats(maison.ctx(), fait["campagne_id"])
    assert {e.value: n for e, n in comptes.items() if n} == {"sans_reponse": 3}
    assert lectures_campagne.lister_foyers(maison.ctx(), fait["campagne_id"]) == (maison.ids["Valmont"],)
    vue = lectures_campagne.campagne_ouverte(maison.ctx())
    assert vue is not None
    assert vue.est_ouverte
    assert (vue.annee_source, vue.annee_cible) == ("2025-2026", "2026-2027")
