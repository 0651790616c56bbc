import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { idleCaps } from '../../src/config/caps.js';
import { ConfigError, defaultConfig } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/file.js';
import { folderForTest } from '../fixtures/scratch.js';

let file = '';
let folder = '';

beforeEach(() => {
  folder = folderForTest('config');
  file = join(folder, 'lattice.toml');
});

const write = (name: string, ...lines: string[]): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), lines.join('\n'));
};

describe('a good configuration', () => {
  it('is the default when there is none and none was asked for', async () => {
    expect(await loadConfig(file, false)).toEqual(defaultConfig);
  });

  it('is the default when the file is empty', async () => {
    write('lattice.toml', '');
    expect(await loadConfig(file, true)).toEqual(defaultConfig);
  });

  it('takes what the file says and leaves the rest', async () => {
    write('lattice.toml', 'profile = "power-saver"', '[sampling]', 'active_hz = 4');
    const { profile, cadence } = await loadConfig(file, true);
    expect(profile).toBe('power-saver');
    expect(cadence).toEqual({ ...defaultConfig.cadence, activeHz: 4 });
  });

  it('lets drop-ins win in the order of their names, and ignores what is no .toml', async () => {
    write('lattice.toml', 'profile = "balanced"', '[sampling]', 'batch_s = 30');
    write('conf.d/20-late.toml', 'profile = "performance"');
    write('conf.d/10-early.toml', 'profile = "power-saver"', '[sampling]', 'quiet_hz = 0.5');
    write('conf.d/30-old.toml.bak', 'profile = "nonsense"');
    const { profile, cadence } = await loadConfig(file, true);
    expect(profile).toBe('performance');
    expect(cadence).toEqual({ ...defaultConfig.cadence, batchSeconds: 30, quietHz: 0.5 });
  });

  it('reads drop-ins though the file itself is absent', async () => {
    write('conf.d/10.toml', 'profile = "performance"');
    expect((await loadConfig(file, false)).profile).toBe('performance');
  });
});

describe('circumstances', () => {
  it('levels of the battery are percentages, and those of drop-ins come on top', async () => {
    write('lattice.toml', '[[battery_level]]', 'below = "30%"', 'profile = "power-saver"');
    write('conf.d/10.toml', '[[battery_level]]', 'below = "12.5%"', 'max = "1GHz"');
    expect((await loadConfig(file, true)).batteryLevels).toEqual([
      { below: 30, profile: 'power-saver' },
      { below: 12.5, max: 1_000_000 },
    ]);
  });

  it('are taken as they are written, frequencies and times in any form', async () => {
    write(
      'lattice.toml',
      'max = 3000000',
      'target_c = 85',
      'remember = true',
      '[battery]',
      'profile = "power-saver"',
      'max = "1.8GHz"',
      '[[hours]]',
      'from = "22:00"',
      'to = "07:30"',
      'days = ["mon", "sun"]',
      'target_c = 60',
      '[[application]]',
      'executable = "ffmpeg"',
      'profile = "performance"',
      'hold = true',
    );
    expect(await loadConfig(file, true)).toEqual({
      ...defaultConfig,
      remember: true,
      always: { max: 3_000_000, target: 85 },
      battery: { profile: 'power-saver', max: 1_800_000 },
      hours: [{ from: 1320, to: 450, days: [1, 0], target: 60 }],
      applications: [{ executable: 'ffmpeg', profile: 'performance', hold: true }],
    });
  });

  it('actions are switched one by one, and a later file changes only what it names', async () => {
    write('lattice.toml', '[actions]', 'amdgpu_dpm = true', 'trickle_charge = false');
    write('conf.d/10.toml', '[actions]', 'amdgpu_dpm = false');
    expect((await loadConfig(file, true)).actions).toEqual({ amdgpu_dpm: false, trickle_charge: false });
  });

  it('of several files: keys are replaced one by one, lists grow', async () => {
    write('lattice.toml', '[battery]', 'profile = "balanced"', 'max = "2GHz"', '[[application]]', 'executable = "a"');
    write('conf.d/10.toml', '[battery]', 'profile = "power-saver"', '[[application]]', 'cgroup = "b"');
    const { battery, applications } = await loadConfig(file, true);
    expect(battery).toEqual({ profile: 'power-saver', max: 2_000_000 });
    expect(applications).toEqual([{ executable: 'a' }, { cgroup: 'b' }]);
  });
});

const charge = 'expected a charge from "1%" to "99%", such as "30%"';

describe('a bad configuration names file, line, key and what was expected', () => {
  const refused = async (): Promise<string> => {
    const error: unknown = await loadConfig(file, true).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    return error instanceof Error ? error.message.replaceAll(`${folder}/`, '') : '';
  };

  it.each([
    [
      'a word that is no profile',
      ['', 'profile = "turbo"'],
      'lattice.toml:2: profile: expected one of performance, balanced, power-saver',
    ],
    ['a wrong type', ['profile = 3'], 'lattice.toml:1: profile: expected one of performance, balanced, power-saver'],
    [
      'text for a number',
      ['[sampling]', '', 'active_hz = "10"'],
      'lattice.toml:3: sampling.active_hz: expected a number',
    ],
    ['too much', ['[sampling]', 'active_hz = 100'], 'lattice.toml:2: sampling.active_hz: expected at most 20'],
    ['too little', ['[sampling]', 'batch_s = 0'], 'lattice.toml:2: sampling.batch_s: expected at least 1'],
    [
      'a table that is nearly one',
      ['[batery]', 'max = "2GHz"'],
      'lattice.toml:1: batery: unknown key (did you mean battery?)',
    ],
    [
      'a key that is nearly one',
      ['[battery]', 'profil = "balanced"'],
      'lattice.toml:2: battery.profil: unknown key (did you mean profile?)',
    ],
    [
      'an action that there is not',
      ['[actions]', 'trickle_charg = true'],
      'lattice.toml:2: actions.trickle_charg: unknown key (did you mean trickle_charge?)',
    ],
    ['an unknown key', ['profile = "balanced"', 'colour = "red"'], 'lattice.toml:2: colour: unknown key'],
    [
      'a level without a unit',
      ['[[battery_level]]', 'below = 30', 'profile = "balanced"'],
      `lattice.toml:2: battery_level[0].below: ${charge}`,
    ],
    [
      'a level of nothing',
      ['[[battery_level]]', 'below = "0%"', 'profile = "balanced"'],
      `lattice.toml:2: battery_level[0].below: ${charge}`,
    ],
    [
      'a level that asks for nothing',
      ['[[battery_level]]', 'below = "30%"'],
      'lattice.toml:1: battery_level[0]: expected profile, max or target_c beside below',
    ],
    [
      'a level as one table',
      ['[battery_level]', 'below = "30%"'],
      'lattice.toml:1: battery_level: expected [[battery_level]]: there may be several',
    ],
    ['an unknown key of a table', ['# sampling', '[sampling]', 'hz = 3'], 'lattice.toml:3: sampling.hz: unknown key'],
    ['an unknown table', ['', '[fans]', 'speed = 3'], 'lattice.toml:2: fans: unknown key'],
    [
      'a table where a word belongs',
      ['[profile]', 'name = "balanced"'],
      'lattice.toml:1: profile: expected one of performance, balanced, power-saver',
    ],
    [
      'a frequency without its unit',
      ['max = "2.4"'],
      'lattice.toml:1: max: "2.4" is 2 kHz, expected at least 100 MHz; did you mean "2.4GHz"?',
    ],
    [
      'MHz without their unit',
      ['[battery]', 'max = 2400'],
      'lattice.toml:2: battery.max: 2400 is 2400 kHz, expected at least 100 MHz; did you mean "2.4GHz"?',
    ],
    ['a frequency of no CPU', ['max = "50kHz"'], 'lattice.toml:1: max: "50kHz" is 50 kHz, expected at least 100 MHz'],
    [
      'a frequency that is none',
      ['[mains]', 'max = "2.4THz"'],
      'lattice.toml:2: mains.max: expected a frequency such as "2.4GHz", "2400MHz" or 2400000 (kHz)',
    ],
    ['too cold', ['target_c = 20'], 'lattice.toml:1: target_c: expected at least 40'],
    [
      'a time that is none, in the second of two',
      ['[[hours]]', 'from = "22:00"', 'to = "07:00"', '', '[[hours]]', 'from = "24:00"', 'to = "07:00"'],
      'lattice.toml:6: hours[1].from: expected a time such as "22:00"',
    ],
    ['hours without an end', ['[[hours]]', 'from = "22:00"'], 'lattice.toml:1: hours[0].to: expected a string'],
    [
      'an application known by nothing',
      ['', '[[application]]', 'max = "2GHz"'],
      'lattice.toml:2: application[0]: expected executable, cgroup or both',
    ],
    [
      'an unknown key of the second of two',
      ['[[application]]', 'executable = "a"', '[[application]]', 'executable = "b"', 'hodl = true'],
      'lattice.toml:5: application[1].hodl: unknown key (did you mean hold?)',
    ],
    [
      'a day that is none',
      ['[[hours]]', 'from = "22:00"', 'to = "07:00"', 'days = ["mon", "someday"]'],
      'lattice.toml:4: hours[0].days[1]: expected one of sun, mon, tue, wed, thu, fri, sat',
    ],
    [
      'quieter than active',
      ['[sampling]', 'active_hz = 2', 'quiet_hz = 5'],
      'lattice.toml:3: sampling.quiet_hz: 5, expected no more than active_hz, which is 2',
    ],
  ])('%s', async (_, lines, message) => {
    write('lattice.toml', ...lines);
    expect(await refused()).toBe(message);
  });

  it('a text that is not closed is called so', async () => {
    write('lattice.toml', '', 'profile = "balanced', '[battery]');
    expect(await refused()).toMatch(/^lattice\.toml:2:\d+: a text is not closed: expected another " on this line$/);
  });

  it('text that is no TOML', async () => {
    write('lattice.toml', 'profile = "balanced"', 'profile balanced');
    expect(await refused()).toMatch(/^lattice\.toml:2:\d+: ./);
  });

  it('two mistakes at once', async () => {
    write('lattice.toml', 'profile = "turbo"', '[sampling]', 'active_hz = 0');
    expect((await refused()).split('\n')).toHaveLength(2);
  });

  it('in a drop-in', async () => {
    write('lattice.toml', 'profile = "balanced"');
    write('conf.d/50-mine.toml', 'profile = 1');
    expect(await refused()).toMatch(/^conf\.d\/50-mine\.toml:1: profile: /);
  });

  it('quieter than active across two files, with the file that made it so', async () => {
    write('lattice.toml', '[sampling]', 'quiet_hz = 5');
    write('conf.d/50-mine.toml', '[sampling]', 'active_hz = 2');
    expect(await refused()).toMatch(/^conf\.d\/50-mine\.toml:\d+: sampling\.\w+_hz: /);
  });

  it('a file that was named but is not there', async () => {
    expect(await refused()).toMatch(/^lattice\.toml: no such file$/);
  });

  it('a folder in place of a file', async () => {
    mkdirSync(file);
    expect(await refused()).toMatch(/^lattice\.toml: can't be read \(EISDIR\)$/);
  });

  it('a value that stands both in a table and outside of it', async () => {
    write('lattice.toml', 'active_hz = 3', '', '[sampling]', 'active_hz = 99');
    expect(await refused()).toBe(
      'lattice.toml:4: sampling.active_hz: expected at most 20\nlattice.toml:1: active_hz: unknown key',
    );
  });
});

it('caps that bound nothing on this machine are named, each with when it holds', async () => {
  const folder = folderForTest('config');
  const file = join(folder, 'lattice.toml');
  writeFileSync(file, 'max = "99GHz"\n[battery]\nmax = "2GHz"\n');
  expect(idleCaps(await loadConfig(file, true), 4_400_000)).toEqual([
    "max 99.00 GHz always: above 4.40 GHz, this machine's highest clock, so it bounds nothing",
  ]);
});
