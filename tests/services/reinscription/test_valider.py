"""Valider: one transaction, judged at its instant, never sold twice, never half-written."""

import os
import signal
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from imuse_desk.domain.erreurs import Conflit, Invalide, Refus, RegleMetier
from imuse_desk.domain.reinscription import Action, EtatDossier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Declaration, Dossier, Inscription, Message, Occupation, Place
from imuse_desk.models.passerelle import Base
from imuse_desk.services import places
from imuse_desk.services.reinscription import accuse, reponses
from imuse_desk.services.reinscription.administration import ValiderAdministrativement, valider_administrativement
from imuse_desk.services.reinscription.valider import ChangerCreneau, changer_creneau, valider
from tests.fabriques import AGENT, FERME, Maison
from tests.services.reinscription.outils import accepter, apporter, cocher, commande_valider, deposer, enfant, ouvrir


def _traces(base: Base) -> tuple[int, int, int, int]:
    """Places, declarations, messages, numbered dossiers."""
    with base.lire() as session:
        comptes = [
            session.execute(select(func.count()).select_from(t)).scalar_one() for t in (Place, Declaration, Message)
        ]
        numeros = session.execute(select(func.count()).where(Dossier.numero.is_not(None))).scalar_one()
    return comptes[0], comptes[1], comptes[2], numeros


def test_the_deadline_passes_at_midnight_while_the_form_is_open(maison: Maison, base: Base) -> None:
    cocher(maison, "Lina")
    maison.horloge.instant = FERME
    commande = commande_valider(maison, "Lina")
    assert Action.VALIDER in enfant(ouvrir(maison, ctx=maison.ctx(Role.SECRETARIAT)), "Lina").actions
    maison.horloge.instant = FERME + timedelta(microseconds=1)
    with pytest.raises(RegleMetier) as refus:
        valider(maison.ctx(Role.SECRETARIAT), commande)
    assert refus.value.code == "campagne_close"
    assert refus.value.params["le"].isoformat() == "2026-06-15"
    assert _traces(base) == (0, 0, 0, 0)
    assert Action.VALIDER not in enfant(ouvrir(maison, ctx=maison.ctx(Role.SECRETARIAT)), "Lina").actions


def test_a_closed_deadline_is_overridden_with_a_reason_by_who_may(maison: Maison) -> None:
    cocher(maison, "Lina")
    maison.horloge.instant = FERME + timedelta(hours=1)
    commande = commande_valider(maison, "Lina", derogation="hospitalisation")
    with pytest.raises(Refus):
        valider(maison.ctx(Role.SECRETARIAT), commande)
    valider(maison.ctx(Role.SECRETARIAT, Role.DIRECTION), commande)
    assert enfant(ouvrir(maison), "Lina").motif == "hospitalisation"


def test_before_the_opening_nothing_is_deposited(maison: Maison) -> None:
    cocher(maison, "Lina")
    commande = commande_valider(maison, "Lina")
    maison.horloge.instant -= timedelta(days=60)
    with pytest.raises((RegleMetier, Invalide)) as refus:
        valider(maison.ctx(), commande)
    assert refus.value.code in {"campagne_pas_ouverte", "date_future"}


def test_what_is_missing_is_named(maison: Maison) -> None:
    cocher(maison, "Lina", None)
    with pytest.raises(RegleMetier) as refus:
        valider(maison.ctx(), commande_valider(maison, "Lina"))
    assert (refus.value.code, refus.value.params) == ("creneau_a_choisir", {"eleve": "Lina", "cours": "FM1.2"})
    with pytest.raises(RegleMetier, match="action_impossible"):
        valider(maison.ctx(), commande_valider(maison, "Noé"))


def test_a_course_filled_between_display_and_click(maison: Maison, base: Base) -> None:
    maison.foyer("Bernard")
    maison.eleve("Paul", "Bernard", cours=("COR", "FM1.1"))
    maison.eleve("Anne", "Bernard", rang=1, cours=("COR", "FM1.1"))
    cocher(maison, "Lina", "fm_jeu")
    commande = commande_valider(maison, "Lina")
    deposer(maison, "Paul", "Anne", creneau="fm_jeu", foyer="Bernard")
    avant = _traces(base)
    with pytest.raises(RegleMetier) as refus:
        valider(maison.ctx(), commande)
    assert (refus.value.code, refus.value.params["cours"]) == ("creneau_complet", "FM1.2")
    assert _traces(base) == avant
    assert enfant(ouvrir(maison), "Lina").etat is EtatDossier.EN_SAISIE


def test_siblings_never_share_the_last_place(maison: Maison, base: Base) -> None:
    for prenom in ("Lina", "Noé"):
        cocher(maison, prenom, "fm_jeu")
    base.ecrire(AGENT, "reduire", lambda u: places.definir_capacite(u, maison.ids["fm_jeu"], 1))
    with pytest.raises(RegleMetier, match="creneau_complet"):
        valider(maison.ctx(), commande_valider(maison, "Lina", "Noé"))
    assert _traces(base) == (0, 0, 0, 0)


def test_a_replayed_click_deposits_once(maison: Maison, base: Base) -> None:
    cocher(maison, "Lina")
    commande = commande_valider(maison, "Lina", operation_id=uuid.uuid4())
    premier = valider(maison.ctx(), commande)
    second = valider(maison.ctx(), commande)
    assert second.est_rejoue
    assert second.resultat.numero == premier.resultat.numero
    assert second.resultat.accuse_id == premier.resultat.accuse_id
    assert _traces(base) == (2, 1, 1, 1)


def test_an_answer_changed_elsewhere_is_a_conflict(maison: Maison) -> None:
    cocher(maison, "Lina")
    commande = commande_valider(maison, "Lina")
    cocher(maison, "Lina", "fm_jeu")
    with pytest.raises(Conflit):
        valider(maison.ctx(), commande)


def test_a_failing_pdf_costs_no_deposit(maison: Maison, base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    cocher(maison, "Lina")

    def casser(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("imuse_desk.printing.accuse.produire_accuse", casser)
        depose = valider(maison.ctx(), commande_valider(maison, "Lina")).resultat
    assert (depose.accuse_id, depose.accuse_erreur) == (None, "accuse_impossible")
    assert _traces(base) == (2, 1, 1, 1)
    papier = accuse.produire(maison.ctx(), ouvrir(maison).dossier_id).resultat
    assert accuse.produire(maison.ctx(), ouvrir(maison).dossier_id).resultat == papier
    assert ouvrir(maison).accuse_id == papier


def test_the_accuse_tells_the_day_of_the_deposit_whatever_changes_later(maison: Maison) -> None:
    depose = deposer(maison, "Lina")
    avant = accuse.lire_papier(maison.ctx(), depose.accuse_id)

    def renommer(session) -> None:
        from imuse_desk.models import Personne

        session.get_one(Personne, maison.ids["personne:Lina"]).prenom = "Changée"

    maison.ecrire(renommer)
    refait = accuse.produire(maison.ctx(), ouvrir(maison).dossier_id).resultat
    assert accuse.lire_papier(maison.ctx(), refait) == avant


def test_another_time_after_the_deposit_frees_and_takes(maison: Maison, base: Base) -> None:
    deposer(maison, "Lina", creneau="fm_mer")
    vu = enfant(ouvrir(maison), "Lina")
    changer_creneau(
        maison.ctx(),
        ChangerCreneau(vu.dossier_eleve_id or 0, vu.version, maison.ids["cible:FM1.2"], maison.ids["fm_jeu"]),
    )
    with base.lire() as session:
        prises = dict(session.execute(select(Occupation.creneau_id, Occupation.prises)).all())
    assert (prises[maison.ids["fm_mer"]], prises[maison.ids["fm_jeu"]]) == (0, 1)
    assert enfant(ouvrir(maison), "Lina").etat is EtatDossier.INCOMPLETE


def test_a_final_answer_is_reopened_with_a_reason_by_who_may(maison: Maison, base: Base, tmp_path) -> None:
    maison.regler("conditions_bloquantes", ["paiement"])
    deposer(maison, "Lina")
    lina = enfant(ouvrir(maison), "Lina")
    commande = ValiderAdministrativement(lina.dossier_eleve_id or 0, lina.version)
    with pytest.raises(RegleMetier, match="piece_bloquante"):
        valider_administrativement(maison.ctx(), commande)
    accepter(maison, apporter(maison, "domicile", tmp_path))
    lina = enfant(ouvrir(maison), "Lina")
    assert lina.obstacles == (("condition_bloquante", "paiement"),)
    commande = ValiderAdministrativement(lina.dossier_eleve_id or 0, lina.version)
    with pytest.raises(RegleMetier, match="condition_bloquante"):
        valider_administrativement(maison.ctx(), commande)
    maison.condition(lina.dossier_eleve_id or 0, "paiement")
    valider_administrativement(maison.ctx(), commande)

    lina = enfant(ouvrir(maison), "Lina")
    rouvrir = reponses.Repondre(lina.dossier_eleve_id or 0, lina.version, "erreur d’horaire")
    assert Action.ROUVRIR not in enfant(ouvrir(maison, ctx=maison.ctx(Role.SECRETARIAT)), "Lina").actions
    with pytest.raises(Refus):
        reponses.rouvrir(maison.ctx(Role.SECRETARIAT), rouvrir)
    sans = reponses.Repondre(rouvrir.dossier_eleve_id, rouvrir.version, "")
    with pytest.raises(Invalide, match="motif_vide"):
        reponses.rouvrir(maison.ctx(), sans)
    reponses.rouvrir(maison.ctx(), rouvrir)
    with base.lire() as session:
        etats = session.execute(
            select(Inscription.etat).where(Inscription.annee_id == maison.ids["cible"])
        ).scalars().all()  # fmt: skip
        assert set(etats) == {"arretee"}
    assert _traces(base)[0] == 0
    valider(maison.ctx(), commande_valider(maison, "Lina"))
    lina = enfant(ouvrir(maison), "Lina")
    valider_administrativement(maison.ctx(), ValiderAdministrativement(lina.dossier_eleve_id or 0, lina.version))
    with base.lire() as session:
        etats = session.execute(
            select(Inscription.etat).where(Inscription.annee_id == maison.ids["cible"])
        ).scalars().all()  # fmt: skip
        assert list(etats) == ["active"] * 3


TUE = """
import os, sys, time
from datetime import UTC, date, datetime
from pathlib import Path
from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Depot
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reinscription import accuse, valider as v

url, depot, site, dossier, reponse, version = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
base = Base.ouvrir(lire_url(url))
ctx = Contexte(base, Depot(Path(depot)), "Aline", None, {site: frozenset({Role.SECRETARIAT})}, site, 1, "p",
               horloge=lambda: datetime(2026, 5, 20, 10, tzinfo=UTC))

def suspendre(unite, *_tout):
    unite.session.flush()
    print("au milieu", flush=True)
    time.sleep(60)

v.accuse.deposer_courrier = suspendre
v.valider(ctx, v.Valider(dossier, (v.ReponseVue(reponse, version),),
                         v.DeclarationAcceptee("Claire", date(2026, 5, 20), "papier")))
"""


def test_the_program_killed_in_the_middle_of_valider_leaves_nothing(maison: Maison, base: Base) -> None:
    cocher(maison, "Lina")
    commande = commande_valider(maison, "Lina")
    url = base.moteur.url
    adresse = str(url.database) if base.est_sqlite else url.render_as_string().replace("+psycopg", "")
    vue = commande.eleves[0]
    arguments = [
        adresse,
        str(maison.dossier),
        maison.ids["site"],
        commande.dossier_id,
        vue.dossier_eleve_id,
        vue.version,
    ]
    programme = subprocess.Popen([sys.executable, "-c", TUE, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    assert programme.stdout is not None
    assert programme.stdout.readline() == "au milieu\n"
    os.kill(programme.pid, signal.SIGKILL)
    programme.communicate()
    assert _traces(base) == (0, 0, 0, 0)
    assert enfant(ouvrir(maison), "Lina").etat is EtatDossier.EN_SAISIE
    valider(maison.ctx(), commande)
    assert _traces(base) == (2, 1, 1, 1)
