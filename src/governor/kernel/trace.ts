/** The tracepoints of the kernel's governor, as tracefs prints them: native/kmod/lattice_trace.h. */

/** An event's name and its numbers by name. */
export interface TraceEvent {
  readonly name: 'terms' | 'look' | 'choice';
  readonly fields: ReadonlyMap<string, number>;
}

const pattern = /\blattice_(terms|look|choice): (.*)$/;
const field = /(\w+)=(-?\d+)/g;

/** The events of a trace in its order; other lines are left out. */
export function traceEvents(text: string): TraceEvent[] {
  return text.split('\n').flatMap(line => {
    const [, name, words = ''] = pattern.exec(line) ?? [];
    if (name !== 'terms' && name !== 'look' && name !== 'choice') return [];
    const fields = new Map([...words.matchAll(field)].map(([, key = '', value]) => [key, Number(value)] as const));
    return [{ name, fields }];
  });
}
