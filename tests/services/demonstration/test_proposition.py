"""What the demonstration proposes for next year stays on the site of each course followed."""

from imuse_desk.domain.roles import Role
from imuse_desk.services.reinscription.charge import chercher
from imuse_desk.services.reinscription.offre import lignes_de
from tests.bases import BaseDemo


def test_a_course_continues_on_its_own_site(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.SECRETARIAT)
    vus = 0
    for dossier_id in range(1, 60):
        with ctx.lire() as session:
            charge = chercher(session, ctx.aujourdhui(), "dossier", dossier_id)
        for enfant in charge.enfants_de(charge.tete.foyer_id) if charge else ():
            for ligne in lignes_de(charge, enfant) if charge else ():
                if ligne.suivi is not None and ligne.cours is not None:
                    assert ligne.cours.site_id == ligne.suivi.site_id
                    vus += 1
    assert vus > 50
