import type { Texts } from '@lyceum/contracts/shared/texts';
import type { EntityManager } from 'typeorm';
import { findVideoId } from '../../authoring/library-video/find-video-id.ts';
import { findShowable } from '../../authoring/library-video/require-video.ts';
import type { ExchangeFinding } from '../exchange/exchange-finding.ts';
import type { CourseTree, TreeLesson } from '../tree/course-tree.ts';

const noVideo: Texts = {
  en: 'The lesson is left out: the library here does not have its video.',
  ru: 'Урок не перенесён: его видео нет в библиотеке этой школы.',
};

/** A tree without the lessons whose videos the library of this space does not have, and what is said of them. */
export async function leaveOutVideos(
  db: EntityManager,
  tree: CourseTree,
): Promise<{ readonly tree: CourseTree; readonly findings: readonly ExchangeFinding[] }> {
  const wanted = tree.modules.flatMap(({ lessons }) => lessons.flatMap(({ content }) => findVideoId(content) ?? []));
  const showable = await findShowable(db, [...new Set(wanted)]);
  const isLost = ({ content }: TreeLesson) => {
    const videoId = findVideoId(content);
    return videoId !== null && !showable.has(videoId);
  };
  const modules = tree.modules.map((module) => ({ ...module, lessons: module.lessons.filter((lesson) => !isLost(lesson)) }));
  const lost = tree.modules.flatMap(({ title, lessons }) =>
    lessons
      .filter(isLost)
      .map((lesson) => ({ place: `${title} / ${lesson.title}`, severity: 'lost' as const, message: noVideo })),
  );
  return { tree: { ...tree, modules }, findings: lost };
}
