import { answerWorks } from '@lyceum/common/work-thread';
import { createWorks } from './works.ts';

answerWorks(createWorks());
