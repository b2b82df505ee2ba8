const toDigits = (value: string): number[] => (value.match(/\d/g) ?? []).map(Number);

/** ISO/IEC 7812: the Luhn sum. */
export function isCardNumber(value: string): boolean {
  const digits = toDigits(value).reverse();
  const sum = digits.reduce((total, digit, index) => {
    const counted = index % 2 === 1 ? digit * 2 : digit;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return digits.length >= 15 && digits.length <= 19 && sum % 10 === 0;
}

const personWeights = [
  [7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
  [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8],
];
const companyWeights = [[2, 4, 10, 3, 5, 9, 4, 6, 8]];

/** INN of a person: twelve digits, the last two of which check the others. */
export const isIndividualTaxNumber = (value: string): boolean => {
  const digits = toDigits(value);
  return digits.length === 12 && holds(digits, personWeights);
};

/** INN of a person or of a company. */
export const isTaxNumber = (value: string): boolean => {
  const digits = toDigits(value);
  return isIndividualTaxNumber(value) || (digits.length === 10 && holds(digits, companyWeights));
};

const holds = (digits: readonly number[], checks: readonly (readonly number[])[]) =>
  checks.every((weights) => {
    const sum = weights.reduce((total, weight, index) => total + weight * (digits[index] ?? 0), 0);
    return (sum % 11) % 10 === digits[weights.length];
  });

/** E.164 has at most fifteen digits; what has only pairs of digits is rather a sum. */
export function isPhoneNumber(value: string): boolean {
  const groups = value.match(/\d+/g) ?? [];
  const { length } = toDigits(value);
  return length >= 10 && length <= 15 && groups.some((group) => group.length >= 3);
}
