/**
 * `bursts.js FILE KHZ COUNT PERIOD_MS`: sleeps, then is busy until FILE reads KHZ, again and again. Prints for each burst how many ms that took. What
 * it looks at while it is busy costs no wake-up, so nothing is measured but the reflex.
 */
import { openSync, readSync } from 'node:fs';

const [file = '', khz = '', count = '', period = ''] = process.argv.slice(2);
const longestMs = 500;
const text = Buffer.alloc(32);
const open = openSync(file, 'r');
const now = (): number => Number(process.hrtime.bigint()) / 1e6;
const reads = (): boolean => text.toString('latin1', 0, readSync(open, text, 0, text.length, 0)).trim() === khz;
const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

let next = now() + Number(period);
for (let burst = 0; burst < Number(count); burst++) {
  await sleep(Math.max(1, next - now()));
  const begin = now();
  // Raised from before: there is nothing to see.
  if (!reads()) {
    while (!reads() && now() - begin < longestMs);
    console.log(now() - begin);
  }
  next = Math.max(next + Number(period), now() + 5);
}
