import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { WorkerJournal } from '../../../src/journal/worker/worker-journal.js';
import { eventually } from '../../fixtures/eventually.js';
import { batch, compiled, decision, energy, journalIn, rows, runRow, scratch } from '../support.js';

const thread = pathToFileURL(compiled('worker/thread'));

let dir: string;
let path: string;
beforeEach(() => {
  dir = scratch();
  path = journalIn(dir);
});

describe('WorkerJournal', () => {
  it('writes all it was given before it closes, and ends the run', async () => {
    const journal = new WorkerJournal(path, undefined, thread);
    journal.begin(runRow);
    // It is waited for 5 s at its end, which the start of a thread on a busy machine would take a part of.
    await eventually(() => expect(rows(path, 'SELECT count(*) AS n FROM run')).toEqual([{ n: 1 }]));
    for (let key = 1; key <= 300; key++) journal.write(batch({ until: key, decisions: [decision({ key })] }));
    journal.inventory({ cpu: 'x' });
    await Promise.all([journal.close(), journal.close()]);
    await journal.close();
    expect(journal.health()).toEqual({ path, failure: undefined, movedAside: undefined });
    expect(rows(path, 'SELECT count(*) AS n, max(key) AS newest FROM decision')).toEqual([{ n: 300, newest: 300 }]);
    expect(rows(path, 'SELECT ended_ms IS NOT NULL AS ended FROM run')).toEqual([{ ended: 1 }]);
    expect(rows(path, 'SELECT facts FROM machine')).toEqual([{ facts: '{"cpu":"x"}' }]);
  });

  it("passes on the writer's health", async () => {
    writeFileSync(path, 'x'.repeat(5000));
    const journal = new WorkerJournal(path, undefined, thread);
    journal.begin(runRow);
    await eventually(() => expect(journal.health().movedAside).toMatch(/journal\.db\.corrupt-\d+T\d+Z$/));
    await journal.close();
  });

  it('tries again by itself while the disk does not work, and says so', async () => {
    writeFileSync(join(dir, 'state'), '');
    const blocked = new WorkerJournal(journalIn(join(dir, 'state')), undefined, thread);
    blocked.begin(runRow);
    await eventually(() => expect(blocked.health().failure).toContain('the state directory is no directory'));
    rmSync(join(dir, 'state'));
    await eventually(() => expect(blocked.health().failure).toBeUndefined());
    await blocked.close();
  });
});

/** A thread that fails at its first start on a `write`, and is the real one afterwards. */
function failingOnce(): URL {
  const mark = join(dir, 'failed-once');
  const file = join(dir, 'thread.mjs');
  writeFileSync(
    file,
    `import { existsSync, writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     if (existsSync(${JSON.stringify(mark)})) await import(${JSON.stringify(thread.href)});
     else parentPort.on('message', ({ kind }) => {
       if (kind !== 'write') return parentPort.postMessage({ kind: 'done', health: { path: 'x' } });
       writeFileSync(${JSON.stringify(mark)}, '');
       throw new Error('out of luck');
     });`,
  );
  return pathToFileURL(file);
}

/** ms; longer than any test. */
const never = 3_600_000;

describe('a thread that fails', () => {
  it('is said until it is started again', async () => {
    const journal = new WorkerJournal(path, undefined, failingOnce(), never);
    journal.begin(runRow);
    journal.write(batch({ decisions: [decision()] }));
    await eventually(() => expect(journal.health().failure).toBe(`${path}: the writer's thread failed: out of luck`));
    await journal.close();
  });

  it('is started again, and loses nothing', async () => {
    const journal = new WorkerJournal(path, undefined, failingOnce(), 10);
    journal.begin(runRow);
    journal.inventory({ cpu: 'x' });
    journal.write(batch({ decisions: [decision()], slots: [energy()] }));
    // Only a thread that was started again writes.
    await eventually(() => expect(rows(path, 'SELECT key FROM decision')).toEqual([{ key: 1 }]));
    // Its answer comes after its rows.
    await eventually(() => expect(journal.health().failure).toBeUndefined());
    const psys = energy({ series: { kind: 'energy', name: 'psys' } });
    journal.write(batch({ decisions: [decision({ key: 2 })], slots: [psys, energy({ slot: 1_010_000 })] }));
    await journal.close();
    expect(rows(path, 'SELECT key FROM decision')).toEqual([{ key: 1 }, { key: 2 }]);
    const slots = 'SELECT name, slot_ms AS slot FROM slot_10s JOIN series ON series.id = series ORDER BY name, slot';
    expect(rows(path, slots)).toEqual([
      { name: 'package0', slot: 1_000_000 },
      { name: 'package0', slot: 1_010_000 },
      { name: 'psys', slot: 1_000_000 },
    ]);
    expect(rows(path, 'SELECT facts FROM machine')).toEqual([{ facts: '{"cpu":"x"}' }]);
    expect(rows(path, 'SELECT kind, detail FROM event')).toEqual([
      { kind: 'journal', detail: expect.stringContaining('out of luck') },
    ]);
  });

  it('is started once more to write what is left when the daemon ends meanwhile', async () => {
    const journal = new WorkerJournal(path, undefined, failingOnce(), never);
    journal.begin(runRow);
    journal.write(batch({ decisions: [decision()] }));
    await eventually(() => expect(journal.health().failure).toContain('out of luck'));
    await journal.close();
    expect(rows(path, 'SELECT key FROM decision')).toEqual([{ key: 1 }]);
  });

  it('is not waited for longer than 5 s', async () => {
    const file = join(dir, 'stuck.mjs');
    writeFileSync(
      file,
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { for (;;); });",
    );
    const journal = new WorkerJournal(path, undefined, pathToFileURL(file));
    journal.begin(runRow);
    for (let key = 1; key <= 100; key++) journal.write(batch({ decisions: [decision({ key })] }));
    await journal.close();
    expect(journal.health().failure).toContain('not closed within 5 s');
  });
});
