import { labelPattern, type PersonalDataKind, type PersonalDataPattern, personalDataPatterns } from './personal-data-patterns.ts';

/** Takes a text in slices, and keeps back what may be the beginning of a label. */
export interface Restorer {
  push(slice: string): string;
  /** What was kept back. */
  end(): string;
}

export interface Concealment {
  /** The same value gets the same label in all texts: `[e-mail 1]`. */
  conceal(text: string): string;
  /** Puts the values back where their labels stand. */
  restore(text: string): string;
  /** The same for a text that comes in slices, wherever they are cut. */
  createRestorer(): Restorer;
}

interface Span {
  readonly kind: PersonalDataKind;
  readonly start: number;
  readonly end: number;
}

/** For one call of a model: what says who somebody is does not leave. `names` are those of the person, if known. */
export function createConcealment({ names = [] }: { names?: readonly string[] } = {}): Concealment {
  const patterns = [...personalDataPatterns, ...toNamePatterns(names)];
  const labels = new Map<string, string>();
  const values = new Map<string, string>();
  const counts = new Map<PersonalDataKind, number>();

  function getLabel(kind: PersonalDataKind, value: string): string {
    const existing = labels.get(value);
    if (existing) return existing;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    const label = `[${kind} ${number}]`;
    labels.set(value, label);
    values.set(label, value);
    return label;
  }

  function createRestorer(): Restorer {
    let kept = '';
    const restoreWhole = (text: string) => text.replace(labelPattern, (label) => values.get(label) ?? label);
    return {
      push(slice) {
        const text = kept + slice;
        const cut = findUnfinishedLabel(text);
        kept = text.slice(cut);
        return restoreWhole(text.slice(0, cut));
      },
      end() {
        const rest = kept;
        kept = '';
        return rest;
      },
    };
  }

  return {
    conceal(text) {
      let concealed = '';
      let done = 0;
      for (const { kind, start, end } of findSpans(text, patterns)) {
        concealed += text.slice(done, start) + getLabel(kind, text.slice(start, end));
        done = end;
      }
      return concealed + text.slice(done);
    },
    restore(text) {
      const restorer = createRestorer();
      return restorer.push(text) + restorer.end();
    },
    createRestorer,
  };
}

const longestLabel = '[passport 999999]'.length;

/** Where the label begins that the end of the text cuts; its length when there is none. */
function findUnfinishedLabel(text: string): number {
  const start = text.lastIndexOf('[');
  const mayGoOn = start >= 0 && text.length - start < longestLabel && !text.includes(']', start);
  return mayGoOn ? start : text.length;
}

/** Where personal data stands, in order; of two that overlap the one whose pattern comes first. */
function findSpans(text: string, patterns: readonly PersonalDataPattern[]): Span[] {
  const taken = new Uint8Array(text.length);
  const spans: Span[] = [];
  for (const { kind, pattern, accepts = () => true } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? match[0];
      const end = match.index + match[0].length;
      const start = end - value.length;
      if (!accepts(value) || taken.subarray(start, end).includes(1)) continue;
      taken.fill(1, start, end);
      spans.push({ kind, start, end });
    }
  }
  return spans.sort((one, other) => one.start - other.start);
}

const shortestName = 3;
const maxNames = 6;

/** Their names as they are written, in other cases of Russian too: "Анна", "Анне". Small letters make another word. */
function toNamePatterns(names: readonly string[]): PersonalDataPattern[] {
  const parts = names.flatMap((name) => name.slice(0, 200).match(/\p{Lu}\p{L}+/gu) ?? []);
  const long = [...new Set(parts)].filter((part) => part.length >= shortestName).slice(0, maxNames);
  return long.map((part) => {
    const stem = part.length > shortestName ? part.replace(/[аяйьыеио]$/u, '') : part;
    return { kind: 'name', pattern: new RegExp(`(?<!\\p{L})${stem}[а-яё]{0,3}(?!\\p{L})`, 'gu') };
  });
}
