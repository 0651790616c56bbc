import { expect, test } from 'vitest';
import { connect } from '../../src/control/client/client.js';
import { eventually } from '../fixtures/eventually.js';
import { rawClient, serving } from './fixture.js';
import { madeSignal } from './made.js';

test('a client is told all signals without their samples, or one with them', async () => {
  const { directory } = await serving();
  const client = await connect(directory);
  expect(await client.signals()).toEqual([madeSignal()]);
  expect(await client.signals('policy0.busy')).toEqual([madeSignal(true)]);
  client.close();
});

test('an unknown signal is an error that lists what there is; the connection goes on', async () => {
  const { directory } = await serving();
  const client = await connect(directory);
  await expect(client.signals('policy9.busy')).rejects.toThrow(
    /^no signal policy9.busy, expected one of policy0.busy$/,
  );
  expect(await client.signals('policy0.busy')).toHaveLength(1);
  client.close();
});

test('the lines are those of docs/control.md', async () => {
  const { path } = await serving();
  const { socket, received } = await rawClient(path);
  socket.write('{"v":1,"id":4,"op":"signals"}\n');
  socket.write('{"v":1,"id":5,"op":"signals","name":"policy0.busy"}\n');
  socket.write('{"v":1,"id":6,"op":"signals","name":"nope"}\n');
  socket.write('{"v":1,"id":7,"op":"signals","name":7}\n');
  await eventually(() => expect(received().split('\n')).toHaveLength(5));
  const [all, one, unknown, wrong] = received().split('\n');
  expect(JSON.parse(all ?? '')).toEqual({ v: 1, id: 4, ok: true, signals: [madeSignal()] });
  expect(JSON.parse(one ?? '')).toEqual({ v: 1, id: 5, ok: true, signals: [madeSignal(true)] });
  expect(unknown).toBe('{"v":1,"id":6,"ok":false,"error":"no signal nope, expected one of policy0.busy"}');
  expect(wrong).toBe('{"v":1,"id":7,"ok":false,"error":"name 7, expected a text"}');
});
