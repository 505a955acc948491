"""Re-enrolment dossiers of the open campaign: most without answer, the others in every state, by the rules."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from imuse_desk.domain.absences import constat_absences
from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.enseignement import laisse_choisir
from imuse_desk.domain.reglages import ABSENCES_MAX
from imuse_desk.domain.reinscription import (
    DEPOSES,
    SANS_PLACE,
    EtatCondition,
    EtatDossier,
    GenreCondition,
)
from imuse_desk.models import (
    Condition,
    Declaration,
    Dossier,
    DossierEleve,
    LigneDossier,
)
from imuse_desk.services.demonstration.catalogue import PAR_CODE, SPECIALITES
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.demonstration.familles import AGENTS, EleveCree, FoyerCree
from imuse_desk.services.demonstration.maison import JOURS_D_OUVERTURE, Maison, instant
from imuse_desk.services.demonstration.offre import Offre, Plage
from imuse_desk.services.demonstration.parcours import cycle_de, niveau_suivant, suite
from imuse_desk.services.demonstration.pieces import Pieces
from imuse_desk.services.reinscription.valider import numero_de_dossier

E = EtatDossier
PART_REPONDUE = 0.25
_INTENTIONS = (
    E.A_VERIFIER, E.INCOMPLETE, E.VALIDEE, E.EN_SAISIE, E.DEPOSEE, E.NE_SE_REINSCRIT_PAS, E.CONGE, E.REFUSEE,
    E.A_VERIFIER, E.INCOMPLETE, E.VALIDEE, E.EN_SAISIE, E.DEPOSEE, E.NE_SE_REINSCRIT_PAS,
    *(E.A_VERIFIER, E.INCOMPLETE, E.VALIDEE, E.EN_SAISIE) * 2, E.A_VERIFIER, E.INCOMPLETE, E.VALIDEE,
)  # fmt: skip
"""What the families who answered came to, one after another: a small base shows every state too."""
MOTIFS = {
    E.NE_SE_REINSCRIT_PAS: (
        "Déménagement",
        "Manque de temps",
        "Arrêt de l’instrument",
        "Poursuit dans une association",
    ),
    E.CONGE: ("Classe à l’étranger", "Raison médicale", "Année du baccalauréat"),
    E.REFUSEE: ("Droits de l’année précédente non réglés", "Avis défavorable du conseil pédagogique"),
}
REGLEE = (EtatCondition.REMPLIE, "Année réglée")
GARDE = (EtatCondition.REMPLIE, "Location à renouveler")
_MOYENS = ("guichet", "papier", "courriel", "telephone")


Constat = tuple[EtatCondition, str]
"""A condition and the words that go with it."""


@dataclass(frozen=True, slots=True)
class _Suite:
    """A family's dossier while it is written."""

    foyer: FoyerCree
    dossier_id: int
    depose_a: datetime
    paiement: Constat
    loueurs: frozenset[int]


class Dossiers:
    """Writes the dossier of each family that has a pupil this year."""

    def __init__(
        self, ecrivain: Ecrivain, alea: random.Random, maison: Maison, offres: dict[int, Offre], pieces: Pieces
    ) -> None:
        self._ecrivain = ecrivain
        self._alea = alea
        self._maison = maison
        self._offres = offres
        self._pieces = pieces
        self._reponses = 0

    def creer(self, foyer: FoyerCree, *, est_montre: bool = False, loueurs: frozenset[int] = frozenset()) -> None:
        """Write the dossier with its pupils' answers; the family shown has none yet, and nothing stands in its way.

        The program itself says whether those who hire an instrument (``loueurs``) gave it back.
        """
        eleves = [e for e in foyer.eleves if e.inscriptions]
        if not eleves:
            return
        etat = E.SANS_REPONSE
        if not est_montre and self._alea.random() < PART_REPONDUE:
            etat = _INTENTIONS[self._reponses % len(_INTENTIONS)]
            self._reponses += 1
        est_depose = etat in DEPOSES or etat in {E.VALIDEE, E.REFUSEE}
        depose_a = instant(
            self._maison.aujourdhui - timedelta(days=self._alea.randint(1, JOURS_D_OUVERTURE - 1)),
            time(self._alea.randint(9, 17), self._alea.randrange(60)),
        )
        decline = est_depose and foyer.statut != "exterieur" and self._alea.random() < 0.06
        declarant = f"{foyer.adultes[0].prenom} {foyer.adultes[0].nom}"
        dossier_id = self._ecrivain.ajouter(
            Dossier, campagne_id=self._maison.campagnes[foyer.site.id], foyer_id=foyer.id,
            numero=self._numero() if est_depose else None,
            revenus_declines_par=declarant if decline else "", revenus_declines_agent=AGENTS[0] if decline else "",
            revenus_declines_le=depose_a.date() if decline else None,
        )  # fmt: skip
        paiement = self._tirer_paiement()
        regle = REGLEE if est_montre or etat is E.VALIDEE else paiement
        suite_ = _Suite(foyer, dossier_id, depose_a, regle, loueurs)
        etats = {eleve.id: etat for eleve in eleves}
        if est_depose:
            restent = eleves[:-1] if len(eleves) > 1 and self._alea.random() < 0.08 else eleves
            self._declaration(suite_, declarant)
            etats = {eleve.id: E.NE_SE_REINSCRIT_PAS for eleve in eleves}
            etats |= self._pieces.creer(foyer, restent, dossier_id, etat, depose_a, decline=decline)
        for eleve in eleves:
            self._eleve(suite_, eleve, etats[eleve.id], favorable=est_montre)

    def _numero(self) -> str:
        """The number that the product gives to the dossier about to be written."""
        return numero_de_dossier(self._maison.annee(1).debut_le, self._ecrivain.prochain(Dossier))

    def _declaration(self, suite_: _Suite, declarant: str) -> None:
        self._ecrivain.ajouter(
            Declaration, dossier_id=suite_.dossier_id, texte_id=self._maison.textes[suite_.foyer.site.id],
            acceptee_par=declarant, acceptee_le=suite_.depose_a.date(), moyen=self._alea.choice(_MOYENS),
            agent=AGENTS[0], a=suite_.depose_a, operation_id=self._ecrivain.reference(),
        )  # fmt: skip

    def _eleve(self, suite_: _Suite, eleve: EleveCree, etat: EtatDossier, *, favorable: bool) -> None:
        valide = etat is E.VALIDEE
        motive = etat in MOTIFS
        dossier_eleve_id = self._ecrivain.ajouter(
            DossierEleve, dossier_id=suite_.dossier_id, campagne_id=self._maison.campagnes[suite_.foyer.site.id],
            eleve_id=eleve.id, etat=etat.value,
            depose_a=suite_.depose_a if etat in DEPOSES or etat in {E.VALIDEE, E.REFUSEE} else None,
            valide_a=suite_.depose_a + timedelta(hours=20) if valide else None, valide_par=AGENTS[2] if valide else "",
            motif=self._motif(etat, suite_.paiement) if motive else "",
            motif_le=suite_.depose_a.date() if motive else None, motif_auteur=AGENTS[0] if motive else "",
        )  # fmt: skip
        constats = {**self._tirer_conditions(tout=favorable or valide), GenreCondition.PAIEMENT: suite_.paiement}
        if eleve.id in suite_.loueurs:
            del constats[GenreCondition.INSTRUMENT]
            if valide:
                constats[GenreCondition.INSTRUMENT] = GARDE
        self._conditions(dossier_eleve_id, constats)
        if etat is not E.SANS_REPONSE:
            self._lignes(suite_, dossier_eleve_id, eleve, etat)

    def _lignes(self, suite_: _Suite, dossier_eleve_id: int, eleve: EleveCree, etat: EtatDossier) -> None:
        """The lines asked; a seat is taken where a time is chosen and the dossier is deposited."""
        offre = self._offres[suite_.foyer.site.id]
        occupees: list[Plage] = []
        demande = etat not in SANS_PLACE or etat is E.REFUSEE
        vus: set[str] = set()
        for ordre, (inscription_id, code, cursus, niveau) in enumerate(eleve.inscriptions):
            suivant = niveau_suivant(cursus, niveau) if niveau else None
            nouveau = suite(code, niveau)
            if nouveau in vus:
                continue
            vus.add(nouveau)
            creneau_id = None
            fiche = PAR_CODE[nouveau]
            choisit = laisse_choisir(fiche.mode, fiche.ha, SPECIALITES[fiche.cursus])
            if etat in DEPOSES | {E.VALIDEE} and choisit:
                bloc, plage = offre.choisir(nouveau, 1, occupees)
                occupees.append(plage)
                offre.asseoir(bloc, eleve.id, suite_.depose_a, AGENTS[0])
                creneau_id = bloc.creneau_id
            self._ecrivain.ajouter(
                LigneDossier, dossier_eleve_id=dossier_eleve_id, inscription_id=inscription_id,
                cours_id=offre.cours_id(nouveau, 1),
                niveau_id=self._maison.niveaux[cursus, suivant] if suivant else None,
                est_sous_reserve=cycle_de(cursus, niveau) != cycle_de(cursus, suivant),
                creneau_id=creneau_id, est_demandee=demande, ordre=ordre,
            )  # fmt: skip

    def _motif(self, etat: EtatDossier, paiement: Constat) -> str:
        """Why a pupil does not come back as usual; a refusal says what the conditions say."""
        motif = self._alea.choice(MOTIFS[etat])
        return MOTIFS[etat][paiement == REGLEE] if etat is E.REFUSEE else motif

    def _conditions(self, dossier_eleve_id: int, constats: dict[GenreCondition, Constat]) -> None:
        """The conditions as the desk typed them, but absences; a dossier already validated fulfils them all."""
        for genre, (etat_condition, detail) in constats.items():
            source = "calculee" if genre is GenreCondition.ABSENCES else "saisie"
            self._ecrivain.ajouter(
                Condition, dossier_eleve_id=dossier_eleve_id, genre=genre.value, etat=etat_condition.value,
                source=source, detail=detail, auteur=AGENTS[0], a=self._maison.horloge - timedelta(days=20),
            )  # fmt: skip

    def _tirer_paiement(self) -> Constat:
        """Whether the household paid the year: the same for all its children."""
        if self._alea.random() < 0.91:
            return REGLEE
        return EtatCondition.NON_REMPLIE, f"Reste {euros(self._alea.choice((9_500, 14_250, 20_500, 32_000)))} dû"

    def _tirer_conditions(self, *, tout: bool) -> dict[GenreCondition, Constat]:
        oui, non = EtatCondition.REMPLIE, EtatCondition.NON_REMPLIE
        absences = self._alea.choices((0, 1, 2, 3, 4, 5), (45, 25, 15, 8, 4, 3))[0]
        if tout:
            absences = min(absences, 3)
        favorable = tout or self._alea.random() < 0.95
        return {
            GenreCondition.AVIS: (oui, "Avis favorable") if favorable else (non, f"Avis réservé{INSECABLE}: à revoir"),
            GenreCondition.ABSENCES: constat_absences(absences, ABSENCES_MAX.defaut),
            GenreCondition.INSTRUMENT: self._instrument(tout=tout),
        }

    def _instrument(self, *, tout: bool) -> Constat:
        tirage = self._alea.random()
        if tirage < 0.82:
            return EtatCondition.SANS_OBJET, "Aucun instrument loué"
        if tirage < 0.96 or tout:
            return EtatCondition.REMPLIE, "Instrument rendu"
        return EtatCondition.NON_REMPLIE, "Instrument loué à rendre"
