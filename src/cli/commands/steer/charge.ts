import type { ChargeRequest } from '../../../control/protocol/operations/charge.js';
import type { Context } from '../../context.js';
import { connectDaemon } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { harmless } from '../../render/harmless.js';
import { banner } from '../../view/banner.js';
import { chargeLines } from '../../view/charge.js';

interface Options {
  readonly do: ChargeRequest;
  readonly battery?: string | undefined;
}

/** Shows how far batteries are charged, or has their limits lifted and put back. */
export async function run(context: Context, options: Options): Promise<number> {
  const client = await connectDaemon(context.runtimeDirs);
  try {
    const charge = await client.ask('charge', options, 'charge');
    const { machine, simulated, missing } = await client.status();
    if (context.json) {
      context.printJson({ machine, simulated, asked: options.do, ...charge });
    } else {
      const { style } = context;
      const why = missing.find(m => m.what === 'charge_limit')?.why;
      context.print(
        ...banner({ machine, simulated }, style),
        ...chargeLines(harmless(charge), harmless({ why }).why, style),
      );
    }
    return exitOk;
  } finally {
    client.close();
  }
}
