import { spawn } from 'node:child_process';

/** A sample of the fake laptop, about. */
const sampleBytes = 1300;
const doesNothing = `
  const { Worker } = require('node:worker_threads');
  new Worker("require('node:worker_threads').parentPort.on('message', () => {})", { eval: true });
  process.stdin.on('data', () => {});`;

/** What Node costs by itself: a process with one further thread that is sent samples and does nothing with them. */
export interface BareNode {
  readonly pid: number;
  send(samples: number): void;
  stop(): void;
}

export function bareNode(): BareNode {
  const child = spawn(process.execPath, ['--eval', doesNothing], { stdio: ['pipe', 'ignore', 'ignore'] });
  return {
    pid: child.pid ?? 0,
    send: samples => void child.stdin.write(Buffer.alloc(samples * sampleBytes)),
    stop: () => void child.kill(),
  };
}
