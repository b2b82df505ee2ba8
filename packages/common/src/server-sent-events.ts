/**
 * Data of received server-sent events (WHATWG HTML, section 9.2), each as soon as it is whole, however the bytes were cut. Providers of
 * models leave out the empty line after the last one: it counts when it is whole JSON.
 */
export async function* readEvents(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let data: string[] = [];
  const take = (line: string): string | undefined => {
    if (line === '') {
      const event = data.join('\n');
      data = [];
      return event || undefined;
    }
    const value = getData(line);
    if (value !== undefined) data.push(value);
    return undefined;
  };

  const lines = splitLines();
  const decoder = new TextDecoder();
  for await (const piece of pieces) {
    for (const line of lines.whole(decoder.decode(piece, { stream: true }))) {
      const event = take(line);
      if (event !== undefined) yield event;
    }
  }
  const last = take(lines.rest() + decoder.decode()) ?? data.join('\n');
  if (isJson(last)) yield last;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // cut off
  }
}

function getData(line: string): string | undefined {
  if (line === 'data') return '';
  return line.startsWith('data:') ? line.slice(line[5] === ' ' ? 6 : 5) : undefined;
}

/** Lines of a text that comes in pieces; looks at each character once, however long a line is. */
function splitLines() {
  let begun: string[] = [];
  let endedWithReturn = false;
  return {
    whole(piece: string): string[] {
      // The second half of a line break.
      const text = endedWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
      if (piece !== '') endedWithReturn = piece.endsWith('\r');
      const [first = '', ...others] = text.split(/\r\n|\r|\n/);
      begun.push(first);
      if (others.length === 0) return [];
      const lines = [begun.join(''), ...others.slice(0, -1)];
      begun = others.slice(-1);
      return lines;
    },
    rest: () => begun.join(''),
  };
}
