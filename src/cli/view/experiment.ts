import type { ExperimentStatus } from '../../control/protocol/operations/experiment.js';
import type { Side, Summary } from '../../experiment/summary.js';
import { span } from '../../model/format.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { counted, dateTime, power, temperature } from '../render/units.js';

/** The experiment that runs, or that none does. */
export function experimentLines(
  running: ExperimentStatus | null,
  did: 'start' | 'stop' | 'show',
  now: number,
): string[] {
  if (running === null) {
    if (did === 'stop') return ['the experiment is stopped: latticectl experiment report says what it shows'];
    return ['no experiment runs'];
  }
  const { a, b, periodMs, washoutMs, forMs, started, ranMs, complete, dropped } = running;
  const left = Math.max(0, forMs - ranMs);
  return [
    `${a} against ${b}, since ${dateTime(started)}: ${span(periodMs)} each in turn, the first ${span(washoutMs)} not counted`,
    running.now === null
      ? 'the next period begins in a moment'
      : `now ${running.now === 'kernel' ? 'kernel: hands off, nothing is written' : running.now}`,
    `${span(left)} of ${span(forMs)} left, at the earliest until ${dateTime(now + left)}; ${counted(complete, 'period')} measured, ${dropped} dropped`,
  ];
}

/** What an experiment shows, in words first. */
export function summaryLines(summary: Summary, style: Style): string[] {
  const { experiment, a, b, dropped, verdict } = summary;
  const { started, ended, end, periodMs, washoutMs } = experiment;
  const time = `${dateTime(started)} to ${ended === null ? 'now' : dateTime(ended)}${end === 'stopped' ? ', stopped early' : ''}`;
  const unit = experiment.unit === 'instructions' ? 'instructions' : 'cycles (busy time × frequency)';
  return [
    style.paint('strong', `${experiment.a} against ${experiment.b}, ${time}`),
    ...verdictLines(summary),
    '',
    ...table(
      [
        { title: 'POLICY' },
        { title: 'J/10⁹ UNITS', align: 'right' },
        { title: 'POWER', align: 'right' },
        { title: 'WORK A SECOND', align: 'right' },
        { title: 'HEAT', align: 'right' },
      ],
      [a, b].map(row),
      style,
    ),
    '',
    `work in ${unit}; ${counted(verdict.blocks, 'pair')} of periods of ${span(periodMs)}, the first ${span(washoutMs)} of each not counted`,
    ...(dropped.length === 0
      ? []
      : [
          `dropped: ${dropped.map(d => `${d.periods} × ${d.policy} (${d.why})`).join(', ')}; each takes its pair with it`,
        ]),
  ];
}

/** A saving is called one only where the interval has no zero in it, and only at the end: looking each hour finds one sooner or later. */
function verdictLines({ experiment: { a, b, ended, end }, verdict, wantedMs }: Summary): string[] {
  const { kind, saving, interval } = verdict;
  const early =
    end === 'stopped' ? ['It was stopped before its time: if that was because of what it showed, it shows less.'] : [];
  if (ended === null) return [`It still runs: ${between(interval, a, b)} so far. The verdict comes at the end.`];
  if (kind === 'open') return [`It can't be told: ${between(interval, a, b)}.`, ...stillNeeded(wantedMs), ...early];
  const size = share(Math.abs(saving));
  const [low, high] = [interval.low, interval.high].map(Math.abs).sort((x, y) => x - y);
  const sentence =
    kind === 'saves'
      ? `${a} saves ${size} of ${b}'s energy for the same work`
      : `${a} costs ${size} more energy than ${b} for the same work`;
  return [`${sentence} (95 % interval: ${share(low ?? 0)} to ${share(high ?? 0)}).`, ...early];
}

function between({ low, high }: { readonly low: number; readonly high: number }, a: string, b: string): string {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return 'too few pairs of periods to say anything';
  const side = (saving: number): string => `${share(Math.abs(saving))} ${saving >= 0 ? 'less' : 'more'}`;
  return `${a} needs between ${side(high)} and ${side(low)} energy than ${b} for the same work (95 %)`;
}

const longestMs = 90 * 86_400_000;

function stillNeeded(ms: number | null): string[] {
  if (ms === null) return [];
  return ms > longestMs
    ? ['If there is a difference, 90 days would not be enough to tell it.']
    : [`A difference as large as it seems would be told by about ${span(ms)} in all.`];
}

const row = ({ policy, joulesPerBillion, meanWatts, workRate, meanCelsius }: Side): Cell[] => [
  policy,
  joulesPerBillion === null ? '–' : joulesPerBillion.toPrecision(4),
  power(meanWatts),
  workRate === null ? '–' : `${(workRate / 1e9).toPrecision(4)} × 10⁹`,
  temperature(meanCelsius),
];

const share = (of: number): string => `${(of * 100).toFixed(1)} %`;
