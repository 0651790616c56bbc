/** Prints as JSON what a tick of 256 CPUs costs in a process of its own, which the tick bench starts with the daemon's flags of Node. */
import { tickTime } from './tick.js';

console.log(JSON.stringify(tickTime(256)));
