import type { FeedbackRequest } from '../../../control/protocol/operations/feedback.js';
import type { Context } from '../../context.js';
import { connectDaemon } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { harmless } from '../../render/harmless.js';
import { banner } from '../../view/banner.js';
import { feedbackLines } from '../../view/feedback.js';

/** Tells the daemon what the machine is like, and shows what it makes of that. */
export async function run(context: Context, { say }: { readonly say: FeedbackRequest }): Promise<number> {
  const client = await connectDaemon(context.runtimeDirs);
  try {
    const feedback = await client.feedback(say);
    const { machine, simulated } = await client.status();
    if (context.json) context.printJson({ machine, simulated, said: say, ...feedback });
    else context.print(...banner({ machine, simulated }, context.style), ...feedbackLines(harmless(feedback)));
    return exitOk;
  } finally {
    client.close();
  }
}
