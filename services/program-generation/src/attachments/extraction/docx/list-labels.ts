import { type ListPlace, type Numbering, readListStyles, readNumbering } from './read-numbering.ts';

/** The number or bullet of each paragraph, asked in their order; empty for one that is in no list. */
export type ListLabels = (style: string | undefined, own: ListPlace) => string;

/** Styles are based on one another a few times. */
const maxBases = 20;

export function createListLabels(numberingXml: Uint8Array | undefined, stylesXml: Uint8Array | undefined): ListLabels {
  const numbering: Numbering = numberingXml ? readNumbering(numberingXml) : { levels: new Map(), lists: new Map() };
  const styles = stylesXml ? readListStyles(stylesXml) : new Map<string, never>();
  /** Numbers that were reached, by the definition that lists share. */
  const reached = new Map<string, number[]>();
  const begun = new Set<string>();

  function getPlace(style: string | undefined, own: ListPlace): ListPlace {
    let place = own;
    let name = style;
    for (let bases = 0; name !== undefined && place.list === undefined && bases < maxBases; bases += 1) {
      const { list, level, basedOn }: ListPlace & { basedOn?: string | undefined } = styles.get(name) ?? own;
      place = { list, level: own.level ?? level };
      name = basedOn;
    }
    return place;
  }

  return (style, own) => {
    const place = getPlace(style, own);
    const list = numbering.lists.get(place.list ?? '');
    const levels = numbering.levels.get(list?.abstractId ?? '');
    if (!list || !levels) return '';
    const at =
      place.level ??
      Math.max(
        0,
        levels.findIndex((each) => each !== undefined && each.style === style),
      );
    const level = levels[at];
    if (!level) return '';
    const numbers = reached.get(list.abstractId) ?? [];
    const restart = begun.has(`${place.list} ${at}`) ? undefined : list.starts.get(at);
    begun.add(`${place.list} ${at}`);
    const next = restart ?? (numbers[at] === undefined ? level.start : numbers[at] + 1);
    // Deeper levels begin anew.
    const now = [...levels.slice(0, at).map((each, depth) => numbers[depth] ?? each?.start ?? 1), next];
    reached.set(list.abstractId, now);
    if (level.format === 'bullet') return '•';
    return level.text.replace(/%(\d)/g, (_, digit) => {
      const depth = Number(digit) - 1;
      return now[depth] === undefined ? '' : format(now[depth], levels[depth]?.format ?? 'decimal');
    });
  };
}

const latin = 'abcdefghijklmnopqrstuvwxyz';
const russian = 'абвгдежзиклмнопрстуфхцчшщэюя';
const roman: readonly (readonly [number, string])[] = [
  ...([
    [1000, 'm'],
    [900, 'cm'],
    [500, 'd'],
    [400, 'cd'],
    [100, 'c'],
    [90, 'xc'],
    [50, 'l'],
  ] as const),
  ...([
    [40, 'xl'],
    [10, 'x'],
    [9, 'ix'],
    [5, 'v'],
    [4, 'iv'],
    [1, 'i'],
  ] as const),
];

/** ECMA-376 part 1, 17.18.59. Other scripts are written in digits. */
function format(number: number, kind: string): string {
  if (kind === 'none') return '';
  if (kind === 'decimalZero') return String(number).padStart(2, '0');
  const letters = kind.startsWith('russian') ? russian : latin;
  const isUpper = kind.startsWith('upper') || kind === 'russianUpper';
  let written = String(number);
  if (/^(?:lower|upper)Letter$|^russian/.test(kind) && number >= 1 && number <= letters.length)
    written = letters[number - 1] ?? written;
  else if (/Roman$/.test(kind) && number >= 1 && number < 4_000) written = toRoman(number);
  return isUpper ? written.toUpperCase() : written;
}

function toRoman(number: number): string {
  let left = number;
  let written = '';
  for (const [value, letters] of roman) {
    for (; left >= value; left -= value) written += letters;
  }
  return written;
}
