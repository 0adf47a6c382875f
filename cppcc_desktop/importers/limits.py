"""Limits of the reading child process: set by itself where the system can, watched by its parent where not."""

from __future__ import annotations

import subprocess
import sys

MEGABYTE = 1 << 20


def limit_this_process(memory_mb: int, seconds: int) -> None:
    """Bound address space, processor time and output of this process; Windows has no such call."""
    if sys.platform == "win32":
        return
    import resource

    for kind, amount in (
        (resource.RLIMIT_AS, memory_mb * MEGABYTE),
        (resource.RLIMIT_CPU, seconds + 1),
        (resource.RLIMIT_FSIZE, memory_mb * MEGABYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (bound, bound))


def exceeds_memory(process: subprocess.Popen[bytes], memory_mb: int) -> bool:
    """Whether the child holds more than it may; always False where it limits itself."""
    if sys.platform != "win32":
        return False
    return private_bytes(process) > memory_mb * MEGABYTE


if sys.platform == "win32":  # pragma: no cover - tested on Windows by hand
    import ctypes
    from ctypes import wintypes

    class ProcessMemory(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS_EX of the Windows API."""

        _fields_ = [
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *(
                (name, ctypes.c_size_t)
                for name in (
                    "PeakWorkingSetSize",
                    "WorkingSetSize",
                    "QuotaPeakPagedPoolUsage",
                    "QuotaPagedPoolUsage",
                    "QuotaPeakNonPagedPoolUsage",
                    "QuotaNonPagedPoolUsage",
                    "PagefileUsage",
                    "PeakPagefileUsage",
                    "PrivateUsage",
                )
            ),
        ]

    def private_bytes(process: subprocess.Popen[bytes]) -> int:
        """Bytes the child has committed; 0 once it has ended."""
        counters = ProcessMemory(cb=ctypes.sizeof(ProcessMemory))
        handle = wintypes.HANDLE(int(process._handle))
        known = ctypes.windll.kernel32.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb)
        return counters.PrivateUsage if known else 0
