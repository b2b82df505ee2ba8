const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const base = BigInt(alphabet.length);

/** Bytes as multibase text: `z` and base58btc. Takes time by the square of their length, which is that of a key or a signature. */
export function encodeMultibase(bytes: Uint8Array): string {
  const firstByte = bytes.findIndex((byte) => byte !== 0);
  const zeros = firstByte < 0 ? bytes.length : firstByte;
  let digits = '';
  for (let rest = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`); rest > 0n; rest /= base)
    digits = alphabet.charAt(Number(rest % base)) + digits;
  return `z${alphabet.charAt(0).repeat(zeros)}${digits}`;
}

/** So many bytes of multibase text, or null if it is anything else. */
export function decodeMultibase(text: string, length: number): Uint8Array | null {
  if (text.length > 2 + length * 1.4) return null;
  let value = 0n;
  for (const digit of text.slice(1)) value = value * base + BigInt(Math.max(alphabet.indexOf(digit), 0));
  const bytes = Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
  return bytes.length === length && encodeMultibase(bytes) === text ? bytes : null;
}
