/** Letters and digits in a row, with whatever may stand between them, that are enough to tell a part of a secret. */
const shortest = 8;
/** A run so long is no word: keys that were written in a way nobody thought of. */
const longRun = /[\p{L}\p{N}+/_=.%-]{16,}/gu;
const mark = '[secret]';

/** Codes that providers are known to answer with. */
const knownCodes: readonly string[] = [
  'context_length_exceeded',
  'insufficient_quota',
  'invalid_api_key',
  'invalid_request_error',
  'model_not_found',
  'rate_limit_exceeded',
  'request_too_large',
  'server_error',
];

/**
 * What a stranger who knows the secrets says, without them: whole or in part, in the usual encodings, backwards, in pieces. Long
 * runs of letters and digits go too, whatever they are.
 */
export function conceal(message: string, secrets: readonly string[]): string {
  const visible = message.normalize('NFKC').replace(/\p{Cf}+/gu, '');
  const kept = [...visible];
  // Only these count, so that nothing between them can keep a match apart.
  const places = kept.flatMap((character, place) => (/[\p{L}\p{N}]/u.test(character) ? [place] : []));
  const letters = places.map((place) => kept[place]?.toLowerCase() ?? '');
  const parts = partsOfAll(secrets);
  const isSecret = new Set<number>();
  for (let at = 0; at + shortest <= letters.length; at += 1) {
    if (!parts.has(letters.slice(at, at + shortest).join(''))) continue;
    for (const place of places.slice(at, at + shortest)) isSecret.add(place);
  }
  return withMarks(kept, isSecret).replace(longRun, (run) => (knownCodes.includes(run) ? run : mark));
}

/** One mark for a secret, however many pieces it is in. */
function withMarks(characters: readonly string[], isSecret: ReadonlySet<number>): string {
  let shown = '';
  let between = '';
  let isInside = false;
  for (const [place, character] of characters.entries()) {
    if (isSecret.has(place)) {
      if (!isInside) shown += mark;
      between = '';
      isInside = true;
    } else if (isInside && !/[\p{L}\p{N}]/u.test(character)) between += character;
    else {
      shown += between + character;
      between = '';
      isInside = false;
    }
  }
  return shown + between;
}

function partsOfAll(secrets: readonly string[]): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const form of secrets.filter((secret) => secret !== '').flatMap(toForms)) {
    const letters = [...form.toLowerCase()].filter((character) => /[\p{L}\p{N}]/u.test(character));
    for (let at = 0; at + shortest <= letters.length; at += 1) parts.add(letters.slice(at, at + shortest).join(''));
    if (letters.length < shortest) parts.add(letters.join(''));
  }
  return parts;
}

/** How a secret may be written. What stands before it moves its base64 by one or two bytes. */
function toForms(secret: string): string[] {
  return [secret, [...secret].reverse().join('')].flatMap((text) => {
    const bytes = Buffer.from(text);
    return [
      text,
      encodeURIComponent(text.toWellFormed()),
      JSON.stringify(text),
      [...text].map((character) => `u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
      bytes.toString('hex'),
      ...[0, 1, 2].flatMap((skipped) => [
        Buffer.concat([Buffer.alloc(skipped), bytes])
          .toString('base64')
          .slice(skipped && skipped + 1),
        bytes.subarray(skipped).toString('base64'),
      ]),
    ].flatMap((form) => [form, [...form].reverse().join('')]);
  });
}
