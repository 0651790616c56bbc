"""Runs a program under the SystemCallFilter of a unit, as systemd would: under-filter.py UNIT PROGRAM [ARGUMENT...]

Groups are asked of systemd-analyze, numbers of libseccomp, which systemd itself uses."""
import ctypes
import os
import re
import subprocess
import sys

ALLOW, EPERM = 0x7FFF0000, 0x00050000 | 1


def expand(word):
    if not word.startswith("@"):
        return [word]
    text = subprocess.run(["systemd-analyze", "syscall-filter", word], check=True, capture_output=True, text=True).stdout
    inner = [line.strip() for line in text.splitlines()[1:]]
    return [name for one in inner if one and not one.startswith("#") for name in expand(one)]


def allowed(unit):
    names = {}
    for line in re.findall(r"^SystemCallFilter=(.*)$", open(unit).read(), re.M):
        forbids = line.startswith("~")
        for word in line.lstrip("~").split():
            for name in expand(word.split(":")[0]):
                names[name] = not forbids
    # Always there in an allow list (seccomp_parse_syscall_filter).
    names.update({name: True for name in expand("@default") if name not in names})
    return [name for name, may in names.items() if may]


def main(unit, *program):
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(EPERM))
    for name in allowed(unit):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            seccomp.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), ctypes.c_int(number), ctypes.c_uint(0))
    if seccomp.seccomp_load(context) != 0:
        raise SystemExit("the filter can't be loaded")
    os.execv(program[0], program)


main(*sys.argv[1:])
