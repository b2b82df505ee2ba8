/** Text that is written piece by piece. */
export interface TextFlow {
  write(text: string): void;
  /** Divides what comes next from what is there. The last call wins, and at the ends it divides nothing. */
  divide(by: string): void;
  readonly length: number;
  toString(): string;
}

export function createTextFlow(): TextFlow {
  const pieces: string[] = [];
  let divider = '';
  let length = 0;
  return {
    write(text) {
      if (text === '') return;
      if (length > 0) pieces.push(divider);
      pieces.push(text);
      length += divider.length + text.length;
      divider = '';
    },
    divide(by) {
      divider = by;
    },
    get length() {
      return length;
    },
    toString: () => pieces.join(''),
  };
}
