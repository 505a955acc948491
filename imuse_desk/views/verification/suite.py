"""The order of the queue around the piece on show, Qt-free."""

File = tuple[int, ...]


def rang(file: File, courante: int | None) -> int:
    """Rank of the piece on show, from 0."""
    return file.index(courante) if courante in file else 0


def apres(file: File, courante: int | None, nombre: int) -> File:
    """The pieces that follow the one on show, round to the first ones."""
    if courante not in file:
        return file[:nombre]
    place = file.index(courante)
    return (file[place + 1 :] + file[:place])[:nombre]


def tenir(file: File, avant: File, courante: int | None) -> File:
    """The queue read again, with the piece on show where it stood if it is gone: what followed it still does."""
    if courante is None or courante in file or courante not in avant:
        return file
    suivante = next((p for p in avant[avant.index(courante) + 1 :] if p in file), None)
    place = file.index(suivante) if suivante is not None else len(file)
    return (*file[:place], courante, *file[place:])
