import { baseStyle } from './base-style.js';

/** A report's style: one column, and cards side by side where there is room. */
export const reportStyle = `${baseStyle}
.chip { order: 1; }
.icon { margin-left: auto; }
.tile .tag, .tile .note { margin-top: .25rem; }
.tiles .wide { grid-column: 1 / -1; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; align-items: start; }
.cards > .card { grid-column: auto; }
.moves { overflow: auto; }
.long .moves { max-height: 30rem; }
.long thead th { position: sticky; top: 0; background: var(--card); }
tbody th { min-width: 5.5rem; }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: .5rem; padding: .375rem 0; border-top: 1px solid var(--line); }
dl > div:first-child { border-top: 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 30rem) {
  body { padding: 0 .75rem 2rem; }
  .card { padding: .75rem; }
  thead th { font-size: .6875rem; }
  td, th + th { padding-left: .25rem; }
  td, tbody th { font-size: .75rem; }
  td:last-child { white-space: normal; }
  tbody th { min-width: 4rem; }
}
@media (min-width: 52rem) {
  body { padding: 0 1.5rem 3rem; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); }
  .tiles .wide { grid-column: span 2; }
}
@media print { .long .moves, .scroll { max-height: none; } .icon, .help, .at { display: none; } }
`;
