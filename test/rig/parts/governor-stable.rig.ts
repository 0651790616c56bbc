import { describe } from 'vitest';
import { governorTests } from '../governor/suite.js';
import { part } from '../part.js';

const rig = part({ variant: 'acpi-cpufreq', name: 'governor-stable', kernel: 'stable', precedence: true });

describe("the kernel's governor on Debian stable's kernel, acpi-cpufreq", () => governorTests(rig, 'schedutil'));
