import fc from 'fast-check';
import { Unreadable } from '../unreadable.ts';
import { decodeText } from './decode-text.ts';

const russian = `Рабочая программа дисциплины «Физика» рассчитана на 72 часа. Студенты изучают механику, оптику и
термодинамику, выполняют лабораторные работы и решают задачи. Объём часов — по учебному плану; зачёт — в конце семестра.
ТРЕБОВАНИЯ К РЕЗУЛЬТАТАМ ОСВОЕНИЯ ПРОГРАММЫ. Обучающийся знает основные законы, умеет применять их и владеет навыками
измерения. Преподаватель оценивает ответы, чертежи и расчёты. Литература: учебник, сборник задач, методические указания.`;

const legacy = ['windows-1251', 'koi8-r', 'ibm866', 'x-mac-cyrillic', 'iso-8859-5'];

/** The text without what the encoding has no byte for. */
function encode(text: string, encoding: string): { bytes: Uint8Array; text: string } {
  const characters = [...new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))];
  const kept = [...text].filter((character) => characters.includes(character));
  return { bytes: Uint8Array.from(kept, (character) => characters.indexOf(character)), text: kept.join('') };
}

function getOutcome(bytes: Uint8Array): string {
  try {
    return decodeText(bytes).text;
  } catch (error) {
    if (error instanceof Unreadable) return error.code;
    throw error;
  }
}

const toBytes = (text: string) => new TextEncoder().encode(text);

describe('the encoding of a text', () => {
  it.each(legacy)('is found when it is %s', (encoding) => {
    const { bytes, text } = encode(russian, encoding);
    expect(decodeText(bytes)).toEqual({ text, isGuess: true });
  });

  it.each(legacy)('is refused, never another, when too few words show that it is %s', (encoding) => {
    fc.assert(
      fc.property(
        fc.nat(russian.length),
        fc.integer({ min: 12, max: 120 }),
        fc.constantFrom('as it is', 'upper', 'lower'),
        (at, length, letters) => {
          const part = russian.slice(at, at + length);
          const written = letters === 'upper' ? part.toUpperCase() : letters === 'lower' ? part.toLowerCase() : part;
          const { bytes, text } = encode(written, encoding);
          expect([text, 'unknown-encoding']).toContain(getOutcome(bytes));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([['яют лаборатории'], ['юя, яюты и юяты'], ['яю т лаборатория']])(
    'is not taken from the first bytes of %s',
    (start) => {
      const { bytes, text } = encode(`${start}. ${russian}`, 'windows-1251');
      expect(decodeText(bytes)).toEqual({ text, isGuess: true });
    },
  );

  it('stays UTF-8 whichever few bytes of it are broken, replaced or missing', () => {
    const whole = toBytes(russian);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 10 }),
        fc.nat(3),
        fc.nat(3),
        (changes, start, end) => {
          const bytes = Uint8Array.from(whole);
          for (const [at, byte] of changes) bytes[at] = byte;
          const text = getOutcome(bytes.slice(start, bytes.length - end));
          const kept = [...text].filter((character) => russian.includes(character));
          expect(kept.length).toBeGreaterThan(russian.length - 40);
        },
      ),
    );
  });

  it.each([
    ['ASCII', toBytes('Plain words.'), 'Plain words.'],
    ['UTF-8 with a mark', toBytes('\uFEFFслово'), 'слово'],
    ['letters the last of which is cut', toBytes('слово').subarray(0, -1), 'слов'],
    ['another script', toBytes('日本語の教科書'), '日本語の教科書'],
    ['UTF-16 LE with a mark', new Uint8Array(Buffer.from('\uFEFFслово', 'utf16le')), 'слово'],
    ['UTF-16 BE with a mark', new Uint8Array(Buffer.from('\uFEFFслово', 'utf16le').swap16()), 'слово'],
  ])('is no guess when it is %s', (_, bytes, text) => {
    expect(decodeText(bytes)).toEqual({ text, isGuess: false });
  });

  it.each([
    ['Western, one byte a letter', Buffer.from('Où est le théâtre ? Là-bas, près du café.', 'latin1')],
    ['German in capitals', Buffer.from('GRÖSSE ÄNDERN, ÜBER MÄDCHEN UND FÜSSE', 'latin1')],
    ['Chinese in GBK', Buffer.from('bfceb3ccb4f3b8d9a3bacefac0edd1a7', 'hex')],
    ['Japanese in Shift_JIS', Buffer.from('93fa967b8cea82cc8bb389c88f91', 'hex')],
    ['half UTF-8, half windows-1251', Buffer.concat([toBytes(russian), encode(russian, 'windows-1251').bytes])],
    ['UTF-32', Buffer.from('fffe00003b040000', 'hex')],
    ['noise', Buffer.from(Array.from({ length: 2_000 }, (_, at) => 1 + (((at * 2_654_435_761) >>> 8) % 255)))],
  ])('is refused when it is %s', (_, bytes) => {
    expect(getOutcome(new Uint8Array(bytes))).toBe('unknown-encoding');
  });
});
