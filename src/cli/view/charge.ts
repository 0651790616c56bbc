import type { BatteryCharge, ChargeLevels, ChargeStatus } from '../../control/protocol/operations/charge.js';
import type { Style } from '../render/style.js';

/** How far each battery is charged, what is wanted, and why that is not in force. `none`: why no battery here can be limited. */
export function chargeLines(
  { batteries, kept, unkept }: ChargeStatus,
  none: string | undefined,
  style: Style,
): string[] {
  if (batteries.length === 0) return ['this machine has no battery'];
  const wanted = batteries.some(b => hasLevels(b.wanted));
  return [
    ...batteries.flatMap(battery => batteryLines(battery, style)),
    ...(none === undefined || wanted ? [] : [`nothing can be limited: ${none}`]),
    ...(none !== undefined || wanted
      ? []
      : ['no limit is wanted: charge_stop = 80 below [battery] in lattice.toml is one']),
    ...(wanted
      ? [kept ? 'limits stay when the daemon stops' : 'limits are put back as they were when the daemon stops']
      : []),
    ...(unkept === null ? [] : [style.paint('warn', `a full charge is forgotten when the daemon ends: ${unkept}`)]),
  ];
}

function batteryLines(battery: BatteryCharge, style: Style): string[] {
  const { level, inForce, before, fullFor, wanted, why, explanation } = battery;
  const now = level === null ? '' : `, at ${level} % now`;
  const told = chargeWords(battery) ?? (inForce.stop === null ? 'has no limit that can be read' : 'charges to 100 %');
  const moved = hasLevels(wanted) && (before.stop !== inForce.stop || before.start !== inForce.start);
  return [
    `${style.paint('strong', battery.battery)} ${told}${now}`,
    ...(fullFor === null ? [] : [`  full until the charger is unplugged, as ${fullFor} wants it`]),
    ...(hasLevels(wanted) && fullFor === null ? [`  wanted: ${levelWords(wanted)}`] : []),
    ...why.map(text => style.paint('warn', `  ${text}`)),
    ...(moved && hasLevels(before) ? [style.paint('dim', `  before the daemon: ${levelWords(before)}`)] : []),
    ...(explanation === null ? [] : [style.paint('dim', `  ${explanation}`)]),
  ];
}

const hasLevels = ({ start, stop }: ChargeLevels): boolean => start !== null || stop !== null;

const levelWords = ({ start, stop }: ChargeLevels): string =>
  [...(stop === null ? [] : [`stops at ${stop} %`]), ...(start === null ? [] : [`starts below ${start} %`])].join(', ');

/** `charges to 80 % (starts below 75 %)`, and what else limits it; undefined where nothing does. */
export function chargeWords({
  inForce: { start, stop },
  ownLimit,
  behaviour,
  fullFor,
}: BatteryCharge): string | undefined {
  const limited = stop !== null && stop < 100;
  const begins = start !== null && start > 0 ? ` (starts below ${start} %)` : '';
  const held = behaviour === null || behaviour === 'auto' ? '' : `, but its firmware is told ${behaviour}`;
  if (ownLimit !== null) return `charges to its maker’s own limit (${ownLimit})${held}`;
  if (!limited && held === '' && fullFor === null) return undefined;
  return `charges to ${stop ?? 100} %${begins}${held}`;
}
