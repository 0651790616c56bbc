import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import { compiled, journalIn, levelSums, rows, scratch } from '../support.js';

const child = fileURLToPath(new URL('../children/write.mjs', import.meta.url));
const scopes = 40;
/** `LATTICE_KILLS=200 npx vitest run test/journal/writer-kill` is the long run. */
const kills = Number(process.env.LATTICE_KILLS ?? 20);
/** Batches before a kill: now few, now many. */
const most = 20;

/** Lets a writer write until `batches` have been flushed and a random moment more, kills it, and tells the last batch it said was flushed. */
function writeAndKill(path: string, batches: number): Promise<{ n: number; started: number }> {
  return new Promise((resolve, reject) => {
    const writer = spawn(
      process.execPath,
      [child, compiled('writer/retrying-writer'), path, compiled('writer/backlog')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    let dying = false;
    writer.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (dying || said.split('\n').length <= batches) return;
      dying = true;
      setTimeout(() => writer.kill('SIGKILL'), Math.random() * 20);
    });
    writer.on('close', (code, signal) => {
      const last = said.trim().split('\n').at(-1) ?? '';
      if (signal === 'SIGKILL') resolve(JSON.parse(last) as { n: number; started: number });
      else reject(new Error(`the writer ended with ${code ?? signal}`));
    });
  });
}

it('survives kills: sound each time, every flushed batch whole, all levels agreed', {
  timeout: kills * 30_000,
}, async () => {
  const path = journalIn(scratch());
  for (let kill = 0; kill < kills; kill++) {
    const { n, started } = await writeAndKill(path, 1 + (kill % most));
    const reader = new JournalReader(path);
    expect(reader.integrity()).toEqual([]);
    const run = reader.lastRun();
    reader.close();
    expect(run).toMatchObject({ started, ended: null });
    const [found] = rows(
      path,
      `SELECT count(*) AS rows, sum(ticks) AS ticks, max(key) AS newest FROM decision WHERE run = ${run?.id}`,
    );
    const flushed = Number(found?.newest) / scopes;
    // The batch after the last one announced may have been committed too.
    expect([n, n + 1]).toContain(flushed);
    expect(found).toEqual({ rows: flushed * scopes, ticks: (2 * flushed - 1) * scopes, newest: flushed * scopes });
    for (const { fine, coarse } of levelSums(path)) expect(coarse).toBe(fine);
  }
  expect(levelSums(path).slice(0, 2)).toMatchObject([{ fine: expect.any(Number) }, { fine: expect.any(Number) }]);
  expect(rows(path, "SELECT count(*) AS gaps FROM gap WHERE why = 'stopped'")).toEqual([{ gaps: kills - 1 }]);
});
