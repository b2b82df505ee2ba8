import type { JobRun } from '@lyceum/common/jobs';
import type { Storage } from '@lyceum/common/storage';
import type { Texts } from '@lyceum/contracts/shared/texts';
import { showContent } from '../../authoring/content/show-content.ts';
import { CourseFileEntity } from '../../authoring/course-file/course-file.entity.ts';
import { type Archive, openArchive } from '../archive/open-archive.ts';
import { StoredBytes } from '../archive/stored-bytes.ts';
import { maxTextBytes } from '../course-exchange/package-limits.ts';
import { maxFindings } from '../exchange/exchange-finding.ts';
import type { Failure } from '../exchange/failure.ts';
import type { CourseTree } from '../tree/course-tree.ts';
import type { ShownLesson } from '../tree/read-tree.ts';
import { renameAnew } from '../tree/rename-anew.ts';
import { CourseImportEntity, type CourseImportRow } from './course-import.entity.ts';
import { toImportKey } from './course-import-key.ts';
import { insertImport } from './insert-import.ts';
import { openCourse, type PackageWorks } from './open-course.ts';
import { takeFile } from './take-file.ts';

export interface ImportReader extends PackageWorks {
  readonly storage: Storage;
}

const limits = { entries: 10_000, unpacked: 6_000_000_000, texts: maxTextBytes };

/** How long the work on a package may take: the thread is everybody's. */
const timeoutMs = 60_000;

const missing: Texts = { en: 'The package is not there any more.', ru: 'Пакета больше нет на месте.' };

/** Keeps the course of a package first, then its files one by one; what a run before has kept is not done again. */
export async function takeCourse(reader: ImportReader, run: JobRun, row: CourseImportRow): Promise<Failure | undefined> {
  const { storage } = reader;
  const key = toImportKey(run.ctx.space, row.id);
  // Its address takes another upload for some time after this one.
  if ((await storage.head(key))?.size !== row.size) return { failure: missing };
  const stored = new StoredBytes(storage, { key, size: row.size });
  const archive = await openArchive(stored, limits);
  if ('failure' in archive) return archive;
  const kept = row.courseId ? row : await keepCourse(reader, run, row, archive);
  if ('failure' in kept) return kept;
  const lost = await keepFiles({ storage, archive, stored, importId: row.id }, run, kept);
  const findings = [...kept.findings, ...lost].slice(0, maxFindings);
  const done = { status: 'done', findings, pending: [], finishedAt: run.ctx.now() } as const;
  await run.transact((db) => db.update(CourseImportEntity, { id: row.id, status: 'queued' }, done));
  await storage.delete(key);
  return undefined;
}

type KeptCourse = Pick<CourseImportRow, 'courseId' | 'findings' | 'pending'>;

async function keepCourse(
  reader: ImportReader,
  { ctx, signal, transact }: JobRun,
  row: CourseImportRow,
  archive: Archive,
): Promise<KeptCourse | Failure> {
  const turn = { space: ctx.space, person: row.personId, signal, timeoutMs };
  const opened = await openCourse(archive, { title: row.name.replace(/\.[^.]*$/, ''), size: row.size }, reader, turn);
  if ('failure' in opened) return opened;
  const { sources, findings } = opened.course;
  const { tree, toNew } = renameAnew(opened.course.tree);
  const shown = await showLessons(tree);
  const pending = [...sources].map(([id, source]) => ({
    courseFileId: toNew(id),
    entry: source === 'archive' ? null : source.entry,
  }));
  return transact(async (db) => {
    const queued = { where: { id: row.id, status: 'queued' }, lock: { mode: 'pessimistic_write' } } as const;
    const current = await db.findOne(CourseImportEntity, queued);
    // Another run of this job, which lost its place, was faster.
    if (!current || current.courseId) return current ?? { failure: missing };
    const inserted = await insertImport(db, ctx, row, { tree, shown });
    if ('failure' in inserted) return inserted;
    const kept = {
      courseId: inserted.courseId,
      findings: [...findings, ...inserted.findings].slice(0, maxFindings),
      pending,
    };
    await db.update(CourseImportEntity, { id: row.id }, { ...kept, format: opened.format });
    return kept;
  });
}

/** One lesson after the other: others have their turn between two blocks. */
async function showLessons({ modules }: CourseTree): Promise<ReadonlyMap<string, ShownLesson>> {
  const shown = new Map<string, ShownLesson>();
  for (const { id, content } of modules.flatMap(({ lessons }) => lessons)) shown.set(id, await showContent(content));
  return shown;
}

/** Gives what the package does not have. */
async function keepFiles(
  source: Parameters<typeof takeFile>[0],
  { ctx, signal, read, transact }: JobRun,
  { pending }: KeptCourse,
): Promise<CourseImportRow['findings']> {
  const lost: CourseImportRow['findings'][number][] = [];
  for (const one of pending) {
    signal.throwIfAborted();
    const file = await read((db) => db.findOneBy(CourseFileEntity, { id: one.courseFileId, status: 'waiting' }));
    if (!file) continue;
    const etag = await takeFile(source, ctx, one, file);
    if (etag === undefined) lost.push({ place: file.name, severity: 'lost', message: noFile });
    else await transact((db) => db.update(CourseFileEntity, { id: file.id }, { status: 'ready', etag }));
  }
  return lost;
}

const noFile: Texts = {
  en: 'The package lacks the file, or it is damaged there.',
  ru: 'В пакете нет этого файла, или он там повреждён.',
};
