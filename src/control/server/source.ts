import type { Description } from '../../model/description.js';
import type { Change } from '../protocol/change.js';
import type {
  ExperimentAnswer,
  ExperimentRequest,
  FeedbackRequest,
  FeedbackStatus,
  Status,
  TracedSignal,
} from '../protocol/messages.js';
import type { Changed } from '../protocol/request-status.js';
import type { Requester } from '../protocol/requester.js';

/** What the daemon shows on its socket. `status` and `description` may throw while there is nothing to show yet; the client is told the message. */
export interface ControlSource {
  status(): Status;
  description(): Description;
  /** All traced signals, or the one of that name with its samples; throws when there is none. */
  signals(name: string | undefined): readonly TracedSignal[];
  /** Takes a person's word of the machine; throws where there is nothing to move. */
  feedback(say: FeedbackRequest): FeedbackStatus;
  /** What people ask for now. */
  requests(): Changed;
  /** Does what somebody asks for; throws with what was expected. `client` stands for its connection. */
  change(change: Change, who: Requester, client: object): Changed;
  /** A connection ended. */
  left(client: object): void;
  /** Starts, stops or shows an experiment; throws where that can't be done. */
  experiment(wanted: ExperimentRequest): ExperimentAnswer;
  /** Calls back after every tick, asked for only while somebody watches; returns how to end that. */
  onTick(listener: () => void): () => void;
}
