/** What nobody sees, such as letters that only a model reads, is taken out of what a model is given. */
export const toPromptText = (text: string) => text.normalize('NFC').replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '');

/** Hides what is not to leave. */
export type Conceal = (text: string) => string;

/** What others wrote, as JSON. Each text is concealed before: in JSON the letter of a line break would stand before its first word. */
export const toPromptJson = (data: object, conceal: Conceal): string =>
  JSON.stringify(data, (_, value: unknown) => (typeof value === 'string' ? conceal(toPromptText(value)) : value));

const cyrillic = /\p{Script=Cyrillic}/gu;
const reserve = 1.1;

/** About as many as tokenizers make of it, rather too many: measured, 0.9 to 1.5 times as many. */
export function estimateTokens(text: string): number {
  const letters = text.match(cyrillic)?.length ?? 0;
  return Math.ceil((letters / 2.6 + (text.length - letters) / 4) * reserve);
}
