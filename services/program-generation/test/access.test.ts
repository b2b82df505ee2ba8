import { createAttachment } from '@lyceum/contracts/program-generation/attachment';
import { createComment } from '@lyceum/contracts/program-generation/comment';
import { createExport } from '@lyceum/contracts/program-generation/export';
import { listPrompts, type Prompt, putPrompt, tryPrompt } from '@lyceum/contracts/program-generation/prompt';
import { createProposal } from '@lyceum/contracts/program-generation/proposal';
import { createTemplate } from '@lyceum/contracts/program-generation/template';
import { asAdmin, asStaff, asUser } from '@lyceum/testing/actors';
import { describeAccess } from '@lyceum/testing/describe-access';
import { buildProgramRequest, buildReadyProgram } from './factories.ts';
import { service } from './program-generation-service.ts';

const prompt = { name: 'frame', language: 'ru' } as const;
const file = { name: 'Конспект.txt', type: 'text/plain', size: 10 } as const;
const nobody = { position: '', name: '' };
const letterhead = {
  organisation: 'Лицей',
  place: '',
  address: '',
  contacts: '',
  registration: '',
  approver: nobody,
  logo: null,
};
const remark = { text: 'Уточните.' };
const wish = { block: 'aim', instruction: '' } as const;

let promptText = '';

async function buildTrial(): Promise<string> {
  const as = asAdmin();
  const prompts: Prompt[] = (await service.call(listPrompts, { as })).body.items;
  promptText = prompts.find(({ name, language }) => name === prompt.name && language === prompt.language)?.text ?? '';
  await service.call(putPrompt, { as, params: prompt, body: { text: promptText } });
  return (await service.call(tryPrompt, { as, params: prompt, body: { text: promptText } })).body.id;
}

describeAccess(service, {
  async rows() {
    const owner = asUser();
    const { id: programId } = await buildReadyProgram(service, owner);
    const params = { programId };
    const comment = await service.call(createComment, { as: owner, params, body: remark });
    const proposal = await service.call(createProposal, { as: owner, params, body: wish });
    const made = await service.call(createExport, { as: owner, params, body: {} });
    const attachment = await service.call(createAttachment, { as: owner, body: file });
    const template = await service.call(createTemplate, { as: asStaff(), body: { programId, name: 'Образец' } });
    const trialId = await buildTrial();
    await service.runJobs();
    return {
      owner,
      ids: {
        programId,
        commentId: comment.body.id,
        proposalId: proposal.body.id,
        exportId: made.body.id,
        attachmentId: attachment.body.id,
        templateId: template.body.id,
        trialId,
        number: '1',
        block: 'aim',
        ...prompt,
      },
    };
  },
  inputs: (ids) => ({
    'POST /programs': { body: buildProgramRequest({ attachments: [ids['attachmentId'] ?? ''] }) },
    'POST /programs/:programId/duplicate': { body: {} },
    'PATCH /programs/:programId/document': { body: { operations: [{ op: 'replace', path: '/aim', value: 'Чужая цель.' }] } },
    'GET /programs/:programId/comparison': { query: { from: 1, to: 1 } },
    'POST /programs/:programId/comments': { body: remark },
    'POST /programs/:programId/exports': { body: {} },
    'POST /programs/:programId/proposals': { body: wish },
    'POST /programs/:programId/return': { body: { comment: 'Уточните.' } },
    'POST /programs/templates': { body: { programId: ids['programId'], name: 'Образец' } },
    'POST /programs/templates/:templateId/use': { body: {} },
    'POST /programs/attachments': { body: file },
    'PUT /programs/prompts/:name/:language': { body: { text: promptText } },
    'POST /programs/prompts/:name/:language/trials': { body: { text: promptText } },
    'PUT /programs/letterhead': { body: letterhead },
  }),
});
