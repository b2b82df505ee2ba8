import type { Locale } from '@lyceum/contracts/shared/fields';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** `1.5 GB`, in the largest unit of 1,000 that it has one of. */
export function writeBytes(bytes: number, locale: Locale): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit: units[power] ?? 'byte', maximumFractionDigits: 1 });
  return format.format(bytes / 1_000 ** power);
}
