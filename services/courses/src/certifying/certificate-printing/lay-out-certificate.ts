import type { Certificate } from './certificate.ts';
import { certificateWords, describeResult, writeDate } from './certificate-words.ts';
import { type Box, fitTexts, lineHeight, type Manner, type PlacedLine, type TextBlock } from './fit-texts.ts';
import { toLegibleColor } from './legible-color.ts';
import { pageWidth } from './page.ts';

const ink = '#1c2330';
const muted = '#5a6474';
const plain = { face: 'regular', color: ink, size: 12, minSize: 9, gap: 0 } as const;
const bold = { ...plain, face: 'bold' } as const;
const spoken = { ...plain, face: 'italic', size: 14, color: muted } as const;

const margin = 92;
/** From the name of the school to the result. */
const main: Box = { left: margin, top: 54, width: pageWidth - 2 * margin, height: 350 };
const facts: Box = { left: margin, top: 449, width: 200, height: 72 };
const signature: Box = { left: pageWidth / 2 - 110, top: 484, width: 220, height: 38 };
/** Stands below the rest, and is a link. */
export const addressBox: Box = { left: margin, top: 531, width: pageWidth - 2 * margin, height: 22 };

/** Where the code of the address stands: its black part ends at the margin. */
export const codeSquare = { left: pageWidth - margin - 88, top: 428, side: 98 };
/** Where the signature is written by hand. */
export const signatureLine = { left: signature.left, right: signature.left + signature.width, y: 480 };

interface CertificateLayout {
  readonly lines: readonly PlacedLine[];
  /** The middle of the space below the title; null where there is none. */
  readonly dividerY: number | null;
}

/** Where each text of a certificate stands; its texts can be printed as they are. */
export function layOutCertificate(certificate: Certificate, width: Manner['width']): CertificateLayout {
  const { verify } = certificateWords[certificate.locale];
  const certify: TextBlock = { ...spoken, text: certificateWords[certificate.locale].certify, gap: 34 };
  const statement = fitTexts(composeStatement(certificate, certify), main, { align: 'center', spread: true, width });
  const check: TextBlock = { ...plain, text: `${verify} ${certificate.verifyUrl}`, size: 9, minSize: 7, color: muted };
  const centered: Manner = { align: 'center', spread: false, width };
  const lines = [
    ...statement,
    ...fitTexts(composeFacts(certificate), facts, { align: 'left', spread: false, width }),
    ...fitTexts(composeSignature(certificate), signature, centered),
    ...fitTexts([check], addressBox, centered),
  ];
  return { lines, dividerY: findDivider(statement, certify) };
}

function composeStatement(certificate: Certificate, certify: TextBlock): TextBlock[] {
  const { locale, titleLines, schoolName, learnerName, courseTitle, accentColor } = certificate;
  const [title = '', ...subtitles] = titleLines;
  return [
    { ...plain, text: schoolName, size: 14, minSize: 11, spacing: 0.06, color: muted },
    { ...bold, text: title, size: 42, minSize: 26, spacing: 0.06, gap: 14, color: toLegibleColor(accentColor) },
    ...subtitles.map((text): TextBlock => ({ ...plain, text, size: 16, minSize: 12, gap: 2 })),
    certify,
    { ...bold, text: learnerName, size: 36, minSize: 24, gap: 8 },
    { ...spoken, text: certificateWords[locale].completed, gap: 10 },
    { ...bold, text: courseTitle, size: 22, minSize: 16, gap: 8 },
    { ...plain, text: describeResult(certificate), size: 13, gap: 10 },
  ];
}

function composeFacts({ locale, issuedOn, number, revision }: Certificate): TextBlock[] {
  const words = certificateWords[locale];
  const label = { ...plain, size: 9.5, color: muted };
  return [
    { ...label, text: words.issuedOn },
    { ...plain, text: writeDate(issuedOn, locale), size: 13 },
    { ...label, text: revision > 1 ? `${words.number}, ${words.revision} ${revision}` : words.number, gap: 10 },
    { ...bold, text: number, size: 13 },
  ];
}

function composeSignature({ signer }: Certificate): TextBlock[] {
  return [
    { ...plain, text: signer.name, size: 13 },
    { ...plain, text: signer.position, face: 'italic', size: 11, color: muted },
  ];
}

function findDivider(statement: readonly PlacedLine[], certify: TextBlock): number | null {
  const index = statement.findIndex(({ block }) => block === certify);
  const [above, below] = [statement[index - 1], statement[index]];
  return above && below ? (above.top + above.size * lineHeight + below.top) / 2 : null;
}
