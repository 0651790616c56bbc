import type { GpuStatus, Status } from '../../control/protocol/status.js';
import { ageWords } from '../../model/battery-age.js';
import { fanWords } from '../../model/fans.js';
import { bar } from '../render/bar.js';
import { slots, sparkline } from '../render/sparkline.js';
import type { Style, Tone } from '../render/style.js';
import { columns, cut, pad } from '../render/text.js';
import { clock, percent, power, temperature } from '../render/units.js';
import { heldShort } from '../view/battery.js';
import { gpuFacts } from '../view/gpus.js';
import { supply, totalPower } from '../view/phrases.js';
import { historyMs, type View } from './model.js';

const labelWidth = 7;
const valueWidth = 9;
/** A machine below this is cool: the empty end of the temperature bar. */
const coolCelsius = 30;

/** The lines above the policies: who and how, power, heat, one a GPU. */
export function headLines(view: View, width: number, style: Style): string[] {
  return [
    titleLine(view, width, style),
    '',
    powerLine(view, width, style),
    heatLine(view.status, width, style),
    ...view.status.gpus.map(gpu => gpuLine(gpu, width, style)),
  ];
}

function titleLine({ status, paused, trouble }: View, width: number, style: Style): string {
  const label = status.simulated ? `${style.paint('simulated', ' SIMULATED ')} ` : '';
  const name = style.paint('title', ' lattice ');
  const time = clock(status.now);
  const mode = status.mode === 'govern' ? 'governing' : 'observing';
  // The label says that it is simulated.
  const machine = status.simulated ? status.machine.replace(/^simulated /, '') : status.machine;
  const usual = [status.profile, mode, supply(status), status.cadence];
  // Unusual facts come first, where a narrow line can't cut them.
  const facts = [machine, ...(trouble !== undefined ? [trouble] : paused ? ['PAUSED', ...usual] : usual)].join(' · ');
  const room = width - columns(name) - columns(label) - time.length - 2;
  const tone: Tone = trouble !== undefined ? 'bad' : paused ? 'warn' : 'plain';
  return `${name} ${label}${style.paint(tone, pad(cut(facts, room), room))} ${style.paint('dim', time)}`;
}

function powerLine({ status, history }: View, width: number, style: Style): string {
  const total = totalPower(status);
  const of = total === undefined ? [] : [`${total.sure === 'whole' ? '' : 'at least, '}${total.what}`];
  const watts = status.batteryWatts;
  const flow = watts === null ? [] : [`${power(Math.abs(watts))} ${watts >= 0 ? 'out' : 'in'}`];
  const held = status.battery == null ? [] : [heldShort(status.battery)].filter(words => words !== '');
  const [first, ...more] = [...held, ...flow];
  const battery = first === undefined ? [] : [`battery ${first}`, ...more];
  const tail = fitting([...battery, ...of, ...ageWords(status.battery?.aged ?? [])], width);
  const room = lineRoom(width, tail);
  const spark =
    total === undefined ? pad('not measured', room) : sparkline(slots(history, status.now, historyMs, room));
  return line('power', power(total?.watts), style.paint('accent', spark), tail, style);
}

function heatLine(status: Status, width: number, style: Style): string {
  const zone = tightest(status.zones);
  const fan = fanWords(status.sensors);
  const fans = fan === undefined ? [] : [fan];
  if (zone === undefined) {
    const tail = fitting(fans, width);
    return line('heat', '–', pad('not measured', lineRoom(width, tail)), tail, style);
  }
  const { celsius, trip, name } = zone;
  const pressure = status.cpuPressure === null ? [] : [`cpu pressure ${percent(status.cpuPressure)}`];
  const parts = [trip === null ? 'no trip' : `trip ${temperature(trip)}`, name, ...fans, ...pressure];
  const tail = fitting(parts, width);
  const room = lineRoom(width, tail);
  const top = trip ?? 100;
  const tone: Tone = celsius > top - 5 ? 'bad' : celsius > top - 15 ? 'warn' : 'good';
  return line(
    'heat',
    temperature(celsius),
    bar((celsius - coolCelsius) / (top - coolCelsius), room, tone, style),
    tail,
    style,
  );
}

function gpuLine(gpu: GpuStatus, width: number, style: Style): string {
  const most = Math.min(Math.floor(width * gpuTailShare), lineRoom(width, '') - leastGraph - 2);
  const tail = cut(gpuFacts(gpu), Math.max(0, most));
  const room = lineRoom(width, tail);
  const graph = gpu.busy === null ? pad(cut('not measured', room), room) : bar(gpu.busy, room, 'accent', style);
  return line(gpu.scope, power(gpu.watts), graph, tail, style);
}

/** The zone nearest to its trip; where none has one, the hottest. */
export function tightest(zones: Status['zones']): Status['zones'][number] | undefined {
  const margin = (zone: Status['zones'][number]): number => (zone.trip ?? 1000) - zone.celsius;
  return [...zones].sort((a, b) => margin(a) - margin(b))[0];
}

/** Text at a line's end may take this much of it; the rest is the graph's. */
const tailShare = 0.45;
const leastGraph = 8;
/** For a GPU, facts matter more than the graph. */
const gpuTailShare = 0.55;

/** The first of `parts` that fit at a line's end. */
function fitting(parts: readonly string[], width: number): string {
  let tail = '';
  for (const part of parts) {
    const longer = tail === '' ? part : `${tail}  ${part}`;
    if (columns(longer) > Math.min(width * tailShare, lineRoom(width, '') - leastGraph - 2)) break;
    tail = longer;
  }
  return tail;
}

const lineRoom = (width: number, tail: string): number =>
  Math.max(0, width - 1 - labelWidth - valueWidth - 2 - (tail === '' ? 0 : columns(tail) + 2));

function line(label: string, value: string, graph: string, tail: string, style: Style): string {
  const end = tail === '' ? '' : `  ${style.paint('dim', tail)}`;
  return ` ${style.paint('dim', pad(label, labelWidth))}${style.paint('strong', pad(value, valueWidth))}  ${graph}${end}`;
}
