import { describe } from 'vitest';
import { governorTests } from '../governor/suite.js';
import { part } from '../part.js';

const rig = part({
  variant: 'amd-pstate',
  name: 'governor-amd',
  precedence: true,
  kernelArguments: ['amd_pstate=passive'],
});

describe("the kernel's governor on amd-pstate, passive", () => governorTests(rig, 'schedutil'));
