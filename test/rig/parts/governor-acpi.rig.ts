import { describe } from 'vitest';
import { commandTests } from '../governor/command.js';
import { governorTests } from '../governor/suite.js';
import { part } from '../part.js';
import { installProduct } from '../product.js';

const product = await installProduct('governor-acpi');
const rig = part({ variant: 'acpi-cpufreq', name: 'governor-acpi', precedence: true });

describe("the kernel's governor on acpi-cpufreq", () => {
  governorTests(rig, 'schedutil');
  commandTests(rig, product, 'schedutil');
});
