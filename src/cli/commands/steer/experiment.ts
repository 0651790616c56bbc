import type { ExperimentAnswer, ExperimentRequest } from '../../../control/protocol/operations/experiment.js';
import { summaryOf } from '../../../experiment/summary.js';
import type { PolicyName } from '../../../model/people/experiment-policy.js';
import type { Context } from '../../context.js';
import { connectDaemon } from '../../daemon.js';
import { exitFailed, exitOk, Failure } from '../../exit.js';
import { withJournal } from '../../journal.js';
import { harmless } from '../../render/harmless.js';
import { banner } from '../../view/banner.js';
import { experimentLines, summaryLines } from '../../view/experiment.js';

type Options =
  | {
      readonly do: 'start';
      readonly a: PolicyName;
      readonly b: PolicyName;
      /** ms */
      readonly period: number;
      readonly for: number;
    }
  | { readonly do: 'stop' | 'status' }
  | { readonly do: 'report'; readonly started?: number | undefined };

/** Starts, shows, stops a comparison of two policies, or says what the newest one shows. */
export async function run(context: Context, options: Options): Promise<number> {
  switch (options.do) {
    case 'start':
      await ask(context, { ...options, do: 'start', periodMs: options.period, forMs: options.for });
      return exitOk;
    case 'stop':
      await ask(context, { do: 'stop' });
      return exitOk;
    case 'status':
      return (await ask(context, { do: 'show' })).running === null ? exitFailed : exitOk;
    case 'report':
      return report(context, options.started);
  }
}

async function ask(context: Context, request: ExperimentRequest): Promise<ExperimentAnswer> {
  const client = await connectDaemon(context.runtimeDirs);
  try {
    const answer = await client.experiment(request);
    const { machine, simulated, now } = await client.status();
    if (context.json) context.printJson({ machine, simulated, ...answer });
    else
      context.print(
        ...banner({ machine, simulated }, context.style),
        ...experimentLines(harmless(answer.running), request.do, now),
      );
    return answer;
  } finally {
    client.close();
  }
}

async function report(context: Context, started: number | undefined): Promise<number> {
  const { last, found, periods } = await withJournal(context.stateDirs, reader => {
    const all = reader.experiments();
    // Started to the second, since that is how it is shown.
    const one =
      started === undefined ? all[0] : all.find(e => Math.floor(e.started / 1000) === Math.floor(started / 1000));
    return {
      last: reader.lastRun(),
      found: one,
      periods: one === undefined ? [] : reader.experimentPeriods(one.started),
    };
  });
  if (found === undefined)
    throw new Failure(started === undefined ? 'no experiment in the journal' : 'no experiment was started then');
  const summary = harmless(summaryOf(found, periods));
  const { machine = null, simulated = null } = last ?? {};
  if (context.json) context.printJson({ machine, simulated, ...summary, periods });
  else
    context.print(...(last === undefined ? [] : banner(last, context.style)), ...summaryLines(summary, context.style));
  return exitOk;
}
