import { readdirSync } from 'node:fs';
import { login } from '@lyceum/contracts/tokens/session';
import { createApi } from '../src/api.ts';
import { answerInReasoning } from './cases/answer-in-reasoning.case.ts';
import { basicAtTokenEndpoint } from './cases/basic-at-token-endpoint.case.ts';
import type { Case, World } from './cases/case.ts';
import { cyrillicPath } from './cases/cyrillic-path.case.ts';
import { docxBlankPicture } from './cases/docx-blank-picture.case.ts';
import { docxFieldsAndNotes } from './cases/docx-fields-and-notes.case.ts';
import { docxLineBreaks } from './cases/docx-line-breaks.case.ts';
import { downloadName } from './cases/download-name.case.ts';
import { draftWithinThinking } from './cases/draft-within-thinking.case.ts';
import { errorWith200 } from './cases/error-with-200.case.ts';
import { internationalAddresses } from './cases/international-addresses.case.ts';
import { oauthErrors } from './cases/oauth-errors.case.ts';
import { pdfCharacterMaps } from './cases/pdf-character-maps.case.ts';
import { pdfGlyphs } from './cases/pdf-glyphs.case.ts';
import { spaceAroundAddress } from './cases/space-around-address.case.ts';
import { staleBearer } from './cases/stale-bearer.case.ts';
import { streamWithoutLastLine } from './cases/stream-without-last-line.case.ts';
import { textEncoding } from './cases/text-encoding.case.ts';
import { titleOrder } from './cases/title-order.case.ts';
import { weakEtag } from './cases/weak-etag.case.ts';
import { startPrivateStack } from './private-stack.ts';

// biome-ignore format: one a line
const cases: readonly Case[] = [
  weakEtag,
  basicAtTokenEndpoint,
  oauthErrors,
  staleBearer,
  cyrillicPath,
  internationalAddresses,
  textEncoding,
  docxBlankPicture,
  docxLineBreaks,
  spaceAroundAddress,
  docxFieldsAndNotes,
  pdfCharacterMaps,
  downloadName,
  pdfGlyphs,
  titleOrder,
  draftWithinThinking,
  errorWith200,
  answerInReasoning,
  streamWithoutLastLine,
];

let world: World;

beforeAll(async () => {
  const stack = await startPrivateStack();
  const api = createApi(stack.gatewayUrl);
  const { body } = await api.call(login, { body: stack.demo });
  world = { stack, api, token: body.accessToken };
}, 90_000);
afterAll(() => world?.stack.stop());

it('has a case for every folder of inputs', () => {
  const folders = readdirSync(new URL('cases', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(cases.map(({ folder }) => folder).toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
});

describe('inputs of the world', () => {
  it.each(cases)(
    '$folder: $outcome',
    async ({ run }) => {
      await run(world);
    },
    90_000,
  );
});
