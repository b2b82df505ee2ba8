import type { checkCertificate } from '@lyceum/contracts/courses/certificate';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { z } from 'zod';
import { escapeHtml } from '../../learning/lesson-text/escape-html.ts';
import { describeResult, writeDate } from '../certificate-printing/certificate-words.ts';
import { checkPageWords } from './check-page-words.ts';

type Check = z.output<typeof checkCertificate.response>;
/** What stands on the left and, as HTML, on the right. */
type Entry = readonly [label: string, html: string];

const style = `
:root { color-scheme: light dark; font: 1.05rem/1.5 system-ui, sans-serif }
body { margin: 0 }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 3rem }
header { padding: 1rem 1.25rem; border-left: .5rem solid; border-radius: .25rem }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25 }
header p { margin: .5rem 0 0 }
.valid { color: #0b5d2b; background: #e3f4e8 }
.revoked { color: #8f1414; background: #fbe6e6 }
.unknown { color: #704b00; background: #fdf1d8 }
dl { margin: 1.5rem 0 }
dt { font-size: .85rem; opacity: .75 }
dd { margin: 0 0 .9rem; overflow-wrap: anywhere; unicode-bidi: isolate }
code { font-size: .85em }
@media print { nav { display: none } header { border: 1px solid } }
`;

/** The page that a QR code leads to: a whole document without scripts. Null stands for a number that no certificate has. */
export function composeCheckPage(check: Check | null, typed: string, locale: Locale): string {
  const words = checkPageWords[locale];
  const verdict = check?.verdict ?? 'unknown';
  const entries = check ? describeCertificate(check, locale) : ([[words.number, escapeHtml(typed)]] as const);
  const other = locale === 'ru' ? 'en' : 'ru';
  return [
    `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
    `<title>${words.verdicts[verdict]}</title><style>${style}</style></head><body><main>`,
    `<header class="${verdict}"><h1>${words.verdicts[verdict]}</h1><p>${words.explanations[verdict]}</p></header>`,
    `<dl>${entries.map(([label, html]) => `<dt>${label}</dt><dd>${html}</dd>`).join('')}</dl>`,
    `<nav><a href="?lang=${other}" hreflang="${other}" lang="${other}">${words.otherLanguage}</a></nav>`,
    '</main></body></html>',
  ].join('\n');
}

function describeCertificate(check: Check, locale: Locale): readonly Entry[] {
  const words = checkPageWords[locale];
  const { learnerName, courseTitle, schoolName, number, issuedOn, revision, hours, revokedAt, revocationReason } = check;
  return [
    ...(revokedAt === null ? [] : [[words.revokedOn, writeDate(toDay(revokedAt), locale)] as const]),
    ...(revocationReason === null ? [] : [[words.reason, escapeHtml(revocationReason)] as const]),
    [words.learnerName, escapeHtml(learnerName)],
    [words.courseTitle, escapeHtml(courseTitle)],
    ...(hours === null ? [] : [[words.hours, describeResult({ locale, hours, score: null })] as const]),
    [words.schoolName, escapeHtml(schoolName)],
    [words.issuedOn, writeDate(issuedOn, locale)],
    [words.number, escapeHtml(number)],
    [words.revision, `${revision}`],
    [words.evidence, `<code>${escapeHtml(check.evidenceHash)}</code>`],
    [words.badge, `<a href="${escapeHtml(check.badgeUrl)}">${escapeHtml(check.badgeUrl)}</a>`],
  ];
}

const toDay = (moment: string) => moment.slice(0, 'YYYY-MM-DD'.length);
