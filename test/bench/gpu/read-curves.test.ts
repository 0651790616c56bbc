import { describe, expect, it } from 'vitest';
import { parseColumns, TableError } from '../../../bench/gpu/columns.js';
import { readCurves } from '../../../bench/gpu/read-curves.js';

const zeus = `gpu,dataset,network,batch_size,optimizer,power_limit_w,time_per_epoch_s,avg_power_w,energy_per_epoch_j
V100,a,net,8,adam,100,22,95,2090
V100,a,net,8,adam,250,20,200,4000
V100,a,net,8,sgd,100,12,60,720
V100,a,net,8,sgd,250,10,62,620
V100,b,net,8,sgd,250,10,62,620
`;

describe('readCurves', () => {
  it('knows Zeus’s columns: one curve a workload, times against the highest cap', () => {
    const { curves, rows, unreadable } = readCurves(zeus);
    expect(rows).toBe(5);
    expect(unreadable).toBe(0);
    expect(curves.map(c => c.workload)).toEqual(['a net 8 adam', 'a net 8 sgd']);
    expect(curves[0]).toMatchObject({ gpu: 'V100', knob: 'cap', inert: false });
    expect(curves[0]?.points.map(p => [p.setting, p.time, p.power])).toEqual([
      [100, 1.1, 95],
      [250, 1, 200],
    ]);
  });

  it('takes differences for noise where the draw never reaches the lowest cap', () => {
    const curve = readCurves(zeus).curves[1];
    expect(curve?.inert).toBe(true);
    expect(curve?.points.map(p => [p.time, p.power])).toEqual([
      [1, 61],
      [1, 61],
    ]);
  });

  it('takes a table of clocks, whatever its order, and means of repeated rows', () => {
    const table = 'gpu,workload,clock_mhz,time,power\nA40,k,1740,10,300\nA40,k,870,12,150\nA40,k,1740,12,280\n';
    const [curve] = readCurves(table).curves;
    expect(curve?.knob).toBe('clock');
    expect(curve?.inert).toBe(false);
    expect(curve?.points.map(p => p.setting)).toEqual([870, 1740]);
    expect(curve?.points[0]?.time).toBeCloseTo(12 / 11, 12);
    expect(curve?.points[1]?.power).toBe(290);
  });

  it('tells in which columns without a role rows differ that it averages', () => {
    const table =
      'gpu,workload,clock_mhz,time,power,input,note\nA,k,900,1,100,small,x\nA,k,900,2,100,large,x\nA,k,800,2,90,small,x\n';
    expect(readCurves(table).averaged).toEqual(['input']);
    expect(readCurves(table, { workload: ['workload', 'input'] }).averaged).toEqual([]);
    expect(readCurves(zeus).averaged).toEqual([]);
  });

  it('takes what --columns says, rates for times and energies for powers', () => {
    const table = 'card,what,size,mhz,tok,j\nH100,llm,7,1980,50,8\nH100,llm,7,990,40,6\n';
    const columns = parseColumns('gpu=card,workload=what+size,clock=mhz,rate=tok,energy=j');
    const [curve] = readCurves(table, columns).curves;
    expect(curve?.workload).toBe('llm 7');
    expect(curve?.points.map(p => [p.time, p.power])).toEqual([
      [1.25, 240],
      [1, 400],
    ]);
  });

  it('leaves out and counts rows that are no measurement', () => {
    const table =
      'gpu,workload,clock_mhz,time,power\nA,k,900,1,100\nA,k,800,N/A,90\nA,k,700,1,[N/A]\nA,k,600,2,80\nA,k,500,0,80\n';
    const { curves, unreadable } = readCurves(table);
    expect(unreadable).toBe(3);
    expect(curves[0]?.points.map(p => p.setting)).toEqual([600, 900]);
  });

  it('makes nothing up: a column that the table lacks is missing', () => {
    const plain = readCurves('gpu,workload,clock_mhz,time,power\nA,k,900,1,100\nA,k,800,2,90\n').curves[0]?.points[0];
    expect([plain?.busy, plain?.memoryBusy, plain?.clock]).toEqual([undefined, undefined, undefined]);
    const told = readCurves('gpu,workload,clock_mhz,time,power,mem_util\nA,k,900,1,100,40\nA,k,800,2,90,20\n')
      .curves[0];
    expect(told?.points.map(p => p.memoryBusy)).toEqual([0.2, 0.4]);
  });

  it('knows columns by their words, in any case and with any signs between', () => {
    const table = 'Card,App,Core (MHz),Runtime [ms],Watts\nH100 PCIe,k,1980,10,300\nH100 PCIe,k,990,11,150\n';
    expect(readCurves(table).curves[0]).toMatchObject({ gpu: 'H100 PCIe', workload: 'k', knob: 'clock' });
  });

  it('takes semicolons and tabs, and a table that names no GPU', () => {
    for (const sign of [';', '\t']) {
      const table = 'kernel,clock_mhz,time,power\nk,900,1,100\nk,800,1.1,90\n'.replaceAll(',', sign);
      expect(readCurves(table).curves[0]).toMatchObject({ gpu: 'unnamed GPU', workload: 'k' });
    }
  });

  it('takes power from energy in the units that the names tell', () => {
    const table = 'gpu,app,clock_mhz,runtime_ms,energy_mj\nA,k,900,10,1000\nA,k,800,20,1600\n';
    expect(readCurves(table).curves[0]?.points.map(p => p.power)).toEqual([80, 100]);
  });

  it('takes a clock beside caps that differ for what was measured, and one beside a single cap for the knob', () => {
    const rows = (caps: readonly number[]): string =>
      `gpu,workload,power_limit_w,sm_clock_mhz,time,power\nA,k,${caps[0]},900,1,100\nA,k,${caps[1]},800,2,90\n`;
    const capped = readCurves(rows([250, 200])).curves[0];
    expect(capped?.knob).toBe('cap');
    expect(capped?.points.map(p => p.clock)).toEqual([800, 900]);
    expect(readCurves(rows([250, 250])).curves[0]?.knob).toBe('clock');
    expect(readCurves(rows([250, 200]), { clock: ['sm_clock_mhz'] }).curves[0]?.knob).toBe('clock');
  });

  it('takes thirty settings of one GPU, and a workload that was measured at one of them only for none', () => {
    const rows = Array.from({ length: 30 }, (_, i) => `A,k,${600 + 45 * i},${2 - i / 29},${100 + 5 * i}`);
    const { curves } = readCurves(`gpu,workload,clock_mhz,time,power\n${rows.join('\n')}\nA,lonely,900,1,100\n`);
    expect(curves.map(c => [c.workload, c.points.length])).toEqual([['k', 30]]);
  });

  it.each([
    ['', /empty: expected a header and rows/],
    ['gpu,workload,clock_mhz,time,power\n', /no workload with two settings or more: 0 rows/],
    ['gpu,workload,clock_mhz,time,power\nA,k,900,1,100\nA,k,800,NaN,90\n', /2 rows, 1 of them without/],
    ['gpu,workload,clock_mhz,time,power\n"A,k,900,1,100\n', /not CSV: Quote Not Closed/],
  ])('says of %j why it is no table', (table, why) => {
    expect(() => readCurves(table)).toThrow(TableError);
    expect(() => readCurves(table)).toThrow(why);
  });

  it('says which column is missing, and how to name it', () => {
    expect(() => readCurves('gpu,workload,time,power\n')).toThrow(
      /no column for the setting; there are gpu.*--columns clock=NAME/,
    );
    expect(() => readCurves(zeus, { time: ['seconds'] })).toThrow(/no column seconds for time/);
    expect(() => parseColumns('speed=mhz')).toThrow(/--columns speed=mhz: expected ROLE=COLUMN/);
  });
});
