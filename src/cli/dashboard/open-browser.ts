import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Opens an address in the user's browser, where there is a desktop. Command lines are everybody's to read, and the address lets change things: so the
 * browser is given a file that only this user can read and that leads there. Gives what removes it.
 */
export function openInBrowser(address: string, env: NodeJS.ProcessEnv = process.env): () => void {
  if (env.DISPLAY === undefined && env.WAYLAND_DISPLAY === undefined) return () => undefined;
  const folder = mkdtempSync(join(env.XDG_RUNTIME_DIR ?? tmpdir(), 'lattice-dashboard-'));
  const file = join(folder, 'lattice.html');
  writeFileSync(
    file,
    `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${address}">\n`,
    {
      mode: 0o600,
      flag: 'wx',
    },
  );
  const opener = spawn('xdg-open', [file], { stdio: 'ignore', detached: true, env });
  // Not installed: the address is printed.
  opener.once('error', () => undefined);
  opener.unref();
  return () => rmSync(folder, { recursive: true, force: true });
}
