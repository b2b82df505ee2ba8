import { fail } from '@lyceum/common/errors';
import { route, routeWithOwnTransactions } from '@lyceum/common/http';
import { findPage } from '@lyceum/common/pagination';
import { type SlowWork, toRequestTurn } from '@lyceum/common/work-thread';
import type { BlockDiff } from '@lyceum/contracts/program-generation/document-diff';
import { programs } from '@lyceum/contracts/program-generation/program';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import * as contract from '@lyceum/contracts/program-generation/version';
import { programVersionNotFound } from '@lyceum/contracts/program-generation/version';
import type { EntityManager } from 'typeorm';
import { changeDocument, lockDraft } from '../editing/change-document.ts';
import { findContributors } from '../program/find-contributors.ts';
import { findProgram } from '../program/find-program.ts';
import { presentProgram } from '../program/present-program.ts';
import { ProgramVersionEntity, type ProgramVersionRow } from '../program/program-version.entity.ts';
import { checkDocument } from '../rules/check-program.ts';
import type { Comparison } from './diff-documents.ts';

export interface VersionDeps {
  readonly diffDocuments: SlowWork<Comparison, BlockDiff[]>;
}

export const versionRoutes = ({ diffDocuments }: VersionDeps) => [
  route(contract.listVersions, { access: programs.readOwn }, async ({ db, actor, params, query }) => {
    const { id: programId } = await findProgram(db, actor, params.programId, { to: 'read' });
    const versions = db.createQueryBuilder(ProgramVersionEntity, 'version').where({ programId });
    const { rows, nextCursor } = await findPage(versions, query, { property: 'number', direction: 'DESC' });
    return { items: rows, nextCursor };
  }),

  route(contract.getVersion, { access: programs.readOwn }, async ({ db, actor, params }) => {
    const { id: programId } = await findProgram(db, actor, params.programId, { to: 'read' });
    return findVersion(db, programId, params.number);
  }),

  routeWithOwnTransactions(
    contract.compareVersions,
    { access: programs.readOwn },
    async ({ read, ctx, actor, params, query: { from, to } }) => {
      const [before, after] = await read(async (db) => {
        const { id: programId } = await findProgram(db, actor, params.programId, { to: 'read' });
        return [await findVersion(db, programId, from), await findVersion(db, programId, to)] as const;
      });
      const comparison = { before: before.document, after: after.document, locale: ctx.locale };
      return { from, to, blocks: await diffDocuments(comparison, toRequestTurn(ctx)) };
    },
  ),

  route(contract.restoreVersion, { access: programs.updateOwn }, async ({ db, ctx, actor, params, ifMatch }) => {
    const program = await lockDraft(db, actor, params.programId, ifMatch);
    const { document, number } = await findVersion(db, program.id, params.number);
    const contributors = await findContributors(db, program.id, number);
    const origin = { authorId: actor.id, reason: 'restored', note: `${number}`, contributors } as const;
    return presentProgram(db, ctx, await changeDocument(db, ctx, program, checkDocument(document, ctx.now()), origin));
  }),
];

/** With its document. Fails with `program.version_not_found`. */
async function findVersion(
  db: EntityManager,
  programId: string,
  number: number,
): Promise<ProgramVersionRow & { document: ProgramDocument }> {
  const version = await db
    .createQueryBuilder(ProgramVersionEntity, 'version')
    .addSelect('version.document')
    .where({ programId, number })
    .getOne();
  if (!version?.document) throw fail(programVersionNotFound);
  return { ...version, document: version.document };
}
