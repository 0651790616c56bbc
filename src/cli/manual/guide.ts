/** What a reader of latticectl(1) may look for beside its commands: what one types, and the words that the answers use. */

/** What it does, and the command. */
export const examples: readonly (readonly [string, string])[] = [
  ['What does it do now, and why?', 'latticectl status; latticectl explain'],
  ['The whole reason, with its figures:', 'latticectl explain policy0 --why'],
  ['Save more for the next two hours of a journey:', 'latticectl launch --profile power-saver -- sleep 2h'],
  ['Full speed until it is said otherwise:', 'latticectl set performance'],
  ['At most 2.4 GHz for half an hour, whatever the profile:', 'latticectl override --max 2.4GHz --for 30m'],
  ['Who used the battery today?', 'latticectl report --since 1d --by application'],
  ['Charge to 100 % once, before a journey:', 'latticectl charge full'],
  ['Measure overnight what it saves on this machine:', 'latticectl experiment start; latticectl experiment report'],
  ['One file to attach to a bug report; read it first:', 'latticectl support'],
  ['Is what the kernel has what the daemon wants?', 'latticectl verify'],
];

/** Words of the answers, in the order of the alphabet. */
export const glossary: readonly (readonly [string, string])[] = [
  [
    'baseline',
    'How the machine was set before the daemon first wrote anything. It is put back when the daemon ends, however it ends.',
  ],
  ['batch', 'Work that is busy all the time and that nobody waits for at each moment, such as a build.'],
  [
    'bunching, coherence',
    'How regular the load is, in figures of explain --why: bunching is −1 for work that comes like a clock, 0 for work that comes at random and positive for work that comes in bursts; coherence is 1 for a load that hardly changes.',
  ],
  ['cap, floor', 'The highest and the lowest clock that the CPU may use. Where both are one, the clock is held there.'],
  [
    'compute share, β',
    'The part of the work that a higher clock speeds up. The rest waits for memory, and loses nothing at a lower clock.',
  ],
  ['EPP', 'Energy performance preference: what the processor itself is told to prefer, from performance to power.'],
  ['full clock', 'The highest clock that can be reached now.'],
  ['latency work', 'Work that somebody waits for, such as a click or a request.'],
  [
    'lease',
    'What the helper holds every limit under: if the daemon falls silent, it ends, and the baseline is put back.',
  ],
  ['override', 'A limit that somebody asked for, for a limited time. Only heat is stronger.'],
  [
    'paced work',
    'Work that comes at regular times and only has to be done before the next piece comes, such as the frames of a film.',
  ],
  ['policy', 'CPUs that share one clock, as the kernel numbers them: policy0, policy4.'],
  ['profile', 'performance, balanced or power-saver: how much slower work may become to save energy.'],
  [
    'promise',
    'What is kept against full clock: at most so many percent longer, or at most so many milliseconds later for work that finds a CPU at rest.',
  ],
  [
    'reflex',
    'Short work starts at a clock that costs less; what is still busy after some milliseconds gets the full clock.',
  ],
  [
    'saves about',
    'Power that the clock now saves against full clock, by what was measured on this machine. Against what the machine would do by itself, an experiment tells.',
  ],
  ['trip', 'A temperature at which the kernel or the firmware slows the machine down.'],
];
