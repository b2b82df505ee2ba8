import { patchDocument } from '@lyceum/contracts/program-generation/editing';
import { createExport } from '@lyceum/contracts/program-generation/export';
import type { PatchOperation } from '@lyceum/contracts/program-generation/finding';
import * as programs from '@lyceum/contracts/program-generation/program';
import type { ProgramRequestInput } from '@lyceum/contracts/program-generation/program-request';
import { createTemplate } from '@lyceum/contracts/program-generation/template';
import type { Api } from '../api.ts';
import type { Sql } from '../as-owner.ts';
import { poll } from '../poll.ts';
import { costlyText, type TextKind, textKinds } from './costly-text.ts';
import { makeCourse } from './course-world.ts';
import { documentPatches } from './document-patches.ts';
import { fillLists } from './fill-lists.ts';
import { documentShapes, largestDocument } from './largest-document.ts';
import { largestOrder, makeSharedThings } from './shared-things.ts';
import { makeTutor } from './tutor-world.ts';

/** The largest things there are, by the names of the parameters and members that lead to them. */
export interface Place {
  readonly kind: TextKind;
  readonly named: Readonly<Record<string, unknown>>;
}

const outline: ProgramRequestInput = {
  title: 'Основа',
  kind: 'course-plan',
  audience: 'все',
  level: 'beginner',
  hours: 8,
  topics: ['Тема'],
  language: 'ru',
};

/** One for each shape of document with two versions that have nothing in common, and one for the largest that can be ordered. */
export async function makePlaces(api: Api, token: string, sql: Sql): Promise<Place[]> {
  const shared = await makeSharedThings(api, token);
  const places: Place[] = [];
  for (const [index, shape] of documentShapes.entries()) {
    const [kind = 'words', other = 'marks'] = [...textKinds.slice(index), ...textKinds];
    const { id } = await orderProgram(api, token, outline);
    const from = await edit(api, token, id, documentPatches(largestDocument(shape, other)));
    const patches = documentPatches(largestDocument(shape, kind));
    const to = await edit(api, token, id, patches);
    const operations = patches.reduce((most, patch) =>
      JSON.stringify(patch).length > JSON.stringify(most).length ? patch : most,
    );
    const parts = await makeEverything(api, token, sql, id, kind);
    places.push({ kind, named: { ...shared, ...parts, ...versions(from, to), operations } });
  }
  const ordered = await orderProgram(api, token, largestOrder(shared));
  const operations = [{ op: 'replace', path: '/aim', value: costlyText('words', 4000) }];
  const parts = await makeEverything(api, token, sql, ordered.id, 'words');
  places.push({ kind: 'words', named: { ...shared, ...parts, ...versions(1, 1), operations } });
  await fillLists(sql, ordered.id);
  return places;
}

async function makeEverything(api: Api, token: string, sql: Sql, programId: string, kind: TextKind) {
  const parts = await makeParts(api, token, sql, programId, kind);
  const course = await makeCourse(api, token, sql, kind);
  return { ...parts, ...course, ...(await makeTutor(api, token, sql, { kind, courseId: String(course['courseId']) })) };
}

const versions = (from: number, to: number) => ({ 'compareVersions.from': from, 'compareVersions.to': to, number: from });

async function orderProgram(api: Api, token: string, body: ProgramRequestInput): Promise<programs.Program> {
  const { id } = (await api.call(programs.createProgram, { token, body })).body;
  return poll('the programme', 60_000, async () => {
    const program = (await api.call(programs.getProgram, { token, params: { programId: id } })).body;
    return program.generation.state === 'ready' ? program : undefined;
  });
}

/** Resolves to the number of the last version. */
async function edit(api: Api, token: string, programId: string, patches: readonly PatchOperation[][]): Promise<number> {
  let version = 0;
  for (const operations of patches) {
    const { body } = await api.call(patchDocument, { token, params: { programId }, body: { operations } });
    version = body.documentVersion;
  }
  return version;
}

/** As many comments and open proposals as a page shows, a file and a template. */
async function makeParts(api: Api, token: string, sql: Sql, programId: string, kind: TextKind) {
  const [comment] = await sql<{ id: string }>(
    `INSERT INTO program_generation.program_comments (id, space_id, program_id, author_id, text, created_at)
     SELECT gen_random_uuid(), space_id, id, owner_id, $2, now()
     FROM program_generation.programs, generate_series(1, 100) WHERE id = $1 RETURNING id`,
    [programId, costlyText(kind, 4000)],
  );
  const rewritten = Array.from({ length: 100 }, (_, index) => {
    return { id: `o${index + 1}`, code: `РО-${index + 1}`, text: `${index} ${costlyText(kind, 990)}`, competences: ['c2'] };
  });
  const [proposal] = await sql<{ id: string }>(
    `INSERT INTO program_generation.program_proposals (id, space_id, program_id, block, instruction, author_id, author_roles,
       status, model, tokens, base, proposed, created_at, version)
     SELECT gen_random_uuid(), space_id, id, 'outcomes', $2, owner_id, '["admin"]', 'open', 'm', 0, document->'outcomes', $3, now(), 1
     FROM program_generation.programs, generate_series(1, 100) WHERE id = $1 RETURNING id`,
    [programId, costlyText(kind, 2000), JSON.stringify(rewritten)],
  );
  const file = await api.call(createExport, { token, params: { programId }, body: { format: 'md' } });
  const template = await api.call(createTemplate, { token, body: { programId, name: costlyText(kind, 200) } });
  return {
    programId,
    commentId: comment?.id,
    proposalId: proposal?.id,
    exportId: file.body.id,
    templateId: template.body.id,
  };
}
