/** The page's style: one column that fits a phone, light and dark colours by the reader's choice or the system's. */
export const pageStyle = `
:root { color-scheme: light; --paper: #fbfbf9; --ink: #1d1f21; --faint: #5c6166; --line: #d9dbd7; --bar: #2f6f8f; --warn: #8a5a00; --focus: #1a5fb4; }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { color-scheme: dark; --paper: #17191b; --ink: #e6e6e3; --faint: #a3a8ad; --line: #383c40; --bar: #6db3d6; --warn: #f0c060; --focus: #78aeed; } }
:root[data-theme=dark] { color-scheme: dark; --paper: #17191b; --ink: #e6e6e3; --faint: #a3a8ad; --line: #383c40; --bar: #6db3d6; --warn: #f0c060; --focus: #78aeed; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 72rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; justify-content: space-between; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
p { margin: .3rem 0; color: var(--faint); }
.simulated { color: var(--warn); font-weight: 700; }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: .4rem; padding: .35rem .8rem; min-height: 2.75rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .6rem 1rem; margin: 1rem 0; }
dt { color: var(--faint); font-size: .85rem; }
dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
#charts { border-radius: .4rem; }
#charts figure { margin: 0 0 .4rem; }
#charts figcaption { font-size: .85rem; color: var(--faint); }
#now { min-height: 3em; font-variant-numeric: tabular-nums; }
.u-legend { display: none; }
.u-select { background: color-mix(in srgb, var(--focus) 20%, transparent); }
.u-cursor-x { border-color: var(--ink) !important; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th:last-child { text-align: right; }
td.why { text-align: left; white-space: normal; min-width: 16rem; }
th { color: var(--faint); font-weight: 500; font-size: .85rem; }
kbd { border: 1px solid var(--line); border-radius: .25rem; padding: 0 .3rem; font: inherit; font-size: .85em; }
`;
