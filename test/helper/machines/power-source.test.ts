import { expect, it } from 'vitest';
import { type Report, seen } from '../../fixtures/seen-machine.js';
import { supplies } from '../../fixtures/trees/devices.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';

const base = {
  count: 2,
  driver: 'acpi-cpufreq',
  hardware: [800_000, 3_000_000],
  governors: 'performance schedutil',
} as const;

/** A status that a report describes and does not print is in the words of the kernel. */
interface Case {
  readonly report: Report;
  readonly machine: string;
  readonly supplies: Parameters<typeof supplies>[0];
  readonly onMains: boolean;
  /** Part of the reason that status gives. */
  readonly why: string;
}

const mains = (online: number) => ({ type: 'Mains', online });
const port = (online: number) => ({ type: 'USB', online });
const battery = (status: string, more: Readonly<Record<string, string | number>> = {}) => ({
  type: 'Battery',
  present: 1,
  status,
  ...more,
});
/** Four ports of a Framework: one that charges the machine, or none. */
const ports = (charging?: number) =>
  Object.fromEntries([1, 2, 3, 4].map(n => [`ucsi-source-psy-USBC000:00${n}`, port(n === charging ? 1 : 0)]));
/** What a wireless mouse tells, with the name and the words of the report. */
const mouse = {
  type: 'Battery',
  online: 1,
  status: 'Discharging',
  scope: 'Device',
  capacity_level: 'Normal',
  model_name: 'Wireless Mouse M510',
};

const cases: readonly Case[] = [
  {
    report: 'fwupd/fwupd#8799',
    machine: 'a Framework on its charger, at 100 % and effectively discharging',
    supplies: { ACAD: mains(1), BAT1: battery('Discharging', { capacity: 100 }), ...ports(4) },
    onMains: true,
    why: 'ACAD is online',
  },
  {
    report: 'fwupd/fwupd#8799',
    machine: 'the same Framework unplugged',
    supplies: { ACAD: mains(0), BAT1: battery('Discharging', { capacity: 100 }), ...ports() },
    onMains: false,
    why: 'BAT1 is discharging',
  },
  {
    report: 'joshuagrisham/samsung-galaxybook-extras#100',
    machine: 'a Galaxy Book 3 Ultra whose charger is too weak: 40 W come from the battery beside it',
    supplies: { ADP1: mains(1), BAT1: battery('Discharging', { power_now: 40_000_000 }) },
    onMains: true,
    why: 'ADP1 is online',
  },
  {
    report: 'AsahiLinux/linux#626',
    machine: 'a MacBook Air whose port stays online after the charger is unplugged',
    supplies: {
      'macsmc-ac': mains(0),
      'macsmc-battery': battery('Discharging', { current_now: -334_000 }),
      'tps6598x-source-psy-0-0038': port(1),
    },
    onMains: false,
    why: 'macsmc-battery is discharging, and tps6598x-source-psy-0-0038 gives power and takes none',
  },
  {
    report: 'systemd/systemd#25316',
    machine: 'a ThinkPad P14s that is charged by USB-C and has nothing that could be online, and a mouse',
    supplies: { BAT0: battery('Charging'), hidpp_battery_6: mouse },
    onMains: true,
    why: 'BAT0 is charging',
  },
  {
    report: 'rickysarraf/laptop-mode-tools#91',
    machine: 'an XPS 9550 whose adapter the kernel never shows, at the limit of its firmware',
    supplies: { BAT0: battery('Not charging') },
    onMains: true,
    why: 'BAT0 is not discharging',
  },
  {
    report: 'linrunner/TLP#320',
    machine: 'a GPD Pocket on its charger',
    supplies: { 'bq24190-charger': port(1), max170xx_battery: battery('Charging', { scope: 'System' }) },
    onMains: true,
    why: 'bq24190-charger is online',
  },
  {
    report: 'linrunner/TLP#758',
    machine: 'a ThinkPad X13s: it has an adapter that is never online and is charged by USB-C alone',
    supplies: { 'qcom-battmgr-ac': mains(0), 'qcom-battmgr-usb': port(1), 'qcom-battmgr-bat': battery('Charging') },
    onMains: true,
    why: 'qcom-battmgr-usb is online',
  },
  {
    report: 'valr/cbatticon#79',
    machine: 'a laptop with the cable in its second port',
    supplies: {
      ADP1: mains(1),
      BAT0: battery('Charging'),
      'ucsi-source-psy-USBC000:001': port(0),
      'ucsi-source-psy-USBC000:002': port(1),
    },
    onMains: true,
    why: 'ADP1 is online',
  },
  {
    report: 'fastfetch-cli/fastfetch#2263',
    machine: 'two batteries without an adapter: one drains, the other waits at 5 %',
    supplies: {
      ADP1: mains(0),
      BAT0: battery('Discharging', { capacity: 79 }),
      BAT1: battery('Not charging', { capacity: 5 }),
    },
    onMains: false,
    why: 'BAT0 is discharging',
  },
  {
    report: 'rickysarraf/laptop-mode-tools#94',
    machine: 'a ThinkPad T460s on its second battery; the first one says Unknown',
    supplies: { AC: mains(0), BAT0: battery('Unknown'), BAT1: battery('Discharging') },
    onMains: false,
    why: 'BAT1 is discharging',
  },
  {
    report: 'linrunner/TLP#169',
    machine: 'a ThinkPad T450 that charges one battery at a time: the empty one says Unknown',
    supplies: {
      AC: mains(1),
      BAT0: battery('Charging'),
      BAT1: battery('Unknown', { energy_now: 0, energy_full: 22_530_000, power_now: 0 }),
    },
    onMains: true,
    why: 'AC is online',
  },
  {
    report: 'Alexays/Waybar#1560',
    machine: 'a ThinkPad T440s at its charging threshold',
    supplies: { AC0: mains(1), BAT0: battery('Not charging') },
    onMains: true,
    why: 'AC0 is online',
  },
  {
    report: 'i3/i3#1159',
    machine: 'a full Toshiba whose battery says Unknown, and 12 mW',
    supplies: {
      BAT1: battery('Unknown', {
        voltage_now: 12_439_000,
        current_now: 1000,
        charge_full: 3_328_000,
        charge_now: 3_328_000,
        capacity: 100,
      }),
    },
    onMains: true,
    why: 'nothing says that a battery is discharging',
  },
  {
    report: 'pwr-Solaar/Solaar#1198',
    machine: 'a desktop with a mouse that is "online" and discharges',
    supplies: { hidpp_battery_8: mouse },
    onMains: true,
    why: 'it has no battery',
  },
  {
    report: 'romkatv/powerlevel10k#2562',
    machine: 'a laptop that is full, with a touchscreen whose pen says Unknown',
    supplies: {
      BAT1: battery('Full'),
      'hid-0018:04F3:2AF0.0002-battery': { type: 'Battery', scope: 'Device', status: 'Unknown' },
    },
    onMains: true,
    why: 'BAT1 is not discharging',
  },
];

it.each(cases)('$report: $machine', async ({ supplies: all, onMains, why }) => {
  const { reading } = await seen(reportedTree(base, supplies(all)));
  expect(reading.sourceWhy).toContain(why);
  expect(reading.onMains).toBe(onMains);
});

it('pop-os/cosmic-settings-daemon#182: a ThinkPad T490 whose adapter comes and goes without any event is looked at again', async () => {
  const tree = reportedTree(base, supplies({ AC: mains(0), BAT0: battery('Discharging') }));
  const { run, reading } = await seen(tree);
  expect(reading.onMains).toBe(false);
  tree.write('sys/class/power_supply/AC/online', 1);
  await run.until('supply.AC.online', online => online === 1);
});
