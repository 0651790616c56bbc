const light =
  'color-scheme: light; --paper: #f6f6f3; --card: #ffffff; --ink: #1b1d1f; --faint: #5a6067; --line: #e3e4df; --accent: #0b6394; --on-accent: #ffffff; --wash: #e8f1f6; --warn: #8a4b00; --warn-wash: #fbf0dd; --bad: #b3261e; --bar: #8fbdd6;';
const dark =
  'color-scheme: dark; --paper: #121416; --card: #1a1d20; --ink: #e9e9e6; --faint: #a2a9b0; --line: #2c3136; --accent: #62b8e8; --on-accent: #0b1620; --wash: #1b2d39; --warn: #f0c060; --warn-wash: #33290f; --bad: #ff8a80; --bar: #3a6c88;';

/** The page's style: one column that fits a phone, two on a desk, light and dark by the reader's choice or the system's. */
export const pageStyle = `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { ${dark} } }
:root[data-theme=dark] { ${dark} }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; padding: 0 1rem 3rem; max-width: 80rem; background: var(--paper); color: var(--ink); font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
h1, h2, h3, p, ul, fieldset, figure { margin: 0; padding: 0; border: 0; }
h1 { font-size: 1.125rem; font-weight: 650; letter-spacing: -.01em; }
h2 { font-size: 1rem; font-weight: 600; letter-spacing: -.005em; }
h3 { font-size: .8125rem; font-weight: 500; color: var(--faint); }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; z-index: 9; background: var(--card); padding: .5rem .75rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; padding: 1rem 0; }
.brand { display: flex; align-items: center; gap: .5rem; color: var(--accent); }
.brand h1 { color: var(--ink); }
.who { font-weight: 500; overflow-wrap: anywhere; flex: 1 1 0; min-width: 5rem; max-width: max-content; }
.mode { color: var(--faint); flex-basis: 100%; }
#link { margin-left: auto; }
.chip { display: inline-block; padding: .125rem .625rem; border-radius: 1rem; font-size: .8125rem; background: var(--card); border: 1px solid var(--line); color: var(--faint); max-width: 100%; overflow-wrap: anywhere; }
.chip.warn, .chip[data-state=away] { background: var(--warn-wash); color: var(--warn); border-color: transparent; }
.chip[data-state=live]::before { content: ""; display: inline-block; width: .5rem; height: .5rem; border-radius: 50%; background: var(--accent); margin-right: .375rem; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.card, .tile { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; min-width: 0; }
.tiles { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem; }
.tile { padding: .75rem .875rem; }
.figure { font-size: 1.75rem; line-height: 1.2; font-weight: 600; letter-spacing: -.02em; }
.figure.hot { color: var(--bad); }
.note, .at, .help { color: var(--faint); font-size: .8125rem; overflow-wrap: anywhere; }
.note .line { display: block; }
.away .figure, .away .charts, .away #why { opacity: .45; }
.card > h2 + *, .card > .head + * { margin-top: .5rem; }
.head { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
button, select, input { font: inherit; color: inherit; }
button, select { min-height: 2.5rem; padding: .25rem .875rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); cursor: pointer; }
button:disabled, select:disabled, input:disabled { cursor: default; color: var(--faint); }
button:not(:disabled):hover { border-color: var(--accent); }
button.primary:not(:disabled) { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.small { min-height: 2rem; font-size: .8125rem; }
button.icon { width: 2.5rem; padding: 0; display: grid; place-items: center; }
.segments { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; border: 1px solid var(--line); border-radius: .5rem; overflow: clip; }
.segments button { border: 0; border-radius: 0; padding: .25rem .375rem; white-space: nowrap; font-size: .875rem; }
.segments button + button { border-left: 1px solid var(--line); }
.segments button[aria-pressed=true] { background: var(--wash); color: var(--accent); font-weight: 600; }
.segments.small button { min-height: 2rem; padding: 0 .75rem; font-size: .8125rem; }
.segments button:focus-visible { outline-offset: -3px; }
form { margin-top: 1rem; }
legend { padding: 0; font-size: .8125rem; color: var(--faint); }
.row { display: grid; grid-template-columns: 4rem minmax(0, 1fr) 5.5rem; align-items: center; gap: .5rem; margin-top: .5rem; }
.row output { text-align: right; }
input[type=range] { width: 100%; accent-color: var(--accent); min-height: 2rem; }
.lines { list-style: none; }
.lines li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .625rem; padding: .5rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.lines li:first-child { border-top: 0; }
.lines .scope { font-weight: 600; }
.lines .time { color: var(--faint); font-size: .8125rem; }
.lines .why { flex: 1 1 16rem; min-width: 0; unicode-bidi: isolate; }
.scroll { max-height: 26rem; overflow-y: auto; }
.charts { border-radius: .25rem; min-height: 8rem; }
figcaption { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: .8125rem; color: var(--faint); padding-top: .5rem; }
.key { display: inline-flex; align-items: center; gap: .375rem; margin-right: 1rem; }
.keys { font-size: .8125rem; color: var(--faint); margin-top: .375rem; }
.swatch { width: .75rem; height: .5rem; border-radius: 2px; position: static !important; }
.at { min-height: 1.5rem; }
.strip { position: relative; height: .5rem; margin-top: .25rem; }
.band { position: absolute; top: 0; bottom: 0; border-radius: 2px; }
.swatch.band, .swatch.mark { display: inline-block; }
.of-performance { background: #c2571a; }
.of-balanced { background: #0f7ab5; }
.of-power-saver { background: #12906c; }
.of-mains { background: #8d949b; }
.of-battery { background: repeating-linear-gradient(45deg, #a0568c 0 3px, #cf9ac0 3px 6px); }
.of-other { background: var(--line); }
.strip.marks { height: .625rem; }
.mark { position: absolute; width: 3px; margin-left: -1px; top: 0; bottom: 0; border-radius: 1px; background: var(--faint); }
.mark.override { background: var(--bad); }
.swatch.mark { width: 3px; height: .75rem; margin: 0; }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--accent); min-height: 2rem; }
.help { margin-top: .5rem; }
table { border-collapse: collapse; width: 100%; margin-top: .5rem; }
th, td { padding: .375rem 0; text-align: right; font-weight: 400; vertical-align: top; white-space: nowrap; }
td { padding-left: .75rem; }
thead th { font-size: .8125rem; color: var(--faint); font-weight: 500; }
th:first-child { text-align: left; white-space: normal; width: 100%; overflow-wrap: anywhere; unicode-bidi: isolate; }
.name { display: block; }
.track { display: block; height: .25rem; margin-top: .125rem; border-radius: 2px; background: var(--line); }
.bar { display: block; height: 100%; border-radius: 2px; background: var(--accent); }
.tag { display: inline-block; font-size: .8125rem; font-weight: 500; color: var(--accent); background: var(--wash); border-radius: .25rem; padding: 0 .5rem; }
kbd { border: 1px solid var(--line); border-radius: .25rem; padding: 0 .25rem; font: inherit; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .9em; }
.u-cursor-x { border-color: var(--faint) !important; }
/* On a phone one column: what may be changed first, who used what after the charts. */
.side, .column { display: contents; }
.later { order: 1; }
.last { order: 2; }
@media (min-width: 52rem) {
  body { padding: 0 1.5rem 3rem; }
  .mode { flex-basis: auto; order: -1; }
  .brand, .who { order: -2; }
  .who { flex: 0 1 auto; max-width: none; }
  main { grid-template-columns: minmax(0, 1fr) 22rem; align-items: start; }
  .tiles { grid-column: 1 / -1; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); }
  .side, .column { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; grid-row: 2; }
  .side { grid-column: 2; }
  .column { grid-column: 1; }
}
@media (prefers-reduced-motion: no-preference) { .figure { transition: opacity .2s; } }
`;
