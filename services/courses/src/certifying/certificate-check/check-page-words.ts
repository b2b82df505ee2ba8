import type { Locale } from '@lyceum/contracts/shared/fields';

interface CheckPageWords {
  readonly verdicts: Readonly<Record<'valid' | 'revoked' | 'unknown', string>>;
  readonly explanations: Readonly<Record<'valid' | 'revoked' | 'unknown', string>>;
  readonly number: string;
  readonly learnerName: string;
  readonly courseTitle: string;
  readonly hours: string;
  readonly schoolName: string;
  readonly issuedOn: string;
  readonly revision: string;
  readonly revokedOn: string;
  readonly reason: string;
  readonly evidence: string;
  readonly badge: string;
  readonly otherLanguage: string;
}

/** What stands on a check page in each language. */
export const checkPageWords: Readonly<Record<Locale, CheckPageWords>> = {
  en: {
    verdicts: {
      valid: 'This certificate is valid',
      revoked: 'This certificate was revoked',
      unknown: 'There is no certificate with this number',
    },
    explanations: {
      valid: 'Compare what is written here with the certificate you were shown.',
      revoked: 'It was issued by this school, and the school has taken it back.',
      unknown:
        'Compare the number with the certificate sign by sign. If it is the same, this school has not issued the certificate.',
    },
    number: 'Number',
    learnerName: 'Issued to',
    courseTitle: 'Course',
    hours: 'Volume',
    schoolName: 'Issued by',
    issuedOn: 'Issued on',
    revision: 'Revision of the course',
    revokedOn: 'Revoked on',
    reason: 'Reason',
    evidence: 'Checksum of the evidence of learning',
    badge: 'Signed digital badge',
    otherLanguage: 'По-русски',
  },
  ru: {
    verdicts: {
      valid: 'Сертификат действителен',
      revoked: 'Сертификат отозван',
      unknown: 'Сертификата с таким номером нет',
    },
    explanations: {
      valid: 'Сверьте эти сведения с сертификатом, который вам показали.',
      revoked: 'Эта школа выдавала сертификат, но затем отозвала его.',
      unknown: 'Сверьте номер с сертификатом знак за знаком. Если он совпадает, эта школа такого сертификата не выдавала.',
    },
    number: 'Номер',
    learnerName: 'Кому выдан',
    courseTitle: 'Курс',
    hours: 'Объём',
    schoolName: 'Кем выдан',
    issuedOn: 'Дата выдачи',
    revision: 'Редакция курса',
    revokedOn: 'Дата отзыва',
    reason: 'Причина',
    evidence: 'Контрольная сумма свидетельств об обучении',
    badge: 'Подписанный цифровой бейдж',
    otherLanguage: 'In English',
  },
};
