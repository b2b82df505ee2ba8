const latin = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const russian = [...'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ'];
/** Russian lists mostly go without these. */
const plainRussian = russian.filter((letter) => letter !== 'Ё' && letter !== 'Й');

/** Russian letters that look like Latin ones, which are typed for each other. */
const alike = new Map([...'АВСЕНКМОРТХ'].map((letter, index) => [letter, 'ABCEHKMOPTX'.charAt(index)]));

/** A letter as it looks, so that it is found in either alphabet. */
export function toLabel(letter: string): string {
  const capital = letter.toUpperCase();
  return alike.get(capital) ?? capital;
}

/** Whether a label stands before the option of this index. */
export function isLabel(label: string, index: number): boolean {
  return [latin, russian, plainRussian].some((letters) => toLabel(letters[index] ?? '') === label);
}
