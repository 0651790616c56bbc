const light =
  'color-scheme: light; --paper: #f6f6f3; --card: #ffffff; --ink: #1b1d1f; --faint: #5a6067; --line: #e3e4df; --accent: #0b6394; --on-accent: #ffffff; --wash: #e8f1f6; --warn: #8a4b00; --warn-wash: #fbf0dd; --bad: #b3261e; --bar: #8fbdd6;';
const dark =
  'color-scheme: dark; --paper: #121416; --card: #1a1d20; --ink: #e9e9e6; --faint: #a2a9b0; --line: #2c3136; --accent: #62b8e8; --on-accent: #0b1620; --wash: #1b2d39; --warn: #f0c060; --warn-wash: #33290f; --bad: #ff8a80; --bar: #3a6c88;';

/** What the pages have in common: colours by the reader's choice or the system's, cards, tiles, tables, charts. */
export const baseStyle = `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { ${dark} } }
:root[data-theme=dark] { ${dark} }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 0 1rem 3rem; max-width: 80rem; background: var(--paper); color: var(--ink); font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
h1, h2, h3, p, ul, fieldset, figure { margin: 0; padding: 0; border: 0; }
h1 { font-size: 1.125rem; font-weight: 650; letter-spacing: -.01em; }
h2 { font-size: 1rem; font-weight: 600; letter-spacing: -.005em; }
h3 { font-size: .8125rem; font-weight: 500; color: var(--faint); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; padding: 1rem 0; }
.brand { display: flex; align-items: center; gap: .5rem; color: var(--accent); }
.brand h1 { color: var(--ink); }
.who { font-weight: 500; overflow-wrap: anywhere; flex: 1 1 0; min-width: 5rem; max-width: max-content; }
.mode { color: var(--faint); flex-basis: 100%; }
.chip { display: inline-block; padding: .125rem .625rem; border-radius: 1rem; font-size: .8125rem; background: var(--card); border: 1px solid var(--line); color: var(--faint); max-width: 100%; overflow-wrap: anywhere; }
.chip.warn, .chip[data-state=away] { background: var(--warn-wash); color: var(--warn); border-color: transparent; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
.card, .tile { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; min-width: 0; }
.tiles { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem; }
.tile { padding: .75rem .875rem; }
.figure { font-size: 1.75rem; line-height: 1.2; font-weight: 600; letter-spacing: -.02em; }
.note, .at, .help { color: var(--faint); font-size: .8125rem; overflow-wrap: anywhere; }
.card > h2 + *, .card > .head + * { margin-top: .5rem; }
button, select, input { font: inherit; color: inherit; }
button, select { min-height: 2.5rem; padding: .25rem .875rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); cursor: pointer; }
button:not(:disabled):hover { border-color: var(--accent); }
button.icon { width: 2.5rem; padding: 0; display: grid; place-items: center; }
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
.swatch { width: .75rem; height: .5rem; border-radius: 2px; position: static !important; }
.at { min-height: 1.5rem; }
.help { margin-top: .5rem; }
table { border-collapse: collapse; width: 100%; margin-top: .5rem; }
th, td { padding: .375rem 0; text-align: right; font-weight: 400; vertical-align: top; white-space: nowrap; }
td, th + th { padding-left: .75rem; }
thead th { font-size: .8125rem; color: var(--faint); font-weight: 500; }
th:first-child { text-align: left; white-space: normal; width: 100%; overflow-wrap: anywhere; unicode-bidi: isolate; }
.name { display: block; }
.track { display: block; height: .25rem; margin-top: .125rem; border-radius: 2px; background: var(--line); }
.bar { display: block; height: 100%; border-radius: 2px; background: var(--accent); }
.tag { display: inline-block; font-size: .8125rem; font-weight: 500; color: var(--accent); background: var(--wash); border-radius: .25rem; padding: 0 .5rem; }
kbd { border: 1px solid var(--line); border-radius: .25rem; padding: 0 .25rem; font: inherit; }
.u-cursor-x { border-color: var(--faint) !important; }
`;
