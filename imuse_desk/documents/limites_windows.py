"""Limits of the documents process on Windows: a Job Object set through ctypes.

Memory is capped, no child process may be started, and the job dies with its last handle.
Untested: written from the documented structures, never run on a Windows computer.
"""

import ctypes

_LIMITE_PROCESSUS_ACTIFS = 0x00000008
_LIMITE_MEMOIRE_PROCESSUS = 0x00000100
_MOURIR_SUR_EXCEPTION = 0x00000400
_TUER_A_LA_FERMETURE = 0x00002000
_INFORMATION_ETENDUE = 9
_SANS_BOITE_D_ERREUR = 0x0001 | 0x0002


class _LimitesDeBase(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _CompteursES(ctypes.Structure):
    _fields_ = tuple((nom, ctypes.c_uint64) for nom in ("Read", "Write", "Other", "ReadB", "WriteB", "OtherB"))


class _LimitesEtendues(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _LimitesDeBase),
        ("IoInfo", _CompteursES),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def poser(memoire_max: int) -> None:
    """Put the current process in a job of its own, capped at ``memoire_max`` bytes; raises OSError."""
    noyau = ctypes.CDLL("kernel32", use_last_error=True)
    noyau.CreateJobObjectW.restype = ctypes.c_void_p
    noyau.GetCurrentProcess.restype = ctypes.c_void_p
    travail = noyau.CreateJobObjectW(None, None)
    limites = _LimitesEtendues()
    base = limites.BasicLimitInformation
    base.LimitFlags = (
        _LIMITE_MEMOIRE_PROCESSUS | _LIMITE_PROCESSUS_ACTIFS | _TUER_A_LA_FERMETURE | _MOURIR_SUR_EXCEPTION
    )
    base.ActiveProcessLimit = 1
    limites.ProcessMemoryLimit = memoire_max
    posees = noyau.SetInformationJobObject(
        ctypes.c_void_p(travail), _INFORMATION_ETENDUE, ctypes.byref(limites), ctypes.sizeof(limites)
    )
    if not posees or not noyau.AssignProcessToJobObject(
        ctypes.c_void_p(travail), ctypes.c_void_p(noyau.GetCurrentProcess())
    ):
        raise OSError(noyau.GetLastError(), "Job Object")
    noyau.SetErrorMode(_SANS_BOITE_D_ERREUR)
