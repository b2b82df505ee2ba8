import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create } from 'fontkit';
import PDFDocument from 'pdfkit';
import { unpackWoff } from './unpack-woff.ts';

/** `symbols` and `universal` stand in for what the others lack. */
export const faces = ['regular', 'bold', 'italic', 'symbols', 'universal'] as const;
export type Face = (typeof faces)[number];

/**
 * Tinos, whose letters are as wide and lines as high as those of Times New Roman; DejaVu Sans for mathematics, marks and the
 * alphabets of neighbours; UnifontEX, plain but with every script, for the rest.
 */
export interface Fonts {
  /** TrueType. */
  readonly files: Readonly<Record<Face, Buffer>>;
  /** The wanted face if it has the character, else the first that has. */
  faceOf(character: string, wanted: Face): Face;
  /** Points, without kerning, which Word does not use unless it is told to. */
  width(text: string, face: Face, size: number): number;
}

/** Of the font size: a line with its spacing of 1, and from its top to the line the letters stand on. */
export const lineHeight = (1825 + 443 + 87) / 2048;
export const ascent = (1825 + 87 / 2) / 2048;

const fallbacks = ['symbols', 'universal'] as const;

function mapFaces<Value>(make: (face: Face) => Value): Record<Face, Value> {
  return {
    regular: make('regular'),
    bold: make('bold'),
    italic: make('italic'),
    symbols: make('symbols'),
    universal: make('universal'),
  };
}

/** Reads the fonts and measures a character the first time it is met. */
export function loadFonts(): Fonts {
  const require = createRequire(import.meta.url);
  const read = (packageFile: string, file: string) => readFileSync(join(dirname(packageFile), file));
  const tinos = require.resolve('@expo-google-fonts/tinos/package.json');
  const dejavu = require.resolve('dejavu-fonts-ttf/package.json');
  const unifontex = require.resolve('@fontsource/unifontex/package.json');
  const files = {
    regular: read(tinos, '400Regular/Tinos_400Regular.ttf'),
    bold: read(tinos, '700Bold/Tinos_700Bold.ttf'),
    italic: read(tinos, '400Regular_Italic/Tinos_400Regular_Italic.ttf'),
    symbols: read(dejavu, 'ttf/DejaVuSans.ttf'),
    universal: unpackWoff(read(unifontex, 'files/unifontex-latin-400-normal.woff')),
  };
  const coverage = mapFaces((face) => create(files[face]));
  // Without a font of its own: the usual one is not embedded.
  const ruler = new PDFDocument({ autoFirstPage: false, font: '' });
  for (const face of faces) ruler.registerFont(face, files[face]);
  const widths = mapFaces(() => new Map<string, number>());
  const faceOfs = mapFaces(() => new Map<string, Face>());

  function characterWidth(character: string, face: Face): number {
    const known = widths[face].get(character);
    if (known !== undefined) return known;
    const width = ruler.font(face).fontSize(1).widthOfString(character);
    widths[face].set(character, width);
    return width;
  }

  const has = (face: Face, character: string) => {
    const font = coverage[face];
    return 'hasGlyphForCodePoint' in font && font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
  };

  return {
    files,
    faceOf(character, wanted) {
      const face = faceOfs[wanted].get(character) ?? [wanted, ...fallbacks].find((own) => has(own, character)) ?? wanted;
      faceOfs[wanted].set(character, face);
      return face;
    },
    width(text, face, size) {
      let width = 0;
      for (const character of text) width += characterWidth(character, face);
      return width * size;
    },
  };
}
