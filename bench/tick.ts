import { stagesFor } from '../src/daemon/stages.js';
import { tick } from '../src/daemon/tick.js';
import { FrameDecoder } from '../src/machine/linux/frames.js';
import { type Figure, spread } from './figures.js';
import { frames, manyCpus } from './many-cpus.js';

const ticks = 400;
const warmUp = 200;

/** Cost of one engine tick, frame read included, by number of CPUs (each a domain of its own). */
export function benchTick(): Figure[] {
  return [16, 64, 256].map(n => {
    const description = manyCpus(n);
    const stages = stagesFor(description);
    const decoder = new FrameDecoder();
    const bytes = frames(description, ticks);
    const micros: number[] = [];
    for (const [i, frame] of bytes.entries()) {
      const started = performance.now();
      for (const decoded of decoder.push(frame))
        if (decoded.type === 'sample') tick(stages, decoded.sample, 'balanced');
      if (i >= warmUp) micros.push((performance.now() - started) * 1000);
    }
    return {
      name: `engine tick, ${n} CPUs and domains`,
      unit: 'us',
      ...spread(micros),
      bar: n === 256 ? 300 : undefined,
    };
  });
}
