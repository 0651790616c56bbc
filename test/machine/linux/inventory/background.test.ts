import { expect, it } from 'vitest';
import { collectInventory } from '../../../../src/machine/linux/inventory/inventory.js';
import { child } from './child.js';

it('runs at the lowest priority, so that no tick waits for it', async () => {
  // It may have begun before its priority is set.
  const code = `import { getPriority } from 'node:os'; import { setTimeout } from 'node:timers/promises';
    while (getPriority() === 0) await setTimeout(10);
    console.log(JSON.stringify({ nice: getPriority() }))`;
  expect(await collectInventory(child(code))).toEqual({ nice: 19 });
});
