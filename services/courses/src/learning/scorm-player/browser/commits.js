/** Browsers send no more than 65,536 bytes when a page goes away, of all its requests together. */
const maxLeavingBytes = 60_000;

const refusals = [400, 403, 404, 409, 413];

const prefix = 'lyceum-scorm ';

/**
 * Sends what a package tells. Until the server has it, the last of each launch is kept in this browser: what a page could not send
 * is sent by the next page of the same learner and lesson, and the server counts it once.
 */
export function createCommits({ key, tell }) {
  const storageKey = (launchId) => `${prefix}${key} ${launchId}`;

  /** Whether the server has it, refuses it, takes it of a new launch alone or cannot be reached. */
  async function post(text) {
    try {
      const keepalive = new Blob([text]).size <= maxLeavingBytes;
      const response = await fetch('commits', { method: 'POST', body: text, keepalive });
      const answer = await response.json();
      if (response.ok) return { outcome: 'sent', sequence: answer.sequence };
      if (answer.code === 'scorm.launch_not_found') return { outcome: 'expired', reason: answer.detail ?? answer.title };
      // What the network or a busy server answers says nothing of the commit.
      const isJudged = refusals.includes(response.status);
      return isJudged ? { outcome: 'refused', reason: answer.detail ?? answer.title } : { outcome: 'unreachable' };
    } catch {
      return { outcome: 'unreachable' };
    }
  }

  function forget(launchId, sequence) {
    const waiting = JSON.parse(read(storageKey(launchId)) ?? 'null');
    if (waiting && waiting.sequence <= sequence) remove(storageKey(launchId));
  }

  let timer;

  async function send(commit) {
    const text = JSON.stringify(commit);
    write(storageKey(commit.launchId), text);
    clearTimeout(timer);
    const { outcome, reason, sequence } = await post(text);
    if (outcome === 'sent' && sequence > commit.sequence) {
      // Another window with the same launch has told more.
      tell('refused');
      return;
    }
    if (outcome === 'unreachable') {
      clearTimeout(timer);
      timer = setTimeout(() => void send(commit), 15_000);
    } else if (outcome !== 'expired') forget(commit.launchId, commit.sequence);
    tell(outcome, reason);
  }

  return {
    send,

    /** Sends it without waiting for an answer. */
    sendAndLeave(commit) {
      const text = JSON.stringify(commit);
      write(storageKey(commit.launchId), text);
      if (new Blob([text]).size <= maxLeavingBytes) navigator.sendBeacon('commits', text);
    },

    /** What pages before could not send. */
    async sendWaiting() {
      for (const name of list()) {
        if (!name.startsWith(`${prefix}${key} `)) continue;
        const { outcome } = await post(read(name));
        if (outcome !== 'unreachable') remove(name);
      }
    },
  };
}

// A browser may forbid to keep anything: then only what arrives is kept.

function list() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    remove(name);
  }
}

function remove(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // There is nothing then.
  }
}
