import type { ExchangeFinding } from '../exchange/exchange-finding.ts';
import type { Failure } from '../exchange/failure.ts';
import type { CourseTree } from '../tree/course-tree.ts';

/** What is known of an archive without unpacking it, and the entries that a format asked for. */
export interface PackageTexts {
  /** Names of all entries in the order of the archive. */
  readonly names: readonly string[];
  /** Bytes by the name that was asked for; an entry that is not there has none. */
  readonly texts: ReadonlyMap<string, Uint8Array>;
}

/** A course as a package of some format has it. */
export interface ReadCourse {
  readonly tree: CourseTree;
  readonly findings: readonly ExchangeFinding[];
  /** By the ids of the files of the tree: the entry with its bytes, or the whole archive. */
  readonly sources: ReadonlyMap<string, { readonly entry: string } | 'archive'>;
}

/** A course as a package of some format will have it. */
export interface WrittenCourse {
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  /** Names of entries by the ids of the files of the tree. */
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly ExchangeFinding[];
}

/** How a format is read: first it is said which texts are needed, then they are read. */
export interface CourseReader {
  /** `manifest` are the bytes of its manifest. */
  listWanted(manifest: Uint8Array, names: readonly string[]): readonly string[] | Failure;
  /** `packageName` is the title where the package has none. */
  read(texts: PackageTexts, packageName: string): ReadCourse | Failure;
}
