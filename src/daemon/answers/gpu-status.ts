import type { GpuStatus } from '../../control/protocol/status.js';
import type { Decision } from '../../governor/arbitration/decision.js';
import { explain } from '../../governor/explain/explain.js';
import { summary } from '../../governor/explain/summary.js';
import { type Gpu, type GpuReading, gpuScope, throttleReason } from '../../model/gpu.js';
import type { LiveReading } from '../../model/sensing/reading.js';

/** What holds the clock down, in words. Idling and a requested clock do not count. */
const words: readonly (readonly [bit: number, word: string])[] = [
  [throttleReason.softwarePowerCap, 'power limit'],
  [throttleReason.hardwareThermal | throttleReason.softwareThermal, 'heat'],
  [throttleReason.powerBrake, 'power brake'],
  [throttleReason.hardwareSlowdown, 'hardware slowdown'],
  [throttleReason.syncBoost, 'sync boost'],
  [throttleReason.displayClocks, 'display clocks'],
];

/** One GPU as it is now. */
export function gpuStatus(
  gpu: Gpu,
  reading: LiveReading | undefined,
  decision: Decision | undefined,
  written: boolean,
): GpuStatus {
  const scope = gpuScope(gpu.id);
  const seen: GpuReading | undefined = reading?.gpus.find(g => g.id === gpu.id);
  const maxClock = reading?.state(`${scope}.max_clock`);
  return {
    scope,
    uuid: gpu.uuid,
    name: gpu.name,
    busy: seen?.busy ?? null,
    memoryBusy: seen?.memoryBusy ?? null,
    watts: seen?.power ?? null,
    clock: seen?.clock ?? null,
    maxClock: typeof maxClock === 'number' ? maxClock : null,
    celsius: seen?.temperature ?? null,
    powerLimit: seen?.powerLimit ?? null,
    heldBy: words.filter(([bit]) => ((seen?.throttle ?? 0) & bit) !== 0).map(([, word]) => word),
    reasons: decision?.reasons ?? [],
    summary: decision === undefined ? null : summary(decision, written),
    explanation: decision === undefined ? null : explain(scope, decision.limits, decision.reasons, written),
  };
}
