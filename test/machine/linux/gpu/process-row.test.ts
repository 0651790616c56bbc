import { describe, expect, it } from 'vitest';
import { columnsOf, type ProcessRow, processRow } from '../../../../src/machine/linux/gpu/process-row.js';

/** All processes in a text of pmon's. */
function read(text: string): (ProcessRow | undefined)[] {
  const lines = text.split('\n').filter(line => line !== '');
  const columns = lines.map(columnsOf).find(found => found !== undefined);
  return columns === undefined ? [] : lines.map(line => processRow(line, columns)).filter(row => row !== undefined);
}

describe('a line of pmon', () => {
  it('is read in the columns of driver 545', () => {
    const text = `# gpu         pid  type    sm    mem    enc    dec    command
# Idx           #   C/G     %      %      %      %    name
    0    1174916     C     88     54      -      -    python         
    0    1186862     C      -      -      -      -    python3        
    2     941737   C+G      5      -      -      -    my program
`;
    expect(read(text)).toEqual([
      { index: 0, pid: 1174916, name: 'python', busy: 0.88 },
      { index: 2, pid: 941737, name: 'my program', busy: 0.05 },
    ]);
  });

  it('is read in the columns of driver 550, and of older ones with the memory that is used', () => {
    const newer = `# gpu         pid   type     sm    mem    enc    dec    jpg    ofa    command 
# Idx           #    C/G      %      %      %      %      %      %    name 
    0       1234      C     45     20      -      -      -      -    vllm           
    1          -     -      -      -      -      -      -      -    -              
`;
    expect(read(newer)).toEqual([{ index: 0, pid: 1234, name: 'vllm', busy: 0.45 }]);
    const older = `# gpu        pid  type    fb    sm   mem   enc   dec   command
# Idx          #   C/G    MB     %     %     %     %   name
    0      92760     C   893    12     0     -     -   python3.7
`;
    expect(read(older)).toEqual([{ index: 0, pid: 92760, name: 'python3.7', busy: 0.12 }]);
  });

  it.each(['', 'No devices were found', '    0 12 C 101 0 - - x', '    0 -5 C 10 0 - - x', '    x 12 C 10 0 - - x'])(
    'that says %j is no row',
    line => {
      const columns = columnsOf('# gpu pid type sm mem enc dec command');
      if (columns === undefined) throw new Error('no columns');
      expect(processRow(line, columns)).toBeUndefined();
    },
  );

  it('has a name without characters that move a cursor', () => {
    const text = '# gpu pid type sm mem enc dec command\n 0 7 C 10 0 - - a\u001b[2Jb\u202ec\n';
    expect(read(text)[0]?.name).toBe('a?[2Jb?c');
  });

  it('is none without a heading that has what is needed', () => {
    expect(columnsOf('# gpu pid type mem command')).toBeUndefined();
    expect(columnsOf('gpu pid type sm command')).toBeUndefined();
  });
});
