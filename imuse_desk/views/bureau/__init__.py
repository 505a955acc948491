"""The desk's day on a dossier: notepad, things to remember, other documents; what waits; the dossiers opened lately."""
