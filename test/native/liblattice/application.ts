import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, onTestFinished } from 'vitest';
import { eventually } from '../../fixtures/eventually.js';
import { program } from './library.js';

interface Said {
  readonly who: string;
  readonly pid: number;
  readonly done: number;
  readonly sent: number;
  readonly connects: number;
  readonly refused: number;
  readonly connected: number;
  readonly handled: number;
}

/** client.c with a socket: `tell` gives it a word, and what it answers follows in `said`. */
export function application(socket: string) {
  const child = spawn(program('client'), [socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: Said[] = [];
  createInterface(child.stdout).on('line', line => said.push(JSON.parse(line)));
  const tell = (line: string): void => void child.stdin.write(`${line}\n`);
  const info = async (): Promise<Said> => {
    const before = said.length;
    tell('info');
    await eventually(() => expect(said.length).toBeGreaterThan(before));
    return said.at(-1) ?? fail('nothing said');
  };
  const ended = new Promise<number | null>(resolve =>
    child.once('exit', (code, signal) => resolve(signal ? null : code)),
  );
  return { child, said, tell, info, ended };
}

const fail = (why: string): never => {
  throw new Error(why);
};
