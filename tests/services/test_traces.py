"""Traces are kept for a time, then forgotten; those of the last days cannot be deleted at all."""

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.reglages import PURGE_OPERATIONS_JOURS
from imuse_desk.models import EssaiConnexion, Operation, Reglage
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.connexion import cle_essais, connecter
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lancement import ouvrir_base
from imuse_desk.services.traces import OPERATION_VIGUEUR, purger_traces
from tests.bases import AUTEUR
from tests.services.maison import Horloge, alleger_hachage, ouvrir_maison


@pytest.fixture
def horloge() -> Horloge:
    """Today: the base's own clock guards the latest traces."""
    return Horloge(datetime.now(UTC))


@pytest.fixture
def ctx(base: Base, tmp_path: Path, horloge: Horloge, monkeypatch: pytest.MonkeyPatch) -> Contexte:
    alleger_hachage(monkeypatch)
    return ouvrir_maison(base, tmp_path, horloge)


def _se_tromper(ctx: Contexte, nom: str) -> None:
    with pytest.raises(Invalide):
        connecter(ctx.base, ctx.depot, ctx.site_id, nom, "faux", "poste", ctx.horloge)


def _noter(base: Base, horloge: Horloge, jours: int, nom: str = "saisir") -> uuid.UUID:
    """A click of some days ago."""
    ident = uuid.uuid4()
    base.ecrire(AUTEUR, nom, lambda _: 1, operation_id=ident, maintenant=lambda: horloge() - timedelta(days=jours))
    return ident


def _presents(base: Base) -> tuple[set[uuid.UUID], set[str]]:
    with base.lire() as session:
        return set(session.execute(select(Operation.id)).scalars()), set(
            session.execute(select(EssaiConnexion.cle)).scalars()
        )


def test_names_of_nobody_are_forgotten_and_accounts_keep_their_last_sign_in(ctx: Contexte, horloge: Horloge) -> None:
    _se_tromper(ctx, "inconnu")
    horloge.avancer(days=91)
    _se_tromper(ctx, "autre")
    assert purger_traces(ctx.base, "poste", horloge) == 1
    assert _presents(ctx.base)[1] == {cle_essais("a.martin"), cle_essais("autre")}
    assert purger_traces(ctx.base, "poste", horloge) == 0


def test_old_clicks_are_forgotten_but_those_read_as_history(ctx: Contexte, horloge: Horloge) -> None:
    vieux, jeune = _noter(ctx.base, horloge, 401), _noter(ctx.base, horloge, 399)
    vigueur = _noter(ctx.base, horloge, 800, OPERATION_VIGUEUR)
    assert purger_traces(ctx.base, "poste", horloge) == 1
    restent = _presents(ctx.base)[0]
    assert vieux not in restent
    assert {jeune, vigueur} <= restent


def test_the_setting_decides_and_the_last_month_is_guarded(ctx: Contexte, horloge: Horloge) -> None:
    def regler(unite: Unite) -> None:
        unite.session.add(Reglage(cle=PURGE_OPERATIONS_JOURS.cle, valeur=1))

    ctx.base.ecrire(AUTEUR, "regler", regler)
    vieux, jeune = _noter(ctx.base, horloge, 40), _noter(ctx.base, horloge, 20)
    assert purger_traces(ctx.base, "poste", horloge) == 1
    restent = _presents(ctx.base)[0]
    assert (vieux in restent, jeune in restent) == (False, True)
    for ordre in ("DELETE FROM operation", "UPDATE operation SET nom = ''"):
        with pytest.raises(RegleMetier, match="inalterable"):
            ctx.base.ecrire(AUTEUR, "x", _executer(ordre))


def _executer(ordre: str):
    def ecrire(unite: Unite) -> None:
        unite.session.execute(text(ordre))

    return ecrire


def test_the_start_purges(base_demo, horloge: Horloge) -> None:
    vieux = _noter(base_demo.base, horloge, 500)
    url = base_demo.base.moteur.url
    ouvrir_base(url, demo=False, familles=0, aujourdhui=horloge().date()).base.fermer()
    assert vieux not in _presents(base_demo.base)[0]
