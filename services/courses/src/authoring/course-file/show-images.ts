import type { Context } from '@lyceum/common/context';
import type { Storage } from '@lyceum/common/storage';
import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';
import { type EntityManager, In } from 'typeorm';
import { renderImage } from '../../learning/lesson-text/render-image.ts';
import { CourseFileEntity } from './course-file.entity.ts';
import { toCourseFileKey } from './course-file-key.ts';

interface Text {
  readonly courseId: string;
  readonly content: LessonContent;
  readonly shown: readonly { readonly id: string; readonly html: string }[];
}

/** Seconds in which a page is read to its end: a browser loads pictures when they come into sight. */
const imageLifetime = 3600;

/** The blocks of a text with addresses of its pictures, from which anybody may read them for an hour. */
export async function showImages(db: EntityManager, storage: Storage, ctx: Context, { courseId, content, shown }: Text) {
  const images = content.type === 'text' ? content.blocks.filter((block) => block.type === 'image') : [];
  if (images.length === 0) return [...shown];
  const files = await db.findBy(CourseFileEntity, {
    id: In(images.map(({ courseFileId }) => courseFileId)),
    courseId,
    status: 'ready',
  });
  const addresses = new Map<string, string>();
  for (const { id, objectId, name } of files)
    addresses.set(id, storage.presignGet(toCourseFileKey(ctx.space, objectId), imageLifetime, name));
  const html = new Map(images.map((block) => [block.id, renderImage(block, addresses.get(block.courseFileId))]));
  return shown.map((block) => ({ ...block, html: html.get(block.id) ?? block.html }));
}
