/** `npm run bench [-- NAME…]`: prints each figure as median (10th–90th percentile), with its bar where the project set one. */
import { print } from './figures.js';
import { benchTick } from './tick.js';

const benches: Readonly<
  Record<string, () => readonly import('./figures.js').Figure[] | Promise<readonly import('./figures.js').Figure[]>>
> = {
  tick: benchTick,
};

const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  print(await run());
}
