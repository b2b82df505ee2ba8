import type { Context } from '@lyceum/common/context';
import { fail } from '@lyceum/common/errors';
import { route } from '@lyceum/common/http';
import { publish } from '@lyceum/common/outbox';
import { programs } from '@lyceum/contracts/program-generation/program';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import * as contract from '@lyceum/contracts/program-generation/review';
import { programHasErrors, programOwnApproval } from '@lyceum/contracts/program-generation/review';
import { authForbidden } from '@lyceum/contracts/shared/common-problems';
import { addComment } from '../comments/add-comment.ts';
import { findContributors } from '../program/find-contributors.ts';
import { loadDocument, lockProgram, requireReady, requireStatus } from '../program/find-program.ts';
import { presentProgram } from '../program/present-program.ts';
import { updateProgram } from '../program/update-program.ts';
import { checkProgram, type LocalizedFinding } from '../rules/check-program.ts';
import { courseSkeleton } from './course-skeleton.ts';

/** A new edition begins without the names of the last one. */
const noReview = { submittedBy: null, approvedBy: null, approvedAt: null };

export const reviewRoutes = [
  route(contract.submitProgram, { access: programs.updateOwn }, async ({ db, ctx, actor, params, ifMatch }) => {
    const found = await lockProgram(db, actor, params.programId, ifMatch);
    requireReady(found);
    requireStatus(found, 'draft');
    const program = await loadDocument(db, found);
    const checked = { ...program, findings: requireRulesKept(program.document, ctx) };
    return presentProgram(db, ctx, await updateProgram(db, ctx, checked, { status: 'review', submittedBy: actor.id }));
  }),

  route(contract.approveProgram, { access: programs.approve }, async ({ db, ctx, actor, params, ifMatch }) => {
    const found = await lockProgram(db, actor, params.programId, ifMatch);
    requireStatus(found, 'review');
    const { id: programId, ownerId, submittedBy, documentVersion } = found;
    const own = [ownerId, submittedBy, ...(await findContributors(db, programId, documentVersion))];
    if (own.includes(actor.id)) throw fail(programOwnApproval);
    const program = await loadDocument(db, found);
    const { document } = program;
    const checked = { ...program, findings: requireRulesKept(document, ctx) };
    const now = ctx.now();
    // The document stays as it was read: its approval block is filled in by whoever signs it.
    const approved = await updateProgram(db, ctx, checked, { status: 'approved', approvedBy: actor.id, approvedAt: now });
    await publish(db, ctx, contract.programApproved, {
      ...courseSkeleton(document),
      programId,
      ownerId,
      approvedBy: actor.id,
      documentVersion,
      occurredAt: now,
    });
    return presentProgram(db, ctx, approved);
  }),

  route(contract.returnProgram, { access: programs.updateOwn }, async ({ db, ctx, actor, params, body, ifMatch }) => {
    const program = await lockProgram(db, actor, params.programId, ifMatch);
    requireStatus(program, 'review', 'approved');
    if (program.status === 'approved' && !actor.can(programs.approve)) throw fail(authForbidden);
    await addComment(db, ctx, { programId: program.id, block: null, authorId: actor.id, text: body.comment });
    return presentProgram(db, ctx, await updateProgram(db, ctx, program, { ...noReview, status: 'draft' }));
  }),

  route(contract.archiveProgram, { access: programs.updateOwn }, async ({ db, ctx, actor, params, ifMatch }) => {
    const program = await lockProgram(db, actor, params.programId, ifMatch);
    requireStatus(program, 'draft', 'approved');
    // It comes back as a draft, so this ends an approval.
    if (program.status === 'approved' && !actor.can(programs.approve)) throw fail(authForbidden);
    const { id: programId, ownerId, title } = program;
    const archived = await updateProgram(db, ctx, program, { status: 'archived' });
    await publish(db, ctx, contract.programArchived, { programId, ownerId, title, occurredAt: archived.updatedAt });
    return presentProgram(db, ctx, archived);
  }),

  route(contract.unarchiveProgram, { access: programs.updateOwn }, async ({ db, ctx, actor, params, ifMatch }) => {
    const program = await lockProgram(db, actor, params.programId, ifMatch);
    requireStatus(program, 'archived');
    return presentProgram(db, ctx, await updateProgram(db, ctx, program, { ...noReview, status: 'draft' }));
  }),
];

/** The warnings that are left. Fails with `program.has_errors`. Asked again at the approval: what a rule says may depend on the day. */
function requireRulesKept(document: ProgramDocument, { locale, now }: Context): LocalizedFinding[] {
  const findings = checkProgram(document, { today: now() });
  const broken = findings.filter(({ severity }) => severity === 'error');
  if (broken.length === 0) return findings;
  const errors = broken.slice(0, 50).map(({ pointer, message }) => ({ pointer, message: message[locale] }));
  throw fail(programHasErrors, { errors });
}
