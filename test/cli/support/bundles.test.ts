import { expect, it } from 'vitest';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import { helperForTest } from '../../fixtures/helper.js';
import { bundledForTest, bundles } from '../../fixtures/trees/bundled.js';

// What counters and BPF there are is a matter of the kernel that runs, and so is who may write.
it.each(bundles)(
  '%s: policies, zones, supplies and controls are those that the sender’s helper found',
  async report => {
    const { tree, rules, hello } = bundledForTest(report);
    const run = await helperForTest(tree, { injector: injectorForTest(tree, rules) });
    const { cpus, policies, zones, supplies } = run.hello.topology;
    expect(hello.topology).toMatchObject({ cpus, policies, zones, supplies });
    const values = (controls: typeof hello.controls) =>
      controls.map(({ name, value, min, max }) => [name, value, min, max]);
    expect(values(run.hello.controls)).toEqual(values(hello.controls));
  },
);
