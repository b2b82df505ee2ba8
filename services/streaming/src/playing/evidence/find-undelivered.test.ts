import { findUndelivered } from './find-undelivered.ts';

const delivery = (...stretches: number[]) => ({ stretchEnds: [60, 120, 180.5], stretches: new Set(stretches) });

it.each([
  ['within a delivered stretch', [0], { from: 0, to: 60 }, undefined],
  ['a neighbour by less than the rounding of a segment', [0], { from: 30, to: 60.09 }, undefined],
  ['a neighbour by more', [0], { from: 30, to: 60.2 }, 1],
  ['before a delivered one', [1], { from: 59.95, to: 70 }, undefined],
  ['a gap of one stretch', [0, 2], { from: 10, to: 170 }, 1],
  ['a gap, by a hair, at a side that was not delivered', [0], { from: 119.99, to: 120.02 }, 1],
  ['a moment', [0], { from: 90, to: 90 }, 1],
  ['an interval turned around', [0], { from: 90, to: 10 }, 1],
  ['what lies behind the end', [0, 1], { from: 500, to: 501 }, 2],
  ['behind the end of a delivered one', [0, 1, 2], { from: 170, to: 500 }, undefined],
  ['anything, where nothing was delivered', [], { from: 0, to: 0.01 }, 0],
])('finds in %s what was not delivered', (_, stretches, interval, expected) => {
  expect(findUndelivered(delivery(...stretches), interval)).toBe(expected);
});

it('takes nothing of a video without segments for delivered', () => {
  expect(findUndelivered({ stretchEnds: [], stretches: new Set() }, { from: 0, to: 1 })).toBe(0);
});
