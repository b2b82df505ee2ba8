/** A request that cannot be met: its message is one sentence for whoever asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Puts `addition` before or after the only place that matches; refuses when the text has changed beyond recognition. */
export function insert(text: string, side: 'before' | 'after', place: RegExp, addition: string): string {
  const found = Array.from(text.matchAll(new RegExp(place, `${place.flags.replace('g', '')}g`)));
  const [match] = found;
  if (!match || found.length > 1) throw new Refusal(`${place} should match once, and matches ${found.length} times`);
  const at = side === 'before' ? match.index : match.index + match[0].length;
  return text.slice(0, at) + addition + text.slice(at);
}
