import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { dial } from '../../../src/control/client/client.js';
import { messageOf } from '../../../src/control/protocol/errors.js';
import { rawClient } from '../../control/fixture.js';
import { until } from '../../rig/poll.js';
import { Noise } from './noise.js';
import { fuzzBytes, fuzzSeed, WatchedDaemon } from './watched-daemon.js';

const pieces = [
  { op: 'status' },
  { op: 'wishes' },
  { op: 'describe' },
  { op: 'signals', name: 'policy0.busy' },
  { op: 'watch', hz: 2 },
  { op: 'feedback', say: 'slow' },
  { op: 'set', profile: 'power-saver' },
  { op: 'set', profile: 'performance' },
  { op: 'hold', profile: 'performance', reason: 'r', app: 'a' },
  { op: 'release', hold: 1 },
  { op: 'override', max: 2_400_000 },
  { op: 'override', min: 1_200_000, max: 1_300_000, cpus: '0-1', for: 1 },
  { op: 'override', epp: 'power', governor: 'powersave', connected: true },
  { op: 'override', boost: false, while: 1, pid: 1 },
  { op: 'clear', override: 'all' },
  { op: 'experiment', do: 'start', a: 'balanced', b: 'kernel', periodMs: 2000, forMs: 60_000 },
  { op: 'experiment', do: 'stop' },
  { op: 'charge', do: 'full' },
  { op: 'charge', do: 'limit', battery: 'BAT0' },
  { op: 'tasks' },
  { op: 'tasks', by: 'unit', sort: 'cpu', limit: 20 },
].map(piece => JSON.stringify({ v: 1, id: 1, ...piece }));
const batch = 20_000;

it(`${fuzzBytes} bytes of anything on the control socket (seed ${fuzzSeed})`, {
  timeout: 300_000 + fuzzBytes / 5,
}, async () => {
  const watched = new WatchedDaemon();
  await watched.ready();
  const path = join(watched.daemon.runtimeDir, 'control.sock');
  const noise = new Noise(fuzzSeed, pieces);
  let [sent, taken, made] = [0, 0, 0];
  const feed = async (bytes: number): Promise<void> => {
    const end = sent + bytes;
    while (sent < end) {
      const { socket, received, closed } = await rawClient(path);
      for (let at = 0; at < batch; ) {
        const line = Buffer.concat([noise.next(), Buffer.from(noise.below(20) === 0 ? '' : '\n')]);
        socket.write(line);
        at += line.length;
        sent += line.length;
      }
      socket.end();
      await Promise.race([closed, sleep(2000)]);
      socket.destroy();
      taken += received().split('"ok":true').length - 1;
      made += received().split(/"made":\d/).length - 1;
      const client = await dial(path);
      const overriding = { op: 'override', wish: { max: 3_000_000 }, lasting: { connected: true } } as const;
      // All changes of a flood count, and a good one may have to try again in a second, as it is told.
      const granted = await until(
        'a good change',
        () =>
          client
            .change({ op: 'clear', override: 'all' })
            .then(() => client.change(overriding))
            .catch(error => {
              if (!/try again in a second$/.test(messageOf(error))) throw error;
            }),
        answer => answer !== undefined,
        { every: 250 },
      );
      expect(granted?.overrides).toHaveLength(1);
      client.close();
      watched.checkWrites();
    }
  };
  await feed(fuzzBytes / 5);
  watched.warm();
  await feed(fuzzBytes - sent);
  const client = await dial(path);
  // Half of an experiment's turns are hands off.
  await client.experiment({ do: 'stop' }).catch(() => undefined);
  client.close();
  await watched.check();
  // Most lines are refused; that none were taken would mean that nothing was tried.
  expect(taken).toBeGreaterThan(fuzzBytes / 10_000);
  expect(made).toBeGreaterThan(10);
  console.info(
    `socket: ${sent} bytes, ${taken} requests taken, ${made} holds and overrides, memory +${watched.grownKib} KiB`,
  );
  await watched.stop();
});
