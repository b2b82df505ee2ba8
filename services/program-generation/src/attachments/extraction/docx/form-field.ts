import type { XmlAttributes } from './parse-xml.ts';

/** A box to tick or a list to choose from (ECMA-376 part 1, 17.16.17): what is shown is computed from its state. */
export interface FormField {
  read(name: string, attributes: XmlAttributes): void;
  shown(): string;
}

export function createFormField(): FormField {
  const entries: string[] = [];
  const state = new Map<string, string>();
  let isBox = false;
  return {
    read(name, { val }) {
      if (name === 'w:checkBox') isBox = true;
      else if (name === 'w:listEntry') entries.push(val ?? '');
      // An element of the kind without a value means yes.
      else if (name === 'w:checked' || name === 'w:default' || name === 'w:result') state.set(name, val ?? 'true');
    },
    shown() {
      if (isBox) return isOn(state.get('w:checked') ?? state.get('w:default')) ? '☒' : '☐';
      return entries[Number(state.get('w:result') ?? state.get('w:default') ?? 0)] ?? '';
    },
  };
}

const isOn = (value: string | undefined) => value === 'true' || value === '1' || value === 'on';
