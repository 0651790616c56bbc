/** A clock with timers; the simulation's wrapper and the replay use no other time. */
export interface Clock {
  /** ms since some fixed moment, monotonic. */
  now(): number;
  /** Calls once, at or soon after `at` on this clock; returns a function that cancels it. */
  at(at: number, call: () => void): () => void;
}

/** The origin of performance.now on CLOCK_MONOTONIC; read once, since a BigInt per reading costs more than the reading. */
const origin = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** CLOCK_MONOTONIC. Its timers do not keep the process alive: code that needs the machine to run on has its own reason to stay. */
export const monotonicClock: Clock = {
  now: () => origin + performance.now(),
  at(at, call) {
    const timer = setTimeout(call, Math.max(0, Math.ceil(at - monotonicClock.now()))).unref();
    return () => clearTimeout(timer);
  },
};
