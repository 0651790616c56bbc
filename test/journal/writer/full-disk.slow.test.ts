import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compiled, journalIn, levelSums, rows, scratch } from '../support.js';

const child = fileURLToPath(new URL('../children/write.mjs', import.meta.url));

interface Line {
  readonly n: number;
  readonly failure: string | null;
}

// A file size limit stands for a full disk: it needs no root, and the kernel refuses the same writes.
it('says that the disk is full, goes on, and catches up when there is room', async () => {
  const path = journalIn(scratch());
  const args = [
    '--fsize=400000:unlimited',
    process.execPath,
    child,
    compiled('writer/retrying-writer'),
    path,
    compiled('writer/backlog'),
  ];
  const writer = spawn('prlimit', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: writer.stdout })[Symbol.asyncIterator]();
  const until = async (wanted: (line: Line) => boolean): Promise<Line> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the writer ended by itself');
      const line = JSON.parse(value) as Line;
      if (wanted(line)) return line;
    }
  };
  const full = await until(line => line.failure !== null);
  expect(full.failure).toMatch(/: a read or write of the disk failed .*\(SQLITE_IOERR_WRITE\)|the disk is full/);
  await until(line => line.failure?.includes('rows given up') === true);
  execFileSync('prlimit', ['--pid', String(writer.pid), '--fsize=unlimited']);
  const { n } = await until(line => line.failure === null);
  writer.kill('SIGKILL');
  const [event] = rows(path, "SELECT detail FROM event WHERE kind = 'journal'");
  const lost = (JSON.parse(String(event?.detail)) as { rows: number }).rows;
  const [found] = rows(path, `SELECT count(*) AS rows, max(key) AS newest FROM decision WHERE key <= ${n * 40}`);
  expect(found?.newest).toBe(n * 40);
  expect(lost).toBeGreaterThan(0);
  const sums = levelSums(path);
  expect(sums.slice(0, 2)).toMatchObject([{ fine: expect.any(Number) }, { fine: expect.any(Number) }]);
  for (const { fine, coarse } of sums) expect(coarse).toBe(fine);
  expect(Number(found?.rows) + lost).toBeGreaterThanOrEqual(n * 40);
});
