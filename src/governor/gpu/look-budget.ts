/**
 * When to look again at work without a limit, and at settings that may be better than they seemed. A look gives up what is saved for as long as it
 * lasts, so its price is known beforehand.
 *
 * 1. What may be spent grows with time: 0.4 % of it, and ten seconds to begin with. Prices are in seconds of what is used.
 * 2. Two looks are a minute and a half apart at least: what wanders slowly would be the same in both.
 * 3. Conditions drift: a look every half hour, sooner while it would tell more.
 */
import type { Saved, Stateful } from '../../model/saved.js';

const share = 0.004;
const advance = 10;
const apart = 90;
const every = 1800;

export class LookBudget implements Stateful {
  private credit = advance;
  /** Seconds since the last look. */
  private age = 0;

  pass(seconds: number): void {
    this.credit += share * seconds;
    this.age += seconds;
  }

  /** Whether a look is due: one that `tells` comes as soon as it can be paid. */
  isDue(price: number, tells: boolean): boolean {
    return this.credit >= price && this.age > (tells ? apart : every);
  }

  /** A look ended that cost `price`. */
  pay(price: number): void {
    this.credit -= price;
    if (price > 0) this.age = 0;
  }

  save() {
    const { credit, age } = this;
    return { credit, age };
  }

  restore({ credit, age }: Saved<LookBudget>): void {
    this.credit = credit;
    this.age = age;
  }
}
