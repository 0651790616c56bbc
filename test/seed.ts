/** Chosen once; any other would do. */
const usual = 20_261_129;

const { LATTICE_SEED: asked, EXPLORE: explores } = process.env;

/** What everything that is made at random in the tests is made from: the same each time, unless it is asked for or new ones are. */
export const seed = asked !== undefined ? Number(asked) : explores === undefined ? usual : Date.now() % 2 ** 31;
if (!Number.isInteger(seed)) throw new Error(`LATTICE_SEED=${asked}, expected a whole number`);

// vitest's workers inherit it.
if (asked === undefined && explores !== undefined)
  console.info(`seed ${seed}; LATTICE_SEED=${seed} gives this run again`);
process.env.LATTICE_SEED = `${seed}`;
