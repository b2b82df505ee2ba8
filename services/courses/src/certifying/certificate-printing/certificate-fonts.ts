import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Faces of Tinos, all with the same characters. */
export const faces = ['regular', 'bold', 'italic'] as const;
export type Face = (typeof faces)[number];

/** Above and below the base line of Tinos, by the size. */
export const ascent = 1825 / 2048;
export const descent = 443 / 2048;

const require = createRequire(import.meta.url);
const tinos = dirname(require.resolve('@expo-google-fonts/tinos/package.json'));
const files: Readonly<Record<Face, string>> = {
  regular: join(tinos, '400Regular/Tinos_400Regular.ttf'),
  bold: join(tinos, '700Bold/Tinos_700Bold.ttf'),
  italic: join(tinos, '400Regular_Italic/Tinos_400Regular_Italic.ttf'),
};

interface Fonts {
  /** TrueType. */
  readonly files: Readonly<Record<Face, Buffer>>;
  has(character: string): boolean;
}

/** The fonts of certificates, and which characters they have. */
export async function readFonts(): Promise<Fonts> {
  const [regular, bold, italic] = await Promise.all([readFile(files.regular), readFile(files.bold), readFile(files.italic)]);
  const ranges = readRanges(regular);
  return {
    files: { regular, bold, italic },
    has(character) {
      const codePoint = character.codePointAt(0) ?? 0;
      return ranges.some(({ first, last }) => codePoint >= first && codePoint <= last);
    },
  };
}

/** Code points of a TrueType font: the segments of the first subtable of `cmap`, which is of format 4 in Tinos. */
function readRanges(font: Buffer): { readonly first: number; readonly last: number }[] {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16);
  const record = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap');
  if (record === undefined) throw new Error('The font does not say which characters it has');
  const cmap = font.readUInt32BE(record + 8);
  const subtable = cmap + font.readUInt32BE(cmap + 8);
  const segments = font.readUInt16BE(subtable + 6) / 2;
  const lasts = subtable + 14;
  const firsts = lasts + segments * 2 + 2;
  // The last segment is the mark of the end.
  return Array.from({ length: segments - 1 }, (_, index) => ({
    first: font.readUInt16BE(firsts + index * 2),
    last: font.readUInt16BE(lasts + index * 2),
  }));
}
