import { quoted } from '../quoting.js';
import type { Status } from '../status.js';
import type { Operation } from './operation.js';

/** The most status lines a second that a watcher may ask for. */
export const highestWatchRate = 20;

/** Answers at once and again after each tick, at most `hz` times a second, until the connection ends or watches again. */
export const watch: Operation<{ readonly hz: number }, Status, 'status'> = {
  reply: 'status',
  parse: body => {
    const hz = 'hz' in body ? body.hz : undefined;
    return typeof hz === 'number' && hz > 0 && hz <= highestWatchRate
      ? { hz }
      : `hz ${quoted(body, 'hz')}, expected a number above 0 and at most ${highestWatchRate}`;
  },
};
