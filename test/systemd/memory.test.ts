import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.each(['latticed', 'lattice-helper'])('%s is not the first to go when somebody fills the memory', unit => {
  const text = readFileSync(join(import.meta.dirname, `../../systemd/${unit}.service`), 'utf8');
  expect(Number(/^OOMScoreAdjust=(.*)$/m.exec(text)?.[1])).toBeLessThan(0);
});
