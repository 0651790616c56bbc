// Writes batches to the journal argv[3] without end, with the compiled RetryingWriter argv[2] and Backlog argv[4]; prints one JSON line for each.
import { writeSync } from 'node:fs';

const [, , retryingWriter, journal, backlogModule] = process.argv;
const { RetryingWriter } = await import(retryingWriter);
const { Backlog } = await import(backlogModule);

const started = Date.now();
const writer = new RetryingWriter(journal, Date.now, new Backlog(400));
writer.begin({ started, bootId: 'boot', version: 'test', machine: 'linux', simulated: false });

const scopes = 40;
const plan = { mode: 'govern', profile: 'balanced', before: {}, readback: null, reasons: [], features: { busy: 0.5 } };

const under = { mode: 'govern', profile: 'balanced', source: 'mains', governor: 'schedutil' };
/** 10 s pass in 5 ms, so that minutes and quarters of an hour are filled while it writes. */
const firstSlot = Math.floor(started / 5);
/** The slot of batch `n`, the one before it once more, grown, and one that has long been added to the coarser levels. */
const slotsOf = n =>
  [n, n - 1, n - 20].map(at => ({
    slot: (firstSlot + at) * 10_000,
    series: { kind: 'energy', name: 'package0' },
    under,
    part: 0,
    integral: 1000 + n * 7 - at,
    measuredMs: 10_000,
    min: 100,
    max: 200,
  }));

/** Batch `n`: closes the rows of batch n - 1 and opens `scopes` new ones. */
function batchOf(n) {
  const now = Date.now();
  const row = (key, scope, ticks) => ({
    key,
    scope: `policy${scope}`,
    from: now,
    until: now,
    ticks,
    after: { n },
    ...plan,
  });
  const decisions = [];
  for (let scope = 0; scope < scopes; scope++) {
    if (n > 1) decisions.push(row((n - 2) * scopes + scope + 1, scope, 2));
    decisions.push(row((n - 1) * scopes + scope + 1, scope, 1));
  }
  return { until: now, decisions, slots: slotsOf(n), gaps: [], events: [] };
}

let n = 0;
setInterval(() => {
  writer.retry();
  writer.write(batchOf(++n));
  writeSync(1, `${JSON.stringify({ n, started, failure: writer.health().failure ?? null })}\n`);
}, 5);
