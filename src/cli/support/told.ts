import type { Description } from '../../model/description.js';

/** What the helper said of the machine, without what is only this one's: boot, epoch and GPUs' UUIDs. */
export function told(description: Description): object {
  const { simulated, kind, readOnly, signals, controls, missing, topology, baseline, kept } = description;
  return {
    kind,
    simulated,
    readOnly,
    topology: {
      ...topology,
      ...(topology.gpus === undefined ? {} : { gpus: topology.gpus.map(({ uuid: _, ...gpu }) => gpu) }),
    },
    controls,
    signals,
    missing,
    baseline,
    kept: kept ?? {},
  };
}

/** Where a tree lies is a matter of whoever laid it. */
export const placeless = (description: Description): Description => ({
  ...description,
  kind: description.kind.replace(/ \(tree at .*\)$/, ' (a tree)'),
});
