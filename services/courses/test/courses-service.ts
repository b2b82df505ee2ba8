import { createTestService } from '@lyceum/testing/service';
import { courses } from '../src/service.ts';

export const service = createTestService(courses, { CONTENT_URL: 'https://content.example.org' });
