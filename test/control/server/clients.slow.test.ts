import { expect, test } from 'vitest';
import { connect } from '../../../src/control/client/client.js';
import { serving } from '../fixture.js';

test('1,000 clients at once are all answered, from few status objects', async () => {
  const { directory, source } = await serving();
  const clients = await Promise.all(Array.from({ length: 1000 }, () => connect(directory)));
  const answers = await Promise.all(clients.map(client => client.status()));
  expect(answers.every(answer => answer.pid === 4242)).toBe(true);
  expect(source.asked).toBeLessThan(500);
  for (const client of clients) client.close();
});
