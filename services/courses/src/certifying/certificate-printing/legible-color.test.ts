import { toLegibleColor } from './legible-color.ts';

it.each(['#1f4e8c', '#000000', '#b3261e'])('leaves %s as it is, which is dark enough', (color) => {
  expect(toLegibleColor(color)).toBe(color);
});

it.each(['#ffffff', '#FFEE00', '#00ffff'])('makes of %s a darker shade', (color) => {
  const shade = toLegibleColor(color);
  expect(shade).toMatch(/^#[\da-f]{6}$/);
  expect(Number.parseInt(shade.slice(1), 16)).toBeLessThan(Number.parseInt(color.slice(1), 16));
});
