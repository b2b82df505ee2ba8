import type { courseImport } from '@lyceum/contracts/courses/course-import';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { z } from 'zod';
import { presentFindings } from '../exchange/exchange-finding.ts';
import type { CourseImportRow } from './course-import.entity.ts';

export function presentImport(row: CourseImportRow, locale: Locale): z.input<typeof courseImport> {
  return { ...row, reason: row.reason ? row.reason[locale] : null, findings: presentFindings(row.findings, locale) };
}
