import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DailyFormat } from '../../config/schedule.js';
import { makeFolder } from '../../journal/writer/make-folder.js';
import { sendToBackground } from '../../machine/linux/procfs/background.js';

const latticectl = fileURLToPath(new URL('../../latticectl.js', import.meta.url));
const patienceMs = 60_000;
const longestComplaint = 1000;

export interface DailyReport {
  readonly stateDir: string;
  readonly format: DailyFormat;
  readonly timezone: string | undefined;
}

/** The day before the one that contains `at`, and that day itself, as dates in the time zone. */
export function dayBefore(at: number, timezone: string | undefined): readonly [string, string] {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(at);
  const before = new Date(Date.parse(`${day}T00:00Z`) - 86_400_000);
  return [before.toISOString().slice(0, 10), day];
}

/**
 * Writes the report of the day before `at`; resolves with its path, rejects with a message. latticectl makes it in its own process, so that the
 * daemon need not load the code that reads a journal.
 */
export function writeDailyReport({ stateDir, format, timezone }: DailyReport, at: number): Promise<string> {
  const [day, next] = dayBefore(at, timezone);
  const folder = join(stateDir, 'reports');
  const path = join(folder, `${day}.${format === 'table' ? 'txt' : format}`);
  return new Promise((resolve, reject) => {
    makeFolder(folder);
    const span = ['--since', day, '--until', next, '--by', 'hour'];
    const child = spawn(
      process.execPath,
      [latticectl, 'report', '--state-dir', stateDir, ...span, '--format', format, '--output', path],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: patienceMs,
        env: { ...process.env, ...(timezone === undefined ? {} : { TZ: timezone }) },
      },
    );
    sendToBackground(child.pid);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(0, longestComplaint);
    });
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) resolve(path);
      else reject(new Error(said.trim() || `latticectl report ended with ${code ?? 'a signal'}`));
    });
  });
}
