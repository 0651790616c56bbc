import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../../src/journal/migrations/migrate.js';
import { migrations } from '../../../src/journal/migrations/migrations.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, decision, reason, runRow } from '../support.js';
import { contentOf, oldJournal, schemaOf } from './old-journals.js';

const folder = new URL('../../../src/journal/migrations/', import.meta.url);
const source = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const golden = (name: string): string => fileURLToPath(new URL(`golden/${name}`, import.meta.url));

/** SHA-256 of each landed file. A hash is added with a new file and never changed: journals out there have gone this step already. */
const landed: Readonly<Record<string, string>> = {
  '0001-first-tables.ts': 'a4d82e18af7a0ffe928e7046ee89bf75186be5a17a23a8d1f9272b34ea35c998',
  '0002-levels.ts': '837d7e1d8c2e93920fa2fbc6c603439ab70a2d0440f498ea563d67f019ff5870',
  '0003-decision-days.ts': '23ab96b9a39d0844e4374bacba236bffc83db7cae86122632eb5d29c125092ea',
  '0004-experiments.ts': '8cc4fd1290087b96692cf95d0667e299811aaac35918d6d47c77fcdf9972471b',
  '0005-decision-forms.ts': 'a8fc07c84251c90863f7969371e9a6bf87adb5ff5ef55ebfe5165c0fb6672409',
  '0006-long-levels.ts': 'a5ea1d48216d08b991fde49be01e0f87fc0d60da42881b851a738b51a640a130',
  '0007-decision-packs.ts': '6c494c335e6f32a5bd4d21f8b3ebcf700439258625cf1e7ef4312f9f7b7b4ecd',
  '0008-usage.ts': 'e59f529535945a814e544a296fabd083edf15d87d2f8ad341e430496c8b5390a',
  '0009-experiment-work.ts': 'd818af795c1ed5e4fcd20e341034908a5fb1a859c8c17605233046b42d588742',
};

const files = readdirSync(folder)
  .filter(name => /^\d{4}-/.test(name))
  .sort();
const versions = migrations.map((_, i) => i + 1);

describe('landed migrations', () => {
  it('are numbered from 1 without a gap, one file for each step of the list', () => {
    expect(files.map(name => Number(name.slice(0, 4)))).toEqual(versions);
    expect(Object.keys(landed)).toEqual(files);
    const listed = [...source('migrations.ts').matchAll(/from '\.\/(\d{4}-[a-z-]+)\.js'/g)].map(m => `${m[1]}.ts`);
    expect(listed).toEqual(files);
  });

  it.each(files)('%s is as it landed', file => {
    const hash = createHash('sha256').update(source(file)).digest('hex');
    expect(hash, `${file} was changed; add a new migration instead`).toBe(landed[file]);
  });

  it.each(files)('%s takes no code from elsewhere, which could change', file => {
    expect(source(file).match(/^import (?!type ).*|\bimport\(/m)).toBeNull();
  });
});

describe('a journal brought to the newest version', () => {
  it('has the pinned schema when it is new', async () => {
    const fresh = new Database(':memory:');
    migrate(fresh);
    await expect(schemaOf(fresh)).toMatchFileSnapshot(golden('schema.sql'));
  });

  it.each(versions)('from version %i has the schema of a new one and all its rows', async version => {
    const fresh = new Database(':memory:');
    migrate(fresh);
    const old = oldJournal(version);
    migrate(old);
    expect(schemaOf(old)).toBe(schemaOf(fresh));
    await expect(contentOf(old)).toMatchFileSnapshot(golden(`from-version-${version}.txt`));
  });

  it('shows the decisions, gaps and events of version 1 as the writer stores them today', () => {
    const old = oldJournal(1);
    migrate(old);
    const fresh = new Database(':memory:');
    migrate(fresh);
    const writer = new Writer(fresh);
    writer.begin({ ...runRow, started: 1000 });
    const facts = { share: 0.041, top_khz: 4_600_000, when: 'on battery' };
    const said = { ...reason, facts };
    const common = { ticks: 10, profile: 'balanced' } as const;
    writer.write(
      batch({
        until: 9000,
        decisions: [
          decision({
            ...common,
            key: 1,
            from: 1000,
            until: 1900,
            before: { max_freq: 4e6 },
            after: { max_freq: 2.4e6, epp: 'power' },
            readback: { max_freq: 2_399_000 },
            reasons: [said],
            features: { busy: 0.25 },
          }),
          decision({
            ...common,
            key: 2,
            from: 2000,
            until: 2900,
            mode: 'observe',
            before: {},
            after: {},
            reasons: [said, { ...said, control: 'min_freq', bound: 'min' }],
            features: {},
          }),
        ],
        gaps: [{ from: 3000, until: 4000, why: 'suspend' }],
        events: [{ at: 5000, kind: 'drift', what: 'max_freq', detail: { wanted: 1 } }],
      }),
    );
    for (const table of ['decision', 'decision_form', 'gap', 'event']) {
      const all = `SELECT * FROM ${table} ORDER BY 1`;
      expect(old.prepare(all).all()).toEqual(fresh.prepare(all).all());
    }
  });
});
