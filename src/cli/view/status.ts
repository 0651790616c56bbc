import type { PolicyStatus, Status } from '../../control/protocol/status.js';
import { ageWords } from '../../model/battery-age.js';
import { fanWords } from '../../model/fans.js';
import { span } from '../../model/format.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { clock, counted, cpuList, frequency, frequencyRange, percent, power, temperature } from '../render/units.js';
import { banner } from './banner.js';
import { heldWords } from './battery.js';
import { chargeWords } from './charge.js';
import { gpuLines } from './gpus.js';
import { hintLines } from './hints.js';
import { atLeast, boundBy, mode, notHeld, supply, totalPower } from './phrases.js';
import { heardLines, promiseWords, reflexLines } from './promise.js';
import { requestLines } from './requests.js';
import { rivalWords } from './rivals.js';

const shownNotices = 3;

/** The daemon and the machine at a glance. */
export function statusLines(status: Status, style: Style): string[] {
  const { version, pid, started, now, ticks, overruns, cadence } = status;
  return [
    ...banner(status, style),
    `${style.paint('strong', `latticed ${version}`)}  pid ${pid}, up ${span(now - started)}, ${counted(ticks, 'tick')} (${overruns} late), ${cadence}`,
    field('machine', status.machine, style),
    field(
      'profile',
      `${style.paint('strong', status.profile)} (${status.profileWhy}), ${mode(status)}, ${supply(status)}${status.sourceWhy === undefined ? '' : ` (${status.sourceWhy})`}`,
      style,
    ),
    ...requestLines(status.asked, status.now).map(line => field('', line, style)),
    ...(status.promise === undefined
      ? []
      : [promiseWords(status.promise), ...heardLines(status.promise)].map((line, i) =>
          field(i === 0 ? 'promise' : '', line, style),
        )),
    ...(status.experiment ? [field('compares', experiment(status.experiment), style)] : []),
    field('power', watts(status), style),
    ...batteries(status).map((line, i) => field(i === 0 ? 'battery' : '', line, style)),
    field('heat', heat(status), style),
    ...(status.cpuPressure === null
      ? []
      : [field('pressure', `some task waited for a CPU ${percent(status.cpuPressure)} of the time`, style)]),
    field('journal', journal(status, style), style),
    '',
    ...policies(status.policies, style),
    ...section('reflex', reflexLines(status.policies), style),
    ...section('hints', hintLines(status.hints ?? []), style),
    ...gpuLines(status.gpus, style),
    ...section(
      'not held',
      notHeld(status.controls).map(c => style.paint('warn', c)),
      style,
    ),
    ...section(
      'in the way',
      status.rivals.map(name => style.paint('bad', rivalWords(name))),
      style,
    ),
    ...section(
      'notices',
      status.notices
        .slice(-shownNotices)
        .map(n => `${clock(n.at)}, ${span(status.now - n.at)} ago: ${n.what}: ${n.why}`),
      style,
    ),
    ...(status.missing.length === 0
      ? []
      : [
          '',
          style.paint(
            'dim',
            `${counted(status.missing.length, 'thing')} this machine does not offer: see latticectl doctor`,
          ),
        ]),
  ];
}

const experiment = ({ a, b, now }: NonNullable<Status['experiment']>): string =>
  `${a} against ${b}, ${now === null ? 'between two periods' : now === 'kernel' ? 'now kernel: nothing is written' : `now ${now}`}`;

const field = (name: string, text: string, style: Style): string => `${style.paint('dim', name.padEnd(9))} ${text}`;

const section = (title: string, lines: readonly string[], style: Style): string[] =>
  lines.length === 0 ? [] : ['', style.paint('strong', title), ...lines.map(line => `  ${line}`)];

function watts(status: Status): string {
  const total = totalPower(status);
  // Where one counter is the total it says so by its name.
  const alone = status.power.length === 1 && total?.sure === 'whole';
  const named = alone || status.power.some(p => p.domain === total?.what);
  const sum = total === undefined || named ? [] : [`${total.what} ${atLeast(total)}${power(total.watts)}`];
  // A counter that stands still is no meter.
  const moving = status.power.filter(p => p.watts > 0 || total === undefined);
  const parts = [...sum, ...moving.map(p => `${p.domain} ${power(p.watts)}`)];
  if (status.batteryWatts !== null) {
    const verb = status.batteryWatts >= 0 ? 'discharging at' : 'charging at';
    parts.push(`battery ${verb} ${power(Math.abs(status.batteryWatts))}`);
  }
  return parts.join(', ') || 'not measured';
}

/** What they hold together and for how long, and those whose charge is limited, or was. */
const batteries = ({ battery, charge = [] }: Status): string[] => [
  ...(battery == null ? [] : [heldWords(battery), ...ageWords(battery.aged ?? [])].filter(words => words !== '')),
  ...charge.flatMap(battery => {
    const words = chargeWords(battery);
    const until = battery.fullFor === null ? '' : ', full until the charger is unplugged';
    return words === undefined ? [] : [`${battery.battery} ${words}${until}`];
  }),
];

function heat({ zones, sensors }: Status): string {
  const told = zones.map(
    z => `${z.name} ${temperature(z.celsius)}${z.trip === null ? '' : ` (trip at ${temperature(z.trip)})`}`,
  );
  const fan = fanWords(sensors);
  return [...told, ...(fan === undefined ? [] : [fan])].join(', ') || 'not measured';
}

function journal({ journal: { path, failure, movedAside } }: Status, style: Style): string {
  if (failure !== undefined) return style.paint('bad', `${path}: ${failure}`);
  return movedAside === undefined ? path : `${path} (a corrupt one was moved to ${movedAside})`;
}

function policies(all: readonly PolicyStatus[], style: Style): string[] {
  if (all.length === 0) return ['no frequency domain: nothing to govern here'];
  const head = [
    { title: 'POLICY' },
    { title: 'CPUS' },
    { title: 'NOW', align: 'right' },
    { title: 'BUSY', align: 'right' },
    { title: 'LIMITS' },
    { title: 'GOVERNOR' },
    { title: 'EPP' },
    { title: 'BOUND BY' },
  ] as const;
  const rows = all.map((p): Cell[] => [
    p.scope,
    cpuList(p.cpus),
    p.online ? frequency(p.frequency) : 'offline',
    percent(p.busy),
    frequencyRange(p.limits),
    p.governor ?? '–',
    p.epp ?? '–',
    boundBy(p.reasons),
  ]);
  return table(head, rows, style);
}
