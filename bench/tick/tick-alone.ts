/** `node tick-alone.js CPUS`: prints the figures of a tick as JSON, for the tick bench. */
import { tickFigures } from './tick.js';

console.log(JSON.stringify(tickFigures(Number(process.argv[2]))));
