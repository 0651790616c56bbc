import { expect, it } from 'vitest';
import { helperForTest } from '../fixtures/helper.js';
import { supplies } from '../fixtures/trees/devices.js';
import { reportedTree } from '../fixtures/trees/machines/reported.js';

const laptop = { count: 4, driver: 'apple-cpufreq', hardware: [600_000, 3_204_000] } as const;
/** As macsmc-battery tells them: both of what it holds now are of no unit at all. */
const macsmc = {
  type: 'Battery',
  status: 'Discharging',
  present: 1,
  capacity: 87,
  voltage_now: 12_233_000,
  current_now: -2_023_000,
  power_now: -25_669_000,
  charge_now: 56_848_000,
  charge_full: 4_998_000,
  energy_now: 648_067_200,
  energy_full: 57_000_000,
  energy_full_design: 69_600_000,
};

async function battery(attributes: Readonly<Record<string, string | number>>) {
  const run = (await helperForTest(reportedTree(laptop, supplies({ bat: attributes })))).lively();
  await run.nextSamples(2);
  return (what: string): number | undefined => run.value(`supply.bat.${what}`);
}

it('what is beyond its own full is missing, and what it holds when full is told', async () => {
  const value = await battery(macsmc);
  expect(value('energy')).toBeNaN();
  expect(value('full')).toBe(57_000_000);
  expect(value('power')).toBe(25_669_000);
});

it('where energy is nonsense, charge times voltage is taken', async () => {
  const value = await battery({ ...macsmc, charge_now: 4_000_000 });
  expect(value('energy')).toBeCloseTo(4_000_000 * 12.233);
});

it('an old battery that is charged to the brim is believed', async () => {
  const value = await battery({ ...macsmc, energy_now: 58_000_000 });
  expect(value('energy')).toBe(58_000_000);
});

it('a battery that counts charge says what it holds when full at its design voltage', async () => {
  const { energy_now: _, energy_full: __, ...counting } = macsmc;
  const value = await battery({ ...counting, charge_now: 4_000_000, voltage_min_design: 11_400_000 });
  expect(value('full')).toBeCloseTo(4_998_000 * 11.4);
});

it('a second battery is read in its own units, whatever the first one has no file for', async () => {
  const first = { type: 'Battery', status: 'Discharging', present: 1, power_now: 6_000_000 };
  const second = { ...first, power_now: 9_000_000 };
  const run = (await helperForTest(reportedTree(laptop, supplies({ BAT0: first, BAT1: second })))).lively();
  await run.nextSamples(2);
  expect(run.value('supply.BAT0.power')).toBe(6_000_000);
  expect(run.value('supply.BAT1.power')).toBe(9_000_000);
});
