/** Deeper than any answer; what is not trusted may not decide how deep we go. */
const maxDepth = 50;
/** Values of an answer; each that does not fit its schema is described. */
const maxValues = 5_000;

export type LooseJson =
  | { readonly value: unknown; readonly end: number }
  /** `end` is where it ceased to be JSON; at the end of the text it was cut off. */
  | { readonly value: undefined; readonly end: number };

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const gap = /(?:\s+|\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/)*/y;
const literal = /true|false|null|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])/iy;
const fourHex = /^[\da-f]{4}$/i;

class NotJson extends Error {}

/**
 * The JSON value that begins at `start`, as models write it: with comments, commas before a closing bracket, line breaks and
 * unknown escapes in strings. NaN and keys without quotes are no JSON. Looks at each character once.
 */
export function parseLooseJson(text: string, start: number): LooseJson {
  let at = start;
  let values = 0;

  function skipGap(): void {
    gap.lastIndex = at;
    gap.test(text);
    at = gap.lastIndex;
  }

  function next(wanted: string): boolean {
    skipGap();
    if (text[at] !== wanted) return false;
    at += 1;
    return true;
  }

  function value(depth: number): unknown {
    skipGap();
    values += 1;
    if (depth > maxDepth || values > maxValues) throw new NotJson();
    if (text[at] === '"') return string();
    if (next('{')) return object(depth);
    if (next('[')) return array(depth);
    literal.lastIndex = at;
    const [word] = literal.exec(text) ?? [];
    if (!word) throw new NotJson();
    at += word.length;
    const found: unknown = JSON.parse(word.toLowerCase());
    // JSON has no infinity; 1e999 would become one.
    if (typeof found === 'number' && !Number.isFinite(found)) throw new NotJson();
    return found;
  }

  function object(depth: number): object {
    const entries: [string, unknown][] = [];
    while (!next('}')) {
      if (text[at] !== '"') throw new NotJson();
      const key = string();
      if (!next(':')) throw new NotJson();
      entries.push([key, value(depth + 1)]);
      if (!next(',') && text[at] !== '}') throw new NotJson();
    }
    return Object.fromEntries(entries);
  }

  function array(depth: number): unknown[] {
    const items: unknown[] = [];
    while (!next(']')) {
      items.push(value(depth + 1));
      if (!next(',') && text[at] !== ']') throw new NotJson();
    }
    return items;
  }

  function string(): string {
    const parts: string[] = [];
    let from = at + 1;
    for (at = from; text[at] !== '"'; at += 1) {
      if (at >= text.length) throw new NotJson();
      if (text[at] !== '\\') continue;
      parts.push(text.slice(from, at), escaped());
      from = at + 1;
    }
    parts.push(text.slice(from, at));
    at += 1;
    return parts.join('');
  }

  /** Ends at its last character. An escape nobody knows, as of a formula, stands for itself. */
  function escaped(): string {
    at += 1;
    const mark = text[at] ?? '';
    const code = text.slice(at + 1, at + 5);
    if (mark === 'u' && fourHex.test(code)) {
      at += 4;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    return escapes[mark] ?? ('"\\/\''.includes(mark) ? mark : `\\${mark}`);
  }

  try {
    return { value: value(0), end: at };
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return { value: undefined, end: at };
  }
}
