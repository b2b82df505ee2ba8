/** The ways in which a log may tell a secret: as it is, escaped, or within something that was encoded. */
export function formsOfSecret(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // What base64 makes of bytes depends on how many stand before them; the ends depend on their neighbours.
  const base64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}
