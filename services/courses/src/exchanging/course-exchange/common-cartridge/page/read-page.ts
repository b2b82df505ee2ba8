import type { Texts } from '@lyceum/contracts/shared/texts';
import { cleanPage } from '../../../../learning/lesson-text/clean-html.ts';
import { escapeHtml } from '../../../../learning/lesson-text/escape-html.ts';
import { tidyText } from '../text/tidy-text.ts';
import { toMediaType } from './media-types.ts';

const picturesAreLost: Texts = {
  en: 'Pictures are left out; their descriptions or names stand in their places.',
  ru: 'Рисунки не перенесены; на их местах стоят описания или названия.',
};

const partsAreLost: Texts = {
  en: 'Scripts, forms, drawings, formulas in “MathML” and players of sound and video are left out of the text.',
  ru: 'Скрипты, формы, рисунки «SVG», формулы «MathML» и проигрыватели звука и видео в текст не перенесены.',
};

const formulasAreSource: Texts = {
  en: 'Formulas stand in the text as their source in “TeX”.',
  ru: 'Формулы стоят в тексте в виде записи «TeX».',
};

const framesAreLinks: Texts = {
  en: 'What other sites showed within the text became links.',
  ru: 'То, что показывали внутри текста другие сайты, стало ссылками.',
};

const filesAreLessons: Texts = {
  en: 'Files that the text leads to became lessons; in the text only their names stay.',
  ru: 'Файлы, на которые ведёт текст, стали уроками; в тексте остались только их названия.',
};

const pagesAreNoLinks: Texts = {
  en: 'Links to other parts of the package are left out; their words stay.',
  ru: 'Ссылки на другие части пакета не перенесены; слова на их местах остались.',
};

/** A text in HTML, cleaned. */
export interface ReadPage {
  readonly html: string;
  /** Entries of pictures, whose places in `html` are `<img src="https://image.invalid/…">` with their index. */
  readonly images: readonly string[];
  /** Entries to download that it leads to. */
  readonly files: readonly string[];
  /** Entries that it uses in any way. */
  readonly used: readonly string[];
  readonly changes: ReadonlySet<Texts>;
}

/** Finds the entry that an address of the page means. */
type FindEntry = (href: string) => string | undefined;

const lostParts = new Set(['script', 'form', 'object', 'embed', 'video', 'audio', 'math', 'svg', 'canvas', 'applet']);
const pages = /\.x?html?$/i;
const pictureMark = 'https://picture.invalid/';
const frameMark = 'https://frame.invalid/';
const marked = new RegExp(`<img src="(${pictureMark}|${frameMark})" alt="([^"]*)"[^>]*>`, 'g');

export const imageMark = 'https://image.invalid/';

/** The body of a page, without what a lesson cannot hold. Some texts hold pictures of the package, others none. */
export function readPage(source: string, find: FindEntry, { holdsImages = false } = {}): ReadPage {
  const changes = new Set<Texts>();
  const images: string[] = [];
  const files = new Set<string>();
  const used = new Set<string>();
  const cleaned = cleanPage(writeFormulas(tidyText(source), changes), (tagName, attribs) => {
    const address = attribs['src'] ?? attribs['href'] ?? attribs['data'] ?? '';
    const entry = find(address);
    if (entry !== undefined) used.add(entry);
    if (lostParts.has(tagName)) changes.add(partsAreLost);
    if (tagName === 'img' && holdsImages && entry !== undefined && toMediaType(entry).startsWith('image/')) {
      images.push(entry);
      return { tagName, attribs: { src: `${imageMark}${images.length - 1}`, alt: attribs['alt'] ?? '' } };
    }
    if (tagName === 'img' && (!/^https:\/\//i.test(address) || address.startsWith(imageMark))) {
      changes.add(picturesAreLost);
      return { tagName, attribs: { src: pictureMark, alt: attribs['alt'] || getName(address) } };
    }
    if (tagName === 'iframe') {
      changes.add(/^https?:\/\//i.test(address) ? framesAreLinks : partsAreLost);
      return { tagName: 'img', attribs: { src: frameMark, alt: address } };
    }
    if (tagName !== 'a' || attribs['href'] === undefined || /^(?:https?:|mailto:|#)/i.test(address)) return { tagName, attribs };
    if (entry !== undefined && !pages.test(entry)) files.add(entry);
    changes.add(entry !== undefined && !pages.test(entry) ? filesAreLessons : pagesAreNoLinks);
    const { href, ...rest } = attribs;
    return { tagName, attribs: rest };
  });
  const html = cleaned.replace(marked, (_, mark: string, text: string) => (mark === frameMark ? writeLink(text) : `[${text}]`));
  return { html: tidyText(html), images, files: [...files], used: [...used], changes };
}

/** Formulas in MathML that say their TeX as it; those that do not are left to the cleaning. */
function writeFormulas(html: string, changes: Set<Texts>): string {
  const [start = '', ...parts] = html.split(/<math(?=[\s>])/i);
  const written = parts.map((part) => {
    const end = part.indexOf('</math>');
    const tex = /<annotation encoding="application\/x-tex">([^<]{1,4000})<\/annotation>/.exec(
      part.slice(0, Math.max(0, end)),
    )?.[1];
    if (tex === undefined) return `<math${part}`;
    changes.add(formulasAreSource);
    return `$${tex}$${part.slice(end + '</math>'.length)}`;
  });
  return [start, ...written].join('');
}

/** The address is written as an attribute already. */
function writeLink(address: string): string {
  if (!/^https?:\/\//i.test(address)) return '';
  return `<a href="${address}" rel="noopener noreferrer nofollow">${address}</a>`;
}

function getName(address: string): string {
  if (/^data:/i.test(address)) return '…';
  return (
    address
      .replace(/[?#].*$/s, '')
      .split('/')
      .at(-1)
      ?.slice(0, 100) || '…'
  );
}

/** A plain text as a page. */
export function textToPage(text: string): string {
  return tidyText(text)
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('');
}
