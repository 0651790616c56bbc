import { readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageVersion } from '../../../../src/control/version.js';
import { folderForTest } from '../../../fixtures/scratch.js';
import { latticectl } from '../../run.js';

const source = (name: string): string =>
  readFileSync(new URL(`../../../../native/kmod/${name}`, import.meta.url), 'utf8');

const terms =
  'lattice_terms: policy=0 tau_us=50000 weight=4954 young_us=8000 young=75 pace_us=16000 pace=40 margin=125 rest_us=2000';
const look =
  'lattice_look: policy=0 cpu=0 seq=1 wall_us=5000 idle_us=5000 rests=1 khz=4600000 max_khz=4600000 age_us=0 filtered=0 least=0 regular=0 want=768';

function traced(...lines: readonly string[]): string {
  const file = join(folderForTest('trace'), 'lattice.trace');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

describe('latticectl kernel', () => {
  it('status tells of this machine', async () => {
    const { code, stdout } = await latticectl(['kernel', 'status', '--json']);
    const answer = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(answer).toMatchObject({ kernel: release(), version: packageVersion() });
    const text = await latticectl(['kernel', 'status']);
    expect(text.stdout).toContain(release());
    if (answer.refusal !== null) expect(text.stdout).toContain("It can't be loaded");
  });

  it('unload refuses what is not loaded', async () => {
    expect(await latticectl(['kernel', 'unload'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'latticectl: it is not loaded\n',
    });
  });

  it('trace makes decisions again, and fails where one differs', async () => {
    const good = await latticectl(['kernel', 'trace', traced(terms, look)]);
    expect([good.code, good.stdout]).toEqual([
      0,
      '1 look (0 of a regular CPU), 0 choices (0 of the highest clock)\nEach is what comes of what was seen.\n',
    ]);
    const bad = await latticectl(['kernel', 'trace', traced(terms, look.replace('want=768', 'want=1024'))]);
    expect([bad.code, bad.stdout.split('\n')[1]]).toEqual([1, 'event 1, look: want is 1024, expected 768']);
  });

  it('trace refuses what it can make nothing of', async () => {
    const none = traced('nothing of it');
    expect((await latticectl(['kernel', 'trace', none])).stderr).toBe(
      `latticectl: ${none} has no event lattice_look\n`,
    );
    const late = traced(look);
    expect((await latticectl(['kernel', 'trace', late])).stderr).toContain('nothing is known of policy 0');
    expect((await latticectl(['kernel', 'trace', '/nonexistent'])).stderr).toContain('ENOENT');
  });
});

it("the module's version is the program's", () => {
  expect(/LATTICE_VERSION='"(.*)"'/.exec(source('Kbuild'))?.[1]).toBe(packageVersion());
  expect(/^PACKAGE_VERSION="(.*)"$/m.exec(source('dkms.conf'))?.[1]).toBe(packageVersion());
});
