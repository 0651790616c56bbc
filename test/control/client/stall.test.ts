import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/control/client/client.js';
import { eventually } from '../../fixtures/eventually.js';
import { stall } from '../../fixtures/stall.js';
import { temporary } from '../fixture.js';

/** Answers each question at once, in a process of its own. */
const daemon = `require('node:net').createServer(socket =>
  socket.on('data', () => socket.write('{"v":1,"id":1,"ok":true,"status":{"pid":7}}\\n'))).listen(process.argv[1])`;

test('an answer that came while the client had no CPU counts, though the time for it is up', async () => {
  const directory = temporary();
  const child = spawn(process.execPath, ['-e', daemon, join(directory, 'control.sock')], { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const client = await eventually(() => connect(directory));
  onTestFinished(() => client.close());
  const status = client.status();
  stall(6000);
  expect((await status).pid).toBe(7);
});
