import { profileNames } from '../../model/people/profiles.js';
import { brandIcon, themeButton } from '../../report/html/icons.js';

const keysHelp =
  '<kbd>←</kbd> <kbd>→</kbd> move the cursor, <kbd>Page up</kbd> <kbd>Page down</kbd> by more, <kbd>Home</kbd> <kbd>End</kbd> to the ends';

const tile = (id: string, title: string, hidden = false): string => `
<div class="tile" id="${id}-tile"${hidden ? ' hidden' : ''}><h3 id="${id}-name">${title}</h3><p class="figure" id="${id}">–</p><p class="note" id="${id}-note">&nbsp;</p></div>`;

const durations: readonly (readonly [seconds: number, words: string])[] = [
  [900, '15 minutes'],
  [3600, '1 hour'],
  [14_400, '4 hours'],
  [28_800, '8 hours'],
];

/** The page without data: it is the same for everybody, and can be painted before anything is known. */
export const markup = `
<a class="skip" href="#main">Skip to the figures</a>
<header>
<div class="brand">${brandIcon}
<h1>Lattice</h1></div>
<p class="who"><span id="machine"></span> <span id="simulated" class="chip warn" hidden>simulated</span></p>
<p class="chip" id="link" role="status" data-state="away">connecting…</p>
${themeButton}
<p class="mode" id="mode">&nbsp;</p>
</header>
<main id="main" tabindex="-1">
<section class="tiles" aria-label="Now">${tile('power', 'Power')}${tile('clock', 'Clock')}${tile('heat', 'Temperature')}${tile('battery', 'Battery', true)}${tile('gpu', 'GPU', true)}
</section>
<div class="side">
<section class="card" id="steer" aria-labelledby="steer-title">
<h2 id="steer-title">Profile</h2>
<div class="segments" id="profiles" role="group" aria-labelledby="steer-title" aria-describedby="profile-why">${profileNames.map(name => `<button type="button" value="${name}" aria-pressed="false" disabled>${name}</button>`).join('')}</div>
<p class="note" id="profile-why">&nbsp;</p>
<form id="override-form"><fieldset><legend>Limit the clock for a time</legend>
<div class="row"><label for="max">At most</label><input type="range" id="max" name="max" min="400" max="5000" step="50" disabled><output id="max-said" for="max">–</output></div>
<div class="row"><label for="for">For</label><select id="for" name="for" disabled>${durations.map(([seconds, words], i) => `<option value="${seconds}"${i === 1 ? ' selected' : ''}>${words}</option>`).join('')}</select><button type="submit" class="primary" disabled>Limit</button></div>
</fieldset></form>
<ul class="lines" id="standing"></ul>
<p class="note" id="steer-said" role="status"></p>
<p class="note" id="read-only">This page only looks. The address that <code>latticectl dashboard</code> prints may also change things.</p>
</section>
<section class="card later" aria-labelledby="usage-title">
<h2 id="usage-title">Who used the energy</h2>
<p class="note" id="usage-note">&nbsp;</p>
<table id="usage-table"><thead><tr><th scope="col">Application</th><th scope="col">Energy</th><th scope="col">Share</th></tr></thead><tbody id="usage"></tbody></table>
</section>
<section class="card later" aria-labelledby="proof-title">
<h2 id="proof-title">What it saves</h2>
<p class="tag" id="proof-kind" hidden></p>
<p id="proof">&nbsp;</p>
</section>
</div>
<div class="column">
<section class="card" aria-labelledby="why-title">
<h2 id="why-title">Why the limits are what they are</h2>
<ul class="lines" id="why"></ul>
<div id="notices-part" hidden><h3>Notices</h3><ul class="lines" id="notices"></ul></div>
</section>
<section class="card" aria-labelledby="live-title">
<h2 id="live-title">Last 10 minutes</h2>
<p class="at" id="live-at" role="status">Point at a time to read it.</p>
<div id="live-charts" class="charts" tabindex="0" role="application" aria-labelledby="live-title" aria-describedby="keys"></div>
</section>
<section class="card" aria-labelledby="history-title">
<div class="head"><h2 id="history-title">History</h2><div class="segments small" id="spans" role="group" aria-labelledby="history-title"><button type="button" value="day" aria-pressed="true">Day</button><button type="button" value="week" aria-pressed="false">Week</button><button type="button" value="year" aria-pressed="false">Year</button></div></div>
<p class="note" id="history-said">reading the journal…</p>
<p class="at" id="history-at" role="status">Point at a time to read it.</p>
<div id="history-charts" class="charts" tabindex="0" role="application" aria-labelledby="history-title" aria-describedby="keys"></div>
<div id="strips" aria-hidden="true"></div>
<p class="keys" id="strip-keys" aria-hidden="true"></p>
<details id="marks-part" hidden><summary>What people and programs asked for</summary><ul class="lines" id="marks"></ul></details>
<p class="note help" id="keys">In a chart: ${keysHelp}.</p>
</section>
<section class="card last" aria-labelledby="decisions-title">
<h2 id="decisions-title">Newest decisions</h2>
<ul class="lines scroll" id="decisions" tabindex="0" role="list" aria-labelledby="decisions-title"></ul>
</section>
</div>
</main>
<noscript><p class="card">This page needs its script. <code>latticectl status</code> and <code>latticectl top</code> show the same in a terminal.</p></noscript>`;
