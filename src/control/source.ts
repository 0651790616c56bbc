import type { Description } from '../model/description.js';
import type { Status } from './messages.js';

/** What the daemon shows on its socket. `status` and `description` may throw while there is nothing to show yet; the client is told the message. */
export interface ControlSource {
  status(): Status;
  description(): Description;
  /** Calls back after every tick, asked for only while somebody watches; returns how to end that. */
  onTick(listener: () => void): () => void;
}
