import { describe, expect, it } from 'vitest';
import { pipelineFor } from '../../../src/engine/pipeline.js';
import { tick } from '../../../src/engine/tick.js';
import { describe as described } from '../../../src/machine/simulated/describe.js';
import { climbing } from '../../../src/machine/simulated/firmware/manners.js';
import type { Firmware } from '../../../src/machine/simulated/firmware/preference.js';
import { Keeper } from '../../../src/machine/simulated/keeper.js';
import { simulatedSignals } from '../../../src/machine/simulated/signals.js';
import { World } from '../../../src/machine/simulated/world.js';
import { nanoseconds } from '../../../src/model/units.js';
import { listed } from './core/fixture.js';

const firmware: Firmware = { preference: 'balance_performance', manners: climbing(5, 0.8 / 4.6) };
const asked = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;

const made = (onBattery = false): World =>
  new World({
    platform: 'laptop',
    governor: 'powersave',
    firmware,
    streams: [listed('work', [[10, 1e9, 0]])],
    unplug: onBattery ? { at: 0, seconds: 1e9 } : null,
  });

/** What the daemon's code asks for in its first tick. */
function wanted(world: World) {
  const signals = simulatedSignals(world);
  const description = described(
    world,
    signals.map(s => s.spec),
    { boot: 'test', epoch: 1, baseline: {} },
  );
  world.advanceTo(100);
  const values = Float64Array.from(signals, s => s.read());
  return { description, ...tick(pipelineFor(description), { at: nanoseconds(1e8), epoch: 1, values }, asked) };
}

describe('a simulated machine whose firmware picks the clock', () => {
  it('offers the governors and the preferences that such drivers offer', () => {
    const { description } = wanted(made());
    const choices = (name: string) => description.controls.find(c => c.name === name)?.choices;
    expect(choices('policy0.governor')).toEqual(['performance', 'powersave']);
    expect(choices('policy0.epp')).toEqual(['default', 'performance', 'balance_performance', 'balance_power', 'power']);
    expect(description.missing.map(m => m.what)).not.toContain('policy0.epp');
    const kernel = described(new World({ platform: 'laptop' }), [], { boot: 'test', epoch: 1, baseline: {} });
    expect(kernel.missing.map(m => m.what)).toContain('policy0.epp');
    expect(kernel.controls.map(c => c.name)).not.toContain('policy0.epp');
  });

  it('is given the preference of the profile and the source of power', () => {
    expect(wanted(made()).reading.policies[0]?.epp).toBe('balance_performance');
    expect(wanted(made()).writes['policy0.epp']).toBeUndefined();
    expect(wanted(made(true)).writes['policy0.epp']).toBe('balance_power');
  });

  it('has a lower clock at a lower preference, and another at once', () => {
    const { settings, engine, ...world } = made();
    expect(world).toBeDefined();
    engine.advanceTo(200);
    expect(engine.pstate.frequency).toBe(4_600_000);
    settings.write('policy0.epp', 'power');
    engine.advanceTo(400);
    expect(engine.pstate.frequency).toBe(3_700_000);
  });

  it('reads `default` back as what it stands for', () => {
    const { settings } = made();
    settings.write('policy0.epp', 'power');
    settings.write('policy0.epp', 'default');
    expect(settings.read('policy0.epp')).toBe('balance_performance');
  });

  it('leaves the preference to the governor `performance`, and gives it back after it', () => {
    const { settings, engine } = made();
    settings.write('policy0.governor', 'performance');
    expect(settings.read('policy0.epp')).toBe('performance');
    expect(settings.refusal('policy0.epp', 'power')).toMatchObject({ errno: 'EBUSY' });
    expect(settings.refusal('policy0.epp', 'performance')).toBeUndefined();
    expect(engine.pstate.frequency).toBe(4_600_000);
    settings.write('policy0.governor', 'powersave');
    expect(settings.read('policy0.epp')).toBe('balance_performance');
    expect(settings.refusal('policy0.governor', 'schedutil')).toMatchObject({ errno: 'EINVAL' });
    expect(settings.refusal('policy0.epp', 'custom')).toMatchObject({ errno: 'EINVAL' });
  });

  it('is put back to the preference that it had', () => {
    const { settings } = made();
    const keeper = new Keeper(settings, {});
    keeper.set({ 'policy0.epp': 'power' }, 0, 5);
    expect(settings.read('policy0.epp')).toBe('power');
    keeper.restore();
    expect(settings.read('policy0.epp')).toBe('balance_performance');
  });
});
