const notInXml = /[^\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** What people wrote as one line of any format: without what XML 1.0 cannot hold, a line break or several spaces one space. */
export function clean(text: string): string {
  return text
    .replace(/[\t\n\r\u2028\u2029]/g, ' ')
    .replace(notInXml, '')
    .replace(/ {2,}/g, ' ');
}
