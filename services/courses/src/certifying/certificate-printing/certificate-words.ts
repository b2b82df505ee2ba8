import type { Locale } from '@lyceum/contracts/shared/fields';
import { type CountForms, writeCount } from '@lyceum/contracts/shared/write-count';
import type { Certificate } from './certificate.ts';

interface CertificateWords {
  readonly tag: string;
  readonly certify: string;
  readonly completed: string;
  readonly academicHours: CountForms;
  readonly score: string;
  readonly issuedOn: string;
  readonly number: string;
  readonly revision: string;
  readonly verify: string;
}

/** What stands on a certificate in each language besides what it is told. */
export const certificateWords: Readonly<Record<Locale, CertificateWords>> = {
  en: {
    tag: 'en-GB',
    certify: 'This is to certify that',
    completed: 'has successfully completed the course',
    academicHours: { one: 'academic hour', other: 'academic hours' },
    score: 'score',
    issuedOn: 'Issued on',
    number: 'Certificate number',
    revision: 'revision',
    verify: 'Check this certificate at',
  },
  ru: {
    tag: 'ru-RU',
    certify: 'Настоящим подтверждается, что',
    completed: 'успешно завершил(а) обучение по курсу',
    academicHours: {
      one: 'академический час',
      few: 'академических часа',
      many: 'академических часов',
      other: 'академического часа',
    },
    score: 'результат',
    issuedOn: 'Дата выдачи',
    number: 'Номер документа',
    revision: 'редакция',
    verify: 'Проверить подлинность:',
  },
};

/** «72 академических часа · результат 92,5 %», as far as they are known. */
export function describeResult({ locale, hours, score }: Pick<Certificate, 'locale' | 'hours' | 'score'>): string {
  const { tag, academicHours, score: scoreWord } = certificateWords[locale];
  const parts = [];
  if (hours !== null) parts.push(writeCount(hours, locale, academicHours));
  if (score !== null) {
    const share = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 }).format(score / 100);
    parts.push(`${scoreWord} ${share}`);
  }
  return parts.join('  ·  ');
}

/** «30 ноября 2026 г.» or “30 November 2026” of `2026-11-30`. */
export function writeDate(date: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(certificateWords[locale].tag, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(new Date(`${date}T00:00:00Z`));
}
