import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkit';
import { unpackWoff } from './unpack-woff.ts';

/**
 * `regular`, `bold` and `italic` are Tinos, whose letters are as wide and lines as high as those of Times New Roman. `symbols` and
 * `universal` stand in for what it lacks: DejaVu Sans has mathematics, marks and the alphabets of neighbours, UnifontEX, plain,
 * nearly every script.
 */
export type Face = 'regular' | 'bold' | 'italic' | 'symbols' | 'universal';

export interface Fonts {
  /** TrueType. */
  file(face: Face): Buffer;
  /** The wanted face if it has the character, else the first that has, if any. */
  findFace(character: string, wanted: Face): Face | undefined;
  /** Points, without kerning, which Word does not use unless it is told to. */
  width(text: string, face: Face, size: number): number;
}

/** Of Tinos, by the size: its ascent, descent and line gap, half of which stands above the letters. */
export const lineHeight = (1825 + 443 + 87) / 2048;
export const ascent = (1825 + 87 / 2) / 2048;

/** Shown where a character is that no font has. */
export const replacement = { text: '\uFFFD', face: 'symbols' } as const;

const require = createRequire(import.meta.url);
const tinos = dirname(require.resolve('@expo-google-fonts/tinos/package.json'));

const files: Readonly<Record<Face, string>> = {
  regular: join(tinos, '400Regular/Tinos_400Regular.ttf'),
  bold: join(tinos, '700Bold/Tinos_700Bold.ttf'),
  italic: join(tinos, '400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  symbols: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  universal: require.resolve('@fontsource/unifontex/files/unifontex-latin-400-normal.woff'),
};

interface OpenFont {
  readonly file: Buffer;
  readonly font: Font;
  /** Widths of characters by the size. */
  readonly widths: Map<string, number>;
  /** What shows a character where this face is wanted. */
  readonly faces: Map<string, Face | undefined>;
}

/** Reads a font, and measures a character, the first time it is needed: most documents need Tinos alone. */
export function loadFonts(): Fonts {
  const opened = new Map<Face, OpenFont>();

  function open(face: Face): OpenFont {
    const known = opened.get(face);
    if (known) return known;
    const file = readFont(files[face]);
    const font = create(file);
    if (!('glyphForCodePoint' in font)) throw new Error(`${files[face]} holds several fonts`);
    const loaded: OpenFont = { file, font, widths: new Map(), faces: new Map() };
    opened.set(face, loaded);
    return loaded;
  }

  function characterWidth(character: string, { font, widths }: OpenFont): number {
    const known = widths.get(character);
    if (known !== undefined) return known;
    const width = font.glyphForCodePoint(toCodePoint(character)).advanceWidth / font.unitsPerEm;
    widths.set(character, width);
    return width;
  }

  const has = (face: Face, character: string) => open(face).font.hasGlyphForCodePoint(toCodePoint(character));

  return {
    file: (face) => open(face).file,
    findFace(character, wanted) {
      const { faces } = open(wanted);
      if (faces.has(character)) return faces.get(character);
      const face = ([wanted, 'symbols', 'universal'] as const).find((own) => has(own, character));
      faces.set(character, face);
      return face;
    },
    width(text, face, size) {
      const font = open(face);
      let width = 0;
      for (const character of text) width += characterWidth(character, font);
      return width * size;
    },
  };
}

function readFont(path: string): Buffer {
  const bytes = readFileSync(path);
  return path.endsWith('.woff') ? unpackWoff(bytes) : bytes;
}

const toCodePoint = (character: string) => character.codePointAt(0) ?? 0;
