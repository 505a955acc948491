"""Builders of a small house: one site, two years, an offer, a grid with its tables, families, a campaign.

``Maison`` is made once per test in one writing unit; each method adds something and gives its id.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from imuse_desk.domain.enseignement import ModeAffectation
from imuse_desk.domain.roles import Role
from imuse_desk.domain.textes import plier
from imuse_desk.infra.depot import Depot
from imuse_desk.models import (
    Adresse,
    Annee,
    Campagne,
    Condition,
    Cours,
    Creneau,
    Cursus,
    Discipline,
    Eleve,
    Etablissement,
    Etiquette,
    Foyer,
    GrilleTarif,
    Inscription,
    Lien,
    Modele,
    Niveau,
    Occupation,
    Personne,
    Reglage,
    RegleArticle,
    RegleEtiquette,
    RegleZone,
    Salle,
    Site,
    StatutResidence,
    TexteDeclaration,
    TypePiece,
)
from imuse_desk.models.passerelle import Auteur, Base
from imuse_desk.services.contexte import Contexte
from tests.photos import gardee

AGENT = Auteur("Aline Martin", "poste-test")
MIDI = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)
OUVRE = datetime(2026, 5, 1, 0, 0, tzinfo=UTC)
FERME = datetime(2026, 6, 15, 21, 59, 59, 999999, tzinfo=UTC)
PIECES = datetime(2026, 6, 19, 21, 59, 59, 999999, tzinfo=UTC)

GRILLE: dict[str, Any] = {
    "id": "essai_2026",
    "season": "2026-2027",
    "ranking": {"over": "pupils", "order": "listed"},
    "items": [
        {
            "code": code,
            "label": libelle,
            "rules": [
                {"when": {"zone": "resident"}, "price": {"type": "linear", "rate": taux, "min": bas, "max": haut}},
                *plus,
                {"when": {"zone": "outside"}, "price": {"type": "flat", "amount": dehors}},
            ],
        }
        for code, libelle, taux, bas, haut, dehors, plus in (
            ("P1", "Parcours 1", "0.064", 76, 285, 300, []),
            ("P2", "Parcours 2", "0.096", 114, 440, 850, []),
            (
                "P3", "Parcours 3", "0.16", 190, 600, 1040,
                [
                    {
                        "when": {"zone": "outside", "tags_any": ["upper_level"], "qf_below": 4768},
                        "price": {"type": "flat", "amount": 763},
                    }
                ],
            ),
        )
    ],
    "adjustments": [
        {
            "code": "siblings",
            "label": "Rang dans le foyer",
            "kinds": ["course"],
            "when": {"zone": "resident"},
            "keep_floor": True,
            "effect": {"type": "percent_by_rank", "by": {"2": 10, "3": 20}},
        }
    ],
}  # fmt: skip
"""A GPSO-like grid: effort rates between floor and ceiling, outsiders flat, second child −10 %, third −20 %."""


class Horloge:
    """A clock that tests set."""

    def __init__(self, instant: datetime = MIDI) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant


@dataclass
class Maison:
    """A small house on a base; ids of what was made are kept by code."""

    base: Base
    dossier: Path
    horloge: Horloge = field(default_factory=Horloge)
    ids: dict[str, int] = field(default_factory=dict)
    _session: Session | None = None

    def ctx(self, *roles: Role, site_id: int | None = None, agent: str = "Aline Martin") -> Contexte:
        """Somebody at the desk, secrétariat and direction by default (every right of the desk)."""
        site = site_id or self.ids["site"]
        chapeaux = frozenset(roles or (Role.SECRETARIAT, Role.DIRECTION))
        return Contexte(
            self.base, Depot(self.dossier), agent, None, {site: chapeaux}, site, self.ids.get("source", 0),
            "poste-test", horloge=self.horloge,
        )  # fmt: skip

    def ecrire(self, fonction: Callable[[Session], Any]) -> Any:
        """Run a builder in one unit."""

        if self._session is not None:
            return fonction(self._session)

        def unite(u: Any) -> Any:
            return fonction(u.session)

        return self.base.ecrire(AGENT, "fabriquer", unite, maintenant=self.horloge).resultat

    def d_un_coup(self, batir: Callable[["Maison"], object]) -> "Maison":
        """Run many builders in one unit: a transaction a row took half of the time of the tests."""

        def unite(u: Any) -> None:
            self._session = u.session
            batir(self)

        try:
            self.base.ecrire(AGENT, "fabriquer", unite, maintenant=self.horloge)
        finally:
            self._session = None
        return self

    def ajouter(self, objet: Modele) -> int:
        """Add one row; gives its id."""

        def faire(session: Session) -> int:
            session.add(objet)
            session.flush()
            ident: int = getattr(objet, "id", 0)
            return ident

        resultat: int = self.ecrire(faire)
        return resultat

    def garder(self, nom: str, objet: Modele) -> int:
        """Add one row and keep its id under a name."""
        self.ids[nom] = self.ajouter(objet)
        return self.ids[nom]

    def batir(self) -> "Maison":
        """Site, years, cursus, disciplines, levels, room."""
        self.ajouter(Etablissement(nom="Conservatoire du Val d’Aulne", sous_titre="Musique · Danse"))
        self.garder("site", Site(code="RSA", nom="Rives-sur-Aulne", cp="54999", ville="Rives-sur-Aulne"))
        for nom, an, etat in (("source", 2025, "ouverte"), ("cible", 2026, "preparation")):
            self.garder(
                nom,
                Annee(libelle=f"{an}-{an + 1}", debut_le=date(an, 9, 1), fin_le=date(an + 1, 8, 31), etat=etat),
            )
        for code, libelle, art in (("MUS", "Musique", "musique"), ("DAN", "Danse", "danse")):
            self.garder(code, Cursus(code=code, libelle=libelle, specialite=art))
        for code, libelle, seul in (
            ("COR", "Cor", True), ("FM", "Formation musicale", False), ("ORC", "Orchestre", False),
            ("CHO", "Chœur", False), ("DCL", "Danse classique", False), ("JAZ", "Jazz", False),
        ):  # fmt: skip
            self.garder(code, Discipline(code=code, libelle=libelle, cle=plier(libelle), est_individuelle=seul))
        for nom, cursus, code, cycle, suivant in (
            ("C2.1", "MUS", "C2.1", 2, None), ("C1.2", "MUS", "C1.2", 1, "C2.1"), ("C1.1", "MUS", "C1.1", 1, "C1.2"),
            ("D2", "DAN", "C1.2", 1, None), ("D1", "DAN", "C1.1", 1, "D2"),
        ):  # fmt: skip
            suite = self.ids[suivant] if suivant else None
            self.garder(nom, Niveau(cursus_id=self.ids[cursus], code=code, libelle=code, cycle=cycle, suivant_id=suite))
        self.garder("salle", Salle(site_id=self.ids["site"], nom="salle Franck"))
        return self

    def cours(
        self,
        code: str,
        discipline: str,
        *,
        annee: str = "cible",
        cursus: str = "MUS",
        niveau: str | None = None,
        mode: ModeAffectation = ModeAffectation.CHOISI,
        **champs: Any,
    ) -> int:
        """A course, kept as ``annee:code``."""
        return self.garder(
            f"{annee}:{code}",
            Cours(
                annee_id=self.ids[annee],
                site_id=champs.pop("site_id", self.ids["site"]),
                cursus_id=self.ids[cursus],
                discipline_id=self.ids[discipline],
                niveau_id=self.ids[niveau] if niveau else None,
                code=code,
                libelle=champs.pop("libelle", code),
                mode=mode,
                **champs,
            ),
        )

    def creneau(self, nom: str, cours: str, jour: int, debut: str, capacite: int = 10, duree: int = 60) -> int:
        """A weekly time with its seats, kept under a name."""
        heure, minute = debut.split(":")
        ident = self.garder(
            nom,
            Creneau(
                cours_id=self.ids[cours],
                jour=jour,
                debut=time(int(heure), int(minute)),
                duree_min=duree,
                salle_id=self.ids["salle"],
            ),
        )
        self.ajouter(Occupation(creneau_id=ident, capacite=capacite, prises=0))
        return ident

    def offre(self) -> "Maison":
        """Two years of horn, formation musicale (by level), orchestra, choir and dance; times for the next one."""
        m = ModeAffectation
        for annee in ("source", "cible"):
            avant: dict[str, int] = {}
            for code, discipline, cursus, niveau, mode in (
                ("COR", "COR", "MUS", None, m.ATTRIBUE),
                ("FM1.1", "FM", "MUS", "C1.1", m.CHOISI),
                ("FM1.2", "FM", "MUS", "C1.2", m.CHOISI),
                ("ORC", "ORC", "MUS", None, m.SUIT_CURSUS),
                ("DCL1.1", "DCL", "DAN", "D1", m.NIVEAU),
                ("DCL1.2", "DCL", "DAN", "D2", m.NIVEAU),
            ):
                if annee == "cible":
                    avant = {"precedent_id": self.ids[f"source:{code}"]}
                self.cours(code, discipline, annee=annee, cursus=cursus, niveau=niveau, mode=mode, **avant)
        self.cours("JAZ", "JAZ", libelle="Atelier jazz")
        self.cours("JAZA", "JAZ", libelle="Atelier jazz adultes", est_pour_adultes=True)
        self.creneau("fm_mer", "cible:FM1.2", 3, "14:00", duree=75)
        self.creneau("fm_jeu", "cible:FM1.2", 4, "17:30", capacite=2, duree=75)
        self.creneau("orc_sam", "cible:ORC", 6, "10:00")
        self.creneau("dcl_mer", "cible:DCL1.2", 3, "14:30", duree=90)
        self.creneau("jaz_mer", "cible:JAZ", 3, "15:00")
        self.creneau("jaz_ven", "cible:JAZ", 5, "18:00", capacite=1)
        return self

    def tarif(self, grille: dict[str, Any] | None = None) -> "Maison":
        """The grid in force for next year with its three tables, and the town's zone."""
        lieu = {"site_id": self.ids["site"], "annee_id": self.ids["cible"]}
        self.ajouter(
            GrilleTarif(
                numero=1, libelle="Grille d’essai", contenu=json.dumps(grille or GRILLE), est_en_vigueur=True,
                auteur="essai", a=MIDI, **lieu,
            )
        )  # fmt: skip
        regles: tuple[dict[str, Any], ...] = (
            {"discipline_id": self.ids["JAZ"], "article": "P1", "une_fois_par": "cours"},
            {"cursus_id": self.ids["MUS"], "article": "P3", "une_fois_par": "cursus"},
            {"cursus_id": self.ids["DAN"], "article": "P3", "une_fois_par": "cursus"},
        )
        for ordre, regle in enumerate(regles, start=1):
            self.ajouter(RegleArticle(ordre=ordre, **regle, **lieu))
        self.ajouter(RegleZone(ordre=1, cp="54999", zone="resident", **lieu))
        self.ajouter(RegleZone(ordre=2, zone="outside", **lieu))
        self.ajouter(RegleEtiquette(ordre=1, fait="reinscrit", valeur=True, etiquette="reenrolment", **lieu))
        self.ajouter(RegleEtiquette(ordre=2, fait="cycle", valeur=[3], etiquette="upper_level", **lieu))
        return self

    def types_pieces(self) -> "Maison":
        """The manual's five rows, and a dance certificate."""
        residents = {"residence": ["resident", "assimile"]}
        for ordre, (code, rattachement, effet, regle, pages) in enumerate(
            (
                ("domicile", "foyer", "bloque", {}, None),
                ("caf", "foyer", "tarif", {**residents, "enfants_min": 2}, None),
                ("avis1", "foyer", "tarif", residents, 4),
                ("avis2", "foyer", "tarif", {**residents, "parent": 2}, 4),
                ("certificat", "eleve", "bloque", {"specialite": "danse"}, None),
            )
        ):
            self.garder(
                f"type:{code}",
                TypePiece(
                    site_id=self.ids["site"], annee_id=self.ids["cible"], code=code, libelle=f"Pièce {code}",
                    ordre=ordre, rattachement=rattachement, exigence="obligatoire", effet=effet, regle=regle,
                    natures=[], pages=pages,
                ),
            )  # fmt: skip
        return self

    def campagne(self) -> "Maison":
        """The campaign of May and June, its declaration, no condition that blocks."""
        self.garder(
            "campagne",
            Campagne(
                site_id=self.ids["site"], annee_source_id=self.ids["source"], annee_cible_id=self.ids["cible"],
                ouvre_a=OUVRE, ferme_a=FERME, pieces_jusqu_a=PIECES, annee_revenus=2024,
            ),
        )  # fmt: skip
        self.ajouter(
            TexteDeclaration(
                site_id=self.ids["site"], annee_id=self.ids["cible"], numero=3, texte="J’accepte les règlements.",
                du_le=date(2026, 3, 2),
            )
        )  # fmt: skip
        return self

    def foyer(self, nom: str, *, cp: str = "54999", adultes: int = 1, statut: str = "", **champs: Any) -> int:
        """A household with its adults and its address, kept under its name."""
        numero = f"{len(self.ids):05}"
        ident = self.garder(
            nom, Foyer(numero=numero, libelle=f"Famille {nom}", cle=plier(nom), site_id=self.ids["site"], **champs)
        )
        for rang in range(adultes):
            personne = self.ajouter(
                Personne(
                    nom=nom, prenom=("Claire", "Paul")[rang], cle=plier(f"{nom} {rang}"),
                    email=f"{plier(nom)}{rang}@example.org",
                )
            )  # fmt: skip
            self.ajouter(
                Lien(
                    personne_id=personne, foyer_id=ident, role="responsable", rang=rang, recoit_courriers=rang == 0,
                    est_payeur=rang == 0, du_le=date(2020, 1, 1),
                )
            )  # fmt: skip
        self.ajouter(
            Adresse(
                foyer_id=ident, numero="7", voie="rue des Aubépines", cp=cp,
                ville="Rives-sur-Aulne" if cp == "54999" else "Ailleurs", du_le=date(2020, 1, 1),
            )
        )  # fmt: skip
        if statut:
            self.ajouter(StatutResidence(foyer_id=ident, statut=statut, du_le=date(2020, 1, 1), auteur="essai", a=MIDI))
        return ident

    def eleve(
        self, nom: str, foyer: str, *, naissance: date = date(2014, 3, 12), rang: int = 0, cours: tuple[str, ...] = ()
    ) -> int:
        """A pupil in a household, kept under his first name, enrolled this year in courses at their level."""
        personne = self.garder(
            f"personne:{nom}",
            Personne(nom=foyer, prenom=nom, cle=plier(f"{foyer} {nom}"), naissance_le=naissance, sexe="F"),
        )
        ident = self.garder(nom, Eleve(personne_id=personne))
        self.lier(nom, foyer, rang=rang)
        for code in cours:
            self.inscrire(nom, code)
        return ident

    def lier(self, nom: str, foyer: str, *, rang: int = 0, part: int = 100, principal: bool = True) -> int:
        """A pupil in one more household."""
        return self.garder(
            f"lien:{nom}:{foyer}",
            Lien(
                personne_id=self.ids[f"personne:{nom}"], foyer_id=self.ids[foyer], role="enfant", rang=rang, part=part,
                est_principal=principal, du_le=date(2020, 1, 1),
            ),
        )  # fmt: skip

    def inscrire(self, nom: str, code: str, etat: str = "active") -> int:
        """This year's enrolment of a pupil, at level C1.1."""
        niveau = self.ids["D1"] if code.startswith("DCL") else self.ids["C1.1"]
        return self.garder(
            f"inscription:{nom}:{code}",
            Inscription(
                eleve_id=self.ids[nom], cours_id=self.ids[f"source:{code}"], annee_id=self.ids["source"],
                site_id=self.ids["site"], niveau_id=niveau, etat=etat, du_le=date(2025, 9, 10),
            ),
        )  # fmt: skip

    def regler(self, cle: str, valeur: Any) -> int:
        """A setting of the network."""
        return self.ajouter(Reglage(cle=cle, valeur=valeur))

    def etiqueter(self, code: str, *, foyer: str | None = None, eleve: str | None = None) -> int:
        """A tag by hand."""
        return self.ajouter(
            Etiquette(
                foyer_id=self.ids[foyer] if foyer else None, eleve_id=self.ids[eleve] if eleve else None, code=code,
                preuve="attestation", auteur="essai", du_le=date(2026, 1, 1),
            )
        )  # fmt: skip

    def condition(self, dossier_eleve_id: int, genre: str, etat: str = "remplie") -> int:
        """A condition noted by hand."""
        return self.ajouter(
            Condition(dossier_eleve_id=dossier_eleve_id, genre=genre, etat=etat, auteur="essai", a=MIDI)
        )


@gardee
def maison_complete(base: Base, dossier: Path) -> Maison:
    """A house ready for a campaign: offer, grid, pieces, campaign; families are added by the test."""
    return Maison(base, dossier).d_un_coup(lambda m: m.batir().offre().tarif().types_pieces().campagne())


def famille_valmont(maison: Maison, enfants: int = 2) -> Maison:
    """A resident family: Lina (horn, formation musicale, orchestra), Noé and Zoé (the same)."""

    def batir(m: Maison) -> None:
        m.foyer("Valmont", adultes=2, enfants_a_charge=enfants, a_imposition_commune=True)
        for rang, (prenom, annee) in enumerate((("Lina", 2012), ("Noé", 2014), ("Zoé", 2016))[:enfants]):
            m.eleve(prenom, "Valmont", naissance=date(annee, 3, 12), rang=rang, cours=("COR", "FM1.1", "ORC"))

    return maison.d_un_coup(batir)


@gardee
def maison_valmont(base: Base, dossier: Path) -> Maison:
    """The house ready for a campaign, with the Valmont family: Lina and Noé."""
    return famille_valmont(maison_complete(base, dossier))


def pdf(pages: int = 1, texte: str = "Facture") -> bytes:
    """A small real PDF with text on each page."""
    import io

    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # as the papers set it for the process: the same bytes before them and after
    flux = io.BytesIO()
    canevas = Canvas(flux, invariant=1)
    for page in range(1, pages + 1):
        canevas.drawString(72, 700, f"{texte}, page {page}")
        canevas.showPage()
    canevas.save()
    return flux.getvalue()
