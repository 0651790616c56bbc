import { describe, expect, it, onTestFinished } from 'vitest';
import { Sleep } from '../../../../src/machine/linux/gpu/sleep.js';
import { busOf, gpuFolder, nvidiaBoards } from '../../../fixtures/trees/gpus.js';
import { Tree } from '../../../fixtures/trees/tree.js';

const second = 1e9;

function laptop(board: Parameters<typeof nvidiaBoards>[0][number]) {
  const tree = new Tree(nvidiaBoards([board]));
  onTestFinished(() => tree.cleanup());
  return { tree, sleep: new Sleep(tree.root, busOf(0)) };
}

describe('letting a GPU sleep', () => {
  it('asks one that never sleeps, and one without a PCI address in sysfs, always', () => {
    const { sleep, tree } = laptop({ control: 'on' });
    const elsewhere = new Sleep(tree.root, '0000:99:00.0');
    for (let s = 0; s < 100; s++) {
      sleep.follow(true, s * second);
      elsewhere.follow(true, s * second);
      expect(sleep.mayAsk(s * second)).toBe(true);
      expect(elsewhere.mayAsk(s * second)).toBe(true);
    }
  });

  it('leaves a sleeping one alone until it wakes', () => {
    const { sleep, tree } = laptop({ control: 'auto', status: 'suspended' });
    expect(sleep.mayAsk(0)).toBe(false);
    tree.write(`${gpuFolder(0)}/power/runtime_status`, 'active');
    expect(sleep.mayAsk(second)).toBe(true);
  });

  it('pauses when it is idle, so that it can fall asleep; goes on when it does not, and then pauses less often', () => {
    const { sleep } = laptop({ control: 'auto' });
    const asked = (from: number, to: number): string => {
      let text = '';
      for (let s = from; s < to; s++) {
        const may = sleep.mayAsk(s * second);
        if (may) sleep.follow(true, s * second);
        text += may ? '+' : '-';
      }
      return text;
    };
    // 15 s of asking, 30 s of pause, then 30 s of asking before the next pause.
    expect(asked(0, 45)).toBe('+'.repeat(15) + '-'.repeat(30));
    expect(asked(45, 90)).toBe('+'.repeat(30) + '-'.repeat(15));
  });

  it('does not pause while it works', () => {
    const { sleep } = laptop({ control: 'auto' });
    for (let s = 0; s < 100; s++) {
      sleep.follow(s % 10 !== 0, s * second);
      expect(sleep.mayAsk(s * second)).toBe(true);
    }
  });
});
