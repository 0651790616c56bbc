/** A clock that timers can be set on; the simulation's wrapper and the replay know no other time. */
export interface Clock {
  /** ms since some fixed moment, never going back. */
  now(): number;
  /** Calls once, at or soon after `at` on this clock; returns how to call it off. */
  at(at: number, call: () => void): () => void;
}

/** CLOCK_MONOTONIC. Its timers never keep the process alive: whoever wants the machine to run on has a reason of its own to stay. */
export const monotonicClock: Clock = {
  now: () => Number(process.hrtime.bigint()) / 1e6,
  at(at, call) {
    const timer = setTimeout(call, Math.max(0, Math.ceil(at - monotonicClock.now()))).unref();
    return () => clearTimeout(timer);
  },
};
