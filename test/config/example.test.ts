import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultConfig } from '../../src/config/config.js';
import { configExample } from '../../src/config/example.js';
import { loadConfig } from '../../src/config/file.js';
import { configReference } from '../../src/config/reference.js';
import { folderForTest } from '../fixtures/scratch.js';

const load = (text: string) => {
  const file = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(file, text);
  return loadConfig(file, true);
};

/** With every key of one of its sections put to use. */
const used = (text: string): string => text.replaceAll(/^#(?=\[|\w)/gm, '');

it('sets nothing as it is', async () => {
  expect(await load(configExample())).toEqual(defaultConfig);
});

it('is good with all of it put to use, where defaults are what they are said to be', async () => {
  const { profile, cadence, journal, remember } = await load(used(configExample()));
  const { profile: p, cadence: c, journal: j, remember: r } = defaultConfig;
  expect({ profile, cadence, journal, remember }).toEqual({ profile: p, cadence: c, journal: j, remember: r });
});

it('says of each key what it is for and what is expected', () => {
  const text = configExample();
  for (const { name, many, settings } of configReference()) {
    if (name !== '') expect(text).toContain(many ? `\n#[[${name}]]\n` : `\n[${name}]\n`);
    for (const { key } of settings) expect(text).toMatch(new RegExp(`^# .*\n#${key} = `, 'm'));
  }
  expect(text).toContain('Expected: one of "performance", "balanced", "power-saver".');
});
