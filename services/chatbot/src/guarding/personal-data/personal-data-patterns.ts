import { isCardNumber, isIndividualTaxNumber, isPhoneNumber, isTaxNumber } from './check-digits.ts';

export const personalDataKinds = ['label', 'link', 'e-mail', 'card', 'SNILS', 'INN', 'passport', 'phone', 'name'] as const;

export type PersonalDataKind = (typeof personalDataKinds)[number];

export interface PersonalDataPattern {
  readonly kind: PersonalDataKind;
  /** Every repetition is bounded or of one class of characters, so that its work grows as the text does. The first group, if any, is what is concealed. */
  readonly pattern: RegExp;
  readonly accepts?: (value: string) => boolean;
}

/** What a concealed value is called. */
export const labelPattern = new RegExp(`\\[(?:${personalDataKinds.join('|')}) \\d{1,6}\\]`, 'gu');

const secretOfLink =
  /[?&#;](?:[a-z_-]{0,30}token|key|api_?key|code|sig|signature|secret|password|auth|session|sid|jwt|ticket)=/iu;

/** In the order in which they win where they overlap. */
export const personalDataPatterns: readonly PersonalDataPattern[] = [
  // A text that already looks concealed stays what it is when the answer is restored.
  { kind: 'label', pattern: labelPattern },
  {
    kind: 'link',
    pattern: /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"'`]{1,2000}/giu,
    accepts: (value) => secretOfLink.test(value) || /^https?:\/\/[^/?#]{1,200}@/iu.test(value),
  },
  {
    kind: 'e-mail',
    pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu,
  },
  { kind: 'card', pattern: /(?<![\d.,+-])[2-6]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![\d.,]\d|\d)/gu, accepts: isCardNumber },
  { kind: 'card', pattern: /(?<![\d.,+-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\d.,]\d|\d)/gu, accepts: isCardNumber },
  { kind: 'SNILS', pattern: /(?<![\d-])\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)/gu },
  { kind: 'SNILS', pattern: /СНИЛС[\s:№]{0,5}(\d{11})(?!\d)/giu },
  { kind: 'INN', pattern: /(?<!\p{L})ИНН[\s:№]{0,5}(\d{12}|\d{10})(?!\d)/giu, accepts: isTaxNumber },
  { kind: 'INN', pattern: /(?<![\d.,+=*/^-])\d{12}(?![\d.,]\d|\d)/gu, accepts: isIndividualTaxNumber },
  { kind: 'passport', pattern: /(?:паспорт|серия)\p{L}{0,3}[^\d\n]{0,30}(\d{2} ?\d{2}[^\d\n]{0,12}\d{6})(?!\d)/giu },
  { kind: 'passport', pattern: /(?<![\d.,])\d{2} \d{2} (?:№ ?)?\d{6}(?![\d.,]\d|\d)/gu },
  {
    kind: 'phone',
    pattern: /(?<![\p{L}\d.,=*/^)-])(?:\+7|8|7)[ (-]{0,3}[3489]\d{2}[ )-]{0,3}\d{3}[ -]?\d{2}[ -]?\d{2}(?![\d.,]\d|\d)/gu,
  },
  {
    kind: 'phone',
    pattern: /(?<![\p{L}\d.,=*/^)-])\+[1-9]\d{0,2}(?:[ -]{0,1}\(?\d{2,5}\)?){2,5}(?![\d.,]\d|\d)/gu,
    accepts: isPhoneNumber,
  },
];
