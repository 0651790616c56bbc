import { energy, share, span } from '../../model/format.js';
import { mainDomain, type Use } from '../../report/energy.js';
import type { Tile } from '../../report/html/tiles.js';
import type { Report } from '../../report/report.js';
import type { Found, Proof } from '../../web/history/proof.js';
import { dateTime, power } from '../render/units.js';
import { amount, batteryWords, co2Words, costWords } from '../view/report-account.js';

/** What a report comes to, at a glance. */
export function headline(report: Report, proof: Proof): Tile[] {
  const { account } = report;
  const tiles: Tile[] = [energyTile(report)];
  const [cost, co2, battery] = [costWords(account), co2Words(account), batteryWords(account)];
  const perKwh = (sum: number | null): number => (sum ?? 0) / (account.wattHours / 1000);
  if (cost !== null && account.wattHours > 0)
    tiles.push({ name: 'Cost', figure: cost, notes: [`at ${amount(perKwh(account.cost))} ${account.currency}/kWh`] });
  if (co2 !== null && account.wattHours > 0)
    tiles.push({ name: 'CO₂', figure: co2, notes: [`at ${perKwh(account.co2Grams).toFixed(0)} g/kWh`] });
  if (account.battery !== null && battery !== null)
    tiles.push({
      name: 'From the battery',
      figure: energy(account.battery.outWattHours * 3600),
      notes: [battery.slice(1).join(', ')],
    });
  return [...tiles, savedTile(report, proof)];
}

function energyTile({ account, groups }: Report): Tile {
  const domain = mainDomain(groups.source);
  const main = groups.source.filter(u => u.domain === domain);
  const sum = (of: (use: Use) => number): number => main.reduce((total, use) => total + of(use), 0);
  const seconds = sum(u => u.measuredSeconds);
  if (seconds === 0) return { name: 'Energy', figure: 'not measured', notes: [] };
  const mean = `${power(sum(u => u.joules) / seconds)} on average, measured for ${span(seconds * 1000)}`;
  return { name: 'Energy', figure: energy(account.joules), notes: [mean, `by ${account.metered}`] };
}

const tags = {
  experiment: 'Measured by an experiment',
  estimate: 'An estimate, not proved',
  nothing: undefined,
} as const;

function savedTile(report: Report, { kind, sentence, at, found }: Proof): Tile {
  const began = at === null ? '' : `, ${dateTime(at).slice(0, 16)}`;
  const tag = tags[kind] === undefined ? undefined : `${tags[kind]}${began}`;
  const notes = [sentence.replaceAll('`', ''), ...(found === null ? [] : hereOf(report, found))];
  const figure =
    found !== null
      ? `${share(Math.abs(found.saving))} ${found.saving < 0 ? 'more' : 'less'}`
      : kind === 'experiment'
        ? 'not sure yet'
        : 'not known';
  return { name: 'Saved', figure, notes, ...(tag === undefined ? {} : { tag }), wide: true };
}

/** What an experiment's share comes to in the time of the report: it takes all work to be like the experiment's. */
function hereOf({ account, groups }: Report, { a, b, saving, interval }: Found): string[] {
  const domain = mainDomain(groups.profile);
  const used = groups.profile.find(u => u.group === a && u.domain === domain)?.joules ?? 0;
  if (used === 0) return [];
  const than = (part: number): number => Math.abs((used * part) / (1 - part));
  const [low, high] = [interval.low, interval.high].map(than).sort((x, y) => x - y);
  const money =
    account.cost === null || account.joules === 0
      ? ''
      : `, ${amount((than(saving) / account.joules) * account.cost)} ${account.currency}`;
  const difference = `about ${energy(than(saving))}${money} ${saving < 0 ? 'more' : 'less'} under ${a} than under ${b}`;
  const range = `${energy(low ?? 0)} to ${energy(high ?? 0)}`;
  return [`An estimate for this time: ${difference} (${range}), if its work was like the experiment’s.`];
}
