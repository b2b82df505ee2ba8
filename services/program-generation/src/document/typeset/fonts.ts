import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';

export type Face = 'regular' | 'bold' | 'italic';

/** Tinos, whose letters are as wide and lines as high as those of Times New Roman. */
export interface Fonts {
  /** TrueType. */
  readonly files: Readonly<Record<Face, Buffer>>;
  /** Points, without kerning, which Word does not use unless it is told to. */
  width(text: string, face: Face, size: number): number;
}

/** Of the font size: a line with its spacing of 1, and from its top to the line the letters stand on. */
export const lineHeight = (1825 + 443 + 87) / 2048;
export const ascent = (1825 + 87 / 2) / 2048;

const paths: Readonly<Record<Face, string>> = {
  regular: '400Regular/Tinos_400Regular.ttf',
  bold: '700Bold/Tinos_700Bold.ttf',
  italic: '400Regular_Italic/Tinos_400Regular_Italic.ttf',
};

/** Reads the fonts and measures a character the first time it is met. */
export function loadFonts(): Fonts {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@expo-google-fonts/tinos/package.json'));
  const read = (face: Face) => readFileSync(join(folder, paths[face]));
  const files = { regular: read('regular'), bold: read('bold'), italic: read('italic') };
  // Without a font of its own: the usual one is not embedded.
  const ruler = new PDFDocument({ autoFirstPage: false, font: '' });
  for (const face of ['regular', 'bold', 'italic'] as const) ruler.registerFont(face, files[face]);
  const widths = { regular: new Map<string, number>(), bold: new Map<string, number>(), italic: new Map<string, number>() };

  function characterWidth(character: string, face: Face): number {
    const known = widths[face].get(character);
    if (known !== undefined) return known;
    const width = ruler.font(face).fontSize(1).widthOfString(character);
    widths[face].set(character, width);
    return width;
  }

  return {
    files,
    width(text, face, size) {
      let width = 0;
      for (const character of text) width += characterWidth(character, face);
      return width * size;
    },
  };
}
