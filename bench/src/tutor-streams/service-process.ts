import { ConversationEntity } from '@lyceum/chatbot/conversing/conversation/conversation.entity';
import { SettingsEntity } from '@lyceum/chatbot/guarding/settings/settings.entity';
import { LessonVersionEntity } from '@lyceum/chatbot/knowing/lesson-version/lesson-version.entity';
import { writePassages } from '@lyceum/chatbot/knowing/passage/write-passages';
import { chatbot } from '@lyceum/chatbot/service';
import { systemClock } from '@lyceum/common/context';
import { newId } from '@lyceum/common/database';
import { startService } from '@lyceum/common/run/start-service';
import { defaultSpaceSettings } from '@lyceum/contracts/chatbot/tutor-settings';
import { processEnvironment } from '../config.ts';
import { benchLog } from '../servers.ts';

/** How much memory it takes after a collection. */
declare const gc: () => void;

const environment = processEnvironment();
const {
  BENCH_PEOPLE: people = '',
  BENCH_COURSE: courseId = '',
  BENCH_LESSON: lessonId = '',
  BENCH_VERSION: id = '',
} = environment;
const { database, url, stop } = await startService(chatbot, environment, { log: benchLog });

const now = systemClock.now();
const topic = { at: 'lesson', courseId, lessonId } as const;
const conversations = people.split(',').map((personId) => ({
  ...{ id: newId(), personId, topic, courseId, lessonId, title: 'Урок', messages: 0, sharedAt: null, version: 1 },
  ...{ createdAt: now, lastMessageAt: now },
}));
await database.transact({ space: 'main' }, async (db) => {
  const version = { id, courseId, lessonId, title: 'Урок', moduleTitle: 'Модуль' };
  await db.insert(LessonVersionEntity, { ...version, videoId: null, indexedAt: null, embeddingModel: null });
  const text = 'Человек ошибается, и след этой ошибки остаётся в коде: его называют дефектом. Сбой видит пользователь.';
  await writePassages(db, version, [{ headingPath: ['Курс', 'Урок'], blockId: 'b', text, cues: null }], now);
  await db.insert(ConversationEntity, conversations);
  const settings = { ...defaultSpaceSettings, questionsPerCoursePerMinute: 10_000, questionsPerPersonPerMinute: 1000 };
  await db.insert(SettingsEntity, { id: newId(), subject: 'space', settings, version: 1 });
});

process.once('SIGTERM', () => void stop().then(() => process.exit()));
process.once('disconnect', () => process.exit());
process.on('message', () => {
  gc();
  process.send?.({ heapBytes: process.memoryUsage().heapUsed });
});
process.send?.({ url, conversations: conversations.map((conversation) => conversation.id) });
