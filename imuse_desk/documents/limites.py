"""What the documents process may use, set by itself before it reads a single byte of a document.

On Linux: address space, processor time, file size, descriptors, no core dump, no new privileges, and a system call
filter without network, programs or other processes (``cloison_linux``). A parent-death signal is left out on purpose:
the kernel sends it when the *thread* that started the process ends, and pool threads do end; a closed standard input
stops an idle process, and the processor limit a busy one.
"""

import sys

MEMOIRE_MAX = 1024 * 1024 * 1024
"""Bytes of address space."""
MEMOIRE_OCR = 2 * MEMOIRE_MAX
"""For the process that reads pictures: rapidocr was seen to take 1.1 GB and to die at 1 GiB."""
CPU_MAX_S = 6
"""Seconds of processor for one request: below the wall limit, so that a busy computer changes no verdict."""
CPU_OCR_S = 50
"""The same for the reading of one picture."""
DESCRIPTEURS_MAX = 64


def poser() -> None:
    """Apply every limit this system knows to the current process."""
    borner()
    clore()


def borner(memoire: int = MEMOIRE_MAX) -> None:
    """Bound what the process may use; on Windows, that is all."""
    if sys.platform == "win32":
        from imuse_desk.documents import limites_windows

        limites_windows.poser(memoire)
        return
    import resource

    _borner(resource.RLIMIT_AS, memoire)
    _borner(resource.RLIMIT_FSIZE, 0)
    _borner(resource.RLIMIT_CORE, 0)
    _borner(resource.RLIMIT_NOFILE, DESCRIPTEURS_MAX)


def clore(*, sans_fil: bool = False) -> None:
    """Take away network, programs and files; ``sans_fil``, new threads too, once an engine has started its own."""
    if sys.platform == "linux":
        from imuse_desk.documents import cloison_linux

        cloison_linux.poser(sans_fil=sans_fil)


def accorder_cpu(secondes: int = CPU_MAX_S) -> None:
    """Allow the request that starts now its own share of processor time."""
    if sys.platform == "win32":
        return
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    souple = int(usage.ru_utime + usage.ru_stime) + 1 + secondes
    dur = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if dur != resource.RLIM_INFINITY:
        souple = min(souple, dur)
    resource.setrlimit(resource.RLIMIT_CPU, (souple, dur))


def _borner(ressource: int, valeur: int) -> None:
    import resource

    dur = resource.getrlimit(ressource)[1]
    borne = valeur if dur == resource.RLIM_INFINITY else min(valeur, dur)
    resource.setrlimit(ressource, (borne, borne))
