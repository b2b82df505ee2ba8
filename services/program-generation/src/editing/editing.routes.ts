import { route } from '@lyceum/common/http';
import * as contract from '@lyceum/contracts/program-generation/editing';
import { programs } from '@lyceum/contracts/program-generation/program';
import { presentProgram } from '../program/present-program.ts';
import { applyOperations } from './apply-operations.ts';
import { changeDocument, lockDraft } from './change-document.ts';
import { parseDocument, patchFailed } from './parse-document.ts';

const notApplicable = {
  en: 'The path leads to nothing that this could be done to.',
  ru: 'Путь не ведёт туда, где это можно сделать.',
};

export const editingRoutes = [
  route(contract.patchDocument, { access: programs.updateOwn }, async ({ db, ctx, actor, params, body, ifMatch }) => {
    const program = await lockDraft(db, actor, params.programId, ifMatch);
    const result = applyOperations(program.document, body.operations);
    if (result.failedAt !== null) {
      throw patchFailed([{ pointer: `/body/operations/${result.failedAt}`, message: notApplicable[ctx.locale] }]);
    }
    const checked = parseDocument(result.value, ctx);
    const origin = { authorId: actor.id, reason: 'edited', note: body.note } as const;
    return presentProgram(db, ctx, await changeDocument(db, ctx, program, checked, origin));
  }),
];
