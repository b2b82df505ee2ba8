/** Characters that cost more than others: to normalise, to break into words and lines, to compare, to lay out. */
const units = {
  // Runs of 30 marks of two classes in the wrong order, as many as a text may have.
  marks: `е${'\u0301\u0316'.repeat(15)} `,
  scripts: '𝕏𠀀漢字العربية\u200f👩‍🏫 ',
  words: 'ёж а-б, Щи fi ',
} as const;
export type TextKind = keyof typeof units;
export const textKinds = Object.keys(units) as TextKind[]; // of a literal

/** So many UTF-16 units, which neither NFC nor trimming makes fewer. */
export function costlyText(kind: TextKind, length: number): string {
  const unit = units[kind].normalize('NFC');
  const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
  return text.replace(/[\ud800-\udbff\s]$/, 'x');
}
