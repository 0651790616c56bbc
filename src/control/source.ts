import type { Description } from '../model/description.js';
import type { FeedbackStatus, FeedbackWish, Status, TracedSignal } from './messages.js';

/** What the daemon shows on its socket. `status` and `description` may throw while there is nothing to show yet; the client is told the message. */
export interface ControlSource {
  status(): Status;
  description(): Description;
  /** All traced signals, or the one of that name with its samples; throws when there is none. */
  signals(name: string | undefined): readonly TracedSignal[];
  /** Takes a person's word of the machine; throws where there is nothing to move. */
  feedback(say: FeedbackWish): FeedbackStatus;
  /** Calls back after every tick, asked for only while somebody watches; returns how to end that. */
  onTick(listener: () => void): () => void;
}
