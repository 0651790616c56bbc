import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const core = fileURLToPath(new URL('../../../../src/machine/simulated/core', import.meta.url));
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
test('the core touches no clock, no chance and no world, and imports only itself', () => {
  const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  for (const file of files) {
    const text = readFileSync(join(core, file), 'utf8');
    for (const pattern of impure) expect(text, `${file}: ${pattern}`).not.toMatch(pattern);
    for (const [, from] of text.matchAll(/from '([^']+)'/g)) {
      expect(from, file).toMatch(
        file.includes('/') ? /^\.\.?\/[a-z0-9-]+\.js$/ : /^\.\/([a-z0-9-]+\/)?[a-z0-9-]+\.js$/,
      );
    }
  }
});
