import { putTask } from '@lyceum/contracts/models/model-task';
import { createProvider } from '@lyceum/contracts/models/provider';
import * as programs from '@lyceum/contracts/program-generation/attachment';
import { createProgram } from '@lyceum/contracts/program-generation/program';
import { type ProgramRequestInput, programRequest } from '@lyceum/contracts/program-generation/program-request';
import { listPrompts, tryPrompt } from '@lyceum/contracts/program-generation/prompt';
import type { Api } from '../api.ts';
import { poll } from '../poll.ts';
import { costlyPicture } from './costly-picture.ts';
import { costlyText } from './costly-text.ts';
import { largestValue } from './largest-value.ts';
import { makeVideo } from './video-world.ts';

/** What all programmes share, and values of members whose rules no schema tells. `:name` is a parameter of a path. */
export async function makeSharedThings(api: Api, token: string): Promise<Record<string, unknown>> {
  return {
    ...(await makeModels(api, token)),
    ...(await makePrompts(api, token)),
    ...(await makeAttachments(api, token)),
    ...(await makeVideo(api, token)),
    block: 'outcomes',
    credits: null,
    'exportProgram.letterhead': 'true',
    limit: 100,
    logo: costlyPicture(),
    resolved: 'false',
    timeZone: 'America/Argentina/ComodRivadavia',
  };
}

async function makeModels(api: Api, token: string) {
  const settings = { kind: 'openai-compatible', name: 'Closed', baseUrl: 'http://127.0.0.1:1/v1', model: 'none' } as const;
  const { id } = (await api.call(createProvider, { token, body: { settings: { ...settings, timeoutSeconds: 5 } } })).body;
  const providers = Array.from({ length: 10 }, () => id);
  await api.call(putTask, { token, params: { task: 'prompt-trial' }, body: { providers } });
  return { providerId: id, providers, ':task': 'prompt-trial', ':scope': 'role', ':subject': 'user' };
}

/** The longest prompt is one that comes with the platform, and more. */
async function makePrompts(api: Api, token: string) {
  const { items } = (await api.call(listPrompts, { token })).body;
  const [prompt] = items;
  if (!prompt) throw new Error('there are no prompts');
  const text = `${prompt.text}\n${costlyText('words', 20_000 - prompt.text.length - 1)}`;
  const request = largestOrder({ attachments: [] });
  const params = { name: prompt.name, language: prompt.language };
  const { id } = (await api.call(tryPrompt, { token, params, body: { text, request } })).body;
  return { ':name': prompt.name, ':language': prompt.language, 'putPrompt.text': text, 'tryPrompt.text': text, trialId: id };
}

async function makeAttachments(api: Api, token: string) {
  const attachments: string[] = [];
  while (attachments.length < 10) attachments.push(await makeAttachment(api, token, Buffer.from(costlyText('words', 300_000))));
  return { attachments, attachmentId: attachments[0] };
}

async function makeAttachment(api: Api, token: string, file: Buffer): Promise<string> {
  const announced = { name: 'file.txt', type: 'text/plain', size: file.length } as const;
  const { id, upload } = (await api.call(programs.createAttachment, { token, body: announced })).body;
  await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: file });
  const params = { attachmentId: id };
  await api.call(programs.completeAttachment, { token, params });
  await poll('the text of an attachment', 60_000, async () => {
    const { status } = (await api.call(programs.getAttachment, { token, params })).body;
    return status === 'ready' || undefined;
  });
  return id;
}

export function largestOrder(named: Readonly<Record<string, unknown>>): ProgramRequestInput {
  const choices = { credits: null, ...named };
  return programRequest.parse(
    largestValue(createProgram.body, 'words', (name) => Object.getOwnPropertyDescriptor(choices, name)?.value),
  );
}
