/** A clock that timers can be set on; the simulation's wrapper and the replay know no other time. */
export interface Clock {
  /** ms since some fixed moment, never going back. */
  now(): number;
  /** Calls once, at or soon after `at` on this clock; returns how to call it off. */
  at(at: number, call: () => void): () => void;
}

/** What performance.now counts from, on CLOCK_MONOTONIC; asked once, since a BigInt for each look costs more than the look. */
const origin = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** CLOCK_MONOTONIC. Its timers never keep the process alive: whoever wants the machine to run on has a reason of its own to stay. */
export const monotonicClock: Clock = {
  now: () => origin + performance.now(),
  at(at, call) {
    const timer = setTimeout(call, Math.max(0, Math.ceil(at - monotonicClock.now()))).unref();
    return () => clearTimeout(timer);
  },
};
