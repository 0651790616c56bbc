/** Whether the kernel takes a profile that is being tried. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlState } from '../../governor/custody/control-state.js';
import { controlName } from '../../model/control-names.js';
import type { ControlValue } from '../../model/signals.js';
import type { LoopState } from '../loop/loop.js';

/** Writes take some ms; a machine that does not answer is not the kernel's refusal. */
const patienceMs = 2000;
const betweenLooksMs = 10;

/** What makes a profile: a panel or a phone that refuses does not undo it. */
const decisive: ReadonlySet<string> = new Set(['epp', 'platform_profile']);

/** A word that the profile in force asks for and that does not stand yet. */
interface Asked {
  readonly name: string;
  /** `epp` of every frequency domain is one kind. */
  readonly kind: string;
  readonly wanted: ControlValue;
}

/**
 * Why not, once it is known; undefined where it does, or where nothing had to be written. Refused is refused by all: one CPU that is offline must
 * not fail the whole switch. Nor does a busy file, which a kernel governor keeps to itself whatever is asked.
 */
export async function whyRefused(loop: () => LoopState | undefined): Promise<string | undefined> {
  const before = loop()?.ticks ?? 0;
  const until = performance.now() + patienceMs;
  let asked: readonly Asked[] | undefined;
  for (;;) {
    const late = performance.now() >= until;
    const state = loop();
    if (state === undefined || (state.mode !== 'govern' && state.ticks > before)) return undefined;
    if (state.ticks > before) asked ??= askedIn(state);
    const open = asked === undefined || asked.some(a => standing(a, state, late) === 'open');
    if (!open || late) return refusal(asked ?? [], state, late);
    await sleep(betweenLooksMs);
  }
}

function askedIn({ last }: LoopState): Asked[] {
  if (last === undefined) return [];
  return last.decisions.flatMap(({ scope, limits, reasons }) =>
    reasons.flatMap(({ control, bound, priority }): Asked[] => {
      const name = controlName(scope, control);
      const wanted = limits[control];
      const seen = last.reading.state(name);
      if (bound !== 'choice' || priority !== 'profile' || !decisive.has(control) || wanted === undefined) return [];
      return seen === undefined || seen === wanted ? [] : [{ name, kind: control, wanted }];
    }),
  );
}

function standing({ name, wanted }: Asked, { stages, last }: LoopState, late: boolean): 'open' | 'taken' | 'refused' {
  if (last?.reading.state(name) === wanted) return 'taken';
  const held = stages.custody.held(name);
  if (held === undefined || held.pending) return 'open';
  if (held.standing === 'refused') {
    if (busy(held)) return 'taken';
    // An old refusal may wait for long before it is tried again with what is wanted now.
    return held.wanted === wanted || late ? 'refused' : 'open';
  }
  // What somebody else has set is left to them: that is not the kernel's word.
  return held.standing === 'ceded' || held.wanted === wanted ? 'taken' : 'open';
}

const busy = ({ why }: Readonly<ControlState>): boolean => why?.startsWith('EBUSY') === true;

function refusal(asked: readonly Asked[], state: LoopState, late: boolean): string | undefined {
  for (const kind of new Set(asked.map(a => a.kind))) {
    const of = asked.filter(a => a.kind === kind);
    const [first] = of;
    if (first === undefined || of.some(a => standing(a, state, late) !== 'refused')) continue;
    return `${first.name}: ${state.stages.custody.held(first.name)?.why ?? 'refused'}`;
  }
  return undefined;
}
