"""The rules of each kind of document, applied to what was read. Each reads the seal first, then the print.

Source: notices of conservatoires: proof of address under three months, in the household's name, of the kinds accepted
here; CAF statement of the CAF itself, under three months, with its month and quotient; notice of income of the season's
year, four pages, sealed amounts equal to the printed ones.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from imuse_desk.domain.argent import MONTANT_MAX_CENTIMES, euros, montant
from imuse_desk.domain.confiance import EtatSceau
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.textes import mots_plies
from imuse_desk.domain.verification import lecture
from imuse_desk.domain.verification.adresses import AccordAdresse, AdresseLue
from imuse_desk.domain.verification.adresses import comparer as comparer_adresses
from imuse_desk.domain.verification.constats import (
    AUTRE_DOCUMENT,
    ETATS_NOM,
    IMPRIME_AUTRE,
    NATURES_SCELLEES,
    Attente,
    Constat,
    Document,
    EtatRegle,
    Lieu,
    Regle,
    lieu_de,
    lieu_lu,
)
from imuse_desk.domain.verification.dates import Fraicheur, fraicheur, premier_jour_admis
from imuse_desk.domain.verification.lecture import Lu, Nature
from imuse_desk.domain.verification.noms import Accord, nomment_le_meme, trouver
from imuse_desk.domain.verification.page import Page, apres

CONFORME, NON_CONFORME, A_VERIFIER = EtatRegle.CONFORME, EtatRegle.NON_CONFORME, EtatRegle.A_VERIFIER
MOTS_DES_NATURES: dict[Nature, str] = {
    Nature.AVIS: "avis d imposition",
    Nature.DECLARATIVE: "situation declarative",
    Nature.NON_IMPOSITION: "non imposition",
    Nature.CAF_PAIEMENT: "paiement",
    Nature.CAF_QUOTIENT: "quotient",
    Nature.TAXE_HABITATION: "taxe d habitation",
    Nature.ECHEANCIER: "echeancier",
    Nature.FACTURE: "facture",
    Nature.QUITTANCE: "quittance",
    Nature.HEBERGEMENT: "hebergement",
    Nature.IDENTITE: "identite",
}
"""What a kind accepted by a site is called in its table of pieces."""
LIBELLES_DATE = (
    "Date d’établissement", "Facture du", "Date de facture", "Émise le", "Date d’émission", "Fait le", "Fait à", "Le",
)  # fmt: skip
_ETATS_SCEAU = {
    EtatSceau.VALIDE: CONFORME,
    EtatSceau.VALIDE_SANS_REVOCATION: CONFORME,
    EtatSceau.INVALIDE: NON_CONFORME,
    EtatSceau.EMETTEUR_ABSENT: A_VERIFIER,
    EtatSceau.PAS_DE_CODE: A_VERIFIER,
}


def juger_domicile(document: Document, attente: Attente) -> tuple[Constat, ...]:
    """Proof of address: kind, date, name, address, and the seal where it bears one: most of them bear none."""
    a_code = document.verdict.etat is not EtatSceau.PAS_DE_CODE
    return (
        *((_sceau(document),) if a_code else ()),
        _nature(document, attente),
        _date(document, attente),
        _nom(document, attente),
        _adresse(document, attente),
    )


def juger_caf(document: Document, attente: Attente) -> tuple[Constat, ...]:
    """CAF statement: issuer, kind, date, month, name, quotient."""
    pages = document.pages
    lieu = lieu_lu(pages)
    emetteur = CONFORME if lecture.vient_de_la_caf(pages) else A_VERIFIER if lieu is None else NON_CONFORME
    mois = lecture.mois_et_annee(pages, "mois de")
    constat_mois = Constat(Regle.MOIS, A_VERIFIER, detail="non_lu")
    if mois is not None:
        annee, rang, lu = mois
        etat = CONFORME if annee == attente.depot.year else A_VERIFIER
        constat_mois = Constat(Regle.MOIS, etat, f"{rang:02}/{annee}", str(attente.depot.year), "", lieu_de(lu))
    return (
        Constat(Regle.EMETTEUR, emetteur, detail="" if emetteur is CONFORME else "autre_que_la_caf", lieu=lieu),
        _nature(document, attente),
        _date(document, attente),
        constat_mois,
        _nom(document, attente),
        _montant(pages, Regle.QUOTIENT, "Quotient familial"),
    )


def juger_avis(document: Document, attente: Attente) -> tuple[Constat, ...]:
    """Notice of income: seal, kind, year, pages, declarants, income, parts, sealed beside printed."""
    return (
        _sceau(document),
        _nature(document, attente),
        _annee(document, attente),
        _pages(document, attente),
        _declarants(document, attente),
        *_revenu(document),
        _parts(document),
    )


def _sceau(document: Document) -> Constat:
    verdict = document.verdict
    lieu = document.lieu_du_sceau if document.sceau is not None else None
    if verdict.etat.est_valide and document.scelle is None:
        return Constat(Regle.SCEAU, A_VERIFIER, verdict.etat.value, "", AUTRE_DOCUMENT, lieu)
    return Constat(Regle.SCEAU, _ETATS_SCEAU[verdict.etat], verdict.etat.value, "", verdict.raison, lieu)


def _nature(document: Document, attente: Attente) -> Constat:
    """The kind, sealed or by its title; a tax on housing or a schedule of payments is told by itself."""
    scelle = document.scelle
    lieu: Lieu | None = None
    genre = Nature.INCONNUE
    if scelle is not None:
        genre, lieu = NATURES_SCELLEES[scelle.genre], document.lieu_du_sceau
    lue = lecture.nature(document.pages)
    if genre is Nature.INCONNUE or (genre is Nature.FACTURE and lue is Nature.ECHEANCIER):
        genre, lieu = lue, lieu_lu(document.pages)
    if genre is Nature.INCONNUE:
        return Constat(Regle.NATURE, A_VERIFIER, detail="non_lue")
    if not attente.natures:
        return Constat(Regle.NATURE, A_VERIFIER, genre.value, "", "a_confirmer", lieu)
    acceptees = [" ".join(mots_plies(nature)) for nature in attente.natures]
    est_acceptee = any(MOTS_DES_NATURES[genre] in nature for nature in acceptees)
    detail = "" if est_acceptee else "non_acceptee"
    return Constat(Regle.NATURE, CONFORME if est_acceptee else NON_CONFORME, genre.value, "", detail, lieu)


def _date(document: Document, attente: Attente) -> Constat:
    """The sealed date of issue, else the printed one, against the deposit."""
    premier = premier_jour_admis(attente.depot, attente.mois_validite)
    scelle = document.scelle
    jour: date | None = None
    lieu: Lieu | None = None
    if scelle is not None and scelle.emis_le is not None:
        jour, lieu = scelle.emis_le, document.lieu_du_sceau
    else:
        trouvee = lecture.date_du_document(document.pages, LIBELLES_DATE)
        if trouvee is not None:
            jour, lieu = trouvee[0], lieu_de(trouvee[1])
    if jour is None:
        return Constat(Regle.DATE, A_VERIFIER, "", date_fr(premier), "non_lue")
    verdict = fraicheur(jour, attente.depot, attente.mois_validite)
    etat = CONFORME if verdict is Fraicheur.ADMISE else NON_CONFORME
    detail = "" if etat is CONFORME else verdict.value
    return Constat(Regle.DATE, etat, date_fr(jour), date_fr(premier), detail, lieu)


def _nom(document: Document, attente: Attente) -> Constat:
    """The sealed names, else the block of the address, against the people of the household.

    A seal that names somebody else than the print may be that of another paper: both names are told.
    """
    imprimes = [bloc.nom for bloc in lecture.destinataires(document.pages)]
    scelles = tuple(noms_scelles(document))
    candidats = [(nom, document.lieu_du_sceau) for nom in scelles] or [(lu.texte, lieu_de(lu)) for lu in imprimes]
    if not candidats:
        return Constat(Regle.NOM, A_VERIFIER, detail="non_lu")
    accords = [trouver(nom, attente.identites)[0] for nom, _ in candidats]
    accord = next((voulu for voulu in ETATS_NOM if voulu in accords), Accord.AUTRE)
    nom, lieu = candidats[accords.index(accord)]
    etat, detail = ETATS_NOM[accord]
    autre = _imprime_autre(scelles, imprimes, attente) if scelles else None
    if autre is not None:
        etat = A_VERIFIER if etat is CONFORME else etat
        return Constat(Regle.NOM, etat, autre.texte, nom, IMPRIME_AUTRE, lieu_de(autre))
    return Constat(Regle.NOM, etat, nom, "", detail, lieu)


def _imprime_autre(scelles: Sequence[str], imprimes: Sequence[Lu], attente: Attente) -> Lu | None:
    """The name printed above the address, where no sealed one is that person's."""
    if any(nomment_le_meme(lu.texte, nom, attente.identites) for lu in imprimes for nom in scelles):
        return None
    return imprimes[0] if imprimes else None


def _declarants(document: Document, attente: Attente) -> Constat:
    """Every declarant is of the household; one who is not may be a new partner: a person looks."""
    premier = _nom(document, attente)
    inconnus = [nom for nom in noms_scelles(document) if trouver(nom, attente.identites)[0] is Accord.AUTRE]
    if premier.etat is CONFORME and inconnus:
        return Constat(Regle.NOM, A_VERIFIER, inconnus[0], "", "declarant_inconnu", document.lieu_du_sceau)
    return premier


def noms_scelles(document: Document) -> Iterable[str]:
    """The names that a valid seal holds: beneficiaries of an invoice, declarants of a notice."""
    scelle = document.scelle
    if scelle is None:
        return ()
    champs = scelle.champs
    compose = " ".join(champs.get(ident, "") for ident in ("13", "12")).strip()
    return tuple(nom for nom in (champs.get("10", ""), compose, champs.get("46", ""), champs.get("48", "")) if nom)


def _adresse(document: Document, attente: Attente) -> Constat:
    scelle = document.scelle
    lue: AdresseLue | None = None
    lieu: Lieu | None = None
    if scelle is not None and scelle.champs.get("22") and scelle.champs.get("24"):
        lue = AdresseLue(scelle.champs["22"], scelle.champs["24"], scelle.champs.get("25", ""))
        lieu = document.lieu_du_sceau
    else:
        bloc = next(iter(lecture.destinataires(document.pages)), None)
        if bloc is not None:
            lue, lieu = AdresseLue(bloc.voie.texte, bloc.cp, bloc.ville), lieu_de(bloc.voie)
    if lue is None:
        return Constat(Regle.ADRESSE, A_VERIFIER, detail="non_lue")
    if not attente.adresses:
        return Constat(Regle.ADRESSE, A_VERIFIER, lue.dite, "", "a_confirmer", lieu)
    return juger_adresse(lue.dite, [(lue, connue) for connue in attente.adresses], lieu)


def juger_adresse(dite: str, paires: Sequence[tuple[AdresseLue, AdresseLue]], lieu: Lieu | None) -> Constat:
    """An address beside each one of the file, of which there is one at least; the nearest is told, else the first."""
    accords = {comparer_adresses(lue, connue): connue for lue, connue in reversed(paires)}
    if AccordAdresse.MEME in accords:
        return Constat(Regle.ADRESSE, CONFORME, dite, lieu=lieu)
    if (proche := accords.get(AccordAdresse.PROCHE)) is not None:
        return Constat(Regle.ADRESSE, A_VERIFIER, dite, proche.dite, "proche", lieu)
    return Constat(Regle.ADRESSE, NON_CONFORME, dite, accords[AccordAdresse.AUTRE].dite, "autre_adresse", lieu)


def _annee(document: Document, attente: Attente) -> Constat:
    """The year of the incomes, that of the season."""
    attendue = str(attente.annee_revenus or "")
    scelle = document.scelle
    if scelle is not None and scelle.champs.get("45"):
        valeur, lieu = scelle.champs["45"], document.lieu_du_sceau
    else:
        lus = [lu for page in document.pages for lu in _annees(page)]
        if not lus:
            return Constat(Regle.ANNEE, A_VERIFIER, "", attendue, "non_lue")
        valeur, lieu = lus[0].texte, lieu_de(lus[0])
    if not attendue:
        return Constat(Regle.ANNEE, A_VERIFIER, valeur, "", "a_confirmer", lieu)
    etat = CONFORME if valeur == attendue else NON_CONFORME
    return Constat(Regle.ANNEE, etat, valeur, attendue, "" if etat is CONFORME else "autre_annee", lieu)


def _annees(page: Page) -> Iterable[Lu]:
    for segment in apres(page, "revenus de l année"):
        mot = segment.mots[0]
        if mot.texte[:4].isdigit():
            yield Lu(mot.texte[:4], page.numero, mot.boite, page.source)


def _pages(document: Document, attente: Attente) -> Constat:
    """Four pages by count and by their marks (``n/4``), over every file of the notice."""
    marques = [(rang, total) for rang, total, _ in lecture.marques(document.pages)]
    return juger_pages(document.pages_comptees, marques, attente.pages or 1)


def juger_pages(comptees: int, marques: Iterable[tuple[int, int]], attendues: int) -> Constat:
    """So many pages counted, and so many marks read, for so many expected."""
    vues = {rang for rang, total in marques if total == attendues}
    dit = str(comptees)
    if comptees < attendues:
        return Constat(Regle.PAGES, NON_CONFORME, dit, str(attendues), "pages_manquantes")
    if comptees > attendues:
        return Constat(Regle.PAGES, A_VERIFIER, dit, str(attendues), "pages_en_trop")
    if not vues:
        return Constat(Regle.PAGES, CONFORME, dit, str(attendues), "sans_marques")
    manquantes = sorted(set(range(1, attendues + 1)) - vues)
    if manquantes:
        dites = ", ".join(str(rang) for rang in manquantes)
        return Constat(Regle.PAGES, A_VERIFIER, dit, str(attendues), f"marques_absentes:{dites}")
    return Constat(Regle.PAGES, CONFORME, dit, str(attendues))


def _revenu(document: Document) -> tuple[Constat, ...]:
    """The income: sealed beside each place where it is printed; the sealed one is optional."""
    imprimes = list(lecture.montants(document.pages, "Revenu fiscal de référence"))
    scelle = document.scelle
    centimes = parts_en_centiemes(scelle.champs.get("41", "")) if scelle is not None else None
    if scelle is None or centimes is None:
        sien = _montant(document.pages, Regle.REVENU, "Revenu fiscal de référence")
        return sien, _imprimes(imprimes, est_scelle=scelle is not None)
    sien = Constat(Regle.REVENU, CONFORME, euros(centimes), lieu=document.lieu_du_sceau, centimes=centimes)
    if not imprimes:
        return sien, Constat(Regle.CONCORDANCE, A_VERIFIER, "", euros(centimes), "non_lu")
    autre = next(((vu, lu) for vu, lu in imprimes if vu != centimes), None)
    if autre is not None:
        vu, lu = autre
        return sien, Constat(Regle.CONCORDANCE, NON_CONFORME, euros(vu), euros(centimes), "differe", lieu_de(lu))
    return sien, Constat(Regle.CONCORDANCE, CONFORME, euros(centimes), euros(centimes), lieu=lieu_de(imprimes[0][1]))


def _imprimes(imprimes: Sequence[tuple[int, Lu]], *, est_scelle: bool) -> Constat:
    """Without a sealed income (it is optional), the printed ones tell on one another, and prove little alone."""
    if not imprimes:
        return Constat(Regle.CONCORDANCE, A_VERIFIER, detail="non_lu")
    centimes, premier = imprimes[0]
    autre = next(((vu, lu) for vu, lu in imprimes if vu != centimes), None)
    if autre is not None:
        vu, lu = autre
        return Constat(Regle.CONCORDANCE, NON_CONFORME, euros(vu), euros(centimes), "imprimes_differents", lieu_de(lu))
    sur = est_scelle and len(imprimes) > 1
    detail = "revenu_non_scelle" if est_scelle else "sans_sceau"
    return Constat(Regle.CONCORDANCE, CONFORME if sur else A_VERIFIER, euros(centimes), "", detail, lieu_de(premier))


def _parts(document: Document) -> Constat:
    imprimees = next(lecture.montants(document.pages, "Nombre de parts"), None)
    scelle = document.scelle
    if scelle is None or not scelle.champs.get("43"):
        return _montant(document.pages, Regle.PARTS, "Nombre de parts")
    scellees = parts_en_centiemes(scelle.champs["43"])
    if scellees is None:
        return Constat(Regle.PARTS, A_VERIFIER, scelle.champs["43"], detail="illisible", lieu=document.lieu_du_sceau)
    dit = montant(scellees)
    if imprimees is not None and imprimees[0] != scellees:
        lu = lieu_de(imprimees[1])
        return Constat(Regle.PARTS, NON_CONFORME, montant(imprimees[0]), dit, "differe", lu, scellees)
    return Constat(Regle.PARTS, CONFORME, dit, lieu=document.lieu_du_sceau, centimes=scellees)


def parts_en_centiemes(texte: str) -> int | None:
    """A sealed number (``34512``, ``2,5``) times a hundred; None for what is none."""
    entier, _, decimales = texte.replace(".", ",").partition(",")
    if not entier.isdecimal() or (decimales and not decimales.isdecimal()) or len(entier) > 12:
        return None
    centiemes = int(entier) * 100 + int((decimales + "00")[:2])
    return centiemes if centiemes <= MONTANT_MAX_CENTIMES else None


def _montant(pages: Sequence[Page], regle: Regle, libelle: str) -> Constat:
    """An amount that nothing seals: a person confirms it."""
    trouve = next(lecture.montants(pages, libelle), None)
    if trouve is None:
        return Constat(regle, A_VERIFIER, detail="non_lu")
    centimes, lu = trouve
    dit = montant(centimes) if regle is Regle.PARTS else euros(centimes)
    return Constat(regle, A_VERIFIER, dit, detail="a_confirmer", lieu=lieu_de(lu), centimes=centimes)
