import { baseStyle } from '../../report/html/base-style.js';

/** The page's style: one column that fits a phone, two on a desk. */
export const pageStyle = `${baseStyle}
[hidden] { display: none !important; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; z-index: 9; background: var(--card); padding: .5rem .75rem; }
#link { margin-left: auto; }
.chip[data-state=live]::before { content: ""; display: inline-block; width: .5rem; height: .5rem; border-radius: 50%; background: var(--accent); margin-right: .375rem; }
.figure.hot { color: var(--bad); }
.note .line { display: block; }
.away .figure, .away .charts, .away #why { opacity: .45; }
.head { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
button:disabled, select:disabled, input:disabled { cursor: default; color: var(--faint); }
button.primary:not(:disabled) { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button.small { min-height: 2rem; font-size: .8125rem; }
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
.keys { font-size: .8125rem; color: var(--faint); margin-top: .375rem; }
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
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .9em; }
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
