import { expect, it } from 'vitest';
import { checkConfig } from '../../src/config/check.js';
import { defaultConfig } from '../../src/config/config.js';

const read = (text: string, base = defaultConfig) => checkConfig('lattice.toml', text, base).kernelReflex;

it('leaves work to the kernel’s governor only where a file says so, and until a later one says otherwise', () => {
  expect(read('[reflex]')).toBe(false);
  const base = checkConfig('lattice.toml', '[reflex]\nkernel = true', defaultConfig);
  expect(read('profile = "balanced"', base)).toBe(true);
  expect(read('[reflex]\nkernel = false', base)).toBe(false);
});

it('refuses what is no switch, in words', () => {
  expect(() => read('[reflex]\nkernel = "yes"')).toThrow(/lattice.toml:2: reflex.kernel: expected a boolean/);
  expect(() => read('[reflex]\nkernal = true')).toThrow(/reflex.kernal: unknown key.*kernel/);
});
