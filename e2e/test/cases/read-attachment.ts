import assert from 'node:assert/strict';
import {
  type Attachment,
  completeAttachment,
  createAttachment,
  getAttachment,
} from '@lyceum/contracts/program-generation/attachment';
import { eventually } from '@lyceum/testing/eventually';
import { readInput, type World } from './case.ts';

const types: Readonly<Record<string, Attachment['type']>> = {
  txt: 'text/plain',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** Attaches an input as a client does, and answers what was read. The API never shows the text, so that is from the database. */
export async function readAttachment({ stack, api, token }: World, folder: string, name: string) {
  const bytes = new Uint8Array(readInput(folder, name));
  const type = types[name.split('.').at(-1) ?? ''];
  assert(type, `${name} is of a type that is not read`);
  const { body: announced } = await api.call(createAttachment, { token, body: { name, type, size: bytes.length } });
  const upload = await fetch(announced.upload.url, { method: 'PUT', headers: announced.upload.headers, body: bytes });
  assert.equal(upload.status, 200);
  const params = { attachmentId: announced.id };
  await api.call(completeAttachment, { token, params });
  const { status, failure, warnings } = await eventually(async () => {
    const { body } = await api.call(getAttachment, { token, params });
    assert(body.status === 'ready' || body.status === 'failed', `${name} is ${body.status}`);
    return body;
  });
  const sql = 'SELECT text FROM program_generation.attachments WHERE id = $1';
  const [row] = await stack.sql<{ text: string | null }>(sql, [announced.id]);
  return { status, failure, warnings: warnings.map(({ code }) => code), text: row?.text };
}
