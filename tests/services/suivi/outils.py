"""A house with a course under way: FM on Wednesday at 14:00 with Sylvie, the horn with Bertrand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from imuse_desk.models import JourFerme, Salle
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.occurrences import CleSeance
from tests.fabriques import Maison, maison_valmont
from tests.photos import gardee
from tests.services.lectures.outils import enseignant, enseigner, placer

MERCREDI = date(2026, 3, 4)
FERIE = date(2026, 4, 6)


@gardee
def maison_suivi(base: Base, dossier: Path) -> Maison:
    """Lina, Noé and Zoé's weeks of the year under way; Easter Monday is a public holiday."""
    maison = maison_valmont(base, dossier)

    def batir(m: Maison) -> None:
        m.garder("studio", Salle(site_id=m.ids["site"], nom="Studio 2"))
        m.creneau("fm", "source:FM1.1", 3, "14:00", duree=75)
        m.creneau("cor", "source:COR", 4, "17:00", duree=240)
        m.creneau("orc", "source:ORC", 5, "18:00", duree=90)
        for nom, prenom in (("Tournier", "Sylvie"), ("Imbert", "Bertrand"), ("Roy", "Anne")):
            enseignant(m, nom, prenom)
        enseigner(m, "Tournier", "fm")
        enseigner(m, "Imbert", "cor")
        enseigner(m, "Imbert", "orc")
        for prenom in ("Lina", "Noé"):
            placer(m, f"{prenom}:FM1.1", "fm", date(2025, 9, 15))
            placer(m, f"{prenom}:ORC", "orc", date(2025, 9, 15))
        placer(m, "Lina:COR", "cor", date(2025, 9, 15), passage=time(17, 30), duree=30)
        m.ajouter(
            JourFerme(
                site_id=m.ids["site"], annee_id=m.ids["source"], genre="ferie", libelle="Lundi de Pâques",
                du_le=FERIE, au_le=FERIE,
            )
        )  # fmt: skip

    return maison.d_un_coup(batir)


def a(ctx: Contexte, jour: date, heure: int = 12) -> Contexte:
    """The same person on another day."""
    return replace(ctx, horloge=lambda: datetime(jour.year, jour.month, jour.day, heure, tzinfo=UTC))


def cle(maison: Maison, nom: str = "fm", jour: date = MERCREDI, debut: time = time(14)) -> CleSeance:
    """A lesson."""
    return CleSeance(maison.ids[nom], jour, debut)
