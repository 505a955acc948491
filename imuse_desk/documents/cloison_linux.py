"""Linux: no new privileges, and a system call filter that takes away network, processes and every way to change files.

The seccomp program answers EPERM to the calls listed and to any opening for writing; the rest goes through. A thread of
this process may start (the decoder of HEIC photos needs one), another process may not. Kernels or containers without
seccomp keep the other limits. Numbers: kernel tables of x86-64 and of the generic 64-bit machines.
"""

import ctypes
import errno
import os
import platform
import struct

_PR_SET_SECCOMP = 22
_APPEL_SECCOMP = {"x86_64": 317, "aarch64": 277}
_POSER_UN_FILTRE, _A_TOUS_LES_FILS = 1, 1
_PR_SET_NO_NEW_PRIVS = 38
_FILTRE = 2
_LIRE_MOT, _EGAL, _AU_MOINS, _UN_BIT_DE, _RENDRE = 0x20, 0x15, 0x35, 0x45, 0x06
_PERMIS = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_INCONNU = 0x00050000 | errno.ENOSYS
_TUE = 0x80000000
_ABI_X32 = 0x40000000
_FIL = 0x00010000
"""The flag of ``clone`` that asks for a thread."""
_ECRITURE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_INTERDITS: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    "recvfrom": (45, 207), "recvmsg": (47, 212), "recvmmsg": (299, 243), "io_uring_setup": (425, 425),
    "fork": (57, None), "vfork": (58, None),
    "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "creat": (85, None), "openat2": (437, 437), "truncate": (76, 45), "ftruncate": (77, 46),
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "unlink": (87, None), "unlinkat": (263, 35),
    "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None), "mknod": (133, None), "mknodat": (259, 33),
    "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36),
    "chmod": (90, None), "fchmodat": (268, 53), "chown": (92, None), "fchownat": (260, 54),
}  # fmt: skip
_CLONE, _CLONE3 = (56, 220), (435, 435)
# number on each machine and rank of the flags argument
_OUVERTURES: tuple[tuple[tuple[int | None, int | None], int], ...] = (((2, None), 1), ((257, 56), 2))


class _Programme(ctypes.Structure):
    _fields_ = (("taille", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def poser(*, sans_fil: bool = False) -> bool:
    """Close the process in, with all its threads; False where the kernel or the processor has no such filter.

    ``sans_fil`` lets no new thread start either: a second call takes them away from a library that has its own.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or platform.machine() not in _ARCHITECTURES:
        return False
    code = _filtre(*_ARCHITECTURES[platform.machine()], sans_fil=sans_fil)
    programme = _Programme(len(code) // 8, code)
    appel = _APPEL_SECCOMP[platform.machine()]
    if libc.syscall(appel, _POSER_UN_FILTRE, _A_TOUS_LES_FILS, ctypes.byref(programme)) == 0:
        return True
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTRE, ctypes.byref(programme), 0, 0) == 0)


def _filtre(colonne: int, architecture: int, *, sans_fil: bool) -> bytes:
    """Check the architecture, then answer each call; a jump counts the instructions it skips."""
    code = [(_LIRE_MOT, 0, 0, 4), (_EGAL, 1, 0, architecture), (_RENDRE, 0, 0, _TUE), (_LIRE_MOT, 0, 0, 0)]
    code += [(_AU_MOINS, 0, 1, _ABI_X32), (_RENDRE, 0, 0, _REFUSE)]
    for numeros in _INTERDITS.values():
        if (numero := numeros[colonne]) is not None:
            code += [(_EGAL, 0, 1, numero), (_RENDRE, 0, 0, _REFUSE)]
    code += [(_EGAL, 0, 1, _CLONE3[colonne]), (_RENDRE, 0, 0, _INCONNU)]  # its flags can't be read: clone is tried then
    if sans_fil:
        code += [(_EGAL, 0, 1, _CLONE[colonne]), (_RENDRE, 0, 0, _REFUSE)]
    code += [(_EGAL, 0, 4, _CLONE[colonne]), (_LIRE_MOT, 0, 0, 16), (_UN_BIT_DE, 1, 0, _FIL)]
    code += [(_RENDRE, 0, 0, _REFUSE), (_RENDRE, 0, 0, _PERMIS)]
    for numeros, rang in _OUVERTURES:
        if (numero := numeros[colonne]) is not None:
            code += [(_EGAL, 0, 4, numero), (_LIRE_MOT, 0, 0, 16 + 8 * rang), (_UN_BIT_DE, 0, 1, _ECRITURE)]
            code += [(_RENDRE, 0, 0, _REFUSE), (_RENDRE, 0, 0, _PERMIS)]
    code.append((_RENDRE, 0, 0, _PERMIS))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)
