import { expect, it } from 'vitest';
import { raisedAt } from '../../src/model/stretch-ages.js';

it('a stretch is raised at the age that is asked, and below a tick in the mean over where in a tick it begins', () => {
  for (const tick of [1, 4, 10]) {
    for (const raise of [tick, tick + 1, 30]) expect(raisedAt(raise, tick)).toBe(raise);
    for (const raise of [0.1, 0.5, 0.9].map(share => share * tick)) {
      const count = 10_000;
      const ages = Array.from({ length: count }, (_, i) => Math.max(raise, ((i + 0.5) / count) * tick));
      expect(raisedAt(raise, tick)).toBeCloseTo(ages.reduce((a, b) => a + b) / count, 6);
    }
  }
});
