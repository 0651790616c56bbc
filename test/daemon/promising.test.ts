import { expect, it } from 'vitest';
import { Promising } from '../../src/daemon/promising.js';
import type { FormFacts } from '../../src/model/people/machine-form.js';
import type { Promised } from '../../src/model/people/promise.js';
import type { ControlSpec } from '../../src/model/signals.js';
import { madeDescription } from '../control/made.js';

const raise = (scope: string): ControlSpec => ({
  name: `${scope}.raise_ms`,
  role: 'raise_ms',
  scope,
  unit: 'ms',
  value: 0,
  writable: true,
});
const withReflex = madeDescription();
const described = {
  ...withReflex,
  controls: [raise('policy0'), raise('policy4')],
  topology: { ...withReflex.topology, supplies: [] },
};

/** The promise of a machine that can be changed, and what was told of it. */
function made(form: FormFacts, said?: Promised) {
  const now = { form, said };
  const changes: string[] = [];
  const lines: string[] = [];
  const promising = new Promising({
    configured: () => now.said,
    form: () => now.form,
    log: (_, text) => lines.push(text),
    changed: ({ promised }) => changes.push(promised.in),
  });
  return { now, changes, lines, promising };
}

it('is in percent until the machine has described itself, then what is usual for it', () => {
  const { promising, changes, lines } = made({ chassis: 10 });
  expect(promising.inForce.promised).toEqual({ in: 'percent' });
  promising.hello(described);
  promising.hello(described);
  expect(promising.inForce).toEqual({ promised: { in: 'milliseconds' }, why: 'this is a laptop (chassis 10)' });
  expect(changes).toEqual(['milliseconds']);
  expect(lines).toEqual(['the promise is in milliseconds, since this is a laptop (chassis 10)']);
});

it('is what the configuration says, and follows it', () => {
  const { promising, now, changes } = made({ chassis: 10 }, { in: 'percent' });
  promising.hello(described);
  expect(promising.inForce).toEqual({ promised: { in: 'percent' }, why: 'configured' });
  now.said = { in: 'milliseconds', most: 2 };
  promising.follow();
  expect(promising.inForce.promised).toEqual({ in: 'milliseconds', most: 2 });
  now.said = undefined;
  promising.follow();
  expect(promising.inForce.why).toBe('this is a laptop (chassis 10)');
  expect(changes).toEqual(['percent', 'milliseconds', 'milliseconds']);
});

it('sees within a minute who logs in, and does not look more often', () => {
  const { promising, now } = made({ chassis: 3 });
  promising.hello(described);
  promising.look(100);
  now.form = { chassis: 3, seat: 'seat0' };
  promising.look(159);
  expect(promising.inForce.promised.in).toBe('percent');
  promising.look(160);
  expect(promising.inForce.promised.in).toBe('milliseconds');
});

it('falls back to percent where the reflex is lost', () => {
  const { promising } = made({ chassis: 10 });
  promising.hello(described);
  promising.hello({ ...described, controls: [raise('policy0')] });
  expect(promising.inForce).toEqual({
    promised: { in: 'percent' },
    why: 'there is no reflex here, though this is a laptop (chassis 10)',
  });
});
