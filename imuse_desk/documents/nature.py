"""What a file really is, from its first and last bytes: read in the program itself, nothing is parsed."""

TETE = 64 * 1024
"""Bytes wanted from the start, and from the end, of the file."""
ENTETE_PDF_MAX = 1024
IMAGES = frozenset({"jpeg", "png", "heic"})
"""Pictures that the documents process turns into a page."""

_DEBUTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"%!PS", "postscript"),
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
)
_MARQUES_ISO = {b"heic": "heic", b"heix": "heic", b"hevc": "heic", b"mif1": "heic", b"msf1": "heic", b"avif": "avif"}
_MEMBRES_ZIP = (
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
    (b"ppt/", "pptx"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "odt"),
)
_CONTROLES = bytes(octet for octet in range(32) if octet not in b"\t\n\f\r\x1b")


def entete_pdf(tete: bytes) -> int:
    """Offset of ``%PDF-`` within the first 1,024 bytes, or -1."""
    return tete[: ENTETE_PDF_MAX + 4].find(b"%PDF-")


def nature(tete: bytes, queue: bytes = b"") -> str:
    """Kind of content of a file that begins with ``tete`` and ends with ``queue`` (a key of ``messages.TYPES``)."""
    if not tete:
        return "vide"
    if entete_pdf(tete) >= 0:
        return "pdf"
    for debut, genre in _DEBUTS:
        if tete.startswith(debut):
            return genre
    if tete[4:8] == b"ftyp":
        return _MARQUES_ISO.get(tete[8:12], "inconnu")
    if tete.startswith(b"RIFF") and tete[8:12] == b"WEBP":
        return "webp"
    if tete.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((genre for membre, genre in _MEMBRES_ZIP if membre in tete or membre in queue), "zip")
    return _texte(tete)


def _texte(tete: bytes) -> str:
    debut = tete.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024].lower()
    if debut.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in debut:
        return "html"
    if debut.startswith(b"<?xml"):
        return "xml"
    return "inconnu" if any(octet in _CONTROLES for octet in set(tete)) else "texte"
