"""latticed on a simulated machine."""

import os
import subprocess

from listener import until


def daemon(folder):
    """Its process, once it listens in `folder`/run."""
    root = os.path.join(os.path.dirname(__file__), "../..")
    command = ["node", f"{root}/dist/latticed.js", "--simulate", "--foreground", "--state-dir", f"{folder}/state", "--runtime-dir", f"{folder}/run"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: process.poll() is not None or os.path.exists(f"{folder}/run/heartbeat.sock"), "the daemon's socket")
    assert process.poll() is None, "the daemon ended"
    return process
