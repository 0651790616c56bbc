import { expect } from 'vitest';
import type { Tree } from '../../fixtures/trees/tree.js';

/** Every file that differs from what it held has a value that its machine offers. */
export function expectOffered(tree: Tree, before: ReadonlyMap<string, string>): void {
  for (const [path, text] of tree.settings()) {
    const now = text.trim();
    if (now === before.get(path)?.trim()) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const offered = (name: string) => tree.read(`${folder}${name}`).trim();
    if (/\/scaling_(min|max)_freq$/.test(path)) {
      expect([path, Number(now) >= Number(offered('cpuinfo_min_freq'))]).toEqual([path, true]);
      expect([path, Number(now) <= Number(offered('cpuinfo_max_freq'))]).toEqual([path, true]);
    } else if (path.endsWith('/energy_performance_preference')) {
      expect(offered('energy_performance_available_preferences').split(' ')).toContain(now);
    } else if (path.endsWith('/scaling_governor')) {
      expect(offered('scaling_available_governors').split(' ')).toContain(now);
    } else if (path.endsWith('/platform_profile')) {
      expect(offered('platform_profile_choices').split(' ')).toContain(now);
    } else if (/\/constraint_\d_power_limit_uw$/.test(path)) {
      const most = Number(offered(path.slice(folder.length).replace('power_limit', 'max_power')));
      // Without a maximum it may be half as much again as was found.
      const limit = most > 0 ? most : Number(before.get(path)) * 1.5;
      expect([path, Number(now) >= 1 && Number(now) <= limit]).toEqual([path, true]);
    } else {
      expect([path, now]).toEqual([
        expect.stringMatching(/boost$|\/cpb$|\/no_turbo$/),
        expect.stringMatching(/^[01]$/),
      ]);
    }
  }
}

/** Every writable file without its last newline, which a value that was put back lacks. */
export const trimmed = (settings: ReadonlyMap<string, string>): [path: string, text: string][] =>
  [...settings].map(([path, text]) => [path, text.trim()]);
