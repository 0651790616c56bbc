import type { ExperimentStatus } from '../../control/protocol/operations/experiment.js';
import type { Side, Summary } from '../../experiment/summary.js';
import { verdictSentence } from '../../experiment/verdict-words.js';
import { span } from '../../model/format.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { counted, dateTime, power, temperature } from '../render/units.js';
import { toldLines } from './experiment-told.js';

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
    ...toldLines(summary, style),
  ];
}

function verdictLines({ experiment, verdict, wantedMs }: Summary): string[] {
  const { ended, end } = experiment;
  const early =
    end === 'stopped' ? ['It was stopped before its time: if that was because of what it showed, it shows less.'] : [];
  const needed = ended !== null && verdict.kind === 'open' ? stillNeeded(wantedMs) : [];
  const said = verdictSentence(experiment, verdict);
  const first = ended === null ? `It still runs: ${said} The verdict comes at the end.` : said;
  return [first, ...needed, ...early];
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
