import { spawn } from 'node:child_process';
import { connect as connectSocket } from 'node:net';
import type { Readable, Writable } from 'node:stream';

/** One byte stream to a helper, whoever started it. */
export interface Connection {
  readonly input: Readable;
  readonly output: Writable;
  /** Called once with what ended it. */
  onEnd(listener: (why: string) => void): void;
  /** Ends it in order: the helper restores on EOF. Kills a spawned helper that does not leave within the grace. */
  close(graceMs: number): Promise<void>;
}

export interface SpawnOptions {
  readonly path: string;
  readonly runtimeDir: string;
  readonly root: string;
  readonly readOnly: boolean;
  /** Instead of the one that the helper finds. */
  readonly nvidiaSmi?: string | undefined;
}

/** Starts a helper of our own on a pipe; what it says on stderr is handed to `log`. */
export function spawnHelper(
  { path, runtimeDir, root, readOnly, nvidiaSmi }: SpawnOptions,
  log: (line: string) => void,
): Connection {
  const args = ['--stdio', '--root', root, '--runtime-dir', runtimeDir];
  if (readOnly) args.push('--read-only');
  if (nvidiaSmi !== undefined) args.push('--nvidia-smi', nvidiaSmi);
  const child = spawn(path, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line !== '') log(line);
  });
  const ended = new Promise<string>(resolve => {
    child.once('error', error => resolve(spawnFailure(path, error)));
    // `close` comes after the last byte of its output, `exit` may come before.
    child.once('close', (code, signal) =>
      resolve(signal === null ? `lattice-helper exited with ${code}` : `lattice-helper was killed by ${signal}`),
    );
  });
  // A write to a helper that has just died must not end the engine; `ended` tells.
  child.stdin.on('error', () => child.stdin.destroy());
  return {
    input: child.stdout,
    output: child.stdin,
    onEnd: listener => void ended.then(listener),
    close: async graceMs => {
      child.stdin.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function spawnFailure(path: string, error: Error & { code?: string }): string {
  if (error.code === 'ENOENT')
    return `no lattice-helper at ${path}: build it with \`make -C native\` or set LATTICE_HELPER`;
  if (error.code === 'EACCES') return `lattice-helper at ${path} may not be executed by this user`;
  return `lattice-helper at ${path}: ${error.message}`;
}

/** Connects to the helper that systemd runs. */
export function connectHelper(socketPath: string): Connection {
  const socket = connectSocket(socketPath);
  const ended = new Promise<string>(resolve => {
    socket.once('error', (error: Error & { code?: string }) =>
      resolve(
        error.code === 'EACCES'
          ? `no permission for ${socketPath}: the engine's user must be in the socket's group`
          : `lattice-helper at ${socketPath}: ${error.message}`,
      ),
    );
    socket.once('close', () => resolve(`lattice-helper closed ${socketPath}`));
  });
  return {
    input: socket,
    output: socket,
    onEnd: listener => void ended.then(listener),
    close: async graceMs => {
      socket.end();
      const timer = setTimeout(() => socket.destroy(), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
