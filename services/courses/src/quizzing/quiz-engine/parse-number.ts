const maxDigits = 500;

const decimal = /^([+-]?)\s?(\d{1,3}(?:\s\d{3})+|\d*)(?:[.,](\d*))?(?:e([+-]?\d{1,4}))?$/i;
const fraction = /^([+-]?)\s?(\d+)\s?\/\s?(\d+)$/;

/** Reads a number as people type it: `3,14`, `1 000`, `1e3`, `−5`, `1/2`; undefined where it is none or has no finite value. */
export function parseNumber(typed: string): number | undefined {
  if (typed.length > maxDigits) return undefined;
  const text = typed.trim().replace(/[\u2212\u2012\u2013]/g, '-');
  const value = toQuotient(text) ?? toDecimal(text);
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function toQuotient(text: string): number | undefined {
  const [, sign, dividend, divisor] = fraction.exec(text) ?? [];
  return dividend === undefined ? undefined : Number(`${sign}${dividend}`) / Number(divisor);
}

function toDecimal(text: string): number | undefined {
  const [, sign, whole = '', decimals = '', exponent = '0'] = decimal.exec(text) ?? [];
  if (whole + decimals === '') return undefined;
  return Number(`${sign}${whole.replace(/\s/g, '') || '0'}.${decimals || '0'}e${exponent}`);
}
