import { createTestService } from '@lyceum/testing/service';
import { notifications } from '../src/service.ts';
import { startMailServer } from './mail-server.ts';

export const sender = 'Лицей <no-reply@lyceum.test>';

export const mailServer = await startMailServer();

export const service = createTestService(notifications, { SMTP_URL: mailServer.url, MAIL_FROM: sender });

afterAll(() => mailServer.stop());
