import fc from 'fast-check';
import { decodeMultibase, encodeMultibase } from './multibase.ts';

/** From the draft of base58, and its empty and zero cases. */
it.each([
  ['', 'z'],
  ['00', 'z1'],
  ['0000287fb4cd', 'z11233QC4'],
  [Buffer.from('Hello World!').toString('hex'), 'z2NEpo7TZRRrLZSi2U'],
])('writes %j as %s and reads it back', (hex, text) => {
  expect(encodeMultibase(Buffer.from(hex, 'hex'))).toBe(text);
  expect(decodeMultibase(text, hex.length / 2)).toEqual(Buffer.from(hex, 'hex'));
});

it('reads back whatever it wrote', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(decodeMultibase(encodeMultibase(bytes), bytes.length)).toEqual(Buffer.from(bytes));
    }),
  );
});

it('reads no other text of the same bytes, and none of another length', () => {
  const known = encodeMultibase(Buffer.alloc(32, 7));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.constantFrom(known.slice(1), `${known}1`)), (text) => {
      expect(decodeMultibase(text, 32)).toBeNull();
    }),
  );
  expect(decodeMultibase(known, 31)).toBeNull();
  expect(decodeMultibase(known, 33)).toBeNull();
  expect(decodeMultibase('z'.repeat(1_000_000), 32)).toBeNull();
});
