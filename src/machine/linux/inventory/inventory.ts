import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sendToBackground } from '../procfs/background.js';

const child = new URL('./inventory-child.js', import.meta.url);
const patienceMs = 120_000;
const longestAnswer = 1 << 20;

/**
 * What this machine is, asked of systeminformation in a process of its own: the library and its helpers (dmidecode, lspci) cost 30 MiB that the
 * daemon need not carry. Undefined when it fails or takes longer than 2 min; nothing depends on it.
 */
export function collectInventory(
  entry: URL = child,
  patience = patienceMs,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  return new Promise(resolve => {
    // Its own process group, so that a hung helper of the child goes with it.
    const worker = spawn(process.execPath, [fileURLToPath(entry)], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    sendToBackground(worker.pid);
    let answer = '';
    const deadline = setTimeout(() => endGroup(worker.pid), patience);
    worker.stdout.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      if (answer.length > longestAnswer) endGroup(worker.pid);
    });
    worker.on('error', () => settle(undefined));
    worker.on('close', code => settle(code === 0 ? parse(answer) : undefined));
    const settle = (facts: Readonly<Record<string, unknown>> | undefined): void => {
      clearTimeout(deadline);
      resolve(facts);
    };
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended in the meantime, which is what was wanted.
  }
}

function parse(answer: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const facts: unknown = JSON.parse(answer);
    return typeof facts === 'object' && facts !== null && !Array.isArray(facts) ? { ...facts } : undefined;
  } catch {
    return undefined;
  }
}
