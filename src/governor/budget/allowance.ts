/** How long the hints of a user have acted: at most 8 hours, until there was none of that user's for 10 minutes. Times in s. */
const most = 8 * 3600;
const forgotten = 600;

interface Account {
  acted: number;
  /** Without any hint. */
  silent: number;
}

export class Allowance {
  private readonly users = new Map<number | null, Account>();

  get size(): number {
    return this.users.size;
  }

  /** `giving`: the users that have hints during these seconds. */
  follow(giving: ReadonlySet<number | null>, seconds: number): void {
    for (const uid of giving) if (!this.users.has(uid)) this.users.set(uid, { acted: 0, silent: 0 });
    for (const [uid, account] of this.users) {
      if (giving.has(uid)) {
        account.acted += seconds;
        account.silent = 0;
      } else account.silent += seconds;
      if (account.silent >= forgotten) this.users.delete(uid);
    }
  }

  /** Why a user's hints rest; undefined where they don't. */
  trouble(uid: number | null): string | undefined {
    if ((this.users.get(uid)?.acted ?? 0) <= most) return undefined;
    const whose = uid === null ? 'hints whose user is unknown' : `hints of uid ${uid}`;
    return `${whose} have been there for ${most / 3600} hours, and rest until there is none for ${forgotten / 60} minutes`;
  }
}
