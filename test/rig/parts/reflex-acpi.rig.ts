import { describe } from 'vitest';
import { part } from '../part.js';
import { installProduct } from '../product.js';
import { reflexTests } from '../reflex/suite.js';

const product = await installProduct('reflex-acpi');
const rig = part({ variant: 'acpi-cpufreq', name: 'reflex-acpi', pmu: 'stalled' });

describe("the reflex on acpi-cpufreq: the kernel's own governors, simulated hardware", () => reflexTests(rig, product));
