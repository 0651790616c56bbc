import { expect, it } from 'vitest';
import { variants } from '../../../bench/governors/contenders.js';
import { FeatureTracker } from '../../../src/governor/features/features.js';
import { policy, situation, topology } from '../../governor/situation.js';

it.each(Object.entries(variants))('%s: its rules propose for a domain that works', (_, { rules }) => {
  if (rules === undefined) return;
  const { reading, ...rest } = situation({});
  const features = new FeatureTracker().follow(reading, topology([], [policy]));
  const proposals = rules().flatMap(rule => rule.propose({ ...rest, reading, features }));
  expect(proposals.length).toBeGreaterThan(0);
});
