import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

/** A log that keeps its last part: beyond `maxBytes` it becomes `<file>.1` and a new one begins. */
export interface LogFile {
  /** Takes a line with its line feed. Lines are written together, within a tenth of a second. */
  write(line: string): void;
  close(): void;
}

export function openLogFile(path: string, maxBytes = 10_000_000): LogFile {
  let file = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  let pending: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (pending.length === 0) return;
    size += writeSync(file, pending.join(''));
    pending = [];
    if (size < maxBytes) return;
    closeSync(file);
    renameSync(path, `${path}.1`);
    file = openSync(path, 'a', 0o600);
    size = 0;
  }

  return {
    write(line) {
      // Connections that end late still report it.
      if (isClosed) return;
      pending.push(line);
      timer ??= setTimeout(flush, 100).unref();
    },
    close() {
      flush();
      isClosed = true;
      closeSync(file);
    },
  };
}
