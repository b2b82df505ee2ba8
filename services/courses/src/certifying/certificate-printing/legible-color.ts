/** Of WCAG 2: large letters of three times the contrast can be read on white. */
const maxLuminance = 1.05 / 3 - 0.05;

/** The colour, `#rrggbb`, or as dark a shade of it as white paper needs. */
export function toLegibleColor(color: string): string {
  let channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  while (getLuminance(channels) > maxLuminance) channels = channels.map((channel) => Math.floor(channel * 0.95));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function getLuminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
