"""French sentence of each verdict and refusal on a document, shown by ``piece examiner`` and in the windows."""

from typing import Any

PHRASES = {
    "lisible": "fichier lisible",
    "repare": "fichier lisible, réparé à l’ouverture",
    "protege": "protégé par mot de passe",
    "chiffrement_inconnu": "protégé par un chiffrement que le programme ne sait pas ouvrir",
    "abime": "fichier abîmé",
    "sans_page": "0 page",
    "fichier_vide": "fichier vide (0 octet)",
    "pas_un_pdf": "ce fichier n’est pas un PDF : {type}",
    "image_trop_grande": "image trop grande pour être ouverte sans risque (60 millions de pixels au plus)",
    "image_animee": "image animée\u00a0: donnez une photo fixe ou un PDF",
    "heic_indisponible": "les photos HEIC ne s’ouvrent pas sur ce poste\u00a0: donnez un JPEG ou un PDF",
    "trop_complexe": "fichier trop complexe pour être ouvert sans risque",
    "trop_gros": "fichier trop gros : {octets_mo} Mo, {limite_mo} Mo au plus",
    "trop_de_pages": "document de {pages} pages\u00a0: {limite} au plus",
    "fichier_introuvable": "fichier introuvable",
    "pas_un_fichier": "ce n’est pas un fichier",
    "acces_refuse": "le fichier ne peut pas être lu",
    "documents_indisponible": "l’ouverture des documents ne fonctionne pas sur ce poste",
    "document_modifie": "le fichier a changé depuis son ouverture",
    "document_ferme": "le document vient d’être fermé",
    "page_introuvable": "cette page n’existe pas",
    "ocr_indisponible": "la lecture des pages numérisées n’est pas installée sur ce poste",
    "page_abimee": "cette page est abîmée",
}

TYPES = {
    "pdf": "un PDF",
    "jpeg": "une image JPEG",
    "png": "une image PNG",
    "heic": "une photo HEIC",
    "avif": "une image AVIF",
    "gif": "une image GIF",
    "webp": "une image WebP",
    "tiff": "une image TIFF",
    "bmp": "une image BMP",
    "docx": "un document Word",
    "xlsx": "un classeur Excel",
    "pptx": "une présentation PowerPoint",
    "odt": "un document OpenDocument",
    "doc": "un ancien document Microsoft Office",
    "rtf": "un document RTF",
    "zip": "une archive ZIP",
    "gzip": "une archive gzip",
    "7z": "une archive 7-Zip",
    "rar": "une archive RAR",
    "html": "une page web",
    "xml": "un fichier XML",
    "postscript": "un fichier PostScript",
    "executable": "un programme",
    "texte": "un fichier de texte",
    "vide": "un fichier vide",
    "inconnu": "un contenu inconnu",
}


def phrase(code: str, **params: Any) -> str:
    """The sentence of ``code``; ``type`` is a kind of content, sizes are in MB."""
    if "type" in params:
        params["type"] = TYPES[params["type"]]
    return PHRASES[code].format(**params)
