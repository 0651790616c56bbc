import { describe } from 'vitest';
import { governorTests } from '../governor/suite.js';
import { part } from '../part.js';

const rig = part({ variant: 'acpi-cpufreq', name: 'governor-acpi' });

describe("the kernel's governor on acpi-cpufreq", () => governorTests(rig, 'schedutil'));
