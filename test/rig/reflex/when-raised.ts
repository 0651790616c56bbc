import type { Guest } from '../guest.js';
import { CPUFREQ } from '../limits.js';
import { until } from '../poll.js';
import { LimitsTrace, TRACE_MARKER } from './limits-trace.js';

export const TOP = 4_600_000;
/** The CPU that the bursts run on. It is the one that can go offline; all else has the other. */
export const LOADED = 1;

/**
 * Words of the shell that wait until the maximum is seen low and then raised, and write a mark into the trace of limits. What follows comes at
 * once, as it needs no other process.
 */
export const raised = (mark: string): string => `taskset -pc ${1 - LOADED} $$ > /dev/null
low() { read -r khz < ${CPUFREQ}/policy${LOADED}/scaling_max_freq && [ "$khz" -lt ${TOP} ]; }
until low; do :; done
while low; do :; done
echo ${mark} > ${TRACE_MARKER}`;

/** Does something in words of the shell right after a raise. */
export async function whenRaised(guest: Guest, mark: string, deed = ':'): Promise<void> {
  await guest.run(`${raised(mark)}\n${deed}`, { timeout: 100_000 });
  await checkRaised(guest, mark);
}

/** Throws if the trace says that the last change of the maximum before a mark was no raise. */
export async function checkRaised(guest: Guest, mark: string): Promise<void> {
  const maxima = (await LimitsTrace.of(guest)).maximaBefore(mark, LOADED);
  if (maxima.length < 2 || maxima.at(-1) !== TOP) throw new Error(`not raised before ${mark}: ${maxima.slice(-4)}`);
}

/** Waits until the limits were raised and lowered so often since a mark. */
export async function moved(guest: Guest, count: number, since: string): Promise<void> {
  await until(
    `${count} raises and lowerings since ${since}`,
    async () => (await LimitsTrace.of(guest)).moves(LOADED, TOP, since),
    ({ raised, lowered }) => Math.min(raised, lowered) >= count,
    { every: 1000 },
  );
}

/** Writes a word into the trace of limits. */
export const mark = (guest: Guest, word: string): Promise<void> => guest.writeFile(TRACE_MARKER, word);
