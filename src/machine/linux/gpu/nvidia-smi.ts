import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';

/** Where distributions put it. The user's PATH is not asked: the helper, which runs as root, uses the same list. */
const usual = [
  '/usr/bin/nvidia-smi',
  '/usr/local/bin/nvidia-smi',
  '/usr/lib/wsl/lib/nvidia-smi',
  '/run/current-system/sw/bin/nvidia-smi',
];

/** nvidia-smi's path; undefined where there is none, and then there is no GPU support. */
export function findNvidiaSmi(): string | undefined {
  return usual.find(path => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const patienceMs = 10_000;

/** The text of `--help-query-gpu`; undefined when it can't be had. */
export function queryHelp(path: string): Promise<string | undefined> {
  return new Promise(resolve => {
    const options = { timeout: patienceMs, killSignal: 'SIGKILL', maxBuffer: 1024 * 1024 } as const;
    execFile(path, ['--help-query-gpu'], options, (error, stdout) => resolve(error === null ? stdout : undefined));
  });
}
