import { defineJob, handle, type JobHandler, type JobRun } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import { OverdueWork, type SlowWork } from '@lyceum/common/work-thread';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { z } from 'zod';
import { CourseEntity } from '../../authoring/course/course.entity.ts';
import { toCourseFileKey } from '../../authoring/course-file/course-file-key.ts';
import { type NewEntry, writeArchive } from '../archive/write-archive.ts';
import type { WrittenCourse } from '../course-exchange/course-package.ts';
import { maxTextBytes } from '../course-exchange/package-limits.ts';
import { tooLarge, type writePackage } from '../course-exchange/write-package.ts';
import { maxFindings } from '../exchange/exchange-finding.ts';
import type { Failure } from '../exchange/failure.ts';
import { countTextBytes, type ReadTree, readTree } from '../tree/read-tree.ts';
import { CourseExportEntity, type CourseExportRow } from './course-export.entity.ts';
import { toExportKey } from './course-export-key.ts';
import { forgetOlder } from './forget-older.ts';

export const writeExport = defineJob('courses.write-course-export', z.object({ exportId: z.uuid() }), {
  attempts: 12,
  backoffMs: 5_000,
  places: { perProcess: 2, perPerson: 1 },
});

export interface ExportWriter {
  readonly storage: Storage;
  readonly writePackage: SlowWork<Parameters<typeof writePackage>[0], ReturnType<typeof writePackage>>;
}

/** How long the work on a package may take: the thread is everybody's. */
const timeoutMs = 60_000;

const courseIsGone: Texts = { en: 'The course is gone.', ru: 'Курса больше нет.' };

const tooSlow: Texts = {
  en: 'It takes too long to write it: divide the course.',
  ru: 'Запись занимает слишком много времени: разделите курс.',
};

const internal: Texts = {
  en: 'The platform could not write it. Try again later.',
  ru: 'Платформе не удалось его записать. Попробуйте позже.',
};

/** Writes the package and stores it; a run after a crash replaces it. */
export function handleWriteExport(writer: ExportWriter): JobHandler {
  return handle(
    writeExport,
    async ({ exportId: id }, run) => {
      const row = await run.read((db) => db.findOneBy(CourseExportEntity, { id, status: 'queued' }));
      if (!row) return;
      try {
        await end(run, id, await store(writer, run, row));
      } catch (error) {
        if (error instanceof OverdueWork) return end(run, id, { failure: tooSlow });
        if (run.isFinal(error)) await end(run, id, { failure: internal });
        throw error;
      }
    },
    { giveUp: ({ exportId }, run) => end(run, exportId, { failure: internal }) },
  );
}

async function store(
  { storage, writePackage: write }: ExportWriter,
  run: JobRun,
  row: CourseExportRow,
): Promise<Pick<CourseExportRow, 'size' | 'findings'> | Failure> {
  const { ctx, signal, read } = run;
  const { id, courseId, personId, format } = row;
  const course = await read(async (db) => {
    const known = await db.findOneBy(CourseEntity, { id: courseId });
    if (!known) return { failure: courseIsGone };
    return (await countTextBytes(db, courseId)) > maxTextBytes ? tooLarge : readTree(db, known);
  });
  if ('failure' in course) return course;
  const shown = new Map([...course.shown].map(([lessonId, lesson]) => [lessonId, lesson.shown]));
  const turn = { space: ctx.space, person: personId, signal, timeoutMs };
  const written = await write({ format, tree: course.tree, shown }, turn);
  if ('failure' in written) return written;
  const content = await writeArchive(toEntries(storage, ctx.space, course, written));
  await storage.put(toExportKey(ctx.space, id), content, 'application/zip');
  await forgetOlder(storage, run, row);
  return { size: content.size, findings: written.findings };
}

function toEntries(storage: Storage, space: string, { files }: ReadTree, written: WrittenCourse): NewEntry[] {
  const texts = written.texts.map(({ name, text }) => ({ name, content: Buffer.from(text) }));
  const stored = [...written.files].flatMap(([id, name]) => {
    const file = files.get(id);
    if (!file) return [];
    const open = () => storage.read(toCourseFileKey(space, file.objectId), { start: 0, end: file.size - 1 });
    return [{ name, content: { size: file.size, open } }];
  });
  return [...texts, ...stored];
}

async function end(
  { ctx, transact }: JobRun,
  id: string,
  outcome: Pick<CourseExportRow, 'size' | 'findings'> | Failure,
): Promise<void> {
  const ended =
    'failure' in outcome
      ? ({ status: 'failed', reason: outcome.failure } as const)
      : ({ status: 'done', size: outcome.size, findings: outcome.findings.slice(0, maxFindings) } as const);
  const finishedAt = ctx.now();
  await transact((db) => db.update(CourseExportEntity, { id, status: 'queued' }, { ...ended, finishedAt }));
}
