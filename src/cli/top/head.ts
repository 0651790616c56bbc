import type { GpuStatus } from '../../control/protocol/status.js';
import { ageWords } from '../../model/battery-age.js';
import { fanWords } from '../../model/fans.js';
import { bar } from '../render/bar.js';
import { slots, tallSparkline } from '../render/sparkline.js';
import type { Style, Tone } from '../render/style.js';
import { columns, cut, pad } from '../render/text.js';
import { clock, percent, power, temperature } from '../render/units.js';
import { heldShort } from '../view/battery.js';
import { gpuFacts } from '../view/gpus.js';
import { supply, totalPower } from '../view/phrases.js';
import { clockLines } from './clocks.js';
import { tightest } from './heat.js';
import { fitting, graphLines, graphRoom, tailRoom } from './line.js';
import type { View } from './model.js';
import { pastMs } from './past.js';

/** A machine below this is cool: the lowest step of its graph. */
const coolCelsius = 30;
/** Lines of clocks leave so many policies their rows: these have their clocks too. */
const leastPolicies = 4;
/** Title, power, heat, the table's head, the keys and what is empty between them; a policy and why; a graph at most. */
const [fixedRows, policyRows, mostGraphRows] = [7, 4, 5];
/** For a GPU, facts matter more than the graph. */
const gpuTailShare = 0.55;

/** The lines above the policies: who and how, power, heat, one for each kind of core and each GPU. `height` is without the foot. */
export function headLines(view: View, width: number, height: number, style: Style): string[] {
  const rows = graphRows(view, height);
  return [
    titleLine(view, width, style),
    '',
    ...powerLines(view, rows, width, style),
    ...heatLines(view, rows, width, style),
    ...(hasClocks(view, height) ? clockLines(view, rows, width, style) : []),
    ...view.status.gpus.flatMap(gpu => gpuLine(gpu, width, style)),
  ];
}

const kindsOf = ({ status, kindOf }: View): number => new Set(status.policies.map(p => kindOf(p.scope))).size;

function hasClocks(view: View, height: number): boolean {
  const { policies, gpus } = view.status;
  const others = fixedRows + gpus.length + kindsOf(view);
  return height - others >= Math.min(leastPolicies, policies.length);
}

/** Rows of each graph, of what the policies and why they are so leave. */
function graphRows(view: View, height: number): number {
  if (!Number.isFinite(height) || view.wish.pane === 'tasks') return 1;
  const { policies, gpus } = view.status;
  const graphs = 2 + kindsOf(view);
  const spare = height - fixedRows - gpus.length - graphs - policyRows * policies.length;
  return Math.min(mostGraphRows, Math.max(1, 1 + Math.floor(spare / graphs)));
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

function powerLines({ status, past }: View, rows: number, width: number, style: Style): string[] {
  const total = totalPower(status);
  const of = total === undefined ? [] : [`${total.sure === 'whole' ? '' : 'at least, '}${total.what}`];
  const watts = status.batteryWatts;
  const flow = watts === null ? [] : [`${power(Math.abs(watts))} ${watts >= 0 ? 'out' : 'in'}`];
  const held = status.battery == null ? [] : [heldShort(status.battery)].filter(words => words !== '');
  const [first, ...more] = [...held, ...flow];
  const battery = first === undefined ? [] : [`battery ${first}`, ...more];
  const tail = fitting([...battery, ...of, ...ageWords(status.battery?.aged ?? [])], width);
  const room = graphRoom(width, tail);
  const graph =
    total === undefined
      ? [pad('not measured', room)]
      : tallSparkline(slots(past.watts, status.now, pastMs, room), undefined, rows).map(row =>
          style.paint('accent', row),
        );
  return graphLines('power', power(total?.watts), graph, tail, style);
}

function heatLines({ status, past }: View, rows: number, width: number, style: Style): string[] {
  const zone = tightest(status.zones);
  const fan = fanWords(status.sensors);
  const fans = fan === undefined ? [] : [fan];
  if (zone === undefined) {
    const tail = fitting(fans, width);
    return graphLines('heat', '–', [pad('not measured', graphRoom(width, tail))], tail, style);
  }
  const { celsius, trip, name } = zone;
  const pressure = status.cpuPressure === null ? [] : [`cpu pressure ${percent(status.cpuPressure)}`];
  const tail = fitting([trip === null ? 'no trip' : `trip ${temperature(trip)}`, name, ...fans, ...pressure], width);
  const top = trip ?? 100;
  const tone: Tone = celsius > top - 5 ? 'bad' : celsius > top - 15 ? 'warn' : 'good';
  const above = slots(past.celsius, status.now, pastMs, graphRoom(width, tail)).map(
    each => each && Math.max(0, each - coolCelsius),
  );
  const graph = tallSparkline(above, top - coolCelsius, rows).map(row => style.paint(tone, row));
  return graphLines('heat', temperature(celsius), graph, tail, style);
}

function gpuLine(gpu: GpuStatus, width: number, style: Style): string[] {
  const tail = cut(gpuFacts(gpu), Math.max(0, Math.floor(tailRoom(width, gpuTailShare))));
  const room = graphRoom(width, tail);
  const graph = gpu.busy === null ? pad(cut('not measured', room), room) : bar(gpu.busy, room, 'accent', style);
  return graphLines(gpu.scope, power(gpu.watts), [graph], tail, style);
}
