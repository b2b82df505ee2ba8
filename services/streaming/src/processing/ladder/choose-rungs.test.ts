import { toFixedRate } from '../probe/frame-rate.ts';
import { chooseRungs } from './choose-rungs.ts';

it.each([
  [
    [1920, 1080],
    ['854x480', '1280x720', '1920x1080'],
  ],
  [
    [3840, 2160],
    ['854x480', '1280x720', '1920x1080'],
  ],
  [[1280, 719], ['854x480']],
  [
    [1080, 1920],
    ['480x854', '720x1280', '1080x1920'],
  ],
  [[321, 181], ['320x180']],
  [[2, 2], ['16x16']],
  [[30_000, 480], ['4096x480']],
  [[720, 30_000], ['480x4096']],
  [[180, 320], ['180x320']],
])('makes of %j what is not above it: %j', ([width = 0, height = 0], sizes) => {
  const rungs = chooseRungs({ width, height });
  expect(rungs.map((rung) => `${rung.width}x${rung.height}`)).toEqual(sizes);
  expect(rungs.map(({ name }) => name)).toEqual(rungs.map(({ height: high }) => String(high)));
});

it.each([
  ['30000/1001', '30000/1001', [30_000, 1001]],
  ['2997/100', '90000/1', [30_000, 1001]],
  ['30/1', '30/1', [30, 1]],
  ['240/1', '240/1', [60, 1]],
  ['1/10', '1/10', [5, 1]],
  ['0/0', '12/1', [12, 1]],
  ['0/0', '0/0', [25, 1]],
  ['27/2', '90000/1', [14, 1]],
])('encodes at a steady rate near %s (%s)', (average, lowest, [frames, seconds]) => {
  expect(toFixedRate(average, lowest)).toEqual({ frames, seconds });
});
