/**
 * How quickly firmware does what it decides, from public measurements of the time from the idle clock to the top one (chipsandcheese.com, 2022-09-15
 * and 2022-10-26): mobile Zen 3 about 2 ms, Skylake and Alder Lake with Speed Shift 5, mobile Zen 2 9, desktop Zen 2 17. Many stop at a middle clock
 * first. On a handheld (amd-pstate-epp, balance_performance) a render thread that was busy for 98 % of a frame in pieces of about 1 ms ran at 2.4 of
 * 3.5 GHz for more than half of the time: its short sleeps made its utilisation look low.
 */
export interface Manners {
  /** ms over which the load is averaged. */
  readonly windowMs: number;
  /** ms of running in which the clock climbs from 0 to f_max, linearly; 0: at once. */
  readonly rampMs: number;
  /** The clock jumps to this share of f_max first, and stays for that many ms of running. */
  readonly stop?: { readonly share: number; readonly ms: number } | undefined;
  /** ms of running after a short sleep that do not count as load. */
  readonly sagMs: number;
}

/** Decides on a mean of 10 ms, and acts at once. */
export const prompt: Manners = { windowMs: 10, rampMs: 0, sagMs: 0 };

/** A sag at which the render thread above runs at 2.4/3.5 of the top. */
export const handheldSagMs = 0.7;

/** In a mean over this share of the climb, a load of 100 % asks for f_max at balance_performance (a mean of 80 %) when the climb is over. */
const windowPerRamp = 1 / Math.log(5);

/** Firmware that takes `rampMs` from `lowest` (a share of f_max) to f_max under a load of 100 % at balance_performance. */
export const climbing = (rampMs: number, lowest: number, sagMs = handheldSagMs): Manners => ({
  windowMs: rampMs * windowPerRamp,
  rampMs: rampMs / (1 - lowest),
  sagMs,
});
