import type { Turn } from '@lyceum/common/fair-queue';
import type { SlowWork } from '@lyceum/common/work-thread';
import { maxCourseFileBytes } from '@lyceum/contracts/courses/course-file';
import type { Archive } from '../archive/open-archive.ts';
import type { ReadCourse } from '../course-exchange/course-package.ts';
import { type CourseFormat, findDescription, type planPackage, type readPackage } from '../course-exchange/read-package.ts';
import type { Failure } from '../exchange/failure.ts';

type WorkOf<Work extends (input: never) => unknown> = SlowWork<Parameters<Work>[0], ReturnType<Work>>;

export interface PackageWorks {
  readonly planPackage: WorkOf<typeof planPackage>;
  readonly readPackage: WorkOf<typeof readPackage>;
}

interface OpenedCourse {
  readonly format: CourseFormat;
  readonly course: ReadCourse;
}

/** The course of an archive, or why there is none. Only what its format asks for is unpacked. */
export async function openCourse(
  archive: Archive,
  { title, size: packageSize }: { title: string; size: number },
  works: PackageWorks,
  turn: Turn,
): Promise<OpenedCourse | Failure> {
  const names = archive.entries.map(({ name }) => name);
  const manifestName = findDescription(names);
  if (typeof manifestName !== 'string') return manifestName;
  const bytes = await archive.read(manifestName);
  if ('failure' in bytes) return bytes;
  const plan = await works.planPackage({ names, manifest: { name: manifestName, bytes } }, turn);
  if ('failure' in plan) return plan;
  const texts = new Map<string, Uint8Array>();
  for (const name of plan.wanted) {
    if (!archive.find(name) || texts.has(name)) continue;
    const text = await archive.read(name);
    if ('failure' in text) return text;
    texts.set(name, text);
  }
  const course = await works.readPackage({ format: plan.format, title, names, texts }, turn);
  return 'failure' in course ? course : { format: plan.format, course: withSizes(course, archive, packageSize) };
}

/** Manifests say nothing of sizes that could be relied upon; the directory of the archive does. What no file may have is lost later. */
function withSizes(course: ReadCourse, archive: Archive, packageSize: number): ReadCourse {
  const files = course.tree.files.map((file) => {
    const source = course.sources.get(file.id);
    const size = source === 'archive' ? packageSize : archive.find(source?.entry ?? '')?.size;
    return { ...file, size: size && size <= maxCourseFileBytes ? size : file.size };
  });
  return { ...course, tree: { ...course.tree, files } };
}
