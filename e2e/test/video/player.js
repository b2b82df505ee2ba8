// The page of a learner: hls.js, the token only where the API is asked, and a note of what was played.
const video = document.querySelector('video');
const played = [];
let last;

function note() {
  const now = { at: Date.now(), second: video.currentTime };
  const step = last && { from: last.second, to: now.second };
  const isPlayed = step && !video.seeking && step.to > step.from && step.to - step.from < 2;
  if (isPlayed) {
    const open = played.at(-1);
    if (open && open.to === step.from) Object.assign(open, { to: step.to, until: now.at });
    else played.push({ ...step, since: last.at, until: now.at });
  }
  last = video.paused || video.seeking ? undefined : now;
}
for (const name of ['timeupdate', 'pause', 'seeking', 'seeked', 'ended', 'playing']) video.addEventListener(name, note);

window.player = {
  load({ manifestUrl, token, apiUrl, startPosition }) {
    const hls = new Hls({
      workerPath: '/hls.worker.js',
      startPosition,
      startLevel: 0,
      xhrSetup(xhr, url) {
        if (!url.startsWith(apiUrl)) return;
        xhr.open('GET', url, true);
        xhr.setRequestHeader('authorization', `Bearer ${token}`);
      },
    });
    window.hls = hls;
    window.failures = [];
    hls.on(Hls.Events.ERROR, (_event, { fatal, details }) => fatal && window.failures.push(details));
    hls.loadSource(manifestUrl);
    hls.attachMedia(video);
  },
  play(rate) {
    video.muted = true;
    video.playbackRate = rate;
    video.play().catch(({ message }) => window.failures.push(message));
  },
  pause: () => video.pause(),
  seek(second) {
    video.currentTime = second;
  },
  state: () => ({
    second: video.currentTime,
    height: video.videoHeight,
    ended: video.ended,
    levels: window.hls.levels.map(({ height }) => height),
    failures: window.failures,
  }),
  /** Quality from the next segment on, by its place in `levels`. */
  choose(level) {
    window.hls.currentLevel = level;
  },
  takePlayed: () => {
    last = undefined;
    return played.splice(0);
  },
};
