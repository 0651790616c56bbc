import type { Topology } from '../../src/model/topology.js';
import type { Guest } from './guest.js';
import type { Product } from './product.js';

export interface Sensors {
  sensors: Topology['sensors'];
  /** Signal → value of one sample; words for choices, null for what is missing. */
  values: Readonly<Record<string, number | string | null>>;
}

/** What `lattice-helper --once` reads now. */
export async function readSensors(guest: Guest, { helper }: Product): Promise<Sensors> {
  const printed = await guest.run(`${helper} --once --runtime-dir /run/once`);
  const { hello, sample } = JSON.parse(printed) as { hello: { topology: Topology }; sample: Sensors['values'] };
  return { sensors: hello.topology.sensors, values: sample };
}
