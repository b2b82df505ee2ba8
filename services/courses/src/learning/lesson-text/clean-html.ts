import sanitizeHtml from 'sanitize-html';
import { escapeHtml } from './escape-html.ts';

const inlineTags = 'a abbr b cite code del em i ins kbd mark q s samp small span strong sub sup u var'.split(' ');
const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const blocks = 'blockquote br dd details div dl dt figcaption figure hr img li ol p pre summary ul'.split(' ');
const tables = ['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'];

const slotTag = 'lyceum-slot';
const slotTags = new RegExp(`</?${slotTag}(?: key="([^"]*)")?[^>]*>`, 'g');

/** Browsers stop at some depth of their own and move what is deeper elsewhere. */
const maxDepth = 50;

const cell = ['colspan', 'rowspan', { name: 'align', values: ['left', 'center', 'right'] }];

const rules: sanitizeHtml.IOptions = {
  allowedTags: [...inlineTags, ...headings, ...blocks, ...tables, slotTag],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    abbr: ['title'],
    img: ['src', 'alt', 'title', 'width', 'height', 'referrerpolicy'],
    ol: ['start'],
    th: cell,
    td: cell,
    [slotTag]: ['key'],
  },
  allowedClasses: { code: [/^language-[\w-]{1,30}$/] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  // What stands in them was not meant to be read.
  nonTextTags: 'script style textarea option xmp noscript title template iframe noembed noframes object svg math'.split(' '),
  nestingLimit: maxDepth,
  transformTags: {
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow' }),
    img: sanitizeHtml.simpleTransform('img', { referrerpolicy: 'no-referrer' }),
  },
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs['src'],
};

/** An element of HTML that is still to be cleaned, in whose place `cleanHtml` puts what has this key. */
export function createSlot(key: string): string {
  return `<${slotTag} key="${key}"></${slotTag}>`;
}

/** The parser moves all open tags with each new one. No text of a lesson opens so many. */
const maxOpen = 1000;
const tooManyOpen = new Error(`more than ${maxOpen} tags are open`);

/**
 * Removes from HTML what could run or leave its place, closes what is open, and fills the slots with HTML that is trusted as it is.
 * After cleaning `<` begins tags alone, so a slot within an attribute is none. What is absurdly deep is shown as its source.
 */
export function cleanHtml(html: string, trusted: ReadonlyMap<string, string> = new Map(), source = html): string {
  return clean(html, {}, source).replace(slotTags, (_, key: string | undefined) => trusted.get(key ?? '') ?? '');
}

/** Cleans the HTML of a page from elsewhere, each element of which is changed before. */
export function cleanPage(html: string, change: sanitizeHtml.Transformer): string {
  return clean(html, { '*': change }, html).replace(slotTags, '');
}

function clean(html: string, changes: Readonly<Record<string, sanitizeHtml.Transformer>>, source: string): string {
  let open = 0;
  const onOpenTag = () => {
    open += 1;
    if (open > maxOpen) throw tooManyOpen;
  };
  const onCloseTag = () => {
    open -= 1;
  };
  try {
    return sanitizeHtml(html, { ...rules, transformTags: { ...rules.transformTags, ...changes }, onOpenTag, onCloseTag });
  } catch (error) {
    if (error !== tooManyOpen) throw error;
    return `<p>${escapeHtml(source)}</p>`;
  }
}

const lineTag = new RegExp(`^</?(?:${inlineTags.join('|')})[ >]`);
const signs: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** Takes the words out of cleaned HTML, with those that stand for pictures: one line, nothing escaped. */
export function readWords(cleaned: string): string {
  return cleaned
    .replace(/<[^>]*>/g, (tag) => (lineTag.test(tag) ? '' : ` ${/^<img\b[^>]* alt="([^"]*)"/.exec(tag)?.[1] ?? ''} `))
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => signs[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();
}
