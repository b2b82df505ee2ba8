import { createCommits } from './commits.js';

const { edition, words, key } = JSON.parse(document.getElementById('launch').textContent);
const status = document.getElementById('status');

/** Names of the two run-times for the same. */
const runTime =
  edition === '1.2'
    ? { create: window.Scorm12API, global: 'API', prefix: 'LMS', end: 'LMSFinish' }
    : { create: window.Scorm2004API, global: 'API_1484_11', prefix: '', end: 'Terminate' };

function say(text, kind = 'plain') {
  status.textContent = text;
  status.dataset.kind = kind;
}

/** Seconds of a time of the package: `HHHH:MM:SS.SS` or a period of ISO 8601; 0 when it tells none. */
function toSeconds(time) {
  const [, hours, minutes, seconds] = /^(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(time) ?? [];
  if (hours !== undefined) return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const period = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(time) ?? [];
  const units = [86_400, 3600, 60, 1];
  return units.reduce((sum, unit, index) => sum + Number(period[index + 1] ?? 0) * unit, 0);
}

async function start() {
  let isEnded = false;
  let isRefused = false;
  const commits = createCommits({
    key,
    tell(outcome, reason) {
      if (outcome === 'refused' || outcome === 'expired') {
        isRefused = true;
        say([words.refused, reason].filter(Boolean).join(' '), 'warning');
      } else if (outcome === 'unreachable') say(words.waiting, 'warning');
      else say(isEnded ? words.finished : words.saved);
    },
  });
  if (key !== null) await commits.sendWaiting();
  const response = await fetch('state');
  const loadedAt = performance.now();
  if (!response.ok) {
    const problem = await response.json();
    say(problem.detail ?? problem.title, 'warning');
    return;
  }
  const launch = await response.json();
  const api = new runTime.create({ autocommit: true, autocommitSeconds: 30, logLevel: 5 });
  api.loadFromJSON(launch.cmi, 'cmi');
  window[runTime.global] = api;

  let sequence = launch.sequence;
  let beganAt = loadedAt;
  let isChanged = false;

  function createCommit() {
    const { cmi } = api.renderCommitCMI(true);
    const reported = toSeconds((edition === '1.2' ? cmi.core.session_time : cmi.session_time) ?? '');
    // A package that tells no time has been used since it began.
    const session = reported > 0 ? reported : (performance.now() - beganAt) / 1000;
    sequence += 1;
    isChanged = false;
    return {
      ...{ launchId: launch.launchId, sequence, cmi },
      elapsedMs: Math.round(launch.elapsedMs + performance.now() - loadedAt),
      sessionSeconds: launch.countedSeconds + session,
    };
  }

  let isLeaving = false;

  function keep() {
    if (!launch.isKept || isRefused) return;
    if (isLeaving) commits.sendAndLeave(createCommit());
    else void commits.send(createCommit());
  }

  function leave() {
    isLeaving = true;
    if (isChanged && !isEnded) keep();
  }

  api.on(`${runTime.prefix}Initialize`, () => {
    beganAt = performance.now();
  });
  api.on(`${runTime.prefix}SetValue.cmi.*`, () => {
    isChanged = true;
  });
  api.on(`${runTime.prefix}Commit`, keep);
  api.on(runTime.end, () => {
    isEnded = true;
    keep();
  });
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', () => {
    isLeaving = false;
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && isChanged && !isEnded) keep();
  });

  say(launch.isKept ? '' : words.preview);
  document.getElementById('package').src = launch.start;
}

start().catch(() => say(words.failed, 'warning'));
