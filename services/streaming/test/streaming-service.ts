import { createTestService, type TestService } from '@lyceum/testing/service';
import { streaming } from '../src/service.ts';
import { createCoursesDouble } from './courses-double.ts';

/** Under which the keys of videos are stored. */
export const keySecret = 'a secret for the keys of videos in tests';

export const contentUrl = 'http://content.lyceum.test';

export const courses = createCoursesDouble(() => service.clock.now());

export const service: TestService = createTestService(
  streaming,
  { KEY_ENCRYPTION_SECRET: keySecret, CONTENT_URL: contentUrl },
  { beside: { courses } },
);
