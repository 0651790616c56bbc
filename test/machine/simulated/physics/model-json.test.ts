import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as embedded from '../../../../src/machine/simulated/physics/model-json.js';

const original = fileURLToPath(new URL('../../../../../shared/model.json', import.meta.url));

test('platforms are complete: as many voltages as frequencies, both ascending', () => {
  for (const { f, V, throt_idx } of Object.values(embedded.platforms)) {
    expect(V).toHaveLength(f.length);
    expect([...f].sort((a, b) => a - b)).toEqual([...f]);
    expect([...V].sort((a, b) => a - b)).toEqual([...V]);
    expect(throt_idx).toBeLessThan(f.length);
  }
});

/** The research model lies beside the checkout where the project is developed, and nowhere else. */
if (existsSync(original)) {
  test('the embedded model is the research model, to the letter', () => {
    const { note, platforms, loads } = JSON.parse(readFileSync(original, 'utf8'));
    expect({ note: embedded.note, platforms: embedded.platforms, loads: embedded.loads }).toEqual({
      note,
      platforms,
      loads,
    });
  });
}
