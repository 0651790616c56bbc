import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const simulated = fileURLToPath(new URL('../../../../src/machine/simulated', import.meta.url));
/** Its rooms; what stands beside them connects them with the world. */
const pure = readdirSync(simulated, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => entry.name);
const pureRooms = /^\.\.\/\.\.\/(model|lattice)\//;
const impure = [
  /\bnode:/,
  /\bDate\b/,
  /Math\.random/,
  /\bprocess\b/,
  /\bperformance\.now/,
  /setTimeout|setInterval|setImmediate/,
  /console/,
];

/** The bench runs this code headless and compares seeds: no clock, no chance, no world may get in. */
test('the core touches no clock, no chance and no world, and imports only itself and rooms as pure', () => {
  const files = pure
    .flatMap(room => readdirSync(join(simulated, room), { recursive: true, encoding: 'utf8' }).map(f => join(room, f)))
    .filter(f => f.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(35);
  for (const file of files) {
    const text = readFileSync(join(simulated, file), 'utf8');
    for (const pattern of impure) expect(text, `${file}: ${pattern}`).not.toMatch(pattern);
    for (const [, from] of text.matchAll(/from '([^']+)'/g)) {
      const imported = relative(simulated, join(simulated, dirname(file), from ?? ''));
      if (!pureRooms.test(imported)) expect(pure, `${file}: ${from}`).toContain(imported.split('/')[0]);
    }
  }
});
