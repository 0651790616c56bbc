import type { Job, JobStream, Load, Piece } from '../../../src/machine/simulated/work/job.js';
import { Random } from '../../../src/machine/simulated/work/random.js';
import { drawing } from './draw.js';
import type { LoadSpec, TaskSpec } from './spec.js';

/** A load from its description: the same seed gives the same jobs, each task has draws of its own. */
export const built = ({ name, qos, tasks }: LoadSpec): Load => ({
  name,
  qos,
  streams: (seed, from) => tasks.map(task => streamOf(task, new Random(seed, `${name}.${task.name}`), from)),
});

function streamOf(task: TaskSpec, random: Random, from: number): JobStream {
  const { name, every, phase = 0, gap, think, deadline, scored = true } = task;
  const wait = drawing(think ?? gap ?? 0, random);
  const pieces = piecesOf(task, random);
  let turn = 0;
  return {
    name,
    kind: think === undefined ? 'open' : 'closed',
    scored,
    next(after): Job {
      const arrival = every === undefined ? after + wait() : from + phase + turn++ * every;
      const job = { arrival, pieces: pieces(arrival - from) };
      return deadline === undefined ? job : { ...job, deadline: arrival + deadline };
    },
  };
}

/** The pieces of a job that arrives so many ms after the start. */
function piecesOf(task: TaskSpec, random: Random): (at: number) => readonly Piece[] {
  const { work = 0, memory = 0, pieces = [{ work, memory }], levels, split } = task;
  const draws = pieces.map(p => ({ work: drawing(p.work, random), memory: drawing(p.memory, random) }));
  return at => {
    const factor =
      levels === undefined ? 1 : (levels.factors[Math.floor(at / levels.every) % levels.factors.length] ?? 1);
    const whole = draws.map(d => ({ work: d.work() * factor, memory: Math.min(1, d.memory()) }));
    return split === undefined ? whole : whole.flatMap(piece => cut(piece, split.ms, split.sleep));
  };
}

function cut({ work, memory }: Piece, ms: number, sleep: number): Piece[] {
  const count = Math.max(1, Math.ceil(work / ms));
  return Array.from({ length: count }, (_, i) => ({
    work: Math.min(ms, work - i * ms),
    memory,
    rest: i + 1 < count ? sleep : 0,
  }));
}
