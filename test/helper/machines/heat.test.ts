import { expect, it } from 'vitest';
import { type Report, seen } from '../../fixtures/seen-machine.js';
import { type Chip, hwmon } from '../../fixtures/trees/devices.js';
import { merged } from '../../fixtures/trees/entry.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';
import { thermal, type ZoneLayout } from '../../fixtures/trees/thermal.js';

const base = {
  count: 2,
  driver: 'acpi-cpufreq',
  hardware: [800_000, 3_000_000],
  governors: 'performance schedutil',
} as const;

interface Case {
  readonly report: Report;
  readonly machine: string;
  readonly zones?: readonly ZoneLayout[];
  readonly chips?: readonly Chip[];
  /** °C by zone, as the governor sees them. */
  readonly heat: readonly (readonly [type: string, celsius: number])[];
}

const plain = (type: string, temp: number): ZoneLayout => ({ type, temp });
const acpitz = (temp: number): ZoneLayout => plain('acpitz', temp);
const coretemp = (temp: number): Chip => ({
  name: 'coretemp',
  attributes: { temp1_label: 'Package id 0', temp1_input: temp, temp1_max: 100_000 },
});
const k10temp = (attributes: Chip['attributes']): Chip => ({ name: 'k10temp', attributes });
const die = (temp: number): Chip =>
  k10temp({ temp1_label: 'Tdie', temp1_input: temp, temp1_max: 70_000, temp2_label: 'Tctl', temp2_input: temp });

const cases: readonly Case[] = [
  {
    report: 'intel/thermal_daemon#6',
    machine: 'a Toshiba Z830 whose ACPI zone is always at 16 degrees; the chip is right',
    zones: [acpitz(16_000)],
    chips: [coretemp(61_000)],
    heat: [
      ['acpitz', 16],
      ['coretemp', 61],
    ],
  },
  {
    report: '0ry0n/Resource_Monitor#21',
    machine: 'a board whose ACPI zone stands at 16.8 degrees beside a chip that works',
    zones: [acpitz(16_800)],
    chips: [k10temp({ temp1_label: 'Tctl', temp1_input: 42_500 })],
    heat: [
      ['acpitz', 16.8],
      ['k10temp', 42.5],
    ],
  },
  {
    report: 'polybar/polybar#364',
    machine: 'a laptop with six zones at 20 degrees that are not the processor',
    zones: [
      ...['INT3400 Thermal', 'TMEM', 'TSKN', 'TAMB', 'T_VR', 'TEFN'].map(type => plain(type, 20_000)),
      plain('x86_pkg_temp', 62_000),
    ],
    chips: [coretemp(62_000)],
    heat: [
      ...['INT3400 Thermal', 'TMEM', 'TSKN', 'TAMB', 'T_VR', 'TEFN'].map(type => [type, 20] as const),
      ['x86_pkg_temp', 62],
    ],
  },
  {
    report: 'Javisen/proxmox_sensors#26',
    machine: 'a server where radio, chipset and drives are measured too: of the chips only the package counts',
    zones: [plain('iwlwifi_1', 44_000), plain('pch_cometlake', 43_000)],
    chips: [
      { name: 'drivetemp', attributes: { temp1_input: 43_000, temp1_max: 70_000 } },
      {
        name: 'nvme',
        attributes: {
          temp1_label: 'Composite',
          temp1_input: 45_850,
          temp2_label: 'Sensor 1',
          temp2_input: 45_850,
          temp2_max: 65_261_850,
        },
      },
      coretemp(50_000),
    ],
    heat: [
      ['iwlwifi_1', 44],
      ['pch_cometlake', 43],
      ['coretemp', 50],
    ],
  },
  {
    report: 'lm-sensors/lm-sensors#70',
    machine: 'a 1950X whose sensors are at 4294948 degrees: unknown',
    chips: [
      k10temp({ temp1_input: 4_294_948_300, temp1_max: 70_000 }),
      k10temp({ temp1_input: 4_294_948_300, temp1_max: 70_000 }),
    ],
    heat: [],
  },
  {
    report: 'ocerman/zenpower#14',
    machine: 'an EPYC 7351P with a chip for each of its four dies',
    chips: [die(39_800), die(44_200), die(44_200), die(40_400)],
    heat: [39.8, 44.2, 44.2, 40.4].map(celsius => ['k10temp', celsius] as const),
  },
  {
    report: 'jjziets/DCMontoring#1',
    machine: 'an EPYC 7252 whose sensor has no label',
    chips: [k10temp({ temp1_input: 58_000, temp1_max: 70_000 })],
    heat: [['k10temp', 58]],
  },
  {
    report: 'Meliox/PVE-mods#103',
    machine: 'a Ryzen 1600X: what steers its fans is 20 degrees above the die',
    chips: [k10temp({ temp1_label: 'Tdie', temp1_input: 45_000, temp2_label: 'Tctl', temp2_input: 65_000 })],
    heat: [['k10temp', 45]],
  },
  {
    report: 'raspberrypi/firmware#133',
    machine: 'a Raspberry Pi that reads −650788 degrees now and then',
    zones: [plain('cpu-thermal', -650_788_984)],
    heat: [],
  },
  {
    report: 'lm-sensors/lm-sensors#130',
    machine: 'a CentOS 7 server, where the package is called Physical id: not each of its cores',
    chips: [
      {
        name: 'coretemp',
        attributes: {
          temp1_label: 'Physical id 0',
          temp1_input: 37_000,
          temp1_max: 82_000,
          temp1_crit: 92_000,
          temp2_label: 'Core 0',
          temp2_input: 37_000,
          temp3_label: 'Core 1',
          temp3_input: 35_000,
        },
      },
    ],
    heat: [['coretemp', 37]],
  },
  {
    report: 'polybar/polybar#553',
    machine: 'a laptop whose ACPI zone is at −50 degrees when it is hot',
    zones: [acpitz(-50_000), acpitz(41_000), plain('x86_pkg_temp', 83_000)],
    heat: [
      ['acpitz', 41],
      ['x86_pkg_temp', 83],
    ],
  },
];

it.each(cases)('$report: $machine', async ({ zones = [], chips = [], heat }) => {
  const { reading } = await seen(reportedTree(base, merged(thermal(zones), hwmon(chips))));
  expect(reading.zones.map(z => [z.type, Number(z.temperature.toFixed(3))])).toEqual(heat);
});
