/**
 * The arrivals of a production LLM service (Azure, Splitwise; DATA/load/azure_llm_code.csv) as requests to one of eight machines that share them.
 * Times and token counts are the trace's. The cost of a token is ours, as in the model's ai_cpu: 150 ms of prefill for the trace's mean context (m
 * .1), and 8 ms for each generated token (m .85).
 */
import type { Load } from '../../../src/machine/simulated/work/job.js';

interface Request {
  /** ms. */
  readonly at: number;
  readonly context: number;
  readonly generated: number;
}

const machines = 8;
const prefillMs = 150 / 2048;
const decodeMs = 8;
/** Golden section: seeds start far from each other. */
const apart = 0.618034;

export function azureLoad(csv: string, path: string): Load {
  const requests = parse(csv, path);
  const span = requests.at(-1)?.at ?? 0;
  return {
    name: 'azure_code',
    qos: 'latency',
    streams(seed, from) {
      const own = requests.filter((_, i) => i % machines === seed % machines);
      const start = span * ((seed * apart) % 1);
      const first = own.findIndex(r => r.at >= start);
      let n = first < 0 ? own.length : first;
      return [
        {
          name: 'azure_code',
          kind: 'open',
          scored: true,
          next() {
            const { at, context, generated } = own[n % own.length] ?? { at: 0, context: 0, generated: 0 };
            const arrival = from + at - start + Math.floor(n / own.length) * span;
            n++;
            return {
              arrival,
              pieces: [
                { work: prefillMs * context, memory: 0.1 },
                { work: decodeMs * generated, memory: 0.85 },
              ],
            };
          },
        },
      ];
    },
  };
}

function parse(csv: string, path: string): Request[] {
  const [head, ...lines] = csv.trim().split(/\r?\n/);
  if (head !== 'service,t_s,context_tokens,generated_tokens')
    throw new SyntaxError(`${path}: ${head}: expected service,t_s,context_tokens,generated_tokens`);
  return lines.map((line, i) => {
    const [, at = Number.NaN, context = Number.NaN, generated = Number.NaN] = line.split(',').map(Number);
    if (!(at >= 0 && context >= 0 && generated >= 0))
      throw new SyntaxError(`${path}:${i + 2}: ${line}: expected a time and two counts of tokens`);
    return { at: at * 1000, context, generated };
  });
}
