import type { KeyObject } from 'node:crypto';
import type { QuestionContent } from '@lyceum/contracts/courses/question';
import { writeCsv } from './assigning/gradebook-file/write-csv.ts';
import { type Cell, writeXlsx } from './assigning/gradebook-file/write-xlsx.ts';
import { composeCredential } from './certifying/badge-signing/compose-credential.ts';
import { signCredential } from './certifying/badge-signing/sign-credential.ts';
import type { Certificate } from './certifying/certificate-printing/certificate.ts';
import { printCertificate } from './certifying/certificate-printing/print-certificate.ts';
import { planPackage, readPackage } from './exchanging/course-exchange/read-package.ts';
import { writePackage } from './exchanging/course-exchange/write-package.ts';
import { exportGift } from './exchanging/question-exchange/gift/export-gift.ts';
import { importQuestions } from './exchanging/question-exchange/import-questions.ts';
import { exportMoodleXml } from './exchanging/question-exchange/moodle-xml/export-moodle-xml.ts';

/** A buffer would lose its methods on the way between threads. */
interface EncodedFile {
  readonly format: 'gift' | 'aiken' | 'moodle-xml' | 'qti';
  readonly base64: string;
}

interface QuestionsToExport {
  readonly format: 'gift' | 'moodle-xml';
  readonly questions: readonly QuestionContent[];
}

interface TableToWrite {
  readonly format: 'csv' | 'xlsx';
  readonly rows: readonly (readonly Cell[])[];
}

export interface BadgeToSign {
  readonly badge: Parameters<typeof composeCredential>[0];
  /** Address of the public half. */
  readonly verificationMethod: string;
  readonly privateKey: KeyObject;
  readonly createdAt: Date;
}

/** What the thread of this service does: pure functions that may take longer than an event loop may stand still. */
export function createWorks() {
  return {
    importQuestions: ({ format, base64 }: EncodedFile) => importQuestions({ format, bytes: Buffer.from(base64, 'base64') }),
    exportQuestions: ({ format, questions }: QuestionsToExport) =>
      format === 'gift' ? exportGift(questions) : exportMoodleXml(questions),
    signBadge: ({ badge, verificationMethod, privateKey, createdAt }: BadgeToSign) =>
      signCredential(composeCredential(badge), { verificationMethod, privateKey }, { createdAt }),
    writeTable: ({ format, rows }: TableToWrite) => (format === 'csv' ? writeCsv(rows) : writeXlsx(rows)),
    planPackage,
    readPackage,
    writePackage,
    printCertificate: async (certificate: Certificate): Promise<Uint8Array> => printCertificate(certificate),
  };
}

export type ServiceWorks = ReturnType<typeof createWorks>;
