import { findByteRange } from './byte-range.ts';

it.each([
  ['no header', undefined, 'whole'],
  ['the first bytes', 'bytes=0-3', { start: 0, end: 3 }],
  ['one byte', 'bytes=9-9', { start: 9, end: 9 }],
  ['all from a position', 'bytes=4-', { start: 4, end: 9 }],
  ['more than there is', 'bytes=4-100', { start: 4, end: 9 }],
  ['the last bytes', 'bytes=-3', { start: 7, end: 9 }],
  ['more of the last bytes than there are', 'bytes=-100', { start: 0, end: 9 }],
  ['the unit in capitals', 'Bytes=0-3', { start: 0, end: 3 }],
  ['spaces around the range', 'bytes= 0-3 ', { start: 0, end: 3 }],
  ['a position behind the end', 'bytes=10-', 'unsatisfiable'],
  ['a range behind the end', 'bytes=10-20', 'unsatisfiable'],
  ['the last no bytes', 'bytes=-0', 'unsatisfiable'],
  ['two ranges', 'bytes=0-1,4-5', 'whole'],
  ['an end before its start', 'bytes=5-4', 'whole'],
  ['another unit', 'items=0-3', 'whole'],
  ['no range', 'bytes=', 'whole'],
  ['a dash alone', 'bytes=-', 'whole'],
  ['a negative number', 'bytes=--3', 'whole'],
  ['a number no file reaches', `bytes=${'9'.repeat(400)}-`, 'whole'],
] as const)('takes %s as RFC 9110 14.1.2 does, of ten bytes', (_, header, expected) => {
  expect(findByteRange(header, 10)).toEqual(expected);
});

it.each(['bytes=0-', 'bytes=0-0', 'bytes=-1'])('has no %s of an empty file', (header) => {
  expect(findByteRange(header, 0)).toBe('unsatisfiable');
});
