import { randomBytes } from 'node:crypto';

/** Letters and digits that nobody takes for one another: without I and 1, O and 0. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const length = 12;

/** 60 random bits, such as `ABCD-EFGH-JKLM`: nobody finds one by trying. */
export function createNumber(): string {
  // 256 is a multiple of the length of the alphabet.
  return toGroups(Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join(''));
}

/** The number somebody typed, in capitals or not, with hyphens or without; null if it is none. */
export function parseNumber(typed: string): string | null {
  const signs = typed.replace(/[\s-]/g, '').toUpperCase();
  const isNumber = signs.length === length && [...signs].every((sign) => alphabet.includes(sign));
  return isNumber ? toGroups(signs) : null;
}

const toGroups = (signs: string) => [signs.slice(0, 4), signs.slice(4, 8), signs.slice(8)].join('-');
