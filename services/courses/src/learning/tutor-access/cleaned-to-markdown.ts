const heading = /^<h([1-6])[ >]/;
const lineTag = /^<\/?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|u|var)[ >]/;
const picture = /^<img\b[^>]* alt="([^"]*)"/;
const signs: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The words of cleaned HTML, in paragraphs: headings, items of lists and cells of tables stay what they are, pictures are their words. */
export function cleanedToMarkdown(cleaned: string): string {
  return cleaned
    .replace(/\s+/g, ' ')
    .replace(/<[^>]*>/g, writeTag)
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => signs[entity] ?? entity)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function writeTag(tag: string): string {
  if (lineTag.test(tag)) return '';
  const level = heading.exec(tag)?.[1];
  if (level !== undefined) return `\n\n${'#'.repeat(Number(level))} `;
  if (tag.startsWith('<li')) return '\n- ';
  if (tag.startsWith('</li') || tag.startsWith('<br') || tag.startsWith('</tr')) return '\n';
  if (/^<t[dh][ >]/.test(tag)) return '| ';
  if (/^<\/t[dh]>/.test(tag)) return ' ';
  if (tag.startsWith('<img')) return picture.exec(tag)?.[1] ?? '';
  return '\n\n';
}
