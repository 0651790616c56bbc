import { describe, expect, it } from 'vitest';
import { rebuild } from '../../../src/governor/kernel/rebuild.js';

/** As tracefs prints them: two CPUs of one policy. */
const trace = `# tracer: nop
          player-321     [001] d.h1.    12.345678: lattice_terms: policy=0 tau_us=50000 weight=4954 young_us=8000 young=75 pace_us=16000 pace=40 margin=125 rest_us=2000
          <idle>-0       [001] d.h1.    12.350000: lattice_look: policy=0 cpu=0 seq=1 wall_us=5000 idle_us=5000 rests=1 khz=4600000 max_khz=4600000 age_us=0 filtered=0 least=0 regular=0 want=768
          <idle>-0       [001] d.h1.    12.350001: lattice_look: policy=0 cpu=1 seq=1 wall_us=9000 idle_us=0 rests=0 khz=4600000 max_khz=4600000 age_us=9000 filtered=25364480000 least=0 regular=0 want=1024
          <idle>-0       [001] d.h1.    12.350002: lattice_choice: policy=0 want=1024 max_khz=4600000 khz=4600000 next_khz=4600000
`;

describe('decisions made again from a trace of the governor of the kernel', () => {
  it('are those of the trace', () => {
    expect(rebuild(trace)).toEqual({ looks: 2, choices: 1, regular: 0, highest: 1, mismatches: [] });
  });

  it('or it is said which figure of which event differs', () => {
    expect(rebuild(trace.replace('want=1024 max', 'want=1023 max')).mismatches).toEqual([
      { index: 3, event: 'choice', figure: 'want', traced: 1023, rebuilt: 1024 },
    ]);
    expect(rebuild(trace.replace('weight=4954', 'weight=4953')).mismatches[0]).toMatchObject({ figure: 'weight' });
  });

  it('are not made where events are missing', () => {
    expect(() => rebuild(trace.replace(/.*lattice_terms.*\n/, ''))).toThrow('nothing is known of policy 0');
    expect(() => rebuild(trace.replace('seq=1 wall_us=9000', 'seq=7 wall_us=9000'))).toThrow(
      'look 7 is the first of CPU 1',
    );
    const again = trace.replace('cpu=1 seq=1', 'cpu=0 seq=3');
    expect(() => rebuild(again)).toThrow('look 3 of CPU 0 follows look 1: events were lost');
    expect(() => rebuild(trace.replace('idle_us=5000 ', ''))).toThrow('event 1: look has no idle_us');
  });
});
