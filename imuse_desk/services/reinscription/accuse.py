"""The accusé de réception: frozen inside the deposit's transaction, made into a PDF after it, kept byte for byte."""

import hashlib
import io
import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.nombres import ordinal
from imuse_desk.domain.reglages import CONFIRMATIONS_A_PARTIR, PREMIERE_FACTURE
from imuse_desk.domain.reinscription import Effet, EtatDossier, EtatPiece, Exigence
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Campagne, Dossier, Message, PapierConserve
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import Papiers, PieceJointe, deposer_message
from imuse_desk.services.etablissement.documents import documents_joints
from imuse_desk.services.etablissement.fusion import Destinataire, fusionner_dans
from imuse_desk.services.etablissement.gabarits import texte_en_vigueur
from imuse_desk.services.listes import pays
from imuse_desk.services.reinscription.acces import date_du_site, exiger_dossier
from imuse_desk.services.reinscription.exigences import PieceDue
from imuse_desk.services.reinscription.faits import Charge, Enfant, Membre
from imuse_desk.services.reinscription.offre import LigneDemande, lignes_demandees
from imuse_desk.services.reinscription.prix import PrixVu

REINSCRIPTION = "réinscription"
GENRE = "accuse_reinscription"
CODE_MODELE = "accuse"
MOYENS = {"papier": "signature papier", "courriel": "courriel", "telephone": "téléphone", "guichet": "au guichet"}
RESUME = "grille tarifaire connue, règlements acceptés, assurance responsabilité civile certifiée."


def nom_complet(membre: Membre) -> str:
    """Civility as papers write it, first name, name."""
    civilite = {"Madame": "Mme", "Monsieur": "M."}.get(membre.civilite, membre.civilite)
    return " ".join(part for part in (civilite, membre.prenom, membre.nom) if part)


def destinataires(charge: Charge, *, est_facture: bool = False) -> tuple[Membre, ...]:
    """The adults whom letters, or invoices, are for: those who receive them, else the first of the household.

    Nobody under restriction is written to.
    """
    adultes = tuple(m for m in charge.adultes(charge.tete.foyer_id) if not m.est_restreint)
    choisis = tuple(m for m in adultes if m.recoit_factures) if est_facture else ()
    return choisis or tuple(m for m in adultes if m.recoit_courriers) or adultes[:1]


def nom_famille(charge: Charge) -> str:
    """The family as papers name it: the one adult whom letters are for, or the name of the household."""
    adultes = destinataires(charge)
    return nom_complet(adultes[0]) if len(adultes) == 1 else f"Famille {charge.foyer.libelle}"


def adresse_postale(charge: Charge, *, est_facture: bool = False) -> dict[str, Any]:
    """Where letters, or invoices, go, in the parts of the postal form; a country only abroad."""
    foyer = charge.foyer
    a_qui = destinataires(charge, est_facture=est_facture)
    noms = [" ".join(x for x in (m.civilite, m.prenom, m.nom) if x) for m in a_qui]
    return {
        "noms": noms or [foyer.libelle],
        "complement": foyer.complement or "",
        "voie": foyer.voie,
        "ville": f"{foyer.cp or ''} {foyer.ville or ''}".strip(),
        "pays": pays().get(foyer.pays, foyer.pays) if foyer.pays and foyer.pays != "FR" else "",
    }


def geler_accuse(charge: Charge, dues: Sequence[PieceDue], prix: PrixVu | None, instant: datetime) -> dict[str, Any]:
    """Everything that the accusé prints, as plain JSON: what changes later never changes this paper."""
    tete = charge.tete
    manquantes = [d for d in dues if _manque(d)]
    corps: dict[str, Any] = {
        "adresse": adresse_postale(charge),
        "famille": nom_famille(charge),
        "annee": tete.annee_cible,
        "demarche": _demarche(charge),
        "reference": tete.numero or "",
        "dossier": charge.foyer.numero,
        "deposee_a": instant.isoformat(),
        "manquantes": len(manquantes),
        "bloquantes": sum(d.effet is Effet.BLOQUE for d in manquantes),
        "limite_le": date_du_site(tete.pieces_jusqu_a, tete.fuseau).isoformat(),
        "confirmation_le": _jour_de_l_annee(charge, str(charge.petites.reglages[CONFIRMATIONS_A_PARTIR.cle])),
        "premiere_facture": charge.petites.reglages[PREMIERE_FACTURE.cle],
        "enfants": [_enfant(charge, e) for e in charge.du_dossier],
        "pieces": [_piece(d) for d in dues if d.exigence is not Exigence.SANS_OBJET and (d.fichiers or _manque(d))],
        "prix": _prix(prix),
        "declaration": {
            "version": str(tete.texte_numero or ""),
            "par": tete.acceptee_par or "",
            "acceptee_a": (tete.declaration_a or instant).isoformat(),
            "moyen": MOYENS.get(tete.moyen or "", tete.moyen or ""),
        },
    }
    corps["empreinte"] = hashlib.sha256(json.dumps(corps, sort_keys=True).encode()).hexdigest()[:16]
    return corps


def _demarche(charge: Charge) -> str:
    """What the family does: it enrols, or re-enrols as soon as one of its children does."""
    return "inscription" if all(e.est_nouveau for e in charge.du_dossier) else REINSCRIPTION


def _manque(due: PieceDue) -> bool:
    return due.exigence is Exigence.OBLIGATOIRE and due.etat in {EtatPiece.A_FOURNIR, EtatPiece.REFUSEE}


def _jour_de_l_annee(charge: Charge, mois_jour: str) -> str | None:
    """The day (MM-DD) of the year in which the lessons begin."""
    if not mois_jour:
        return None
    mois, quantieme = (int(part) for part in mois_jour.split("-"))
    return date(charge.tete.debut_le.year, mois, quantieme).isoformat()


def _enfant(charge: Charge, enfant: Enfant) -> dict[str, Any]:
    membre, etat = enfant.membre, enfant.etat
    demandees = lignes_demandees(charge, enfant)
    depose = etat not in {EtatDossier.SANS_REPONSE, EtatDossier.EN_SAISIE}
    remarque = "réponse attendue" if not depose else etat.libelle.lower()
    return {
        "nom": f"{membre.prenom} {membre.nom}".strip(),
        "ne_le": membre.naissance_le.isoformat() if membre.naissance_le else None,
        "sexe": membre.sexe,
        "etat": {EtatDossier.CONGE: "congé demandé", EtatDossier.NE_SE_REINSCRIT_PAS: "ne se réinscrit pas"}.get(
            etat, ("s’inscrit" if enfant.est_nouveau else "se réinscrit") if depose else "réponse attendue"
        ),
        "cours": [_cours(x) for x in demandees] if depose else [],
        "remarque": remarque,
    }


def _cours(ligne: LigneDemande) -> dict[str, str]:
    lecon = ligne.lecon()
    place = "place réservée" if ligne.creneau_id is not None else "affectation d’office"
    return {
        "cours": ligne.cours.libelle if ligne.cours else "",
        "niveau": ligne.niveau,
        "precision": "niveau sous réserve" if ligne.est_sous_reserve else "",
        "creneau": ", ".join(part for part in (lecon.horaire(), lecon.salle) if part) if lecon else "horaire à venir",
        "etat": "suit le cursus" if ligne.suit_cursus and ligne.creneau_id is None else place,
    }


def _piece(due: PieceDue) -> dict[str, Any]:
    fichier = due.fichiers[-1] if due.fichiers else None
    recue = {EtatPiece.A_VERIFIER: "reçue, à vérifier", EtatPiece.ACCEPTEE: "acceptée", EtatPiece.REFUSEE: "refusée"}
    return {
        "nom": due.type.libelle,
        "pour": due.prenom,
        "fichier": fichier.nom_original if fichier else "",
        "pages": fichier.pages if fichier else None,
        "etat": recue.get(due.etat, ""),
        "est_manquante": _manque(due),
    }


def _prix(prix: PrixVu | None) -> list[dict[str, Any]]:
    """Each child's fee with its arithmetic; nothing where the price is not known."""
    if prix is None or prix.total_centimes is None:
        return []
    provisoire = prix.est_provisoire
    lignes = [
        {
            "libelle": f"{e.prenom} · {ordinal(e.rang)}\u00a0élève du foyer",
            "montant_centimes": e.total_centimes or 0,
            "bases": [x.arithmetique for x in e.lignes]
            + ([f"part du foyer\u00a0: {e.part}\u00a0%"] if e.part < 100 else []),
            "est_provisoire": provisoire,
        }
        for e in prix.enfants
    ]
    lignes += [
        {"libelle": x.libelle, "montant_centimes": x.montant_centimes, "bases": [x.arithmetique],
         "est_provisoire": provisoire}
        for x in prix.lignes_foyer
    ]  # fmt: skip
    lignes += [
        {"libelle": r.libelle, "montant_centimes": r.montant_centimes, "bases": [], "est_provisoire": provisoire}
        for r in prix.remises
    ]
    return lignes


def garder_accuse(prix: Any, gele: dict[str, Any]) -> dict[str, Any]:
    """The frozen accusés of a dossier with the new one first: a letter already written keeps its own."""
    avant = prix if isinstance(prix, dict) else {}
    anciens = [avant["accuse"], *avant.get("anciens", ())] if avant.get("accuse") else []
    return {"accuse": gele, "anciens": anciens}


def deposer_courrier(unite: Unite, ctx: Contexte, charge: Charge, gele: dict[str, Any]) -> bool:
    """Put the accusé in the outbox, for the adults who receive letters; tells whether it must be printed instead.

    Its e-mail is written in the words of the site (Établissement › Modèles).
    """
    tete = charge.tete
    dit = {tete.foyer_id: {"campagne.annee": tete.annee_cible, "dossier.numero": tete.numero or ""}}
    modele = texte_en_vigueur(unite.session, tete.site_id, CODE_MODELE, "courriel")
    famille = Destinataire(tete.foyer_id, tuple(e.eleve_id for e in charge.du_dossier))
    (texte,) = fusionner_dans(unite.session, ctx.sur(site_id=tete.site_id), modele, [famille], dit)
    adultes = [m for m in charge.adultes(tete.foyer_id) if not m.est_restreint]
    courriels = [m.email for m in adultes if m.recoit_courriers and m.email] or [m.email for m in adultes if m.email]
    message = deposer_message(
        unite,
        site_id=tete.site_id,
        foyer_id=tete.foyer_id,
        genre=GENRE,
        destinataire=courriels[0] if courriels else "",
        sujet=texte.sujet,
        corps=texte.corps,
        pieces=(
            PieceJointe(
                f"accuse_{tete.numero}.pdf", papier=GENRE, objet_id=tete.dossier_id, empreinte=gele["empreinte"]
            ),
            *documents_joints(unite.session, tete.site_id, tete.annee_cible_id),
        ),
    )
    return unite.session.get_one(Message, message).etat == "a_imprimer"


@cas_d_usage(Permission.CONSULTER)
def produire(ctx: Contexte, dossier_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Make the accusé of the last deposit and keep it; the same deposit always gives the paper already kept.

    Raises Introuvable, RegleMetier(accuse_sans_depot), StockagePlein, Invalide (a character that the faces lack).
    """
    site_id = exiger_dossier(ctx, dossier_id, Permission.CONSULTER)
    return _produire(ctx, dossier_id, site_id, operation_id)


def papiers_du_courrier(ctx: Contexte) -> Papiers:
    """What the outbox calls for the paper that a message names, whatever its site; raises like ``produire``.

    The paper kept is given byte for byte; one that was never made is made from what was frozen for that message.
    """

    def papier(piece: PieceJointe) -> bytes:
        dossier_id = piece.objet_id
        if piece.papier != GENRE:
            raise Introuvable("papier", piece.papier)
        with ctx.lire() as session:
            site_id = session.execute(
                select(Campagne.site_id)
                .join(Dossier, Dossier.campagne_id == Campagne.id)
                .where(Dossier.id == dossier_id)
            ).scalar_one_or_none()
            garde = session.execute(
                select(PapierConserve.id)
                .where(
                    PapierConserve.dossier_id == dossier_id,
                    PapierConserve.nom.endswith(_fin_de_nom(piece.empreinte), autoescape=True),
                )
                .limit(1)
            ).scalar()
        if site_id is None:
            raise Introuvable("dossier", dossier_id)
        papier_id = garde or _produire(ctx, dossier_id, site_id, None, piece.empreinte).resultat
        return _lire_papier(ctx, papier_id)[1]

    return papier


def _produire(
    ctx: Contexte, dossier_id: int, site_id: int, operation_id: uuid.UUID | None, empreinte_voulue: str = ""
) -> Fait[int]:
    """Make and keep the accusé of this fingerprint (none given: the last one), unless it is kept already."""
    from imuse_desk.printing.accuse import produire_accuse
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    with ctx.lire() as session:
        ligne = session.execute(
            select(Dossier.prix, Dossier.foyer_id, Dossier.numero).where(Dossier.id == dossier_id)
        ).one()
        emetteur = lire_emetteur(session, ctx.depot, site_id)
    gele = _gele(ligne.prix, empreinte_voulue)
    if gele is None:
        raise RegleMetier("accuse_sans_depot")
    octets = produire_accuse(composer(gele, emetteur))
    empreinte = ctx.depot.ranger(io.BytesIO(octets))
    nom = f"accuse_{ligne.numero}{_fin_de_nom(gele['empreinte'])}"

    def ecrire(unite: Unite) -> int:
        deja = unite.session.execute(
            select(PapierConserve.id).where(PapierConserve.dossier_id == dossier_id, PapierConserve.nom == nom)
        ).scalar_one_or_none()
        if deja is not None:
            return deja
        papier = PapierConserve(
            genre=GENRE,
            site_id=site_id,
            foyer_id=ligne.foyer_id,
            dossier_id=dossier_id,
            nom=nom,
            sha256=empreinte.sha256,
            octets=empreinte.octets,
            operation_id=unite.operation_id,
            a=unite.maintenant,
            par=unite.auteur.agent,
        )
        unite.session.add(papier)
        unite.touche("dossier", dossier_id)
        unite.session.flush()
        return papier.id

    return ctx.ecrire("conserver_accuse", ecrire, operation_id)


def _fin_de_nom(empreinte: str) -> str:
    """What tells a kept accusé from the dossier's others."""
    return f"_{empreinte[:8]}.pdf"


def _gele(prix: Any, empreinte: str) -> dict[str, Any] | None:
    """The frozen accusé of this fingerprint, the last one where none is named."""
    if not isinstance(prix, dict):
        return None
    tous: list[dict[str, Any]] = [prix["accuse"], *prix.get("anciens", ())] if prix.get("accuse") else []
    return next((gele for gele in tous if empreinte in {"", gele["empreinte"]}), None)


def composer(gele: dict[str, Any], emetteur: Any) -> Any:
    """The printing dataclass from the frozen data."""
    from imuse_desk.printing import accuse as papier
    from imuse_desk.printing.adresse import AdressePostale

    def jour(texte: str | None) -> date | None:
        return date.fromisoformat(texte) if texte else None

    manquantes = int(gele["manquantes"])
    limite = jour(gele["limite_le"])
    manque = f"{manquantes} pièces manquent" if manquantes > 1 else "1 pièce manque"
    avant = f", à remettre avant le {date_fr(limite)}" if limite else ""
    detail = manque + avant if manquantes else "toutes les pièces demandées sont là"
    declaration = gele["declaration"]
    return papier.AccuseReinscription(
        emetteur=emetteur,
        adresse=AdressePostale(**{**gele["adresse"], "noms": tuple(gele["adresse"]["noms"])}),
        famille=gele["famille"],
        annee=gele["annee"],
        demarche=gele.get("demarche", REINSCRIPTION),
        reference=gele["reference"],
        dossier=gele["dossier"],
        deposee_a=datetime.fromisoformat(gele["deposee_a"]),
        etat="Dossier incomplet" if manquantes else "Dossier déposé",
        detail_etat=detail,
        enfants=tuple(
            papier.EnfantAccuse(
                e["nom"], jour(e["ne_le"]), e["sexe"], e["etat"],
                tuple(papier.CoursDemande(**c) for c in e["cours"]), e["remarque"],
            )
            for e in gele["enfants"]
        ),
        pieces=tuple(papier.PieceAccuse(**p) for p in gele["pieces"]),
        prix=tuple(papier.LignePrix(**{**p, "bases": tuple(p["bases"])}) for p in gele["prix"]),
        suites=papier.phrases_suite(
            manquantes, limite, jour(gele["confirmation_le"]), str(gele["premiere_facture"] or ""), gele["bloquantes"],
            gele.get("demarche", REINSCRIPTION),
        ),
        declaration=papier.Declaration(
            declaration["version"], declaration["par"], datetime.fromisoformat(declaration["acceptee_a"]),
            declaration["moyen"], RESUME,
        ),
        empreinte=gele["empreinte"],
    )  # fmt: skip


@cas_d_usage(Permission.CONSULTER)
def lire_papier(ctx: Contexte, papier_id: int) -> tuple[str, bytes]:
    """Name and bytes of a paper kept; raises Introuvable."""
    return _lire_papier(ctx, papier_id)


def _lire_papier(ctx: Contexte, papier_id: int) -> tuple[str, bytes]:
    with ctx.lire() as session:
        ligne = session.execute(
            select(PapierConserve.nom, PapierConserve.sha256).where(PapierConserve.id == papier_id)
        ).first()
    if ligne is None:
        raise Introuvable("papier", papier_id)
    with ctx.depot.ouvrir(ligne.sha256) as flux:
        return ligne.nom, flux.read()
