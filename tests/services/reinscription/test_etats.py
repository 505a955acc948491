"""State × action: every pair is either done or refused, and the table of the domain says which."""

import uuid
from collections.abc import Callable

import pytest

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import ACTIONS, Action, EtatDossier
from imuse_desk.models import DossierEleve
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reinscription import reponses
from imuse_desk.services.reinscription.administration import ValiderAdministrativement, valider_administrativement
from imuse_desk.services.reinscription.saisie import LigneSaisie, SaisirReponse, saisir
from imuse_desk.services.reinscription.valider import ChangerCreneau, changer_creneau, valider
from tests.fabriques import AGENT, Maison
from tests.services.reinscription.outils import cocher, commande_valider, enfant, ouvrir

Geste = Callable[[Contexte, Maison, int, int], object]


def _valider(ctx: Contexte, maison: Maison, _ident: int, _version: int) -> object:
    return valider(ctx, commande_valider(maison, "Lina"))


GESTES: dict[Action, Geste] = {
    Action.SAISIR: lambda ctx, m, i, v: saisir(
        ctx, SaisirReponse(i, v, (LigneSaisie(m.ids["cible:COR"], est_demandee=True),))
    ),
    Action.VALIDER: _valider,
    Action.NE_PAS_REINSCRIRE: lambda ctx, _m, i, v: reponses.ne_pas_reinscrire(
        ctx, reponses.Repondre(i, v, "déménagement")
    ),
    Action.METTRE_EN_CONGE: lambda ctx, _m, i, v: reponses.mettre_en_conge(ctx, reponses.Repondre(i, v, "échange")),
    Action.VALIDER_ADMINISTRATIVEMENT: lambda ctx, _m, i, v: valider_administrativement(
        ctx, ValiderAdministrativement(i, v)
    ),
    Action.REFUSER: lambda ctx, _m, i, v: reponses.refuser(ctx, reponses.Repondre(i, v, "avis défavorable")),
    Action.ROUVRIR: lambda ctx, _m, i, v: reponses.rouvrir(ctx, reponses.Repondre(i, v, "erreur de saisie")),
    Action.CHANGER_CRENEAU: lambda ctx, m, i, v: changer_creneau(
        ctx, ChangerCreneau(i, v, m.ids["cible:FM1.2"], m.ids["fm_jeu"])
    ),
}


def test_every_action_has_a_gesture() -> None:
    assert set(GESTES) == set(Action)


@pytest.mark.parametrize("action", list(Action))
def test_state_times_action(maison: Maison, base: Base, action: Action) -> None:
    maison.regler("conditions_bloquantes", [])
    cocher(maison, "Lina")
    for etat in EtatDossier:
        dossier_eleve_id = enfant(ouvrir(maison), "Lina").dossier_eleve_id or 0

        def forcer(unite, etat=etat, ident=dossier_eleve_id) -> int:
            reponse = unite.session.get_one(DossierEleve, ident)
            reponse.etat, reponse.motif = etat.value, uuid.uuid4().hex
            unite.session.flush()
            return int(reponse.version)

        version = base.ecrire(AGENT, "forcer", forcer).resultat
        fait = _tenter(action, maison, dossier_eleve_id, version) != "action_impossible"
        assert fait == (action in ACTIONS[etat]), (etat, action)
        _remettre(maison, base, dossier_eleve_id)


def _tenter(action: Action, maison: Maison, ident: int, version: int) -> str:
    """The code of the refusal; ``piece_bloquante`` means that the state allowed the action."""
    try:
        GESTES[action](maison.ctx(), maison, ident, version)
    except RegleMetier as refus:
        if refus.code not in {"piece_bloquante", "action_impossible"}:
            raise
        return refus.code
    return ""


def _remettre(maison: Maison, base: Base, ident: int) -> None:
    """Back to a draft with its time picked, nothing held."""

    def faire(unite) -> None:
        reponse = unite.session.get_one(DossierEleve, ident)
        reponses.liberer_places(unite, reponse)
        reponse.etat = EtatDossier.EN_SAISIE

    base.ecrire(AGENT, "remettre", faire)
    cocher(maison, "Lina")
