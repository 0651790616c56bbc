import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForTest } from '../../../fixtures/scratch.js';
import { latticectl } from '../../run.js';

function written(text: string): string {
  const file = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(file, text);
  return file;
}

describe('latticectl config', () => {
  it('check: a good one ends with 0 and names its files', async () => {
    const file = written('profile = "power-saver"\n');
    mkdirSync(join(file, '../conf.d'));
    writeFileSync(join(file, '../conf.d/10.toml'), '[sampling]\nactive_hz = 5\n');
    const { code, stdout } = await latticectl(['config', 'check', file]);
    expect([code, stdout]).toEqual([0, `${file}, ${join(file, '../conf.d/10.toml')}: good\n`]);
  });

  it('check: a bad one ends with 1 and says all that is wrong', async () => {
    const file = written('profile = "turbo"\n[sampling]\nactive_hz = 99\n');
    const { code, stdout, stderr } = await latticectl(['config', 'check', file]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `latticectl: ${file}:1: profile: expected one of performance, balanced, power-saver\n` +
        `latticectl: ${file}:3: sampling.active_hz: expected at most 20\n`,
    );
    const json = await latticectl(['config', 'check', file, '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      files: [file],
      ok: false,
      errors: [/turbo|profile/, /active_hz/].map(r => expect.stringMatching(r)),
    });
  });

  it('show: what it comes to is a configuration that says the same', async () => {
    const file = written('profile = "power-saver"\n[sampling]\nactive_hz = 5\n');
    const shown = await latticectl(['config', 'show', file]);
    expect(shown.code).toBe(0);
    const again = await latticectl(['config', 'show', written(shown.stdout), '--json']);
    const first = await latticectl(['config', 'show', file, '--json']);
    expect(JSON.parse(again.stdout).config).toEqual(JSON.parse(first.stdout).config);
  });

  it('default: an annotated one that check finds good', async () => {
    const { code, stdout } = await latticectl(['config', 'default']);
    expect(code).toBe(0);
    expect((await latticectl(['config', 'check', written(stdout)])).code).toBe(0);
  });

  it('default: into a file that is named, and into none that is there', async () => {
    const file = join(folderForTest('config'), 'new.toml');
    expect(await latticectl(['config', 'default', file])).toMatchObject({ code: 0, stdout: `${file}: written\n` });
    expect((await latticectl(['config', 'check', file])).code).toBe(0);
    const again = await latticectl(['config', 'default', file]);
    expect([again.code, again.stderr]).toEqual([1, `latticectl: ${file} is there already, and stays as it is\n`]);
  });

  it('another task is a wrong command line', async () => {
    const { code, stderr } = await latticectl(['config', 'edit']);
    expect(code).toBe(2);
    expect(stderr).toContain('Allowed choices are check, show, default');
  });
});
