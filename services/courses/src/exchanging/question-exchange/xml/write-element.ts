/** What XML 1.0 cannot hold. */
const notInXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** Text of an element or an attribute. */
export function escapeXml(text: string): string {
  return text.replace(notInXml, '').replace(/[&<>"\r]/g, (sign) => references[sign] ?? sign);
}

/** An element with what is written within it already. */
export function writeElement(name: string, attributes: Readonly<Record<string, string>>, ...content: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return `<${name}${written.join('')}>${content.join('')}</${name}>`;
}
